"""Calls that no surface may approve, since a heading of them holds a secret. Pure.

Values are shown whole where that is safe, and hidden where a surface keeps and searches the text that it shows (Slack,
mail); there they cannot be approved (see `RequestCard.holds_secret`). The names of arguments, the labels of facts and
the names of reasons to reject are headings: they appear in lists, in forms and in the output of a screen reader.
Surfaces show no secret there, so none of them shows the card whole.
"""

from collections.abc import Iterable, Sequence

from bot.core import events as e
from bot.core.canonical_json import parse_json
from bot.core.memoization import remember
from bot.core.policy import RejectOption
from bot.core.secrets.redaction import has_removed_secret, redact_secrets
from bot.core.threads.thread import ToolCall

WITHHELD = (
    "{0} holds a secret, so no surface shows this request whole and nobody may approve it. Reject it, and take the secret out"
    " of the tool."
)


def has_secret(texts: Iterable[str]) -> bool:
    """Return whether one of the texts holds a secret, or held one that was removed: it is not shown whole."""
    return any(redact_secrets(text) != text or has_removed_secret(text) for text in texts)


def explain_withheld(call: ToolCall, facts: Sequence[e.CallFact]) -> str:
    """Return why this call with these facts may not be approved, without the secret; empty when it may."""
    options: tuple[RejectOption, ...] = call.asked.policy.reject_options if call.asked else ()
    headings = (
        ("The tool's name", _is_secret_heading(call.intent)),
        ("The name of an argument", has_secret_name(call.arguments)),
        ("The label of a fact", any(_is_secret_heading(fact.label) for fact in facts)),
        ("The name of a reason to reject", any(_is_secret_heading(option.name) for option in options)),
    )
    found = next((what for what, holds_secret in headings if holds_secret), "")
    return WITHHELD.format(found) if found else ""


@remember(longest=4_000, most=1_000)
def has_secret_name(arguments: str) -> bool:
    """Return whether the name of one of these canonical arguments holds a secret."""
    return has_secret(tuple(parse_json(arguments)))


@remember(longest=200, most=1_000)
def _is_secret_heading(text: str) -> bool:
    return has_secret((text,))


def find_facts(call: ToolCall) -> tuple[e.CallFact, ...]:
    """Return the tool's facts about the present arguments: those that were asked for, or those of the latest edit."""
    if call.asked is None or call.asked.digest == call.digest:
        return call.asked.facts if call.asked else ()
    edits = [answer for answer in call.answers if answer.edited == call.digest]
    return edits[-1].facts if edits else ()
