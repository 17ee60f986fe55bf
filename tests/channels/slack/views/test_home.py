"""The Home tab and the answer to /approvals: everything within reach, decided in place only where it is shown whole."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.card.card import RequestCard
from bot.core.request_views import Request
from channels.slack.views import action_ids
from channels.slack.views.home import render_approvals_answer, render_home
from channels.slack.views.view_context import SlackViewContext
from tests.channels.slack.sample_cards import (
    NOON,
    approval,
    hostile_approvals,
    hostile_questions,
    look,
    question,
    tries,
)
from tests.channels.slack.slack_limits import check_message, check_view, objects, of_type, text_of
from tests.channels.slack.views.test_card_printer import nothing_of_others

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")


def request(card: RequestCard, number: int = 1, **changed: Any) -> Request:
    words: dict[str, Any] = {
        "id": f"th_01-{number}",
        "thread_id": "th_01",
        "kind": "question" if card.ask else "approval",
        "status": "pending",
        "tool": card.tool,
        "arguments": {},
        "digest": "ab" * 32,
        "requested_by": "rita",
        "expires_at": NOON + timedelta(hours=4),
        "created_at": NOON + timedelta(minutes=number),
    }
    return Request(**{**words, **changed}).model_copy(update={"card": card})


def requests(count: int) -> list[Request]:
    return [request(approval({"tag": f"v{number}"}), number) for number in range(count)]


def look_of(request: Request) -> SlackViewContext:
    return look(sign_choice=lambda choice: f"sealed({request.id},{choice})")


def decided(number: int, status: str = "approved") -> Request:
    return request(approval(), number, status=status, decided_by_name="Olive", decided_at=NOON, reason="fine by me")


def made(pending: Any = (), waiting: Any = (), recent: Any = (), page: int = 0) -> dict[str, Any]:
    view: dict[str, Any] = render_home(pending, waiting, recent, look_of, NOON, page)
    check_view(view)
    return view


def clickable(view: Any) -> list[tuple[str, str]]:
    return [(found["action_id"], found.get("value", "")) for found in objects(view) if "action_id" in found]


def test_an_empty_home_explains_itself() -> None:
    view = made()
    assert "Nothing waits for you." in text_of(view)
    assert "it stops" in text_of(view)
    assert clickable(view) == []


def test_the_oldest_comes_first_with_its_arguments_and_its_buttons() -> None:
    view = made([request(approval({"tag": "new"}), 2), request(approval({"tag": "old"}), 1)])
    text = text_of(view)
    assert text.index('tag = "old"') < text.index('tag = "new"')
    assert clickable(view)[:2] == [(action_ids.APPROVE, "sealed(th_01-1,)"), (action_ids.REJECT, "sealed(th_01-1,)")]
    assert "Waiting for you (2)" in text


@pytest.mark.parametrize(
    "card",
    [
        approval({"a": "x" * 700}),
        approval(typed="v1"),
        approval({"url": "https://a:b@c.example"}),
        question(question="x" * 700),
        question(context="x" * 700),
        question(choices=("x" * 80, "y")),
    ],
)
def test_llm12_what_is_not_shown_whole_or_must_be_typed_is_decided_elsewhere(card: RequestCard) -> None:
    assert clickable(made([request(card)])) == [(action_ids.OPEN, "")]


def test_a_question_is_answered_in_place() -> None:
    assert clickable(made([request(question())])) == [
        ("countersign.answer.0", "sealed(th_01-1,0)"),
        ("countersign.answer.1", "sealed(th_01-1,1)"),
    ]


def test_what_waits_for_others_and_what_was_decided_are_a_line_each() -> None:
    view = made([], [request(approval(), 1)], [decided(2), decided(3, "expired")])
    text = text_of(view)
    assert "waits for 2 of group release-managers · 1 of 2 group release-managers" in text
    assert "✅ Approved by Olive: tag_release" in text
    assert "⌛ Expired by Olive" in text
    assert "fine by me" in text
    assert clickable(view) == []


@pytest.mark.parametrize(("page", "turns"), [(0, [1]), (1, [0, 2]), (2, [1]), (99, [1]), (-5, [1])])
def test_pages_reach_everything(page: int, turns: list[int]) -> None:
    view = made(requests(15), requests(20), [decided(n) for n in range(3)], page)
    assert [name for name, _ in clickable(view) if name.startswith(action_ids.PAGE)] == [
        action_ids.name_page_action(turn) for turn in turns
    ]


def test_every_request_is_on_one_page() -> None:
    pages = [made(requests(15), [], [], page) for page in range(3)]
    approved = [value for view in pages for name, value in clickable(view) if name == action_ids.APPROVE]
    assert approved == [f"sealed(th_01-{number},)" for number in range(15)]


def test_what_expires_soon_is_marked() -> None:
    assert "⏳ Expires" in text_of(made([request(approval(expires_at=NOON + timedelta(minutes=59)))]))
    assert "⏳" not in text_of(made([request(approval(expires_at=NOON + timedelta(minutes=61)))]))


@tries(25)
@given(st.lists(hostile_approvals() | hostile_questions(), min_size=6, max_size=8))
def test_llm13_the_fullest_home_fits_and_holds_nothing_of_others_but_text(cards: list[RequestCard]) -> None:
    many = [
        request(card, number, reason=card.words, decided_by_name=card.requested_by) for number, card in enumerate(cards)
    ]
    view = made(many, many, many)
    nothing_of_others(view["blocks"], "")
    for said in ("list", "mine"):
        message = render_approvals_answer(said, many, many, look_of, NOON)
        check_message(message.blocks, message.text)
        nothing_of_others(message.blocks, message.text)


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("", "5 requests wait for you."),
        ("list", "5 requests wait for you."),
        (" list please", "5 requests wait for you."),
        ("mine", "1 request waits for others."),
        ("help", "/approvals list shows"),
        ("<!channel>", "“&lt;!channel&gt;” is not something that I can do."),
    ],
)
def test_the_command_answers_in_a_sentence(said: str, text: str) -> None:
    message = render_approvals_answer(said, requests(5), requests(1), look_of, NOON)
    check_message(message.blocks, message.text)
    assert message.text.startswith(text)


def test_the_command_shows_the_oldest_and_counts_the_rest() -> None:
    message = render_approvals_answer("list", requests(6), [], look_of, NOON)
    assert [value for name, value in clickable(message.blocks) if name == action_ids.APPROVE] == [
        f"sealed(th_01-{number},)" for number in range(4)
    ]
    assert "… and 2 more: open the Home tab." in text_of(message.blocks)


def test_nothing_pending_is_said_too() -> None:
    assert render_approvals_answer("list", [], [], look_of, NOON).text.startswith("Nothing waits for you.")
    assert (
        render_approvals_answer("mine", [], [], look_of, NOON).text == "Nothing that you asked for waits for anybody."
    )
    assert not of_type(render_approvals_answer("help", [], [], look_of, NOON).blocks, "button")
