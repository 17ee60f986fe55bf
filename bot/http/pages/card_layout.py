"""The places of a card's parts on a page: each part is printed in one of them, by the macro of its kind in card.html."""

from typing import Literal, NamedTuple, assert_never

from bot.core.card.parts import (
    ActionsPart,
    AnswersPart,
    ArgumentsPart,
    CardDocument,
    DeadlinePart,
    ExecutionPart,
    FactPart,
    NoticePart,
    PeoplePart,
    PrintedPart,
    QuotePart,
    ReferencePart,
    StatusPart,
    TitlePart,
    VotePart,
)

CardPlace = Literal["outcome", "call", "notices", "people", "votes", "words", "controls"]
PartMacro = Literal["title", "status", "execution", "notice", "arguments", "fact", "quote", "answers", "row", "vote", "deadline", "digest", "why_not"]  # fmt: skip


class PlacedPart(NamedTuple):
    macro: PartMacro
    part: PrintedPart


class CardLayout(NamedTuple):
    """The parts of a card by their place on the page."""

    document: CardDocument

    def list_placed(self, place: CardPlace) -> tuple[PlacedPart, ...]:
        """Return the parts of a place, in order."""
        placed = ((*_choose_place(part), part) for part in self.document.list_printed())
        return tuple(PlacedPart(macro, part) for where, macro, part in placed if where == place)


def _choose_place(part: PrintedPart) -> tuple[CardPlace, PartMacro]:
    match part:
        case TitlePart():
            return "call", "title"
        case StatusPart():
            return "outcome", "status"
        case ExecutionPart():
            return "outcome", "execution"
        case NoticePart(kind="paused" | "stopped" | "voted"):
            return "notices", "notice"
        case NoticePart():
            return "call", "notice"
        case ArgumentsPart():
            return "call", "arguments"
        case FactPart():
            return "call", "fact"
        case QuotePart(source="agent" | "requester"):
            return "words", "quote"
        case QuotePart():
            return "call", "quote"
        case AnswersPart():
            return "controls", "answers"
        case PeoplePart():
            return "people", "row"
        case VotePart():
            return "votes", "vote"
        case DeadlinePart():
            return "people", "deadline"
        case ReferencePart():
            return "call", "digest"
        case ActionsPart():
            return "controls", "why_not"
        case _:
            assert_never(part)
