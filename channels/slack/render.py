"""One request as one Slack message: what will run first and whole, the agent's words last. Decides nothing, sends nothing.

Where something is not shown whole there is no Approve button, but a link to where it is.
"""

from bot.core.card import Card
from bot.core.changes import describe
from bot.core.word import JSON
from channels.slack import actions
from channels.slack.blocks import (
    block_id,
    button,
    buttons,
    context,
    escaped,
    header,
    plain,
    rich,
    section,
    spoken,
)
from channels.slack.look import (
    AGENTS_WORDS,
    Look,
    Message,
    agents_words,
    ending,
    footer,
    paused,
    people,
    sentence,
    status,
)
from channels.slack.questions import question
from channels.slack.runs import Runs, sentence_of, what_runs

__all__ = ["Look", "Message", "card", "controls", "replaced"]

ELSEWHERE = "It can be approved in the inbox, on the server that runs me."
MAX_TEXT = 600
"""Size of the call in a notification."""


def card(card: Card, look: Look) -> Message:
    """The message of an approval or a question, open or settled: at most 50 blocks and 13,000 characters."""
    return question(card, card.ask, look) if card.ask else _approval(card, look)


def replaced(card: Card, look: Look, seen: int) -> Message:
    """A card below which a newer one stands: what was changed since it showed the event `seen`, and no button."""
    change = next((change for change in card.changes if change.until > seen), None)
    by = f" by {change.by}" if change and change.by else ""
    changed = f"Changed{by}: {describe(change)}"
    below = context(block_id("below", look.version), plain(f"{changed}. A newer card stands below.", 900))
    if card.outcome:
        whole = _approval(card, look)
        return whole._replace(blocks=[*whole.blocks[:1], below, *whole.blocks[1:]])
    blocks = [
        header(block_id("header", look.version), f"Changed: {card.tool}"),
        rich(block_id("changed", look.version), [section(*spoken(f"{changed}. See the new card below."))]),
        footer(card, look),
    ]
    return Message(f"{escaped(f'{card.tool}. {changed}. See the new card.')}", blocks)


def _approval(card: Card, look: Look) -> Message:
    runs = what_runs(card, look.version)
    open_title = "Paused" if card.paused else "Approval needed"
    title = status(card.outcome, card.execution) if card.outcome else open_title
    blocks = [
        header(block_id("header", look.version), f"{title}: {card.tool}"),
        *ending(card, look.version),
        *paused(card, look.version),
        *runs.blocks,
        *people(card, look, "May decide"),
        *_irreversible(card, look),
        *agents_words(AGENTS_WORDS, card.words, look.version),
        footer(card, look),
        *controls(card, look, runs),
    ]
    return Message(sentence(card, look, "Approval needed from", sentence_of(card, MAX_TEXT)), blocks)


def _irreversible(card: Card, look: Look) -> list[JSON]:
    if not card.irreversible or card.outcome:
        return []
    return [context(block_id("irreversible", look.version), plain("⚠ It cannot be undone."))]


def controls(card: Card, look: Look, runs: Runs) -> list[JSON]:
    """The buttons of an approval: all of them only under what was shown whole; none once it is settled.

    What is paused can be rejected, not approved.
    """
    if card.outcome or not look.is_live:
        return []
    if card.paused:
        return _paused_controls(card, look)
    value, tool = look.sealed(""), card.tool
    reject = button("Reject…", actions.REJECT, f"Reject {tool}, with a reason", style="danger", value=value)
    if runs.why_not:
        whole = button("Read it whole and decide", actions.OPEN, f"Read {tool} whole and decide", url=look.link)
        is_elsewhere = bool(look.link) and not card.withheld
        if not (look.link or card.withheld):
            return [
                context(block_id("elsewhere", look.version), plain(ELSEWHERE)),
                buttons(block_id("actions", look.version), [reject]),
            ]
        return [buttons(block_id("actions", look.version), [*([whole] if is_elsewhere else []), reject])]
    label = "Approve…" if card.typed else "Approve"
    approve = button(label, actions.APPROVE, f"Approve {tool} as shown", style="primary", value=value)
    by_another = card.edit_rule == "by_another"
    means = "then somebody else must approve them" if by_another else "then approve"
    edit_label = "Edit…" if by_another else "Edit & approve…"
    edit = button(edit_label, actions.EDIT, f"Edit the arguments of {tool}, {means}", value=value)
    details = button("Details", actions.DETAILS, f"Details of {tool}", value=value)
    decisions = [reject] if look.has_voted else [approve, reject, *([edit] if card.edits else [])]
    return [buttons(block_id("actions", look.version), [*decisions, details])]


def _paused_controls(card: Card, look: Look) -> list[JSON]:
    value, tool = look.sealed(""), card.tool
    reject = button("Reject…", actions.REJECT, f"Reject {tool}, with a reason", style="danger", value=value)
    details = button("Details", actions.DETAILS, f"Details of {tool}", value=value)
    return [buttons(block_id("actions", look.version), [reject, details])]
