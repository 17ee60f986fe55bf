"""Variants of a prompt: a share of the threads gets one, the log says which, a thread keeps it, and one setting takes it back."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from bot.bootstrap import load_agent
from bot.core import events as e
from bot.core.agent import Agent
from bot.core.errors import BadAgent, BadConfiguration
from bot.core.prompts.prompt_choice import PromptChoice
from bot.testing import FakeClock, ScriptedModel, ScriptedPlatform, choose

TERSE = PromptChoice(prompt_shares={"terse": 100})


def make_agent(choice: PromptChoice | None = None) -> Agent:
    texts = {"terse": "Be terse.", "v1": "As it was."}
    return Agent(name="talker", job="Talks.", prompt="Talk.", variants=texts, prompt_choice=choice or PromptChoice())


def systems(here: ScriptedPlatform) -> list[str]:
    assert isinstance(here.model, ScriptedModel)
    return [json.loads(request)["messages"][0]["content"] for request in here.model.seen]


def test_ag3_a_share_of_the_threads_gets_the_variant_and_always_the_same_ones() -> None:
    choice = PromptChoice(prompt_shares={"terse": 20, "v1": 5})
    drawn = [choice.choose_name(f"thread-{n}", None) for n in range(10_000)]
    assert drawn == [choice.choose_name(f"thread-{n}", None) for n in range(10_000)]
    assert 1_800 < drawn.count("terse") < 2_200
    assert 400 < drawn.count("v1") < 600
    wider = PromptChoice(prompt_shares={"terse": 40})
    assert all(wider.choose_name(f"thread-{n}", None) == "terse" for n, name in enumerate(drawn) if name == "terse")


@pytest.mark.parametrize(
    ("choice", "current", "name"),
    [
        (PromptChoice(), None, ""),
        (PromptChoice(prompt="v1"), None, "v1"),
        (TERSE, None, "terse"),
        (TERSE, "", ""),
        (TERSE, "terse", "terse"),
        (PromptChoice(), "terse", ""),
        (PromptChoice(prompt="v1"), "terse", "v1"),
        (PromptChoice(prompt="v1"), "", "v1"),
        (PromptChoice(prompt="v1", prompt_shares={"terse": 1}), "terse", "terse"),
    ],
)
def test_ag3_a_thread_keeps_its_prompt_while_it_is_in_use(choice: PromptChoice, current: str | None, name: str) -> None:
    assert choice.choose_name("t1", current) == name


async def test_ag3_the_log_says_which_prompt_was_chosen(tmp_path: Path) -> None:
    said = (choose("reply", message="Hm."), choose("reply", message="Yes."))
    async with ScriptedPlatform(tmp_path, make_agent(TERSE), *said) as here:
        thread = await here.launch("hello")
        await here.say(thread, "and?")
        assert systems(here) == ["Be terse."] * 2
        chosen = [event.name for event in await here.list_events(thread) if isinstance(event, e.PromptChosen)]
        assert chosen == ["terse"]
        rebuilt = await here.platform.prompts.rebuild_prompt(thread, 1)
        assert rebuilt.is_exact
        assert rebuilt.prompt.system == "Be terse."


async def test_ag3_without_variants_the_log_is_as_before(tmp_path: Path) -> None:
    async with ScriptedPlatform(tmp_path, make_agent(), choose("reply", message="Hm.")) as here:
        thread = await here.launch("hello")
        assert [event.row_type for event in await here.list_events(thread)] == [
            "ThreadOpened", "MessageReceived", "StepChosen", "Said",
        ]  # fmt: skip


async def test_ag3_one_setting_takes_a_variant_back_in_running_threads_too(tmp_path: Path) -> None:
    clock = FakeClock()
    async with ScriptedPlatform(tmp_path, make_agent(TERSE), choose("reply", message="Hm."), clock=clock) as here:
        thread = await here.launch("hello")
    back = make_agent(PromptChoice(prompt="v1"))
    async with ScriptedPlatform(tmp_path, back, choose("reply", message="Yes."), clock=clock) as here:
        await here.say(thread, "and?")
        assert systems(here) == ["As it was."]
        chosen = [event.name for event in await here.list_events(thread) if isinstance(event, e.PromptChosen)]
        assert chosen == ["terse", "v1"]


async def test_ag3_an_answer_that_is_no_step_notes_its_prompt_too(tmp_path: Path) -> None:
    async with ScriptedPlatform(tmp_path, make_agent(TERSE), choose("nothing"), choose("reply", message="Hm.")) as here:
        thread = await here.launch("hello")
        types = [event.row_type for event in await here.list_events(thread)]
        assert types[2:4] == ["StepRefused", "PromptChosen"]
        assert types.count("PromptChosen") == 1


def test_ag3_a_prompt_that_does_not_exist_stops_the_start() -> None:
    with pytest.raises(BadAgent, match=r"there is no prompt 'v9' beside prompt.md; there are: terse, v1"):
        dataclasses.replace(make_agent(), prompt_choice=PromptChoice(prompt="v9"))
    with pytest.raises(BadAgent, match="a prompt or the job sentence is empty"):
        dataclasses.replace(make_agent(), variants={"x": " "})


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({"prompt": "terse"}, "there is no prompt 'terse' beside prompt.md; there are: none"),
        ({"prompt": "../../etc/passwd"}, r"\[agents.deploybot\] prompt"),
        ({"prompt_shares": {"a": 60, "b": 41}}, "prompt_shares are 101 percent together"),
        ({"prompt_shares": {"a": 0}}, r"\[agents.deploybot.prompt_shares\]|prompt_shares"),
        ({"prompt_shares": {"A/..": 5}}, "prompt_shares"),
    ],
)
def test_ag3_wrong_settings_are_told(table: dict[str, Any], says: str) -> None:
    with pytest.raises((BadAgent, BadConfiguration), match=says):
        load_agent("deploybot", {"repository": "/srv/shop", **table})
