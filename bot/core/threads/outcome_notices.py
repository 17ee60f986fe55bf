"""Notices to people about the end of an approved call. Pure; `ThreadRepository.commit` adds them to the same
transaction."""

from collections.abc import Sequence
from typing import assert_never

from bot.core import events as e
from bot.core.card.execution import describe_settled_outcome, limit_text
from bot.core.escaping import show_arguments, show_words
from bot.core.people import PeopleDirectory, describe_clause
from bot.core.secrets.redaction import redact_secrets
from bot.core.threads.thread import Thread, ToolCall

MAX_ARGUMENT = 80
MAX_DETAIL = 300

OutcomeEnding = e.ToolFinished | e.ToolFailed | e.OutcomeUnknown | e.OutcomeSettled


def add_notices(events: Sequence[e.Event], thread: Thread, directory: PeopleDirectory) -> list[e.Event]:
    """Return the events, and a `PeopleNotified` for each end that people must be told. `thread` is as it was before.

    It goes to the approvers and the requester; not to the author of the end, and not to inactive people.
    """
    notices: list[e.Event] = []
    for event in events:
        call = thread.calls.get(event.call) if isinstance(event, OutcomeEnding) else None
        if (
            not isinstance(event, OutcomeEnding)
            or call is None
            or call.asked is None
            or not _is_news(event, call, thread)
        ):
            continue
        approvers = [vote.person for vote in call.votes if vote.approves]
        author = event.by if isinstance(event, e.OutcomeSettled) else ""
        people = [directory.find_person(id) for id in dict.fromkeys((*approvers, thread.requester)) if id != author]
        if to := tuple(person.id for person in people if person is not None and person.active):
            by = ", ".join(directory.find_name(id) for id in approvers)
            outcome, remedy = _describe_end(event, call, events, thread, directory)
            text = f"{outcome}\n\nApproved by {by}. {remedy}"
            notices.append(e.PeopleNotified(text=text, to=to, about=call.id))
    return [*events, *notices]


def _is_news(event: OutcomeEnding, call: ToolCall, thread: Thread) -> bool:
    """Return whether people are told: of a failure and an unknown outcome; of a success when it was in doubt or the
    thread ended."""
    match event:
        case e.ToolFailed() | e.OutcomeUnknown():
            return True
        case e.OutcomeSettled(happened=False):
            return True
        case e.ToolFinished() | e.OutcomeSettled():
            return call.state == "unknown" or thread.ended is not None
        case _:
            assert_never(event)


def _describe_end(
    event: OutcomeEnding, call: ToolCall, events: Sequence[e.Event], thread: Thread, directory: PeopleDirectory
) -> tuple[str, str]:
    """Return a sentence about the end of the call, and one about the possible next steps."""
    what = quote_code(format_call(call))
    ended = {
        None: "",
        "cancelled": "The thread was cancelled meanwhile.",
        "finished": "The thread was stopped meanwhile.",
    }
    note = ended[thread.ended]
    match event:
        case e.OutcomeUnknown():
            asked = [each for each in events if isinstance(each, e.QuestionAsked) and each.call == event.question]
            whom = describe_clause(asked[0].to, directory) if asked else "its people"
            remedy = f"{note} It is not run again. Look whether it happened; the question waits for {whom}."
            return f"Nobody knows whether {what} happened: {quote_code(event.facts)}", remedy.strip()
        case e.ToolFinished() | e.OutcomeSettled(happened=True):
            detail = event.result if isinstance(event, e.ToolFinished) else describe_settled_outcome(event, directory)
            return f"{what} is done: {quote_code(detail)}", f"{note} Nothing is left to do.".strip()
        case e.ToolFailed() | e.OutcomeSettled():
            detail = event.error if isinstance(event, e.ToolFailed) else describe_settled_outcome(event, directory)
            again = f"To try again, write to {thread.agent} in the thread; a new try is approved anew."
            remedy = f"{note} It is not run again by itself. {again}".strip()
            if thread.ended == "cancelled":
                remedy = f"{note} To try again, open a new thread with {thread.agent}."
            return f"{what} failed: {quote_code(detail)}", remedy
        case _:
            assert_never(event)


def format_call(call: ToolCall) -> str:
    """Return the tool and its first argument on one line: `tag_release tag = "v1.2.0", ...`. Secrets are redacted."""
    lines = show_arguments(call.arguments)
    if not lines:
        return call.intent
    first = _format_line(redact_secrets(f"{lines[0].name} = {lines[0].text}"), MAX_ARGUMENT)
    return f"{call.intent} {first}{', ...' if len(lines) > 1 else ''}"


def quote_code(text: str) -> str:
    """Return unchecked words as code on one line: no markdown in them becomes a link or a mention."""
    return f"`{_format_line(show_words(limit_text(text)), MAX_DETAIL).replace('`', chr(39)) or '(nothing)'}`"


def _format_line(text: str, limit: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"
