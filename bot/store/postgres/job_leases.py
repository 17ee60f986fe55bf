"""The table `lease`: which process runs which job. A thread of its own renews the leases of this process.

The server's clock alone decides when a lease is over. A process that is killed, stopped or cut off loses its leases after
`LEASE_SECONDS`, with no act of anybody; one that cannot renew them stops its jobs before that. The threads are no tasks of the
event loop, so that work that keeps the loop busy loses no lease.
"""

import asyncio
import itertools
import threading
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple

import psycopg
import structlog

from bot.core.errors import Unavailable
from bot.store.peer_port import JobClaim, LeasedJob
from bot.store.postgres.connecting import connect_for_writing
from bot.store.postgres.prepared_statements import PreparedCall, PreparedStatements, Row
from bot.store.postgres.server_error_refusals import shorten_error
from bot.store.postgres.unanswered_session_timeout import SessionGuard

log_line = structlog.get_logger()

LEASE_SECONDS = 8.0
RENEW_SECONDS = 2.0
MARGIN = 1.5
"""Seconds before the end of a lease that cannot be renewed at which its job is stopped here."""
ANSWER_SECONDS = 3.0
"""How long the server may take to answer before the session is given up."""

MAKE_TABLE = (
    'CREATE TABLE IF NOT EXISTS lease (kind text COLLATE "C" NOT NULL, key text COLLATE "C" NOT NULL,'
    " holder text NOT NULL, claim bigint NOT NULL, until timestamptz NOT NULL, PRIMARY KEY (kind, key)) WITH (fillfactor = 50,"
    " autovacuum_vacuum_scale_factor = 0.01, autovacuum_analyze_scale_factor = 0.01)"
)
_CLAIM = (
    "INSERT INTO lease AS held (kind, key, holder, claim, until) SELECT j.kind, j.key, %(holder)s, %(claim)s,"
    " clock_timestamp() + make_interval(secs => %(seconds)s)"
    " FROM unnest(%(kinds)s::text[], %(keys)s::text[]) j (kind, key) ORDER BY j.kind, j.key"
    " ON CONFLICT (kind, key) DO UPDATE SET holder = excluded.holder, claim = excluded.claim, until = excluded.until"
    " WHERE held.until < clock_timestamp() RETURNING kind, key, claim"
)
_RENEW = (
    "WITH own AS (SELECT kind, key FROM lease WHERE holder = %(holder)s AND until > clock_timestamp()"
    " ORDER BY kind, key FOR UPDATE)"
    " UPDATE lease SET until = clock_timestamp() + make_interval(secs => %(seconds)s) FROM own"
    " WHERE lease.kind = own.kind AND lease.key = own.key RETURNING lease.kind, lease.key, lease.claim"
)
_RELEASE = (
    "DELETE FROM lease USING unnest(%(kinds)s::text[], %(keys)s::text[], %(claims)s::bigint[]) j (kind, key, claim)"
    " WHERE lease.kind = j.kind AND lease.key = j.key AND lease.claim = j.claim AND lease.holder = %(holder)s"
)
_OFFER = (
    "INSERT INTO job (kind, key, run_at, attempts) SELECT j.kind, j.key, 0, 0"
    " FROM unnest(%(kinds)s::text[], %(keys)s::text[]) j (kind, key) ORDER BY 1, 2"
    " ON CONFLICT (kind, key) DO UPDATE SET run_at = 0 WHERE job.run_at > 0"
)
_FLUSHED: PreparedCall = ("SET LOCAL synchronous_commit = on", {})
_GIVE_UP = "DELETE FROM lease WHERE holder = %(holder)s"


class _ClaimAsked(NamedTuple):
    jobs: tuple[LeasedJob, ...]
    future: "asyncio.Future[list[JobClaim]]"


