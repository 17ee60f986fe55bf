"""ext6: a program that claims an approval and says nothing more: its claim ends, people and programs see that the outcome is not
known, an equal call may be asked again with that on its card, and no approval is ever used twice."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from bot.core.events import ClaimExpired, PeopleNotified
from tests.http.http_client import API, assert_problem
from tests.http.programs import REFUND, ProgramFixture, programs_in


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[ProgramFixture]:
    async with programs_in(tmp_path) as found:
        yield found


async def report(shop: httpx2.AsyncClient, request: dict[str, Any], status: str, text: str = "") -> httpx2.Response:
    return await shop.post(f"{API}/requests/{request['id']}/execution", json={"status": status, "text": text})


async def claim_one(server: ProgramFixture) -> tuple[httpx2.AsyncClient, dict[str, Any]]:
    """A program, and its request whose approval it has claimed."""
    shop = await server.program()
    asked = await server.ask(shop)
    await server.decide(asked)
    assert (await report(shop, asked, "running")).status_code == 200
    return shop, asked


async def let_expire(server: ProgramFixture) -> None:
    server.platform.clock.passes(hours=24, minutes=1)
    await server.platform.settle()


async def read(client: httpx2.AsyncClient, request: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = (await client.get(f"{API}/requests/{request['id']}")).json()
    return found


async def test_ext6_a_claim_that_was_never_reported_ends_as_unknown_for_people_and_programs(
    server: ProgramFixture,
) -> None:
    shop, asked = await claim_one(server)
    server.platform.clock.passes(hours=23, minutes=59)
    await server.platform.settle()
    assert (await read(shop, asked))["execution"]["status"] == "running"
    assert_problem(await shop.post(f"{API}/requests", json=REFUND), 409)
    await let_expire(server)
    for client in (shop, await server.as_("olive")):
        found = await read(client, asked)
        assert (found["status"], found["execution"]["status"]) == ("approved", "unknown")
        assert "Claimed, never reported" in found["execution"]["error"]
    log = server.platform.log(asked["thread_id"])
    assert sum(isinstance(event, ClaimExpired) for event in log) == 1
    (told,) = [event for event in log if isinstance(event, PeopleNotified)]
    assert "Nobody knows whether" in told.text
    assert "olive" in told.to
    listed = (await shop.get(f"{API}/requests", params={"tool": "refunds"})).json()["items"]
    assert [each["execution"]["status"] for each in listed] == ["unknown"]


async def test_ext6_an_equal_call_may_be_asked_again_and_its_card_says_that_it_may_have_run(
    server: ProgramFixture,
) -> None:
    shop, asked = await claim_one(server)
    await let_expire(server)
    again = await server.ask(shop)
    assert again["id"] != asked["id"]
    (note,) = [fact for fact in again["card"]["facts"] if fact["label"] == "May have run before"]
    assert asked["id"] in str(note)
    assert "it may have happened" in str(note)
    assert_problem(await report(shop, again, "running"), 409)  # the old approval is not that of the new request
    assert (await server.decide(again)).json()["status"] == "approved"
    assert (await report(shop, again, "running")).status_code == 200


async def test_ext6_an_expired_claim_is_used_up_for_ever(server: ProgramFixture) -> None:
    shop, asked = await claim_one(server)
    await let_expire(server)
    assert_problem(await report(shop, asked, "running"), 409)
    assert_problem(await server.decide(asked), 409)
    assert_problem(await shop.post(f"{API}/requests/{asked['id']}/cancel"), 409)
    assert (await read(shop, asked))["execution"]["attempts"] == 1


async def test_ext6_a_late_report_says_what_came_of_it_and_clears_the_note(server: ProgramFixture) -> None:
    shop, asked = await claim_one(server)
    await let_expire(server)
    assert (await report(shop, asked, "done", "Refund 17")).status_code == 200
    found = (await read(shop, asked))["execution"]
    assert (found["status"], found["result"]) == ("done", "Reported by the agent: Refund 17")
    assert (await report(shop, asked, "done", "Refund 17")).status_code == 200
    assert_problem(await report(shop, asked, "failed"), 409, "reported as done before")
    again = await server.ask(shop)
    assert "May have run before" not in str(again["card"]["facts"])


async def test_ext6_a_report_in_time_leaves_no_claim(server: ProgramFixture) -> None:
    shop, asked = await claim_one(server)
    assert (await report(shop, asked, "failed", "no money")).status_code == 200
    await let_expire(server)
    assert (await read(shop, asked))["execution"]["status"] == "failed"
    assert not [event for event in server.platform.log(asked["thread_id"]) if isinstance(event, ClaimExpired)]


async def test_ext6_a_claim_of_a_stopped_thread_ends_too(server: ProgramFixture) -> None:
    shop, asked = await claim_one(server)
    olive = await server.as_("olive")
    assert (await olive.post(f"{API}/threads/{asked['thread_id']}/pause")).status_code == 200
    await let_expire(server)
    assert (await read(shop, asked))["execution"]["status"] == "unknown"


@pytest.mark.parametrize(
    ("path", "bodies", "most"),
    [
        ("comment", [{"text": f"{n}"} for n in range(31)], 30),
        ("amend", [{"arguments": {"customer": "ada", "amount": n}} for n in range(21)], 20),
    ],
)
async def test_ext6_a_request_is_amended_and_commented_so_often_within_an_hour(
    server: ProgramFixture, path: str, bodies: list[dict[str, Any]], most: int
) -> None:
    shop = await server.program()
    asked = await server.ask(shop)
    answers = [await shop.post(f"{API}/requests/{asked['id']}/{path}", json=body) for body in bodies]
    assert [answer.status_code for answer in answers] == [200] * most + [409]
    assert_problem(answers[-1], 409, "within an hour")
    other = await server.ask(shop, arguments={"customer": "bob", "amount": 1_000})
    assert (await shop.post(f"{API}/requests/{other['id']}/comment", json={"text": "x"})).status_code == 200
    server.platform.clock.passes(hours=1, seconds=1)
    assert (await shop.post(f"{API}/requests/{asked['id']}/{path}", json=bodies[-1])).status_code == 200
