"""Italian: orders, agreements and facts about a call, and the words of its acts and things. A table as `call_rule_builder` reads it."""

ITALIAN_CALLS = """
WHO = {XH}
WHOM = le|gli|lei|lui|loro|[a|per] (lei|lui|loro|tutti)|[a|alla|al|per] [la|il|questa|questo|nostra|nostro] [povera|povero] {WHO}|al cliente|[a|di|alla|per] [la|il] \ue002
DET = il|lo|la|i|gli|le|l'|questo|questa|questi|queste|quel|quella|del|della|dei|delle|al|alla|ai|alle|un|una|suo|sua|suoi|sue|i suoi|la sua|il suo|nostro|nostra|vostro|tuo
WHAT = questo|questa|ciò|il tutto|l'intero|[i|quei|gli|dei|di|ai] [importo di|somma di|totale di] \ue000|[{DET}] ({XO}|{XN}) [totale|completo|completa|intero|intera|integrale|previsto|prevista|richiesto|richiesta|indicato|indicata|proposto|proposta|in questione] [\ue000|di \ue000|numero \ue000|da \ue000]|(ordine|fattura|pratica|conto) [numero|n°] \ue000|la \ue000
SUM = questo|ciò|tutto|[i|quei|ai|gli] [importo di|somma di] \ue000|(l'|la|il) (importo|somma|cifra)
APPR = {DEED}|{SUM}|[{DET}] {XA} [di \ue002|a \ue002|\ue000]
AT = (a|al|alla|all'|per|di|del|della|su|sul|con|col|in|da|verso) ({WHAT}|{WHOM})
WHEN = pure|subito|adesso|ora|oggi|oggi stesso|in giornata|immediatamente|al più presto|il prima possibile|appena possibile|quanto prima|per favore|per cortesia|grazie|per intero|interamente|totalmente|completamente|come previsto|come concordato|come proposto|come richiesto|come indicato|tranquillamente|tranquillo|tranquilla|senza problemi|senz'altro|volentieri|allora|quindi|dunque|stamattina|questa settimana|direttamente|anche|così|velocemente
IT = [{ITEM}] [{ITEM}] [{ITEM}] [{ITEM}]
ITEM = {WHOM}|{WHAT}|{AT}|{WHEN}
YOU2 = puoi|può|potete|possono|possiamo|si può|puoi pure|potete pure|può pure|si possa
DEED = [{DET}] {XN} [totale|completo|completa|integrale|richiesto|richiesta|in questione] [{NOF}] [{NOF}] [{NOF}]
NOF = (di|del|della|dei|dell'|a|al|alla|per|su|in|da) ({WHAT}|{WHOM})|\ue000
LIGHT = fare|effettuare|eseguire|procedere (a|al|con|alla|con il|con la)|avviare|disporre|emettere|processare|far partire|lanciare|gestire|completare|andare avanti con
LIGHTS = fai|fate|faccia|effettua|effettuate|effettui|esegui|eseguite|esegua|procedi (a|al|con|alla|col|con il|con la)|procedete (a|al|con|alla|col|con il|con la)|proceda (a|al|con|alla|col|con il|con la)|si proceda (a|al|alla|con)|avvia|avviate|avvii|disponi|disponete|disponga|emetti|emettete|fai partire|fate partire|falle|fagli|fatele|lancia|lanciate|gestisci|vai (col|con|con il|con la)|avanti (col|con|con il|con la)|andate avanti (col|con)|vada per|processa|processate|completa|completate
OK = ok|okay|sì|va bene|d'accordo|via libera|nulla osta|benestare|approvato|approvo|autorizzato|favorevole|per me ok
MOVE = {XV} {IT}|{LIGHTS} {DEED}
+ [{WHEN}] [quindi|allora|dai] {MOVE} [{WHEN}]
+ [{WHEN}] ({YOU2}|ok a|autorizzo a|d'accordo a|d'accordo di|via libera a|si prega di|pronto a|bene a) [pure] ({XI} {IT}|{LIGHT} {DEED}) [{WHEN}]
+ {OK} [{FOR}] (a|al|ai|alla|per|per il|per la|con|sul|all') {APPR} [{AT}] [{FOR}] [{WHEN}]
+ {OK} {XE} [{AT}]
+ {OK} [{FOR}] (a|per) ({XI} {IT}|{LIGHT} {DEED}) [{FOR}]
+ (ok|sì|va bene|perfetto|bene|d'accordo|nessun problema|certo|ma certo|certamente) {XW} {IT}
+ ({DEED}|[{DET}] {XA}) ({DONE}|ok|d'accordo) [{FOR}]
+ ({DEED}|[{DET}] {XA}) (è|sono|va) ({DONE}|ok|bene) {FOR}
+ [io] (approvo|autorizzo|approviamo|autorizziamo|convalido) {APPR} [{AT}]
+ (do|diamo|hai|avete|ha) [il|la|l'] [mio|mia|nostro|nostra] (ok|okay|via libera|approvazione|autorizzazione|benestare|benedizione|consenso) (a|al|per|alla|per il|per la) ({APPR}|{XI} {IT}|{LIGHT} {DEED})
+ (sono|siamo) [pienamente|totalmente] (d'accordo|favorevole|favorevoli) (a|al|con|su|sul|alla|con il) {APPR}
+ ({WHAT}|{DEED}) (può|possono) essere {XP} [{WHEN}]
+ (mi piange il cuore|fa male|a malincuore|mi costa|mi dispiace) ma (sì|si|ok)|a malincuore (sì|ok)|ma (sì|certo|certo che sì)|(sì|si) (certo|certamente|senz'altro|assolutamente|subito|oggi stesso|grazie|per favore|come no)|certo che sì|ma sì certo|accordato|vai tranquillo|vai tranquilla|volentieri|con piacere|benissimo|avanti con {WHAT}|avanti col {WHAT}|come no|visto si proceda|si proceda|tutto in regola autorizzo
~ (il prima|quanto prima|al più presto) [possibile]|non (ho|vedo) obiezioni|tutto (ok|a posto|corretto|in regola|in ordine)|è tutto (ok|a posto|corretto|in regola|in ordine)|importo totale|per intero|non se ne parli più|e non se ne parli più|è giusto|mi pare giusto
< {WHEN}
DAYS = ieri|oggi|stamattina|poco fa|ieri sera|la settimana scorsa|al telefono|per telefono|due volte|tre volte|più volte|già|da settimane|da tre settimane|da due settimane|da tempo|abbastanza|a lungo|di persona
PAPER = foto|fattura|ordine|pratica|cifre|numeri|importo|importi|dettagli|conto|contratto|bozza|testo|lista|elenco|log|ricevuta|dati|mail|rapporto|documento|documenti|richiesta|preventivo|destinatari|reclamo|backup|scontrino|estratto|impostazioni|magazzino|storico
SEEN = controllato|visto|verificato|letto|guardato|esaminato|riletto|rivisto|confrontato|ricevuto
PEER = lei|lui|loro|[la|il|lo|i|con|con la|al|alla] ({WHO}|contabilità|capo|officina|negozio|magazzino|banca|avvocato|amministrazione|assistenza|legale|cliente|direzione)|\ue002|\ue003|tutti|l'officina|l'amministrazione|l'assistenza
? (ho|abbiamo) [già|appena] {SEEN} [{DET}|tutti i|tutte le] [{PAPER}|tutto|\ue000] [e] [(la|il) (borsa|prodotto|pacco)] [è|sono] [tutto] [distrutta|rotta|rotto|ok|corretto|a posto] [{DAYS}]
? {PAPER} (controllata|controllato|verificata|verificato|vista|visto|viste) [tutto ok|tutto a posto]|(controllata|controllato|verificata|vista) [la] {PAPER}
? [{DET}] ({PAPER}|{XO}|\ue000|tutto|borsa|pacco|prodotto|articolo) (è|sono|sembra|torna|tornano|coincide|quadra|quadrano) [già|tutto|molto|del tutto] [giusto|giusta|giusti|corretto|corretta|corretti|corrette|ok|a posto|in regola|in ordine|chiaro|completo|completa|giustificato|rotto|rotta|distrutta|distrutto|rientrato|rientrata|tornato|tornata|arrivato|arrivata|previsto]
? tutto (ok|a posto|in regola|corretto|torna)|è (corretto|urgente)
~ è (giusto|dovuto|il minimo)|(è|è stata|è stato|era) [chiaramente|proprio] (colpa nostra|un nostro errore|errore nostro|colpa mia)|{PEER} ha aspettato abbastanza|se lo merita|glielo dobbiamo|era ora
? (ho|abbiamo) [già] (parlato con|sentito|chiamato) {PEER} [{DAYS}]
? [che] {PEER} [mi|ci] (ha|hanno) [già] (chiamato|scritto|aspettato|mostrato|confermato|inviato|spiegato|restituito|reclamato|chiesto|ragione|avuto pazienza|aspettato abbastanza) [{DET}] [{PAPER}|tutto] [{DAYS}]
? {PEER} (aspetta|aspettano|se lo merita|ne ha bisogno|sta aspettando) [{DAYS}]|aspetta {DAYS}
? (non aspettare|non aspettate|inutile aspettare|non serve aspettare|non c'è bisogno di aspettare) \ue003|non serve (chiedere|avvisare|sentire) (a|al|alla|il) {PEER}
? (il|la) (pacco|prodotto|articolo|merce|borsa|reso) (è|) [già] (rientrato|rientrata|tornato|tornata|arrivato|arrivata|rotto|rotta|qui)
? (lui|lei|) non lavora più (qui|da noi|con noi)|(se n'è andato|ha lasciato l'azienda) [{DAYS}]|nessuno (lo|la) usa più|(fattura|ordine) (corretta|corretto|conforme)|c'è il backup
? glielo dobbiamo|l'abbiamo promesso|era ora|è ora|ci serve [oggi|subito]
= [e] (chiedile|chiedigli|chiedetele|falle|fagli|fatele|dille|digli|ditele|portale) (scusa|le scuse|le mie scuse|le nostre scuse|scuse|tanti saluti|che ci dispiace) [da parte (mia|nostra)|a nome mio]|[e] scusati [con (lei|lui|la cliente)] [da parte (mia|nostra)]
= (sono|siamo) [in|fuori|via] (riunione|viaggio|giro|sede|treno|ferie|trasferta) [tutto il giorno|fino a mezzogiorno|fino alle quattro|oggi|tutta la mattina]
= grazie \ue003 [per (l'aiuto|il sollecito|tutto|avermi avvisato|la segnalazione)|di tutto]|grazie a \ue003|(scusa|scusate|scusi) (il|per il) ritardo|buon weekend|buon fine settimana
- [oggi|qui] non (si|) ({XW}|{XI}|{XZ}) (niente|nulla|un centesimo|) {IT}|[qui|oggi] non {XW} (niente|nulla|un centesimo|) {IT}|[qui] non si {XV} (niente|nulla|un centesimo|) {IT}
- (io|) dico [di] no|quindi no|direi [proprio] di no|neanche un (euro|centesimo)|[mi spiace|mi dispiace] [ma] non posso dare (l'ok|il mio ok|il benestare)|grazie per aver chiesto ma no
@refund,credit,invoice,cancel,order H cliente|signora|signore|donna|acquirente|inquilino|poveretta|poverina
@pay,order H fornitore|azienda
@grant,revoke,invite,delete,create,rotate,update H utente|collega
@any V fallo|fatelo|lo faccia|gestisci<,lo>|procedi|occupati di|occupatene
@any I fare|farlo|gestire|gestirlo|procedere|eseguire|processare
@any P fatto|fatta|gestito|gestita|eseguito|eseguita|processato
@any O richiesta|operazione|pratica|azione|attività|passaggio
@refund V rimborsa<,la,lo,te,tela,telo,le>|rimborsi<,no>|restituisci<,le,gli,glieli>|restituite<,le,gli>|ridalle|ridagli<,eli>|ridatele|ridategli<,eli>|ridai|ridaglieli|ridaglielo|accredita<,le,gli,te,tele>|accreditale|paga<,la,lo,te,tela>|paghi|versa<,le,gli,te>|bonifica<,le>|manda<,le,gli,tele>|dalle|dagli|datele|rendi<,le,gli>
@refund I rimborsare|rimborsarla|rimborsarlo|restituire|restituirle|ridarle|ridargli|accreditare|accreditarle|pagare|pagarla|versare|bonificare|mandarle|rendere
@refund P rimborsat<o,a>|restituit<o,a,i>|accreditat<o,a>|pagat<o,a>|versat<o,a>|bonificat<o,a>
@refund W rimborsiamo|restituiamo|paghiamo|accreditiamo|si rimborsa|si paga|si restituisce
@refund N rimborso|restituzione|accredito|pagamento|bonifico|storno|versamento
@refund O soldi|denaro|importo|somma|cifra|ordine|cliente|prezzo|rimborso|pagamento
@pay V paga<,la,lo,te,tela,telo>|paghi<,no>|salda<,la,te,tela>|bonifica<,te,lo>|versa<,te>|trasferisci|trasferite|libera
@pay I pagare|pagarla|pagarlo|saldare|saldarla|bonificare|versare|trasferire|liquidare
@pay P pagat<o,a>|saldat<o,a>|bonificat<o,a>|versat<o,a>|trasferit<o,a>|liquidat<o,a>
@pay W paghiamo|saldiamo|si paga
@pay A fattura
@pay N pagamento|bonifico|saldo|versamento|trasferimento
@pay O fattura|importo|somma|soldi|fornitore|pagamento|bonifico|quota|stipendio|affitto
@invoice V fattura<,te>|emetti|emettete|emetti la
@invoice I fatturare|emettere|emetterla
@invoice P fatturat<o,a>|emess<o,a>
@invoice N fatturazione|fattura|emissione
@invoice O fattura|cliente|importo
@credit V applica<,le,gli,te>|concedi<,le,gli>|concedete|dalle|dagli
@credit I applicare|concedere|concederle|dare
@credit P applicat<o,a>|concess<o,a>
@credit A sconto|buono
@credit N sconto|buono|nota di credito|accredito|riduzione
@credit O sconto|buono|cliente|importo|credito
@send V invia<,la,lo,le,li,te,tela,telo>|invii<,no>|manda<,la,lo,le,li,te,tela,telo>|spedisci<,la,lo>|spedite<,la>|inoltra<,la>|diffondi
@send I inviare|inviarla|inviarlo|mandare|mandarla|mandarlo|spedire|spedirla|inoltrare|diffondere
@send P inviat<o,a,i,e>|mandat<o,a>|spedit<o,a>|inoltrat<o,a>
@send W inviamo|mandiamo|si invia|si manda
@send E all'invio
@grant,revoke E all'accesso
@delete E all'eliminazione
@update E all'aggiornamento
@order E all'ordine|all'acquisto
@cancel E all'annullamento
@create E all'apertura|all'attivazione
@refund E all'accredito
@send A newsletter|mail|campagna
@send N invio|l'invio|newsletter|spedizione|mail|email|campagna|comunicazione|messaggio
@send O mail|email|e-mail|messaggio|newsletter|lettera|campagna|invito|l'invito|promemoria|offerta|l'offerta|annuncio|l'annuncio|risposta|destinatari|iscritti|clienti|comunicato|testo
@publish V pubblica<,lo,la,te,telo,tela>|pubblichi<,no>|posta<,te>|metti online|mettete online
@publish I pubblicare|pubblicarlo|pubblicarla|postare|mettere online
@publish P pubblicat<o,a>|postat<o,a>|messo online|messa online
@publish W pubblichiamo|si pubblica
@publish A articolo|l'articolo|post
@publish N pubblicazione|post|annuncio|l'annuncio
@publish O articolo|l'articolo|post|annuncio|l'annuncio|pagina|testo|comunicato|video|contenuto
@delete V elimina<,lo,la,li,te,telo,tela>|elimini<,no>|cancella<,lo,la,te,telo,tela>|cancelli<,no>|rimuovi<,lo,la>|rimuovete<,lo>|togli<,lo,la>|togliete<,lo>|svuota<,te>|ripulisci|pulisci|butta<,lo,te>
@delete I eliminare|eliminarlo|eliminarla|cancellare|cancellarlo|cancellarla|rimuovere|rimuoverlo|rimuoverla|togliere|svuotare|ripulire
@delete P eliminat<o,a,i,e>|cancellat<o,a,i,e>|rimoss<o,a,i,e>|svuotat<o,a>
@delete W eliminiamo|cancelliamo|si elimina|si cancella
@delete N eliminazione|l'eliminazione|cancellazione|rimozione|pulizia
@data O voce|voci|copia|copie|dati|duplicati
@create V crea<,lo,la,te,telo,tela>|crei|aggiungi<,lo,la>|aggiungete<,lo>|apri<,lo>|aprite|attiva<,lo,la,te>
@create I creare|crearlo|crearla|aggiungere|aggiungerlo|aprire|attivare
@create P creat<o,a,i,e>|aggiunt<o,a>|apert<o,a>|attivat<o,a>
@create W creiamo|si crea
@create N creazione|apertura|l'apertura|attivazione|l'attivazione|aggiunta
@create O scheda|progetto|ambiente|l'ambiente|record
@invite V invita<,lo,la,li,te,telo,tela>|inviti|aggiungi<,lo,la>|aggiungete<,lo,la>
@invite I invitare|invitarlo|invitarla|aggiungere|aggiungerlo|aggiungerla
@invite P invitat<o,a,i,e>|aggiunt<o,a>
@invite N invito|l'invito|aggiunta
@invite O invito|l'invito|utente|l'utente|membro|account|team|gruppo
@grant V dai<,le>|dalle|dagli|date<,le,gli>|concedi<,le,gli>|concedete<,le>|assegna<,le,gli,te>|attiva<,lo,te>|abilita<,lo,la,te>|sblocca<,lo,te>
@grant I dare|dargli|darle|concedere|concederle|assegnare|attivare|abilitare|abilitarlo|sbloccare
@grant P dat<o,i>|concess<o,i>|assegnat<o,a,i>|attivat<o,i>|abilitat<o,a>
@grant W diamo|concediamo|si concede
@grant A accesso|l'accesso|ruolo
@grant N accesso|l'accesso|permesso|permessi|autorizzazione|assegnazione|l'assegnazione|ruolo|abilitazione|l'abilitazione
@grant O permessi di admin|accesso|l'accesso|permesso|permessi|diritti|ruolo|licenza|utente|l'utente|account|diritti di amministratore
@revoke V revoca<,le,gli,lo,te>|revochi|disattiva<,lo,la,te,telo>|disabilita<,lo,la,te>|blocca<,lo,la,te,telo>|sospendi<,lo,la>|sospendete<,lo>|chiudi<,lo>|togli<,le,gli>
@revoke I revocare|revocarlo|disattivare|disattivarlo|disabilitare|bloccare|bloccarlo|sospendere|chiudere|togliere
@revoke P revocat<o,a,i>|disattivat<o,a>|disabilitat<o,a>|bloccat<o,a>|sospes<o,a>|chius<o,a>
@revoke N revoca|disattivazione|blocco|sospensione|chiusura
@revoke O accesso|l'accesso|permesso|permessi|ruolo|account|utente|l'utente|chiave|credenziali|profilo
@rotate V ruota<,le,te>|rinnova<,lo,la,te>|reimposta<,la,te>|resetta<,la,te>|cambia<,la,le,te>|sostituisci<,la,lo>|rigenera<,la,te>
@rotate I ruotare|rinnovare|rinnovarlo|reimpostare|reimpostarla|resettare|cambiare|cambiarla|sostituire|rigenerare
@rotate P ruotat<o,a,e>|rinnovat<o,a,i>|reimpostat<o,a>|resettat<o,a>|cambiat<o,a>|sostituit<o,a>|rigenerat<o,a>
@rotate N rotazione|rinnovo|reset|reimpostazione|cambio|sostituzione
@rotate O chiave|chiavi|password|certificato|certificati|token|credenziali|segreto
@restart V riavvia<,lo,la,te,telo,tela>|riavvii
@restart I riavviare|riavviarlo|riavviarla
@restart P riavviat<o,a,i>
@restart W riavviamo|si riavvia
@restart N riavvio
@restart O server|servizio|macchina|istanza|l'istanza|sistema|applicazione|l'applicazione
@scale V scala<,lo,te>|aumenta<,te>|amplia<,te>|ridimensiona<,te>
@scale I scalare|aumentare|ampliare|ridimensionare
@scale P scalat<o,a>|aumentat<o,a>|ampliat<o,a>
@scale N scalabilità|aumento|l'aumento|ampliamento|l'ampliamento|ridimensionamento
@scale O server|istanze|capacità|database|nodi
@migrate V migra<,lo,la,te>|sposta<,lo,la,te>|trasferisci<,lo>
@migrate I migrare|migrarlo|migrarla|spostare|trasferire
@migrate P migrat<o,a,i>|spostat<o,a>|trasferit<o,a>
@migrate N migrazione|spostamento|passaggio
@migrate O database|schema|dati|server|tabella|dominio|dns
@backup V salva<,lo,te>|ripristina<,lo,te>
@backup I salvare|ripristinare|ripristinarlo|fare il backup
@backup P salvat<o,i>|ripristinat<o,a,i>
@backup N backup|ripristino|salvataggio|copia
@backup O backup|dati|database|copia
@rollback V annulla<,lo,te>|ripristina<,lo,te>|torna indietro
@rollback I annullare|ripristinare|tornare indietro
@rollback P annullat<o,a>|ripristinat<o,a>
@rollback N rollback|ripristino
@rollback O versione|release|rilascio|modifica|produzione
@update V aggiorna<,lo,la,te,telo,tela>|modifica<,lo,la,te>|cambia<,lo,la,te>|rinnova<,lo,te>|imposta<,lo,te>
@update I aggiornare|aggiornarlo|aggiornarla|modificare|modificarlo|cambiare|rinnovare|impostare
@update P aggiornat<o,a,i>|modificat<o,a,i>|cambiat<o,a,i>|rinnovat<o,a>|impostat<o,a>
@update N aggiornamento|l'aggiornamento|modifica|cambio|rinnovo
@update O record|impostazione|impostazioni|dns|dominio|configurazione|certificato|prezzo|prezzi|dati|indirizzo|l'indirizzo|contratto|regola
@order V ordina<,lo,la,li,te,teli>|ordini|compra<,lo,la,li,te>|acquista<,lo,te>
@order I ordinare|ordinarlo|ordinarla|comprare|comprarlo|acquistare
@order P ordinat<o,a,i>|comprat<o,a>|acquistat<o,a>
@order W ordiniamo|compriamo|si ordina
@order A ordine|l'ordine|acquisto|l'acquisto
@order N ordine|l'ordine|acquisto|l'acquisto
@order O ordine|l'ordine|merce|articoli|fornitore|materiale|licenza|licenze|pezzi|portatile
@cancel V annulla<,lo,la,te,telo>|disdici<,lo>|disdite|cancella<,lo,la,te>|rescindi
@cancel I annullare|annullarlo|annullarla|disdire|cancellare|rescindere
@cancel P annullat<o,a>|disdett<o,a>|cancellat<o,a>
@cancel N annullamento|l'annullamento|disdetta|cancellazione
@cancel O ordine|l'ordine|prenotazione|abbonamento|l'abbonamento|contratto|appuntamento|l'appuntamento
@book V prenota<,lo,la,li,te,teli>|prenoti|riserva<,te>
@book I prenotare|prenotarlo|prenotarla|riservare
@book P prenotat<o,a,i>
@book A viaggio|volo|prenotazione
@book N prenotazione
@book O volo|voli|hotel|l'hotel|albergo|l'albergo|camera|biglietto|biglietti|viaggio|treno|sala|tavolo
@sign V firma<,lo,te,telo>|firmi|sottoscrivi
@sign I firmare|firmarlo|sottoscrivere
@sign P firmat<o,a>|sottoscritt<o,a>
@sign A contratto|accordo|l'accordo|offerta
@sign N firma|sottoscrizione
@sign O contratto|accordo|l'accordo|documento|documenti|offerta|l'offerta
@close V chiudi<,lo,la>|chiudete<,lo>|archivia<,lo,te>
@close I chiudere|chiuderlo|archiviare
@close P chius<o,a>|archiviat<o,a>
@close N chiusura|archiviazione|l'archiviazione
@close O ticket|pratica|caso|richiesta
@release V rilascia<,la,te,tela>|pubblica<,la,te>|lancia<,te>
@release I rilasciare|pubblicare|lanciare|mettere in produzione
@release P rilasciat<o,a>|pubblicat<o,a>|lanciat<o,a>
@release N rilascio|pubblicazione|deploy|release
@release O versione|release|tag|produzione|build
@merge V mergia<,lo>|unisci<,lo>
@merge I mergiare|unire
@merge P mergiat<o,a>|unit<o,a>
@merge N merge
@merge O pr|pull request|branch
@branch O branch|ramo
@data O file|cartella|dati|tabella|database|record|log|archivio
@account O account|l'account|conto|utente|l'utente|utenti|profilo
@cluster O cluster
@server O server|servizio|istanza|macchina
"""
