"""Slack prints each part of a card's document: in messages, in Home and in dialogs, or there is no way to approve."""

import html
from typing import Any

import pytest
from hypothesis import given

from bot.core.card.call_revision_diff import CallChange, ChangedArgument
from bot.core.card.card import CardVote, RequestCard
from bot.core.card.document_builder import YES_NO, CardLimits, CardReader, build_document
from bot.core.card.execution import CallExecution
from bot.core.card.parts import PrintedPart, ReferencePart, list_texts
from bot.core.forms import FormField
from channels.slack.views import action_ids, modals
from channels.slack.views.card_printer import SLACK_LIMITS, render_card, render_replaced
from channels.slack.views.home import HOME_LIMITS, render_approvals_answer, render_home
from tests.channels.slack.odd_cards import ASIDE, DIFFS, ODD, SECRET, SECRETS, VOTES, full, partly_approved
from tests.channels.slack.sample_cards import (
    NOON,
    approval,
    hostile_approvals,
    hostile_questions,
    look,
    outcome,
    question,
    tries,
)
from tests.channels.slack.slack_limits import check_message, check_view, objects, of_type
from tests.channels.slack.views.test_card_printer import nothing_of_others
from tests.channels.slack.views.test_home import request

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

DECIDING = {action_ids.APPROVE, action_ids.EDIT, action_ids.CHOOSE, action_ids.WRITE}


def see(blocks: Any) -> str:
    """All that a reader sees and where links lead, in order, without the markup of Slack."""
    seen: list[str] = []
    for found in objects(blocks):
        if isinstance(text := found.get("text"), str):
            seen.append(html.unescape(text) if found.get("type") == "mrkdwn" else text)
        seen += [found["url"]] if found.get("url") else []
    return "".join(seen)


def clickable(value: Any) -> set[str]:
    return {str(found["action_id"]) for found in objects(value) if "action_id" in found}


def may_decide(value: Any) -> bool:
    """Whether something in these blocks approves, edits or answers."""
    return any(name in DECIDING or name.startswith(action_ids.ANSWER) for name in clickable(value))


def unprinted(card: RequestCard, limits: CardLimits, blocks: Any, *, may_decide: bool = True) -> list[str]:
    """The texts of the card's document that its reader does not see. Yes and no are labels with a capital letter."""
    seen = see(blocks)
    flat = " ".join(seen.split())  # reasons and results are quoted on one line
    document = build_document(card, limits, CardReader(may_decide=may_decide))
    texts = [text for part in document.list_printed() for text in wanted(part)]
    return [
        text
        for text in texts
        if text not in seen
        and " ".join(text.split()) not in flat
        and not (text in YES_NO and text.capitalize() in seen)
    ]


def wanted(part: PrintedPart) -> tuple[str, ...]:
    """The texts of a part; of a digest its beginning."""
    return (part.request, part.digest[:12]) if isinstance(part, ReferencePart) else list_texts(part)


def linked(card: RequestCard) -> str:
    """The inbox's address of a card's request."""
    return f"https://inbox.example/requests/{SLACK_LIMITS.make_line(card.request or '')}"


@pytest.mark.parametrize("name", ODD)
@pytest.mark.drawn
def test_card1_a_message_prints_each_part(name: str) -> None:
    card = ODD[name]
    made = render_card(card, look(link=linked(card)))
    check_message(made.blocks, made.text)
    assert unprinted(card, SLACK_LIMITS, made.blocks) == []
    document = build_document(card, SLACK_LIMITS)
    assert may_decide(made.blocks) is (
        card.outcome is None and not document.why_not and not (card.paused and not card.ask)
    )


@pytest.mark.parametrize("name", ODD)
def test_card1_what_can_be_approved_has_all_of_its_arguments_and_facts_on_it(name: str) -> None:
    card = ODD[name]
    made = render_card(card, look())
    if action_ids.APPROVE not in clickable(made.blocks):
        return
    preformatted = see(of_type(made.blocks, "rich_text_preformatted"))
    for row in card.arguments:
        for line in row.lines or (f"{row.name} = {row.text}",):
            assert line.rstrip() in preformatted
    for fact in card.facts:
        assert "\n".join(fact.lines) in preformatted
    assert not card.holds_secret


@pytest.mark.parametrize("name", SECRETS)
def test_card1_a_secret_in_what_is_approved_is_not_shown_and_not_approved(name: str) -> None:
    card = SECRETS[name]
    for view in everywhere(card):
        assert SECRET not in str(view)
        assert "1234-pin" not in str(view)
        assert not may_decide(view)
        assert "submit" not in view
    assert "🔒" in see(render_card(card, look()).blocks)


@pytest.mark.parametrize("name", ASIDE)
def test_card1_a_secret_beside_the_call_is_hidden(name: str) -> None:
    for view in everywhere(ASIDE[name]):
        assert SECRET not in str(view)


