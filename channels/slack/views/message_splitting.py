"""Splits rich text into Slack messages: at paragraphs, lines, words, then characters. No text is lost."""

from collections.abc import Iterable, Iterator

from bot.core.base_types import JSON
from channels.slack.views.blocks import MAX_ELEMENT, cut_text, measure_blocks

MAX_BLOCKS = 45
MAX_MESSAGE = 11_000
"""Size of one message's text: Slack refuses about 13,200."""

MAX_TABLE = 9_000
MAX_PARTS = 40
"""Elements of one rich_text block."""


def paginate_pieces(pieces: Iterable[JSON]) -> list[list[JSON]]:
    """The blocks of each message. Pieces are rich text elements, or table and divider blocks, of any length."""
    layout = _PageLayout()
    for piece in pieces:
        match piece["type"]:
            case "divider":
                parts: Iterable[JSON] = [piece]
            case "table":
                parts = _split_table(piece)
            case "rich_text_list":
                parts = _split_list(piece)
            case _:
                parts = ({**piece, "elements": elements} for elements in _split_runs(piece["elements"]))
        for part in parts:
            layout.add_piece(part)
    return layout.pages


class _PageLayout:
    """The pages so far, with the sizes of the last page and of its last block: each piece is measured once."""

    def __init__(self) -> None:
        self.pages: list[list[JSON]] = [[]]
        self._page_weight = self._block_weight = 0
        self._has_table = False

    def add_piece(self, piece: JSON) -> None:
        weighs = measure_blocks(piece)
        is_table, is_block = piece["type"] == "table", piece["type"] in ("table", "divider")
        has_room = len(self.pages[-1]) < MAX_BLOCKS and self._page_weight + weighs <= MAX_MESSAGE
        if not has_room or (is_table and self._has_table):  # Slack takes one table a message
            self.pages.append([])
            self._page_weight, self._has_table = 0, False
        page = self.pages[-1]
        self._page_weight += weighs
        is_paragraph = piece["type"] == "rich_text_section"  # within a block it would have no gap above
        if page and page[-1]["type"] == "rich_text" and not (is_block or is_paragraph):
            elements = page[-1]["elements"]
            if len(elements) < MAX_PARTS and self._block_weight + weighs <= MAX_ELEMENT:
                elements.append(piece)
                self._block_weight += weighs
                return
        page.append(piece if is_block else {"type": "rich_text", "elements": [piece]})
        self._block_weight = weighs
        self._has_table = self._has_table or is_table


def _split_table(table: JSON) -> Iterator[JSON]:
    """A table in tables of at most 100 rows, each under the same first row."""
    head, *rows = table["rows"]
    held: list[JSON] = []
    used = measure_blocks(head)
    for row in rows:
        used += measure_blocks(row)
        if held and (len(held) >= 99 or used > MAX_TABLE):
            yield table | {"rows": [head, *held]}
            held, used = [], measure_blocks([head, row])
        held.append(row)
    yield table | {"rows": [head, *held]}


def _split_list(piece: JSON) -> Iterator[JSON]:
    """A list in lists with continued numbers. An item too long for one list continues under it, as a paragraph."""
    held: list[JSON] = []
    used = 0
    first = piece.get("offset", 0)
    for number, item in enumerate(piece["elements"], first):
        runs = list(_split_runs(item["elements"]))
        weighs = measure_blocks(runs[0])
        if held and (len(held) >= MAX_PARTS or used + weighs > MAX_ELEMENT):
            yield _make_list(piece, held, number - len(held))
            held, used = [], 0
        held.append(item | {"elements": runs[0]})
        used += weighs
        if len(runs) > 1:
            yield _make_list(piece, held, number + 1 - len(held))
            held, used = [], 0
            yield from ({"type": "rich_text_section", "elements": run} for run in runs[1:])
    if held:
        yield _make_list(piece, held, first + len(piece["elements"]) - len(held))


def _make_list(piece: JSON, items: list[JSON], offset: int) -> JSON:
    return piece | {"elements": items} | ({"offset": offset} if piece["style"] == "ordered" and offset else {})


def _split_runs(elements: list[JSON]) -> Iterator[list[JSON]]:
    """Inline elements in runs of at most MAX_ELEMENT, cut at the best position; a line break at a cut is left out."""
    while elements:
        end, gap = _find_cut(elements)
        run, rest = _split_elements(elements, end)
        if run:
            yield run
        elements = _split_elements(rest, gap)[1]


def _find_cut(elements: list[JSON]) -> tuple[int, int]:
    """The length of the first run in characters, and how many characters of a line break are left out after it.

    After the last paragraph that has room, else the last line, else the last word, else anywhere but in a link.
    """
    left, fits = MAX_ELEMENT, 0
    for element in elements:  # a link counts whole, and is never longer than MAX_ELEMENT
        left -= measure_blocks(element)
        if left < 0:
            text = element["text"] if element["type"] == "text" else ""
            fits += len(cut_text(text, left + measure_blocks(element)))
            break
        fits += len(element["text"])
    flat = "".join(element["text"] if element["type"] == "text" else "#" * len(element["text"]) for element in elements)
    if fits >= len(flat):
        return len(flat), 0
    for separator, kept in (("\n\n", 0), ("\n", 0), (" ", 1)):
        at = flat.rfind(separator, 0, fits)
        if at > fits // 3:
            return at + kept, len(separator) - kept
    return fits, 0


def _split_elements(elements: list[JSON], at: int) -> tuple[list[JSON], list[JSON]]:
    """The elements before and after a character."""
    before: list[JSON] = []
    for number, element in enumerate(elements):
        text = element["text"]
        if at < len(text):
            head = [element | {"text": text[:at]}] if at else []
            return before + head, [element | {"text": text[at:]}, *elements[number + 1 :]]
        before.append(element)
        at -= len(text)
    return before, []
