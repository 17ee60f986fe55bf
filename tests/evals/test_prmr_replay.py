"""`countersign replay`: the steps of a recorded thread are asked for again and compared; nothing is run, and nothing is written."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from bot.core import events as e
from bot.core import hooks as h
from bot.core.agent import Agent
from bot.core.errors import CannotStart
from bot.core.prompts.prompt_choice import PromptChoice
from bot.core.steps import Step
from bot.evals.replays import ReplayedStep, list_steps, read_log, replay_step
from bot.testing import ScriptedModel, choose
from tests.platform_fixture import PlatformFixture, PushStep
from tests.sqlite_access import read_log as read_rows

SCRIPT = (choose("look"), choose("look", limit="many"), choose("push", tag="v1"), choose("done", message="Out."))


async def record(folder: Path, *script: Any, **given: Any) -> tuple[Agent, list[e.RecordedEvent], list[bytes]]:
    """A thread with the answers of `script` and an approval; the agent, the log as the API lists it, and the requests."""
    async with PlatformFixture(folder, *script, agent=given) as platform:
        thread = await platform.launch()
        for request in await platform.pending():
            await platform.decide(request)
            await platform.settle()
        items = [
            {
                "seq": seq,
                "at": f"{recorded.moment.isoformat()}",
                "type": event.row_type,
                "v": event.row_version,
                "data": event.data(),
            }
            for recorded in read_rows(platform.app, thread)
            for seq, event in [(recorded.seq, recorded.event)]
        ]
        return platform.app.agents["pusher"], read_log(json.loads(json.dumps(items))), platform.model.seen


async def replay(agent: Agent, log: list[e.RecordedEvent], model: ScriptedModel) -> list[ReplayedStep]:
    thread = next(iter(event.call for _, _, event in log if isinstance(event, e.StepChosen))).rpartition("-")[0]
    return [await replay_step(thread, log, step, agent, model) for step in list_steps(log)]


async def test_prmr_the_same_prompt_is_asked_with_the_very_bytes_of_then(tmp_path: Path) -> None:
    agent, log, sent = await record(tmp_path, *SCRIPT)
    model = ScriptedModel(*SCRIPT)
    steps = await replay(agent, log, model)
    assert model.seen == sent
    assert [step.difference for step in steps] == ["same"] * 4
    assert all(step.is_same_prompt for step in steps)
    assert len((tmp_path / "ledger").read_text().splitlines()) == 1  # that of the recording


async def test_prmr_each_kind_of_difference_is_told(tmp_path: Path) -> None:
    agent, log, _ = await record(tmp_path, *SCRIPT)
    others = (choose("push", tag="v1"), choose("look"), choose("push", tag="v2"), choose("odd"))
    steps = await replay(agent, log, ScriptedModel(*others))
    assert [step.difference for step in steps] == ["step", "step", "arguments", "no step"]
    assert list(steps[2].list_changes()) == ["tag: v1 → v2"]
    assert "odd" in steps[3].detail


async def test_prmr_another_variant_is_shown_to_the_model_and_the_history_is_that_of_then(tmp_path: Path) -> None:
    agent, log, sent = await record(tmp_path, *SCRIPT)
    other = dataclasses.replace(agent, variants={"terse": "Be terse."}, prompt_choice=PromptChoice(prompt="terse"))
    model = ScriptedModel(*SCRIPT)
    steps = await replay(other, log, model)
    assert not any(step.is_same_prompt for step in steps)
    for before, after in zip(sent, model.seen, strict=True):
        old, new = json.loads(before)["messages"], json.loads(after)["messages"]
        assert (old[1], new[0]["content"]) == (new[1], "Be terse.")


async def test_prmr_a_step_that_a_hook_replaced_is_compared_as_the_model_proposed_it(tmp_path: Path) -> None:
    async def judge(step: Step, at: h.HookContext) -> h.ReplaceStep | None:
        return h.ReplaceStep(PushStep(tag="v1"), "x") if isinstance(step, PushStep) else None

    agent, log, _ = await record(
        tmp_path, choose("push", tag="v9"), choose("done", message="Out."), hooks=h.StepHooks(after_answer=(judge,))
    )
    steps = await replay(agent, log, ScriptedModel(choose("push", tag="v9"), choose("done", message="Out.")))
    assert (steps[0].recorded.arguments, steps[0].difference) == (
        '{"commit":"c0ffee","tag":"v9"}',
        "same",
    )


def test_prmr_an_event_of_a_newer_version_is_not_replayed() -> None:
    with pytest.raises(CannotStart, match="'Teleported'"):
        read_log([{"seq": 1, "at": "2026-11-21T09:00:00Z", "type": "Teleported", "v": 1, "data": {}}])
