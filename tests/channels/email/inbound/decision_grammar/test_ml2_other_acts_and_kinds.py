"""A reply that approves another act or another kind than the call's approves nothing: it is asked about once, or unclear."""

from channels.email.inbound.decision_grammar.access_and_money_kinds import list_card_kinds
from channels.email.inbound.decision_grammar.decision_parser import ApprovingReply, ReplyAuthor, decide_reply
from channels.email.inbound.decision_grammar.line_text import list_own_values
from channels.email.inbound.decision_grammar.sentence_reading import list_call_acts
from channels.email.inbound.reply_text.reply_extraction import ExtractedReply
from channels.email.options import LOCALES
from tests.channels.slack.sample_cards import approval

CALLS = {
    "access": ("grant_role", {"user": "tomas.berg", "role": "admin", "database": "production"}),
    "viewer": ("grant_role", {"user": "tomas.berg", "role": "viewer", "database": "production"}),
    "refund": ("refund_payment", {"amount": "249.90", "currency": "EUR", "order": "88123"}),
    "credit": ("issue_store_credit", {"amount": "249.90", "currency": "EUR", "order": "88123"}),
    "newsletter": ("send_newsletter", {"newsletter": "Autumn offers", "recipients": "12400"}),
    "delete": ("delete_bucket", {"bucket": "backups-2022"}),
    "scale": ("scale_service", {"service": "checkout", "servers": "12"}),
    "restart": ("restart_service", {"service": "checkout"}),
    "invite": ("invite_user", {"email": "tomas@example.com"}),
}

OTHER = {
    "access": "Leserechte kann er haben.|Leserechte sind ok, freigegeben|read access approved|Approved for write access|ok per i permessi di sola lettura|"
    "Permiso de lectura concedido, aprobado|閲覧権限を承認します|Läsrättigheten godkänns|uprawnienia do odczytu - zatwierdzam|Leesrechten vind ik goed|"
    "d'accord pour un accès en lecture|invite him|bitte einladen",
    "viewer": "admin rights approved|Adminrechte sind ok|de acuerdo con los permisos de administrador|管理者権限を承認します",
    "refund": "D'accord pour un avoir de 249,90|voucher approved|Gutschein freigegeben|aprobado el descuento|Facture validée|Rechnung freigegeben|order approved|"
    "Bestellung freigegeben|purchase approved|go ahead and order it|発注してください",
    "newsletter": "article approved|Artikel freigegeben|articolo approvato",
    "delete": "blokkering akkoord|Sperrung freigegeben|Kündigung genehmigt|annulation validée|bitte stornieren|bitte sperren|close it|avboka det|停止してください|go ahead and block it",
    "scale": "migration approved|backup approved|rollback approved|Neustart freigegeben|please restart it|migrate it, go ahead|riavvia pure|proszę zrestartować|starta om den|再起動してください",
    "restart": "scaling approved|migration freigegeben|rollback genehmigt|migrez",
}
"""By call: approvals of something else that was near enough to be taken for it."""

SAME = {
    "access": "Zugriff freigegeben|admin rights approved|Adminrechte freigegeben|access approved",
    "refund": "refund approved|Erstattung freigegeben|remboursement validé|Zahlung freigegeben|reembolso aprobado",
    "credit": "credit approved",
    "newsletter": "newsletter approved|Versand freigegeben|campaign approved",
    "delete": "deletion approved|Löschung freigegeben|suppression validée|bitte löschen",
    "scale": "scaling approved|Skalierung freigegeben",
    "restart": "restart approved|Neustart freigegeben|please restart it",
    "invite": "invitation approved|Einladung freigegeben|bitte einladen",
}


def approves(call: str, text: str) -> bool:
    tool, arguments = CALLS[call]
    card = approval(arguments, tool=tool)
    acts = list_call_acts(card)
    author = ReplyAuthor(
        locales=LOCALES,
        signs=("Olive Ops",),
        values=list_own_values(card),
        call_acts=acts,
        call_kinds=list_card_kinds(card, acts),
    )
    return isinstance(decide_reply(ExtractedReply(text=text), author), ApprovingReply)


def list_rows(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(call, text) for call, texts in table.items() for text in texts.split("|")]


def test_ml2_another_act_or_kind_than_the_calls_is_not_approved() -> None:
    assert [row for row in list_rows(OTHER) if approves(*row)] == []


def test_ml2_the_calls_own_act_and_kind_is_approved_at_once() -> None:
    assert [row for row in list_rows(SAME) if not approves(*row)] == []
