"""The thread that writes to PostgreSQL, over the one session that owns the database.

Group commit: while one COMMIT waits, statements gather, and go out together as one pipeline in one transaction. A statement
writes whole or nothing, and says which; so a refused one does not affect the others, and no savepoint is needed. A unit of
several statements has a transaction of its own.

A session that is lost in a COMMIT leaves the outcome open. It is settled once the old session is over for the server, which a
new one waits for (`ownership`); then each statement is looked for.

Where several processes share the database, each transaction first locks the sum over all heads, so that one at a time writes:
what a statement or a unit has read is so until its commit. What it changed is told to the others within it (`peer_feed`).
"""

import asyncio
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any, Protocol, TypeVar

import psycopg
import structlog
from psycopg.pq import TransactionStatus

from bot.core.errors import DatabaseReplaced, Unavailable
from bot.store.log_signing import HeadSigner, NoEvidence, ThreadSum
from bot.store.postgres import ownership, peer_feed, signed_log_summary
from bot.store.postgres.connecting import SqlConnection
from bot.store.postgres.hung_session_closer import SessionGuard
from bot.store.postgres.prepared_statements import PreparedCall, PreparedStatements, SessionLostBefore
from bot.store.postgres.server_error_refusals import explain_error, make_refusal, make_unknown, shorten_error
from bot.store.postgres.waiting_write import WaitingWrite, read_order, refuse_rest, settle_futures
from bot.store.postgres.writer_statement_types import GroupedStatement

log_line = structlog.get_logger()

T = TypeVar("T")

BEGIN: PreparedCall = ("BEGIN", {})
COMMIT: PreparedCall = ("COMMIT", {})
MAX_GROUP = 64
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


class SessionOwner(Protocol):
    """Opens the writing session again, as the owner of the database."""

    def reopen_session(self) -> SqlConnection:
        """Raises psycopg.OperationalError; DatabaseReplaced when another process owns the database."""
        ...


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
        self._known_sum: ThreadSum | None = None
        """The sum over the heads after the last append of this process; None: not known."""
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
        while True:
            try:
                first = following or self._waiting.get(timeout=PING)
            except Empty:
                self._try_session()
                continue
            if first is None:
                break
            group, following, is_last = [first], None, False
            while first.unit is None and len(group) < MAX_GROUP and not self._waiting.empty():
                further = self._waiting.get()
                if further is None or further.unit is not None:
                    following, is_last = further, further is None
                    break
                group.append(further)
            self._run_group(group)
            if is_last:
                break
        if self._connection is not None:
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
            rest = self._commit_at_once(connection, sorted(group, key=read_order))
            if rest:
                self._commit_statements(self._use_session(), rest)

    def _run_unit(self, connection: SqlConnection, waiting: WaitingWrite) -> None:
        assert waiting.unit is not None
        connection.execute("BEGIN")
        if self._sender:
            connection.execute(signed_log_summary.READ_SUM)
        try:
            waiting.result = waiting.unit(connection)
            for note in self._list_notes(waiting.told):
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

    def _commit_statements(self, connection: SqlConnection, group: list[WaitingWrite]) -> None:
        """Write them in one transaction with two round trips: the sum over the heads is read in the first."""
        try:
            with self._guard.limit(connection, GROUP_SECONDS):
                total = self._send_statements(connection, group)
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
            calls: list[PreparedCall] = (
                []
                if total is None
                else [(signed_log_summary.WRITE_NOTE, signed_log_summary.make_sum_row(self._signer, total))]
            )
            calls += self._list_notes([word for each in group for word in each.list_told()])
            with self._guard.limit(connection, GROUP_SECONDS):
                self._use_prepared(connection).run([*calls, COMMIT])
        except psycopg.OperationalError as error:
            if self._has_session():
                raise  # the server answered: it undid the transaction
            log_line.warning("the session of the database was lost in a commit", error=shorten_error(error))
            self._look_for(group, error)
        for waiting in group:
            waiting.is_done = True
        if total is not None and not self._sender:
            self._known_sum = total

    def _commit_at_once(self, connection: SqlConnection, group: list[WaitingWrite]) -> list[WaitingWrite]:
        """Write appends, and the sum over the heads after them, in one round trip. Returns those that were not written.

        Only where no other process writes: this one wrote the sum last, so it knows it. All are written, or none.
        """
        before, statements = self._known_sum, [waiting.statement for waiting in group if waiting.statement is not None]
        changes = {each.order[0]: each.head_change for each in statements if each.head_change is not None}
        if before is None or len(changes) < len(group):
            return group
        self._known_sum = None
        total = signed_log_summary.change_sum(before, changes.values())
        calls: list[PreparedCall] = [(statement.text, statement.values) for statement in statements]
        calls.append(signed_log_summary.replace_sum(self._signer, before, total, list(changes)))
        try:
            with self._guard.limit(connection, GROUP_SECONDS):
                answers = self._use_prepared(connection).run(calls)
        except SessionLostBefore:
            raise
        except psycopg.OperationalError as error:
            if self._has_session():
                return group
            log_line.warning("the session of the database was lost in a commit", error=shorten_error(error))
            self._look_for(group, error)
            rest = [waiting for waiting in group if waiting.error is not None]
            for waiting in group:
                waiting.is_done, waiting.error = waiting.error is None, None
            return rest
        except Exception:  # noqa: BLE001  they are written one by one, and the one that is refused is told why
            return group
        for waiting, statement, rows in zip(group, statements, answers, strict=False):
            waiting.result, waiting.is_done = statement.read_result(connection, rows), True
        self._known_sum = total
        return []

    def _send_statements(self, connection: SqlConnection, group: list[WaitingWrite]) -> ThreadSum | None:
        """Run the statements in one round trip within a new transaction; return the new sum over the heads, to be written."""
        has_heads = bool(self._sender) or any(each.statement and each.statement.head_change for each in group)
        calls: list[PreparedCall] = [BEGIN, *([(signed_log_summary.READ_SUM, {})] if has_heads else [])]
        for waiting in group:
            assert waiting.statement is not None
            calls.append((waiting.statement.text, waiting.statement.values))
        answers = self._use_prepared(connection).run(calls)
        kept = answers[1] if has_heads else []
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
            before = signed_log_summary.parse_thread_sum(kept[0] if kept else None, self._signer)
        except NoEvidence as error:
            connection.execute("ROLLBACK")
            raise signed_log_summary.make_changed_refusal(error) from error
        return signed_log_summary.change_sum(before, changes)

    def _list_notes(self, words: Sequence[str]) -> list[PreparedCall]:
        """The statements that tell the other processes these words."""
        payloads = peer_feed.make_payloads(self._sender, words) if self._sender else ()
        return [(peer_feed.SEND, {"payload": payload}) for payload in payloads]

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
