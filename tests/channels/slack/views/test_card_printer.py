"""The card in Slack: the call comes first and whole, or there is no Approve; text of others stays text."""

import re
from typing import Any

import pytest
from hypothesis import given

from bot.core.card.card import CardFact, RequestCard
from bot.core.escaping import ShownArgument, make_visible
from bot.core.secrets.redaction import redact_secrets
from channels.slack.views import action_ids
from channels.slack.views.card_printer import render_card
from channels.slack.views.question_answer_controls import find_answer_text
from tests.channels.slack.sample_cards import (
    FIELDS,
    LINK,
    approval,
    hostile_approvals,
    hostile_questions,
    look,
    outcome,
    question,
    tries,
)
from tests.channels.slack.slack_limits import check_message, objects, of_type, text_of

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

OURS = re.compile(
    r"(⏳ )?((Expires|Asked) )?<!date\^[0-9]+\^\{date_short_pretty\} at \{time\}\|[^<>|]+ UTC>"
    r"|<https://inbox\.example/[^<>|]*\|Open( in the inbox)?>"
    r"|Page 1 of [12] · as of <!date[^<>]+>"
)


def buttons_of(blocks: Any) -> dict[str, dict[str, Any]]:
    """Everything that can be clicked, by action id."""
    return {found["action_id"]: found for found in objects(blocks) if "action_id" in found}


def block(blocks: list[dict[str, Any]], part: str) -> dict[str, Any]:
    return next(each for each in blocks if each["block_id"].startswith(f"{part}."))


def test_an_approval_shows_what_runs_first_and_the_agents_words_last() -> None:
    made = render_card(approval(), look())
    check_message(made.blocks, made.text)
    assert [each["block_id"] for each in made.blocks] == [
        f"{part}.7" for part in ("header", "arguments", "facts", "people", "silence", "words", "footer", "actions")
    ]
    assert made.blocks[0]["text"]["text"] == "Approval needed: tag_release"
    assert text_of(made.blocks[1]) == 'sha = "c0ffee"\ntag = "v1.4.3"'
    assert made.blocks[1]["elements"][0]["type"] == "rich_text_preformatted"
    label, words = block(made.blocks, "words")["elements"]
    assert text_of(label) == "The agent's own words, not checked:"
    assert (words["type"], text_of(words)) == ("rich_text_quote", "This is the *safe* one.")


def test_an_approval_says_of_whom_it_is_and_how_long_it_stands() -> None:
    made = render_card(approval(), look(mentions=("U1", "U2")))
    assert [text_of(row) for row in block(made.blocks, "people")["elements"]] == [
        "Agent: deploybot",
        "Asked by: Rita",
        "May decide: 2 of group release-managers · 1 of 2 group release-managers  ",
    ]
    assert [user["user_id"] for user in of_type(made.blocks, "user")] == ["U1", "U2"]
    assert "<!date^1795276800^{date_short_pretty} at {time}|21 Nov 2026, 16:00 UTC>" in text_of(
        block(made.blocks, "silence")
    )
    assert text_of(block(made.blocks, "footer")) == (
        "digest abcdef012345<https://inbox.example/requests/th_01-3?a=1&amp;b=2|Open in the inbox>"
    )


def test_the_text_is_a_sentence_for_who_sees_no_blocks() -> None:
    assert render_card(approval(), look()).text == (
        'Approval needed from 2 of group release-managers: tag_release sha = "c0ffee" tag = "v1.4.3". '
        "Open it: https://inbox.example/requests/th_01-3?a=1&amp;b=2"
    )
    assert render_card(approval({"a": "<!channel>"}, outcome=outcome("rejected")), look()).text == (
        '❌ Rejected by Olive: tag_release a = "&lt;!channel&gt;". Open it: https://inbox.example/requests/th_01-3?a=1&amp;b=2'
    )


