"""What will run, as pieces of a letter: the arguments whole, then what the tool knows; and whether all of it was shown.

Nothing here comes from the model but the arguments themselves, escaped by the core and parsed by nobody.
"""

from collections.abc import Sequence
from typing import NamedTuple

from bot.core.card import Card
from bot.core.redact import redacted
from bot.core.shown import visible
from channels.email.look import line
from channels.email.press import lines
from channels.email.sheet import Piece

MAX_SHOWN = 9_000
"""Characters of arguments and facts together."""

MAX_HTML = 40_000
"""Bytes of the same as HTML: with all else a letter stays under 100 KB, and Gmail clips after 102."""

MAX_CUT = 3_000
"""Characters of what is shown of something too long: its beginning, to recognise it by."""

MAX_FACTS = 40

WITHHELD = "🔒 It holds a secret, which is not written into mail: the inbox shows it to who may see it."
TOO_LONG = "It is too long to be shown whole in a mail."


class Runs(NamedTuple):
    """`why_not` says why this was not shown whole; empty: it was, and a reply to this letter may approve it."""

    pieces: tuple[Piece, ...]
    why_not: str


class Part(NamedTuple):
    label: str
    text: str

    @property
    def size(self) -> int:
        return len(self.label) + len(self.text)

    @property
    def weight(self) -> int:
        return len((lines(self.label) + lines(self.text)).encode("utf-8"))


def what_runs(card: Card) -> Runs:
    """The call and its facts. What is cut or left out is said, with the digest of the whole."""
    clear = [Part("", arguments(card)), *(Part(fact.label, "\n".join(fact.lines)) for fact in card.facts)]
    safe = [Part(visible(redacted(label)), visible(redacted(text))) for label, text in clear]
    is_cut = not _fit(safe)
    hidden = card.withheld or ("It holds a secret." if card.holds_secret else "")
    shown = _beginning(safe) if is_cut else safe
    pieces = (
        Piece("code", shown[0].text),
        *_unusual(card),
        *(Piece("code", text, label or "Fact") for label, text in shown[1:]),
        *([_where_cut(card, clear, safe, shown)] if is_cut else []),
        *([Piece("warning", f"🔒 {card.withheld}" if card.withheld else WITHHELD)] if hidden else []),
    )
    return Runs(pieces, TOO_LONG if is_cut else hidden)


def _fit(parts: Sequence[Part]) -> bool:
    return (
        sum(part.size for part in parts) <= MAX_SHOWN
        and len(parts) <= MAX_FACTS + 1
        and sum(part.weight for part in parts) <= MAX_HTML
    )


def arguments(card: Card) -> str:
    """A line an argument, in canonical order, as the core shows them."""
    return "\n".join(f"{each.name} = {each.text}" for each in card.arguments) or "(no arguments)"


def sentence_of(card: Card, limit: int) -> str:
    """The call in one line, without secrets, shortened."""
    return line(f"{card.tool} {redacted(arguments(card)) if card.arguments else ''}", limit)


def _beginning(parts: Sequence[Part]) -> list[Part]:
    """As much of the parts as has room; the arguments come first."""
    kept: list[Part] = []
    room = MAX_CUT
    for label, text in parts[: MAX_FACTS + 1]:
        head = Part(label[:room], text[: max(room - len(label), 0)])
        room -= head.size
        if head.text or not kept:
            kept.append(head)
    return kept


def _where_cut(card: Card, clear: Sequence[Part], safe: Sequence[Part], shown: Sequence[Part]) -> Piece:
    seen, all = (sum(part.size for part in parts) for parts in (shown, safe))
    whole = sum(len((part.label + part.text).encode("utf-8", "surrogatepass")) for part in clear)
    return Piece("warning", f"✂ cut here: {seen} of {all} characters ({whole} bytes, digest {card.digest}).")


def _unusual(card: Card) -> list[Piece]:
    names = ", ".join(each.name for each in card.arguments if each.unusual)
    warning = "⚠ Unusual characters, written as \\u{…}, \\s{…} or \\l{…}, in: "
    return [Piece("warning", warning + line(redacted(names), 400))] if names else []
