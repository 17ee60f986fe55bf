"""Holds in a house: nothing starts behind one, open requests stand still, and what waited goes on when it is lifted."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

import pytest

from bot.core import events as e
from bot.core.agent import EffectDidNotHappen, ProbeResult, Tool, ToolContext
from bot.core.errors import AlreadyHeld, AlreadyLifted, NotFound, NotUnderstood, OnHold
from bot.core.holds import Hold
from bot.core.ports import ModelUnavailable
from bot.core.requests import Request
from bot.engine.repository.thread_repository import HOLD
from bot.store import audit
from tests.engine.failing_tools import die_in_the_tool, restart
from tests.platform_fixture import (
    MANAGERS,
    FakeClock,
    LookStep,
    OutsideLedger,
    PlatformFixture,
    PushStep,
    agent,
    choose,
)

PUSH = (choose("push", tag="v1"), choose("done", message="v1 is out."))
Scope = Literal["all", "agent", "tool"]
SCOPES: list[tuple[Scope, str]] = [("all", ""), ("agent", "pusher"), ("tool", "push")]
every_scope = pytest.mark.parametrize(("scope", "name"), SCOPES, ids=["all", "agent", "tool"])


async def one(house: PlatformFixture) -> Request:
    (request,) = await house.pending()
    return request


def list_hold_notes(house: PlatformFixture) -> list[audit.AuditNote]:
    return [note for note in audit.list_notes(house.app.database.reading, 100) if note.what.startswith("hold")]


@every_scope
async def test_gate7_an_approved_call_does_not_start_before_it_is_resumed(
    tmp_path: Path, scope: Scope, name: str
) -> None:
    async with PlatformFixture(tmp_path, *PUSH) as house:
        thread = await house.launch()
        await house.decide(await one(house))
        hold = await house.app.place_hold(scope, name, by="max", reason="the origin burns")
        await house.settle()
        assert house.ledger.lines == []
        assert "ToolStarted" not in house.types(thread)
        await house.app.lift_hold(hold.id, by="olive")
        await house.settle()
        assert len(house.ledger.lines) == 1
        assert house.types(thread)[-1] == "Finished"


@every_scope
async def test_gate7_the_start_itself_looks_when_nobody_knew_of_the_hold(
    tmp_path: Path, scope: Scope, name: str
) -> None:
    """A row that this process has not read: only the transaction of the start can see it."""
    async with PlatformFixture(tmp_path, *PUSH) as house:
        thread = await house.launch()
        await house.decide(await one(house))
        row = (scope, name, "max", "", 1)
        await house.app.database.write_unit(
            lambda connection: connection.execute(
                'INSERT INTO hold (scope, name, "by", reason, placed) VALUES (?,?,?,?,?)', row
            )
        )
        await house.settle()
        assert house.ledger.lines == []
        assert "ToolStarted" not in house.types(thread)
        (active,) = house.app.holds.active
        await house.app.lift_hold(active.id, by="max")
        await house.settle()
        assert len(house.ledger.lines) == 1


@every_scope
async def test_gate7_a_read_that_the_model_chose_meanwhile_is_logged_and_not_started(
    tmp_path: Path, scope: Scope, name: str
) -> None:
    """The hold comes while the model thinks: its choice is kept, its start is not."""
    name = name and {"push": "look"}.get(name, name)
    async with PlatformFixture(tmp_path, choose("look", limit=2), choose("done", message="Two.")) as house:
        placed: list[Hold] = []
        chosen = house.model.choose

        async def slowly(request: bytes) -> Any:
            if not placed:
                placed.append(await house.app.place_hold(scope, name, by="max"))
            return await chosen(request)

        house.model.choose = slowly  # type: ignore[method-assign]
        thread = await house.launch()
        assert "StepChosen" in house.types(thread)
        assert "ToolStarted" not in house.types(thread)
        await house.app.lift_hold(placed[0].id, by="max")
        await house.settle()
        assert house.types(thread).count("ToolStarted") == 1
        assert house.types(thread)[-1] == "Finished"


async def test_gate7_a_read_started_in_the_commit_of_its_choice_is_refused_there(tmp_path: Path) -> None:
    """As above with a hold that nobody has read: the commit of the choice is refused, and made again without the start."""
    async with PlatformFixture(tmp_path, choose("look", limit=2), choose("done", message="Two.")) as house:
        chosen, inserted = house.model.choose, list[int]()

        async def slowly(request: bytes) -> Any:
            if not inserted:
                inserted.append(1)
                await house.app.database.write_unit(
                    lambda connection: connection.execute(
                        "INSERT INTO hold (scope, name, \"by\", reason, placed) VALUES ('all','','max','',1)"
                    )
                )
            return await chosen(request)

        house.model.choose = slowly  # type: ignore[method-assign]
        thread = await house.launch()
        assert house.types(thread).count("StepChosen") == 1
        assert "ToolStarted" not in house.types(thread)
        assert len(house.model.seen) == 1
        await house.app.lift_hold(1, by="max")
        await house.settle()
        assert house.types(thread)[-1] == "Finished"


@every_scope
async def test_gate7_open_requests_and_their_expiry_stand_still(tmp_path: Path, scope: Scope, name: str) -> None:
    async with PlatformFixture(tmp_path, *PUSH) as house:
        thread = await house.launch()
        before = await one(house)
        assert before.expires_at is not None
        house.clock.passes(hours=1)
        hold = await house.app.place_hold(scope, name, by="max", reason="lunch")
        await house.settle()
        house.clock.passes(hours=30)
        await house.settle()
        waits = await one(house)
        assert waits.status == "pending"
        assert waits.expires_at is None
        assert waits.card.paused == "Paused by Max at 21 Nov 2026, 10:00 UTC: lunch."
        await house.app.lift_hold(hold.id, by="max")
        await house.settle()
        after = await one(house)
        assert after.card.paused == ""
        assert after.expires_at == before.expires_at + timedelta(hours=30)
        house.clock.passes(hours=2, minutes=59)
        await house.settle()
        assert (await one(house)).status == "pending"
        house.clock.passes(minutes=1)
        await house.settle()
        assert (await house.app.queries.find_request(before.id)).status == "expired"
        assert house.types(thread).count("ApprovalAsked") == 1


@every_scope
async def test_gate7_approve_is_refused_reject_is_taken(tmp_path: Path, scope: Scope, name: str) -> None:
    async with PlatformFixture(
        tmp_path, *PUSH, *PUSH, agent={"policy": MANAGERS.model_copy(update={"edits": True})}
    ) as house:
        await house.launch()
        request = await one(house)
        await house.app.place_hold(scope, name, by="max", reason="a fire drill")
        for given in ({}, {"arguments": '{"commit":"c0ffee","tag":"v2"}'}):
            with pytest.raises(OnHold) as refused:
                await house.decide(request, **given)
            assert str(refused.value) == (
                "Paused by Max at 21 Nov 2026, 09:00 UTC: a fire drill. It can be decided when it is resumed."
            )
        assert (await one(house)).votes == ()
        after = await house.decide(request, "reject", reason="not now")
        assert after.status == "rejected"
        await house.settle()
        assert house.ledger.lines == []
        assert [note.what for note in audit.list_notes(house.app.database.reading, 9)].count("refused: OnHold") == 2


@every_scope
async def test_gate7_an_approval_can_be_taken_back_under_a_hold(tmp_path: Path, scope: Scope, name: str) -> None:
    async with PlatformFixture(tmp_path, *PUSH) as house:
        await house.launch()
        request = await one(house)
        await house.decide(request)
        hold = await house.app.place_hold(scope, name, by="max")
        await house.settle()
        approved = await house.app.queries.find_request(request.id)
        assert (approved.status, approved.card.paused) == ("approved", "Paused by Max at 21 Nov 2026, 09:00 UTC.")
        assert (await house.decide(request, "take_back")).status == "rejected"
        assert (await house.app.queries.find_request(request.id)).card.paused == ""
        await house.app.lift_hold(hold.id, by="max")
        await house.settle()
        assert house.ledger.lines == []


async def test_gate7_an_answer_is_taken_and_nothing_runs(tmp_path: Path) -> None:
    question = choose("ask_human", question="Which?", context="")
    async with PlatformFixture(tmp_path, question, *PUSH) as house:
        thread = await house.launch()
        hold = await house.app.place_hold("agent", "pusher", by="max")
        await house.settle()
        assert (await house.answer(await one(house), "v1", by="sam")).status == "answered"
        await house.settle()
        assert len(house.model.seen) == 1
        await house.app.lift_hold(hold.id, by="max")
        await house.settle()
        assert len(house.model.seen) == 2
        assert house.types(thread)[-1] in ("ApprovalAsked", "HoldLifted")


@pytest.mark.parametrize(("scope", "name"), SCOPES[:2], ids=["all", "agent"])
async def test_gate7_a_held_agent_calls_no_model_and_who_waits_is_told_once(
    tmp_path: Path, scope: Scope, name: str
) -> None:
    async with PlatformFixture(tmp_path, choose("done", message="Hello.")) as house:
        hold = await house.app.place_hold(scope, name, by="max", reason="it went mad")
        thread = await house.launch("hello")
        await house.say(thread, "are you there?")
        assert house.model.seen == []
        (told,) = [event for event in house.log(thread) if isinstance(event, e.PeopleNotified)]
        assert told.to == ("sam",)
        assert "paused by Max at 21 Nov 2026, 09:00 UTC: it went mad." in told.text
        assert house.types(thread).count("HoldPlaced") == 1
        await house.app.lift_hold(hold.id, by="max")
        await house.settle()
        assert house.types(thread)[-1] == "Finished"
        assert len(house.model.seen) == 1


async def test_gate7_who_writes_below_a_paused_request_is_told(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, *PUSH) as house:
        thread = await house.launch()
        await house.app.place_hold("all", by="max")
        await house.settle()
        assert "PeopleNotified" not in house.types(thread)
        await house.say(thread, "and now?")
        await house.say(thread, "hello?")
        assert house.types(thread).count("PeopleNotified") == 1


async def test_gate7_the_offline_retry_of_a_model_rests_and_the_sleep_too(tmp_path: Path) -> None:
    async with PlatformFixture(
        tmp_path, ModelUnavailable("busy"), choose("wait", seconds=600, why="x"), choose("done", message="Up.")
    ) as house:
        thread = await house.launch()
        first = await house.app.place_hold("all", by="max")
        house.clock.passes(hours=5)
        await house.settle()
        assert len(house.model.seen) == 1
        await house.app.lift_hold(first.id, by="max")
        await house.settle()
        assert house.types(thread)[-1] == "Slept"
        second = await house.app.place_hold("agent", "pusher", by="max")
        house.clock.passes(hours=5)
        await house.settle()
        assert "Woke" not in house.types(thread)
        await house.app.lift_hold(second.id, by="max")
        await house.settle()
        assert house.types(thread)[-1] == "Finished"


async def test_gate7_another_tool_goes_on_and_the_held_one_is_not_even_looked_at(tmp_path: Path) -> None:
    looked: list[str] = []

    async def check(step: PushStep) -> None:
        looked.append(step.tag)

    async def run(step: Any, at: ToolContext) -> str:
        return "done"

    tools = (Tool(step=LookStep, run=run), Tool(step=PushStep, run=run, writes=True, policy=MANAGERS, check=check))
    script = (choose("push", tag="v1"), choose("look"), choose("reply", message="x"))
    async with PlatformFixture(tmp_path, *script, agents=[agent(OutsideLedger(tmp_path / "l"), tools=tools)]) as house:
        hold = await house.app.place_hold("tool", "push", by="max")
        thread = await house.launch()
        assert house.types(thread).count("ToolFinished") == 0
        await house.say(thread, "then look")
        assert house.types(thread).count("ToolFinished") == 1
        assert looked == []
        assert await house.pending() == []
        await house.app.lift_hold(hold.id, by="max")
        await house.settle()
        assert looked == ["v1"]
        assert (await one(house)).tool == "push"


async def test_gate1_gate7_a_prefetch_of_a_held_tool_is_not_run_and_its_reason_is_no_wish(tmp_path: Path) -> None:
    ran: list[int] = []

    async def look(step: LookStep, at: ToolContext) -> str:
        ran.append(step.limit)
        return "c1"

    tools = (Tool(step=LookStep, run=look),)
    inhabitant = agent(OutsideLedger(tmp_path / "l"), tools=tools, prefetch=(LookStep(),))
    async with PlatformFixture(tmp_path, agents=[inhabitant]) as house:
        await house.app.place_hold("tool", "look", by="max", reason="it leaks")
        thread = await house.launch()
        (fetched,) = [event for event in house.log(thread) if isinstance(event, e.ContextFetched)]
        assert ran == []
        assert fetched.error == "The tool look is paused."
        assert house.types(thread)[-1] == "Finished"


@every_scope
async def test_gate7_a_started_call_is_found_out_and_not_started_again(tmp_path: Path, scope: Scope, name: str) -> None:
    """The process died before the effect. The probe is asked; that it did not happen starts nothing under a hold."""
    probes: list[str] = []

    async def looks(step: PushStep, at: ToolContext) -> ProbeResult:
        probes.append(at.call)
        return EffectDidNotHappen("it is not there")

    thread = await die_in_the_tool(tmp_path, before=True)
    clock = FakeClock()
    async with PlatformFixture(tmp_path, clock=clock, agent={"probe": looks}) as house:
        hold = await house.app.place_hold(scope, name, by="max")
        await restart(house)
        assert set(probes) == {f"{thread}-3"}
        assert house.types(thread).count("ToolStarted") == 1
        clock.passes(hours=3)
        await restart(house)
        assert "ToolFailed" not in house.types(thread)
        assert house.ledger.lines == []
        assert len(probes) <= 4
        await house.app.lift_hold(hold.id, by="max")
        await house.settle()
        assert len(house.ledger.lines) == 1
        assert house.types(thread).count("ToolStarted") == 2
        assert house.types(thread)[-1] == "Finished"


@pytest.mark.parametrize(("scope", "name"), SCOPES[:2], ids=["all", "agent"])
async def test_gate7_under_a_hold_the_probe_settles_what_happened(tmp_path: Path, scope: Scope, name: str) -> None:
    thread = await die_in_the_tool(tmp_path, before=False)
    async with PlatformFixture(tmp_path) as house:
        await house.app.place_hold(scope, name, by="max")
        await restart(house)
        (settled,) = [event for event in house.log(thread) if isinstance(event, e.OutcomeSettled)]
        assert settled.happened
        assert house.model.seen == []


async def test_gate7_a_second_hold_of_the_same_thing_is_refused_with_who_paused_it(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as house:
        first = await house.app.place_hold("tool", "push", by="max", reason="lunch")
        with pytest.raises(
            AlreadyHeld, match=r"The tool push is paused by Max at 21 Nov 2026, 09:00 UTC: lunch\. Nothing was changed"
        ):
            await house.app.place_hold("tool", "push", by="olive", reason="dinner")
        second = await house.app.place_hold("all", by="olive")
        assert [hold.id for hold in house.app.holds.active] == [first.id, second.id]
        await house.app.lift_hold(first.id, by="sam")
        with pytest.raises(AlreadyLifted, match="The tool push was resumed already by Sam at 21 Nov 2026, 09:00 UTC"):
            await house.app.lift_hold(first.id, by="sam")
        with pytest.raises(NotFound, match=r"There is no hold '77'\. There are: 2 \(Everything\)\."):
            await house.app.lift_hold(77, by="sam")
        again = await house.app.place_hold("tool", "push", by="max")
        assert again.id == 3
        about = [(note.what, note.person, note.about, note.detail) for note in reversed(list_hold_notes(house))]
        assert about == [
            ("hold placed", "max", "hold 1: tool push", "lunch"),
            ("hold placed", "olive", "hold 2: all", ""),
            ("hold lifted", "sam", "hold 1: tool push", "lunch"),
            ("hold placed", "max", "hold 3: tool push", ""),
        ]


async def test_gate7_an_unknown_name_is_refused_with_those_that_there_are(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as house:
        with pytest.raises(NotFound, match=r"There is no agent 'Pusher'\. There are: pusher\."):
            await house.app.place_hold("agent", "Pusher", by="max")
        with pytest.raises(NotFound, match=r"There is no tool 'reply'\. There are: look, push, request_approval\."):
            await house.app.place_hold("tool", "reply", by="max")
        with pytest.raises(NotFound, match="There is no tool ''"):
            await house.app.place_hold("tool", "", by="max")
        with pytest.raises(NotUnderstood, match="leave out the name 'pusher'"):
            await house.app.place_hold("all", "pusher", by="max")
        with pytest.raises(NotUnderstood, match="501 characters; 500 is the most"):
            await house.app.place_hold("all", by="max", reason="x" * 501)
        assert house.app.holds.active == ()
        assert list_hold_notes(house) == []


async def test_gate7_two_who_pause_at_once_make_one_hold(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as house:
        tries = [house.app.place_hold("all", by=by) for by in ("max", "olive") for _ in range(20)]
        done = await asyncio.gather(*tries, return_exceptions=True)
        assert sum(isinstance(each, Hold) for each in done) == 1
        assert sum(isinstance(each, AlreadyHeld) for each in done) == 39
        lifts = await asyncio.gather(*(house.app.lift_hold(1, by="max") for _ in range(20)), return_exceptions=True)
        assert sum(isinstance(each, Hold) for each in lifts) == 1


async def test_gate7_under_two_holds_it_goes_on_when_both_are_lifted(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, *PUSH) as house:
        await house.launch()
        request = await one(house)
        await house.decide(request)
        first = await house.app.place_hold("tool", "push", by="max", reason="one")
        second = await house.app.place_hold("all", by="olive", reason="two")
        await house.settle()
        await house.app.lift_hold(first.id, by="max")
        await house.settle()
        assert house.ledger.lines == []
        assert "two" in (await house.app.queries.find_request(request.id)).card.paused
        await house.app.lift_hold(second.id, by="max")
        await house.settle()
        assert len(house.ledger.lines) == 1


@every_scope
async def test_gate7_a_hold_survives_a_restart_and_wakes_what_waited(tmp_path: Path, scope: Scope, name: str) -> None:
    """Three starts: paused, looked at, resumed; the process of each ends before its threads have been looked at."""
    clock = FakeClock()
    async with PlatformFixture(tmp_path, *PUSH, clock=clock) as house:
        thread = await house.launch()
        await house.decide(await one(house))
        hold = await house.app.place_hold(scope, name, by="max", reason="the disk")
    async with PlatformFixture(tmp_path, clock=clock) as house:
        await restart(house)
        assert house.types(thread).count("HoldPlaced") == 1
        assert house.ledger.lines == []
        clock.passes(hours=3)
        await house.app.lift_hold(hold.id, by="max")
    async with PlatformFixture(tmp_path, *PUSH[1:], clock=clock) as house:
        assert house.app.database.reading.execute("SELECT key FROM job WHERE kind=?", (HOLD,)).fetchall() == [(thread,)]
        await house.settle()  # without a sweep: the job's own row brings it back
        assert house.types(thread).count("HoldLifted") == 1
        assert len(house.ledger.lines) == 1
        assert house.app.database.reading.execute("SELECT key FROM job WHERE kind=?", (HOLD,)).fetchall() == []


async def test_gate7_a_request_asked_while_the_hold_came_is_noted_too(tmp_path: Path) -> None:
    """The model's answer came in behind the hold: its request stands, paused, and is let go when it is lifted."""
    async with PlatformFixture(tmp_path, *PUSH) as house:
        chosen, placed = house.model.choose, list[Hold]()

        async def slowly(request: bytes) -> Any:
            answer = await chosen(request)
            if not placed:
                placed.append(await house.app.place_hold("agent", "pusher", by="max"))
            return answer

        house.model.choose = slowly  # type: ignore[method-assign]
        thread = await house.launch()
        assert await house.pending() == []  # chosen, and nobody is asked before it is resumed
        await house.app.lift_hold(placed[0].id, by="max")
        await house.settle()
        assert (await one(house)).card.paused == ""
        assert house.types(thread)[-1] == "ApprovalAsked"