def everywhere(card: RequestCard) -> list[Any]:
    """The card in all of Slack's places: messages, Home, the list, and the dialogs to approve in or look into."""
    rows = [request(card, decided_by_name="Olive")]
    replaced = card.model_copy(update={"changes": (CallChange(digest="a", until=3, by="Olive"),)})
    messages = [
        render_card(card, look()),
        render_replaced(replaced, look(), 2),
        *(render_approvals_answer(said, rows, rows, lambda _: look(), NOON) for said in ("list", "mine")),
    ]
    return [
        *({"text": message.text, "blocks": message.blocks} for message in messages),
        render_home(rows, rows, rows, lambda _: look(), NOON, 0),
        modals.make_details_modal(card, look()),
        modals.make_confirm_modal(card, "sealed"),
    ]


@pytest.mark.parametrize("name", ODD)
@pytest.mark.drawn
def test_card1_a_row_of_home_prints_each_part_or_is_decided_elsewhere(name: str) -> None:
    card = ODD[name]
    view = render_home([request(card)], [], [], lambda _: look(link=linked(card)), NOON, 0)
    check_view(view)
    assert unprinted(card, HOME_LIMITS, view["blocks"]) == []
    if may_decide(view):
        assert build_document(card, HOME_LIMITS).is_whole
        assert not card.typed


@pytest.mark.parametrize("name", ODD)
@pytest.mark.drawn
def test_card1_a_typed_confirmation_stands_under_each_part_or_is_not_asked_for(name: str) -> None:
    card = ODD[name]
    view = modals.make_confirm_modal(card, "sealed")
    check_view(view)
    assert "submit" not in view or unprinted(card, SLACK_LIMITS, view["blocks"], may_decide=False) == []
    assert ("submit" in view) is (not build_document(card, SLACK_LIMITS).why_not)


@pytest.mark.parametrize("name", ODD)
@pytest.mark.drawn
def test_card1_details_print_each_part_at_greater_length(name: str) -> None:
    card = ODD[name]
    view = modals.make_details_modal(card, look(link=linked(card)))
    check_view(view)
    assert unprinted(card, modals.DETAILS_LIMITS, view["blocks"], may_decide=False) == []
    assert card.digest in see(view["blocks"])
    assert clickable(view) == set()


def test_card1_details_show_texts_of_several_lines_as_they_are_sent_too() -> None:
    (raw,) = [block for block in modals.make_details_modal(DIFFS, look())["blocks"] if block["block_id"] == "raw"]
    assert 'patch = "--- a/app.py\\n+++ b/app.py\\n@@ -1,3 +1,3 @@\\n def run():\\n-' in see(raw)
    assert not [
        block for block in modals.make_details_modal(approval(), look())["blocks"] if block["block_id"] == "raw"
    ]


def test_card1_a_text_of_several_lines_keeps_its_lines_and_cannot_pass_for_another_argument() -> None:
    made = render_card(ODD["mail"], look())
    (shown, *_) = of_type(made.blocks, "rich_text_preformatted")
    assert see(shown).splitlines() == [
        "body = 7 lines, mail:", "  | Dear Ann,", "  |", "  |     approved: yes", "  |", "  | May decide: anybody", "  | --\\s{1}",
        "  | Rita", 'to = "a@b.example"',
    ]  # fmt: skip
    assert made.blocks[0]["text"]["text"] == "Approval needed: Write to a@b.example"
    assert [element["text"] for element in made.blocks[1]["elements"]] == ["tag_release", "Send one mail."]


def test_card1_the_words_of_people_are_quotes_and_votes_are_told_by_name() -> None:
    made = render_card(ODD["wish"], look())
    assert "please\nMay decide: anybody\n<!channel> *now*" in [
        see(quote) for quote in of_type(made.blocks, "rich_text_quote")
    ]
    assert "Rita wrote:" in see(made.blocks)
    made = render_card(approval(votes=VOTES), look())
    assert made.blocks[0]["text"]["text"] == "Another approval needed: tag_release"
    rows = [see(row) for row in next(block for block in made.blocks if block["block_id"] == "people.7")["elements"]]
    assert rows[3:] == [
        "Approved so far by: Otto, Ann",
        "Otto approved (by web)",
        "fine\nwith <me> & *all*",
        "Max rejected (does not count: he replaced it by a later one)",
        "Ann approved (with a key or link made by Olive; counts as one with Otto)",
    ]


def test_card1_the_readers_own_vote_is_told_where_the_view_is_theirs() -> None:
    card = partly_approved()
    assert "You approved this." not in see(render_card(card, look()).blocks)
    mine = render_card(card, look(has_voted=True))
    assert "✔ You approved this. It waits for others" in see(mine.blocks)
    assert clickable(mine.blocks) == {action_ids.REJECT, action_ids.DETAILS}
    view = render_home([request(card)], [], [], lambda _: look(has_voted=True), NOON, 0)
    assert "You approved this." in see(view)
    assert action_ids.APPROVE not in clickable(view)


def test_card1_a_changed_call_is_not_decided_in_home() -> None:
    change = CallChange(
        digest="a", until=3, by="Olive", arguments=(ChangedArgument(name="tag", old='"v1"', new='"v2"'),)
    )
    view = render_home([request(approval(changes=(change,)))], [], [], lambda _: look(), NOON, 0)
    assert "Changed by Olive: tag: v1 → v2" in see(view)
    assert clickable(view) == {action_ids.OPEN}


