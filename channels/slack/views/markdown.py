"""Renders an agent's markdown for Slack. The text is untrusted: no mention, picture or button comes of it.

Only tokens of the parser become formatting. Text goes into text elements, which Slack does not parse; a link shows the
host that it leads to unless its label is that very address.
"""

from collections.abc import Iterable, Sequence

from markdown_it.token import Token

from bot.core.base_types import JSON
from bot.core.escaping import make_visible
from bot.core.linkify import find_host, split_links
from bot.core.markdown.tokens import (
    find_closing,
    has_hidden_cells,
    is_its_own_label,
    parse_markdown,
    print_unlinked,
    read_code,
    read_token_text,
)
from channels.slack.views.blocks import (
    cut_text,
    escape_mrkdwn,
    make_preformatted,
    make_rich_section,
    make_text_element,
    measure_blocks,
    measure_text,
)
from channels.slack.views.message_splitting import paginate_pieces

_MARKS = (("code", "`"), ("bold", "*"), ("italic", "_"), ("strike", "~"))


def write_mrkdwn(blocks: Iterable[JSON]) -> str:
    """The text of these blocks, a line for each paragraph, item and row. Only styles become markup: text is escaped."""
    lines: list[str] = []
    for block in blocks:
        match block.get("type"):
            case "rich_text":
                lines += _write_elements(block)
            case "table":
                rows = [
                    [_write_elements(cell) or [escape_mrkdwn(cell.get("text", ""))] for cell in row]
                    for row in block.get("rows", [])
                ]
                lines += [" | ".join(" ".join(cell) for cell in row) for row in rows]
            case "divider":
                lines.append("---")
            case _:
                pass
    return "\n".join(lines).strip("\n")


def _write_elements(rich_text: JSON) -> list[str]:
    lines: list[str] = []
    for element in rich_text.get("elements", []):
        inside = element.get("elements", [])
        match element.get("type"):
            case "rich_text_list":
                indent, first = "    " * element.get("indent", 0), element.get("offset", 0) + 1
                is_numbered = element.get("style") == "ordered"
                lines += [
                    f"{indent}{f'{number}.' if is_numbered else '•'} {_write_line(item.get('elements', []))}"
                    for number, item in enumerate(inside, first)
                ]
            case "rich_text_quote":
                lines += [f"> {line}" for line in _write_line(inside).split("\n")]
            case "rich_text_preformatted":
                lines += ["```", _write_line(inside, is_code=True), "```"]
            case _:
                lines.append(_write_line(inside).rstrip("\n"))
    return lines


def _write_line(parts: Iterable[JSON], *, is_code: bool = False) -> str:
    line = ""
    for part in parts:
        if part.get("type") == "link":
            label = escape_mrkdwn(part.get("text") or part.get("url", ""))
            url = escape_mrkdwn(part.get("url", "").replace("|", "%7C"))
            line += url if is_code or label == url else f"<{url}|{label}>"
            continue
        text, style = escape_mrkdwn(part.get("text", "")), part.get("style") or {}
        core = text.strip()
        if not is_code and core and "\n" not in core:
            front, back = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
            for name, mark in _MARKS:  # directly at the words, or Slack shows the markup as characters
                core = f"{mark}{core}{mark}" if style.get(name) else core
            text = f"{front}{core}{back}"
        line += text
    return line


MAX_PLAIN = 3_500
MAX_URL = 1_000
"""Size of a link's address: shown as its own label it still fits one element."""

MAX_INDENT = 8
MAX_COLUMNS = 20

_STYLES = {"strong": "bold", "em": "italic", "s": "strike"}


def render_messages(text: str) -> list[list[JSON]]:
    """The blocks of the Slack messages that together show the whole text: at least one message."""
    source = text.replace("\r\n", "\n")
    if not source.strip():
        return [[{"type": "rich_text", "elements": [make_rich_section(make_text_element("(an empty message)"))]}]]
    pieces = _MarkdownReader(source.split("\n")).read_tokens(parse_markdown(source))
    return paginate_pieces(pieces or [make_rich_section(make_text_element(source))])


