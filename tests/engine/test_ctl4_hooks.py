"""Hooks around a step: a judge, a limit, a cache, a summary, a trace; and none of them gets past a gate."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.core import events as e
from bot.core import hooks as h
from bot.core.steps import Step
from tests.platform_fixture import START, LookStep, PlatformFixture, PushStep, choose

PUSH = choose("push", tag="v9")


def hooked(platform_folder: Path, *script: Any, **hooks: Any) -> PlatformFixture:
    return PlatformFixture(platform_folder, *script, agent={"hooks": h.StepHooks(**hooks)})


def applied(platform: PlatformFixture, thread: str) -> list[e.HookApplied]:
    return [event for event in platform.log(thread) if isinstance(event, e.HookApplied)]


def judging(verdict: Any) -> Callable[..., Any]:
    async def judge(step: Step, at: h.HookContext) -> Any:
        return verdict if step.intent == "push" else None

    return judge


async def test_ctl4_a_judge_stops_a_proposed_step_and_the_model_reads_why(tmp_path: Path) -> None:
    stop = judging(h.StopStep("v9 is no patch version"))
    async with hooked(tmp_path, PUSH, after_answer=(stop,)) as platform:
        thread = await platform.launch()
        assert await platform.pending() == []
        (event,) = applied(platform, thread)
        assert (event.hook, event.effect, event.intent) == (event.hook, "stopped", "push")
        assert event.hook.endswith("judge")
        assert event.arguments == '{"commit":"c0ffee","tag":"v9"}'
        (refused,) = [each for each in platform.log(thread) if isinstance(each, e.StepRefused)]
        assert refused.reason.endswith("judge: v9 is no patch version")
        assert b"v9 is no patch version" in platform.model.seen[1]


async def test_ctl4_a_replaced_step_is_asked_like_any_other_and_log_and_card_name_the_hook(tmp_path: Path) -> None:
    swap = judging(h.ReplaceStep(PushStep(tag="v1"), "v9 skips eight versions"))
    async with hooked(tmp_path, PUSH, after_answer=(swap,)) as platform:
        thread = await platform.launch()
        (request,) = await platform.pending()
        assert platform.ledger.lines == []  # asked, and not run
        assert [line.text for line in request.card.arguments if line.name == "tag"] == ['"v1"']
        (note,) = [fact for fact in request.card.facts if fact.label.startswith("Replaced by the hook")]
        assert note.lines == (
            "v9 skips eight versions",
            'The model proposed push {"commit":"c0ffee","tag":"v9"}',
        )
        (event,) = applied(platform, thread)
        assert (event.effect, event.call, event.arguments) == ("replaced", request.id, '{"commit":"c0ffee","tag":"v9"}')
        await platform.decide(request)
        await platform.settle()
        assert platform.ledger.lines == [f"{request.id} v1 c0ffee"]
        assert b'proposed=\\"push\\"' in platform.model.seen[-1]


@dataclass(frozen=True)
class FakeStep:
    """Looks like a step, and is none."""

    intent: str = "push"

    def write_arguments(self) -> str:
        return '{"commit":"c0ffee","tag":"v1"}'


class OwnPush(PushStep):
    """Another class with the intent of the gated tool."""

    commit: str = "ba5eba11"


class Unknown(Step):
    """No step of this agent."""

    intent = "deploy_all"


@pytest.mark.parametrize(
    ("verdict", "why"),
    [
        (h.UseCached("pushed", START), "UseCached"),
        (h.ReplaceResult("pushed"), "ReplaceResult"),
        (h.ReplaceStep(Unknown(), "x"), "could not have chosen"),
        (h.ReplaceStep(FakeStep(), "x"), "which is no step"),  # type: ignore[arg-type]
        (h.ReplaceStep(PushStep.model_construct(tag="\ud800", commit="c"), "x"), "cannot be written"),
        (True, "bool"),
        ("approved", "str"),
        (e.ApprovalSettled(call="x", digest="0" * 64, verdict="approved"), "ApprovalSettled"),
    ],
    ids=str,
)
async def test_ctl4_what_a_hook_may_not_say_about_a_gated_step_stops_it(tmp_path: Path, verdict: Any, why: str) -> None:
    async with hooked(tmp_path, PUSH, after_answer=(judging(verdict),)) as platform:
        thread = await platform.launch()
        assert (await platform.pending(), platform.ledger.lines) == ([], [])
        (event,) = applied(platform, thread)
        assert (event.effect, why in event.reason) == ("failed", True), event.reason


async def test_ctl4_a_replacement_of_another_class_is_read_by_the_class_of_the_agent(tmp_path: Path) -> None:
    swap = judging(h.ReplaceStep(OwnPush(tag="v2"), "mine"))
    async with hooked(tmp_path, PUSH, after_answer=(swap,)) as platform:
        await platform.launch()
        (request,) = await platform.pending()
        await platform.decide(request)
        await platform.settle()
        assert platform.ledger.lines == [f"{request.id} v2 ba5eba11"]  # what was shown: its bytes, our class
        assert {line.name: line.text for line in request.card.arguments} == {"tag": '"v2"', "commit": '"ba5eba11"'}


@pytest.mark.parametrize(
    "verdict", [h.UseCached("v9 is pushed.", START), h.ReplaceStep(PushStep(tag="v1"), "x"), True], ids=str
)
async def test_ctl4_no_hook_changes_or_skips_a_call_that_people_approved(tmp_path: Path, verdict: Any) -> None:
    async with hooked(tmp_path, PUSH, before_tool=(judging(verdict),)) as platform:
        thread = await platform.launch()
        (request,) = await platform.pending()
        await platform.decide(request)
        await platform.settle()
        assert platform.ledger.lines == []
        assert "ToolStarted" not in platform.types(thread)
        assert [event.effect for event in applied(platform, thread)] == ["failed"]
        (failed,) = [each for each in platform.log(thread) if isinstance(each, e.ToolFailed)]
        assert failed.call == request.id


async def test_ctl4_a_hook_stops_an_approved_call_before_it_starts(tmp_path: Path) -> None:
    async with hooked(tmp_path, PUSH, before_tool=(judging(h.StopStep("a freeze")),)) as platform:
        thread = await platform.launch()
        (request,) = await platform.pending()
        await platform.decide(request)
        await platform.settle()
        assert platform.ledger.lines == []
        assert [event.effect for event in applied(platform, thread)] == ["stopped"]


async def test_ctl4_the_result_of_an_approved_call_stays_and_is_in_the_log_before_a_hook_sees_it(
    tmp_path: Path,
) -> None:
    seen: list[tuple[str, list[str]]] = []

    async def summarise(step: Step, result: str, at: h.HookContext) -> h.ReplaceResult:
        seen.append((result, platform.types(at.thread)))
        return h.ReplaceResult("all is well")

    async with hooked(tmp_path, PUSH, after_tool=(summarise,)) as platform:
        thread = await platform.launch()
        (request,) = await platform.pending()
        await platform.decide(request)
        await platform.settle()
        ((result, types),) = seen
        assert (result, "ToolFinished" in types) == ("v9 is pushed.", True)
        (finished,) = [each for each in platform.log(thread) if isinstance(each, e.ToolFinished)]
        assert finished.result == "v9 is pushed."


async def test_ctl4_a_summary_of_a_read_is_shown_and_the_log_keeps_both(tmp_path: Path) -> None:
    async def summarise(step: Step, result: str, at: h.HookContext) -> h.ReplaceResult | None:
        return h.ReplaceResult(f"{len(result.splitlines())} commits")

    async with hooked(tmp_path, choose("look"), after_tool=(summarise,)) as platform:
        thread = await platform.launch()
        (event,) = applied(platform, thread)
        assert (event.effect, event.result) == ("summarised", "c0\nc1\nc2")
        assert b"3 commits" in platform.model.seen[1]
        assert b"c0\\nc1" not in platform.model.seen[1]


async def test_ctl4_a_cache_says_how_old_it_is_and_reads_again_when_it_is_no_longer_fresh(tmp_path: Path) -> None:
    cache = h.ReadCache(tools=("look",), fresh_for=timedelta(minutes=5))
    script = [choose("look"), choose("look"), choose("look", limit=1), choose("done", message="Ok.")]
    async with hooked(tmp_path, *script, before_tool=(cache.use,), after_tool=(cache.keep,)) as platform:
        thread = await platform.launch()
        results = [event.result for event in platform.log(thread) if isinstance(event, e.ToolFinished)]
        assert results == ["c0\nc1\nc2", "[kept from 2026-11-21T09:00:00Z, not read again]\nc0\nc1\nc2", "c0"]
        assert [(event.effect, event.reason) for event in applied(platform, thread)] == [
            ("cached", "Read at 2026-11-21 09:00:00 UTC.")
        ]
        assert cache.use(LookStep(), h.HookContext("pusher", "t", platform.clock())) is not None
        platform.clock.passes(minutes=5)
        assert cache.use(LookStep(), h.HookContext("pusher", "t", platform.clock())) is None


async def test_ctl4_a_limit_lets_the_thread_rest_and_go_on_by_itself(tmp_path: Path) -> None:
    asked: list[int] = []

    async def limit(at: h.HookContext) -> h.WaitUntil | None:
        asked.append(at.steps)
        return (
            h.WaitUntil(START + timedelta(minutes=10), "the night shift")
            if at.now < START + timedelta(minutes=10)
            else None
        )

    async with hooked(tmp_path, before_model=(limit,)) as platform:
        thread = await platform.launch()
        (rest,) = [each for each in platform.log(thread) if isinstance(each, e.BudgetReached)]
        assert (rest.budget, rest.until) == ("hook", START + timedelta(minutes=10))
        assert rest.detail.endswith("limit: the night shift")
        assert platform.model.seen == []
        platform.clock.passes(minutes=10)
        await platform.settle()
        assert platform.types(thread)[-1] == "Finished"
        assert asked == [0, 0]


async def test_ctl4_a_wait_into_the_past_or_for_ever_is_bounded(tmp_path: Path) -> None:
    for until, seconds in ((START - timedelta(days=9), 1), (START + timedelta(days=900), 86_400)):

        async def wait(at: h.HookContext, until: Any = until) -> h.WaitUntil:
            return h.WaitUntil(until, "x")

        folder = tmp_path / str(seconds)
        folder.mkdir()
        async with hooked(folder, before_model=(wait,)) as platform:
            thread = await platform.launch()
            (rest,) = [each for each in platform.log(thread) if isinstance(each, e.BudgetReached)]
            assert rest.until == START + timedelta(seconds=seconds)


async def failing(*_: Any) -> Any:
    raise ZeroDivisionError("by \ud800 zero")


async def test_ctl4_a_hook_that_fails_stops_the_step_and_a_person_is_asked_in_the_end(tmp_path: Path) -> None:
    async with hooked(tmp_path, PUSH, PUSH, PUSH, PUSH, after_answer=(failing,)) as platform:
        thread = await platform.launch()
        assert platform.ledger.lines == []
        assert [each.effect for each in applied(platform, thread)] == ["failed"] * 3
        (question,) = await platform.pending()
        assert question.card.ask is not None
        assert "failing failed: ZeroDivisionError: by ? zero" in question.card.ask.question


async def test_ctl4_a_failing_hook_before_the_model_is_tried_again_and_then_a_person_is_asked(tmp_path: Path) -> None:
    async with hooked(tmp_path, before_model=(failing,)) as platform:
        await platform.launch()
        for _ in range(3):
            platform.clock.passes(minutes=5)
            await platform.settle()
        (question,) = await platform.pending()
        assert question.card.ask is not None
        assert "a hook failed" in question.card.ask.question
        assert platform.model.seen == []


async def test_ctl4_a_failing_hook_after_a_tool_loses_no_result(tmp_path: Path) -> None:
    async with hooked(tmp_path, choose("look"), after_tool=(failing,)) as platform:
        thread = await platform.launch()
        assert b"c0" in platform.model.seen[1]
        assert [each.effect for each in applied(platform, thread)] == ["failed"]


async def test_ctl4_hooks_are_called_in_their_order_with_the_step_of_the_one_before(tmp_path: Path) -> None:
    seen: list[str] = []

    async def second(step: Step, at: h.HookContext) -> None:
        seen.append(step.write_arguments())

    first = judging(h.ReplaceStep(PushStep(tag="v1"), "x"))
    async with hooked(tmp_path, PUSH, after_answer=(first, second)) as platform:
        await platform.launch()
        assert seen[0] == '{"commit":"c0ffee","tag":"v1"}'


def test_ctl4_the_log_names_a_hook_by_its_function() -> None:
    from functools import partial

    assert h.name_hook(failing) == "failing"
    assert h.name_hook(partial(failing, 1)) == "failing"
    assert h.name_hook(h.ReadCache(tools=(), fresh_for=timedelta()).use) == "ReadCache.use"


def test_ctl4_a_gated_call_empties_the_cache() -> None:
    cache = h.ReadCache(tools=("look",), fresh_for=timedelta(minutes=5))
    reading, gated = h.HookContext("pusher", "t", START), h.HookContext("pusher", "t", START, is_gated=True)
    cache.keep(LookStep(), "c0", reading)
    cache.keep(PushStep(tag="v1"), "v1 is pushed.", gated)
    assert cache.use(LookStep(), reading) is None
