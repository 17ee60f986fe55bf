"""The SQLite file behind a platform, for tests that read or write it beside the platform."""

from bot.core import events as e
from bot.core.errors import NotFound
from bot.engine.platform import CountersignPlatform
from bot.engine.platform_operations import PlatformOperations
from bot.queue.single_process import EmbeddedQueue
from bot.store.records import ApiKey, AuditNote
from bot.store.sqlite import access_store, event_log
from bot.store.sqlite.database import SqliteDatabase
from bot.store.sqlite.store import SqliteStore


def sqlite_of(platform: PlatformOperations) -> SqliteDatabase:
    store = platform.repository.store
    assert isinstance(store, SqliteStore)
    return store.database


def queue_of(platform: CountersignPlatform) -> EmbeddedQueue:
    assert isinstance(platform.queue, EmbeddedQueue)
    return platform.queue


def read_log(platform: PlatformOperations, thread: str) -> list[e.RecordedEvent]:
    """The events of a thread, unchecked. Raises NotFound."""
    rows = event_log.read_rows(sqlite_of(platform).reading, thread)
    if not rows:
        raise NotFound("thread", thread)
    return [row.recorded for row in rows]


def owes_delivery(platform: PlatformOperations, thread: str) -> bool:
    """Whether anything of this thread is still to be delivered."""
    row = sqlite_of(platform).reading.execute("SELECT owes FROM thread WHERE id=?", (thread,)).fetchone()
    return row[0] is not None


def list_notes(platform: PlatformOperations, limit: int) -> list[AuditNote]:
    """The rows of the audit, latest first."""
    query = "SELECT at, what, person, door, about, detail FROM audit ORDER BY no DESC LIMIT ?"
    return [AuditNote(*row) for row in sqlite_of(platform).reading.execute(query, (limit,))]


def list_keys(platform: PlatformOperations) -> list[ApiKey]:
    return access_store.list_keys(sqlite_of(platform).reading)
