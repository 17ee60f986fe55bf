"""The typed parts of a printed card. A printer prints each of them, or shows no way to approve.

A new type of part is a `GeneralPart`: all printers print it in its general form, as facts under quoted labels. A printer
that has a form of its own for it names it in `CardDocument.list_printed`.

Printed texts hold no invisible or reordering characters; where the limits of the surface hide secrets, no secrets either.
"""

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple, Protocol, TypeAlias, TypeVar, assert_never

from bot.core.base_types import UtcMoment
from bot.core.card.complete_argument_rows import format_row
from bot.core.card.execution import ExecutionStatus
from bot.core.card.limits import CardLimits
from bot.core.escaping import ShownArgument, quote_label
from bot.core.events import QuestionFormat
from bot.core.forms import FormField
from bot.core.policy import RejectOption
from bot.core.secrets.redaction import redact_secrets


class TitlePart(NamedTuple):
    """`text` names the call for a person, `tool` is the tool's name, `sentence` its own description. A question has its
    title alone."""

    text: str
    tool: str = ""
    sentence: str = ""


class StatusPart(NamedTuple):
    """The state of the request. `words` are for people: "Approval needed", "1 of 2 approvals", "Approved, failed".

    `status` is `pending`, or the outcome; `by`, `at` and `reason` (of a form: its values) belong to an outcome.
    `is_paused`: a hold covers it. `is_shortage`: it ended since too few people may decide it.
    """

    words: str
    status: str = "pending"
    by: str = ""
    at: UtcMoment | None = None
    reason: str = ""
    is_paused: bool = False
    is_shortage: bool = False
    is_bad: bool = False


class ExecutionPart(NamedTuple):
    """The execution of the approved call, with its result or error."""

    status: ExecutionStatus
    words: str
    detail: str = ""
    at: UtcMoment | None = None
    attempts: int = 0
    is_over: bool = False


NOTICE_KINDS = frozenset(
    {"paused", "stopped", "urgent", "unusual", "cut", "secret", "irreversible", "voted", "changed"}
)
"""The kinds of the platform's own notices."""


class NoticePart(NamedTuple):
    """A sentence that the reader must not miss.

    The `kind` chooses an icon and a place where a printer knows it. A notice of one of `NOTICE_KINDS` is the platform's
    sentence; that of another kind is printed as quoted words, so that it is taken for no sentence of the platform.
    """

    kind: str
    text: str


class ArgumentsPart(NamedTuple):
    """The arguments, whole or up to where the card was cut. `rows` are the same as data, uncut and with secrets: only for
    surfaces that hide no secrets."""

    text: str
    rows: tuple[ShownArgument, ...] = ()


class FactPart(NamedTuple):
    """Lines that a tool or the platform says about the call."""

    label: str
    text: str


QuoteSource: TypeAlias = Literal["question", "requester", "agent", "context"]


class QuotePart(NamedTuple):
    """Words of others, unchecked: to be quoted under their label."""

    source: QuoteSource
    label: str
    text: str


class AnswersPart(NamedTuple):
    """The answers to choose from, or the fields of a form."""

    format: QuestionFormat
    answers: tuple[str, ...] = ()
    fields: tuple[FormField, ...] = ()


PeopleKind: TypeAlias = Literal["agent", "requester", "deciders", "approvers"]


class PeoplePart(NamedTuple):
    """A row about people: the label and their names."""

    kind: PeopleKind
    label: str
    text: str


class VotePart(NamedTuple):
    """One person's decision or answer, in words: "Olive approved"; and the notes about it."""

    text: str
    reason: str = ""
    notes: tuple[str, ...] = ()


class DeadlinePart(NamedTuple):
    """The end of the wait, and the meaning of silence."""

    at: UtcMoment | None
    silence: str = ""


class ReferencePart(NamedTuple):
    """The id of the request, and the digest that a decision is bound to."""

    request: str
    digest: str = ""


class ActionsPart(NamedTuple):
    """The acts that this printed card may offer to its reader.

    `why_not` is the reason why it offers no approval (or answer); `is_elsewhere`: the request's own page may offer it.
    `typed` is the word to be typed for an approval. `edit_rule` is empty where the arguments may not be edited.
    """

    may_approve: bool = False
    may_reject: bool = False
    may_answer: bool = False
    edit_rule: Literal["", "by_editor", "by_another"] = ""
    typed: str = ""
    reject_options: tuple[RejectOption, ...] = ()
    why_not: str = ""
    is_elsewhere: bool = False


PrintedPart: TypeAlias = (
    TitlePart
    | StatusPart
    | ExecutionPart
    | NoticePart
    | ArgumentsPart
    | FactPart
    | QuotePart
    | AnswersPart
    | PeoplePart
    | VotePart
    | DeadlinePart
    | ReferencePart
    | ActionsPart
)
"""The parts that every printer knows."""


class GeneralPart(Protocol):
    """A part that a printer need not know."""

    def list_facts(self) -> tuple[FactPart, ...]:
        """Return the general form: all that it says, unshortened. It is made safe, and measured, when it is printed."""


