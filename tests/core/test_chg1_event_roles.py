"""What each event means to the readers of a log: which events answer which question, for one full example of each type."""

from pathlib import Path

import pytest

from bot.core import events as e
from bot.core.event_base import Event
from bot.core.event_meanings import NO_PEOPLE

RECORDED = Path(__file__).parent / "recorded"
FULL: dict[str, Event] = {
    type: e.load_event(type, kind.version, (RECORDED / f"{type}.v{kind.version}.full.json").read_bytes())
    for type, kind in e.EVENT_TYPES.items()
    if kind.__module__.startswith("bot.")
}

ANSWERED = {
    "people": "ThreadOpened MessageReceived Forked Answered ApprovalAsked QuestionAsked CallSubmitted",
    "written_words": "MessageReceived Answered Cancelled",
    "authors": "MessageReceived Answered OutcomeSettled CallSubmitted TaskEnded TaskReceived EventArrived",
    "decided_call": "Answered ApprovalSettled QuestionSettled OutcomeSettled",
    "model_call": "StepChosen StepRefused",
    "model_outcome": "StepChosen StepRefused",
    "person_decision": "Answered",
    "delivery_try": "Delivered DeliveryFailed",
    "proposal": "StepChosen CallSubmitted",
    "amendment": "Answered CallAmended",
    "progress": "ToolStarted ToolFinished ToolFailed OutcomeUnknown OutcomeSettled OutcomeDoubted ClaimExpired ExecutionReported"
    " TaskEnded",
    "unused_end": "StepRefused ApprovalSettled ApprovalLapsed",
    "request_opening": "ApprovalAsked QuestionAsked",
    "request_end": "ApprovalSettled ApprovalLapsed QuestionSettled",
    "thread_end": "Cancelled Finished",
    "fork_origin": "Forked",
    "outbound_text": "Said PeopleNotified",
    "program_post": "MessageForwarded",
    "notice_reach": "PeopleNotified",
    "renewed_request": "ApprovalAsked Answered",
    "window_role": "MessageReceived ContextFetched QuestionAsked ApprovalAsked Answered ApprovalSettled QuestionSettled OutcomeUnknown"
    " OutcomeSettled ToolFinished ToolFailed StepRefused DeliveryFailed Said Slept Finished Forked Cancelled TaskDelegated TaskReceived TaskEnded EventAwaited EventArrived EventMissed",
    "is_decision": "Answered",
    "is_told_of_holds": "MessageReceived ApprovalAsked QuestionAsked",
    "is_resting_fact": "MessageReceived PeopleNotified Delivered DeliveryFailed OutcomeDoubted ToolProcessStarted ToolFinished ToolFailed"
    " EffectNotFound OutcomeSettled ExecutionReported HookApplied TaskEnded",
}  # fmt: skip


def is_answered(event: Event, question: str) -> bool:
    given = getattr(event, question)
    return bool(given) and given is not NO_PEOPLE


@pytest.mark.parametrize("question", ANSWERED)
def test_chg1_each_question_is_answered_by_these_events(question: str) -> None:
    answering = {type for type, event in FULL.items() if is_answered(event, question)}
    possible = set(ANSWERED[question].split())
    assert answering <= possible
    own = {type for type, event in FULL.items() if getattr(type_of(event), question) is not getattr(Event, question)}
    assert possible == own if not isinstance(getattr(Event, question), bool) else possible == answering
    if isinstance(getattr(Event, question), property):
        assert own == {type for type, event in FULL.items() if question in event.answers}


def type_of(event: Event) -> type[Event]:
    return type(event)


def test_chg1_every_question_of_the_base_is_in_the_table() -> None:
    questions = {name for name, value in vars(Event).items() if isinstance(value, property) and name[0] != "_"}
    assert questions - {"row_type", "row_version"} | {"is_decision", "is_told_of_holds", "is_resting_fact"} == set(
        ANSWERED
    )


def test_chg1_every_event_has_a_line_of_its_own_in_a_timeline() -> None:
    assert [type for type, event in FULL.items() if type_of(event).describe is Event.describe] == []
