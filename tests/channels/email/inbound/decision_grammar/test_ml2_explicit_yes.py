"""An explicit yes beside reports and reasons is asked about; a condition, a wait or a no beside it is not, in ten languages."""

import pytest

from bot.core.card.card import RequestCard
from channels.email.inbound.decision_grammar.counts_in_call_arguments import list_counts, mark_counts
from channels.email.inbound.decision_grammar.decision_parser import (
    ApprovingReply,
    RejectingReply,
    ReplyDecision,
    UndecidedReply,
    decide_reply,
)
from channels.email.inbound.decision_grammar.explicit_yes_among_remarks import load_explicit_words
from channels.email.inbound.decision_grammar.explicit_yes_words import EXPLICIT_TABLES
from channels.email.inbound.decision_grammar.line_text import list_own_values
from channels.email.inbound.decision_grammar.phrase_rules import VALUE
from channels.email.inbound.decision_grammar.sentence_reading import list_call_acts
from channels.email.inbound.reply_text.reply_extraction import ExtractedReply
from tests.channels.email.inbound.decision_grammar.test_ml2_productive_rules import OLIVE, table
from tests.channels.slack.sample_cards import approval

DELETE = approval({"bucket": "backups-2022"}, tool="delete_bucket")
SCALE = approval({"service": "checkout", "servers": "12"}, tool="scale_service")
GRANT = approval({"user": "tomas.berg", "role": "admin"}, tool="grant_role")


def read(text: str, card: RequestCard) -> ReplyDecision:
    author = OLIVE.model_copy(update={"call_acts": list_call_acts(card), "values": list_own_values(card)})
    return decide_reply(ExtractedReply(text=text), author)


def lean(text: str, card: RequestCard) -> str:
    """Return `approve` or `reject` for a decision or a question about it, else an empty string."""
    found = read(text, card)
    if isinstance(found, UndecidedReply):
        return found.leaning
    return "approve" if isinstance(found, ApprovingReply) else "reject"


REMOVALS = {
    "en": "get rid of it|bin it, nobody has touched it in ages|Legal and audit no longer need them. You have my ok.|bye bye bucket",
    "de": "weg damit|hau weg, das braucht kein Mensch|Die Revision benötigt die Kopien nicht mehr. Du hast mein Okay.|kann weg",
    "fr": "à la poubelle|tu peux le virer, personne ne s'en sert|Les copies ne servent plus à rien. Suppression approuvée.|du balai",
    "es": "a la basura|bórralo, nadie lo usa|Las copias ya no hacen falta. Estoy conforme.|elimínalo ya",
    "it": "Cancella|nel cestino|Quei dati non servono più. Sono d'accordo.|buttalo, nessuno lo usa",
    "pt": "pode apagar, ninguém usa|lixo com isso|As cópias já não fazem falta. Concordo.|deita fora",
    "nl": "Weg ermee|gooi maar weg, niemand gebruikt dat|De kopieën zijn niet meer nodig. Akkoord.|opruimen",
    "sv": "bort med den|släng den, ingen behöver den|Kopiorna behövs inte längre. Jag godkänner.|radera den",
    "pl": "do kosza z tym|wywalcie, nikt tego nie używa|Kopie nie są już potrzebne. Zgoda.|usuńcie to",
    "ja": "削除してください、もう誰も使っていません|バックアップはもう不要だそうです。承認します|消しちゃってください|もう不要です。削除をお願いします",
}  # fmt: skip

KEPT = {
    "en": "do not get rid of it|we still need it, keep it",
    "de": "nicht weg damit|bitte nicht löschen, wird gebraucht",
    "fr": "ne le supprimez pas|on en a encore besoin, gardez-le",
    "es": "no lo borres|no lo elimines, lo usamos",
    "it": "non cancellare|Cancella la richiesta|non eliminarlo, ci serve",
    "pt": "não apaguem|não elimines, ainda usamos",
    "nl": "niet weggooien|verwijder het niet, we gebruiken het|Verwijdering geweigerd.",
    "sv": "radera inte, vi har ingen annan kopia|släng den inte",
    "pl": "nie usuwajcie|nie kasujcie, używamy tego",
    "ja": "削除しないでください|消さないで、まだ使っています",
}  # fmt: skip

REPORTS = {
    "en": "The auditors told me yesterday that it is fine, you have my ok|Proofread it twice, so off it goes|She has been waiting for weeks, yes please",
    "de": "Gestern noch selbst getestet, läuft. Also ja, bitte machen|Hab nur alten Kram gefunden, also los|Die Arme wartet schon seit Wochen, ja bitte",
    "fr": "J'ai relu hier, rien à redire, tu peux lancer|Elle attend depuis un mois, d'accord",
    "es": "Lo revisé ayer con auditoría, estoy de acuerdo|Lleva un mes esperando, adelante",
    "it": "L'ho controllato ieri, per me va bene, procedi|La signora aspetta da un mese, via libera",
    "pt": "Já falei com a equipa ontem, da minha parte é um sim|Está à espera há um mês, pode seguir",
    "nl": "Gisteren nog nagekeken, ga je gang|Ze wacht al weken, akkoord",
    "sv": "Jag kollade igår, det går bra|Hon har väntat i veckor, ja",
    "pl": "Wczoraj sprawdziłam, zgadzam się|Czeka już od miesiąca, zgoda",
    "ja": "昨日確認しました、進めてください|ずっとお待たせしているので、お願いします",
}  # fmt: skip

