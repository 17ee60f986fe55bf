"""The store of one PostgreSQL database, which one process owns, or several share."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from bot.core.errors import DatabaseReplaced
from bot.core.ports import UtcClock
from bot.secret_keys import SecretKeys
from bot.store.backlog_counts import COUNTS, BacklogCounts, read_counts
from bot.store.peer_port import PeerLink
from bot.store.postgres import channel_data, restored_copies
from bot.store.postgres.access_store import PostgresAccessStore
from bot.store.postgres.audit_log import PostgresAuditLog
from bot.store.postgres.budget_ledger import PostgresBudgetLedger
from bot.store.postgres.channel_credential_vault import PostgresVault
from bot.store.postgres.channel_data import PostgresChannelStore
from bot.store.postgres.database import PostgresDatabase, open_database
from bot.store.postgres.holds import PostgresHoldStore
from bot.store.postgres.jobs import PostgresJobStore
from bot.store.postgres.log_evidence_store import PostgresEvidenceStore
from bot.store.postgres.received_ids_and_message_references import PostgresInboundRegister
from bot.store.postgres.request_index import PostgresRequestIndex
from bot.store.postgres.thread_store import PostgresThreadStore


class PostgresStore:
    """The `Store` port over an open database."""

    peers: PeerLink | None

    def __init__(self, database: PostgresDatabase) -> None:
        self.database, self.keys, self.peers = database, database.keys, database.peers
        self.threads, self.requests = PostgresThreadStore(database), PostgresRequestIndex(database)
        self.inbound, self.jobs = PostgresInboundRegister(database), PostgresJobStore(database)
        self.holds, self.access = PostgresHoldStore(database), PostgresAccessStore(database)
        self.audit, self.evidence = PostgresAuditLog(database), PostgresEvidenceStore(database)
        self.budgets = PostgresBudgetLedger(database)

    def open_vault(self, clock: UtcClock) -> PostgresVault:
        return PostgresVault(self.database, self.keys, clock)

    def open_channel_store(self, channel: str, clock: UtcClock) -> PostgresChannelStore:
        return PostgresChannelStore(self.database, clock, channel)

    async def delete_expired_values(self, now: int, *, is_all: bool) -> int:
        delete = channel_data.sweep_expired if is_all else channel_data.delete_expired
        return await delete(self.database, now)

    async def move_from_vault(self, channel: str, kinds: Mapping[str, timedelta | None], clock: UtcClock) -> int:
        return await channel_data.move_from_vault(self.database, self.keys, clock, channel, kinds)

    async def mark_restored(self, at: int) -> None:
        """Let the next start doubt each open call, and end all sessions: the database was set back to a copy."""
        await self.database.write_unit(
            lambda connection: restored_copies.mark_restored(connection, self.database.signer, at)
        )

    async def count_backlog(self, now: int) -> BacklogCounts:
        return read_counts(await self.database.reader.fetch_all(COUNTS.format(now="%(now)s"), {"now": now}))

    async def is_answering(self) -> bool:
        return await self.database.is_answering()

    async def wait_until_replaced(self) -> DatabaseReplaced:
        return await self.database.wait_until_replaced()

    async def close(self) -> None:
        await self.database.close()

    def close_unused(self) -> None:
        """Close the database after a failed start, before anything was read."""
        self.database.close_unused()


def open_postgres_store(url: str, keys: Callable[[], SecretKeys], *, is_shared: bool = False) -> PostgresStore:
    """Open `postgresql+psycopg://…`: see `open_database`."""
    return PostgresStore(open_database(url, keys, is_shared=is_shared))
