"""How an approved call ended: on the request, on every posted card, and in messages to approvers and requester."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.core import events as e
from bot.core.agent import (
    Agent,
    AgentLimits,
    EffectDidNotHappen,
    EffectHappened,
    OutcomeUnsure,
    ProbeResult,
    Tool,
    ToolContext,
)
from bot.core.card.card import RequestCard
from bot.core.channel_messages import ChannelAddress, OutboundDelivery
from bot.core.errors import OutcomeUnclear, ToolError
from bot.core.people import ApproverClause, PeopleDirectory
from bot.core.policy import Policy
from bot.core.ports import Undeliverable
from bot.core.request_views import Request
from tests.engine.delivery.test_outbox import Pager, on_the_pager, platform_with
from tests.engine.failing_tools import Died, approved, die_in_the_tool, failing, restart, says, with_tools
from tests.platform_fixture import MANAGERS, PEOPLE, OutsideLedger, PlatformFixture, PushStep, agent, choose

PUSH = choose("push", tag="v1")
TWO = Policy(approvers=(ApproverClause(groups=("managers",), quorum=2),))


async def the_approval(platform: PlatformFixture, thread: str) -> Request:
    (request,) = [r for r in (await platform.app.queries.list_requests(thread=thread)).items if r.kind == "approval"]
    return request


async def ran(platform: PlatformFixture, thread: str) -> str:
    """The status of the only approval's execution, the same on the request and on its card."""
    request = await the_approval(platform, thread)
    assert request.execution is not None
    assert request.card.execution is not None
    assert request.card.execution.status == request.execution.status
    return request.execution.status


def notices(platform: PlatformFixture, thread: str) -> list[e.PeopleNotified]:
    return [event for event in platform.log(thread) if isinstance(event, e.PeopleNotified)]


def refusing(error: str) -> Any:
    async def push(step: PushStep, at: ToolContext) -> str:
        raise ToolError(error)

    return push


async def test_web5_a_success_is_shown_and_nobody_is_told_twice_of_what_the_agent_says(tmp_path: Path) -> None:
    pager = Pager()
    async with platform_with(tmp_path, pager, PUSH) as platform:
        thread = await platform.launch(route=ChannelAddress(channel="pager", address="room 1"))
        (request,) = await platform.pending()
        assert request.execution is None
        decided = await platform.decide(request)
        assert decided.execution is not None
        assert decided.execution.status == "not_started"
        await platform.settle()
        done = await the_approval(platform, thread)
        assert done.execution is not None
        assert (done.execution.status, done.execution.result) == ("done", "v1 is pushed.")
        assert notices(platform, thread) == []
        last = [card for kind, card in pager.took if kind == "update"][-1]
        assert last.execution is not None
        assert (last.execution.status, last.execution.result) == ("done", "v1 is pushed.")
        assert (await platform.app.queries.find_thread(thread)).posted_cards == ()


async def test_web5_a_failure_is_shown_and_told_to_all_who_approved_and_to_who_asked(tmp_path: Path) -> None:
    pager, people = Pager(), on_the_pager("sam", "olive", "max")
    run = refusing("The remote said no: it is locked.")
    async with platform_with(tmp_path, pager, PUSH, directory=people, agent={"run": run, "policy": TWO}) as platform:
        thread = await platform.launch(route=ChannelAddress(channel="api"))
        (request,) = await platform.pending()
        for who in ("olive", "max"):
            await platform.decide(request, by=who)
        await platform.settle()
        failed = await the_approval(platform, thread)
        assert failed.status == "approved"
        assert failed.execution is not None
        assert (failed.execution.status, failed.execution.error) == ("failed", "The remote said no: it is locked.")
        (notice,) = notices(platform, thread)
        assert sorted(notice.to) == ["max", "olive", "sam"]
        assert notice.about == request.id
        for words in ("push", 'commit = "c0ffee"', "The remote said no: it is locked.", "Olive, Max", "pusher"):
            assert words in notice.text
        types = platform.types(thread)
        assert types[types.index("ToolFailed") + 1] == "PeopleNotified"
        said = [
            at
            for (kind, card), at in zip(pager.took, pager.where, strict=True)
            if kind == "said" and "failed" in card.text
        ]
        assert sorted(said) == ["max", "olive", "sam"]
        updates = [card for kind, card in pager.took if kind == "update"]
        assert updates[-1].execution is not None
        assert updates[-1].execution.status == "failed"


