"""The API's routes of requests: the listing, decisions and their conflicts, edits and answers."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.core.people import ApproverClause
from bot.core.policy import Policy
from tests.http.api.api_cases import PUSH, approval, pending
from tests.http.http_client import API, HttpFixture, assert_problem
from tests.platform_fixture import PlatformFixture, choose

REQUEST = {
    "id",
    "thread_id",
    "kind",
    "status",
    "tool",
    "arguments",
    "digest",
    "requested_by",
    "expires_at",
    "created_at",
    "text",
    "choices",
    "decided_by",
    "askers",
    "decided_by_name",
    "decided_at",
    "reason",
    "execution",
}
WHOLE = REQUEST | {"policy", "votes", "card", "submission"}
ASK = choose(
    "ask_human", question="Which?", format="multiple_choice", choices=["red", "blue"], context="", urgency="low"
)
EDITS = Policy(approvers=(ApproverClause(groups=("managers",)),), edits=True)
QUORUM = Policy(approvers=(ApproverClause(groups=("managers",), quorum=2),))


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[HttpFixture]:
    async with PlatformFixture(tmp_path, PUSH) as platform:
        yield HttpFixture(platform)


async def test_the_pending_requests_are_listed_as_the_wire_says(server: HttpFixture) -> None:
    thread = await server.platform.launch()
    olive = await server.as_("olive")
    answer = await olive.get(f"{API}/requests?status=pending")
    assert answer.status_code == 200
    assert answer.json().keys() == {"items", "next_cursor"}
    assert answer.json()["next_cursor"] is None
    (item,) = answer.json()["items"]
    assert item.keys() == REQUEST
    (request,) = await server.platform.pending()
    assert {name: item[name] for name in sorted(REQUEST - {"created_at", "text", "choices", "reason"})} == {
        "id": request.id,
        "thread_id": thread,
        "kind": "approval",
        "execution": None,
        "status": "pending",
        "tool": "push",
        "arguments": {"commit": "c0ffee", "tag": "v1"},
        "digest": request.digest,
        "requested_by": "sam",
        "expires_at": "2026-11-21T13:00:00Z",
        "decided_by": None,
        "askers": ["sam"],
        "decided_by_name": None,
        "decided_at": None,
    }


async def test_one_request_has_its_policy_votes_and_card_too(server: HttpFixture) -> None:
    request = await pending(server)
    olive = await server.as_("olive")
    whole = (await olive.get(f"{API}/requests/{request['id']}")).json()
    assert whole.keys() == WHOLE
    assert {name: whole[name] for name in REQUEST} == request
    assert whole["votes"] == []
    assert whole["policy"]["approvers"] == [{"people": [], "groups": ["managers"], "quorum": 1}]
    assert len(whole["policy"]["version"]) == 16
    assert whole["card"]["tool"] == "push"
    assert whole["card"]["who_may"] == "group managers"


async def test_an_approval_answers_with_the_request_and_the_tool_runs_once(server: HttpFixture) -> None:
    request = await pending(server)
    olive = await server.as_("olive")
    answer = await olive.post(f"{API}/requests/{request['id']}/decision", json=approval(request, reason="go"))
    assert answer.status_code == 200
    decided = answer.json()
    assert decided.keys() == WHOLE
    assert (decided["status"], decided["decided_by"], decided["decided_by_name"]) == ("approved", "olive", "Olive")
    assert (decided["decided_at"], decided["reason"]) == ("2026-11-21T09:00:00Z", "go")
    assert [(vote["person"], vote["decision"], vote["counts"]) for vote in decided["votes"]] == [
        ("olive", "approve", True)
    ]
    await server.platform.settle()
    assert server.platform.ledger.lines == [f"{request['id']} v1 c0ffee"]


async def test_a_vote_of_a_quorum_leaves_the_request_pending(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH, agent={"policy": QUORUM}) as platform:
        server = HttpFixture(platform)
        request = await pending(server)
        first = await (await server.as_("olive")).post(
            f"{API}/requests/{request['id']}/decision", json=approval(request)
        )
        assert (first.status_code, first.json()["status"], len(first.json()["votes"])) == (200, "pending", 1)
        second = await (await server.as_("max")).post(
            f"{API}/requests/{request['id']}/decision", json=approval(request)
        )
        assert (second.json()["status"], second.json()["decided_by"]) == ("approved", "olive, max")


async def test_a_rejection_does_not_run_and_its_reason_stays(server: HttpFixture) -> None:
    request = await pending(server)
    olive = await server.as_("olive")
    body = {"decision": "reject", "digest": request["digest"], "reason": "not today"}
    answer = await olive.post(f"{API}/requests/{request['id']}/decision", json=body)
    assert (answer.status_code, answer.json()["status"], answer.json()["reason"]) == (200, "rejected", "not today")
    await server.platform.settle()
    assert server.platform.ledger.lines == []


async def test_a_settled_request_is_a_409_that_says_who_and_when(server: HttpFixture) -> None:
    request = await pending(server)
    await server.platform.decide((await server.platform.pending())[0], by="max")
    server.platform.clock.passes(hours=1)
    olive = await server.as_("olive")
    answer = await olive.post(f"{API}/requests/{request['id']}/decision", json=approval(request))
    problem = assert_problem(answer, 409, "already approved by Max")
    assert (problem["decided_by"], problem["decided_at"]) == ("max", "2026-11-21T09:00:00Z")


async def test_the_wrong_digest_is_a_409_nobody_decided(server: HttpFixture) -> None:
    request = await pending(server)
    olive = await server.as_("olive")
    answer = await olive.post(
        f"{API}/requests/{request['id']}/decision", json={"decision": "approve", "digest": "0" * 64}
    )
    problem = assert_problem(answer, 409, "000000000000", request["digest"][:12])
    assert (problem["decided_by"], problem["decided_at"]) == (None, None)
    assert (await olive.get(f"{API}/requests/{request['id']}")).json()["status"] == "pending"
    assert [note.what for note in server.audit() if note.about == request["id"]] == ["refused: DigestMismatch"]


async def test_of_fifty_decisions_at_once_one_counts_and_the_others_are_told(server: HttpFixture) -> None:
    request = await pending(server)
    people = [await server.as_("olive"), await server.as_("max")]
    words = [approval(request), {"decision": "reject", "digest": request["digest"]}]
    path = f"{API}/requests/{request['id']}/decision"
    answers = await asyncio.gather(*(people[n % 2].post(path, json=words[n % 2]) for n in range(50)))
    (won,) = [answer.json() for answer in answers if answer.status_code == 200]
    assert {answer.json().get("decided_by") for answer in answers} == {won["decided_by"]}
    assert [answer.status_code for answer in answers].count(409) == 49
    await server.platform.settle()
    assert len(server.platform.ledger.lines) == (won["status"] == "approved")
    assert server.platform.types(request["thread_id"]).count("ApprovalSettled") == 1


async def test_an_approval_is_taken_back_by_its_own_person_alone_and_before_it_runs(server: HttpFixture) -> None:
    request = await pending(server)
    path = f"{API}/requests/{request['id']}/decision"
    rejection = {"decision": "reject", "digest": request["digest"]}
    regret = {**rejection, "decision": "take_back"}
    olive, max_ = await server.as_("olive"), await server.as_("max")
    assert (await olive.post(path, json=approval(request))).status_code == 200
    for who, body in ((max_, rejection), (max_, regret), (olive, rejection)):
        assert_problem(await who.post(path, json=body), 409, "already approved by Olive")
    assert (await olive.post(path, json=regret)).json()["status"] == "rejected"
    assert_problem(await olive.post(path, json=approval(request)), 409, "already rejected by Olive")
    await server.platform.settle()
    assert server.platform.ledger.lines == []


async def test_slk10_fifty_mixed_decisions_of_one_person_make_one_row_and_one_verdict(server: HttpFixture) -> None:
    request = await pending(server)
    path, olive = f"{API}/requests/{request['id']}/decision", await server.as_("olive")
    bodies = [{"decision": ("approve", "reject")[n % 2], "digest": request["digest"]} for n in range(50)]
    answers = await asyncio.gather(*(olive.post(path, json=body) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 49
    await server.platform.settle()
    types = server.platform.types(request["thread_id"])
    assert (types.count("Answered"), types.count("ApprovalSettled")) == (1, 1)
    approved = next(answer for answer in answers if answer.status_code == 200).json()["status"] == "approved"
    assert len(server.platform.ledger.lines) == approved


async def test_an_expired_request_is_a_409_and_silence_was_not_consent(server: HttpFixture) -> None:
    request = await pending(server)
    server.platform.clock.passes(hours=5)
    olive = await server.as_("olive")
    answer = await olive.post(f"{API}/requests/{request['id']}/decision", json=approval(request))
    problem = assert_problem(answer, 409, "already expired")
    assert problem["decided_by"] is None
    await server.platform.settle()
    assert server.platform.ledger.lines == []


@pytest.mark.parametrize(("person", "why"), [("sam", "only group managers may")])
async def test_who_is_no_approver_gets_403_and_a_line_in_the_audit(server: HttpFixture, person: str, why: str) -> None:
    request = await pending(server)
    stranger = await server.as_(person, "admin")
    answer = await stranger.post(f"{API}/requests/{request['id']}/decision", json=approval(request))
    assert_problem(answer, 403, why)
    assert [note.what for note in server.audit() if note.about == request["id"]] == ["refused: NotAnApprover"]


async def test_who_asked_may_not_approve_with_any_key(server: HttpFixture) -> None:
    await server.platform.launch(by="olive")
    olive = await server.as_("olive", "admin")
    (request,) = (await olive.get(f"{API}/requests?status=pending")).json()["items"]
    answer = await olive.post(f"{API}/requests/{request['id']}/decision", json=approval(request))
    assert_problem(answer, 403, "who asked may not decide")


async def test_a_request_nobody_knows_is_404_on_every_route_of_it(server: HttpFixture) -> None:
    olive = await server.as_("olive")
    body = {"decision": "approve", "digest": "0" * 64}
    for id in ("nothing", "t0-1", "-", "0"):
        assert_problem(await olive.get(f"{API}/requests/{id}"), 404)
        assert_problem(await olive.post(f"{API}/requests/{id}/decision", json=body), 404)
        assert_problem(await olive.post(f"{API}/requests/{id}/answer", json={"answer": "yes"}), 404)


async def test_an_edit_is_approved_when_the_policy_allows_it(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH, agent={"policy": EDITS}) as platform:
        server = HttpFixture(platform)
        request = await pending(server)
        olive = await server.as_("olive")
        edited = approval(request, arguments={"tag": "v2", "commit": "c0ffee"})
        answer = await olive.post(f"{API}/requests/{request['id']}/decision", json=edited)
        assert answer.status_code == 200, answer.text
        assert (answer.json()["status"], answer.json()["arguments"]["tag"]) == ("approved", "v2")
        assert answer.json()["digest"] != request["digest"]
        await platform.settle()
        assert platform.ledger.lines == [f"{request['id']} v2 c0ffee"]


async def test_an_edit_is_403_when_the_policy_does_not(server: HttpFixture) -> None:
    request = await pending(server)
    olive = await server.as_("olive")
    answer = await olive.post(
        f"{API}/requests/{request['id']}/decision", json=approval(request, arguments={"tag": "v2", "commit": "c0ffee"})
    )
    assert_problem(answer, 403, "allows no edits")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ({"tag": 7, "commit": "c"}, "do not fit"),
        ({"commit": "c"}, "do not fit"),
        ({"tag": "v", "commit": "c", "x": 1}, "x"),
    ],
)
async def test_edited_arguments_that_are_no_step_are_422(tmp_path: Path, arguments: dict[str, Any], word: str) -> None:
    async with PlatformFixture(tmp_path, PUSH, agent={"policy": EDITS}) as platform:
        server = HttpFixture(platform)
        request = await pending(server)
        olive = await server.as_("olive")
        answer = await olive.post(
            f"{API}/requests/{request['id']}/decision", json=approval(request, arguments=arguments)
        )
        assert_problem(answer, 422, word)
        assert (await platform.pending())[0].digest == request["digest"]


async def test_a_question_is_listed_and_answered(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, ASK) as platform:
        server = HttpFixture(platform)
        thread = await platform.launch()
        olive = await server.as_("olive")
        (question,) = (await olive.get(f"{API}/requests?status=pending")).json()["items"]
        assert (question["kind"], question["tool"], question["choices"]) == ("question", "ask_human", ["red", "blue"])
        assert question["text"] == "Which?"
        assert_problem(
            await olive.post(f"{API}/requests/{question['id']}/answer", json={"answer": "green"}), 422, "red, blue"
        )
        answered = await olive.post(f"{API}/requests/{question['id']}/answer", json={"answer": "Red"})
        assert (answered.status_code, answered.json()["status"], answered.json()["reason"]) == (200, "answered", "red")
        again = await olive.post(f"{API}/requests/{question['id']}/answer", json={"answer": "blue"})
        assert assert_problem(again, 409, "already answered by Olive")["decided_by"] == "olive"
        assert "QuestionSettled" in platform.types(thread)


async def test_a_question_cannot_be_approved_nor_an_approval_answered(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, ASK, PUSH) as platform:
        server = HttpFixture(platform)
        olive = await server.as_("olive")
        await platform.launch()
        await platform.launch()
        kinds = {each["kind"]: each for each in (await olive.get(f"{API}/requests")).json()["items"]}
        question, asked = kinds["question"], kinds["approval"]
        wrong = await olive.post(f"{API}/requests/{question['id']}/decision", json=approval(question))
        assert_problem(wrong, 409)
        assert_problem(await olive.post(f"{API}/requests/{asked['id']}/answer", json={"answer": "yes"}), 409)
        assert len(await platform.pending()) == 2
