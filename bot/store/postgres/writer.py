"""The thread that writes to PostgreSQL, over the one session that owns the database.

Group commit: while one COMMIT waits, statements gather, and go out together as one pipeline in one transaction. A statement
writes whole or nothing, and says which; so a refused one does not affect the others, and no savepoint is needed. A unit of
several statements has a transaction of its own.

A session that is lost in a COMMIT leaves the outcome open. It is settled once the old session is over for the server, which a
new one waits for (`ownership`); then each statement is looked for.

This process knows the row of the signed sum that it writes (`own_sum_row`), so the appends of a group and the row go out in one round trip.
What was refused so is written again with two, under a lock of all that write; where several processes share the database, a unit has that
lock too. What a transaction changed is told to the others within it (`peer_feed`).
"""

import asyncio
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

import psycopg
import structlog
from psycopg.pq import TransactionStatus

from bot.core.errors import DatabaseReplaced, Unavailable
from bot.store.log_signing import HeadSigner, NoEvidence
from bot.store.postgres import ownership, peer_feed, signed_log_summary
from bot.store.postgres.connecting import SqlConnection
from bot.store.postgres.own_sum_row import ORDER_ALONE, ORDER_BESIDE, KnownSums, OwnSumRow
from bot.store.postgres.prepared_statements import PreparedCall, PreparedStatements, SessionLostBefore
from bot.store.postgres.server_error_refusals import explain_error, make_refusal, make_unknown, shorten_error
from bot.store.postgres.unanswered_session_timeout import SessionGuard
from bot.store.postgres.waiting_write import WaitingWrite, read_order, refuse_rest, settle_futures
from bot.store.postgres.writer_statement_types import GroupedStatement, SessionOwner

log_line = structlog.get_logger()

T = TypeVar("T")

BEGIN: PreparedCall = ("BEGIN", {})
COMMIT: PreparedCall = ("COMMIT", {})
MAX_GROUP = 64
GATHER_SECONDS = 0.005
"""Pause before a group where the last one had several writes: each commit wakes all processes over the database."""
SWITCH_SECONDS = 0.0005
"""How long the event loop may keep the interpreter while this thread waits for it, where the others wait for a lock that it holds
in the database. Python's own is ten times that."""
LOOK_SECONDS = 5.0
"""How long a lost server is tried again before the outcome of a commit is given up as unknown."""
PAUSE = 0.2
PING = 2.0
"""Seconds of rest after which the session is tried, so that its loss is noticed."""
ANSWER_SECONDS = 5.0
GROUP_SECONDS, UNIT_SECONDS = 20.0, 60.0
"""How long the server may take for such a try, for a group of statements and for a unit, before the session is given up: it may wait
10 s for a lock. A network that carries nothing ends no session by itself while somebody on the way answers for the server."""


