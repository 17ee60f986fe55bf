"""Shortens the results and errors of tools to text that the log can keep."""

from collections.abc import Callable
from typing import TypeAlias

from bot.core.base_types import replace_surrogates
from bot.core.compact_errors import MAX_LINE, compact_error
from bot.core.errors import ToolError
from bot.core.secrets.redaction import cut_text

MAX_RESULT = 64 * 1024
"""Characters of a result that the log keeps."""

SecretHider: TypeAlias = Callable[[str], str]
"""Redacts the secrets that a run was given."""


def describe_failure(error: BaseException, hide: SecretHider = str, source: str = "") -> str:
    """One line of at most 200 characters: the text of a ToolError, or the type of a foreign error and its text.

    With the `source`, the tool that failed, a foreign error has all of its parts, see `bot.core.compact_errors`.
    """
    said = " ".join(hide(replace_surrogates(str(error))).split())
    if isinstance(error, ToolError):
        return cut_text(said, MAX_LINE, "…")
    if source:
        return compact_error(error, said, source).line
    return (
        "It took too long and was stopped."
        if isinstance(error, TimeoutError)
        else cut_text(f"{type(error).__name__}: {said}", MAX_LINE, "…")
    )


def limit_result(result: str, hide: SecretHider = str) -> str:
    """The result of a tool as text that the log can keep. Raises TypeError for a value that is no text."""
    if not isinstance(result, str):
        raise TypeError(f"the tool returned {type(result).__name__}, not text")
    text = hide(replace_surrogates(result))
    more = len(text) - MAX_RESULT
    return text if more <= 0 else f"{cut_text(text, MAX_RESULT)}\n[… {more} more]"
