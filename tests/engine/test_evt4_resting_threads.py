"""An event that this version cannot read rests its thread: no tool runs, no model is asked, nobody is asked, nothing is decided."""

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.core import events as e
from bot.core.agent import ToolContext
from bot.core.channel_messages import ChannelAddress
from bot.core.errors import THREAD_RESTS, ToolError, UnreadThread
from bot.core.holds import HoldScope
from bot.core.request_views import Request
from bot.core.steps import ModelAnswer
from bot.store import list_queries
from bot.store.log_verification import inspect_log
from bot.store.sqlite import backup
from tests.engine.delivery.test_outbox import THERE, Pager
from tests.engine.failing_tools import approved, restart
from tests.engine.test_out4_restored import back_up, restore, start
from tests.platform_fixture import PlatformFixture, PushStep, ScriptedModel, choose
from tests.store.newer_rows import NEWER, UNKNOWN, append_newer_rows, write_newer_events

MODEL = e.ModelCall(
    n=1, model="m", prompt="0" * 64, tools="0" * 64, renderer="xml-1", seen=((1, 2),), request="0" * 64, max_tokens=100
)
OPENED = (
    e.ThreadOpened(agent="pusher", title="push it", origin=ChannelAddress(channel="test"), requester="sam"),
    e.MessageReceived(text="push it", sender="Sam", by="sam", route=ChannelAddress(channel="test")),
)


def chosen(intent: str, arguments: str) -> e.StepChosen:
    return e.StepChosen(call="t1-3", intent=intent, arguments=arguments, heard=2, model=MODEL)


async def open_log(house: PlatformFixture, *events: e.Event) -> str:
    """A thread with exactly these events after its message, whose turn is due and was not taken."""
    await house.app.repository.open_thread("t1", (*OPENED, *events))
    return "t1"


async def with_message(house: PlatformFixture) -> str:
    return await house.app.launch("pusher", "push it", by="sam")


async def with_chosen_call(house: PlatformFixture) -> str:
    return await open_log(house, chosen("push", '{"commit":"c0ffee","tag":"v1"}'))


async def with_chosen_read(house: PlatformFixture) -> str:
    return await open_log(house, chosen("look", '{"limit":3}'))


async def with_started_read(house: PlatformFixture) -> str:
    return await open_log(house, chosen("look", '{"limit":3}'), e.ToolStarted(call="t1-3"))


async def with_started_call(house: PlatformFixture) -> str:
    return await open_log(house, chosen("push", '{"commit":"c0ffee","tag":"v1"}'), e.ToolStarted(call="t1-3"))


async def with_asked_call(house: PlatformFixture) -> str:
    house.model.script = [choose("push", tag="v1")]
    return await house.launch()


async def with_approved_call(house: PlatformFixture) -> str:
    house.model.script = [choose("push", tag="v1")]
    return await approved(house)


async def with_question(house: PlatformFixture) -> str:
    house.model.script = [choose("ask_human", question="Which one?", context="")]
    return await house.launch()


async def with_sleep(house: PlatformFixture) -> str:
    house.model.script = [choose("wait", seconds=60, why="later")]
    return await house.launch()


STATES: dict[str, Callable[[PlatformFixture], Awaitable[str]]] = {
    "a message": with_message,
    "a chosen call": with_chosen_call,
    "a chosen reading call": with_chosen_read,
    "a started reading call": with_started_read,
    "a started call": with_started_call,
    "an asked call": with_asked_call,
    "an approved call": with_approved_call,
    "a question": with_question,
    "a sleep": with_sleep,
}


async def wait_long(house: PlatformFixture) -> None:
    """A start, every timer, and changed rules."""
    await start(house)
    for hours in (0.1, 1.1, 30, 24 * 60):
        house.clock.passes(hours=hours)
        await house.settle()
    house.app.replace_rules(house.app.directory, list(house.app.agents.values()), dict(house.app.models))
    await restart(house)


