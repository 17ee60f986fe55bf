"""DEL1: a child never falls below its parent's policy, and nobody launders a call by giving it to another agent."""

from pathlib import Path

import pytest

from bot.core import events as e
from bot.core.agent import Tool, ToolContext
from bot.core.errors import NotAnApprover
from bot.core.people import ApproverClause, PeopleDirectory, Person
from bot.core.policy import Policy
from bot.core.steps import ModelAnswer
from tests.engine.delegation.task_platform import PUSH, TASK, TaskPlatform
from tests.platform_fixture import MANAGERS, PEOPLE, LookStep, PushStep, choose

ANY_OF_BOTH = Policy(approvers=(ApproverClause(people=("olive", "max", "sam")),), requester_may_decide=True)
OLIVE_ALONE = Policy(approvers=(ApproverClause(people=("olive",)),))


async def _never(step: PushStep | LookStep, at: ToolContext) -> str:
    raise AssertionError("the boss runs nothing itself")


def gated_push(policy: Policy) -> Tool[PushStep]:
    return Tool(step=PushStep, run=_never, writes=True, policy=policy)


async def test_del1_a_tool_that_the_parent_gates_is_gated_in_the_child_by_the_stricter_of_both(tmp_path: Path) -> None:
    boss, pusher = {"tools": (gated_push(OLIVE_ALONE),)}, {"policy": ANY_OF_BOTH}
    async with TaskPlatform(tmp_path, boss_has=boss, pusher_has=pusher) as platform:
        await platform.give()
        request = await platform.only_request()
        for person in ("sam", "max"):
            with pytest.raises(NotAnApprover):
                await platform.decide(request, by=person)
        await platform.approve(by="olive")
        assert len(platform.ledger.lines) == 1


async def test_del1_a_tool_without_a_gate_in_the_child_has_the_parents(tmp_path: Path) -> None:
    gate = Tool(step=LookStep, run=_never, policy=OLIVE_ALONE)
    async with TaskPlatform(tmp_path, pusher=(choose("look"),), boss_has={"tools": (gate,)}) as platform:
        _, child = await platform.give()
        assert platform.types(child)[-1] == "ApprovalAsked"
        assert (await platform.only_request()).tool == "look"


async def test_del1_a_policy_of_the_parent_that_nobody_meets_lets_nobody_approve_in_the_child(tmp_path: Path) -> None:
    async with TaskPlatform(tmp_path, boss_has={"tools": (gated_push(Policy()),)}) as platform:
        _, child = await platform.give()
        settled = [each.verdict for each in platform.log(child) if isinstance(each, e.ApprovalSettled)]
        assert settled == ["undeliverable"]
        assert platform.ledger.lines == []


async def test_del1_a_parents_policy_that_becomes_stricter_asks_anew_and_old_votes_do_not_run(tmp_path: Path) -> None:
    async with TaskPlatform(tmp_path, pusher_has={"policy": MANAGERS}) as platform:
        await platform.give()
        request = await platform.only_request()
        boss, pusher = platform.app.agents.values()
        stricter = type(boss)(
            name="boss",
            job=boss.job,
            prompt=boss.prompt,
            tools=(gated_push(OLIVE_ALONE),),
            owners=boss.owners,
            delegates=boss.delegates,
        )
        await platform.app.replace_rules(PEOPLE, [stricter, pusher], platform.app.models)
        await platform.settle()
        again = await platform.only_request()
        assert again.digest != request.digest
        with pytest.raises(NotAnApprover):
            await platform.decide(again, by="max")


async def test_del1_without_the_parents_agent_nothing_of_the_child_runs(tmp_path: Path) -> None:
    async with TaskPlatform(tmp_path) as platform:
        await platform.give()
        pusher = platform.app.agents["pusher"]
        await platform.app.replace_rules(PEOPLE, [pusher], {"pusher": platform.pusher})
        await platform.settle()
        assert platform.ledger.lines == []


async def test_del1_who_asked_the_parent_may_not_approve_in_the_child(tmp_path: Path) -> None:
    async with TaskPlatform(tmp_path) as platform:
        await platform.give(by="olive")
        request = await platform.only_request()
        with pytest.raises(NotAnApprover, match="who asked may not decide"):
            await platform.decide(request, by="olive")
        await platform.approve(by="max")
        assert len(platform.ledger.lines) == 1


async def test_del1_who_spoke_in_the_child_may_not_approve_what_the_parent_makes_of_it(tmp_path: Path) -> None:
    ask = choose("ask_human", question="Which tag?")
    async with TaskPlatform(
        tmp_path,
        boss=(TASK, PUSH),
        pusher=(ask, choose("done", message="Olive says v1.")),
        boss_has={"tools": (Tool(step=PushStep, run=_never, writes=True, policy=MANAGERS),)},
    ) as platform:
        await platform.give()
        await platform.answer(await platform.only_request(), "v1", by="olive")
        await platform.settle()
        request = await platform.only_request()
        with pytest.raises(NotAnApprover, match="spoke in a task of another agent"):
            await platform.decide(request, by="olive")


async def test_del1_an_unknown_account_behind_the_task_costs_one_more_approver_in_the_child(tmp_path: Path) -> None:
    async with TaskPlatform(tmp_path) as platform:
        parent = await platform.app.launch("boss", "release it", by=None)
        await platform.settle()
        opened = [each for each in platform.log(platform.find_child(parent)) if isinstance(each, e.ThreadOpened)]
        assert opened[0].requester == "system:api"


@pytest.mark.parametrize("script", [(choose("done", message="Done."),), (PUSH,)])
async def test_del1_a_copy_of_a_child_reports_to_nobody_and_keeps_the_parents_rules(
    tmp_path: Path, script: tuple[ModelAnswer, ...]
) -> None:
    people = PeopleDirectory(people={**PEOPLE.people, "ann": Person(id="ann", name="Ann")})
    async with TaskPlatform(
        tmp_path, pusher=script, boss_has={"tools": (gated_push(OLIVE_ALONE),)}, directory=people
    ) as platform:
        parent, child = await platform.give()
        ends = len(platform.ends(parent))
        copy = await platform.app.fork(child, by="ann")
        platform.pusher.script = [choose("push", tag="v9")]
        await platform.app.resume(copy, by="ann")
        await platform.say(copy, "push it again", by="ann")
        assert len(platform.ends(parent)) == ends
        with pytest.raises(NotAnApprover):
            await platform.decide(next(each for each in await platform.pending() if each.thread_id == copy), by="max")
