"""The document of a card: which parts it has, what it hides, when it is whole, and what may be done with it."""

from typing import Any

import pytest
from hypothesis import given

from bot.core.card.call_presentation import CallPresentation
from bot.core.card.card import CardFact, CardVote, RequestCard
from bot.core.card.document_builder import (
    UNLIMITED,
    CardLimits,
    CardReader,
    SizeLimit,
    build_document,
    print_raw_arguments,
    summarize_call,
)
from bot.core.card.execution import CallExecution
from bot.core.card.parts import (
    ActionsPart,
    AnswersPart,
    ArgumentsPart,
    CardDocument,
    DeadlinePart,
    ExecutionPart,
    FactPart,
    NoticePart,
    PeoplePart,
    QuotePart,
    ReferencePart,
    StatusPart,
    TitlePart,
    VotePart,
    list_texts,
)
from bot.core.errors import THREAD_RESTS
from bot.core.escaping import ShownArgument
from bot.core.forms import FormField
from bot.core.policy import RejectOption
from bot.core.request_views import build_request
from bot.core.secrets.secrets_in_call_headings import WITHHELD
from tests.channels.slack.sample_cards import approval, hostile_approvals, hostile_questions, outcome, question, tries
from tests.core.thread_log import PEOPLE, TWO_OF_THREE, agent, asked_to_tag

SECRET = "ghp_16C7e42F292c6912E7710c838347Ae178B4a"
MAIL = CardLimits("in a mail", (SizeLimit(len, 9_000),), words=2_000)


def notices(document: CardDocument) -> list[str]:
    return [part.kind for part in document.list_parts(NoticePart)]


def actions(document: CardDocument) -> ActionsPart:
    (found,) = document.list_parts(ActionsPart)
    return found


def test_card1_the_parts_stand_in_reading_order() -> None:
    document = build_document(
        approval(
            title="Release v1.4.3",
            sentence="Release one commit.",
            wish="please release",
            wish_by="Rita",
            votes=(CardVote(person="otto", name="Otto", decision="approve", door="web"),),
            irreversible=True,
        ),
        MAIL,
    )
    assert [type(part) for part in document.parts] == [
        TitlePart, StatusPart, NoticePart, ArgumentsPart, FactPart, QuotePart, PeoplePart, PeoplePart, PeoplePart, PeoplePart,
        VotePart, DeadlinePart, QuotePart, ReferencePart, ActionsPart,
    ]  # fmt: skip
    assert document.parts[0] == TitlePart("Release v1.4.3", "tag_release", "Release one commit.")
    assert [part.source for part in document.list_parts(QuotePart)] == ["requester", "agent"]
    assert document.is_whole


def test_card1_a_partly_approved_request_looks_it() -> None:
    told = asked_to_tag(agent(TWO_OF_THREE)).voted("olive", reason="fine with me")
    card = build_request(told.thread, told.call(), PEOPLE).card
    document = build_document(card, MAIL, CardReader(vote="approve"))
    status = document.find_part(StatusPart)
    assert status is not None
    assert status.words == "Another approval needed"
    assert [(vote.text, vote.reason) for vote in document.list_parts(VotePart)] == [("Olive approved", "fine with me")]
    people = {part.label: part.text for part in document.list_parts(PeoplePart)}
    assert people["Approved so far by"] == "Olive"
    assert "1 of 2" in people["May decide"]
    assert "voted" in notices(document)


def test_card1_the_words_that_asked_for_the_call_are_quoted_by_their_writer() -> None:
    told = asked_to_tag()
    card = build_request(told.thread, told.call(), PEOPLE).card
    assert (card.wish, card.wish_by) == ("release v1 please", "Rita")


def test_card1_later_messages_and_other_writers_are_not_quoted_as_the_wish() -> None:
    told = asked_to_tag().said("and then v9", by="otto")
    card = build_request(told.thread, told.call(), PEOPLE).card
    assert (card.wish, card.wish_by) == ("release v1 please", "Rita")


WHOLE = {"may_approve": True, "may_reject": True}
UNSHOWN = {"may_approve": False, "may_reject": True}


