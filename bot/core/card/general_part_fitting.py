"""Fits the parts that no printer need know, and notices of other kinds, into the limits of a surface. Pure.

They are shown whole beside the call, or the card cannot be approved where it is printed.
"""

from typing import NamedTuple

from bot.core.card.limits import SEPARATOR, CardLimits
from bot.core.card.parts import (
    NOTICE_KINDS,
    AnswersPart,
    ArgumentsPart,
    CardDocument,
    CardPart,
    FactPart,
    NoticePart,
    PrintedPart,
    QuotePart,
    list_safe_facts,
    list_texts,
    secure_notice,
)
from bot.core.escaping import quote_label
from bot.core.secrets.redaction import redact_secrets
from bot.core.secrets.secrets_in_call_headings import WITHHELD, has_secret

RESERVED = 500
"""The room of these parts beside a call that is cut itself, so that its length hides none of them."""

ANY = 10**9
"""The room of a surface without a limit."""

LEAST = 20
"""The least room that a text is cut to: where less is left, none of it is shown."""


class FittedParts(NamedTuple):
    """The document with the parts that have room; `why_not` is the reason why it is not whole. `is_withheld`: on no surface."""

    document: CardDocument
    why_not: str
    is_withheld: bool = False


class CutParts(NamedTuple):
    """The parts of a document, of which only `seen` of `total` characters have room beside the call."""

    parts: list[CardPart]
    seen: int
    total: int


def fit_general_parts(document: CardDocument) -> FittedParts:
    """Return the document with these parts cut, where they have no room beside the call."""
    limits, why = document.limits, [document.why_not]
    others = [part for part in document.parts if _is_other(part, limits)]
    is_hidden = limits.hides_secrets and any(_holds_secret(part, limits) for part in document.parts)
    if not others and not is_hidden:
        return FittedParts(document, document.why_not)
    if is_cut := not _have_room(others, document):
        cut = _cut_parts(document)
        parts = cut.parts
        why += [] if limits.too_long in document.why_not else [limits.too_long]
    else:
        parts = [*document.parts]
    is_withheld = any(has_secret((fact.label,)) for part in others for fact in _list_raw_facts(part))
    withheld = WITHHELD.format("The label of a part") if is_withheld else ""
    told: list[CardPart] = []
    if is_cut and cut.seen < cut.total:
        told.append(NoticePart("cut", f"cut here, beside the call: {cut.seen} of {cut.total} characters."))
    if (is_hidden or is_withheld) and not any(part.kind == "secret" for part in document.list_parts(NoticePart)):
        told.append(NoticePart("secret", limits.make_notice(withheld or limits.hidden_secret)))
    if is_withheld:
        why.append(withheld)
    elif is_hidden and "holds a secret" not in document.why_not:
        why.append("It holds a secret.")
    at = 1 + max((number for number, part in enumerate(parts) if _is_of_call(part)), default=len(parts) - 1)
    fitted = document._replace(parts=(*parts[:at], *told, *parts[at:]))
    return FittedParts(fitted, " ".join(filter(None, why)), is_withheld)


def _is_other(part: CardPart, limits: CardLimits) -> bool:
    """Whether a part is no known one: of another type, a notice of another kind, or one longer than the platform's."""
    if not isinstance(part, NoticePart):
        return not isinstance(part, PrintedPart)
    return part.kind not in NOTICE_KINDS or _is_long(part, limits)


def _is_long(notice: NoticePart, limits: CardLimits) -> bool:
    return 0 < limits.notice_size < limits.measure_texts(secure_notice(notice, limits).text)


def _list_raw_facts(part: CardPart) -> tuple[FactPart, ...]:
    return () if isinstance(part, PrintedPart) else part.list_facts()


def _holds_secret(part: CardPart, limits: CardLimits) -> bool:
    if isinstance(part, NoticePart):
        return redact_secrets(part.text) != part.text
    return any(
        has_secret((fact.label, fact.text)) or safe.text == "[secret]" != fact.text
        for fact, safe in zip(_list_raw_facts(part), _list_facts(part, limits), strict=True)
    )


def _list_facts(part: CardPart, limits: CardLimits) -> tuple[FactPart, ...]:
    return () if isinstance(part, PrintedPart) else list_safe_facts(part, limits)


def _list_call_texts(document: CardDocument) -> list[str]:
    """Return the texts that a decision is about, of known parts."""
    known = (part for part in document.parts if isinstance(part, PrintedPart) and _is_of_call(part))
    return [text for part in known for text in list_texts(part)]


def _is_of_call(part: CardPart) -> bool:
    """Whether a decision is about this part: of a call, or of a question."""
    if isinstance(part, QuotePart):
        return part.source in ("question", "context")
    return isinstance(part, ArgumentsPart | FactPart | AnswersPart)


def _have_room(others: list[CardPart], document: CardDocument) -> bool:
    limits = document.limits
    printed = document._replace(parts=tuple(others)).list_printed()
    if any(isinstance(part, NoticePart) and _is_long(part, limits) for part in printed):
        return False
    if not limits.sizes:
        return True
    texts = [text + " " * SEPARATOR for part in printed for text in list_texts(part)]
    return len(printed) <= limits.facts and limits.has_room([*_list_call_texts(document), *texts])


def _cut_parts(document: CardDocument) -> CutParts:
    """Return as much of the other parts as has room after the call, which is never cut for them."""
    limits = document.limits
    room = limits.cut_to - limits.measure_texts(*_list_call_texts(document)) if limits.sizes else ANY
    room = max(room, RESERVED) if document.why_not else room
    places = limits.facts if limits.sizes else ANY
    parts: list[CardPart] = []
    seen = total = 0
    for part in document.parts:
        if not _is_other(part, limits):
            parts.append(part)
            continue
        whole = (secure_notice(part, limits),) if isinstance(part, NoticePart) else _list_facts(part, limits)
        shown: list[CardPart] = []
        for piece in whole:
            total += sum(map(len, list_texts(piece)))
            kept = _cut_piece(piece, room - SEPARATOR, limits) if places > 0 else None
            if kept is not None:
                places -= 1
                room -= SEPARATOR + limits.measure_texts(*list_texts(kept))
                seen += sum(map(len, list_texts(kept)))
                shown.append(kept)
        parts += shown if shown != [*whole] else [part]
    return CutParts(parts, seen, total)


def _cut_piece(piece: NoticePart | FactPart, room: int, limits: CardLimits) -> NoticePart | FactPart | None:
    """Return the piece with a text that has this size at most; None where its beginning would say nothing."""
    if isinstance(piece, FactPart):
        left = room - limits.measure_texts(piece.label)
        return piece._replace(text=limits.cut_text(piece.text, left)) if left >= LEAST else None
    most = min(room, limits.notice_size or room)
    if limits.measure_texts(piece.text) <= most:
        return piece
    if most < LEAST:
        return None
    if piece.kind in NOTICE_KINDS:
        return piece._replace(text=limits.shorten_to(piece.text, most))
    words = piece.text.removeprefix("Note “").removesuffix("”")
    most -= limits.measure_texts(f"Note {quote_label('')}")
    return piece._replace(text=f"Note “{limits.shorten_to(words, most)}”")
