"""Extracts the text of a mail's HTML as a person would see it. It renders nothing and follows no link.

The library inscriptis 2.7.6 is not used: it drops text deeper than 255 elements, shows most hidden text, and marks no quote
(docs/why.md).
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from html.parser import HTMLParser
from typing import NamedTuple

from channels.email.inbound.parsing.parsed_mail import MailLimitExceeded

MIN_FONT = 1.4
"""Pixels. Smaller text counts as hidden; Word writes a font size of 0 as 1 pt (1.33 px)."""

FAR = 400.0
"""Pixels outside of the page from which on text counts as hidden."""

MAX_REMEMBERED_STYLE = 500
"""Characters of a `style` attribute whose properties are remembered: a mail repeats a few short ones in every cell."""

_SILENT = frozenset({"head", "title", "style", "script", "template", "noscript", "select", "textarea", "object", "svg"})
_UNITS = {
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
    "q": 96 / 101.6,
    "rem": 16.0,
    "vw": 6.0,
    "vh": 6.0,
}
_NAMED_SIZES = {
    "xx-small": 9.0,
    "x-small": 10.0,
    "small": 13.0,
    "medium": 16.0,
    "large": 18.0,
    "x-large": 24.0,
    "xx-large": 32.0,
    "xxx-large": 48.0,
    "initial": 16.0,
}
_FONT_TAG_SIZES = {"1": 10.0, "2": 13.0, "3": 16.0, "4": 18.0, "5": 24.0, "6": 32.0, "7": 48.0}
_RELATIVE = {"larger": 1.2, "smaller": 1 / 1.2, "inherit": 1.0, "unset": 1.0}
_LENGTH = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))(px|pt|pc|in|cm|mm|q|rem|em|ex|ch|%|vw|vh)?")
_FONT_SIZE_IN_SHORTHAND = re.compile(r"(?:^|\s)([\d.]+(?:px|pt|em|rem|%))(?:/|\s)")
_NO_COLOR = re.compile(
    r"transparent|rgba\(.*,0(?:\.0+)?%?\)|(?:rgb|hsl)a?\(.*/0(?:\.0+)?%?\)|#[0-9a-f]{3}0|#[0-9a-f]{6}00"
)
_CLIPPED = re.compile(r"rect\((?:[01](?:px)?[, ]*){4}\)|inset\((?:50|100)%")
_INVISIBLE = {"hidden": True, "collapse": True, "visible": False, "initial": False}
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|([^\n]))")
_ANY_BLANKS = re.compile(r"\s+")


class TextVisibility(NamedTuple):
    """The visibility of the text inside an element. `is_gone`: no element inside can show its text again."""

    is_gone: bool = False
    is_invisible: bool = False
    is_transparent: bool = False
    font: float = 16.0
    indent: float = 0.0

    @property
    def is_hidden(self) -> bool:
        """Whether a person does not see the text."""
        return self.is_gone or self.is_invisible or self.is_transparent or self.font < MIN_FONT or self.indent <= -FAR


def compute_visibility(parent: TextVisibility, tag: str, attributes: Mapping[str, str]) -> TextVisibility:
    """Return the visibility inside this element, from its parent's, its tag and its attributes (names in lower case)."""
    written, size = attributes.get("style", ""), attributes.get("size", "") if tag == "font" else ""
    is_short = len(tag) + len(written) + len(size) <= MAX_REMEMBERED_STYLE
    return (_remember_visibility if is_short else _compute_visibility)(
        parent, tag, written, size, "hidden" in attributes
    )


def _compute_visibility(
    parent: TextVisibility, tag: str, written: str, number: str, is_marked_hidden: bool
) -> TextVisibility:
    style = parse_style(written)
    color = style.get("color", "")
    is_own_color = color not in ("", "inherit", "unset", "currentcolor")
    # `font-size` counts before `font`, and that before <font size>
    font = parent.font
    font = _FONT_TAG_SIZES.get(number.strip(), font)
    if short := _FONT_SIZE_IN_SHORTHAND.search(style.get("font", "")):
        font = _convert_length(short[1], parent.font, font)
    size = style.get("font-size", "")
    if size in _NAMED_SIZES:
        font = _NAMED_SIZES[size]
    elif size in _RELATIVE:
        font = parent.font * _RELATIVE[size]
    else:
        font = _convert_length(size, parent.font, font)
    return TextVisibility(
        is_gone=parent.is_gone or tag in _SILENT or _is_gone(style, is_marked_hidden),
        is_invisible=_INVISIBLE.get(style.get("visibility", ""), parent.is_invisible),
        is_transparent=(
            _NO_COLOR.fullmatch(color.replace(" ", "")) is not None if is_own_color else parent.is_transparent
        ),
        font=font,
        indent=_convert_length(style.get("text-indent", ""), parent.font, parent.indent),
    )


