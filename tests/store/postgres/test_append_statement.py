"""The append in PostgreSQL: one statement of many parts, groups of them in one transaction, and what another program wrote."""

import asyncio
from contextlib import closing
from typing import Any

import pytest

from bot.core import events as e
from bot.core.errors import Unavailable
from bot.store.postgres.connecting import connect_for_writing
from bot.store.postgres.store import PostgresStore
from bot.store.records import AuditNote, DueJob
from bot.store.refusals import AlreadyReceived, AppendConflict, EqualCallOpen
from bot.store.thread_append import (
    InboundId,
    JobWrite,
    RequestAmended,
    RequestOpened,
    RequestSettled,
    SideWrites,
    hash_wish,
)
from tests.store.store_contract import AT, BODY, LogWriter

WISH, OTHER = hash_wish("pusher", "push", "{}"), hash_wish("pusher", "push", '{"tag":"v2"}')


def run_beside(store: PostgresStore, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """Another program's statement on the same database."""
    with closing(connect_for_writing(store.database.url)) as connection:
        cursor = connection.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


async def test_pg2_a_request_that_is_asked_amended_and_settled_in_one_append_ends_as_its_last_change(
    postgres: PostgresStore,
) -> None:
    log = await LogWriter(postgres).open()
    opened = RequestOpened("t1-3", "t1", "approval", "b", AT, WISH)
    settled = RequestSettled("t1-3", "approved", AT + 5, "olive")
    await log.append(e.Resumed(by="max"), changes=[opened, RequestAmended("t1-3", OTHER), settled], closed=["t1-3"])
    found = await postgres.requests.find_request("t1-3")
    assert found is not None
    assert (found.status, found.settled, found.by) == ("approved", AT + 5, "olive")
    assert await postgres.requests.find_open_call(OTHER) is None
    await log.append(e.Paused(by="max"), changes=[opened])
    found = await postgres.requests.find_request("t1-3")
    assert found is not None
    assert (found.status, found.settled) == ("pending", AT + 5), "asked again: it is open, and was settled before"


async def test_pg2_an_amended_call_frees_its_earlier_wish_for_others(postgres: PostgresStore) -> None:
    first, second = await LogWriter(postgres).open(), await LogWriter(postgres, "t2").open()
    await first.append(e.Resumed(by="max"), changes=[RequestOpened("t1-3", "t1", "approval", "b", AT, WISH)])
    await first.append(e.Paused(by="max"), changes=[RequestAmended("t1-3", WISH)])
    assert await postgres.requests.find_open_call(WISH) == "t1-3"
    await first.append(e.Resumed(by="max"), changes=[RequestAmended("t1-3", OTHER)])
    await second.append(e.Resumed(by="max"), changes=[RequestOpened("t2-3", "t2", "approval", "b", AT, WISH)])
    assert await postgres.requests.find_open_call(WISH) == "t2-3"
    assert await postgres.requests.find_open_call(OTHER) == "t1-3"


async def test_pg2_two_equal_calls_of_one_append_are_refused(postgres: PostgresStore) -> None:
    log = await LogWriter(postgres).open()
    twice = [RequestOpened(f"t1-{n}", "t1", "approval", "b", AT, WISH) for n in (3, 4)]
    with pytest.raises(EqualCallOpen) as refused:
        await log.append(e.Resumed(by="max"), changes=twice)
    assert refused.value.call == "t1-3"
    assert (await postgres.threads.read_rows("t1")).seq == 2


async def test_pg2_appends_of_many_threads_at_once_are_all_kept_and_keep_the_sum_of_the_heads(
    postgres: PostgresStore,
) -> None:
    logs = await asyncio.gather(*(LogWriter(postgres, f"t{n}").open() for n in range(40)))
    for _ in range(3):
        await asyncio.gather(*(log.append(e.Resumed(by="max"), e.Paused(by="max")) for log in logs))
    found = await postgres.evidence.verify()
    assert (found.threads, found.is_sound) == (40, True)
    assert [(await postgres.threads.read_rows(log.thread)).seq for log in logs] == [8] * 40


async def test_pg2_refused_appends_of_a_group_leave_the_others_of_it_alone(postgres: PostgresStore) -> None:
    logs = [await LogWriter(postgres, f"t{n}").open() for n in range(6)]
    kept = InboundId("email", "m1", BODY, "t0", AT)
    await logs[0].append(e.Resumed(by="max"), side_writes=SideWrites(inbound_ids=(kept,)))
    late = logs[1].make(e.Resumed(by="late"), jobs=[JobWrite("turn", "t1", 5)])
    await logs[1].append(e.Resumed(by="max"))
    beyond = await LogWriter(postgres, "t9").open()
    run_beside(
        postgres, "INSERT INTO event (thread, seq, type, v, at, body, hash) VALUES ('t9', 3, 'x', 1, 1, 'x', 'x')"
    )
    outcomes = await asyncio.gather(
        logs[2].append(e.Resumed(by="max"), side_writes=SideWrites(inbound_ids=(kept,))),
        logs[1].write(late),
        logs[3].append(e.Resumed(by="max"), jobs=[JobWrite("turn", "t3", 7)]),
        beyond.append(e.Resumed(by="max")),
        logs[4].append(e.Resumed(by="max")),
        return_exceptions=True,
    )
    assert [type(outcome) for outcome in outcomes] == [
        AlreadyReceived,
        AppendConflict,
        type(None),
        AppendConflict,
        type(None),
    ]
    assert await postgres.jobs.find_job("turn", "t1") is None
    assert await postgres.jobs.find_job("turn", "t3") == DueJob("turn", "t3", 7, 0)
    assert [(await postgres.threads.read_rows(f"t{n}")).seq for n in range(5)] == [3, 3, 2, 3, 3]
    assert await postgres.evidence.describe_missing_threads() == ""


async def test_pg2_a_caller_that_is_gone_leaves_its_append_and_its_notice(postgres: PostgresStore) -> None:
    log, told = await LogWriter(postgres).open(), asyncio.Event()
    task = asyncio.create_task(postgres.threads.append(log.make(e.Resumed(by="max")), lambda mac: told.set()))
    await asyncio.sleep(0)
    task.cancel()
    async with asyncio.timeout(30):
        await told.wait()
    assert (await postgres.threads.read_rows("t1")).seq == 3


async def test_pg2_a_sum_that_another_program_changed_stops_every_append(postgres: PostgresStore) -> None:
    log = await LogWriter(postgres).open()
    run_beside(postgres, "UPDATE evidence SET body = '9 00' WHERE name = 'threads'")
    with pytest.raises(Unavailable, match="changed by another program"):
        await log.append(e.Resumed(by="max"))
    assert (await postgres.threads.read_rows("t1")).seq == 2


@pytest.mark.parametrize(
    ("forgery", "broken"),
    [
        ("UPDATE event SET body = '{}' WHERE thread = 't1' AND seq = 2", 2),
        ("DELETE FROM event WHERE thread = 't1' AND seq = 1", 1),
        ("UPDATE thread SET mac = 'x' WHERE id = 't1'", 2),
        ("DELETE FROM thread WHERE id = 't1'", 2),
    ],
)
async def test_pg2_a_forged_row_is_found_where_it_is(postgres: PostgresStore, forgery: str, broken: int) -> None:
    for thread in ("t0", "t1", "t2"):
        await LogWriter(postgres, thread).open()
    run_beside(postgres, forgery)
    assert await postgres.threads.find_broken_event("t1") == broken
    found = await postgres.evidence.verify()
    assert [(fault.thread, fault.seq) for fault in found.faults] == [("t1", broken)]
    assert (await postgres.evidence.verify("t1")).faults == found.faults
    assert (await postgres.evidence.verify("t0")).faults == ()


async def test_pg2_a_thread_that_was_deleted_whole_is_missed(postgres: PostgresStore) -> None:
    for thread in ("t1", "t2"):
        await LogWriter(postgres, thread).open()
    run_beside(postgres, "WITH gone AS (DELETE FROM event WHERE thread = 't1') DELETE FROM thread WHERE id = 't1'")
    assert await postgres.evidence.describe_missing_threads() == "2 threads were written, 1 are there"
    assert not (await postgres.evidence.verify()).is_sound


async def test_pg2_a_text_with_a_nul_is_kept_with_its_visible_sign_and_found_again(postgres: PostgresStore) -> None:
    log = await LogWriter(postgres).open()
    kept = InboundId("email", "m\0 1", BODY, "t1", AT)
    await log.append(
        e.Resumed(by="max"), side_writes=SideWrites(inbound_ids=(kept,), texts=("a prompt\0",), answer="{}")
    )
    assert await postgres.inbound.find_message_id("email", "m\0 1") is not None
    await postgres.audit.add_notes([AuditNote(AT, "one", detail="a\0b")])
    assert [note.detail for note in await postgres.audit.list_notes(1)] == ["a\N{SYMBOL FOR NULL}b"]
    assert run_beside(postgres, "SELECT body FROM text WHERE body = %s", b"a prompt\0") == [(b"a prompt\0",)]


async def test_pg2_a_reading_session_can_change_nothing(postgres: PostgresStore) -> None:
    with pytest.raises(Unavailable, match="read-only transaction"):
        await postgres.database.reader.fetch_all("DELETE FROM event RETURNING 1")