CardPart: TypeAlias = PrintedPart | GeneralPart

P = TypeVar("P", bound=PrintedPart)
G = TypeVar("G", bound=GeneralPart)


class CardDocument(NamedTuple):
    """A request as its parts, in reading order, within `limits`. `why_not` is the reason why it is not shown whole;
    empty: it is."""

    parts: tuple[CardPart, ...]
    why_not: str = ""
    limits: CardLimits = CardLimits()

    @property
    def is_whole(self) -> bool:
        return not self.why_not

    @property
    def may_press_approve(self) -> bool:
        """Whether one press of a button may approve it: it is shown whole, nothing has to be typed, and it can be undone.

        A surface that has only buttons on its cards asks this; an irreversible call is approved with a word typed.
        """
        actions = self.find_part(ActionsPart)
        if (
            actions is None
            or not self.is_whole
            or any(part.kind == "irreversible" for part in self.list_parts(NoticePart))
        ):
            return False
        return actions.may_approve and not actions.typed and not actions.why_not

    def list_printed(self, *known: type[G]) -> tuple[PrintedPart | G, ...]:
        """Return the parts for a printer, in order: general parts in their general form, but for the `known` types.

        A general part that `limits` do not let through as it is has its general form for all printers.
        """
        shown: list[PrintedPart | G] = []
        for part in self.parts:
            if isinstance(part, NoticePart):
                shown.append(secure_notice(part, self.limits))
            elif isinstance(part, PrintedPart) or (isinstance(part, known) and is_safe(part, self.limits)):
                shown.append(part)
            else:
                shown += list_safe_facts(part, self.limits)
        return tuple(shown)

    def list_parts(self, kind: type[P]) -> list[P]:
        """Return the parts of one type, in order."""
        return [part for part in self.parts if isinstance(part, kind)]

    def find_part(self, kind: type[P]) -> P | None:
        """Return the first part of a type, None when the card has none."""
        return next(iter(self.list_parts(kind)), None)


_QUOTED_NOTICE = re.compile("Note “[^“”]*”")


def secure_notice(notice: NoticePart, limits: CardLimits) -> NoticePart:
    """Return the notice as this surface may hold it: on one line, and quoted where its kind is none of the platform's.

    It is not shortened. A notice that was quoted already stays as it is.
    """
    line = limits.join_lines(notice.text)
    if notice.kind not in NOTICE_KINDS and not _QUOTED_NOTICE.fullmatch(line):
        line = f"Note {quote_label(line)}"
    return notice._replace(text=line)


def label_fact(label: str, limits: CardLimits) -> str:
    """Return the label of a fact of others on one line, quoted, so that it is taken for no label of the platform."""
    line = limits.join_lines(label)
    return f"Fact {quote_label(line)}" if line.strip() else "Fact"


def list_safe_facts(part: GeneralPart, limits: CardLimits) -> tuple[FactPart, ...]:
    """Return the general form of a part as this surface may hold it, under quoted labels."""
    return tuple(secure_fact(fact, limits) for fact in part.list_facts())


def secure_fact(fact: FactPart, limits: CardLimits) -> FactPart:
    """Return a fact of others as this surface may hold it. No surface shows a secret in a label.

    A text that is a secret by its label, such as a password, is hidden as that of an argument of this name.
    """
    shown = limits.make_safe(fact.text)
    line = f"{fact.label} = {fact.text}"
    if limits.hides_secrets and redact_secrets(fact.text) == fact.text and redact_secrets(line) != line:
        shown = "[secret]"
    return FactPart(label_fact(redact_secrets(fact.label), limits), shown)


def is_safe(part: GeneralPart, limits: CardLimits) -> bool:
    """Return whether a surface may hold the texts of a part as they are."""
    return all(
        (limits.join_lines(redact_secrets(fact.label)), secure_fact(fact, limits).text) == (fact.label, fact.text)
        for fact in part.list_facts()
    )


def list_texts(part: PrintedPart) -> tuple[str, ...]:
    """Return the texts of a part that a printer must print; without the empty ones."""
    match part:
        case TitlePart():
            texts: tuple[str, ...] = (part.text, part.tool, part.sentence)
        case StatusPart():
            texts = (part.words, part.by, part.reason)
        case ExecutionPart():
            texts = (part.words, part.detail)
        case NoticePart() | ArgumentsPart():
            texts = (part.text,)
        case FactPart() | QuotePart() | PeoplePart():
            texts = (part.label, part.text)
        case AnswersPart():
            texts = (*part.answers, *(field.label for field in part.fields))
        case VotePart():
            texts = (part.text, part.reason, *part.notes)
        case DeadlinePart():
            texts = (part.silence,)
        case ReferencePart():
            texts = (part.request, part.digest)
        case ActionsPart():
            texts = (part.why_not,)
        case _:
            assert_never(part)
    return tuple(filter(None, texts))


def print_arguments(rows: Iterable[ShownArgument]) -> str:
    """Return the rows as one text for a font of equal widths."""
    return "\n".join(map(format_row, rows)) or "(no arguments)"
