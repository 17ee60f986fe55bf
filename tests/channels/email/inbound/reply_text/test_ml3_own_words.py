"""A person's own words inside the quote, or in a form that programs write, are not dropped before an approval."""

import html as markup
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from channels.email.inbound.decision_grammar.decision_parser import (
    ApprovingReply,
    ReplyDecision,
    UndecidedReply,
    decide_reply,
)
from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.inbound.parsing.parser import parse_mail
from channels.email.inbound.reply_text.reply_extraction import extract_reply, list_framings
from tests.channels.email.mail_programs import PROGRAMS, gmail_web, thunderbird
from tests.channels.email.other_mail_programs import OTHERS
from tests.channels.email.quoted_mails import NAME, PersonWords, ReplyParts, SentText, ours, quoted, raw, rendered
from tests.channels.email.test_ml1_other_programs import OLIVE, OURS

QUOTING = (
    "gmail_web",
    "gmail_phone",
    "apple_mac",
    "ios",
    "thunderbird",
    "fastmail",
    "k9",
    "proton",
    "outlook_web",
    "outlook_classic",
)
SENT_1302 = replace(
    ours(), sent=ours().sent.model_copy(update={"dates": (datetime(2026, 11, 21, 12, 2, 41, tzinfo=UTC),)})
)


def verdict(written: ReplyParts, mail: SentText = SENT_1302, kind: str = "both", frame: str = "") -> ReplyDecision:
    parsed = parse_mail(raw(written, kind if written.html else "text"))
    assert isinstance(parsed, ParsedMail)
    return decide_reply(extract_reply(parsed, mail.sent.model_copy(update={"frame": frame})), OLIVE)


def typed_into(place: str, words: str) -> SentText:
    """Our mail as the person's editor holds it, with their words typed into it."""
    box, argument = f"<div>{markup.escape(words)}</div>", "<br>\ntag = &#34;v1.4.3&#34;"
    assert SENT_1302.html.count(argument) == 1
    html = {
        "first": re.sub(r"(<body[^>]*>)", lambda found: found[1] + box, SENT_1302.html),
        "beside": SENT_1302.html.replace(argument, f"{argument} {markup.escape(words)}"),
        "between": SENT_1302.html.replace(argument, f"{box}{argument}"),
        "last": SENT_1302.html.replace("</body>", f"{box}</body>"),
    }[place]
    return replace(SENT_1302, html=html)


@pytest.mark.parametrize("program", QUOTING)
@pytest.mark.parametrize("place", ["first", "beside", "between", "last"])
@pytest.mark.parametrize("words", ["v1.4.4 please", "only on staging"])
def test_ml3_words_typed_into_the_quote_are_no_part_of_it(program: str, place: str, words: str) -> None:
    for kind in ("both", "text"):
        written = PROGRAMS[program](PersonWords("approve"), typed_into(place, words))
        assert words in " ".join(re.sub(r"[>\s]+", " ", written.text).split())
        assert isinstance(verdict(written, kind=kind), UndecidedReply)


@pytest.mark.parametrize("program", ["gmail_web", "apple_mac", "thunderbird", "ios", "fastmail"])
def test_ml3_a_quote_as_the_program_makes_it_still_approves(program: str) -> None:
    for kind in ("both", "text"):
        assert verdict(PROGRAMS[program](PersonWords("approve"), SENT_1302), kind=kind) == ApprovingReply()


FUTURE = (
    "On 24.12.2026 18:00 Countersign goes:",
    "Am 24.12.2026 um 18:00 Countersign:",
    "On 21.11.2026 18:00 Countersign goes:",
    "Target: EU\nWhen: not before 24.12.2026 18:00\nBy: Countersign",
    "Von: Max\nDatum: 24.12.2026 18:00\nStart: Countersign",
    "To: EU\nSent: 24.12.2026 18:00\nFrom: Countersign",
)


@pytest.mark.parametrize("own", FUTURE)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_ml1_a_line_of_the_persons_own_directly_above_the_quote_is_no_introduction(own: str, gap: str) -> None:
    for mark in ("> ", ""):
        text = f"approve\n\n{own}{gap}{quoted(rendered(SENT_1302, PersonWords('')), mark)}\n"
        assert isinstance(verdict(ReplyParts(text, "")), UndecidedReply)


def test_ml1_an_attribution_by_name_alone_has_the_minute_of_our_mail() -> None:
    """In any time zone; a program shows the minute that our mail's Date has."""
    quote = quoted(rendered(SENT_1302, PersonWords("")))
    for attribution, is_ours in (
        (f"On 21/11/2026 13:02, {NAME} wrote:", True),
        (f"On 11/21/26 5:32 PM, {NAME} wrote:", True),
        (f"On 2026-11-22 00:47, {NAME} wrote:", True),
        (f"On 21/11/2026 13:05, {NAME} wrote:", False),
        (f"On 24/12/2026 13:02, {NAME} wrote:", False),
        (f"On 24/12/2026 21:17, {NAME} wrote:", False),
        (f"On 24/12/2026 13:02:41, {NAME} wrote:", False),
        ("On Thursday, December 24, 2026, 21:02:41, you wrote:", False),
        ("On Saturday, November 21, 2026, 21:02:41, you wrote:", True),
    ):
        found = verdict(ReplyParts(f"approve\n\n{attribution}\n{quote}\n", ""))
        assert (found == ApprovingReply()) is is_ours, attribution


def test_ml3_a_warning_of_the_persons_own_between_attribution_and_quote_is_no_banner() -> None:
    banner = "Caution: external attachments of the sender company are old, use the release of December."
    for program in ("outlook_web", "outlook_classic"):
        assert verdict(PROGRAMS[program](PersonWords("approve", banner=banner), SENT_1302)) != ApprovingReply()


MAY_BE_OWN = (
    "v1.4.4 please", "csak holnap", "Csak holnap", "Next Week", "Nächste Woche", "From 1 December", "Just the EU customers", "Doar mâine", "Samo sutra",
    "Μόνο αύριο", "Platform Team",
)  # fmt: skip


@pytest.mark.parametrize("own", MAY_BE_OWN)
@pytest.mark.parametrize("write", [gmail_web, thunderbird])
def test_ml3_what_may_be_a_condition_is_not_left_out_of_the_answer_that_holds_it_again(own: str, write: object) -> None:
    named = (
        [] if own in ("Platform Team", "Just the EU customers") else [PersonWords("approve", between=f"Olive\n{own}")]
    )
    for said in (
        PersonWords("approve", between=own),
        PersonWords("approve", below=own),
        PersonWords("approve", label=own),
        *named,
    ):
        written = write(said, OURS if write is gmail_web else SENT_1302)  # type: ignore[operator]
        parsed = parse_mail(raw(written))
        assert isinstance(parsed, ParsedMail)
        framings = list_framings(extract_reply(parsed, SENT_1302.sent), (), OLIVE.signs)
        assert [each for each in framings if decide_reply(each.reply, OLIVE) == ApprovingReply()] == [], said


@pytest.mark.parametrize("program", OTHERS)
def test_ml3_words_below_the_quote_of_a_less_common_program_are_seen(program: str) -> None:
    written = OTHERS[program](PersonWords("approve"), OURS)
    more = ReplyParts(f"{written.text}\n> only on staging\n", "")
    assert verdict(more, OURS) != ApprovingReply()
