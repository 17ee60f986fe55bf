"""hl1: a contact channel asks people of the policy and nobody else; composite channels are its AND and its OR."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.core.people import PeopleDirectory
from tests.http.humanlayer.humanlayer_case import HL, ask, assert_refused, call_of, contact_of, read, respond
from tests.http.programs import PEOPLE, ProgramFixture, programs_in

ACCOUNTS = {id: {"email": f"{id}@example.com", "slack": f"T1/U0{id.upper()} T2/W0{id.upper()}"} for id in PEOPLE.people}
DIRECTORY = PeopleDirectory(
    people={id: each.model_copy(update={"accounts": ACCOUNTS[id]}) for id, each in PEOPLE.people.items()}
)
"""`refunds` is decided by finance: Sam (who asks), Olive, Max; not by Mira."""
CONTACTS: dict[str, Any] = {
    "C0FINANCE": {"groups": ["finance"]},
    "C0MIXED": {"people": ["mira"], "groups": ["managers"]},
    "+15550100": {"people": ["max"]},
    "7": {"people": ["olive"]},
}


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[ProgramFixture]:
    async with programs_in(tmp_path) as found:
        found.options["contacts"] = CONTACTS
        yield found


async def program_of(server: ProgramFixture, *policies: str) -> Any:
    found = await server.program(*policies)
    await server.reload(DIRECTORY)
    return found


def email(address: str, *more: str, **fields: Any) -> dict[str, Any]:
    others = [{"address": each, "field": "cc"} for each in more]
    return {"email": {"address": address, "additional_recipients": others or None, **fields}}


def slack(place: str, *allowed: str, **fields: Any) -> dict[str, Any]:
    return {"slack": {"channel_or_user_id": place, "allowed_responder_ids": list(allowed) or None, **fields}}


OLIVE, MAX = email("olive@example.com"), email("max@example.com")


NARROWED: tuple[tuple[dict[str, Any] | None, tuple[str, ...]], ...] = (
    (None, ("olive", "max")),
    ({"slack": None, "sms": None, "whatsapp": None, "email": None}, ("olive", "max")),
    (OLIVE, ("olive",)),
    (email("Max M. <MAX@example.com>"), ("max",)),
    (email("olive@example.com", "max@example.com", subject="Re: x"), ("olive", "max")),
    (slack(""), ("olive", "max")),
    (slack("", "U0MAX"), ("max",)),
    (slack("U0OLIVE"), ("olive",)),
    (slack("W0OLIVE", thread_ts="1.2", experimental_slack_blocks=True), ("olive",)),
    (slack("C0FINANCE"), ("olive", "max")),
    (slack("C0FINANCE", "U0MAX"), ("max",)),
    (slack("C0UNKNOWN", "U0MAX"), ("max",)),
    ({"sms": {"phone_number": "+15550100"}}, ("max",)),
    ({"whatsapp": {"phone_number": "+15550100"}}, ("max",)),
    ({"channel_id": 7}, ("olive",)),
    ({"any_of": [OLIVE, slack("U0MAX")]}, ("olive", "max")),
    ({"any_of": [OLIVE, slack("")]}, ("olive", "max")),
)


async def test_hl1_a_channel_narrows_the_policy(server: ProgramFixture) -> None:
    shop = await program_of(server)
    for n, (channel, may) in enumerate(NARROWED):
        asked = await ask(shop, call_of(f"call-{n}", channel=channel, kwargs={"n": n}))
        (request,) = await server.platform.pending()
        assert request.card.may == may, channel
        for person in {"olive", "max", "mira"} - {*may}:
            is_owner = person == "mira"  # who reads it; others of the policy, who were not asked, find nothing
            assert_refused(await respond(server, f"call-{n}", by=person, approved=True), 403 if is_owner else 404)
        if channel and channel.get("email"):
            echoed = asked["spec"]["channel"]["email"]
            assert echoed["subject"] == echoed["experimental_subject_line"] == channel["email"].get("subject")
            assert echoed["address"] == channel["email"]["address"]
        assert (await respond(server, f"call-{n}", by=may[0], approved=True)).json()["status"]["approved"] is True


REFUSED: tuple[tuple[dict[str, Any], int, tuple[str, ...]], ...] = (
    (email("mira@example.com"), 403, ("Mira", "group finance", "widens no policy")),
    (email("olive@example.com", "mira@example.com"), 403, ("Mira",)),
    (slack("U0MIRA"), 403, ("Mira",)),
    (slack("C0FINANCE", "U0MIRA"), 422, ("none of allowed_responder_ids",)),
    (slack("C0UNKNOWN", "U0MAX", "U0MIRA"), 403, ("Mira",)),
    (slack("C0MIXED"), 403, ("Mira",)),
    ({"any_of": [OLIVE, email("mira@example.com")]}, 403, ("Mira",)),
    ({"all_of": [OLIVE, email("mira@example.com")]}, 403, ("Mira",)),
    (email("eve@elsewhere.example"), 422, ("eve@elsewhere.example", "countersign.toml")),
    (email("olive@example.com, mira@example.com"), 422, ("no address",)),
    (email("<olive@example.com> mira@example.com"), 422, ("no address",)),
    (email("olive@example.com", template="<b>{{ x }}</b>"), 422, ("template", "whole")),
    (slack("C0UNKNOWN"), 422, ("C0UNKNOWN", "[agents.external.contacts]")),
    (slack("U0EVE"), 422, ("U0EVE", "of no person")),
    (slack("", "U0EVE"), 422, ("U0EVE",)),
    (slack("U0OLIVE", bot_token="xoxb-no"), 422, ("bot_token", "own Slack app")),
    ({"sms": {"phone_number": "+15550199"}}, 422, ("+15550199",)),
    ({"channel_id": 8}, 422, ("8",)),
    ({**OLIVE, **slack("U0MAX")}, 422, ("any_of or all_of",)),
    ({"any_of": [OLIVE], "email": OLIVE["email"]}, 422, ("Give one of them",)),
    ({"any_of": []}, 422, ("empty",)),
    ({"all_of": []}, 422, ("must name people",)),
    ({"all_of": [OLIVE, slack("")]}, 422, ("must name people",)),
    ({"any_of": [OLIVE, {"timeout": 3600, "channel": MAX}]}, 422, ("timeout", "escalate_email")),
    ({"timeout": 3600, **OLIVE}, 422, ("member of any_of",)),
    ({"any_of": [{"all_of": [OLIVE, MAX]}]}, 422, ("not nested",)),
    (slack("T2/W0OLIVE"), 422, ("not known here",)),
)


async def test_hl1_a_channel_that_would_widen_or_cannot_be_used_is_refused_and_asks_nobody(
    server: ProgramFixture,
) -> None:
    shop = await program_of(server)
    for channel, status, words in REFUSED:
        assert_refused(await shop.post(f"{HL}/function_calls", json=call_of(channel=channel)), status, *words)
    assert await server.platform.pending() == []


async def test_hl1_all_of_needs_somebody_of_each_channel(server: ProgramFixture) -> None:
    shop = await program_of(server)
    await ask(shop, call_of(channel={"all_of": [OLIVE, slack("C0FINANCE")]}))
    (request,) = await server.platform.pending()
    assert request.card.who_may == "Olive, and group finance"
    first = await respond(server, "call-1", by="max", approved=True)
    assert first.json()["status"]["approved"] is None
    assert (await respond(server, "call-1", by="olive", approved=True)).json()["status"]["approved"] is True


async def test_hl1_all_of_takes_no_place_of_the_policy_away(server: ProgramFixture) -> None:
    shop = await program_of(server, "releases")
    await ask(shop, call_of(channel={"all_of": [OLIVE]}))
    (request,) = await server.platform.pending()
    assert request.policy is not None
    assert [clause.quorum for clause in request.policy.approvers] == [1, 1]
    assert (await respond(server, "call-1", approved=True)).json()["status"]["approved"] is None
    await respond(server, "call-1", by="max", approved=True)
    assert (await read(shop, "call-1"))["status"]["approved"] is True


async def test_hl1_all_of_is_refused_where_it_has_no_meaning(server: ProgramFixture) -> None:
    shop = await program_of(server)
    question = contact_of(channel={"all_of": [OLIVE, MAX]})
    assert_refused(await shop.post(f"{HL}/contact_requests", json=question), 422, "one answer")
    server.policies["refunds"]["approval"] = {"approvers": [{"people": ["olive"]}, {"people": ["max"]}]}
    await server.reload(DIRECTORY)
    both = call_of(channel={"all_of": [OLIVE, MAX]})
    assert_refused(await shop.post(f"{HL}/function_calls", json=both), 422, "says itself who approves together")


async def test_hl1_who_leaves_the_policy_is_no_responder_any_more(server: ProgramFixture) -> None:
    shop = await program_of(server)
    await ask(shop, call_of(channel=MAX))
    left = DIRECTORY.people["max"].model_copy(update={"groups": ("managers",)})
    await server.reload(DIRECTORY.model_copy(update={"people": {**DIRECTORY.people, "max": left}}))
    await server.platform.settle()
    status = (await read(shop, "call-1"))["status"]
    assert (status["approved"], "Too few people" in status["comment"]) == (False, True)


class TestEscalation:
    async def test_hl1_it_adds_people_of_the_policy_and_old_votes_on_the_narrower_ask_end(
        self, server: ProgramFixture
    ) -> None:
        shop = await program_of(server)
        asked = await ask(shop, call_of(channel=OLIVE))
        more = {"escalation_msg": "Olive is away.", "additional_recipients": [{"address": "max@example.com"}]}
        answer = await shop.post(f"{HL}/agent/function_calls/call-1/escalate_email", json=more)
        assert (answer.status_code, answer.json()["call_id"]) == (200, "call-1")
        assert answer.json()["countersign"]["digest"] != asked["countersign"]["digest"]
        (request,) = await server.platform.pending()
        assert request.card.may == ("olive", "max")
        assert request.card.words == "Olive is away."
        stale = {"id": request.id, "digest": asked["countersign"]["digest"]}
        assert (await server.decide(stale, by="olive")).status_code == 409
        await respond(server, "call-1", by="max", approved=True)
        assert (await read(shop, "call-1"))["status"]["approved"] is True
        late = await shop.post(f"{HL}/agent/function_calls/call-1/escalate_email", json=more)
        assert_refused(late, 409, "does not wait any more")

    async def test_hl1_progressive_escalations_keep_those_before(self, server: ProgramFixture) -> None:
        server.policies["refunds"]["approval"] = {"approvers": [{"people": ["olive", "max", "mira"]}]}
        shop = await program_of(server)
        await ask(shop, call_of(channel=OLIVE))
        at = f"{HL}/agent/function_calls/call-1/escalate_email"
        await shop.post(at, json={"escalation_msg": "1", "additional_recipients": [{"address": "max@example.com"}]})
        await shop.post(at, json={"escalation_msg": "2", "channel": email("mira@example.com")})
        (request,) = await server.platform.pending()
        assert set(request.card.may) == {"olive", "max", "mira"}

    async def test_hl1_a_call_without_a_channel_stays_with_everybody(self, server: ProgramFixture) -> None:
        shop = await program_of(server)
        asked = await ask(shop, call_of())
        at = f"{HL}/agent/function_calls/call-1/escalate_email"
        answer = await shop.post(at, json={"escalation_msg": "Max, look.", "channel": MAX})
        assert answer.json()["countersign"]["digest"] == asked["countersign"]["digest"]
        (request,) = await server.platform.pending()
        assert request.card.may == ("olive", "max")

    @pytest.mark.parametrize("path", ["function_calls", "human_contacts"])
    async def test_hl1_it_widens_no_policy(self, server: ProgramFixture, path: str) -> None:
        shop = await program_of(server)
        made = call_of(channel=OLIVE) if path == "function_calls" else contact_of("call-1", channel=OLIVE)
        await ask(shop, made, path)
        bodies: tuple[tuple[dict[str, Any], int, str], ...] = (
            ({"escalation_msg": "m", "channel": email("mira@example.com")}, 403, "Mira"),
            ({"escalation_msg": "m", "additional_recipients": [{"address": "mira@example.com"}]}, 403, "Mira"),
            ({"escalation_msg": "m", "additional_recipients": [{"address": "eve@e.example"}]}, 422, "eve@e.example"),
            ({"escalation_msg": "m", "channel": slack("U0MAX")}, 422, "e-mail channel"),
            ({"escalation_msg": "m", "channel": {"any_of": [OLIVE, MAX]}}, 422, "e-mail channel"),
            ({"escalation_msg": " "}, 422, "escalation_msg"),
            ({}, 422, "escalation_msg"),
        )
        for body, status, word in bodies:
            assert_refused(await shop.post(f"{HL}/agent/{path}/call-1/escalate_email", json=body), status, word)
        (request,) = await server.platform.pending()
        assert request.card.may == ("olive",)

    async def test_hl1_a_rejection_by_a_policy_without_veto_is_not_forgotten_when_nobody_is_added(
        self, server: ProgramFixture
    ) -> None:
        server.policies["refunds"]["approval"] = {"approvers": [{"groups": ["finance"], "quorum": 1}], "veto": False}
        shop = await program_of(server)
        await ask(shop, call_of())
        assert (await respond(server, "call-1", by="olive", approved=False, comment="no")).status_code == 200
        await shop.post(f"{HL}/agent/function_calls/call-1/escalate_email", json={"escalation_msg": "please"})
        (request,) = await server.platform.pending()
        assert [(vote.person, vote.counts) for vote in request.votes] == [("olive", True)]
