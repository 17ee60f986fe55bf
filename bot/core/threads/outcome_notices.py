"""Notices to people about the end of an approved call. Pure; `ThreadRepository.commit` adds them to the same
transaction."""

from collections.abc import Sequence
from typing import assert_never

from bot.core import events as e
from bot.core.card.execution import describe_progress, limit_text
from bot.core.escaping import show_arguments, show_words
from bot.core.event_meanings import CallProgress
from bot.core.people import PeopleDirectory, describe_clause
from bot.core.secrets.redaction import redact_secrets
from bot.core.threads.thread import Thread, ToolCall

MAX_ARGUMENT = 80
MAX_DETAIL = 300


def add_notices(events: Sequence[e.Event], thread: Thread, directory: PeopleDirectory) -> list[e.Event]:
    """Return the events, and a notice for each end that people must be told. `thread` is as it was before.

    It goes to the approvers and the requester; not to the author of the end, and not to inactive people.
    """
    notices: list[e.Event] = []
    for event in events:
        if "progress" not in event.answers:
            continue
        end = event.progress
        call = thread.calls.get(end.call) if end else None
        if end is None or call is None or call.asked is None or not _is_news(end, call, thread):
            continue
        approvers = [vote.person for vote in call.votes if vote.approves]
        people = [directory.find_person(id) for id in dict.fromkeys((*approvers, thread.requester)) if id != end.by]
        if to := [person.id for person in people if person is not None and person.active]:
            by = ", ".join(directory.find_name(id) for id in approvers)
            outcome, remedy = _describe_end(end, call, events, thread, directory)
            notices.append(e.notify_people(f"{outcome}\n\nApproved by {by}. {remedy}", to, about=call.id))
    return [*events, *notices]


def _is_news(end: CallProgress, call: ToolCall, thread: Thread) -> bool:
    """Return whether people are told: of a failure and an unknown outcome; of a success when it was in doubt or the
    thread ended."""
    match end.status:
        case "running":
            return False
        case "failed" | "unknown":
            return not end.is_doubt
        case "done":
            return call.state == "unknown" or thread.ended is not None
        case _:
            assert_never(end.status)


def _describe_end(
    end: CallProgress, call: ToolCall, events: Sequence[e.Event], thread: Thread, directory: PeopleDirectory
) -> tuple[str, str]:
    """Return a sentence about the end of the call, and one about the possible next steps."""
    what = quote_code(format_call(call))
    ended = {
        None: "",
        "cancelled": "The thread was cancelled meanwhile.",
        "finished": "The thread was stopped meanwhile.",
    }
    note, detail = ended[thread.ended], quote_code(describe_progress(end, directory))
    if end.status == "unknown" and call.submitted is not None:
        remedy = f"{note} Look whether it happened, and tell its program; an equal call may be asked about now."
        return f"Nobody knows whether {what} happened: {detail}", remedy.strip()
    if end.status == "unknown":
        openings = [each for each in events if each.request_opening and each.request_opening.call == end.question]
        whom = describe_clause(openings[0].people.asked[0], directory) if openings else "its people"
        remedy = f"{note} It is not run again. Look whether it happened; the question waits for {whom}."
        return f"Nobody knows whether {what} happened: {detail}", remedy.strip()
    if end.status == "done":
        return f"{what} is done: {detail}", f"{note} Nothing is left to do.".strip()
    if call.submitted is not None:
        return f"{what} failed: {detail}", f"{note} Its program runs it, and asks anew to run it again.".strip()
    again = f"To try again, write to {thread.agent} in the thread; a new try is approved anew."
    remedy = f"{note} It is not run again by itself. {again}".strip()
    if thread.ended == "cancelled":
        remedy = f"{note} To try again, open a new thread with {thread.agent}."
    return f"{what} failed: {detail}", remedy


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
