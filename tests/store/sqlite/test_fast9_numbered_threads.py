"""Events and pieces keyed by numbers of their threads: no thread reads rows of its neighbours, and older files keep every row."""

import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

from alembic import command

from bot.core import events as e
from bot.secret_keys import open_keys_beside
from bot.store.hash_chain import NO_HASH, chain_rows
from bot.store.log_signing import HeadSigner
from bot.store.sqlite import event_log, migrate
from bot.store.sqlite.database import open_database
from bot.store.sqlite.log_verification import inspect_log
from bot.store.thread_append import SideWrites, ThreadHead

THREADS = ("t1", "t2", "t3")
TABLES = {"event": "thread, seq", "piece": "thread, seq, renderer", "thread": "id"}
Rows = dict[str, list[tuple[object, ...]]]


def add_thread(connection: sqlite3.Connection, signer: HeadSigner, thread: str) -> None:
    """Three events, of which the second has pieces of two renderers."""
    paused = e.Paused(by=thread)
    rows = chain_rows(thread, NO_HASH, [e.RecordedEvent(seq, seq, paused) for seq in (1, 2, 3)])
    event_log.append_rows(connection, signer, ThreadHead(thread, "a", "", None, "paused", 1, 1), rows)
    for renderer in ("xml-2", "xml-1"):
        pieces = ((2, f"{thread} {renderer}", rows[1].body),)
        event_log.keep_pieces(connection, [(thread, SideWrites(renderer=renderer, pieces=pieces))])


async def fill(path: Path) -> None:
    database = open_database(f"sqlite:///{path}")
    for thread in THREADS:
        await database.write_unit(partial(add_thread, signer=database.signer, thread=thread))
    await database.close()


def read_tables(path: Path) -> Rows:
    with closing(sqlite3.connect(path)) as file:
        return {
            name: file.execute(f"SELECT * FROM {name} ORDER BY {order}").fetchall() for name, order in TABLES.items()
        }


async def test_fast9_5_a_thread_reads_its_own_rows_alone(tmp_path: Path) -> None:
    path = tmp_path / "house.db"
    await fill(path)
    with closing(sqlite3.connect(path)) as file:
        assert [row.seq for row in event_log.read_rows(file, "t2")] == [1, 2, 3]
        assert event_log.read_pieces(file, "t2", "xml-1") == {2: "t2 xml-1"}
        assert event_log.read_pieces(file, "t2", "xml-2") == {2: "t2 xml-2"}
        assert event_log.list_kept_seqs(file, "t2", "xml-1", 1, 99) == {2}
        assert event_log.read_pieces(file, "t9", "xml-1") == {}


async def test_fast9_5_a_piece_is_kept_once_and_of_sixteen_renderers_at_most(tmp_path: Path) -> None:
    await fill(tmp_path / "house.db")
    with closing(sqlite3.connect(tmp_path / "house.db")) as file:
        for renderer in ("xml-1", *(f"own-{number}" for number in range(20))):
            event_log.keep_pieces(file, [("t2", SideWrites(renderer=renderer, pieces=((2, "another", b"{}"),)))])
        kept = [name for (name,) in file.execute("SELECT renderer FROM piece WHERE thread='t2' ORDER BY renderer")]
        assert len(kept) == len(set(kept)) == 16
        assert len(file.execute("SELECT * FROM piece WHERE thread='t3'").fetchall()) == 2


async def test_fast9_5_a_fork_takes_over_the_pieces_up_to_an_event(tmp_path: Path) -> None:
    await fill(tmp_path / "house.db")
    with closing(sqlite3.connect(tmp_path / "house.db")) as file:
        file.execute("INSERT INTO thread_number VALUES ('fork', 4)")
        event_log.copy_pieces(file, "t2", "fork", 1)
        assert file.execute("SELECT * FROM piece WHERE thread='fork'").fetchall() == []
        event_log.copy_pieces(file, "t2", "fork", 2)
        copied = "SELECT seq, renderer, delta FROM piece WHERE thread=? ORDER BY renderer"
        assert file.execute(copied, ("fork",)).fetchall() == file.execute(copied, ("t2",)).fetchall()


async def test_fast9_5_an_older_file_keeps_every_row_and_verifies(tmp_path: Path) -> None:
    path = tmp_path / "house.db"
    await fill(path)
    rows = read_tables(path)
    command.downgrade(migrate.make_alembic_config(path), "0013")
    assert read_tables(path) == rows
    with closing(sqlite3.connect(path)) as file, file:
        # what only a forger writes: an event after the last number, and one of a thread with an id that is no text
        file.execute(
            "INSERT INTO event SELECT thread, 1 << 24, type, v, at, body, hash FROM event WHERE thread='t1' AND seq=3"
        )
        file.execute("INSERT INTO event SELECT x'00', seq, type, v, at, body, hash FROM event WHERE thread='t1'")
        assert [kind for (kind,) in file.execute("SELECT type FROM sqlite_master WHERE name='event'")] == ["table"]
    migrate.upgrade_schema(path)
    found = read_tables(path)
    forged = [row for row in found["event"] if row[0] == b"\0"]
    assert (len(forged), {**found, "event": [row for row in found["event"] if row not in forged]}) == (3, rows)
    report = inspect_log(path, HeadSigner(open_keys_beside(path)))
    assert (report.threads, report.is_sound) == (3, True)
    await fill_more(path)
    assert len(read_tables(path)["event"]) == 3 * 5


async def fill_more(path: Path) -> None:
    """A new thread beside those of an older file."""
    database = open_database(f"sqlite:///{path}")
    await database.write_unit(lambda connection: add_thread(connection, database.signer, "t4"))
    await database.close()
