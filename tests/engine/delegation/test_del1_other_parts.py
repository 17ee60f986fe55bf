"""DEL1: tasks beside the other parts of the platform: dry runs, hooks, caches, holds and limits."""

import dataclasses
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core import events as e
from bot.core import hooks as h
from bot.core.agent import AgentLimits, Tool, ToolContext
from bot.core.errors import OnHold
from bot.core.ports import ModelRefused
from bot.core.steps import ModelAnswer
from bot.engine.model.model_step import ModelStep
from tests.engine.delegation.task_platform import PUSH, TASK, TaskPlatform
from tests.platform_fixture import MANAGERS, PEOPLE, LookStep, PushStep, choose

DONE = choose("done", message="v1 is out.")


async def _never(step: LookStep, at: ToolContext) -> str:
    raise AssertionError("the boss runs nothing itself")


async def test_del1_the_task_of_a_dry_run_is_a_dry_run_whatever_its_own_agent_is(tmp_path: Path) -> None:
    async with TaskPlatform(tmp_path, boss_has={"dry_run": True}) as platform:
        parent, child = await platform.give()
        assert (await platform.only_request()).card.title == "DRY RUN: push"
        await platform.approve()
        (finished,) = [each for each in platform.log(child) if isinstance(each, e.ToolFinished)]
        assert finished.result == "dry run: not executed"
        assert platform.ledger.lines == []
        assert [status for status, _ in platform.ends(parent)] == ["done"]


async def test_del1_a_dry_run_of_the_child_stays_its_own(tmp_path: Path) -> None:
    async with TaskPlatform(tmp_path, pusher_has={"dry_run": True}) as platform:
        await platform.give()
        await platform.approve()
        assert platform.ledger.lines == []


async def test_del1_an_approval_of_a_child_lapses_when_its_parent_becomes_a_dry_run(tmp_path: Path) -> None:
    async with TaskPlatform(tmp_path) as platform:
        _, child = await platform.give()
        request = await platform.only_request()
        await platform.app.pause(child, by="olive")
        await platform.decide(request)
        boss, pusher = platform.app.agents.values()
        dry = dataclasses.replace(boss, dry_run=True)
        await platform.app.replace_rules(PEOPLE, [dry, pusher], platform.app.models)
        await platform.app.resume(child, by="olive")
        await platform.settle()
        assert (await platform.only_request()).card.title == "DRY RUN: push"
        assert platform.ledger.lines == []


@pytest.mark.parametrize("more", [(choose("look"), choose("look")), (DONE,)], ids=["steps", "errors"])
async def test_del1_a_child_at_its_limit_waits_for_an_approved_call_that_is_held(
    tmp_path: Path, more: tuple[ModelAnswer, ...]
) -> None:
    """Else people approved it, its card says so for ever, and nothing runs it when the hold is lifted."""
    ask = choose("ask_human", question="Which?")
    limits = AgentLimits(steps=2)
    async with TaskPlatform(tmp_path, pusher=(PUSH, ask, *more), pusher_has={"limits": limits}) as platform:
        parent, child = await platform.give()
        await platform.say(child, "ask me")
        by_kind = {each.kind: each for each in await platform.pending()}
        await platform.app.pause(child, by="olive")
        await platform.decide(by_kind["approval"])
        hold = await platform.app.place_hold("tool", "push", by="max", reason="a freeze")
        await platform.app.resume(child, by="olive")
        await platform.answer(by_kind["question"], "v1", by="sam")
        await platform.settle()
        assert (platform.ends(parent), platform.ledger.lines) == ([], [])
        await platform.app.lift_hold(hold.id, by="max")
        await platform.settle()
        assert len(platform.ledger.lines) == 1
        assert len(platform.ends(parent)) == 1


async def test_del1_a_planned_task_does_not_begin_when_its_parent_may_not_give_it_any_more(tmp_path: Path) -> None:
    async with TaskPlatform(tmp_path) as platform:
        parent = await platform.app.launch("boss", "release it", by="sam")
        cached = await platform.app.repository.load_thread(parent)
        step = ModelStep(platform.app.repository, platform.app.models)
        await step.choose_step(cached, platform.app.agents["boss"])  # and the process ends here
        boss, pusher = platform.app.agents.values()
        alone = dataclasses.replace(boss, delegates={})
        await platform.app.replace_rules(PEOPLE, [alone, pusher], platform.app.models)
        await platform.settle()
        ((status, text),) = platform.ends(parent)
        assert (status, text) == ("failed", "There is no agent pusher any more that boss may give a task to.")
        assert await platform.pending() == []


async def test_del1_a_cache_of_the_child_does_not_stop_a_read_that_people_approved(tmp_path: Path) -> None:
    cache = h.ReadCache(tools=("look",), fresh_for=timedelta(hours=1))
    hooks = h.StepHooks(before_tool=(cache.use,), after_tool=(cache.keep,))
    gate = Tool(step=LookStep, run=_never, policy=MANAGERS)
    script = (choose("look"), DONE, choose("look"), DONE)
    async with TaskPlatform(
        tmp_path, pusher=script, boss_has={"tools": (gate,)}, pusher_has={"hooks": hooks}
    ) as platform:
        await platform.launch("look")  # not gated: its result is kept
        _, child = await platform.give()
        await platform.approve()
        assert "ToolFailed" not in platform.types(child)
        assert "ToolFinished" in platform.types(child)


