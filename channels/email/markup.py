"""The text of a mail's HTML, as a person would see it, for reading only: it renders nothing and follows no link."""

import re
from html.parser import HTMLParser

from channels.email.mail import Refused

MAX_HTML = 512 * 1024
"""Characters of HTML that are read."""

MAX_OPEN = 1_000
"""Elements that may be open at once."""

_SILENT = frozenset({"head", "title", "style", "script", "template", "noscript", "select", "textarea", "object", "svg"})
_VOID = frozenset(
    {"br", "hr", "img", "input", "meta", "link", "wbr", "area", "base", "col", "embed", "source", "track"}
)
_BLOCK = frozenset(
    {"address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure"}
    | {"footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre"}
    | {"section", "table", "tbody", "td", "th", "tr", "ul"}
)
_ATTRIBUTION_NAMES = frozenset({"gmail_attr", "moz-cite-prefix"})
"""Classes of the line that says who wrote what follows. The boxes around whole quotes hold people's own words, too."""
_HIDDEN = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|mso-hide:all|(?:font-size|(?<!-)max-height|(?<!-)height|opacity):0(?![.\d])"
)
_ENDS_ITSELF = frozenset({"p", "li", "td", "th", "tr", "dt", "dd"})
_STRUCK = frozenset({"s", "strike", "del"})
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")


def text_of(html: str) -> tuple[str, bool]:
    """The visible text, a line for a block, quoted lines with `> `; and whether all of the HTML was read. Raises Refused.

    What is struck out stands between `~~`, so that it never reads like the plain words.
    """
    reader = _Reader()
    reader.feed(html[:MAX_HTML])
    reader.close()
    return reader.text(), len(html) <= MAX_HTML


class _Element:
    """An element that is open: what it does to the text inside."""

    def __init__(self, tag: str, is_hidden: bool, is_quote: bool) -> None:
        self.tag, self.is_hidden, self.is_quote = tag, is_hidden, is_quote


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[_Element] = []
        self.hidden = self.quotes = self.preformatted = 0
        self.lines: list[str] = []
        self.line: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br" or tag in _BLOCK:
            self._break(tag == "br")
        if tag == "p" and not self.hidden:
            self._break(True)
        if tag in _VOID:
            if tag == "img" and not self.hidden:
                self.line.append(dict(attrs).get("alt") or "")
            return
        given = {name: value or "" for name, value in attrs}
        if tag in _ENDS_ITSELF and self.open and self.open[-1].tag == tag:
            self._enter(self.open.pop(), -1)
        element = _Element(tag, _is_hidden(tag, given), tag == "blockquote" or _is_quote(given))
        if tag in _STRUCK and not self.hidden:
            self.line.append("~~")
        if len(self.open) >= MAX_OPEN:
            raise Refused(f"The HTML has more than {MAX_OPEN} elements open at once.")
        self.open.append(element)
        self._enter(element, 1)

    def handle_endtag(self, tag: str) -> None:
        depth = next((n for n in range(len(self.open) - 1, -1, -1) if self.open[n].tag == tag), None)
        if depth is None:
            return
        if tag in _BLOCK:
            self._break(False)
        if tag in _STRUCK and not self.hidden:
            self.line.append("~~")
        for element in reversed(self.open[depth:]):
            self._enter(element, -1)
        del self.open[depth:]

    def handle_data(self, data: str) -> None:
        if self.hidden:
            return
        if not self.preformatted:
            self.line.append(_BLANKS.sub(" ", data))
            return
        first, *more = data.split("\n")
        self.line.append(first)
        for each in more:
            self._break(True)
            self.line.append(each)

    def text(self) -> str:
        self._break(False)
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self.lines)).strip("\n")

    def _enter(self, element: _Element, by: int) -> None:
        self.hidden += by * element.is_hidden
        self.quotes += by * element.is_quote
        self.preformatted += by * (element.tag == "pre")

    def _break(self, is_forced: bool) -> None:
        """Ends the line. Only a forced break makes an empty one."""
        text = "".join(self.line)
        text = text.rstrip() if self.preformatted else _BLANKS.sub(" ", text).strip(" ")
        self.line = []
        if text or is_forced:
            self.lines.append("> " + text if self.quotes else text)


def _is_hidden(tag: str, given: dict[str, str]) -> bool:
    style = _BLANKS.sub("", given.get("style", "")).lower()
    return tag in _SILENT or "hidden" in given or _HIDDEN.search(style) is not None


def _is_quote(given: dict[str, str]) -> bool:
    return not _ATTRIBUTION_NAMES.isdisjoint(given.get("class", "").lower().split())