async def test_web5_a_notice_that_does_not_reach_one_person_goes_to_the_last_resort_and_to_nobody_twice(
    tmp_path: Path,
) -> None:
    last = ChannelAddress(channel="pager", address="last resort")
    pager, people = Pager(fallback=last), on_the_pager("sam", "olive")
    take = pager.deliver

    async def deliver(delivery: OutboundDelivery, card: RequestCard) -> str:
        if delivery.route.address == "olive" and delivery.kind == "said":
            raise Undeliverable("The mailbox is full.")
        return await take(delivery, card)

    pager.deliver = deliver  # type: ignore[method-assign]
    async with platform_with(tmp_path, pager, PUSH, directory=people, agent={"run": refusing("no")}) as platform:
        thread = await platform.launch(route=ChannelAddress(channel="api"))
        (request,) = await platform.pending()
        await platform.decide(request)
        await platform.settle()
        assert (await platform.app.queries.find_thread(thread)).owed == {}
        said = [at for (kind, _), at in zip(pager.took, pager.where, strict=True) if kind == "said"]
        assert sorted(said) == ["last resort", "sam"]


async def test_web5_a_call_that_may_not_even_start_failed_and_is_told(tmp_path: Path) -> None:
    """The precondition no longer holds after the approval."""
    state = {"free": True}

    async def check(step: PushStep) -> None:
        if not state["free"]:
            raise ToolError(f"{step.tag} exists by now.")

    async with PlatformFixture(tmp_path, PUSH, agents=[with_tools(tmp_path, check=check)]) as platform:
        thread = await approved(platform)
        state["free"] = False
        await platform.settle()
        assert await ran(platform, thread) == "failed"
        assert "ToolStarted" not in platform.types(thread)
        (notice,) = notices(platform, thread)
        assert notice.to == ("olive", "sam")
        assert "v1 exists by now." in notice.text


async def test_web5_who_left_meanwhile_is_told_nothing(tmp_path: Path) -> None:
    gone = PEOPLE.people["olive"].model_copy(update={"active": False})
    thread = await die_in_the_tool(tmp_path, before=True)
    people = PeopleDirectory(people={**PEOPLE.people, "olive": gone})
    async with PlatformFixture(tmp_path, directory=people) as platform:
        await restart(platform)
        assert await ran(platform, thread) == "failed"
        assert [notice.to for notice in notices(platform, thread)] == [("sam",)]


async def test_web5_an_approver_who_asked_is_told_once_and_an_unknown_requester_is_nobody(tmp_path: Path) -> None:
    self_service = Policy(approvers=(ApproverClause(groups=("managers",)),), requester_may_decide=True)
    given = {"run": refusing("no"), "policy": self_service}
    async with PlatformFixture(tmp_path, PUSH, choose("done", message="x"), PUSH, agent=given) as platform:
        one = await approved(platform, by="olive")
        await platform.settle()
        other = await approved(platform, by=None)
        await platform.settle()
        assert [notice.to for notice in notices(platform, one)] == [("olive",)]
        assert [notice.to for notice in notices(platform, other)] == [("olive",)]


async def test_web5_a_failed_read_that_nobody_approved_is_told_to_nobody(tmp_path: Path) -> None:
    async def look(step: Any, at: ToolContext) -> str:
        raise ToolError("no")

    async with PlatformFixture(tmp_path, choose("look"), agents=[with_tools(tmp_path, look=look)]) as platform:
        thread = await platform.launch()
        assert "ToolFailed" in platform.types(thread)
        assert notices(platform, thread) == []


@pytest.mark.parametrize(("word", "status"), [("it happened", "done"), ("it did not happen", "failed")])
async def test_web5_an_unknown_outcome_is_told_and_so_is_what_a_person_found_but_not_to_that_person(
    tmp_path: Path, word: str, status: str
) -> None:
    run = failing(OutsideLedger(tmp_path / "ledger"), OutcomeUnclear("The connection was reset."))
    pusher = with_tools(tmp_path, run=run, probe=lambda step, at: says(OutcomeUnsure("The remote is down.")))
    async with PlatformFixture(tmp_path, PUSH, agents=[pusher]) as platform:
        thread = await approved(platform)
        await platform.settle()
        assert await ran(platform, thread) == "unknown"
        (lost,) = notices(platform, thread)
        assert lost.to == ("olive", "sam")
        assert "The connection was reset. The remote is down." in lost.text
        (question,) = await platform.pending()
        await platform.answer(question, word, by="max")
        assert await ran(platform, thread) == status
        (_, found) = notices(platform, thread)
        assert found.to == ("olive", "sam")
        assert "says Max" in found.text


