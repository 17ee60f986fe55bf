"""Replies to calls of payments, mails, accounts, servers and rights, by language; and frames that take a yes back or turn it to something else.

`ORDERS` has for each call orders that name it; each approves by itself. `FRAMES` are sentences around an order (`{}`) of which none
approves: a negation, a condition, a question, another time, another person, a part, a change, another thing, a doubt.
"""

from bot.core.card.card import RequestCard
from tests.channels.slack.sample_cards import approval

CALLS: dict[str, RequestCard] = {
    "refund": approval(
        {"amount": 240, "currency": "EUR", "customer": "Mrs Lindqvist", "order": "5812", "reason": "broken pannier"},
        tool="refund_order", agent="shopbot", requested_by="Jonas", facts=(),
    ),
    "send": approval(
        {"list": "customers", "subject": "Spring sale", "recipients": 1840}, tool="send_newsletter", agent="mailbot", requested_by="Jonas", facts=(),
    ),
    "delete": approval({"user": "m.keller"}, tool="delete_account", agent="itbot", requested_by="Jonas", facts=()),
    "restart": approval({"host": "db-3"}, tool="restart_server", agent="opsbot", requested_by="Jonas", facts=()),
    "pay": approval(
        {"supplier": "Brandt Metall", "invoice": "R-2044", "amount": "1250.00", "currency": "EUR"}, tool="pay_invoice", agent="accountbot",
        requested_by="Jonas", facts=(),
    ),
    "grant": approval({"user": "m.keller", "role": "admin"}, tool="grant_access", agent="itbot", requested_by="Jonas", facts=()),
}  # fmt: skip

