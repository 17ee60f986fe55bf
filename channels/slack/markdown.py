"""What an agent says (a model's markdown, trusted in nothing) as Slack shows it: never a mention, a picture, a button.

Only tokens of the parser become formatting. Text goes into text elements, which Slack does not parse; a link shows the
host that it leads to unless its label is that very address.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.core.links import host_of, stretches
from bot.core.shown import visible
from bot.core.word import JSON
from channels.slack.blocks import escaped, preformatted, section, size, start, weight, words
from channels.slack.pages import paged
from channels.slack.plain import mrkdwn

MAX_PLAIN = 3_500
MAX_NESTING = 60
"""Lists and quotes deeper than this are shown as they were written."""

MAX_URL = 1_000
"""Size of a link's address: shown as its own label it still fits one element."""

MAX_INDENT = 8
MAX_COLUMNS = 20

_LANGUAGE = re.compile(r"[\w+#.-]{0,30}")

_PARSER = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_NESTING})
_PARSER.enable(["strikethrough", "table"]).disable("reference")
"""Without references: what was written as the target of one would be shown nowhere."""

_STYLES = {"strong": "bold", "em": "italic", "s": "strike"}


def blocks_of(text: str) -> list[list[JSON]]:
    """The blocks of each Slack message that together say this: at least one message, nothing left out."""
    source = text.replace("\r\n", "\n")
    return paged(_pieces(source)) if source.strip() else [_message("(an empty message)")]


def plain_of(text: str, pages: Sequence[Sequence[JSON]] | None = None) -> str:
    """The same as mrkdwn, for notifications: at most MAX_PLAIN characters, or the markdown as it was written, cut with a note.

    `pages` is what `blocks_of` made of the text, where it was called already.
    """
    formatted = mrkdwn(block for page in (blocks_of(text) if pages is None else pages) for block in page)
    return formatted if formatted and size(formatted) <= MAX_PLAIN else written_of(text)


def written_of(text: str) -> str:
    """The markdown as it was written, for a stream: at most MAX_PLAIN characters, cut with a note. Nothing in it is a mark of Slack's."""
    whole = visible(text.replace("\r\n", "\n"))
    if not whole.strip():
        return "(an empty message)"
    if size(whole) <= MAX_PLAIN:
        return escaped(whole)
    kept = start(whole, MAX_PLAIN - 60)
    return f"{escaped(kept)}\n… cut here: {len(kept)} of {len(whole)} characters"


def _message(text: str) -> list[JSON]:
    return [{"type": "rich_text", "elements": [section(words(text))]}]


def _pieces(source: str) -> list[JSON]:
    tokens = _PARSER.parse(source)
    if any(token.level >= MAX_NESTING - 1 for token in tokens):
        return [section(words(source))]
    return _Page(source.split("\n")).read(tokens) or [section(words(source))]


class _List:
    """A list that is being read: its next number, and whether the next paragraph opens an item."""

    def __init__(self, token: Token) -> None:
        self.style = "ordered" if token.type == "ordered_list_open" else "bullet"
        self.number = int(token.attrGet("start") or 0) if token.attrGet("start") is not None else 1
        self.opens = False
        self.piece: JSON = None

    @property
    def mark(self) -> str:
        return f"{self.number - 1}. " if self.style == "ordered" else "• "


class _Page:
    """Reads the parser's flat tokens from first to last. `quoted` and `lists` are what is open around the current one."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.pieces: list[JSON] = []
        self.lists: list[_List] = []
        self.quoted = 0
        self.is_heading = self.is_under_heading = False
        self.is_new_quote = False

    def read(self, tokens: Sequence[Token]) -> list[JSON]:
        at = 0
        while at < len(tokens):
            if tokens[at].type == "table_open":
                end = next(n for n in range(at, len(tokens)) if tokens[n].type == "table_close")
                self._table(tokens[at:end])
                at = end
            else:
                self._token(tokens[at])
            at += 1
        return self.pieces

    def _token(self, token: Token) -> None:
        match token.type:
            case "inline":
                self._paragraph(_inline(token.children or [], ("bold",) if self.is_heading else ()))
            case "fence" | "code_block":
                info = "" if _LANGUAGE.fullmatch(token.info.strip()) else token.info.strip() + "\n"
                self._code((info + token.content).rstrip("\n"))
            case "heading_open" | "heading_close":
                self.is_heading = token.nesting == 1
            case "blockquote_open" | "blockquote_close":
                self.is_new_quote = self.is_new_quote or (token.nesting == 1 and not self.quoted)
                self.quoted += token.nesting
            case "bullet_list_open" | "ordered_list_open":
                self.lists.append(_List(token))
            case "bullet_list_close" | "ordered_list_close":
                self.lists.pop()
            case "list_item_open":
                self.lists[-1].opens = True
            case "list_item_close" if self.lists[-1].opens:
                self._paragraph([])
            case "hr":
                self._rule()
            case _:
                pass

    def _paragraph(self, elements: list[JSON]) -> None:
        elements = elements or [words(" ")]
        if self.quoted:
            self._quote(elements)
        elif not self.lists:
            self._section(elements)
        elif self.lists[-1].opens:
            self._item(elements)
        elif self.pieces and self.pieces[-1] is self.lists[-1].piece:
            self.pieces[-1]["elements"][-1]["elements"] += [words("\n"), *elements]
        else:
            self.pieces.append(section(*elements))

    def _section(self, elements: list[JSON]) -> None:
        """Paragraphs are one section, as Slack's own composer has it."""
        if self.pieces and self.pieces[-1]["type"] == "rich_text_section":
            self.pieces[-1]["elements"] += [words("\n" if self.is_under_heading else "\n\n"), *elements]
        else:
            self.pieces.append(section(*elements))
        self.is_under_heading = self.is_heading

    def _item(self, elements: list[JSON]) -> None:
        """An item of the list, which goes on where it was if nothing else came between."""
        inner = self.lists[-1]
        if inner.piece is None or self.pieces[-1] is not inner.piece:
            offset = {"offset": inner.number - 1} if inner.style == "ordered" and inner.number > 1 else {}
            indent = min(len(self.lists) - 1, MAX_INDENT)
            inner.piece = {"type": "rich_text_list", "style": inner.style, "indent": indent, "elements": []} | offset
            self.pieces.append(inner.piece)
        inner.piece["elements"].append(section(*elements))
        inner.opens, inner.number = False, inner.number + 1

    def _quote(self, elements: list[JSON]) -> None:
        """Slack's quotes hold lines only: lists and deeper quotes are written out in them."""
        lead = "> " * (self.quoted - 1) + "    " * max(len(self.lists) - 1, 0)
        if self.lists and self.lists[-1].opens:
            self.lists[-1].opens, self.lists[-1].number = False, self.lists[-1].number + 1
            lead += self.lists[-1].mark
        line = [words(lead), *elements] if lead else elements
        if self.is_new_quote or not self.pieces or self.pieces[-1]["type"] != "rich_text_quote":
            self.pieces.append({"type": "rich_text_quote", "elements": line})
        else:
            self.pieces[-1]["elements"] += [words("\n" if self.lists else "\n\n"), *line]
        self.is_new_quote = False

    def _code(self, code: str) -> None:
        if self.quoted:
            self._quote([words(code, "code")])
            return
        if self.lists and self.lists[-1].opens:
            self._item([words(" ")])
        self.pieces.append(preformatted(code))

    def _rule(self) -> None:
        if self.quoted or self.lists:
            self._paragraph([words("———")])
        else:
            self.pieces.append({"type": "divider"})

    def _table(self, tokens: Sequence[Token]) -> None:
        """A table, or its source where Slack's tables cannot hold it: in a list, too wide, or with cells nobody would see."""
        first, last = tokens[0].map or [0, 0]
        source = "\n".join(self.lines[first:last])
        table = _table(tokens)
        unseen = _letters(source) != _letters("".join(t.content for t in tokens if t.type == "inline"))
        if self.quoted or self.lists or unseen or not table.fits:
            self._code(source)
        else:
            self.pieces.append(table.block)