_remember_visibility = lru_cache(maxsize=1_024)(_compute_visibility)


def parse_style(style: str) -> Mapping[str, str]:
    """Return the properties of a `style` attribute in lower case. The last of a name counts, unless an earlier one is `!important`."""
    return _parse_short_style(style) if len(style) <= MAX_REMEMBERED_STYLE else _parse_any_style(style)


def _parse_any_style(style: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    strong: set[str] = set()
    for each in re.sub(r"/\*.*?\*/", "", unescape_css(style), flags=re.S).split(";"):
        name, _, value = each.partition(":")
        name, value = name.strip().lower(), _ANY_BLANKS.sub(" ", value).strip().lower()
        is_important = value.endswith("!important")
        if name and value and (is_important or name not in strong):
            found[name] = value.removesuffix("!important").strip()
            strong |= {name} if is_important else set()
    return found


_parse_short_style = lru_cache(maxsize=512)(_parse_any_style)


def unescape_css(style: str) -> str:
    r"""Return CSS without its escapes: `line\2d through` is line-through (CSS Syntax 3, 4.3.7)."""

    def decode(found: re.Match[str]) -> str:
        if not found[1]:
            return found[2]
        number = int(found[1], 16)
        return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"

    return _ESCAPE.sub(decode, style)


def _is_gone(style: Mapping[str, str], is_marked_hidden: bool) -> bool:
    """Whether the element is not displayed, is outside of the page, or cuts off its content in a box without room."""
    display = style.get("display", "none" if is_marked_hidden else "")
    if display == "none" or style.get("mso-hide") == "all" or style.get("content-visibility") == "hidden":
        return True
    if _is_zero(style.get("opacity", "")) or "opacity(0" in style.get("filter", ""):
        return True
    sides = [_convert_length(style.get(name, ""), 16.0, 0.0) for name in ("left", "top", "right", "bottom")]
    if style.get("position") in ("absolute", "fixed") and min(sides) <= -FAR:
        return True
    # a height of 0 alone counts as well: mails hide text so
    if any(_is_zero(style.get(name, "")) for name in ("height", "max-height")):
        return style.get("overflow", "hidden") != "visible"
    is_cut = style.get("overflow", style.get("overflow-x", "")) in ("hidden", "clip")
    if is_cut and any(_is_zero(style.get(name, "")) for name in ("width", "max-width")):
        return True
    return _CLIPPED.search(style.get("clip", "") + style.get("clip-path", "")) is not None


def _is_zero(value: str) -> bool:
    found = _LENGTH.fullmatch(value)
    return found is not None and float(found[1]) == 0


def _convert_length(value: str, font: float, otherwise: float) -> float:
    """Return a length in pixels, with 1 em = `font`; `otherwise` for a value that is no length, or has no unit and is not 0."""
    found = _LENGTH.fullmatch(value)
    if found is None:
        return otherwise
    number, unit = float(found[1]), found[2] or ""
    match unit:
        case "":
            return 0.0 if number == 0 else otherwise
        case "em":
            return number * font
        case "%":
            return number * font / 100
        case "ex" | "ch":
            return number * font / 2
        case _:
            return number * _UNITS[unit]


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

    @property
    def look(self) -> TextVisibility:
        return self.open[-1].look if self.open else TextVisibility()

    def updatepos(self, i: int, j: int) -> int:
        """Return `j` without the line and column, which the library would count here and nothing uses."""
        return j

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
                # an emoji is the person's; words are put in brackets, because the person did not write them
                alt = given.get("alt", "")
                self.line.append(f"[image: {alt}]" if any(map(str.isalnum, alt)) else alt)
            return
        if tag in _ENDS_ITSELF and self.open and self.open[-1].tag == tag:
            self._leave_element(self.open.pop())
        if len(self.open) >= MAX_OPEN:
            raise MailLimitExceeded(f"The HTML has more than {MAX_OPEN} elements open at once.")
        is_struck = tag in _STRUCK or any(
            _DECORATES.search(name) and "line-through" in f"{name}:{value}"
            for name, value in parse_style(given.get("style", "")).items()
        )
        look = compute_visibility(self.look, tag, given)
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