@pytest.mark.parametrize(
    ("card", "kinds", "may", "why"),
    [
        (approval(), [], WHOLE, ""),
        (approval({"notes": "x" * 9_001}), ["cut"], {**UNSHOWN, "is_elsewhere": True}, "too long to be shown whole in a mail"),
        (approval(facts=(CardFact(label="a", lines=("b",)),) * 41), ["cut"], UNSHOWN, "too long"),
        (approval({"token": SECRET}), ["secret"], {**UNSHOWN, "is_elsewhere": True}, "It holds a secret."),
        (approval({"note": f"a\n{SECRET}\nb"}), ["secret"], UNSHOWN, "It holds a secret."),
        (approval(facts=(CardFact(label="Env", lines=(SECRET,)),)), ["secret"], UNSHOWN, "It holds a secret."),
        (
            approval(arguments=None).model_copy(
                update={"arguments": (ShownArgument(name="pin", text='"1234"', kind="secret"),)}
            ),
            ["secret"],
            UNSHOWN,
            "It holds a secret.",
        ),
        (approval(withheld="The label of a fact holds a secret."), ["secret"], {**UNSHOWN, "is_elsewhere": False}, "label"),
        (approval(paused="Paused by Olive."), ["paused"], {**UNSHOWN, "is_elsewhere": False}, "paused"),
        (approval(stopped="Paused by Olive."), ["stopped"], WHOLE, ""),
        (approval(irreversible=True, typed="v1"), ["irreversible"], {**WHOLE, "typed": "v1"}, ""),
        (approval(outcome=outcome()), [], {"may_approve": False, "may_reject": False}, ""),
    ],
)  # fmt: skip
def test_card1_a_call_is_approved_only_where_it_is_shown_whole(
    card: RequestCard, kinds: list[str], may: dict[str, Any], why: str
) -> None:
    document = build_document(card, MAIL)
    assert notices(document) == kinds
    found = actions(document)
    assert {name: getattr(found, name) for name in may} == may
    assert (why in found.why_not) if why else not found.why_not
    assert SECRET not in str(document)
    assert '1234"' not in str(document)


def test_card1_the_inbox_shows_secrets_and_long_calls_whole() -> None:
    document = build_document(approval({"token": SECRET, "notes": "x" * 20_000}), UNLIMITED)
    assert document.is_whole
    assert actions(document).may_approve
    assert SECRET in str(document)


def test_card1_a_copy_for_information_offers_nothing() -> None:
    assert actions(build_document(approval(), MAIL, CardReader(may_decide=False))) == ActionsPart()


def test_card1_a_cut_call_tells_its_size_and_its_digest() -> None:
    (cut,) = build_document(approval({"notes": "x" * 20_000, "z": "the end"}), MAIL).list_parts(NoticePart)
    whole = len('notes = ""\nz = "the end"') + 20_000 + len("Commitsc0ffee Fix the login\ndecade Add a test")
    shown = whole + len("Fact “”")
    assert cut.text == f"cut here: 3000 of {shown} characters ({whole} bytes, digest {'abcdef0123456789' * 4})."


@pytest.mark.parametrize(
    ("run", "words", "is_bad"),
    [
        (None, "Approved", False),
        (CallExecution(status="done", result="v1 is there."), "Approved, done", False),
        (CallExecution(status="failed", error="RuntimeError: no"), "Approved, failed", True),
        (CallExecution(status="unknown"), "Approved, outcome not known", True),
    ],
)
def test_card1_a_settled_request_tells_what_came_of_it(run: CallExecution | None, words: str, is_bad: bool) -> None:
    document = build_document(approval(outcome=outcome(), execution=run), MAIL)
    status = document.find_part(StatusPart)
    assert status is not None
    assert (status.words, status.by, status.is_bad) == (words, "Olive", is_bad)
    found = document.find_part(ExecutionPart)
    assert (found.detail if found else None) == (None if run is None else {"failed": "no"}.get(run.status, run.result))


def test_card1_a_question_has_its_answers_and_a_long_one_has_none() -> None:
    document = build_document(question(), MAIL)
    assert document.list_parts(AnswersPart) == [AnswersPart("multiple_choice", ("v1", "v2"))]
    assert actions(document).may_answer
    long = build_document(question(question="q" * 9_000), MAIL)
    assert not long.list_parts(AnswersPart)
    assert (actions(long).may_answer, actions(long).is_elsewhere, notices(long)) == (False, True, ["cut"])


