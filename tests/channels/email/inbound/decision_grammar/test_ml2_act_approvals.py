"""A clause that approves the call by its act, its bot or its count approves; nearly the same clause about anything else does not."""

import pytest

from channels.email.inbound.decision_grammar.act_approval_patterns import ACT_PATTERNS, PLAIN_APPROVALS
from channels.email.inbound.decision_grammar.decision_parser import ApprovingReply, decide_reply
from channels.email.inbound.decision_grammar.line_text import list_own_values
from channels.email.inbound.decision_grammar.sentence_reading import list_call_acts
from channels.email.inbound.reply_text.reply_extraction import ExtractedReply
from tests.channels.email.inbound.decision_grammar.test_ml2_explicit_yes import DELETE, GRANT, SCALE
from tests.channels.email.inbound.decision_grammar.test_ml2_productive_rules import OLIVE, table

GRANTS = {
    "en": "accessbot may grant it|accessbot may set it up",
    "de": "accessbot darf das einrichten|accessbot kann die Rolle vergeben",
    "fr": "accessbot peut lui donner le rôle|J'autorise accessbot à lui attribuer ce rôle",
    "es": "accessbot puede asignárselo",
    "it": "accessbot può assegnarlo|via libera ad accessbot",
    "pt": "accessbot pode liberar",
    "nl": "accessbot mag het instellen|accessbot kan het toekennen",
    "sv": "accessbot får ge det|accessbot kan tilldela det",
    "pl": "accessbot może to nadać|accessbot może nadać",
    "ja": "accessbotで設定をお願いします|accessbotで付与してください",
}  # fmt: skip

COUNTS = {
    "en": "12 is fine|twelve servers are ok|please go up to twelve|raise it to 12",
    "de": "Zwölf Server sind ok|12 ist in Ordnung|Bitte auf 12 erhöhen|Geh auf 12",
    "fr": "Passe à 12|Montez à douze|ok pour douze serveurs",
    "es": "Sube a 12|doce servidores ok",
    "it": "Porta a 12|12 va bene|ok per dodici server",
    "pt": "sobe para 12|doze tá bom",
    "nl": "twaalf is prima|akkoord met 12 servers",
    "sv": "tolv blir bra|öka till 12",
    "pl": "dwanaście może być|zgoda na 12 serwerów",
    "ja": "12台でOK|12台に増やしてください",
}  # fmt: skip

NOT = {
    "en": "{} if Max agrees|{}?|“{}”|Max says {}|{}, but only tomorrow|not yet: {}|{} only for a day|{} unless it rains",
    "de": "{}, wenn Max zustimmt|{}?|„{}“|Max sagt, {}|{}, aber erst morgen|noch nicht: {}|{} nur für einen Tag|{} nicht",
    "fr": "{} si Max est d'accord|{} ?|« {} »|Max dit que {}|{}, mais demain|pas encore : {}|{} seulement pour un jour",
    "es": "{} si Max está de acuerdo|¿{}?|«{}»|Max dice que {}|{}, pero mañana|todavía no: {}|{} solo por un día",
    "it": "{} se Max è d'accordo|{}?|«{}»|Max dice che {}|{}, ma domani|non ancora: {}|{} solo per un giorno",
    "pt": "{} se o Max concordar|{}?|“{}”|o Max diz que {}|{}, mas amanhã|ainda não: {}|{} só por um dia",
    "nl": "{} als Max akkoord is|{}?|“{}”|Max zegt dat {}|{}, maar morgen|nog niet: {}|{} alleen voor een dag|{} niet",
    "sv": "{} om Max håller med|{}?|”{}”|Max säger att {}|{}, men imorgon|inte än: {}|{} bara för en dag|{} inte",
    "pl": "{}, jeśli Max się zgodzi|{}?|„{}”|Max mówi, że {}|{}, ale jutro|jeszcze nie: {}|{} tylko na jeden dzień|nie, {}",
    "ja": "Maxが同意すれば{}|{}?|「{}」|Maxが「{}」と言っています|{}、ただし明日|まだです。{}|{}と言われました",
}  # fmt: skip
"""What makes something else of an approval: a condition, a question, a quotation, a report, a limit, a negation."""

