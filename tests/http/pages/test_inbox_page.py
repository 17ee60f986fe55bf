"""The inbox without JavaScript: requests sorted by the people that can decide them, threads, and a form that asks an agent."""

import pytest

from bot.core import events as e
from bot.core.channel_messages import ChannelAddress
from bot.core.people import ApproverClause
from bot.core.policy import Policy
from tests.http.pages.open_pages import PUSH, Open, waiting
from tests.platform_fixture import choose

TWO = Policy(approvers=(ApproverClause(groups=("managers",), quorum=2),))


async def test_the_inbox_sorts_by_whom_it_waits_for(page_client: Open) -> None:
    at = page_client(PUSH)
    id = await waiting(at)
    olive, sam = await at.sign_in("olive"), await at.sign_in("sam")
    hers = (await olive.open("/")).text
    assert hers.index("Waiting for you") < hers.index(f"/requests/{id}") < hers.index("Ask an agent")
    assert '"v1.4.2"' in olive.page.text
    his = (await sam.open("/")).text
    assert "Nothing waits for you." in his
    assert his.index("Waiting for others") < his.index(f"/requests/{id}")
    assert "You may not decide this: only group managers may." in sam.page.text


async def test_who_has_voted_is_no_longer_waited_for(page_client: Open) -> None:
    at = page_client(PUSH, agent={"policy": TWO})
    id = await waiting(at)
    olive = await at.sign_in("olive")
    await olive.open(f"/requests/{id}")
    await olive.submit(f"/requests/{id}/decide", decision="approve")
    await olive.open("/")
    assert "Nothing waits for you." in olive.page.text
    assert "You approved this." in olive.page.text
    await olive.open(f"/requests/{id}")
    assert "1 of 2 group managers" in olive.page.text
    assert "you may still change your decision" in olive.page.text


async def test_an_agent_is_asked_from_the_inbox_once(page_client: Open) -> None:
    at = page_client(choose("done", message="Hello Sam."))
    sam = await at.sign_in("sam")
    await sam.open("/")
    first = await sam.submit("/threads", agent="pusher", text="say hello\r\nto Sam")
    again = await sam.submit("/threads", agent="pusher", text="say hello\r\nto Sam")
    assert first.headers["location"] == again.headers["location"]
    await at.platform.settle()
    thread = first.headers["location"].removeprefix("/threads/")
    message = at.platform.log(thread)[1]
    assert isinstance(message, e.MessageReceived)
    assert (message.text, message.by, message.route) == ("say hello\nto Sam", "sam", ChannelAddress(channel="web"))
    other = await sam.submit("/threads", agent="pusher", text="something else")
    assert other.headers["location"] != first.headers["location"]
    await sam.open(first.headers["location"])
    assert "Hello Sam." in sam.page.text
    assert "Finished" in sam.page.text


@pytest.mark.parametrize("text", ["", "  \n ", "a" * 20_001])
async def test_an_empty_or_endless_message_is_refused_and_kept(page_client: Open, text: str) -> None:
    at = page_client()
    sam = await at.sign_in("sam")
    await sam.open("/")
    answer = await sam.submit("/threads", agent="pusher", text=text)
    assert answer.status_code == 422
    form = next(form for form in sam.page.forms if form["action"] == "/threads")
    assert form["fields"]["text"] == text


async def test_an_unknown_agent_is_not_found(page_client: Open) -> None:
    at = page_client()
    sam = await at.sign_in("sam")
    await sam.open("/")
    assert (await sam.submit("/threads", agent="nobody", text="hello")).status_code == 404


async def test_older_threads_are_behind_a_link(page_client: Open) -> None:
    at = page_client(*[choose("done", message="Done.")] * 22)
    for n in range(22):
        await at.platform.launch(f"number {n:02}")
        at.platform.clock.passes(seconds=1)
    sam = await at.sign_in("sam")
    await sam.open("/")
    assert "number 21" in sam.page.text
    assert "number 01" not in sam.page.text
    older = next(a["href"] for tag, a in sam.page.elements if tag == "a" and "?threads=" in a.get("href", ""))
    await sam.open(older)
    assert "number 01" in sam.page.text
    assert "Back to the newest" in sam.page.text
    assert (await sam.open("/?threads=nonsense")).status_code == 422
