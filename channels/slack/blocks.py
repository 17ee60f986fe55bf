"""The pieces of Block Kit that we use, and how much text fits. Whoever's text it is, it becomes plain text here.

Slack parses markup in `mrkdwn` alone: other people's words go into `plain_text` and rich text elements, never there.
Limits: https://docs.slack.dev/reference/block-kit/blocks
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from bot.core.shown import visible
from bot.core.word import JSON

MAX_ELEMENT = 2_900
"""Size of one text element: Slack's own limit for a text object is 3,000."""

MAX_HEADER = 150
MAX_LABEL = 75
"""Of a button, of an option, and of what a screen reader says instead."""

MAX_BLOCK_ID = 255


def size(text: str) -> int:
    """What Slack may count for a text: UTF-16 units, with `&`, `<` and `>` as it stores them."""
    wide = sum(1 for letter in text if letter > "\uffff")
    return len(text) + wide + 4 * text.count("&") + 3 * (text.count("<") + text.count(">"))


def weight(value: JSON) -> int:
    """The size of all texts in blocks: a message of more than about 13,200 is refused (msg_blocks_too_long)."""
    match value:
        case dict():
            return sum(_weight_of(key, item) for key, item in value.items())
        case list() | tuple():
            return sum(weight(item) for item in value)
        case _:
            return 0


def _weight_of(key: str, item: JSON) -> int:
    return size(item) if isinstance(item, str) and key in ("text", "url", "fallback") else weight(item)


def start(text: str, limit: int) -> str:
    """The longest beginning of a text whose size is at most `limit`."""
    if size(text) <= limit:
        return text
    used = 0
    for at, letter in enumerate(text):
        used += size(letter)
        if used > limit:
            return text[:at]
    return text


def short(text: str, limit: int) -> str:
    """The text in at most `limit`, with an ellipsis when something is missing."""
    return text if size(text) <= limit else start(text, limit - 1) + "…"


def chunks(text: str, limit: int = MAX_ELEMENT) -> Iterator[str]:
    """The whole text in parts of at most `limit`."""
    while text:
        part = start(text, limit)
        yield part
        text = text[len(part) :]


def block_id(part: str, version: str) -> str:
    """Slack wants a new id for every block of every version of a message."""
    return f"{part}.{version}"[:MAX_BLOCK_ID]


def plain(text: str, limit: int = MAX_ELEMENT) -> JSON:
    return {"type": "plain_text", "text": short(visible(text), limit) or " ", "emoji": False}


def words(text: str, *styles: str) -> JSON:
    """A text element; styles are bold, italic, strike, code."""
    element = {"type": "text", "text": visible(text) or " "}
    return element | ({"style": dict.fromkeys(styles, True)} if styles else {})


def spoken(text: str, *styles: str) -> list[JSON]:
    """A text of any length as text elements: at least one."""
    return [words(part, *styles) for part in chunks(visible(text) or " ")]


def section(*elements: JSON) -> JSON:
    return {"type": "rich_text_section", "elements": list(elements)}


def preformatted(text: str) -> JSON:
    """Text in which nothing is parsed and every blank counts."""
    return {"type": "rich_text_preformatted", "elements": spoken(text)}


def quote(text: str) -> JSON:
    return {"type": "rich_text_quote", "elements": spoken(text)}


def rich(id: str, elements: Iterable[JSON]) -> JSON:
    return {"type": "rich_text", "block_id": id, "elements": list(elements)}


def header(id: str, text: str) -> JSON:
    return {"type": "header", "block_id": id, "text": plain(text, MAX_HEADER)}


def context(id: str, *elements: JSON) -> JSON:
    return {"type": "context", "block_id": id, "elements": list(elements)}


def buttons(id: str, elements: Iterable[JSON]) -> JSON:
    return {"type": "actions", "block_id": id, "elements": list(elements)}


def button(label: str, action: str, spoken: str, *, style: str = "", value: str = "", url: str = "") -> JSON:
    """A button; `spoken` is what a screen reader says, which has to do without the card around it."""
    made = {
        "type": "button",
        "action_id": action,
        "text": plain(label, MAX_LABEL),
        "accessibility_label": short(visible(spoken), MAX_LABEL),
    }
    return made | {key: given for key, given in (("style", style), ("value", value), ("url", url)) if given}


def option(label: str, value: str) -> JSON:
    return {"text": plain(label, MAX_LABEL), "value": value}


def markup(text: str) -> JSON:
    """Our own mrkdwn: never anybody else's words, unless `escaped` and of a kind that holds no markup."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def date(at: datetime) -> str:
    """The moment in the reader's own time zone, and in UTC where Slack cannot show that."""
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} at {{time}}|{at:%-d %b %Y, %H:%M} UTC>"


def link(url: str, label: str) -> str:
    """A link of ours, for `markup`."""
    return f"<{escaped(url.replace('|', '%7C'))}|{escaped(label)}>"
