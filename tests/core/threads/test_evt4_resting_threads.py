"""A thread with an event that this version cannot read rests: no state of it is acted on, and nothing in it is decided."""

from datetime import timedelta

import pytest

from bot.core import events as e
from bot.core.card.card import build_card
from bot.core.channel_messages import ChannelAddress
from bot.core.decisions import ApprovalDecision, QuestionAnswer, answer_question, decide_approval
from bot.core.errors import THREAD_RESTS, Conflict, UnreadThread
from bot.core.next_action import RESTING, RESTING_RECHECK, describe_status, find_next_action
from bot.core.next_action_types import Idle
from bot.core.threads.deliveries import list_front_deliveries
from bot.core.threads.thread import explain_rest
from tests.core.thread_log import NOON, PEOPLE, SLACK, ThreadLog, asked_to_tag, log

UNKNOWN = e.load_event("ToolSkipped", 1, b'{"call":"t1-3"}')
NEWER = e.load_event("ToolFinished", 2, b'{"call":"t1-3","output":"x"}')

OPENED = log().opened().said("release v1 please")
STATES: dict[str, ThreadLog] = {
    "nothing but its first event": log().opened(),
    "a message that was not heard": OPENED,
    "a chosen call": OPENED.chose("tag_release", tag="v1", sha="c0ffee"),
    "a chosen reading call": OPENED.chose("list_tags", limit=1),
    "a started reading call": OPENED.chose("list_tags", limit=1).started(),
    "an asked call": asked_to_tag(),
    "an approved call": asked_to_tag().voted("olive"),
    "a started call": asked_to_tag().voted("olive").started(),
    "a call that failed": asked_to_tag().voted("olive").started().failed_tool(),
    "a call with an unknown outcome": asked_to_tag().voted("olive").started().lost(),
    "a doubted call": asked_to_tag().voted("olive").happened(e.OutcomeDoubted(call="t1-3", reason="restored")),
    "an open question": OPENED.questioned("Which one?"),
    "a used-up budget": OPENED.halted(),
    "a sleep": OPENED.slept(minutes=5),
    "a refused step": OPENED.refused("no", retry_at=NOON + timedelta(hours=2)),
    "a pause": asked_to_tag().paused(),
    "its end": OPENED.done(),
    "its end and a message": OPENED.done().said("again"),
    "its cancellation": asked_to_tag().cancelled(),
}


@pytest.mark.parametrize("unread", [UNKNOWN, NEWER], ids=["unknown", "newer"])
@pytest.mark.parametrize("state", STATES)
def test_evt4_a_thread_with_an_unread_event_needs_nothing_whatever_its_state(state: str, unread: e.Event) -> None:
    told = STATES[state]
    for rests in (
        told.happened(unread),
        told.happened(unread).said("go on"),
        told.happened(unread, e.Resumed(by="olive")),
    ):
        for at in (rests, rests.after(hours=2), rests.after(days=400)):
            assert at.needs == Idle(at.now + RESTING_RECHECK, THREAD_RESTS)
        assert describe_status(rests.thread) == RESTING
        mark = rests.thread.unread
        assert mark is not None
        assert (mark.seq, mark.type, mark.version) == (len(told.recorded) + 1, *row_of(unread))


@pytest.mark.parametrize("state", STATES)
def test_evt4_without_the_unread_event_no_state_rests(state: str) -> None:
    told = STATES[state]
    needs = [at.needs for at in (told, told.after(days=400))]
    assert not any(isinstance(need, Idle) and need.reason for need in needs)
    assert describe_status(told.thread) != RESTING


def test_evt4_an_unread_result_does_not_run_the_tool_again_and_an_unread_sleep_asks_no_model() -> None:
    ran = asked_to_tag().voted("olive").started().happened(NEWER)
    assert isinstance(find_next_action(ran.thread, ran.agent, PEOPLE, ran.now + timedelta(days=1)), Idle)
    slept = OPENED.happened(e.load_event("Slept", 2, b'{"call":"t1-3","for":"ever"}'))
    assert isinstance(slept.needs, Idle)


