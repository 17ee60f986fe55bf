"""A thread with an event of a newer version, while people go on in Slack: each act is answered, and none decides anything."""

from functools import partial
from pathlib import Path

import pytest

from bot.core import events as e
from bot.core.errors import THREAD_RESTS
from tests.channels.slack.slack_workspace import SlackFixture, Transport, slack_platform
from tests.channels.slack.test_holds import home_of
from tests.platform_fixture import choose
from tests.store.newer_rows import UNKNOWN, write_newer_events

TRANSPORTS: list[Transport] = ["http", "socket"]
PUSH = choose("push", tag="v1")
SAYS = "This thread rests: a newer version of Countersign wrote an event in it"


def has_told(here: SlackFixture, who: str, times: int) -> bool:
    return len(here.sentences(who)) == times


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_evt4_every_button_of_a_real_card_is_answered_and_decides_nothing(
    tmp_path: Path, transport: Transport
) -> None:
    async with slack_platform(tmp_path, PUSH, transport=transport) as here:
        root = await here.ask()
        card = await here.card()
        await here.until(lambda: here.types()[-1] == "Delivered")
        (thread,) = here.thread_ids()
        await write_newer_events(here.platform, thread, UNKNOWN)
        for n, button in enumerate(("Approve", "Reject…"), 1):
            assert (await here.app.click(here.user("olive"), card, button)).ok
            await here.until(partial(has_told, here, "olive", n))
        assert [text for text in here.sentences("olive") if SAYS not in text or thread in text] == []
        await here.app.stop(here.user("max"), root)
        await here.told("max", SAYS)
        assert (here.decisions(), here.ledger.lines) == ([], [])
        assert "Paused" not in here.types(thread)
        assert here.slack.complaints == []


async def test_evt4_the_buttons_of_a_question_are_answered_and_answer_nothing(tmp_path: Path) -> None:
    ask = choose("ask_human", question="Which?", context="", format="multiple_choice", choices=["red", "blue"])
    async with slack_platform(tmp_path, ask) as here:
        await here.ask()
        card = await here.card()
        await here.until(lambda: here.types()[-1] == "Delivered")
        (thread,) = here.thread_ids()
        await write_newer_events(here.platform, thread, UNKNOWN)
        assert (await here.app.click(here.user("sam"), card, "blue")).ok
        await here.told("sam", SAYS)
        assert here.decisions() == []
        assert "QuestionSettled" not in here.types(thread)


async def test_evt4_a_form_that_was_open_before_is_refused_when_it_is_sent(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, PUSH) as here:
        await here.ask()
        card = await here.card()
        await here.until(lambda: here.types()[-1] == "Delivered")
        await here.app.click(here.user("olive"), card, "Reject…")
        modal = await here.modal("olive")
        (thread,) = here.thread_ids()
        await write_newer_events(here.platform, thread, UNKNOWN)
        await here.app.submit(here.user("olive"), modal, {"reason": {"countersign.input": "not now"}})
        await here.quiet()
        assert here.decisions() == []


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_evt4_a_message_is_kept_and_its_writer_is_told_once(tmp_path: Path, transport: Transport) -> None:
    async with slack_platform(tmp_path, PUSH, transport=transport) as here:
        root = await here.ask()
        await here.card()
        await here.until(lambda: here.types()[-1] == "Delivered")
        (thread,) = here.thread_ids()
        await write_newer_events(here.platform, thread, UNKNOWN)
        for text in ("hurry up", "and now?"):
            assert (await here.app.mention(here.user("sam"), here.channel(), text, root)).ok
        await here.until(lambda: here.types(thread).count("MessageReceived") == 3)
        said = await here.until(lambda: [each for each in here.slack.world.messages if SAYS in each.text])
        await here.quiet()
        assert [THREAD_RESTS in each.text for each in said] == [True]
        told = [event for event in here.log(thread) if isinstance(event, e.PeopleNotified)]
        assert [event.to for event in told] == [("sam",)]


async def test_evt4_home_says_so_and_shows_no_button_to_decide(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, PUSH) as here:
        await here.ask()
        await here.card()
        await here.until(lambda: here.types()[-1] == "Delivered")
        (thread,) = here.thread_ids()
        await write_newer_events(here.platform, thread, UNKNOWN)
        await here.app.open_home(here.user("olive"))
        shown = await home_of(here, "olive", "This thread rests")
        assert "countersign.approve" not in shown
