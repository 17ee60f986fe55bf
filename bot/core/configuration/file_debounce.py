"""Decides when a file that is being written is read: once it has not changed for `PATIENCE` seconds. Pure: no clock."""

from dataclasses import dataclass
from typing import TypeAlias

PATIENCE = 1.0
"""Seconds for which a file must stay the same: editors write in steps, and some remove a file before they write it again."""


@dataclass(frozen=True)
class UnreadableFile:
    """A file that cannot be read: `fault` in a word, and `why`."""

    fault: str
    why: str


FileContent: TypeAlias = bytes | UnreadableFile


class FileDebounce:
    """Follows the content of one file. `judged` is the content that was last taken or refused."""

    def __init__(self, judged: FileContent) -> None:
        self.judged = self._last = judged
        self._since = float("-inf")

    def note_content(self, seen: FileContent, now: float) -> None:
        """Note the content at `now`, in seconds of a monotonic clock."""
        if seen != self._last:
            self._last, self._since = seen, now

    def is_settled(self, now: float) -> bool:
        """Return whether the last content has been the same for long enough."""
        return now - self._since >= PATIENCE

    @property
    def is_news(self) -> bool:
        """Whether the last content differs from the judged one."""
        return self._last != self.judged

    def take_content(self) -> FileContent:
        """Return the content to judge now; `is_news` is false after it."""
        self.judged = self._last
        return self._last
