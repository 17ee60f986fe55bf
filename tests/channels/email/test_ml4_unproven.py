"""Mail that nothing proves, and mail of programs: it gets no answer, read or not; the person in its From is told once."""

import random
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from channels.email.inbound.inbound_mail import describe_flaw, describe_size, keep_headers_only
from tests.channels.email.hostile_mails import (
    DONE,
    PUSH,
    answer,
    asked,
    fresh_mail,
    judged,
    notes,
    outgoing,
    post,
    reply,
    still_decidable,
    stranger,
)
from tests.channels.email.mail_world import correspondence
from tests.channels.email.reply_scenarios import ELEVEN_MB, HTML, NO_PROOF, POISON, told
from tests.random_seed import IS_FULL_CAMPAIGN, seed_of_run
from tests.servers.mail import Servers

pytestmark = pytest.mark.usefixtures("trusted")


@pytest.mark.parametrize("kind", ["large", "malformed"])
async def test_ml4_a_mail_that_is_not_read_is_answered_to_nobody_whom_nothing_proves(
    mail: Servers, tmp_path: Path, kind: str
) -> None:
    """Olive hears once that her name was used at her own address; for all else there is the operator's log."""
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        text = "approve\n" + ELEVEN_MB if kind == "large" else POISON
        headers = {} if kind == "large" else HTML
        before = len(outgoing(here))
        with capture_logs() as logged:
            for _ in range(2):
                raw = reply(here, "olive", sent_mail, text, quotes=False, **headers)
                await answer(here, sent_mail, raw, verdict=NO_PROOF)
            await post(
                here, fresh_mail(here, here.people["sam"].address, text, **headers), here.bot.address, verdict="none"
            )
            ends = ("mail ignored", "mail laid aside")
            await here.until(lambda: sum(line["event"] in ends for line in logged) == 3)
        assert told(here, "olive", "nothing proves that it is from you") == 1
        assert len(outgoing(here)) == before + 1
        await still_decidable(here, sent_mail)


AUTOMATIC = ({"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"Subject": "Automatic reply: A release"})


async def test_ml4_automatic_mail_is_never_answered_read_or_not(mail: Servers, tmp_path: Path) -> None:
    """Of the three headers one comes with eleven megabytes, drawn by the seed; in a full campaign each."""
    large = AUTOMATIC if IS_FULL_CAMPAIGN else random.Random(seed_of_run()).sample(AUTOMATIC, 1)
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        before = len(outgoing(here))
        sent = [(text, {**more, **header}) for header in AUTOMATIC for text, more in (("What?", {}), (POISON, HTML))]
        sent += [(ELEVEN_MB, header) for header in large]
        with capture_logs() as logged:
            for text, headers in sent:
                await answer(here, sent_mail, reply(here, "olive", sent_mail, text, quotes=False, **headers))
            await post(here, fresh_mail(here, "no-reply@example.test", ELEVEN_MB), here.bot.address)
            ends = ("mail ignored", "mail laid aside")
            await here.until(lambda: sum(line["event"] in ends for line in logged) == len(sent) + 1)
        assert len(outgoing(here)) == before
        await still_decidable(here, sent_mail)


async def test_ml4_whose_name_was_used_hears_of_it_once_a_request_and_so_does_whose_address_it_came_to(
    mail: Servers, tmp_path: Path
) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        eve = stranger(here)
        before = len(outgoing(here))
        for who in ("max", "max", "olive", "olive", "eve"):
            await answer(here, sent_mail, reply(here, who, sent_mail), verdict=NO_PROOF)
        await judged(here, 6)
        await here.until(lambda: len(outgoing(here)) == before + 3)
        assert told(here, "max", "claims to be your reply") == 1
        assert told(here, "olive", "claims to be your reply") == 1
        assert told(here, "olive", "It claims to be from Max, and nothing proves that") == 1
        assert [each for each in outgoing(here) if eve in str(each["To"])] == []
        assert len(notes(here, "unauthenticated mail")) == 5
        await still_decidable(here, sent_mail)


async def test_ml4_an_unproven_reply_that_went_astray_is_told_to_whose_name_was_used(
    mail: Servers, tmp_path: Path
) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        for _ in range(2):
            raw = reply(here, "olive", sent_mail, To=here.bot.address)
            await post(here, raw, here.bot.address, verdict=NO_PROOF)
        await judged(here, 3)
        await here.until(lambda: told(here, "olive", "nothing proves that it is from you") == 1)
        await still_decidable(here, sent_mail)


def test_ml4_the_headers_alone_are_a_beginning_of_the_mail_and_no_more() -> None:
    assert keep_headers_only(b"From: a\r\nTo: b\r\n\r\nFrom: c\r\n\r\n") == b"From: a\r\nTo: b\r\n\r\n"
    assert keep_headers_only(b"From: a\nTo: b\n\nFrom: c\n") == b"From: a\nTo: b\n\n"
    assert keep_headers_only(b"From: a\r\nTo: b") == b""
    assert keep_headers_only(b"X: " + b"y" * 70_000 + b"\r\n\r\n") == b""
    assert describe_size(10_485_761).startswith("Your mail has 10.1 MB and was not read: 10 MB is the most.")
    assert describe_flaw("the server hands over its headers only") == (
        "Your mail could not be read. The server hands over its headers only. Write it again as plain text."
    )


async def test_ml4_an_unproven_reply_known_by_its_quote_alone_is_told_too(mail: Servers, tmp_path: Path) -> None:
    """A server on the way has replaced the Message-IDs, and the private address is missing: the marker line names the request."""
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        before = len(outgoing(here))
        raw = reply(
            here, "olive", sent_mail, To=here.bot.address, In_Reply_To="<0100018f@amazonses.com>", References=None
        )
        await post(here, raw, here.bot.address, verdict=NO_PROOF)
        await here.until(lambda: told(here, "olive", "nothing proves that it is from you"))
        assert len(outgoing(here)) == before + 1
        await still_decidable(here, sent_mail)