def test_card1_votes_beyond_ten_are_counted() -> None:
    votes = tuple(CardVote(person=f"p{n}", name=f"P{n}", decision="approve") for n in range(13))
    shown = build_document(approval(votes=votes), MAIL).list_parts(VotePart)
    assert [vote.text for vote in (shown[0], shown[-1])] == ["P3 approved", "and 3 earlier"]
    assert len(build_document(approval(votes=votes), UNLIMITED).list_parts(VotePart)) == 13


@tries(150)
@given(card=hostile_approvals())
def test_card1_a_whole_call_has_every_argument_and_fact_in_its_text(card: RequestCard) -> None:
    document = build_document(card, MAIL)
    if not document.is_whole:
        assert not actions(document).may_approve
        return
    shown = "\n".join(part.text for part in document.list_parts(ArgumentsPart))
    for row in card.arguments:
        assert MAIL.make_safe(row.text if not row.lines else row.lines[-1]).strip() in shown
    assert [part.text for part in document.list_parts(FactPart)] == [
        MAIL.make_safe("\n".join(fact.lines)) for fact in card.facts
    ]


@tries(60)
@given(card=hostile_questions())
def test_card1_a_hostile_question_is_printed_or_cannot_be_answered(card: RequestCard) -> None:
    document = build_document(card, MAIL)
    assert card.ask is not None
    (asked,) = [part for part in document.list_parts(QuotePart) if part.source == "question"]
    assert asked.text == MAIL.make_safe(card.ask.question) or not actions(document).may_answer


def test_card1_reject_options_and_edits_are_offered_where_it_may_be_approved() -> None:
    options = (RejectOption(name="later", text="Not today."),)
    found = actions(build_document(approval(edit_rule="by_another", reject_options=options), MAIL))
    assert (found.edit_rule, found.reject_options) == ("by_another", options)
    assert actions(build_document(approval({"n": "x" * 9_999}, edit_rule="by_editor"), MAIL)).edit_rule == ""


LONG = CardVote(person="p", name="N" * 900, decision="approve", reason="r" * 900, why_not="w" * 900)


@pytest.mark.parametrize(
    ("card", "words", "votes", "whole"),
    [
        (approval(words="w" * 2_000), 1_200, 0, True),
        (approval(words="w" * 2_000, votes=(LONG,) * 12), 300, 4, True),
        (approval({"notes": "x" * 8_500}, words="w" * 2_000, wish="v" * 2_000), 300, 0, True),
        (approval({"notes": "x" * 8_500}, words="w" * 2_000, votes=(LONG,) * 3, facts=()), 300, 3, True),
        (approval({"notes": "x" * 8_900}, words="w" * 2_000, votes=(LONG,) * 12, facts=()), 300, 4, False),
        (question(question="q" * 7_500, choices=("c" * 1_400, "d")), 0, 0, True),
    ],
)
def test_card1_a_full_card_has_shorter_words_and_fewer_votes_before_its_call_is_cut(
    card: RequestCard, words: int, votes: int, whole: bool
) -> None:
    limits = CardLimits("here", (SizeLimit(len, 9_000),), 2_900, words=1_200, line=600, total=11_000)
    document = build_document(card, limits)
    assert [part.text.count("w") for part in document.list_parts(QuotePart) if part.source == "agent"] == [
        words
    ] * bool(words)
    assert (len(document.list_parts(VotePart)), document.is_whole) == (votes, whole)
    assert actions(document).may_approve or actions(document).may_answer or not whole
    assert sum(len(text) for part in document.list_printed() for text in list_texts(part)) <= 11_000


def test_card1_where_room_is_limited_a_line_ends_in_an_ellipsis() -> None:
    limits = MAIL._replace(line=20)
    document = build_document(approval(title="t" * 50, sentence="s" * 20, requested_by="r" * 21), limits)
    assert document.parts[0] == TitlePart(f"{'t' * 19}…", "tag_release", "s" * 20)
    assert [part.text for part in document.list_parts(PeoplePart)][1] == f"{'r' * 19}…"


