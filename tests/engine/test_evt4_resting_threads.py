"""An event that this version cannot read rests its thread: no tool runs, no model is asked, nobody is asked, nothing is decided."""

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.core import events as e
from bot.core.agent import ToolContext
from bot.core.errors import THREAD_RESTS, ToolError, UnreadThread
from bot.core.holds import HoldScope
from bot.core.request_views import Request
from bot.core.steps import ModelAnswer
from tests.engine.resting_cases import (
    STATES,
    wait_long,
    with_approved_call,
    with_asked_call,
    with_message,
    with_question,
    write_behind,
)
from tests.platform_fixture import PlatformFixture, PushStep, ScriptedModel, choose
from tests.sqlite_access import sqlite_of
from tests.store.newer_rows import NEWER, UNKNOWN, write_newer_events


@pytest.mark.parametrize("unread", [UNKNOWN, NEWER], ids=["unknown", "newer"])
@pytest.mark.parametrize("state", STATES)
async def test_evt4_a_resting_thread_never_acts_and_tells_the_waiting_person_once(
    tmp_path: Path, state: str, unread: e.Event
) -> None:
    async with PlatformFixture(tmp_path) as platform:
        thread = await STATES[state](platform)
        before, pending = platform.types(thread), len(await platform.pending())
        await write_newer_events(platform.app, thread, unread)
    async with PlatformFixture(tmp_path, clock=platform.clock) as platform:
        with capture_logs() as lines:
            await wait_long(platform)
        assert not {"job failed", "job put off", "lost jobs are owed again"} & {line["event"] for line in lines}
        assert platform.ledger.lines == []
        assert platform.model.seen == []
        assert platform.types(thread) == [*before, unread.row_type, "PeopleNotified"]
        told = platform.log(thread)[-1]
        assert isinstance(told, e.PeopleNotified)
        assert (told.text, told.to) == (THREAD_RESTS, ("sam",))
        assert len(await platform.pending()) == pending
        assert await platform.app.queries.find_status(thread) == "resting"


@pytest.mark.parametrize("state", STATES)
async def test_evt4_without_the_unread_event_the_same_thread_acts(tmp_path: Path, state: str) -> None:
    async with PlatformFixture(tmp_path) as platform:
        thread = await STATES[state](platform)
        before = platform.types(thread)
    async with PlatformFixture(tmp_path, clock=platform.clock) as platform:
        await wait_long(platform)
        assert len(platform.types(thread)) > len(before)
        assert platform.app.repository.resting.marks == {}


async def decide_in_every_way(platform: PlatformFixture, request: Request) -> None:
    for decision in ("approve", "reject", "take_back"):
        with pytest.raises(UnreadThread):
            await platform.decide(request, decision)
    with pytest.raises(UnreadThread):
        await platform.decide(request, arguments='{"commit":"c0ffee","tag":"v2"}')
    with pytest.raises(UnreadThread):
        await platform.answer(request, "this one")


@pytest.mark.parametrize("state", ["an asked call", "a question"])
async def test_evt4_a_decision_in_a_resting_thread_is_refused_noted_and_not_kept(tmp_path: Path, state: str) -> None:
    async with PlatformFixture(tmp_path) as platform:
        thread = await STATES[state](platform)
        (request,) = await platform.pending()
        await write_newer_events(platform.app, thread)
        log = platform.types(thread)
        await decide_in_every_way(platform, request)
        (now,) = await platform.pending()
        assert (now.status, now.card.stopped, now.card.is_resting) == ("pending", THREAD_RESTS, True)
        assert platform.types(thread) == log
        notes = sqlite_of(platform.app).reading.execute("SELECT what, about FROM audit").fetchall()
        assert ("refused: UnreadThread", request.id) in notes
        with pytest.raises(UnreadThread):
            await platform.app.queries.build_form(request.id)


async def test_evt4_an_approval_after_the_unread_event_in_a_cached_thread_is_refused(tmp_path: Path) -> None:
    """The row comes while this process has the thread in memory: the commit meets it."""
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        thread = await platform.launch()
        (request,) = await platform.pending()
        cached = await platform.app.repository.load_thread(thread)
        await write_newer_events(platform.app, thread)
        platform.app.repository._cached.add(thread, cached)
        with pytest.raises(UnreadThread):
            await platform.decide(request)
        await platform.settle()
        assert platform.ledger.lines == []
        assert "Answered" not in platform.types(thread)


