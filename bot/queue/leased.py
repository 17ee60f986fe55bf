"""The queue of one of several processes that share a database: jobs in a table, and a lease on each that runs here."""

from collections.abc import Callable, Collection

from bot.core.base_types import to_micros
from bot.core.ports import UtcClock
from bot.queue.port import JobKey
from bot.queue.single_process import EmbeddedQueue
from bot.store.peer_port import JobClaim, LeasedJob, PeerLink
from bot.store.port import JobStore

POLL = 1_000_000
"""Microseconds between two reads of the job table: so long may a job wait whose process died, after its lease."""


class LeasedQueue(EmbeddedQueue):
    """The `JobQueue` port. The process that made a job due runs it at once, if it gets the lease; else whoever has it does.

    A process that appends to a thread whose turn runs elsewhere writes its job with the append; the other one hears of the
    append and runs again (`recall_jobs`). A read of the job table finds the jobs of which no process hears.
    """

    def __init__(self, jobs: JobStore, peers: PeerLink, clock: UtcClock) -> None:
        super().__init__(jobs, clock)
        self.peers = peers
        self._claims: dict[JobKey, JobClaim] = {}
        self._lost_early: set[JobClaim] = set()
        self._listeners: list[Callable[[Collection[JobKey]], None]] = []

    def watch_lost(self, lost: Callable[[Collection[JobKey]], None]) -> None:
        self._listeners.append(lost)

    def find_claim(self, job: JobKey) -> JobClaim | None:
        return self._claims.get(job)

    def lose_claims(self, claims: Collection[JobClaim]) -> None:
        """Another process may run these jobs: stop them here. One may be lost before `claim_jobs` hears that it was got."""
        lost = [job for job, claim in self._claims.items() if claim in claims]
        self._lost_early.update(claim for claim in claims if claim not in self._claims.values())
        for tell in self._listeners:
            tell(lost)

    def recall_jobs(self, keys: Collection[str]) -> None:
        """Run the jobs of these keys once more if they run here."""
        for job in [job for job in self.running if job.key in keys]:
            self._recall_job(job)

    def take_offers(self, jobs: Collection[LeasedJob]) -> None:
        """Run these jobs, which another process made due and does not run."""
        for offered in jobs:
            job = JobKey(*offered)
            if job in self.running:
                self._recall_job(job)
            else:
                self.ready[job] = None
                self.woken.set()

    async def gather_due(self, limit: int = 1000) -> None:
        await super().gather_due(limit)
        latest = to_micros(self.clock()) + POLL
        if self.alarm is None or self.alarm > latest:
            self.alarm = latest

    async def claim_jobs(self, most: int) -> list[JobKey]:
        claimed = await super().claim_jobs(most)
        if not claimed:
            return []
        try:
            won = await self.peers.claim_jobs([LeasedJob(*job) for job in claimed])
        except BaseException:
            for job in claimed:
                self._leave_job(job)
                self.ready[job] = None
            raise
        self._claims.update((JobKey(claim.kind, claim.key), claim) for claim in won if claim not in self._lost_early)
        self._lost_early.clear()
        for job in claimed:
            if job not in self._claims:
                self._leave_job(job)
        return [job for job in claimed if job in self._claims]

    def finish_job(self, job: JobKey) -> None:
        super().finish_job(job)
        if (claim := self._claims.pop(job, None)) is not None:
            self.peers.release_job(claim)

    def _leave_job(self, job: JobKey) -> None:
        self.running.discard(job)
        self.again.discard(job)


class OfferingQueue(EmbeddedQueue):
    """The `JobQueue` port of a process that runs no jobs: it offers those that are due to the other processes.

    An append offers its own.
    """

    is_offering = True

    def __init__(self, jobs: JobStore, peers: PeerLink, clock: UtcClock) -> None:
        super().__init__(jobs, clock)
        self.peers = peers

    def wake_job(self, kind: str, key: str, run_at: int) -> None:
        """A later job is in the job table, where the others find it."""
        if run_at <= to_micros(self.clock()):
            self.peers.offer_job(LeasedJob(kind, key))

    async def claim_jobs(self, most: int) -> list[JobKey]:
        return []
