"""When a file that somebody writes is to be read: once it has been the same for a while. Pure; the caller has the clock."""

from dataclasses import dataclass
from typing import TypeAlias

PATIENCE = 1.0
"""Seconds that a file must stay the same: editors write in steps, and some remove a file before they put it back."""


@dataclass(frozen=True)
class UnreadableFile:
    """There is nothing to read: a word for it, and why."""

    fault: str
    why: str


FileContent: TypeAlias = bytes | UnreadableFile


class FileDebounce:
    """Follows what is seen of one file. `judged` is what was seen when it was last taken or refused."""

    def __init__(self, judged: FileContent) -> None:
        self.judged = self._last = judged
        self._since = float("-inf")

    def note_content(self, seen: FileContent, now: float) -> None:
        """Notes what is seen at `now`, in seconds of a clock that never goes back."""
        if seen != self._last:
            self._last, self._since = seen, now

    def is_settled(self, now: float) -> bool:
        """Whether what was seen last has been the same for long enough."""
        return now - self._since >= PATIENCE

    @property
    def is_news(self) -> bool:
        """Whether what was seen last is something else than what was judged."""
        return self._last != self.judged

    def take_content(self) -> FileContent:
        """What is to be judged now; from here on it is no news."""
        self.judged = self._last
        return self._last
