"""Reads the rows of a thread, verified up to its signed head, and refuses a log that became shorter."""

from collections import OrderedDict

from bot.store.hash_chain import BrokenChain, VerifiedRows
from bot.store.port import ThreadStore

MAX_SEEN = 100_000
"""Threads whose last event number is kept."""


class SeenLengths:
    """The number of events of each thread when this process last read or wrote it. A log does not get shorter.

    It detects a thread that was set back by SQL to an older state with a valid signature. The entries used longest ago
    are dropped first.
    """

    def __init__(self) -> None:
        self._seqs: OrderedDict[str, int] = OrderedDict()

    def note_length(self, thread: str, seq: int) -> None:
        self._seqs[thread] = max(seq, self._seqs.pop(thread, 0))
        if len(self._seqs) > MAX_SEEN:
            self._seqs.popitem(last=False)

    def find_length(self, thread: str) -> int:
        """The number of its last known event, 0 for a thread that was not seen."""
        return self._seqs.get(thread, 0)


class VerifiedReader:
    """Reads logs whose lengths this process remembers."""

    def __init__(self, threads: ThreadStore) -> None:
        self.threads = threads
        self.seen = SeenLengths()

    async def read_rows(self, id: str, after: int = 0, before: bytes | None = None) -> VerifiedRows:
        """The rows after number `after`, at least up to the last one that this process knew when it resumes.

        An append that was committed while the rows were read makes them be read again, so that no caller takes an older
        state for the present one. Raises BrokenChain, Unavailable.
        """
        while True:
            known = self.seen.find_length(id)
            found = await self.threads.read_rows(id, after, before)
            if found.seq < known:
                raise BrokenChain(
                    found.seq + 1, f"it is missing, the thread had {known} events before: it was set back"
                )
            if found.seq >= self.seen.find_length(id):
                if found.rows:
                    self.seen.note_length(id, found.seq)
                return found
