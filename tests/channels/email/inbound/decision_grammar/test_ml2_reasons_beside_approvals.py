"""A reason of the act stands beside an approval in closed words; initials sign; "everything" is more than the call."""

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
Approved - tests were green this morning.
Approve, QA signed off last night
approve. I went through the diff yesterday and it's all as expected
Approve: checked 46b7cdb, that's the right commit.
Been waiting for this one - approved
Of course, please go ahead!
Of course. Approved.
Listo, aprobado. Ya lo miré con Nils esta mañana.
レビュー済みなので承認します
Approved. OB
Aprobado.\\n\\nOB
Bez uwag, akceptacja. OB
"""
APPROVED_REFUND = """
Approve, she's clearly owed this.
yes, do it, she's been very patient
Approved, the parcel never arrived
Freigegeben, die Arme wartet schon seit Wochen
Approve, Retoure ist angekommen
Goedgekeurd, retour is binnen
Godkänns, returen har kommit in
Giusto così, il pacco è arrivato distrutto. Approvo.
Justo, o produto veio com defeito. Aprovo.
Reklamacja zasadna, zgoda na zwrot
Estorno autorizado, pedido 88123. Obrigada!
Ok Nils, go ahead
"""
ASKED_RELEASE = """
Tests passed, go
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


def test_ml2_a_reason_of_the_act_stands_beside_an_approval_and_no_other_one() -> None:
    wrong = []
    for author, rows, expected in ROWS:
        for text in (row.replace("\\n", "\n") for row in rows.strip().splitlines()):
            verdict = decide_reply(ExtractedReply(text=text), author)
            fits = isinstance(verdict, expected) if expected else not isinstance(verdict, ApprovingReply)
            wrong += [] if fits else [(text, verdict)]
    assert wrong == []