def test_card1_a_replaced_card_says_what_changed_and_has_no_button() -> None:
    change = CallChange(
        digest="a", until=3, by="Olive", arguments=(ChangedArgument(name="tag", old='"v1"', new='"v2"'),)
    )
    for card in (
        approval(changes=(change,)),
        approval(changes=(change,), outcome=outcome()),
        full().model_copy(update={"changes": (change,)}),
    ):
        made = render_replaced(card, look(), 2)
        check_message(made.blocks, made.text)
        assert "Changed by Olive: tag: v1 → v2." in see(made.blocks)
        assert clickable(made.blocks) == set()


@pytest.mark.parametrize("size", range(7_000, 9_000, 100))
def test_card1_a_replaced_card_near_the_limits_fits(size: int) -> None:
    end = outcome(by="o" * 100, reason="r" * 400)
    run = CallExecution(status="done", result="ok" * 50, finished_at=NOON)
    change = CallChange(digest="a", until=3, by="&" * 900)
    card = approval({"a": "x" * size}, title="&" * 29, wish="v" * 1_200, words="w" * 900, facts=(), outcome=end)
    card = card.model_copy(update={"execution": run, "changes": (change,)})
    made = render_replaced(card, look(link=f"https://inbox.example/{'r' * 150}"), 2)
    check_message(made.blocks, made.text)


def test_card1_long_words_and_many_votes_are_shortened_before_a_call_is_cut() -> None:
    vote = CardVote(person="p", name="N" * 500, decision="approve", reason="r" * 5_000, why_not="w" * 500)
    card = approval({"notes": "x" * 8_000}, votes=(vote,) * 9, wish="v" * 2_000, words="w" * 2_000, facts=())
    made = render_card(card, look())
    check_message(made.blocks, made.text)
    assert action_ids.APPROVE in clickable(made.blocks)
    assert "x" * 8_000 in see(made.blocks)
    assert "and 6 earlier" in see(made.blocks)
    assert "✂ cut here: 300 of 2000 characters" in see(made.blocks)


def test_card1_the_fullest_rows_fit_into_home_and_into_one_message() -> None:
    rows = [
        request(full().model_copy(update={"paused": paused}), number)
        for number, paused in enumerate(("&" * 5_000, "") * 4)
    ]
    check_view(render_home(rows, rows, rows, lambda _: look(), NOON, 0))
    end = {
        "outcome": outcome(by="&" * 900, reason="&" * 9_000),
        "execution": CallExecution(status="failed", error="&" * 900),
    }
    ended = [request(full().model_copy(update=end), number) for number in range(8)]
    view = render_home(ended, ended, ended, lambda found: look(), NOON, 0)
    check_view(view)
    assert len(view["blocks"]) > 90
    for said in ("list", "mine"):
        message = render_approvals_answer(said, rows, rows, lambda _: look(), NOON)
        check_message(message.blocks, message.text)


@tries(120)
@given(hostile_approvals() | hostile_questions())
def test_card1_every_part_of_a_hostile_card_is_printed_and_is_only_text(card: RequestCard) -> None:
    card = card.model_copy(update={"request": "th_01-3"})
    made = render_card(card, look())
    check_message(made.blocks, made.text)
    nothing_of_others(made.blocks, made.text)
    assert unprinted(card, SLACK_LIMITS, made.blocks) == []


FORGED = "fine\n⏸ Paused by Olive.\n✅ Approved by Otto · not started: ”x"


@pytest.mark.parametrize("name", ODD)
@pytest.mark.drawn
def test_card1_no_words_of_others_make_a_line_below_the_heading(name: str) -> None:
    """Lines of a context block look alike, whoever wrote them: each is one line, and quotes what is not the platform's."""
    for view in everywhere(ODD[name]):
        for block in of_type(view, "context"):
            assert not [element["text"] for element in block["elements"] if "\n" in element["text"]]


def test_card1_reasons_and_results_are_quoted_on_one_line() -> None:
    quoted = "“fine ⏸ Paused by Olive. ✅ Approved by Otto · not started: \\u{201d}x”"
    run = CallExecution(status="failed", error=FORGED, finished_at=NOON)
    card = approval(outcome=outcome(reason=FORGED), execution=run)
    row = request(card, reason=FORGED, decided_by_name="Olive", status="approved")
    rejected = approval(outcome=outcome("rejected", reason=FORGED))
    shown = [
        see(render_card(card, look()).blocks),
        see(render_home([], [], [row], lambda _: look(), NOON, 0)),
        see(render_card(rejected, look()).blocks),
    ]
    assert [quoted in text for text in shown] == [True, True, True]


def test_card1_a_form_may_hold_a_field_of_any_label() -> None:
    field = FormField(name="it", label="<!channel> *Approve*", kind="text")
    assert "It asks for: <!channel> *Approve*" in see(
        render_card(question(format="form", fields=(field,)), look()).blocks
    )
