"""Refusals of the platform as sentences for Slack: without the ids of logs and the API. Pure."""

import re
from collections.abc import Sequence
from datetime import datetime

from bot.core.canonical_json import parse_json
from bot.core.card.call_changes import explain_stale_decision
from bot.core.errors import (
    THREAD_RESTS,
    AlreadyEnded,
    AlreadySettled,
    BrokenThread,
    CountersignError,
    DigestMismatch,
    FormComplaints,
    NotAnApprover,
    NotCanonical,
    NotFound,
    NotPaused,
    OpenAlready,
    Unavailable,
    UnreadThread,
)
from bot.core.forms import FormField, write_value
from bot.core.request_views import Request
from bot.core.values import JSON

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
_CLASS = re.compile(r"^(?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Error|Exception):?\s*")
_ADDRESS = re.compile(r"\s*\bat 0x[0-9A-Fa-f]+")
_TIME = re.compile(
    r"\b([0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01]))[ T]([0-9]{2}:[0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?"
    r"(?: UTC\b|Z\b|\+00:00(?![0-9]))"
)


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


def spell_times(text: str) -> str:
    """The text with its times of the log in a readable form: "29 Nov 2026, 10:00 UTC"."""

    def spell_match(found: re.Match[str]) -> str:
        try:
            day = datetime.fromisoformat(found[1])
        except ValueError:
            return found[0]
        return f"{day:%-d %b %Y}, {found[2]} UTC"

    return _TIME.sub(spell_match, text)


def spell_complaint(text: str) -> str:
    """The complaint about a field, without the pattern that validation compares it with."""
    text = _PATTERN.sub(" does not have the form that is asked for", text)
    text = _COUNTED.sub("", _LENGTH.sub(" should have ", text))
    return text.replace(": Input should be ", " should be ").replace(": Value error, ", ": ")


def spell_error(text: str) -> str:
    """A result or an error without the class of the error, and without addresses in memory."""
    return _ADDRESS.sub("", _CLASS.sub("", text)).strip() or "an error that says nothing"


def spell_answer(text: str, fields: Sequence[FormField]) -> str:
    """The values of a form, as "label: value"; any other answer as it is."""
    try:
        values = parse_json(text) if fields else None
    except NotCanonical:
        values = None
    if not isinstance(values, dict):
        return text
    labels = {field.name: field.label for field in fields}
    return ", ".join(f"{labels.get(name, name)}: {_speak_value(value)}" for name, value in values.items())


def _speak_value(value: JSON) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case list():
            return " and ".join(map(_speak_value, value)) or "nothing"
        case _:
            return write_value(value) or "nothing"