class _Table(NamedTuple):
    block: JSON
    fits: bool


def _table(tokens: Sequence[Token]) -> _Table:
    rows: list[list[JSON]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_cell(token, is_head=len(rows) == 1))
    aligned = [str(t.attrGet("style") or "").removeprefix("text-align:") for t in tokens if t.type == "th_open"]
    block = {"type": "table", "rows": rows, "column_settings": [{"align": side or "left"} for side in aligned]}
    widest = max(weight(row) for row in rows)
    return _Table(block, len(aligned) <= MAX_COLUMNS and widest <= 2_000)


def _cell(token: Token, *, is_head: bool) -> JSON:
    elements = _inline(token.children or [], ("bold",) if is_head else ())
    return {"type": "rich_text", "elements": [section(*(elements or [words(" ")]))]}


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def _inline(tokens: Sequence[Token], styles: tuple[str, ...] = ()) -> list[JSON]:
    """The elements of a paragraph. Styles nest; a link's label is one text."""
    found: list[JSON] = []
    worn = list(styles)
    at = 0
    while at < len(tokens):
        token = tokens[at]
        kind = token.type.removesuffix("_open").removesuffix("_close")
        if kind in _STYLES:
            worn.append(_STYLES[kind]) if token.nesting == 1 else worn.remove(_STYLES[kind])
        elif token.type == "link_open":
            end = next(n for n in range(at, len(tokens)) if tokens[n].type == "link_close")
            label = "".join(_text(inner) for inner in tokens[at + 1 : end])
            found += _link(str(token.attrGet("href")), label, worn, is_written_out=token.markup == "autolink")
            at = end
        elif token.type == "image":
            found += _link(str(token.attrGet("src")), _text(token) or "picture", worn)
        elif token.type == "code_inline":
            found.append(words(token.content, *_once([*worn, "code"])))
        elif _text(token):
            found += _with_links(_text(token), worn)
        at += 1
    return found


def _text(token: Token) -> str:
    """What a token says. An image says what is written in its place."""
    match token.type:
        case "softbreak" | "hardbreak":
            return "\n"
        case "image":
            return "".join(_text(inner) for inner in token.children or [])
        case _:
            return token.content


def _once(styles: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(styles))


def _with_links(text: str, styles: Sequence[str]) -> Iterator[JSON]:
    """The text, with the addresses that are written out in it as links."""
    for part in stretches(text):
        if part.is_link and _host(part.text):
            yield from _link(part.text, part.text, styles)
        else:
            yield words(part.text, *_once(styles))


def _link(url: str, label: str, styles: Sequence[str], *, is_written_out: bool = False) -> list[JSON]:
    """A link that says where it leads; as text when it leads nowhere that we would send anybody."""
    host, style = _host(url), _once(styles)
    if not host:
        return [words(f"<{label}>" if is_written_out else f"{label} ({url})", *style)]
    shown = visible(label)
    says_so = shown == url or f"mailto:{shown}" == url
    text = shown if says_so else f"{start(shown, 500)} ({host})"
    rest = [] if says_so or size(shown) <= 500 else [words(shown[len(start(shown, 500)) :], *style)]
    made = {"type": "link", "url": url, "text": text} | ({"style": dict.fromkeys(style, True)} if style else {})
    return [made, *rest]


def _host(url: str) -> str:
    """Where a link leads; empty for what is no link, or too long for one element."""
    return host_of(url) if size(url) <= MAX_URL else ""
