"""Opens a PostgreSQL database, or raises the reason why not: it is free, or shared, and its schema is ours and up to date."""

import asyncio
import secrets
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import psycopg

from bot.core.errors import DatabaseReplaced, Unavailable, UnprovenLog
from bot.secret_keys import SecretKeys
from bot.store.log_signing import HeadSigner, NoEvidence
from bot.store.postgres import job_leases, ownership, restored_copies, signed_log_summary
from bot.store.postgres.connecting import (
    SqlConnection,
    connect_for_writing,
    describe_failure,
    name_database,
    refuse_server,
)
from bot.store.postgres.peer_link import PostgresPeers
from bot.store.postgres.reader import PostgresReader
from bot.store.postgres.schema import ADD_TO_OWNER, follow_schema, refuse_foreign, upgrade_schema
from bot.store.postgres.writer import PostgresWriter
from bot.store.postgres.writer_statement_types import GroupedStatement, PlainStatement

ROOM = 8 * 1024
"""Bytes that are written to check that the disk takes them; about one append."""
ASK_EVERY = LOOK_EVERY = 1.0
"""Seconds between two such checks, and between two checks whether another process owns the database."""
IDLE_SECONDS = 3
"""Seconds that a process may rest within a transaction while others wait for it."""

T = TypeVar("T")


class OwnedDatabase:
    """Opens the writing session of this process again, with its ownership, alone or shared."""

    def __init__(self, url: str, connection: SqlConnection, number: int, *, is_shared: bool = False) -> None:
        self.url, self.name, self.number, self.is_shared = url, name_database(url), number, is_shared
        self._backend = ownership.read_backend(connection)

    def reopen_session(self) -> SqlConnection:
        connection = connect_for_writing(self.url, **_list_limits(self.is_shared))
        resume = ownership.rejoin if self.is_shared else ownership.resume_ownership
        try:
            resume(connection, self.name, self.number, self._backend)
            self._backend = ownership.read_backend(connection)
        except BaseException:
            connection.close()
            raise
        return connection


class PostgresDatabase:
    """An open database: a writer thread with the session that owns it, and sessions for reads.

    `signer` signs the heads of its threads. After another process owned the database, every write raises DatabaseReplaced.
    `number` is that of the ownership; `is_first` (None: it is not shared) says whether this process is to prepare it for
    the others.
    """

    def __init__(
        self, url: str, connection: SqlConnection, keys: SecretKeys, number: int, is_first: bool | None = None
    ) -> None:
        self.url, self.keys, self.signer = url, keys, HeadSigner(keys)
        self.reader = PostgresReader(url)
        is_shared = is_first is not None
        name = secrets.token_hex(8) if is_shared else ""
        owner = OwnedDatabase(url, connection, number, is_shared=is_shared)
        self._writer = PostgresWriter(connection, owner, self.signer, name)
        self.peers = PostgresPeers(url, name, self._writer, is_first=is_first) if is_first is not None else None
        self._asking = asyncio.Lock()
        self._answered, self._asked_at = False, float("-inf")

    async def write(self, statement: GroupedStatement, then: Callable[[], None] | None = None) -> Any:
        """See `PostgresWriter.write`."""
        return await self._writer.write(statement, then)

    async def write_plain(
        self,
        text: str,
        values: dict[str, Any],
        read: Callable[[Any], Any] = lambda rows: None,
        thread: str = "",
        *,
        reads_others: bool = True,
    ) -> Any:
        """Write by one statement; return what `read` makes of its rows. For `reads_others` see `GroupedStatement`."""
        return await self._writer.write(PlainStatement(text, values, read, thread, reads_others=reads_others))

    async def write_unit(
        self, unit: Callable[[SqlConnection], T], then: Callable[[], None] | None = None, told: Sequence[str] = ()
    ) -> T:
        """See `PostgresWriter.write_unit`."""
        return await self._writer.write_unit(unit, then, told)

    async def is_answering(self) -> bool:
        """Whether a write of the size of an append reaches the disk now. It is tried once a second at most."""
        async with self._asking:
            if self._writer.is_closed or time.monotonic() >= self._asked_at + ASK_EVERY:
                try:  # a message in the log of the server alone: it is on the disk, and leaves no row behind
                    await self.write_plain(
                        "SELECT pg_logical_emit_message(true, 'countersign', %(body)s::text)", {"body": "." * ROOM}
                    )
                    self._answered = True
                except Unavailable:
                    self._answered = False
                self._asked_at = time.monotonic()
            return self._answered

    async def wait_until_replaced(self) -> DatabaseReplaced:
        """Return once another process owned the database. Checks every second."""
        while self._writer.taken is None:  # noqa: ASYNC110  the writer's thread notes it, in no event loop
            await asyncio.sleep(LOOK_EVERY)
        return self._writer.taken

    async def close(self) -> None:
        if self.peers is not None:
            await self.peers.close()
        await self.reader.close()
        self.close_unused()

    def close_unused(self) -> None:
        """Close the database after a failed start, before anything was read."""
        self._writer.close()


def open_database(url: str, keys: Callable[[], SecretKeys], *, is_shared: bool = False) -> PostgresDatabase:
    """The database of this URL, its schema made or migrated if needed. Raises CannotStart's children.

    `keys` is called after the database is known to be ours or empty. A shared one is opened by several processes.
    """
    name = name_database(url)
    try:
        connection = connect_for_writing(url, **_list_limits(is_shared))
    except psycopg.OperationalError as error:
        raise describe_failure(url, error) from error
    try:
        refuse_server(url, connection)
        is_alone = ownership.claim_shared(connection, name) if is_shared else ownership.claim(connection, name)
        refuse_foreign(connection, name)
        found = keys()
        signer = HeadSigner(found)
        if not is_alone:
            follow_schema(url, connection, name)
            _refuse_unproven_log(connection, name, signer)
            return PostgresDatabase(url, connection, found, ownership.read_number(connection), is_first=False)
        upgrade_schema(url, connection, lambda made: _write_first_notes(made, signer))
        _refuse_unproven_log(connection, name, signer)
        is_restored = restored_copies.doubt_restored(connection, signer)
        connection.execute(ADD_TO_OWNER)
        number = ownership.begin_ownership(connection, is_shared=is_shared, is_restored=is_restored)
        if is_shared:
            ownership.refuse_older_release(connection)
            connection.execute(job_leases.MAKE_TABLE)
        else:
            ownership.await_leases(connection)
        return PostgresDatabase(url, connection, found, number, is_first=True if is_shared else None)
    except psycopg.Error as error:
        connection.close()
        raise describe_failure(url, error) from error
    except BaseException:
        connection.close()
        raise


def _list_limits(is_shared: bool) -> dict[str, int]:
    return {"idle_seconds": IDLE_SECONDS} if is_shared else {}


def _write_first_notes(connection: SqlConnection, signer: HeadSigner) -> None:
    signed_log_summary.write_first_evidence(connection, signer)
    restored_copies.keep_place(connection, signer)


def _refuse_unproven_log(connection: SqlConnection, name: str, signer: HeadSigner) -> None:
    """Raises UnprovenLog for a database whose log this secret does not prove."""
    try:
        signed_log_summary.read_log_evidence(connection, signer)
        signed_log_summary.read_sum_rows(connection, signer)
    except NoEvidence as error:
        raise UnprovenLog(name, error) from error
