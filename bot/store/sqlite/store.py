"""The store of one SQLite file, which one process owns."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from bot.core.errors import DatabaseReplaced
from bot.core.ports import UtcClock
from bot.secret_keys import SecretKeys
from bot.store.backlog_counts import BacklogCounts
from bot.store.peer_port import PeerLink
from bot.store.sqlite import channel_data, list_queries
from bot.store.sqlite.access_store import SqliteAccessStore
from bot.store.sqlite.audit_log import SqliteAuditLog
from bot.store.sqlite.budget_ledger import SqliteBudgetLedger
from bot.store.sqlite.channel_credential_vault import SealedVault
from bot.store.sqlite.channel_data import ChannelDataStore
from bot.store.sqlite.database import OpenConnection, SqliteDatabase, connect_file, open_database
from bot.store.sqlite.holds import SqliteHoldStore
from bot.store.sqlite.jobs import SqliteJobStore
from bot.store.sqlite.log_evidence_store import SqliteEvidenceStore
from bot.store.sqlite.received_ids_and_message_references import SqliteInboundRegister
from bot.store.sqlite.request_index import SqliteRequestIndex
from bot.store.sqlite.thread_store import SqliteThreadStore


class SqliteStore:
    """The `Store` port over an open file."""

    peers: PeerLink | None = None

    def __init__(self, database: SqliteDatabase) -> None:
        self.database, self.keys = database, database.keys
        self.threads, self.requests = SqliteThreadStore(database), SqliteRequestIndex(database)
        self.inbound, self.jobs = SqliteInboundRegister(database), SqliteJobStore(database)
        self.holds, self.access = SqliteHoldStore(database), SqliteAccessStore(database)
        self.audit, self.evidence = SqliteAuditLog(database), SqliteEvidenceStore(database)
        self.budgets = SqliteBudgetLedger(database)

    def open_vault(self, clock: UtcClock) -> SealedVault:
        return SealedVault(self.database, self.keys, clock)

    def open_channel_store(self, channel: str, clock: UtcClock) -> ChannelDataStore:
        return ChannelDataStore(self.database, clock, channel)

    async def delete_expired_values(self, now: int, *, is_all: bool) -> int:
        if is_all:
            return await channel_data.sweep_expired(self.database, now)
        return await self.database.write_unit(
            lambda connection: channel_data.delete_expired(connection, now), is_long=True
        )

    async def move_from_vault(self, channel: str, kinds: Mapping[str, timedelta | None], clock: UtcClock) -> int:
        return await channel_data.move_from_vault(self.database, self.keys, clock, channel, kinds)

    async def count_backlog(self, now: int) -> BacklogCounts:
        return await list_queries.count_backlog(self.database, now)

    async def is_answering(self) -> bool:
        return await self.database.is_answering()

    async def wait_until_replaced(self) -> DatabaseReplaced:
        return await self.database.wait_until_replaced()

    async def close(self) -> None:
        await self.database.close()

    def close_unused(self) -> None:
        """Close the file after a failed start, before any list was read."""
        self.database.close_unused()


def open_sqlite_store(
    url: str, keys: Callable[[], SecretKeys] | None = None, connect: OpenConnection = connect_file
) -> SqliteStore:
    """Open `sqlite:///path`: see `open_database`."""
    return SqliteStore(open_database(url, connect, keys))
