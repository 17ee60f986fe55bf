"""The API's routes of agents, keys and people."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.http.api.api_cases import PUSH
from tests.http.http_client import API, HttpFixture, assert_problem
from tests.platform_fixture import PlatformFixture


@pytest.fixture
async def street(tmp_path: Path) -> AsyncIterator[HttpFixture]:
    async with PlatformFixture(tmp_path, PUSH) as house:
        yield HttpFixture(house)


async def test_the_agents_say_which_tool_is_gated_by_whom(street: HttpFixture) -> None:
    sam = await street.as_("sam", "agent")
    (agent,) = (await sam.get(f"{API}/agents")).json()["items"]
    gates = {tool["name"]: tool["gate"] for tool in agent["tools"]}
    assert (agent["name"], agent["model"]) == ("pusher", "scripted")
    assert gates["look"] is None
    assert gates["push"]["approvers"] == [{"people": [], "groups": ["managers"], "quorum": 1}]


async def test_a_key_knows_whose_it_is(street: HttpFixture) -> None:
    olive = await street.as_("olive")
    expected = {"person": "olive", "name": "Olive", "scope": "operator", "makers": []}
    assert (await olive.get(f"{API}/me")).json() == expected


async def test_a_key_is_made_used_revoked_and_the_audit_names_who_made_it(street: HttpFixture) -> None:
    max_ = await street.as_("max", "admin")
    made = await max_.post(f"{API}/keys", json={"person": "olive", "scope": "operator", "label": "ci"})
    assert made.status_code == 201
    key = made.json()
    assert (key["person"], key["scope"], key["label"], key["revoked_at"]) == ("olive", "operator", "ci", None)
    as_made = {"Authorization": f"Bearer {key['secret']}"}
    assert (await street.nobody.get(f"{API}/me", headers=as_made)).json()["person"] == "olive"
    notes = [
        (note["what"], note["person"], note["detail"]) for note in (await max_.get(f"{API}/audit")).json()["items"]
    ]
    assert ("key made", "max", "operator of olive ci") in notes
    listed = (await max_.get(f"{API}/keys")).json()["items"]
    assert {each["secret"] for each in listed} == {None}
    gone = await max_.delete(f"{API}/keys/{key['id']}")
    assert (gone.status_code, gone.content) == (204, b"")
    assert_problem(await street.nobody.get(f"{API}/me", headers=as_made), 401)
    assert_problem(await max_.delete(f"{API}/keys/{key['id']}"), 404)


async def test_a_key_for_nobody_is_404(street: HttpFixture) -> None:
    max_ = await street.as_("max", "admin")
    assert_problem(await max_.post(f"{API}/keys", json={"person": "eve", "scope": "operator"}), 404, "eve")


async def test_people_are_listed(street: HttpFixture) -> None:
    olive = await street.as_("olive")
    people = (await olive.get(f"{API}/people")).json()["items"]
    assert {"id": "olive", "name": "Olive", "title": "", "groups": ["managers"], "active": True} in people