@pytest.mark.parametrize("unread", [UNKNOWN, NEWER], ids=["unknown", "newer"])
@pytest.mark.parametrize("state", STATES)
async def test_evt4_a_resting_thread_never_acts_and_tells_the_waiting_person_once(
    tmp_path: Path, state: str, unread: e.Event
) -> None:
    async with PlatformFixture(tmp_path) as house:
        thread = await STATES[state](house)
        before, pending = house.types(thread), len(await house.pending())
        await write_newer_events(house.app, thread, unread)
    async with PlatformFixture(tmp_path, clock=house.clock) as house:
        with capture_logs() as lines:
            await wait_long(house)
        assert not {"job failed", "job put off", "lost jobs are owed again"} & {line["event"] for line in lines}
        assert house.ledger.lines == []
        assert house.model.seen == []
        assert house.types(thread) == [*before, unread.row_type, "PeopleNotified"]
        told = house.log(thread)[-1]
        assert isinstance(told, e.PeopleNotified)
        assert (told.text, told.to) == (THREAD_RESTS, ("sam",))
        assert len(await house.pending()) == pending
        assert house.app.queries.find_status(thread) == "resting"


@pytest.mark.parametrize("state", STATES)
async def test_evt4_without_the_unread_event_the_same_thread_acts(tmp_path: Path, state: str) -> None:
    async with PlatformFixture(tmp_path) as house:
        thread = await STATES[state](house)
        before = house.types(thread)
    async with PlatformFixture(tmp_path, clock=house.clock) as house:
        await wait_long(house)
        assert len(house.types(thread)) > len(before)
        assert house.app.repository.resting.marks == {}


async def write_behind(house: PlatformFixture, thread: str) -> None:
    """Append the event while this process has the thread in memory."""
    signer = house.app.database.signer
    await house.app.database.write_unit(lambda connection: append_newer_rows(connection, signer, thread))


async def decide_in_every_way(house: PlatformFixture, request: Request) -> None:
    for decision in ("approve", "reject", "take_back"):
        with pytest.raises(UnreadThread):
            await house.decide(request, decision)
    with pytest.raises(UnreadThread):
        await house.decide(request, arguments='{"commit":"c0ffee","tag":"v2"}')
    with pytest.raises(UnreadThread):
        await house.answer(request, "this one")


@pytest.mark.parametrize("state", ["an asked call", "a question"])
async def test_evt4_a_decision_in_a_resting_thread_is_refused_noted_and_not_kept(tmp_path: Path, state: str) -> None:
    async with PlatformFixture(tmp_path) as house:
        thread = await STATES[state](house)
        (request,) = await house.pending()
        await write_newer_events(house.app, thread)
        log = house.types(thread)
        await decide_in_every_way(house, request)
        (now,) = await house.pending()
        assert (now.status, now.card.stopped, now.card.is_resting) == ("pending", THREAD_RESTS, True)
        assert house.types(thread) == log
        notes = house.app.database.reading.execute("SELECT what, about FROM audit").fetchall()
        assert ("refused: UnreadThread", request.id) in notes
        with pytest.raises(UnreadThread):
            house.app.queries.build_form(request.id)


async def test_evt4_an_approval_after_the_unread_event_in_a_cached_thread_is_refused(tmp_path: Path) -> None:
    """The row comes while this process has the thread in memory: the commit meets it."""
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as house:
        thread = await house.launch()
        (request,) = await house.pending()
        cached = house.app.repository.load_thread(thread)
        await write_newer_events(house.app, thread)
        house.app.repository._cached[thread] = cached
        with pytest.raises(UnreadThread):
            await house.decide(request)
        await house.settle()
        assert house.ledger.lines == []
        assert "Answered" not in house.types(thread)


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

    async with PlatformFixture(tmp_path, agent={"run": run}) as house:
        houses.append(house)
        thread = await with_approved_call(house)
        with capture_logs() as lines:
            await wait_long(house)
        ends = ["ToolFinished"] if fault is None else ["ToolFailed", "PeopleNotified"]
        before = house.types(thread).index("ToolStarted")
        assert house.types(thread)[before:] == ["ToolStarted", "ToolSkipped", *ends, "PeopleNotified"]
        assert len(house.ledger.lines) == 1
        assert "job failed" not in [line["event"] for line in lines]


