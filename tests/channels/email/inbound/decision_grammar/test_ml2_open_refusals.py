"""A refusal by words holds behind a name, a regret and a reason; what leaves the decision to others or divides it is asked about."""

import pytest

from channels.email.inbound.decision_grammar.decision_parser import RejectingReply, UndecidedReply
from channels.email.inbound.decision_grammar.sentence_reading import list_call_acts
from tests.channels.email.inbound.decision_grammar.test_ml2_productive_rules import CARD, OLIVE, of, table

AUTHOR = OLIVE.model_copy(update={"call_acts": list_call_acts(CARD)})

REFUSED = {
    "en": "I have decided against the release|Sorry Sam, it is a no|Sam, the tests fail. Do not release it.|Over my dead body|It stays where it is|I do not want it going out|No, this broke production yesterday|My answer is no",
    "de": "Sorry Sam, das ist ein Nein|Sam, gestern ging damit die Suche kaputt. Nicht ausrollen.|Das bleibt draußen|Nur über meine Leiche|Leider muss ich nein sagen|Die Tests sind rot, abgelehnt",
    "fr": "Désolée Sam, c'est non|Jamais de la vie|Ma réponse est non|Je dois refuser, les tests sont rouges|Pas de mise en prod",
    "es": "Lo siento Sam, es un no|Los tests están en rojo, rechazado|Esto no sale|Ni muerta|Tengo que decir que no",
    "it": "Mi dispiace Sam, è un no|Sam, ieri con quel commit la ricerca è andata giù. Niente release.|Non esce|Devo dire di no",
    "pt": "Desculpa Sam, é um não|Nem a brincar|Não libero|Tenho de recusar",
    "nl": "Sorry Sam, het is een nee|Waag het niet|Sam, gisteren ging de zoekfunctie plat. Niet doen.|Deze komt er niet|Ik moet helaas nee zeggen",
    "sv": "Tyvärr Sam, det blir nej|Våga inte|Jag måste tyvärr säga nej|Det skriver jag inte under på",
    "pl": "Przykro mi Sam, mówię nie|Po moim trupie|Muszę odmówić|To nie wyjdzie",
    "ja": "答えはノーです|本番に出せません|このリリースは認めません|承認しないことにしました",
}  # fmt: skip

LEFT_OPEN = {
    "en": "Not my call, ask Max.|I can't approve or reject this, I've lost my access|I'm out of the office until Monday|That's not for me to approve|I approved yesterday's one, not this.|Not sure",
    "de": "Dafür bin ich nicht zuständig, bitte an Petra wenden.|Das ist nicht meine Entscheidung|Weder ja noch nein|Das Backend ja, das Frontend nein",
    "fr": "Ce n'est pas à moi de valider, voir avec Nathalie.|Le tag oui, le déploiement non.|Je valide l'autre demande, pas celle-ci.|Ni oui ni non",
    "es": "No me corresponde a mí, consulten con Carmen|Ni sí ni no|No es decisión mía",
    "it": "Non tocca a me, senti l'amministrazione.|Né sì né no",
    "pt": "Não me compete a mim|Nem sim nem não",
    "nl": "Daar ga ik niet over, vraag Marieke|Maakt mij niet uit|Alleen voor de Belgische shop akkoord, Nederland niet.",
    "sv": "Det är inte mitt bord, prata med Karin|Det är inte mitt beslut",
    "pl": "To nie moja decyzja|Ani tak, ani nie",
    "ja": "タグはいいけど、プッシュはだめ|タグはOK、デプロイはNG。|結構です。|私の担当ではありません",
}  # fmt: skip


@pytest.mark.parametrize("language", REFUSED)
def test_ml2_a_no_behind_a_name_a_regret_or_a_reason_rejects(language: str) -> None:
    assert [text for text in table(REFUSED[language]) if not isinstance(of(text, AUTHOR), RejectingReply)] == []


@pytest.mark.parametrize("language", LEFT_OPEN)
def test_ml2_what_leaves_the_decision_to_others_or_divides_it_decides_nothing(language: str) -> None:
    assert [text for text in table(LEFT_OPEN[language]) if not isinstance(of(text, AUTHOR), UndecidedReply)] == []


@pytest.mark.parametrize(
    "text", ["sorry, go ahead", "Leider ja, genehmigt", "wrong tag but go ahead", "broken, ship it"]
)
def test_ml2_a_regret_or_a_defect_makes_no_approval(text: str) -> None:
    found = of(text, AUTHOR)
    assert isinstance(found, UndecidedReply)


@pytest.mark.parametrize(
    "text",
    [
        "La fattura è stata respinta dall'amministrazione.",
        "Contabilidad ha rechazado la factura.",
        "De factuur is door de boekhouding afgekeurd.",
        "Die Rechnung wurde abgelehnt.",
        "Bijlage gaat niet open.",
        "Der Anhang lässt sich nicht öffnen.",
        "The attachment does not open.",
        "Alleen de Belgische shop, de rest blijft zoals het is.",
        "Tylko sklep czeski, reszta zostaje.",
        "De API wel, de migratie niet.",
        "Spara!",
    ],
)
def test_ml2_a_no_to_another_thing_or_to_a_part_refuses_nothing(text: str) -> None:
    assert isinstance(of(text, AUTHOR), UndecidedReply)


@pytest.mark.parametrize("text", ["The invoice is wrong, do not pay it", "Die Rechnung lehne ich ab"])
def test_ml2_a_no_to_the_bill_of_the_call_refuses_it(text: str) -> None:
    assert isinstance(of(text, OLIVE.model_copy(update={"call_acts": ("pay", "invoice")})), RejectingReply)
