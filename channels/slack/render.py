"""One request as one Slack message: what will run first and whole, the agent's words last. Decides nothing, sends nothing.

Where something is not shown whole there is no Approve button, but a link to where it is.
"""

from bot.core.card import Card
from bot.core.word import JSON
from channels.slack import actions
from channels.slack.blocks import block_id, button, buttons, context, header, plain
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

__all__ = ["Look", "Message", "card", "controls"]

MAX_TEXT = 600
"""Size of the call in a notification."""


def card(card: Card, look: Look) -> Message:
    """The message of an approval or a question, open or settled: at most 50 blocks and 13,000 characters."""
    return question(card, card.ask, look) if card.ask else _approval(card, look)


def _approval(card: Card, look: Look) -> Message:
    runs = what_runs(card, look.version)
    title = status(card.outcome) if card.outcome else "Paused" if card.paused else "Approval needed"
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
        return [buttons(block_id("actions", look.version), [*([whole] if look.link else []), reject])]
    label = "Approve…" if card.typed else "Approve"
    approve = button(label, actions.APPROVE, f"Approve {tool} as shown", style="primary", value=value)
    edit = button("Edit & approve…", actions.EDIT, f"Edit the arguments of {tool}, then approve", value=value)
    details = button("Details", actions.DETAILS, f"Details of {tool}", value=value)
    return [buttons(block_id("actions", look.version), [approve, reject, *([edit] if card.edits else []), details])]


def _paused_controls(card: Card, look: Look) -> list[JSON]:
    value, tool = look.sealed(""), card.tool
    reject = button("Reject…", actions.REJECT, f"Reject {tool}, with a reason", style="danger", value=value)
    details = button("Details", actions.DETAILS, f"Details of {tool}", value=value)
    return [buttons(block_id("actions", look.version), [reject, details])]
