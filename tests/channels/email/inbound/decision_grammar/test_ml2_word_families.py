"""Word families of offices: polite, formal and curt forms of a yes and a no around our real mail, and what only resembles them."""

import pytest

from channels.email.inbound.decision_grammar.decision_parser import ApprovingReply, RejectingReply, UndecidedReply
from tests.channels.email.inbound.decision_grammar.test_ml2_productive_rules import of, table

APPROVES = {
    "en": "Yes, go|Sorry for the late reply, approved.|Sorry I was in a meeting. / Approved!|Please treat this email as my approval|I am pleased to confirm my approval.|My approval is hereby given.|Okie doke, go ahead|Crack on!|Nice work everyone, ship this!|Approved as described below.",
    "de": "Na klar, raus damit!|Sorry für die späte Antwort. Ja, bitte machen!|Mach ma|Dem Antrag wird hiermit stattgegeben|Ich erkläre mich hiermit einverstanden|Ist gut so, bitte ausführen",
    "fr": "Désolé pour le retard, c'est oui !|Madame, Monsieur, / Je donne mon accord à la demande ci-dessous. / Je vous prie d'agréer mes salutations distinguées. / Olive|Vous pouvez procéder à l'opération.|Ouaip, vas-y",
    "es": "Perdona la demora, sí, adelante!|Estimados señores: / Confirmo mi aprobación de lo solicitado. / Atentamente, / Olive|Autorizo la operación solicitada.|Venga, adelante",
    "it": "Scusa il ritardo, sì, vai!|Gentili signori, / con la presente approvo quanto richiesto. / Distinti saluti, / Olive|Autorizzo l'operazione richiesta.|Ottimo lavoro ragazzi, approvato!",
    "pt": "Desculpe a demora, aprovado|Exmos. Senhores, / Venho por este meio aprovar o pedido. / Atentamente, / Olive|Autorizo a operação solicitada.|Faz favor, avança",
    "nl": "Sorry voor het late antwoord, ja, doe maar!|Geachte heer, mevrouw, / Ik bevestig dat ik instem met het gevraagde. / Hoogachtend, / Olive|Bij deze geaccordeerd.|Ik stem ermee in.",
    "pl": "Przepraszam za zwłokę. Tak, proszę wykonać!|Zezwalam na wykonanie.|Tak, proszę to zrobić|W takim razie zatwierdzam|Z mojej strony nie ma przeszkód, proszę wdrożyć",
    "sv": "Ursäkta sent svar, ja, kör!|Bästa kollegor, / Jag bekräftar mitt godkännande. / Högaktningsfullt / Olive|Var vänlig utför.|Tillstyrkes|Jadå, kör",
    "ja": "はい、どうぞ|はい、問題ございません。|もちろんです、どうぞ|その内容で承認します|返信が遅くなりすみません。承認します！|お世話になっております。 / 承認申し上げます。 / 何卒よろしくお願い申し上げます。|すぐに実行してください",
}  # fmt: skip

REJECTS = {
    "en": "Approval withheld, the security review failed.|Let's not|I'd rather we didn't.|Hands off|Sorry for the delay, but no|I regret that I cannot give my approval to this.|Blocked",
    "de": "Zustimmung verweigert.|Das machen wir nicht.|Wir haben Freeze, also nein.|Ich verweigere die Freigabe|Finger davon",
    "fr": "Ma réponse est non.|Accord refusé|Laissez ça tranquille svp|Ne touchez à rien !|Je suis au regret de refuser cette demande.",
    "es": "Mi respuesta es no.|Déjalo estar, por favor|Lamento comunicarles que no autorizo la operación.|Ni se te ocurra",
    "it": "Autorizzazione negata|Sono spiacente ma non posso concedere l'approvazione.|La mia risposta è no.|Giammai",
    "pt": "Autorização negada|Deixa isso|Lamento, mas não posso dar a minha aprovação.|A minha resposta é não.",
    "nl": "Toestemming geweigerd.|Laat maar|Dat doen we niet.|Tot mijn spijt kan ik hiervoor geen toestemming geven.|Neen",
    "pl": "Jestem na nie|Zostaw to|Z przykrością odmawiam zgody.|Wniosek oddalony.|Niczego nie ruszać!",
    "sv": "Mitt svar är nej.|Det gör vi inte.|Jag måste tyvärr avslå begäran.|Rör ingenting!",
    "ja": "お世話になっております。 / 誠に恐縮ですが、本件は承認を見送らせていただきます。|テストが失敗しているので却下します|このままでは承認できません|今回は結構です|絶対にだめ|リリースには反対です。",
}  # fmt: skip

NEITHER = """
Freigabe bitte|Freigabe, bitte|Bitte, Freigabe|Bitte freigeben|Kannst du freigeben|Kann freigegeben werden|Approval please|Graag akkoord|Akkoord graag|Luz verde por favor|Via libera per favore
Feu vert svp|Klartecken tack|Zgoda poproszę|承認お願いします|承認の方向でお願いします|はい、大丈夫です|はい、Maxさんが承認します|もちろん、テストが通れば|改めてお願いします|Approved :)|Approved ;)|Approved :(|Approve everyone
Approved as described in the other ticket|Sorry, was in a meeting. Max approved.|Do not wait for me, ask Max|Put me down as a maybe|Yes go to staging|My vote is yes if Max agrees|Ingestemd door Max|Bifall från Max
Ik stem in als de tests groen zijn|Mach mal Pause|Wykonać jutro|Tira a la basura|Confirmo esta versión|Please do the needful|I would be happy to confirm my approval
"""


@pytest.mark.parametrize("language", APPROVES)
def test_ml2_polite_formal_and_curt_forms_of_a_yes_approve(language: str) -> None:
    assert [text for text in table(APPROVES[language]) if of(text) != ApprovingReply()] == []


@pytest.mark.parametrize("language", REJECTS)
def test_ml2_polite_formal_and_curt_forms_of_a_no_reject(language: str) -> None:
    assert [text for text in table(REJECTS[language]) if not isinstance(of(text), RejectingReply)] == []


@pytest.mark.parametrize("text", table(NEITHER))
def test_ml2_what_only_resembles_a_yes_is_none(text: str) -> None:
    assert isinstance(of(text), UndecidedReply)


@pytest.mark.parametrize(
    "text", table("Freigabe bitte|Freigabe, bitte|Approval please|Graag akkoord|Luz verde por favor")
)
def test_ml2_a_noun_of_approval_with_please_is_asked_about(text: str) -> None:
    """With "please" the noun may ask somebody else for the approval; alone it gives one."""
    found = of(text)
    assert isinstance(found, UndecidedReply)
    assert found.leaning == "approve"


@pytest.mark.parametrize("reason", ["もしテストが失敗したので", "失敗するかもしれないので"])
def test_ml2_a_japanese_reason_in_doubt_makes_no_rejection(reason: str) -> None:
    assert isinstance(of(f"{reason}却下します"), UndecidedReply)
