"""Typed text as Slack puts it on the wire: escaped, with mentions, and its rich_text block; pure."""

import re
from typing import Any

JSON = dict[str, Any]

CONTROL = re.compile(r"<(?:[@#!][^<>\s]+|(?:https?://|mailto:)[^<>\s|]+(?:\|[^<>]*)?)>")
CODE = re.compile(r"`([^`\n]+)`")
FENCE = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)


def escape(text: str) -> str:
    """The three characters Slack escapes in text: & < >."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """The reverse of `escape`."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def escape_typed(text: str) -> str:
    """Typed text as the `text` of an event: everything escaped but `<@U…>`, `<#C…>`, `<!…>` and `<https://…>`."""
    parts, end = [], 0
    for control in CONTROL.finditer(text):
        parts += [escape(text[end : control.start()]), control[0]]
        end = control.end()
    return "".join(parts) + escape(text[end:])


def rich_text(text: str, block_id: str) -> list[JSON]:
    """The `blocks` of a person's message: one rich_text block. `text` is on-wire text, as `typed` returns it."""
    sections: list[JSON] = []
    end = 0
    for fence in FENCE.finditer(text):
        sections += _section(text[end : fence.start()])
        code = {"type": "text", "text": unescape(fence[1])}
        sections.append({"type": "rich_text_preformatted", "elements": [code], "border": 0})
        end = fence.end()
    sections += _section(text[end:])
    return [{"type": "rich_text", "block_id": block_id, "elements": sections}] if sections else []


def _section(text: str) -> list[JSON]:
    elements: list[JSON] = []
    end = 0
    for control in CONTROL.finditer(text):
        elements += _plain(text[end : control.start()])
        elements.append(_control(control[0][1:-1]))
        end = control.end()
    elements += _plain(text[end:])
    return [{"type": "rich_text_section", "elements": elements}] if elements else []


def _plain(text: str) -> list[JSON]:
    """Text with its `inline code`."""
    parts = CODE.split(text)
    made = [
        {"type": "text", "text": unescape(part)} | ({"style": {"code": True}} if at % 2 else {})
        for at, part in enumerate(parts)
    ]
    return [part for part in made if part["text"]]


def _control(inner: str) -> JSON:
    target, _, label = inner.partition("|")
    match target[0]:
        case "@":
            return {"type": "user", "user_id": target[1:]}
        case "#":
            return {"type": "channel", "channel_id": target[1:]}
        case "!":
            return {"type": "broadcast", "range": target[1:].split("^")[0]}
        case _:
            return {"type": "link", "url": unescape(target), **({"text": unescape(label)} if label else {})}