def render_mrkdwn(text: str, pages: Sequence[Sequence[JSON]] | None = None) -> str:
    """The text as mrkdwn, for notifications: at most MAX_PLAIN characters, else the markdown source, cut with a note.

    `pages` is the result of `render_messages`, where it was called already.
    """
    formatted = write_mrkdwn(block for page in (render_messages(text) if pages is None else pages) for block in page)
    return formatted if formatted and measure_text(formatted) <= MAX_PLAIN else limit_source(text)


def limit_source(text: str) -> str:
    """The markdown source, for a stream: at most MAX_PLAIN characters, cut with a note. Slack's markup in it is
    escaped.
    """
    whole = make_visible(text.replace("\r\n", "\n"))
    if not whole.strip():
        return "(an empty message)"
    if measure_text(whole) <= MAX_PLAIN:
        return escape_mrkdwn(whole)
    kept = cut_text(whole, MAX_PLAIN - 60)
    return f"{escape_mrkdwn(kept)}\n… cut here: {len(kept)} of {len(whole)} characters"


class _OpenList:
    """A list that is being read: its next number, and whether the next paragraph opens an item."""

    def __init__(self, token: Token) -> None:
        self.style = "ordered" if token.type == "ordered_list_open" else "bullet"
        self.number = int(token.attrGet("start") or 0) if token.attrGet("start") is not None else 1
        self.opens = False
        self.piece: JSON = None

    @property
    def mark(self) -> str:
        return f"{self.number - 1}. " if self.style == "ordered" else "• "


class _MarkdownReader:
    """Reads the parser's flat tokens in order. `quoted` and `lists` are open around the current one."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.pieces: list[JSON] = []
        self.lists: list[_OpenList] = []
        self.quoted = 0
        self.is_heading = self.is_under_heading = False
        self.is_new_quote = False

    def read_tokens(self, tokens: Sequence[Token]) -> list[JSON]:
        at = 0
        while at < len(tokens):
            if tokens[at].type == "table_open":
                end = find_closing(tokens, at, "table_close")
                self._add_table(tokens[at:end])
                at = end
            else:
                self._read_token(tokens[at])
            at += 1
        return self.pieces

    def _read_token(self, token: Token) -> None:
        match token.type:
            case "inline":
                self._add_paragraph(_build_inline(token.children or [], ("bold",) if self.is_heading else ()))
            case "fence" | "code_block":
                self._add_code(read_code(token).rstrip("\n"))
            case "heading_open" | "heading_close":
                self.is_heading = token.nesting == 1
            case "blockquote_open" | "blockquote_close":
                self.is_new_quote = self.is_new_quote or (token.nesting == 1 and not self.quoted)
                self.quoted += token.nesting
            case "bullet_list_open" | "ordered_list_open":
                self.lists.append(_OpenList(token))
            case "bullet_list_close" | "ordered_list_close":
                self.lists.pop()
            case "list_item_open":
                self.lists[-1].opens = True
            case "list_item_close" if self.lists[-1].opens:
                self._add_paragraph([])
            case "hr":
                if self.quoted or self.lists:
                    self._add_paragraph([make_text_element("———")])
                else:
                    self.pieces.append({"type": "divider"})
            case _:
                pass

    def _add_paragraph(self, elements: list[JSON]) -> None:
        elements = elements or [make_text_element(" ")]
        if self.quoted:
            self._add_quote(elements)
        elif not self.lists:
            if self.pieces and self.pieces[-1]["type"] == "rich_text_section":  # as Slack's own composer writes them
                self.pieces[-1]["elements"] += [make_text_element("\n" if self.is_under_heading else "\n\n"), *elements]
            else:
                self.pieces.append(make_rich_section(*elements))
            self.is_under_heading = self.is_heading
        elif self.lists[-1].opens:
            self._add_item(elements)
        elif self.pieces and self.pieces[-1] is self.lists[-1].piece:
            self.pieces[-1]["elements"][-1]["elements"] += [make_text_element("\n"), *elements]
        else:
            self.pieces.append(make_rich_section(*elements))

    def _add_item(self, elements: list[JSON]) -> None:
        """Adds an item to the list, which continues if no other piece came in between."""
        inner = self.lists[-1]
        if inner.piece is None or self.pieces[-1] is not inner.piece:
            offset = {"offset": inner.number - 1} if inner.style == "ordered" and inner.number > 1 else {}
            indent = min(len(self.lists) - 1, MAX_INDENT)
            inner.piece = {"type": "rich_text_list", "style": inner.style, "indent": indent, "elements": []} | offset
            self.pieces.append(inner.piece)
        inner.piece["elements"].append(make_rich_section(*elements))
        inner.opens, inner.number = False, inner.number + 1

    def _add_quote(self, elements: list[JSON]) -> None:
        """Adds a line to a quote. Slack's quotes hold lines only: lists and deeper quotes are written out in them."""
        lead = "> " * (self.quoted - 1) + "    " * max(len(self.lists) - 1, 0)
        if self.lists and self.lists[-1].opens:
            self.lists[-1].opens, self.lists[-1].number = False, self.lists[-1].number + 1
            lead += self.lists[-1].mark
        line = [make_text_element(lead), *elements] if lead else elements
        if self.is_new_quote or not self.pieces or self.pieces[-1]["type"] != "rich_text_quote":
            self.pieces.append({"type": "rich_text_quote", "elements": line})
        else:
            self.pieces[-1]["elements"] += [make_text_element("\n" if self.lists else "\n\n"), *line]
        self.is_new_quote = False

    def _add_code(self, code: str) -> None:
        if self.quoted:
            self._add_quote([make_text_element(code, "code")])
            return
        if self.lists and self.lists[-1].opens:
            self._add_item([make_text_element(" ")])
        self.pieces.append(make_preformatted(code))

    def _add_table(self, tokens: Sequence[Token]) -> None:
        """Adds a table, or its source where Slack's tables cannot hold it: in a list, too wide, or with invisible
        cells.
        """
        first, last = tokens[0].map or [0, 0]
        source = "\n".join(self.lines[first:last])
        rows: list[list[JSON]] = []
        for token in tokens:
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                elements = _build_inline(token.children or [], ("bold",) if len(rows) == 1 else ())
                section = make_rich_section(*(elements or [make_text_element(" ")]))
                rows[-1].append({"type": "rich_text", "elements": [section]})
        aligned = [str(t.attrGet("style") or "").removeprefix("text-align:") for t in tokens if t.type == "th_open"]
        fits = len(aligned) <= MAX_COLUMNS and max(measure_blocks(row) for row in rows) <= 2_000
        if self.quoted or self.lists or has_hidden_cells(source, tokens) or not fits:
            self._add_code(source)
        else:
            settings = [{"align": side or "left"} for side in aligned]
            self.pieces.append({"type": "table", "rows": rows, "column_settings": settings})


