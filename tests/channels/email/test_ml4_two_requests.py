"""Two open requests in one mailbox: a reply decides the one that it answers and quotes, or none."""

from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from tests.channels.email.hostile_mails import WAIT, answer, judged, post, quoted, reply, sent_to
from tests.channels.email.mail_world import MailFixture, body, correspondence
from tests.platform_fixture import choose
from tests.servers.mail import Servers

pytestmark = pytest.mark.usefixtures("trusted")

FIRST, SECOND = choose("push", tag="v1"), choose("push", tag="v2")
WITH, WITHOUT = {"plus": True}, {"plus": False}


async def two(here: MailFixture) -> tuple[EmailMessage, EmailMessage]:
    """Olive's mails about two requests: the older one first."""
    await here.platform.launch("pusher", "push v1", by="sam")
    older = await here.mail("olive", '"v1"')
    await here.platform.launch("pusher", "push v2", by="sam")
    newer = await here.mail("olive", '"v2"')
    return older, newer


async def nothing_decided(here: MailFixture, mails: int, *words: str) -> None:
    before = len(sent_to(here, "olive"))
    await judged(here, mails)
    await here.until(lambda: len(sent_to(here, "olive")) > before or said(here, *words))
    assert said(here, *words)
    assert here.decisions() == []
    assert here.ledger.lines == []


def said(here: MailFixture, *words: str) -> bool:
    texts = [" ".join(body(each).split()) for each in sent_to(here, "olive")]
    return any(all(word in text for word in words) for text in texts)


def crossed(here: MailFixture, to: EmailMessage, quotes: EmailMessage, **headers: Any) -> bytes:
    """A reply to one mail of ours with the quote of another one."""
    text = b"approve" + quoted(here, quotes)
    return reply(here, "olive", to, text, quotes=False, **headers)


@pytest.mark.parametrize("options", [WITH, WITHOUT])
@pytest.mark.parametrize("older_is_answered", [True, False])
async def test_ml4_a_reply_to_one_request_that_quotes_another_decides_neither(
    mail: Servers, tmp_path: Path, options: dict[str, bool], older_is_answered: bool
) -> None:
    async with correspondence(mail, tmp_path, FIRST, SECOND, WAIT, options=options) as here:
        older, newer = await two(here)
        to, quotes = (older, newer) if older_is_answered else (newer, older)
        thread = f"{older['Message-ID']} {newer['Message-ID']} {to['Message-ID']}"
        raw = crossed(here, to, quotes, References=thread)
        await answer(here, to, raw)
        await nothing_decided(here, 1, "which of them your words are about")


@pytest.mark.parametrize("options", [WITH, WITHOUT])
async def test_ml4_a_reply_with_the_subject_of_another_request_decides_neither(
    mail: Servers, tmp_path: Path, options: dict[str, bool]
) -> None:
    async with correspondence(mail, tmp_path, FIRST, SECOND, WAIT, options=options) as here:
        older, newer = await two(here)
        assert str(older["Subject"]) != str(newer["Subject"])
        await answer(here, older, reply(here, "olive", older, quotes=False, Subject=f"Re: {newer['Subject']}"))
        await nothing_decided(here, 1, "which of them your words are about")


@pytest.mark.parametrize("options", [WITH, WITHOUT])
async def test_ml4_each_reply_decides_the_request_that_it_answers_and_quotes(
    mail: Servers, tmp_path: Path, options: dict[str, bool]
) -> None:
    """Also where the other mail is named among the references, and where the subject was edited."""
    async with correspondence(mail, tmp_path, FIRST, SECOND, WAIT, WAIT, options=options) as here:
        older, newer = await two(here)
        both = f"{newer['Message-ID']} {older['Message-ID']}"
        await answer(here, older, reply(here, "olive", older, "approve", References=both, Subject="Re: as we said"))
        await here.until(lambda: here.ledger.lines)
        assert [line for line in here.ledger.lines if " v2 " in line] == []
        (decided,) = here.decisions()
        assert decided.decision == "approve"
        await answer(here, newer, reply(here, "olive", newer, "reject", References=both))
        await here.until(lambda: len(here.decisions()) == 2)
        assert [line for line in here.ledger.lines if " v2 " in line] == []


