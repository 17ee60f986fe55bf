"""Reads: on sessions of their own, which can change nothing, one statement each."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import Any

import psycopg

from bot.core.errors import Unavailable
from bot.store.postgres.connecting import READ_ONLY, make_parameters
from bot.store.postgres.prepared_statements import PreparedSession, Row
from bot.store.postgres.server_error_refusals import shorten_error
from bot.store.postgres.unanswered_session_timeout import shut_down

MAX_SESSIONS = 4
"""More make reads slower on a small server, see docs/postgresql.md."""
WAIT_SECONDS = 5.0
"""How long a read waits for a session, and a session for its server."""
PAUSE = 0.2
STATEMENT_LIMIT = "-c statement_timeout=30000"
ANSWER_SECONDS = 35.0
"""How long an answer may take: longer than a statement may run, so that only a network that carries nothing reaches it."""

Values = Mapping[str, Any] | Sequence[Any]


class UnansweredRead(psycopg.OperationalError):
    """A read that got no answer within `ANSWER_SECONDS`. The other sessions are in the same network, so it is not made again."""


class SessionsBusy(psycopg.OperationalError):
    """All sessions for reads were in use for `WAIT_SECONDS`."""


class ReadingSession:
    """One session, of which the event loop watches the socket. It runs one statement at a time."""

    def __init__(self, connection: psycopg.AsyncConnection[Any]) -> None:
        self._connection, self._session = connection, PreparedSession(connection)
        self._loop, self._socket = asyncio.get_running_loop(), connection.pgconn.socket
        self._answer: asyncio.Future[list[Row]] | None = None
        self.is_open = True
        self._loop.add_reader(self._socket, self._receive)

    async def fetch_all(self, query: str, values: Values) -> list[Row]:
        """The rows. Raises psycopg.Error; the session is closed when it is lost, and when the caller does not wait any longer."""
        self._answer = answer = self._loop.create_future()
        limit = self._loop.call_later(ANSWER_SECONDS, shut_down, self._connection)
        try:
            self._session.send([(query, values)])
            if not self._session.flush():
                self._loop.add_writer(self._socket, self._advance, answer)
            rows: list[Row] = await answer
            return rows
        except psycopg.OperationalError as error:
            if limit.when() <= self._loop.time():
                raise UnansweredRead("the server does not answer") from error
            raise
        finally:
            limit.cancel()
            self._answer = None
            if not self._session.is_at_rest:
                self.close()

    def close(self) -> None:
        if self.is_open:
            self.is_open = False
            self._loop.remove_reader(self._socket)
            self._loop.remove_writer(self._socket)
            self._connection.pgconn.finish()

    def _receive(self) -> None:
        """The socket has more, or is over."""
        if self._answer is None or self._answer.done():
            self.close()  # at rest: the server ended it, or says what makes no difference to a new one
        else:
            self._advance(self._answer)

    def _advance(self, answer: "asyncio.Future[list[Row]]") -> None:
        try:
            if self._session.flush():
                self._loop.remove_writer(self._socket)
            rows = self._session.receive()
        except Exception as error:  # noqa: BLE001  it belongs to the caller that waits for the answer
            answer.set_exception(error)
        else:
            if rows is not None:
                answer.set_result(rows[0])


class PostgresReader:
    """Its sessions are opened as they are needed, and belong to the event loop of the first read."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._free: list[ReadingSession] = []
        self._slots = asyncio.Semaphore(MAX_SESSIONS)
        self._is_closed = False

    async def fetch_all(self, query: str, values: Values = ()) -> list[Row]:
        """The rows of one statement, which is one snapshot. Raises Unavailable.

        A read on a session that was lost is made once more on another one.
        """
        try:
            if self._slots.locked():
                await self._await_slot()
            else:
                await self._slots.acquire()
            try:
                return await self._read(query, values)
            finally:
                self._slots.release()
        except psycopg.Error as error:
            raise Unavailable(f"The database cannot be read now: {shorten_error(error)}. Try again.") from error

    async def fetch_one(self, query: str, values: Values = ()) -> Row | None:
        """The first row."""
        rows = await self.fetch_all(query, values)
        return rows[0] if rows else None

    async def close(self) -> None:
        """Close the free sessions now, and the others after their reads."""
        self._is_closed = True
        self._close_free()

    def _close_free(self) -> None:
        while self._free:
            self._free.pop().close()

    async def _await_slot(self) -> None:
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                await self._slots.acquire()
        except TimeoutError as error:
            raise SessionsBusy(f"its {MAX_SESSIONS} sessions for reads are all in use") from error

    async def _read(self, query: str, values: Values) -> list[Row]:
        session = await self._take_session()
        try:
            return await session.fetch_all(query, values)
        except UnansweredRead:
            raise
        except psycopg.OperationalError:
            if session.is_open:
                raise
            self._close_free()  # what ended this one ended the others
            session = await self._take_session()
            return await session.fetch_all(query, values)
        finally:
            if self._is_closed:
                session.close()
            elif session.is_open:
                self._free.append(session)

    async def _take_session(self) -> ReadingSession:
        """A free session, or a new one. Raises psycopg.OperationalError."""
        while self._free:
            if (session := self._free.pop()).is_open:
                return session
        parameters: dict[str, Any] = make_parameters(self._url, f"{READ_ONLY} {STATEMENT_LIMIT}")
        end = time.monotonic() + WAIT_SECONDS
        while True:
            try:
                return ReadingSession(await psycopg.AsyncConnection.connect(**parameters))
            except psycopg.OperationalError:
                if time.monotonic() > end:
                    raise
                await asyncio.sleep(PAUSE)
