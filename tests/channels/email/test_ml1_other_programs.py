"""Replies of less common programs around our real mail: plain words are understood, and no line of the person's own goes unseen."""

from dataclasses import replace

import pytest

from channels.email.inbound.decision_grammar.decision_parser import (
    ApprovingReply,
    RejectingReply,
    ReplyAuthor,
    ReplyDecision,
    UndecidedReply,
    decide_reply,
)
from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.inbound.parsing.parser import parse_mail
from channels.email.inbound.reply_text.reply_extraction import ExtractedReply, extract_reply, is_about_another
from channels.email.options import LOCALES
from tests.channels.email.mail_programs import gmail_web, outlook_web
from tests.channels.email.other_mail_programs import BELOW_THE_QUOTE, OTHERS, TOUCHED, attributed
from tests.channels.email.quoted_mails import MARKER, NAME, REPLY_TO, SENT_AT, TOKEN, PersonWords, ReplyParts, ours, raw

UNDATED = ours()
OURS = replace(UNDATED, sent=UNDATED.sent.model_copy(update={"dates": (SENT_AT,)}))
OLIVE = ReplyAuthor(locales=LOCALES, signs=("Olive Ops", "Olive"), names=("Olive Ops",), bot=NAME, bots=("deploybot",))
DISCLAIMER = "This e-mail is confidential and intended solely for the addressee.\nIf you are not the intended recipient, delete it."


def read(written: ReplyParts, kind: str = "both", sent: object = None) -> ExtractedReply:
    mail = parse_mail(raw(written, kind if written.html else "text"))
    assert isinstance(mail, ParsedMail), mail
    return extract_reply(mail, OURS.sent if sent is None else UNDATED.sent)


def verdict(found: ExtractedReply) -> ReplyDecision:
    return decide_reply(found, OLIVE)


@pytest.mark.parametrize("program", OTHERS)
@pytest.mark.parametrize("kind", ["both", "text"])
@pytest.mark.parametrize("sent", [None, "undated"])
def test_ml1_a_reply_of_a_less_common_program_decides(program: str, kind: str, sent: object) -> None:
    write = OTHERS[program]
    for said in (
        PersonWords("approve"),
        PersonWords("approve", below=DISCLAIMER),
        PersonWords("Approved, thanks!", between="Olive"),
    ):
        if program in BELOW_THE_QUOTE and said.below:
            continue
        found = read(write(said, OURS), kind, sent)
        assert verdict(found) == ApprovingReply(), found
    assert verdict(read(write(PersonWords("No, wrong commit."), OURS), kind, sent)) == RejectingReply(
        reason="wrong commit."
    )
    for words in ("What does it change?", "approve, but wait until Monday", ""):
        assert isinstance(verdict(read(write(PersonWords(words), OURS), kind, sent)), UndecidedReply), words


@pytest.mark.parametrize("program", OTHERS)
def test_ml1_nothing_of_what_a_less_common_program_quotes_is_the_persons_words(program: str) -> None:
    for words in ("Why now?", "reject\n\nThe freeze is on.\nAsk Max."):
        for kind in ("both", "text"):
            written = OTHERS[program](PersonWords(words), OURS)
            assert 'tag = "v1.4.3"' in written.text.replace("\xa0", " ")
            found = read(written, kind)
            assert [line for line in found.text.split("\n") if line] == [line for line in words.split("\n") if line]
            assert found.html is None or found.html.split() == found.text.split()
            assert (found.below, found.is_inline) == ("", False)
            mail = parse_mail(raw(written, kind if written.html else "text"))
            assert isinstance(mail, ParsedMail)
            assert not is_about_another((mail.text, mail.html), OURS.sent)
            assert TOKEN not in found.text
            assert MARKER not in found.text


OWN_LINES = (
    "On 24 Dec 2026 at 18:00", "24.12.2026 18:00", "at 18:00 on 24.12.2026:", "Only: staging", "start: 14:30 on 3.5.2026", "Tag: v1.4.4",
    "To staging first", "--- staging ---", "----- staging -----", "----- EU customers -----", "----- Original tag -----", "-----Original staging-----", "On 24.12.2026 at 18:00, Countersign:",
    "On 24 Dec 2026 18:00:00 +0100", ">>> staging >>>", "<bot@bots.example> 24.12.2026 18:00:", "------ original tag ------ v1",
    "----- staging first -----", "> only on staging", "C> only on staging", "Use v1.4.2 instead",
    "Betreff: v1.4.4", "Date 24.12.2026 18:00", "Csak holnap:", "Hello Max,", "On Monday, 24 December 2026 18:00:00 you start:",
    "Not before 24 Dec 2026 18:00:00 +0100", "Am Montag, 24. Dezember 2026 18:00:00 CET", "(csak: staging", "staging only <olive@example.org>",
)  # fmt: skip


@pytest.mark.parametrize("line", OWN_LINES)
@pytest.mark.parametrize("program", TOUCHED)
@pytest.mark.drawn
def test_ml1_a_line_of_the_persons_own_that_touches_the_introduction_is_never_dropped(program: str, line: str) -> None:
    for words in ("approve", "Approved, thanks!\n\nOlive"):
        for kind in ("both", "text"):
            found = verdict(read(TOUCHED[program](line)(PersonWords(words), OURS), kind))
            assert found != ApprovingReply(), words


