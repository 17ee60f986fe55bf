"""A log that somebody changed by SQL: nothing of it runs, it says where it breaks, and the other threads go on."""

import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.core import events as e
from bot.core.errors import BrokenThread, Conflict, NotFound, SchemaSetBack, Unavailable, UnprovenLog
from bot.secret_keys import SecretKeys
from bot.store.sqlite.log_verification import inspect_log
from tests.engine.failing_tools import restart
from tests.platform_fixture import FakeClock, PlatformFixture, choose
from tests.sqlite_access import list_notes, sqlite_of
from tests.store.log_forgery import (
    APPROVED,
    Forgery,
    add_events,
    chain_anew,
    edit_body,
    forge,
    guessed_mac,
    renamed,
    sql,
)


def fill_the_memory(connection: sqlite3.Connection, thread: str) -> None:
    body = zlib.compress(bytes(200_000_000))
    connection.execute("UPDATE event SET body=? WHERE thread=? AND seq=2", (body, thread))


FORGERIES: dict[str, tuple[Forgery, ...]] = {
    "an approval with null hashes": (add_events(*APPROVED, hashes="null"),),
    "an approval with null hashes, counted in the thread's row": (
        add_events(*APPROVED, hashes="null"),
        sql("UPDATE thread SET seq=seq+2, head=zeroblob(32) WHERE id=?1"),
    ),
    "an approval whose hashes chain": (add_events(*APPROVED),),
    "an approval that chains, the signature nulled": (
        add_events(*APPROVED),
        sql("UPDATE thread SET mac=x'' WHERE id=?1"),
    ),
    "an approval that chains, another thread's signature": (
        add_events(*APPROVED),
        sql("UPDATE thread SET mac=(SELECT mac FROM thread WHERE id<>?1 LIMIT 1) WHERE id=?1"),
    ),
    "an approval that chains, a signature made up": (
        add_events(*APPROVED),
        sql("UPDATE thread SET mac=randomblob(32) WHERE id=?1"),
    ),
    "an approval that chains, a signature without the secret": (add_events(*APPROVED), guessed_mac),
    "a start": (add_events(*APPROVED, lambda call, digest: e.ToolStarted(call=call, digest=digest)),),
    "a policy that lets the requester decide": (
        edit_body("ApprovalAsked", b'"managers"', b'"everybody"'),
        chain_anew,
    ),
    "other arguments": (edit_body("StepChosen", b"v1", b"v6"), chain_anew),
    "other arguments, not chained": (edit_body("StepChosen", b"v1", b"v6"),),
    "another requester": (edit_body("ThreadOpened", b"sam", b"max"), chain_anew),
    "an earlier time": (sql("UPDATE event SET at=at-1 WHERE thread=?1 AND seq=4"),),
    "another type": (sql("UPDATE event SET type='Resumed' WHERE thread=?1 AND seq=4"),),
    "another version": (sql("UPDATE event SET v=v+1 WHERE thread=?1 AND seq=4"),),
    "a type that is no UTF-8": (sql("UPDATE event SET type=CAST(x'ff41' AS TEXT) WHERE thread=?1 AND seq=4"),),
    "a type that is a blob": (sql("UPDATE event SET type=x'41' WHERE thread=?1 AND seq=4"),),
    "a body that is text": (sql("UPDATE event SET body='{}' WHERE thread=?1 AND seq=4"),),
    "a body that does not inflate": (sql("UPDATE event SET body=x'78ff' WHERE thread=?1 AND seq=2"),),
    "a body that does not inflate with the dictionary": (
        sql("UPDATE event SET body=x'01ff' WHERE thread=?1 AND seq=2"),
    ),
    "a body that fills the memory": (fill_the_memory,),
    "a hash cut short": (sql("UPDATE event SET hash=substr(hash, 1, 31) WHERE thread=?1 AND seq=2"),),
    "a hash that is text": (sql("UPDATE event SET hash='' WHERE thread=?1 AND seq=2"),),
    "the last event deleted": (sql("DELETE FROM event WHERE thread=?1 AND seq=4"),),
    "the last event deleted, and not counted": (
        sql("DELETE FROM event WHERE thread=?1 AND seq=4"),
        chain_anew,
    ),
    "an event deleted in the middle": (sql("DELETE FROM event WHERE thread=?1 AND seq=2"),),
    "an event deleted in the middle, chained anew": (
        sql("DELETE FROM event WHERE thread=?1 AND seq=2"),
        chain_anew,
    ),
    "two events that changed places": (
        sql("UPDATE event SET seq=99 WHERE thread=?1 AND seq=2"),
        sql("UPDATE event SET seq=2 WHERE thread=?1 AND seq=3"),
        sql("UPDATE event SET seq=3 WHERE thread=?1 AND seq=99"),
        chain_anew,
    ),
    "all events deleted": (sql("DELETE FROM event WHERE thread=?1"),),
    "the thread's own row deleted": (sql("DELETE FROM thread WHERE id=?1"),),
    "the head set to nothing": (sql("UPDATE thread SET head=x'' WHERE id=?1"),),
    "the number set back": (sql("UPDATE thread SET seq=3 WHERE id=?1"),),
}