@pytest.mark.parametrize(
    ("changed", "labels"),
    [
        ({}, ["Approve", "Reject…", "Edit & approve…", "Details"]),
        ({"edits": False, "edit_rule": ""}, ["Approve", "Reject…", "Details"]),
        ({"edit_rule": "by_editor"}, ["Approve", "Reject…", "Edit & approve…", "Details"]),
        ({"edit_rule": "by_another"}, ["Approve", "Reject…", "Edit…", "Details"]),
        ({"typed": "v1.4.3", "irreversible": True}, ["Approve…", "Reject…", "Edit & approve…", "Details"]),
        ({"outcome": outcome()}, []),
    ],
)
def test_the_buttons_are_those_that_mean_something(changed: dict[str, Any], labels: list[str]) -> None:
    found = of_type(render_card(approval(**changed), look()).blocks, "button")
    assert [each["text"]["text"] for each in found] == labels
    assert {each["value"] for each in found} <= {"sealed()"}
    assert all(each["accessibility_label"] for each in found)


def test_where_nobody_may_decide_there_is_only_the_link() -> None:
    for of in (approval(), question(), approval({"a": "x" * 9_999}), question(question="x" * 9_999)):
        made = render_card(of, look(is_live=False, mentions=("U1",)))
        assert not buttons_of(made.blocks)
        assert not of_type(made.blocks, "user")
        assert "|Open in the inbox>" in text_of(block(made.blocks, "footer"))


@pytest.mark.parametrize(
    ("status", "header"),
    [
        ("approved", "✅ Approved"),
        ("rejected", "❌ Rejected"),
        ("expired", "⌛ Expired"),
        ("withdrawn", "🚫 Withdrawn"),
        ("superseded", "🚫 Superseded"),
        ("undeliverable", "🚫 Undeliverable"),
        ("cancelled", "🚫 Cancelled"),
    ],
)
def test_a_settled_approval_says_who_when_and_why(status: str, header: str) -> None:
    made = render_card(approval(outcome=outcome(status, reason="because <b>")), look(mentions=("U1",)))
    assert made.blocks[0]["text"]["text"] == f"{header}: tag_release"
    assert [part["text"] for part in made.blocks[1]["elements"]] == [
        "by Olive",
        "<!date^1795262400^{date_short_pretty} at {time}|21 Nov 2026, 12:00 UTC>",
        "“because <b>”",
    ]
    assert text_of(block(made.blocks, "arguments")) == 'sha = "c0ffee"\ntag = "v1.4.3"'
    assert not buttons_of(made.blocks)
    assert not of_type(made.blocks, "user")


def test_every_version_of_a_message_has_blocks_of_its_own() -> None:
    ids = [
        {each["block_id"] for each in render_card(approval(), look(version=version)).blocks} for version in ("1", "2")
    ]
    assert not ids[0] & ids[1]


def test_llm09_unusual_characters_are_pointed_out() -> None:
    made = render_card(approval({"branch": "m\u0430in", "tag": "v1"}), look())
    warning = block(made.blocks, "facts")["elements"][0]
    assert text_of(warning).startswith("⚠ Unusual characters, written as ")
    assert text_of(warning).endswith("in: branch")
    assert 'branch = "m\\u{430}in"' in text_of(block(made.blocks, "arguments"))
    check_message(made.blocks, made.text)


@pytest.mark.parametrize(
    "of",
    [
        approval({"a": "x" * 9_000}),
        approval({"a": "<" * 3_000}),
        approval({str(number): number for number in range(1_000)}),
        approval(facts=(CardFact(label="Diff", lines=("x" * 9_000,)),)),
        approval(facts=tuple(CardFact(label="f", lines=("x",)) for _ in range(41))),
        approval(facts=(CardFact(label="x" * 9_000, lines=("x",)),)),
    ],
)
def test_llm12_what_is_not_shown_whole_cannot_be_approved_there(of: RequestCard) -> None:
    made = render_card(of, look())
    check_message(made.blocks, made.text)
    assert list(buttons_of(made.blocks)) == [action_ids.OPEN, action_ids.REJECT]
    assert buttons_of(made.blocks)[action_ids.OPEN]["url"] == LINK
    note = text_of(block(made.blocks, "cut"))
    assert re.search(rf"cut here: [0-9]+ of [0-9]+ characters \([0-9]+ bytes, digest {of.digest}\)", note)


def test_llm12_the_note_counts_what_is_shown_and_what_there_is() -> None:
    made = render_card(approval({"a": "é" * 9_000}, facts=()), look())
    assert "cut here: 2900 of 9006 characters (18006 bytes" in text_of(block(made.blocks, "cut"))
    assert text_of(block(made.blocks, "arguments")) == 'a = "' + "é" * 2_895


