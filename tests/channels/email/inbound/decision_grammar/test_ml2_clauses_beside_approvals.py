"""A fact, a reason, a check or a courtesy in closed words may stand beside an approval; what limits, moves or questions it may not."""

from bot.core.card.card import RequestCard
from channels.email.inbound.decision_grammar.argument_words import list_card_words
from channels.email.inbound.decision_grammar.decision_parser import ApprovingReply, decide_reply
from channels.email.inbound.decision_grammar.line_text import list_own_values
from channels.email.inbound.decision_grammar.replier_profile import ReplyAuthor
from channels.email.inbound.decision_grammar.sentence_reading import list_call_acts
from channels.email.inbound.reply_text.reply_extraction import ExtractedReply
from channels.email.options import LOCALES
from tests.channels.email.inbound.decision_grammar.test_ml2_productive_rules import table
from tests.channels.slack.sample_cards import approval
from tests.random_seed import draw_cases

CARDS = {
    "R": ("billing-bot", approval({"amount": "249.90", "currency": "EUR", "customer": "Marta Kowalska"}, tool="refund_payment")),
    "N": ("mailbot", approval({"newsletter": "Autumn offers", "recipients": "12400"}, tool="send_newsletter")),
    "A": ("accessbot", approval({"user": "tomas.berg", "role": "admin", "database": "production"}, tool="grant_role")),
    "D": ("cleanup-bot", approval({"bucket": "backups-2022"}, tool="delete_bucket")),
    "S": ("opsbot", approval({"service": "checkout", "servers": "12"}, tool="scale_service")),
}  # fmt: skip


def write_author(bot: str, card: RequestCard) -> ReplyAuthor:
    things, parties = list_card_words(card)
    return ReplyAuthor(
        things=things, parties=parties, locales=LOCALES, signs=("Olive Becker", "Olive"), names=("Olive Becker",),
        others=("Nils", "Max"), bot="Countersign", bots=(bot,), asked=("Nils",),
        values=list_own_values(card), call_acts=list_call_acts(card),
    )  # fmt: skip


AUTHORS = {name: write_author(*each) for name, each in CARDS.items()}


def approves(text: str, card: str) -> bool:
    return decide_reply(ExtractedReply(text=text), AUTHORS[card]) == ApprovingReply()


APPROVING = {
    "en": "R Checked the amount, it is right. Do the refund.|N “Autumn offers” can go out, I approve it.|D No longer needed. Go ahead.|S I approve going from 4 to 12.",
    "de": "R Betrag geprüft, alles in Ordnung. Freigegeben.|D Wird nicht mehr gebraucht. Genehmigt.|N Alles geprüft. Freigegeben.",
    "fr": "S J'ai vérifié les chiffres. Vous avez mon accord.|N Tout est bon. Vous avez mon accord.",
    "es": "R He revisado los datos. Aprobado.|N Todo está correcto, apruebo.",
    "it": "N È tutto a posto. Approvato.",
    "pt": "S Revi tudo. Aprovado.|R Está tudo certo. Aprovado.",
    "nl": "S Ik heb het nagekeken. Akkoord.|R Het bedrag klopt. Goedgekeurd.",
    "sv": "S Allt stämmer. Jag godkänner.|D Ingen använder den längre. Godkänt.",
    "pl": "S Sprawdziłam dane, zatwierdzam.|R Kwota się zgadza. Zatwierdzam.",
    "ja": "D もう誰も使っていません。承認します。|S 内容を確認しました。承認します。",
}  # fmt: skip
"""Whole clauses of `facts_beside_approvals` about the call itself."""

ASKED = {
    "en": "S Saw the graphs, the load is rising. Please go ahead.|R She waited three weeks. Do the refund.|D Nobody has touched it in years. Go ahead.",
    "de": "R Die Rücksendung ist angekommen. Freigegeben.|D Die Aufbewahrungsfrist ist abgelaufen, ich bin mit der Löschung einverstanden.|D Die Löschung ist genehmigt.",
    "fr": "S Le budget le permet. Vous avez mon accord.|D Plus personne ne s'en sert. Tu peux supprimer ce bucket.",
    "es": "D El plazo de conservación terminó. Puedes eliminar el bucket.|S Lo apruebo, hay presupuesto.",
    "it": "R Ha ragione la cliente, approvo.|D Nessuno lo usa più da anni. Approvo.",
    "pt": "S Os números fazem sentido. Aprovado.|D Já ninguém usa isso há anos. Aprovado.",
    "nl": "S Budget is er. Akkoord.|R De klant heeft gelijk. Goedgekeurd.",
    "sv": "S Budgeten räcker. Jag godkänner.",
    "pl": "S Budżet jest, zatwierdzam.|R Klientka ma rację. Zatwierdzam.",
    "ja": "S 予算も確保できています。承認します。",
}  # fmt: skip
"""Facts and reasons in known words that are none of those clauses: one question."""

