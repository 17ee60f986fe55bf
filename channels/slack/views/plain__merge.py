"""Rich text -> mrkdwn: the same words for a message's `text`, which notifications and older clients show. Pure."""

from collections.abc import Iterable, Sequence

from bot.core.values import JSON
from channels.slack.views.blocks import escape_mrkdwn

_MARKS = (("code", "`"), ("bold", "*"), ("italic", "_"), ("strike", "~"))


def write_mrkdwn(blocks: Iterable[JSON]) -> str:
    """The words of these blocks, a line for each paragraph, item and row. Only styles become marks: text is escaped."""
    return "\n".join(line for block in blocks for line in _write_block(block)).strip("\n")


def _write_block(block: JSON) -> list[str]:
    match block.get("type"):
        case "rich_text":
            return [line for element in block.get("elements", []) for line in _write_element(element)]
        case "table":
            return [" | ".join(_write_cell(cell) for cell in row) for row in block.get("rows", [])]
        case "divider":
            return ["---"]
        case _:
            return []


def _write_element(element: JSON) -> list[str]:
    inside = element.get("elements", [])
    match element.get("type"):
        case "rich_text_list":
            return _write_items(element, inside)
        case "rich_text_quote":
            return [f"> {line}" for line in _write_line(inside).split("\n")]
        case "rich_text_preformatted":
            return ["```", _write_line(inside, is_code=True), "```"]
        case _:
            return [_write_line(inside).rstrip("\n")]


def _write_items(element: JSON, items: Sequence[JSON]) -> list[str]:
    indent, first = "    " * element.get("indent", 0), element.get("offset", 0) + 1
    is_numbered = element.get("style") == "ordered"
    return [
        f"{indent}{f'{number}.' if is_numbered else '•'} {_write_line(item.get('elements', []))}"
        for number, item in enumerate(items, first)
    ]


def _write_line(parts: Iterable[JSON], *, is_code: bool = False) -> str:
    return "".join(_write_part(part, is_code=is_code) for part in parts)


def _write_part(part: JSON, *, is_code: bool) -> str:
    if part.get("type") == "link":
        label = escape_mrkdwn(part.get("text") or part.get("url", ""))
        url = escape_mrkdwn(part.get("url", "").replace("|", "%7C"))
        return url if is_code or label == url else f"<{url}|{label}>"
    text = escape_mrkdwn(part.get("text", ""))
    return text if is_code else _style_text(text, part.get("style") or {})


def _style_text(text: str, style: JSON) -> str:
    """Marks stand directly at the words, or Slack shows them as they are."""
    core = text.strip()
    if not core or "\n" in core:
        return text
    front, back = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    for name, mark in _MARKS:
        if style.get(name):
            core = f"{mark}{core}{mark}"
    return f"{front}{core}{back}"


def _write_cell(cell: JSON) -> str:
    if cell.get("type") == "rich_text":
        return " ".join(line for element in cell.get("elements", []) for line in _write_element(element))
    return escape_mrkdwn(cell.get("text", ""))