@pytest.mark.parametrize("line", OWN_LINES)
@pytest.mark.drawn
def test_ml1_a_line_of_the_persons_own_between_the_words_and_the_quote_is_never_dropped(line: str) -> None:
    for program in sorted(set(OTHERS) - BELOW_THE_QUOTE):
        for kind in ("both", "text"):
            written = OTHERS[program](PersonWords("approve", between=line), OURS)
            assert verdict(read(written, kind)) != ApprovingReply(), program


SENTENCES = (
    "On Monday, 24 December 2026 18:00:00 CET you wrote:", "Am 24.12.2026 um 18:00 ausführen, wie Countersign schreibt:",
    "Only, 24 December 2026 18:00:00, Countersign wrote:", "Monday, December 24, 2026, 6:00:41 PM, you start:", "Not before Monday, 21 Nov 2026 13:00:00, Countersign wrote:",
    "On Saturday, 21 November 2026 13:00:00 run it as Countersign wrote:", "On Saturday, 21 November 2026 13:00:00 only staging, Countersign wrote:",
    "At 18:00 Countersign wrote:", "Countersign wrote:", "On Monday, 24 December 2026 at 18:00 Countersign goes:", "21.11.2026, 13:00 you:",
    "Am Montag, 24.12.2026 um 18:00 Countersign:", "Saturday, 21 November 2026, 13:00, Countersign:",
)  # fmt: skip


@pytest.mark.parametrize("sentence", SENTENCES)
def test_ml1_a_sentence_that_only_looks_like_an_attribution_is_the_persons(sentence: str) -> None:
    assert verdict(read(attributed(sentence)(PersonWords("approve"), OURS))) != ApprovingReply()


def test_ml1_an_attribution_without_a_name_is_known_by_the_very_second_of_our_mail() -> None:
    """`you wrote` has no name, so only the time proves it; a time zone moves it by quarters of an hour."""
    assert (SENT_AT.hour, SENT_AT.minute, OURS.sent.dates) == (12, 0, (SENT_AT,))
    for moment in (
        "Saturday, November 21, 2026, 1:00:00 PM",
        "Sunday, November 22, 2026, 1:45:00 AM",
        "21/11/2026, 17:30:00",
    ):
        assert verdict(read(attributed(f"{moment}, you wrote:")(PersonWords("approve"), OURS))) == ApprovingReply(), (
            moment
        )
    for moment in (
        "Saturday, November 21, 2026, 1:07:41 PM",
        "Monday, November 23, 2026, 1:00:00 PM",
        "13:00",
        "21/11/2026, 17:30",
        "Saturday, November 21, 2026, 1:00:07 PM",
    ):
        assert verdict(read(attributed(f"{moment}, you wrote:")(PersonWords("approve"), OURS))) != ApprovingReply(), (
            moment
        )


def test_ml1_a_greeting_of_us_above_the_quote_is_the_templates_and_any_other_line_is_not() -> None:
    attribution = f"Saturday, November 21, 2026, 1:00:00 PM, {NAME} wrote:"
    for line, is_whole in (
        (f"Hello {NAME},", True),
        (f"Hi {NAME}!", True),
        (f"Stop {NAME},", False),
        ("Hello Max,", False),
    ):
        found = read(attributed(f"{line}\n\nOn {attribution}")(PersonWords("approve"), OURS))
        assert (verdict(found) == ApprovingReply()) is is_whole, line


@pytest.mark.parametrize("mark", ["C> ", "CS> ", "> "])
def test_ml1_initials_in_front_of_a_quote_mark_prove_nothing(mark: str) -> None:
    for words in (f"approve\n\n{mark}only on staging", f"{mark}not yet\n\napprove", f"approve\n{mark}tag = v1.4.4"):
        for write in (gmail_web, outlook_web, OTHERS["the_bat"]):
            assert verdict(read(write(PersonWords(words), OURS))) != ApprovingReply()


LIKE_PROGRAMS = (
    "Get builds for Android", "Secured with Tuta Mail: not yet", "Sent from my BlackBerry 10 smartphone on the staging cluster",
    "Get BlueMail 2 for Android", "Send Tuta for iOS out", "https://tuta.com/issue/7", "https://example.org/issue/7", "👎", "🛑🛑", "???", "Sent with Tuta, only staging", "Get BlueMail for staging",
)  # fmt: skip


@pytest.mark.parametrize("line", ["> v1.4.2", "C> v1.4.2", "AB> only EU", ">>> staging >>>"])
def test_ml1_a_marked_line_below_an_empty_one_below_our_mail_is_the_persons(line: str) -> None:
    for program in (gmail_web, outlook_web, OTHERS["kmail"], OTHERS["gmx"], OTHERS["the_bat"]):
        assert verdict(read(program(PersonWords("approve", below=line), OURS), "text")) != ApprovingReply()


@pytest.mark.parametrize("line", LIKE_PROGRAMS)
def test_ml3_a_line_that_only_looks_like_a_programs_is_the_persons(line: str) -> None:
    for words in (f"approve\n{line}", f"approve\n\n{line}"):
        assert verdict(read(gmail_web(PersonWords(words), OURS))) != ApprovingReply()
    assert verdict(read(gmail_web(PersonWords("approve", below=line), OURS))) != ApprovingReply()


def test_ml1_the_address_that_is_quoted_is_ours() -> None:
    """Another's address in the same form introduces nothing."""
    other = REPLY_TO.replace("bot+", "max+")
    assert (
        verdict(read(attributed(f"21. Nov. 2026, 13:00 von {other}:")(PersonWords("approve"), OURS)))
        != ApprovingReply()
    )
