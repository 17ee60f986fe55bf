"""Every literal of the rules, by itself and beside a yes: it excuses no other word, and alone it is no yes."""

import os
import random

import pytest

from channels.email.inbound.decision_grammar.decision_parser import ApprovingReply, ReplyAuthor, decide_reply
from channels.email.inbound.decision_grammar.phrase_rule_tables import GRAMMARS
from channels.email.inbound.decision_grammar.phrase_rules import BOT, UNSPACED, VALUE, build_rules
from channels.email.inbound.decision_grammar.vocabulary import APPROVE
from channels.email.inbound.reply_text.reply_extraction import ExtractedReply
from tests.channels.email.inbound.decision_grammar.test_decision_parser import EVERYWHERE
from tests.channels.email.rule_phrases import NEGATED
from tests.random_seed import seed_of_run

DRAWN = 10_000 if os.environ.get("COUNTERSIGN_CAMPAIGN") == "full" else 25
"""Literals of each language that one run tries; a campaign tries all."""
LITERALS = ("courtesy", "support", "before", "behind")
"""Kinds of rules whose words may stand beside a yes."""
FORMS = (
    "{0} {1}",
    "{1} {0}",
    "{0}, {1}",
    "{0}\n{1}",
    "{0}\n\n{1}",
    "{1}\n{0}",
    "{0}. {1}",
    "{0}: {1}",
    "{0} - {1}",
    "{0}{1}",
)


def approves(text: str, speaker: ReplyAuthor) -> bool:
    return decide_reply(ExtractedReply(text=text), speaker) == ApprovingReply()


def draw_some(literals: list[str], dice: random.Random) -> list[str]:
    return dice.sample(literals, min(DRAWN, len(literals)))


def list_literals(language: str, *kinds: str) -> list[str]:
    patterns = build_rules(language, frozenset()).patterns
    found = {literal.strip() for kind in kinds if kind in patterns for literal in patterns[kind].literals}
    return sorted(literal for literal in found if VALUE not in literal and BOT not in literal)


@pytest.mark.parametrize("language", sorted(GRAMMARS))
def test_ml2_words_of_the_rules_beside_a_yes_excuse_no_other_word(language: str) -> None:
    """Each one by itself: beside an unknown word, negated or made a condition, it leaves the yes unclear."""
    seed = seed_of_run()
    dice = random.Random(f"{seed} {language}")
    speaker = ReplyAuthor(locales=(language, "en"), signs=("Olive Ops",), bot="Deploy Bot")
    yes, gap = sorted(APPROVE[language]), "" if language in UNSPACED else " "
    for literal in draw_some(list_literals(language, *LITERALS), dice):
        unknown = "".join(dice.choice("bcdfgjkmqvwxz") for _ in range(5))
        frame, form, phrase = dice.choice(NEGATED[language]), dice.choice(FORMS), dice.choice(yes)
        for text in (
            form.format(phrase, f"{literal}{gap}{unknown}"),
            form.format(phrase, f"{unknown}{gap}{literal}"),
            form.format(phrase, frame.format(literal)),
            frame.format(form.format(phrase, literal)),
        ):
            assert not approves(text, speaker), f"COUNTERSIGN_SEED={seed}: {text!r}"


@pytest.mark.parametrize("language", sorted(GRAMMARS))
def test_ml2_a_refusal_or_a_delay_of_the_rules_beside_a_yes_is_no_approval(language: str) -> None:
    seed = seed_of_run()
    dice = random.Random(f"{seed} {language}")
    speaker = ReplyAuthor(locales=(language, "en"), signs=("Olive Ops",), bot="Deploy Bot")
    yes = sorted(APPROVE[language])
    for literal in draw_some(list_literals(language, "reject", "hold"), dice):
        text = dice.choice(FORMS).format(dice.choice(yes), literal)
        assert not approves(text, speaker), f"COUNTERSIGN_SEED={seed}: {text!r}"


@pytest.mark.parametrize("language", sorted(GRAMMARS))
def test_ml2_a_courtesy_a_reason_or_a_delay_alone_approves_nothing(language: str) -> None:
    speaker = ReplyAuthor(locales=(language, "en"), signs=("Olive Ops",), bot="Deploy Bot")
    dice = random.Random(f"{seed_of_run()} {language}")
    for literal in draw_some(list_literals(language, "courtesy", "context", "reject", "hold"), dice):
        assert not approves(literal, speaker), literal


@pytest.mark.parametrize(
    "word", ["tranquilo", "tranquila", "tranquilos", "con todo", "Tranquilo.", "Tranquilos, gracias"]
)
def test_ml2_a_word_that_calms_is_no_yes(word: str) -> None:
    assert not approves(word, EVERYWHERE)
    assert approves("dale tranquilo", ReplyAuthor(locales=("es", "en")))