@pytest.mark.parametrize("fault", [None, ToolError("the remote said no")], ids=["result", "error"])
async def test_evt4_the_end_of_a_call_that_ran_when_the_unread_event_came_is_kept(
    tmp_path: Path, fault: ToolError | None
) -> None:
    houses: list[PlatformFixture] = []

    async def run(step: PushStep, at: ToolContext) -> str:
        houses[0].ledger.write(at.call)
        await write_behind(houses[0], at.thread)
        if fault:
            raise fault
        return "pushed"

    async with PlatformFixture(tmp_path, agent={"run": run}) as platform:
        houses.append(platform)
        thread = await with_approved_call(platform)
        with capture_logs() as lines:
            await wait_long(platform)
        ends = ["ToolFinished"] if fault is None else ["ToolFailed", "PeopleNotified"]
        before = platform.types(thread).index("ToolStarted")
        assert platform.types(thread)[before:] == ["ToolStarted", "ToolSkipped", *ends, "PeopleNotified"]
        assert len(platform.ledger.lines) == 1
        assert "job failed" not in [line["event"] for line in lines]


async def test_evt4_what_a_model_chose_when_the_unread_event_came_is_not_kept(tmp_path: Path) -> None:
    class WritingModel(ScriptedModel):
        async def choose(self, request: bytes) -> ModelAnswer:
            await write_behind(platform, thread)
            return await super().choose(request)

    async with PlatformFixture(tmp_path) as platform:
        platform.app.models["pusher"] = model = WritingModel(choose("look", limit=1), choose("push", tag="v1"))
        thread = await with_message(platform)
        with capture_logs() as lines:
            await wait_long(platform)
        assert platform.types(thread) == ["ThreadOpened", "MessageReceived", "ToolSkipped", "PeopleNotified"]
        assert len(model.seen) == 1
        assert "job failed" not in [line["event"] for line in lines]


async def test_evt4_the_acts_of_operators_on_a_resting_thread_are_refused(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform:
        thread = await with_asked_call(platform)
        await write_newer_events(platform.app, thread)
        log = platform.types(thread)
        for act in (
            platform.app.pause(thread, by="olive"),
            platform.app.resume(thread, by="olive"),
            platform.app.cancel(thread, by="olive"),
            platform.app.fork(thread, by="olive"),
            platform.app.fork(thread, at=1, by="olive"),
        ):
            with pytest.raises(UnreadThread, match=f"Thread {thread} rests: .* cannot read its event 5"):
                await act
        assert platform.types(thread) == log
        assert len(sqlite_of(platform.app).reading.execute("SELECT id FROM thread").fetchall()) == 1


async def test_evt4_messages_are_kept_answer_nothing_and_each_writer_hears_once(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform:
        thread = await with_question(platform)
        await write_newer_events(platform.app, thread)
        for text, by in (("this one", "sam"), ("really", "sam"), ("that one", "olive"), ("an unknown", None)):
            await platform.say(thread, text, by)
        kept = [event.text for event in platform.log(thread) if isinstance(event, e.MessageReceived)]
        assert kept == ["push it", "this one", "really", "that one", "an unknown"]
        told = [event.to for event in platform.log(thread) if isinstance(event, e.PeopleNotified)]
        assert told == [("sam",), ("olive",), ()]
        assert "QuestionSettled" not in platform.types(thread)
        assert len(platform.model.seen) == 1


@pytest.mark.parametrize("scope", ["all", "agent", "tool"])
async def test_evt4_a_hold_changes_nothing_in_a_resting_thread(tmp_path: Path, scope: HoldScope) -> None:
    name = {"all": "", "agent": "pusher", "tool": "push"}[scope]
    async with PlatformFixture(tmp_path) as platform:
        thread = await with_approved_call(platform)
        await write_newer_events(platform.app, thread)
        hold = await platform.app.place_hold(scope, name, by="olive")
        await wait_long(platform)
        await platform.app.lift_hold(hold.id, by="olive")
        with capture_logs() as lines:
            await wait_long(platform)
        assert not {"HoldPlaced", "HoldLifted"} & set(platform.types(thread))
        assert "job failed" not in [line["event"] for line in lines]
        assert platform.ledger.lines == []


async def test_evt4_other_threads_go_on_and_the_log_tells_once(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform:
        thread = await with_message(platform)
        await write_newer_events(platform.app, thread)
    async with PlatformFixture(tmp_path, clock=platform.clock) as platform:
        with capture_logs() as lines:
            await wait_long(platform)
            platform.app.repository.forget_threads()
            await wait_long(platform)
        (line,) = [line for line in lines if line["event"] == "thread rests"]
        assert (line["thread"], line["type"], line["v"]) == (thread, "ToolSkipped", 1)
        other = await platform.launch("hello")
        assert platform.types(other)[-1] == "Finished"


async def test_evt4_an_idle_thread_is_not_woken_by_an_unread_event(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform:
        thread = await platform.launch("hello")
        await write_newer_events(platform.app, thread)
    async with PlatformFixture(tmp_path, clock=platform.clock) as platform:
        await wait_long(platform)
        assert platform.types(thread)[-1] == "ToolSkipped"