def _build_inline(tokens: Sequence[Token], styles: tuple[str, ...] = ()) -> list[JSON]:
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
            end = find_closing(tokens, at, "link_close")
            label = "".join(read_token_text(inner) for inner in tokens[at + 1 : end])
            found += _build_link(str(token.attrGet("href")), label, worn, is_written_out=token.markup == "autolink")
            at = end
        elif token.type == "image":
            found += _build_link(str(token.attrGet("src")), read_token_text(token) or "picture", worn)
        elif token.type == "code_inline":
            found.append(make_text_element(token.content, *_drop_repeated_styles([*worn, "code"])))
        elif text := read_token_text(token):
            for part in split_links(text):
                if part.is_link and _find_link_host(part.text):
                    found += _build_link(part.text, part.text, worn)
                else:
                    found.append(make_text_element(part.text, *_drop_repeated_styles(worn)))
        at += 1
    return found


def _drop_repeated_styles(styles: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(styles))


def _build_link(url: str, label: str, styles: Sequence[str], *, is_written_out: bool = False) -> list[JSON]:
    """A link that shows its host; plain text for an address without a host that may be linked."""
    host, style = _find_link_host(url), _drop_repeated_styles(styles)
    if not host:
        return [make_text_element(print_unlinked(url, label, is_written_out=is_written_out), *style)]
    shown, says_so = make_visible(label), is_its_own_label(url, label)
    text = shown if says_so else f"{cut_text(shown, 500)} ({host})"
    rest = (
        [] if says_so or measure_text(shown) <= 500 else [make_text_element(shown[len(cut_text(shown, 500)) :], *style)]
    )
    made = {"type": "link", "url": url, "text": text} | ({"style": dict.fromkeys(style, True)} if style else {})
    return [made, *rest]


def _find_link_host(url: str) -> str:
    """The host of a link; empty for other text, or for an address too long for one element."""
    return find_host(url) if measure_text(url) <= MAX_URL else ""
