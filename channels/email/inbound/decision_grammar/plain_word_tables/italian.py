"""Italian words of a plain approval by their classes, as `plain_lexicon` reads them."""

ITALIAN_PLAIN = """
y sì|sì sì|yes|certo|certo che sì|certamente|sicuro|ma certo|ovviamente|naturalmente|assolutamente sì|assolutamente|senz'altro|volentieri|come no|ma sì|esatto|sì certo|sì grazie|sì per favore|certo certo|altroché|eccome|un sì convinto
c [io] [lo|la|li|le|ve lo|te lo|vi] (approvo|autorizzo|accetto|firmo|convalido|concedo|sottoscrivo|confermo e approvo)|(approviamo|autorizziamo|accettiamo|confermiamo l' approvazione)|[sono|siamo] [pienamente|totalmente|assolutamente] d' accordo|d' accordissimo|sono favorevole|dico [di] sì|è un sì|si autorizza|si approva|si esprime parere favorevole|confermo l' approvazione|confermo tutto
c il mio (sì|ok|benestare|consenso) (ce l' avete|ce l' hai|ce l' ha)|la mia (approvazione|autorizzazione) (ce l' avete|ce l' hai)
c resta (approvato|approvata)|(approvazione|autorizzazione) [al rilascio|all' invio|alla spedizione|al pagamento] (concessa|data|accordata)|mia approvazione data|permesso accordato|approvatissimo|approvatissima|va bene per me|per me va bene|per me è [ok|perfetta così|perfetto così|perfetta|perfetto|approvato|approvata]|per me ok|ok per me|ok da me|ok da parte mia|da parte mia ok|va benissimo così|va benissimo|andata
c procedi|procedete|proceda|procediamo|procedi pure|procedete pure|proceda pure|puoi procedere|potete procedere|può procedere|si proceda|vai|vai pure|vai vai|andate|andate pure|andate avanti|vai avanti|avanti|avanti così|fallo|fatelo|fatelo pure|fallo pure|falla|fatela|fate pure|fai pure|faccia pure|facciamolo|fate|dai che si parte|si parte|dai si va|si va|vai così|forza|è tutta tua|è tutto tuo|tutta tua|tutto tuo|prego procedete|dateglielo|dagliela|daglielo|datelo|dategliela|a tutta birra|avanti tutta
c:release in prod|in produzione|si rilascia|si pubblica|si va online|si va live|andiamo live|andiamo online|mandala su|mandatela su|mandala online|mandatela online|online|rilasciatela|rilasciala|pubblicatela|pubblicala|rilasciamo|rilasciamola|vada in produzione|vai in prod|vai col deploy|vai col rilascio
c:send,publish si invii|mandala|mandatela|mandala pure|mandatela mandatela|mandiamola|inviala|inviatela|inviamola|spediscila|speditela|programmala|programmala pure|programmatela|si mandi|inviatelo|mandatelo|mandalo|invialo|pubblicatelo|pubblicalo
c:restart riavvialo|riavviatelo|riavviala|riavviatela|si riavvia|si riavvia pure|si riavvii|vai col restart
d approvato|approvata|approvati|approvate|autorizzato|autorizzata|accettato|accettata|concesso|concessa|firmato|firmata|accordato|accordata
h ok|okay|okk|va bene|d' accordo|benestare|via libera|nulla osta|approvazione|autorizzazione|👍|consenso|il mio ok|assenso|bene|perfetto|parere favorevole|sono favorevole|favorevole|l' ok
H sì|d' accordo|ok|favorevole|pronto|pronta
p puoi|potete|può|possono|si può|puoi pure|potete pure|può pure|possiamo|libero di|liberi di|pronta per|pronto per|pronti per|vi prego di|ti prego di|prego di|vi autorizzo a|ti autorizzo a|vorrei|da parte mia può|per quanto mi riguarda può
v andare online|andare in produzione|andare live|andare in prod|andare|partire|uscire subito|procedere|iniziare|cominciare|proseguire|continuare|avvenire|essere rilasciato|essere rilasciata|essere pubblicato|essere pubblicata|essere inviato|essere inviata|essere eseguito|essere eseguita|essere effettuato|essere attivato|essere creato|entrare|avere|averlo|andare avanti|passare in produzione
x eseguire|esegui|eseguite|esegua|effettuare|effettua|effettuate|fare|fai|fate|procedere|procedere con|procedi con|procedete con|proceda con|avviare|avvia|avviate|iniziare|iniziate|continuare|continuate|applicare|applicate|applica|lanciare|lancia|lanciate|completare|completate|gestire|gestite
x:release,merge rilasciare|rilascia|rilasciate|rilasci|rilascino|pubblicare|pubblica|pubblicate|pubblichi|mettere online|mettete online|metti online|mettere in produzione|mettete in produzione|metti in produzione|mandare in produzione|mandate in produzione|manda in produzione|andare in produzione con|deployare|deployate|fare il deploy|fai il deploy|fate il deploy|fare il rilascio|fai il rilascio|fate il rilascio|fate pure il rilascio|distribuire|distribuite|portare in produzione|portate in produzione|lanciare|mergiare|mergiate|unire|unite|caricare|caricate|carica
x:restart riavviare|riavvia|riavviate|riavvii|riavviarlo|restartare|rilanciare|rilancia|far ripartire|fate ripartire|fai ripartire
x:migrate migrare|migrate|migra
x:backup,rollback ripristinare|ripristina|ripristinate
x:scale scalare
x:send,publish inviare|invia|inviate|invii|inviarla|inviarlo|mandare|manda|mandate|mandarla|mandarlo|spedire|spedisci|spedite|pubblicare|pubblica|pubblicate|programmare|programma|programmate|diffondere|diffondete|schedulare|lanciare|lanciate|farla partire
x:grant,invite,create,update,account,open dare|dai|date|dategli|dagli|datele|concedere|concedi|concedete|aprire|apri|aprite|attivare|attiva|attivate|attivarlo|abilitare|abilita|abilitate|abilitarlo|aggiungere|aggiungi|aggiungete|assegnare|assegna|assegnate|configurare|configurate|fornire|fornite|impostare|impostate
x:create,account,open creare|crea|create
x:invite invitare|invita|invitate
x:order pagare|paga|pagate|paghi|saldare|salda|saldate|bonificare|bonifica|bonificate|rimborsare|rimborsa|rimborsate|restituire|restituite|ordinare|ordina|ordinate|comprare|compra|comprate|acquistare|acquista|acquistate|fatturare|fatturate|fattura|emettere|emettete|versare|versate|accreditare|accreditate|trasferire|trasferite|fare il bonifico|fate il bonifico|fai il bonifico|disporre il pagamento
x:delete cancellare|cancella|cancellate|eliminare|elimina|eliminate|pulire|pulite
x:delete,revoke rimuovere|rimuovi|rimuovete|togliere|togliete|togli
x:revoke revocare|revoca|revocate|bloccare|bloccate
x:revoke,close disattivare|disattiva|disattivate|disabilitare|disabilita
x:close,cancel chiudere|chiudi|chiudete
x:cancel annullare|disdire|disdite
x:update,rotate,migrate,scale aggiornare|aggiorna|aggiornate|modificare|modifica|modificate|cambiare|cambia|cambiate|sostituire|sostituite|applicare
x:rotate,update rinnovare|rinnova|rinnovate|ruotare|ruota|ruotate
x:scale,update aumentare|aumentate
x:sign firmare|firma|firmate|sottoscrivere
x:book prenotare|prenota|prenotate
x:order ordinare
N:release,merge rilascio|pubblicazione|deploy|release|versione|produzione|prod|messa in produzione|messa online|go live|lancio|passaggio in produzione
N:merge merge
N:send,publish invio|spedizione|campagna|pubblicazione
N:send newsletter|mailing|mail
N:publish articolo|post
N:grant,invite,create,account accesso|permesso|permessi|concessione|abilitazione|attivazione
N:grant ruolo|lettura|accesso in lettura|accesso in sola lettura|diritti
N:create,account utenza|account|creazione
N:invite invito
N:pay,refund,credit,invoice,order pagamento|bonifico|versamento
N:refund rimborso
N:pay,invoice fattura
N:order,pay acquisto|ordine|spesa
N:credit,refund accredito
N:credit nota di credito
N:restart riavvio|restart
N:migrate migrazione
N:backup,rollback ripristino
N:backup backup
N:migrate,restart manutenzione
N:rollback rollback
N:delete,cancel cancellazione
N:delete eliminazione|pulizia
N:delete,revoke rimozione
N:revoke revoca|blocco
N:close,cancel chiusura
N:revoke,close disattivazione
N:cancel disdetta
N:update,rotate modifica|aggiornamento|cambio|rinnovo|variazione
N:rotate rotazione
N:sign contratto|firma
N:book prenotazione|viaggio
o lo|la|li|le|gli|ne|ci|ti|vi|questo|questa|quello|quella|ciò|che|a|in|su|con|come|subito|operazione|richiesta|azione|proposta|passaggio|sopra|sotto|qui|ora|così|intervento|ecco|reparto
3 lui|lei|loro|egli|ella|essi|noi|voi|tu
a il|lo|la|i|gli|le|l'|un|uno|una|un'|questo|questa|questi|queste|quest'|quel|quella|quell'|vostro|vostra|nuovo|nuova|nuovi|richiesto|richiesta|descritto|descritta|indicato|indicata|proposto|proposta|previsto|prevista|suddetto|suddetta|citato|citata|presente|intero|intera|pieno|piena|formale|totale
t per|a|al|allo|alla|all'|ai|alle|agli|con|col|in|nel|nella
r di|del|dello|della|dell'|dei|delle|da|dal|dalla|d'
i da parte mia|da me|per me|per noi|da parte nostra|per quanto mi riguarda|a mio avviso|con la presente|quindi|dunque|allora|pertanto|adesso|ora|subito|immediatamente|oggi|oggi stesso|già da oggi|appena possibile|quanto prima|il prima possibile|al più presto|quando volete|quando vuoi|pure|anche|semplicemente|così|così com'è|così come (descritta|descritto|richiesto|richiesta|indicato|proposta|proposto)|come (da richiesta|richiesto|descritto|descritta|indicato|previsto|concordato|proposto|proposta|programmato|da accordi|da programma|discusso|sopra|pianificato)|integralmente|totalmente|completamente|pienamente|formalmente|ufficialmente|espressamente|personalmente|volentieri|senza riserve|senza problemi|senza modifiche|senza esitazioni|nessun problema|nessun problema per me|con fiducia|tranquillamente|tranquilli|perfetto|perfetta|ottimo|benissimo|bene|molto bene|tutto bene|tutto ok|eccellente|magnifico|fantastico|ok|okay|va bene|dai|forza|su|finalmente|insomma|in breve|comunque|comunque sì|visto|ecco|bellissima|bellissimo|dal telefono|dal cellulare|inviato dal telefono|dal treno|d' accordo|online|live|in linea|ci mancherebbe|figurati|figuratevi|certo
k e|ed|quindi|dunque|allora|così|perciò
B ma|però|comunque
l per favore|per piacere|per cortesia|cortesemente|gentilmente
J* direttore direttrice direzione responsabile capo ufficio manager amministratore amministratrice delegato delegata presidente coordinatore coordinatrice marketing commerciale vendite acquisti finanza amministrazione contabilità informatica it tecnologia produzione logistica magazzino operations risorse umane hr prodotto prodotti progetto progetti release rilasci qualità clienti cliente servizio e-commerce di del della dei delle e il la area generale
g ciao|salve|buongiorno|buonasera|buon pomeriggio|buondì|gentile|gentili|spett.le|spettabile|caro|cara|cari|egregio|grazie|grazie mille|mille grazie|molte grazie|tante grazie|grazie a|grazie del|grazie della|grazie per (il|la|l'|aver|tutto|avermelo) [chiesto|avviso|riepilogo|lavoro|pazienza|informazione|attesa|preparazione|disponibilità|aver chiesto|aver controllato]|grazie per (aver chiesto|aver controllato|aver aspettato|la pazienza|il riepilogo|l' avviso|il lavoro)|grazie del (riepilogo|lavoro|promemoria)|grazie ancora|bel lavoro|ottimo lavoro|gran lavoro|buon lavoro|bravi|bravo|brava|complimenti|complimenti a|complimenti al|congratulazioni|mi piace|mi piace molto|mi piace un sacco|bellissima|bellissimo|molto bella|molto bello|bella|bello|saluti|un saluto|cordiali saluti|distinti saluti|a presto|un abbraccio|buona giornata|buona serata|buon weekend|buon fine settimana|buona fortuna|in bocca al lupo|scusa il ritardo|scusate il ritardo|scusi il ritardo|scusate per il ritardo|scusa per il ritardo|giornata infernale|giornata pesante|giornata di fuoco|giornataccia|finalmente|era ora|evviva|che bello|magnifico|fantastico
m* squadra team tutti collega colleghi cliente clienti utente utenti fornitore fornitori commerciali commerciale marketing contabilità amministrazione supporto qa gente negozio negozi magazzino capo signora signor destinatari iscritti soci reparto it
e verde|verdi|tutto verde|bene|perfetto|perfetta|perfetti|perfette|corretto|corretta|corretti|corrette|giusto|giusta|giusti|giuste|a posto|tutto a posto|in ordine|in regola|conforme|conformi|pulito|pulita|puliti|stabile|stabili|completo|completa|completi|pronto|pronta|pronti|chiaro|chiara|impeccabile|ottimo|ottima|ottimi|eccellente|contento|contenta|contenti|soddisfatto|soddisfatta|soddisfatti|tranquillo|tranquilla|coerente|coerenti|ragionevole|giustificato|giustificata|necessario|necessaria|urgente|utile|importante|atteso|attesa|previsto|prevista|a budget|nel budget|senza errori|senza problemi|senza anomalie|senza rischi|senza sorprese|esatto|esatta|esatti|identico|identica|ok|un gioiellino|una meraviglia|una bomba|uno spettacolo|informato|informata|al corrente|buono|buona|buoni|affidabile|affidabilissimo|affidabilissima|bella|bello|quella giusta|quello giusto|proprio quella che (volevamo|aspettavamo|aspettavano)|proprio quello che (volevamo|aspettavamo|serviva)|legittimo|normale|adeguato
e combacia|combaciano|coincide|coincidono|torna|tornano|quadra|quadrano|corrisponde|corrispondono|funziona|funzionano|gira|girano|gira bene|va (bene|benissimo|alla grande)|vanno (bene|benissimo)|si vede (bene|benissimo)|si vedono (bene|benissimo)|si legge bene|sembra (buono|buona|a posto|tutto a posto|perfetto|perfetta)|ha senso|mi convince|mi sembra (giusto|giusta|corretto|corretta|perfetto|perfetta|ragionevole)|ci fa risparmiare tempo|è quello che (volevamo|serviva|avevamo chiesto|avevo chiesto)|quello che avevo chiesto
e (aspetta|aspettano|attende|attendono|stanno aspettando|sta aspettando|aspettavano|aspettava) [già|questo|questa|la|lo|il|da|con ansia]|(serve|servono) [subito|per|a|il|la]|gli serve|le serve|ci serve|(chiama|chiamano|chiedono|si lamentano|si stanno lamentando|si stanno già lamentando) [già]|ci sta facendo impazzire|era ora|da (giorni|settimane|mesi|ore)|non vedono l' ora|ne ha bisogno|ne hanno bisogno
e (nessun|nessuna|senza|zero|non vedo|non ho|nessun'|non c' è|non ho trovato) [nessun|nessuna|alcun|alcuna|più] (problema|problemi|obiezione|obiezioni|errore|errori|rischio|rischi|dubbio|dubbi|modifica|modifiche|commento|commenti|osservazione|osservazioni|anomalia|anomalie|sorpresa|sorprese|riserva|riserve|ostacolo|ostacoli|domanda|domande|difetto|difetti) [da parte mia|per me|da segnalare]|niente da (cambiare|aggiungere|dire|obiettare|eccepire|segnalare|correggere|ridire)|nulla da (cambiare|aggiungere|dire|obiettare|eccepire|segnalare|correggere|ridire|togliere)|nulla in contrario|niente in contrario|tutto (bene|corretto|giusto|a posto|in ordine|ok|perfetto|verde|chiaro|pronto|torna|combacia|funziona|quadra|conforme)
w controllato|controllata|controllati|controllate|verificato|verificata|verificati|verificate|testato|testata|testati|provato|provata|provati|letto|letta|letti|riletto|riletta|guardato|guardata|visto|vista|visti|viste|vista girare|confrontato|confrontata|esaminato|esaminata|analizzato|analizzata|parlato|discusso|concordato|concordata|confermato|confermata|confermati|spiegato|spiegata|mostrato|mostrata|passato|passati|passata|superato|superata|superati|finito|finita|finiti|concluso|conclusa|terminato|terminata|terminati|chiuso|dato un' occhiata|dato un occhio|andato bene|andata bene|andati bene|fatto vedere|fatto il giro|chiesto di preparare|collaudato|collaudata|revisionato|revisionata
f* io noi lui lei loro lo la li le gli ne ci mi ti vi si il i l' un uno una un' di del dello della dell' dei delle a al alla all' ai alle da dal dalla in nel nella nell' su sul sulla con per e ed che mio mia miei mie nostro nostra nostri nostre tuo tua vostro vostra suo sua questo questa questi queste quest' quello quella quelli ogni tutto tutta tutti tutte anche molto davvero proprio già è sono sei siamo era erano ho abbiamo ha hanno avevo avevamo stato stata stati sta stanno come qui lì ancora due tre volte volta sia stesso stessa personalmente attentamente insieme cura anch' quanto quale
f* test collaudo collaudi verifica controlli pipeline build versione rilascio release tag commit ramo ambiente changelog note modifiche piano calendario finestra numeri importo importi totale somma prezzo prezzi preventivo offerta fattura fatture ordine ordini contratto contratti budget conto conti estratto documento documenti documentazione carte dati dettagli lista elenco destinatari testo testi oggetto impaginazione grafica immagine immagini link anteprima bozza orario ora data date persona nome nomi ruolo ruoli permessi sistema sistemi accesso magazzino giacenze inventario consegna merce pacco prodotto prodotti progetto squadra team cliente clienti collega colleghi commerciali marketing contabilità amministrazione legale supporto utenti utente fornitore qa grafico grafici metriche memoria log errore baco carrello negozio negozi sito pagina server servizio servizi database copia telefono cellulare pc computer schermo ticket richiesta modulo formazione risultato risultati esito stato parte lato lavoro mese anno settimana giorno giorni riunione correzione scadenza fine
q ieri|oggi|stamattina|stamani|ieri sera|poco fa|la settimana scorsa|(lunedì|martedì|mercoledì|giovedì|venerdì) [scorso]|due volte|tre volte|più volte|al telefono|di persona|in riunione|in staging|in collaudo|in test|in locale|nell' ambiente di test|riga per riga|da cima a fondo|sul telefono|da telefono|da pc|sia da telefono che da pc|con i miei occhi|dal computer
P (sono|sarò|siamo|resto|rimango) [io|qui|oggi] (reperibile|raggiungibile|disponibile|qui|in ufficio|online|al computer|alla scrivania|in riunione|in treno|in viaggio|fuori|al telefono|di turno)|ero (in riunione|in treno|fuori|in viaggio)|appena (atterrata|atterrato|arrivata|arrivato|uscita|uscito)|in riunione|in treno|reperibile|scendo ora dall' aereo
W (tengo|teniamo|tengo io) d' occhio|(monitoro|sorveglio) [io]
T fino|fino a|fino alle|alle|sette|otto|nove|dieci|sera|oggi|tutto il giorno|tutta la (sera|giornata|mattina)|tutto il pomeriggio|stasera|in caso|in caso di (bisogno|problemi|necessità)|se serve|se (succede|c' è) qualcosa|per ogni evenienza|per qualsiasi cosa|i grafici|le metriche|i log|le dashboard|la situazione
u prima è meglio è|prima lo fate meglio è|prima si fa meglio è|meglio (oggi|adesso|ora|subito) che (domani|dopo|poi)|il prima possibile|quanto prima|al più presto|urge|urgente|era ora|inutile aspettare|non c' è tempo da perdere
g è urgente
C perché|poiché|siccome
K è|sono
M da parte mia|da me|per me|con la presente|da parte nostra
A tutto|tutta|tutti|tutte
! approvare|approva|approvate|autorizzare|autorizza
! acconto|caparra
w si vede (bene|benissimo)|gira bene|va benissimo
D [vi|ti|le|gli] (do|concedo|diamo)
h mia approvazione|mia autorizzazione|mio benestare|mio consenso|mio ok|mio nulla osta|mio via libera|permesso|mio assenso
h il mio sì|mio sì|il mio ok|la mia approvazione
y sì sì sì|sìì|sììì|certo che sì|ci mancherebbe|assolutamente d' accordo|mille volte sì|ma sicuro|ma figurati sì|affermativo|positivo
c falla uscire|fallo uscire|fatela uscire|fatelo uscire|manda su|mandate su|manda tutto|spingi|spingila|spingilo|spingete|spara tutto|dacci dentro|dateci dentro|a tutto gas|gas|a manetta|si va|si parte|si vola|si fa|facciamolo|facciamo così|premi il pulsante|premete il pulsante|pigia il bottone|pronti via|avanti tutta|che aspetti vai
c (do|diamo|rilascio|concedo|esprimo|esprimiamo|confermo) [con la presente|volentieri|ufficialmente|formalmente] [il|la|l'|un] [mio|mia|nostro|nostra|pieno|piena] [pieno|piena] (approvazione|autorizzazione|benestare|consenso|ok|assenso|nulla osta|parere favorevole|via libera)|con la presente (approvo|autorizzo)|si (autorizza|approva|concede|accorda)|(avete|hai|ha) [già|tutto|tutta] [il|la] [mio|mia|nostro] (approvazione|autorizzazione|benestare|consenso|ok|assenso|benedizione|via libera)|consento|vogliate procedere|prego procedere|si prega di procedere
c:release mandala fuori|mandalo fuori|mandala in prod|mandalo in prod|mandala in produzione|mandalo in produzione|mettila online|mettilo online|mettetela online|mettila live|deploya|deployate|deploya pure|deployate pure|fai il deploy|fate il deploy|fai il rilascio|fate il rilascio|portala su|portatela su|portala live|in produzione subito|dritti in produzione|spingi in prod|spingila in prod
x:release,merge deployare|deploya|deployate|deploy|uscire|far uscire|fai uscire|fate uscire|mettere online|mettere in esercizio|promuovere in produzione
i ok x me|x me|x me ok|x me va bene|perfeto|perfetto così|bomba|figata|alla grande|grande|grandissimo|pronti|pronto|dai|dajè|daje|alè|evvai|top|ottimo lavoro|tutto a posto|tutto ok|tutto verde|tutto bene|a posto|apposto|ricevuto|confermo|confermato|benone|magnifico|eccellente|splendido|spettacolo|perfettamente|chiaro|tutto chiaro
v uscire|essere messa in produzione|essere messo in produzione|passare in produzione|partire subito
f* reso resi pacco pacchi spedizione ordine pratica caso motivo motivi importo fattura ricevuta giustificativo contesto storico modifica modifiche refuso refusi errore errori ortografia titolo titoli oggetto grafica foto bottone link destinatari iscritti copia copie archivio archivi contenuto conservazione scadenza termine bucket cartella spazio costo costi spesa budget soldi grafico grafici curva curve carico latenza traffico capacità server macchina macchine istanza istanze reperibilità turno squadra reparto reparti ufficio uffici sicurezza legale legali avvocato direzione contabilità responsabile capo formazione corso permesso permessi amministratore admin dba collega colleghi servizio servizi magazzino negozio corriere cliente clienti previsione previsioni stima campagna saldi esigenza richiesta rapporto collaudo prove prova verifica controllo testi testo prezzi prezzo interno interna database base dati
f* tutto tutta tutti tutte questo questa questi queste quello quella suo sua suoi sue mio mia tuo tua nostro nostra anche già bene molto inoltre perché poiché come dentro lì qui sotto sopra insieme tra su le lo la gli li mi ti si ci di del dello della dei degli delle al allo alla ai alle in nel nello nella nei con per da dal dalla e che ha ho hanno abbiamo è sono era erano stato stata stati state un uno una il i l' d' c' dell' nell' all' sull' quell' quest'
e (il budget|i soldi) (c'è|ci sono|è coperto|basta)|c'è budget|c'è il budget|[è|sono|era|erano] [già|tutto|tutti|tutte|ben|davvero|proprio] (giustificato|giustificata|arrivato|arrivata|integro|integra|completo|completa|rientrato|tornato|registrato|scaduto|scaduta|scaduti|archiviato|archiviati|archiviata|copiato|salvato|salvati|obsoleto|obsoleti|inutile|inutili|inutilizzato|saturo|saturi|al limite|sovraccarico|sovraccarichi|alto|ragionevole|sensato|fondato|chiaro|chiara|in regola|a posto|formato|formata|d'accordo|contento|contenta|previsto|prevista|urgente|necessario|necessaria|pronto|pronta|pulito|curata|curato|corretto|corretta|corretti|giusti|giusto|presente|presenti|di fiducia|competente|reperibile|coperto)|quadra|quadrano|torna|tornano i conti|tornano|coincide|coincidono|combacia|sale|salgono|cresce|crescono|ha senso|hanno senso|mi pare (giusto|ragionevole|sensato|il minimo|corretto|ottimo)|mi sembra (giusto|ragionevole|sensato|corretto|ottimo|perfetto)|lo conferma|lo confermano|lo giustifica|funziona|funzionano
e (nessuno|nessun reparto|nessun team|nessuna squadra) [lo|la|li|le] (usa|usa più|utilizza più|utilizza|serve|vuole|tocca|tocca più|ha toccato|rimpiangerà) [più] [da (anni|due anni|tempo|secoli)]|non (lo|la|li) usa [più] nessuno [da (due anni|anni|tempo)]|a nessuno (serve|servono) [più]|non (serve|servono) [più] [a nessuno|a niente|a nulla]|non ci (serve|servono) più|non ne abbiamo più bisogno|ci costa (solo|e basta) [soldi]|costa solo [soldi]|occupa (spazio|solo spazio)
e (il termine|il termine di conservazione|la conservazione|il periodo di conservazione) [legale] (è scaduto|è scaduta|è passato|è terminato|è finito|è decorso)|il legale (è d'accordo|ha dato l'ok|ha detto sì|ha approvato il testo)
e (la cliente|il cliente|lei|lui|\ue002) (ha ragione|ha [già] (aspettato|atteso) (abbastanza|troppo|a lungo)|aspetta da (settimane|un mese|tre settimane|tempo))|ha ragione [la cliente|il cliente|lei|lui]|aspetta da (settimane|un mese|tre settimane|tempo)|(è|era) (colpa nostra|un nostro errore|errore nostro|giusto così|il minimo|doveroso)|errore nostro|colpa nostra|poverina|povera donna
e (è|sei) (reperibile|di turno|in turno|il nuovo dba|il nostro dba|il nostro nuovo dba|di reperibilità) [da stanotte|stanotte|questa settimana|da oggi|oggi]|(gli|le|ti|mi|ci) (serve|servono) [per (la reperibilità|la migrazione|il lavoro|i saldi|la campagna|natale|il turno)]|ne ha bisogno|mi fido [di lui|di lei]|lo conosco [bene|da anni]|sa quello che fa|sa cosa fa|ci lavoro [insieme] da (anni|dieci anni)|ha fatto (il corso|la formazione)|ha la formazione
e (non ho|non vedo|non ho visto|non ho trovato|non ci sono|non c'è) [nulla|niente] (refusi|errori|problemi|obiezioni|nulla di strano|niente di strano|nulla in contrario|niente in contrario|motivi contrari|controindicazioni|link rotti|di strano|in contrario|da ridire|da obiettare)|nessun (refuso|errore|problema|ostacolo|link rotto|dubbio)|nessuna (obiezione|anomalia)|niente di strano|nulla di strano|nulla da (dire|ridire|obiettare)|senza (errori|refusi|problemi)|i clienti (si lamentano|non riescono a pagare|aspettano)|la gente non riesce a pagare|meglio prevenire|meglio abbondare|meglio stare sicuri|(mi piace|piace) [molto|tanto|un sacco]|è venuta (bene|benissimo|bella)|è andato (bene|benissimo)
w controllato|controllata|controllati|ricontrollato|verificato|verificata|verificati|letto|letta|riletto|riletta|guardato|guardata|visto|vista|visti|confrontato|incrociato|chiesto|sentito|sentita|parlato|telefonato|chiamato|scritto|provato|provata|testato|testata|esaminato|esaminata|contato|confermato|confermata|convalidato|archiviato|salvato|rivisto|rivista|analizzato|dato un'occhiata|dato un occhio|fatto un giro|fatto due conti|chiesto in giro|dato l'ok|dato l'okay|dato il via libera|dato il suo ok
q stamattina|stamani|ieri|ieri sera|oggi|stanotte|due volte|tre volte|riga per riga|al centesimo|per telefono|da casa|di persona|lunedì|martedì|mercoledì|giovedì|venerdì|la settimana scorsa|poco fa|un'ora fa|due giorni fa|dall'inizio alla fine|da cima a fondo|nel dettaglio|con calma|con (la contabilità|il legale|la sicurezza|il team|la cliente|il cliente|il suo capo|il magazzino|la direzione|l'amministrazione|tutti)|da (anni|due anni|dieci anni|tre anni)
c (sono|siamo) (d'accordo|favorevole|favorevoli|a favore|per il sì)|hai il mio (ok|benestare|via libera|consenso|permesso|sì)|avete il mio (ok|benestare|via libera|consenso|permesso|sì)|ha il mio (ok|benestare|via libera|consenso)|do il mio (ok|benestare|via libera|consenso|assenso)|via libera [da parte mia|per me]|benestare [da parte mia|concesso]|ok da parte mia|per me (ok|va bene|sì|vai|è sì|è ok|si può fare|procedi|procedete|va benissimo)|per quanto mi riguarda (ok|va bene|sì|procedi|procedete|è ok)|procedi|procedete|proceda|procediamo|procedi pure|vai|vai pure|vai tranquillo|vai tranquilla|andate|andate pure|fai|fai pure|fate pure|fatelo|fallo|ci sto|dacci dentro|si proceda|nulla osta|ok approvato|va bene approvo|ok procedi|dai vai
c:refund ridatele i soldi|ridalle i soldi|restituisci[le] i soldi|rimborsala|rimborsalo|rimborsatela|pagatela|rimborsa pure|ridiamole i soldi
c:send può partire|può uscire|mandala|mandalo|mandala pure|inviala|inviatela|inviala pure|falla partire|fatela partire|spediscila|manda su
c:delete cancellalo [pure]|cancellatelo|eliminalo|eliminatelo|buttalo|buttatelo|via tutto|può sparire|può essere cancellato|cancella pure|elimina pure|butta pure|può andare via
c:grant dategli l'accesso|dagli l'accesso|abilitatelo|abilitalo|dateglielo|daglielo|assegnateglielo|dagli i permessi
c:scale alza pure|aumenta pure|scalate|sali pure|saliamo|salite
i volentieri|con piacere|dal telefono|dal treno|di corsa
g un saluto|un caro saluto|saluti|cari saluti|cordiali saluti|distinti saluti|un abbraccio|baci|buona giornata|buona serata|buon lavoro|buon pomeriggio|a presto|cara|caro|gentile|grazie per (il riepilogo|l'avviso|aver chiesto|il lavoro|la pazienza|le info|la segnalazione)|bel lavoro|ottimo lavoro|ben fatto|bravi tutti|bravissimi|bello|bellissima|nessun problema|buongiorno|buonasera
N:refund soldi|importo|somma|totale|intero importo
N:send lista|tutta la lista|newsletter|newsletter autunnale
N:delete bucket|vecchio bucket|backup|vecchi backup
N:grant database|database di produzione|permessi|ruolo|accesso
N:scale,scale server|macchine|numero di server|capacità
x:scale aumentare|aumenta|aumentate|portare|porta|portate|passare|passa|passate|salire|sali|alzare|alza|scalare|scala|aggiungere|aggiungi
x:refund rimborsare|rimborsa|rimborsate|restituire|restituisci|restituite|pagare|paga|ridare|bonificare|fare il bonifico
x:delete cancellare|cancella|cancellate|eliminare|elimina|eliminate|rimuovere|rimuovi|buttare|svuotare|ripulire|pulire
x:grant assegnare|assegna|assegnate|dare|dai|date|concedere|concedi|concedete|abilitare|abilita|abilitate|attivare
x:send inviare|invia|inviate|mandare|manda|mandate|spedire|spedisci|diffondere
N:scale aumento|passaggio|scalata|incremento|ampliamento
N:grant assegnazione|abilitazione|concessione|accesso
N:delete cancellazione|eliminazione|rimozione|pulizia
N:refund rimborso|restituzione|bonifico
N:send invio|spedizione|newsletter
J* responsabile direttrice direttore capo sistemi operazioni finanza marketing piattaforma infrastruttura contenuti comunicazione assistenza clienti amministrazione contabilità sicurezza it ufficio di del della e dei
e [il pacco] è tornato [ieri]|siamo tutti d'accordo|rientriamo nel budget|la cifra torna|giusto così|è avvisata|è inchiodato|poveretta|oggi partono i saldi|partono i saldi|solo roba vecchia|roba vecchia|segue lui il database|scaduti a marzo
w riguardato|ne ho parlato|parlato con la sicurezza|fatto due conti|ho sentito l'audit
f* audit assistenza cifra offerte quei termini roba vecchia
c acconsento [alla (rimozione|cancellazione)]|sono d'accordo a (cancellarli|cancellarlo|inviarla|farlo)|mi va benissimo|per me va benissimo|da parte mia è un sì|è un sì|buttalo via|subito pls
"""
