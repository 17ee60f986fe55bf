"""A yes that only tells that the mail was seen is no approval: it is asked about. With an order beside it, it approves."""

import pytest

from channels.email.inbound.decision_grammar.decision_parser import (
    ApprovingReply,
    RejectingReply,
    ReplyAuthor,
    UndecidedReply,
    decide_reply,
)
from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.inbound.parsing.parser import parse_mail
from channels.email.inbound.reply_text.reply_extraction import extract_reply
from channels.email.options import LOCALES
from tests.channels.email.mail_programs import gmail_web
from tests.channels.email.quoted_mails import PersonWords, ours, raw

AUTHOR = ReplyAuthor(
    locales=LOCALES, signs=("Olive Ops", "Olive"), names=("Olive Ops",), asked=("Sam",), bot="Countersign"
)

RECEIPTS = """
Yes, I have seen it. | Yes I've read it | Yes, got it. | Yes. Seen it. Thanks | Thanks, yes, seen | Yes, received.
Ja, habe ich gesehen. | Ja hab ich gelesen | Ja, erhalten. | Ja, notiert.
Oui, j'ai vu. | Oui, bien reçu. | Oui, c'est noté. | Oui je l'ai lu
Sí, lo he visto. | Sí lo he visto | Sí, leído. | Sí, recibido.
Sì, ho visto. | Sì, ricevuto. | Sì, preso nota. | Sì, l'ho letto.
Sim, já vi. | Sim já vi | Sim, recebido. | Sim, anotado.
Ja, gezien. | Ja ik heb het gezien | Ja, gelezen. | Ja, genoteerd. | Ja, dag!
Ja, jag har sett det. | Ja jag har sett det | Ja, läst. | Ja, noterat.
Tak, widziałam. | Tak, przeczytałem. | Tak, otrzymałam.
はい、見ました。 | はい、読みました。 | はい、受け取りました。
"""
ORDERS = """
Approved, I have read it. | Read and approved. | I have read it, go ahead | Yes, read it, go ahead
Gelesen, genehmigt. | Ja, gesehen, bitte ausrollen | Vu et approuvé | Visto, aprobado | Sí, visto bueno.
Gezien, akkoord | Tak, widziałam, zatwierdzam
"""
CONSENTS = """
No problem, you can deploy the shop | Kein Problem, du kannst den Laden deployen | Aucun souci, tu peux déployer la boutique.
Geen probleem, je kunt de winkel uitrollen | Inga problem, du kan släppa butiken | Nie ma problemu, możesz wdrożyć sklep
"""


def decide(text: str) -> ApprovingReply | RejectingReply | UndecidedReply:
    mail = ours()
    parsed = parse_mail(raw(gmail_web(PersonWords(text), mail), "both"))
    assert isinstance(parsed, ParsedMail)
    return decide_reply(extract_reply(parsed, mail.sent), AUTHOR)


def split(table: str) -> list[str]:
    return [text.strip() for line in table.strip().split("\n") for text in line.split("|")]


@pytest.mark.parametrize("text", [*split(RECEIPTS), "Yes.\nSeen.", "Ja.\nGezien.\nOlive", "Sí.\nVisto."])
def test_ml2_a_yes_that_tells_of_a_receipt_is_asked_about(text: str) -> None:
    decision = decide(text)
    assert isinstance(decision, UndecidedReply)
    assert decision.leaning == "approve"


@pytest.mark.parametrize("text", split(ORDERS))
def test_ml2_a_receipt_beside_an_order_approves(text: str) -> None:
    assert isinstance(decide(text), ApprovingReply)


@pytest.mark.parametrize("text", split(CONSENTS))
def test_ml2_no_problem_beside_an_unknown_word_is_no_refusal(text: str) -> None:
    decision = decide(text)
    assert isinstance(decision, UndecidedReply)
    assert decision.leaning == "approve"