OTHER_BOTS = ("deploybot", "Max", "somebody", "accessbot2")


AUTHORS = {
    name: OLIVE.model_copy(
        update={"call_acts": list_call_acts(card), "values": list_own_values(card), "bots": ("accessbot",)}
    )
    for name, card in (("GRANT", GRANT), ("SCALE", SCALE), ("DELETE", DELETE))
}


def approves(text: str, card: str) -> bool:
    return decide_reply(ExtractedReply(text=text), AUTHORS[card]) == ApprovingReply()


@pytest.mark.parametrize("language", ACT_PATTERNS)
def test_ml2_permission_to_the_asking_bot_and_the_count_of_the_call_approve(language: str) -> None:
    assert [text for text in table(GRANTS[language]) if not approves(text, "GRANT")] == []
    assert [text for text in table(COUNTS[language]) if not approves(text, "SCALE")] == []


@pytest.mark.parametrize("language", ACT_PATTERNS)
def test_ml2_a_condition_a_question_a_report_or_a_limit_makes_them_none(language: str) -> None:
    texts = [(text, "GRANT") for text in table(GRANTS[language])] + [
        (text, "SCALE") for text in table(COUNTS[language])
    ]
    near = [(form.format(text), card) for text, card in texts for form in NOT[language].split("|")]
    assert [each for each in near if approves(*each)] == []


@pytest.mark.parametrize("language", ACT_PATTERNS)
def test_ml2_another_bot_another_count_or_another_act_is_none(language: str) -> None:
    words = ("12", "twelve", "Zwölf", "douze", "doce", "dodici", "doze", "twaalf", "tolv", "dwanaście")
    others = ("14", "fourteen", "Vierzehn", "quatorze", "catorce", "quattordici", "catorze", "veertien", "fjorton", "czternaście")  # fmt: skip
    wrong = [(text.replace("accessbot", bot), "GRANT") for text in table(GRANTS[language]) for bot in OTHER_BOTS]
    for text in table(COUNTS[language]):
        for word, other in zip(words, others, strict=True):
            if word in text:
                wrong += [(text.replace(word, other), "SCALE"), (text.replace(word, f"{word} + 2"), "SCALE")]
        wrong += [(text, "DELETE"), (text, "GRANT")]
    of_acts = [text for text in table(GRANTS[language]) if not text.startswith("via libera")]
    wrong += [(text, card) for text in of_acts for card in ("DELETE", "SCALE")]
    assert [each for each in wrong if approves(*each)] == []


def test_ml2_a_time_is_no_count() -> None:
    texts = "at 12|go at 12|12:00 is fine|12 o'clock is fine|um 12 ist ok|12 Uhr ist ok|à 12h|a las 12|12時でOK|12 days are ok|12 % is fine"
    assert [text for text in table(texts) if approves(text, "SCALE")] == []


def test_ml2_the_approval_that_stands_for_a_clause_is_one_in_its_language() -> None:
    assert [text for text in PLAIN_APPROVALS.values() if not approves(text, "GRANT")] == []


QUOTED = "“{}”|‘{}’|\"{}\"|'{}'|«{}»|« {} »|„{}“|»{}«|”{}”|`{}`|*“{}”*|“{}”.|“{}.”|“{}”, thanks|thanks: “{}”"
SENTENCES = """
accessbot may proceed|accessbot darf loslegen|accessbot peut procéder|accessbot puede proceder|accessbot può procedere|
accessbot pode liberar|accessbot mag doorgaan|accessbot får fortsätta|accessbot może kontynuować|I approve the request|Ich stimme dem zu
"""


def test_ml2_a_quoted_sentence_decides_nothing_in_any_language_and_a_quoted_word_of_the_mail_does() -> None:
    sentences = [each.strip() for each in SENTENCES.split("|")]
    assert [each for each in sentences if not approves(each, "GRANT")] == []
    quoted = [form.format(each) for each in sentences for form in QUOTED.split("|")]
    assert [each for each in quoted if approves(each, "GRANT")] == []
    assert [
        text for text in table('“approve”|"go ahead"|„Ja“|«approvo»|「承認します」') if not approves(text, "GRANT")
    ] == []