ORDERS: dict[str, dict[str, str]] = {
    "en": {
        "refund": "refund her | pay her back | refund the 240 euros | give Mrs Lindqvist her money back | issue the refund for order 5812",
        "send": "send the newsletter | send it out | send the mail to the customers",
        "delete": "delete the account | remove the user | get rid of the account",
        "restart": "restart the server | reboot it | restart db-3",
        "pay": "pay the invoice | settle the bill | transfer the 1,250 euros | pay Brandt Metall",
        "grant": "grant him access | give him the role | grant the access",
    },
    "de": {
        "refund": "bitte erstatten | überweis ihr das Geld | bitte die 240 Euro auszahlen | zahl es ihr zurück | Frau Lindqvist das Geld erstatten",
        "send": "bitte den Newsletter verschicken | schick die Mail raus | bitte versenden",
        "delete": "bitte das Konto löschen | lösch den Nutzer | bitte löschen",
        "restart": "bitte den Server neu starten | bitte neustarten | starte db-3 neu",
        "pay": "bitte die Rechnung bezahlen | überweis die 1.250,00 € | bitte anweisen",
        "grant": "bitte den Zugriff erteilen | gib ihm die Rolle | bitte freischalten",
    },
    "fr": {
        "refund": "remboursez-la | rendez-lui son argent | remboursez les 240 euros | faites le remboursement | faites le virement",
        "send": "envoyez la newsletter | envoyez le mail aux clients | envoie-la",
        "delete": "supprimez le compte | supprime-le | supprimez l'utilisateur",
        "restart": "redémarrez le serveur | relance-le | redémarrez db-3",
        "pay": "payez la facture | réglez la facture | faites le virement",
        "grant": "donnez-lui accès | accordez-lui l'accès | donnez-lui les droits",
    },
    "es": {
        "refund": "devuélvele el dinero | reembolsa los 240 euros | haz el reembolso | págale | devuélveselo",
        "send": "envía el boletín | mándalo | envía el correo a los clientes",
        "delete": "elimina la cuenta | bórrala | borra el usuario",
        "restart": "reinicia el servidor | reinícialo | reinicia db-3",
        "pay": "paga la factura | págala | haz la transferencia",
        "grant": "dale acceso | concédele el acceso | dale permisos",
    },
    "it": {
        "refund": "rimborsala | ridalle i soldi | rimborsa i 240 euro | fai il rimborso | fai il bonifico",
        "send": "invia la newsletter | mandala | invia la mail ai clienti",
        "delete": "elimina l'account | cancellalo | cancella l'utente",
        "restart": "riavvia il server | riavvialo | riavvia db-3",
        "pay": "paga la fattura | saldala | fai il bonifico",
        "grant": "dagli l'accesso | concedigli l'accesso | assegna il ruolo",
    },
    "pt": {
        "refund": "devolve-lhe o dinheiro | reembolsa os 240 euros | faz o reembolso | paga-lhe | faça o estorno",
        "send": "envia a newsletter | manda o email | envie o email aos clientes",
        "delete": "apaga a conta | elimina o utilizador | exclua a conta",
        "restart": "reinicia o servidor | reinicie o servidor | reinicia db-3",
        "pay": "paga a fatura | pague a fatura | faz a transferência",
        "grant": "dá-lhe acesso | concede-lhe o acesso | libera o acesso",
    },
    "nl": {
        "refund": "betaal haar terug | maak het geld over | stort die 240 euro terug | geef haar het geld terug | graag terugbetalen",
        "send": "verstuur de nieuwsbrief | stuur de mail maar uit | graag versturen",
        "delete": "verwijder het account | graag verwijderen | verwijder de gebruiker",
        "restart": "herstart de server | graag herstarten | start hem opnieuw op",
        "pay": "betaal de factuur | maak het bedrag over | graag betalen",
        "grant": "geef hem toegang | ken de rol toe | geef hem de rechten",
    },
    "sv": {
        "refund": "betala tillbaka | ge henne pengarna | återbetala 240 euro | betala ut | genomför återbetalningen",
        "send": "skicka nyhetsbrevet | skicka ut det | skicka mejlet till kunderna",
        "delete": "ta bort kontot | radera användaren | radera det",
        "restart": "starta om servern | starta om den | starta om db-3",
        "pay": "betala fakturan | för över pengarna | betala räkningen",
        "grant": "ge honom åtkomst | tilldela rollen | ge honom behörigheten",
    },
    "pl": {
        "refund": "zwróć jej pieniądze | oddaj jej | przelej 240 euro | zrób zwrot | proszę zwrócić",
        "send": "wyślij newsletter | wyślij maila | proszę wysłać",
        "delete": "usuń konto | skasuj użytkownika | proszę usunąć",
        "restart": "zrestartuj serwer | proszę zrestartować | zrestartuj db-3",
        "pay": "zapłać fakturę | opłać fakturę | proszę zapłacić",
        "grant": "nadaj mu uprawnienia | daj mu dostęp | proszę nadać uprawnienia",
    },
    "ja": {
        "refund": "返金してください | 返してあげてください | 240ユーロを返金してください | 返金を進めてください | お客様に返金してください",
        "send": "送信してください | メールを送ってください | 配信をお願いします",
        "delete": "削除してください | アカウントを削除してください | 消してください",
        "restart": "再起動してください | サーバーを再起動してください | 再起動をお願いします",
        "pay": "支払ってください | 請求書の支払いをお願いします | 振り込んでください",
        "grant": "付与してください | 権限を付与してください | アクセス権の付与をお願いします",
    },
}  # fmt: skip

