"""What surrounds a resting thread: its deliveries, lists, copies and backups, and the newer version that comes back."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.core import events as e
from bot.core.errors import THREAD_RESTS
from bot.store.sqlite import backup_and_restore, list_queries
from bot.store.sqlite.log_verification import inspect_log
from tests.engine.delivery.test_outbox import THERE, Pager
from tests.engine.failing_tools import restart
from tests.engine.resting_cases import (
    wait_long,
    with_approved_call,
    with_asked_call,
    with_sleep,
)
from tests.engine.test_out4_restored import back_up, restore, start
from tests.platform_fixture import PlatformFixture, choose
from tests.sqlite_access import sqlite_of
from tests.store.newer_rows import NEWER, UNKNOWN, write_newer_events


async def test_evt4_a_resting_thread_delivers_the_notice_of_its_rest_and_nothing_else(tmp_path: Path) -> None:
    pager = Pager()
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), surfaces=[pager]) as platform:
        thread = await platform.app.launch("pusher", "push it", by="sam", route=THERE)
        await platform.app.worker.handlers["turn"](thread)  # the card is owed, and not delivered
        assert pager.took == []
        await write_newer_events(platform.app, thread)
    pager = Pager()
    async with PlatformFixture(tmp_path, surfaces=[pager], clock=platform.clock) as platform:
        with capture_logs() as lines:
            await wait_long(platform)
            await platform.app.say(thread, "and now?", by="sam", route=THERE)
            await wait_long(platform)
        assert [(kind, card.text) for kind, card in pager.took] == [("said", THREAD_RESTS)]
        assert len((await platform.app.repository.load_thread(thread)).thread.owed) == 1
        events = [line["event"] for line in lines]
        assert "job failed" not in events
        assert "lost jobs are owed again" not in events


async def test_evt4_the_version_that_can_read_it_goes_on_with_what_was_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row is of a type that this version knows, and that an older one in the middle does not."""
    async with PlatformFixture(tmp_path) as platform:
        thread = await with_sleep(platform)
        await write_newer_events(platform.app, thread, e.Woke())
    with monkeypatch.context() as older:
        older.delitem(e.EVENT_TYPES, "Woke")
        async with PlatformFixture(tmp_path, clock=platform.clock) as platform:
            await restart(platform)
            await platform.say(thread, "are you there?")
            assert await platform.app.queries.find_status(thread) == "resting"
            assert platform.model.seen == []
    async with PlatformFixture(tmp_path, choose("reply", message="Yes."), clock=platform.clock) as platform:
        await restart(platform)  # at once, not when the resting thread would be looked at again
        assert await platform.app.queries.find_status(thread) != "resting"
        assert b"are you there?" in platform.model.seen[0]
        assert "Said" in platform.types(thread)


async def test_evt4_the_version_that_can_read_it_delivers_what_waited_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), surfaces=[Pager()]) as platform:
        thread = await platform.app.launch("pusher", "push it", by="sam", route=THERE)
        await platform.app.worker.handlers["turn"](thread)
        await write_newer_events(platform.app, thread, e.Woke())
    with monkeypatch.context() as older:
        older.delitem(e.EVENT_TYPES, "Woke")
        pager = Pager()
        async with PlatformFixture(tmp_path, surfaces=[pager], clock=platform.clock) as platform:
            await start(platform)
            await platform.app.say(thread, "and now?", by="sam", route=THERE)
            await platform.settle()
            assert [kind for kind, _ in pager.took] == ["said"]
    pager = Pager()
    async with PlatformFixture(tmp_path, surfaces=[pager], clock=platform.clock) as platform:
        await start(platform)
        assert "approval" in [kind for kind, _ in pager.took]


async def test_evt4_an_equal_call_elsewhere_still_counts_as_open(tmp_path: Path) -> None:
    """The call of the resting thread may run again under the newer version: it is not asked for a second time."""
    async with PlatformFixture(tmp_path) as platform:
        thread = await with_asked_call(platform)
        await write_newer_events(platform.app, thread)
        platform.model.script = [choose("push", tag="v1"), choose("done", message="ok")]
        other = await platform.launch()
        assert "ApprovalAsked" not in platform.types(other)
        refused = [event for event in platform.log(other) if isinstance(event, e.StepRefused)]
        assert thread in refused[0].reason