async def test_gate7_a_fork_under_a_hold_starts_nothing(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("look"), *PUSH) as house:
        thread = await house.launch()
        hold = await house.app.place_hold("all", by="max")
        await house.settle()
        copy = await house.app.fork(thread, by="olive")
        await house.app.resume(copy, by="olive")
        await house.settle()
        assert house.app.queries.find_thread(copy).calls == {}
        seen = len(house.model.seen)
        await house.app.lift_hold(hold.id, by="max")
        await house.settle()
        assert len(house.model.seen) == seen + 1


async def test_gate7_many_threads_are_noted_one_by_one_behind_the_hold(tmp_path: Path) -> None:
    script = [choose("push", tag=f"v{n}") for n in range(120)]
    async with PlatformFixture(tmp_path, *script) as house:
        threads = [await house.app.launch("pusher", f"push {n}", by="sam") for n in range(120)]
        await house.settle()
        house.app.worker.concurrent = 3
        hold = await house.app.place_hold("all", by="max")
        assert all("HoldPlaced" not in house.types(thread) for thread in threads)
        assert all(request.card.paused for request in await house.pending())
        await house.settle()
        assert all(house.types(thread).count("HoldPlaced") == 1 for thread in threads)
        await house.app.lift_hold(hold.id, by="max")
        await house.settle()
        assert all(house.types(thread).count("HoldLifted") == 1 for thread in threads)
        assert not house.app.database.reading.execute("SELECT 1 FROM job WHERE kind=?", (HOLD,)).fetchone()