async def test_web5_several_attempts_after_which_nobody_knows_are_one_notice(tmp_path: Path) -> None:
    run = failing(OutsideLedger(tmp_path / "ledger"), *[OutcomeUnclear("reset")] * 9, before=True)
    async with PlatformFixture(tmp_path, PUSH, agent={"run": run}) as platform:
        thread = await approved(platform)
        await platform.settle()
        request = await the_approval(platform, thread)
        assert request.execution is not None
        assert (request.execution.status, request.execution.attempts) == ("unknown", 3)
        assert len(notices(platform, thread)) == 1


async def test_web5_an_error_text_is_no_markup_and_holds_no_secret(tmp_path: Path) -> None:
    secret = "ghp_" + "a1" * 18
    error = f"`[click](https://evil.example) <!channel> \u202e {secret}"
    async with PlatformFixture(tmp_path, PUSH, agent={"run": refusing(error)}) as platform:
        thread = await approved(platform)
        await platform.settle()
        (notice,) = notices(platform, thread)
        request = await the_approval(platform, thread)
        for text in (notice.text, str(request.execution), str(request.card.execution)):
            assert secret not in text
        assert "\u202e" not in notice.text
        assert notice.text.split("\n\n")[0].count("`") == 4, "two pieces of code: the call and the error, unbroken"


async def test_web5_an_approval_that_was_cancelled_unused_rewrites_its_cards_and_tells_of_no_failure(
    tmp_path: Path,
) -> None:
    pager, people = Pager(), on_the_pager("olive")
    async with platform_with(tmp_path, pager, PUSH, directory=people) as platform:
        thread = await platform.launch(route=ChannelAddress(channel="api"))
        (request,) = await platform.pending()
        await platform.app.pause(thread, by="sam")
        await platform.decide(request)
        await platform.app.cancel(thread, by="sam")
        await platform.settle()
        unused = await the_approval(platform, thread)
        assert unused.status == "cancelled"
        assert unused.execution is not None
        assert (unused.execution.status, unused.execution.words) == ("not_started", "never started")
        assert unused.execution.finished_at is not None
        assert notices(platform, thread) == []
        last = [card for kind, card in pager.took if kind == "update"][-1]
        assert last.outcome is not None
        assert last.outcome.status == "cancelled"


async def stop(platform: PlatformFixture, thread: str, how: str) -> None:
    """The thread is ended by a person: cancelled, or by a limit question that was open beside the approval."""
    if how == "cancelled":
        await platform.app.cancel(thread, by="max")
        return
    (limit,) = [r for r in await platform.pending() if r.kind == "question"]
    await platform.answer(limit, "stop", by="max")


async def approved_beside_a_limit(platform: PlatformFixture) -> str:
    """An approved push in a thread that also asks whether it may go on."""
    thread = await platform.launch()
    (request,) = await platform.pending()
    await platform.say(thread, "and?")
    assert {r.kind for r in await platform.pending()} == {"approval", "question"}
    await platform.decide(request)
    return thread


def limited(folder: Path, **push: Any) -> Agent:
    """An agent that stops after one step and asks whether it may go on."""
    tool = Tool(step=PushStep, run=push.pop("run"), writes=True, policy=MANAGERS, probe_after=timedelta(0), **push)
    return agent(OutsideLedger(folder / "ledger"), tools=(tool,), limits=AgentLimits(steps=1))


@pytest.mark.parametrize("how", ["cancelled", "stopped"])
@pytest.mark.parametrize("fault", [None, ToolError("The remote said no.")], ids=["done", "failed"])
async def test_out3_a_slow_tool_that_ends_after_the_stop_is_recorded_shown_and_told(
    tmp_path: Path, how: str, fault: Exception | None
) -> None:
    began, go, pager = asyncio.Event(), asyncio.Event(), Pager()

    async def push(step: PushStep, at: ToolContext) -> str:
        began.set()
        await go.wait()
        if fault is not None:
            raise fault
        return "v1 is there."

    script = (PUSH, choose("look", limit=1), choose("look", limit=1))
    given = {"agents": [limited(tmp_path, run=push)], "directory": on_the_pager("olive", "sam")}
    async with platform_with(tmp_path, pager, *script, **given) as platform:
        thread = await approved_beside_a_limit(platform)
        turn = asyncio.ensure_future(platform.settle())
        await began.wait()
        await stop(platform, thread, how)
        assert await ran(platform, thread) == "running"
        go.set()
        await turn
        await platform.settle()
        assert await ran(platform, thread) == ("failed" if fault else "done")
        (notice,) = notices(platform, thread)
        assert notice.to == ("olive", "sam")
        assert ("The remote said no." if fault else "v1 is there.") in notice.text
        assert how in notice.text
        last = [card for kind, card in pager.took if kind == "update"][-1]
        assert last.execution is not None
        assert last.execution.status == ("failed" if fault else "done")
        assert (await platform.app.queries.find_thread(thread)).owed == {}