async def test_ml4_without_plus_references_to_both_and_no_quote_decide_the_answered_one_alone(
    mail: Servers, tmp_path: Path
) -> None:
    async with correspondence(mail, tmp_path, FIRST, SECOND, WAIT, options=WITHOUT) as here:
        older, newer = await two(here)
        both = f"{older['Message-ID']} {newer['Message-ID']}"
        await answer(here, older, reply(here, "olive", older, quotes=False, References=both))
        await here.until(lambda: here.ledger.lines)
        assert [line for line in here.ledger.lines if " v2 " in line] == []


async def test_ml4_without_plus_a_forged_reference_beside_a_quote_decides_what_is_quoted_or_nothing(
    mail: Servers, tmp_path: Path
) -> None:
    """The reply says that it answers nothing of ours and names the newer request among its references; its quote is the older one's."""
    async with correspondence(mail, tmp_path, FIRST, SECOND, WAIT, options=WITHOUT) as here:
        older, newer = await two(here)
        raw = crossed(
            here, older, older, In_Reply_To="<else@example.test>", References=str(newer["Message-ID"]), Subject="Re: it"
        )
        await answer(here, older, raw)
        await judged(here, 1)
        await here.until(lambda: here.ledger.lines or len(sent_to(here, "olive")) > 2)
        assert [line for line in here.ledger.lines if " v2 " in line] == []


@pytest.mark.parametrize("options", [WITH, WITHOUT])
async def test_ml4_a_yes_to_a_mail_that_only_informs_decides_nothing(
    mail: Servers, tmp_path: Path, options: dict[str, bool]
) -> None:
    """Sam asked and is told; they may not decide. Their reply goes on with the conversation, also with the quote of Olive's mail."""
    script = (FIRST, choose("reply", message="It waits for the managers."), WAIT)
    async with correspondence(mail, tmp_path, *script, options=options) as here:
        await here.writes("sam", "push v1 please")
        told = await here.mail("sam", '"v1"')
        sent_mail = await here.mail("olive", "Approval needed")
        await answer(here, told, reply(here, "sam", told, "approve"))
        await judged(here, 2)
        await answer(here, told, crossed(here, told, sent_mail, From=f"Sam <{here.people['sam'].address}>"))
        await judged(here, 3)
        assert here.decisions() == []
        assert here.ledger.lines == []


async def test_ml4_without_plus_a_new_mail_with_two_quotes_decides_nothing(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, FIRST, SECOND, WAIT, options=WITHOUT) as here:
        older, newer = await two(here)
        text = b"approve" + quoted(here, older) + quoted(here, newer)
        raw = reply(here, "olive", older, text, quotes=False, In_Reply_To=None, References=None, Subject="Well")
        await post(here, raw, here.bot.address)
        await judged(here, 1)
        assert here.decisions() == []
        assert here.ledger.lines == []


@pytest.mark.parametrize("options", [WITH, WITHOUT])
async def test_ml4_a_few_lines_of_another_request_below_the_words_decide_neither(
    mail: Servers, tmp_path: Path, options: dict[str, bool]
) -> None:
    """Both were asked in one conversation, and the person cut the quote down to one line of it."""
    async with correspondence(mail, tmp_path, FIRST, SECOND, WAIT, options=options) as here:
        older, newer = await two(here)
        text = f'approve\n\nOn Wed, 25 Nov 2026 at 10:00, Countersign <{here.bot.address}> wrote:\n> Approval needed: push\n> tag = "v1"\n'
        assert 'tag = "v1"' in body(older)
        both = f"{older['Message-ID']} {newer['Message-ID']}"
        await answer(here, newer, reply(here, "olive", newer, text, quotes=False, References=both))
        await nothing_decided(here, 1, "which of them your words are about")