async def two_threads(folder: Path) -> tuple[str, str]:
    """Two threads whose pushes wait for approval: the first is forged, the second must go on."""
    async with PlatformFixture(folder, choose("push", tag="v1"), choose("push", tag="v2")) as platform:
        return await platform.launch("push v1"), await platform.launch("push v2")


@pytest.mark.parametrize("acts", FORGERIES.values(), ids=FORGERIES)
async def test_out2_a_forged_thread_rests_over_a_restart_and_the_others_go_on(
    tmp_path: Path, acts: tuple[Forgery, ...]
) -> None:
    forged, other = await two_threads(tmp_path)
    forge(tmp_path / "house.db", forged, *acts)
    async with PlatformFixture(tmp_path) as platform:
        with capture_logs() as lines:
            await restart(platform)
            for _ in range(5):
                platform.clock.passes(minutes=10)
                await restart(platform)
            for attempt in (
                platform.app.say(forged, "go on", by="sam"),
                platform.app.pause(forged, by="olive"),
                platform.app.fork(forged, by="olive"),
            ):
                with pytest.raises(BrokenThread, match="does not verify at event") as refused:
                    await attempt
            assert "countersign audit verify" in str(refused.value)
            await platform.app.repository.flush_alarms()
        assert platform.ledger.lines == []
        assert platform.model.seen == []
        assert [line["log_level"] for line in lines if line["event"] == "thread does not verify"] == ["error"]
        assert not [line for line in lines if line["event"] == "job failed"]
        noted = [note for note in list_notes(platform.app, 100) if note.about == forged]
        assert [note.what for note in noted] == ["thread does not verify"]
        assert list(platform.app.repository.broken) == [forged]

        (request,) = await platform.pending()
        assert request.thread_id == other
        await platform.decide(request)
        await platform.settle()
        assert [line.split(" ")[1] for line in platform.ledger.lines] == ["v2"]
    found = inspect_log(tmp_path / "house.db", sqlite_of(platform.app).signer)
    assert [fault.thread for fault in found.faults] == [forged]


async def test_out2_it_is_noted_once_for_ever_and_looked_at_again_in_hours(tmp_path: Path) -> None:
    forged, _ = await two_threads(tmp_path)
    forge(tmp_path / "house.db", forged, add_events(*APPROVED, hashes="null"))
    for _ in range(3):
        async with PlatformFixture(tmp_path) as platform:
            platform.app.queue.wake_job("turn", forged, 0)
            await platform.settle()
            await platform.app.repository.flush_alarms()
            assert (await platform.app.queue.find_job("turn", forged)).run_at >= 6 * 3600 * 1_000_000
            assert len([note for note in list_notes(platform.app, 9) if note.about == forged]) == 1


async def test_out2_a_repaired_thread_goes_on(tmp_path: Path) -> None:
    forged, _ = await two_threads(tmp_path)
    forge(tmp_path / "house.db", forged, sql("UPDATE event SET at=at-1 WHERE thread=?1 AND seq=4"))
    async with PlatformFixture(tmp_path) as platform:
        with pytest.raises(BrokenThread, match="event 4"):
            await platform.app.repository.load_thread(forged)
        forge(tmp_path / "house.db", forged, sql("UPDATE event SET at=at+1 WHERE thread=?1 AND seq=4"))
        assert not await platform.app.queries.find_broken_event(forged)
        assert len(await platform.pending()) == 2
        assert platform.app.repository.broken == {}


