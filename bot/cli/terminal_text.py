"""Prints text to the terminal with unprintable characters escaped. Imports none of our modules: every verb needs it."""

import sys
from typing import TextIO


def use_terminal() -> None:
    """Let stdout and stderr print an escape for a character that the terminal's encoding lacks."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def print_text(text: str = "", *, to: TextIO | None = None) -> None:
    """Print lines and flush. Control and invisible characters are escaped."""
    print(escape_text(text), file=to or sys.stdout, flush=True)


def escape_text(text: str) -> str:
    """The text with each unprintable character except line breaks written as `\\u{hex}`."""
    return "".join(char if char == "\n" or char.isprintable() else f"\\u{{{ord(char):x}}}" for char in text)
