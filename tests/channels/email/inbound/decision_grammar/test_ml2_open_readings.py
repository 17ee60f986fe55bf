"""An approving text that may be a question, a report, unfinished, an order to somebody else or about another act is asked about once."""

import pytest

from channels.email.inbound.decision_grammar.decision_parser import ApprovingReply, UndecidedReply
from channels.email.inbound.decision_grammar.sentence_reading import list_call_acts
from tests.channels.email.inbound.decision_grammar.test_ml2_productive_rules import CARD, OLIVE, of, table

AUTHOR = OLIVE.model_copy(update={"call_acts": list_call_acts(CARD)})

OPEN = {
    "en": "is approved|are all approved|yes, is approved|Yes, checked.|Yes, reviewed|yes, tests are green|Yes. Tests are green.|approve please|approve it please|please, approve it|approve this please|approve v1.4.3 please",
    "de": "Kannst du das ausrollen|Können wir das ausrollen|Ja, kannst du das ausrollen|Hi Sam, kannst du das ausrollen|Könnt ihr das deployen|Darf das live|Kann das raus|Kann es losgehen|Kann die Version raus|Ist genehmigt|Ist alles genehmigt|Wird freigegeben|Ist freigegeben.|Geben Sie das frei|bitte gib frei|gib das bitte frei|Genehmige das bitte|Machen wir das|Schon genehmigt|Ja, schon genehmigt|Ja, geprüft",
    "fr": "Est validé|Est approuvé|On peut y aller|Oui, vérifié",
    "es": "Podemos publicarlo|Podemos proceder|ya aprobado",
    "it": "Possiamo procedere|Approvate",
    "pt": "Podemos publicar|Podemos seguir|já aprovado",
    "nl": "Kan je dit uitrollen|Kun je dit uitrollen|Kan v1.4.3 live|Mag v1.4.3 live|Mag de release live|Kan de release door|Gaan we door|Is goedgekeurd|Is akkoord|Keur goed alsjeblieft|ja maar",
    "sv": "Kan du köra|Kan ni köra|Är godkänt|Är godkänd|Godkänner du|Godkänner du det|Godkänner ni|Kör vi|Kör du|ja, bara|ja bara",
    "pl": "Możemy wdrożyć|Możemy wdrażać|Mamy zgodę",
    "ja": "承認しますので|承認しますので。|リリースしていい|リリースしてもいい|リリースして大丈夫|進めてよい|承認済み|承認済みです",
}  # fmt: skip
"""Clear but for their order, their end or their mood: each approved at once by a list or a rule."""

NONE = {
    "en": "can you deploy it|could you deploy it|may I go ahead|shall we proceed|is it approved|are we good to go|is this good to go|should we ship it|can this go out|have you approved it|am I ok to proceed|approved if tests are green|yes once CI passes|yes, if green|approved but|yes, but|go ahead and|approved, except|already approved|approved already|approved for now|approved in principle",
    "de": "Sollen wir ausrollen|Soll ich das machen|Ist das freigegeben|Habt ihr das freigegeben|Stimmst du zu|Seid ihr einverstanden|ja, sobald grün|ja, aber|genehmigt, wenn|bereits genehmigt|vorerst freigegeben|im Prinzip ja",
    "fr": "Peux-tu le déployer|Pouvez-vous lancer|Peut-on y aller|Est-ce validé|A-t-on le feu vert|Puis-je y aller|oui, dès que c'est vert|oui mais|déjà validé|merci d'approuver|en principe oui",
    "es": "¿Puedes publicarlo|Apruebas|Estás de acuerdo|sí, si pasan|sí pero|aprueba por favor|en principio sí",
    "it": "Approvi|Siete d'accordo|Posso procedere|sì, se passano|sì ma|già approvato|in teoria sì",
    "pt": "Posso publicar|Você aprova|Concorda|sim, se passarem|sim mas|aprova por favor|em princípio sim",
    "nl": "Kan dit live|Mag ik doorgaan|Zullen we doorgaan|Keur je dit goed|Ga je akkoord|ja, als het groen is|ja maar niet nu|al goedgekeurd|in principe ja",
    "sv": "Får vi köra|Ska jag köra|Är det godkänt|Går det bra|ja, om det är grönt|ja men|redan godkänt|i princip ja",
    "pl": "Czy można wdrażać|Zatwierdzasz|Zgadzacie się|tak, jeśli przejdą|tak ale|już zatwierdzone|w zasadzie tak",
    "ja": "承認しますが|承認しますけど|OKですが|承認ですが。|承認しますか|進めていいですか|承認ですよね|承認しましたが|OKなので|はい、でも|テストが通れば承認|進めましょうか",
}  # fmt: skip

