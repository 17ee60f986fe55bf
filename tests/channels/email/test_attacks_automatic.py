"""Attacks and faults by mail that no person wrote: absences, reports, bounces, lists, loops. None is a turn or a decision."""

import asyncio
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from bot.core import events as e
from tests.channels.email.hostile_mails import (
    DONE,
    PUSH,
    WAIT,
    answer,
    asked,
    bounces,
    envelope_sender,
    fresh_mail,
    judged,
    notes,
    outgoing,
    post,
    reply,
    report,
    sent_to,
    still_decidable,
    still_waits,
    stranger,
)
from tests.channels.email.mail_world import MailFixture, body, correspondence
from tests.platform_fixture import choose
from tests.servers.mail import Servers

pytestmark = pytest.mark.usefixtures("trusted")

MARKED = [
    "Auto-Submitted: auto-replied",
    "Auto-Submitted: auto-generated; owner=x",
    "X-Autoreply: yes",
    "X-Autorespond: yes",
    "X-Apple-Action: VACATION",
    "X-MS-Exchange-Inbox-Rules-Loop: olive@example.test",
    "Precedence: bulk",
    "Precedence: auto_reply",
    "X-Failed-Recipients: x@example.test",
]
ABSENT = ["Automatic reply: A release", "Abwesend: Re: A release", "Out of office", "Réponse automatique : A release"]


async def test_eml12_a12_an_absence_that_says_approve_decides_nothing_and_is_not_answered(
    mail: Servers, tmp_path: Path
) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        before = len(outgoing(here))
        for header in MARKED:
            await answer(here, sent_mail, reply(here, "olive", sent_mail, also=header))
        for subject in ABSENT:
            await answer(here, sent_mail, reply(here, "olive", sent_mail, Subject=subject))
        await answer(here, sent_mail, reply(here, "olive", sent_mail), sender="")
        await answer(here, sent_mail, reply(here, "olive", sent_mail, "approved leave until 3 Dec.\nOlive"))
        count = len(MARKED) + len(ABSENT) + 1
        await judged(here, 2 + count)
        assert len(notes(here, "automatic mail")) == count
        assert len(notes(here, "unclear mail")) == 1
        assert {str(mail["To"]) for mail in outgoing(here)[before:]} <= {here.people["olive"].address}
        assert len(outgoing(here)) <= before + 1
        await still_decidable(here, sent_mail)


async def test_eml12_a14_lists_and_programs_start_nothing(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH) as here:
        lists = [{"List_Id": "<x.example.test>"}, {"Precedence": "list"}, {"List_Unsubscribe": "<mailto:x@y.test>"}]
        for headers in lists:
            await post(here, fresh_mail(here, here.people["sam"].address, "push v1", **headers), here.bot.address)
        for local in ("no-reply", "mailer-daemon", "postmaster", "bounces+x=y"):
            await post(here, fresh_mail(here, f"{local}@example.test", "push v1"), here.bot.address)
        await judged(here, 7)
        assert (here.thread_ids(), outgoing(here)) == ([], [])
        assert len(notes(here, "automatic mail")) == 7


async def test_eml13_a13_a_warning_changes_nothing_a_bounce_is_known_and_the_last_one_reaches_the_agent(
    mail: Servers, tmp_path: Path
) -> None:
    async with correspondence(mail, tmp_path, PUSH, choose("reply", message="Nobody could be told."), WAIT) as here:
        sent_mail, other = await asked(here), await here.mail("max", "Approval needed")
        copy = await here.mail("sam", "Others decide")
        assert envelope_sender(here, sent_mail).partition("+")[2].startswith("b-")
        assert len({envelope_sender(here, each) for each in (sent_mail, other, copy)}) == 3
        await bounces(here, sent_mail, "delayed", "4.4.7")
        await bounces(here, sent_mail, "relayed", "2.1.9")
        prose = fresh_mail(here, "mailer-daemon@example.test", "The server said: 4.4.7, busy.", Subject="A note")
        await post(here, prose, envelope_sender(here, sent_mail), sender="", verdict="none")
        await judged(here, 4)
        assert notes(here, "mail came back") == ["4.4.7 delayed"]
        assert "DeliveryFailed" not in here.types()
        await bounces(here, sent_mail)
        await bounces(here, sent_mail, status="5.2.2")
        await judged(here, 6)
        await bounces(here, other)
        await here.until(lambda: here.types().count("DeliveryFailed") == 2)
        assert "ApprovalSettled" not in here.types()
        await bounces(here, copy)
        failed = await here.until(lambda: [event for event in here.log() if isinstance(event, e.DeliveryFailed)][2:])
        assert [bool(event.call) for event in here.log() if isinstance(event, e.DeliveryFailed)] == [False, False, True]
        assert failed[0].returned == str(copy["Message-ID"])
        await here.mail("sam", "Nobody could be told.")
        assert any(b"5.1.1" in seen for seen in here.model.seen)
        await here.replies("max", other, "approve")
        await here.until(lambda: here.ledger.lines)