async def test_ctl4_a_call_that_is_asked_anew_still_names_the_hook_that_made_it(tmp_path: Path) -> None:
    def swap(step: object, at: h.HookContext) -> h.ReplaceStep | None:
        return h.ReplaceStep(PushStep(tag="v1"), "v9 skips eight versions") if isinstance(step, PushStep) else None

    hooks = h.StepHooks(after_answer=(swap,))
    script = (choose("push", tag="v9"),)
    async with TaskPlatform(tmp_path, (TASK,), script, pusher_has={"hooks": hooks}) as platform:
        await platform.give()
        first = await platform.only_request()
        boss, pusher = platform.app.agents.values()
        await platform.app.replace_rules(PEOPLE, [dataclasses.replace(boss, dry_run=True), pusher], platform.app.models)
        await platform.settle()
        again = await platform.only_request()
        assert again.digest != first.digest
        for request in (first, again):
            (note,) = [fact for fact in request.card.facts if fact.label.startswith("Replaced by the hook")]
            assert note.lines[0] == "v9 skips eight versions"


async def test_del1_how_often_a_child_asks_people_counts_in_its_parent(tmp_path: Path) -> None:
    """Else an agent that may ask twice asks people as often as it has steps, by one task after the other."""
    boss = tuple(choose("delegate", agent="pusher", task=f"push {n}") for n in range(6))
    pusher = tuple(each for n in range(6) for each in (choose("push", tag=f"v{n}"), choose("done", message="No.")))
    limits = AgentLimits(asks=2, steps=20)
    async with TaskPlatform(tmp_path, boss, pusher, boss_has={"limits": limits}) as platform:
        parent = await platform.app.launch("boss", "release it", by="sam")
        await platform.settle()
        asked = 0
        while (request := await platform.only_request()).kind == "approval":
            await platform.decide(request, "reject")
            await platform.settle()
            asked += 1
        assert asked == 2
        (limit,) = [each for each in platform.log(parent) if isinstance(each, e.LimitReached)]
        assert limit.limit == "asks"


async def test_del1_a_child_asks_people_no_more_often_than_its_parent_may(tmp_path: Path) -> None:
    pushes = tuple(choose("push", tag=f"v{n}") for n in range(4))
    async with TaskPlatform(tmp_path, pusher=pushes, boss_has={"limits": AgentLimits(asks=2)}) as platform:
        parent, _ = await platform.give()
        for _ in range(2):
            await platform.approve()
        assert [status for status, _ in platform.ends(parent)] == ["failed"]
        request = await platform.only_request()
        assert (request.kind, request.thread_id) == ("question", parent)  # the parent's own limit, which people answer


async def test_del1_a_hold_on_an_agent_holds_the_tasks_that_it_gave(tmp_path: Path) -> None:
    async with TaskPlatform(tmp_path) as platform:
        parent, child = await platform.give()
        request = await platform.only_request()
        hold = await platform.app.place_hold("agent", "boss", by="max", reason="it does odd things")
        await platform.settle()
        with pytest.raises(OnHold):
            await platform.decide(request)
        assert platform.types(child)[-1] == "HoldPlaced"
        await platform.app.lift_hold(hold.id, by="max")
        await platform.settle()
        await platform.approve()
        assert len(platform.ledger.lines) == 1
        assert [status for status, _ in platform.ends(parent)] == ["done"]


async def test_del1_an_approved_call_of_a_task_does_not_start_under_a_hold_on_its_parent(tmp_path: Path) -> None:
    async with TaskPlatform(tmp_path) as platform:
        _, child = await platform.give()
        await platform.decide(await platform.only_request())  # approved, and not started yet
        hold = await platform.app.place_hold("agent", "boss", by="max")
        platform.app.repository.holds = ()  # as of a process that has not read of it: the database refuses the start
        await platform.settle()
        assert (platform.ledger.lines, "ToolStarted" in platform.types(child)) == ([], False)
        await platform.app.lift_hold(hold.id, by="max")
        await platform.settle()
        assert len(platform.ledger.lines) == 1


async def test_del1_a_task_that_was_to_be_kept_and_had_not_begun_ends_with_a_word_to_its_requester(
    tmp_path: Path,
) -> None:
    async with TaskPlatform(tmp_path) as platform:
        parent = await platform.app.launch("boss", "release it", by="sam")
        cached = await platform.app.repository.load_thread(parent)
        await ModelStep(platform.app.repository, platform.app.models).choose_step(cached, platform.app.agents["boss"])
        await platform.app.cancel(parent, by="olive", tasks="keep")
        await platform.settle()
        assert [status for status, _ in platform.ends(parent)] == ["cancelled"]
        (told,) = [each for each in platform.log(parent) if isinstance(each, e.PeopleNotified)]
        assert (told.to, "is cancelled" in told.text) == (("sam",), True)


async def test_del1_the_end_of_a_task_that_failed_says_what_was_done_as_approved(tmp_path: Path) -> None:
    """Else the parent gives it again, and people approve the same call twice."""
    async with TaskPlatform(tmp_path, pusher=(PUSH, ModelRefused("no credit"))) as platform:
        parent, _ = await platform.give()
        await platform.approve()
        ((status, text),) = platform.ends(parent)
        assert status == "failed"
        assert text.endswith("no credit. It had done push, as approved.")
