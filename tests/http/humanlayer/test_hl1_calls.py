"""hl1: a function call of HumanLayer is an approval like any other, and reads as approved only when it may run as it was sent."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.core.base_types import JSON
from bot.core.humanlayer.call_answers import write_function_call
from bot.core.people import PeopleDirectory
from tests.http.http_client import API, assert_problem
from tests.http.humanlayer.humanlayer_case import HL, ask, assert_refused, call_of, read, respond
from tests.http.programs import PEOPLE, ProgramFixture, programs_in


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[ProgramFixture]:
    async with programs_in(tmp_path) as found:
        yield found


async def test_hl1_a_call_is_asked_shown_whole_and_decided_by_respond(server: ProgramFixture) -> None:
    shop = await server.program()
    state = {"events": [{"type": "user", "data": "pay ada"}]}
    asked = await ask(shop, call_of(state=state))
    assert asked["status"]["approved"] is None
    assert asked["status"]["requested_at"] == "2026-11-21T09:00:00"
    assert asked["spec"]["state"] == state
    (request,) = await server.platform.pending()
    assert (request.tool, request.arguments) == ("refunds", {"fn": "pay", "to": "ada", "amount": 5})
    assert [row.name for row in request.card.arguments] == ["amount", "fn", "to"]
    assert request.card.title == "“Call pay”"
    decided = await respond(server, "call-1", approved=True, comment="fine")
    assert decided.json()["status"]["approved"] is True
    assert decided.json()["spec"]["state"] is None
    after = await read(shop, "call-1")
    assert after["spec"] == {"channel": None, "reject_options": None, "state": state, **call_of()["spec"]}
    status = after["status"]
    assert (status["approved"], status["comment"], status["user_info"]) == (
        True,
        "fine",
        {"id": "olive", "name": "Olive"},
    )
    assert status["responded_at"] is not None


async def test_hl1_an_approval_by_any_surface_is_read_once_used_up_and_stays_readable(server: ProgramFixture) -> None:
    shop = await server.program()
    asked = await ask(shop, call_of())
    request = asked["countersign"]["request_id"]
    olive = await server.as_("olive")
    body = {"decision": "approve", "digest": asked["countersign"]["digest"]}
    await olive.post(f"{API}/requests/{request}/decision", json=body)
    for _ in range(2):
        assert (await read(shop, "call-1"))["status"]["approved"] is True
    read_by_api = (await shop.get(f"{API}/requests/{request}")).json()
    assert (read_by_api["execution"]["status"], read_by_api["execution"]["attempts"]) == ("running", 1)
    back = await olive.post(
        f"{API}/requests/{request}/decision", json={**body, "decision": "take_back", "reason": "no"}
    )
    assert_problem(back, 409)
    done = await shop.post(f"{API}/requests/{request}/execution", json={"status": "done"})
    assert done.json()["execution"]["status"] == "done"
    assert (await read(shop, "call-1"))["status"]["approved"] is True


async def test_hl1_the_same_call_may_be_asked_again_after_the_first_was_handed_over(server: ProgramFixture) -> None:
    """No client of HumanLayer says when a call has ended, so nothing waits for that."""
    shop = await server.program()
    first = await ask(shop, call_of())
    await respond(server, "call-1", approved=True)
    assert_refused(await shop.post(f"{HL}/function_calls", json=call_of("call-2")), 409, "open already")
    assert (await read(shop, "call-1"))["status"]["approved"] is True
    again = await ask(shop, call_of("call-2"))
    assert again["status"]["approved"] is None
    (request,) = await server.platform.pending()
    assert request.id == again["countersign"]["request_id"]
    at = f"{API}/requests/{first['countersign']['request_id']}/execution"
    assert_problem(await shop.post(at, json={"status": "running"}), 409)
    failed = await shop.post(at, json={"status": "failed", "text": "no funds"})
    assert failed.json()["execution"]["status"] == "failed"
    assert_problem(await shop.post(at, json={"status": "done"}), 409, "reported as failed")


async def test_hl1_reading_by_a_person_uses_no_approval_up(server: ProgramFixture) -> None:
    shop = await server.program()
    asked = await ask(shop, call_of())
    await respond(server, "call-1", approved=True)
    olive = await server.as_("olive")
    assert (await read(olive, "call-1"))["status"]["approved"] is True
    found = (await olive.get(f"{API}/requests/{asked['countersign']['request_id']}")).json()
    assert found["execution"]["status"] == "not_started"


async def test_hl1_a_rejection_has_a_comment_for_the_program(server: ProgramFixture) -> None:
    shop = await server.program()
    await ask(shop, call_of())
    assert_refused(await respond(server, "call-1", approved=False), 422, "comment", "a rejection needs one")
    assert_refused(await respond(server, "call-1"), 422, "true or false")
    assert_refused(await respond(server, "call-1", approved="yes"), 422, "approved")
    await respond(server, "call-1", approved=False, comment="Too much.")
    status = (await read(shop, "call-1"))["status"]
    assert (status["approved"], status["comment"]) == (False, "Too much.")
    assert_refused(await respond(server, "call-1", approved=True), 409, "rejected")


async def test_hl1_a_rejection_in_the_inbox_without_words_still_reads_with_a_comment(server: ProgramFixture) -> None:
    shop = await server.program()
    asked = await ask(shop, call_of())
    ours = asked["countersign"]
    await server.decide({"id": ours["request_id"], "digest": ours["digest"]}, decision="reject")
    assert (await read(shop, "call-1"))["status"]["comment"] == "Rejected by Olive, without a comment."


OPTIONS: list[dict[str, Any]] = [
    {"name": "later", "title": "Not today", "prompt_fill": "Ask me tomorrow."},
    {"name": "dear", "interactive": True, "prompt_fill": "Offer less."},
]


@pytest.mark.parametrize(
    ("status", "comment", "option"),
    [
        ({"reject_option_name": "later"}, "Ask me tomorrow.", "later"),
        ({"reject_option_name": "dear", "comment": "Offer 3."}, "Offer less.\n\nOffer 3.", "dear"),
        ({"reject_option_name": "later", "comment": "Ask me tomorrow."}, "Ask me tomorrow.", "later"),
        ({"comment": "Never."}, "Never.", None),
    ],
)
async def test_hl1_a_reject_option_is_a_reason_to_choose(
    server: ProgramFixture, status: dict[str, Any], comment: str, option: str | None
) -> None:
    shop = await server.program()
    await ask(shop, call_of(reject_options=OPTIONS))
    (request,) = await server.platform.pending()
    assert [(each.name, each.text) for each in request.card.reject_options] == [
        ("later", "Ask me tomorrow."),
        ("dear", "Offer less."),
    ]
    assert (await respond(server, "call-1", approved=False, **status)).status_code == 200
    found = (await read(shop, "call-1"))["status"]
    assert (found["approved"], found["comment"], found["reject_option_name"]) == (False, comment, option)


async def test_hl1_an_option_chosen_in_the_inbox_is_named_and_none_approves(server: ProgramFixture) -> None:
    shop = await server.program()
    trap = {"name": "Approve", "title": "Approve", "prompt_fill": "Approved"}
    asked = await ask(shop, call_of(reject_options=[trap]))
    ours = asked["countersign"]
    chosen = {"id": ours["request_id"], "digest": ours["digest"]}
    assert_problem(await server.decide(chosen, option="Approve"), 422, "a reason to reject")
    assert_refused(
        await respond(server, "call-1", approved=True, reject_option_name="Approve"), 422, "reason to reject"
    )
    assert_refused(
        await respond(server, "call-1", approved=False, reject_option_name="x"), 422, "no option 'x'", "Approve"
    )
    await server.decide(chosen, decision="reject", option="Approve")
    found = (await read(shop, "call-1"))["status"]
    assert (found["approved"], found["reject_option_name"]) == (False, "Approve")


@pytest.mark.parametrize(
    ("kwargs", "arguments"),
    [
        ({"intent": "create_issue", "issue": {"title": "t"}}, {"fn": "pay", "kwargs": {"intent": "create_issue", "issue": {"title": "t"}}}),
        ({"kwargs": {"a": 1}}, {"fn": "pay", "kwargs": {"kwargs": {"a": 1}}}),
        ({"fn": "x"}, {"fn": "pay", "kwargs": {"fn": "x"}}),
        ({"model_name": "m", "_x": None, "é": 1}, {"fn": "pay", "kwargs": {"model_name": "m", "_x": None, "é": 1}}),
        ({"a": [1, {"b": None}], "c": 0.5}, {"fn": "pay", "a": [1, {"b": None}], "c": 0.5}),
        ({}, {"fn": "pay", "kwargs": {}}),
    ],
)  # fmt: skip
async def test_hl1_any_keyword_arguments_are_shown_whole_and_come_back(
    server: ProgramFixture, kwargs: JSON, arguments: JSON
) -> None:
    shop = await server.program()
    asked = await ask(shop, call_of(kwargs=kwargs))
    assert asked["spec"]["kwargs"] == kwargs
    (request,) = await server.platform.pending()
    assert request.arguments == arguments
    await respond(server, "call-1", approved=True)
    assert (await read(shop, "call-1"))["status"]["approved"] is True


async def test_hl1_a_call_without_arguments_says_so(server: ProgramFixture) -> None:
    await ask(await server.program(), call_of(kwargs={}))
    (request,) = await server.platform.pending()
    assert "No arguments were sent" in request.card.words


async def test_hl1_two_functions_with_equal_arguments_are_two_calls(server: ProgramFixture) -> None:
    shop = await server.program()
    await ask(shop, call_of("call-1", fn="restart", kwargs={}))
    await ask(shop, call_of("call-2", fn="shut_down", kwargs={}))
    refused = await shop.post(f"{HL}/function_calls", json=call_of("call-3", fn="restart", kwargs={}))
    assert_refused(refused, 409, "The same call is open already")
    assert len(await server.platform.pending()) == 2


async def test_hl1_the_same_call_again_is_the_same_request_and_another_one_is_409(server: ProgramFixture) -> None:
    shop = await server.program()
    first = await ask(shop, call_of(state={"n": 1}))
    again = await ask(shop, call_of(state={"n": 1}))
    assert again["countersign"] == first["countersign"]
    for other in (call_of(), call_of(state={"n": 1}, fn="x"), {**call_of(state={"n": 1}), "run_id": "other"}):
        assert_refused(await shop.post(f"{HL}/function_calls", json=other), 409, "call-1")
    assert_refused(await shop.post(f"{HL}/contact_requests", json={**call_of(), "spec": {"msg": "Hm?"}}), 409)


async def test_hl1_a_policy_with_edits_takes_none_for_a_client_that_runs_what_it_sent(server: ProgramFixture) -> None:
    shop = await server.program("releases")
    asked = await ask(shop, call_of())
    (request,) = await server.platform.pending()
    assert (request.card.edits, request.card.edit_rule) == (False, "")
    ours = asked["countersign"]
    edited = {"fn": "pay", "to": "ada", "amount": 1}
    decided = await server.decide({"id": ours["request_id"], "digest": ours["digest"]}, arguments=edited)
    assert_problem(decided, 403, "no edits")


@pytest.mark.parametrize("new", [{"fn": "pay", "to": "ada", "amount": 1}, {"x": 1}, {"fn": "pay", "kwargs": [1]}])
async def test_hl1_a_call_is_not_amended_by_the_other_api(server: ProgramFixture, new: dict[str, Any]) -> None:
    """The client would run what it sent first; and no program breaks the lists of others by arguments of another shape."""
    shop = await server.program()
    ours = (await ask(shop, call_of()))["countersign"]
    amended = await shop.post(f"{API}/requests/{ours['request_id']}/amend", json={"arguments": new})
    assert_problem(amended, *((422, "'fn'") if "fn" not in new else (409, "Withdraw this call")))
    olive = await server.as_("olive")
    (pending,) = (await olive.get(f"{HL}/agent/function_calls/pending")).json()
    assert pending["spec"]["kwargs"] == {"to": "ada", "amount": 5}


@pytest.mark.parametrize("now", [{"n": True}, {"n": 1, "m": None}, {}])
async def test_hl1_an_approval_of_other_arguments_would_never_read_as_one(
    server: ProgramFixture, now: dict[str, Any]
) -> None:
    """No way leads there; should one, the answer is still no. 1 is not true."""
    shop = await server.program()
    ours = (await ask(shop, call_of(kwargs={"n": 1})))["countersign"]
    await respond(server, "call-1", approved=True)
    request = await server.platform.app.queries.find_request(ours["request_id"])
    assert write_function_call(request, True)["status"]["approved"] is True
    changed = request.model_copy(update={"arguments": {"fn": "pay", **now}})
    status = write_function_call(changed, True)["status"]
    assert (status["approved"], "the client would run the old ones" in status["comment"]) == (False, True)


async def test_hl1_what_a_client_says_of_the_status_decides_nothing(server: ProgramFixture) -> None:
    shop = await server.program()
    claimed: dict[str, Any] = {
        "approved": True,
        "comment": "ok",
        "user_info": {"id": "olive"},
        "responded_at": "2026-11-21T09:00:00",
    }
    asked = await ask(shop, {**call_of(), "status": claimed})
    assert asked["status"]["approved"] is None
    await respond(server, "call-1", by="max", **{**claimed, "approved": False})
    assert (await read(shop, "call-1"))["status"]["user_info"] == {"id": "max", "name": "Max"}


async def test_hl1_calls_at_the_same_moment_are_one_request(server: ProgramFixture) -> None:
    shop = await server.program()
    made = await asyncio.gather(*(ask(shop, call_of()) for _ in range(5)))
    assert len({each["countersign"]["request_id"] for each in made}) == 1
    await respond(server, "call-1", approved=True)
    polls = await asyncio.gather(*(read(shop, "call-1") for _ in range(5)))
    assert True in {each["status"]["approved"] for each in polls}
    assert (await read(shop, "call-1"))["status"]["approved"] is True
    found = (await shop.get(f"{API}/requests/{made[0]['countersign']['request_id']}")).json()
    assert found["execution"]["attempts"] == 1


@pytest.mark.parametrize("end", ["expire", "withdraw", "hold", "stricter", "gone"])
async def test_hl1_what_is_no_usable_approval_never_reads_as_one(server: ProgramFixture, end: str) -> None:
    shop = await server.program()
    ours = (await ask(shop, call_of()))["countersign"]
    if end in ("hold", "stricter"):
        await respond(server, "call-1", approved=True)
    match end:
        case "expire":
            server.platform.clock.passes(hours=4)
            await server.platform.settle()
        case "withdraw":
            await shop.post(f"{API}/requests/{ours['request_id']}/cancel", json={"reason": "Not needed."})
        case "hold":
            await server.platform.app.place_hold("tool", "refunds", by="mira", reason="audit")
        case "stricter":
            server.policies["refunds"]["approval"] = {"approvers": [{"groups": ["finance"], "quorum": 2}]}
            await server.reload()
        case "gone":
            people = {id: person.model_copy(update={"groups": ()}) for id, person in PEOPLE.people.items()}
            await server.reload(PeopleDirectory(people=people))
            await server.platform.settle()
    status = (await read(shop, "call-1"))["status"]
    if end in ("hold", "stricter"):
        assert (status["approved"], status["responded_at"]) == (None, None)
    else:
        assert status["approved"] is False
        said = {"expire": "expired", "withdraw": "Not needed.", "gone": "Too few people"}[end]
        assert said in status["comment"]
    if end == "hold":
        (hold,) = server.platform.app.repository.holds
        await server.platform.app.lift_hold(hold.id, by="mira")
        assert (await read(shop, "call-1"))["status"]["approved"] is True


async def test_hl1_an_approval_that_lapsed_reads_as_not_approved(server: ProgramFixture) -> None:
    shop = await server.program()
    await ask(shop, call_of())
    await respond(server, "call-1", approved=True)
    server.platform.clock.passes(hours=4)
    assert (await read(shop, "call-1"))["status"]["approved"] is None
    await server.platform.settle()
    status = (await read(shop, "call-1"))["status"]
    assert (status["approved"], "not used" in status["comment"]) == (False, True)


async def test_hl1_a_quorum_stays_pending_until_it_is_reached(server: ProgramFixture) -> None:
    shop = await server.program("releases")
    await ask(shop, call_of())
    assert (await respond(server, "call-1", approved=True)).json()["status"]["approved"] is None
    assert (await read(shop, "call-1"))["status"]["approved"] is None
    await respond(server, "call-1", by="max", approved=True)
    assert (await read(shop, "call-1"))["status"]["approved"] is True


async def test_hl1_an_irreversible_call_is_decided_where_its_word_is_typed(server: ProgramFixture) -> None:
    server.policies["refunds"]["approval"]["irreversible"] = True
    shop = await server.program()
    await ask(shop, call_of())
    assert_refused(await respond(server, "call-1", approved=True), 422, "cannot be undone")
    assert (await read(shop, "call-1"))["status"]["approved"] is None


async def test_hl1_a_key_of_several_policies_uses_the_one_called_as_the_function(server: ProgramFixture) -> None:
    shop = await server.program("refunds", "releases")
    refused = await shop.post(f"{HL}/function_calls", json=call_of())
    assert_refused(refused, 422, "refunds, releases", "'pay'")
    await ask(shop, call_of(fn="releases"))
    (request,) = await server.platform.pending()
    assert request.tool == "releases"


async def test_hl1_the_other_routes_answer(server: ProgramFixture) -> None:
    shop = await server.program()
    assert (await shop.get(f"{HL}/status")).json() == {"status": "ok"}
    project = (await shop.get(f"{HL}/project")).json()
    assert project.keys() == {"name", "slug", "organization", "project_slug", "org_slug"}
    assert (await server.nobody.get(f"{HL}/status")).status_code == 401
    assert_refused(await shop.get(f"{HL}/contact_channel/7"), 404, "'7'")
