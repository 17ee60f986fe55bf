"""The page of a request without JavaScript: its content, decisions and answers."""

from typing import Any

import pytest

from bot.core import events as e
from bot.core.people import ApproverClause
from tests.http.pages.open_pages import EDITS, PUSH, Open, assert_in_order, waiting
from tests.platform_fixture import choose
from tests.sqlite_access import sqlite_of


async def test_a_request_shows_what_runs_first_and_the_agents_words_last(page_client: Open) -> None:
    at = page_client(PUSH)
    id = await waiting(at)
    request = await at.platform.app.queries.find_request(id)
    olive = await at.sign_in("olive")
    await olive.open(f"/requests/{id}")
    text = olive.page.text
    parts = [
        "What will run",
        '"f4b7f10"',
        request.digest[:12],
        "Approve",
        "Asked by Sam",
        "May decide",
        "group managers",
    ]
    parts += ["Silence is not consent", "The agent's own words, not checked:", "I push what Sam asked for."]
    assert_in_order(text, *parts)
    assert request.digest in text
    assert "Olive, Max" in text


async def test_approving_runs_what_was_shown(page_client: Open) -> None:
    at = page_client(PUSH)
    id = await waiting(at)
    olive = await at.sign_in("olive")
    await olive.open(f"/requests/{id}")
    answer = await olive.submit(f"/requests/{id}/decide", decision="approve")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/requests/{id}")
    await at.platform.settle()
    assert at.platform.ledger.lines == [f"{id} v1.4.2 f4b7f10"]
    answered = next(each for each in at.platform.log(id.rpartition("-")[0]) if isinstance(each, e.Answered))
    assert (answered.person, answered.door) == ("olive", "web")
    assert answered.credential.startswith("session:")
    await olive.open(f"/requests/{id}")
    assert "Approved by Olive, 21 Nov 2026, 09:00" in olive.page.text
    assert all(form["action"] == "/sign-out" for form in olive.page.forms)


async def test_an_approval_can_be_taken_back_before_it_was_used(page_client: Open) -> None:
    at = page_client(PUSH)
    id = await waiting(at)
    olive, thread = await at.sign_in("olive"), id.rpartition("-")[0]
    await at.platform.app.pause(thread, by="max")
    await olive.open(f"/requests/{id}")
    await olive.submit(f"/requests/{id}/decide", decision="approve")
    await at.platform.settle()
    await olive.open(f"/requests/{id}")
    assert "Take back my approval" in olive.page.text
    assert (await olive.submit(f"/requests/{id}/decide", decision="take_back")).status_code == 303
    await olive.open(f"/threads/{thread}")
    assert_in_order(olive.page.text, "Approved by Olive", "Olive rejected", "Rejected by Olive")
    await at.platform.app.resume(thread, by="max")
    await at.platform.settle()
    assert at.platform.ledger.lines == []


async def test_rejecting_tells_the_agent_why(page_client: Open) -> None:
    at = page_client(PUSH, choose("done", message="Understood."))
    id = await waiting(at)
    olive = await at.sign_in("olive")
    await olive.open(f"/requests/{id}/reject")
    await olive.submit(f"/requests/{id}/decide", "reason", decision="reject", reason="not on a Friday")
    await at.platform.settle()
    assert at.platform.ledger.lines == []
    assert b"not on a Friday" in at.platform.model.seen[-1]
    await olive.open(f"/requests/{id}")
    assert "Rejected by Olive" in olive.page.text
    assert "not on a Friday" in olive.page.text


async def test_editing_approves_other_arguments_where_the_policy_allows_it(page_client: Open) -> None:
    at = page_client(PUSH, agent={"policy": EDITS})
    id = await waiting(at)
    olive = await at.sign_in("olive")
    await olive.open(f"/requests/{id}/edit")
    edited = {"decision": "approve", "field.tag": "v1.5.0"}
    assert (await olive.submit(f"/requests/{id}/decide", "field.tag", **edited)).status_code == 303
    await at.platform.settle()
    assert at.platform.ledger.lines == [f"{id} v1.5.0 f4b7f10"]


async def test_edited_arguments_may_still_come_as_json(page_client: Open) -> None:
    at = page_client(PUSH, agent={"policy": EDITS})
    id = await waiting(at)
    olive = await at.sign_in("olive")
    await olive.open(f"/requests/{id}")
    for wrong in ("{", '{"tag": 1}', '{"tag": "a", "tag": "b"}', "[]", ""):
        answer = await olive.submit(f"/requests/{id}/decide", decision="approve", arguments=wrong)
        assert answer.status_code == 422, wrong
    assert (await at.platform.app.queries.find_request(id)).status == "pending"
    edited = '{"commit": "f4b7f10",\r\n "tag": "v1.5.0"}'
    assert (await olive.submit(f"/requests/{id}/decide", decision="approve", arguments=edited)).status_code == 303
    await at.platform.settle()
    assert at.platform.ledger.lines == [f"{id} v1.5.0 f4b7f10"]


async def test_without_a_policy_for_it_there_is_no_editing(page_client: Open) -> None:
    at = page_client(PUSH)
    id = await waiting(at)
    olive = await at.sign_in("olive")
    await olive.open(f"/requests/{id}")
    assert not any("edit" in form["names"] for form in olive.page.forms)
    edited = '{"commit": "f4b7f10", "tag": "v9"}'
    answer = await olive.submit(f"/requests/{id}/decide", decision="approve", arguments=edited)
    assert answer.status_code == 403
    assert "allows no edits" in olive.page.text


