"""A thread with an event of a newer version, while people go on by mail: replies decide nothing and are answered."""

from pathlib import Path

import pytest

from bot.core import events as e
from bot.core.errors import THREAD_RESTS
from tests.channels.email.hostile_mails import DONE, PUSH, asked, judged, taken
from tests.channels.email.mail_world import body, correspondence
from tests.platform_fixture import choose
from tests.servers.mail import Servers
from tests.store.newer_rows import UNKNOWN, write_newer_events

pytestmark = pytest.mark.usefixtures("trusted")

SAYS = "This thread rests"


@pytest.mark.parametrize("words", ["approve", "reject\nnot now", "sounds good to me, I guess"])
async def test_evt4_a_reply_to_our_real_mail_decides_nothing_and_is_answered(
    mail: Servers, tmp_path: Path, words: str
) -> None:
    """An unclear reply is not asked back either."""
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        (thread,) = here.thread_ids()
        await write_newer_events(here.platform, thread, UNKNOWN)
        await here.replies("olive", sent_mail, words)
        told = await here.mail("olive", SAYS)
        assert THREAD_RESTS in " ".join(body(told).split())
        assert "Did you mean" not in body(told)
        assert (here.decisions(), here.ledger.lines) == ([], [])
        types = [event.row_type for event in here.log(thread)]
        assert not {"Answered", "ApprovalSettled"} & set(types)


async def test_evt4_a_reply_to_a_question_answers_nothing(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, choose("ask_human", question="Which tag?", context=""), DONE) as here:
        await here.writes("sam", "push it")
        sent_mail = await here.mail("sam", "Which tag?")
        await here.until(lambda: here.types()[-1] == "Delivered")
        (thread,) = here.thread_ids()
        await write_newer_events(here.platform, thread, UNKNOWN)
        await here.replies("sam", sent_mail, "v2")
        await here.mail("sam", SAYS)
        assert here.decisions() == []


async def test_evt4_a_message_by_mail_is_kept_and_its_writer_is_told_once(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, choose("reply", message="Which tag?")) as here:
        await here.writes("sam", "push it")
        said = await here.mail("sam", "Which tag?")
        await here.until(lambda: here.types().count("Delivered") == 1)
        (thread,) = here.thread_ids()
        await write_newer_events(here.platform, thread, UNKNOWN)
        before = taken(here)
        for text in ("v1", "or v2"):
            await here.replies("sam", said, text)
        await judged(here, before + 2)
        await here.mail("sam", SAYS)
        kept = [event.text for event in here.log(thread) if isinstance(event, e.MessageReceived)]
        assert [text in whole for text, whole in zip(("push it", "v1", "or v2"), kept, strict=True)] == [True] * 3
        assert len([each for each in await here.mails("sam") if SAYS in body(each)]) == 1
