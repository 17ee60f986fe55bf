"""The target of a call is approved with it: another target voids the approval, with a note, and is asked about anew."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.core import events as e
from bot.core.agent import Agent, EffectDidNotHappen, ProbeResult, ToolContext
from bot.core.canonical_json import compute_call_digest
from bot.core.decisions import compute_digest
from bot.core.errors import DigestMismatch, NotUnderstood, OutcomeUnclear, ToolError
from bot.core.policy import Policy
from tests.engine.failing_tools import restart
from tests.platform_fixture import MANAGERS, OutsideLedger, PlatformFixture, PushStep, agent, choose

SHOP, BANK = "main at https://git.example/shop.git", "main at https://git.example/bank.git"


class PushTarget:
    """Where the tool pushes to, as its configuration says at the moment."""

    def __init__(self, now: str = SHOP) -> None:
        self.now: str | Exception = now

    async def target(self) -> str:
        if isinstance(self.now, Exception):
            raise self.now
        return self.now


def pushing(folder: Path, place: PushTarget, policy: Policy = MANAGERS, **given: Any) -> Agent:
    """An agent whose push notes its target."""
    ledger = OutsideLedger(folder / "ledger")

    async def push(step: PushStep, at: ToolContext) -> str:
        ledger.write(f"{at.call} {step.tag} {place.now}")
        return "pushed"

    made = agent(ledger, policy=policy, run=given.pop("run", push), **given)
    tools = [replace(tool, target=place.target) if tool.writes else tool for tool in made.tools]
    return replace(made, tools=tuple(tools))


async def test_out3_what_a_call_acts_on_is_shown_first_and_covered_by_the_digest(tmp_path: Path) -> None:
    async with PlatformFixture(
        tmp_path, choose("push", tag="v1"), agents=[pushing(tmp_path, PushTarget())]
    ) as platform:
        thread = await platform.launch()
        (request,) = await platform.pending()
        assert request.card is not None
        assert (request.card.facts[0].label, request.card.facts[0].lines) == ("Acts on", (SHOP,))
        call = (await platform.app.repository.load_thread(thread)).thread.calls[request.id]
        assert call.asked is not None
        assert call.asked.target == SHOP
        assert compute_digest(thread, call, call.arguments) == request.digest
        elsewhere = call._replace(asked=call.asked.model_copy(update={"target": BANK}))
        assert compute_digest(thread, elsewhere, call.arguments) != request.digest


async def test_out3_an_approval_for_another_target_lapses_with_the_reason_and_is_asked_anew(tmp_path: Path) -> None:
    place = PushTarget()
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), agents=[pushing(tmp_path, place)]) as platform:
        thread = await platform.launch()
        (request,) = await platform.pending()
        place.now = BANK
        await platform.decide(request)
        await platform.settle()
        assert platform.ledger.lines == []
        (lapsed,) = [event for event in platform.log(thread) if isinstance(event, e.ApprovalLapsed)]
        assert lapsed.reason == f"push was approved for {SHOP}, and acts on {BANK} now. It was not run."
        (anew,) = await platform.pending()
        assert (anew.id, anew.arguments) == (request.id, request.arguments)
        assert anew.digest != request.digest
        assert not any(vote.counts for vote in anew.votes)
        assert anew.card is not None
        shown = {fact.label: fact.lines for fact in anew.card.facts}
        assert shown["Acts on"] == (BANK,)
        with pytest.raises(DigestMismatch):
            await platform.decide(request)
        await platform.decide(anew)
        await platform.settle()
        assert [line.split(" ", 2)[1:] for line in platform.ledger.lines] == [["v1", BANK]]


async def test_out3_a_target_that_came_back_needs_no_second_approval(tmp_path: Path) -> None:
    place = PushTarget()
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), agents=[pushing(tmp_path, place)]) as platform:
        await platform.launch()
        (request,) = await platform.pending()
        place.now = BANK
        place.now = SHOP
        await platform.decide(request)
        await platform.settle()
        assert len(platform.ledger.lines) == 1


@pytest.mark.parametrize("state", ["asked", "approved"])
async def test_out3_after_a_restart_with_another_target_nothing_of_before_runs(tmp_path: Path, state: str) -> None:
    async with PlatformFixture(
        tmp_path, choose("push", tag="v1"), agents=[pushing(tmp_path, PushTarget())]
    ) as platform:
        thread = await platform.launch()
        (request,) = await platform.pending()
        if state == "approved":
            await platform.decide(request)
    async with PlatformFixture(tmp_path, agents=[pushing(tmp_path, PushTarget(BANK))]) as platform:
        await restart(platform)
        if state == "asked":
            await platform.decide(request)
            await platform.settle()
        assert platform.ledger.lines == []
        (anew,) = await platform.pending()
        assert anew.digest != request.digest
        notes = [note for event in platform.log(thread) if isinstance(event, e.ApprovalAsked) for note in event.notes]
        assert e.CallFact(label="Asked again", lines=("It acts on something else now.", f"Before: {SHOP}")) in notes


async def test_out3_a_target_that_cannot_be_told_stops_the_call_with_the_tools_own_words(tmp_path: Path) -> None:
    place = PushTarget()
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), agents=[pushing(tmp_path, place)]) as platform:
        thread = await platform.launch()
        (request,) = await platform.pending()
        place.now = ToolError("The clone has no remote origin.")
        await platform.decide(request)
        await platform.settle()
        assert platform.ledger.lines == []
        (failed,) = [event for event in platform.log(thread) if isinstance(event, e.ToolFailed)]
        assert failed.error == "The clone has no remote origin."


@pytest.mark.parametrize("said", [ToolError("The clone is gone."), "x" * 501])
async def test_out3_nobody_is_asked_about_a_call_whose_target_cannot_be_told(tmp_path: Path, said: Any) -> None:
    place = PushTarget()
    place.now = said
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), agents=[pushing(tmp_path, place)]) as platform:
        thread = await platform.launch()
        assert await platform.pending() == []
        (refused,) = [event for event in platform.log(thread) if isinstance(event, e.StepRefused)]
        assert refused.kind == "impossible"


def _unclear(ledger: OutsideLedger) -> Callable[[PushStep, ToolContext], Awaitable[str]]:
    async def push(step: PushStep, at: ToolContext) -> str:
        ledger.write(f"{at.call} tried")
        raise OutcomeUnclear("The line was cut.")

    return push


async def _not_there(step: PushStep, at: ToolContext) -> ProbeResult:
    return EffectDidNotHappen("It has no such tag.")


async def test_out3_an_unknown_outcome_at_another_target_is_put_to_a_person_and_not_run_again(tmp_path: Path) -> None:
    """The probe would ask the new repository, which never had the tag, and the call would then run there."""
    place = PushTarget()
    ledger = OutsideLedger(tmp_path / "ledger")
    given: dict[str, Any] = {"run": _unclear(ledger), "probe": _not_there, "probe_after": timedelta(minutes=1)}
    async with PlatformFixture(
        tmp_path, choose("push", tag="v1"), agents=[pushing(tmp_path, place, **given)]
    ) as platform:
        thread = await platform.launch()
        (request,) = await platform.pending()
        await platform.decide(request)
        await platform.settle()
        place.now = BANK
        for _ in range(6):
            platform.clock.passes(minutes=5)
            await platform.settle()
        assert len(ledger.lines) == 1
        (unknown,) = [event for event in platform.log(thread) if isinstance(event, e.OutcomeUnknown)]
        assert SHOP in unknown.facts
        assert BANK in unknown.facts


async def test_out3_an_idempotent_tool_is_not_tried_again_elsewhere(tmp_path: Path) -> None:
    place = PushTarget()
    ledger = OutsideLedger(tmp_path / "ledger")

    async def push(step: PushStep, at: ToolContext) -> str:
        ledger.write(f"{at.call} tried")
        place.now = BANK
        raise OutcomeUnclear("The line was cut.")

    made = pushing(tmp_path, place, run=push, probe=None)
    tools = tuple(replace(tool, idempotent=tool.writes) for tool in made.tools)
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), agents=[replace(made, tools=tools)]) as platform:
        await platform.launch()
        (request,) = await platform.pending()
        await platform.decide(request)
        await platform.settle()
        assert len(ledger.lines) == 1


async def test_out3_an_edit_is_refused_while_the_call_acts_on_something_else(tmp_path: Path) -> None:
    place = PushTarget()
    policy = MANAGERS.model_copy(update={"edits": "by_editor"})
    async with PlatformFixture(
        tmp_path, choose("push", tag="v1"), agents=[pushing(tmp_path, place, policy)]
    ) as platform:
        await platform.launch()
        (request,) = await platform.pending()
        place.now = BANK
        with pytest.raises(NotUnderstood, match="acts on"):
            await platform.decide(request, arguments='{"tag":"v2","commit":"c0ffee"}')
        assert platform.ledger.lines == []


async def test_out3_a_tool_without_a_target_has_the_digest_that_it_had(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        thread = await platform.launch()
        call = next(iter((await platform.app.repository.load_thread(thread)).thread.calls.values()))
        assert call.asked is not None
        plain = compute_call_digest(
            thread=thread,
            call=call.id,
            tool="push",
            tool_version=call.asked.tool_version,
            arguments=call.arguments,
            policy_version=call.asked.policy.version,
        )
        assert compute_digest(thread, call, call.arguments) == call.digest == plain
