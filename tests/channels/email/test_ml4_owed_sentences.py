"""Sentences to people that wrote while no mail could be sent: each is kept, over a restart too, and comes once when it can be sent."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.people import PeopleDirectory
from channels.email.outbound import durable_note_outbox
from channels.email.outbound.durable_note_outbox import OWED
from tests.channels.email.hostile_mails import DONE, PUSH, WAIT, answer, asked, judged, reply, sent_to, still_waits
from tests.channels.email.mail_world import MailFixture, body, correspondence
from tests.servers.mail import Servers

pytestmark = pytest.mark.usefixtures("trusted", "soon")

SAID = "Nothing was decided."


async def start(servers: Servers) -> None:
    await asyncio.to_thread(servers.start_submission)


async def owed(here: MailFixture) -> list[str]:
    return await here.platform.store.open_channel_store("email", here.platform.clock).list_keys(OWED)


async def until_owed(here: MailFixture, count: int) -> None:
    async with asyncio.timeout(60):
        while len(await owed(here)) != count:
            await asyncio.sleep(0.05)


def told(here: MailFixture, who: str = "olive", words: str = SAID) -> list[str]:
    return [body(each) for each in sent_to(here, who) if words in " ".join(body(each).split())]


async def test_ml4_a_sentence_waits_for_the_mail_server_and_comes_once(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        await asyncio.to_thread(mail.stop_submission)
        await here.replies("olive", sent_mail, "What is in it?")
        await judged(here, 2)
        await until_owed(here, 1)
        assert told(here) == []
        await start(mail)
        await here.mail("olive", SAID)
        await until_owed(here, 0)
        assert len(told(here)) == 1
        still_waits(here)
        await here.replies("olive", sent_mail, "approve")
        await here.until(lambda: here.ledger.lines)
        assert len(told(here)) == 1


async def test_ml4_a_sentence_outlives_a_restart(mail: Servers, tmp_path: Path) -> None:
    people = {name: mail.fresh() for name in ("sam", "olive", "max")}
    bot = mail.fresh()
    async with correspondence(mail, tmp_path, PUSH, WAIT, people=people, bot=bot) as here:
        sent_mail = await asked(here)
        await asyncio.to_thread(mail.stop_submission)
        await here.replies("olive", sent_mail, "What is in it?")
        await judged(here, 2)
        await until_owed(here, 1)
    await start(mail)
    async with correspondence(mail, tmp_path, WAIT, people=people, bot=bot) as again:
        await again.mail("olive", SAID)
        await until_owed(again, 0)
        assert len(told(again)) == 1


async def test_ml4_a_mail_server_that_says_not_now_gets_the_same_mail_again(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        mail.submission.answers = ["451 4.7.1 try again", "451 4.7.1 try again"]
        await here.replies("olive", sent_mail, "What is in it?")
        await here.mail("olive", SAID)
        await until_owed(here, 0)
        assert len(told(here)) == 1


async def test_ml4_an_answer_that_is_lost_makes_no_second_mail_of_another_id(mail: Servers, tmp_path: Path) -> None:
    """The server took the mail and the connection broke: the same mail comes again, and a program that compares ids sees one."""
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        mail.submission.hangs_up = 1
        await here.replies("olive", sent_mail, "What is in it?")
        await here.until(lambda: len(told(here)) == 2)
        await until_owed(here, 0)
        assert len({str(each["Message-ID"]) for each in sent_to(here, "olive")[1:]}) == 1
        first, second = (each.raw for each in mail.submission.took[-2:])
        assert first == second


async def test_ml4_a_sentence_to_nobody_is_not_tried_for_ever(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        mail.submission.ever[here.people["olive"].address] = "550 5.1.1 no such user"
        await here.replies("olive", sent_mail, "What is in it?")
        await judged(here, 2)
        await until_owed(here, 0)
        assert told(here) == []


async def test_ml4_what_waited_too_long_is_given_up(
    mail: Servers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(durable_note_outbox, "GIVE_UP", timedelta(seconds=5))
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        await asyncio.to_thread(mail.stop_submission)
        await here.surface.notifier.send_note(here.people["olive"].address, "", "A sentence.", (), "Re: x")
        assert len(await owed(here)) == 1
        await until_owed(here, 0)
        await start(mail)
        assert told(here, words="A sentence.") == []


async def test_ml4_a_robot_that_writes_on_while_no_mail_goes_out_is_owed_no_more_than_before(
    mail: Servers, tmp_path: Path
) -> None:
    async with correspondence(mail, tmp_path, PUSH, WAIT) as here:
        sent_mail = await asked(here)
        await asyncio.to_thread(mail.stop_submission)
        for number in range(12):
            await answer(here, sent_mail, reply(here, "olive", sent_mail, f"Ticket {number} was created."))
        await judged(here, 13)
        assert 0 < len(await owed(here)) <= 4
        most = len(await owed(here))
        await start(mail)
        await until_owed(here, 0)
        assert len(told(here)) == most
        still_waits(here)


async def test_ml4_a_sentence_that_waited_does_not_go_to_who_left_meanwhile(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        await asyncio.to_thread(mail.stop_submission)
        await here.replies("olive", sent_mail, "What is in it?")
        await judged(here, 2)
        await until_owed(here, 1)
        left = {id: each for id, each in here.platform.directory.people.items() if id != "olive"}
        await here.platform.replace_rules(
            PeopleDirectory(people=left), list(here.platform.agents.values()), dict(here.platform.models)
        )
        await until_owed(here, 0)  # an attempt that began before Olive left meets no server
        await start(mail)
        assert told(here) == []


async def test_ml4_no_secret_is_kept_or_sent_in_a_sentence(mail: Servers, tmp_path: Path) -> None:
    key = "ghp_" + "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hJ6"
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        await asyncio.to_thread(mail.stop_submission)
        await here.replies("olive", sent_mail, f"approve\n{key}")
        await judged(here, 2)
        await until_owed(here, 1)
        (owed_key,) = await owed(here)
        assert key.encode() not in (
            await here.platform.store.open_channel_store("email", here.platform.clock).get(OWED, owed_key) or b""
        )
        await start(mail)
        await here.mail("olive", SAID)
        assert all(key not in body(each) for each in sent_to(here, "olive"))
