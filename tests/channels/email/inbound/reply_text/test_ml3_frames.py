"""Text that a mail server or a set-up adds in an unproved form causes one question; the answer may hold it again."""

from pathlib import Path

import pytest

from channels.email.inbound.decision_grammar.decision_parser import ApprovingReply, ReplyDecision, decide_reply
from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.inbound.parsing.parser import parse_mail
from channels.email.inbound.reply_text.reply_extraction import FramedReply, extract_reply, list_framings
from tests.channels.email.hostile_mails import DONE, PUSH, answer, asked, sent_to, still_waits
from tests.channels.email.mail_programs import gmail_web, outlook_web
from tests.channels.email.mail_world import body, correspondence
from tests.channels.email.quoted_mails import PersonWords, Writer, raw
from tests.channels.email.test_ml1_other_programs import OLIVE, OURS
from tests.channels.email.test_ml1_wire import written
from tests.servers.mail import Servers

THAI = "ข้อความนี้เป็นความลับและมีไว้สำหรับผู้รับที่ระบุเท่านั้น หากท่านได้รับข้อความนี้โดยไม่ได้ตั้งใจ กรุณาลบทิ้งและแจ้งผู้ส่ง"
HEBREW = "הודעה זו חסויה ומיועדת לנמען בלבד. אם קיבלת הודעה זו בטעות, אנא מחק אותה והודע לשולח."
ARABIC = "هذه الرسالة سرية ومخصصة للمرسل إليه فقط. إذا استلمت هذه الرسالة عن طريق الخطأ فيرجى حذفها وإبلاغ المرسل."
FRAMES: dict[str, PersonWords] = {
    "thai": PersonWords("approve", below=THAI),
    "hebrew": PersonWords("approve", below=HEBREW),
    "arabic": PersonWords("approve", below=f"{ARABIC}\n\nwww.example.org"),
    "label": PersonWords("approve", label="Classified as Public"),
    "bare label": PersonWords("approve", label="OFFICIAL"),
    "hungarian label": PersonWords("approve", label="Minősítés: Belső"),
    "korean label": PersonWords("approve", label="[대외비]"),
    "chinese label": PersonWords("approve", label="密级：内部", below=THAI),
    "hebrew label": PersonWords("approve", label="סיווג: פנימי"),
    "label and footer": PersonWords("approve", label="C2 - Restricted", below=THAI),
    "signature": PersonWords("approve", between="Olive\nPlatform Team\nWe make it"),
    "signature and footer": PersonWords("approve", between="Olive\nPlatform Team", below=HEBREW),
}
WRITERS: dict[str, Writer] = {"gmail": gmail_web, "outlook": outlook_web}


def read(said: PersonWords, write: Writer = gmail_web, frame: str = "", kind: str = "both") -> ReplyDecision:
    mail = parse_mail(raw(write(said, OURS), kind))
    assert isinstance(mail, ParsedMail)
    return decide_reply(extract_reply(mail, OURS.sent.model_copy(update={"frame": frame})), OLIVE)


def framed(said: PersonWords, write: Writer = gmail_web, kind: str = "both") -> FramedReply | None:
    mail = parse_mail(raw(write(said, OURS), kind))
    assert isinstance(mail, ParsedMail)
    found = list_framings(extract_reply(mail, OURS.sent), (), OLIVE.signs)
    return next((each for each in found if decide_reply(each.reply, OLIVE) == ApprovingReply()), None)


@pytest.mark.parametrize("name", FRAMES)
@pytest.mark.parametrize("program", WRITERS)
@pytest.mark.parametrize("kind", ["both", "text"])
def test_ml3_what_nothing_proves_is_asked_about_and_left_out_of_that_questions_answer(
    name: str, program: str, kind: str
) -> None:
    said, write = FRAMES[name], WRITERS[program]
    assert read(said, write, kind=kind) != ApprovingReply()
    found = framed(said, write, kind)
    assert found is not None
    for text in (said.label, said.between, said.below):
        assert " ".join(text.split()) in " ".join(found.frame.split())
    assert read(said, write, found.frame, kind) == ApprovingReply()
    for more in (
        PersonWords("approve\n\nonly staging", said.between, said.below, said.label),
        PersonWords("approve", said.between, f"only staging\n\n{said.below}", said.label),
        PersonWords("approve", f"{said.between}\n\nonly staging".strip(), said.below, said.label),
        PersonWords("approve", said.between, said.below, "Staging"),
        PersonWords("What is it?", said.between, said.below, said.label),
        PersonWords("", said.between, said.below, said.label),
    ):
        assert read(more, write, found.frame, kind) != ApprovingReply(), more


@pytest.mark.parametrize(
    "text", ["only on staging", "Staging", "Region: europe", "[internal users]", "Target: Staging", "Only: Europe", "Tag: V2", "When: Tomorrow", "仅限：测试", "条件: 先测试", "[明天]", "Erst: Max", "Note: Wait For Max", "Version 1.4.2", "Tag V2", "but not today", "Is it tested?", "wait for Max", "x" * 3_000, "ghp_" + "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hJ6"]
)  # fmt: skip
def test_ml3_a_condition_a_question_or_what_a_mail_cannot_show_is_no_frame(text: str) -> None:
    for said in (
        PersonWords("approve", below=text),
        PersonWords("approve", between=text),
        PersonWords("approve", label=text),
    ):
        assert framed(said) is None


def test_ml3_words_that_do_not_approve_have_no_frame() -> None:
    for words in ("reject", "What is it?", "wait", "approve?", "Thank you, Olive"):
        assert framed(PersonWords(words, below=THAI)) is None


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("name", ["thai", "label and footer", "signature"])
async def test_ml3_a_footer_that_nothing_proves_costs_one_question_over_the_wire(
    mail: Servers, tmp_path: Path, name: str
) -> None:
    said = FRAMES[name]
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        await answer(here, sent_mail, written(here, "olive", sent_mail, "gmail_web", said))
        question = await here.mail("olive", "Please confirm")
        assert "no part of your answer" in " ".join(body(question).split())
        for line in (said.label, said.between.split("\n")[-1], said.below):
            assert line in body(question).replace("\n| ", "\n")
        still_waits(here)
        await answer(here, question, written(here, "olive", question, "outlook_web", said))
        await here.until(lambda: here.ledger.lines)
        (decided,) = here.decisions()
        assert (decided.person, decided.door, decided.decision) == ("olive", "email", "approve")
        assert sum("Please confirm" in str(each["Subject"]) + body(each) for each in sent_to(here, "olive")) == 1


@pytest.mark.usefixtures("trusted")
async def test_ml3_a_condition_beside_the_answer_to_that_question_decides_nothing(
    mail: Servers, tmp_path: Path
) -> None:
    said = FRAMES["thai"]
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        await answer(here, sent_mail, written(here, "olive", sent_mail, "gmail_web", said))
        question = await here.mail("olive", "Please confirm")
        more = PersonWords("approve", below=f"only staging\n\n{said.below}")
        await answer(here, question, written(here, "olive", question, "gmail_web", more))
        await here.mail("olive", "Nothing was decided", "Reply once more")
        still_waits(here)
