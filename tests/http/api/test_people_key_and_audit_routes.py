"""The API's routes of agents, keys and people."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.budgets import AgentBudget
from tests.http.api.api_cases import PUSH
from tests.http.http_client import API, HttpFixture, assert_problem
from tests.platform_fixture import PlatformFixture


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[HttpFixture]:
    async with PlatformFixture(tmp_path, PUSH) as platform:
        yield HttpFixture(platform)


async def test_the_agents_say_which_tool_is_gated_by_whom(server: HttpFixture) -> None:
    sam = await server.as_("sam", "agent")
    (agent,) = (await sam.get(f"{API}/agents")).json()["items"]
    gates = {tool["name"]: tool["gate"] for tool in agent["tools"]}
    assert (agent["name"], agent["model"]) == ("pusher", "scripted")
    assert gates["look"] is None
    assert gates["push"]["approvers"] == [{"people": [], "groups": ["managers"], "quorum": 1}]


async def test_fac10_2_an_agent_shows_its_job_channels_budget_and_tools(tmp_path: Path) -> None:
    budget = AgentBudget(model_calls_per_hour=60)
    channels = {"pusher": ("cron", "slack")}
    async with PlatformFixture(tmp_path, agent={"budget": budget}, agent_channels=channels) as platform:
        sam = await HttpFixture(platform).as_("sam", "agent")
        (agent,) = (await sam.get(f"{API}/agents")).json()["items"]
    assert (agent["job"], agent["channels"]) == ("Pushes.", ["cron", "slack"])
    assert agent["budget"] == {"model_calls_per_hour": 60, "money_per_day": None}
    assert {"look", "push"} <= {tool["name"] for tool in agent["tools"]}


async def test_a_key_knows_whose_it_is(server: HttpFixture) -> None:
    olive = await server.as_("olive")
    expected = {"person": "olive", "name": "Olive", "scope": "operator", "makers": []}
    assert (await olive.get(f"{API}/me")).json() == expected


async def test_a_key_is_made_used_revoked_and_the_audit_names_who_made_it(server: HttpFixture) -> None:
    max_ = await server.as_("max", "admin")
    made = await max_.post(f"{API}/keys", json={"person": "olive", "scope": "operator", "label": "ci"})
    assert made.status_code == 201
    key = made.json()
    assert (key["person"], key["scope"], key["label"], key["revoked_at"]) == ("olive", "operator", "ci", None)
    as_made = {"Authorization": f"Bearer {key['secret']}"}
    assert (await server.nobody.get(f"{API}/me", headers=as_made)).json()["person"] == "olive"
    notes = [
        (note["what"], note["person"], note["detail"]) for note in (await max_.get(f"{API}/audit")).json()["items"]
    ]
    assert ("key made", "max", "operator of olive ci") in notes
    listed = (await max_.get(f"{API}/keys")).json()["items"]
    assert {each["secret"] for each in listed} == {None}
    gone = await max_.delete(f"{API}/keys/{key['id']}")
    assert (gone.status_code, gone.content) == (204, b"")
    assert_problem(await server.nobody.get(f"{API}/me", headers=as_made), 401)
    assert_problem(await max_.delete(f"{API}/keys/{key['id']}"), 404)


async def test_a_key_for_nobody_is_404(server: HttpFixture) -> None:
    max_ = await server.as_("max", "admin")
    assert_problem(await max_.post(f"{API}/keys", json={"person": "eve", "scope": "operator"}), 404, "eve")


async def test_people_are_listed(server: HttpFixture) -> None:
    olive = await server.as_("olive")
    people = (await olive.get(f"{API}/people")).json()["items"]
    assert {"id": "olive", "name": "Olive", "title": "", "groups": ["managers"], "active": True} in people
