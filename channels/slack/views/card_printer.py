"""A request as a Slack message: the heading, the parts of its document, the buttons last. Pure."""

from bot.core.base_types import JSON
from bot.core.card.call_revision_diff import describe_change
from bot.core.card.card import RequestCard
from bot.core.card.document_builder import CardLimits, SizeLimit, build_document, summarize_call
from bot.core.card.execution import CallExecution
from bot.core.card.parts import CardDocument, NoticePart, ReferencePart, StatusPart, TitlePart
from bot.core.card.readable_times_errors_and_answers import spell_error, spell_times
from channels.slack.views.blocks import escape_mrkdwn, make_block_id, make_header, measure_text, shorten_text
from channels.slack.views.part_printer import find_mark, print_parts, print_title
from channels.slack.views.view_context import CardMessage, SlackViewContext

SLACK_LIMITS = CardLimits("in Slack", (SizeLimit(measure_text, 9_000),), 2_900, words=1_200, line=600, total=11_800)
"""Slack refuses a message of more than about 13,200: `total` leaves room for dates, links and labels of buttons."""

MAX_TEXT = 600
"""Size of the call in a notification."""


def render_card(card: RequestCard, context: SlackViewContext) -> CardMessage:
    """The message of an approval or a question, open or settled: at most 50 blocks and 13,000 characters."""
    return _print_message(card, build_document(card, SLACK_LIMITS, context.reader), context)


def render_replaced(card: RequestCard, context: SlackViewContext, seen: int) -> CardMessage:
    """A card that a newer one replaces: the change since it showed the event `seen`, and no button."""
    change = next((change for change in card.changes if change.until > seen), None)
    by = f" by {change.by}" if change and change.by else ""
    changed = SLACK_LIMITS.make_line(f"Changed{by}: {describe_change(change)}")
    document = build_document(card, SLACK_LIMITS, context.reader._replace(may_decide=False))
    title, *parts = document.parts
    if card.outcome:
        below = NoticePart("changed", f"{changed}. A newer card stands below.")
        at = next(number for number, part in enumerate(parts) if not isinstance(part, StatusPart))
        return _print_message(card, document._replace(parts=(title, *parts[:at], below, *parts[at:])), context)
    replaced = NoticePart("changed", f"{changed}. See the new card below.")
    kept = (title, StatusPart("Changed"), replaced, *document.list_parts(ReferencePart))
    said = f"{SLACK_LIMITS.make_line(card.tool)}. {changed}. See the new card."
    return CardMessage(escape_mrkdwn(said), _print_blocks(CardDocument(kept), context))


def format_short_status(word: str, by: str, execution: CallExecution | None, between: str = " · ") -> str:
    """A settled request in short: "❌ Approved by Olive · failed". A request that was not approved has no execution."""
    run = execution if word == "approved" else None
    ran = f"{between}{run.words}" if run and run.status != "not_started" else ""
    mark = find_mark(word, run.status if run else None)
    return f"{mark} {word.capitalize()}{f' by {by}' if by else ''}{ran}"


def summarize_card(card: RequestCard, limit: int) -> str:
    """The call or the question on one line."""
    line = (
        " ".join(SLACK_LIMITS.make_safe(card.ask.question).split()) if card.ask else summarize_call(card, SLACK_LIMITS)
    )
    return shorten_text(line, limit)


def _print_message(card: RequestCard, document: CardDocument, context: SlackViewContext) -> CardMessage:
    return CardMessage(_write_sentence(card, document, context), _print_blocks(document, context))


def _print_blocks(document: CardDocument, context: SlackViewContext) -> list[JSON]:
    heading = make_header(make_block_id("header", context.version), print_title(document))
    return [heading, *print_parts(document, context)]


def _write_sentence(card: RequestCard, document: CardDocument, context: SlackViewContext) -> str:
    """The message's text: the people, the call, the link."""
    safe = SLACK_LIMITS.make_safe
    what = summarize_card(card, MAX_TEXT)
    what += "" if what.endswith((".", "?", "!")) else "."
    if card.outcome is None and card.paused:
        begin = f"{shorten_text(safe(spell_times(card.paused)), 300)} {what}"
    elif card.outcome is None:
        title, status = document.find_part(TitlePart), document.find_part(StatusPart)
        needed = f"{title.text} for" if card.ask and title else f"{status.words if status else ''} from"
        stopped = f" {shorten_text(safe(spell_times(card.stopped)), 300)}" if card.stopped else ""
        begin = f"{needed} {shorten_text(safe(card.who_may), 200)}: {what}{stopped}"
    else:
        by = shorten_text(safe(card.outcome.by), 200)
        begin = f"{format_short_status(card.outcome.status, by, card.execution)}: {what}"
        if card.execution and card.execution.is_bad and card.execution.detail:
            begin += f" {shorten_text(safe(spell_error(card.execution.detail)), 300)}"
    return escape_mrkdwn(begin) + (f" Open it: {escape_mrkdwn(context.link)}" if context.link else "")
