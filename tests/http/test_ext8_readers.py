"""ext8: who reads and stops the request of a program: the people of its own policy, the program's person, the owners and admin
keys; the approvers of another policy find nothing. Every person is crossed with every policy and every act."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from bot.core.people import PeopleDirectory, Person
from tests.http.http_client import API
from tests.http.programs import ProgramFixture, programs_in

DIRECTORY = PeopleDirectory(
    people={
        id: Person(id=id, name=id.title(), groups=groups)
        for id, groups in {
            "sam": (),  # the person of the program's key
            "fay": ("finance",),
            "mo": ("managers",),
            "max": ("managers",),
            "mira": (),  # an owner of the agent
            "zoe": (),
        }.items()
    }
)
SEEN = {
    "refunds": {"sam", "fay", "mira"},
    "releases": {"sam", "mo", "max", "mira"},
}
"""Who reads, and may stop, a request under this policy."""
PEOPLE = ("sam", "fay", "mo", "mira", "zoe")


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[ProgramFixture]:
    async with programs_in(tmp_path) as found:
        yield found


async def ask_under_both(server: ProgramFixture) -> dict[str, dict[str, Any]]:
    program = await server.program("refunds", "releases")
    await server.reload(DIRECTORY)
    return {name: await server.ask(program, policy=name, arguments={"customer": name, "amount": 1}) for name in SEEN}


async def act_on(client: httpx2.AsyncClient, request: dict[str, Any]) -> dict[str, int]:
    thread = f"{API}/threads/{request['thread_id']}"
    decision = {"decision": "approve", "digest": "0" * 64}
    return {
        "read": (await client.get(f"{API}/requests/{request['id']}")).status_code,
        "thread": (await client.get(thread)).status_code,
        "events": (await client.get(f"{thread}/events")).status_code,
        "pause": (await client.post(f"{thread}/pause")).status_code,
        "resume": (await client.post(f"{thread}/resume")).status_code,
        "decision": (await client.post(f"{API}/requests/{request['id']}/decision", json=decision)).status_code,
        "withdraw": (await client.post(f"{API}/requests/{request['id']}/cancel")).status_code,
        "comment": (await client.post(f"{API}/requests/{request['id']}/comment", json={"text": "x"})).status_code,
    }


async def test_ext8_every_person_is_crossed_with_every_policy_and_act(server: ProgramFixture) -> None:
    asked = await ask_under_both(server)
    for person in PEOPLE:
        client = await server.as_(person)
        listed = {each["id"] for each in (await client.get(f"{API}/requests")).json()["items"]}
        threads = {each["id"] for each in (await client.get(f"{API}/threads")).json()["items"]}
        for policy, request in asked.items():
            found = await act_on(client, request)
            is_seen = person in SEEN[policy]
            assert ((request["id"] in listed), (request["thread_id"] in threads)) == (is_seen, is_seen), (
                person,
                policy,
            )
            if not is_seen:
                assert set(found.values()) == {404}, (person, policy, found)
                continue
            reads = {name: found[name] for name in ("read", "thread", "events", "pause", "resume")}
            assert set(reads.values()) == {200}, (person, policy, found)
            assert found["withdraw"] == found["comment"] == 403, "only the program's own key speaks for it"
            assert found["decision"] in (403, 409), "the digest is not the one that was shown, or the person may not"


async def test_ext8_an_approver_stops_the_threads_of_its_own_policy_and_no_other(server: ProgramFixture) -> None:
    asked = await ask_under_both(server)
    fay = await server.as_("fay")
    stopped = {
        name: (await fay.post(f"{API}/threads/{request['thread_id']}/cancel")).status_code
        for name, request in asked.items()
    }
    assert stopped == {"refunds": 200, "releases": 404}
    mo = await server.as_("mo")
    assert (await mo.get(f"{API}/requests/{asked['releases']['id']}")).json()["status"] == "pending"
    assert (await mo.get(f"{API}/requests/{asked['refunds']['id']}")).status_code == 404


async def test_ext8_an_approver_pauses_its_own_policy_and_no_other(server: ProgramFixture) -> None:
    await ask_under_both(server)
    holds = [("tool", "refunds"), ("tool", "releases"), ("agent", "external"), ("all", "")]
    expected = {"fay": [201, 403, 403, 403], "mo": [403, 201, 403, 403], "mira": [201, 201, 201, 403]}
    for person, statuses in expected.items():
        client = await server.as_(person)
        found = []
        for scope, name in holds:
            placed = await client.post(f"{API}/holds", json={"scope": scope, "name": name})
            found.append(placed.status_code)
            if placed.status_code == 201:
                assert (await client.delete(f"{API}/holds/{placed.json()['id']}")).status_code == 200
        assert found == statuses, person


async def test_ext8_an_admin_key_sees_all(server: ProgramFixture) -> None:
    asked = await ask_under_both(server)
    admin = await server.as_("zoe", "admin")
    assert {(await admin.get(f"{API}/requests/{each['id']}")).status_code for each in asked.values()} == {200}
