"""Reads the rows of a thread, verified up to its signed head, and refuses a log that became shorter."""

from bot.engine.repository.known_logs import KnownLogs
from bot.store.hash_chain import BrokenChain, VerifiedRows
from bot.store.port import ThreadStore


class VerifiedReader:
    """Reads logs whose lengths this process remembers."""

    def __init__(self, threads: ThreadStore, known: KnownLogs) -> None:
        self.threads, self.known = threads, known

    async def read_rows(self, id: str, after: int = 0, before: bytes | None = None) -> VerifiedRows:
        """The rows after number `after`, at least up to the last one that this process knew when it resumes.

        An append that was committed while the rows were read makes them be read again, so that no caller takes an older
        state for the present one. Raises BrokenChain, Unavailable.
        """
        while True:
            known = self.known.find_length(id)
            found = await self.threads.read_rows(id, after, before)
            if found.seq < known:
                raise BrokenChain(
                    found.seq + 1, f"it is missing, the thread had {known} events before: it was set back"
                )
            if found.seq >= self.known.find_length(id):
                if found.rows:
                    self.known.note_length(id, found.seq)
                return found
