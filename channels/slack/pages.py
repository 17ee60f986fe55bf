"""Lays pieces of rich text out over as many Slack messages as they need: at paragraphs, lines, words, characters; nothing is lost."""

from collections.abc import Iterable, Iterator
from itertools import chain

from bot.core.word import JSON
from channels.slack.blocks import MAX_ELEMENT, start, weight

MAX_BLOCKS = 45
MAX_MESSAGE = 11_000
"""Size of one message's text: Slack refuses about 13,200."""

MAX_TABLE = 9_000
MAX_PARTS = 40
"""Elements of one rich_text block."""


def paged(pieces: Iterable[JSON]) -> list[list[JSON]]:
    """The blocks of each message. Pieces are rich text elements, or table and divider blocks, each as long as it likes."""
    pages: list[list[JSON]] = [[]]
    for piece in chain.from_iterable(_fitting(long) for long in pieces):
        if not _has_room(pages[-1], piece):
            pages.append([])
        _place(pages[-1], piece)
    return pages


def _has_room(page: list[JSON], piece: JSON) -> bool:
    """Slack takes one table a message."""
    if piece["type"] == "table" and any(block["type"] == "table" for block in page):
        return False
    return len(page) < MAX_BLOCKS and weight(page) + weight(piece) <= MAX_MESSAGE


def _place(page: list[JSON], piece: JSON) -> None:
    if piece["type"] in ("table", "divider"):
        page.append(piece)
    elif page and page[-1]["type"] == "rich_text" and _joins(page[-1], piece):
        page[-1]["elements"].append(piece)
    else:
        page.append({"type": "rich_text", "elements": [piece]})


def _joins(block: JSON, piece: JSON) -> bool:
    """A paragraph begins a block of its own: within one it would stand without a gap."""
    fits = len(block["elements"]) < MAX_PARTS and weight(block) + weight(piece) <= MAX_ELEMENT
    return fits and piece["type"] != "rich_text_section"


def _fitting(piece: JSON) -> Iterator[JSON]:
    """The piece in parts of at most MAX_ELEMENT; a table in parts that leave room for others."""
    match piece["type"]:
        case "divider":
            yield piece
        case "table":
            yield from _tables(piece)
        case "rich_text_list":
            yield from _lists(piece)
        case _:
            for elements in _runs(piece["elements"]):
                yield piece | {"elements": elements}


def _tables(table: JSON) -> Iterator[JSON]:
    """A table in tables of at most 100 rows, each under the same first row."""
    head, *rows = table["rows"]
    held: list[JSON] = []
    used = weight(head)
    for row in rows:
        used += weight(row)
        if held and (len(held) >= 99 or used > MAX_TABLE):
            yield table | {"rows": [head, *held]}
            held, used = [], weight([head, row])
        held.append(row)
    yield table | {"rows": [head, *held]}


def _lists(piece: JSON) -> Iterator[JSON]:
    """A list in lists, its numbers going on. An item too long for one goes on under it, as a paragraph."""
    held: list[JSON] = []
    first = piece.get("offset", 0)
    for number, item in enumerate(piece["elements"], first):
        runs = list(_runs(item["elements"]))
        if held and (len(held) >= MAX_PARTS or weight(held) + weight(runs[0]) > MAX_ELEMENT):
            yield _list(piece, held, number - len(held))
            held = []
        held.append(item | {"elements": runs[0]})
        if len(runs) > 1:
            yield _list(piece, held, number + 1 - len(held))
            held = []
            yield from ({"type": "rich_text_section", "elements": run} for run in runs[1:])
    if held:
        yield _list(piece, held, first + len(piece["elements"]) - len(held))


def _list(piece: JSON, items: list[JSON], offset: int) -> JSON:
    return piece | {"elements": items} | ({"offset": offset} if piece["style"] == "ordered" and offset else {})


def _runs(elements: list[JSON]) -> Iterator[list[JSON]]:
    """Inline elements in runs of at most MAX_ELEMENT, cut where it disturbs least; a line break at a cut is the cut."""
    while elements:
        end, gap = _cut(elements)
        run, rest = _split(elements, end)
        if run:
            yield run
        elements = _split(rest, gap)[1]


def _cut(elements: list[JSON]) -> tuple[int, int]:
    """How many characters stand in the first run, and how many of a line break are left out behind it.

    Behind the last paragraph that has room, else the last line, else the last word, else anywhere but in a link.
    """
    fits = _room(elements)
    flat = "".join(element["text"] if element["type"] == "text" else "#" * len(element["text"]) for element in elements)
    if fits >= len(flat):
        return len(flat), 0
    for mark, kept in (("\n\n", 0), ("\n", 0), (" ", 1)):
        at = flat.rfind(mark, 0, fits)
        if at > fits // 3:
            return at + kept, len(mark) - kept
    return fits, 0


def _room(elements: list[JSON]) -> int:
    """The characters of the longest beginning of at most MAX_ELEMENT: a link counts whole, and is never longer."""
    left, characters = MAX_ELEMENT, 0
    for element in elements:
        left -= weight(element)
        if left < 0:
            text = element["text"] if element["type"] == "text" else ""
            return characters + len(start(text, left + weight(element)))
        characters += len(element["text"])
    return characters


def _split(elements: list[JSON], at: int) -> tuple[list[JSON], list[JSON]]:
    """The elements before and behind a character."""
    before: list[JSON] = []
    for number, element in enumerate(elements):
        text = element["text"]
        if at < len(text):
            head = [element | {"text": text[:at]}] if at else []
            return before + head, [element | {"text": text[at:]}, *elements[number + 1 :]]
        before.append(element)
        at -= len(text)
    return before, []