async def test_out2_the_decision_on_a_forged_thread_is_refused(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        await platform.launch()
        (request,) = await platform.pending()
    forge(tmp_path / "house.db", request.thread_id, edit_body("StepChosen", b"v1", b"v6"), chain_anew)
    async with PlatformFixture(tmp_path) as platform:
        with pytest.raises(BrokenThread):
            await platform.decide(request)
        assert await platform.pending() == []
        await platform.settle()
        assert platform.ledger.lines == []


@pytest.mark.parametrize("hashes", ["null", "chained"])
async def test_out2_rows_added_while_the_platform_runs_are_found_before_the_next_act(
    tmp_path: Path, hashes: str
) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        thread = await platform.launch()
        forge(tmp_path / "house.db", thread, add_events(*APPROVED, hashes=hashes))
        with pytest.raises(BrokenThread, match="does not verify"):
            await platform.app.say(thread, "go on", by="sam")
        await restart(platform)
        assert platform.ledger.lines == []


async def test_out2_a_row_edited_while_the_platform_runs_is_not_shown(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        thread = await platform.launch()
        forge(tmp_path / "house.db", thread, edit_body("MessageReceived", b"push it", b"push v6"))
        with pytest.raises(BrokenThread, match="event 2"):
            await platform.app.queries.list_events(thread)
        with pytest.raises(BrokenThread, match="event 2"):
            await platform.app.prompts.rebuild_prompt(thread, 1)


async def test_out2_the_index_decides_nothing(tmp_path: Path) -> None:
    """Rows of requests, jobs and threads without an event."""
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), choose("reply", message="No.")) as platform:
        thread = await platform.launch()
        (request,) = await platform.pending()
        forge(
            tmp_path / "house.db",
            thread,
            sql("UPDATE request SET status='approved', \"by\"='olive'"),
            sql("UPDATE thread SET status='working'"),
            sql(
                "INSERT INTO request (id, thread, kind, status, basis, wish, opened)"
                f" VALUES ('{thread}-99', ?1, 'approval', 'pending', '', '', 1)"
            ),
            sql(
                "INSERT INTO request (id, thread, kind, status, basis, wish, opened)"
                " VALUES ('tghost-3', 'tghost', 'approval', 'pending', '', '', 1)"
            ),
            sql("INSERT OR REPLACE INTO job VALUES ('turn', ?1, 0, 0)"),
            sql("INSERT OR REPLACE INTO job VALUES ('deliver', ?1, 0, 0)"),
        )
    async with PlatformFixture(tmp_path) as platform:
        await restart(platform)
        assert platform.ledger.lines == []
        assert (await platform.app.queries.find_request(request.id)).status == "pending"
        for id in (f"{thread}-99", "tghost-3"):
            with pytest.raises((NotFound, Conflict)):
                await platform.decide(request.model_copy(update={"id": id}))
        assert await platform.pending() == []
        assert "Answered" not in platform.types(thread)


async def test_out2_a_thread_under_another_id_does_not_verify(tmp_path: Path) -> None:
    thread, _ = await two_threads(tmp_path)
    forge(tmp_path / "house.db", thread, renamed)
    async with PlatformFixture(tmp_path) as platform:
        with pytest.raises(NotFound):
            await platform.app.repository.load_thread(thread)
        with pytest.raises(BrokenThread):
            await platform.app.repository.load_thread(f"{thread}x")


