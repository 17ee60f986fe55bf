"""Italian: how a yes, a no and a wish to wait are put together. A table as `phrase_rules` reads it."""

ITALIAN = """
I = io|noi
V = (\ue000|[versione|tag|commit|release] \ue000) [(su|sul|come|per|a|al|di|del|con|=) [versione|tag|commit|il commit] \ue000]
NOUN = richiesta|versione|release|rilascio|pubblicazione|deploy|tag|commit|operazione|azione|esecuzione|modifica|modifiche|passaggio|push|merge|proposta|aggiornamento|messa in produzione|tagging|intervento|attività|etichettatura
OBJ = (la|il|lo|le|questa|questo|tua|vostra|quella|quello|l'|sulla|sul|al|alla|della|del) {NOUN} [{V}|di {V}|della {V}|per {V}|a {V}|su {V}]|{V}|la {V}|questo|questa|tutto|ciò|il tutto|l'operazione|l'azione|l'esecuzione|quest'operazione|al rilascio
ADV = pure|volentieri|pienamente|senz'altro|formalmente|ufficialmente|tranquillamente|subito|ora|adesso|così|quindi|allora|per favore|certamente|anche|tranquillo|tranquilla|tranquilli|senza problemi|con piacere
ACT = approvo|autorizzo|accetto|convalido|valido|approviamo|autorizziamo|accettiamo|acconsento a|acconsento|confermo e approvo
DONE = approvat<o,a,i,e>|autorizzat<o,a,i,e>|accettat<o,a>|concess<o,a>|validat<o,a>|convalidat<o,a>|accordat<o,a>
GIFT = approvazione|autorizzazione|ok|okay|via libera|benestare|consenso|nulla osta|nullaosta|assenso|permesso|placet|go|benedizione|parere favorevole
MY = mio|mia|il mio|la mia|il|la|l'|nostro|il nostro|la nostra|un|tutto il mio
INF = procedere|continuare|proseguire|andare avanti|eseguire|lanciare|pubblicare|rilasciare|fare|farlo|eseguirlo|lanciarlo|pubblicarlo|rilasciarlo|taggare|taggarlo|deployare|mandare avanti|mandarlo avanti|andare|partire|avanzare|mergiare|fare il deploy|fare il rilascio|fare il tag|fare il push|creare il tag|avviare|avviarlo|caricare|caricarlo|metterlo in produzione|inviare|rilasciarla|pubblicarla|pushare
IMP = procedi|proceda|procedete|procediamo|procedano|continua|continui|continuate|prosegui|prosegua|proseguite|proseguiamo|esegui|esegua|eseguite|lancia|lanci|lanciate|pubblica|pubblichi|pubblicate|rilascia|rilasci|rilasciate|tagga|taggate|avvia|avviate|vai|vada|andate|andiamo|vai avanti|vada avanti|andate avanti|andiamo avanti|fai|fate|faccia|crea|create|metti|mettete|manda|mandate|carica|caricate|mergia|pusha|pushate|parti|partite
IMPIT = fallo|fatelo|lo faccia|facciamolo|eseguilo|eseguitelo|lancialo|lanciatelo|pubblicalo|pubblicatelo|rilascialo|rilasciatelo|rilasciala|rilasciatela|pubblicala|taggalo|taggatelo|taggala|avvialo|avviatelo|mandalo|mandatelo|mandalo avanti|mandatelo avanti|crealo|createlo|mettilo in produzione|mandala in produzione|spingilo|caricalo|falla
FOR = per me|da parte mia|per quanto mi riguarda|da parte nostra|per noi|dal mio lato|dalla mia|a mio avviso|lato mio|per mio conto
+ [{I}] [lo|la|li|l'] {ACT} [{ADV}] [{OBJ}] [{ADV}]
+ l'approvo|l'autorizzo|l'accetto
+ [{OBJ}|è|tutto|richiesta|versione|release|rilascio|deploy|risulta|sono] [è|tutto|sono|risulta|:] [{ADV}] {DONE} [{FOR}|da me]
+ {DONE} [{OBJ}|per {OBJ}|senza riserve|in toto]
+ si (approva|autorizza|accetta|proceda|può procedere|può andare|può andare avanti|esegua|rilasci|faccia|pubblichi|può rilasciare|può pubblicare|dà il via libera) [{ADV}] [{OBJ}|con {OBJ}]
+ [{I}|ti|vi|le] (do|dò|diamo|concedo|confermo|confermiamo|rilascio|esprimo|hai|ha|avete|avete già|hai già|hai tutto|fornisco) [{ADV}] {MY} {GIFT} [per {OBJ}|a {OBJ}|{OBJ}|per {INF} [{OBJ}]|a {INF} [{OBJ}]]
+ (do|dò|diamo|hai|avete|ha) (l'ok|l'okay|l'approvazione|l'autorizzazione|l'assenso|parere favorevole|via libera) [per {OBJ}|a {OBJ}|per {INF} [{OBJ}]|a {INF} [{OBJ}]|{FOR}]
+ confermo (l'approvazione|l'ok|l'autorizzazione|il via libera|il benestare)
+ ({GIFT}) (concess<o,a>|dat<o,a>|accordat<o,a>|confermat<o,a>)
+ (via libera|benestare|nulla osta|nullaosta|il mio ok|la mia approvazione|approvazione|ok|okay|un sì|sì|sì pieno|parere favorevole) ({FOR}|a {OBJ}|per {OBJ}|al rilascio|a {INF} [{OBJ}]|per {INF} [{OBJ}])
+ benestare|nullaosta
+ {FOR} [è|c'è|sta|tutto|ci sta] [un|il] (sì|ok|okay|va bene|via libera|approvato|approvata|bene|a posto|tutto ok|tutto bene|va benissimo|perfetto|d'accordo|nulla osta|si può procedere|si può andare|è ok|è approvato|è approvata|si può fare|puoi procedere|potete procedere|puoi andare|potete andare|autorizzato|autorizzata|tutto a posto|è tutto ok|può andare)
+ (va bene|va benissimo|ok|okay|bene|tutto ok|tutto bene|tutto a posto|perfetto|è ok|d'accordo|va tutto bene|a posto) {FOR}
+ [sì] (puoi|può|potete|possiamo|possono|si può) [{ADV}] {INF} [{ADV}] [{OBJ}|con {OBJ}]
+ (da|si prega di|pregasi|vi prego di|ti prego di|per favore|prego) {INF} [{ADV}] [{OBJ}|con {OBJ}]
+ {INF} [{ADV}] [{OBJ}|con {OBJ}]
+ [{ADV}] {IMP} [{ADV}] [{OBJ}|con {OBJ}|avanti] [{ADV}]
+ [{ADV}] {IMPIT} [{ADV}]
+ (avanti|avanti tutta|avanti così|dai vai|vai così|andiamo|si va|si parte|si proceda|a tutta birra|a tutto gas|facciamolo|si vola|daje|dacci dentro|partiamo|e vai|prego procedi|prego procedete|vai tranquillo|vai tranquilla|andate tranquilli|buttalo fuori|via libera|let's go) [{ADV}|con {OBJ}]
+ sì (certo|grazie|procedi|vai|va bene|d'accordo|perfetto|senz'altro|assolutamente|certamente|confermo l'approvazione|ok|fallo|fai pure|volentieri|per favore|per me|pure|puoi|potete|si può|autorizzo|approvo|vai pure|da parte mia|per quanto mi riguarda|ok per me|va bene per me|va benissimo|ovvio|ovviamente|naturalmente|convinto)
+ (certo che sì|certamente|assolutamente sì|senz'altro|senza dubbio|ovviamente|ovviamente sì|naturalmente|ma certo|sicuramente|sicuramente sì|assolutamente|volentieri|con piacere|affermativo|per forza sì|altroché)
+ (sono|siamo|io sono) [{ADV}|totalmente|completamente|perfettamente|assolutamente] (d'accordo|favorevole|concorde) [con {OBJ}|a {OBJ}|su {OBJ}|a {INF} [{OBJ}]|nel {INF}]
+ concordo [con {OBJ}|su {OBJ}|{ADV}]
+ (d'accordo|ok|okay) (a {INF} [{OBJ}]|per {OBJ}|con {OBJ}|su {OBJ}|al rilascio)
> fantastico|stupendo|magnifico|bene così|ottimo così|splendido|bravissimi|bel lavoro|molto bene così|super|top|ok perfetto|sì sì|eccoci|inteso
> sì|ok|okay|va bene|va benissimo|perfetto|bene|benissimo|ottimo|certo|d'accordo|grazie|tutto ok|tutto bene|tutto a posto|nessun problema|allora|bravi|ricevuto|molto bene|confermo|confermato|chiaro|per me|da parte mia|per quanto mi riguarda|senz'altro|eccellente|fantastico|ottimo lavoro|grazie mille|certamente|capito|esatto|dai|a posto
< grazie|grazie mille|per favore|per cortesia|per piacere|pure|subito|ora|adesso|come previsto|come concordato|come da accordi|come proposto|come richiesto|come discusso|così com'è|così|quando vuoi|quando volete|{FOR}|saluti|un saluto|cordiali saluti|tranquillamente|senza problemi|senza riserve|grazie ancora|come descritto|allora|tranquillo
NOUGHT = nessun|nessuna|nessuno|senza|non ho|non vedo|non ci sono|non ho alcun|non ho alcuna|non ho nessuna|non ho nessun|non vedo alcun|non vedo nessun|non c'è nessun|non c'è alcun|non vedo alcuna|non c'è|non abbiamo|zero
~ {NOUGHT} [particolari] (problema|problemi|obiezione|obiezioni|osservazione|osservazioni|commento|commenti|dubbio|dubbi|riserva|riserve|ostacoli|impedimento|impedimenti|controindicazione|controindicazioni|nulla in contrario|rilievi|remora|remore|questioni) [{FOR}|da parte mia|su {OBJ}|a {OBJ}|al riguardo|in merito]
~ (nulla in contrario|niente in contrario|nulla da obiettare|niente da obiettare|niente da dire|niente da aggiungere|nulla da eccepire|non ho nulla in contrario|non ho niente in contrario|non ho nulla da obiettare|nulla da segnalare|non mi oppongo|non ho nulla contro|nulla contro) [{FOR}]
THING = il commit|commit|il diff|diff|le modifiche|il tag|tag|i test|test|la ci|ci|la build|build|tutto|questo|la versione|il changelog|changelog|\ue000|tutti i test|il codice|la pipeline|i dati|le note di rilascio|la richiesta|le note
~ [l'|li|le] [ho|abbiamo] [già|appena] (controllato|verificato|guardato|letto|rivisto|visto|testato|provato|esaminato|visionato|ricontrollato) [{THING}|{OBJ}] [bene|tutto]
~ ho (dato un'occhiata|dato un occhio) [a {THING}|al commit|al diff|alle modifiche]
~ [{THING}] (controllato|verificato|rivisto|visionato|visto|testato) [{THING}|{FOR}]
~ [{THING}] (è|sono|sembra|sembrano|mi sembra|mi pare|passano|risulta|mi sembrano) [tutto|tutti|tutte|molto] [ok|a posto|giust<o,a,i,e>|corrett<o,a,i,e>|verd<e,i>|in ordine|quello giusto|quella giusta|bene|perfetto|pulit<o,a,i>|regolare|buono]
~ (mi va bene|mi sta bene|mi va benissimo|va bene così|tutto in ordine|tutto regolare|tutto perfetto|tutto chiaro|ben fatto|bel lavoro|ottimo lavoro|buon lavoro|mi sembra tutto ok|mi sembra tutto a posto|ci sta|pollice in su|va tutto bene|si può fare)
~ si (grazie|certo|vai|procedi|procedete|per favore|va bene|vai pure|approvo|ok|approvato|d'accordo)
~ (aprovato|approvatto|approvto|aprovatto|approvao|aprrovato|approvado|appovato|approvatp|aprovo|aporovato|procedii|proccedi|procedi pue)
- [{I}|mi dispiace|purtroppo] non [lo|la|li|si|ci|vi|posso|possiamo|voglio|intendo|me la sento di] (approvo|autorizzo|accetto|approviamo|autorizziamo|approva|autorizza|approvare|approvarlo|approvarla|autorizzare|autorizzarlo|accettare|accettarlo|dare il mio ok|dare l'ok|dare il via libera|do|sono d'accordo|sono favorevole|siamo d'accordo|concordo|acconsento|va bene|va|è approvato|è approvata|è autorizzato|è corretto|è corretta|è il commit giusto|è la versione giusta|è quello giusto|è quella giusta|è accettabile|procede|procedere|può procedere|può fare|se ne parla|convince|mi convince|mi va bene|mi piace|hai la mia approvazione|hai il mio ok|avete il mio ok|avete la mia approvazione|fa|dare|esiste|ci siamo) [{OBJ}|con {OBJ}|il mio ok|l'ok|così|il via libera|la mia approvazione|questa versione]
- non (puoi|può|potete|possiamo|si può|dovete|devi) {INF} [{OBJ}|con {OBJ}]
- [per favore|prego|si prega di|vi prego di] non (procedere|procedete|proceda|procediamo|fare|farlo|fatelo|fate|eseguire|eseguirlo|eseguite|lanciare|lanciarlo|lanciate|pubblicare|pubblicarlo|pubblicate|rilasciare|rilasciarlo|rilasciate|taggare|taggarlo|taggate|continuare|continuate|andare avanti|andate avanti|approvare|toccare|toccate|deployare|fare nulla|fate nulla|mandare avanti|mandatelo|pushare|pushate|mergiare|rilasciamo|pubblichiamo|lanciamo|andiamo avanti|create|creare) [{OBJ}|con {OBJ}|questo|niente|nulla|per favore]
- [{I}|mi dispiace|purtroppo] [lo|la|devo|dobbiamo|mi tocca] (rifiuto|respingo|rigetto|nego|disapprovo|rifiutare|rifiutarlo|respingere|respingerlo|rigettare|negare|declino|declinare|boccio|bocciare|mi oppongo|dire di no|blocco|annullo|rifiutiamo|respingiamo) [{OBJ}|a {OBJ}|questo]
- [{OBJ}|richiesta|è|viene|versione|release] [è|viene] (rifiutat<o,a>|respint<o,a>|rigettat<o,a>|negat<o,a>|bocciat<o,a>|annullat<o,a>|non approvat<o,a>|non autorizzat<o,a>|declinat<o,a>|vietat<o,a>|scartat<o,a>|bloccat<o,a>) [{FOR}|da me]
- [per favore|si prega di] (annulla|annullate|annulli|annullare|annullalo|annullatelo|annulliamo|interrompi|interrompete|interrompere|abortire|abortisci|abortite|cancella|cancellate|cancellare|ritira|ritirate|ritirare|rifiutare|rifiuta|respingere|scartare|lascia perdere|lasciate perdere|lasciamo perdere|lascia stare|lasciate stare|butta via|rifiutate) [{OBJ}|questo|tutto|per favore|grazie]
- [è|hai|questo è|questa è|avete] [il|la|un|una] (commit|versione|tag|branch|build|release|hash) (sbagliat<o,a>|errat<o,a>|scorrett<o,a>|non corrett<o,a>)
- (no grazie|no per favore|no no|no mi dispiace|mi dispiace no|mi spiace no|purtroppo no|assolutamente no|no assolutamente|certo che no|certamente no|ovviamente no|decisamente no|neanche per sogno|nemmeno per sogno|neanche per idea|non se ne parla|non se ne parla proprio|manco per sogno|manco morto|mai|mai e poi mai|in nessun caso|per nessun motivo|negativo|contrario|sono contrario|sono contraria|contro|mi oppongo|obiezione|veto|metto il veto|meglio di no|meglio no|preferirei di no|preferisco di no|direi di no|temo di no|rifiuto|rigetto|pollice verso|pollice in giù|così no|questo no|questa no|per me no|per me è no|per me è un no|è un no|un no da parte mia|no da parte mia|no per me|da parte mia no|nessuna approvazione|niente da fare|non approvato|sbagliato|è sbagliato|non è corretto|non va bene|così non va|non va|parere contrario|parere sfavorevole|pessima idea|no deciso|scordatelo|scordatevelo|non esiste|non ora e non così|niente rilascio|niente release|niente tag)
! [no|per favore|meglio|mi dispiace] [bisogna|dobbiamo|è meglio|si deve|voglio] (aspetta|aspetti|aspettate|aspettiamo|aspettare|attendi|attenda|attendete|attendere|attendiamo|ferma|fermi|fermo|fermate|fermati|fermatevi|fermare|fermatelo|fermalo|fermiamo|fermiamoci|blocca|bloccate|bloccare|bloccatelo|sospendi|sospendete|sospendere|sospendiamo|rimanda|rimandate|rimandare|rimandiamo|rinvia|rinviate|rinviare|rinviamo|posticipa|posticipare|posticipiamo|stop|alt|un attimo|un momento|un secondo|pausa|metti in pausa|mettete in pausa|tieni fermo|tenete fermo|frena|frenate|rallenta|dammi un attimo|datemi un attimo) [per favore|un attimo|un momento|tutto|con {OBJ}|{OBJ}|fino|a|ancora|un po']
! [no|mi dispiace|per ora|per il momento|al momento|oggi] (non ancora|non ora|non adesso|non oggi|oggi no|ora no|adesso no|per ora no|per il momento no|al momento no|questa settimana no|non questa settimana|più tardi|dopo|domani|non prima|non prima di|prima bisogna|di venerdì no|solo dopo|più avanti|ancora no|è presto|troppo presto|è troppo presto|non subito)
= (grazie|grazie mille|molte grazie|tante grazie|grazie a tutti|ti ringrazio|vi ringrazio|la ringrazio|grazie ancora) [per (l'info|le info|le informazioni|l'informazione|aver chiesto|avermi avvisato|avere chiesto|il lavoro|il riepilogo|i dettagli|il messaggio|la mail|tutto|l'aiuto|l'aggiornamento|la pazienza|la segnalazione|la richiesta|l'attenzione|la disponibilità|averlo preparato)|in anticipo|a tutti|a te|e saluti|e buon lavoro|e buona giornata]
= (saluti|un saluto|cordiali saluti|distinti saluti|cordialmente|a presto|buona giornata|buona serata|buon lavoro|buon pomeriggio|buon weekend|buon fine settimana|ciao|ciao ciao|a dopo|a domani|ci sentiamo|un abbraccio|in bocca al lupo|buona fortuna|tanti saluti|i miei saluti|resto a disposizione|con i migliori saluti|i migliori saluti|cari saluti|ciao e grazie|buon proseguimento)
= (ciao|buongiorno|buonasera|buon giorno|salve|buon pomeriggio|ciao a tutti|buongiorno a tutti|ciao team|salve a tutti|gentile team|gentili|gentili colleghi|cari colleghi|caro team|ciao ragazzi|egregio|gentilissimi|ehi|hey)
REQ = richiest<o,a,i,e>|propost<o,a,i,e>|descritt<o,a,i,e>|indicat<o,a,i,e>|in oggetto
+ [con la presente|con questa mail|con la presente mail] [{I}] {ACT} (quanto (richiesto|proposto|indicato|descritto|sopra|sotto)|(la|il|lo|l'|le) {NOUN} {REQ}|l'operazione {REQ}|l'azione {REQ}|l'esecuzione {REQ})
+ (con la presente|con questa mail) [{I}|vi|le|ti] ({ACT}|(do|confermo|concedo|rilascio|esprimo) {MY} {GIFT}) [{OBJ}|per {OBJ}|a {OBJ}]
+ confermo (che approvo|di approvare|di autorizzare|che autorizzo|la mia approvazione|la mia autorizzazione|il mio ok|il mio consenso|il mio benestare) [{OBJ}|quanto richiesto|per {OBJ}]
+ (via libera|ok|approvato|approvata|sì|luce verde|semaforo verde|benestare|autorizzato) (da me|anche da me|da noi|dal mio lato|da parte mia|anche da parte mia|al 100%|totale|al cento per cento)
+ (luce verde|semaforo verde|via libera totale|carta bianca|avete carta bianca|hai carta bianca|hai luce verde|avete luce verde|hai semaforo verde)
+ (sisi|sì sì|sicuro|certo|ok|okok|okay|va bene|d'accordo|perfetto|dai|e dai|bene|benissimo|ottimo|sì) (vai|vai pure|procedi|procedi pure|procedete|procedete pure|fai pure|fate pure|andate|andate pure|fallo|fatelo|lancia|si va|si parte|pubblica|esegui|eseguite|approvo|approvato|via|approvato da me|si può procedere|vai tranquillo)
+ (fai|fate|faccia|esegui|eseguite|lancia|pubblica|rilascia) (pure|tranquillamente|senza problemi|così|come previsto|come proposto)
+ (sì sì|certo|eccome|altro che|ovvio|sicuro|sicurissimo|ci mancherebbe|per carità sì) (sì|certo|vai|procedi)
+ (la mia risposta|la mia decisione|il mio voto) è [un] (sì|approvato|favorevole|approvo|positivo|positiva)
+ (è un|un) (sì|sì convinto|sì pieno|grande sì|sì deciso) [{FOR}]
+ (sì) (vai|vai vai|al cento per cento|al 100%|certo vai|mille volte|senza alcun dubbio|senza dubbio|con piacere|tutto ok|tutto bene|tutto a posto|eseguite|esegui|lancia|pubblica|rilascia|procedete pure|procediamo|andate|andate avanti|vai avanti|confermo e approvo|è approvato|si proceda)
+ dateci dentro|si faccia|procediamo così|procediamo pure|facciamo così|fate così|fai così|andiamo in produzione|andate in produzione|metti in produzione|mettete in produzione|mettiamolo in produzione|premi il bottone|schiaccia il bottone|a manetta|forza vai|forza andate|forza procedete|su vai|orsù procedete|vai con dio|vai con {OBJ}|andate con {OBJ}
> sisi|okok|sicuro|tutto corretto|tutto giusto|confermato|verificato|controllato|visto|finalmente|evviva|ottimo lavoro ragazzi|bel lavoro ragazzi|complimenti|congratulazioni|bravi ragazzi|bravissimi tutti|okay perfetto|mi sembra tutto ok|mi sembra tutto a posto|mi sembra ok|mi va bene|tutto perfetto|tutto in ordine|con piacere|nessun problema|nessuna obiezione|si può fare|ci sta|dai dai|ovvio|eccome
> (bel|ottimo|buon|gran|bellissimo) lavoro (a tutti|ragazzi|team|squadra|come sempre|tutti|ragazze)
< come descritto|come descritto sotto|come indicato|come indicato sotto|come sempre|come al solito|così come proposto|così come descritto|quanto prima|al più presto|immediatamente|senza indugio|al 100%|ragazzi|team|capo|per quel che mi riguarda|da me|da noi|senza problemi da parte mia
- (eh no|ah no|oh no|ma no|beh no|nono|no no no|nein|nope|giammai|nisba|macché|macchè|no e basta|no secco|un no secco|un secco no|no mille volte|ma anche no|anche no|no way|no davvero|no dai|no ragazzi|no guarda|non ci penso proprio|nemmeno per idea|neppure per sogno|col cavolo|fossi matto)
- (la mia|la nostra|la) (risposta|decisione) [è|resta] [un] (no|no secco|negativa|di no|contraria|di rifiutare)|il mio voto è (no|contrario|negativo)
- (contrario|contraria|sfavorevole|sono sfavorevole|fortemente contrario|del tutto contrario|assolutamente contrario|assolutamente contraria) [a {OBJ}]
- ({GIFT}|approvazione|autorizzazione|richiesta|permesso|{OBJ}|consenso) [è|viene|è stata|resta] (negat<o,a>|rifiutat<o,a>|respint<o,a>|non concess<o,a>|non dat<o,a>|revocat<o,a>|ritirat<o,a>|bloccat<o,a>|sospesa e respinta)
- (nego|ritiro|revoco|non do|non concedo|non rilascio) {MY} {GIFT} [per {OBJ}|a {OBJ}]|(nego|ritiro|revoco) (l'approvazione|l'autorizzazione|l'ok|il mio ok)
- [mi dispiace|sono spiacente|sono desolato|purtroppo|con rammarico|spiacente] [ma|di dover|di] (non (posso|possiamo) (concedere|dare|approvare|autorizzare|accettare|rilasciare)|[devo] (rifiutare|rifiuto|respingere|respingo|dire di no|negare|comunicare che non approvo)|è no|no) [{OBJ}|l'approvazione|l'autorizzazione|la mia approvazione|il mio ok|il consenso|la richiesta|questa richiesta]
- [siamo|sono] (spiacente|spiacenti|dolente|dolenti|rammaricato) (ma non posso|ma non possiamo|di non poter|di dover) (concedere|dare|approvare|autorizzare|accettare|rifiutare|respingere) [l'approvazione|l'autorizzazione|{OBJ}|la mia approvazione]
- (lascialo|lasciatelo|lascia|lasciate|lasciamo|lasciamolo) [tutto] (stare|perdere|così|così com'è|in pace|fermo così|dov'è)
- (non toccare|non toccate|non tocchi|non fate|non fare|non muovete|non muovere) (niente|nulla|assolutamente nulla|niente di niente)
- (non lo facciamo|non si fa|non si tocca|non si pubblica|non si rilascia|non si approva|non passa|non lo si fa|non se ne fa niente|non se ne fa nulla|saltiamo|saltiamolo|lo saltiamo|lasciamo perdere tutto|bloccato|bloccata|blocco tutto|annulliamo tutto|scartato|scartata|scartiamo|scartiamolo|cestinato|cestinare|da rifiutare|da annullare|da bocciare|inaccettabile|non accettabile|improponibile|non è accettabile|io passo|mani a posto|giù le mani|fermi tutti e annullate|preferisco di no|preferirei evitare|meglio evitare|evitiamo|evitate|evita)
! [è|da|è da|va|viene|lo|la] (rimandat<o,a>|rinviat<o,a>|posticipat<o,a>|sospes<o,a>|congelat<o,a>|in pausa|in attesa|rimandare|rinviare|posticipare|sospendere|rimandiamo|rinviamo|posticipiamo|slitta|slittato) [a|al|fino]
! (mettilo|mettetelo|mettiamolo|tienilo|tenetelo|metti|mettete|lascialo|lasciatelo) [{OBJ}] (in pausa|in attesa|in sospeso|da parte|fermo|in stand-by|in standby|per dopo|per domani)
= (scusa|scusate|scusi|perdona|perdonate|mi scuso|scusami|scusatemi|chiedo scusa|mi scusi) [per] (il ritardo|l'attesa|la risposta tardiva|la tardiva risposta|il ritardo nella risposta|la brevità|aver risposto tardi|avervi fatto aspettare|averti fatto aspettare|non aver risposto prima|se rispondo tardi|se rispondo solo ora)
= [scusa|scusate] (ero|sono) [stato|stata] (in riunione|in treno|in viaggio|al telefono|in call|fuori|occupato|occupata|impegnato|impegnata|a pranzo)|dal cellulare|dal telefono|scrivo dal telefono|scrivo dal cellulare|inviato dal cellulare|di fretta|al volo|rispondo al volo|visto solo ora|l'ho visto solo ora|vedo solo ora
= (gentili signori|gentile signore|gentile signora|gentili signore e signori|spettabile ditta|spett.le ditta|egregi signori|egregio signore|egregi colleghi|gentile collega|gentilissimo|gentilissima|cara|caro|cari|carissimi|cari tutti|ciao cari|buongiorno ragazzi|buongiorno team|buonasera a tutti|buon pomeriggio a tutti|salve ragazzi|ciao ragazze|ciao ragazzi e ragazze|ehilà|hola a tutti|buondì)
= (porgo distinti saluti|porgo cordiali saluti|con osservanza|con stima|in fede|cordialità|con cordialità|saluti cordiali|un caro saluto|un cordiale saluto|un saluto a tutti|grazie e saluti|grazie e buona giornata|grazie e buon lavoro|grazie a voi|baci|bacioni|abbracci|ciao a tutti e grazie|complimenti [a tutti|ragazzi|al team|per (il lavoro|il rilascio|la release)]|congratulazioni [a tutti|ragazzi|al team|per (il lavoro|il rilascio|la release)]|bravi [tutti|ragazzi]|ottimo lavoro [a tutti|ragazzi|team|squadra|tutti]|bel lavoro [a tutti|ragazzi|team|squadra]|buon lavoro a tutti|incrociamo le dita|dita incrociate|non vedo l'ora|buon deploy|buon rilascio|buona settimana|buon weekend a tutti)
= [e] [per favore] (fammi sapere|fatemi sapere|mi faccia sapere|tienimi aggiornato|tienimi aggiornata|tenetemi aggiornato|tenetemi aggiornata|avvisami|avvisatemi|dimmi|ditemi|tienimi informato|tenetemi informato) [quando (è fatto|è fatta|avete finito|hai finito|è online|è tutto fatto|è pronto|è andato)|a cose fatte|a fine lavori|una volta fatto|come va|come è andata|com'è andata]
? [il tag|la versione|il commit] {V} è (corrett<o,a>|giust<o,a>|ok|quello giusto|quella giusta|a posto)
? è (il commit giusto|il tag giusto|la versione giusta|quello giusto|quella giusta|il commit corretto|la versione corretta|il tag corretto)
? era (previst<o,a>|pianificat<o,a>|concordat<o,a>|programmat<o,a>|in programma)|(lo|la) (aspettavo|aspettavamo|sapevo|sapevamo)|me lo aspettavo|ne sono al corrente|ne ero al corrente|come previsto|è previsto
+ [{I}] (approvo|autorizzo|accetto|approviamo|autorizziamo) (la creazione|la pubblicazione|il push|il tagging|l'esecuzione|il rilascio|il deploy|la messa in produzione) (del tag|della versione|del commit|della release|di {V}) [{V}] [su {V}]
+ [sì] (puoi|può|potete|si può) [pure|tranquillamente] (mettere|creare|pushare|aggiungere|fare|pubblicare|apporre|inserire|caricare) [pure] (il tag|questo tag|{V}|il tag {V}) [su {V}|sul commit|pure|per favore]
+ [per favore] (metti|mettete|metta|crea|create|aggiungi|aggiungete|pusha|pushate|apponi) [pure] (il tag|questo tag|{V}|il tag {V}) [su {V}|sul commit|pure|per favore]
- [per favore|vi prego|ti prego] non (mettere|mettete|metta|creare|create|pushare|pushate|aggiungere|aggiungete|apporre|pubblicare|pubblicate|taggare|taggate) [{OBJ}|il tag|questo tag|nessun tag] [per favore]
- [mi dispiace|purtroppo|mi spiace] [ma] non (lo|la) (posso|possiamo) (approvare|autorizzare|accettare)
BOT = \ue001|il bot
FIX = (questa|la|quella) (fix|correzione|versione|patch|release|modifica)|(questo|il|quel) (fix|rilascio|aggiornamento|hotfix)|questo
CREW = qa|la qa|il team|il team qa|il supporto|il cliente|l'assistenza|gli sviluppatori|tutti|le operations|la produzione
PUT = lancia<la,lo,tela,telo>|pubblica<la,lo,tela,telo>|rilascia<la,lo,tela,telo>|tagga<la,lo,tela,telo>|manda<la,lo,tela,telo>|esegui<la,lo,tela,telo>|avvia<la,lo,tela,telo>|carica<la,lo,tela,telo>|crea<la,lo,tela,telo>|falla uscire|fallo uscire|fatela uscire|fatelo uscire|falla andare|fatela andare|falla partire|fatela partire|facciamola uscire|facciamolo uscire|facciamola partire|mandiamola|mandiamolo|pubblichiamola|pubblichiamolo|lanciamola|rilasciamola|rilasciamolo|taggiamola|taggiamolo|mettila (fuori|in produzione)|mettetela (fuori|in produzione)|spingila|spingila fuori|liberala|liberatela
+ [{ADV}] {PUT} [fuori|avanti|in produzione|pure|subito|ora|adesso|{ADV}]
+ [ma|beh] (certo che sì|certo|certissimo|sì|ovvio che sì|ovviamente sì)
+ (vada|si vada|vai|andiamo) per (la {V}|il {V}|{V})
+ sì (alla {V}|al {V}|a {V}|a {OBJ}|alla versione|al rilascio|al tag|alla release)
+ {BOT} (può|ha il permesso di|ha il mio ok per|ha il via libera per|è autorizzato a) [pure|{ADV}] {INF} [{OBJ}|il tag]
+ {BOT} ha (il mio ok|il via libera|il mio permesso|la mia approvazione)|(lascia|lasciate) che {BOT} (proceda|vada avanti|faccia)|che {BOT} proceda|{BOT} può (procedere|andare)
+ (go|ok|via|semaforo verde|via libera|approvato|approvata) {FOR}|è [un] go [{FOR}]|per me [è] [un] go
+ [{I}] esprimo [il mio|un] (parere favorevole|consenso|benestare|assenso) [{OBJ}|per {OBJ}|a {OBJ}|al rilascio]
+ (la|questa) (richiesta|versione|release) è [stata|da me|quindi] (approvata|accolta|accettata|autorizzata)|(richiesta|istanza|domanda) (approvata|accolta|accettata)|(permesso|consenso|ok|via libera) (accordato|concesso|dato)|autorizzazione (concessa|accordata|data)|(decisione|risposta) (positiv<a,o>|favorevole)|parere favorevole [{FOR}|al rilascio|alla richiesta]
+ [{I}] (approvo|firmo|autorizzo|do l'ok|do il via libera|do il mio ok) [molto] (volentieri|con piacere|senza riserve|senza esitare|ad occhi chiusi|a occhi chiusi)
+ (puoi|potete|può|si può|possiamo) [pure|tranquillamente|già|{ADV}] (pubblicare|rilasciare|lanciare|taggare|mandare|far uscire|far partire|creare|mettere) [fuori|pure|in produzione] [la {V}|il {V}|la versione [{V}]|il tag [{V}]|{OBJ}]
+ (avanti|procedi|procedete|vai|andate) [pure] con (la {V}|il {V}|la versione|la release|il tag|il rilascio)|avanti con tutto|avanti tutta|via così|via col tag|via col rilascio|si pubblichi|si rilasci|si lanci|si tagghi|che esca|che parta|che vada
> ecco|perfetto così|bravi tutti|bene bravi|visto tutto
? [i|i nostri|tutti i|molti] (clienti|utenti|colleghi|partner) [la|lo|già] (aspettano|attendono|stanno aspettando|chiedono|aspettavano|vogliono) [già|tutti] [{FIX}] [da (giorni|settimane|tempo|un pezzo|mesi|una settimana)] [con ansia]
? (la|lo|l') (aspettavamo|aspettiamo|stavamo aspettando|attendevamo) [tutti] [da (giorni|settimane|tempo|un pezzo|mesi)]
? [ho|abbiamo] [già|appena] (sentito|parlato con|visto con|verificato con|controllato con|discusso con|concordato con|ne ho parlato con) {CREW} [stamattina|ieri|oggi|adesso]
? (visto|verificato|discusso|concordato|parlato|controllato) con {CREW}
? {CREW} (ha|hanno) [già] (finito|validato|testato|confermato|dato l'ok|approvato i test)|{CREW} è (contento|d'accordo|ok)
? [e] tutto [è] (verde|pronto|in ordine|a posto|a verde)|test (verdi|tutti verdi|ok)|(qa|ci) verde
? (prima è meglio è|era ora|è il momento giusto|niente (altro|da aggiungere)|nulla da aggiungere|siamo pronti|tutto pronto|non c'è altro da (fare|aggiungere))
? (changelog|diff|note di rilascio|il changelog|il diff|le note) (letto|lette|controllato|controllate|ok|visto|viste)
= (saluti|un saluto|cari saluti|cordiali saluti|un abbraccio|baci|buona giornata|ciao) (da|dalla|dal) [una bella|una soleggiata] ({PLACE}|mare|montagna|treno|ufficio|casa|spiaggia)
= (inviato|spedito|scritto|mandato) (da|dal|col|con il) [mio] (iphone|ipad|cellulare|telefono|smartphone|android|telefonino|tablet|samsung|dispositivo mobile)
= (grazie|grazie mille|complimenti|bravi) [a] (tutta la squadra|tutto il team|tutti|voi tutti|per (la velocità|la pazienza|l'impegno|il sollecito|la prontezza|la cura|il promemoria|il vostro lavoro|il tuo lavoro|la fix|la correzione|l'attenzione|averci pensato))
= (buon|buona) (weekend|fine settimana|giornata|serata|lavoro|settimana|pomeriggio|pranzo|viaggio) (a tutti|a te|a voi|ragazzi|team)|(bel|ottimo|gran|buon) lavoro [squadra|team|ragazzi|a tutti|davvero]|bella giornata|buona domenica
- [purtroppo|mi spiace|mi dispiace] (devo|dobbiamo|sono costretto a|sono costretta a) (respingerla|respingerlo|rifiutarla|rifiutarlo|bocciarla|bocciarlo|fermarla|fermarlo|dire no|bloccarla|bloccarlo|declinare|scartarla)
- non si (rilascia|pubblica|tagga|lancia|fa|procede|esce|manda) [niente|nulla|così|{OBJ}]
- (questa|la|questa versione|la {V}|questa release|quella) non (esce|va in produzione|parte|si rilascia|si pubblica|va fuori|passa)
- (pongo|metto|esprimo) [il mio|il|un] (veto|parere negativo|parere contrario)|parere (negativo|contrario|sfavorevole)
- scarta<la,lo,tela,telo>|boccia<la,lo,tela,telo>|ferma<la,lo,tela,telo>|annulla<la,lo,tela,telo>|respingi<la,lo,tela,telo>
- la richiesta non (può essere|è|viene|sarà) (accolta|approvata|accettata|autorizzata)
- non (voglio|desidero|intendo) che (venga|si|venga mai) (creato|pubblicato|rilasciato|taggato|crei|pubblichi|rilasci) [quel tag|questo tag|{OBJ}|quella versione]|{BOT} non (può|deve) {INF}|non la (firmo|approvo)
< in produzione|in prod|oggi|sin da ora|fin da ora|in esercizio
BE = essere (rilasciat<o,a>|pubblicat<o,a>|lanciat<o,a>|taggat<o,a>|messo in produzione|messa in produzione|eseguit<o,a>|creat<o,a>|avviat<o,a>|distribuit<o,a>|effettuat<o,a>)
+ ({OBJ}|la {V}|il {V}|tutto) può [pure|ora|tranquillamente|già] (uscire|partire|procedere|andare (in produzione|online|live|avanti|fuori)|passare in produzione|{BE}) [{FOR}]
+ può [pure|ora|tranquillamente|già] (andare (in produzione|online|live|avanti)|passare in produzione|{BE}) [{FOR}]
+ (mett<ilo,ila,etelo,etela,iamolo,iamola>|port<alo,ala,atelo,atela,iamolo>|mand<alo,ala,atelo,atela>|spingi<lo,la>) [pure|ora] (in produzione|in prod|online|live) [pure|ora|{ADV}]
+ (con la presente|con questa mail|con questo messaggio|ufficialmente) [{I}] (approvo|autorizzo|accetto) (la creazione|la pubblicazione|il push|il tagging|l'esecuzione|il rilascio|il deploy|la messa in produzione) [del tag|della versione|della release|di {V}|della {V}] [{V}]
+ [{I}] (approvo|autorizzo|accetto|approviamo) (la creazione|la pubblicazione|il push|il tagging|l'esecuzione|il rilascio|il deploy|la messa in produzione|l'uscita) [del tag|della versione|della release|di {V}|della {V}|del {V}] [{V}]
+ [{I}] (confermo|confermiamo|do|dò|concedo) [{ADV}] (l'approvazione|l'autorizzazione|la mia approvazione|il mio ok|l'ok|il via libera|il mio consenso|il benestare) (della|del|alla|al|per la|per il|per) ({V}|{NOUN} [{V}]|pubblicazione della versione [{V}])
+ (hai|avete|ha) (la mia approvazione|il mio ok|il mio via libera|il mio consenso|il mio benestare|l'ok) (per|a) (rilasciare|pubblicare|procedere|partire|lanciare|creare il tag|andare in produzione) [{OBJ}|la {V}]
+ (procedi|procedete|proceda|procediamo|vai|andate) [pure|ora|subito] (al|alla|col|con il|con la|con) ({NOUN}|{V}|{OBJ}) [{V}]
+ (si) (può|possono) [pure|ora|tranquillamente] (procedere|partire|rilasciare|pubblicare|lanciare|andare in produzione|andare) [{OBJ}|con {OBJ}|al rilascio]
> dal mio punto di vista|da parte nostra|per conto mio
~ [non vediamo|non vedo|non ci vedo|non ci sono] (problemi|controindicazioni|criticità|ostacoli|impedimenti|rischi) [{FOR}]
~ [{I}] (ho|abbiamo) [già|appena] (dato un'occhiata|dato uno sguardo|guardato) [a {THING}|al changelog|alle modifiche|al codice|tutto|alla richiesta] [e (è|sembra|mi sembra) tutto (ok|a posto|in ordine|corretto)]
? [anche] {CREW} (ha|hanno) [già|anche] (chiuso|finito|terminato|validato|testato|dato l'ok|dato il via libera|approvato i test|confermato|verificato|detto ok) [tutto|i test|ieri|stamattina|oggi]
? [anche] (il qa|qa|la qa) (ha [già|anche] (chiuso|finito|terminato|validato|testato|dato l'ok|dato il via libera|confermato)|è (verde|ok|a posto|passato|passata|d'accordo))
? (i test|tutti i test|le verifiche|i controlli|la ci|la pipeline|la build|le prove) (sono|è) [tutti|tutte|già] (passat<i,e,a>|verd<i,e>|ok|a posto|andati bene|andate bene|superat<i,e>)
? (il cliente|i clienti|gli utenti|il supporto|tutti|il commerciale) [lo|la] (aspetta|aspettano|attende|attendono|sta aspettando|stanno aspettando|chiede|chiedono|sollecita) [già|questa|{FIX}] [da (lunedì|martedì|mercoledì|giovedì|venerdì|ieri|giorni|settimane|tempo|una settimana|mesi)|tutta la settimana|con ansia]
? [ne] (ho|abbiamo) [già|appena] parlato con {CREW} [ieri|stamattina|oggi] [e non (vediamo|ci sono) (problemi|obiezioni)]
= [scusa|scusate|sorry] (ero|sono stat<o,a>|stavo) (in riunione|in call|in volo|in viaggio|in treno|fuori ufficio|in ferie|a pranzo|al telefono|dal cliente|fuori) [tutto il giorno|tutta la mattina|fino ad ora|fino a poco fa|ieri]
= (grazie|grazie mille) (per|di) (aver controllato|avermelo chiesto|aver chiesto|aver aspettato|aver preparato tutto|averci lavorato|averlo sistemato|la pazienza|la rapidità|il lavoro fatto|il bel lavoro|l'ottimo lavoro|la spiegazione|il dettaglio|la chiarezza|la documentazione|il promemoria)
= (buona|buon|ottima|ottimo) (continuazione|proseguimento|prosecuzione|giornata|serata|rilascio|fine settimana|pranzo|weekend)
+ [ti|vi|le|gli] (do|dò|diamo|confermo|confermiamo|concedo) (l'ok|l'okay|l'approvazione|l'autorizzazione|il benestare|il nulla osta|il via) [per {OBJ}|a {OBJ}|al {NOUN}|alla {NOUN}|{FOR}]
+ (ok|okay|sì|via libera|benestare|favorevole|sono favorevole) (al|alla|per il|per la|all') {NOUN} [{V}] [{FOR}]
+ [sono|siamo] favorevole|favorevoli
< come da (richiesta|accordi|procedura|proposta|programma|piano)|quando vuoi|quando volete
> prego
DEED = (il|la|l'|questo|questa) (rilascio|pubblicazione|uscita|messa in produzione|deploy|release) (della|del|di) {V}|(la|questa) versione {V}
+ [con la presente|formalmente] [{I}] (approvo|autorizzo|confermo e approvo) [con la presente|formalmente|senza riserve] {DEED} [in produzione]
+ [con la presente] [{I}] (do|concedo|confermo|rilascio|esprimo) [{MY}] {GIFT} (a|al|alla|per|per il|per la) ({DEED}|{OBJ}|{NOUN} [(della|del|di) {V}]) [in produzione]
+ [certo|certamente] (ti|vi|la) (autorizzo|autorizziamo) a {INF} [{OBJ}|{DEED}] [in produzione]
+ parere favorevole|favorevole|sono favorevole|voto favorevole|approvatissim<o,a>|si (autorizza|approva|concede|accorda) [{OBJ}|quanto richiesto|la richiesta]|consento|falla uscire|manda su|mandala su|a tutto gas|si va|si parte|deployate|deploya [pure]|spingi|mille volte sì
- (bloccate|blocca|bloccare|fermate|ferma|stoppate|stoppa) (il rilascio|il deploy|la release|la pubblicazione|la richiesta|questo rilascio|l'operazione)|bloccat<e,a> tutto|(autorizzazione|approvazione) negata [per mancanza del piano di rollback]|(si respinge|si nega) [la richiesta|l'autorizzazione]
= (gentili colleghi|gentile collega|egregi colleghi|egregio collega|spettabile team|spett.le team|gentile team|cari colleghi|caro team|cari tutti|buongiorno a tutti|buonasera a tutti|salve a tutti|ciao a tutti|ciao ragazzi|gentili signori|egregi signori|gentile signora|egregio signore|in fede|con osservanza|con i migliori saluti|i migliori saluti|un cordiale saluto|cordialità|cordialmente|a presto|buon lavoro a tutti)
"""