HOSTILE = {
    "en": """I looked at your vacation request, approved|I checked the other bucket, approved|Approved the other one, the budget is there|If the budget is there, approved
|The budget is there once Max confirms, approved|The load is not rising, approved for tomorrow|Approved by Max, the budget is there|It will be approved, the customer is right|Most tests passed, approved
|The refund will be approved, the customer is right
|Nobody uses it except finance, approved|Nobody has checked it, go ahead and see what happens|I have not checked the logs, approved|from 4 to 12 is fine for an hour|from 4 to 8, approved|I approve going to 14
|Thanks for deleting it, nobody needs it|Is the budget there, approved|"the budget is there, approved"|let Max do it|the bot may wait|let the bot ask Max|Half of it is in order, approved|Two of three tests passed, approved
|The refund is approved by Max|The release is approved for staging|Please refund 200 EUR to Marta|Please refund Max Muster|The first half is approved|I would approve it, the budget is there|We need the other one for the sale, approved|the role is not approved""",
    "de": """Ich habe deinen Urlaubsantrag geprüft, genehmigt|Den anderen Bucket habe ich geprüft, genehmigt|Wenn Budget da ist, genehmigt|Von Max genehmigt, Budget ist da|Niemand hat es geprüft, genehmigt
|Die Erstattung ist von Max genehmigt|Die Löschung wird genehmigt|Der Bot soll warten|Lass den Bot Max fragen|von 4 auf 8 genehmigt|Die Hälfte ist in Ordnung, genehmigt|Ist Budget da, genehmigt|Danke fürs Löschen, braucht niemand mehr|Die meisten Tests sind ok, genehmigt
|Die Kundin hat nicht recht, genehmigt|Genehmigt, aber erst wenn die Rücksendung angekommen ist|Die Löschung ist genehmigt worden|Nach der Prüfung genehmigt|Braucht noch jemand das, genehmigt|bis Freitag freigegeben, Budget ist da""",
    "fr": """J'ai vu ta demande de congés, approuvé|J'ai vérifié l'autre bucket, approuvé|Si le budget le permet, approuvé|Ce sera approuvé, la cliente a raison|Approuvé par Max, le budget est là|Le remboursement est approuvé par Max|Que le bot attende|Laisse le bot demander à Max
|passer de 4 à 8, d'accord|La moitié est en règle, approuvé|Le budget est-il là, approuvé|Merci d'avoir supprimé, personne ne s'en sert|Personne n'a vérifié, approuvé|La cliente n'a pas raison, approuvé|Après contrôle par Max, approuvé|jusqu'à vendredi, approuvé|on lui rend la moitié""",
    "es": """He visto tu solicitud de vacaciones, aprobado|Revisé el otro bucket, aprobado|Si hay presupuesto, aprobado|Será aprobado, la clienta tiene razón|Aprobado por Max, hay presupuesto|Que el bot espere|Que el bot pregunte a Max|de acuerdo con pasar de 4 a 8|La mitad está en regla, aprobado
|¿Hay presupuesto, aprobado|Gracias por borrarlo, nadie lo usa|Nadie lo ha revisado, aprobado|La clienta no tiene razón, aprobado|Hay presupuesto hasta el viernes, aprobado|págale la mitad|La devolución está aprobada por Max|Puede salir mañana|cuando haya presupuesto, aprobado""",
    "it": """Ho visto la tua richiesta di ferie, approvato|Ho controllato l'altro bucket, approvato|Se c'è budget, approvato|Sarà approvato, la cliente ha ragione|Approvato da Max, c'è budget|Il bot può aspettare|Che il bot chieda a Max|ok per passare da 4 a 8|La metà è in regola, approvato|C'è budget, approvato?
|Grazie per averlo cancellato, nessuno lo usa|Nessuno ha controllato, approvato|La cliente non ha ragione, approvato|c'è budget fino a venerdì, approvato|ridatele metà dei soldi|Può partire domani|Il rimborso è approvato da Max|quando c'è budget, approvato""",
    "pt": """Vi o teu pedido de férias, aprovado|Revi o outro bucket, aprovado|Se houver verba, aprovado|Será aprovado, a cliente tem razão|Aprovado pelo Max, há verba|Que o bot espere|Que o bot pergunte ao Max|de acordo em passar de 4 para 8|Metade está em ordem, aprovado|Há verba, aprovado?
|Obrigado por apagar, ninguém usa isso|Ninguém conferiu, aprovado|A cliente não tem razão, aprovado|há verba até sexta, aprovado|devolve metade do dinheiro|pode mandar amanhã|O reembolso está aprovado pelo Max|quando houver verba, aprovado""",
    "nl": """Ik heb je vakantieaanvraag gezien, goedgekeurd|Ik heb de andere bucket bekeken, goedgekeurd|Als er budget is, goedgekeurd|Wordt goedgekeurd, de klant heeft gelijk|Goedgekeurd door Max, budget is er|Laat de bot wachten|Laat de bot Max vragen|van 4 naar 8 is akkoord|De helft is in orde, goedgekeurd|Is er budget, goedgekeurd?
|Bedankt voor het verwijderen, niemand gebruikt het|Niemand heeft het gecontroleerd, goedgekeurd|De klant heeft geen gelijk, goedgekeurd|er is budget tot vrijdag, goedgekeurd|hij mag morgen weg|De terugbetaling is door Max goedgekeurd|zodra er budget is, goedgekeurd""",
    "sv": """Jag har sett din semesteransökan, godkänd|Jag kollade den andra bucketen, godkänt|Om budgeten räcker, godkänt|Räcker budgeten, godkänt|Godkänt av Max, budgeten räcker|Låt boten vänta|Låt boten fråga Max|Jag godkänner ökningen från 4 till 8|Hälften är i ordning, godkänt|Räcker budgeten, godkänt?
|Tack för att du tog bort den, ingen använder den|Ingen har kollat, godkänt|Kunden har inte rätt, godkänt|budgeten räcker till fredag, godkänt|den kan gå ut i morgon|Återbetalningen är godkänd av Max|när budgeten finns, godkänt""",
    "pl": """Widziałam twój wniosek urlopowy, zatwierdzam|Sprawdziłam inny bucket, zatwierdzone|Jeśli jest budżet, zatwierdzam|Będzie zatwierdzone, klientka ma rację|Zatwierdzone przez Maxa, budżet jest|Niech bot czeka|Niech bot zapyta Maxa|zgoda na zwiększenie z 4 na 8|Połowa jest w porządku, zatwierdzam|Czy jest budżet, zatwierdzam
|Dzięki za usunięcie, nikt tego nie używa|Nikt nie sprawdził, zatwierdzam|Klientka nie ma racji, zatwierdzam|budżet jest do piątku, zatwierdzam|może iść jutro|Zwrot jest zatwierdzony przez Maxa|gdy będzie budżet, zatwierdzam|wyślij dopiero jutro""",
    "ja": """休暇申請を確認しました、承認します|別のバケットを確認しました。承認します。|予算が確保できれば承認します|Maxが承認しました、予算も確保できています|承認される予定です、予算も確保できています|ボットで待ってください|4台から8台に上げてください|半分は問題ありません、承認します|予算はありますか、承認します
|削除ありがとうございました、もう誰も使っていません|まだ確認していませんが承認します|明日配信してください|20人に配信してください|承認待ちです。もう誰も使っていません|「予算も確保できています。承認します」""",
}  # fmt: skip


def test_ml2_a_closed_clause_of_fact_or_reason_beside_an_approval_leaves_it_one() -> None:
    asked = [row for rows in APPROVING.values() for row in table(rows) if not approves(row[2:], row[0])]
    assert asked == []


def test_ml2_any_other_fact_or_reason_beside_an_approval_is_asked_about() -> None:
    rows = [row for rows in ASKED.values() for row in table(rows)]
    read = {row: decide_reply(ExtractedReply(text=row[2:]), AUTHORS[row[0]]) for row in rows}
    assert [row for row, each in read.items() if getattr(each, "leaning", "decided") != "approve"] == []


def test_ml2_no_condition_other_thing_part_number_or_report_beside_it_approves_any_call() -> None:
    texts = [text for rows in HOSTILE.values() for text in table(rows)]
    assert len(texts) > 150
    drawn = draw_cases("hostile clauses", [(text, card) for text in texts for card in CARDS], 12)
    assert [(text, card) for text, card in drawn if approves(text, card)] == []
