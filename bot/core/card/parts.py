"""The typed parts of a printed card. A printer prints each of them, or shows no way to approve.

A new type of part is a `GeneralPart`: all printers print it in its general form, as facts. A printer that has a form of
its own for it names it in `CardDocument.list_printed`.

Texts hold no invisible or reordering characters; where the limits of the surface hide secrets, no secrets either.
"""

from collections.abc import Iterable
from typing import Literal, NamedTuple, Protocol, TypeAlias, TypeVar, assert_never

from bot.core.base_types import UtcMoment
from bot.core.card.argument_rows import format_row
from bot.core.card.execution import ExecutionStatus
from bot.core.escaping import ShownArgument
from bot.core.events import QuestionFormat
from bot.core.forms import FormField
from bot.core.policy import RejectOption


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


class NoticePart(NamedTuple):
    """A sentence of the platform that the reader must not miss.

    The `kind` chooses an icon and a place where a printer knows it: paused, stopped, urgent, unusual, cut, secret,
    irreversible, voted, changed. A notice of another kind is printed as its sentence.
    """

    kind: str
    text: str


class ArgumentsPart(NamedTuple):
    """The arguments, whole or up to where the card was cut. `rows` are the same as data, uncut and with secrets: only for
    surfaces whose limits hide none."""

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
        """Return the general form: all that it says, within the limits of the surface that it was built for."""


CardPart: TypeAlias = PrintedPart | GeneralPart

P = TypeVar("P", bound=PrintedPart)
G = TypeVar("G", bound=GeneralPart)


class CardDocument(NamedTuple):
    """A request as its parts, in reading order. `why_not` is the reason why it is not shown whole; empty: it is."""

    parts: tuple[CardPart, ...]
    why_not: str = ""

    @property
    def is_whole(self) -> bool:
        return not self.why_not

    @property
    def may_press_approve(self) -> bool:
        """Whether one press of a button may approve it: it is shown whole, nothing has to be typed, and it can be undone.

        A surface whose cards have nothing but buttons asks this; an irreversible call is approved with a word typed.
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
        """Return the parts for a printer, in order: general parts in their general form, but for the `known` types."""
        shown: list[PrintedPart | G] = []
        for part in self.parts:
            if isinstance(part, PrintedPart) or isinstance(part, known):  # noqa: SIM101  a type checker reads them apart
                shown.append(part)
            else:
                shown += part.list_facts()
        return tuple(shown)

    def list_parts(self, kind: type[P]) -> list[P]:
        """Return the parts of one type, in order."""
        return [part for part in self.parts if isinstance(part, kind)]

    def find_part(self, kind: type[P]) -> P | None:
        """Return the first part of a type, None when the card has none."""
        return next(iter(self.list_parts(kind)), None)


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