async def test_eml13_a_recipient_who_is_refused_at_once_is_not_asked_for_ever_and_the_others_are(
    mail: Servers, tmp_path: Path
) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        here.servers.submission.ever[here.people["olive"].address] = "550 5.1.1 no such user"
        await here.writes("sam", "push v1 please")
        other = await here.mail("max", "Approval needed")
        failed = await here.until(lambda: [event for event in here.log() if isinstance(event, e.DeliveryFailed)])
        assert "5.1.1" in failed[0].error
        assert failed[0].retry_at is None
        await here.replies("max", other, "approve")
        await here.until(lambda: here.ledger.lines)


async def test_a13_reports_and_receipts_that_quote_our_mail_decide_nothing(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        to = str(sent_mail["Reply-To"]).rpartition("<")[2].strip("> ")
        for kind in ("message/delivery-status", "message/disposition-notification", "message/feedback-report"):
            await post(here, report(here, sent_mail, to, "failed", f"5.1.{len(kind)}", kind), to, sender="")
        await judged(here, 4)
        assert "DeliveryFailed" not in here.types()
        await still_decidable(here, sent_mail)


async def test_a13_a_bounce_that_somebody_made_up_needs_the_deliverys_own_address(
    mail: Servers, tmp_path: Path
) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        local = here.bot.address.partition("@")[0]
        made_up = [here.bot.address, f"{local}+b-{'a' * 26}@example.test"]
        for to in made_up:
            await bounces(here, sent_mail, to=to)
        await judged(here, 3)
        assert len(notes(here, "mail came back")) == 2
        assert "DeliveryFailed" not in here.types()
        await still_decidable(here, sent_mail)


async def test_a15_our_own_mail_that_comes_back_is_not_taken(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        to = str(sent_mail["Reply-To"]).rpartition("<")[2].strip("> ")
        await post(here, sent_mail.as_bytes(policy=SMTP), to)
        await post(here, sent_mail.as_bytes(policy=SMTP), here.bot.address)
        await post(here, fresh_mail(here, here.bot.address, "push v1"), here.bot.address)
        await post(here, fresh_mail(here, to, "approve", to=to), to)
        hops = "\r\n".join(["Received: from a by b; Wed, 25 Nov 2026 10:00:00 +0000"] * 31)
        await answer(here, sent_mail, reply(here, "olive", sent_mail, also=hops))
        await answer(here, sent_mail, reply(here, "olive", sent_mail, also="X-Loop: somebody@example.test"))
        await judged(here, 7)
        assert len(notes(here, "automatic mail")) == 6
        assert len(here.thread_ids()) == 1
        await still_decidable(here, sent_mail)


AWAY = "I am away from my desk until Monday, and will read your mail when I am back."


async def test_eml14_a15_two_programs_that_answer_each_other_stop_within_three_exchanges(
    mail: Servers, tmp_path: Path
) -> None:
    """Sam's program answers each mail, and marks nothing."""
    talk = [choose("reply", message=f"Are you there? ({number})") for number in range(12)]
    async with correspondence(mail, tmp_path, *talk) as here:
        await here.writes("sam", "hello")
        answered = 0
        while answered < 8 and (found := await _next(here, answered)):
            await here.replies("sam", found, AWAY)
            answered += 1
        assert answered <= 4
        assert here.types().count("MessageReceived") == 3
        assert "again and again" in notes(here, "too much mail")[0]


async def _next(here: MailFixture, mails: int) -> EmailMessage | None:
    """The mail to Sam behind so many; None once it is noted that too much mail comes."""
    while True:
        is_over = bool(notes(here, "too much mail"))
        found = await here.mails("sam")
        if len(found) > mails or is_over:
            return found[mails] if len(found) > mails else None
        await asyncio.sleep(0.05)


async def test_eml14_a_strangers_program_gets_one_answer_and_an_approvers_gets_two(
    mail: Servers, tmp_path: Path
) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        stranger(here)
        for _ in range(6):
            await answer(here, sent_mail, reply(here, "olive", sent_mail, AWAY))
            await answer(here, sent_mail, reply(here, "eve", sent_mail, AWAY))
            await post(here, fresh_mail(here, here.people["eve"].address, AWAY), here.bot.address)
        await judged(here, 19)
        assert sum("Reply once more" in body(mail) for mail in sent_to(here, "olive")) == 2
        assert sum("has replied" in body(mail) for mail in sent_to(here, "olive")) == 1
        assert len(sent_to(here, "eve")) == 5
        still_waits(here)
        await here.replies("olive", sent_mail, "approve")
        await here.until(lambda: here.ledger.lines)


async def test_a15_a_person_who_writes_without_end_is_told_once_and_what_waits_can_still_be_decided(
    mail: Servers, tmp_path: Path
) -> None:
    async with correspondence(mail, tmp_path, PUSH, *[WAIT] * 60) as here:
        sent_mail = await asked(here)
        for number in range(44):
            await post(here, fresh_mail(here, here.people["olive"].address, f"hello {number}"), here.bot.address)
        await judged(here, 45)
        assert len(here.thread_ids()) == 41
        assert len(notes(here, "too much mail")) == 4
        assert sum("I did not read your mail" in body(mail) for mail in sent_to(here, "olive")) == 1
        await still_decidable(here, sent_mail)