def test_card1_the_raw_form_of_texts_of_several_lines_is_one_line_each() -> None:
    rows = (
        ShownArgument(name="patch", text='"a\\nb"', lines=("a", "b"), kind="diff"),
        ShownArgument(name="pin", text='"1\\n2"', lines=("1", "2"), kind="secret"),
        ShownArgument(name="tag", text='"v1"'),
    )
    card = approval().model_copy(update={"arguments": rows})
    assert print_raw_arguments(card, MAIL) == 'patch = "a\\nb"\npin = [secret]'
    assert print_raw_arguments(card, UNLIMITED) == 'patch = "a\\nb"\npin = "1\\n2"'
    assert summarize_call(card, MAIL) == 'tag_release patch = "a\\nb" pin = [secret] tag = "v1"'


def test_card1_labels_of_fields_hold_no_secret_where_a_surface_keeps_its_texts() -> None:
    (field,) = ask_fields = (
        FormField(name="it", label="x", kind="text").model_copy(update={"label": SECRET, "help": SECRET}),
    )
    document = build_document(question(format="form", fields=ask_fields), MAIL)
    assert SECRET not in str(document)
    assert build_document(question(format="form", fields=(field,)), UNLIMITED).list_parts(AnswersPart)[0].fields == (
        field,
    )


def test_card1_the_reference_is_the_id_and_the_whole_digest() -> None:
    assert build_document(approval(), MAIL).list_parts(ReferencePart) == [
        ReferencePart("th_01-3", "abcdef0123456789" * 4)
    ]
    assert build_document(approval(), MAIL).find_part(DeadlinePart) is not None


def test_card1_a_name_is_one_line_that_passes_for_no_row() -> None:
    forged = "Rita\nMay decide: anybody"
    votes = (CardVote(person="o", name=forged, decision="approve", reason="a\nb", why_not=forged),)
    document = build_document(
        approval(requested_by=forged, agent=forged, wish="a\nb", wish_by=forged, votes=votes), MAIL
    )
    people = [part.text for part in document.list_parts(PeoplePart)]
    told = [text for part in document.list_parts(VotePart) for text in (part.text, *part.notes)]
    assert not [text for text in (*people, *told) if "\n" in text]
    assert next(part.label for part in document.list_parts(QuotePart)) == "Rita May decide: anybody wrote:"
    assert [part.reason for part in document.list_parts(VotePart)] == ["a\nb"]


def test_card1_a_secret_of_a_tool_stands_in_no_title_and_in_no_change() -> None:
    presentation = CallPresentation(title="Release {tag} at {sha}", kinds={"tag": "secret"})
    told = asked_to_tag(agent(TWO_OF_THREE)).voted("olive", edit={"tag": "hunter-2", "sha": "c0ffee"})
    card = build_request(told.thread, told.call(), PEOPLE, {"tag_release": presentation}).card
    document = build_document(card, MAIL)
    assert card.changes
    assert "hunter-2" not in str(document)
    assert "hunter-2" not in str(card.changes)
    assert "tag: [secret] → [another secret]" in str(document.list_parts(FactPart))
    assert document.find_part(TitlePart) == TitlePart("tag_release", "tag_release", "")


def test_card1_the_label_of_a_fact_is_one_line_so_that_it_forges_no_row() -> None:
    forged = CardFact(label="Diff\nMay decide: Olive alone", lines=("x",))
    for limits in (MAIL, UNLIMITED):
        assert build_document(approval(facts=(forged,)), limits).list_parts(FactPart) == [
            FactPart("Fact “Diff May decide: Olive alone”", "x")
        ]


@pytest.mark.parametrize("limits", [MAIL._replace(line=20), MAIL._replace(line=200), MAIL, UNLIMITED])
def test_chg1_the_platforms_own_sentences_are_whole_whatever_the_size_of_a_line(limits: CardLimits) -> None:
    held = WITHHELD.format("The name of a reason to reject")
    for withheld, stopped in ((held, THREAD_RESTS), (THREAD_RESTS, THREAD_RESTS)):
        document = build_document(approval({"n": "x" * 60_000}, withheld=withheld, stopped=stopped), limits)
        found = {part.kind: part.text for part in document.list_parts(NoticePart)}
        assert (found["secret"], found["stopped"]) == (withheld, stopped)
        assert "…" not in found.get("cut", "")
    paused = build_document(approval(paused="p" * 900), limits).list_parts(NoticePart)[0].text
    assert paused.endswith(" It can be decided when it is resumed.")
