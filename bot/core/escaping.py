r"""Shows arguments and other people's words to a person, with every unusual character visible.

Injective: two different values do not look the same. A character that is not printable ASCII or in the allow-list is
written as `\u{hex}`, a run of two or more spaces as `\s{count}`, of three or more line breaks as `\l{count}`, so that
nothing can hide, reorder or push text out of view.
"""

import re
from typing import Literal

from bot.core.base_types import JSON, FrozenModel
from bot.core.canonical_json import parse_json

ALLOWED = frozenset("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ€")
"""Latin-1's letters and the euro sign: none of them is confusable with ASCII or with another of them."""

_PLAIN = "".join(sorted(ALLOWED))
_IN_A_VALUE = re.compile(rf' {{2,}}|\n{{3,}}|["\\]|[^ -~{_PLAIN}]')
_IN_A_LINE = re.compile(rf" {{2,}}|\\|[^ -~{_PLAIN}\n]")
_IN_A_BLOCK = re.compile(rf"^ {{41,}}|(?<=[^ ]) {{9,}}| +$|\\|[^ -~{_PLAIN}]")
_LINE_BREAKS = re.compile(r"(\n{3,})")
_GAP = re.compile(r"(\n(?: ?\n){2,})")
_UNUSUAL = re.compile(rf"  |\n ?\n ?\n|[^ -~{_PLAIN}\n\t]")
_BARE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e0fff\ud800-\udfff]"
    "|(?<![^\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f])"
)
"""Invisible and reordering characters. The two joiners belong to some scripts and to emoji: they stay between such letters."""

_INNER_QUOTES = str.maketrans({"“": "\\u{201c}", "”": "\\u{201d}"})
_NAMED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


class ShownArgument(FrozenModel):
    """One argument of a card: its name, its whole value on one line of code, and whether an unusual character had to be
    escaped.

    `lines` are the lines of a text of several lines, escaped and whole; empty for any other value. `kind` is how the
    tool wants it shown; `note` explains it, such as the host of a link.
    """

    name: str
    text: str
    unusual: bool = False
    kind: Literal["text", "code", "diff", "mail", "money", "link", "secret"] = "text"
    lines: tuple[str, ...] = ()
    note: str = ""


def show_arguments(arguments: str) -> tuple[ShownArgument, ...]:
    """Return the lines that show these canonical arguments (a JSON object), in canonical order, complete."""
    value = parse_json(arguments)
    return tuple(
        ShownArgument(
            name=key if _BARE.fullmatch(key) else f'"{_escape_inside(key)}"',
            text=_show_nested(item),
            unusual=is_unusual(key, item),
        )
        for key, item in value.items()
    )


def show_argument_text(arguments: str) -> str:
    """Return the arguments as one text, a line an argument: for a terminal or a plain mail."""
    return "\n".join(f"{line.name} = {line.text}" for line in show_arguments(arguments))


def show_lines(text: str) -> tuple[str, ...]:
    r"""Return a text of several lines as lines, complete, for a font of equal widths. Injective.

    Indentation of up to 40 spaces and runs of up to 8 are kept; longer runs, blanks at the end of a line, and three or
    more line breaks (a line of their own) are written as in `show_arguments`. Quotation marks stay.
    """
    shown: list[str] = []
    for number, part in enumerate(_LINE_BREAKS.split(text)):
        if number % 2:
            shown.append(f"\\l{{{len(part)}}}")
        else:
            shown += [_IN_A_BLOCK.sub(_escape_match, line) for line in part.split("\n")]
    return tuple(shown)


def show_words(text: str) -> str:
    """Escape free text, keeping its line breaks; a long gap becomes one line."""
    shown: list[str] = []
    for number, part in enumerate(_GAP.split(text)):
        if number % 2:  # a gap: three or more line breaks with at most a space between them
            gap = part.replace("\n", "\\n") if " " in part else f"\\l{{{len(part)}}}"
            shown.append(f"\n{gap}\n")
        else:
            shown.append(_IN_A_LINE.sub(_escape_match, part))
    return "".join(shown)


def show_value(value: JSON) -> str:
    """Return one value as `show_arguments` shows it."""
    return _show_nested(value)


def show_scalar(value: JSON) -> str:
    """Return a single value as shown, without quotation marks around a text; empty for null, lists and objects."""
    match value:
        case str():
            return _escape_inside(value)
        case bool() | int() | float():
            return _show_nested(value)
        case _:
            return ""


def make_visible(text: str) -> str:
    """Return text for reading, in any language, with characters that hide or reorder written out: `⟨U+202E⟩`."""
    if text.isascii() and text.isprintable():
        return text
    return _HIDDEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)


def quote_label(text: str) -> str:
    """Return words of others on one line between curly quotation marks, which cannot occur within: `“Commit”`.

    The platform's own labels hold none, so that no label of others is taken for one of them.
    """
    return f"“{make_visible(' '.join(text.splitlines())).translate(_INNER_QUOTES)}”"


def bar_lines(text: str, bar: str) -> str:
    """Return words of others with `bar` before each line, so that no line of theirs is taken for one of the platform."""
    return "\n".join(f"{bar}{line}".rstrip() for line in text.split("\n"))


def is_unusual(*values: JSON) -> bool:
    """Return whether a value holds a character beyond printable ASCII, the allow-list, line breaks and tabs, or a run
    of blanks."""
    return any(_is_unusual(value) for value in values)


def _is_unusual(value: JSON) -> bool:
    match value:
        case str():
            return _UNUSUAL.search(value) is not None
        case list():
            return any(_is_unusual(item) for item in value)
        case dict():
            return any(_is_unusual(key) or _is_unusual(item) for key, item in value.items())
        case _:
            return False


def _show_nested(value: JSON, indent: str = "") -> str:
    deeper = indent + "  "
    match value:
        case str():
            return f'"{_escape_inside(value)}"'
        case bool() | None:
            return {True: "true", False: "false", None: "null"}[value]
        case int() | float():
            return str(int(value)) if value == int(value) and abs(value) < 2**53 else repr(value)
        case list() if value:
            return "[\n" + "".join(f"{deeper}{_show_nested(item, deeper)},\n" for item in value) + f"{indent}]"
        case dict() if value:
            lines = (f'{deeper}"{_escape_inside(key)}": {_show_nested(item, deeper)},\n' for key, item in value.items())
            return "{\n" + "".join(lines) + f"{indent}}}"
        case list():
            return "[]"
        case dict():
            return "{}"
        case _:
            raise TypeError(f"{type(value).__name__} is not JSON")


def _escape_inside(text: str) -> str:
    return _IN_A_VALUE.sub(_escape_match, text)


def _escape_match(found: re.Match[str]) -> str:
    run = found[0]
    if len(run) > 1 or run == " ":
        return f"\\{'s' if run[0] == ' ' else 'l'}{{{len(run)}}}"
    return _NAMED.get(run) or f"\\u{{{ord(run):x}}}"
