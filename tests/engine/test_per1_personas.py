"""Personas: texts behind the prompt, by the agent's table or as a thread is opened; the log names them."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from bot.bootstrap import load_agent
from bot.core import events as e
from bot.core.errors import BadAgent, NotUnderstood, SameIdOtherBody
from bot.core.prompts.prompt_choice import PromptChoice
from tests.http.http_client import API, HttpFixture, assert_problem
from tests.platform_fixture import OutsideLedger, PlatformFixture, agent, choose

TEXTS = {"calm": "Be calm.", "brief": "Be brief.\n"}
GIVEN: dict[str, Any] = {"personas": TEXTS}
HM = choose("reply", message="Hm.")


def systems(platform: PlatformFixture) -> list[str]:
    return [json.loads(request)["messages"][0]["content"] for request in platform.model.seen]


def chosen(platform: PlatformFixture, thread: str) -> list[e.PersonaChosen]:
    return [event for event in platform.log(thread) if isinstance(event, e.PersonaChosen)]


async def test_per1_a_thread_is_opened_with_a_persona_and_keeps_it(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, HM, HM, agent=GIVEN) as platform:
        thread = await platform.launch(persona="calm")
        assert chosen(platform, thread) == [e.PersonaChosen(name="calm", by="sam")]
        await platform.say(thread, "and?")
        assert systems(platform) == ["You push.\n\nBe calm.\n"] * 2
        assert len(chosen(platform, thread)) == 1
        plain = await platform.launch("another")
        assert (chosen(platform, plain), systems(platform)[-1]) == ([], "You push.")


async def test_per1_the_table_chooses_for_all_others_and_the_log_says_from_where_on(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, HM, HM, HM, HM, agent=GIVEN) as platform:
        own, other = await platform.launch(persona="calm"), await platform.launch("another")
        before = platform.app.agents["pusher"]
        after = dataclasses.replace(before, prompt_choice=PromptChoice(persona="brief"))
        await platform.app.replace_rules(platform.app.directory, [after], dict(platform.app.models))
        for thread in (own, other):
            await platform.say(thread, "and?")
        assert systems(platform)[2:] == ["You push.\n\nBe calm.\n", "You push.\n\nBe brief.\n"]
        assert chosen(platform, other) == [e.PersonaChosen(name="brief")]
        rebuilt = await platform.app.prompts.rebuild_prompt(other, 2)
        assert (rebuilt.is_exact, rebuilt.prompt.system) == (True, "You push.\n\nBe brief.\n")


async def test_per1_a_persona_that_is_gone_gives_way_to_that_of_the_table(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, HM, HM, agent=GIVEN) as platform:
        thread = await platform.launch(persona="calm")
        after = dataclasses.replace(platform.app.agents["pusher"], personas={"brief": "Be brief."})
        await platform.app.replace_rules(platform.app.directory, [after], dict(platform.app.models))
        await platform.say(thread, "and?")
        assert systems(platform)[1] == "You push."
        assert chosen(platform, thread)[-1] == e.PersonaChosen(name="")


async def test_per1_the_api_takes_a_known_persona_alone_and_a_repeat_must_name_the_same(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, HM, agent=GIVEN) as platform:
        sam = await HttpFixture(platform).as_("sam")
        body = {"agent": "pusher", "message": "hello", "persona": "calm"}
        first = await sam.post(f"{API}/threads", json=body, headers={"Idempotency-Key": "k"})
        again = await sam.post(f"{API}/threads", json=body, headers={"Idempotency-Key": "k"})
        assert first.json()["id"] == again.json()["id"]
        other = await sam.post(f"{API}/threads", json={**body, "persona": "brief"}, headers={"Idempotency-Key": "k"})
        assert_problem(other, 409)
        unknown = await sam.post(f"{API}/threads", json={**body, "persona": "../../prompt"})
        assert "there are: calm, brief" in assert_problem(unknown, 422)["detail"]
        with pytest.raises(NotUnderstood):
            await platform.app.launch("pusher", "x", by="sam", persona="odd")
        await platform.app.launch("pusher", "x", by="sam", persona="calm", key="k2")
        with pytest.raises(SameIdOtherBody):
            await platform.app.launch("pusher", "x", by="sam", key="k2")


def test_per1_a_persona_that_is_not_there_or_empty_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(BadAgent, match="there is no persona 'odd'; there are: brief, explaining"):
        load_agent("deploybot", {"repository": ".", "persona": "odd"})
    with pytest.raises(BadAgent, match="a persona is empty"):
        agent(OutsideLedger(tmp_path / "ledger"), personas={"calm": " "})


def test_per1_the_files_of_the_deploybot_are_its_personas() -> None:
    made = load_agent("deploybot", {"repository": ".", "persona": "brief"})
    assert set(made.personas) == {"brief", "explaining"}
    assert made.find_prompt("", "brief").startswith(made.prompt.rstrip())
    assert made.find_prompt("", "brief").endswith("then the reason.\n")