async def test_out2_a_thread_that_was_deleted_whole_is_missed(tmp_path: Path) -> None:
    thread, _ = await two_threads(tmp_path)
    forge(
        tmp_path / "house.db", thread, sql("DELETE FROM event WHERE thread=?1"), sql("DELETE FROM thread WHERE id=?1")
    )
    async with PlatformFixture(tmp_path) as platform:
        found = inspect_log(tmp_path / "house.db", sqlite_of(platform.app).signer)
        assert (found.is_sound, found.missing) == (False, "2 threads were written, 1 are there")
        with capture_logs() as lines:
            await platform.app.prepare_start()
        assert [line["event"] for line in lines] == ["threads are missing", "outcomes are doubted"]
        (note,) = list_notes(platform.app, 9)
        assert (note.what, note.detail) == ("threads are missing", "2 threads were written, 1 are there")
        await platform.launch()
    async with PlatformFixture(tmp_path) as platform:
        with capture_logs() as lines:
            await platform.app.prepare_start()
        assert lines == []
        assert not inspect_log(tmp_path / "house.db", sqlite_of(platform.app).signer).is_sound


async def test_out2_a_thread_set_back_to_an_older_signed_head_does_not_run_twice(tmp_path: Path) -> None:
    """The signature is genuine: it was copied before the push ran. The sum of all heads tells."""
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        thread = await platform.launch()
        (request,) = await platform.pending()
        await platform.decide(request)
        with closing(sqlite3.connect(tmp_path / "house.db")) as connection:
            before = connection.execute("SELECT seq, head, mac, status FROM thread").fetchone()
        await platform.settle()
        assert len(platform.ledger.lines) == 1
    with closing(sqlite3.connect(tmp_path / "house.db")) as connection:
        connection.execute("UPDATE thread SET seq=?, head=?, mac=?, status=?", before)
        connection.execute("DELETE FROM event WHERE seq>?", before[:1])
        connection.execute("INSERT OR REPLACE INTO job VALUES ('turn', ?, 0, 0)", (thread,))
        connection.commit()
    async with PlatformFixture(tmp_path) as platform:
        assert (
            "changed by another program" in inspect_log(tmp_path / "house.db", sqlite_of(platform.app).signer).missing
        )
        await platform.app.prepare_start()
        await restart(platform)
        assert len(platform.ledger.lines) == 1
        (settled,) = [event for event in platform.log(thread) if isinstance(event, e.OutcomeSettled)]
        assert (settled.happened, settled.by) == (True, "probe")


@pytest.mark.parametrize(
    "acts",
    [
        (sql("DELETE FROM evidence"),),
        (sql("DELETE FROM evidence WHERE name='threads'"),),
        (sql("DELETE FROM evidence"), sql("UPDATE thread SET mac=x''")),
        (sql("UPDATE evidence SET mac=x''"),),
        (sql("UPDATE evidence SET body=CAST(replace(CAST(body AS TEXT), 'new', 'upgrade') AS BLOB) WHERE name='log'"),),
        (sql("UPDATE evidence SET body=CAST('0 ' || hex(zeroblob(32)) AS BLOB) WHERE name='threads'"),),
        (sql("UPDATE evidence SET mac=(SELECT mac FROM evidence WHERE name='threads')"),),
    ],
)
async def test_out2_who_takes_the_mark_away_gets_no_second_signing(tmp_path: Path, acts: tuple[Forgery, ...]) -> None:
    forged, _ = await two_threads(tmp_path)
    forge(tmp_path / "house.db", forged, add_events(*APPROVED), *acts)
    with pytest.raises(UnprovenLog, match=r"Nothing proves the log in .*countersign audit sign"):
        PlatformFixture(tmp_path)


@pytest.mark.parametrize("version", ["UPDATE alembic_version SET version_num='0003'", "DELETE FROM alembic_version"])
@pytest.mark.parametrize("is_thorough", [True, False])
async def test_out2_who_sets_the_schema_back_gets_no_second_signing(
    tmp_path: Path, version: str, is_thorough: bool
) -> None:
    forged, _ = await two_threads(tmp_path)
    thorough = (*(sql(f"ALTER TABLE thread DROP COLUMN {name}") for name in ("mac", "due", "owes")),)
    thorough = (*thorough, sql("DROP TABLE evidence"), sql("DROP TABLE space"))
    forge(tmp_path / "house.db", forged, add_events(*APPROVED), sql(version), *(thorough if is_thorough else ()))
    with pytest.raises(SchemaSetBack, match="it was set back"):
        PlatformFixture(tmp_path)


