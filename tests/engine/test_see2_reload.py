"""Rules that change while a turn is under way: a turn that began under looser rules does not end under them."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.core.agent import Agent
from bot.core.errors import Unavailable
from bot.core.events import ApprovalAsked
from bot.core.people import ApproverClause, PeopleDirectory
from bot.core.policy import Policy
from bot.core.steps import ModelAnswer
from bot.engine.repository import rule_change_waker
from bot.http.api.api_keys import make_key, revoke_key
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
from tests.sqlite_access import queue_of, sqlite_of

BOTH = Policy(approvers=(ApproverClause(groups=("managers",), quorum=2),))


def gated(agent: Agent, policy: Policy, step: Any = PushStep) -> Agent:
    """The same agent with this policy for one of its tools."""
    return replace(agent, tools=[replace(tool, policy=policy) if tool.step is step else tool for tool in agent.tools])  # type: ignore[arg-type]


async def reload(platform: PlatformFixture, agents: Sequence[Agent], directory: PeopleDirectory = PEOPLE) -> None:
    await platform.app.replace_rules(directory, agents, {each.name: platform.model for each in agents})


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
    async with PlatformFixture(tmp_path) as platform:
        model = SlowModel(choose("look"))
        platform.app.models["pusher"] = model
        launching = asyncio.create_task(platform.launch())
        await model.asked.wait()
        await platform.app.replace_rules(
            PEOPLE, [gated(platform.app.agents["pusher"], MANAGERS, LookStep)], {"pusher": model}
        )
        model.let.set()
        thread = await launching
        assert "ToolStarted" not in platform.types(thread)
        (request,) = await platform.pending()
        assert request.tool == "look"


async def test_see2_a_stricter_policy_stops_a_call_whose_precondition_is_being_checked(tmp_path: Path) -> None:
    checking, let = asyncio.Event(), asyncio.Event()

    async def check(step: PushStep) -> None:
        if is_slow:
            checking.set()
            await let.wait()

    is_slow = False
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        agent = platform.app.agents["pusher"]
        agent = replace(agent, tools=[replace(t, check=check) if t.step is PushStep else t for t in agent.tools])  # type: ignore[arg-type]
        await reload(platform, [agent])
        thread = await platform.launch()
        (request,) = await platform.pending()
        is_slow = True
        await platform.decide(request)
        running = asyncio.create_task(platform.settle())
        await checking.wait()
        await reload(platform, [gated(agent, BOTH)])
        is_slow = False
        let.set()
        await running
        assert ("ToolStarted" in platform.types(thread), platform.ledger.lines) == (False, [])
        assert "ApprovalSettled" in platform.types(thread)


async def test_see2_what_was_approved_by_a_leaver_does_not_start(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        thread = await platform.launch()
        (request,) = await platform.pending()
        await platform.app.pause(thread, by="max")
        await platform.decide(request)
        await reload(platform, list(platform.app.agents.values()), PeopleDirectory(people={"sam": SAM, "max": MAX}))
        await platform.app.resume(thread, by="max")
        await platform.settle()
        assert ("ToolStarted" in platform.types(thread), platform.ledger.lines) == (False, [])


async def test_see2_a_revoked_key_stays_revoked_over_a_reload(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform:
        platform.app.repository.directory = PEOPLE.model_copy(update={"revoked": frozenset({"key:x"})})
        await sqlite_of(platform.app).write_unit(
            lambda connection: connection.execute(
                "INSERT INTO api_key (id, hash, scope, person, label, created, revoked, makers)"
                " VALUES ('x', x'00', 'operator', 'olive', '', 0, 1, '')"
            )
        )
        await reload(platform, list(platform.app.agents.values()))
        assert platform.app.directory.revoked == frozenset({"key:x"})


async def test_see2_rules_act_though_the_store_cannot_be_read_and_waiting_threads_are_woken_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rule_change_waker, "WAKE_AGAIN", 0.01)
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        thread = await platform.launch()
        requests, faults = platform.app.store.requests, 2
        list_waiting = requests.list_waiting_threads

        async def failing() -> list[str]:
            nonlocal faults
            faults -= 1
            if faults >= 0:
                raise Unavailable("The database cannot be read now.")
            return await list_waiting()

        monkeypatch.setattr(requests, "list_waiting_threads", failing)
        left = PeopleDirectory(people={id: each for id, each in PEOPLE.people.items() if id != "olive"})
        await reload(platform, list(platform.app.agents.values()), left)
        assert platform.app.directory.find_person("olive") is None
        queue = queue_of(platform.app)
        async with asyncio.timeout(60):
            while ("turn", thread) not in queue.ready:
                await asyncio.sleep(0.01)


async def test_see2_a_key_that_is_revoked_counts_no_more_though_nothing_can_be_read_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with PlatformFixture(tmp_path) as platform:
        key, _ = await make_key(platform.app, "olive", "operator")

        async def failing() -> frozenset[str]:
            raise Unavailable("The database cannot be read now.")

        monkeypatch.setattr(platform.app.store.access, "list_revoked", failing)
        await revoke_key(platform.app, key.id, "max")
        assert platform.app.directory.revoked == frozenset({f"key:{key.id}"})
        await reload(platform, list(platform.app.agents.values()))
        assert platform.app.directory.revoked == frozenset({f"key:{key.id}"})


@pytest.mark.parametrize("agents", [0, 1])
async def test_see2_an_agent_that_is_removed_in_the_middle_of_its_turn_ends_it_in_peace(
    tmp_path: Path, agents: int
) -> None:
    async with PlatformFixture(tmp_path) as platform:
        model = SlowModel(choose("push", tag="v1"))
        platform.app.models["pusher"] = model
        launching = asyncio.create_task(platform.launch())
        await model.asked.wait()
        kept = list(platform.app.agents.values())[:agents]
        await platform.app.replace_rules(PEOPLE, kept, dict.fromkeys((each.name for each in kept), model))
        model.let.set()
        await launching
        assert len(await platform.pending()) == agents
        assert platform.ledger.lines == []


async def test_see2_a_model_that_is_replaced_is_closed_with_the_platform(tmp_path: Path) -> None:
    closed: list[str] = []

    class Closing(ScriptedModel):
        async def close(self) -> None:
            closed.append(self.name)

    async with PlatformFixture(tmp_path) as platform:
        agents = list(platform.app.agents.values())
        await platform.app.replace_rules(PEOPLE, agents, {"pusher": Closing(name="old")})
        await platform.app.replace_rules(PEOPLE, agents, {"pusher": Closing(name="new")})
        assert closed == []
    assert sorted(closed) == ["new", "old"]


async def test_see2_who_is_told_of_a_request_goes_by_the_people_of_now(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        await reload(platform, list(platform.app.agents.values()), PeopleDirectory(people={"sam": SAM, "olive": OLIVE}))
        thread = await platform.launch()
        held = await platform.app.repository.load_thread(thread)
        asked = next(event for event in platform.log(thread) if isinstance(event, ApprovalAsked))
        deciders = platform.app.repository.addresses.list_deciders(asked, held.thread)
        assert [person.id for person in deciders] == ["olive"]
