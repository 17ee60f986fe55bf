"""Rules that change while a turn is under way: a turn that began under looser rules does not end under them."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.core.agent import Agent
from bot.core.events import ApprovalAsked
from bot.core.people import ApproverClause, PeopleDirectory
from bot.core.policy import Policy
from bot.core.steps import ModelAnswer
from tests.platform_fixture import (
    MANAGERS,
    MAX,
    OLIVE,
    PEOPLE,
    SAM,
    LookStep,
    PlatformFixture,
    PushStep,
    ScriptedModel,
    choose,
)

BOTH = Policy(approvers=(ApproverClause(groups=("managers",), quorum=2),))


def gated(agent: Agent, policy: Policy, step: Any = PushStep) -> Agent:
    """The same agent with this policy for one of its tools."""
    return replace(agent, tools=[replace(tool, policy=policy) if tool.step is step else tool for tool in agent.tools])  # type: ignore[arg-type]


def reload(house: PlatformFixture, agents: Sequence[Agent], directory: PeopleDirectory = PEOPLE) -> None:
    house.app.replace_rules(directory, agents, {each.name: house.model for each in agents})


class SlowModel(ScriptedModel):
    """Answers when it is let."""

    def __init__(self, *script: ModelAnswer | Exception) -> None:
        super().__init__(*script)
        self.asked, self.let = asyncio.Event(), asyncio.Event()

    async def choose(self, request: bytes) -> ModelAnswer:
        self.asked.set()
        await self.let.wait()
        return await super().choose(request)


async def test_see2_a_tool_that_got_a_gate_while_the_model_thought_does_not_run_without_it(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as house:
        model = SlowModel(choose("look"))
        house.app.models["pusher"] = model
        launching = asyncio.create_task(house.launch())
        await model.asked.wait()
        house.app.replace_rules(PEOPLE, [gated(house.app.agents["pusher"], MANAGERS, LookStep)], {"pusher": model})
        model.let.set()
        thread = await launching
        assert "ToolStarted" not in house.types(thread)
        (request,) = await house.pending()
        assert request.tool == "look"


async def test_see2_a_stricter_policy_stops_a_call_whose_precondition_is_being_checked(tmp_path: Path) -> None:
    checking, let = asyncio.Event(), asyncio.Event()

    async def check(step: PushStep) -> None:
        if is_slow:
            checking.set()
            await let.wait()

    is_slow = False
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as house:
        agent = house.app.agents["pusher"]
        agent = replace(agent, tools=[replace(t, check=check) if t.step is PushStep else t for t in agent.tools])  # type: ignore[arg-type]
        reload(house, [agent])
        thread = await house.launch()
        (request,) = await house.pending()
        is_slow = True
        await house.decide(request)
        running = asyncio.create_task(house.settle())
        await checking.wait()
        reload(house, [gated(agent, BOTH)])
        is_slow = False
        let.set()
        await running
        assert ("ToolStarted" in house.types(thread), house.ledger.lines) == (False, [])
        assert "ApprovalSettled" in house.types(thread)


async def test_see2_what_was_approved_by_a_leaver_does_not_start(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as house:
        thread = await house.launch()
        (request,) = await house.pending()
        await house.app.pause(thread, by="max")
        await house.decide(request)
        reload(house, list(house.app.agents.values()), PeopleDirectory(people={"sam": SAM, "max": MAX}))
        await house.app.resume(thread, by="max")
        await house.settle()
        assert ("ToolStarted" in house.types(thread), house.ledger.lines) == (False, [])


async def test_see2_a_revoked_key_stays_revoked_over_a_reload(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as house:
        house.app.repository.directory = PEOPLE.model_copy(update={"revoked": frozenset({"key:x"})})
        await house.app.database.write_unit(
            lambda connection: connection.execute(
                "INSERT INTO api_key (id, hash, scope, person, label, created, revoked, makers)"
                " VALUES ('x', x'00', 'operator', 'olive', '', 0, 1, '')"
            )
        )
        reload(house, list(house.app.agents.values()))
        assert house.app.directory.revoked == frozenset({"key:x"})


@pytest.mark.parametrize("agents", [0, 1])
async def test_see2_an_agent_that_is_removed_in_the_middle_of_its_turn_ends_it_in_peace(
    tmp_path: Path, agents: int
) -> None:
    async with PlatformFixture(tmp_path) as house:
        model = SlowModel(choose("push", tag="v1"))
        house.app.models["pusher"] = model
        launching = asyncio.create_task(house.launch())
        await model.asked.wait()
        kept = list(house.app.agents.values())[:agents]
        house.app.replace_rules(PEOPLE, kept, dict.fromkeys((each.name for each in kept), model))
        model.let.set()
        await launching
        assert len(await house.pending()) == agents
        assert house.ledger.lines == []


async def test_see2_a_model_that_is_replaced_is_closed_with_the_house(tmp_path: Path) -> None:
    closed: list[str] = []

    class Closing(ScriptedModel):
        async def close(self) -> None:
            closed.append(self.name)

    async with PlatformFixture(tmp_path) as house:
        agents = list(house.app.agents.values())
        house.app.replace_rules(PEOPLE, agents, {"pusher": Closing(name="old")})
        house.app.replace_rules(PEOPLE, agents, {"pusher": Closing(name="new")})
        assert closed == []
    assert sorted(closed) == ["new", "old"]


async def test_see2_who_is_told_of_a_request_goes_by_the_people_of_now(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as house:
        reload(house, list(house.app.agents.values()), PeopleDirectory(people={"sam": SAM, "olive": OLIVE}))
        thread = await house.launch()
        held = house.app.repository.load_thread(thread)
        asked = next(event for event in house.log(thread) if isinstance(event, ApprovalAsked))
        deciders = house.app.repository.addresses.list_deciders(asked, held.thread)
        assert [person.id for person in deciders] == ["olive"]
