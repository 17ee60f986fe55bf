"""A request as a Slack message: the whole call first, the agent's words last. Pure.

A call that is not shown whole gets a link to the inbox in place of the Approve button.
"""

from bot.core.card.call_changes import describe_change
from bot.core.card.card import RequestCard
from bot.core.values import JSON
from channels.slack.views import action_ids
from channels.slack.views.blocks import (
    escape_mrkdwn,
    make_actions,
    make_block_id,
    make_button,
    make_context,
    make_header,
    make_plain_text,
    make_rich_section,
    make_rich_text,
    make_text_elements,
)
from channels.slack.views.call_section import CallBlocks, build_call_section, summarize_call
from channels.slack.views.card_sections import (
    AGENTS_WORDS,
    CardMessage,
    SlackViewContext,
    format_status,
    quote_agent,
    render_ending,
    render_footer,
    render_pause,
    render_people,
    summarize_message,
)
from channels.slack.views.question import render_question

__all__ = ["CardMessage", "SlackViewContext", "render_card", "render_controls", "render_replaced"]

ELSEWHERE = "It can be approved in the inbox, on the server that runs me."
MAX_TEXT = 600
"""Size of the call in a notification."""


def render_card(card: RequestCard, context: SlackViewContext) -> CardMessage:
    """The message of an approval or a question, open or settled: at most 50 blocks and 13,000 characters."""
    return render_question(card, card.ask, context) if card.ask else _render_approval(card, context)


def render_replaced(card: RequestCard, context: SlackViewContext, seen: int) -> CardMessage:
    """A card that a newer one replaces: the change since it showed the event `seen`, and no button."""
    change = next((change for change in card.changes if change.until > seen), None)
    by = f" by {change.by}" if change and change.by else ""
    changed = f"Changed{by}: {describe_change(change)}"
    below = make_context(
        make_block_id("below", context.version), make_plain_text(f"{changed}. A newer card stands below.", 900)
    )
    if card.outcome:
        whole = _render_approval(card, context)
        return whole._replace(blocks=[*whole.blocks[:1], below, *whole.blocks[1:]])
    blocks = [
        make_header(make_block_id("header", context.version), f"Changed: {card.tool}"),
        make_rich_text(
            make_block_id("changed", context.version),
            [make_rich_section(*make_text_elements(f"{changed}. See the new card below."))],
        ),
        render_footer(card, context),
    ]
    return CardMessage(f"{escape_mrkdwn(f'{card.tool}. {changed}. See the new card.')}", blocks)


def _render_approval(card: RequestCard, context: SlackViewContext) -> CardMessage:
    runs = build_call_section(card, context.version)
    open_title = "Paused" if card.paused else "Approval needed"
    title = format_status(card.outcome, card.execution) if card.outcome else open_title
    irreversible = make_context(
        make_block_id("irreversible", context.version), make_plain_text("⚠ It cannot be undone.")
    )
    blocks = [
        make_header(make_block_id("header", context.version), f"{title}: {card.tool}"),
        *render_ending(card, context.version),
        *render_pause(card, context.version),
        *runs.blocks,
        *render_people(card, context, "May decide"),
        *([irreversible] if card.irreversible and not card.outcome else []),
        *quote_agent(AGENTS_WORDS, card.words, context.version),
        render_footer(card, context),
        *render_controls(card, context, runs),
    ]
    return CardMessage(summarize_message(card, context, "Approval needed from", summarize_call(card, MAX_TEXT)), blocks)


def render_controls(card: RequestCard, context: SlackViewContext, runs: CallBlocks) -> list[JSON]:
    """The buttons of an approval: all of them only under a call that is shown whole; none once it is settled.

    A paused call can be rejected, not approved.
    """
    if card.outcome or not context.is_live:
        return []
    value, tool = context.sign_choice(""), card.tool
    reject = make_button("Reject…", action_ids.REJECT, f"Reject {tool}, with a reason", style="danger", value=value)
    details = make_button("Details", action_ids.DETAILS, f"Details of {tool}", value=value)
    if card.paused:
        return [make_actions(make_block_id("actions", context.version), [reject, details])]
    if runs.why_not:
        whole = make_button(
            "Read it whole and decide", action_ids.OPEN, f"Read {tool} whole and decide", url=context.link
        )
        is_elsewhere = bool(context.link) and not card.withheld
        if not (context.link or card.withheld):
            return [
                make_context(make_block_id("elsewhere", context.version), make_plain_text(ELSEWHERE)),
                make_actions(make_block_id("actions", context.version), [reject]),
            ]
        return [make_actions(make_block_id("actions", context.version), [*([whole] if is_elsewhere else []), reject])]
    label = "Approve…" if card.typed else "Approve"
    approve = make_button(label, action_ids.APPROVE, f"Approve {tool} as shown", style="primary", value=value)
    by_another = card.edit_rule == "by_another"
    means = "then somebody else must approve them" if by_another else "then approve"
    edit_label = "Edit…" if by_another else "Edit & approve…"
    edit = make_button(edit_label, action_ids.EDIT, f"Edit the arguments of {tool}, {means}", value=value)
    decisions = [reject] if context.has_voted else [approve, reject, *([edit] if card.edits else [])]
    return [make_actions(make_block_id("actions", context.version), [*decisions, details])]
