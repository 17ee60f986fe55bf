"""Replies that no colleague would take for an approval of the call, in ten languages: about the request, another act or thing, a fact against it."""

import json
from pathlib import Path

from bot.core.card.card import RequestCard
from channels.email.inbound.decision_grammar.access_and_money_kinds import list_card_kinds
from channels.email.inbound.decision_grammar.argument_words import list_card_words
from channels.email.inbound.decision_grammar.decision_parser import ApprovingReply, RejectingReply, decide_reply
from channels.email.inbound.decision_grammar.line_text import list_own_values
from channels.email.inbound.decision_grammar.replier_profile import ReplyAuthor
from channels.email.inbound.decision_grammar.sentence_reading import list_call_acts
from channels.email.inbound.reply_text.reply_extraction import ExtractedReply
from channels.email.options import LOCALES
from tests.channels.email.inbound.decision_grammar.test_ml2_productive_rules import table
from tests.channels.slack.sample_cards import approval
from tests.random_seed import draw_cases

CARDS = {
    "release": approval({"tag": "v1.4.2", "repository": "shop-api", "commit": "46b7cdb"}, tool="push_tag"),
    "refund": approval({"amount": "249.90", "currency": "EUR", "customer": "Marta Kowalska", "order": "88123"}, tool="refund_payment"),
    "newsletter": approval({"newsletter": "Autumn offers", "recipients": "12400"}, tool="send_newsletter"),
    "access": approval({"user": "tomas.berg", "role": "admin", "database": "production"}, tool="grant_role"),
    "delete": approval({"bucket": "backups-2022"}, tool="delete_bucket"),
    "scale": approval({"service": "checkout", "servers": "12"}, tool="scale_service"),
    "invoice": approval({"invoice": "RE-2044", "amount": "1800.00", "currency": "EUR", "supplier": "Hansen Papier GmbH"}, tool="pay_invoice"),
    "restart": approval({"service": "checkout"}, tool="restart_service"),
    "merge": approval({"pull_request": "418", "repository": "shop-api", "branch": "main"}, tool="merge_pull_request"),
    "rotate": approval({"key": "payments-api", "environment": "production"}, tool="rotate_key"),
    "transfer": approval({"amount": "5000", "currency": "EUR", "recipient": "Anna Novak"}, tool="transfer_money"),
    "article": approval({"article": "Winter guide", "site": "blog"}, tool="publish_article"),
    "invite": approval({"email": "lee@example.com", "team": "platform"}, tool="invite_user"),
    "cancelsub": approval({"subscription": "S-771", "customer": "Marta Kowalska"}, tool="cancel_subscription"),
    "migrate": approval({"database": "orders", "version": "31"}, tool="migrate_database"),
    "rollback": approval({"release": "v1.4.2", "environment": "production"}, tool="rollback_release"),
    "deluser": approval({"user": "tomas.berg"}, tool="delete_user"),
    "flight": approval({"flight": "LH 2044", "passenger": "Priya Nair", "date": "2026-12-04"}, tool="book_flight"),
    "sign": approval({"contract": "C-88", "party": "Hansen Papier GmbH"}, tool="sign_contract"),
    "mkaccount": approval({"user": "lee.park", "team": "platform"}, tool="create_account"),
    "mail": approval({"to": "marta@example.com", "subject": "Your order 88123"}, tool="send_mail"),
    "block": approval({"user": "lee.park"}, tool="block_user"),
}  # fmt: skip


def write_author(card: RequestCard) -> ReplyAuthor:
    things, parties = list_card_words(card)
    acts = list_call_acts(card)
    return ReplyAuthor(
        things=things, parties=parties, locales=LOCALES, signs=("Olive Becker", "Olive"), names=("Olive Becker",),
        others=("Sam", "Nils"), bot="Countersign", bots=("opsbot",), asked=("Nils",),
        values=list_own_values(card), call_acts=acts, call_kinds=list_card_kinds(card, acts),
    )  # fmt: skip


AUTHORS = {name: write_author(card) for name, card in CARDS.items()}
FALSE_APPROVALS: dict[str, list[str]] = json.loads(Path(__file__).with_name("false_approvals.json").read_text("utf-8"))

CANCELLING = "Please cancel it|Please cancel|Bitte stornieren|Annulez s'il vous plaît|Cancelar por favor|Pode cancelar|Graag annuleren|Proszę anulować|キャンセルしてください"
REFUSING = "No, do not cancel it|Nein, bitte nicht stornieren|Rejected|No"

PLAIN = {
    "release": "Ok, then go ahead|Approved, the tests are green|v1.4.2 can go live|Freigegeben|Vas-y, déploie",
    "refund": "Refund approved|Erstattung genehmigt|Remboursement validé|I approve the request",
    "newsletter": "Send it out to the list|Newsletter approved|Versand freigegeben",
    "access": "Access approved|Rolle genehmigt|Grant it please",
    "delete": "Delete it|Bitte löschen|I approve the request to delete the bucket",
    "scale": "Scaling approved|Bitte skalieren|Go ahead",
}


def decide(call: str, text: str) -> object:
    return decide_reply(ExtractedReply(text=text), AUTHORS[call])


def test_ml2_false_approvals_of_another_thing_or_against_the_call_approve_nothing() -> None:
    rows = [(call, text) for call, texts in FALSE_APPROVALS.items() for text in texts]
    assert len(rows) > 1_000
    drawn = draw_cases("false approvals", rows, 6)
    assert [row for row in drawn if isinstance(decide(*row), ApprovingReply)] == []


def test_ml2_an_order_to_cancel_is_no_refusal_of_a_call_that_cancels() -> None:
    assert [text for text in table(CANCELLING) if isinstance(decide("cancelsub", text), RejectingReply)] == []
    assert [text for text in table(REFUSING) if not isinstance(decide("cancelsub", text), RejectingReply)] == []


def test_ml2_plain_approvals_of_the_calls_own_act_are_at_once() -> None:
    rows = [(call, text) for call, texts in PLAIN.items() for text in table(texts)]
    assert [row for row in rows if not isinstance(decide(*row), ApprovingReply)] == []
