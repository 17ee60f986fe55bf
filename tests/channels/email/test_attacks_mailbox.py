"""Faults of the mailbox and of the platform: mails that come twice, changed mailboxes, unavailable stores."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from tests.channels.email.hostile_mails import (
    DONE,
    PUSH,
    WAIT,
    answer,
    asked,
    fresh_mail,
    judged,
    notes,
    outgoing,
    post,
    reply,
    sent_to,
    stranger,
    taken,
)
from tests.channels.email.mail_world import MailFixture, correspondence
from tests.channels.email.reply_scenarios import POISON
from tests.platform_fixture import choose
from tests.servers.mail import Servers

pytestmark = pytest.mark.usefixtures("trusted")


def again(here: MailFixture) -> dict[str, object]:
    """The settings that make the next platform the same one."""
    return {"bot": here.bot, "people": here.people}


async def test_eml21_a9_mails_that_come_while_the_platform_is_down_are_taken_once(
    mail: Servers, tmp_path: Path
) -> None:
    async with correspondence(mail, tmp_path, PUSH, WAIT) as here:
        sent_mail = await asked(here)
        await here.replies("olive", sent_mail, "hm?")
        await here.mail("olive", "Reply once more")
    approval = reply(here, "olive", sent_mail)
    for raw in (approval, approval):
        await answer(here, sent_mail, raw)
    await here.writes("sam", "And then v2, please.")
    sent = len(outgoing(here))
    async with correspondence(mail, tmp_path, choose("done", message="v1 is out."), DONE, **again(here)) as second:  # type: ignore[arg-type]
        await second.until(lambda: second.ledger.lines)
        await second.mail("sam", "v1 is out.")
        await judged(second, 4)
        assert (len(second.decisions()), len(second.ledger.lines), len(second.thread_ids())) == (1, 1, 2)
    async with correspondence(mail, tmp_path, **again(here)) as third:  # type: ignore[arg-type]
        await third.writes("sam", "Still there?")
        await judged(third, 5)
        assert taken(third) == 5
        assert sum("Reply once more" in mail.as_string() for mail in outgoing(third)[sent:]) == 0
        assert len(third.ledger.lines) == 1


async def test_eml21_a9_a_mailbox_that_numbers_anew_gives_nothing_a_second_time(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        await here.replies("olive", sent_mail, "hm?")
        await here.mail("olive", "Reply once more")
        await here.replies("olive", sent_mail, "approve")
        await here.mail("sam", "v1 is out.")
    dove, user = mail.dove, here.bot.address
    dove.doveadm("flags", "remove", "-u", user, "CountersignTaken", "mailbox", "INBOX", "ALL")
    dove.doveadm("mailbox", "update", "-u", user, "--uid-validity", "77777", "--min-next-uid", "900", "INBOX")
    dove.doveadm("copy", "-u", user, "INBOX", "mailbox", "INBOX", "ALL")
    sent = len(outgoing(here))
    async with correspondence(mail, tmp_path, choose("done", message="Yes."), **again(here)) as second:  # type: ignore[arg-type]
        place = await second.surface._mailbox.find_position()  # type: ignore[union-attr]
        assert place.uidvalidity == 77777
        await second.writes("sam", "Still there?")
        await second.mail("sam", "Yes.")
        assert taken(second) == 4
        assert (len(second.decisions()), len(second.ledger.lines), len(second.thread_ids())) == (1, 1, 2)
        assert len(outgoing(second)[sent:]) == 1


async def test_a29_a_poisoned_mail_is_laid_aside_for_good_and_no_other_waits_for_it(
    mail: Servers, tmp_path: Path
) -> None:
    async with correspondence(mail, tmp_path, PUSH, WAIT) as here:
        sent_mail = await asked(here)
        slow = reply(here, "olive", sent_mail, POISON.replace("\r\n", "\n"), quotes=False, Content_Type="text/html")
        await answer(here, sent_mail, slow)
        await here.noted("mail laid aside")
        await answer(here, sent_mail, slow)
    async with correspondence(mail, tmp_path, DONE, **again(here)) as second:  # type: ignore[arg-type]
        await second.replies("olive", sent_mail, "approve")
        await second.until(lambda: second.ledger.lines)
        assert len(notes(second, "mail laid aside")) == 2
        assert len(second.decisions()) == 1


@pytest.fixture
def logged() -> Iterator[list[EventDict]]:
    """The lines of the log, as they come."""
    with capture_logs() as lines:
        yield lines


async def test_a_store_that_is_away_keeps_every_mail_for_later_and_decides_each_once(
    mail: Servers, tmp_path: Path, logged: list[EventDict]
) -> None:
    def hurried(path: str) -> sqlite3.Connection:
        return sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=256, timeout=0.05)

    async with correspondence(mail, tmp_path, PUSH, DONE, connect=hurried) as here:
        sent_mail = await asked(here)
        stranger(here)
        await here.until(lambda: here.types().count("Delivered") == 3)
        with_lock = sqlite3.connect(tmp_path / "house.db", isolation_level=None)
        with_lock.execute("BEGIN IMMEDIATE")
        bomb = reply(here, "olive", sent_mail, also="\r\n".join(f"X-{n}: y" for n in range(10_000)))
        await answer(here, sent_mail, bomb)
        await post(here, fresh_mail(here, here.people["eve"].address, "push v2"), here.bot.address)
        await answer(here, sent_mail, reply(here, "olive", sent_mail))
        await here.until(lambda: any(line["event"] == "mail put off" for line in logged))
        with_lock.execute("ROLLBACK")
        with_lock.close()
        await here.until(lambda: here.ledger.lines)
        await here.mail("sam", "v1 is out.")
        assert (len(here.decisions()), len(here.ledger.lines), taken(here)) == (1, 1, 3)
        assert len(notes(here, "mail laid aside")) == 1
        assert len(sent_to(here, "eve")) == 1


async def test_a30_no_password_goes_to_a_server_that_nobody_vouches_for(
    mail: Servers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    async with correspondence(mail, tmp_path, PUSH) as here:
        await here.platform.launch("pusher", "push v1", by="sam")
        out, into = await here.surface.examine()
        assert (out.mark, into.mark) == ("fail", "fail")
        assert "not trusted" in out.text
        assert "certificate" in into.text.lower()
        assert outgoing(here) == []
        assert len(await here.pending()) == 1


async def test_a30_a_submission_without_starttls_gets_no_password(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH) as here:
        from channels.email.outbound.smtp_client import SmtpClient
        from channels.email.server_urls import read_smtp_url

        bare = SmtpClient(
            read_smtp_url(f"smtp://{here.bot.address.replace('@', '%40')}:secret@localhost:{mail.mx.port}")
        )
        with pytest.raises(Exception, match="STARTTLS"):
            await bare.check_server()
        await bare.close()


async def test_what_lay_in_the_mailbox_long_before_the_first_start_is_nobodys_question(
    mail: Servers, tmp_path: Path
) -> None:
    bot, sam = mail.fresh(), mail.fresh()
    old = (
        f"From: {sam.address}\r\nTo: {bot.address}\r\nSubject: old\r\nMessage-ID: <old@example.test>\r\n\r\npush v0\r\n"
    )
    stamped = b"Authentication-Results: mx.example.test; dmarc=pass header.from=example.test\r\n" + old.encode()
    with mail.dove.client(*bot.login) as client:
        client.append("INBOX", "", '"20-Nov-2026 10:00:00 +0000"', stamped)
    people = {"sam": sam, "olive": mail.fresh(), "max": mail.fresh()}
    async with correspondence(mail, tmp_path, choose("done", message="Yes."), bot=bot, people=people) as here:
        await here.writes("sam", "Anybody there?")
        await here.mail("sam", "Yes.")
        assert len(here.thread_ids()) == 1
