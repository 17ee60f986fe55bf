"""A reply that no phrase decides is asked about by the classes of its words, in ten languages; what is something else is not."""

import pytest

from channels.email.inbound.decision_grammar.decision_parser import ApprovingReply, RejectingReply, UndecidedReply
from channels.email.inbound.decision_grammar.decision_word_tables import SENTENCE_TABLES
from channels.email.inbound.decision_grammar.leaning_by_words import find_word_leaning, load_leaning_words
from channels.email.inbound.decision_grammar.leaning_words import LEANING_TABLES
from channels.email.inbound.decision_grammar.sentence_reading import list_call_acts
from tests.channels.email.inbound.decision_grammar.test_ml2_productive_rules import CARD, OLIVE, of, table

AUTHOR = OLIVE.model_copy(update={"call_acts": list_call_acts(CARD)})

LEAN_TO_YES = {
    "en": "No reason to wait, get it out there.|I'm in a meeting but yes, roll it out|No complaints here|Deploy away, have a nice weekend!|Why not sooner! Yes, ship it please.|Happy for it to go, the sooner the better",
    "de": "Na dann Glück auf, Deployment frei!|Dem steht nichts im Wege|Spiel's ein.|Darf rauf, ich bin bis 20 Uhr erreichbar falls was ist|Keine Änderungswünsche, bitte los|Haken dran",
    "fr": "Zou, en ligne !|Rien à y redire, envoyez|Je suis en réunion mais oui, allez-y|Aucun souci de mon côté, livrez|Vous pouvez livrer, je reste joignable si besoin",
    "es": "No le veo pegas, a producción.|Estoy en una reunión, pero sí: subidlo.|Nada que añadir, adelante|Podéis desplegar, estoy localizable por si acaso|Sí, cuanto antes mejor",
    "it": "Nulla in contrario, si rilascia|Sono in riunione ma sì, procedi|Nessuna obiezione, mandatela|Forza, andiamo live|Si va online!",
    "nl": "Niks mis mee|Ik zit in de trein, maar ja: live ermee|Geen enkel bezwaar, gaan!|Naar productie ermee|Volle kracht vooruit",
    "pt": "Sem objeções, enviem|Estou numa reunião mas sim, avancem.|Nada contra, pode subir|Pé na tábua|Por mim, siga, quanto antes melhor",
    "sv": "Inget att invända, kör|Sitter i möte men ja, skicka.|Ut i prod 🚀|Plattan i mattan|Inga hinder, släpp den",
    "pl": "No to heja, na produkcję!|Nie widzę przeszkód, wdrażajcie|Jadę pociągiem, ale tak, puszczaj|Na proda 🚀|Cała naprzód",
    "ja": "異論ありません、出してください|スマホでも崩れていませんでした。リリースを承認します。|いけいけ!|営業も待っていますのでぜひ出してください",
}  # fmt: skip

LEAN_TO_NO = {
    "en": "A release on Christmas Eve? No.|Roll nothing out until further notice|That's a hard pass|Don't you dare|No deploys today please|Please leave prod alone",
    "de": "Bitte Abstand nehmen vom Rollout.|Vor Weihnachten wird nichts mehr deployed.|Njet|Kommt mir nicht auf die Produktion|Am Freitag? Nein.",
    "fr": "Un vendredi ? Non merci.|À la poubelle|Merci de bloquer cette version|On ne touche à rien avant Noël",
    "es": "Paradlo todo|A la basura.|¿Un viernes? No.|Eso no se despliega|Ni se os ocurra",
    "it": "Oggi niente rilasci.|Cestinate tutto|Di venerdì? No dai.|Non si tocca nulla",
    "nl": "Gooi maar weg|Op vrijdag? Nee.|Laten we dit schrappen|Komt niks van in",
    "pt": "Deitem fora|Hoje ninguém faz deploy.|Numa sexta? Não.|Tirem as mãos da produção",
    "sv": "Släng den|Inga driftsättningar idag.|På en fredag? Nej.|Tassarna bort från prod",
    "pl": "Wyrzućcie to|Dzisiaj żadnych wdrożeń.|W piątek? Nie.|Dajmy sobie z tym spokój",
    "ja": "これは破棄してください。|今回は諦めてください。|金曜日ですか?却下です。|本番には入れないでください",
}  # fmt: skip

