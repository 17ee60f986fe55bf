"""Appends that are committed together share their statements; after a conflict each is written by itself."""

import asyncio
import sqlite3
from functools import partial
from pathlib import Path
from typing import Any

from bot.core import events as e
from bot.store.hash_chain import NO_HASH, LogRow, chain_rows
from bot.store.refusals import AppendConflict
from bot.store.sqlite.database import connect_file
from bot.store.sqlite.signed_log_summary import count_threads, describe_missing_threads, read_thread_sum
from bot.store.sqlite.store import open_sqlite_store
from bot.store.sqlite.writer import JointWrite
from bot.store.thread_append import JobWrite, SideWrites, ThreadAppend, ThreadHead
from tests.store.sqlite.writer_files import FileOpener, add, failing, open_writer, read_lines

AT = 1_700_000_000_000_000


def make_append(thread: str, seq: int = 1, before: bytes = NO_HASH, signed: bytes = b"") -> ThreadAppend:
    """Two events at the end of the thread, with its job, a name, a piece and a text."""
    events: tuple[e.Event, ...] = (e.ToolStarted(call=f"{thread}-1"), e.ToolFinished(call=f"{thread}-1", result="c1"))
    rows: list[LogRow] = chain_rows(
        thread, before, [e.RecordedEvent(seq + n, AT, each) for n, each in enumerate(events)]
    )
    head = ThreadHead(thread, "pusher", "push it", "sam", "working", AT, AT, AT)
    kept = SideWrites("xml-1", ((seq, f"<started {thread}>", rows[0].body),), texts=("You push.",))
    jobs = [JobWrite("turn", thread, AT)]
    return ThreadAppend(head, rows, signed, names=("sam",), jobs=jobs, side_writes=kept)


async def test_fast9_7_appends_of_one_round_update_the_signed_sum_once(tmp_path: Path) -> None:
    said: list[str] = []

    def connect(path: str) -> sqlite3.Connection:
        connection = connect_file(path)
        connection.set_trace_callback(said.append)
        return connection

    store, macs = open_sqlite_store(f"sqlite:///{tmp_path / 'db'}", connect=connect), dict[str, bytes]()
    appends = [make_append(f"t{n}") for n in range(20)]
    said.clear()
    await asyncio.gather(*(store.threads.append(each, partial(macs.__setitem__, each.head.id)) for each in appends))
    assert [sum(line.startswith(word) for line in said) for word in ("BEGIN", "COMMIT", "UPDATE evidence")] == [1, 1, 1]
    assert not any(line.startswith("SAVEPOINT") for line in said)
    for each in appends:
        found = await store.threads.read_rows(each.head.id)
        assert (found.rows, found.mac) == (each.rows, macs[each.head.id])
        assert await store.threads.read_pieces(each.head.id, "xml-1") == {1: f"<started {each.head.id}>"}
    assert [(job.key, job.run_at) for job in await store.jobs.list_due(AT, 99)] == [
        (f"t{n}", AT) for n in sorted(range(20), key=str)
    ]
    assert await store.evidence.describe_missing_threads() == ""
    await store.close()


async def test_fast9_7_a_conflict_refuses_its_append_alone(tmp_path: Path) -> None:
    store, macs = open_sqlite_store(f"sqlite:///{tmp_path / 'db'}"), list[bytes]()
    first = make_append("t1")
    await store.threads.append(first, macs.append)
    later = make_append("t1", 3, first.rows[-1].hash, macs[0])
    late, opened_again = make_append("t1", 2), make_append("t1")
    found = await asyncio.gather(
        *(
            store.threads.append(each, macs.append)
            for each in (make_append("t2"), late, later, opened_again, make_append("t3"))
        ),
        return_exceptions=True,
    )
    assert [type(each) for each in found] == [type(None), AppendConflict, type(None), AppendConflict, type(None)]
    assert [str(each) for each in found if each] == [str(AppendConflict("t1"))] * 2
    for thread, count in (("t1", 4), ("t2", 2), ("t3", 2)):
        assert (await store.threads.read_rows(thread)).seq == count
    database = store.database
    assert read_thread_sum(database.reading, database.signer) == count_threads(database.reading)
    assert describe_missing_threads(database.reading, database.signer) == ""
    await store.close()


async def test_fast9_7_units_with_the_same_function_are_one_call_and_a_failed_call_is_done_again_apart(
    tmp_path: Path,
) -> None:
    calls: list[list[str]] = []

    def write(connection: sqlite3.Connection, items: list[Any]) -> None:
        calls.append(items)
        for each in items:
            connection.execute("INSERT INTO line VALUES (?)", (each,))
            if each == "bad":
                raise ValueError(each)

    async with open_writer(FileOpener(tmp_path / "db", pragmas=("PRAGMA synchronous=OFF",))) as writer:

        def hand_in(line: str) -> Any:
            unit = failing(line, ValueError(line)) if line == "bad" else add(line)
            return writer.write_unit(unit, joint=JointWrite(write, line))

        await asyncio.gather(hand_in("a"), hand_in("b"), writer.write_unit(add("alone")), hand_in("c"))
        assert calls == [["a", "b"]]
        found = await asyncio.gather(hand_in("d"), hand_in("bad"), hand_in("e"), return_exceptions=True)
        assert calls == [["a", "b"], ["d", "bad", "e"]]
        assert [type(each) for each in found] == [type(None), ValueError, type(None)]
    assert read_lines(tmp_path / "db") == ["a", "b", "alone", "c", "d", "e"]
