"""Slack's own text -> plain text: what somebody typed, without the marks that Slack puts around it. Pure."""

import re

_MARK = re.compile(r"<([^<>\n]{1,3000})>")


def unescape_message(text: str, me: str = "") -> str:
    """The words, with mentions, links and entities as a person reads them; without the mention of `me` at the front.

    One pass: what an entity stood for is never read as a mark. Source: docs.slack.dev/messaging/formatting-message-text.
    """
    if me:
        text = re.sub(rf"^\s*<@{re.escape(me)}(\|[^>]*)?>[:,]?\s*", "", text)
    parts, end = [], 0
    for found in _MARK.finditer(text):
        parts += [_unescape_entities(text[end : found.start()]), _read_markup(found[1])]
        end = found.end()
    return "".join([*parts, _unescape_entities(text[end:])]).strip()


def _unescape_entities(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _read_markup(inside: str) -> str:
    target, _, label = inside.partition("|")
    match target[:1]:
        case "@":
            return f"@{_unescape_entities(label) or target[1:]}"
        case "#":
            return f"#{_unescape_entities(label) or target[1:]}"
        case "!":
            return _read_special(target[1:], label)
        case _:
            return _read_link(_unescape_entities(target), _unescape_entities(label))


def _read_special(name: str, label: str) -> str:
    if name.startswith(("subteam^", "date^")):
        return _unescape_entities(label) or name
    return f"@{name}"


def _read_link(target: str, label: str) -> str:
    bare = target.removeprefix("mailto:").removeprefix("tel:")
    if not label or label in (target, bare) or target.partition("://")[2] == label:
        return bare
    return f"{label} ({bare})"