OPEN = {
    "en": "I checked it yesterday, ok as soon as audit agrees|She has been waiting for weeks, but not today|Yes once legal has looked at it|Proofread it, off it goes if Max agrees",
    "de": "Gestern getestet, sobald die Revision zustimmt|Also ja, wenn die Revision zustimmt|Hab nachgefragt, vielleicht nächste Woche",
    "fr": "J'ai relu, d'accord dès que l'audit confirme|D'accord si la sécurité confirme",
    "es": "Lo revisé, de acuerdo en cuanto auditoría confirme|Adelante solo si lo confirma auditoría",
    "it": "L'ho controllato, va bene appena l'audit conferma|Procedi solo se conferma l'audit",
    "pt": "Já vi, concordo assim que a auditoria confirmar|Pode seguir desde que a auditoria confirme",
    "nl": "Nagekeken, akkoord zodra audit het bevestigt|Ga je gang, mits audit akkoord is",
    "sv": "Jag kollade, det går bra så snart revisionen bekräftar|Kör om revisionen godkänner",
    "pl": "Sprawdziłam, zgoda jak tylko audyt potwierdzi|Zgoda, o ile audyt potwierdzi",
    "ja": "確認しました、監査の承認後なら進めてください|監査が終わったらお願いします",
}  # fmt: skip

COUNTS = "12 is fine|twelve servers are ok|Zwölf Server sind ok.|Passe à 12.|doce servidores ok|12 ok|doze tá bom|twaalf is prima|tolv blir bra|dwanaście może być|12台で問題ありません"
OTHER_COUNTS = "14 is fine|fourteen servers are ok|Vierzehn Server sind ok.|Passe à 14.|catorce servidores ok|14 ok|catorze tá bom|veertien is prima|fjorton blir bra|czternaście może być|14台で問題ありません"


@pytest.mark.parametrize("language", REMOVALS)
def test_ml2_the_words_of_a_removal_are_no_refusal_of_a_call_that_removes(language: str) -> None:
    assert [text for text in table(REMOVALS[language]) if lean(text, DELETE) != "approve"] == []


@pytest.mark.parametrize("language", KEPT)
def test_ml2_a_negated_removal_is_no_yes(language: str) -> None:
    assert [text for text in table(KEPT[language]) if lean(text, DELETE) == "approve"] == []


@pytest.mark.parametrize("language", REPORTS)
def test_ml2_a_yes_beside_reports_and_reasons_is_asked_about(language: str) -> None:
    assert [text for text in table(REPORTS[language]) if lean(text, GRANT) != "approve"] == []


@pytest.mark.parametrize("language", OPEN)
def test_ml2_a_yes_with_a_condition_beside_a_report_approves_nothing(language: str) -> None:
    assert [text for text in table(OPEN[language]) if read(text, GRANT) == ApprovingReply()] == []


def test_ml2_the_count_of_the_call_is_a_yes_and_another_count_is_none() -> None:
    assert [text for text in table(COUNTS) if lean(text, SCALE) != "approve"] == []
    assert [text for text in table(OTHER_COUNTS) if read(text, SCALE) == ApprovingReply()] == []


def test_ml2_a_stop_because_of_a_fault_is_asked_about_as_a_refusal() -> None:
    texts = "Stop, the prices are wrong|Stopp, priserna är fel.|Stop, de prijzen kloppen niet.|ストップ！価格が間違ってます。|Ferma tutto, i prezzi sono sbagliati!"
    assert [text for text in table(texts) if lean(text, DELETE) != "reject"] == []
    assert lean("Stop, I have a call", DELETE) == ""


def test_ml2_a_call_has_one_count_or_none() -> None:
    assert list_counts(SCALE) == ("12 servers",)
    assert list_counts(approval({"servers": "12", "replicas": "3"})) == ()
    assert list_counts(approval({"order_number": "12"})) == ()
    assert mark_counts("from four to twelve", ("12 servers",)) == (f"from four to {VALUE}", True)
    assert mark_counts("at 12:30", ("12 servers",)) == ("at 12:30", False)


@pytest.mark.parametrize("language", EXPLICIT_TABLES)
def test_ml2_each_row_of_explicit_words_compiles_and_matches_no_empty_text(language: str) -> None:
    assert not any(pattern.fullmatch("") for pattern in vars(load_explicit_words(language)).values())


@pytest.mark.parametrize("text", ["We approve of nothing, rejected", "non approvo, il reparto tira fuori quei dati"])
def test_ml2_a_refusal_with_a_word_of_removing_stays_one(text: str) -> None:
    assert isinstance(read(text, DELETE), RejectingReply) or lean(text, DELETE) != "approve"
