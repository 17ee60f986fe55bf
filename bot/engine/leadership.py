"""The work that one process does for all that share a database: lost jobs, upkeep, and the channels' own input.

Leading is a job like any other: the process that has its lease leads, until it ends or loses the lease.
"""

import asyncio
from collections.abc import Collection, Sequence
from contextlib import suppress

import structlog

from bot.core.errors import Unavailable
from bot.core.ports import ChannelSurface, LeadingPort
from bot.engine.repository.startup_and_hourly_upkeep import run_hourly_upkeep, sweep_threads
from bot.engine.repository.thread_repository import ThreadRepository
from bot.engine.whole_tracebacks import format_traceback
from bot.store.peer_port import JobClaim, LeasedJob, PeerLink

log_line = structlog.get_logger()

LEAD = LeasedJob("lead", "channels")
LOOK_SECONDS = 1.0
"""Seconds between two tries to lead."""
UPKEEP_SECONDS = 3600.0
AGAIN = 60.0
"""Seconds before upkeep is tried again that failed."""


class Leadership:
    """Leads whenever no other process does, from `start` until `stop`."""

    def __init__(self, repository: ThreadRepository, surfaces: Sequence[ChannelSurface]) -> None:
        self._repository, self._surfaces = repository, surfaces
        self._trying: asyncio.Task[None] | None = None
        self._leading: asyncio.Task[None] | None = None
        self._claim: JobClaim | None = None
        self._lost: set[JobClaim] = set()

    @property
    def is_leading(self) -> bool:
        return self._leading is not None

    def start(self, peers: PeerLink) -> None:
        self._trying = asyncio.get_running_loop().create_task(self._try_to_lead(peers), name="countersign-leader")

    def lose_claims(self, claims: Collection[JobClaim]) -> None:
        """Another process may lead from now on, if the lead is among these leases, perhaps before this one has begun."""
        self._lost.update(claim for claim in claims if claim.job == LEAD)
        if self._claim in self._lost and self._leading is not None:
            self._leading.cancel()

    async def stop(self) -> None:
        if self._trying is not None:
            self._trying.cancel()
            await asyncio.gather(self._trying, return_exceptions=True)

    async def _try_to_lead(self, peers: PeerLink) -> None:
        while True:
            with suppress(Unavailable):
                for self._claim in await peers.claim_jobs([LEAD]):
                    try:
                        if self._claim not in self._lost:
                            await self._lead_until_lost()
                    finally:
                        peers.release_job(self._claim)
                self._lost.clear()
            await asyncio.sleep(LOOK_SECONDS)

    async def _lead_until_lost(self) -> None:
        self._leading = asyncio.get_running_loop().create_task(self._lead())
        log_line.info("this process leads: it reads mailboxes and keeps the connections of channels")
        try:
            await asyncio.wait([self._leading])
            if not self._leading.cancelled() and (error := self._leading.exception()) is not None:
                log_line.error("leading ended", error=str(error), trace=format_traceback(error))
        finally:
            self._leading.cancel()
            await asyncio.gather(self._leading, return_exceptions=True)
            self._leading = None
            log_line.info("this process leads no more")

    async def _lead(self) -> None:
        """Lead until a surface fails. Raises its error: then it is begun anew, here or in another process."""
        surfaces = [surface for surface in self._surfaces if isinstance(surface, LeadingPort)]
        wait = UPKEEP_SECONDS
        try:
            await sweep_threads(self._repository)
            for surface in surfaces:
                await surface.lead(is_alone=False)
            while True:
                await asyncio.sleep(wait)
                wait = UPKEEP_SECONDS if await self._run_upkeep() else AGAIN
        finally:
            for surface in surfaces:
                try:
                    await surface.step_down()
                except Exception as error:  # noqa: BLE001  a surface that fails keeps no other one open
                    log_line.error("a channel did not end", error=str(error), trace=format_traceback(error))

    async def _run_upkeep(self) -> bool:
        try:
            await run_hourly_upkeep(self._repository)
        except Unavailable as error:
            log_line.warning("lost jobs not looked for", error=str(error))
            return False
        return True