def test_what_just_fits_can_be_approved() -> None:
    made = render_card(approval({"a": "x" * 8_994}, facts=()), look())
    check_message(made.blocks, made.text)
    assert action_ids.APPROVE in buttons_of(made.blocks)
    assert text_of(block(made.blocks, "arguments")) == 'a = "' + "x" * 8_994 + '"'


@pytest.mark.parametrize("where", ["arguments", "facts"])
def test_llm21_a_secret_is_not_shown_and_so_not_approved_there(where: str) -> None:
    secret = "https://rita:hunter2@git.example/x"
    changed = (
        {"facts": (CardFact(label="Remote", lines=(secret,)),)}
        if where == "facts"
        else {"arguments": (ShownArgument(name="url", text=f'"{secret}"'),)}
    )
    made = render_card(approval(words=secret).model_copy(update=changed), look())
    assert "hunter2" not in str(made)
    assert "[secret sha256:" in text_of(block(made.blocks, where))
    assert list(buttons_of(made.blocks)) == [action_ids.OPEN, action_ids.REJECT]
    assert "It holds a secret" in text_of(block(made.blocks, "cut"))


@tries(120)
@given(hostile_approvals())
def test_llm13_no_approval_yields_markup_mentions_links_or_buttons_of_others(of: RequestCard) -> None:
    made = render_card(of, look(mentions=("U1",)))
    check_message(made.blocks, made.text)
    nothing_of_others(made.blocks, made.text)
    assert set(buttons_of(made.blocks)) <= {
        action_ids.APPROVE,
        action_ids.REJECT,
        action_ids.EDIT,
        action_ids.DETAILS,
        action_ids.OPEN,
    }


@tries(120)
@given(hostile_approvals())
def test_llm12_arguments_and_facts_are_complete_or_there_is_no_approve(of: RequestCard) -> None:
    made = render_card(of.model_copy(update={"outcome": None}), look())
    if action_ids.APPROVE in buttons_of(made.blocks):
        whole = "\n".join(f"{row.name} = {row.text}" for row in of.arguments) or "(no arguments)"
        assert text_of(block(made.blocks, "arguments")) == make_visible(whole)
        facts = text_of([each for each in made.blocks if each["block_id"] == "facts.7"])
        assert all(make_visible("\n".join(fact.lines)) in facts for fact in of.facts)
        assert redact_secrets(whole) == whole
    else:
        assert action_ids.EDIT not in buttons_of(made.blocks)
        assert block(made.blocks, "cut")


@tries(120)
@given(hostile_questions())
def test_llm13_no_question_yields_markup_mentions_links_or_buttons_of_others(of: RequestCard) -> None:
    made = render_card(of, look(mentions=("U1",)))
    check_message(made.blocks, made.text)
    nothing_of_others(made.blocks, made.text)
    allowed = {action_ids.OPEN, action_ids.CHOOSE, action_ids.WRITE} | {
        action_ids.name_answer_action(number) for number in range(5)
    }
    assert set(buttons_of(made.blocks)) <= allowed


def nothing_of_others(blocks: list[dict[str, Any]], text: str) -> None:
    """Only our own mrkdwn, our own link, the people we named, and no broadcast."""
    for found in objects(blocks):
        match found:
            case {"type": "mrkdwn", "text": markup}:
                assert OURS.fullmatch(markup)
            case {"type": "user", "user_id": user}:
                assert user == "U1"
            case {"type": "plain_text"}:
                assert found["emoji"] is False
            case {"type": kind}:
                assert kind not in ("link", "broadcast", "usergroup", "channel", "emoji", "image", "markdown")
        assert found.get("url") in (None, LINK)
    assert not re.search(r"[<>]|&(?!amp;|lt;|gt;)", text)


