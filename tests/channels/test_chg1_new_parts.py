"""A part or a notice that no printer knows is printed whole on every surface, in its general form."""

from typing import NamedTuple

import pytest

from bot.core.card import document_builder as card_document
from bot.core.card.document_builder import build_document
from bot.core.card.parts import NOTICE_KINDS, FactPart, NoticePart, PrintedPart
from tests.channels.test_card1_printers_compared import CARDS, PRINTERS, flatten
from tests.core.card.odd_cards import ODD_CARDS


class CommitTable(NamedTuple):
    """A type of part that no printer names: the commits of a release."""

    commits: tuple[tuple[str, str], ...]

    def list_facts(self) -> tuple[FactPart, ...]:
        rows = "\n".join(f"{sha}  {subject}" for sha, subject in self.commits)
        return FactPart("Commits in this release", rows), FactPart("Number of commits", str(len(self.commits)))


TABLE = CommitTable((("0a1b2c3", "fix the <b>gate</b>"), ("4d5e6f7", "merge 'next' & \"main\"")))
NOTICE = NoticePart("reminded", "Two people were reminded at noon.")
SHOWN_NOTICE = NoticePart("reminded", "Note “Two people were reminded at noon.”")


@pytest.fixture
def wider_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    """The document of every card holds the new part and the new notice below the call."""
    monkeypatch.setattr(card_document, "FURTHER_PARTS", (lambda card, limits: (TABLE, NOTICE),))


@pytest.mark.parametrize("name", [*CARDS])
def test_chg1_only_further_parts_are_of_types_that_a_printer_need_not_know(name: str) -> None:
    """The gate asks about `FURTHER_PARTS` alone."""
    assert all(isinstance(part, PrintedPart) for part in build_document(CARDS[name]).parts)
    assert {part.kind for part in build_document(CARDS[name]).list_parts(NoticePart)} <= NOTICE_KINDS


@pytest.mark.usefixtures("wider_cards")
@pytest.mark.parametrize("printer", PRINTERS)
@pytest.mark.parametrize("name", [*CARDS][::3])
def test_chg1_a_part_and_a_notice_of_a_new_type_are_printed_whole_by_every_printer(name: str, printer: str) -> None:
    printed = PRINTERS[printer](CARDS[name])
    assert TABLE in printed.document.parts
    shown = flatten(printed.text)
    texts = [text for fact in TABLE.list_facts() for text in (fact.label, *fact.text.split("\n"))]
    assert [text for text in (*texts, NOTICE.text) if flatten(text).removesuffix(".") not in shown] == []
    assert not printed.approves or printed.document.is_whole


@pytest.mark.usefixtures("wider_cards")
@pytest.mark.parametrize("printer", PRINTERS)
def test_chg1_a_printer_that_knows_the_type_gets_it_and_the_others_get_facts(printer: str) -> None:
    document = PRINTERS[printer](ODD_CARDS[0]).document
    assert TABLE in document.list_printed(CommitTable)
    general = document.list_printed()
    assert all(isinstance(part, PrintedPart) for part in general)
    facts = tuple(fact._replace(label=f"Fact “{fact.label}”") for fact in TABLE.list_facts())
    at = general.index(facts[0])
    assert general[at : at + 2] == facts
    rest = [part for part in general if part not in facts and part != SHOWN_NOTICE]
    assert rest == [part for part in document.parts if part not in (TABLE, NOTICE)]
    assert SHOWN_NOTICE in general
