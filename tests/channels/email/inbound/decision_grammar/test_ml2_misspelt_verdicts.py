"""One misspelt word decides where it can be nothing else; the name of who asked is harmless behind the noun of a request alone."""

import pytest

from channels.email.inbound.decision_grammar.decision_parser import (
    ApprovingReply,
    RejectingReply,
    ReplyDecision,
    UndecidedReply,
    decide_reply,
)
from channels.email.inbound.decision_grammar.misspelt_verdicts import list_slips
from channels.email.inbound.reply_text.reply_extraction import ExtractedReply
from tests.channels.email.inbound.decision_grammar.test_ml2_word_reading import write_author

AUTHOR = write_author(("release",), ("v1.4.2", "46b7cdb"))


def decide(text: str) -> ReplyDecision:
    return decide_reply(ExtractedReply(text=text.replace(" / ", "\n")), AUTHOR)


def split(text: str) -> list[str]:
    return [each.strip() for row in text.strip().split("\n") for each in row.split("|")]


@pytest.mark.parametrize(
    "text",
    split("""aproved|aprouvé|aprovdo|gokänd|zatwierdzm|aprovato|aprobdo|genemigt|freigegebn|goedgekeurdd|Aproved!|approvd|zakceptowane
Hi Sam, / aproved / Olive|Apruebo la solicitud de Sam|Approvo la richiesta di Sam.|Aprovo o pedido do Sam|J'approuve la demande de Sam.|I approve Sam's request
I approve the request from Sam.|Ich genehmige Sams Antrag|Hiermit genehmige ich den Antrag von Sam.|Hierbij keur ik het verzoek van Sam goed.|Jag godkänner Sams begäran
Zatwierdzam prośbę Sama|Samさんの申請を承認します。|お疲れ様です。Samさんの依頼を承認いたします。
Geachte heer/mevrouw, / U heeft mijn akkoord. / Hoogachtend, / Olive|Prezados, / venho por meio deste autorizar o release. / Atenciosamente, / Olive
Szanowni Państwo, / niniejszym zatwierdzam wydanie v1.4.2. / Z poważaniem / Olive|Dear Sir or Madam, / I hereby approve the request. / Yours faithfully, / Olive Ops
Sehr geehrte Damen und Herren, / hiermit erteile ich die Freigabe. / Mit freundlichen Grüßen / Olive Ops|Bästa mottagare, / vi godkänner releasen. / Hälsningar / Olive
Merci de procéder au déploiement.|Avis favorable|Parere favorevole. Cordialmente, / Olive|raus damit|joe, doe maar"""),
)  # fmt: skip
def test_ml2_a_slip_of_the_hand_the_askers_name_and_a_formal_frame_leave_an_approval_one(text: str) -> None:
    assert isinstance(decide(text), ApprovingReply)


@pytest.mark.parametrize(
    "text",
    split("""accodato|probado|aprobad|zatwierdza|approves|aproves|okänd|valid|aproved?|not aproved|aproved by ops|aproved. / Max|aproved, Max|unaproved|aproved if green|Max aproved
Apruebo la solicitud para Sam|Sam approves|approved by Sam|Sam's release is approved|Apruebo la solicitud de Sam y Max|Apruebo la solicitud de Max|no apruebo la solicitud de Sam
Samさんが申請を承認します|Sam says I approve the request|I approve Sam's request tomorrow|I approve Sam's request for staging|Sams Antrag ist genehmigt|Prośba Sama zaakceptowana|I approve Sam's vacation
I approve the request from Sam only if green|Would I approve Sam's request|Max: I approve Sam's request|Ich genehmige Sams Urlaub|Samさんの申請を承認しません|Samさんの申請を承認しますか
La demande de Sam est acceptée.|Sams begäran är godkänd.|Het verzoek van Sam is ingewilligd.|Merci d'avoir procédé au déploiement|Thanks, dale|Gracias, Dale|Luz verde das operações
Geachte heer/mevrouw, / mag dit live / Hoogachtend, / Olive|Prezados, / venho por meio deste pedir a aprovação. / Atenciosamente, / Olive|Szanowni Państwo, / proszę o akceptację. / Z poważaniem / Olive"""),
)
def test_ml2_a_word_of_its_own_another_person_and_a_report_are_no_approval(text: str) -> None:
    assert not isinstance(decide(text), ApprovingReply)


@pytest.mark.parametrize(
    "text",
    split("""rejcted|rechasado|rifutato|odrzucma|rejeitdo|avlsag|afgekeurt|Rejeccted|abgelent|Stopp, nicht deployen|Stop, do not deploy|Stop, non deployare|Stop, on ne livre pas ça.
Detengan esto, no se aprueba.|Fermate tutto, non è approvato.|Parem, não está aprovado.|Stop, niet deployen|Stopp, deploya inte|Stop, nie deployować|Bloccate il rilascio
Hiermit untersage ich das Release.|Ode mnie zdecydowane nie|きゃっか"""),
)
def test_ml2_a_misspelt_refusal_and_a_stop_in_front_of_one_refuse(text: str) -> None:
    assert isinstance(decide(text), RejectingReply)


@pytest.mark.parametrize(
    "text",
    split("""Merci de me retirer de cette liste.|Acho que não sou a pessoa certa.|Creo que no soy la persona indicada.|Raczej nie, ale jeszcze sprawdzę.|Ia dizer que não, mas deixa eu conferir.
I am not the right person|Stop, go ahead|Stop, not yet|Stopp, nicht jetzt|anslag|angelehnt|reused"""),
)
def test_ml2_what_leaves_the_decision_open_refuses_nothing(text: str) -> None:
    assert isinstance(decide(text), UndecidedReply)


def test_ml2_a_slip_keeps_the_first_and_the_last_letter_of_an_approval() -> None:
    slips = list_slips("approved")
    assert {"aproved", "approvd", "approvedd", "appproved"} <= slips
    assert not {"approve", "pproved", "approves", "appraved", "approved"} & slips
