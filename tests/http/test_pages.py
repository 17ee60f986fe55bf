"""The inbox without JavaScript: what each page shows, and that deciding, answering and chatting work from it."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from agents.deploybot.offline_model import OfflineModel
from bot.core import events as e
from bot.core.messages import ChannelAddress
from bot.core.people import ApproverClause
from bot.core.policy import Policy
from bot.core.steps import ModelAnswer
from bot.engine.repository.side_writes import SideWrites
from tests.http.page_browser import PageClient
from tests.platform_fixture import MANAGERS, PlatformFixture, choose

PUSH = choose("push", "I push what Sam asked for.", tag="v1.4.2", commit="f4b7f10")
EDITS = MANAGERS.model_copy(update={"edits": True})
TWO = Policy(approvers=(ApproverClause(groups=("managers",), quorum=2),))

Open = Callable[..., PageClient]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Open]:
    houses: list[PlatformFixture] = []

    def opened(*script: ModelAnswer | Exception, **given: Any) -> PageClient:
        houses.append(PlatformFixture(tmp_path, *script, **given))
        return PageClient(houses[-1])

    yield opened
    for house in houses:
        await house.app.close()


async def waiting(desk: PageClient) -> str:
    await desk.house.launch()
    (request,) = await desk.house.pending()
    return request.id


def assert_in_order(text: str, *parts: str) -> None:
    at = 0
    for part in parts:
        assert part in text[at:], f"{part!r} is not in {text[at:]!r}"
        at = text.index(part, at) + len(part)


async def test_a_link_says_who_it_is_for_and_signs_in_by_a_button(desk: Open) -> None:
    at = desk()
    browser = at.browser()
    shown = await browser.open(await at.link("olive"))
    assert shown.status_code == 200
    assert "Continue as Olive" in browser.page.text
    answer = await browser.submit("/sign-in/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert "Olive" in (await browser.open("/")).text


async def test_the_button_goes_on_to_the_page_that_was_wanted(desk: Open) -> None:
    at = desk()
    browser = at.browser()
    await browser.open(await at.link("olive") + "?next=/threads/t1")
    assert (await browser.submit("/sign-in/")).headers["location"] == "/threads/t1"


async def test_a_used_link_is_told_kindly(desk: Open) -> None:
    at = desk()
    link = await at.link("olive")
    first, second = at.browser(), at.browser()
    for browser in (first, second):
        await browser.open(link)
    assert (await first.submit("/sign-in/")).status_code == 303
    assert (await second.submit("/sign-in/")).status_code == 401
    assert (await second.open(link)).status_code == 401
    assert "This link does not sign you in" in second.page.text
    await first.open(link)
    assert "You are signed in as Olive" in first.page.text


async def test_without_a_session_every_page_says_how_to_get_one(desk: Open) -> None:
    at = desk(PUSH)
    id = await waiting(at)
    browser = at.browser()
    thread = id.rpartition("-")[0]
    for path in (
        "/",
        f"/requests/{id}",
        f"/threads/{thread}",
        f"/threads/{thread}/prompts/1",
        "/live",
        "/threads/none",
    ):
        answer = await browser.open(path)
        assert answer.status_code == 401, path
        assert "countersign link PERSON" in browser.page.text
        assert "v1.4.2" not in answer.text


async def test_signing_out_ends_the_session(desk: Open) -> None:
    at = desk()
    browser = await at.sits("olive")
    await browser.open("/")
    kept = dict(browser.client.cookies)
    assert (await browser.submit("/sign-out")).status_code == 303
    assert (await browser.open("/")).status_code == 401
    browser.client.cookies.update(kept)
    assert (await browser.open("/")).status_code == 401


async def test_the_inbox_sorts_by_whom_it_waits_for(desk: Open) -> None:
    at = desk(PUSH)
    id = await waiting(at)
    olive, sam = await at.sits("olive"), await at.sits("sam")
    hers = (await olive.open("/")).text
    assert hers.index("Waiting for you") < hers.index(f"/requests/{id}") < hers.index("Ask an agent")
    assert '"v1.4.2"' in olive.page.text
    his = (await sam.open("/")).text
    assert "Nothing waits for you." in his
    assert his.index("Waiting for others") < his.index(f"/requests/{id}")
    assert "You may not decide this: only group managers may." in sam.page.text


async def test_who_has_voted_is_no_longer_waited_for(desk: Open) -> None:
    at = desk(PUSH, agent={"policy": TWO})
    id = await waiting(at)
    olive = await at.sits("olive")
    await olive.open(f"/requests/{id}")
    await olive.submit(f"/requests/{id}/decide", decision="approve")
    await olive.open("/")
    assert "Nothing waits for you." in olive.page.text
    assert "You approved this." in olive.page.text
    await olive.open(f"/requests/{id}")
    assert "1 of 2 group managers" in olive.page.text
    assert "you may still change your decision" in olive.page.text


async def test_an_agent_is_asked_from_the_inbox_once(desk: Open) -> None:
    at = desk(choose("done", message="Hello Sam."))
    sam = await at.sits("sam")
    await sam.open("/")
    first = await sam.submit("/threads", agent="pusher", text="say hello\r\nto Sam")
    again = await sam.submit("/threads", agent="pusher", text="say hello\r\nto Sam")
    assert first.headers["location"] == again.headers["location"]
    await at.house.settle()
    thread = first.headers["location"].removeprefix("/threads/")
    message = at.house.log(thread)[1]
    assert isinstance(message, e.MessageReceived)
    assert (message.text, message.by, message.route) == ("say hello\nto Sam", "sam", ChannelAddress(channel="web"))
    other = await sam.submit("/threads", agent="pusher", text="something else")
    assert other.headers["location"] != first.headers["location"]
    await sam.open(first.headers["location"])
    assert "Hello Sam." in sam.page.text
    assert "Finished" in sam.page.text


@pytest.mark.parametrize("text", ["", "  \n ", "a" * 20_001])
async def test_an_empty_or_endless_message_is_refused_and_kept(desk: Open, text: str) -> None:
    at = desk()
    sam = await at.sits("sam")
    await sam.open("/")
    answer = await sam.submit("/threads", agent="pusher", text=text)
    assert answer.status_code == 422
    form = next(form for form in sam.page.forms if form["action"] == "/threads")
    assert form["fields"]["text"] == text


async def test_an_unknown_agent_is_not_found(desk: Open) -> None:
    at = desk()
    sam = await at.sits("sam")
    await sam.open("/")
    assert (await sam.submit("/threads", agent="nobody", text="hello")).status_code == 404


async def test_older_threads_are_behind_a_link(desk: Open) -> None:
    at = desk(*[choose("done", message="Done.")] * 22)
    for n in range(22):
        await at.house.launch(f"number {n:02}")
        at.house.clock.passes(seconds=1)
    sam = await at.sits("sam")
    await sam.open("/")
    assert "number 21" in sam.page.text
    assert "number 01" not in sam.page.text
    older = next(a["href"] for tag, a in sam.page.elements if tag == "a" and "?threads=" in a.get("href", ""))
    await sam.open(older)
    assert "number 01" in sam.page.text
    assert "Back to the newest" in sam.page.text
    assert (await sam.open("/?threads=nonsense")).status_code == 422


async def test_a_request_shows_what_runs_first_and_the_agents_words_last(desk: Open) -> None:
    at = desk(PUSH)
    id = await waiting(at)
    request = await at.house.app.views.find_request(id)
    olive = await at.sits("olive")
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
    parts += ["Silence is not consent", "The agent says (unverified)", "I push what Sam asked for."]
    assert_in_order(text, *parts)
    assert request.digest in text
    assert "Olive, Max" in text


async def test_approving_runs_what_was_shown(desk: Open) -> None:
    at = desk(PUSH)
    id = await waiting(at)
    olive = await at.sits("olive")
    await olive.open(f"/requests/{id}")
    answer = await olive.submit(f"/requests/{id}/decide", decision="approve")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/requests/{id}")
    await at.house.settle()
    assert at.house.ledger.lines == [f"{id} v1.4.2 f4b7f10"]
    answered = next(each for each in at.house.log(id.rpartition("-")[0]) if isinstance(each, e.Answered))
    assert (answered.person, answered.door) == ("olive", "web")
    assert answered.credential.startswith("session:")
    await olive.open(f"/requests/{id}")
    assert "Approved by Olive, 21 Nov 2026, 09:00" in olive.page.text
    assert all(form["action"] == "/sign-out" for form in olive.page.forms)


async def test_an_approval_can_be_taken_back_before_it_was_used(desk: Open) -> None:
    at = desk(PUSH)
    id = await waiting(at)
    olive, thread = await at.sits("olive"), id.rpartition("-")[0]
    await at.house.app.pause(thread, by="max")
    await olive.open(f"/requests/{id}")
    await olive.submit(f"/requests/{id}/decide", decision="approve")
    await at.house.settle()
    await olive.open(f"/requests/{id}")
    assert "Take back my approval" in olive.page.text
    assert (await olive.submit(f"/requests/{id}/decide", decision="take_back")).status_code == 303
    await olive.open(f"/threads/{thread}")
    assert_in_order(olive.page.text, "Approved by Olive", "Olive rejected", "Rejected by Olive")
    await at.house.app.resume(thread, by="max")
    await at.house.settle()
    assert at.house.ledger.lines == []


async def test_rejecting_tells_the_agent_why(desk: Open) -> None:
    at = desk(PUSH, choose("done", message="Understood."))
    id = await waiting(at)
    olive = await at.sits("olive")
    await olive.open(f"/requests/{id}/reject")
    await olive.submit(f"/requests/{id}/decide", "reason", decision="reject", reason="not on a Friday")
    await at.house.settle()
    assert at.house.ledger.lines == []
    assert b"not on a Friday" in at.house.model.seen[-1]
    await olive.open(f"/requests/{id}")
    assert "Rejected by Olive" in olive.page.text
    assert "not on a Friday" in olive.page.text


async def test_editing_approves_other_arguments_where_the_policy_allows_it(desk: Open) -> None:
    at = desk(PUSH, agent={"policy": EDITS})
    id = await waiting(at)
    olive = await at.sits("olive")
    await olive.open(f"/requests/{id}/edit")
    edited = {"decision": "approve", "field.tag": "v1.5.0"}
    assert (await olive.submit(f"/requests/{id}/decide", "field.tag", **edited)).status_code == 303
    await at.house.settle()
    assert at.house.ledger.lines == [f"{id} v1.5.0 f4b7f10"]


async def test_edited_arguments_may_still_come_as_json(desk: Open) -> None:
    at = desk(PUSH, agent={"policy": EDITS})
    id = await waiting(at)
    olive = await at.sits("olive")
    await olive.open(f"/requests/{id}")
    for wrong in ("{", '{"tag": 1}', '{"tag": "a", "tag": "b"}', "[]", ""):
        answer = await olive.submit(f"/requests/{id}/decide", decision="approve", arguments=wrong)
        assert answer.status_code == 422, wrong
    assert (await at.house.app.views.find_request(id)).status == "pending"
    edited = '{"commit": "f4b7f10",\r\n "tag": "v1.5.0"}'
    assert (await olive.submit(f"/requests/{id}/decide", decision="approve", arguments=edited)).status_code == 303
    await at.house.settle()
    assert at.house.ledger.lines == [f"{id} v1.5.0 f4b7f10"]


async def test_without_a_policy_for_it_there_is_no_editing(desk: Open) -> None:
    at = desk(PUSH)
    id = await waiting(at)
    olive = await at.sits("olive")
    await olive.open(f"/requests/{id}")
    assert not any("edit" in form["names"] for form in olive.page.forms)
    edited = '{"commit": "f4b7f10", "tag": "v9"}'
    answer = await olive.submit(f"/requests/{id}/decide", decision="approve", arguments=edited)
    assert answer.status_code == 403
    assert "allows no edits" in olive.page.text


async def test_who_may_not_decide_sees_why_and_no_button(desk: Open) -> None:
    at = desk(PUSH)
    id = await waiting(at)
    request = await at.house.app.views.find_request(id)
    sam = await at.sits("sam")
    await sam.open(f"/requests/{id}")
    assert "You may not decide this: only group managers may." in sam.page.text
    assert all(form["action"] == "/sign-out" for form in sam.page.forms)
    forged = {"csrf": sam.page.forms[0]["fields"]["csrf"], "digest": request.digest, "decision": "approve"}
    answer = await sam.post(f"/requests/{id}/decide", forged)
    assert answer.status_code == 403
    assert "Sam may not decide" in sam.page.text
    assert (await at.house.app.views.find_request(id)).votes == ()


async def test_a_decision_is_approve_or_reject(desk: Open) -> None:
    at = desk(PUSH)
    id = await waiting(at)
    olive = await at.sits("olive")
    for word in ("", "yes", "Approve"):
        await olive.open(f"/requests/{id}")
        assert (await olive.submit(f"/requests/{id}/decide", decision=word)).status_code == 422


async def test_an_expired_request_says_so(desk: Open) -> None:
    at = desk(PUSH)
    id = await waiting(at)
    olive = await at.sits("olive")
    await olive.open(f"/requests/{id}")
    at.house.clock.passes(hours=4)
    assert (await olive.submit(f"/requests/{id}/decide", decision="approve")).status_code == 409
    assert "expired" in olive.page.text
    assert at.house.ledger.lines == []


@pytest.mark.parametrize(
    ("asked", "typed"),
    [
        ({"format": "yes_no"}, "yes"),
        ({"format": "multiple_choice", "choices": ["the red one", "the blue one"]}, "the blue one"),
        ({"format": "free_text"}, "take the third"),
    ],
)
async def test_a_question_is_answered(desk: Open, asked: dict[str, Any], typed: str) -> None:
    step = choose("ask_human", question="Which one?", context="There are some.", urgency="high", **asked)
    at = desk(step, choose("done", message="Thank you."))
    id = await waiting(at)
    sam = await at.sits("sam")
    await sam.open("/")
    assert "Which one?" in sam.page.text
    await sam.open(f"/requests/{id}")
    assert "There are some." in sam.page.text
    assert "urgent" in sam.page.text
    offered = [found["value"] for tag, found in sam.page.elements if tag == "button" and found.get("name") == "answer"]
    assert offered == list({"yes_no": ["yes", "no"], "free_text": []}.get(asked["format"], asked.get("choices", [])))
    assert (await sam.submit(f"/requests/{id}/answer", answer=typed)).status_code == 303
    await at.house.settle()
    await sam.open(f"/requests/{id}")
    assert "Answered by Sam" in sam.page.text
    assert typed in sam.page.text


async def test_an_answer_that_is_none_of_the_choices_is_refused(desk: Open) -> None:
    at = desk(choose("ask_human", question="Sure?", context="", urgency="low", format="yes_no"))
    id = await waiting(at)
    sam = await at.sits("sam")
    await sam.open(f"/requests/{id}")
    assert (await sam.submit(f"/requests/{id}/answer", answer="maybe")).status_code == 422
    assert "is not one of: yes, no" in sam.page.text
    await sam.open(f"/requests/{id}")
    assert (await sam.submit(f"/requests/{id}/answer", answer="")).status_code == 422


async def test_a_stranger_to_a_question_may_not_answer(desk: Open) -> None:
    at = desk(
        choose("ask_human", question="Sure?", context="", urgency="low", format="yes_no"),
        agent={"owners": ApproverClause()},
    )
    id = await waiting(at)
    olive = await at.sits("olive")
    await olive.open(f"/requests/{id}")
    assert "You may not answer this: only Sam may answer." in olive.page.text


async def test_a_thread_is_decided_where_it_is_read(desk: Open) -> None:
    at = desk(choose("look", limit=2), PUSH, choose("done", message="v1.4.2 is out."))
    id = await waiting(at)
    thread = id.rpartition("-")[0]
    olive = await at.sits("olive")
    await olive.open(f"/threads/{thread}")
    text = olive.page.text
    parts = [
        "Sam opened a thread with pusher",
        "push it",
        "Chose look",
        "limit 2",
        "look finished",
        "c0 c1",
        "Chose push",
    ]
    parts += ["pusher wants to run push", '"v1.4.2"', "Write to pusher"]
    assert_in_order(text, *parts)
    answer = await olive.submit(f"/requests/{id}/decide", decision="approve")
    assert answer.headers["location"] == f"/threads/{thread}"
    await at.house.settle()
    await olive.open(f"/threads/{thread}")
    text = olive.page.text
    parts = [
        "Asked for approval of push",
        "Olive approved",
        "Approved by Olive",
        "Started push",
        "push finished",
        "v1.4.2 is out.",
    ]
    assert_in_order(text, *parts)
    assert "What will run" not in text


async def test_a_message_goes_into_the_thread_once(desk: Open) -> None:
    at = desk(choose("done", message="One."), choose("done", message="Two."))
    thread = await at.house.launch("hello")
    sam = await at.sits("sam")
    await sam.open(f"/threads/{thread}")
    for _ in range(2):
        answer = await sam.submit(f"/threads/{thread}/messages", text="and again")
        assert answer.headers["location"] == f"/threads/{thread}"
    await at.house.settle()
    assert at.house.types(thread).count("MessageReceived") == 2
    await sam.open(f"/threads/{thread}")
    assert "Two." in sam.page.text
    assert (await sam.submit(f"/threads/{thread}/messages", text="")).status_code == 422


async def test_pause_resume_fork_and_cancel(desk: Open) -> None:
    at = desk(PUSH)
    id = await waiting(at)
    thread = id.rpartition("-")[0]
    olive = await at.sits("olive")
    for act, status in (("pause", "Paused"), ("resume", "Waiting for a person")):
        await olive.open(f"/threads/{thread}")
        assert (await olive.submit(f"/threads/{thread}/{act}")).status_code == 303
        await olive.open(f"/threads/{thread}")
        assert status in olive.page.text
    forked = (await olive.submit(f"/threads/{thread}/fork", at="2")).headers["location"]
    await olive.open(forked)
    assert "Olive forked this thread from" in olive.page.text
    await olive.open(f"/threads/{thread}")
    await olive.submit(f"/threads/{thread}/cancel", reason="a mistake")
    await olive.open(f"/threads/{thread}")
    assert "Olive cancelled the thread" in olive.page.text
    assert "It takes no more messages." in olive.page.text
    assert (await at.house.app.views.find_request(id)).status == "cancelled"


async def test_what_is_too_late_shows_the_thread_as_it_is(desk: Open) -> None:
    at = desk(PUSH)
    thread = (await waiting(at)).rpartition("-")[0]
    olive = await at.sits("olive")
    await olive.open(f"/threads/{thread}")
    await at.house.app.pause(thread, by="max")
    assert (await olive.submit(f"/threads/{thread}/pause")).status_code == 409
    assert "Task is already paused." in olive.page.text
    assert "Max paused the thread" in olive.page.text
    for number in ("0", "99", "x", "1" * 30):
        assert (await olive.submit(f"/threads/{thread}/fork", at=number)).status_code == 422


async def test_every_event_has_a_line_and_an_unknown_one_its_name(desk: Open) -> None:
    at = desk(choose("done", message="Hi."))
    thread = await at.house.launch("hello")
    unknown = e.Unread(kind="TeleportedAway", version=1, raw=b'{"where":"<b>"}')
    await at.house.app.repository.commit_events(thread, lambda _: [unknown], SideWrites())
    sam = await at.sits("sam")
    answer = await sam.open(f"/threads/{thread}")
    assert answer.status_code == 200
    assert "TeleportedAway" in sam.page.text


async def test_a_prompt_is_shown_exactly(desk: Open) -> None:
    at = desk(PUSH)
    thread = (await waiting(at)).rpartition("-")[0]
    olive = await at.sits("olive")
    await olive.open(f"/threads/{thread}/prompts/1")
    rebuilt = at.house.app.prompts.rebuild_prompt(thread, 1)
    assert "Exact." in olive.page.text
    assert rebuilt.call.request in olive.page.text
    assert "You push." in olive.page.text
    words = "".join(olive.page.words)
    assert at.house.model.seen[0].decode() in words
    for wrong in ("2", "0", "x", "²", "9" * 30):
        assert (await olive.open(f"/threads/{thread}/prompts/{wrong}")).status_code == 404


async def test_mod4_the_pages_of_a_thread_and_of_a_prompt_show_what_the_model_answered(desk: Open) -> None:
    at = desk(ModelAnswer(words='Sure, <b>"v1"</b>\u202e'), PUSH)
    thread = (await waiting(at)).rpartition("-")[0]
    olive = await at.sits("olive")
    page = await olive.open(f"/threads/{thread}")
    assert page.text.count("What the model answered") == 2
    assert "<b>&#34;v1" not in page.text
    assert '<b>"v1' not in page.text
    assert 'Sure, <b>\\"v1\\"</b>' in "".join(olive.page.words)
    assert "\u202e" not in page.text
    await olive.open(f"/threads/{thread}/prompts/1")
    assert 'Sure, <b>\\"v1\\"</b>' in "".join(olive.page.words)
    assert "What it answered" in olive.page.text


async def test_mod4_a_long_answer_is_cut_on_the_page_of_the_thread_and_whole_on_its_own(desk: Open) -> None:
    at = desk(ModelAnswer(words="w" * 9_000), PUSH)
    thread = (await waiting(at)).rpartition("-")[0]
    olive = await at.sits("olive")
    assert "w" * 2_001 not in (await olive.open(f"/threads/{thread}")).text
    assert "w" * 9_000 in (await olive.open(f"/threads/{thread}/prompts/1")).text


@pytest.mark.parametrize("path", ["/requests/none-1", "/threads/none", "/threads/none/prompts/1", "/live?thread=none"])
async def test_what_is_not_there_is_a_page_that_says_so(desk: Open, path: str) -> None:
    at = desk()
    olive = await at.sits("olive")
    answer = await olive.open(path)
    assert answer.status_code == 404
    assert "Nothing is here" in olive.page.text
    assert answer.headers["content-type"].startswith("text/html")


async def test_that_no_language_model_is_set_is_said(desk: Open) -> None:
    at = desk()
    sam = await at.sits("sam")
    await sam.open("/")
    assert "No language model is set" not in sam.page.text
    at.house.app.models["pusher"] = OfflineModel()
    await sam.open("/")
    assert "No language model is set: a demo of fixed rules answers." in sam.page.text


async def test_a_database_that_does_not_answer_is_a_page_too(desk: Open) -> None:
    at = desk()
    sam = await at.sits("sam")
    await sam.open("/")
    fields = sam.page.forms[-1]["fields"] | {"agent": "pusher", "text": "hello"}
    at.house.app.database._writer.close()
    answer = await sam.post("/threads", fields)
    assert answer.status_code == 503
    assert "Not now" in sam.page.text


async def test_sl2_a_request_of_a_paused_thread_says_who_paused_it_and_can_be_decided(desk: Open) -> None:
    at = desk(PUSH, choose("done", message="v1.4.2 is out."))
    request = await waiting(at)
    thread = (await at.house.pending())[0].thread_id
    olive = await at.sits("olive")
    await at.house.app.pause(thread, by="max")
    await olive.open(f"/requests/{request}")
    assert "Paused by Max at" in olive.page.text
    assert "It can be decided; what is approved waits until its thread is resumed." in olive.page.text
    assert (await olive.submit(f"/requests/{request}/decide", decision="approve")).status_code == 303
    await olive.open(f"/requests/{request}")
    assert "It waits until its thread is resumed." in olive.page.text
    await at.house.app.resume(thread, by="max")
    await at.house.settle()
    await olive.open(f"/requests/{request}")
    assert "Paused by" not in olive.page.text
