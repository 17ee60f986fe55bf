"""The log: the first writer appends, any change breaks the chain, and it is whole after any power cut."""

import hashlib
import random
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from bot.core import events as e
from bot.core.channel_messages import ChannelAddress
from bot.store.compression import deflate_piece, inflate_piece
from bot.store.hash_chain import NO_HASH, chain_rows
from bot.store.refusals import AppendConflict
from bot.store.sqlite import event_log
from bot.store.sqlite.database import SqliteDatabase, open_database
from bot.store.thread_append import SideWrites, ThreadHead

AT = 1_795_000_000_000_000
EVENTS: tuple[e.Event, ...] = (
    e.ThreadOpened(agent="pusher", title="push it", origin=ChannelAddress(channel="api"), requester="sam"),
    e.MessageReceived(text="push it – jetzt", sender="Sam", by="sam", route=ChannelAddress(channel="api")),
    e.ToolStarted(call="t1-3"),
    e.ToolFinished(call="t1-3", result="c1\nc2"),
    e.Paused(by="olive"),
    e.Resumed(by="olive"),
    e.Finished(by="olive"),
)


def head(thread: str, at: int = AT) -> ThreadHead:
    return ThreadHead(thread, "pusher", "push it", "sam", "working", at, at)


async def append(
    database: SqliteDatabase, thread: str, events: tuple[e.Event, ...], first: int, before: bytes
) -> bytes:
    recorded = [e.RecordedEvent(first + n, AT + n, event) for n, event in enumerate(events)]
    rows = chain_rows(thread, before, recorded)
    signed = database.signer.sign_head(thread, first - 1, before)
    await database.write_unit(
        lambda connection: event_log.append_rows(connection, database.signer, head(thread), rows, signed)
    )
    return rows[-1].hash


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[SqliteDatabase]:
    database = open_database(f"sqlite:///{folder / 'log.db'}")
    try:
        yield database
    finally:
        await database.close()


async def test_what_was_appended_is_read_in_order(tmp_path: Path) -> None:
    async with opened(tmp_path) as database:
        middle = await append(database, "t1", EVENTS[:3], 1, NO_HASH)
        await append(database, "t1", EVENTS[3:], 4, middle)
        rows = event_log.read_rows(database.reading, "t1")
        assert [row.recorded.event for row in rows] == list(EVENTS)
        assert [row.seq for row in rows] == list(range(1, 8))
        assert [row.seq for row in event_log.read_rows(database.reading, "t1", 5)] == [6, 7]
        assert event_log.read_length(database.reading, "t1") == 7
        assert event_log.read_length(database.reading, "t2") == 0
        assert event_log.find_broken_event(database.reading, "t1") is None


async def test_who_comes_second_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path) as database:
        middle = await append(database, "t1", EVENTS[:3], 1, NO_HASH)
        await append(database, "t1", EVENTS[3:5], 4, middle)
        for events, first in ((EVENTS[3:4], 4), (EVENTS[:1], 1), (EVENTS[:1], 7), (EVENTS[:1], 2)):
            with pytest.raises(AppendConflict):
                await append(database, "t1", events, first, middle)
        assert event_log.read_length(database.reading, "t1") == 5
        assert event_log.find_broken_event(database.reading, "t1") is None


async def test_an_event_of_another_release_survives_byte_for_byte(tmp_path: Path) -> None:
    raw = '{"what":  "new",\n "ü": [1, 2.50]}'.encode()
    unread = e.load_event("TeleportedSomewhere", 7, raw)
    newer = e.load_event("Paused", 99, b'{"by":"olive","until":"noon"}')
    async with opened(tmp_path) as database:
        await append(database, "t1", (*EVENTS[:2], unread, newer), 1, NO_HASH)
        rows = event_log.read_rows(database.reading, "t1", 2)
        assert [(row.type, row.v, row.body) for row in rows] == [
            ("TeleportedSomewhere", 7, raw),
            ("Paused", 99, b'{"by":"olive","until":"noon"}'),
        ]
        assert [row.recorded.event for row in rows] == [unread, newer]
        assert all(isinstance(row.recorded.event, e.UnreadEvent) for row in rows)
        assert event_log.find_broken_event(database.reading, "t1") is None


@pytest.mark.parametrize(
    ("piece", "body"),
    [
        ("", b"{}"),
        ("<message>\nhello\n</message>", b'{"text":"hello"}'),
        ("ü – 🦆" * 2_000, ('{"text":"' + "ü – 🦆" * 12_000 + '"}').encode()),
        ("x" * 100_000, b""),
    ],
)
async def test_pieces_come_back_as_they_were(tmp_path: Path, piece: str, body: bytes) -> None:
    assert inflate_piece(deflate_piece(piece, body), body) == piece
    async with opened(tmp_path) as database:
        await append(database, "t1", EVENTS, 1, NO_HASH)
        bodies = {row.seq: row.body for row in event_log.read_rows(database.reading, "t1")}
        pieces = [(2, piece, bodies[2]), (4, "<result/>", bodies[4])]
        await database.write_unit(
            lambda connection: event_log.keep_pieces(connection, [("t1", SideWrites("xml-1", tuple(pieces)))])
        )
        await database.write_unit(
            lambda connection: event_log.keep_pieces(
                connection, [("t1", SideWrites("xml-2", ((2, "other", bodies[2]),)))]
            )
        )
        assert event_log.read_pieces(database.reading, "t1", "xml-1") == {2: piece, 4: "<result/>"}
        assert event_log.read_pieces(database.reading, "t1", "xml-2") == {2: "other"}


