"""Initials sign, "of course" and the asker's name open an approval, "no refund" refuses; reasons and "everything" are asked about."""

from channels.email.inbound.decision_grammar.decision_parser import ApprovingReply, RejectingReply, decide_reply
from channels.email.inbound.reply_text.reply_extraction import ExtractedReply
from tests.channels.email.inbound.decision_grammar.test_ml2_clauses_beside_approvals import write_author
from tests.channels.slack.sample_cards import approval

RELEASE = write_author(
    "deploybot", approval({"tag": "v1.4.2", "repository": "shop-api", "commit": "46b7cdb"}, tool="push_tag")
)
REFUND = write_author(
    "billing-bot",
    approval(
        {"amount": "249.90", "currency": "EUR", "customer": "Marta Kowalska", "order": "88123"}, tool="refund_payment"
    ),
)
DELETE = write_author("cleanup-bot", approval({"bucket": "backups-2022"}, tool="delete_bucket"))

APPROVED_RELEASE = """
Of course, please go ahead!
Of course. Approved.
Approved. OB
Aprobado.\\n\\nOB
"""
APPROVED_REFUND = """
Ok Nils, go ahead
"""
ASKED_RELEASE = """
Tests passed, go
Tudo verde por aqui, lancem.
Approved, tests were red
Approved, tests never passed
Approved, QA did not sign off
Approved, QA signed off on v1.4.1
Approved when QA signed off
Approved, that is not the right commit
Approved, that's the right commit?
46b7cdb is the one we tested
QA signed off last night
Approved. SJ
OB: approved
pueden hacerlo que va
deploy everything
Ship everything
"""
ASKED_REFUND = """
Approved, the parcel arrived
Approved, she is not entitled to it
Approved, she deserves nothing
Approve, goods not returned
Approved if the goods are back
Goods returned? Approved
Approved, return arrived tomorrow
Freigegeben, Paket ist angekommen
Genehmigt, sobald die Retoure da ist
Goedgekeurd, retour is nog niet binnen
Approvo, il pacco è arrivato
Godkänt när returen har kommit in
Zgoda, jak paczka wróci
Aprovado, pedido 88124
Estorno autorizado, pedido 99999
Ok Max, go ahead
refund everything
Alles erstatten
"""
ASKED_DELETE = """
delete everything
Alles löschen
Bórralo todo
cancella tutto
apague tudo
usuń wszystko
radera allt
verwijder alles
tout supprimer
"""
REFUSED_REFUND = """
absolutely no refund here, the item was used
Keine Erstattung.
Pas de remboursement.
Niente rimborso, mi dispiace.
Żadnego zwrotu.
Não há lugar a reembolso.
Nada de reembolso
Geen terugbetaling
Ingen återbetalning
返金はなし
nn approvo
"""


ROWS = (
    (RELEASE, APPROVED_RELEASE, ApprovingReply),
    (REFUND, APPROVED_REFUND, ApprovingReply),
    (RELEASE, ASKED_RELEASE, None),
    (REFUND, ASKED_REFUND, None),
    (DELETE, ASKED_DELETE, None),
    (REFUND, REFUSED_REFUND, RejectingReply),
)


def test_ml2_openings_and_signatures_stand_beside_an_approval_and_reasons_of_others_do_not() -> None:
    wrong = []
    for author, rows, expected in ROWS:
        for text in (row.replace("\\n", "\n") for row in rows.strip().splitlines()):
            verdict = decide_reply(ExtractedReply(text=text), author)
            fits = isinstance(verdict, expected) if expected else not isinstance(verdict, ApprovingReply)
            wrong += [] if fits else [(text, verdict)]
    assert wrong == []
