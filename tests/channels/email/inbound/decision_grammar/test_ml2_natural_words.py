"""How many natural replies are understood at once, how many with one question back, and that no other text approves."""

import itertools
import os
import random

import pytest

from channels.email.inbound.decision_grammar.decision_parser import (
    ApprovingReply,
    RejectingReply,
    ReplyAuthor,
    ReplyDecision,
    UndecidedReply,
    decide_reply,
)
from channels.email.inbound.reply_text.reply_extraction import ExtractedReply
from channels.email.options import LOCALES
from tests.channels.email.natural_replies import NEVER, NO, YES
from tests.random_seed import draw_cases, seed_of_run

OLIVE = ReplyAuthor(
    locales=LOCALES, signs=("Olive Ops", "Olive"), names=("Olive Ops",), bot="Countersign", bots=("deploybot",)
)
AT_ONCE, WITH_A_QUESTION = 0.85, 0.97
FULL = os.environ.get("COUNTERSIGN_CAMPAIGN") == "full"
FRAMED = 100
"""How many of the framed texts an ordinary run draws."""


def of(text: str, speaker: ReplyAuthor = OLIVE) -> ReplyDecision:
    return decide_reply(ExtractedReply(text=text), speaker)


def shares(texts: list[str], kind: type[ApprovingReply] | type[RejectingReply], leaning: str) -> tuple[float, float]:
    found = [of(text) for text in texts]
    at_once = sum(isinstance(each, kind) for each in found)
    asked = sum(isinstance(each, UndecidedReply) and each.leaning == leaning for each in found)
    return at_once / len(texts), (at_once + asked) / len(texts)


@pytest.mark.parametrize("language", YES)
def test_ml2_natural_approvals_are_understood(language: str) -> None:
    at_once, asked = shares(YES[language], ApprovingReply, "approve")
    assert at_once >= AT_ONCE, (language, at_once)
    assert asked >= WITH_A_QUESTION, (language, asked)
    assert not [text for text in YES[language] if isinstance(of(text), RejectingReply)]


@pytest.mark.parametrize("language", NO)
def test_ml2_natural_rejections_are_understood_and_never_approve(language: str) -> None:
    at_once, asked = shares(NO[language], RejectingReply, "reject")
    assert at_once >= AT_ONCE, (language, at_once)
    assert asked >= WITH_A_QUESTION, (language, asked)
    assert not [
        text
        for text in NO[language]
        if isinstance(of(text), ApprovingReply) or getattr(of(text), "leaning", "") == "approve"
    ]


@pytest.mark.parametrize(
    "speaker", [OLIVE, ReplyAuthor(signs=("Olive",)), ReplyAuthor(locales=("de",), signs=("Olive Ops",))]
)
def test_ml2_none_of_several_hundred_other_texts_approves(speaker: ReplyAuthor) -> None:
    assert len(NEVER) > 300
    drawn = draw_cases("other texts", NEVER, 6)
    assert [text for text in drawn if isinstance(of(text, speaker), ApprovingReply)] == []


AROUND = (
    "not {0}", "{0} not", "{0}, not", "{0} if green", "{0} when ready", "{0} but wait", "{0}, but wait", "{0}?", "{0}, right?", "if green: {0}",
    "{0} tomorrow", "{0} by nobody", "{0}\nbut not now", "{0}\n\nno", "no\n{0}", "wait\n{0}", "{0}\nwait", "Max: {0}", "Max said {0}", "> {0}",
    "{0} except the database", "{0} v9.9.9", "{0} #2", "{0} and {0} all others", "do not {0}", "I would {0} if I could", "never {0}", "~~{0}~~",
    "{0}\nOlive\nPS: only staging", "{0} / {0}?", "un{0}", "{0}ish", "{0}\nMax",
)  # fmt: skip


def test_ml2_nothing_around_a_natural_yes_that_takes_it_back_approves() -> None:
    """Every natural yes in every such frame, thousands of texts, in a full campaign; a share of them, drawn anew, in each run."""
    said = [text for texts in YES.values() for text in texts if "\n" not in text]
    framed = [frame.format(text) for frame, text in itertools.product(AROUND, said)]
    assert len(framed) > 10 * FRAMED
    drawn = framed if FULL else random.Random(seed_of_run()).sample(framed, FRAMED)
    assert [text for text in drawn if isinstance(of(text), ApprovingReply)] == []


@pytest.mark.parametrize(
    "said", ["stop", "wait", "hold", "hold on", "not yet", "later", "ok, wait", "yes, but wait", "stop, approve"]
)
def test_ml2_a_wish_to_wait_is_neither(said: str) -> None:
    found = of(said)
    assert isinstance(found, UndecidedReply)
    assert found.leaning == ""


@pytest.mark.parametrize("language", sorted(set(LOCALES) - {"nb"}))
def test_ml2_waiting_is_no_approval_in_any_language(language: str) -> None:
    from channels.email.inbound.decision_grammar.vocabulary import HOLD

    for phrase in HOLD[language]:
        found = of(phrase)
        assert not isinstance(found, ApprovingReply), phrase
        assert not (isinstance(found, UndecidedReply) and found.leaning == "approve"), phrase


@pytest.mark.parametrize(
    "text",
    [
        "approve\n\nOlive Ops\nRelease Manager\n+49 30 1234567\nolive@example.org",
        "Approved.\n\nBest regards,\n\nOlive Ops\nHead of Releases | Example Inc.\n+49 30 1234567 | www.example.com",
        "yes\n\nOlive\nCTO",
        "approve\n\nSent from my iPhone",
        "approve\nOlive\n\nSent from my Galaxy S24",
        "approve\n\n[cid:image001.png@01DB4A2C.5D3E7F10]",
        "approve\n\nOlive Ops, Release Manager\nwww.example.com | olive@example.org",
        "Hi Countersign, approved. Thanks, Olive",
        "OK, approved",
        "👍👍👍",
        "Approved 🎉🎉",
    ],
)
def test_ml3_signatures_do_not_make_a_yes_unclear(text: str) -> None:
    assert of(text) == ApprovingReply()


def test_ml3_the_name_that_the_mail_program_writes_is_a_signature_too() -> None:
    liv = ReplyAuthor(signs=("Olive",), names=("Opsdottir, Liv (Release)", "liv", "opsdottir"))
    assert of("approve\n\nLiv Opsdottir", liv) == ApprovingReply()
    assert isinstance(of("approve\n\nMax Mustermann\nRelease Engineer", liv), UndecidedReply)
    for name in ("Not", "No Way", "Only Staging", "Wait", "Unless"):
        assert isinstance(of(f"approve\n\n{name}", ReplyAuthor(signs=("Olive",), names=(name,))), UndecidedReply), name
