"""Sections that mails of all kinds share: the end of a request, a pause, the people, the link to its page."""

from datetime import datetime
from typing import Literal

from bot.core.card.card import RequestCard, RequestOutcome
from bot.core.card.execution import CallExecution
from bot.core.escaping import make_visible
from bot.core.policy import is_shortage
from bot.core.secrets.redaction import redact_secrets
from channels.email.outbound.document import DocumentPiece, LinkButton
from channels.email.outbound.view_context import MailViewContext, format_line

MAX_WORDS = 2_000
MAX_OTHERS = 20
MAX_REASON = 1_000

AGENTS_WORDS = "The agent's own words, not checked:"

_ENDED = {"expired": "has expired", "undeliverable": "could not be delivered"}
"""Words for an outcome in a title; other outcomes are "was" and the status."""


_RAN = {"running": " and is running", "done": " and is done", "failed": ", but it failed"}
_RAN |= {"unknown": ", but its outcome is not known"}
"""Words for the execution of an approved call in a title."""


def format_outcome_title(outcome: RequestOutcome, what: str, execution: CallExecution | None = None) -> str:
    """Return the outcome as a title: "The request tag_release was approved, but it failed".

    "Rejected: …" is not used, because it reads as an answer.
    """
    if _is_short(outcome):
        return f"{what} ended: too few people may decide it"
    ran = _RAN.get(execution.status, "") if execution and outcome.status == "approved" else ""
    return f"{what} {_ENDED.get(outcome.status, f'was {format_line(outcome.status, 40)}')}{ran}"


def describe_ending(card: RequestCard) -> tuple[DocumentPiece, ...]:
    """Tell who decided, when, and why, and how the approved call went; () while the request is open."""
    if card.outcome is None:
        return ()
    by = f" by {format_line(card.outcome.by, 200)}" if card.outcome.by.strip() else ""
    said = make_visible(redact_secrets(card.outcome.reason))
    label = "The answer:" if card.ask else "The reason:"
    how = "Ended undecided" if _is_short(card.outcome) else format_line(card.outcome.status, 40).capitalize()
    own = DocumentPiece("own", f"{how}{by} on {format_moment(card.outcome.at)}.")
    return (
        own,
        *((DocumentPiece("words", cut_text_with_size(said, MAX_REASON), label),) if said.strip() else ()),
        *_describe_execution(card.execution),
    )


def _is_short(outcome: RequestOutcome) -> bool:
    """Whether the request ended because too few people may decide it, and not because a mail did not arrive."""
    return outcome.status == "undeliverable" and is_shortage(outcome.reason)


def _describe_execution(execution: CallExecution | None) -> tuple[DocumentPiece, ...]:
    """Show how the approved call went: the status as a line, and below it the result or the error."""
    if execution is None:
        return ()
    at = execution.finished_at or execution.started_at
    status = f"{execution.words[:1].upper()}{execution.words[1:]}" + (f", {format_moment(at)}" if at else "")
    said = make_visible(redact_secrets(execution.detail))
    return (
        DocumentPiece("row", status, "The call"),
        *((DocumentPiece("code", cut_text_with_size(said, MAX_REASON)),) if said.strip() else ()),
    )


def describe_pause(card: RequestCard) -> tuple[DocumentPiece, ...]:
    """Tell who paused the request or its thread, when and why; () while neither is paused."""
    later = "" if card.outcome else " It can be decided when it is resumed."
    held = (DocumentPiece("warning", f"⏸ {format_line(card.paused, 700)}{later}"),) if card.paused else ()
    return (*held, *((DocumentPiece("warning", f"⏸ {format_line(card.stopped, 700)}"),) if card.stopped else ()))


def describe_people(card: RequestCard, context: MailViewContext, may: str) -> tuple[DocumentPiece, ...]:
    """Show the agent, the requester, the approvers, other people asked, the expiry, and the meaning of silence."""
    is_open = card.outcome is None
    requester = " (the requester too)" if card.requester_may_decide else ""
    more = len(context.others) - MAX_OTHERS
    named = ", ".join(format_line(name, 60) for name in context.others[:MAX_OTHERS])
    rows = (
        ("Agent", format_line(card.agent, 80)),
        ("Asked by", format_line(card.requested_by, 200)),
        (may, format_line(f"{card.who_may}{requester}" + (f" · {card.progress}" if card.progress else ""), 600)),
        ("Also asked", (named + (f" and {more} more" if more > 0 else ""))),
        ("Expires", format_moment(card.expires_at) if card.expires_at and is_open else ""),
        ("On silence", format_line(card.on_silence, 300) if is_open else ""),
    )
    return tuple(DocumentPiece("row", text, label) for label, text in rows if text)


def quote_agent(text: str, label: str = AGENTS_WORDS) -> tuple[DocumentPiece, ...]:
    """Quote unchecked words under their label."""
    said = make_visible(redact_secrets(text))
    return (DocumentPiece("words", cut_text_with_size(said, MAX_WORDS), label),) if said.strip() else ()


def make_review_button(context: MailViewContext, label: str, tone: Literal["go", "quiet"]) -> tuple[LinkButton, ...]:
    """Make the link to the page of the request. Opening it only reads (EML22)."""
    return (LinkButton(label, context.link, tone),) if context.link else ()


def make_footer(card: RequestCard, context: MailViewContext) -> tuple[str, ...]:
    """Return the request's id with the first 12 digits of the digest, and whether the mail is private."""
    digest = f" · digest {card.digest[:12]}" if card.digest else ""
    alone = "This mail is for you alone, and so is the address that it is answered to: do not pass it on."
    is_alone = bool(context.reply_to) and context.is_live and card.outcome is None
    return (f"Request {format_line(card.request or '', 200)}{digest}", *((alone,) if is_alone else ()))


def format_moment(at: datetime) -> str:
    return f"{at:%-d %b %Y, %H:%M} UTC"


def cut_text_with_size(text: str, limit: int) -> str:
    """Return the text, or its beginning with the number of its characters."""
    return text if len(text) <= limit else f"{text[:limit]}…\n✂ cut here: {limit} of {len(text)} characters"
