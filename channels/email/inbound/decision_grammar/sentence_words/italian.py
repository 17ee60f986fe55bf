"""Italian words of a decision by their classes, as `sentence_reading` reads them."""

ITALIAN_WORDS = """
y sì|certo|certamente|ma certo|certo che sì|certo che si|sicuro|sicuramente|naturalmente|assolutamente sì|assolutamente|ovviamente|volentieri|con piacere|molto volentieri|affermativo|senz'altro|sì (certo|grazie|per favore|certamente|volentieri|da parte mia|per me|senz'altro)|per me [è] [un] sì|è un sì [da parte mia|per me]|come no
w ok|okay|va bene|bene|molto bene|benissimo|perfetto|d'accordo|ottimo|eccellente|tutto ok|tutto bene|a posto|tutto a posto|mi va bene|per me va bene|per me ok|nessun problema|senza problemi|bel lavoro|ottimo lavoro|finalmente|sono favorevole|nessuna obiezione|mi sta bene|tutto in regola
c procedi [pure]|procedete [pure]|proceda [pure]|procediamo [pure]|vai [pure]|andate [pure]|vada pure|fallo [pure]|fatelo [pure]|lo faccia pure|fai pure|fate pure|faccia pure|esegui(lo|la|) [pure]|eseguite(lo|la|) [pure]|via libera|avanti [pure]|vai avanti|andate avanti|continua pure|continuate pure|(puoi|potete|può|si può) (procedere|continuare|andare avanti|andare|eseguire|farlo) [pure]|semaforo verde|nulla osta
c [io|] [lo|la|] (approvo|approviamo|autorizzo|autorizziamo|acconsento|consento|confermo l'approvazione)|con la presente (approvo|autorizzo)|sono [pienamente|completamente] d'accordo|do [il|la] [mio|mia] (ok|consenso|approvazione|benestare|assenso|autorizzazione|via libera|nulla osta)|(hai|avete|ha) [il|la] (mio|mia|nostro|nostra|) (ok|consenso|approvazione|benestare|assenso|autorizzazione|via libera|nulla osta|permesso)|il mio (consenso|assenso|benestare|ok|via libera) (c'è|è dato|ce l'hai|ce l'avete)|approvazione (data|concessa)|permesso accordato|autorizzazione concessa|esprimo parere favorevole|parere favorevole|per quanto mi riguarda (sì|è approvato|ok|va bene)
d approvato|approvata|autorizzato|autorizzata|accordato|(è|sono|tutto|risulta) (approvato|approvata|autorizzato|autorizzata)
x:delete cancella(lo|la|te|telo|tela|re|rlo|rla|)|elimina(lo|la|te|telo|tela|re|rlo|rla|)|rimuovi(lo|la|)|rimuovete(lo|la|)|rimuover(e|lo|la)|togli(lo|la|)|togliete(lo|la|)|toglier(e|lo|la)|butta(lo|la|te|telo|tela|re|) [via]|via quel|fai fuori
f:delete (può|possono) essere (cancellato|cancellata|eliminato|eliminata)|si può (cancellare|eliminare|togliere|buttare)
x:pay paga(la|lo|te|tela|telo|re|rla|)|paghi(la|)|salda(la|te|tela|re|)|liquida(la|te|tela|re|)|effettua(te|re|) il pagamento|procedi al pagamento|procedete al pagamento|procedere al pagamento|bonifica(te|re|)|versa(te|re|)|il pagamento
f:pay può essere (pagata|saldata)|si può (pagare|saldare)|da pagare
x:merge unisci(lo|la|)|unite(lo|la|)|unire|fondi(lo|la|)|fai il merge|fate il merge|mergia(lo|la|te|re|)
x:release pubblica(lo|la|te|telo|tela|re|rlo|rla|)|rilascia(lo|la|te|telo|tela|re|rlo|rla|)|lancia(lo|la|te|telo|tela|re|)|metti(lo|la|) (online|in produzione|in linea)|mettete(lo|la|) (online|in produzione|in linea)|mettere in produzione|manda(lo|la|te|) (online|in produzione|in prod|fuori)|fa(i|te|) (uscire|il deploy|il rilascio)|fate(la|lo) uscire|falla uscire|fallo uscire|distribuisci(lo|la|)|distribuite|deploya(te|re|lo|la|)|tagga(te|re|lo|la|)|porta(te|lo|la|) in produzione|il rilascio
f:release può (uscire|andare online|andare in produzione)|si può (pubblicare|rilasciare)|in produzione
x:refund rimborsa(lo|la|te|re|)|il rimborso
x:send invia(lo|la|te|re|)|manda(lo|la|te|re|)|spedisci(lo|la|)|spedite|spedire
x:restart riavvia(lo|la|te|re|)
x:create crea(lo|la|te|re|)|aggiungi|aggiungere
x:order ordina(te|re|lo|)|compra(te|re|lo|)|acquista(te|re|)
x:cancel disdici|disdire
p per favore|per cortesia|per piacere|prego|(puoi|potete|può|possiamo|si può|potrete) [pure]|pure|ok (a|per|al)|sì (a|al|alla)|d'accordo (a|per|con)|(ti|vi) autorizzo a|autorizzo (a|il|la|l')|approvo (il|la|l')|favorevole (a|al|alla)
o lo|la|li|le|il|l'|questo|questa|quello|quella|quel|ciò|richiesta|azione|passo|modifica|operazione|cosa|vecchio|vecchia|tutto|nuova|nuovo|quest'|gli|i|roba
o:pay fattura|pagamento|importo|somma|soldi|fornitore|bonifico
o:branch branch|ramo
o:release versione|release|tag|rilascio|deploy|build|produzione|prod|aggiornamento|patch|commit
o:merge pr|pull request|merge request|branch|ramo
o:data file|cartella|record|tabella|backup|dati|database
o:account account|utente|utenti
o:server server|servizio|istanza|macchina
o:send mail|messaggio|email|newsletter|lettera
o:refund rimborso|importo|soldi|cliente
o:order ordine
j da parte (mia|nostra)|per (me|noi)|per quanto mi riguarda|con la presente|allora|quindi|così|volentieri|direttamente|immediatamente|quanto prima|il prima possibile|senza problemi|come (previsto|concordato|proposto|da accordi|richiesto)|e|a|al|alla|all'|in|di|del|della|dell'|con|tranquillamente|per|stesso|senz'altro|da
t ora|adesso|oggi|subito|oggi stesso|fin d'ora
g ciao|salve|buongiorno|buonasera|grazie|grazie mille|saluti|cordiali saluti|distinti saluti|un saluto|grazie (di aver chiesto|per aver chiesto|per l'avviso|per la segnalazione|dell'avviso|per il promemoria|per aver controllato)|buona giornata|buon lavoro
r ho|abbiamo|è|sono|e|lo|la|il|le|i|gli|l'|tutto|tutti|tutte|già controllato|di|del|della|in|con|importo|fattura|numeri|cifre|test|codice|piano|diff|pipeline|build|branch|consegna|versione|merce|ordine|molto|anche|io|stesso|stessa|sembra|conti|qui|quel|quella|vecchia|roba|perfettamente|sera|stamattina|provata|provato|gira
e corretto|corretta|corretti|giusto|giusta|giusti|bene|verde|verdi|in ordine|controllato|controllata|controllati|verificato|verificata|testato|testata|provato|provata|funziona|gira benissimo|gira bene|torna|tornano|quadra|quadrano|perfetto|in regola|conforme|pronto|pronta|completo|consegnata|pulito|stabile|obsoleto|roba vecchia|vecchio|(non serve più|non lo usa più nessuno|non la usa più nessuno|non serve piu a nessuno|non serve più a nessuno|nessuno lo usa [più]|nessuno la usa [più]|non ci serve più)|nessuna obiezione|nessun problema
n non|mai|né|niente|nulla|nessun|nessuna|nessuno
k rifiutato|rifiutata|[lo|la|] rifiuto|[lo|la|] rifiutiamo|mi rifiuto|respinto|respinta|[lo|la|] respingo|nego|negato|negata|bocciato|bocciata|mi oppongo|veto|annulla(te|) [la|il] [richiesta|pagamento|rilascio]|annullatela|annullala|annullalo|ritira(te|) [la|il] [richiesta]|ritiratel(a|o)|lascia(te|) stare [il|quel|questo] [branch]|lascialo (stare|lì|dov'è|in pace)|lasciala (stare|lì|in pace)|lasciatelo stare|lasciatela stare|tieni (il|quel) branch|tenete (il|quel) branch|teniamo (il|quel) branch|teniamolo|(va|vanno) (mantenuto|tenuto|conservato)|mani giù|giù le mani|no grazie|sono contrario|sono contraria|contrario|contraria|parere (contrario|negativo)|(non se ne parla|neanche per sogno|non ci penso nemmeno)|niente (soldi|pagamento|rilascio|deploy)|è un no|dico di no
a approvo|approvare|approvato|autorizzo|autorizzato|autorizzare|accetto|accettare|acconsento|consenso|fatto|fare|fate|fatelo|tocca(te|)|toccare|si tocca|si pubblica|si paga|paghiamo|pubblichiamo|va cancellato|va pagata|cancellato|pagata|firmare|firmo|d'accordo|venisse fatto|vada|procedere|procedete|cancelliamo|autorizzazione|voglio|permesso|do|lo faccio
! grazie per|grazie di|se|quando|appena|finché|fino|dopo|prima|ma se|solo|soltanto|solamente|tranne|salvo|eccetto|però|tuttavia|anche se|sebbene|piuttosto|forse|magari|probabilmente|eventualmente|potrebbe|potrei|dovrebbe|dovremmo|sarebbe|vorrei|avrei|farei|credo|penso|suppongo|spero|domani|tardi|presto|prossima|prossimo|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|ancora|aspetta|aspettate|aspettare|metà|parte|rata|parzialmente|alcuni|alcune|altra|altro|altri|altre|scorsa|scorso|ultima|ultimo|ieri|già|era|fu|aveva|erano|chiedi|chiedete|senti|sentite|dice|detto|lui|lei|loro|qualcuno|chi|che cosa|cosa|perché|come|dove|quale|principio|teoria|quasi|appena|senza che|sempre che|a condizione|condizione|haha|lol|hm|boh|addio|arrivederci|purtroppo|scusa|ps|collaudo|staging|spiega|spiegare|guardare|discutere|parlare|sbagliato|rosso|rotto|dubbio|più|asini|vi pare|ti pare|acconto|piano|o|oppure|ma non
"""
