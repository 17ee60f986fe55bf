"""Computes from tags and inline styles whether a person sees the text of an HTML element. Style sheets are not read.

A visible text that counted as hidden could be a condition; a hidden text that counted as visible, a decision that nobody wrote. What
programs show differently is therefore uncertain, neither hidden nor plain. Properties follow CSS 2.2 and CSS Syntax 3.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

MIN_FONT = 1.4
"""Pixels. Smaller text counts as hidden; Word writes a font size of 0 as 1 pt (1.33 px)."""

FAR = 400.0
"""Pixels outside of the page from which on text counts as hidden."""

MAX_REMEMBERED_STYLE = 500
"""Characters of a `style` attribute whose properties are remembered: a mail repeats a few short ones in every cell."""

_SILENT = frozenset({"title", "style", "script", "template"})
"""Elements whose text no program shows."""

_SHOWN_BY_SOME = frozenset(
    {"audio", "canvas", "datalist", "dialog", "iframe", "noembed", "noframes", "noscript", "object", "rp", "select"}
    | {"svg", "textarea", "video"}
)
"""Elements whose text some programs show."""

_LOOKS_ANEW = frozenset({"table", "button", "input", "select", "textarea"})
"""Elements that show their text in a size and colour of their own: tables in documents without a doctype, and controls."""

_INLINE = frozenset(
    {
        "a",
        "abbr",
        "b",
        "big",
        "cite",
        "code",
        "em",
        "font",
        "i",
        "label",
        "q",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "tt",
        "u",
    }
)
_GROWS = frozenset({"table", "tbody", "thead", "tfoot", "tr", "td", "th"})
"""Elements whose height and width are lower limits."""

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
_LENGTH = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(px|pt|pc|in|cm|mm|q|rem|em|ex|ch|%|vw|vh)?")
_OTHER_SIZE = re.compile(r"[a-z-]+\(.*\)|[+]?[\d.]+(?:e[+-]?\d+)?[a-z]+|math|revert(?:-layer)?")
"""Sizes that are not computed: functions, rare units, rare words. Their text is shown, or uncertain where that around it is hidden."""

_FONT_SIZE_IN_SHORTHAND = re.compile(r"(?:^|\s)([\d.]+(?:px|pt|em|rem|%))(?:/|\s)")
_NO_COLOR = re.compile(
    r"transparent|rgba\(.*,0(?:\.0+)?%?\)|(?:rgb|hsl)a?\(.*/0(?:\.0+)?%?\)|#[0-9a-f]{3}0|#[0-9a-f]{6}00"
)
_INVISIBLE = {"hidden": True, "collapse": True, "visible": False, "initial": False}
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|([^\n]))")
_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.S)
_ANY_BLANKS = re.compile(r"\s+")
_CLOSES = {"(": ")", "[": "]", "{": "}"}


class TextVisibility(NamedTuple):
    """The visibility of the text inside an element.

    `is_gone`: no element inside can show its text again. `is_unsure`: some programs show the text and some do not.
    """

    is_gone: bool = False
    is_invisible: bool = False
    is_transparent: bool = False
    font: float = 16.0
    is_unsure: bool = False

    @property
    def is_hidden(self) -> bool:
        """Whether a person does not see the text."""
        return self.is_gone or self.is_invisible or self.is_transparent or self.font < MIN_FONT


def compute_visibility(parent: TextVisibility, tag: str, attributes: Mapping[str, str]) -> TextVisibility:
    """Return the visibility inside this element, from its parent's, its tag and its attributes (names in lower case)."""
    written, size = attributes.get("style", ""), attributes.get("size", "") if tag == "font" else ""
    is_colored = "color" in attributes if tag == "font" else tag == "a" and "href" in attributes
    is_short = len(tag) + len(written) + len(size) <= MAX_REMEMBERED_STYLE
    return (_remember_visibility if is_short else _compute_visibility)(
        parent, tag, written, size, is_colored, attributes.get("hidden")
    )


def _compute_visibility(
    parent: TextVisibility, tag: str, written: str, number: str, is_colored: bool, hidden: str | None
) -> TextVisibility:
    style = parse_style(written)
    color = style.get("color", "")
    is_own_color = color not in ("", "inherit", "unset", "currentcolor")
    if style.get("all", "inherit") not in ("inherit", "unset") or tag in _LOOKS_ANEW:
        parent = parent._replace(font=16.0, is_transparent=False)
    if style.get("all", "inherit") not in ("inherit", "unset"):
        parent = parent._replace(is_invisible=False)
    is_transparent = parent.is_transparent and not is_colored
    if is_own_color:
        is_transparent = _NO_COLOR.fullmatch(color.replace(" ", "")) is not None
    return TextVisibility(
        is_gone=parent.is_gone or tag in _SILENT or _is_gone(style, tag, hidden),
        is_invisible=_INVISIBLE.get(style.get("visibility", ""), parent.is_invisible),
        is_transparent=is_transparent and "-webkit-text-fill-color" not in style,
        font=_compute_font(style, number, parent.font),
        is_unsure=parent.is_unsure or tag in _SHOWN_BY_SOME or _is_unsure(style, parent.font < MIN_FONT),
    )


_remember_visibility = lru_cache(maxsize=1_024)(_compute_visibility)