async def test_evt4_what_a_model_chose_when_the_unread_event_came_is_not_kept(tmp_path: Path) -> None:
    class WritingModel(ScriptedModel):
        async def choose(self, request: bytes) -> ModelAnswer:
            await write_behind(house, thread)
            return await super().choose(request)

    async with PlatformFixture(tmp_path) as house:
        house.app.models["pusher"] = model = WritingModel(choose("look", limit=1), choose("push", tag="v1"))
        thread = await with_message(house)
        with capture_logs() as lines:
            await wait_long(house)
        assert house.types(thread) == ["ThreadOpened", "MessageReceived", "ToolSkipped", "PeopleNotified"]
        assert len(model.seen) == 1
        assert "job failed" not in [line["event"] for line in lines]


async def test_evt4_the_acts_of_operators_on_a_resting_thread_are_refused(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as house:
        thread = await with_asked_call(house)
        await write_newer_events(house.app, thread)
        log = house.types(thread)
        for act in (
            house.app.pause(thread, by="olive"),
            house.app.resume(thread, by="olive"),
            house.app.cancel(thread, by="olive"),
            house.app.fork(thread, by="olive"),
            house.app.fork(thread, at=1, by="olive"),
        ):
            with pytest.raises(UnreadThread, match=f"Thread {thread} rests: .* cannot read its event 5"):
                await act
        assert house.types(thread) == log
        assert len(house.app.database.reading.execute("SELECT id FROM thread").fetchall()) == 1


async def test_evt4_messages_are_kept_answer_nothing_and_each_writer_hears_once(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as house:
        thread = await with_question(house)
        await write_newer_events(house.app, thread)
        for text, by in (("this one", "sam"), ("really", "sam"), ("that one", "olive"), ("an unknown", None)):
            await house.say(thread, text, by)
        kept = [event.text for event in house.log(thread) if isinstance(event, e.MessageReceived)]
        assert kept == ["push it", "this one", "really", "that one", "an unknown"]
        told = [event.to for event in house.log(thread) if isinstance(event, e.PeopleNotified)]
        assert told == [("sam",), ("olive",), ()]
        assert "QuestionSettled" not in house.types(thread)
        assert len(house.model.seen) == 1


@pytest.mark.parametrize("scope", ["all", "agent", "tool"])
async def test_evt4_a_hold_changes_nothing_in_a_resting_thread(tmp_path: Path, scope: HoldScope) -> None:
    name = {"all": "", "agent": "pusher", "tool": "push"}[scope]
    async with PlatformFixture(tmp_path) as house:
        thread = await with_approved_call(house)
        await write_newer_events(house.app, thread)
        hold = await house.app.place_hold(scope, name, by="olive")
        await wait_long(house)
        await house.app.lift_hold(hold.id, by="olive")
        with capture_logs() as lines:
            await wait_long(house)
        assert not {"HoldPlaced", "HoldLifted"} & set(house.types(thread))
        assert "job failed" not in [line["event"] for line in lines]
        assert house.ledger.lines == []


async def test_evt4_a_resting_thread_delivers_the_notice_of_its_rest_and_nothing_else(tmp_path: Path) -> None:
    pager = Pager()
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), surfaces=[pager]) as house:
        thread = await house.app.launch("pusher", "push it", by="sam", route=THERE)
        await house.app.worker.handlers["turn"](thread)  # the card is owed, and not delivered
        assert pager.took == []
        await write_newer_events(house.app, thread)
    pager = Pager()
    async with PlatformFixture(tmp_path, surfaces=[pager], clock=house.clock) as house:
        with capture_logs() as lines:
            await wait_long(house)
            await house.app.say(thread, "and now?", by="sam", route=THERE)
            await wait_long(house)
        assert [(kind, card.text) for kind, card in pager.took] == [("said", THREAD_RESTS)]
        assert len(house.app.repository.load_thread(thread).thread.owed) == 1
        events = [line["event"] for line in lines]
        assert "job failed" not in events
        assert "lost jobs are owed again" not in events


