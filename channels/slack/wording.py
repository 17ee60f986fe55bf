"""Refusals of the platform as a person reads them in Slack: without the ids that stand in logs and in the API. Pure."""

from bot.core.changes import look_again
from bot.core.errors import AlreadySettled, CountersignError, NotAnApprover
from bot.core.requests import Request

NOT_OURS = "This button is not one of mine, or it was not made for this place. Nothing was changed."
NOT_POSTED = "This is not the card that I posted, so it decides nothing. Nothing was changed. {0}"


def describe_refusal(refused: CountersignError) -> str:
    """The refusal in a sentence or two."""
    match refused:
        case NotAnApprover():
            name, _, why = refused.facts
            return f"{name} may not decide this: {why}. Nothing was changed."
        case AlreadySettled():
            return f"This request is already {refused.status}{_who(refused)}. Nothing was changed."
        case _:
            return str(refused)


def describe_change(request: Request, shown: str, link: str) -> str:
    """What is different from the version with the digest `shown`, and that nothing was decided."""
    return f"{look_again(request.card.changes, shown)} {link}".rstrip()


def _who(refused: AlreadySettled) -> str:
    by = str(refused.facts[1]).rpartition(" at ")[0] if refused.decided_by and refused.decided_at else ""
    at = f" at {refused.decided_at:%H:%M} UTC on {refused.decided_at:%-d %b}" if refused.decided_at else ""
    return by + at
