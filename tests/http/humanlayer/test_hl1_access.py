"""hl1: a call of HumanLayer has the access rules of every request: foreign ones are not there, and no program decides."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.http.http_client import API
from tests.http.humanlayer.humanlayer_case import HL, ask, assert_refused, call_of, contact_of, read, respond
from tests.http.programs import REFUND, ProgramFixture, programs_in


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[ProgramFixture]:
    async with programs_in(tmp_path) as found:
        yield found


KINDS = [("function_calls", call_of()), ("contact_requests", contact_of())]
APPROVE: dict[str, Any] = {"approved": True}


@pytest.mark.parametrize(("path", "body"), KINDS)
@pytest.mark.parametrize("person", ["sam", "mira", "max"])
async def test_hl1_a_foreign_call_is_404_also_for_another_key_of_the_same_person(
    server: ProgramFixture, person: str, path: str, body: dict[str, Any]
) -> None:
    shop, other = await server.program(), await server.program(person=person)
    asked = await ask(shop, {**body, "spec": {**body["spec"], "state": {"plan": "of the shop"}}}, path)
    before = server.platform.types(asked["countersign"]["thread_id"])
    acts = {"contact_requests": "human_contacts"}.get(path, path)
    for name in (body["call_id"], asked["countersign"]["request_id"]):
        tries = (
            other.get(f"{HL}/{path}/{name}"),
            other.post(f"{HL}/agent/{acts}/{name}/escalate_email", json={"escalation_msg": "now"}),
        )
        for answer in [await each for each in tries]:
            assert_refused(answer, 404, "There is no call")
            assert "shop" not in answer.text
    assert (await other.get(f"{HL}/agent/{acts}/pending")).json() == []
    assert [each["call_id"] for each in (await shop.get(f"{HL}/agent/{acts}/pending")).json()] == [body["call_id"]]
    assert server.platform.types(asked["countersign"]["thread_id"]) == before


@pytest.mark.parametrize(("path", "body"), KINDS)
async def test_hl1_an_agent_key_never_responds_not_even_to_a_call_that_is_not_there(
    server: ProgramFixture, path: str, body: dict[str, Any]
) -> None:
    own, other = await server.program(), await server.program(person="olive")
    await ask(own, body, path)
    acts = {"contact_requests": "human_contacts"}.get(path, path)
    status = APPROVE if path == "function_calls" else {"response": "yes"}
    for program in (own, other):
        for name in (body["call_id"], "call-nothing"):
            refused = await program.post(f"{HL}/agent/{acts}/{name}/respond", json=status)
            assert_refused(refused, 403, "scope 'agent'", "operator")
    assert len(await server.platform.pending()) == 1


@pytest.mark.parametrize(("by", "status", "words"), [("sam", 403, "who asked may not decide"), ("mira", 403, "only")])
async def test_hl1_a_person_responds_as_the_policy_allows(
    server: ProgramFixture, by: str, status: int, words: str
) -> None:
    await ask(await server.program(), call_of())
    assert_refused(await respond(server, "call-1", by=by, **APPROVE), status, words)
    assert len(await server.platform.pending()) == 1


async def test_hl1_a_person_without_a_right_to_read_finds_nothing(server: ProgramFixture) -> None:
    for policy in server.policies.values():
        policy["approval"] = {"approvers": [{"people": ["olive"]}]}
    await ask(await server.program(), call_of())
    for path in ("function_calls/call-1", "agent/function_calls/pending"):
        answer = await (await server.as_("max")).get(f"{HL}/{path}")
        assert (answer.status_code, answer.json()) == (200, []) if "pending" in path else answer.status_code == 404
    assert_refused(await respond(server, "call-1", by="max", **APPROVE), 404)


async def test_hl1_a_key_uses_the_policies_that_list_it_and_else_none(server: ProgramFixture) -> None:
    shop = await server.program()
    server.policies["refunds"]["keys"] = []
    await server.reload()
    assert_refused(await shop.post(f"{HL}/function_calls", json=call_of()), 403, "No policy")
    assert_refused(await shop.post(f"{HL}/contact_requests", json=contact_of()), 403, "No policy")
    unbound = await server.program(bound=("pusher",))
    assert_refused(await unbound.post(f"{HL}/function_calls", json=call_of()), 404, "agent")
    operator = await server.as_("olive")
    assert_refused(await operator.post(f"{HL}/function_calls", json=call_of()), 403, "No policy")


@pytest.mark.parametrize("squatted", ["call_id", "request_id"])
async def test_hl1_a_call_id_that_another_program_took_too_is_answered_by_nobody_blindly(
    server: ProgramFixture, squatted: str
) -> None:
    shop, hostile = await server.program(), await server.program(person="mira")
    asked = await ask(shop, call_of(kwargs={"to": "ada", "amount": 5}))
    taken = "call-1" if squatted == "call_id" else asked["countersign"]["request_id"]
    await ask(hostile, call_of(taken, kwargs={"to": "eve", "amount": 9_000}))
    refused = await respond(server, taken, **APPROVE)
    assert_refused(refused, 409, "names several requests", asked["countersign"]["request_id"], "inbox")
    olive = await server.as_("olive")
    assert_refused(await olive.get(f"{HL}/function_calls/{taken}"), 409)
    assert (await read(shop, "call-1"))["spec"]["kwargs"]["to"] == "ada"
    assert (await read(hostile, taken))["spec"]["kwargs"]["to"] == "eve"
    assert len(await server.platform.pending()) == 2


async def test_hl1_requests_of_the_own_api_are_none_of_humanlayers(server: ProgramFixture) -> None:
    shop = await server.program()
    asked = await server.ask(shop, key="call-1", metadata={"run_id": "r", "call_id": "call-1", "spec": {}})
    for name in ("call-1", asked["id"]):
        assert_refused(await shop.get(f"{HL}/function_calls/{name}"), 404)
        assert_refused(await respond(server, name, **APPROVE), 404)
    mine = await ask(shop, call_of())
    again = await shop.post(f"{API}/requests", json={**REFUND, "key": "call-1", "metadata": {"n": 1}})
    assert again.status_code == 409
    assert mine["countersign"]["request_id"] != asked["id"]


async def test_hl1_the_two_kinds_do_not_answer_for_each_other(server: ProgramFixture) -> None:
    shop = await server.program()
    await ask(shop, call_of())
    await ask(shop, contact_of(), "contact_requests")
    assert_refused(await shop.get(f"{HL}/contact_requests/call-1"), 404, "human contact")
    assert_refused(await shop.get(f"{HL}/function_calls/human_call-1"), 404, "function call")
    assert_refused(await respond(server, "human_call-1", **APPROVE), 404)
    assert_refused(await respond(server, "call-1", path="human_contacts", response="yes"), 404)


async def test_hl1_the_state_is_shown_to_the_own_key_alone(server: ProgramFixture) -> None:
    shop = await server.program()
    await ask(shop, call_of(state={"plan": "hidden words"}))
    for person, scope in (("olive", "operator"), ("mira", "admin")):
        client = await server.as_(person, "admin" if scope == "admin" else "operator")
        for path in ("function_calls/call-1", "agent/function_calls/pending"):
            answer = await client.get(f"{HL}/{path}")
            assert answer.status_code == 200
            assert "hidden words" not in answer.text
    (request,) = await server.platform.pending()
    events = await (await server.as_("olive")).get(f"{API}/threads/{request.thread_id}/events")
    assert "hidden words" not in events.text
    assert "hidden words" not in str(request.card)


UNUSABLE: tuple[tuple[dict[str, Any], str], ...] = (
    ({**call_of(), "approved": True}, "approved"),
    ({**call_of(), "call_id": "a/b"}, "call_id"),
    ({**call_of(), "call_id": ""}, "call_id"),
    ({**call_of(), "run_id": ""}, "run_id"),
    ({**call_of(), "status": {"approved": "true"}}, "approved"),
    (call_of(fn=""), "fn"),
    (call_of(fn="f" * 201), "fn"),
    (call_of(kwargs=[1]), "kwargs"),
    (call_of(kwargs={"n": 2**53}), "number"),
    (call_of(kwargs={"t": "x" * 70_000}), "bytes"),
    (call_of(state={"t": "x" * 40_000}), "state"),
    (call_of(channel={"slack": {"channel_or_user_id": "U1", "allowed_responders": ["U2"]}}), "allowed_responders"),
    (
        call_of(channel={"slack": {"channel_or_user_id": "U1", "allowed_responder_ids": []}}),
        "allowed_responder_ids",
    ),
    (call_of(channel={"email": {}}), "address"),
    (call_of(reject_options=[{"name": "a"}, {"name": "A"}]), "two options"),
    (call_of(reject_options=[{"name": "a", "title": "b"}, {"name": "b"}]), "two options"),
    (call_of(reject_options=[{"name": "a", "prompt_fill": "No"}, {"name": "b", "title": "no"}]), "two options"),
    (call_of(reject_options=[{"name": "a‮b"}]), "invisible"),
    (call_of(reject_options=[{"name": "n" * 41}]), "name"),
)


async def test_hl1_what_cannot_be_honoured_is_a_clear_4xx_and_asks_nobody(server: ProgramFixture) -> None:
    shop = await server.program()
    for body, word in UNUSABLE:
        answer = await shop.post(f"{HL}/function_calls", json=body)
        assert answer.status_code in (400, 409, 422), answer.text
        assert word in answer.text
    assert await server.platform.pending() == []


async def test_hl1_ambiguous_json_and_unknown_parameters_are_refused(server: ProgramFixture) -> None:
    shop = await server.program()
    twice = b'{"run_id":"r","call_id":"c","spec":{"fn":"a","fn":"b","kwargs":{}}}'
    answer = await shop.post(f"{HL}/function_calls", content=twice, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert "stands twice" in answer.text
    assert_refused(await shop.get(f"{HL}/function_calls/call-1?wait=5"), 400, "wait")
    assert_refused(await server.nobody.get(f"{HL}/function_calls/call-1"), 401, "Authorization")
    assert_refused(await shop.get(f"{HL}/function_calls/call-1"), 404, "call-1")
    page = await shop.get(f"{HL}/function_calls/call-1", headers={"accept": "text/html"})
    assert page.headers["content-type"] == "application/json"


async def test_hl1_a_secret_in_what_is_kept_is_refused(server: ProgramFixture) -> None:
    shop = await server.program()
    token = "ghp_" + "a1B2" * 9
    for body in (call_of(state={"token": token}), {**call_of(), "run_id": token}, call_of(call_id=token)):
        answer = await shop.post(f"{HL}/function_calls", json=body)
        assert_refused(answer, 422, "what looks like a secret", "Leave it out")
        assert token not in answer.text
    assert await server.platform.pending() == []


async def test_hl1_people_are_asked_anew_only_so_often(server: ProgramFixture) -> None:
    shop = await server.program()
    asked = await ask(shop, call_of())
    for n in range(10):
        answer = await shop.post(
            f"{HL}/agent/function_calls/call-1/escalate_email", json={"escalation_msg": f"now {n}"}
        )
        assert answer.status_code == 200, answer.text
        assert answer.json()["countersign"]["digest"] == asked["countersign"]["digest"]
    again = await shop.post(f"{HL}/agent/function_calls/call-1/escalate_email", json={"escalation_msg": "now"})
    assert_refused(again, 409, "10 times")
    assert_refused(
        await (await server.as_("olive")).post(
            f"{HL}/agent/function_calls/call-1/escalate_email", json={"escalation_msg": "now"}
        ),
        403,
    )
