"""Servers that give our mails other Message-IDs on their way: a reply still finds its request, or its writer hears that it did not."""

import re
from itertools import count
from pathlib import Path

import pytest

from tests.channels.email.hostile_mails import (
    DONE,
    PUSH,
    WAIT,
    answer,
    asked,
    fresh_mail,
    judged,
    post,
    sent_to,
    still_waits,
)
from tests.channels.email.mail_world import MailFixture, body, correspondence
from tests.channels.email.quoted_mails import PersonWords
from tests.channels.email.test_ml1_wire import written
from tests.platform_fixture import choose
from tests.servers.mail import Servers

pytestmark = pytest.mark.usefixtures("trusted")

WITHOUT_PLUS = {"plus": False}


@pytest.fixture
def other_ids(mail: Servers, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Amazon SES does: our Message-ID is replaced by one of its own."""
    numbers = count(1)

    def stamped(raw: bytes) -> bytes:
        id = f"0102019b{next(numbers):08x}-3d5f-4c1e-9a77-0123456789ab-000000@eu-west-1.amazonses.com"
        return re.sub(rb"(?im)^message-id:\s*<[^>]*>", f"Message-ID: <{id}>".encode(), raw, count=1)

    monkeypatch.setattr(mail.submission, "stamped", stamped)


def no_conversation(here: MailFixture) -> None:
    """The agent heard of nothing but the first wish."""
    assert len(here.thread_ids()) == 1
    assert here.types().count("MessageReceived") == 1


@pytest.mark.usefixtures("other_ids")
@pytest.mark.parametrize("program", ["fastmail", "outlook_web", "outlook_classic", "ios", "thunderbird", "yahoo"])
async def test_ml4_without_plus_a_reply_to_a_renamed_mail_finds_its_request(
    mail: Servers, tmp_path: Path, program: str
) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE, options=WITHOUT_PLUS) as here:
        sent_mail = await asked(here)
        assert "amazonses" in str(sent_mail["Message-ID"])
        assert "+" not in str(sent_mail["Reply-To"])
        await answer(here, sent_mail, written(here, "olive", sent_mail, program, PersonWords("approve")))
        await here.until(lambda: here.ledger.lines)
        (decided,) = here.decisions()
        assert (decided.person, decided.door, decided.decision) == ("olive", "email", "approve")
        no_conversation(here)


@pytest.mark.usefixtures("other_ids")
async def test_ml4_without_plus_the_renamed_question_back_is_answered_too(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE, options=WITHOUT_PLUS) as here:
        sent_mail = await asked(here)
        await here.replies("olive", sent_mail, "sounds good to me")
        question = await here.mail("olive", "Please confirm")
        await here.replies("olive", question, "approve")
        await here.until(lambda: here.ledger.lines)
        no_conversation(here)


@pytest.mark.usefixtures("other_ids")
async def test_ml4_without_plus_another_persons_reply_to_a_renamed_mail_decides_nothing(
    mail: Servers, tmp_path: Path
) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE, options=WITHOUT_PLUS) as here:
        sent_mail = await asked(here)
        await here.replies("max", sent_mail, "approve")
        await here.mail("max", "put to somebody else")
        await here.mail("olive", "has replied to the mail")
        still_waits(here)
        await here.replies("olive", sent_mail, "approve")
        await here.until(lambda: here.ledger.lines)


@pytest.mark.usefixtures("other_ids")
@pytest.mark.parametrize("text", ["approve", "approve\n\nSent from my iPhone", "Which tag is it?"])
async def test_ml4_without_plus_a_mail_that_names_and_quotes_nothing_is_told_so(
    mail: Servers, tmp_path: Path, text: str
) -> None:
    """A `mailto:` button, or a phone that quotes nothing: only the subject names the request, which decides nothing."""
    async with correspondence(mail, tmp_path, PUSH, WAIT, options=WITHOUT_PLUS) as here:
        sent_mail = await asked(here)
        sender = f"Olive <{here.people['olive'].address}>"
        raw = fresh_mail(here, sender, text, Subject=f"Re: {str(sent_mail['Subject']).removeprefix('Re: ')}")
        await post(here, raw, here.bot.address)
        told = await here.mail("olive", "decided nothing")
        assert "use the link" in " ".join(body(told).split())
        still_waits(here)
        no_conversation(here)
        await here.replies("olive", sent_mail, "reject")
        await here.until(here.decisions)


@pytest.mark.usefixtures("other_ids")
async def test_ml4_without_plus_two_marker_lines_in_one_reply_decide_nothing(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE, options=WITHOUT_PLUS) as here:
        sent_mail = await asked(here)
        other = await here.mail("max", "Approval needed")
        await here.replies("olive", sent_mail, f"approve\n\n{body(other)}")
        await here.mail("olive", "decided nothing")
        still_waits(here)


@pytest.mark.usefixtures("other_ids")
async def test_ml4_without_plus_a_conversation_goes_on_below_a_renamed_mail(mail: Servers, tmp_path: Path) -> None:
    script = (choose("reply", message="Which tag?"), choose("reply", message="Heard."))
    async with correspondence(mail, tmp_path, *script, options=WITHOUT_PLUS) as here:
        await here.writes("sam", "push it")
        said = await here.mail("sam", "Which tag?")
        await here.replies("sam", said, "v1")
        await here.mail("sam", "Heard.")
        assert len(here.thread_ids()) == 1


@pytest.mark.usefixtures("other_ids")
async def test_ml4_with_plus_a_reply_to_the_plain_address_is_told_so(mail: Servers, tmp_path: Path) -> None:
    """A program that ignores Reply-To, below a renamed mail: the marker line says which request it is about."""
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        await here.replies("olive", sent_mail, "approve", To_=here.bot.address)
        await here.mail("olive", "did not come to the address")
        no_conversation(here)
        still_waits(here)
        before = len(sent_to(here, "olive"))
        await here.replies("olive", sent_mail, "approve")
        await here.until(lambda: here.ledger.lines)
        await judged(here, 3)
        assert len(sent_to(here, "olive")) >= before


async def test_ml4_a_new_mail_with_a_subject_of_its_own_begins_a_conversation(mail: Servers, tmp_path: Path) -> None:
    script = (PUSH, choose("reply", message="Of what?"), WAIT)
    async with correspondence(mail, tmp_path, *script, options=WITHOUT_PLUS) as here:
        await asked(here)
        await here.writes("olive", "approve", subject="[approval] something else")
        await here.until(lambda: len(here.thread_ids()) == 2)
        still_waits(here)
