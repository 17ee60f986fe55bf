"""The parts that all cards share: the outcome, the people, the deadline, the link. Pure."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from bot.core.card.card import RequestCard, RequestOutcome
from bot.core.card.execution import CallExecution, ExecutionStatus
from bot.core.escaping import make_visible
from bot.core.secrets.redaction import redact_secrets
from bot.core.values import JSON
from channels.slack.views.blocks import (
    escape_mrkdwn,
    format_date,
    format_link,
    make_block_id,
    make_context,
    make_mrkdwn,
    make_plain_text,
    make_quote,
    make_rich_section,
    make_rich_text,
    make_text_element,
    shorten_text,
)
from channels.slack.views.refusal_texts import spell_answer, spell_error, spell_times

MAX_WORDS = 1_200
MAX_MENTIONS = 10

APPROVED_BY = "Approved so far by"
AGENTS_WORDS = "The agent's own words, not checked:"

MARKS = {"approved": "✅", "answered": "✅", "rejected": "❌", "expired": "⌛"}
"""The icon before an outcome; 🚫 before any other."""

EXECUTION_MARKS: Mapping[ExecutionStatus, str] = {
    "not_started": "✅",
    "running": "⏳",
    "done": "✅",
    "failed": "❌",
    "unknown": "❓",
}
"""The icon before an approval, by the status of its call."""

MAX_DETAIL = 600
"""Size of a result or an error on a card."""


class CardMessage(NamedTuple):
    """`text` is the message in a sentence (mrkdwn, escaped), for notifications and screen readers."""

    text: str
    blocks: list[JSON]


class SlackViewContext(NamedTuple):
    """The facts that a card needs about the conversation or view that shows it.

    `link` is the inbox's page of the request. `sign_choice` makes the signed value of a button from a choice (empty: a
    decision). `version` goes into every block's id: Slack wants new ones for each update. `mentions` are the Slack ids
    of approvers who have not decided yet, `voters` the names of those who approved so far. `has_voted`: the reader has
    approved already. Without `is_live` there are no buttons, since no reader may decide.
    """

    link: str
    sign_choice: Callable[[str], str]
    version: str
    mentions: tuple[str, ...] = ()
    voters: tuple[str, ...] = ()
    is_live: bool = True
    has_voted: bool = False


def format_status(outcome: RequestOutcome, execution: CallExecution | None = None) -> str:
    """The outcome at the start of a title: "✅ Approved", and once its call was started: "❌ Approved, failed"."""
    return format_short_status(outcome.status, "", execution, ", ")


def format_short_status(word: str, by: str, execution: CallExecution | None, between: str = " · ") -> str:
    """A settled request in short: "❌ Approved by Olive · failed". A request that was not approved has no execution."""
    run = execution if word == "approved" else None
    mark = EXECUTION_MARKS[run.status] if run else MARKS.get(word, "🚫")
    ran = f"{between}{run.words}" if run and run.status != "not_started" else ""
    return f"{mark} {word.capitalize()}{f' by {by}' if by else ''}{ran}"


def render_ending(card: RequestCard, version: str) -> list[JSON]:
    """The decider, the time, the reason, and the execution of the approved call; empty while the request is open."""
    if card.outcome is None:
        return []
    fields = card.ask.fields if card.ask else ()
    who = [make_plain_text(f"by {card.outcome.by}", 200)] if card.outcome.by else []
    why = (
        [make_plain_text(redact_secrets(spell_answer(card.outcome.reason, fields)), 600)] if card.outcome.reason else []
    )
    return [
        make_context(make_block_id("outcome", version), *who, make_mrkdwn(format_date(card.outcome.at)), *why),
        *_render_execution(card.execution, version),
    ]


def _render_execution(execution: CallExecution | None, version: str) -> list[JSON]:
    """One line: "❌ failed: The remote said no.", with its time."""
    if execution is None:
        return []
    mark = (
        "⏳" if execution.status == "not_started" and not execution.finished_at else EXECUTION_MARKS[execution.status]
    )
    mark = "🚫" if execution.status == "not_started" and execution.finished_at else mark
    detail = f": {redact_secrets(spell_error(execution.detail))}" if execution.detail else ""
    at = execution.finished_at or execution.started_at
    line = make_plain_text(f"{mark} {execution.words}{detail}", MAX_DETAIL)
    return [make_context(make_block_id("execution", version), line, *([make_mrkdwn(format_date(at))] if at else []))]


def render_pause(card: RequestCard, version: str) -> list[JSON]:
    """The holder of the pause, the time and the reason; empty while neither the call nor its thread is paused."""
    later = "" if card.outcome else " It can be decided when it is resumed."
    lines = [*([f"{card.paused}{later}"] if card.paused else []), *([card.stopped] if card.stopped else [])]
    said = [make_plain_text(f"⏸ {make_visible(spell_times(line))}", 900) for line in lines]
    return [make_context(make_block_id("paused", version), *said)] if said else []


def render_people(card: RequestCard, context: SlackViewContext, may: str) -> list[JSON]:
    """The requester and the approvers, with the deadline and the meaning of silence."""
    requester = " (the requester too)" if card.requester_may_decide else ""
    several = " of " in card.who_may
    approvers = f"{card.progress if several and card.progress else card.who_may}{requester}"
    lines = [
        ("Agent", [make_text_element(shorten_text(make_visible(card.agent), 80))] if card.agent else []),
        (
            "Asked by",
            [make_text_element(shorten_text(make_visible(card.requested_by), 200))] if card.requested_by else [],
        ),
        (
            may,
            [
                make_text_element(shorten_text(make_visible(approvers), 600)),
                *_render_mentions(card, context),
            ],
        ),
        (
            APPROVED_BY,
            [make_text_element(shorten_text(make_visible(", ".join(context.voters)), 600))]
            if is_partly_approved(card, context)
            else [],
        ),
    ]
    elements = [
        part
        for label, parts in lines
        if parts
        for part in (make_text_element(f"{label}: ", "bold"), *parts, make_text_element("\n"))
    ]
    is_open = card.outcome is None
    until = [make_mrkdwn(f"Expires {format_date(card.expires_at)}")] if is_open and card.expires_at else []
    silence = [make_plain_text(card.on_silence, 300)] if is_open and card.on_silence else []
    return [
        make_rich_text(make_block_id("people", context.version), [make_rich_section(*elements[:-1])]),
        *([make_context(make_block_id("silence", context.version), *until, *silence)] if until or silence else []),
    ]


def is_partly_approved(card: RequestCard, context: SlackViewContext) -> bool:
    """Whether somebody has approved, and others must, too."""
    return bool(context.voters) and card.outcome is None


def _render_mentions(card: RequestCard, context: SlackViewContext) -> list[JSON]:
    """In an open request only: a mention calls people."""
    if card.outcome or not context.is_live:
        return []
    users = [
        part
        for user in context.mentions[:MAX_MENTIONS]
        for part in (make_text_element(" "), {"type": "user", "user_id": user})
    ]
    more = len(context.mentions) - MAX_MENTIONS
    return users + ([make_text_element(f" and {more} more")] if more > 0 else [])


def quote_agent(label: str, text: str, version: str) -> list[JSON]:
    """Unchecked text of the agent, labelled as such, in a quote."""
    if not text.strip():
        return []
    safe = make_visible(redact_secrets(text))
    said = make_quote(shorten_text(safe, MAX_WORDS))
    return [
        make_context(make_block_id("label", version), make_plain_text(label)),
        make_rich_text(make_block_id("words", version), [said]),
    ]


def render_footer(card: RequestCard, context: SlackViewContext) -> JSON:
    """The digest's first 12 digits and the link to the inbox; without a link the request's id, to find it by."""
    parts = [make_plain_text(f"digest {card.digest[:12]}")] if card.digest else []
    parts += [make_mrkdwn(format_link(context.link, "Open in the inbox"))] if context.link else []
    parts += [] if context.link else [make_plain_text(f"In the inbox: {card.request or ''}", 300)]
    return make_context(make_block_id("footer", context.version), *parts)


def summarize_message(card: RequestCard, context: SlackViewContext, verb: str, what: str) -> str:
    """The message's text: the people, the call, the link."""
    what += "" if what.endswith((".", "?", "!")) else "."
    if card.outcome is None and card.paused:
        begin = f"{shorten_text(make_visible(spell_times(card.paused)), 300)} {what}"
    elif card.outcome is None:
        stopped = f" {shorten_text(make_visible(spell_times(card.stopped)), 300)}" if card.stopped else ""
        begin = f"{verb} {shorten_text(make_visible(card.who_may), 200)}: {what}{stopped}"
    else:
        begin = f"{format_short_status(card.outcome.status, shorten_text(make_visible(card.outcome.by), 200), card.execution)}: {what}"
        if card.execution and card.execution.is_bad and card.execution.detail:
            begin += f" {shorten_text(make_visible(redact_secrets(spell_error(card.execution.detail))), 300)}"
    return escape_mrkdwn(begin) + (f" Open it: {escape_mrkdwn(context.link)}" if context.link else "")