class JobLeases:
    """The leases of this process, under the name `holder`. `lose` gets lost claims, and `notes` tell the others of an offer.

    A claim is not flushed by itself: the first append under it is, and the claim with it. Before that its job has done nothing.
    """

    def __init__(
        self,
        url: str,
        holder: str,
        loop: asyncio.AbstractEventLoop,
        lose: Callable[[Collection[JobClaim]], None],
        notes: Sequence[PreparedCall],
    ) -> None:
        self._url, self.holder, self._loop = url, holder, loop
        self._lose, self._notes = lose, notes
        self._numbers = itertools.count(1)
        self._asked: SimpleQueue[_ClaimAsked | JobClaim | LeasedJob | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._held: dict[JobClaim, float] = {}
        self._offers: set[LeasedJob] = set()
        self._statements: PreparedStatements | None = None
        self._guard = SessionGuard("countersign-lease-guard", self._lose_overdue)
        self._thread = threading.Thread(target=self._run_loop, name="countersign-leases", daemon=True)
        self._thread.start()

    async def claim(self, jobs: Sequence[LeasedJob]) -> list[JobClaim]:
        """See `PeerLink.claim_jobs`."""
        asked = _ClaimAsked(tuple(jobs), self._loop.create_future())
        self._asked.put(asked)
        return await asked.future

    def release(self, claim: JobClaim) -> None:
        self._asked.put(claim)

    def offer(self, job: LeasedJob) -> None:
        self._asked.put(job)

    def close(self) -> None:
        """Give up all leases. Blocks until that is done, for `ANSWER_SECONDS` and the time of a connection at most."""
        self._asked.put(None)
        self._thread.join()
        self._guard.close()

    def _run_loop(self) -> None:
        renew_at = time.monotonic() + RENEW_SECONDS
        is_closing = False
        while not is_closing:
            asked: list[_ClaimAsked | JobClaim | LeasedJob] = []
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
            self._execute(_GIVE_UP, {})
        self._drop_connection()

    def _handle(self, asked: Sequence[_ClaimAsked | JobClaim | LeasedJob]) -> None:
        """What is released comes first, so that a job may be claimed again in the same round."""
        released = [each for each in asked if isinstance(each, JobClaim)]
        self._offers.update(each for each in asked if isinstance(each, LeasedJob))
        claims = [each for each in asked if isinstance(each, _ClaimAsked)]
        with self._lock:
            for claim in released:
                self._held.pop(claim, None)
        try:
            if released:
                released.sort()
                self._execute(_RELEASE, _list_jobs(released) | {"claims": [claim.number for claim in released]})
            self._make_offers()
            if wanted := {job for claim in claims for job in claim.jobs}:
                self._claim(wanted, claims)
        except Exception as error:  # noqa: BLE001  the thread goes on; a lease that was not released ends by itself
            self._drop_connection()
            why = shorten_error(error) if isinstance(error, psycopg.Error) else f"{type(error).__name__}: {error}"
            refusal = Unavailable(f"The database did not say which jobs are free: {why}. Try again.")
            for each in claims:
                self._answer(each, refusal)

    def _make_offers(self) -> None:
        """An offer that fails is made again with the next renewal."""
        if self._offers:
            self._run([("BEGIN", {}), _FLUSHED, (_OFFER, _list_jobs(self._offers)), *self._notes, ("COMMIT", {})])
            self._offers.clear()

    def _claim(self, wanted: Collection[LeasedJob], claims: Sequence[_ClaimAsked]) -> None:
        number, asked_at = next(self._numbers), time.monotonic()
        rows = self._execute(_CLAIM, _list_jobs(wanted) | {"claim": number})
        won = {LeasedJob(kind, key): JobClaim(kind, key, self.holder, number) for kind, key, _ in rows}
        with self._lock:
            self._held.update(dict.fromkeys(won.values(), asked_at + LEASE_SECONDS - MARGIN))
        for asked in claims:
            self._answer(asked, [won.pop(job) for job in asked.jobs if job in won])

    def _renew(self) -> None:
        asked_at = time.monotonic()
        try:
            if self._held:
                rows = self._execute(_RENEW, {})
                kept = {JobClaim(kind, key, self.holder, number) for kind, key, number in rows}
                with self._lock:
                    before = set(self._held)
                    self._held.update(dict.fromkeys(kept & before, asked_at + LEASE_SECONDS - MARGIN))
                self._give_up(before - kept)
            self._make_offers()
        except Exception as error:  # noqa: BLE001  the thread goes on, and what is not renewed is lost in time
            self._drop_connection()
            log_line.warning("leases not renewed", error=f"{type(error).__name__}: {error}".splitlines()[0])

    def _lose_overdue(self) -> None:
        """Called by the guard's thread: this one may wait for an answer that never comes."""
        now = time.monotonic()
        with self._lock:
            overdue = {claim for claim, end in self._held.items() if now >= end}
        self._give_up(overdue)

    def _give_up(self, lost: Collection[JobClaim]) -> None:
        with self._lock:
            told = [claim for claim in lost if self._held.pop(claim, None) is not None]
        if told:
            log_line.warning("leases were lost: another process may run these jobs", jobs=len(told))
            self._call(self._lose, frozenset(told))

    def _answer(self, asked: _ClaimAsked, answer: "list[JobClaim] | Unavailable") -> None:
        def settle() -> None:
            if asked.future.done():
                for claim in answer if isinstance(answer, list) else ():
                    self.release(claim)
            elif isinstance(answer, Unavailable):
                asked.future.set_exception(answer)
            else:
                asked.future.set_result(answer)

        self._call(settle)

    def _call(self, callback: Callable[..., None], *values: object) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            self._loop.call_soon_threadsafe(callback, *values)

    def _execute(self, query: str, values: dict[str, Any]) -> list[Row]:
        return self._run([(query, {**values, "holder": self.holder, "seconds": LEASE_SECONDS})])[0]

    def _run(self, calls: Sequence[PreparedCall]) -> list[list[Row]]:
        statements = self._statements
        if statements is None or statements.connection.closed:
            connection = connect_for_writing(self._url, answer_seconds=ANSWER_SECONDS)
            connection.execute("SET synchronous_commit = off")
            self._statements = statements = PreparedStatements(connection)
        with self._guard.limit(statements.connection, ANSWER_SECONDS):
            return statements.run(calls)

    def _drop_connection(self) -> None:
        statements, self._statements = self._statements, None
        if statements is not None:
            with suppress(psycopg.Error):
                statements.connection.close()


def _list_jobs(jobs: Iterable[LeasedJob | JobClaim]) -> dict[str, Any]:
    ordered = sorted(jobs)
    return {"kinds": [job.kind for job in ordered], "keys": [job.key for job in ordered]}
