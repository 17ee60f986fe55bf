"""The pages of a thread and of its prompts without JavaScript, and the pages of errors."""

import pytest

from agents.deploybot.offline_model import OfflineModel
from bot.core import events as e
from bot.core.steps import ModelAnswer
from tests.http.pages.open_pages import PUSH, Open, assert_in_order, waiting
from tests.platform_fixture import choose
from tests.store.newer_rows import write_newer_events


async def test_a_thread_is_decided_where_it_is_read(page_client: Open) -> None:
    at = page_client(choose("look", limit=2), PUSH, choose("done", message="v1.4.2 is out."))
    id = await waiting(at)
    thread = id.rpartition("-")[0]
    olive = await at.sign_in("olive")
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
    await at.platform.settle()
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


async def test_a_message_goes_into_the_thread_once(page_client: Open) -> None:
    at = page_client(choose("done", message="One."), choose("done", message="Two."))
    thread = await at.platform.launch("hello")
    sam = await at.sign_in("sam")
    await sam.open(f"/threads/{thread}")
    for _ in range(2):
        answer = await sam.submit(f"/threads/{thread}/messages", text="and again")
        assert answer.headers["location"] == f"/threads/{thread}"
    await at.platform.settle()
    assert at.platform.types(thread).count("MessageReceived") == 2
    await sam.open(f"/threads/{thread}")
    assert "Two." in sam.page.text
    assert (await sam.submit(f"/threads/{thread}/messages", text="")).status_code == 422


async def test_pause_resume_fork_and_cancel(page_client: Open) -> None:
    at = page_client(PUSH)
    id = await waiting(at)
    thread = id.rpartition("-")[0]
    olive = await at.sign_in("olive")
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
    assert (await at.platform.app.queries.find_request(id)).status == "cancelled"


async def test_what_is_too_late_shows_the_thread_as_it_is(page_client: Open) -> None:
    at = page_client(PUSH)
    thread = (await waiting(at)).rpartition("-")[0]
    olive = await at.sign_in("olive")
    await olive.open(f"/threads/{thread}")
    await at.platform.app.pause(thread, by="max")
    assert (await olive.submit(f"/threads/{thread}/pause")).status_code == 409
    assert "Task is already paused." in olive.page.text
    assert "Max paused the thread" in olive.page.text
    for number in ("0", "99", "x", "1" * 30):
        assert (await olive.submit(f"/threads/{thread}/fork", at=number)).status_code == 422


async def test_every_event_has_a_line_and_an_unknown_one_its_name(page_client: Open) -> None:
    at = page_client(choose("done", message="Hi."))
    thread = await at.platform.launch("hello")
    unknown = e.UnreadEvent(unread_type="TeleportedAway", unread_version=1, raw=b'{"where":"<b>"}')
    await write_newer_events(at.platform.app, thread, unknown)
    sam = await at.sign_in("sam")
    answer = await sam.open(f"/threads/{thread}")
    assert answer.status_code == 200
    assert "TeleportedAway" in sam.page.text


async def test_a_prompt_is_shown_exactly(page_client: Open) -> None:
    at = page_client(PUSH)
    thread = (await waiting(at)).rpartition("-")[0]
    olive = await at.sign_in("olive")
    await olive.open(f"/threads/{thread}/prompts/1")
    rebuilt = await at.platform.app.prompts.rebuild_prompt(thread, 1)
    assert "Exact." in olive.page.text
    assert rebuilt.call.request in olive.page.text
    assert "You push." in olive.page.text
    words = "".join(olive.page.words)
    assert at.platform.model.seen[0].decode() in words
    for wrong in ("2", "0", "x", "²", "9" * 30):
        assert (await olive.open(f"/threads/{thread}/prompts/{wrong}")).status_code == 404


async def test_mod4_the_pages_of_a_thread_and_of_a_prompt_show_what_the_model_answered(page_client: Open) -> None:
    at = page_client(ModelAnswer(words='Sure, <b>"v1"</b>\u202e'), PUSH)
    thread = (await waiting(at)).rpartition("-")[0]
    olive = await at.sign_in("olive")
    page = await olive.open(f"/threads/{thread}")
    assert page.text.count("What the model answered") == 2
    assert "<b>&#34;v1" not in page.text
    assert '<b>"v1' not in page.text
    assert 'Sure, <b>\\"v1\\"</b>' in "".join(olive.page.words)
    assert "\u202e" not in page.text
    await olive.open(f"/threads/{thread}/prompts/1")
    assert 'Sure, <b>\\"v1\\"</b>' in "".join(olive.page.words)
    assert "What it answered" in olive.page.text


async def test_mod4_a_long_answer_is_cut_on_the_page_of_the_thread_and_whole_on_its_own(page_client: Open) -> None:
    at = page_client(ModelAnswer(words="w" * 9_000), PUSH)
    thread = (await waiting(at)).rpartition("-")[0]
    olive = await at.sign_in("olive")
    assert "w" * 2_001 not in (await olive.open(f"/threads/{thread}")).text
    assert "w" * 9_000 in (await olive.open(f"/threads/{thread}/prompts/1")).text


@pytest.mark.parametrize("path", ["/requests/none-1", "/threads/none", "/threads/none/prompts/1", "/live?thread=none"])
async def test_what_is_not_there_is_a_page_that_says_so(page_client: Open, path: str) -> None:
    at = page_client()
    olive = await at.sign_in("olive")
    answer = await olive.open(path)
    assert answer.status_code == 404
    assert "Nothing is here" in olive.page.text
    assert answer.headers["content-type"].startswith("text/html")


async def test_that_no_language_model_is_set_is_said(page_client: Open) -> None:
    at = page_client()
    sam = await at.sign_in("sam")
    await sam.open("/")
    assert "No language model is set" not in sam.page.text
    at.platform.app.models["pusher"] = OfflineModel()
    await sam.open("/")
    assert "No language model is set: a demo of fixed rules answers." in sam.page.text