@pytest.mark.parametrize("how", ["cancelled", "stopped"])
@pytest.mark.parametrize("before", [False, True], ids=["it is there", "it is not there"])
async def test_out3_the_process_died_in_the_tool_and_the_thread_was_stopped_before_it_came_back(
    tmp_path: Path, how: str, before: bool
) -> None:
    ledger = OutsideLedger(tmp_path / "ledger")

    async def probe(step: PushStep, at: ToolContext) -> ProbeResult:
        return EffectHappened("v1 is there.") if ledger.lines else EffectDidNotHappen("v1 is not there.")

    script = (PUSH, choose("look", limit=1), choose("look", limit=1))
    dying = limited(tmp_path, run=failing(ledger, Died(), before=before), probe=probe)
    async with PlatformFixture(tmp_path, *script, agents=[dying]) as platform:
        thread = await approved_beside_a_limit(platform)
        with pytest.raises(Died):
            await platform.app.worker.handlers["turn"](thread)
        await stop(platform, thread, how)
        assert await ran(platform, thread) == "running"
    pager = Pager()
    alive = limited(tmp_path, run=failing(ledger), probe=probe)
    async with platform_with(tmp_path, pager, agents=[alive], directory=on_the_pager("olive", "sam")) as platform:
        await restart(platform)
        assert await ran(platform, thread) == ("failed" if before else "done")
        assert len(ledger.lines) == (not before), "a stopped thread's call is not run again"
        (notice,) = notices(platform, thread)
        assert notice.to == ("olive", "sam")
        assert how in notice.text
        assert sorted(pager.where) == ["olive", "sam"]


@pytest.mark.parametrize("how", ["cancelled", "stopped"])
@pytest.mark.parametrize(("word", "status"), [("it happened", "done"), ("it did not happen", "failed")])
async def test_out3_a_stopped_thread_still_takes_the_answer_to_its_outcome_question_and_tells(
    tmp_path: Path, how: str, word: str, status: str
) -> None:
    ledger = OutsideLedger(tmp_path / "ledger")
    script = (PUSH, choose("look", limit=1), choose("look", limit=1))
    async with PlatformFixture(tmp_path, *script, agents=[limited(tmp_path, run=failing(ledger, Died()))]) as platform:
        thread = await approved_beside_a_limit(platform)
        with pytest.raises(Died):
            await platform.app.worker.handlers["turn"](thread)
        await stop(platform, thread, how)
    async with PlatformFixture(tmp_path, agents=[limited(tmp_path, run=failing(ledger))]) as platform:
        await restart(platform)
        assert await ran(platform, thread) == "unknown"
        (question,) = await platform.pending()
        platform.clock.passes(days=400)
        await restart(platform)
        assert [each.id for each in await platform.pending()] == [question.id]
        await platform.answer(question, word, by="olive")
        await platform.settle()
        assert await ran(platform, thread) == status
        assert [notice.to for notice in notices(platform, thread)] == [("olive", "sam"), ("sam",)]
        assert len(ledger.lines) == 1
        assert await platform.app.queries.find_status(thread) == ("cancelled" if how == "cancelled" else "finished")


async def test_web5_what_a_person_decided_lately_is_listed_with_what_went_wrong_first(tmp_path: Path) -> None:
    failing_once = failing(OutsideLedger(tmp_path / "ledger"), ToolError("no"), before=True)
    script = (PUSH, choose("done", message="x"), PUSH, choose("done", message="x"), PUSH)
    async with PlatformFixture(tmp_path, *script, agent={"run": failing_once}) as platform:
        bad = await approved(platform)
        await platform.settle()
        platform.clock.passes(hours=1)
        good = await approved(platform)
        await platform.settle()
        open_one = await platform.launch()
        week = timedelta(days=7)

        async def threads_of(person: str) -> list[str]:
            return [r.thread_id for r in await platform.app.queries.list_decided(person, week, 20)]

        assert await threads_of("olive") == await threads_of("sam") == [bad, good]
        assert await threads_of("max") == []
        assert await threads_of("o") == await threads_of("") == []
        assert open_one not in await threads_of("sam")
        assert len(await platform.app.queries.list_decided("olive", week, 1)) == 1
        platform.clock.passes(days=8)
        assert await threads_of("olive") == []
