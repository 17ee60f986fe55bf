"""A person's own words, out of replies of many programs and out of replies that are built to mislead."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.email.inbound.decision_grammar.decision_parser import (
    ApprovingReply,
    RejectingReply,
    UndecidedReply,
    decide_reply,
)
from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.inbound.parsing.parser import parse_mail
from channels.email.inbound.reply_text.reply_extraction import ExtractedReply, extract_reply
from tests.channels.email.mail_bytes import mail, part, parts
from tests.channels.email.synthetic_replies import BOT, LINES, NAME, SENT, ReplyCase, cases, inline_cases
from tests.random_seed import draw_cases, share


def read(raw: bytes) -> ParsedMail:
    found = parse_mail(raw)
    assert isinstance(found, ParsedMail), found
    return found


def of(text: str, html: str = "") -> ExtractedReply:
    given = [part(text)] + ([part(html, "text/html; charset=utf-8")] if html else [])
    return extract_reply(read(parts(*given)), SENT)


MISSED = {("Outlook mobile", "nl"), ("Outlook mobile", "pl")}
"""Whose last line, an advertisement with a link, is read as a word of the person. No other reply is missed."""


@cache
def extract_cases() -> list[tuple[ReplyCase, ExtractedReply]]:
    """What is read out of replies of each program, drawn by the seed, once for all tests of this file."""
    everywhere = list(cases())
    assert len(everywhere) > 1_000
    return [(case, extract_reply(read(case.raw), SENT)) for case in draw_cases("replies", everywhere, 6)]


@cache
def extract_inline_cases() -> list[tuple[ReplyCase, ExtractedReply]]:
    return [(case, extract_reply(read(case.raw), SENT)) for case in inline_cases()]


def missed(found: list[tuple[ReplyCase, object]]) -> str:
    return f"{len(found)} missed, such as " + "\n".join(
        f"{c.program} {c.language} {c.posting} {c.said!r}: {r!r}" for c, r in found[:8]
    )


def test_the_reply_is_found_in_every_program_and_language() -> None:
    replies = extract_cases()
    wrong = [
        (case, reply)
        for case, reply in replies
        if reply.text != case.said or reply.is_inline or reply.html not in (None, case.said)
    ]
    assert {(case.program, case.language) for case, _ in wrong} <= MISSED, missed(list(wrong))


def test_clear_replies_of_every_program_are_understood_and_a_quote_alone_never_approves() -> None:
    decisions = [(case, decide_reply(reply)) for case, reply in extract_cases()]
    expected = {"approve": ApprovingReply(), "no, the one before": RejectingReply(reason="the one before")}
    clear = [(case, found) for case, found in decisions if case.said]
    wrong = [(case, found) for case, found in clear if found != expected[case.said]]
    assert {(case.program, case.language) for case, _ in wrong} <= MISSED, missed(list(wrong))
    assert [case for case, found in decisions if isinstance(found, ApprovingReply) and case.said != "approve"] == []
    assert all(isinstance(found, UndecidedReply) for case, found in decisions if not case.said)


def test_words_between_or_around_a_quote_are_inline_and_never_approve() -> None:
    for case, reply in extract_inline_cases():
        assert reply.is_inline or reply.below, (case.language, case.posting, reply)
        assert isinstance(decide_reply(reply), UndecidedReply)


def test_our_own_words_never_come_back_as_a_persons() -> None:
    prompt = LINES[14]
    for case, reply in [*extract_cases(), *extract_inline_cases()]:
        assert prompt not in reply.text, (case.program, case.language, case.posting)
        assert prompt not in (reply.html or ""), (case.program, case.language, case.posting)


QUOTE = "\n".join(f"> {line}" for line in LINES)
WROTE = f"On Fri, Nov 20, 2026 at 10:00 AM {NAME} <{BOT}> wrote:"


@pytest.mark.parametrize(
    "text",
    [
        f"approve\nonly after {BOT} has confirmed it",
        f"approve\nonly after {BOT} says so:\n\n{QUOTE}",
        f"approve\n\nonly when {NAME} says so:\n\n{QUOTE}",
        f"approve\n\nonly after lunch\n{WROTE}\n{QUOTE}",
        f"approve\n\nonly after 10:00 on 3.5.2026\n{WROTE}\n{QUOTE}",
        f"approve\n\nonly after 10:00\n\n{WROTE}\n{QUOTE}",
        f"approve\nstart: 14:30 on 3.5.2026\n\n{WROTE}\n\n{QUOTE}",
        f"approve\n\nstart: 14:30\nFrom: {NAME} <{BOT}>\nSent: x\nTo: y\nSubject: z\n\n" + "\n".join(LINES),
        f"approve\n\nfor {NAME}: only after 10:00\nFrom: {NAME} <{BOT}>\nSent: x\nTo: y\nSubject: z\n\n"
        + "\n".join(LINES),
        f"approve\n--- but not now ---\n{QUOTE}",
        f"approve\nSent from the wrong account, do not\n{QUOTE}",
        f"approve\nSent from my samsung do not approve\n{QUOTE}",
        f"approve\nSent from my galaxy but wait\n{QUOTE}",
        f"approve\n{QUOTE}\nno",
        f"approve\n{QUOTE}\n\nno\n\n{QUOTE}",
        "approve\n" + "\n".join(LINES) + "\nnot yet",
        f"approve\n\nFrom: Bob <bob@example.org>\nSent: today\nTo: Olive\nSubject: x\n\ndo not\n\n{WROTE}\n{QUOTE}",
        f"approve\n\nThen Bob wrote:\n{QUOTE}",
        f"approve\n- not the database\n{QUOTE}",
        f"approve\n{LINES[14]}\nreject",
    ],
)
def test_eml09_a_condition_near_the_quote_is_not_taken_for_the_quote(text: str) -> None:
    assert isinstance(decide_reply(of(text)), UndecidedReply), of(text)


@pytest.mark.parametrize(
    "text",
    [
        QUOTE,
        "> approve",
        f"{WROTE}\n> approve\n{QUOTE}",
        "\n".join(LINES),
        f"\n\n-- \nOlive\napprove\n\n{WROTE}\n{QUOTE}",
        f"From: Bob <bob@example.org>\nSent: today\nTo: Olive\nSubject: x\n\napprove\n\n{WROTE}\n{QUOTE}",
        f"\n{WROTE}\n\n" + "\n".join(LINES) + "\n\napprove",
        "\n".join(LINES[14:16]),
        "> > approve\n> " + LINES[14],
        "| approve",
        "    \n\n",
        f"---------- Forwarded message ---------\nFrom: Bob <bob@example.org>\n\napprove\n\n{QUOTE}",
    ],
)
def test_eml09_an_approval_in_the_quote_or_the_signature_is_not_the_persons(text: str) -> None:
    assert isinstance(decide_reply(of(text)), UndecidedReply), of(text)


def test_eml09_an_approval_in_hidden_text_is_not_read() -> None:
    raw = parts(part("<p>hm</p><p style='display:none'>approve</p>", "text/html"))
    assert extract_reply(read(raw), SENT).text == "hm"


def test_eml11_the_plain_text_is_read_and_the_formatted_text_alone_never_approves() -> None:
    assert decide_reply(of("no", "<p>approve</p>")) == UndecidedReply(
        why="The plain and the formatted text of your mail do not say the same."
    )
    assert isinstance(decide_reply(of("approve", "<p>no</p>")), UndecidedReply)
    assert isinstance(decide_reply(of("approve", "<p>approve</p><p>after the backup</p>")), UndecidedReply)
    assert isinstance(decide_reply(of(" ", "<p>approve</p>")), UndecidedReply)
    assert decide_reply(of("approve", "<p>approve</p>")) == ApprovingReply()
    assert decide_reply(of(" ", "<p>no, wait</p>")) == RejectingReply(reason="wait")


def test_a_forwarded_mail_is_flagged() -> None:
    for subject in ("Fwd: [approval] deploy", "WG: x", "TR : x", "FW: x"):
        raw = mail("approve").replace(b"Subject: Re: [approval] deploy", f"Subject: {subject}".encode())
        reply = extract_reply(read(raw), SENT)
        assert reply.is_forward
        assert isinstance(decide_reply(reply), UndecidedReply)


def test_a_doubtful_text_is_flagged() -> None:
    reply = extract_reply(read(mail("approve", content_type="text/plain; charset=rot13")), SENT)
    assert isinstance(decide_reply(reply), UndecidedReply)


def test_a_mail_that_answers_nothing_of_ours_gives_its_newest_words() -> None:
    found = read(mail("hello\r\n> old\r\n"))._replace(newest="hello")
    assert extract_reply(found, None).text == "hello"


def test_a_mail_that_answers_nothing_of_ours_decides_nothing() -> None:
    for text in ("approve", "no"):
        assert isinstance(decide_reply(extract_reply(read(mail(text)), None)), UndecidedReply)


def test_words_that_stand_in_our_text_too_are_still_the_persons() -> None:
    assert of(f"reject\n\n{WROTE}\n\n{QUOTE}").text == "reject"
    assert of(f"Approve\n\n{WROTE}\n\n{QUOTE}").text == "Approve"


@settings(max_examples=share(150), deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "approve",
                "no",
                "",
                "> x",
                "-- ",
                *LINES[:6],
                WROTE,
                "maybe",
                "From: a",
                "Sent: b",
                "To: c",
                f"From: {NAME}",
            ]
        ),
        max_size=14,
    )
)
def test_whatever_is_cut_away_an_approval_stands_alone(lines: list[str]) -> None:
    """If it is an approval, then every line that a person may have written is one, or is below a signature mark."""
    if isinstance(decide_reply(of("\n".join(lines))), ApprovingReply):
        own = []
        for line in lines:
            if line == "-- ":
                break
            own.append(line)
        assert "maybe" not in own
        assert "no" not in own


@settings(max_examples=share(100), deadline=None)
@given(st.text(max_size=400))
def test_whatever_the_text_there_is_a_reply(text: str) -> None:
    assert isinstance(of(text), ExtractedReply)
