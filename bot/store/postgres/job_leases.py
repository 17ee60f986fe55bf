"""The table `lease`: which process runs which job. A thread of its own renews the leases of this process.

The server's clock alone decides when a lease is over. A process that is killed, stopped or cut off loses its leases after
`LEASE_SECONDS`, with no act of anybody. The thread is no task of the event loop, so that work that keeps the loop busy
loses no lease.
"""

import asyncio
import threading
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import NamedTuple

import psycopg
import structlog

from bot.core.errors import Unavailable
from bot.store.peer_port import LeasedJob
from bot.store.postgres.connecting import SqlConnection, connect_for_writing
from bot.store.postgres.grouped_statements import shorten_error

log_line = structlog.get_logger()

LEASE_SECONDS = 5.0
RENEW_SECONDS = 1.25
MARGIN = 1.0
"""Seconds before the end of a lease that cannot be renewed at which its job is stopped here."""
PAUSE = 0.2

MAKE_TABLE = (
    'CREATE TABLE IF NOT EXISTS lease (kind text COLLATE "C" NOT NULL, key text COLLATE "C" NOT NULL,'
    " holder text NOT NULL, until timestamptz NOT NULL, PRIMARY KEY (kind, key)) WITH (fillfactor = 50,"
    " autovacuum_vacuum_scale_factor = 0.01, autovacuum_analyze_scale_factor = 0.01)"
)
_CLAIM = (
    "INSERT INTO lease AS held (kind, key, holder, until) SELECT j.kind, j.key, %(holder)s,"
    " clock_timestamp() + make_interval(secs => %(seconds)s)"
    " FROM unnest(%(kinds)s::text[], %(keys)s::text[]) j (kind, key) ORDER BY j.kind, j.key"
    " ON CONFLICT (kind, key) DO UPDATE SET holder = excluded.holder, until = excluded.until"
    " WHERE held.until < clock_timestamp() OR held.holder = excluded.holder RETURNING kind, key"
)
_RENEW = (
    "UPDATE lease SET until = clock_timestamp() + make_interval(secs => %(seconds)s)"
    " WHERE holder = %(holder)s AND until > clock_timestamp() RETURNING kind, key"
)
_RELEASE = (
    "DELETE FROM lease USING unnest(%(kinds)s::text[], %(keys)s::text[]) j (kind, key)"
    " WHERE lease.kind = j.kind AND lease.key = j.key AND lease.holder = %(holder)s"
)
_OFFER = (
    "INSERT INTO job (kind, key, run_at, attempts) SELECT j.kind, j.key, 0, 0"
    " FROM unnest(%(kinds)s::text[], %(keys)s::text[]) j (kind, key) ORDER BY 1, 2 ON CONFLICT DO NOTHING"
)
_GIVE_UP = "DELETE FROM lease WHERE holder = %(holder)s"


class _ClaimAsked(NamedTuple):
    jobs: tuple[LeasedJob, ...]
    future: "asyncio.Future[list[LeasedJob]]"


class _JobNoted(NamedTuple):
    job: LeasedJob
    is_offered: bool


