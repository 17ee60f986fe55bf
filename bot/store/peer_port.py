"""The port between the processes that share one database: the process that runs a job, and the changes of the others.

A store that one process owns has no peers. Nothing of it decides what may be written: each append has its own fence.
"""

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple, Protocol


class LeasedJob(NamedTuple):
    """The kind of work, and the thread that it is for."""

    kind: str
    key: str


class JobClaim(NamedTuple):
    """A lease on a job that one process got: `number` tells it from an earlier lease of the same process."""

    kind: str
    key: str
    holder: str
    number: int

    @property
    def job(self) -> LeasedJob:
        return LeasedJob(self.kind, self.key)


class PeerChanges(NamedTuple):
    """The commits of other processes: threads with new events, and whether a job is due, a hold or a key changed.

    `offered` are due jobs that this process is to run. `is_lost`: changes may have been missed, so that anything may have changed.
    """

    threads: frozenset[str] = frozenset()
    has_jobs: bool = False
    has_holds: bool = False
    has_revoked: bool = False
    is_lost: bool = False
    offered: frozenset[LeasedJob] = frozenset()


class PeerListener(NamedTuple):
    """Called in the event loop: with the changes of others, and with leases that were lost, perhaps before they were told."""

    take_changes: Callable[[PeerChanges], None]
    lose_claims: Callable[[Collection[JobClaim]], None]


class PeerLink(Protocol):
    """The link of this process to the others over the same database.

    A lease is on one job, for seconds of the database's clock, and is renewed until `release_job`; one that this process
    cannot renew is lost before its end, and another process may run the job after it.
    """

    @property
    def is_first(self) -> bool:
        """No other process had the database open: this one prepares it, before `admit_others`."""
        ...

    async def admit_others(self) -> None:
        """Let other processes open the database, after it is prepared."""
        ...

    async def start(self, listener: PeerListener) -> None:
        """Listen from now on."""
        ...

    async def claim_jobs(self, jobs: Sequence[LeasedJob]) -> list[JobClaim]:
        """The leases on those of these jobs that no process has. Raises Unavailable."""
        ...

    def release_job(self, claim: JobClaim) -> None:
        """This process does not run the job any more."""
        ...

    async def announce_rules(self, version: str) -> None:
        """From now on only processes with these rules start calls. Raises Unavailable."""
        ...

    def offer_job(self, job: LeasedJob) -> None:
        """Let a process that runs jobs run this one now."""
        ...

    async def close(self) -> None:
        """Give up all leases."""
        ...
