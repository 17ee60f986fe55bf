"""Refusals of the platform as sentences for Slack: without the ids of logs and the API. Pure."""

import re

from bot.core.card.call_revision_diff import explain_stale_decision
from bot.core.card.readable_times_errors_and_answers import spell_times
from bot.core.errors import (
    THREAD_RESTS,
    AlreadyEnded,
    AlreadySettled,
    BrokenThread,
    CountersignError,
    DigestMismatch,
    FormComplaints,
    NotAnApprover,
    NotFound,
    NotPaused,
    OpenAlready,
    Unavailable,
    UnreadThread,
)
from bot.core.request_views import Request

NOT_OURS = "This button is not one of mine, or it was not made for this place. Nothing was changed."
NOT_POSTED = "This is not the card that I posted, so it decides nothing. Nothing was changed. {0}"

CHANGED = "This was changed after it was shown to you, so nothing was decided. Look at the card again."
OPEN_ALREADY = (
    "The same call waits for a decision already, in another request. Decide that one, or choose other arguments."
)
BROKEN = (
    "The record of this thread is not as it was written, so nothing of it runs, and nothing is taken or decided. "
    "My operator has been told."
)
NOT_REACHED = "I cannot reach my own records just now, so nothing was changed. Try again in a moment."

_PATTERN = re.compile(r": String should match pattern '.*'$", re.DOTALL)
_LENGTH = re.compile(r": (?:String|List|Set|Tuple|Dictionary|Bytes|Data) should have ")
_COUNTED = re.compile(r" after validation, not \d+$")


def describe_refusal(refused: CountersignError) -> str:
    """The refusal in a sentence or two."""
    match refused:
        case NotAnApprover():
            name, _, why = refused.facts
            return f"{name} may not decide this: {why}. Nothing was changed."
        case AlreadySettled():
            by = str(refused.facts[1]).rpartition(" at ")[0] if refused.decided_by and refused.decided_at else ""
            at = f" at {refused.decided_at:%H:%M} UTC on {refused.decided_at:%-d %b}" if refused.decided_at else ""
            return f"This request is already {refused.status}{by}{at}. Nothing was changed."
        case NotPaused():
            return "It goes on already. Nothing was changed."
        case AlreadyEnded():
            return f"This thread was {refused.facts[0]}. Nothing was changed."
        case NotFound() if refused.facts[:1] == ("agent",):
            return f"The agent {refused.facts[1]} is not set up here now, so nothing of it can be decided. Nothing was changed."
        case NotFound():
            return "This request is not known here. Nothing was changed."
        case DigestMismatch():
            return CHANGED
        case OpenAlready():
            return OPEN_ALREADY
        case BrokenThread():
            return BROKEN
        case UnreadThread():
            return THREAD_RESTS
        case FormComplaints():
            return "; ".join(
                spell_complaint(str(FormComplaints({name: text}))) for name, text in refused.complaints.items()
            )
        case _:
            return spell_times(str(refused))


def describe_change(request: Request, shown: str, link: str) -> str:
    """The difference from the version with the digest `shown`, and that nothing was decided."""
    return f"{explain_stale_decision(request.card.changes, shown)} {link}".rstrip()


def describe_unavailable(error: Unavailable) -> str:
    """Why something could not be done now: Slack's failures in their own text, other failures without their cause."""
    return str(error) if str(error).startswith("Slack ") else NOT_REACHED


def spell_complaint(text: str) -> str:
    """The complaint about a field, without the pattern that validation compares it with."""
    text = _PATTERN.sub(" does not have the form that is asked for", text)
    text = _COUNTED.sub("", _LENGTH.sub(" should have ", text))
    return text.replace(": Input should be ", " should be ").replace(": Value error, ", ": ")
