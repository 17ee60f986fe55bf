"""The rules change while a call waits: an approved call runs only under the rules of its approval."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import pytest
from structlog.testing import capture_logs

from bot.core.agent import Agent, Tool, ToolContext
from bot.core.errors import (
    AlreadySettled,
    Conflict,
    DigestMismatch,
)
from bot.core.people import ApproverClause
from bot.core.policy import Policy
from bot.core.steps import Step
from tests.engine.failing_tools import approved, reader, restart
from tests.platform_fixture import MANAGERS, LookStep, OutsideLedger, PlatformFixture, PushStep, agent, choose


class PushLoudly(Step):
    """Push a tag to a commit."""

    intent: ClassVar[str] = "push"
    tag: str
    commit: str = "c0ffee"
    loud: bool


def changed(folder: Path, what: str) -> Agent:
    ledger = OutsideLedger(folder / "ledger")

    async def run(step: Any, at: ToolContext) -> str:
        ledger.write(f"{at.call} {step.tag}")
        return "pushed"

    policy = Policy(approvers=(ApproverClause(people=("max",)),)) if what == "policy" else MANAGERS
    version = "2" if what == "version" else "1"
    step = PushLoudly if what == "schema" else PushStep
    tools: Sequence[Tool[Any]] = [Tool(step=step, run=run, writes=True, policy=policy, version=version)]
    return agent(ledger, tools=() if what == "gone" else tools) if what != "gone" else _lookless(ledger)


def _lookless(ledger: OutsideLedger) -> Agent:
    return agent(ledger, tools=[Tool(step=LookStep, run=reader())])


@pytest.mark.parametrize("what", ["policy", "version"])
async def test_llm24_llm25_what_changed_while_it_was_asked_is_asked_anew(tmp_path: Path, what: str) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        thread = await platform.launch()
        (request,) = await platform.pending()
    async with PlatformFixture(tmp_path, agents=[changed(tmp_path, what)]) as platform:
        with pytest.raises(DigestMismatch):
            await platform.decide(request, by="max")
        await restart(platform)
        (anew,) = await platform.pending()
        assert (anew.id, anew.arguments) == (request.id, request.arguments)
        assert anew.digest != request.digest
        with pytest.raises(DigestMismatch):
            await platform.decide(request, by="max")
        await platform.settle()
        assert platform.ledger.lines == []
        await platform.decide(anew, by="max")
        await platform.settle()
        assert len(platform.ledger.lines) == 1
        assert platform.types(thread).count("ApprovalAsked") == 2


@pytest.mark.parametrize("what", ["policy", "version"])
async def test_llm24_llm25_what_changed_after_the_approval_is_asked_anew(tmp_path: Path, what: str) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        await approved(platform)
    async with PlatformFixture(tmp_path, agents=[changed(tmp_path, what)]) as platform:
        await restart(platform)
        assert platform.ledger.lines == []
        (anew,) = await platform.pending()
        assert anew.votes == () or not any(vote.counts for vote in anew.votes)


class PagedPolicy(Policy):
    """A policy as an author derives it, with a field of their own."""

    paged_after: int = 0


@pytest.mark.parametrize("state", ["asked", "approved"])
async def test_chg1_a_call_under_a_derived_policy_is_the_same_request_after_a_restart(
    tmp_path: Path, state: str
) -> None:
    agents = [agent(OutsideLedger(tmp_path / "ledger"), policy=PagedPolicy(**dict(MANAGERS), paged_after=15))]
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), agents=agents) as platform:
        thread = await platform.launch()
        (request,) = await platform.pending()
        if state == "approved":
            await platform.decide(request)
    async with PlatformFixture(tmp_path, agents=agents) as platform:
        await restart(platform)
        if state == "asked":
            assert [each.digest for each in await platform.pending()] == [request.digest]
            await platform.decide(request)
            await platform.settle()
        assert len(platform.ledger.lines) == 1
        assert platform.types(thread).count("ApprovalAsked") == 1


@pytest.mark.parametrize("state", ["asked", "approved"])
@pytest.mark.parametrize("what", ["schema", "gone"])
async def test_llm24_arguments_that_no_longer_fit_are_given_back_to_the_model(
    tmp_path: Path, what: str, state: str
) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        thread = await platform.launch()
        (request,) = await platform.pending()
        if state == "approved":
            await platform.decide(request)
    script = (choose("reply", message="It changed."),)
    async with PlatformFixture(tmp_path, *script, agents=[changed(tmp_path, what)]) as platform:
        with capture_logs() as logs:
            await restart(platform)
        assert logs == []
        assert platform.ledger.lines == []
        assert await platform.pending() == []
        assert platform.types(thread)[-1] == "Said"
        with pytest.raises(Conflict):
            await platform.decide(request)


async def test_llm25_a_tool_that_lost_its_gate_keeps_it_for_what_was_asked_under_it(tmp_path: Path) -> None:
    """And a person that is no longer an approver does not get it run by that."""
    gated = [Tool(step=LookStep, run=reader(), policy=MANAGERS)]
    free = [Tool(step=LookStep, run=reader())]
    ledger = OutsideLedger(tmp_path / "ledger")
    async with PlatformFixture(tmp_path, choose("look"), agents=[agent(ledger, tools=gated)]) as platform:
        thread = await approved(platform)
    nobody = PlatformFixture(tmp_path, agents=[agent(ledger, tools=free)], directory=_without("olive"))
    async with nobody as platform:
        await restart(platform)
        assert "ToolStarted" not in platform.types(thread)


def _without(person: str) -> Any:
    from tests.platform_fixture import PEOPLE

    return PEOPLE.model_copy(update={"people": {id: each for id, each in PEOPLE.people.items() if id != person}})


async def test_llm06_llm07_the_same_call_twice_needs_two_approvals(tmp_path: Path) -> None:
    script = (choose("push", tag="v1"), choose("push", tag="v1"), choose("reply", message="Both."))
    async with PlatformFixture(tmp_path, *script) as platform:
        thread = await platform.launch()
        (one,) = await platform.pending()
        await platform.decide(one)
        await platform.settle()
        assert len(platform.ledger.lines) == 1
        (two,) = await platform.pending()
        assert two.id != one.id
        assert two.digest != one.digest
        with pytest.raises(AlreadySettled):
            await platform.decide(one)
        with pytest.raises(DigestMismatch):
            await platform.decide(two, digest=one.digest)
        await platform.settle()
        assert len(platform.ledger.lines) == 1
        await platform.decide(two)
        await platform.settle()
        assert len(platform.ledger.lines) == 2
        assert platform.types(thread)[-1] == "Said"
