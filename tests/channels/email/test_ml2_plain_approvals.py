"""A clear approval in free, harmless words approves at once; an ordinary word that could change it makes us ask."""

import itertools
import json
from pathlib import Path

import pytest

from channels.email.inbound.decision_grammar.argument_words import list_card_words
from channels.email.inbound.decision_grammar.decision_parser import ApprovingReply, UndecidedReply, decide_reply
from channels.email.inbound.decision_grammar.doubt_words import has_doubt
from channels.email.inbound.decision_grammar.line_text import list_own_values
from channels.email.inbound.decision_grammar.phrase_rules import list_dangerous_words
from channels.email.inbound.decision_grammar.plain_lexicon import find_letters, is_misspelt_form, load_plain_lexicon
from channels.email.inbound.decision_grammar.plain_word_tables import PLAIN_TABLES
from channels.email.inbound.decision_grammar.replier_profile import ReplyAuthor
from channels.email.inbound.decision_grammar.sentence_reading import list_call_acts
from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.inbound.parsing.parser import parse_mail
from channels.email.inbound.reply_text.reply_extraction import ExtractedReply, extract_reply
from tests.channels.email.inbound.decision_grammar.test_ml2_productive_rules import COMMIT, OLIVE, table
from tests.channels.email.mail_programs import gmail_web
from tests.channels.email.plain_replies import APPROVALS, MISSPELT, TRAPS
from tests.channels.email.quoted_mails import PersonWords, ours, raw
from tests.channels.slack.sample_cards import approval

CARD = approval({"tag": "v1.4.3", "commit": COMMIT, "environment": "production"}, tool="deploy", requested_by="Sam")
OURS = ours(CARD)
THINGS, PARTIES = list_card_words(CARD)
AUTHOR = OLIVE.model_copy(
    update={
        "values": list_own_values(CARD), "call_acts": list_call_acts(CARD), "things": THINGS, "parties": PARTIES,
    }
)  # fmt: skip


def approves(text: str, author: ReplyAuthor = AUTHOR) -> bool:
    return decide_reply(ExtractedReply(text=text), author) == ApprovingReply()


@pytest.mark.parametrize("language", APPROVALS)
def test_ml2_a_clear_approval_in_free_words_approves_around_our_real_mail(language: str) -> None:
    asked = []
    for text in table(APPROVALS[language]):
        mail = parse_mail(raw(gmail_web(PersonWords(text), OURS), "both"))
        assert isinstance(mail, ParsedMail)
        if decide_reply(extract_reply(mail, OURS.sent), AUTHOR) != ApprovingReply():
            asked.append(text)
    assert asked == []


def test_ml2_an_approval_beside_a_fact_that_no_listed_clause_is_causes_a_question() -> None:
    texts = json.loads(Path(__file__).with_name("facts_asked_about.json").read_text("utf-8"))
    read = {text: decide_reply(ExtractedReply(text=text), AUTHOR) for rows in texts.values() for text in rows}
    assert [text for text, each in read.items() if not isinstance(each, UndecidedReply)] == []


@pytest.mark.drawn
@pytest.mark.parametrize("text", [text for rows in TRAPS.values() for text in table(rows)])
def test_ml2_no_trap_in_ordinary_words_beside_a_clear_yes_approves(text: str) -> None:
    assert not approves(text)


def test_ml2_each_language_has_25_traps_or_more() -> None:
    assert {language for language, rows in TRAPS.items() if len(table(rows)) >= 25} == set(PLAIN_TABLES)


@pytest.mark.parametrize("language", PLAIN_TABLES)
def test_ml2_no_single_word_that_doubts_elsewhere_stands_between_the_words_of_a_plain_approval(language: str) -> None:
    """Each clear approval with each word of doubt or danger of its language in the middle of it."""
    dangers = sorted(word for word in list_dangerous_words() if has_doubt(word))
    lexicon = load_plain_lexicon(language, AUTHOR.call_acts or ())
    assert [word for word in dangers if set(find_letters(word, lexicon)) & set("cdxhy")] == []


@pytest.mark.parametrize("text", table(MISSPELT))
def test_ml2_a_word_near_to_a_word_of_approving_is_none_where_it_is_another_word(text: str) -> None:
    assert not approves(text)


def test_ml2_a_misspelling_is_one_letter_inside_of_a_word_or_two_that_changed_places() -> None:
    for word, head in (("aproved", "approved"), ("freigegben", "freigegeben"), ("aprobaod", "aprobado")):
        assert is_misspelt_form(word, head), word
    for word, head in (("approves", "approved"), ("ogodkänt", "godkänt"), ("zatwierdza", "zatwierdzam"), ("approve", "approved")):  # fmt: skip
        assert not is_misspelt_form(word, head), word
    assert approves("aproved")
    assert not approves("aprovad")


def test_ml2_a_card_gives_its_short_names_and_no_text_date_or_word_of_doubt() -> None:
    def words(**arguments: object) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return list_card_words(approval(arguments, tool="grant_access"))

    assert words(system="warehouse-db", role="reader") == (("reader", "warehouse-db"), ())
    assert words(user="li.wei@example.com")[1] == ("li.wei@example.com", "li", "wei")
    assert words(reason="ask Ben", subject="only tomorrow", title="not yet") == ((), ())
    assert words(source="staging", target="production") == ((), ())
    assert words(count=12480) == (("12480",), ())


def test_ml2_the_calls_own_names_may_stand_in_an_approval_and_no_other_ones() -> None:
    card = approval({"user": "li.wei@example.com", "system": "warehouse-db"}, tool="grant_access", requested_by="Sam")
    things, parties = list_card_words(card)
    author = AUTHOR.model_copy(
        update={"values": (), "call_acts": list_call_acts(card), "things": things, "parties": parties}
    )
    assert approves("I approve the access to warehouse-db for Li Wei.", author)
    for text in ("I approve the access to finance-db for Li Wei.", "I approve the access to warehouse-db for Lin Wei.", "Li approved the access, all good"):  # fmt: skip
        assert not approves(text, author), text


@pytest.mark.parametrize(("one", "other"), list(itertools.permutations(("Approved.", "No."), 2)))
def test_ml2_a_bare_no_beside_an_approval_is_never_read_as_a_word_of_another_language(one: str, other: str) -> None:
    assert not approves(f"{one} {other}")
