"""Follows the commits of other processes to the database."""

import asyncio
from collections.abc import Awaitable, Callable, Collection

import structlog

from bot.core.errors import Unavailable
from bot.engine.repository.thread_repository import ThreadRepository
from bot.queue.leased import LeasedQueue
from bot.store.peer_port import JobClaim, PeerChanges, PeerListener

log_line = structlog.get_logger()

AGAIN = 1.0
"""Seconds between two tries to read what changed."""


class PeerFollower:
    """Keeps the repository and the queue of this process up to date. `lose_claims` gets the leases that were lost."""

    def __init__(self, repository: ThreadRepository, lose_claims: Callable[[Collection[JobClaim]], None]) -> None:
        self.repository, self._lose_claims = repository, lose_claims
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def listener(self) -> PeerListener:
        return PeerListener(self._take_changes, self._lose_claims)

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _take_changes(self, changes: PeerChanges) -> None:
        queue = self.repository.queue
        if changes.is_lost:
            self.repository.mark_outdated()
        for thread in changes.threads:
            self.repository.mark_outdated(thread)
        if isinstance(queue, LeasedQueue):
            queue.recall_jobs(changes.threads)
            queue.take_offers(changes.offered)
            if changes.has_jobs or changes.is_lost:
                queue.poll_soon()
                queue.woken.set()
        if changes.has_revoked or changes.is_lost:
            self._begin(self.repository.read_revoked)
        if changes.has_holds or changes.is_lost:
            self._begin(self.repository.read_holds)

    def _begin(self, read: Callable[[], Awaitable[None]]) -> None:
        task = asyncio.get_running_loop().create_task(_read_until_done(read))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _read_until_done(read: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            return await read()
        except Unavailable as error:
            log_line.warning("a change of another process is read later", error=str(error))
            await asyncio.sleep(AGAIN)
