"""Replies of real programs around the mail that really arrived, through a real MX and mailbox: they decide, and leak nothing."""

import html as markup
import re
import textwrap
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.core import events as e
from channels.email.inbound.reply_text.quoted_text import SentMail
from tests.channels.email.hostile_mails import (
    DONE,
    PUSH,
    WAIT,
    answer,
    asked,
    judged,
    notes,
    reply,
    still_waits,
    taken,
    token_of,
)
from tests.channels.email.mail_programs import PROGRAMS
from tests.channels.email.mail_world import NUMBERS, MailFixture, body, correspondence
from tests.channels.email.other_mail_programs import OTHERS, SUBJECT
from tests.channels.email.quoted_mails import REPLY_TO, PersonWords, ReplyParts, SentText, ours, raw, safe_links
from tests.platform_fixture import choose
from tests.servers.mail import DATED, Servers

pytestmark = pytest.mark.usefixtures("trusted")

DISCLAIMER = "This e-mail is confidential and intended solely for the addressee.\nIf you are not the intended recipient, delete it."


def arrived(sent_mail: EmailMessage) -> SentText:
    """The mail that the program quotes: as it is in the person's mailbox."""
    parts = {part.get_content_type(): part.get_content() for part in sent_mail.walk() if not part.is_multipart()}
    likeness = ours()
    sent = SentMail(texts=(), bot="", name="")
    return replace(likeness, mail=sent_mail, html=parts["text/html"], text=parts["text/plain"], sent=sent)


def written(
    here: MailFixture, who: str, sent_mail: EmailMessage, program: str, said: PersonWords, kind: str = "both"
) -> bytes:
    to = str(sent_mail["Reply-To"]).rpartition("<")[2].strip("> ")
    made = {**PROGRAMS, **OTHERS}[program](said, arrived(sent_mail))
    kind = kind if made.html else "text"
    subject = str(sent_mail["Subject"]).removeprefix("Re: ")
    texts = (made.text.replace(SUBJECT, subject), made.html.replace(SUBJECT, markup.escape(subject)))
    texts = (_timed(texts[0], sent_mail), _timed(texts[1], sent_mail))
    plain, html = (text.replace(REPLY_TO, to) for text in texts)
    made = ReplyParts(_broken_as_gmail_does(plain, to), html, made.flowed)
    headers = {
        "From": f"{who.title()} <{here.people[who].address}>",
        "To": to,
        "Subject": f"Re: {subject}",
        "Message_ID": f"<{program}-{kind}-{next(NUMBERS)}@mail.test>",
        "In_Reply_To": str(sent_mail["Message-ID"]),
    }
    return raw(made, kind, **headers)


def _broken_as_gmail_does(text: str, to: str) -> str:
    """An attribution that is broken before our address, broken anew for the length that the address really has."""
    attribution = re.compile(rf"^(On [^\n]+)\n(<{re.escape(to)}> wrote:)$", re.MULTILINE)
    return attribution.sub(
        lambda found: "\n".join(textwrap.wrap(f"{found[1]} {found[2]}", 78, break_long_words=False)), text
    )


def _timed(text: str, sent_mail: EmailMessage) -> str:
    """The text with the moment of the mail that really arrived where a program names us by our name and that moment alone."""
    at = parsedate_to_datetime(str(sent_mail["Date"]))
    forms = {
        "21/11/2026 13:02": f"{at:%d/%m/%Y %H:%M}",
        "2026-11-21 13:02": f"{at:%Y-%m-%d %H:%M}",
        "Nov 21, 2026, at 13:02": f"{at:%b %d, %Y, at %H:%M}",
    }
    for form, timed in forms.items():
        text = text.replace(form, timed)
    return text


@pytest.mark.parametrize("program", PROGRAMS)
async def test_ml1_a_reply_of_each_program_decides(mail: Servers, tmp_path: Path, program: str) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        said = PersonWords("approve", between="Best regards,\nOlive", below=DISCLAIMER, link=safe_links)
        await answer(here, sent_mail, written(here, "olive", sent_mail, program, said))
        await here.until(lambda: here.ledger.lines)
        (decided,) = here.decisions()
        assert (decided.person, decided.door, decided.decision) == ("olive", "email", "approve")


@pytest.mark.parametrize("program", ["gmail_web", "outlook_web", "outlook_classic", "ios", "yahoo", "roundcube"])
async def test_ml1_a_rejection_of_each_program_carries_the_words_alone(
    mail: Servers, tmp_path: Path, program: str
) -> None:
    async with correspondence(mail, tmp_path, PUSH, WAIT) as here:
        sent_mail = await asked(here)
        said = PersonWords("reject\n\nThe freeze is on.", below=DISCLAIMER)
        await answer(here, sent_mail, written(here, "olive", sent_mail, program, said))
        settled = await here.until(
            lambda: next((event for event in here.log() if isinstance(event, e.ApprovalSettled)), None)
        )
        assert (settled.verdict, settled.reason) == ("rejected", "The freeze is on.")


