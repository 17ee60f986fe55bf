"""The parts of Block Kit in use, and the sizes of texts.

They are plain JSON and not the classes of `slack_sdk.models`: these drop an element or a key that they do not know
without an error, which would take a part from a card. The tests parse all that is sent with them.

Slack parses markup in `mrkdwn` alone: text of other people goes into `plain_text` and rich text elements, never there.
Limits: https://docs.slack.dev/reference/block-kit/blocks
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from bot.core.base_types import JSON
from bot.core.escaping import make_visible

MAX_ELEMENT = 2_900
"""Size of one text element: Slack's own limit for a text object is 3,000."""

MAX_HEADER = 150
MAX_LABEL = 75
"""Of a button, of an option, and of the text for a screen reader."""

MAX_BLOCK_ID = 255


def measure_text(text: str) -> int:
    """The size of a text as Slack may count it: UTF-16 units, with `&`, `<` and `>` in their stored form."""
    units = len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
    return units + 4 * text.count("&") + 3 * (text.count("<") + text.count(">"))


def measure_blocks(value: JSON) -> int:
    """The size of all texts in blocks: a message of more than about 13,200 is refused (msg_blocks_too_long)."""
    match value:
        case dict():
            return sum(
                (
                    measure_text(item)
                    if isinstance(item, str) and key in ("text", "url", "fallback")
                    else measure_blocks(item)
                )
                for key, item in value.items()
            )
        case list() | tuple():
            return sum(measure_blocks(item) for item in value)
        case _:
            return 0


def cut_text(text: str, limit: int) -> str:
    """The longest beginning of a text that has a size of at most `limit`."""
    if measure_text(text) <= limit:
        return text
    used = 0
    for at, letter in enumerate(text):
        used += measure_text(letter)
        if used > limit:
            return text[:at]
    return text


def shorten_text(text: str, limit: int) -> str:
    """The text in at most `limit`, with an ellipsis when something is missing."""
    return text if measure_text(text) <= limit else cut_text(text, limit - 1) + "…"


def split_text(text: str, limit: int = MAX_ELEMENT) -> Iterator[str]:
    """The whole text in parts of at most `limit`."""
    while text:
        part = cut_text(text, limit)
        yield part
        text = text[len(part) :]


def make_block_id(part: str, version: str) -> str:
    """Slack wants a new id for every block of every version of a message."""
    return f"{part}.{version}"[:MAX_BLOCK_ID]


def make_plain_text(text: str, limit: int = MAX_ELEMENT) -> JSON:
    return {"type": "plain_text", "text": shorten_text(make_visible(text), limit) or " ", "emoji": False}


def make_text_element(text: str, *styles: str) -> JSON:
    """A text element; styles are bold, italic, strike, code."""
    element = {"type": "text", "text": make_visible(text) or " "}
    return element | ({"style": dict.fromkeys(styles, True)} if styles else {})


def make_text_elements(text: str, *styles: str) -> list[JSON]:
    """A text of any length as text elements: at least one."""
    return [make_text_element(part, *styles) for part in split_text(make_visible(text) or " ")]


def make_rich_section(*elements: JSON) -> JSON:
    return {"type": "rich_text_section", "elements": list(elements)}


def make_preformatted(text: str) -> JSON:
    """Text in which nothing is parsed and every blank counts."""
    return {"type": "rich_text_preformatted", "elements": make_text_elements(text)}


def make_quote(text: str) -> JSON:
    return {"type": "rich_text_quote", "elements": make_text_elements(text)}


def make_rich_text(id: str, elements: Iterable[JSON]) -> JSON:
    return {"type": "rich_text", "block_id": id, "elements": list(elements)}


def make_header(id: str, text: str) -> JSON:
    return {"type": "header", "block_id": id, "text": make_plain_text(text, MAX_HEADER)}


def make_context(id: str, *elements: JSON) -> JSON:
    return {"type": "context", "block_id": id, "elements": list(elements)}


def make_note(id: str, text: str, limit: int = MAX_ELEMENT) -> JSON:
    """A small line of plain text."""
    return make_context(id, make_plain_text(text, limit))


def make_heading(id: str, text: str, hint: str = "") -> list[JSON]:
    """A bold line of any length, since a header block holds 150 characters; and a hint under it."""
    heading = make_rich_text(id, [make_rich_section(*make_text_elements(text, "bold"))])
    return [heading, *([make_note("hint", hint)] if hint else [])]


def make_actions(id: str, elements: Iterable[JSON]) -> JSON:
    return {"type": "actions", "block_id": id, "elements": list(elements)}


def make_button(label: str, action: str, spoken: str, *, style: str = "", value: str = "", url: str = "") -> JSON:
    """A button; `spoken` is the text for a screen reader, which must make sense without the card around it."""
    made = {
        "type": "button",
        "action_id": action,
        "text": make_plain_text(label, MAX_LABEL),
        "accessibility_label": shorten_text(make_visible(spoken), MAX_LABEL),
    }
    return made | {key: given for key, given in (("style", style), ("value", value), ("url", url)) if given}


def make_option(label: str, value: str) -> JSON:
    return {"text": make_plain_text(label, MAX_LABEL), "value": value}


def make_mrkdwn(text: str) -> JSON:
    """Our own mrkdwn. Text of other people must be escaped first, and be of a kind that holds no markup."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def escape_mrkdwn(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def format_date(at: datetime) -> str:
    """The moment in the reader's own time zone, and in UTC where Slack cannot show that."""
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} at {{time}}|{at:%-d %b %Y, %H:%M} UTC>"


def format_link(url: str, label: str) -> str:
    """A link of ours, for `make_mrkdwn`."""
    return f"<{escape_mrkdwn(url.replace('|', '%7C'))}|{escape_mrkdwn(label)}>"
