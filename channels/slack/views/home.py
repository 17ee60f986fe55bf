"""The Home tab, and the answer to /approvals: requests that wait for this person or for others, and recent decisions.
Pure.

A request is decided in Home only when all of it is shown there and nothing has to be typed.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from bot.core.base_types import JSON, UtcMoment
from bot.core.card.call_revision_diff import describe_change
from bot.core.card.card import RequestCard
from bot.core.card.document_builder import SizeLimit, build_document
from bot.core.card.parts import ActionsPart, AnswersPart, CardDocument, NoticePart
from bot.core.card.readable_times_errors_and_answers import spell_answer, spell_error, spell_times
from bot.core.escaping import make_visible, quote_label
from bot.core.request_views import Request
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
    make_heading,
    make_mrkdwn,
    make_note,
    make_plain_text,
    make_rich_section,
    make_rich_text,
    make_text_element,
    measure_blocks,
    measure_text,
    shorten_text,
)
from channels.slack.views.card_printer import SLACK_LIMITS, format_short_status, summarize_card
from channels.slack.views.part_printer import print_parts, print_title
from channels.slack.views.question_answer_controls import is_label_fitting
from channels.slack.views.view_context import CardMessage, SlackViewContext

RequestList = Sequence[Request]
ContextFactory = Callable[[Request], SlackViewContext]

PENDING, OTHERS = 6, 8
"""How many of each a page shows: at most 13 blocks for a request of this person, one block for any other; a view takes
100.
"""

MAX_ROW = 11
"""Blocks of a request of this person, above which those of one name are joined."""

LISTED = 4
MAX_BLOCKS, MAX_MESSAGE = 48, 12_500
"""How many open requests the answer to a command shows, and the room that they have in its one message."""

HOME_LIMITS = SLACK_LIMITS._replace(
    sizes=(SizeLimit(measure_text, 600),), cut_to=600, words=300, line=200, votes=3, total=2_400
)
"""The limits of a row that is decided in its place."""

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
            blocks, shown = _render_heading("Waiting for you", len(pending)), 0
            for row in _make_rows(_sort_oldest_first(pending)[:LISTED], build_context):
                more = [*blocks, *_render_pending(row, now)]
                if shown and (len(more) > MAX_BLOCKS or measure_blocks(more) > MAX_MESSAGE):
                    break
                blocks, shown = more, shown + 1
            return CardMessage(_format_count(len(pending), "for you"), blocks + _render_rest(len(pending) - shown))
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
    return [make_note("more", f"… and {count} more: open the Home tab.")] if count > 0 else []


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
    card, context = row.request.card, row.context._replace(asked_at=row.request.created_at, now=now)
    document = _build_row_document(card, context)
    heading = make_heading(make_block_id("heading", context.version), print_title(document))
    blocks = [*heading, *print_parts(document, context, MAX_ROW)]
    if card.outcome:
        by = shorten_text(make_visible(row.request.decided_by_name), 150) if row.request.decided_by_name else ""
        status = format_short_status(row.request.status, by, card.execution)
        end = f"{status}{_describe_reason(row.request)}. Nothing is left to decide here."
        blocks.append(make_note(make_block_id("ended", context.version), end, 500))
    return [*blocks, {"type": "divider", "block_id": make_block_id("end", context.version)}]


def _build_row_document(card: RequestCard, context: SlackViewContext) -> CardDocument:
    """The document of a row. A request that is not shown whole, needs typed words, or was changed, is decided on its own page.

    Home is redrawn while its reader may be clicking: that is why a changed call is not decided here.
    """
    document = build_document(card, HOME_LIMITS, context.reader)
    title, status, *parts, actions = document.parts
    if (
        not isinstance(actions, ActionsPart)
        or actions == ActionsPart()
        or card.withheld
        or (card.paused and not card.ask)
    ):
        return document
    answers = document.find_part(AnswersPart)
    has_labels = answers is None or all(map(is_label_fitting, answers.answers))
    if has_labels and not (actions.why_not or actions.typed or card.changes):
        return document
    changes = [
        NoticePart(
            "changed", HOME_LIMITS.make_line(f"Changed by {change.by or 'a new rule'}: {describe_change(change)}")
        )
        for change in card.changes[-1:]
    ]
    elsewhere = ActionsPart(why_not=actions.why_not, is_elsewhere=True)
    return document._replace(parts=(title, status, *changes, *parts, elsewhere))


def _render_waiting(row: HomeRow) -> JSON:
    card = row.request.card
    progress = f" · {card.progress}" if card.progress else ""
    why = card.paused or card.stopped
    stopped = f" · {shorten_text(SLACK_LIMITS.make_safe(spell_times(why)), 300)}" if why else ""
    who = f"{shorten_text(SLACK_LIMITS.make_safe(card.who_may), 200)}{shorten_text(SLACK_LIMITS.make_safe(progress), 200)}"
    line = f"{_summarize_request(card)}{stopped} · waits for {who}"
    return make_context(make_block_id("waiting", row.context.version), make_plain_text(line), *_render_open_button(row))


def _render_decided(row: HomeRow) -> JSON:
    request = row.request
    by = shorten_text(make_visible(request.decided_by_name), 150) if request.decided_by_name else ""
    status = format_short_status(request.status, by, request.card.execution)
    at = [make_mrkdwn(format_date(request.decided_at))] if request.decided_at else []
    stopped = (
        f" · not started: {shorten_text(SLACK_LIMITS.make_safe(spell_times(request.card.paused)), 300)}"
        if request.card.paused
        else f" · {shorten_text(make_visible(request.card.stopped), 300)}"
        if request.card.stopped
        else ""
    )
    line = f"{status}: {_summarize_request(request.card)}{_describe_reason(request)}{stopped}"
    return make_context(
        make_block_id("decided", row.context.version), make_plain_text(line), *at, *_render_open_button(row)
    )


def _summarize_request(card: RequestCard) -> str:
    """The call with its values in quotation marks, or the question in quotation marks."""
    return quote_label(summarize_card(card, 250)) if card.ask else summarize_card(card, 250)


def _describe_reason(request: Request) -> str:
    """The reason of the decision, or the error since."""
    run, fields = request.card.execution, request.card.ask.fields if request.card.ask else ()
    said = spell_error(run.detail) if run and run.is_bad else spell_answer(request.reason, fields)
    return f": {quote_label(shorten_text(SLACK_LIMITS.make_safe(said), 150))}" if said else ""


def _render_open_button(row: HomeRow) -> list[JSON]:
    return [make_mrkdwn(format_link(row.context.link, "Open"))] if row.context.link else []
