"""A proved writer into a conversation that is closed to them is told so, a limited number of times."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.core.agent import Agent
from tests.channels.email.hostile_mails import PUSH, WAIT, answer, fresh_mail, judged, notes, post, reply
from tests.channels.email.mail_world import ORIGIN, MailFixture, body, correspondence
from tests.channels.email.reply_scenarios import ELEVEN_MB, attached, cancels, holds, nothing, texts, told
from tests.platform_fixture import OutsideLedger, agent, choose
from tests.servers.mail import Servers

pytestmark = pytest.mark.usefixtures("trusted")


async def _talk(here: MailFixture) -> EmailMessage:
    """Sam has begun a conversation; returns the agent's answer."""
    await here.writes("sam", "push it")
    said = await here.mail("sam", "Which tag?")
    await here.until(lambda: here.types().count("Delivered") == 1)
    return said


def _another(ledger: OutsideLedger) -> Agent:
    return replace(agent(ledger), name="second")


async def _pauses(here: MailFixture) -> None:
    await here.platform.pause(here.thread_ids()[0], by="max")


CONVERSATIONS: dict[str, tuple[Callable[[MailFixture], Awaitable[None]], str, str, int]] = {
    "cancelled": (cancels, "v1", "This conversation was cancelled by Max at", 4),
    "paused": (_pauses, "v1", "This conversation is paused by Max at", 1),
    "of a paused agent": (holds, "v1", "This conversation is paused by Max at", 1),
    "by a mail of eleven megabytes": (nothing, "v1\n" + ELEVEN_MB, "MB and was not read: 10 MB is the most", 4),
}


@pytest.mark.parametrize("what", CONVERSATIONS)
async def test_ml4_whoever_writes_into_a_conversation_that_does_not_hear_is_told_so_and_not_for_ever(
    mail: Servers, tmp_path: Path, what: str
) -> None:
    before, text, heard, most = CONVERSATIONS[what]
    async with correspondence(mail, tmp_path, choose("reply", message="Which tag?"), WAIT) as here:
        said = await _talk(here)
        await before(here)
        for number in range(6):
            await answer(here, said, reply(here, "sam", said, f"{number} {text}"))
        await judged(here, 7)
        await here.until(lambda: told(here, "sam", heard) == most)
        found = [text for text in texts(here, "sam") if heard in text]
        closing = ["This is my last answer about this" in text for text in found]
        assert closing == [False] * (most - 1) + [most > 1]
        assert most == 1 or ORIGIN in found[-1]


async def test_ml4_a_cancelled_conversation_says_by_whom_and_that_a_new_mail_begins_a_new_one(
    mail: Servers, tmp_path: Path
) -> None:
    script = (choose("reply", message="Which tag?"), choose("reply", message="A new one."))
    async with correspondence(mail, tmp_path, *script) as here:
        said = await _talk(here)
        await here.platform.cancel(here.thread_ids()[0], by="max", reason="a secret reason")
        await here.replies("sam", said, "v1")
        ended = await here.mail("sam", "This conversation was cancelled by Max at 20")
        text = " ".join(body(ended).split())
        assert f"Write a new mail to {here.bot.address} to begin a new conversation." in text
        assert "secret" not in text
        await here.replies("sam", ended, "Another thing, then.")
        await here.mail("sam", "A new one.")
        assert len(here.thread_ids()) == 2


async def test_ml4_what_was_written_into_a_paused_conversation_is_read_when_it_goes_on(
    mail: Servers, tmp_path: Path
) -> None:
    script = (choose("reply", message="Which tag?"), choose("reply", message="v1, then."))
    async with correspondence(mail, tmp_path, *script) as here:
        said = await _talk(here)
        await _pauses(here)
        await here.replies("sam", said, "v1")
        await here.mail("sam", "Your mail is kept")
        await here.platform.resume(here.thread_ids()[0], by="max")
        await here.mail("sam", "v1, then.")


async def test_ml4_a_conversation_whose_agent_is_gone_says_so(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, choose("reply", message="Which tag?")) as here:
        said = await _talk(here)
    again: dict[str, Any] = {"bot": here.bot, "people": here.people}
    async with correspondence(mail, tmp_path, agents=_another, **again) as second:
        for text in ("v1", "Hello?"):
            await second.replies("sam", said, text)
        await judged(second, 3)
        await second.until(lambda: told(second, "sam", "pusher, the agent of this conversation, is not set up") == 1)
        assert len(second.thread_ids()) == 1


async def test_ml4_a_new_mail_of_eleven_megabytes_starts_nothing_and_its_writer_hears_its_size(
    mail: Servers, tmp_path: Path
) -> None:
    async with correspondence(mail, tmp_path, PUSH) as here:
        file, headers = attached("push v1", content=ELEVEN_MB)
        raw = fresh_mail(here, here.people["sam"].address, file, MIME_Version="1.0", **headers)
        with capture_logs() as logged:
            await post(here, raw, here.bot.address)
            await here.until(lambda: told(here, "sam", "MB and was not read: 10 MB is the most"))
        assert here.thread_ids() == []
        assert notes(here, "mail laid aside") == []
        assert sum(line["event"] == "mail ignored" and "mail not read" in line["why"] for line in logged) == 1


async def test_ml4_what_is_written_within_an_hour_of_too_much_is_told_once(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, *[WAIT] * 60) as here:
        for number in range(43):
            await post(here, fresh_mail(here, here.people["sam"].address, f"hello {number}"), here.bot.address)
        await judged(here, 43)
        await here.until(lambda: told(here, "sam", "I did not read your mail", "not read and not answered"))
        assert told(here, "sam", "I did not read your mail") == 1