NEITHER = {
    "en": "Let me sleep on it.|Who picked the commit?|Unless legal objects, go ahead.|Once the tests are green, go|Received, thank you.|I'm out of the office until Monday|Without a rollback plan? Tell me more|Should be ok I guess? but ask Helen|Only to staging please|Can't say yes yet",
    "de": "Schau ich mir an|Sobald die Pipeline grün ist, könnt ihr.|Danke für die Info.|Wer hat das gebaut?|Nur wenn Jonas erreichbar bleibt|Es ist kein Nein, nur noch nicht",
    "fr": "Merci pour l'info.|Dès que les tests passent, allez-y|Qui a validé ça ?|À condition que Jonas reste joignable|Comme vous voulez, ça m'est égal",
    "es": "Gracias por avisar.|Si legal está de acuerdo, yo también.|¿Quién ha autorizado esto?|Siempre que Jonas esté localizable|Puede ser, ya veremos",
    "it": "Grazie dell'informazione.|Quando la pipeline è verde, vai.|Chi l'ha autorizzato?|Fate voi, per me è uguale|Non è un no, è un non ancora",
    "nl": "Bedankt voor de info.|Mits achter een feature flag.|Wie heeft dit goedgekeurd?|Tenzij Elly bezwaar heeft, ga je gang.|Zoek het maar uit",
    "pt": "Obrigada pela informação.|Desde que o Jonas fique online, pode subir|Quem autorizou isto?|Não é um não, é um ainda não.|Tanto faz, vocês decidem",
    "sv": "Noga räknat vet jag inte|När pipelinen är grön får du köra.|Vem har godkänt det här?|Det är inget nej, det är ett inte än.|Spelar ingen roll, ni bestämmer",
    "pl": "Zobaczymy|Jak pipeline będzie zielony, to możesz.|Kto to zatwierdził?|Wszystko mi jedno, decydujcie|To nie jest nie, to jest jeszcze nie.",
    "ja": "ご連絡ありがとうございます。|誰が承認したんですか?|条件次第です|テストが通れば出してください|明日見ます|今夜かもしれません、負荷次第です。",
}  # fmt: skip


@pytest.mark.parametrize("language", LEAN_TO_YES)
def test_ml2_a_yes_in_words_that_no_phrase_knows_approves_or_is_asked_about(language: str) -> None:
    found = {text: of(text, AUTHOR) for text in table(LEAN_TO_YES[language])}
    assert [
        (text, each)
        for text, each in found.items()
        if not isinstance(each, ApprovingReply) and (not isinstance(each, UndecidedReply) or each.leaning != "approve")
    ] == []


@pytest.mark.parametrize("language", LEAN_TO_NO)
def test_ml2_a_no_in_words_that_no_phrase_knows_rejects_or_is_asked_about(language: str) -> None:
    found = {text: of(text, AUTHOR) for text in table(LEAN_TO_NO[language])}
    assert [
        (text, each)
        for text, each in found.items()
        if not isinstance(each, RejectingReply) and (not isinstance(each, UndecidedReply) or each.leaning != "reject")
    ] == []


@pytest.mark.parametrize("language", NEITHER)
def test_ml2_a_condition_a_question_or_thanks_lean_to_nothing_by_their_words(language: str) -> None:
    assert [text for text in table(NEITHER[language]) if find_word_leaning(text, AUTHOR)] == []


@pytest.mark.parametrize("language", LEANING_TABLES)
def test_ml2_each_row_of_leaning_words_compiles_and_no_bare_condition_is_harmless(language: str) -> None:
    words = load_leaning_words(language)
    assert not any(pattern.fullmatch("") for pattern in words.list_patterns() if pattern.pattern)
    assert language in SENTENCE_TABLES


@pytest.mark.parametrize(
    "text", ["no\napproved", "approved\nno", "ja\nnein", "> Approved.\n\nWho wrote this? It wasn't me."]
)
def test_ml2_a_yes_and_a_no_lean_to_nothing_by_their_words(text: str) -> None:
    assert find_word_leaning(text, AUTHOR) == ""
