"""Nothing that differs from mail to mail changes how a reply is read: addresses, tokens, moments, zones, subjects, calls, names."""

import os
import random
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import pytest

from channels.email.inbound.decision_grammar.decision_parser import (
    ApprovingReply,
    RejectingReply,
    UndecidedReply,
    decide_reply,
)
from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.inbound.parsing.parser import parse_mail
from channels.email.inbound.reply_text.reply_extraction import ExtractedReply, extract_reply
from tests.channels.email.drawn_replies import (
    AWKWARD,
    MOMENTS,
    TOKEN_LETTERS,
    DrawnMail,
    break_lines,
    draw_mail,
    find_moments,
    redraw,
)
from tests.channels.email.mail_languages import TONGUES
from tests.channels.email.mail_programs import PROGRAMS
from tests.channels.email.other_mail_programs import BELOW_THE_QUOTE, OTHERS, attributed, headed
from tests.channels.email.quoted_mails import NAME, REPLY_TO, PersonWords, ReplyParts, raw
from tests.channels.email.test_ml1_programs import DISCLAIMER, TIMES
from tests.random_seed import seed_of_run

FULL = os.environ.get("COUNTERSIGN_CAMPAIGN") == "full"
MAILS = 200 if FULL else 3
"""Drawn mails for each program."""
TONGUES_AT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
ALL = {**PROGRAMS, **OTHERS}


def read(drawn: DrawnMail, parts: ReplyParts, kind: str) -> ExtractedReply:
    headers = {"Subject": f"Re: {drawn.mail.sent_mail.subject}", "From": f"{drawn.person} <{drawn.address}>"}
    found = parse_mail(raw(parts, kind if parts.html else "text", **headers))
    assert isinstance(found, ParsedMail), found
    return extract_reply(found, drawn.mail.sent)


def reply(drawn: DrawnMail, program: str, said: PersonWords, kind: str) -> ExtractedReply:
    return read(drawn, redraw(ALL[program](said, drawn.mail), program, drawn), kind)


def assert_is_read(drawn: DrawnMail, program: str, said: PersonWords, where: str) -> None:
    """An approval, a rejection with its reason, and a condition come out of both parts as they were written."""
    found = reply(drawn, program, said, "both")
    assert decide_reply(found, drawn.author) == ApprovingReply(), (where, found)
    found = reply(drawn, program, replace(said, words="No, wrong commit."), "both")
    decision = decide_reply(found, drawn.author)
    assert isinstance(decision, RejectingReply), (where, found)
    assert decision.reason.startswith("wrong commit."), (where, found)
    found = reply(drawn, program, replace(said, words="approve, but not before 10:00 on 3.5.2027"), "both")
    assert isinstance(decide_reply(found, drawn.author), UndecidedReply), (where, found)


@cache
def draw_awkward(number: int) -> DrawnMail:
    """A mail with this piece at the start, in the middle or at the end of its token."""
    piece = AWKWARD[number]
    return draw_mail(random.Random(number), piece, (0, 9, TOKEN_LETTERS - len(piece))[number % 3])


@pytest.mark.parametrize("program", ALL)
@pytest.mark.drawn
def test_ml1_letters_of_a_token_are_neither_a_date_nor_a_word(program: str) -> None:
    for number, piece in enumerate(AWKWARD):
        drawn = draw_awkward(number)
        found = reply(drawn, program, PersonWords("approve"), "both")
        assert decide_reply(found, drawn.author) == ApprovingReply(), (piece, drawn.reply_to, found)


@pytest.mark.parametrize("program", ALL)
@pytest.mark.drawn
def test_ml1_what_differs_from_mail_to_mail_changes_no_reading(program: str) -> None:
    seed = seed_of_run()
    times = TIMES if program in PROGRAMS else {"plain": PersonWords("approve")}
    if program in OTHERS and program not in BELOW_THE_QUOTE:
        times = {**times, "footer below": PersonWords("approve", below=DISCLAIMER)}
    for number in range(MAILS):
        dice = random.Random(f"{seed} {program} {number}")
        drawn, time = draw_mail(dice), dice.choice(list(times))
        assert_is_read(drawn, program, times[time], f"COUNTERSIGN_SEED={seed}, mail {number}, {time}: {drawn}")


@pytest.mark.parametrize("language", TONGUES)
def test_ml1_an_attribution_is_known_at_whatever_width_it_is_broken(language: str) -> None:
    seed = seed_of_run()
    tongue = TONGUES[language]
    for number in range(MAILS * 2):
        dice = random.Random(f"{seed} {language} {number}")
        drawn = draw_mail(dice)
        sent = drawn.mail.sent.model_copy(update={"dates": (TONGUES_AT,)})
        drawn = replace(drawn, mail=replace(drawn.mail, sent=sent))
        sender = f"{NAME} <{drawn.reply_to}>"
        values = (sender, tongue.date, f"{drawn.person} <{drawn.address}>", drawn.mail.sent_mail.subject)
        rows = tuple(f"{label}: {value}" for label, value in zip(tongue.labels, values, strict=True))
        writers = [headed(rows, f"-----{tongue.original}-----")]
        for form in (tongue.gmail, tongue.thunderbird, tongue.apple):
            line = form.format(from_=sender, name=NAME)
            writers.append(attributed(break_lines(line, dice.choice((68, 72, 76, 78, 80, 998)))))
        for write in writers:
            found = read(drawn, write(PersonWords("approve"), drawn.mail), "text")
            assert decide_reply(found, drawn.author) == ApprovingReply(), f"COUNTERSIGN_SEED={seed}, {number}: {found}"


def test_ml1_an_attribution_that_is_cut_before_an_address_with_a_number_is_whole() -> None:
    """`bot-2026+r-…` looks like a date, so the second line alone was taken for the attribution."""
    tongue, drawn = TONGUES["pl"], draw_mail(random.Random("238758 pl 0"))
    drawn = replace(drawn, mail=replace(drawn.mail, sent=drawn.mail.sent.model_copy(update={"dates": (TONGUES_AT,)})))
    line = tongue.apple.format(from_=f"{NAME} <{drawn.reply_to}>", name=NAME)
    for width in range(68, 90):
        found = read(drawn, attributed(break_lines(line, width))(PersonWords("approve"), drawn.mail), "text")
        assert decide_reply(found, drawn.author) == ApprovingReply(), (width, found)


def test_ml1_every_program_names_what_is_drawn() -> None:
    """The likenesses do name the drawn address or moment, so that the tests above test something."""
    drawn = draw_mail(random.Random(1))
    for program, write in ALL.items():
        made = redraw(write(PersonWords("approve"), drawn.mail), program, drawn)
        named = drawn.reply_to in made.text or any(moment in made.text for moment in find_moments(drawn).values())
        assert named or program == "mailto", program
        assert REPLY_TO not in made.text + made.html, program
        assert not any(moment in made.text for moment in MOMENTS), program