async def test_out2_an_older_file_is_signed_once_and_says_so(tmp_path: Path) -> None:
    forged, other = await two_threads(tmp_path)
    older(tmp_path, forged, sql("UPDATE event SET at=at-1 WHERE thread=?1 AND seq=4"))
    async with PlatformFixture(tmp_path) as platform:
        await platform.app.prepare_start()
        await restart(platform)
        assert [request.thread_id for request in await platform.pending()] == [other]
        assert list(platform.app.repository.broken) == [forged]
        found = inspect_log(tmp_path / "house.db", sqlite_of(platform.app).signer)
        assert "at an upgrade: older events have a hash chain, but no signature" in found.history[0]
        assert found.history[1] == "1 threads did not verify then, and were not signed."
        assert (await platform.app.queue.find_job("turn", other)).run_at  # what was owed still is
    forge(tmp_path / "house.db", other, sql("UPDATE thread SET mac=x'' WHERE id=?1"))
    async with PlatformFixture(tmp_path) as platform:
        with pytest.raises(BrokenThread, match="the head is not signed"):
            await platform.app.repository.load_thread(other)


def older(folder: Path, thread: str, *acts: Forgery) -> None:
    """Makes the file that of the release before."""
    drop = [sql(f"ALTER TABLE thread DROP COLUMN {name}") for name in ("mac", "due", "owes")]
    drop += [sql("DROP INDEX request_wish"), sql("ALTER TABLE request DROP COLUMN wish")]
    drop += [sql(f"ALTER TABLE {table} DROP COLUMN makers") for table in ("api_key", "session")]
    drop += [sql(f"ALTER TABLE session DROP COLUMN {name}") for name in ("assurance", "browser", "onward")]
    drop += [sql("ALTER TABLE api_key DROP COLUMN agents")]
    newer = ("evidence", "space", "hold", "open_call", "audience", "channel_data", "thread_snapshot")
    tables = [sql(f"DROP TABLE {name}") for name in newer]
    forge(folder / "house.db", thread, *acts, *drop, *tables, sql("UPDATE alembic_version SET version_num='0003'"))
    (folder / "house.db.signed").unlink()


OLD, NEW = "an-older-secret-of-more-than-32-characters", "the-newer-secret-of-more-than-32-characters"


async def test_out2_a_new_secret_signs_only_what_verified(tmp_path: Path) -> None:
    async with PlatformFixture(
        tmp_path, choose("push", tag="v1"), choose("push", tag="v2"), keys=lambda: SecretKeys([OLD])
    ) as platform:
        forged, other = await platform.launch("push v1"), await platform.launch("push v2")
    forge(tmp_path / "house.db", forged, add_events(*APPROVED))
    async with PlatformFixture(tmp_path, keys=lambda: SecretKeys([NEW, OLD])) as platform:
        await platform.app.prepare_start()
        await restart(platform)
    with pytest.raises(UnprovenLog):
        PlatformFixture(tmp_path, keys=lambda: SecretKeys([OLD]))
    async with PlatformFixture(tmp_path, keys=lambda: SecretKeys([NEW])) as platform:
        await platform.app.prepare_start()
        await restart(platform)
        assert platform.ledger.lines == []
        (request,) = await platform.pending()
        assert list(platform.app.repository.broken) == [forged]
        assert request.thread_id == other
        await platform.decide(request)
        await platform.settle()
        assert len(platform.ledger.lines) == 1
        assert inspect_log(tmp_path / "house.db", sqlite_of(platform.app).signer).missing == ""


async def test_out2_a_lost_secret_stops_the_start_with_what_to_do(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, keys=lambda: SecretKeys([OLD])) as platform:
        await platform.launch()
    with pytest.raises(UnprovenLog, match="was not signed with a known secret"):
        PlatformFixture(tmp_path, keys=lambda: SecretKeys([NEW]))


async def test_out2_evidence_changed_under_a_running_platform_stops_every_append(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), clock=FakeClock()) as platform:
        thread = await platform.launch()
        forge(tmp_path / "house.db", thread, sql("UPDATE evidence SET body=x'30' WHERE name='threads'"))
        with pytest.raises(Unavailable, match="changed by another program"):
            await platform.app.say(thread, "go on", by="sam")
        assert platform.types(thread)[-1] == "ApprovalAsked"