@pytest.mark.parametrize(
    ("changed", "clickable"),
    [
        ({}, [("countersign.answer.0", "v1", "sealed(0)"), ("countersign.answer.1", "v2", "sealed(1)")]),
        (
            {"format": "yes_no", "choices": ()},
            [("countersign.answer.0", "Yes", "sealed(0)"), ("countersign.answer.1", "No", "sealed(1)")],
        ),
        ({"format": "free_text", "choices": ()}, [("countersign.write", "Answer…", "sealed()")]),
        ({"format": "form", "choices": (), "fields": FIELDS}, [("countersign.write", "Answer…", "sealed()")]),
    ],
)
def test_a_question_is_answered_by_buttons_or_in_a_dialog(
    changed: dict[str, Any], clickable: list[tuple[str, str, str]]
) -> None:
    made = render_card(question(**changed), look())
    check_message(made.blocks, made.text)
    assert made.blocks[0]["text"]["text"] == "Answer needed: Question from deploybot"
    assert [
        (found["action_id"], found["text"]["text"], found["value"]) for found in of_type(made.blocks, "button")
    ] == clickable


def test_more_than_five_answers_are_a_select_and_long_ones_are_listed_whole() -> None:
    choices = ("x" * 80, *(f"v{number}" for number in range(6)))
    made = render_card(question(choices=choices), look())
    check_message(made.blocks, made.text)
    (select,) = of_type(made.blocks, "static_select")
    assert [option["value"] for option in select["options"]] == [f"sealed({number})" for number in range(7)]
    assert select["options"][0]["text"]["text"] == "1. " + "x" * 71 + "…"
    assert f"1. {'x' * 80}\n2. v0" in text_of(block(made.blocks, "answers"))


def test_values_too_long_for_a_select_are_chosen_in_a_dialog() -> None:
    made = render_card(question(choices=tuple("abcdef")), look(sign_choice=lambda choice: "s" * 151))
    assert list(buttons_of(made.blocks)) == [action_ids.WRITE]


@pytest.mark.parametrize(
    ("changed", "choice", "answer"),
    [
        ({}, "0", "v1"),
        ({}, "1", "v2"),
        ({}, "2", None),
        ({}, "-1", None),
        ({}, "", None),
        ({}, "v1", None),
        ({}, "²", None),
        ({}, "9" * 150, None),
        ({"format": "yes_no"}, "0", "yes"),
        ({"format": "yes_no"}, "1", "no"),
        ({"format": "free_text"}, "0", None),
    ],
)
def test_a_choice_is_a_number_of_an_answer(changed: dict[str, Any], choice: str, answer: str | None) -> None:
    ask = question(**changed).ask
    assert ask is not None
    assert find_answer_text(ask, choice) == answer


def test_free_text_may_be_said_in_the_thread_and_urgency_shows() -> None:
    made = render_card(question(format="free_text", urgency="high"), look())
    assert text_of(block(made.blocks, "hint")) == "… or reply in this thread."
    assert text_of(block(made.blocks, "notices")) == "🔴 Urgent"
    label, known = block(made.blocks, "context")["elements"]
    assert text_of(label) == "The agent's own words, not checked:"
    assert known["type"] == "rich_text_quote"


@pytest.mark.parametrize(("purpose", "title"), [("limit", "May deploybot go on?"), ("outcome", "Did it happen?")])
def test_the_platforms_own_questions_are_not_the_agents(purpose: str, title: str) -> None:
    made = render_card(question(purpose=purpose), look())
    assert made.blocks[0]["text"]["text"] == f"Answer needed: {title}"
    assert "agent's own words" not in text_of(made.blocks)


def test_llm12_a_question_that_is_cut_is_answered_elsewhere() -> None:
    made = render_card(question(question="x" * 6_000, context="y" * 6_000), look())
    check_message(made.blocks, made.text)
    assert list(buttons_of(made.blocks)) == [action_ids.OPEN]
    assert "cut here" in text_of(block(made.blocks, "cut"))


def test_a_settled_question_shows_the_answer() -> None:
    made = render_card(question(outcome=outcome("answered", reason="v2")), look())
    assert made.blocks[0]["text"]["text"] == "✅ Answered: Question from deploybot"
    assert "Which tag?" in text_of(block(made.blocks, "question"))
    assert made.blocks[1]["elements"][-1]["text"] == "“v2”"
    assert not buttons_of(made.blocks)


def test_without_a_link_a_card_still_stands() -> None:
    for of in (approval(), approval({"a": "x" * 9_999}), question(question="x" * 9_999)):
        made = render_card(of, look(link=""))
        check_message(made.blocks, made.text)
        assert not of_type(made.blocks, "link")
        assert action_ids.OPEN not in buttons_of(made.blocks)
