"""Texts that must not approve, in every mail program and order: neither extraction nor grammar reads a yes."""

import os
import random

import pytest

from channels.email.inbound.decision_grammar.decision_parser import ApprovingReply, ReplyAuthor, decide_reply
from channels.email.inbound.decision_grammar.vocabulary import APPROVE
from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.inbound.parsing.parser import parse_mail
from channels.email.inbound.reply_text.reply_extraction import ExtractedReply, extract_reply
from tests.channels.email.inbound.decision_grammar.test_decision_parser import EVERYWHERE, NEVER
from tests.channels.email.mail_bytes import mail, part, parts
from tests.channels.email.mail_languages import TONGUES
from tests.channels.email.synthetic_replies import BOT, LINES, NAME, PROGRAMS, SENT, SIGNATURES
from tests.random_seed import seed_of_run

FULL = os.environ.get("COUNTERSIGN_CAMPAIGN") == "full"
REPLIES = 100_000 if FULL else 60
COMPOSED = 500_000 if FULL else 400
QUOTED = 500_000 if FULL else 150

DOUBTS = ("no", "not", "if", "but", "wait", "?", "later", "Bob", "x", "1", "#", ">", "~", "(", ")", "…")
GLUE = (
    ":",
    ",",
    "-",
    " - ",
    "\n",
    "\n\n",
    ".",
    "!",
    " ",
    "*",
    "_",
    '"',
    "“",
    "”",
    "`",
    "—",
    ";",
    "’",
    "\t",
    "\u200b",
    "、",
)
COURTESY = ("thanks", "Olive", "hi", "--")

CONDITIONS = (
    *(
        "not yet",
        "only after 10:00",
        "From: nobody",
        "On 3.5.2026 at 10:00 maybe",
        f"wait for <{BOT}>",
        "no",
        "if green",
    ),
    *(
        f"when {NAME} says so:",
        "Note: not v1",
        "3 tests must pass first",
        "--- but not now ---",
        "Approve only staging",
    ),
    *(
        "Sent from the wrong box, do not",
        "Subject: forget it",
        "only 20.11.2026 10:00:",
        f"unless {BOT} fails",
        "maybe:",
    ),
)
AROUND = (
    *("", "", "", "> x", f"> {LINES[11]}", LINES[0], LINES[4], LINES[14], "Approve", "Reject", "Thanks", "Olive"),
    *("________________________________", "-----Original Message-----", "Sent from my iPhone", "\n".join(LINES)),
    f"On Fri, Nov 20, 2026 at 10:00 AM {NAME} <{BOT}> wrote:",
    f"From: {NAME} <{BOT}>\nSent: today\nTo: Olive\nSubject: x",
    *(
        "On Friday, 20 November 2026 at 10:00:00 CET,",
        f"{NAME} <{BOT}> wrote:",
        "\n".join(f"> {line}" for line in LINES),
    ),
)
OLIVE = ReplyAuthor(signs=("Olive",))


def dice_with_seed() -> tuple[random.Random, int]:
    seed = seed_of_run()
    return random.Random(seed), seed


@pytest.mark.campaign
def test_eml10_no_program_makes_an_approval_of_what_is_none() -> None:
    dice, seed = dice_with_seed()
    for number in range(REPLIES):
        program = dice.choice(list(PROGRAMS))
        write, may_bottom = PROGRAMS[program]
        text, tongue = dice.choice(NEVER), TONGUES[dice.choice(list(TONGUES))]
        written = write(text, tongue, dice.choice(["top", "bottom"]) if may_bottom else "top", dice.choice(SIGNATURES))
        found = parse_mail(
            parts(
                part(written.plain), *([part(written.html, "text/html; charset=utf-8")] if dice.random() < 0.5 else [])
            )
        )
        assert isinstance(found, ParsedMail)
        reply = extract_reply(found, SENT)
        where = f"COUNTERSIGN_SEED={seed}, reply {number}: {text!r} in {program} became {reply!r}"
        assert not isinstance(decide_reply(reply, EVERYWHERE), ApprovingReply), where


@pytest.mark.campaign
def test_eml10_no_order_of_doubts_and_marks_around_a_yes_approves() -> None:
    dice, seed = dice_with_seed()
    yes = sorted({phrase for phrases in APPROVE.values() for phrase in phrases})
    approved = 0
    for number in range(COMPOSED):
        pieces = [dice.choice((*DOUBTS, *GLUE, *COURTESY)) for _ in range(dice.randint(1, 6))]
        pieces.insert(dice.randrange(len(pieces) + 1), dice.choice(yes))
        is_approved = isinstance(decide_reply(ExtractedReply(text="".join(pieces)), EVERYWHERE), ApprovingReply)
        approved += is_approved
        is_doubtful = any(
            piece in DOUBTS and not (before[-1:].isalpha() and piece[:1].isalpha())  # "proceda" and "no" are one word
            for before, piece in zip(["", *pieces], pieces, strict=False)
        )
        assert not (is_approved and is_doubtful), f"COUNTERSIGN_SEED={seed}, text {number}: {pieces!r}"
    assert approved > 10, "nothing approves any more, so this tests nothing"


@pytest.mark.campaign
def test_eml09_no_order_of_quotes_around_a_condition_makes_it_disappear() -> None:
    dice, seed = dice_with_seed()
    read = parse_mail(mail())
    assert isinstance(read, ParsedMail)
    approved = 0
    for number in range(QUOTED):
        lines = ["approve", *(dice.choice(AROUND) for _ in range(dice.randint(0, 6)))]
        bare = decide_reply(extract_reply(read._replace(text="\n".join(lines)), SENT), OLIVE)
        approved += isinstance(bare, ApprovingReply)
        lines.insert(dice.randint(1, len(lines)), dice.choice(CONDITIONS))
        text = "\n".join(lines)
        found = decide_reply(extract_reply(read._replace(text=text), SENT), OLIVE)
        assert not isinstance(found, ApprovingReply), f"COUNTERSIGN_SEED={seed}, text {number}:\n{text}"
    assert approved > QUOTED // 10, "nothing approves any more, so this tests nothing"
