"""Which text of an HTML mail a person sees, by inline styles: each property passes to children by its own CSS rule. Pure.

`font-size`, `visibility`, `color` and `text-indent` are inherited and may be set anew by a child; `display`, `opacity`,
a clipped height or width and a place outside of the page hide all that is inside, whatever a child says. Style sheets are
not read.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

MIN_FONT = 1.4
"""Pixels. Smaller letters are a hiding place; Word writes a font size of 0 as 1 pt (1.33 px)."""

FAR = 400.0
"""Pixels outside of the page from which on nothing is seen."""

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
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|([^\n]))")
_ANY_BLANKS = re.compile(r"\s+")


class TextVisibility(NamedTuple):
    """How text inside an element looks. `is_gone`: nothing inside can be shown again."""

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
    """How text inside this element looks, by its parent's look, its tag and its attributes (names in lower case)."""
    style = parse_style(attributes.get("style", ""))
    return TextVisibility(
        is_gone=parent.is_gone or tag in _SILENT or _is_gone(style, attributes),
        is_invisible=_is_invisible(parent.is_invisible, style.get("visibility", "")),
        is_transparent=_is_transparent(parent.is_transparent, style.get("color", "")),
        font=_compute_font_size(parent.font, tag, style, attributes),
        indent=_convert_length(style.get("text-indent", ""), parent.font, parent.indent),
    )


def parse_style(style: str) -> dict[str, str]:
    """The properties of a `style` attribute in lower case; the last of a name counts, unless an earlier one is `!important`."""
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


def unescape_css(style: str) -> str:
    """CSS without its escapes: `line\\2d through` is line-through (CSS Syntax 3, 4.3.7)."""
    return _ESCAPE.sub(lambda found: _decode_escape(found[1]) if found[1] else found[2], style)


def _decode_escape(digits: str) -> str:
    number = int(digits, 16)
    return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"


def _is_gone(style: Mapping[str, str], attributes: Mapping[str, str]) -> bool:
    display = style.get("display", "none" if "hidden" in attributes else "")
    if display == "none" or style.get("mso-hide") == "all" or style.get("content-visibility") == "hidden":
        return True
    if _is_zero(style.get("opacity", "")) or "opacity(0" in style.get("filter", ""):
        return True
    return _is_clipped(style) or _is_outside(style)


def _is_clipped(style: Mapping[str, str]) -> bool:
    """No room, and what does not fit is cut off. A height of 0 alone is taken for the same: mail is written so to hide."""
    if any(_is_zero(style.get(name, "")) for name in ("height", "max-height")):
        return style.get("overflow", "hidden") != "visible"
    is_cut = style.get("overflow", style.get("overflow-x", "")) in ("hidden", "clip")
    if is_cut and any(_is_zero(style.get(name, "")) for name in ("width", "max-width")):
        return True
    clip = style.get("clip", "") + style.get("clip-path", "")
    return re.search(r"rect\((?:[01](?:px)?[, ]*){4}\)|inset\((?:50|100)%", clip) is not None


def _is_outside(style: Mapping[str, str]) -> bool:
    if style.get("position") not in ("absolute", "fixed"):
        return False
    return any(_convert_length(style.get(name, ""), 16.0, 0.0) <= -FAR for name in ("left", "top", "right", "bottom"))


def _is_zero(value: str) -> bool:
    found = _LENGTH.fullmatch(value)
    return found is not None and float(found[1]) == 0


def _is_invisible(parent: bool, value: str) -> bool:
    match value:
        case "hidden" | "collapse":
            return True
        case "visible" | "initial":
            return False
        case _:
            return parent


def _is_transparent(parent: bool, value: str) -> bool:
    if not value or value in ("inherit", "unset", "currentcolor"):
        return parent
    return _NO_COLOR.fullmatch(value.replace(" ", "")) is not None


def _compute_font_size(parent: float, tag: str, style: Mapping[str, str], attributes: Mapping[str, str]) -> float:
    own = parent
    if tag == "font" and (size := attributes.get("size", "").strip()):
        own = _FONT_TAG_SIZES.get(size, parent)
    if short := _FONT_SIZE_IN_SHORTHAND.search(style.get("font", "")):
        own = _convert_length(short[1], parent, own)
    value = style.get("font-size", "")
    if value in _NAMED_SIZES:
        return _NAMED_SIZES[value]
    if value in _RELATIVE:
        return parent * _RELATIVE[value]
    return _convert_length(value, parent, own)


def _convert_length(value: str, font: float, otherwise: float) -> float:
    """A length in pixels, `font` being 1 em; what is no length, or has no unit and is not 0, changes nothing."""
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
