"""A view as plain text, for when Slack refuses its blocks: without buttons and inputs. Pure."""

import re
from collections.abc import Iterator, Sequence

from bot.core.base_types import JSON
from channels.slack.views.blocks import MAX_ELEMENT, make_plain_text, split_text

NOTE = "Slack did not take this as it was drawn: here are its words alone. What waits for a decision can be decided in the inbox."
MAX_SECTIONS = 90
"""A view takes 100 blocks."""

_DATE = re.compile(r"<!date\^[^|>]*\|([^>]*)>")
_LINK = re.compile(r"<([^|>]+)\|([^>]*)>")


def make_plain_view(view: JSON) -> JSON:
    """The modal or Home with the same text and title, as sections of plain text."""
    texts = [NOTE, *split_text(make_plain_lines(view["blocks"]), MAX_ELEMENT)][:MAX_SECTIONS]
    blocks = [
        {"type": "section", "block_id": f"bare.{n}", "text": make_plain_text(text)} for n, text in enumerate(texts)
    ]
    kept = {key: view[key] for key in ("type", "callback_id", "title") if key in view}
    return {**kept, **({"close": make_plain_text("Close")} if view["type"] == "modal" else {}), "blocks": blocks}


def make_plain_lines(blocks: Sequence[JSON]) -> str:
    """The words of blocks, a line or more for each: of a block with controls its labels and its links."""
    lines: list[str] = []
    for block in blocks:
        match block.get("type"):
            case "table":
                lines += [" | ".join("".join(_collect_texts(cell)) for cell in row) for row in block["rows"]]
            case "rich_text":
                lines.append("\n".join("".join(_collect_texts(each)).strip("\n") for each in block["elements"]))
            case "context":
                lines.append(" · ".join("".join(_collect_texts(each)) for each in block["elements"]))
            case "actions":
                lines += [f"{each['text']['text']}: {each['url']}" for each in block["elements"] if each.get("url")]
            case "input":
                lines.append("".join(_collect_texts(block.get("label"))))
            case "divider":
                lines.append("—")
            case _:
                lines.append("".join(_collect_texts(block.get("text"))))
    return "\n".join(filter(None, lines))


def _collect_texts(value: JSON) -> Iterator[str]:
    match value:
        case {"type": "mrkdwn", "text": str(text)}:
            plain = _LINK.sub(r"\2: \1", _DATE.sub(r"\1", text))  # dates in UTC, links with their addresses
            yield plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        case {"type": "link", "url": str(url)}:
            yield f"{value['text']}: {url}" if value.get("text") else url
        case {"type": "user", "user_id": str(user)}:
            yield f"@{user}"
        case {"type": "rich_text_list", "elements": list(items)}:
            yield "\n".join(f"• {''.join(_collect_texts(item))}" for item in items)
        case {"text": str(text)}:
            yield text
        case {"elements": list(elements)}:
            for element in elements:
                yield from _collect_texts(element)
        case _:
            pass