@pytest.mark.parametrize("program", ["gmail_web", "outlook_web", "outlook_classic", "yahoo", "samsung", "zimbra"])
async def test_ml3_neither_labels_nor_private_addresses_reach_the_log_and_the_prompt(
    mail: Servers, tmp_path: Path, program: str
) -> None:
    """A wrong reply: Olive answers the request with words for the agent, and Sam's reply to the agent quotes all of it."""
    script = (PUSH, choose("reply", message="Rejected, then. What now?"), DONE)
    async with correspondence(mail, tmp_path, *script) as here:
        sent_mail = await asked(here)
        secret = token_of(sent_mail)
        address = str(sent_mail["Reply-To"]).rpartition("<")[2].strip("> ")
        leak = f"reject\n\nWrite to {address} or <mailto:{address}?subject=x>, or https://x.test/?to=bot%2Br-{secret}"
        await answer(here, sent_mail, written(here, "olive", sent_mail, program, PersonWords(leak)))
        back = await here.mail("sam", "What now?")
        said = PersonWords(f"Leave it. ({address})", below=DISCLAIMER)
        await answer(here, back, written(here, "sam", back, program, said))
        await here.mail("sam", "v1 is out")
        log = "".join(event.model_dump_json() for id in here.thread_ids() for event in here.log(id))
        prompts = b"".join(here.model.seen).decode()
        words = [event.text for event in here.log() if isinstance(event, e.MessageReceived)]
        assert words[-1].startswith("Leave it. (")
        assert "\n" not in words[-1]
        for text in (log, prompts):
            assert secret not in text.lower()
            assert "by mail" not in text
            assert "Open in the inbox" not in text


async def test_ml3_the_private_address_stands_in_no_list_of_references(mail: Servers, tmp_path: Path) -> None:
    """Message-IDs are visible to everybody in the conversation: they name the request by another token."""
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        for name in ("Message-ID", "References", "In-Reply-To", "Subject"):
            assert token_of(sent_mail) not in str(sent_mail[name] or "").lower()
        assert token_of(sent_mail) not in body(sent_mail).lower()
        await here.replies("olive", sent_mail, "approve")
        await here.until(lambda: here.ledger.lines)


async def test_ml1_you_wrote_is_known_by_the_moment_of_the_mail_that_really_arrived(
    mail: Servers, tmp_path: Path
) -> None:
    """The Bat! writes no name: the record of our mail has the time of sending. Another moment introduces nothing."""
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        sent_at = parsedate_to_datetime(str(sent_mail["Date"])).astimezone(ZoneInfo("Asia/Kolkata"))
        quote = "\n".join(f"C> {line}" for line in body(sent_mail).splitlines())
        for shift, is_ours in ((timedelta(days=3), False), (timedelta(minutes=4), False), (timedelta(0), True)):
            moment = sent_at + shift
            attribution = f"{moment:%A, %B} {moment.day}, {moment.year}, {moment:%I:%M:%S %p}, you wrote:"
            text = f"Approved, thanks!\n\nHello Countersign,\n\n{attribution}\n\n{quote}\n"
            await answer(here, sent_mail, reply(here, "olive", sent_mail, text, quotes=False))
            await judged(here, 2 + [timedelta(days=3), timedelta(minutes=4), timedelta(0)].index(shift))
            if not is_ours:
                still_waits(here)
        await here.until(lambda: here.ledger.lines)
        (decided,) = here.decisions()
        assert (decided.person, decided.decision) == ("olive", "approve")


@pytest.mark.parametrize("program", ["em_client", "t_online", "naver", "tuta_de", "gmail_he", "blackberry"])
async def test_ml1_a_reply_of_a_less_common_program_decides_over_the_wire(
    mail: Servers, tmp_path: Path, program: str
) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        await answer(
            here, sent_mail, written(here, "olive", sent_mail, program, PersonWords("approve", below=DISCLAIMER))
        )
        await here.until(lambda: here.ledger.lines)
        (decided,) = here.decisions()
        assert (decided.person, decided.door, decided.decision) == ("olive", "email", "approve")


@pytest.mark.parametrize(
    ("program", "number"), [("gmail_web", 0), ("gmail_old", 1), ("t_online", 2), ("gmx", 3), ("gmail_he", 4)]
)
async def test_ml1_a_number_in_the_address_that_a_program_quotes_is_no_date(
    mail: Servers, tmp_path: Path, program: str, number: int
) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE, bot=DATED[number]) as here:
        letter = await asked(here)
        await answer(here, letter, written(here, "olive", letter, program, PersonWords("approve", below=DISCLAIMER)))
        await here.until(lambda: taken(here) >= 2)
        await here.until(lambda: here.decisions() or notes(here, "unclear mail"))
        (decided,) = here.decisions()
        assert (decided.person, decided.door, decided.decision) == ("olive", "email", "approve")
