"""What every letter has, whatever it asks: how it ended, whom it waits for, where it stands whole. Decides nothing."""

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
"""How an outcome is told in a title; "was" and the word itself for any other."""


_RAN = {"running": " and is running", "done": " and is done", "failed": ", but it failed"}
_RAN |= {"unknown": ", but its outcome is not known"}
"""How the execution of an approved call is told in a title."""


def format_outcome_title(outcome: RequestOutcome, what: str, execution: CallExecution | None = None) -> str:
    """The outcome as a title: "The request tag_release was approved, but it failed".

    Never "Rejected: …", which reads as an answer.
    """
    if _is_short(outcome):
        return f"{what} ended: too few people may decide it"
    ran = _RAN.get(execution.status, "") if execution and outcome.status == "approved" else ""
    return f"{what} {_ENDED.get(outcome.status, f'was {format_line(outcome.status, 40)}')}{ran}"


def describe_ending(card: RequestCard) -> tuple[DocumentPiece, ...]:
    """Who decided, when, and why, and how the approved call went; nothing while the request is open."""
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
    """Whether it ended because too few people may decide it, and not because a mail did not arrive."""
    return outcome.status == "undeliverable" and is_shortage(outcome.reason)


def _describe_execution(execution: CallExecution | None) -> tuple[DocumentPiece, ...]:
    """How the approved call went: the status as a line, and below it the result or the error."""
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
    """Who paused it or its thread, when and why; nothing while neither is paused."""
    later = "" if card.outcome else " It can be decided when it is resumed."
    held = (DocumentPiece("warning", f"⏸ {format_line(card.paused, 700)}{later}"),) if card.paused else ()
    return (*held, *((DocumentPiece("warning", f"⏸ {format_line(card.stopped, 700)}"),) if card.stopped else ()))


def describe_people(card: RequestCard, context: MailViewContext, may: str) -> tuple[DocumentPiece, ...]:
    """Whom it comes from, whom it waits for, who else was asked, how long it waits, and what silence means."""
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
    """Words that nobody checked, marked as such."""
    said = make_visible(redact_secrets(text))
    return (DocumentPiece("words", cut_text_with_size(said, MAX_WORDS), label),) if said.strip() else ()


def make_review_button(context: MailViewContext, label: str, tone: Literal["go", "quiet"]) -> tuple[LinkButton, ...]:
    """The one link of a letter, to the page of the request. It decides nothing: whatever opens it only reads (EML22)."""
    return (LinkButton(label, context.link, tone),) if context.link else ()


def make_footer(card: RequestCard, context: MailViewContext) -> tuple[str, ...]:
    """The request's id, the digest's first 12 digits, and whose letter it is."""
    digest = f" · digest {card.digest[:12]}" if card.digest else ""
    alone = "This letter is for you alone, and so is the address that it is answered to: do not pass it on."
    is_alone = bool(context.reply_to) and context.is_live and card.outcome is None
    return (f"Request {format_line(card.request or '', 200)}{digest}", *((alone,) if is_alone else ()))


def format_moment(at: datetime) -> str:
    return f"{at:%-d %b %Y, %H:%M} UTC"


def cut_text_with_size(text: str, limit: int) -> str:
    """The text, or its beginning with how much there is of it."""
    return text if len(text) <= limit else f"{text[:limit]}…\n✂ cut here: {limit} of {len(text)} characters"
