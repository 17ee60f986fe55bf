"""The API as programs use it: each route's answer to the letter, and every conflict by its name."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from bot.core.people import ApproverClause
from bot.core.policy import Policy
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
WHOLE = REQUEST | {"policy", "votes", "card"}
THREAD = {"id", "agent", "title", "status", "requested_by", "created_at", "updated_at", "events"}
PUSH = choose("push", tag="v1")
ASK = choose(
    "ask_human", question="Which?", format="multiple_choice", choices=["red", "blue"], context="", urgency="low"
)
EDITS = Policy(approvers=(ApproverClause(groups=("managers",)),), edits=True)
NOT_OURS = ("x", "1", ".", "1.", ".a", "-1.a", "1e9.a", "².a", "\u0661.a", "9" * 19 + ".a", "x" * 121, "1' OR 1=1 --")
QUORUM = Policy(approvers=(ApproverClause(groups=("managers",), quorum=2),))


@pytest.fixture
async def street(tmp_path: Path) -> AsyncIterator[HttpFixture]:
    async with PlatformFixture(tmp_path, PUSH) as house:
        yield HttpFixture(house)


async def pending(street: HttpFixture) -> dict[str, Any]:
    """A thread of Sam's that waits for approval, as the API lists it."""
    await street.house.launch()
    olive = await street.as_("olive")
    listed = (await olive.get(f"{API}/requests", params={"status": "pending"})).json()
    found: dict[str, Any] = listed["items"][0]
    return found


def approval(request: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"decision": "approve", "digest": request["digest"], **more}


async def test_a_launch_answers_201_with_the_thread(street: HttpFixture) -> None:
    sam = await street.as_("sam", "agent")
    answer = await sam.post(f"{API}/threads", json={"agent": "pusher", "message": "push  it\nnow"})
    assert answer.status_code == 201
    thread = answer.json()
    assert thread.keys() == THREAD
    assert {**thread, "id": ""} == {
        "id": "",
        "agent": "pusher",
        "title": "push it now",
        "status": "working",
        "requested_by": "sam",
        "created_at": "2026-11-21T09:00:00Z",
        "updated_at": "2026-11-21T09:00:00Z",
        "events": 2,
    }
    assert (await sam.get(f"{API}/threads/{thread['id']}")).json() == thread


async def test_the_pending_requests_are_listed_as_the_wire_says(street: HttpFixture) -> None:
    thread = await street.house.launch()
    olive = await street.as_("olive")
    answer = await olive.get(f"{API}/requests?status=pending")
    assert answer.status_code == 200
    assert answer.json().keys() == {"items", "next_cursor"}
    assert answer.json()["next_cursor"] is None
    (item,) = answer.json()["items"]
    assert item.keys() == REQUEST
    (request,) = await street.house.pending()
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


async def test_one_request_has_its_policy_votes_and_card_too(street: HttpFixture) -> None:
    request = await pending(street)
    olive = await street.as_("olive")
    whole = (await olive.get(f"{API}/requests/{request['id']}")).json()
    assert whole.keys() == WHOLE
    assert {name: whole[name] for name in REQUEST} == request
    assert whole["votes"] == []
    assert whole["policy"]["approvers"] == [{"people": [], "groups": ["managers"], "quorum": 1}]
    assert len(whole["policy"]["version"]) == 16
    assert whole["card"]["tool"] == "push"
    assert whole["card"]["who_may"] == "group managers"


async def test_an_approval_answers_with_the_request_and_the_tool_runs_once(street: HttpFixture) -> None:
    request = await pending(street)
    olive = await street.as_("olive")
    answer = await olive.post(f"{API}/requests/{request['id']}/decision", json=approval(request, reason="go"))
    assert answer.status_code == 200
    decided = answer.json()
    assert decided.keys() == WHOLE
    assert (decided["status"], decided["decided_by"], decided["decided_by_name"]) == ("approved", "olive", "Olive")
    assert (decided["decided_at"], decided["reason"]) == ("2026-11-21T09:00:00Z", "go")
    assert [(vote["person"], vote["decision"], vote["counts"]) for vote in decided["votes"]] == [
        ("olive", "approve", True)
    ]
    await street.house.settle()
    assert street.house.ledger.lines == [f"{request['id']} v1 c0ffee"]


