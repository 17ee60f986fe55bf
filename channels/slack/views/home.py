"""The Home tab, and the answer to /approvals: requests that wait for this person or for others, and recent decisions.
Pure.

A request is decided in Home only when all of it is shown there and nothing has to be typed.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import NamedTuple

from bot.core.card.call_changes import describe_change
from bot.core.card.card import QuestionPart, RequestCard
from bot.core.escaping import make_visible
from bot.core.request_views import Request
from bot.core.secrets.redaction import redact_secrets
from bot.core.values import JSON, UtcMoment
from channels.slack.views import action_ids
from channels.slack.views.blocks import (
    escape_mrkdwn,
    format_date,
    format_link,
    make_actions,
    make_block_id,
    make_button,
    make_context,
    make_header,
    make_mrkdwn,
    make_plain_text,
    make_quote,
    make_rich_section,
    make_rich_text,
    make_text_element,
    make_text_elements,
    measure_text,
    shorten_text,
)
from channels.slack.views.call_section import build_call_section, summarize_call
from channels.slack.views.card_printer import render_controls
from channels.slack.views.card_sections import (
    AGENTS_WORDS,
    APPROVED_BY,
    CardMessage,
    SlackViewContext,
    format_short_status,
    is_partly_approved,
    render_pause,
)
from channels.slack.views.question import is_label_fitting, list_answers
from channels.slack.views.question import render_controls as answer_controls
from channels.slack.views.refusal_texts import spell_answer, spell_error, spell_times

RequestList = Sequence[Request]
ContextFactory = Callable[[Request], SlackViewContext]

PENDING, OTHERS = 6, 8
"""How many of each a page shows: at most 10 blocks for a request of this person, one block for any other; a view takes
100.
"""

LISTED = 4
"""How many open requests the answer to a command shows: a message takes 50 blocks."""

SHORT = 600
"""Size of the arguments and facts in a row."""

SOON = timedelta(hours=1)

EMPTY = "Nothing waits for you."
EXPLAINED = (
    "When an agent wants to do something that only you and your colleagues may allow, it stops, and its request stands "
    "here and in the channel it came from. Nothing runs without a yes; what nobody answers expires."
)
USAGE = (
    "/approvals list shows what waits for your decision.\n"
    "/approvals mine shows what you asked for and who has to decide it.\n"
    "/approvals help shows this. All of it is in the Home tab, too."
)


class HomeRow(NamedTuple):
    request: Request
    context: SlackViewContext


def render_home(
    pending: RequestList,
    waiting: RequestList,
    recent: RequestList,
    build_context: ContextFactory,
    now: UtcMoment,
    page: int,
) -> JSON:
    """The view for views.publish: `pending` wait for this person, `waiting` for others, `recent` are decided.

    A request that was settled while the person looked is still among `pending`, in its row and without buttons.

    Pages count from 0; one that does not exist becomes the nearest that does.
    """
    counts = ((pending, PENDING), (waiting, OTHERS), (recent, OTHERS))
    pages = max(1, *(-(-len(found) // each) for found, each in counts))
    page = min(max(page, 0), pages - 1)
    first, others = page * PENDING, slice(page * OTHERS, (page + 1) * OTHERS)
    rows = _make_rows(_sort_oldest_first(pending)[first : first + PENDING], build_context)
    explained = make_rich_section(make_text_element(f"{EMPTY}\n", "bold"), make_text_element(EXPLAINED))
    told = make_context("paging", make_mrkdwn(f"Page {page + 1} of {pages} · as of {format_date(now)}"))
    turn = [
        *([make_button("← Previous", action_ids.name_page_action(page - 1), "Previous page")] if page else []),
        *([make_button("Next →", action_ids.name_page_action(page + 1), "Next page")] if page + 1 < pages else []),
    ]
    blocks = [
        *_render_heading("Waiting for you", sum(request.status == "pending" for request in pending)),
        *(block for row in rows for block in _render_pending(row, now)),
        *([] if pending else [make_rich_text("empty", [explained])]),
        *(_render_heading("Waiting for others", len(waiting)) if waiting else []),
        *(_render_waiting(row) for row in _make_rows(_sort_oldest_first(waiting)[others], build_context)),
        *(_render_heading("Decided lately", len(recent)) if recent else []),
        *(_render_decided(row) for row in _make_rows(recent[others], build_context)),
        told,
        *([make_actions("pages", turn)] if turn else []),
    ]
    return {"type": "home", "callback_id": action_ids.HOME, "blocks": blocks}


def render_approvals_answer(
    said: str, pending: RequestList, waiting: RequestList, build_context: ContextFactory, now: UtcMoment
) -> CardMessage:
    """The private answer to `/approvals {said}`: list (or nothing), mine, help. `waiting` are this person's own
    requests.
    """
    match said.split()[:1]:
        case [] | ["list"]:
            if not pending:
                return _render_sentence(f"{EMPTY} {EXPLAINED}")
            rows = _make_rows(_sort_oldest_first(pending)[:LISTED], build_context)
            blocks = [
                *_render_heading("Waiting for you", len(pending)),
                *(block for row in rows for block in _render_pending(row, now)),
            ]
            return CardMessage(_format_count(len(pending), "for you"), blocks + _render_rest(len(pending) - len(rows)))
        case ["mine"]:
            if not waiting:
                return _render_sentence("Nothing that you asked for waits for anybody.")
            rows = _make_rows(_sort_oldest_first(waiting)[:OTHERS], build_context)
            blocks = [*_render_heading("Waiting for others", len(waiting)), *(_render_waiting(row) for row in rows)]
            return CardMessage(
                _format_count(len(waiting), "for others"), blocks + _render_rest(len(waiting) - len(rows))
            )
        case ["help"]:
            return _render_sentence(USAGE)
        case _:
            return _render_sentence(
                f"“{shorten_text(make_visible(said), 60)}” is not something that I can do.\n{USAGE}"
            )


def _render_sentence(text: str) -> CardMessage:
    return CardMessage(escape_mrkdwn(text), [{"type": "section", "block_id": "said", "text": make_plain_text(text)}])


def _format_count(count: int, whom: str) -> str:
    return f"{count} request waits {whom}." if count == 1 else f"{count} requests wait {whom}."


def _render_rest(count: int) -> list[JSON]:
    return [make_context("more", make_plain_text(f"… and {count} more: open the Home tab."))] if count > 0 else []


def _sort_oldest_first(requests: RequestList) -> list[Request]:
    return sorted(requests, key=lambda request: (request.created_at, request.id))


def _make_rows(requests: RequestList, build_context: ContextFactory) -> list[HomeRow]:
    """The rows, with block ids that differ between neighbours."""
    contexts = [(request, build_context(request)) for request in requests]
    return [
        HomeRow(request, context._replace(version=f"{request.id}.{context.version}", mentions=()))
        for request, context in contexts
    ]


def _render_heading(text: str, count: int) -> list[JSON]:
    return [make_header(make_block_id("heading", text), f"{text} ({count})" if count else text)]


def _render_pending(row: HomeRow, now: UtcMoment) -> list[JSON]:
    card, version = row.request.card, row.context.version
    shown = _render_question(card, card.ask, row.context) if card.ask else _render_approval(card, row.context)
    if card.outcome:
        by = shorten_text(make_visible(row.request.decided_by_name), 150) if row.request.decided_by_name else ""
        status = format_short_status(row.request.status, by, card.execution)
        end = f"{status}{_describe_reason(row.request)}. Nothing is left to decide here."
        shown = [*shown, make_context(make_block_id("ended", version), make_plain_text(end, 500))]
    return [
        _render_title(row),
        *render_pause(card, version),
        *shown,
        _render_times(row, now),
        {"type": "divider", "block_id": make_block_id("end", version)},
    ]


def _render_title(row: HomeRow) -> JSON:
    card = row.request.card
    what = "Question" if card.ask else shorten_text(make_visible(card.tool), 150)
    by = " · ".join(shorten_text(make_visible(each), 150) for each in (card.agent, card.requested_by) if each)
    return make_rich_text(
        make_block_id("title", row.context.version),
        [make_rich_section(make_text_element(what, "bold"), make_text_element(f" · {by}" if by else " "))],
    )


def _render_approval(card: RequestCard, context: SlackViewContext) -> list[JSON]:
    runs = build_call_section(card, context.version, SHORT)
    if card.outcome:
        return runs.blocks
    if card.changes and not card.paused:
        # Home is redrawn while its reader may be clicking, so a changed call is not decided here
        changed = f"Changed by {card.changes[-1].by or 'a new rule'}: {describe_change(card.changes[-1])}"
        note = make_context(make_block_id("changed", context.version), make_plain_text(changed, 600))
        return [*runs.blocks, note, *_render_link_elsewhere(card.tool, context)]
    if card.typed and not card.paused:
        return [*runs.blocks, *_render_link_elsewhere(card.tool, context)]
    is_elsewhere = bool(runs.why_not) and not card.paused
    return [
        *runs.blocks,
        *(_render_link_elsewhere(card.tool, context) if is_elsewhere else render_controls(card, context, runs)),
    ]


def _render_question(card: RequestCard, ask: QuestionPart, context: SlackViewContext) -> list[JSON]:
    asked, known = make_visible(redact_secrets(ask.question)), make_visible(redact_secrets(ask.context))
    is_whole = (
        measure_text(asked) <= SHORT
        and measure_text(known) <= SHORT
        and all(is_label_fitting(answer) for answer in list_answers(ask))
    )
    blocks = [
        make_rich_text(
            make_block_id("question", context.version),
            [make_rich_section(*make_text_elements(shorten_text(asked, SHORT)))],
        )
    ]
    if known.strip():
        label = AGENTS_WORDS if ask.purpose == "ask" else "What is known:"
        blocks.append(make_context(make_block_id("label", context.version), make_plain_text(label)))
        blocks.append(
            make_rich_text(make_block_id("context", context.version), [make_quote(shorten_text(known, SHORT))])
        )
    if card.outcome:
        return blocks
    return [
        *blocks,
        *(answer_controls(card, ask, context) if is_whole else _render_link_elsewhere("the question", context)),
    ]


def _render_link_elsewhere(what: str, context: SlackViewContext) -> list[JSON]:
    if not context.link or not context.is_live:
        return []
    whole = make_button("Read it whole and decide", action_ids.OPEN, f"Read {what} whole and decide", url=context.link)
    return [make_actions(make_block_id("actions", context.version), [whole])]


def _render_times(row: HomeRow, now: UtcMoment) -> JSON:
    request, parts = row.request, [make_mrkdwn(f"Asked {format_date(row.request.created_at)}")]
    if request.expires_at and not request.card.outcome:
        soon = "⏳ " if request.expires_at - now < SOON else ""
        parts.append(make_mrkdwn(f"{soon}Expires {format_date(request.expires_at)}"))
    parts += [make_plain_text(request.card.progress, 200)] if request.card.progress else []
    if is_partly_approved(request.card, row.context):
        parts.append(make_plain_text(f"{APPROVED_BY}: {', '.join(row.context.voters)}", 300))
    parts += [make_mrkdwn(format_link(row.context.link, "Open in the inbox"))] if row.context.link else []
    return make_context(make_block_id("times", row.context.version), *parts)


def _render_waiting(row: HomeRow) -> JSON:
    card = row.request.card
    progress = f" · {card.progress}" if card.progress else ""
    why = card.paused or card.stopped
    stopped = f" · {shorten_text(make_visible(spell_times(why)), 300)}" if why else ""
    line = f"{_summarize_card(card, 250)}{stopped} · waits for {shorten_text(make_visible(card.who_may), 200)}{shorten_text(make_visible(progress), 200)}"
    return make_context(make_block_id("waiting", row.context.version), make_plain_text(line), *_render_open_button(row))


def _render_decided(row: HomeRow) -> JSON:
    request = row.request
    by = shorten_text(make_visible(request.decided_by_name), 150) if request.decided_by_name else ""
    status = format_short_status(request.status, by, request.card.execution)
    at = [make_mrkdwn(format_date(request.decided_at))] if request.decided_at else []
    stopped = (
        f" · not started: {shorten_text(make_visible(spell_times(request.card.paused)), 300)}"
        if request.card.paused
        else f" · {shorten_text(make_visible(request.card.stopped), 300)}"
        if request.card.stopped
        else ""
    )
    line = f"{status}: {_summarize_card(request.card, 250)}{_describe_reason(request)}{stopped}"
    return make_context(
        make_block_id("decided", row.context.version), make_plain_text(line), *at, *_render_open_button(row)
    )


def _describe_reason(request: Request) -> str:
    """The reason of the decision, or the error since."""
    run, fields = request.card.execution, request.card.ask.fields if request.card.ask else ()
    said = spell_error(run.detail) if run and run.is_bad else spell_answer(request.reason, fields)
    return f": {shorten_text(make_visible(redact_secrets(said)), 150)}" if said else ""


def _render_open_button(row: HomeRow) -> list[JSON]:
    return [make_mrkdwn(format_link(row.context.link, "Open"))] if row.context.link else []


def _summarize_card(card: RequestCard, limit: int) -> str:
    asked = " ".join(make_visible(redact_secrets(card.ask.question)).split()) if card.ask else ""
    return shorten_text(asked, limit) if card.ask else summarize_call(card, limit)
