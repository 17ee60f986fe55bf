"""How arguments and other people's words are shown to a person: one renderer for every channel and every field.

Injective: two different values never look the same. Whatever is not printable ASCII or in the small allow-list is
written as `\\u{hex}`, a run of two or more spaces as `\\s{count}`, so nothing can hide, reorder or push text out of view.
"""

from bot.core.canonical import parse
from bot.core.word import JSON, Word

ALLOWED = frozenset("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ€")
"""Latin-1's letters and the euro sign: none of them is confusable with ASCII or with another of them."""

_NAMED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_EXPECTED = frozenset('\\"\n\t ')


class Argument(Word):
    """One line of a card: a name, its value as shown, and whether an unusual character had to be escaped."""

    name: str
    text: str
    unusual: bool = False


def shown(arguments: str) -> tuple[Argument, ...]:
    """The lines that show these canonical arguments (a JSON object), in canonical order, complete."""
    value = parse(arguments)
    return tuple(
        Argument(name=_inside(key), text=_value(item), unusual=is_unusual(key, item)) for key, item in value.items()
    )


def shown_text(arguments: str) -> str:
    """The same on one string, a line an argument: what a terminal or a plain mail prints."""
    return "\n".join(f"{line.name} = {line.text}" for line in shown(arguments))


def shown_words(text: str) -> str:
    """Free text by anybody, with its line breaks kept and everything unusual escaped."""
    return "\n".join(_inside(line, quote=False) for line in text.split("\n"))


def is_unusual(*values: JSON) -> bool:
    """Whether a value holds a character beyond printable ASCII, the allow-list, line breaks and tabs, or a run of spaces."""
    return any(_is_unusual(value) for value in values)


def _is_unusual(value: JSON) -> bool:
    match value:
        case str():
            return "  " in value or any(not (_is_plain(char) or char in _EXPECTED) for char in value)
        case list():
            return any(_is_unusual(item) for item in value)
        case dict():
            return any(_is_unusual(key) or _is_unusual(item) for key, item in value.items())
        case _:
            return False


def _value(value: JSON, indent: str = "") -> str:
    deeper = indent + "  "
    match value:
        case str():
            return f'"{_inside(value)}"'
        case bool() | None:
            return {True: "true", False: "false", None: "null"}[value]
        case int() | float():
            return str(int(value)) if value == int(value) and abs(value) < 2**53 else repr(value)
        case list() if value:
            return "[\n" + "".join(f"{deeper}{_value(item, deeper)},\n" for item in value) + f"{indent}]"
        case dict() if value:
            lines = (f'{deeper}"{_inside(key)}": {_value(item, deeper)},\n' for key, item in value.items())
            return "{\n" + "".join(lines) + f"{indent}}}"
        case list():
            return "[]"
        case dict():
            return "{}"
        case _:
            raise TypeError(f"{type(value).__name__} is not JSON")


def _inside(text: str, quote: bool = True) -> str:
    out: list[str] = []
    at = 0
    while at < len(text):
        char = text[at]
        if char == " ":
            run = len(text) - at - len(text[at:].lstrip(" "))
            out.append(" " if run == 1 else f"\\s{{{run}}}")
            at += run
            continue
        out.append(char if char == '"' and not quote else _char(char))
        at += 1
    return "".join(out)


def _char(char: str) -> str:
    return _NAMED.get(char) or (char if _is_plain(char) else f"\\u{{{ord(char):x}}}")


def _is_plain(char: str) -> bool:
    return (" " <= char <= "~" and char not in '\\"') or char in ALLOWED