async def test_a_vote_of_a_quorum_leaves_the_request_pending(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH, agent={"policy": QUORUM}) as house:
        street = HttpFixture(house)
        request = await pending(street)
        first = await (await street.as_("olive")).post(
            f"{API}/requests/{request['id']}/decision", json=approval(request)
        )
        assert (first.status_code, first.json()["status"], len(first.json()["votes"])) == (200, "pending", 1)
        second = await (await street.as_("max")).post(
            f"{API}/requests/{request['id']}/decision", json=approval(request)
        )
        assert (second.json()["status"], second.json()["decided_by"]) == ("approved", "olive, max")


async def test_a_rejection_does_not_run_and_its_reason_stays(street: HttpFixture) -> None:
    request = await pending(street)
    olive = await street.as_("olive")
    body = {"decision": "reject", "digest": request["digest"], "reason": "not today"}
    answer = await olive.post(f"{API}/requests/{request['id']}/decision", json=body)
    assert (answer.status_code, answer.json()["status"], answer.json()["reason"]) == (200, "rejected", "not today")
    await street.house.settle()
    assert street.house.ledger.lines == []


async def test_a_settled_request_is_a_409_that_says_who_and_when(street: HttpFixture) -> None:
    request = await pending(street)
    await street.house.decide((await street.house.pending())[0], by="max")
    street.house.clock.passes(hours=1)
    olive = await street.as_("olive")
    answer = await olive.post(f"{API}/requests/{request['id']}/decision", json=approval(request))
    problem = assert_problem(answer, 409, "already approved by Max")
    assert (problem["decided_by"], problem["decided_at"]) == ("max", "2026-11-21T09:00:00Z")