async def test_evt4_a_fork_of_a_resting_thread_says_that_its_rejections_are_not_known(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform:
        source = await with_asked_call(platform)
        (request,) = await platform.pending()
        await platform.decide(request, "reject", reason="no")
        await platform.settle()
        fork = await platform.app.fork(source, by="sam")
        await write_newer_events(platform.app, source)
        platform.model.script = [choose("push", tag="v2")]
        await platform.app.resume(fork, by="sam")
        await platform.say(fork, "push v2")
        (asked,) = await platform.pending()
        notes = [line for fact in asked.card.facts if fact.label == "Fork" for line in fact.lines]
        assert any("cannot be read now" in line for line in notes)


async def test_evt4_after_a_restore_a_resting_thread_is_doubted_too(tmp_path: Path) -> None:
    """The unread event may be the approval, and the call may have run after the backup."""
    async with PlatformFixture(tmp_path) as platform:
        thread = await with_asked_call(platform)
        await write_newer_events(platform.app, thread, e.Woke())
        call = next(iter((await platform.app.repository.load_thread(thread)).thread.calls))
        settled = e.ApprovalSettled(call=call, digest="0" * 64, verdict="approved")
        await write_newer_events(
            platform.app, thread, settled.model_copy(update={"digest": (await platform.pending())[0].digest})
        )
        back_up(platform)
    restore(tmp_path, platform)
    with pytest.MonkeyPatch.context() as older:
        older.delitem(e.EVENT_TYPES, "Woke")
        async with PlatformFixture(tmp_path, clock=platform.clock) as platform:
            await start(platform)
            assert platform.types(thread).count("OutcomeDoubted") == 1
            assert platform.ledger.lines == []


async def test_evt4_lists_call_a_thread_resting_that_nobody_has_read_yet(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform:
        done = await platform.launch("hello")
        thread = await platform.launch("hello again")
        await write_newer_events(platform.app, thread)
    async with PlatformFixture(tmp_path, clock=platform.clock) as platform:
        rows = {row.id: row.status for row in (await platform.app.queries.list_threads()).items}
        assert rows == {done: "finished", thread: "resting"}
        assert [row.id for row in (await platform.app.queries.list_threads(status="resting")).items] == [thread]
        assert [row.id for row in (await platform.app.queries.list_threads(status="finished")).items] == [done]
        assert list(platform.app.repository.resting.marks) == [thread]
        (mark,) = (await list_queries.find_unread_events(sqlite_of(platform.app), [done, thread])).values()
        assert (mark.seq, mark.type, mark.version) == (
            platform.types(thread).index("ToolSkipped") + 1,
            "ToolSkipped",
            1,
        )


async def test_evt4_the_check_of_the_log_counts_a_resting_thread_as_sound(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform:
        thread = await with_asked_call(platform)
        await write_newer_events(platform.app, thread, UNKNOWN, NEWER)
        for one in (None, thread):
            found = inspect_log(tmp_path / "house.db", sqlite_of(platform.app).signer, one)
            assert found.is_sound
            assert found.resting == ((thread, 5, "ToolSkipped", 1),)
        assert (
            backup_and_restore.back_up_database(
                tmp_path / "house.db", tmp_path / "b.db", sqlite_of(platform.app).signer, print
            )
            == []
        )


async def test_evt4_no_row_of_a_resting_thread_is_rewritten(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform:
        thread = await with_approved_call(platform)
        await write_newer_events(platform.app, thread, UNKNOWN, NEWER)
        rows = list_rows(tmp_path, thread)
    async with PlatformFixture(tmp_path, clock=platform.clock, agent={"probe_after": timedelta(0)}) as platform:
        await wait_long(platform)
        await platform.say(thread, "hello")
        assert list_rows(tmp_path, thread)[: len(rows)] == rows
        assert (rows[-2][1:4], rows[-1][1:4]) == (
            ("ToolSkipped", 1, UNKNOWN.raw),
            ("ToolFinished", 2, NEWER.raw),
        )


def list_rows(folder: Path, thread: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "house.db")) as connection:
        query = "SELECT seq, type, v, body, at, hash FROM event WHERE thread=? ORDER BY seq"
        return connection.execute(query, (thread,)).fetchall()
