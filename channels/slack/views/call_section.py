"""The call of a request: its whole arguments, then the facts of the tool; and whether all of it is shown.

Of the model's output only the arguments are shown here, escaped by the core.
"""

from collections.abc import Sequence
from typing import NamedTuple

from bot.core.card.card import RequestCard
from bot.core.escaping import make_visible
from bot.core.secrets.redaction import redact_secrets
from bot.core.values import JSON
from channels.slack.views.blocks import (
    cut_text,
    make_block_id,
    make_context,
    make_plain_text,
    make_preformatted,
    make_rich_section,
    make_rich_text,
    make_text_elements,
    measure_text,
)

MAX_SHOWN = 9_000
"""Size of arguments and facts together: with all else a message stays under 13,000."""

MAX_CUT = 2_900
"""Size of the shown beginning of a call that is too long, to recognise it by."""

MAX_FACTS = 40
UNUSUAL = "⚠ Unusual characters, written as \\u{…}, \\s{…} or \\l{…}, in: "


class CallBlocks(NamedTuple):
    """`why_not` says why the call is not shown whole; empty when it is, and can be approved there."""

    blocks: list[JSON]
    why_not: str


class ArgumentPart(NamedTuple):
    label: str
    text: str

    @property
    def size(self) -> int:
        return measure_text(self.label) + measure_text(self.text)


def build_call_section(card: RequestCard, version: str, limit: int = MAX_SHOWN) -> CallBlocks:
    """The blocks that show the call, within `limit`. A note tells how much is cut, with the digest of the whole."""
    clear = [
        ArgumentPart("", show_argument_lines(card)),
        *(ArgumentPart(fact.label, "\n".join(fact.lines)) for fact in card.facts),
    ]
    safe = [
        ArgumentPart(make_visible(redact_secrets(label)), make_visible(redact_secrets(text))) for label, text in clear
    ]
    is_cut = sum(part.size for part in safe) > limit or len(card.facts) > MAX_FACTS
    shown = _cut_parts(safe, min(limit, MAX_CUT)) if is_cut else safe
    seen, total = (sum(len(part.label) + len(part.text) for part in parts) for parts in (shown, safe))
    whole = sum(len((part.label + part.text).encode("utf-8", "surrogatepass")) for part in clear)
    notes = [
        *([f"✂ cut here: {seen} of {total} characters ({whole} bytes, digest {card.digest})."] if is_cut else []),
        *([f"🔒 {card.withheld}" if card.withheld else _WITHHELD] if card.holds_secret else []),
    ]
    names = ", ".join(line.name for line in card.arguments if line.unusual)
    facts: list[JSON] = []
    for part in shown[1:]:
        facts += [make_rich_section(*make_text_elements(part.label or "Fact", "bold")), make_preformatted(part.text)]
    blocks = [
        make_rich_text(make_block_id("arguments", version), [make_preformatted(shown[0].text)]),
        *([make_context(make_block_id("unusual", version), make_plain_text(UNUSUAL + names, 500))] if names else []),
        *([make_rich_text(make_block_id("facts", version), facts)] if facts else []),
        *([make_context(make_block_id("cut", version), *(make_plain_text(note) for note in notes))] if notes else []),
    ]
    return CallBlocks(blocks, " ".join(notes))


_WITHHELD = "🔒 It holds a secret, which is not written into Slack: the inbox shows it to who may see it."


def show_argument_lines(card: RequestCard) -> str:
    """A line an argument, in canonical order, as the core shows them."""
    return "\n".join(f"{line.name} = {line.text}" for line in card.arguments) or "(no arguments)"


def summarize_call(card: RequestCard, limit: int) -> str:
    """The call in one line, for notifications and lists: without secrets, shortened."""
    line = " ".join(make_visible(redact_secrets(show_argument_lines(card))).split()) if card.arguments else ""
    whole = f"{card.tool} {line}".strip()
    return whole if measure_text(whole) <= limit else cut_text(whole, limit - 1) + "…"


def _cut_parts(parts: Sequence[ArgumentPart], limit: int) -> list[ArgumentPart]:
    """As much of the parts as has room; the arguments come first."""
    kept: list[ArgumentPart] = []
    for label, text in parts[: MAX_FACTS + 1]:
        head = ArgumentPart(cut_text(label, limit), cut_text(text, max(limit - measure_text(label), 0)))
        limit -= head.size
        if head.text or not kept:
            kept.append(head)
    return kept
