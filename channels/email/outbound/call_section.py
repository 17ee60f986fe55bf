"""The call as pieces of a mail: the arguments whole, then the facts of the tool; and whether all of it was shown.

The arguments alone come from the model; they are escaped by the core and not parsed.
"""

from collections.abc import Sequence
from typing import NamedTuple

from bot.core.card.card import RequestCard
from bot.core.escaping import make_visible
from bot.core.secrets.redaction import redact_secrets
from channels.email.outbound.document import DocumentPiece, print_lines
from channels.email.outbound.view_context import format_line

MAX_SHOWN = 9_000
"""Characters of arguments and facts together."""

MAX_HTML = 40_000
"""Bytes of the same as HTML: the whole mail stays under 100 KB, because Gmail clips mails after 102 KB."""

MAX_CUT = 3_000
"""Characters that are shown of a call that is too long."""

MAX_FACTS = 40

WITHHELD = "🔒 It holds a secret, which is not written into mail: the inbox shows it to people who may see it."
TOO_LONG = "It is too long to be shown whole in a mail."


class CallSection(NamedTuple):
    """The pieces of a call. `why_not` tells why it is not shown whole; empty: it is, and a reply to this mail may approve it."""

    pieces: tuple[DocumentPiece, ...]
    why_not: str


class CallPart(NamedTuple):
    label: str
    text: str

    @property
    def size(self) -> int:
        return len(self.label) + len(self.text)

    @property
    def weight(self) -> int:
        return len((print_lines(self.label) + print_lines(self.text)).encode("utf-8"))


def build_call_section(card: RequestCard) -> CallSection:
    """Show the call and its facts. Omitted text is announced, with the digest of the whole call."""
    clear = [
        CallPart("", show_argument_lines(card)),
        *(CallPart(fact.label, "\n".join(fact.lines)) for fact in card.facts),
    ]
    safe = [CallPart(make_visible(redact_secrets(label)), make_visible(redact_secrets(text))) for label, text in clear]
    is_cut = not (
        sum(part.size for part in safe) <= MAX_SHOWN
        and len(safe) <= MAX_FACTS + 1
        and sum(part.weight for part in safe) <= MAX_HTML
    )
    hidden = card.withheld or ("It holds a secret." if card.holds_secret else "")
    shown = _cut_parts(safe) if is_cut else safe
    names = ", ".join(each.name for each in card.arguments if each.unusual)
    warning = "⚠ Unusual characters, written as \\u{…}, \\s{…} or \\l{…}, in: "
    pieces = (
        DocumentPiece("code", shown[0].text),
        *([DocumentPiece("warning", warning + format_line(redact_secrets(names), 400))] if names else []),
        *(DocumentPiece("code", text, label or "Fact") for label, text in shown[1:]),
        *([_explain_cut(card, clear, safe, shown)] if is_cut else []),
        *([DocumentPiece("warning", f"🔒 {card.withheld}" if card.withheld else WITHHELD)] if hidden else []),
    )
    return CallSection(pieces, TOO_LONG if is_cut else hidden)


def show_argument_lines(card: RequestCard) -> str:
    """Return one line for each argument, in canonical order, as the core shows them."""
    return "\n".join(f"{each.name} = {each.text}" for each in card.arguments) or "(no arguments)"


def summarize_call(card: RequestCard, limit: int) -> str:
    """Return the call in one line, without secrets, shortened."""
    return format_line(f"{card.tool} {redact_secrets(show_argument_lines(card)) if card.arguments else ''}", limit)


def _cut_parts(parts: Sequence[CallPart]) -> list[CallPart]:
    """Return as much of the parts as fits into `MAX_CUT`; the arguments come first."""
    kept: list[CallPart] = []
    room = MAX_CUT
    for label, text in parts[: MAX_FACTS + 1]:
        head = CallPart(label[:room], text[: max(room - len(label), 0)])
        room -= head.size
        if head.text or not kept:
            kept.append(head)
    return kept


def _explain_cut(
    card: RequestCard, clear: Sequence[CallPart], safe: Sequence[CallPart], shown: Sequence[CallPart]
) -> DocumentPiece:
    seen, all = (sum(part.size for part in parts) for parts in (shown, safe))
    whole = sum(len((part.label + part.text).encode("utf-8", "surrogatepass")) for part in clear)
    return DocumentPiece("warning", f"✂ cut here: {seen} of {all} characters ({whole} bytes, digest {card.digest}).")
