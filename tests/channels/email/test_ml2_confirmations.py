"""One question back where a reply only sounds like a decision: it repeats the call, holds once, and dies with any vote or edit."""

import re
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from bot.core.decisions import ApprovalDecision
from bot.core.people import ApproverClause
from tests.channels.email.hostile_mails import (
    DONE,
    PUSH,
    answer,
    asked,
    judged,
    notes,
    pusher,
    reply,
    sent_to,
    still_waits,
)
from tests.channels.email.mail_world import MailFixture, body, correspondence
from tests.servers.mail import Servers

pytestmark = pytest.mark.usefixtures("trusted")

CONFIRM = "Please confirm"


async def confirmation(here: MailFixture, said: str, sent_mail: EmailMessage | None = None) -> EmailMessage:
    """Olive says something unclear; the question that she gets."""
    await here.replies("olive", sent_mail or await asked(here), said)
    return await here.mail("olive", CONFIRM)


async def test_ml2_what_sounds_like_a_yes_is_asked_about_once_with_the_whole_call(
    mail: Servers, tmp_path: Path
) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        question = await confirmation(here, "Looks good to me!", sent_mail)
        text = body(question)
        assert 'tag = "v1"' in text
        assert "Looks good to me!" in text
        assert question["Reply-To"] != sent_mail["Reply-To"]
        assert re.search(r"\+c-[a-z2-7]{26}@", str(question["Reply-To"]))
        still_waits(here)
        await here.replies("olive", question, "approve")
        await here.until(lambda: here.ledger.lines)
        (decided,) = here.decisions()
        assert (decided.person, decided.door, decided.decision) == ("olive", "email", "approve")


async def test_ml2_a_second_unclear_reply_gets_no_second_question(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        await confirmation(here, "ok", sent_mail)
        await here.replies("olive", sent_mail, "sounds good")
        await here.mail("olive", "Reply once more")
        assert sum(CONFIRM in body(each) for each in sent_to(here, "olive")) == 1
        still_waits(here)


async def test_ml2_the_question_quoted_back_is_no_answer(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        question = await confirmation(here, "ok")
        text = body(question)
        sentences = [line for line in text.split("\n") if line.strip() and not line.startswith(("|", ">"))]
        for said in (text, *sentences):
            await answer(here, question, reply(here, "olive", question, said, quotes=False))
        await judged(here, 3 + len(sentences))
        still_waits(here)


async def test_ml2_the_question_dies_with_a_vote_of_another(mail: Servers, tmp_path: Path) -> None:
    agents = pusher(approvers=(ApproverClause(groups=("managers",), quorum=2),))
    async with correspondence(mail, tmp_path, PUSH, DONE, agents=agents) as here:
        sent_mail = await asked(here)
        question = await confirmation(here, "fine by me", sent_mail)
        await here.replies("max", await here.mail("max", "Approval needed"), "approve")
        await here.until(here.decisions)
        await here.replies("olive", question, "approve")
        await here.mail("olive", "no longer holds")
        assert [each.person for each in here.decisions()] == ["max"]
        await here.replies("olive", sent_mail, "approve")
        await here.until(lambda: here.ledger.lines)


async def test_ml2_the_question_dies_with_an_edit(mail: Servers, tmp_path: Path) -> None:
    agents = pusher(edits=True, approvers=(ApproverClause(groups=("managers",), quorum=2),))
    async with correspondence(mail, tmp_path, PUSH, DONE, agents=agents) as here:
        question = await confirmation(here, "ok")
        request = await here.request()
        edited = {"arguments": '{"commit":"c0ffee","tag":"v2"}', "digest": request.digest, "call": request.id}
        whose = {"person": "max", "door": "web", "credential": "session"}
        await here.platform.decide(ApprovalDecision.model_validate({"decision": "approve", **edited, **whose}))
        await here.replies("olive", question, "approve")
        await here.mail("olive", "no longer holds")
        assert [each.person for each in here.decisions()] == ["max"]


async def test_ml2_an_answer_counts_once_and_only_from_who_was_asked(mail: Servers, tmp_path: Path) -> None:
    agents = pusher(approvers=(ApproverClause(groups=("managers",), quorum=2),))
    async with correspondence(mail, tmp_path, PUSH, DONE, agents=agents) as here:
        question = await confirmation(here, "ok")
        await answer(here, question, reply(here, "max", question))
        await here.mail("max", "was put to somebody else")
        await answer(here, question, reply(here, "olive", question), verdict="dmarc=fail header.from=example.test")
        await here.mail("olive", "nothing proves that it is from you")
        assert here.decisions() == []
        away: dict[str, Any] = {"Auto_Submitted": "auto-replied"}
        await answer(here, question, reply(here, "olive", question, "approve", **away))
        await judged(here, 5)
        assert here.decisions() == []
        await answer(here, question, reply(here, "olive", question))
        await here.until(here.decisions)
        await answer(here, question, reply(here, "olive", question))
        await here.mail("olive", "none of mine, or no longer")
        assert [each.person for each in here.decisions()] == ["olive"]


async def test_ml2_an_automatic_reply_is_asked_nothing(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        automatic: list[dict[str, Any]] = [
            {"Auto_Submitted": "auto-replied"},
            {"Precedence": "bulk"},
            {"Subject": "Automatic reply: x"},
        ]
        for headers in automatic:
            await answer(here, sent_mail, reply(here, "olive", sent_mail, "ok", **headers))
        await judged(here, 4)
        assert [each for each in sent_to(here, "olive") if CONFIRM in body(each)] == []
        still_waits(here)


async def test_ml2_what_sounds_like_a_no_never_becomes_an_approval(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        question = await confirmation(here, "I am not comfortable with this")
        assert "sounds like a refusal" in " ".join(body(question).split())
        for said in ("yes", "approve", "ok"):
            await answer(here, question, reply(here, "olive", question, said))
        await here.mail("olive", "cannot be approved by mail")
        await judged(here, 5)
        still_waits(here)
        await here.replies("olive", question, "reject\nToo early.")
        await here.mail("olive", "was rejected")
        assert [(each.decision, each.text) for each in here.decisions()] == [("reject", "Too early.")]


@pytest.mark.parametrize("said", ["wait", "not yet", "ok, but only after Monday", "approve?", "hold on"])
async def test_ml2_a_wish_to_wait_a_condition_and_a_question_get_no_confirmation(
    mail: Servers, tmp_path: Path, said: str
) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        await here.replies("olive", await asked(here), said)
        await here.mail("olive", "Reply once more")
        assert [each for each in sent_to(here, "olive") if CONFIRM in body(each)] == []
        assert len(notes(here, "unclear mail")) == 1
        still_waits(here)


async def test_ml2_an_approval_by_formatted_text_alone_is_asked_about_and_then_counts(
    mail: Servers, tmp_path: Path
) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        html = {"Content_Type": "text/html; charset=utf-8"}
        await answer(here, sent_mail, reply(here, "olive", sent_mail, "<p>approve</p>", quotes=False, **html))
        question = await here.mail("olive", CONFIRM)
        still_waits(here)
        await answer(here, question, reply(here, "olive", question, "<p>approve</p>", quotes=False, **html))
        await here.until(lambda: here.ledger.lines)
