"""What will run: the arguments whole, then what the tool knows of them; and whether a person has seen all of it.

Nothing here comes from the model but the arguments themselves, escaped by the core and parsed by nobody.
"""

from collections.abc import Sequence
from typing import NamedTuple

from bot.core.card import Card
from bot.core.redact import redacted
from bot.core.shown import visible
from bot.core.word import JSON
from channels.slack.blocks import block_id, context, plain, preformatted, rich, section, size, spoken, start

MAX_SHOWN = 9_000
"""Size of arguments and facts together: with all else a message stays under 13,000."""

MAX_CUT = 2_900
"""Size of what is shown of something too long: its beginning, to recognise it by."""

MAX_FACTS = 40


class Runs(NamedTuple):
    """`why_not` says why this was not shown whole; empty: it was, and it can be approved where it stands."""

    blocks: list[JSON]
    why_not: str


class Part(NamedTuple):
    label: str
    text: str

    @property
    def size(self) -> int:
        return size(self.label) + size(self.text)


def what_runs(card: Card, version: str, limit: int = MAX_SHOWN) -> Runs:
    """The blocks that show the call, within `limit`. What is cut or left out is said, with the digest of the whole."""
    clear = [Part("", arguments(card)), *(Part(fact.label, "\n".join(fact.lines)) for fact in card.facts)]
    safe = [Part(visible(redacted(label)), visible(redacted(text))) for label, text in clear]
    is_cut = sum(part.size for part in safe) > limit or len(card.facts) > MAX_FACTS
    shown = _beginning(safe, min(limit, MAX_CUT)) if is_cut else safe
    notes = [
        *([_where_cut(card, clear, safe, shown)] if is_cut else []),
        *([f"🔒 {card.withheld}" if card.withheld else _WITHHELD] if card.holds_secret else []),
    ]
    blocks = [
        rich(block_id("arguments", version), [preformatted(shown[0].text)]),
        *_unusual(card, version),
        *([rich(block_id("facts", version), _facts(shown[1:]))] if shown[1:] else []),
        *([context(block_id("cut", version), *(plain(note) for note in notes))] if notes else []),
    ]
    return Runs(blocks, " ".join(notes))


_WITHHELD = "🔒 It holds a secret, which is not written into Slack: the inbox shows it to who may see it."


def arguments(card: Card) -> str:
    """A line an argument, in canonical order, as the core shows them."""
    return "\n".join(f"{line.name} = {line.text}" for line in card.arguments) or "(no arguments)"


def sentence_of(card: Card, limit: int) -> str:
    """The call in one line, for notifications and lists: without secrets, shortened."""
    line = " ".join(visible(redacted(arguments(card))).split()) if card.arguments else ""
    whole = f"{card.tool} {line}".strip()
    return whole if size(whole) <= limit else start(whole, limit - 1) + "…"


def _beginning(parts: Sequence[Part], limit: int) -> list[Part]:
    """As much of the parts as has room; the arguments come first."""
    kept: list[Part] = []
    for label, text in parts[: MAX_FACTS + 1]:
        head = Part(start(label, limit), start(text, max(limit - size(label), 0)))
        limit -= head.size
        if head.text or not kept:
            kept.append(head)
    return kept


def _where_cut(card: Card, clear: Sequence[Part], safe: Sequence[Part], shown: Sequence[Part]) -> str:
    seen, there_is = (sum(len(part.label) + len(part.text) for part in parts) for parts in (shown, safe))
    whole = sum(len((part.label + part.text).encode("utf-8", "surrogatepass")) for part in clear)
    return f"✂ cut here: {seen} of {there_is} characters ({whole} bytes, digest {card.digest})."


def _unusual(card: Card, version: str) -> list[JSON]:
    names = ", ".join(line.name for line in card.arguments if line.unusual)
    if not names:
        return []
    warning = "⚠ Unusual characters, written as \\u{…}, \\s{…} or \\l{…}, in: "
    return [context(block_id("unusual", version), plain(warning + names, 500))]


def _facts(parts: Sequence[Part]) -> list[JSON]:
    return [
        element
        for part in parts
        for element in (
            section(*spoken(part.label or "Fact", "bold")),
            preformatted(part.text),
        )
    ]