def _compute_font(style: Mapping[str, str], number: str, inherited: float) -> float:
    """Return the size of the text in pixels. `font-size` counts before `font`, and that before `number`, of <font size>."""
    font = _FONT_TAG_SIZES.get(number.strip(), 16.0 if number.strip() else inherited)
    if shorthand := style.get("font", ""):
        short = _FONT_SIZE_IN_SHORTHAND.search(shorthand)
        is_kept = shorthand in ("inherit", "unset")
        font = _convert_length(short[1], inherited, font) if short else (font if is_kept else 16.0)
    size = style.get("font-size", "")
    if size in _NAMED_SIZES:
        return _NAMED_SIZES[size]
    if size in _RELATIVE:
        return inherited * _RELATIVE[size]
    if _is_other_size(size):
        return 16.0
    found = _convert_length(size, inherited, font)
    return found if found >= 0 else font


def _is_other_size(size: str) -> bool:
    return _LENGTH.fullmatch(size) is None and size not in _RELATIVE and _OTHER_SIZE.fullmatch(size) is not None


def parse_style(style: str) -> Mapping[str, str]:
    """Return the properties of a `style` attribute in lower case. The last of a name counts, unless an earlier one is `!important`."""
    return _parse_short_style(style) if len(style) <= MAX_REMEMBERED_STYLE else _parse_any_style(style)


def _parse_any_style(style: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    strong: set[str] = set()
    for each in _split_declarations(_COMMENT.sub(" ", style)):
        name, _, value = unescape_css(each).partition(":")
        name, value = name.strip().lower(), _ANY_BLANKS.sub(" ", value).strip().lower()
        is_important = value.endswith("!important")
        if name and value and (is_important or name not in strong):
            found[name] = value.removesuffix("!important").strip()
            strong |= {name} if is_important else set()
    return found


_parse_short_style = lru_cache(maxsize=512)(_parse_any_style)


def _split_declarations(style: str) -> list[str]:
    """Split at semicolons outside of strings and brackets (CSS Syntax 3, 5.4); an open string or bracket reaches to the end."""
    if not any(mark in style for mark in "\"'([{"):
        return style.split(";")
    found, open_ = [""], list[str]()
    for letter in style:
        if open_ and open_[-1] in "\"'":
            if letter == open_[-1]:
                open_.pop()
        elif letter in "\"'":
            open_.append(letter)
        elif letter in _CLOSES:
            open_.append(_CLOSES[letter])
        elif open_ and letter == open_[-1]:
            open_.pop()
        elif letter == ";" and not open_:
            found.append("")
            continue
        found[-1] += letter
    return found


def unescape_css(style: str) -> str:
    r"""Return CSS without its escapes: `line\2d through` is line-through (CSS Syntax 3, 4.3.7).

    An escaped blank, control or mark becomes U+FFFD, since it is a part of a name and separates nothing.
    """

    def decode(found: re.Match[str]) -> str:
        number = int(found[1], 16) if found[1] else ord(found[2])
        letter = chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"
        return letter if letter.isalnum() or letter in "-_" else "\ufffd"

    return _ESCAPE.sub(decode, style)


def _is_gone(style: Mapping[str, str], tag: str, hidden: str | None) -> bool:
    """Whether the element is not displayed, is left of or above the page, or cuts off its content in a box without room.

    `hidden` is the attribute of this name; None: there is none.
    """
    display = style.get("display", "" if hidden is None or hidden.strip().lower() == "until-found" else "none")
    if display == "none" or _is_zero(style.get("opacity", "")):
        return True
    sides = [_convert_length(style.get(name, ""), 16.0, 0.0) for name in ("left", "top")]
    if style.get("position") in ("absolute", "fixed") and min(sides) <= -FAR:
        return True
    is_box = (tag not in _INLINE or display in ("block", "inline-block")) and tag not in _GROWS
    has_room = any(name.startswith(("padding", "min-", "border")) for name in style)
    return is_box and not has_room and _cuts_off(style)


def _cuts_off(style: Mapping[str, str]) -> bool:
    is_low = any(_is_zero(style.get(name, "")) for name in ("height", "max-height"))
    is_narrow = any(_is_zero(style.get(name, "")) for name in ("width", "max-width"))
    return (is_low or is_narrow) and style.get("overflow") in ("hidden", "clip")


_ODD = frozenset({"clip", "clip-path", "transform", "mask", "zoom", "scale", "content-visibility", "mso-hide"})
"""Properties that may hide text in some programs."""


def _is_unsure(style: Mapping[str, str], is_tiny: bool) -> bool:
    """Whether programs differ in showing the text: a property that some of them follow may hide it, or lay it outside of the page.

    `is_tiny`: without a size of its own the text is hidden.
    """
    size = style.get("font-size", "")
    if is_tiny and (("font" in style and not _FONT_SIZE_IN_SHORTHAND.search(style["font"])) or _is_other_size(size)):
        return True
    if any(style.get(name, "none") not in ("none", "auto", "visible", "1", "100%") for name in _ODD):
        return True
    if "opacity" in style.get("filter", "") or (style.get("position") and _is_far(style)):
        return True
    is_flat = any(_is_zero(style.get(name, "")) for name in ("height", "max-height", "width", "max-width"))
    return (is_flat and style.get("overflow", "visible") != "visible") or _convert_length(
        style.get("text-indent", "").partition(" ")[0], 16.0, 0.0
    ) <= -FAR


def _is_far(style: Mapping[str, str]) -> bool:
    return any(
        abs(_convert_length(style.get(name, ""), 16.0, 0.0)) >= FAR for name in ("left", "top", "right", "bottom")
    )


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