class JobLeases:
    """The leases of this process, under the name `holder`. `lose` gets lost jobs, and `announce` sends a note to others."""

    def __init__(
        self,
        url: str,
        holder: str,
        loop: asyncio.AbstractEventLoop,
        lose: Callable[[Collection[LeasedJob]], None],
        announce: Callable[[SqlConnection], None],
    ) -> None:
        self._url, self.holder, self._loop = url, holder, loop
        self._lose, self._announce = lose, announce
        self._asked: SimpleQueue[_ClaimAsked | _JobNoted | None] = SimpleQueue()
        self._held: set[LeasedJob] = set()
        self._proved_at = time.monotonic()
        self._connection: SqlConnection | None = None
        self._thread = threading.Thread(target=self._run_loop, name="countersign-leases", daemon=True)
        self._thread.start()

    async def claim(self, jobs: Sequence[LeasedJob]) -> list[LeasedJob]:
        """See `PeerLink.claim_jobs`."""
        asked = _ClaimAsked(tuple(jobs), self._loop.create_future())
        self._asked.put(asked)
        return await asked.future

    def release(self, job: LeasedJob) -> None:
        self._asked.put(_JobNoted(job, is_offered=False))

    def offer(self, job: LeasedJob) -> None:
        self._asked.put(_JobNoted(job, is_offered=True))

    def close(self) -> None:
        """Give up all leases. Blocks until that is done, for a moment."""
        self._asked.put(None)
        self._thread.join()

    def _run_loop(self) -> None:
        renew_at = time.monotonic() + RENEW_SECONDS
        is_closing = False
        while not is_closing:
            asked: list[_ClaimAsked | _JobNoted] = []
            with suppress(Empty):
                further = self._asked.get(timeout=max(renew_at - time.monotonic(), 0))
                while further is not None:
                    asked.append(further)
                    further = self._asked.get_nowait()
                is_closing = True
            self._handle(asked)
            if time.monotonic() >= renew_at:
                self._renew()
                renew_at = time.monotonic() + RENEW_SECONDS
        with suppress(psycopg.Error):
            self._use_connection().execute(_GIVE_UP, {"holder": self.holder})
        self._drop_connection()

    def _handle(self, asked: Sequence[_ClaimAsked | _JobNoted]) -> None:
        """What is released comes first, so that a job may be claimed again in the same round."""
        noted = [each for each in asked if isinstance(each, _JobNoted)]
        claims = [each for each in asked if isinstance(each, _ClaimAsked)]
        released = {each.job for each in noted if not each.is_offered}
        self._held -= released
        try:
            if released:
                self._execute(_RELEASE, released)
            if offered := {each.job for each in noted if each.is_offered}:
                self._execute(_OFFER, offered)
                self._announce(self._use_connection())
            if wanted := {job for claim in claims for job in claim.jobs}:
                won = {LeasedJob(*row) for row in self._execute(_CLAIM, wanted)}
                self._held |= won
                for claim in claims:
                    self._answer(claim, [job for job in claim.jobs if job in won])
        except psycopg.Error as error:  # a lease that was not released ends by itself
            self._drop_connection()
            refusal = Unavailable(f"The database did not say which jobs are free: {shorten_error(error)}. Try again.")
            for claim in claims:
                self._answer(claim, refusal)

    def _renew(self) -> None:
        asked_at = time.monotonic()
        try:
            kept = {LeasedJob(*row) for row in self._execute(_RENEW, ())} if self._held else set()
        except psycopg.Error as error:
            self._drop_connection()
            log_line.warning("leases not renewed", error=shorten_error(error))
            if time.monotonic() < self._proved_at + LEASE_SECONDS - MARGIN:
                return
            kept = set()
        else:
            self._proved_at = asked_at
        if lost := self._held - kept:
            self._held -= lost
            log_line.warning("leases were lost: another process may run these jobs", jobs=len(lost))
            self._call(self._lose, frozenset(lost))

    def _answer(self, claim: _ClaimAsked, answer: "list[LeasedJob] | Unavailable") -> None:
        def settle() -> None:
            if claim.future.done():
                for job in answer if isinstance(answer, list) else ():
                    self.release(job)
            elif isinstance(answer, Unavailable):
                claim.future.set_exception(answer)
            else:
                claim.future.set_result(answer)

        self._call(settle)

    def _call(self, callback: Callable[..., None], *values: object) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            self._loop.call_soon_threadsafe(callback, *values)

    def _execute(self, query: str, jobs: Iterable[LeasedJob]) -> list[tuple[str, str]]:
        jobs = sorted(jobs)
        values = {"kinds": [job.kind for job in jobs], "keys": [job.key for job in jobs]}
        done = self._use_connection().execute(query, {**values, "holder": self.holder, "seconds": LEASE_SECONDS})
        return [(kind, key) for kind, key in done.fetchall()] if done.description else []

    def _use_connection(self) -> SqlConnection:
        if self._connection is None or self._connection.closed:
            self._connection = connect_for_writing(self._url)
        return self._connection

    def _drop_connection(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(psycopg.Error):
                connection.close()
