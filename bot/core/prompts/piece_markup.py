"""The markup of rendered events: text inside of an element cannot forge an element. Pure.

`&`, `<`, `>` and control characters are escaped, in attributes also `"`. Quotes in bodies are not escaped: a model that
reads `&quot;` writes it into its arguments. A change of the form needs a new `RENDERER`.
"""

import re

MAX_PIECE = 12_000

_UNSAFE = re.compile("[&<>\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def escape_text(value: str, limit: int = MAX_PIECE) -> str:
    """Return text for the inside of an element, cut with a note when it is longer than `limit` characters."""
    cut = f"{value[:limit]}\n[… {len(value) - limit} more characters]" if len(value) > limit else value
    return _UNSAFE.sub(lambda found: _ESCAPES.get(found[0]) or f"\\u{{{ord(found[0]):x}}}", cut)


_PLAIN_NAME = re.compile(r"[A-Za-z0-9._:/-]{0,300}")


def escape_attribute(value: str) -> str:
    if _PLAIN_NAME.fullmatch(value):  # most are ids and names
        return f'"{value}"'
    return '"' + escape_text(value, 300).replace('"', "&quot;").replace("\n", " ").replace("\t", " ") + '"'