async def test_a_message_of_the_longest_allowed_length_is_taken_in_any_script(street: HttpFixture) -> None:
    olive = await street.as_("olive")
    for message in ("ж" * 15_000, "🙂" * 20_000):
        body = json.dumps({"agent": "pusher", "message": message}).encode()
        answer = await olive.post(f"{API}/threads", content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code == 201


async def test_the_wrong_digest_is_a_409_nobody_decided(street: HttpFixture) -> None:
    request = await pending(street)
    olive = await street.as_("olive")
    answer = await olive.post(
        f"{API}/requests/{request['id']}/decision", json={"decision": "approve", "digest": "0" * 64}
    )
    problem = assert_problem(answer, 409, "000000000000", request["digest"][:12])
    assert (problem["decided_by"], problem["decided_at"]) == (None, None)
    assert (await olive.get(f"{API}/requests/{request['id']}")).json()["status"] == "pending"
    assert [note.what for note in street.audit() if note.about == request["id"]] == ["refused: DigestMismatch"]


async def test_of_fifty_decisions_at_once_one_counts_and_the_others_are_told(street: HttpFixture) -> None:
    request = await pending(street)
    people = [await street.as_("olive"), await street.as_("max")]
    words = [approval(request), {"decision": "reject", "digest": request["digest"]}]
    path = f"{API}/requests/{request['id']}/decision"
    answers = await asyncio.gather(*(people[n % 2].post(path, json=words[n % 2]) for n in range(50)))
    (won,) = [answer.json() for answer in answers if answer.status_code == 200]
    assert {answer.json().get("decided_by") for answer in answers} == {won["decided_by"]}
    assert [answer.status_code for answer in answers].count(409) == 49
    await street.house.settle()
    assert len(street.house.ledger.lines) == (won["status"] == "approved")
    assert street.house.types(request["thread_id"]).count("ApprovalSettled") == 1


async def test_an_approval_is_taken_back_by_its_own_person_alone_and_before_it_runs(street: HttpFixture) -> None:
    request = await pending(street)
    path = f"{API}/requests/{request['id']}/decision"
    rejection = {"decision": "reject", "digest": request["digest"]}
    regret = {**rejection, "decision": "take_back"}
    olive, max_ = await street.as_("olive"), await street.as_("max")
    assert (await olive.post(path, json=approval(request))).status_code == 200
    for who, body in ((max_, rejection), (max_, regret), (olive, rejection)):
        assert_problem(await who.post(path, json=body), 409, "already approved by Olive")
    assert (await olive.post(path, json=regret)).json()["status"] == "rejected"
    assert_problem(await olive.post(path, json=approval(request)), 409, "already rejected by Olive")
    await street.house.settle()
    assert street.house.ledger.lines == []


async def test_slk10_fifty_mixed_decisions_of_one_person_make_one_row_and_one_verdict(street: HttpFixture) -> None:
    request = await pending(street)
    path, olive = f"{API}/requests/{request['id']}/decision", await street.as_("olive")
    bodies = [{"decision": ("approve", "reject")[n % 2], "digest": request["digest"]} for n in range(50)]
    answers = await asyncio.gather(*(olive.post(path, json=body) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 49
    await street.house.settle()
    types = street.house.types(request["thread_id"])
    assert (types.count("Answered"), types.count("ApprovalSettled")) == (1, 1)
    approved = next(answer for answer in answers if answer.status_code == 200).json()["status"] == "approved"
    assert len(street.house.ledger.lines) == approved


async def test_an_expired_request_is_a_409_and_silence_was_not_consent(street: HttpFixture) -> None:
    request = await pending(street)
    street.house.clock.passes(hours=5)
    olive = await street.as_("olive")
    answer = await olive.post(f"{API}/requests/{request['id']}/decision", json=approval(request))
    problem = assert_problem(answer, 409, "already expired")
    assert problem["decided_by"] is None
    await street.house.settle()
    assert street.house.ledger.lines == []


@pytest.mark.parametrize(("person", "why"), [("sam", "only group managers may")])
async def test_who_is_no_approver_gets_403_and_a_line_in_the_audit(street: HttpFixture, person: str, why: str) -> None:
    request = await pending(street)
    stranger = await street.as_(person, "admin")
    answer = await stranger.post(f"{API}/requests/{request['id']}/decision", json=approval(request))
    assert_problem(answer, 403, why)
    assert [note.what for note in street.audit() if note.about == request["id"]] == ["refused: NotAnApprover"]


async def test_who_asked_may_not_approve_with_any_key(street: HttpFixture) -> None:
    await street.house.launch(by="olive")
    olive = await street.as_("olive", "admin")
    (request,) = (await olive.get(f"{API}/requests?status=pending")).json()["items"]
    answer = await olive.post(f"{API}/requests/{request['id']}/decision", json=approval(request))
    assert_problem(answer, 403, "who asked may not decide")


async def test_a_request_nobody_knows_is_404_on_every_route_of_it(street: HttpFixture) -> None:
    olive = await street.as_("olive")
    body = {"decision": "approve", "digest": "0" * 64}
    for id in ("nothing", "t0-1", "-", "0"):
        assert_problem(await olive.get(f"{API}/requests/{id}"), 404)
        assert_problem(await olive.post(f"{API}/requests/{id}/decision", json=body), 404)
        assert_problem(await olive.post(f"{API}/requests/{id}/answer", json={"answer": "yes"}), 404)


async def test_an_edit_is_approved_when_the_policy_allows_it(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH, agent={"policy": EDITS}) as house:
        street = HttpFixture(house)
        request = await pending(street)
        olive = await street.as_("olive")
        edited = approval(request, arguments={"tag": "v2", "commit": "c0ffee"})
        answer = await olive.post(f"{API}/requests/{request['id']}/decision", json=edited)
        assert answer.status_code == 200, answer.text
        assert (answer.json()["status"], answer.json()["arguments"]["tag"]) == ("approved", "v2")
        assert answer.json()["digest"] != request["digest"]
        await house.settle()
        assert house.ledger.lines == [f"{request['id']} v2 c0ffee"]


async def test_an_edit_is_403_when_the_policy_does_not(street: HttpFixture) -> None:
    request = await pending(street)
    olive = await street.as_("olive")
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
    async with PlatformFixture(tmp_path, PUSH, agent={"policy": EDITS}) as house:
        street = HttpFixture(house)
        request = await pending(street)
        olive = await street.as_("olive")
        answer = await olive.post(
            f"{API}/requests/{request['id']}/decision", json=approval(request, arguments=arguments)
        )
        assert_problem(answer, 422, word)
        assert (await house.pending())[0].digest == request["digest"]


async def test_a_question_is_listed_and_answered(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, ASK) as house:
        street = HttpFixture(house)
        thread = await house.launch()
        olive = await street.as_("olive")
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
        assert "QuestionSettled" in house.types(thread)


async def test_a_question_cannot_be_approved_nor_an_approval_answered(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, ASK, PUSH) as house:
        street = HttpFixture(house)
        olive = await street.as_("olive")
        await house.launch()
        await house.launch()
        kinds = {each["kind"]: each for each in (await olive.get(f"{API}/requests")).json()["items"]}
        question, asked = kinds["question"], kinds["approval"]
        wrong = await olive.post(f"{API}/requests/{question['id']}/decision", json=approval(question))
        assert_problem(wrong, 409)
        assert_problem(await olive.post(f"{API}/requests/{asked['id']}/answer", json={"answer": "yes"}), 409)
        assert len(await house.pending()) == 2


async def test_pausing_a_paused_thread_is_409_in_these_words(street: HttpFixture) -> None:
    thread = await street.house.launch()
    olive = await street.as_("olive")
    paused = await olive.post(f"{API}/threads/{thread}/pause")
    assert (paused.status_code, paused.json()["status"]) == (200, "paused")
    assert assert_problem(await olive.post(f"{API}/threads/{thread}/pause"), 409)["detail"] == "Task is already paused."
    resumed = await olive.post(f"{API}/threads/{thread}/resume")
    assert (resumed.status_code, resumed.json()["status"]) == (200, "waiting")
    assert assert_problem(await olive.post(f"{API}/threads/{thread}/resume"), 409)["detail"] == "Task is not paused."


async def test_a_finished_thread_is_neither_resumed_nor_paused(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as house:
        street = HttpFixture(house)
        thread = await house.launch()
        olive = await street.as_("olive")
        assert (await olive.get(f"{API}/threads/{thread}")).json()["status"] == "finished"
        for verb in ("resume", "pause"):
            assert_problem(await olive.post(f"{API}/threads/{thread}/{verb}"), 409, "Task is already finished.")


async def test_a_cancelled_thread_takes_nothing_more(street: HttpFixture) -> None:
    request = await pending(street)
    thread = request["thread_id"]
    olive = await street.as_("olive")
    cancelled = await olive.post(f"{API}/threads/{thread}/cancel", json={"reason": "wrong one"})
    assert (cancelled.status_code, cancelled.json()["status"]) == (200, "cancelled")
    for verb in ("cancel", "pause", "resume"):
        assert_problem(await olive.post(f"{API}/threads/{thread}/{verb}"), 409, "already cancelled")
    assert_problem(await olive.post(f"{API}/threads/{thread}/messages", json={"message": "hi"}), 409)
    late = await olive.post(f"{API}/requests/{request['id']}/decision", json=approval(request))
    assert_problem(late, 409, "already cancelled")
    assert (await olive.get(f"{API}/requests/{request['id']}")).json()["status"] == "cancelled"


async def test_a_message_is_taken_and_is_no_consent(street: HttpFixture) -> None:
    request = await pending(street)
    olive = await street.as_("olive")
    said = await olive.post(f"{API}/threads/{request['thread_id']}/messages", json={"message": "yes, approve it"})
    assert said.status_code == 202
    assert said.json()["events"] > 4
    assert street.house.ledger.lines == []
    assert len(await street.house.pending()) == 1


async def test_a_fork_is_a_paused_copy_with_nothing_open(street: HttpFixture) -> None:
    thread = await street.house.launch()
    olive = await street.as_("olive")
    forked = await olive.post(f"{API}/threads/{thread}/fork", json={"at": 2})
    assert (forked.status_code, forked.json()["status"], forked.json()["events"]) == (201, "paused", 4)
    assert (await olive.get(f"{API}/requests", params={"thread": forked.json()["id"]})).json()["items"] == []
    assert_problem(await olive.post(f"{API}/threads/{thread}/fork", json={"at": 99}), 422, "1 to")


async def test_the_log_is_read_behind_a_number(street: HttpFixture) -> None:
    thread = await street.house.launch()
    sam = await street.as_("sam", "agent")
    whole = (await sam.get(f"{API}/threads/{thread}/events")).json()["items"]
    assert [item["type"] for item in whole] == street.house.types(thread)
    assert whole[0].keys() == {"seq", "at", "type", "v", "data"}
    assert whole[0]["data"]["requester"] == "sam"
    assert (await sam.get(f"{API}/threads/{thread}/events?after=3")).json()["items"] == whole[3:]
    assert (await sam.get(f"{API}/threads/{thread}/events?after={2**53}")).json()["items"] == []


async def test_a_prompt_is_the_bytes_that_were_sent(street: HttpFixture) -> None:
    thread = await street.house.launch()
    sam = await street.as_("sam", "agent")
    prompt = (await sam.get(f"{API}/threads/{thread}/prompts/1")).json()
    assert prompt["is_exact"] is True
    assert prompt["request"].encode() == street.house.model.seen[0]
    assert_problem(await sam.get(f"{API}/threads/{thread}/prompts/9"), 404)


async def test_mod4_a_prompt_comes_with_what_the_model_answered(street: HttpFixture) -> None:
    thread = await street.house.launch()
    sam = await street.as_("sam", "agent")
    prompt = (await sam.get(f"{API}/threads/{thread}/prompts/1")).json()
    answer = json.loads(prompt["answer"])
    assert answer["calls"][0]["tool"] in ("done", "push", "look", "reply")
    assert answer.keys() == {"words", "calls", "refusal", "finish", "usage"}


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


@pytest.mark.parametrize("agent", ["nobody", "x" * 64])
async def test_a_launch_of_an_unknown_agent_is_404(street: HttpFixture, agent: str) -> None:
    sam = await street.as_("sam")
    assert_problem(await sam.post(f"{API}/threads", json={"agent": agent, "message": "m"}), 404, agent)


@pytest.mark.parametrize("agent", ["", "Pusher", "a b", "../x", "x" * 65, "pusher\n", "ü"])
async def test_a_launch_of_what_is_no_name_is_422(street: HttpFixture, agent: str) -> None:
    """Was a 500: the name reached the Arrival, which refuses it in its own way."""
    sam = await street.as_("sam")
    assert_problem(await sam.post(f"{API}/threads", json={"agent": agent, "message": "m"}), 422, "agent")


class TestIdempotency:
    async def test_api06_the_same_key_and_body_is_the_same_thread(self, street: HttpFixture) -> None:
        sam = await street.as_("sam")
        first = await _launch(sam, "push it", "once-1")
        await street.house.settle()
        second = await _launch(sam, "push it", "once-1")
        assert (first.status_code, second.status_code) == (201, 201)
        assert first.json()["id"] == second.json()["id"]
        assert len(await _all_threads(sam)) == 1

    async def test_api06_the_same_key_with_another_body_is_409(self, street: HttpFixture) -> None:
        sam = await street.as_("sam")
        await _launch(sam, "push it", "once-1")
        assert_problem(await _launch(sam, "push that", "once-1"), 409, "came before with another body")
        assert len(await _all_threads(sam)) == 1

    async def test_api06_a_key_is_its_owners_alone(self, street: HttpFixture) -> None:
        sam, olive = await street.as_("sam"), await street.as_("olive")
        first, second = await _launch(sam, "push it", "once-1"), await _launch(olive, "push it", "once-1")
        assert first.json()["id"] != second.json()["id"]

    async def test_api06_a_message_comes_once_and_into_one_thread(self, street: HttpFixture) -> None:
        sam = await street.as_("sam")
        one, two = [(await _launch(sam, text, None)).json()["id"] for text in ("a", "b")]
        headers = {"Idempotency-Key": "m"}
        first = await sam.post(f"{API}/threads/{one}/messages", json={"message": "hi"}, headers=headers)
        again = await sam.post(f"{API}/threads/{one}/messages", json={"message": "hi"}, headers=headers)
        assert (again.status_code, again.json()) == (202, first.json())
        other = await sam.post(f"{API}/threads/{two}/messages", json={"message": "hi"}, headers=headers)
        assert_problem(other, 409)
        assert street.house.types(one).count("MessageReceived") == 2

    async def test_api07_fifty_at_once_open_one_thread(self, street: HttpFixture) -> None:
        sam = await street.as_("sam")
        answers = await asyncio.gather(*(_launch(sam, "push it", "once-1") for _ in range(50)))
        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.json()["id"] for answer in answers}) == 1
        assert len(await _all_threads(sam)) == 1

    async def test_api06_the_key_holds_after_a_restart(self, tmp_path: Path) -> None:
        async with PlatformFixture(tmp_path) as house:
            street = HttpFixture(house)
            secret = await street.secret("sam")
            headers = {"Authorization": f"Bearer {secret}"}
            first = await _launch(street.nobody, "push it", "once-1", headers)
        async with PlatformFixture(tmp_path) as house:
            second = await _launch(HttpFixture(house).nobody, "push it", "once-1", headers)
        assert first.json()["id"] == second.json()["id"]

    @pytest.mark.parametrize("key", ["", "x" * 201])
    async def test_a_key_has_1_to_200_characters(self, street: HttpFixture, key: str) -> None:
        assert_problem(await _launch(await street.as_("sam"), "push it", key), 422, "Idempotency-Key")


class TestPages:
    async def test_pages_lose_and_repeat_nothing_while_new_requests_arrive(self, tmp_path: Path) -> None:
        async with PlatformFixture(tmp_path, *(choose("push", tag=f"v{n}") for n in range(40))) as house:
            street = HttpFixture(house)
            olive = await street.as_("olive")
            before = [await house.launch() for _ in range(23)]
            seen, cursor = [], None
            while True:
                page = await _page(olive, "requests", status="pending", limit=4, cursor=cursor)
                assert len(page["items"]) <= 4
                seen += [item["thread_id"] for item in page["items"]]
                if (cursor := page["next_cursor"]) is None:
                    break
                await house.launch()
                house.clock.passes(seconds=1)
            assert len(seen) == len(set(seen))
            assert set(before) <= set(seen)

    async def test_threads_come_last_touched_first(self, tmp_path: Path) -> None:
        async with PlatformFixture(tmp_path) as house:
            street = HttpFixture(house)
            olive = await street.as_("olive")
            made = []
            for _ in range(7):
                made.append(await house.launch())
                house.clock.passes(seconds=1)
            first = await _page(olive, "threads", limit=3)
            second = await _page(olive, "threads", limit=200, cursor=first["next_cursor"])
            listed = [item["id"] for item in first["items"] + second["items"]]
            assert listed == made[::-1]
            assert second["next_cursor"] is None

    async def test_the_last_page_has_no_cursor_even_when_it_is_full(self, tmp_path: Path) -> None:
        async with PlatformFixture(tmp_path) as house:
            street = HttpFixture(house)
            for _ in range(4):
                await house.launch()
            olive = await street.as_("olive")
            first = await _page(olive, "threads", limit=2)
            assert (await _page(olive, "threads", limit=2, cursor=first["next_cursor"]))["next_cursor"] is None

    async def test_lists_are_filtered(self, tmp_path: Path) -> None:
        async with PlatformFixture(tmp_path, PUSH) as house:
            street = HttpFixture(house)
            waiting, finished = await house.launch(), await house.launch()
            olive = await street.as_("olive")
            assert [each["id"] for each in (await _page(olive, "threads", status="waiting"))["items"]] == [waiting]
            assert [each["id"] for each in (await _page(olive, "threads", status="finished"))["items"]] == [finished]
            assert (await _page(olive, "threads", agent="other"))["items"] == []
            assert (await _page(olive, "requests", thread=finished))["items"] == []

    async def test_api05_a_limit_out_of_bounds_is_422(self, street: HttpFixture) -> None:
        olive = await street.as_("olive")
        for route in ("threads", "requests"):
            for limit in ("0", "-1", "201", "1000000000", "1e3", "nan", "", "1" * 5000):
                assert_problem(await olive.get(f"{API}/{route}", params={"limit": limit}), 422, "limit")

    async def test_api05_a_cursor_that_is_not_ours_is_422(self, street: HttpFixture) -> None:
        olive = await street.as_("olive")
        for route in ("threads", "requests"):
            for cursor in NOT_OURS:
                assert_problem(await olive.get(f"{API}/{route}", params={"cursor": cursor}), 422, "cursor")

    async def test_api05_a_cursor_of_another_place_shows_only_what_lies_behind_it(self, street: HttpFixture) -> None:
        await street.house.launch()
        olive = await street.as_("olive")
        assert len((await _page(olive, "threads", cursor="999999999999999999.z"))["items"]) == 1
        for cursor in ("0.a", "000.a", "1.' OR 1=1 --", "1.\x00", "1.%"):
            assert (await _page(olive, "threads", cursor=cursor))["items"] == []


async def _launch(
    client: httpx2.AsyncClient, message: str, once: str | None, headers: dict[str, str] | None = None
) -> httpx2.Response:
    named = {} if once is None else {"Idempotency-Key": once}
    return await client.post(
        f"{API}/threads", json={"agent": "pusher", "message": message}, headers={**named, **(headers or {})}
    )


async def _page(client: httpx2.AsyncClient, route: str, **query: Any) -> dict[str, Any]:
    given = {name: value for name, value in query.items() if value is not None}
    answer = await client.get(f"{API}/{route}", params=given)
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    assert page.keys() == {"items", "next_cursor"}
    return page


async def _all_threads(client: httpx2.AsyncClient) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await _page(client, "threads", limit=200))["items"]
    return items