FRAMES: dict[str, str] = {
    "en": """do not {} | please don't {} | never {} | yes but do not {} | no need to {} | if the boss agrees, {} | {} if the bank confirms | {} once she has answered | {} as soon as Ben agrees
only {} after Monday | {} unless she objects | {} when he is back | shall we {} | can you {} | should I {} | did you {} | {}? | why {} | who told you to {} | I will {} tomorrow | {} tomorrow | {} next week
{} on Monday | we will {} later | let me think before you {} | I already said {} | we wanted to {} | Ben says {} | Ben wants you to {} | he said: {} | only half: {} | {} but only half of it | {} except the first one
{} minus the fee | partly {} | {} but make it 200 | {} to another account | {} instead | {} with 200 | {} twice | {} and drop the database | {} and send 50 more | {} for order 5813 | {} with a discount
maybe {} | I think {} | perhaps {} | not sure, {} | {} I guess | yeah right, {} | {}, what could go wrong | I would {} | they should {} | wait, then {} | first check, then {} | ask Ben whether to {} | {} manually
{} yourself | we could {} | I was going to {} | you must not {} | don't you dare {} | stop, do not {} | {} for the other customer | {} on db-4 | {} in test first""",
    "de": """nicht: {} | auf keinen Fall {} | wenn der Chef zustimmt, {} | {}, falls die Bank zustimmt | {}, sobald Ben zustimmt | {}, aber erst am Montag | {}, wenn er zurück ist | {}? | warum {} | soll ich {} | morgen {}
{} nächste Woche | später {} | ich überlege noch, ob wir {} | Ben sagt, {} | Ben meint: {} | er will, dass wir {} | nur die Hälfte: {} | {}, aber nur die Hälfte | {} außer dem Porto | {} abzüglich der Gebühr
teilweise {} | {}, aber mit 200 | {} auf ein anderes Konto | stattdessen {} | {} und die Datenbank löschen | {} und 50 mehr | {} für Bestellung 5813 | vielleicht {} | ich denke, {} | eventuell {} | unsicher, {}
na toll, {} | ich würde {} | man sollte {} | warte, dann {} | erst prüfen, dann {} | frag Ben, ob wir {} | wir könnten {} | bitte nicht {} | nein, nicht {} | {} statt 240 nur 200 | {} doppelt | {} zum Testen | ohne mich, {}""",
    "fr": """ne {} pas | surtout pas : {} | si le chef est d'accord, {} | {} si la banque confirme | {} dès que Ben est d'accord | {} mais seulement lundi | {} quand il revient | {} ? | pourquoi {} | demain, {} | {} demain
{} la semaine prochaine | plus tard, {} | Ben dit : {} | Ben veut que vous {} | seulement la moitié : {} | {} mais la moitié seulement | {} sauf les frais | {} moins les frais | en partie {} | {} mais 200
{} sur un autre compte | plutôt {} | {} et supprimez la base | {} et 50 de plus | {} pour la commande 5813 | peut-être {} | je pense que {} | pas sûr, {} | attendez, puis {} | d'abord vérifiez, ensuite {}
demandez à Ben avant : {} | on pourrait dire {} | il faudrait {} | {} deux fois | {} à la place | {} pour l'autre client | {} avec une remise | bravo, {}, et puis quoi encore""",
    "es": """no {} | de ninguna manera: {} | si el jefe está de acuerdo, {} | {} si el banco confirma | {} cuando Ben lo apruebe | {} pero solo el lunes | {} cuando vuelva | ¿{}? | por qué {} | mañana {} | {} mañana
{} la semana que viene | más tarde {} | Ben dice: {} | Ben quiere que {} | solo la mitad: {} | {} pero solo la mitad | {} menos los gastos | {} excepto el envío | en parte {} | {} pero 200 | {} en otra cuenta
mejor {} | {} y borra la base de datos | {} y 50 más | {} del pedido 5813 | quizás {} | creo que {} | no estoy seguro, {} | espera, luego {} | primero comprueba, luego {} | pregunta a Ben antes: {}
podríamos decir {} | habría que {} | {} dos veces | {} en su lugar | {} para el otro cliente | {} con descuento | a lo mejor {}""",
    "it": """non {} | assolutamente no: {} | se il capo è d'accordo, {} | {} se la banca conferma | {} appena Ben approva | {} ma solo lunedì | {} quando torna | {}? | perché {} | domani {} | {} domani
{} la settimana prossima | più tardi {} | Ben dice: {} | Ben vuole che {} | solo la metà: {} | {} ma solo la metà | {} tranne le spese | {} meno le spese | in parte {} | {} ma 200 | {} su un altro conto
piuttosto {} | {} e cancella il database | {} e altri 50 | {} per l'ordine 5813 | forse {} | penso che {} | non sono sicuro, {} | aspetta, poi {} | prima controlla, poi {} | chiedi a Ben prima: {}
potremmo dire {} | bisognerebbe {} | {} due volte | {} al suo posto | {} per l'altro cliente | {} con lo sconto | magari {}""",
    "pt": """não {} | de maneira nenhuma: {} | se o chefe concordar, {} | {} se o banco confirmar | {} quando o Ben aprovar | {} mas só na segunda | {} quando ele voltar | {}? | por que {} | amanhã {} | {} amanhã
{} na próxima semana | mais tarde {} | o Ben diz: {} | o Ben quer que {} | só metade: {} | {} mas só metade | {} exceto o frete | {} menos a taxa | em parte {} | {} mas 200 | {} em outra conta
melhor {} | {} e apaga o banco de dados | {} e mais 50 | {} do pedido 5813 | talvez {} | acho que {} | não tenho certeza, {} | espera, depois {} | primeiro verifica, depois {} | pergunta ao Ben antes: {}
podíamos dizer {} | {} duas vezes | {} em vez disso | {} para o outro cliente | {} com desconto""",
    "nl": """niet {} | zeker niet: {} | als de baas akkoord is, {} | {} als de bank bevestigt | {} zodra Ben akkoord is | {}, maar pas maandag | {} wanneer hij terug is | {}? | waarom {} | morgen {} | {} morgen
{} volgende week | later {} | Ben zegt: {} | Ben wil dat we {} | alleen de helft: {} | {}, maar slechts de helft | {} behalve de kosten | {} min de kosten | deels {} | {}, maar 200 | {} naar een andere rekening
liever {} | {} en verwijder de database | {} en 50 extra | {} voor bestelling 5813 | misschien {} | ik denk {} | niet zeker, {} | wacht, dan {} | eerst controleren, dan {} | vraag Ben eerst: {}
we zouden kunnen zeggen {} | {} twee keer | {} in plaats daarvan | {} voor de andere klant | {} met korting""",
    "sv": """{} inte | absolut inte: {} | om chefen håller med, {} | {} om banken bekräftar | {} så snart Ben godkänt | {} men först på måndag | {} när han är tillbaka | {}? | varför {} | i morgon {} | {} imorgon
{} nästa vecka | senare {} | Ben säger: {} | Ben vill att vi ska {} | bara hälften: {} | {} men bara hälften | {} utom frakten | {} minus avgiften | delvis {} | {} men 200 | {} till ett annat konto
hellre {} | {} och radera databasen | {} och 50 till | {} för order 5813 | kanske {} | jag tror {} | osäker, {} | vänta, sedan {} | kolla först, sedan {} | fråga Ben först: {}
vi skulle kunna säga {} | {} två gånger | {} i stället | {} för den andra kunden | {} med rabatt | ska vi {} | kan du {}""",
    "pl": """nie {} | w żadnym razie: {} | jeśli szef się zgodzi, {} | {}, jeśli bank potwierdzi | {}, gdy tylko Ben zatwierdzi | {}, ale dopiero w poniedziałek | {}, kiedy wróci | {}? | czemu {} | jutro {} | {} jutro
{} w przyszłym tygodniu | później {} | Ben mówi: {} | Ben chce: {} | tylko połowę: {} | {}, ale tylko połowę | {} oprócz wysyłki | {} minus opłata | częściowo {} | {}, ale 200 | {} na inne konto
raczej {} | {} i usuń bazę | {} i jeszcze 50 | {} dla zamówienia 5813 | może {} | myślę, że {} | nie jestem pewna, {} | poczekaj, potem {} | najpierw sprawdź, potem {} | zapytaj Bena: {}
moglibyśmy {} | {} dwa razy | {} zamiast tego | {} dla innego klienta | {} z rabatem | czy {}""",
    "ja": """上司が承認したら{} | 銀行の確認が取れたら{} | 月曜日に{} | 明日{} | 来週{} | 後で{} | ベンが{}と言っています | 半額だけ{} | 送料を除いて{} | 200ユーロで{} | 別の口座に{}
もし問題なければ{} | たぶん{} | 確認してから{} | ベンに聞いてから{} | {}と言われました | {}か | {}? | まだ{}とは言えません | 注文5813の分を{} | {}と思いますが | {}かもしれません""",
}  # fmt: skip
