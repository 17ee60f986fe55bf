"""Rows as a newer version of Countersign appends them: chained, signed and counted, with a type or version that is not ours."""

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.core import events as e
from bot.engine.platform import CountersignPlatform
from bot.secret_keys import read_key_file
from bot.store.hash_chain import chain_rows
from bot.store.log_signing import HeadSigner
from bot.store.sqlite import event_log
from bot.store.thread_append import ThreadHead
from tests.sqlite_access import sqlite_of

UNKNOWN = e.UnreadEvent(unread_type="ToolSkipped", unread_version=1, raw=b'{"call":"x","why":"<b>new"}')
NEWER = e.UnreadEvent(unread_type="ToolFinished", unread_version=2, raw=b'{"call":"x","output":{"text":"y"}}')


def append_newer_rows(connection: sqlite3.Connection, signer: HeadSigner, thread: str, *events: e.Event) -> None:
    """Append these events (none: `UNKNOWN`) in the caller's transaction. The thread's own row keeps its status and times."""
    columns = "id, agent, title, requester, status, opened, touched, due, owes, seq, head, mac"
    *head, seq, last, mac = connection.execute(f"SELECT {columns} FROM thread WHERE id=?", (thread,)).fetchone()
    recorded = [e.RecordedEvent(seq + n, head[6] + n, event) for n, event in enumerate(events or (UNKNOWN,), 1)]
    rows = chain_rows(thread, last, recorded)
    event_log.append_rows(connection, signer, ThreadHead(*head)._replace(touched=rows[-1].at), rows, mac)


async def write_newer_events(platform: CountersignPlatform, thread: str, *events: e.Event) -> None:
    """Append these events to the file of an open platform, which forgets the threads that it has in memory."""
    signer = sqlite_of(platform).signer
    await sqlite_of(platform).write_unit(lambda connection: append_newer_rows(connection, signer, thread, *events))
    platform.repository.forget_threads()


def write_newer_events_to(folder: Path, thread: str, *events: e.Event) -> None:
    """Append these events to the database in this data folder, which no process has open."""
    keys = read_key_file(folder / "secret.key")
    assert keys is not None
    with closing(sqlite3.connect(folder / "countersign.db", isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        append_newer_rows(connection, HeadSigner(keys), thread, *events)
        connection.execute("COMMIT")
