"""What every letter has, whatever it asks: how it ended, whom it waits for, where it stands whole. Decides nothing."""

from datetime import datetime
from typing import Literal

from bot.core.card import Card, Outcome
from bot.core.execution import Execution
from bot.core.policy import is_shortage
from bot.core.redact import redacted
from bot.core.shown import visible
from channels.email.look import Look, line
from channels.email.sheet import Button, Piece

MAX_WORDS = 2_000
MAX_OTHERS = 20
MAX_REASON = 1_000

AGENTS_WORDS = "The agent's own words, not checked:"

_ENDED = {"expired": "has expired", "undeliverable": "could not be delivered"}
"""How an outcome is told in a title; "was" and the word itself for any other."""


_RAN = {"running": " and is running", "done": " and is done", "failed": ", but it failed"}
_RAN |= {"unknown": ", but its outcome is not known"}
"""How the execution of an approved call is told in a title."""


def outcome_title(outcome: Outcome, what: str, execution: Execution | None = None) -> str:
    """The outcome as a title: "The request tag_release was approved, but it failed".

    Never "Rejected: …", which reads as an answer.
    """
    if _is_short(outcome):
        return f"{what} ended: too few people may decide it"
    ran = _RAN.get(execution.status, "") if execution and outcome.status == "approved" else ""
    return f"{what} {_ENDED.get(outcome.status, f'was {line(outcome.status, 40)}')}{ran}"


def ending(card: Card) -> tuple[Piece, ...]:
    """Who decided, when, and why, and how the approved call went; nothing while the request is open."""
    if card.outcome is None:
        return ()
    by = f" by {line(card.outcome.by, 200)}" if card.outcome.by.strip() else ""
    said = visible(redacted(card.outcome.reason))
    label = "The answer:" if card.ask else "The reason:"
    how = "Ended undecided" if _is_short(card.outcome) else line(card.outcome.status, 40).capitalize()
    own = Piece("own", f"{how}{by} on {when(card.outcome.at)}.")
    return (
        own,
        *((Piece("words", cut(said, MAX_REASON), label),) if said.strip() else ()),
        *_execution(card.execution),
    )


def _is_short(outcome: Outcome) -> bool:
    """Whether it ended because too few people may decide it, and not because a mail did not arrive."""
    return outcome.status == "undeliverable" and is_shortage(outcome.reason)


def _execution(execution: Execution | None) -> tuple[Piece, ...]:
    """How the approved call went: the status as a line, and below it the result or the error."""
    if execution is None:
        return ()
    at = execution.finished_at or execution.started_at
    status = f"{execution.words[:1].upper()}{execution.words[1:]}" + (f", {when(at)}" if at else "")
    said = visible(redacted(execution.detail))
    return (Piece("row", status, "The call"), *((Piece("code", cut(said, MAX_REASON)),) if said.strip() else ()))


def paused(card: Card) -> tuple[Piece, ...]:
    """Who paused it or its thread, when and why; nothing while neither is paused."""
    later = "" if card.outcome else " It can be decided when it is resumed."
    held = (Piece("warning", f"⏸ {line(card.paused, 700)}{later}"),) if card.paused else ()
    return (*held, *((Piece("warning", f"⏸ {line(card.stopped, 700)}"),) if card.stopped else ()))


def people(card: Card, look: Look, may: str) -> tuple[Piece, ...]:
    """Whom it comes from, whom it waits for, who else was asked, how long it waits, and what silence means."""
    is_open = card.outcome is None
    rows = (
        ("Agent", line(card.agent, 80)),
        ("Asked by", line(card.requested_by, 200)),
        (may, _who(card)),
        ("Also asked", _others(look)),
        ("Expires", when(card.expires_at) if card.expires_at and is_open else ""),
        ("On silence", line(card.on_silence, 300) if is_open else ""),
    )
    return tuple(Piece("row", text, label) for label, text in rows if text)


def _who(card: Card) -> str:
    requester = " (the requester too)" if card.requester_may_decide else ""
    return line(f"{card.who_may}{requester}" + (f" · {card.progress}" if card.progress else ""), 600)


def _others(look: Look) -> str:
    more = len(look.others) - MAX_OTHERS
    named = ", ".join(line(name, 60) for name in look.others[:MAX_OTHERS])
    return named + (f" and {more} more" if more > 0 else "")


def agents_words(text: str, label: str = AGENTS_WORDS) -> tuple[Piece, ...]:
    """Words that nobody checked, marked as such."""
    said = visible(redacted(text))
    return (Piece("words", cut(said, MAX_WORDS), label),) if said.strip() else ()


def link(look: Look, label: str, tone: Literal["go", "quiet"]) -> tuple[Button, ...]:
    """The one link of a letter, to the page of the request. It decides nothing: whatever opens it only reads (EML22)."""
    return (Button(label, look.link, tone),) if look.link else ()


def footer(card: Card, look: Look) -> tuple[str, ...]:
    """The request's id, the digest's first 12 digits, and whose letter it is."""
    digest = f" · digest {card.digest[:12]}" if card.digest else ""
    alone = "This letter is for you alone, and so is the address that it is answered to: do not pass it on."
    is_alone = bool(look.reply_to) and look.is_live and card.outcome is None
    return (f"Request {line(card.request or '', 200)}{digest}", *((alone,) if is_alone else ()))


def when(at: datetime) -> str:
    return f"{at:%-d %b %Y, %H:%M} UTC"


def cut(text: str, limit: int) -> str:
    """The text, or its beginning with how much there is of it."""
    return text if len(text) <= limit else f"{text[:limit]}…\n✂ cut here: {limit} of {len(text)} characters"