async def test_who_may_not_decide_sees_why_and_no_button(page_client: Open) -> None:
    at = page_client(PUSH)
    id = await waiting(at)
    request = await at.platform.app.queries.find_request(id)
    sam = await at.sign_in("sam")
    await sam.open(f"/requests/{id}")
    assert "You may not decide this: only group managers may." in sam.page.text
    assert all(form["action"] == "/sign-out" for form in sam.page.forms)
    forged = {"csrf": sam.page.forms[0]["fields"]["csrf"], "digest": request.digest, "decision": "approve"}
    answer = await sam.post(f"/requests/{id}/decide", forged)
    assert answer.status_code == 403
    assert "Sam may not decide" in sam.page.text
    assert (await at.platform.app.queries.find_request(id)).votes == ()


async def test_a_decision_is_approve_or_reject(page_client: Open) -> None:
    at = page_client(PUSH)
    id = await waiting(at)
    olive = await at.sign_in("olive")
    for word in ("", "yes", "Approve"):
        await olive.open(f"/requests/{id}")
        assert (await olive.submit(f"/requests/{id}/decide", decision=word)).status_code == 422


async def test_an_expired_request_says_so(page_client: Open) -> None:
    at = page_client(PUSH)
    id = await waiting(at)
    olive = await at.sign_in("olive")
    await olive.open(f"/requests/{id}")
    at.platform.clock.passes(hours=4)
    assert (await olive.submit(f"/requests/{id}/decide", decision="approve")).status_code == 409
    assert "expired" in olive.page.text
    assert at.platform.ledger.lines == []


@pytest.mark.parametrize(
    ("asked", "typed"),
    [
        ({"format": "yes_no"}, "yes"),
        ({"format": "multiple_choice", "choices": ["the red one", "the blue one"]}, "the blue one"),
        ({"format": "free_text"}, "take the third"),
    ],
)
async def test_a_question_is_answered(page_client: Open, asked: dict[str, Any], typed: str) -> None:
    step = choose("ask_human", question="Which one?", context="There are some.", urgency="high", **asked)
    at = page_client(step, choose("done", message="Thank you."))
    id = await waiting(at)
    sam = await at.sign_in("sam")
    await sam.open("/")
    assert "Which one?" in sam.page.text
    await sam.open(f"/requests/{id}")
    assert "There are some." in sam.page.text
    assert "Urgent" in sam.page.text
    offered = [found["value"] for tag, found in sam.page.elements if tag == "button" and found.get("name") == "answer"]
    assert offered == list({"yes_no": ["yes", "no"], "free_text": []}.get(asked["format"], asked.get("choices", [])))
    assert (await sam.submit(f"/requests/{id}/answer", answer=typed)).status_code == 303
    await at.platform.settle()
    await sam.open(f"/requests/{id}")
    assert "Answered by Sam" in sam.page.text
    assert typed in sam.page.text


async def test_an_answer_that_is_none_of_the_choices_is_refused(page_client: Open) -> None:
    at = page_client(choose("ask_human", question="Sure?", context="", urgency="low", format="yes_no"))
    id = await waiting(at)
    sam = await at.sign_in("sam")
    await sam.open(f"/requests/{id}")
    assert (await sam.submit(f"/requests/{id}/answer", answer="maybe")).status_code == 422
    assert "is not one of: yes, no" in sam.page.text
    await sam.open(f"/requests/{id}")
    assert (await sam.submit(f"/requests/{id}/answer", answer="")).status_code == 422


async def test_a_stranger_to_a_question_may_not_answer(page_client: Open) -> None:
    at = page_client(
        choose("ask_human", question="Sure?", context="", urgency="low", format="yes_no"),
        agent={"owners": ApproverClause()},
    )
    id = await waiting(at)
    olive = await at.sign_in("olive")
    await olive.open(f"/requests/{id}")
    assert "You may not answer this: only Sam may answer." in olive.page.text


async def test_a_database_that_does_not_answer_is_a_page_too(page_client: Open) -> None:
    at = page_client()
    sam = await at.sign_in("sam")
    await sam.open("/")
    fields = sam.page.forms[-1]["fields"] | {"agent": "pusher", "text": "hello"}
    sqlite_of(at.platform.app)._writer.close()
    answer = await sam.post("/threads", fields)
    assert answer.status_code == 503
    assert "Not now" in sam.page.text


async def test_sl2_a_request_of_a_paused_thread_says_who_paused_it_and_can_be_decided(page_client: Open) -> None:
    at = page_client(PUSH, choose("done", message="v1.4.2 is out."))
    request = await waiting(at)
    thread = (await at.platform.pending())[0].thread_id
    olive = await at.sign_in("olive")
    await at.platform.app.pause(thread, by="max")
    await olive.open(f"/requests/{request}")
    assert "Paused by Max at" in olive.page.text
    assert "It can be decided; what is approved waits until its thread is resumed." in olive.page.text
    assert (await olive.submit(f"/requests/{request}/decide", decision="approve")).status_code == 303
    await olive.open(f"/requests/{request}")
    assert "It waits until its thread is resumed." in olive.page.text
    await at.platform.app.resume(thread, by="max")
    await at.platform.settle()
    await olive.open(f"/requests/{request}")
    assert "Paused by" not in olive.page.text
