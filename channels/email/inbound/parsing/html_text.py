"""The text of a mail's HTML, as a person would see it, for reading only: it renders nothing and follows no link."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import NamedTuple

from channels.email.inbound.parsing.parsed_mail import MailLimitExceeded
from channels.email.inbound.parsing.visibility__merge import TextVisibility, parse_style, unescape_css, compute_visibility

MAX_HTML = 512 * 1024
"""Characters of HTML that are read."""

MAX_OPEN = 1_000
"""Elements that may be open at once."""

_VOID = frozenset(
    {"br", "hr", "img", "input", "meta", "link", "wbr", "area", "base", "col", "embed", "source", "track"}
)
_BLOCK = frozenset(
    {"address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure"}
    | {"footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre"}
    | {"section", "table", "tbody", "td", "th", "tr", "ul"}
)
_ENDS_ITSELF = frozenset({"p", "li", "td", "th", "tr", "dt", "dd"})
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
"""Classes, ids, names and `data-marker`s of boxes in which programs put what they quote, and of the line above it."""


class HtmlText(NamedTuple):
    """The visible text of HTML, a line for a block, quoted lines with `> `.

    `boxed` are the numbers of the lines, from 0, that stand in a box that a program made for a quote, and that no
    blockquote marks: people write there, too. Without `is_whole` some of the HTML was not read, or a style sheet strikes words out, which is not followed.
    """

    text: str
    boxed: tuple[int, ...] = ()
    is_whole: bool = True


def read_html(html: str) -> HtmlText:
    """The text of a document or a piece of one. What is struck out stands between `~~`. Raises Refused."""
    reader = _HtmlReader()
    reader.feed(html[:MAX_HTML])
    reader.close()
    lines = _trim_empty_lines(reader.finish_lines())
    boxed = tuple(number for number, line in enumerate(lines) if line.is_boxed)
    return HtmlText("\n".join(line.text for line in lines), boxed, len(html) <= MAX_HTML and not reader.strikes)


def extract_text(html: str) -> tuple[str, bool]:
    """The visible text as `read_html` gives it, and whether all of the HTML was read. Raises Refused."""
    found = read_html(html)
    return found.text, found.is_whole


class _TextLine(NamedTuple):
    text: str
    is_boxed: bool


def _trim_empty_lines(lines: list[_TextLine]) -> list[_TextLine]:
    """Without empty lines at either end, and with one where there are several."""
    kept: list[_TextLine] = []
    for line in lines:
        if line.text or (kept and kept[-1].text):
            kept.append(line)
    return kept[:-1] if kept and not kept[-1].text else kept


class _OpenElement(NamedTuple):
    """An element that is open: what it does to the text inside."""

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

    @property
    def look(self) -> TextVisibility:
        return self.open[-1].look if self.open else TextVisibility()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if "@" in tag:  # `<bot@example.com>`, not escaped (Yahoo)
            self.handle_data(f"<{tag}>")
            return
        if tag == "br" or tag in _BLOCK:
            self._break_line(tag == "br")
        if tag == "p" and not self.look.is_hidden:
            self._break_line(True)
        given = {name: value or "" for name, value in attrs}
        if tag in _VOID:
            if tag == "img" and not compute_visibility(self.look, tag, given).is_hidden:
                self.line.append(_describe_picture(given.get("alt", "")))
            return
        if tag in _ENDS_ITSELF and self.open and self.open[-1].tag == tag:
            self._leave_element(self.open.pop())
        if len(self.open) >= MAX_OPEN:
            raise MailLimitExceeded(f"The HTML has more than {MAX_OPEN} elements open at once.")
        self._enter_element(_build_element(self.look, tag, given))

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
        if self.look.is_hidden:
            return
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

    def _enter_element(self, element: _OpenElement) -> None:
        self.open.append(element)
        self._count_element(element, 1)

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
        """Ends the line. Only a forced break makes an empty one."""
        text = "".join(self.line)
        text = text.rstrip() if self.preformatted else _BLANKS.sub(" ", text).strip(" ")
        self.line = []
        text = text if text.strip() else ""
        if text or is_forced:
            is_quoted = self.quotes > 0 or (self.attributions > 0 and text.endswith((":", "：")))
            quoted = ("> " + text).rstrip() if is_quoted else text
            self.lines.append(_TextLine(quoted, bool(self.boxes and text and not is_quoted)))


def _build_element(parent: TextVisibility, tag: str, given: Mapping[str, str]) -> _OpenElement:
    decoration = _find_decoration(given.get("style", ""))
    is_struck = tag in _STRUCK or "line-through" in decoration
    look = compute_visibility(parent, tag, given)
    names = " ".join(given.get(name, "") for name in ("class", "id", "name", "data-marker")).lower().split()
    is_box = any(_QUOTE_BOX.fullmatch(name) for name in names)
    is_attribution = any(_ATTRIBUTION_BOX.fullmatch(name) for name in names)
    return _OpenElement(tag, look, tag == "blockquote", is_box, is_attribution, is_struck)


def _describe_picture(alt: str) -> str:
    """The text for a picture: an emoji as it is, words in brackets, since they are not the person's."""
    return f"[image: {alt}]" if any(map(str.isalnum, alt)) else alt


def _find_decoration(style: str) -> str:
    """What is said of lines through the text, by every name of the property: standard, of WebKit, of Word."""
    return " ".join(f"{name}:{value}" for name, value in parse_style(style).items() if _DECORATES.search(name))
