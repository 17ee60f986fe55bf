"""Errors as a model reads them: type, source, cause and remedy in one line of at most 200 characters. Pure.

A `ToolError` is the tool's own sentence, which names the cause and, by its contract, the remedy: it stays as it is. Of a
foreign error the class is the type, the tool is the source, the text is the cause, and the remedy follows from the class.
"""

from collections.abc import Sequence
from typing import NamedTuple

from bot.core.secrets.redaction import cut_text

MAX_LINE = 200

OTHERWISE = "change the arguments, or choose another step; the same call would fail again"
REMEDIES: Sequence[tuple[type[BaseException], str]] = (
    (TimeoutError, "ask for less, or try again later"),
    (ConnectionError, "the other side cannot be reached: try again later, once"),
    (FileNotFoundError, "name another one; list what exists first"),
    (PermissionError, "the tool has no right to it: ask a person"),
    (OSError, "its system failed: try again once, then ask a person"),
    (MemoryError, "ask for less"),
    (NotImplementedError, "the tool cannot do this: choose another step"),
    (LookupError, "it names what does not exist: list what exists first"),
    (ArithmeticError, "change the numbers"),
    (ValueError, "change the arguments as the cause says"),
)
"""The remedy by the class of the error: the first that fits, so a derived class stands before its base."""


class CompactError(NamedTuple):
    """An error in four parts. `source` is the tool, or the hook or check, that failed."""

    type: str
    source: str
    cause: str
    remedy: str

    @property
    def line(self) -> str:
        """The line that a model reads: `KeyError: 'v9' [in look; remedy: …]`. A long cause is cut, so that the remedy stays.

        People are shown it without the type and without the text in brackets, see `spell_error`.
        """
        head, advice = f"{self.type}: ", f" [in {self.source}; remedy: {self.remedy}]" if self.source else ""
        room = max(MAX_LINE - len(head) - len(advice), 20)
        return cut_text(f"{head}{cut_text(self.cause, room, '…')}{advice}", MAX_LINE, "…")


def find_remedy(error: BaseException) -> str:
    return next((remedy for kind, remedy in REMEDIES if isinstance(error, kind)), OTHERWISE)


def compact_error(error: BaseException, said: str, source: str) -> CompactError:
    """Return the four parts of a foreign error. `said` is its text on one line, without secrets."""
    cause = said
    if isinstance(error, TimeoutError) and not said:
        cause = "it took too long and was stopped"
    return CompactError(type(error).__name__, source, cause or "it says no more", find_remedy(error))
