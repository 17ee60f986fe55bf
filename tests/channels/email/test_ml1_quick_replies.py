"""Replies that quote nothing, as watches and locked phones send them: they decide only if they answer our mail about the request."""

from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from tests.channels.email.hostile_mails import DONE, PUSH, answer, asked, judged, notes, post, reply, still_decidable
from tests.channels.email.mail_world import MailFixture, body, correspondence
from tests.servers.mail import Servers

pytestmark = pytest.mark.usefixtures("trusted")


async def question_of_max(here: MailFixture, sent_mail: EmailMessage, subject: str, message_id: str) -> EmailMessage:
    """Max's mail to Olive with the private address among its recipients, as after a reply of hers to both; it quotes nothing."""
    mail = EmailMessage()
    mail["From"] = f"Max <{here.people['max'].address}>"
    mail["To"] = f"Olive <{here.people['olive'].address}>"
    mail["Cc"] = mail["Reply-To"] = str(sent_mail["Reply-To"])
    mail["Subject"], mail["Message-ID"] = subject, message_id
    mail.set_content("Shall we wait until Monday, after the audit?\n")
    await post(here, mail.as_bytes(), here.people["olive"].address)
    return await here.mail("olive", "after the audit?")


@pytest.mark.parametrize("what", ["colleague", "subject", "forged id"])
@pytest.mark.parametrize("words", ["Yes", "Approved"])
async def test_ml1_a_quick_yes_to_a_colleagues_mail_at_the_private_address_decides_nothing(
    mail: Servers, tmp_path: Path, what: str, words: str
) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        subject = f"Re: {sent_mail['Subject']}" if what == "colleague" else "The audit"
        id = str(sent_mail["Message-ID"]) if what == "forged id" else f"<max-{words}-{what}@mail.test>"
        theirs = await question_of_max(here, sent_mail, subject, id)
        raw = reply(here, "olive", theirs, f"{words}\n\nSent from my Watch", quotes=False)
        await answer(here, sent_mail, raw)
        await judged(here, 2)
        assert len(notes(here, "unclear mail")) == 1
        assert "quotes no mail of mine" in " ".join(body(await here.mail("olive", "Reply once more")).split())
        await still_decidable(here, sent_mail)


@pytest.mark.parametrize("form", ["reply", "tagged", "button", "reference", "renamed", "other case"])
async def test_ml1_a_quick_reply_to_our_mail_decides_without_a_quote(mail: Servers, tmp_path: Path, form: str) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        subject = str(sent_mail["Subject"])
        headers: dict[str, dict[str, Any]] = {
            "reply": {},
            "tagged": {"Subject": f"RE: [EXTERNAL] {subject}"},
            "button": {"In_Reply_To": None, "References": None},
            "reference": {"In_Reply_To": None},
            "renamed": {"In_Reply_To": "<0102018f-ab@eu-west-1.amazonses.com>", "References": None},
            "other case": {"Subject": f"AW: {subject.upper()}"},
        }
        await answer(here, sent_mail, reply(here, "olive", sent_mail, "Approved", quotes=False, **headers[form]))
        await here.until(lambda: here.ledger.lines)
        (decided,) = here.decisions()
        assert (decided.person, decided.door, decided.decision) == ("olive", "email", "approve")


async def test_ml1_a_quick_answer_to_our_question_back_decides(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        await answer(here, sent_mail, reply(here, "olive", sent_mail, "hm", quotes=False))
        asks = await here.mail("olive", "Reply once more")
        await answer(here, asks, reply(here, "olive", asks, "approve", quotes=False))
        await here.until(lambda: here.ledger.lines)
        assert [each.decision for each in here.decisions()] == ["approve"]
