"""The threads that this process knows to rest, and the last event up to which it knows other threads to be readable."""

import structlog

from bot.core.errors import UnreadThread
from bot.core.threads.thread import Thread
from bot.core.threads.unreadable_events import UnreadMark
from bot.engine.repository.known_logs import KnownLogs

log_line = structlog.get_logger()

MAX_RESTING = 10_000
"""Resting threads whose marks are kept."""


class RestingThreads:
    """Threads with an event that this version cannot read. `marks` maps each to the mark of its first such event."""

    def __init__(self, known: KnownLogs) -> None:
        self.marks: dict[str, UnreadMark] = {}
        self._known = known

    def note_thread(self, thread: Thread) -> None:
        """Note whether a thread that was read rests."""
        if thread.unread is None:
            self._known.note_readable(thread.id, thread.seq)
        else:
            self.note_mark(thread.id, thread.unread)

    def note_mark(self, thread: str, mark: UnreadMark) -> None:
        """Note that this thread rests, and write one log line for it in this process."""
        if thread in self.marks or len(self.marks) >= MAX_RESTING:
            return
        self.marks[thread] = mark
        error = str(UnreadThread(thread, mark.seq, mark.type, mark.version))
        log_line.warning("thread rests", thread=thread, seq=mark.seq, type=mark.type[:80], v=mark.version, error=error)

    def note_readable(self, thread: str, seq: int) -> None:
        """Note that all events of this thread up to `seq` can be read."""
        self._known.note_readable(thread, seq)

    def is_checked(self, thread: str, seq: int) -> bool:
        """Whether it is known if this thread, which ends at `seq`, rests."""
        return thread in self.marks or self._known.find_readable(thread) == seq