class PostgresWriter:
    """Runs statements and units in one thread, over `connection`, which owns the database.

    `sender` is this process for the others that share the database; empty: there are none.
    """

    def __init__(self, connection: SqlConnection, owner: SessionOwner, signer: HeadSigner, sender: str = "") -> None:
        self._connection: SqlConnection | None = connection
        self._owner, self._signer, self._sender = owner, signer, sender
        self._waiting: SimpleQueue[WaitingWrite | None] = SimpleQueue()
        self.taken: DatabaseReplaced | None = None
        self.is_closed = False
        if sender:
            sys.setswitchinterval(SWITCH_SECONDS)
        self._guard = SessionGuard("countersign-writer-guard")
        self._prepared: PreparedStatements | None = None
        self.sums = OwnSumRow(signer, sender)
        self._thread = threading.Thread(target=self._run_loop, name="countersign-postgres-writer", daemon=True)
        self._thread.start()

    async def write(self, statement: GroupedStatement, then: Callable[[], None] | None = None) -> Any:
        """Return the result of the statement once it is durable, or raise its refusal with nothing of it kept.

        `then` is called in the event loop as soon as it is durable, also after the waiting task is gone. Raises
        Unavailable when the database did not take it.
        """
        return await self._enqueue(statement, None, then)

    async def write_unit(
        self, unit: Callable[[SqlConnection], T], then: Callable[[], None] | None = None, told: Sequence[str] = ()
    ) -> T:
        """Run the unit in a transaction of its own, and tell others these words (`peer_feed`); else as `write`."""
        result: T = await self._enqueue(None, unit, then, told)
        return result

    def close(self) -> None:
        """Commit what waits, then end the session, and with it the ownership."""
        if not self.is_closed:
            self.is_closed = True
            self._waiting.put(None)
            self._thread.join()
            self._guard.close()

    async def _enqueue(
        self,
        statement: GroupedStatement | None,
        unit: Callable[[SqlConnection], Any] | None,
        then: Callable[[], None] | None,
        told: Sequence[str] = (),
    ) -> Any:
        if self.is_closed:
            raise Unavailable("The database is closed.")
        loop = asyncio.get_running_loop()
        waiting = WaitingWrite(statement, unit, loop.create_future(), loop, then, told)
        self._waiting.put(waiting)
        return await waiting.future

    def _run_loop(self) -> None:
        following: WaitingWrite | None = None
        was_group = False
        while True:
            try:
                first = following or self._waiting.get(timeout=PING)
            except Empty:
                self._try_session()
                continue
            if first is None:
                break
            time.sleep(GATHER_SECONDS if was_group and first.unit is None else 0)
            group, following, is_last = [first], None, False
            while first.unit is None and len(group) < MAX_GROUP and not self._waiting.empty():
                further = self._waiting.get()
                if further is None or further.unit is not None:
                    following, is_last = further, further is None
                    break
                group.append(further)
            was_group = bool(self._sender) and len(group) > 1
            self._run_group(group)
            if is_last:
                break
        if self._connection is not None:
            with suppress(psycopg.Error, NoEvidence):
                self.sums.run_in_order(self._connection, self.sums.fold_row)
            with suppress(psycopg.Error):
                ownership.give_up(self._connection)
        self._drop_session()

    def _run_group(self, group: list[WaitingWrite]) -> None:
        had_session = self._has_session()
        try:
            try:
                self._try_group(group)
            except psycopg.OperationalError as error:
                if self._has_session() or not had_session:
                    raise
                log_line.warning("the session of the database was lost", error=shorten_error(error))
                self._await_session()
                self._try_group([waiting for waiting in group if not waiting.is_done])  # nothing of it reached a COMMIT
        except Unavailable as error:
            refuse_rest(group, error)
        except psycopg.Error as error:
            refuse_rest(group, make_refusal(error))
        except BaseException as error:  # noqa: BLE001  a fault of a unit fails its caller, and the thread goes on
            refuse_rest(group, error)
        self._end_transaction()
        for loop in {waiting.loop for waiting in group}:  # one call into each event loop
            with suppress(RuntimeError):  # the loop was closed meanwhile: no task waits any more
                loop.call_soon_threadsafe(settle_futures, [each for each in group if each.loop is loop])

    def _try_group(self, group: list[WaitingWrite]) -> None:
        connection = self._use_session()
        if group[0].unit is not None:
            with self._guard.limit(connection, UNIT_SECONDS):
                self._run_unit(connection, group[0])
        else:
            if self.sums.is_to_take:
                self._take_row(connection)
            rest = self._commit_at_once(connection, sorted(group, key=read_order))
            if rest:
                self._commit_statements(self._use_session(), rest)

    def _run_unit(self, connection: SqlConnection, waiting: WaitingWrite) -> None:
        assert waiting.unit is not None
        connection.execute("BEGIN")
        if self._sender:
            connection.execute(*ORDER_ALONE)
            connection.execute(signed_log_summary.READ_SUM)  # for a release that knows this lock alone
        try:
            waiting.result = waiting.unit(connection)
            for note in peer_feed.make_notes(self._sender, waiting.told):
                connection.execute(*note)
        except psycopg.OperationalError:
            raise
        except Exception as error:  # noqa: BLE001  the refusal of the unit is its caller's
            waiting.refuse(explain_error(error) if isinstance(error, psycopg.Error) else error)
            return
        try:
            ended = connection.execute("COMMIT").statusmessage
        except psycopg.OperationalError as error:
            raise make_unknown(error) from error
        if ended != "COMMIT":
            raise psycopg.InternalError("an error within the transaction undid it")
        waiting.is_done = True

    def _take_row(self, connection: SqlConnection) -> None:
        try:
            with self._guard.limit(connection, GROUP_SECONDS):
                taken = self.sums.run_in_order(connection, self.sums.take_row)
        except NoEvidence as error:
            raise signed_log_summary.make_changed_refusal(error) from error
        if taken is not None:
            self.sums.confirm(taken)

    def _commit_statements(self, connection: SqlConnection, group: list[WaitingWrite]) -> None:
        """Write them in one transaction with two round trips: the rows of the sum are read in the first."""
        try:
            with self._guard.limit(connection, GROUP_SECONDS):
                after = self._send_statements(connection, group)
        except (psycopg.OperationalError, Unavailable):
            raise
        except Exception as error:  # noqa: BLE001  the server refused a statement, or a value of it cannot be sent
            connection.execute("ROLLBACK")
            if len(group) == 1:
                waiting = group[0]
                assert waiting.statement is not None
                explain = waiting.statement.explain_error
                waiting.refuse(explain(error) if isinstance(error, psycopg.Error) else error)
                return
            for waiting in group:  # one of them failed the transaction of all: each gets one of its own
                waiting.error = None
                self._commit_statements(connection, [waiting])
            return
        try:
            calls = [] if after is None else [self.sums.make_write(after)]
            calls += self._list_notes(group, after)
            with self._guard.limit(connection, GROUP_SECONDS):
                self._use_prepared(connection).run([*calls, COMMIT])
        except psycopg.OperationalError as error:
            if self._has_session():
                raise  # the server answered: it undid the transaction
            log_line.warning("the session of the database was lost in a commit", error=shorten_error(error))
            self._look_for(group, error)
        for waiting in group:
            waiting.is_done = True
        if after is not None and self.sums.known is not None:
            self.sums.confirm(after)

    def _commit_at_once(self, connection: SqlConnection, group: list[WaitingWrite]) -> list[WaitingWrite]:
        """Write them, and the row of the sum after them, in one round trip. Returns those that were not written.

        All are written, or none. Only where this process wrote the row last, so that it knows it.
        """
        before, statements = self.sums.known, [waiting.statement for waiting in group if waiting.statement is not None]
        appends = [each for each in statements if each.head_change is not None]
        changes = {each.order[0]: each.head_change for each in appends if each.head_change is not None}
        if before is None or not self.sums.is_ready or len(changes) < len(appends):
            return group
        after = self.sums.change(before, changes.values()) if changes else None
        locks = [ORDER_ALONE if any(each.reads_others for each in statements) else ORDER_BESIDE] if self._sender else []
        calls: list[PreparedCall] = [*locks, *((statement.text, statement.values) for statement in statements)]
        if after is not None:
            calls.append(self.sums.make_replace(before, after, {thread: mac for thread, (_, mac) in changes.items()}))
            self.sums.known = None
        calls += self._list_notes(group, after)
        try:
            with self._guard.limit(connection, GROUP_SECONDS):
                answers = self._use_prepared(connection).run(calls)
        except SessionLostBefore:
            raise
        except psycopg.OperationalError as error:
            if self._has_session():
                return self._know_again(before, group)
            log_line.warning("the session of the database was lost in a commit", error=shorten_error(error))
            self._look_for(group, error)
            rest = [each for each in group if each.error is not None and each.statement in appends]
            for waiting in group:
                waiting.is_done = waiting not in rest
                waiting.error = waiting.error if waiting.is_done else None
            return rest
        except Exception:  # noqa: BLE001  they are written one by one, and the one that is refused is told why
            return self._know_again(before, group)
        for waiting, rows in zip(group, answers[len(locks) :], strict=False):
            waiting.end(connection, rows)
        if after is not None:
            self.sums.confirm(after)
        return []

    def _know_again(self, before: KnownSums, group: list[WaitingWrite]) -> list[WaitingWrite]:
        """The server undid all of it, so the rows are as before."""
        self.sums.known = before
        return group

    def _send_statements(self, connection: SqlConnection, group: list[WaitingWrite]) -> KnownSums | None:
        """Run the statements in one round trip within a new transaction; return the sums after them, to be written."""
        has_heads = bool(self._sender) or any(each.statement and each.statement.head_change for each in group)
        locks = self.sums.list_locks() if has_heads else []
        calls: list[PreparedCall] = [BEGIN, *locks]
        for waiting in group:
            assert waiting.statement is not None
            calls.append((waiting.statement.text, waiting.statement.values))
        answers = self._use_prepared(connection).run(calls)
        changes = []
        for waiting, rows in zip(group, answers[-len(group) :], strict=True):
            assert waiting.statement is not None
            try:
                waiting.result = waiting.statement.read_result(connection, rows)
            except psycopg.Error:
                raise
            except Exception as error:  # noqa: BLE001  the refusal of a statement is its caller's
                waiting.error = error
                continue
            if waiting.statement.head_change is not None:
                changes.append(waiting.statement.head_change)
        if not has_heads or not changes:
            return None
        try:
            before = self.sums.read_locked(answers[1 : 1 + len(locks)])
        except NoEvidence as error:
            connection.execute("ROLLBACK")
            raise signed_log_summary.make_changed_refusal(error) from error
        return self.sums.change(before, changes)

    def _list_notes(self, group: list[WaitingWrite], after: KnownSums | None = None) -> list[PreparedCall]:
        """The statements that tell the other processes what these writes changed, and the version of the row of the sum."""
        words = [word for each in group for word in each.list_told()]
        if words and after is not None and after.own is not None:
            words.append(peer_feed.write_version(after.own.version))
        return peer_feed.make_notes(self._sender, words)

    def _look_for(self, group: list[WaitingWrite], lost: psycopg.OperationalError) -> None:
        """After a commit with an unknown outcome: the result of each statement, if it was written."""
        try:
            connection = self._await_session()
            for waiting in group:
                if waiting.error is None and waiting.statement is not None:
                    try:
                        waiting.result = waiting.statement.find_result(connection)
                    except Unavailable as error:
                        waiting.error = error
        except (psycopg.Error, Unavailable) as error:
            raise make_unknown(lost) from error

    def _await_session(self) -> SqlConnection:
        """A new session, which is tried for `LOOK_SECONDS`. Raises as `_use_session`."""
        end = time.monotonic() + LOOK_SECONDS
        while True:
            try:
                return self._use_session()
            except psycopg.OperationalError:
                if time.monotonic() > end:
                    raise
                time.sleep(PAUSE)

    def _use_session(self) -> SqlConnection:
        """The session; a new one after the old one was lost. Raises psycopg.OperationalError, DatabaseReplaced."""
        if self.taken is not None:
            raise self.taken
        if self._connection is not None and self._has_session():
            return self._connection
        self._drop_session()
        self.sums.forget()
        try:
            self._connection = self._owner.reopen_session()
        except DatabaseReplaced as taken:
            self.taken = taken
            raise
        log_line.info("the session of the database was opened again")
        return self._connection

    def _use_prepared(self, connection: SqlConnection) -> PreparedStatements:
        if self._prepared is None or self._prepared.connection is not connection:
            self._prepared = PreparedStatements(connection)
        return self._prepared

    def _has_session(self) -> bool:
        return self._connection is not None and not self._connection.closed

    def _end_transaction(self) -> None:
        """Undo what an error left open. The session is kept, and with it the ownership."""
        connection = self._connection
        if connection is not None and connection.info.transaction_status != TransactionStatus.IDLE:
            try:
                connection.execute("ROLLBACK")
            except psycopg.Error:
                self._drop_session()

    def _try_session(self) -> None:
        try:
            connection = self._use_session()
            with self._guard.limit(connection, ANSWER_SECONDS):
                connection.execute("SELECT 1")
        except Exception as error:  # noqa: BLE001  the thread goes on, whatever the server said
            log_line.warning("the database does not answer", error=str(error).strip())

    def _drop_session(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(psycopg.Error):
                connection.close()
