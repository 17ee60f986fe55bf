"""Extracts the text of a mail's HTML as a person would see it. It renders nothing and follows no link.

The library inscriptis 2.7.6 is not used: it drops text deeper than 255 elements, shows most hidden text, and marks no quote
(docs/why.md).
"""

import re
from html.parser import HTMLParser
from typing import NamedTuple

from channels.email.inbound.parsing.parsed_mail import MailLimitExceeded
from channels.email.inbound.parsing.text_visibility import (
    TextVisibility,
    compute_visibility,
    parse_style,
    unescape_css,
)

MAX_HTML = 512 * 1024
"""Characters of HTML that are read."""

MAX_OPEN = 1_000
"""Elements that may be open at the same time."""

_VOID = frozenset(
    {"br", "hr", "img", "input", "meta", "link", "wbr", "area", "base", "col", "embed", "source", "track"}
)
_BLOCK = frozenset(
    {"address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure"}
    | {"footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre"}
    | {"section", "table", "tbody", "td", "th", "tr", "ul"}
)
_CELLS = frozenset({"td", "th"})
_ROWS = frozenset({"tr", "tbody", "thead", "tfoot"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ENDED_BY = {
    "p": _BLOCK - {"td", "th", "tr", "tbody", "body"},
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "a": frozenset({"a"}),
    "button": frozenset({"button"}),
    "option": frozenset({"option", "optgroup"}),
    **dict.fromkeys(_CELLS, _CELLS | _ROWS),
    "tr": _ROWS,
    **dict.fromkeys(("tbody", "thead", "tfoot"), frozenset({"tbody", "thead", "tfoot"})),
}
"""Element -> the start tags that end it (HTML Standard, 13.2.6)."""

_ROOMS = frozenset({"blockquote", "td", "th", "table", "button", "ul", "ol", "dl", "body", "html", "object"})
"""Elements beyond which a start tag ends none."""

_IN_HEAD = frozenset(
    {"base", "basefont", "bgsound", "link", "meta", "noscript", "script", "style", "template", "title", "head"}
)
_IN_TABLES = frozenset({"caption", "col", "colgroup", "table", *_CELLS, *_ROWS})
_AROUND_CELLS = _ROWS | {"table"}
_EMPTY_COMMENT = re.compile(r"<!---?>")
_COMMENT_END = re.compile(r"--!?>")
_STRUCK = frozenset({"s", "strike", "del"})
_DECORATES = re.compile(r"text-decoration|line-through")
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_PREFIXES = r"(?:m_-?\d+|x_|yiv\d+|ydp[0-9a-f]+|qt-)*"
_ATTRIBUTION_BOX = re.compile(rf"{_PREFIXES}(?:gmail_attr|moz-cite-prefix)")
_QUOTE_BOX = re.compile(
    rf"{_PREFIXES}(?:gmail_(?:quote|quote_container|attr)|moz-cite-prefix|yahoo_quoted(?:_\d+)?"
    r"|protonmail_quote|divrplyfwdmsg|mail-editor-reference-message-container|ms-outlook-mobile-reference-message|reply-intro"
    r"|zmail_extra|quotedreply|freshdesk_quote|alimail-quote|missive_quote|quoted-content|notion-mail-quote|messagereplysection"
    r"|__headers__|__quoted_text__)"
)
"""Classes, ids, names and `data-marker`s of boxes in which programs put quotes and the attribution line above them."""


class HtmlText(NamedTuple):
    """The visible text of HTML: one line for each block, quoted lines with `> `.

    `boxed` are the numbers, from 0, of lines in a box that a program made for a quote and that no blockquote marks; people write
    there as well. Without `is_whole` some of the HTML was not read, or a style sheet strikes text out, which is not followed.
    """

    text: str
    boxed: tuple[int, ...] = ()
    is_whole: bool = True


def read_html(html: str) -> HtmlText:
    """Return the text of a document or a fragment, with `~~` around struck-out text. Raises MailLimitExceeded."""
    reader = _HtmlReader()
    reader.feed(html[:MAX_HTML])
    reader.close()
    kept: list[_TextLine] = []
    for line in reader.finish_lines():
        if line.text or (kept and kept[-1].text):
            kept.append(line)
    lines = kept[:-1] if kept and not kept[-1].text else kept
    boxed = tuple(number for number, line in enumerate(lines) if line.is_boxed)
    return HtmlText("\n".join(line.text for line in lines), boxed, len(html) <= MAX_HTML and not reader.strikes)


def extract_text(html: str) -> tuple[str, bool]:
    """Return the visible text (`read_html`), and whether all of the HTML was read. Raises MailLimitExceeded."""
    found = read_html(html)
    return found.text, found.is_whole


class _TextLine(NamedTuple):
    text: str
    is_boxed: bool


class _OpenElement(NamedTuple):
    """An open element: its effect on the text inside."""

    tag: str
    look: TextVisibility
    is_quote: bool = False
    is_box: bool = False
    is_attribution: bool = False
    is_struck: bool = False


class _HtmlReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[_OpenElement] = []
        self.quotes = self.boxes = self.attributions = self.preformatted = 0
        self.lines: list[_TextLine] = []
        self.line: list[str] = []
        self.strikes = False
        self.ends_comments = True

    @property
    def look(self) -> TextVisibility:
        return self.open[-1].look if self.open else TextVisibility()

    def updatepos(self, i: int, j: int) -> int:
        """Return `j` without the line and column, which the library would count here and nothing uses."""
        return j

    def parse_comment(self, i: int, report: int = 1) -> int:
        """Return the end of the comment at `i`, which may be `<!-->` and end with `--!>` (HTML Standard, 13.2.5.43); -1: it is open."""
        if early := _EMPTY_COMMENT.match(self.rawdata, i):
            return early.end()
        found = _COMMENT_END.search(self.rawdata, i + 4) if self.ends_comments else None
        self.ends_comments = found is not None  # no later one has an end, either
        return found.end() if found else -1

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """Return the end of `<![`, which is a comment up to the next `>` outside of SVG; -1: it is open."""
        return self.rawdata.find(">", i) + 1 or -1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if "@" in tag:  # `<bot@example.com>`, not escaped (Yahoo)
            self.handle_data(f"<{tag}>")
            return
        if tag == "form" and any(element.tag == "form" for element in self.open):
            return
        if tag not in _IN_HEAD:
            self._end_head()
        if tag == "br" or tag in _BLOCK:
            self._break_line(tag == "br")
        self._end_elements(tag)
        if tag in _CELLS | _ROWS and not any(element.tag == "table" for element in self.open):
            return  # a row or a cell outside of a table is none
        look = self._find_parent_look() if tag not in _IN_TABLES else self.look
        if tag == "p" and not look.is_hidden:
            self._break_line(True)
        given = {name: value or "" for name, value in reversed(attrs)}  # of two attributes of a name the first counts
        look = compute_visibility(look, tag, given)
        if tag in _VOID:
            if not look.is_hidden:
                self._add_replaced(tag, given)
            return
        if len(self.open) >= MAX_OPEN:
            raise MailLimitExceeded(f"The HTML has more than {MAX_OPEN} elements open at once.")
        is_struck = tag in _STRUCK or any(
            _DECORATES.search(name) and "line-through" in f"{name}:{value}"
            for name, value in parse_style(given.get("style", "")).items()
        )
        names = " ".join(given.get(name, "") for name in ("class", "id", "name", "data-marker")).lower().split()
        is_box = any(_QUOTE_BOX.fullmatch(name) for name in names)
        is_attribution = any(_ATTRIBUTION_BOX.fullmatch(name) for name in names)
        element = _OpenElement(tag, look, tag == "blockquote", is_box, is_attribution, is_struck)
        self.open.append(element)
        self._count_element(element, 1)

    def handle_endtag(self, tag: str) -> None:
        depth = next((n for n in range(len(self.open) - 1, -1, -1) if self.open[n].tag == tag), None)
        if depth is None:
            return
        if tag in _BLOCK:
            self._break_line(False)
        for element in reversed(self.open[depth:]):
            self._leave_element(element)
        del self.open[depth:]

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1].tag == "style":
            self.strikes |= "line-through" in unescape_css(data).lower()
        if self.open and self.open[-1].tag == "head" and data.strip():
            self._end_head()
        look = self._find_parent_look() if data.strip() else self.look
        if look.is_hidden:
            return
        if look.is_unsure and data.strip():
            data = f"~~{data}~~"
        if not self.preformatted:
            self.line.append(_BLANKS.sub(" ", data))
            return
        first, *more = data.split("\n")
        self.line.append(first)
        for each in more:
            self._break_line(True)
            self.line.append(each)

    def finish_lines(self) -> list[_TextLine]:
        self._break_line(False)
        return self.lines

    def _add_replaced(self, tag: str, given: dict[str, str]) -> None:
        """Add the words that an element without content shows: of a picture, a field, a button."""
        if tag == "input" and given.get("type", "").lower() != "hidden":
            self.line.append(f"[{given.get('value') or given.get('placeholder', '')}]")
        elif tag == "img":
            # an emoji is the person's; words are put in brackets, because the person did not write them
            alt = given.get("alt", "")
            self.line.append(f"[image: {alt}]" if any(map(str.isalnum, alt)) else alt)

    def _find_parent_look(self) -> TextVisibility:
        """Return the look of text here: between rows and cells it is that around the table (HTML Standard, 13.2.6.4.9)."""
        depth = len(self.open)
        while depth and self.open[depth - 1].tag in _AROUND_CELLS:
            depth -= 1
        return self.open[depth - 1].look if depth else TextVisibility()

    def _end_head(self) -> None:
        """End an open `head`: text, or an element of the body, is no part of it."""
        if self.open and self.open[-1].tag == "head":
            self._leave_element(self.open.pop())

    def _end_elements(self, tag: str) -> None:
        """End the elements whose end tag may be left out before this start tag."""
        for depth in range(len(self.open) - 1, -1, -1):
            name = self.open[depth].tag
            if tag in _ENDED_BY.get(name, ()) or (
                name in _HEADINGS and tag in _HEADINGS and depth == len(self.open) - 1
            ):
                for element in reversed(self.open[depth:]):
                    self._leave_element(element)
                del self.open[depth:]
            elif name in _ROOMS and not (tag in _CELLS | _ROWS and name not in ("table", "body", "html")):
                break

    def _leave_element(self, element: _OpenElement) -> None:
        self._count_element(element, -1)

    def _count_element(self, element: _OpenElement, by: int) -> None:
        if element.is_struck and not element.look.is_hidden:
            self.line.append("~~")
        self.quotes += by * element.is_quote
        self.boxes += by * element.is_box
        self.attributions += by * element.is_attribution
        self.preformatted += by * (element.tag == "pre")

    def _break_line(self, is_forced: bool) -> None:
        """End the line. Only a forced break adds an empty line."""
        text = "".join(self.line)
        text = text.rstrip() if self.preformatted else _BLANKS.sub(" ", text).strip(" ")
        self.line = []
        text = text if text.strip() else ""
        if text or is_forced:
            is_quoted = self.quotes > 0 or (self.attributions > 0 and text.endswith((":", "：")))
            quoted = ("> " + text).rstrip() if is_quoted else text
            self.lines.append(_TextLine(quoted, bool(self.boxes and text and not is_quoted)))
