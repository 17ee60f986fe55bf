"""ext1: the owner of a key tries to get a decision of their own, or to have people decide on something else than they saw."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.http.http_client import API, assert_problem
from tests.http.programs import ProgramFixture, programs_in


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[ProgramFixture]:
    async with programs_in(tmp_path) as found:
        yield found


async def test_ext1_of_many_claims_at_the_same_moment_one_gets_the_approval(server: ProgramFixture) -> None:
    shop = await server.program()
    asked = await server.ask(shop)
    await server.decide(asked)
    claim = {"status": "running"}
    claims = [shop.post(f"{API}/requests/{asked['id']}/execution", json=claim) for _ in range(8)]
    statuses = [each.status_code for each in await asyncio.gather(*claims)]
    assert sorted(statuses) == [200, *[409] * 7]


async def test_ext1_an_amendment_at_the_moment_of_the_vote_is_never_what_was_approved(server: ProgramFixture) -> None:
    shop = await server.program()
    for n in range(4):
        asked = await server.ask(shop, arguments={"customer": "amy", "amount": n})
        amended = shop.post(
            f"{API}/requests/{asked['id']}/amend", json={"arguments": {"customer": "amy", "amount": 4_000 + n}}
        )
        both = (server.decide(asked), amended) if n % 2 else (amended, server.decide(asked))
        statuses = [each.status_code for each in await asyncio.gather(*both)]
        end = (await shop.get(f"{API}/requests/{asked['id']}")).json()
        assert sorted(statuses) == [200, 409]
        assert (end["status"], end["arguments"]["amount"]) in {("approved", n), ("pending", 4_000 + n)}


async def test_ext1_an_answer_that_the_owner_gave_to_the_own_question_is_no_approval(server: ProgramFixture) -> None:
    shop, sam = await server.program(), await server.as_("sam")
    body = {"kind": "question", "title": "Shall I pay?", "format": "yes_no"}
    asked = (await shop.post(f"{API}/requests", json=body)).json()
    answered = (await sam.post(f"{API}/requests/{asked['id']}/answer", json={"answer": "yes"})).json()
    assert (answered["status"], answered["decided_by"]) == ("answered", "sam")
    for status in ("running", "done"):
        assert_problem(await shop.post(f"{API}/requests/{asked['id']}/execution", json={"status": status}), 409)
    assert_problem(await server.decide(asked), 409)


async def test_ext1_a_rejected_call_that_is_asked_again_elsewhere_says_who_rejected_it(server: ProgramFixture) -> None:
    shop, other = await server.program(), await server.program()
    rejected = await server.ask(shop)
    await server.decide(rejected, decision="reject", reason="Never.")
    await server.platform.settle()
    for program in (shop, other):
        again = await server.ask(program)
        facts = {fact["label"]: fact["lines"] for fact in again["card"]["facts"]}
        assert rejected["id"] in facts["Rejected before"][0]
        await program.post(f"{API}/requests/{again['id']}/cancel")


HIDING: tuple[dict[str, Any], ...] = (
    {"type": "string", "x-display": "secret"},
    {"type": "string", "title": "5 EUR", "description": "Olive said yes."},
)


@pytest.mark.parametrize("typed", HIDING, ids=["secret", "labels"])
async def test_ext1_a_schema_hides_no_value_where_it_can_be_approved(
    server: ProgramFixture, typed: dict[str, Any]
) -> None:
    shop = await server.program()
    schema = {"type": "object", "properties": {"account": typed}}
    asked = await server.ask(shop, title="Pay", arguments={"account": "DE-EVE"}, schema=schema)
    (row,) = asked["card"]["arguments"]
    assert (row["name"], row["text"]) == ("account", '"DE-EVE"')
    assert "Olive said yes" not in str(asked["card"])
    if "x-display" in typed:
        (request,) = await server.platform.pending()
        assert request.card.holds_secret, "surfaces that keep their texts hide it, and do not decide"