async def test_evt4_the_version_that_can_read_it_goes_on_with_what_was_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row is of a type that this version knows, and that an older one in the middle does not."""
    async with PlatformFixture(tmp_path) as house:
        thread = await with_sleep(house)
        await write_newer_events(house.app, thread, e.Woke())
    with monkeypatch.context() as older:
        older.delitem(e.EVENT_TYPES, "Woke")
        async with PlatformFixture(tmp_path, clock=house.clock) as house:
            await restart(house)
            await house.say(thread, "are you there?")
            assert house.app.queries.find_status(thread) == "resting"
            assert house.model.seen == []
    async with PlatformFixture(tmp_path, choose("reply", message="Yes."), clock=house.clock) as house:
        await restart(house)  # at once, not when the resting thread would be looked at again
        assert house.app.queries.find_status(thread) != "resting"
        assert b"are you there?" in house.model.seen[0]
        assert "Said" in house.types(thread)


async def test_evt4_the_version_that_can_read_it_delivers_what_waited_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), surfaces=[Pager()]) as house:
        thread = await house.app.launch("pusher", "push it", by="sam", route=THERE)
        await house.app.worker.handlers["turn"](thread)
        await write_newer_events(house.app, thread, e.Woke())
    with monkeypatch.context() as older:
        older.delitem(e.EVENT_TYPES, "Woke")
        pager = Pager()
        async with PlatformFixture(tmp_path, surfaces=[pager], clock=house.clock) as house:
            await start(house)
            await house.app.say(thread, "and now?", by="sam", route=THERE)
            await house.settle()
            assert [kind for kind, _ in pager.took] == ["said"]
    pager = Pager()
    async with PlatformFixture(tmp_path, surfaces=[pager], clock=house.clock) as house:
        await start(house)
        assert "approval" in [kind for kind, _ in pager.took]


async def test_evt4_an_equal_call_elsewhere_still_counts_as_open(tmp_path: Path) -> None:
    """The call of the resting thread may run again under the newer version: it is not asked for a second time."""
    async with PlatformFixture(tmp_path) as house:
        thread = await with_asked_call(house)
        await write_newer_events(house.app, thread)
        house.model.script = [choose("push", tag="v1"), choose("done", message="ok")]
        other = await house.launch()
        assert "ApprovalAsked" not in house.types(other)
        refused = [event for event in house.log(other) if isinstance(event, e.StepRefused)]
        assert thread in refused[0].reason


async def test_evt4_a_fork_of_a_resting_thread_says_that_its_rejections_are_not_known(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as house:
        source = await with_asked_call(house)
        (request,) = await house.pending()
        await house.decide(request, "reject", reason="no")
        await house.settle()
        fork = await house.app.fork(source, by="sam")
        await write_newer_events(house.app, source)
        house.model.script = [choose("push", tag="v2")]
        await house.app.resume(fork, by="sam")
        await house.say(fork, "push v2")
        (asked,) = await house.pending()
        notes = [line for fact in asked.card.facts if fact.label == "Fork" for line in fact.lines]
        assert any("cannot be read now" in line for line in notes)


async def test_evt4_after_a_restore_a_resting_thread_is_doubted_too(tmp_path: Path) -> None:
    """The unread event may be the approval, and the call may have run after the backup."""
    async with PlatformFixture(tmp_path) as house:
        thread = await with_asked_call(house)
        await write_newer_events(house.app, thread, e.Woke())
        call = next(iter(house.app.repository.load_thread(thread).thread.calls))
        settled = e.ApprovalSettled(call=call, digest="0" * 64, verdict="approved")
        await write_newer_events(
            house.app, thread, settled.model_copy(update={"digest": (await house.pending())[0].digest})
        )
        back_up(house)
    restore(tmp_path, house)
    with pytest.MonkeyPatch.context() as older:
        older.delitem(e.EVENT_TYPES, "Woke")
        async with PlatformFixture(tmp_path, clock=house.clock) as house:
            await start(house)
            assert house.types(thread).count("OutcomeDoubted") == 1
            assert house.ledger.lines == []


async def test_evt4_other_threads_go_on_and_the_log_tells_once(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as house:
        thread = await with_message(house)
        await write_newer_events(house.app, thread)
    async with PlatformFixture(tmp_path, clock=house.clock) as house:
        with capture_logs() as lines:
            await wait_long(house)
            house.app.repository.forget_threads()
            await wait_long(house)
        (line,) = [line for line in lines if line["event"] == "thread rests"]
        assert (line["thread"], line["type"], line["v"]) == (thread, "ToolSkipped", 1)
        other = await house.launch("hello")
        assert house.types(other)[-1] == "Finished"


async def test_evt4_lists_call_a_thread_resting_that_nobody_has_read_yet(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as house:
        done = await house.launch("hello")
        thread = await house.launch("hello again")
        await write_newer_events(house.app, thread)
    async with PlatformFixture(tmp_path, clock=house.clock) as house:
        rows = {row.id: row.status for row in (await house.app.queries.list_threads()).items}
        assert rows == {done: "finished", thread: "resting"}
        assert [row.id for row in (await house.app.queries.list_threads(status="resting")).items] == [thread]
        assert [row.id for row in (await house.app.queries.list_threads(status="finished")).items] == [done]
        assert list(house.app.repository.resting.marks) == [thread]
        (mark,) = (await list_queries.find_unread_events(house.app.database, [done, thread])).values()
        assert (mark.seq, mark.type, mark.version) == (house.types(thread).index("ToolSkipped") + 1, "ToolSkipped", 1)


async def test_evt4_the_check_of_the_log_counts_a_resting_thread_as_sound(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as house:
        thread = await with_asked_call(house)
        await write_newer_events(house.app, thread, UNKNOWN, NEWER)
        for one in (None, thread):
            found = inspect_log(tmp_path / "house.db", house.app.database.signer, one)
            assert found.is_sound
            assert found.resting == ((thread, 5, "ToolSkipped", 1),)
        assert backup.back_up_database(tmp_path / "house.db", tmp_path / "b.db", house.app.database.signer, print) == []


async def test_evt4_an_idle_thread_is_not_woken_by_an_unread_event(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as house:
        thread = await house.launch("hello")
        await write_newer_events(house.app, thread)
    async with PlatformFixture(tmp_path, clock=house.clock) as house:
        await wait_long(house)
        assert house.types(thread)[-1] == "ToolSkipped"


async def test_evt4_no_row_of_a_resting_thread_is_rewritten(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as house:
        thread = await with_approved_call(house)
        await write_newer_events(house.app, thread, UNKNOWN, NEWER)
        rows = list_rows(tmp_path, thread)
    async with PlatformFixture(tmp_path, clock=house.clock, agent={"probe_after": timedelta(0)}) as house:
        await wait_long(house)
        await house.say(thread, "hello")
        assert list_rows(tmp_path, thread)[: len(rows)] == rows
        assert (rows[-2][1:4], rows[-1][1:4]) == (
            ("ToolSkipped", 1, UNKNOWN.raw),
            ("ToolFinished", 2, NEWER.raw),
        )


def list_rows(folder: Path, thread: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "house.db")) as connection:
        query = "SELECT seq, type, v, body, at, hash FROM event WHERE thread=? ORDER BY seq"
        return connection.execute(query, (thread,)).fetchall()