def test_pieces_of_any_length_come_back_whatever_their_event_is() -> None:
    chance = random.Random(13)
    edges = [
        size + offset for size in (0, 250, 512, 1024, 4096, 32_000, 32_768, 65_536) for offset in (-7, -1, 0, 1, 7)
    ]
    for _ in range(150):
        letters = chance.choice(("ab", "abc <>\n", "äöü🦆"))
        body = "".join(chance.choices(letters, k=max(0, chance.choice(edges)))).encode()
        piece = body.decode()[: chance.choice(edges)] + "".join(chance.choices(letters, k=max(0, chance.choice(edges))))
        assert inflate_piece(deflate_piece(piece, body), body) == piece


async def test_a_kept_text_is_found_by_its_hash(tmp_path: Path) -> None:
    async with opened(tmp_path) as database:
        await database.write_unit(lambda connection: event_log.keep_texts(connection, ["You push.", "You push."]))
        found = hashlib.sha256(b"You push.").hexdigest()
        assert event_log.read_text(database.reading, found) == "You push."
        assert event_log.read_text(database.reading, "00" * 32) is None


EDITS = (
    "UPDATE event SET body = CAST(body || ' ' AS BLOB) WHERE seq = ?1",
    "UPDATE event SET type = 'Resumed' || type WHERE seq = ?1",
    "UPDATE event SET v = v + 1 WHERE seq = ?1",
    "UPDATE event SET at = at - 1 WHERE seq = ?1",
    "UPDATE event SET hash = zeroblob(32) WHERE seq = ?1",
    "DELETE FROM event WHERE seq = ?1",
)


@pytest.mark.parametrize("edit", EDITS, ids=["body", "type", "version", "time", "hash", "deleted"])
@pytest.mark.parametrize("seq", range(1, len(EVENTS) + 1))
async def test_eng22_every_changed_row_is_found(tmp_path: Path, edit: str, seq: int) -> None:
    async with opened(tmp_path) as database:
        await append(database, "t1", EVENTS, 1, NO_HASH)
        await append(database, "t2", EVENTS, 1, NO_HASH)
        await database.write_unit(lambda connection: connection.execute(f"{edit} AND thread = 't1'", (seq,)))
        assert event_log.find_broken_event(database.reading, "t1") == seq
        assert event_log.find_broken_event(database.reading, "t2") is None


@pytest.mark.parametrize("seq", range(1, len(EVENTS)))
async def test_eng22_two_rows_that_changed_places_are_found(tmp_path: Path, seq: int) -> None:
    async with opened(tmp_path) as database:
        await append(database, "t1", EVENTS, 1, NO_HASH)

        def swap(connection: sqlite3.Connection) -> None:
            for old, new in ((seq, 99), (seq + 1, seq), (99, seq + 1)):
                connection.execute("UPDATE event SET seq=? WHERE thread='t1' AND seq=?", (new, old))

        await database.write_unit(swap)
        assert event_log.find_broken_event(database.reading, "t1") == seq


@pytest.mark.parametrize("length", range(len(EVENTS)))
async def test_eng22_a_log_cut_short_is_found(tmp_path: Path, length: int) -> None:
    async with opened(tmp_path) as database:
        await append(database, "t1", EVENTS, 1, NO_HASH)
        await database.write_unit(lambda connection: connection.execute("DELETE FROM event WHERE seq>?", (length,)))
        assert event_log.find_broken_event(database.reading, "t1") == length + 1


async def test_eng22_a_row_of_another_thread_does_not_pass_for_one_of_this(tmp_path: Path) -> None:
    async with opened(tmp_path) as database:
        await append(database, "t1", EVENTS, 1, NO_HASH)
        await append(database, "t2", EVENTS, 1, NO_HASH)
        await database.write_unit(
            lambda connection: connection.execute(
                "UPDATE event SET body=(SELECT body FROM event WHERE thread='t2' AND seq=2),"
                " hash=(SELECT hash FROM event WHERE thread='t2' AND seq=2) WHERE thread='t1' AND seq=2"
            )
        )
        assert event_log.find_broken_event(database.reading, "t1") == 2


async def test_eng07_a_wal_cut_at_any_byte_leaves_a_committed_prefix(tmp_path: Path) -> None:
    """A power cut: the write-ahead log ends somewhere. Events acknowledged before that byte are there, whole."""
    path, wal = tmp_path / "log.db", tmp_path / "log.db-wal"
    acknowledged: list[int] = []
    async with opened(tmp_path) as database:
        before = NO_HASH
        for seq, event in enumerate((*EVENTS, *EVENTS[4:6] * 6), 1):
            before = await append(database, "t1", (event,), seq, before)
            acknowledged.append(wal.stat().st_size)
        shutil.copy(path, tmp_path / "kept")
        shutil.copy(wal, tmp_path / "kept-wal")
    whole = (tmp_path / "kept-wal").read_bytes()
    assert acknowledged[-1] == len(whole)
    chance = random.Random(7)
    near = {size + offset for size in acknowledged for offset in (-1, 0, 1)}
    cuts = sorted({0, 31, 32, 33, *near, *(chance.randrange(len(whole)) for _ in range(250))} - {len(whole) + 1})
    for cut in cuts:
        found = _length_after(tmp_path, whole[:cut])
        assert found >= sum(size <= cut for size in acknowledged), f"cut at {cut}"
    assert _length_after(tmp_path, whole) == len(acknowledged)


def _length_after(folder: Path, wal: bytes) -> int:
    """The number of events in a database with this write-ahead log, once it is known to be whole."""
    path = folder / "cut.db"
    for left in folder.glob("cut.db*"):
        left.unlink()
    shutil.copy(folder / "kept", path)
    path.with_name("cut.db-wal").write_bytes(wal)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
        length = event_log.read_length(connection, "t1")
        assert len(event_log.read_rows(connection, "t1")) == length
        assert not length or event_log.find_broken_event(connection, "t1") is None
        return length
