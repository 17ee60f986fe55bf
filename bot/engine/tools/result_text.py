"""Shortens the results and errors of tools to text that the log can keep."""

from collections.abc import Callable
from typing import TypeAlias

from bot.core.errors import ToolError
from bot.core.secrets.redaction import cut_text
from bot.engine.model.model_step import replace_surrogates

MAX_RESULT = 64 * 1024
"""Characters of a result that the log keeps."""

SecretHider: TypeAlias = Callable[[str], str]
"""Redacts the secrets that a run was given."""


def describe_failure(error: BaseException, hide: SecretHider = str) -> str:
    """One line of at most 200 characters: the text of a ToolError, or the type of a foreign error and its text."""
    if isinstance(error, TimeoutError):
        return "It took too long and was stopped."
    said = " ".join(hide(replace_surrogates(str(error))).split())
    line = said if isinstance(error, ToolError) else f"{type(error).__name__}: {said}"
    return cut_text(line, 200, "…")


def limit_result(result: str, hide: SecretHider = str) -> str:
    """The result of a tool as text that the log can keep. Raises TypeError for a value that is no text."""
    if not isinstance(result, str):
        raise TypeError(f"the tool returned {type(result).__name__}, not text")
    text = hide(replace_surrogates(result))
    more = len(text) - MAX_RESULT
    return text if more <= 0 else f"{cut_text(text, MAX_RESULT)}\n[… {more} more]"
