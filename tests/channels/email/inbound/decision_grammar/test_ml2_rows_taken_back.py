"""Every approval that the tables of plain words list, in frames that take it back, ask, report, or give it to somebody else: none approves."""

import os
import random

import pytest

from channels.email.inbound.decision_grammar.decision_parser import ApprovingReply, decide_reply
from channels.email.inbound.decision_grammar.plain_word_tables import PLAIN_TABLES
from channels.email.inbound.decision_grammar.table_rows import expand_row
from channels.email.inbound.reply_text.reply_extraction import ExtractedReply
from tests.channels.email.inbound.decision_grammar.test_ml2_word_reading import write_author
from tests.random_seed import seed_of_run

FULL = os.environ.get("COUNTERSIGN_CAMPAIGN") == "full"
DRAWN = 30 if FULL else 2
"""Phrases of a language that a run puts into every frame."""

AUTHOR = write_author(("release",), ("v1.4.2", "46b7cdb"))

FRAMES = {
    "en": "do not {}|if the tests are green, {}|{}, if the tests are green|{}?|Max says {}|Max: {}|{} tomorrow|{}, but only on staging|{} unless Max objects|not {}|{} once QA is done|Max already said {} yesterday|yeah right, {}, haha|{} everything except the migration|should we {}|I would say {} on Monday",
    "de": "nicht {}|wenn die Tests grün sind, {}|{}, wenn die Tests grün sind|{}?|Max sagt {}|Max: {}|{} morgen|{}, aber nur auf Staging|{}, außer Max hat Einwände|{}, sobald QA fertig ist|Max meinte gestern {}|ja klar, {}, haha|{} alles außer der Migration|sollen wir {}|ich würde sagen {} am Montag",
    "fr": "ne pas {}|si les tests sont verts, {}|{}, si les tests sont verts|{} ?|Max dit {}|Max : {}|{} demain|{}, mais seulement en staging|{} sauf si Max s'y oppose|{} dès que la QA a fini|Max a dit hier {}|{} tout sauf la migration|est-ce que {}|je dirais {} lundi",
    "es": "no {}|si los tests están verdes, {}|{}, si los tests están verdes|¿{}?|Max dice {}|Max: {}|{} mañana|{}, pero solo en staging|{} salvo que Max se oponga|{} cuando termine QA|Max dijo ayer {}|{} todo menos la migración|diría que {} el lunes",
    "it": "non {}|se i test sono verdi, {}|{}, se i test sono verdi|{}?|Max dice {}|Max: {}|{} domani|{}, ma solo in staging|{} a meno che Max si opponga|{} quando QA ha finito|Max ieri ha detto {}|{} tutto tranne la migrazione|direi {} lunedì",
    "pt": "não {}|se os testes passarem, {}|{}, se os testes passarem|{}?|Max disse {}|Max: {}|{} amanhã|{}, mas só em staging|{} a menos que o Max se oponha|{} quando o QA terminar|Max disse ontem {}|{} tudo menos a migração|eu diria {} na segunda",
    "nl": "niet {}|als de tests groen zijn, {}|{}, als de tests groen zijn|{}?|Max zegt {}|Max: {}|{} morgen|{}, maar alleen op staging|{} tenzij Max bezwaar heeft|{} zodra QA klaar is|Max zei gisteren {}|{} alles behalve de migratie|zullen we {}|ik zou zeggen {} maandag",
    "sv": "inte {}|om testerna är gröna, {}|{}, om testerna är gröna|{}?|Max säger {}|Max: {}|{} imorgon|{}, men bara i staging|{} om inte Max har invändningar|{} när QA är klar|Max sa igår {}|{} allt utom migreringen|ska vi {}|jag skulle säga {} på måndag",
    "pl": "nie {}|jeśli testy są zielone, {}|{}, jeśli testy są zielone|{}?|Max mówi {}|Max: {}|{} jutro|{}, ale tylko na staging|{} chyba że Max ma uwagi|{} jak QA skończy|Max wczoraj powiedział {}|{} wszystko oprócz migracji|czy {}|powiedziałbym {} w poniedziałek",
    "ja": "テストが通れば{}|{}が、明日です|{}？|Maxさんによると{}|Max：{}|{}か|もし問題なければ{}|{}と昨日Maxが言いました|ステージングだけ{}|{}、ただし移行以外|{}かもしれません|月曜に{}",
}  # fmt: skip


def split_alternatives(written: str) -> list[str]:
    """The alternatives of a row outside of its brackets: a row of many forms is drawn as often as a single phrase."""
    found, depth = [""], 0
    for char in written:
        depth += (char in "([") - (char in ")]")
        if char == "|" and not depth:
            found.append("")
        else:
            found[-1] += char
    return found


def draw_approvals(language: str, drawn: random.Random, many: int) -> list[str]:
    """Draw phrases of the classes that approve a release by themselves."""
    rows = map(str.strip, PLAIN_TABLES[language].split("\n"))
    marked = [row.partition(" ") for row in rows if row.startswith(("c ", "d ", "c:release"))]
    each = [alternative for _, _, written in marked for alternative in split_alternatives(written)]
    assert len(each) > 60
    return [drawn.choice(expand_row(alternative)) for alternative in drawn.sample(each, min(many, len(each)))]


@pytest.mark.parametrize("language", FRAMES)
def test_ml2_no_row_approves_in_a_frame_that_takes_it_back(language: str) -> None:
    drawn = draw_approvals(language, random.Random(seed_of_run()), DRAWN)
    texts = [frame.format(each) for each in drawn for frame in FRAMES[language].split("|")]
    assert [text for text in texts if approves(text)] == []


def approves(text: str) -> bool:
    return isinstance(decide_reply(ExtractedReply(text=text), AUTHOR), ApprovingReply)