PLAIN = {
    "en": "Approve|approve it|I approve, please go ahead|Approved, please proceed|Can go live|Do it|Do this now please|Have it shipped|Approved, tests are green|Yes, looks good, I checked it|Checked, no objections, approved",
    "de": "Kann raus|Kann so veröffentlicht werden|Kannst du machen|Kannst du so machen|Ihr könnt das ausrollen|Ist von mir freigegeben|Ist hiermit genehmigt|Wird hiermit genehmigt|Habe ich geprüft, passt, freigegeben|gebe ich frei",
    "fr": "Tu peux déployer|C'est validé|La version peut partir|On y va|Je valide",
    "es": "Puedes publicarlo|Está aprobado|Queda aprobado|Sí, podemos proceder",
    "it": "Puoi procedere|È approvato|Può partire|Sì, possiamo procedere",
    "pt": "Pode publicar|Está aprovado|Sim, podemos seguir",
    "nl": "Kan door|Mag live|Dit mag live|Je kunt dit uitrollen|Keur ik goed|Ga je gang|doe maar",
    "sv": "Du kan köra|Det är godkänt|Kör den|Kör bara|Kör det",
    "pl": "Możesz wdrożyć|Można wdrażać|Zgoda|Wdrażamy",
    "ja": "承認します|リリースしていいです|リリースしていいよ|承認しますので、進めてください|問題ないので承認します|進めて",
}  # fmt: skip


@pytest.mark.parametrize("language", OPEN)
def test_ml2_a_question_report_or_order_in_the_words_of_a_yes_is_asked_about(language: str) -> None:
    wrong = [text for text in table(OPEN[language]) if not _asks(text)]
    assert wrong == []


@pytest.mark.parametrize("language", OPEN)
def test_ml2_neither_a_greeting_nor_a_name_nor_thanks_makes_a_question_a_yes(language: str) -> None:
    framed = [f"{before}{text}{behind}" for text in table(OPEN[language]) for before, behind in FRAMES]
    assert [text for text in framed if of(text, AUTHOR) == ApprovingReply()] == []


FRAMES = (("Hi Sam, ", ""), ("Hello,\n\n", "\n\nOlive"), ("", "\n\nThanks\nOlive"), ("", " 👍"))


@pytest.mark.parametrize("language", NONE)
def test_ml2_a_question_without_its_mark_or_a_condition_never_approves(language: str) -> None:
    assert [text for text in table(NONE[language]) if not isinstance(of(text, AUTHOR), UndecidedReply)] == []


@pytest.mark.parametrize("language", PLAIN)
def test_ml2_a_statement_in_nearly_the_same_words_approves(language: str) -> None:
    assert [text for text in table(PLAIN[language]) if of(text, AUTHOR) != ApprovingReply()] == []


OTHER_ACTS = {
    "delete": "Delete it|Yes, delete it|lösch es|supprime-le|bórralo|cancellalo|apaga-o|verwijder het|radera den|usuń to|削除してください",
    "release": "Ship it|Yes, deploy it|Please roll it out|deploy the release|bitte ausrollen|déployez|publícalo|rilasciate|pode publicar|rol maar uit|kör ut den|wdrażaj|リリースしてください",
    "merge": "Merge it|Please merge|bitte mergen",
}  # fmt: skip


@pytest.mark.parametrize("act", OTHER_ACTS)
@pytest.mark.parametrize("call", [("restart", "server"), ("refund",), ()])
def test_ml2_an_order_to_do_something_else_than_the_call_never_approves_it(act: str, call: tuple[str, ...]) -> None:
    author = AUTHOR.model_copy(update={"call_acts": call})
    assert [text for text in table(OTHER_ACTS[act]) if of(text, author) == ApprovingReply()] == []


def test_ml2_an_order_to_do_what_the_call_does_approves_it() -> None:
    texts = table(OTHER_ACTS["release"])
    assert [text for text in texts if of(text, AUTHOR) != ApprovingReply()] == []


def test_ml2_an_author_without_a_known_call_may_name_any_act() -> None:
    assert of("Please merge it", OLIVE) == ApprovingReply()


def _asks(text: str) -> bool:
    found = of(text, AUTHOR)
    return isinstance(found, UndecidedReply) and found.leaning == "approve"