@pytest.mark.parametrize("state", [name for name, told in STATES.items() if told.thread.calls])
def test_evt4_no_decision_and_no_answer_counts_in_a_resting_thread(state: str) -> None:
    rests = STATES[state].happened(UNKNOWN)
    thread = rests.thread
    for call in thread.calls.values():
        digest = call.digest or "0" * 64
        for decision in ("approve", "reject", "take_back"):
            given = make_decision(call.id, digest, decision)
            with pytest.raises(UnreadThread, match=r"cannot read its event \d+ \('ToolSkipped', version 1\)"):
                decide_approval(thread, given, rests.agent, PEOPLE, rests.now)
        with pytest.raises(UnreadThread):
            answer_question(thread, make_answer(call.id), PEOPLE, rests.now)


def test_evt4_the_refusal_is_a_conflict_and_quotes_what_cannot_be_read() -> None:
    rests = asked_to_tag().happened(e.load_event("\u202e" + "x" * 500, 7, b"{}"))
    with pytest.raises(Conflict) as refused:
        rests.thread.require_readable()
    text = explain_rest(rests.thread)
    assert text == str(refused.value)
    assert "\u202e" not in text
    assert "version 7" in text
    assert len(text) < 500
    assert explain_rest(asked_to_tag().thread) == ""


@pytest.mark.parametrize("state", ["an asked call", "an open question"])
def test_evt4_the_card_of_a_resting_request_says_so_and_withholds_the_approval(state: str) -> None:
    told = STATES[state]
    before = build_card(told.thread, told.call(), PEOPLE)
    rests = told.happened(UNKNOWN)
    card = build_card(rests.thread, rests.call(), PEOPLE)
    assert not before.is_resting
    assert (card.edits, card.stopped, card.is_resting) == (False, THREAD_RESTS, True)
    assert card.withheld == ("" if card.ask else THREAD_RESTS)


def test_evt4_a_resting_thread_owes_only_the_notices_of_its_rest() -> None:
    told = asked_to_tag().asked(routes=(SLACK,)).happened(e.Said(call="t1-3", text="Hello.", routes=(SLACK,)))
    assert [one.delivery.kind for one in told.thread.deliverable.owed.values()] == ["approval", "said"]
    other = ChannelAddress(channel="slack", address="C2")
    notice = e.PeopleNotified(text=THREAD_RESTS, to=("rita",), routes=(SLACK,))
    rests = told.happened(UNKNOWN, e.PeopleNotified(text="A note.", to=("rita",), routes=(other,)))
    assert not rests.thread.deliverable.owed
    assert len(rests.thread.owed) == 3
    said = rests.happened(notice)
    (front,) = list_front_deliveries(said.thread.deliverable)
    assert front.delivery.seq == said.thread.seq
    taken = said.happened(e.Delivered(delivery=front.delivery.id, reference="17"))
    assert not taken.thread.deliverable.owed
    assert not said.happened(NEWER).thread.deliverable.owed  # the unread event may tell that it was taken


def test_evt4_each_person_is_told_once_of_the_rest() -> None:
    mark = OPENED.happened(UNKNOWN).thread.unread
    assert mark is not None
    (first,) = mark.make_notice(["rita"])
    assert first == e.PeopleNotified(text=THREAD_RESTS, to=("rita",))
    told = OPENED.happened(UNKNOWN, first).thread.unread
    assert told is not None
    assert told.make_notice(["rita"]) == []
    assert told.make_notice(["rita", "olive"]) == [e.PeopleNotified(text=THREAD_RESTS, to=("olive",))]
    (nobody,) = told.make_notice([None])
    again = OPENED.happened(UNKNOWN, first, nobody, NEWER).thread.unread
    assert again is not None
    assert again.make_notice([None, "rita"]) == []


def row_of(event: e.Event) -> tuple[str, int]:
    return event.row_type, event.row_version


def make_decision(call: str, digest: str, decision: str) -> ApprovalDecision:
    return ApprovalDecision.model_validate(
        {"call": call, "digest": digest, "decision": decision, "person": "olive", "door": "web", "credential": "x"}
    )


def make_answer(call: str) -> QuestionAnswer:
    return QuestionAnswer(call=call, answer="go on", person="olive", door="web", credential="x")
