"""German: orders, agreements and facts about a call, and the words of its acts and things. A table as `call_rule_builder` reads it."""

GERMAN_CALLS = """
WHO = {XH}
WHOM = ihr|ihm|ihnen|[der|dem|den|die|das] [arme|armen] ({WHO}|\ue002)|an (sie|ihn|alle|[die|den|das|der] {WHO}|[die|den] \ue002)
DET = der|die|das|den|dem|diese|dieser|diesen|diesem|dieses|ihr|ihre|ihren|ihrem|sein|seine|seinen|unser|unsere|unseren|deine|deinen|eure|des
FULL = volle|vollen|voller|vollem|ganze|ganzen|gesamte|gesamten|komplette|kompletten|gewünschte|gewünschten|genannte|genannten|beantragte|beantragten|vereinbarte|vereinbarten|angefragte
WHAT = es|das|sie|ihn|'s|das ganze|alles davon|[{DET}] [{FULL}] \ue000|{DET} [{FULL}] (betrag|summe|sache|{XO}|{XN}) [\ue000|von \ue000|über \ue000|in höhe von \ue000]|[{XO}|nummer|nr|betrag|bestellung|rechnung|auftrag] \ue000|{XO}
AT = (für|an|zu|von|auf|über|mit|bei|in|zur|zum|in höhe von|aus|wegen) [{DET}] ({WHAT}|{WHOM}|{XO})
SUM = das|dem|es|dies|dazu|dafür|[{DET}] [{FULL}] \ue000|{DET} [{FULL}] (betrag|summe|sache)
APPR = {DEED}|{SUM}|[{DET}] {XA} [an \ue002|von \ue002|\ue000]
LET = bitte|jetzt|nun|sofort|gleich|heute|heute noch|noch heute|direkt|umgehend|ruhig|gern|gerne|einfach|dann|also|so|mal|halt|schnell|zeitnah|möglichst bald|so schnell wie möglich|schnellstmöglich|unverzüglich|wie geplant|wie besprochen|wie vorgeschlagen|wie vereinbart|wieder|doch|schon|komplett|vollständig|in voller höhe|asap|zügig|diese woche|von mir aus|für mich|unbedingt|sehr gern|sehr gerne|auf jeden fall|da|ihm|ihr
IT = [{ITEM}] [{ITEM}] [{ITEM}] [{ITEM}] [{ITEM}]
ITEM = {WHOM}|{WHAT}|{AT}|{LET}
CAN = kannst|könnt|können|kannst du|du kannst|ihr könnt|sie können|könnt ihr|können sie|du darfst|ihr dürft|sie dürfen|dürft|darfst|wir können|können wir
DEED = [{DET}] [{FULL}] {XN} [{NOF}] [{NOF}]
NOF = (von|über|für|an|zu|auf|in höhe von|der|des|mit|bei|zur|zum) [{DET}] ({WHAT}|{WHOM}|{XO})|\ue000
FINE = ok|okay|in ordnung|geht klar|geht in ordnung|geht ok|passt|passt so|passt für mich|genehmigt|freigegeben|bewilligt|erlaubt|abgesegnet|einverstanden|ist ok|ist okay|ist in ordnung|ist von mir genehmigt|ist von mir freigegeben|ist hiermit genehmigt|ist hiermit freigegeben|wird hiermit genehmigt|wird von mir genehmigt
YES = freigabe|ok|okay|zustimmung|genehmigung|einverständnis|grünes licht|segen|go|ja|erlaubnis|daumen hoch|einverstanden
MOVE = {XV} {IT}|{IT} {XI}|(mach|macht|machen sie|veranlasse|veranlasst|veranlassen sie|starte|startet|starten sie|erledige|erledigt|erledigen sie|leite|leitet) [{LET}] {DEED} [{LET}] [ein|los|klar|fertig]
+ [{LET}] [{CAN}] {MOVE} [{LET}]
+ ({DEED}|[{DET}] {XA}) {FINE} [{SIDE}] [{LET}]
+ [{MY}] {YES} [{SIDE}] (für|zu|zur|zum) {APPR} [{AT}] [{SIDE}] [hast du|habt ihr|haben sie|erteilt|liegt vor|ist erteilt]
+ (einverstanden|genehmigt|freigegeben|bewilligt|ok|okay|ja) (mit|zu|zur|zum|für) {APPR} [{SIDE}]
+ (ich|wir) [hiermit] (stimme|stimmen) [hiermit] {APPR} [gern|gerne|hiermit|voll] zu|[hiermit] stimme ich {APPR} [gern|gerne] zu
+ (ich|wir) [hiermit] (genehmige|genehmigen|bewillige|erlaube|autorisiere|befürworte) [hiermit] {APPR} [{AT}]|hiermit (genehmige|bewillige|erlaube|autorisiere) ich {APPR} [{AT}]
+ (ich|wir) [hiermit] (gebe|geben) [hiermit] {APPR} [hiermit] frei|hiermit gebe ich {APPR} frei
+ (ich bin|bin|wir sind) mit {APPR} [voll|völlig] einverstanden
+ {LET} [{LET}] (kann|darf|können|dürfen) ({WHAT}|{DEED}|[{DET}] {XA}) [{LET}] {XP} [werden]
+ (er|sie|die kundin|der kunde) (kann|darf) {WHAT} [{LET}] (bekommen|haben|zurückhaben|zurückbekommen)
+ zur {XN} (freigegeben|genehmigt|frei)
+ [{WHAT}|{DEED}|{WHOM}|[{DET}] {XA}] (kann|darf|können|dürfen) [{LET}] [{AT}] [{LET}] {XP} [werden]
+ [du hast|ihr habt|sie haben] (meine|meinen|mein|die|das|unser|unsere) (segen|ok|okay|freigabe|zustimmung|erlaubnis|go|genehmigung|einverständnis) (für|zu|zur|zum) {APPR}|meinen segen hast du|meinen segen habt ihr|mein ok hast du|meine freigabe hast du
+ (ok|okay|einverstanden|bereit) {IT} zu {XI}
+ [{LET}] raus [damit]|(tut|tat) weh aber ja|schweren herzens ja|schmerzt aber ja|(ja|jo) und zwar [heute] [noch] [bitte|sofort]|(ja|gern|gerne) aber gerne|können wir so machen|machen wir so|so machen wir das|geht klar|geht in ordnung|passt scho|passt schon|passt so|mach das bitte|raus damit|(ja|jo|jawoll|jawohl|klar|ok|okay) raus damit|von meiner seite spricht nichts dagegen|spricht nichts dagegen|(ja|na|aber) (klar|sicher|logo|logisch|gern|gerne|natürlich)|unbedingt|sehr gern|sehr gerne
~ so schnell wie möglich|möglichst schnell|[{FULL}] (betrag|summe)|in voller höhe|hauptsache ruhe im karton|hauptsache ruhe|das ist ok so|von mir aus|von mir aus gern|spricht nichts dagegen
< {LET}|heute noch bitte|heute|diese woche
WANN = gestern|heute|heute früh|heute morgen|eben|gerade|vorhin|letzte woche|schon|bereits|am telefon|telefonisch|zweimal|dreimal|mehrfach|seit wochen|seit tagen|lange|lang|lange genug|lang genug|schon lange|seit drei wochen|seit zwei wochen|persönlich|selbst|schon zweimal
PAPER = fotos|bilder|rechnung|bestellung|ticket|fall|zahlen|betrag|beträge|details|konto|vertrag|entwurf|text|liste|log|logs|beleg|belege|quittung|unterlagen|daten|mail|bericht|buchung|backup|plan|dokument|dokumente|angaben|anfrage|reklamation|angebot|empfänger|empfängerliste|wortlaut|bestand|vorgang|auftrag|akte|auszug|protokoll|einstellungen|änderung|änderungen|konfiguration|tests
SEEN = gesehen|geprüft|kontrolliert|gecheckt|angeschaut|angesehen|durchgesehen|gelesen|überprüft|verglichen|nachgerechnet|durchgelesen|gegengelesen|nachgesehen|durchgeschaut|abgeglichen|bestätigt
PEER = sie|er|[die|der|das|unser|unsere] ({WHO}|buchhaltung|chef|chefin|lager|team|bank|laden|werkstatt|support|vertrieb|kollegen|rechtsabteilung|steuerberater|dame|arme frau|personalabteilung|controlling|it)|\ue002|alle|ich|wir
? [ich|wir] [habe|hab|haben] [mir] [{WANN}] [die|den|das|alle|alles|ihre|ihren|seine] [{PAPER}|\ue000|alles|es] [{WANN}] {SEEN}
? [{DET}|alle] ({PAPER}|{XO}|\ue000|alles|das|es|summe|ware|tasche|gerät|paket) (stimmt|stimmen|passt|passen|ist|sind|sieht|sehen|geht) [alles|auch|so|soweit|absolut|völlig|sehr] [gut|ok|okay|in ordnung|richtig|korrekt|sauber|vollständig|plausibel|auf|klar|berechtigt|nachvollziehbar|gut aus|aus|hin|kaputt|da|zurück|wieder da|eingetroffen|angekommen|defekt|geklärt|abgestimmt|besprochen|vereinbart|budgetiert|überfällig|schon da]
? [ich|wir] [habe|hab|haben] [{WANN}] mit {PEER} [{WANN}] (gesprochen|telefoniert|geredet|geklärt)
? {PEER} (hat|haben) [mir|es|das|uns] [{WANN}] [{WANN}] [die {PAPER}|alles|es|das] (angerufen|gewartet|geschrieben|gefragt|gezeigt|bestätigt|erklärt|zugestimmt|geschickt|verdient|reklamiert|nachgefragt|recht|es verdient)
? {PEER} (wartet|steht|warten|braucht es|brauchen es|ruft) [{WANN}] [hier|im laden|hier im laden|darauf|schon|auf ihr geld|dauernd an] [{WANN}]
~ (ist|das ist|es ist|war|das war|es war) [ganz|klar|eindeutig|doch|ja|ganz klar] (unser fehler|unsere schuld|mein fehler|überfällig|höchste zeit|das mindeste|nur fair)|das sind wir (ihr|ihm) schuldig|[{DET}] ({WHO}|sie|er) hat (lange|lang) genug gewartet|das hat (sie|er) verdient|höchste zeit
? (ist|das ist|es ist|war|das war) [{WANN}] (mit {PEER} (geklärt|abgestimmt|besprochen)|geklärt|abgestimmt|besprochen|geprüft|im budget|budgetiert|überfällig|höchste zeit|dringend|so vereinbart|das mindeste|nur fair)
? (ware|paket|tasche|gerät|rücksendung|artikel|lieferung|geld) (ist|sind) [schon|wieder|bereits] (zurück|da|angekommen|eingetroffen|kaputt|hin|defekt|geprüft|wieder da)
? (nicht|ihr müsst nicht|du musst nicht|sie müssen nicht|brauchst nicht|braucht nicht) [erst|mehr|extra|noch] auf \ue003 (warten|zu warten)|wartet nicht auf \ue003|warte nicht auf \ue003|du musst nicht auf \ue003 warten
? (er|sie|der kollege|die kollegin) ist [schon|seit letzter woche] (nicht mehr da|weg|ausgeschieden|ausgetreten)|(er|sie) arbeitet [hier] nicht mehr (hier|bei uns)|(niemand|keiner) (nutzt|braucht|benutzt) (es|das|ihn|sie) mehr|[die] last ist gering|[ein] backup (ist gemacht|liegt vor|existiert)|alle wissen bescheid
? wir brauchen (es|das|sie) [heute|jetzt|dringend]|(kulanz|kulant) (geht in ordnung|ist ok|sind wir)|das sind wir ihr schuldig|das sind wir ihm schuldig
= [und|bitte] [bitte|auch] (entschuldigt euch|entschuldige dich|entschuldigen sie sich|sag sorry|sagt sorry|richte|richtet|sag|sagt) [bei {WHOM}|bei ihr|bei ihm|{WHOM}|ihr|ihm|ihr liebe grüße|ihr schöne grüße|schöne grüße] [von mir|von uns|in meinem namen|aus] [aus|sorry]
= (bin|ich bin|wir sind) [heute|bis mittag|bis 15 uhr|den ganzen tag|gerade|nur|leider|noch] [den ganzen tag|gerade] (unterwegs|in einer besprechung|in besprechungen|im termin|in terminen|in meetings|im meeting|auf der messe|im zug|beim kunden|in der werkstatt|im laden|nicht am platz)
= danke \ue003 [fürs (nachfragen|kümmern|nachhaken|erinnern|prüfen)|für (die mühe|die info|das kümmern|den hinweis)]|danke fürs (nachfragen|kümmern|nachhaken|erinnern|prüfen)|(sorry|entschuldigung|entschuldige|tut mir leid) [für die|wegen der] (späte antwort|verspätung|verzögerung|warterei)
- [bitte] (nicht|nichts|auf keinen fall|keinesfalls) {IT} {XI}|[bitte] {XV} {IT} nicht|{XI} {IT} nicht
- (wir|ich) {XI} {IT} (nicht|nichts)
- [{WHAT}|{DEED}] wird nicht {XP}|danke der nachfrage aber nein|danke fürs nachfragen aber nein|(ich|wir) (sag|sage|sagen) nein
@refund,credit,invoice,cancel,order H kundin|kunden|kunde|dame|herrn|frau|käufer|käuferin|mieter
@pay,order H lieferanten|lieferant|firma|vermieter
@grant,revoke,invite,delete,create,rotate,update H nutzer|kollegin|kollegen
@any V mach|macht|machen sie|erledige|erledigt
@any I machen|erledigen|bearbeiten|ausführen|durchführen|veranlassen|abwickeln|umsetzen
@any W raus damit|raus|mach es|leg los|legt los
@any P erledigt|bearbeitet|ausgeführt|durchgeführt|veranlasst|abgewickelt
@any O anfrage|sache|vorgang|auftrag|schritt|aktion|fall|antrag
@refund V erstatte<,t>|erstatten sie|überweis<,e,t>|überweisen sie|vergüte<,t>|vergüten sie|refundiere<,t>|zahl<,e,t> {IT} (aus|zurück)|zahlen sie {IT} (aus|zurück)|zahl's {IT} (aus|zurück)|gib {IT} (zurück|wieder)|gebt {IT} zurück|geben sie {IT} zurück|gib {WHOM} [bitte] (das|ihr|sein) geld [zurück|wieder]|weise {IT} an|schick<,e,t>|schicken sie|{WHAT} (zurück|retour) [an {WHOM}]|bezahl<,e,t>
@refund I erstatten|zurückerstatten|rückerstatten|auszahlen|zurückzahlen|überweisen|zurücküberweisen|anweisen|vergüten|zurückgeben|gutschreiben|refundieren|zahlen|bezahlen|schicken|ersetzen
@refund P erstattet|zurückerstattet|rückerstattet|ausgezahlt|zurückgezahlt|überwiesen|zurücküberwiesen|angewiesen|vergütet|zurückgegeben|gutgeschrieben|refundiert|bezahlt
@refund N erstattung|rückerstattung|rückzahlung|auszahlung|überweisung|refund|zahlung|kulanz|rücküberweisung|vergütung|gutschrift|anweisung
@refund O geld|betrag|summe|bestellung|kunde|kundin|kaufpreis|kohle|erstattung|preis|order|bestellnummer|zahlung
@pay V zahl<,e,t>|zahlen sie|bezahl<,e,t>|bezahlen sie|überweis<,e,t>|überweisen sie|begleich<,e,t>|begleichen sie|weise {IT} an|zahl<,e,t> {IT} aus|zahlen sie {IT} aus|schick<,e,t> [das|ihm|ihr] geld
@pay I zahlen|bezahlen|überweisen|begleichen|anweisen|auszahlen|freigeben|tätigen
@pay P überwiesen|angewiesen|ausgezahlt|freigegeben
@pay A rechnung
@pay N zahlung|überweisung|auszahlung|bezahlung|anweisung|begleichung|zahlungsanweisung
@pay O rechnung|betrag|summe|geld|lieferant|lieferanten|zahlung|überweisung|gebühr|gehalt|lohn|miete|honorar|rechnungsbetrag
@invoice V stell<,e,t> {IT} (aus|in rechnung)|stellen sie {IT} (aus|in rechnung)|fakturiere<,t>
@invoice I ausstellen|fakturieren|berechnen|in rechnung stellen|stellen
@invoice P ausgestellt|fakturiert|berechnet|gestellt
@invoice N rechnungsstellung|fakturierung|rechnung
@invoice O rechnung|kunde|kundin|betrag
@credit V gewähr<,e,t>|gib {WHOM} {WHAT}|schreib<,e,t> {IT} gut
@credit I gewähren|gutschreiben|geben|einräumen
@credit P gewährt|gutgeschrieben|eingeräumt
@credit A rabatt|gutschrift|nachlass
@credit N gutschrift|rabatt|nachlass|gutschein|preisnachlass|skonto
@credit O gutschrift|rabatt|nachlass|gutschein|kunde|kundin|betrag
@send V schick<,e,t>|schicken sie|versende<,t>|versenden sie|send<,e,et>|verschick<,e,t>|verschicken sie|schick<,e,t> {IT} (raus|ab|los)|sende {IT} ab|hau<,t> {IT} raus
@send I schicken|senden|verschicken|versenden|rausschicken|abschicken|losschicken|absenden|rauslassen|rausgehen|verteilen|rausgeben|raushauen
@send P geschickt|gesendet|verschickt|versendet|rausgeschickt|abgeschickt|raus|rausgehen|raus gehen
@send A newsletter|mailing|mail|kampagne
@send N versand|mail|mailing|newsletter|versenden|aussendung|rundmail|nachricht|email|e-mail
@send O mail|email|e-mail|nachricht|newsletter|brief|rundschreiben|kampagne|einladung|erinnerung|angebot|text|post|antwort|mailing|empfänger|abonnenten|kunden|pressemitteilung
@publish V veröffentliche<,t>|veröffentlichen sie|poste<,t>|stell<,e,t> {IT} (online|ein)|publiziere<,t>
@publish I veröffentlichen|posten|publizieren|online stellen|live stellen|rausgeben|einstellen
@publish P veröffentlicht|gepostet|publiziert|online gestellt|online|live|raus
@publish A beitrag|artikel|post
@publish N veröffentlichung|post|publikation|beitrag
@publish O beitrag|post|artikel|text|meldung|seite|pressemitteilung|anzeige|video
@delete V lösch<,e,t>|löschen sie|entfern<,e,t>|entfernen sie|lösche {IT} raus|wirf {IT} weg|räum<,t> {IT} (auf|weg)|weg (damit|mit {WHAT})|hau<,t> {IT} weg
@delete I löschen|entfernen|bereinigen|wegwerfen|aufräumen|droppen|vernichten|rauswerfen|weghauen|beseitigen
@delete P gelöscht|entfernt|bereinigt|weg|gedroppt|vernichtet|aufgeräumt|beseitigt
@delete N löschung|entfernung|bereinigung|löschen|löschvorgang|entfernen|vernichtung
@data O eintrag|einträge|kopie|kopien|datensatz|datensätze|daten|altdaten
@create V leg<,e,t> {IT} an|legen sie {IT} an|erstell<,e,t>|erstellen sie|richte {IT} ein|füg<,e,t> {IT} hinzu
@create I anlegen|erstellen|einrichten|hinzufügen|aufsetzen|eröffnen|bereitstellen
@create P angelegt|erstellt|eingerichtet|hinzugefügt|aufgesetzt|eröffnet|bereitgestellt
@create N anlage|erstellung|einrichtung|anlegen|neuanlage|eröffnung
@create O eintrag|projekt|umgebung|datensatz
@invite V lad<,e,t> {IT} ein|laden sie {IT} ein|füg<,e,t> {IT} hinzu|hol<,e,t> {IT} (dazu|rein)
@invite I einladen|hinzufügen|aufnehmen|dazuholen
@invite P eingeladen|hinzugefügt|aufgenommen
@invite N einladung|aufnahme
@invite O einladung|nutzer|mitglied|gast|konto|kollegin|kollegen|team|arbeitsbereich
@grant V gib {WHOM} {WHAT}|gebt {WHOM} {WHAT}|erteil<,e,t>|erteilen sie|gewähr<,e,t>|schalte {IT} frei|vergib|aktivier<,e,t>
@grant I erteilen|vergeben|eintragen|setzen|gewähren|geben|freischalten|zuweisen|einrichten|aktivieren|freigeben
@grant P erteilt|vergeben|gewährt|freigeschaltet|zugewiesen|eingerichtet|aktiviert
@grant A zugriff|rolle|berechtigung
@grant N zugriff|zugang|berechtigung|freischaltung|rechte|adminrechte|rechtevergabe|rolle|lizenz
@grant O zugriff|zugang|berechtigung|berechtigungen|rechte|adminrechte|admin-rechte|rolle|lizenz|leserechte|schreibrechte|nutzer|konto
@revoke V sperr<,e,t>|sperren sie|entzieh<,e,t>|entziehen sie|deaktivier<,e,t>|deaktivieren sie|nimm {IT} weg|mach<,t> {IT} (dicht|zu)
@revoke I sperren|entziehen|deaktivieren|schließen|abschalten|blockieren|wegnehmen|dichtmachen
@revoke P gesperrt|entzogen|deaktiviert|geschlossen|abgeschaltet|blockiert
@revoke N sperrung|entzug|deaktivierung|sperre|schließung|abschaltung|offboarding
@revoke O zugriff|zugang|berechtigung|rechte|rolle|konto|nutzer|login|schlüssel|account
@rotate V setz<,e,t> {IT} zurück|setzen sie {IT} zurück|erneuer<,e,t>|erneuern sie|rotier<,e,t>|rotieren sie|tausch<,e,t> {IT} aus|tauschen sie {IT} aus|änder<,e,t>
@rotate I zurücksetzen|erneuern|rotieren|austauschen|wechseln|ändern|resetten
@rotate P zurückgesetzt|erneuert|rotiert|ausgetauscht|gewechselt|geändert
@rotate N rotation|erneuerung|austausch|wechsel|zurücksetzung|reset|schlüsselwechsel|passwort-reset
@rotate O schlüssel|passwort|passwörter|kennwort|zertifikat|zertifikate|token|zugangsdaten|key|keys|secret
@restart V start<,e,et> {IT} (neu|durch)|starten sie {IT} (neu|durch)|boote<,t> {IT} [neu|durch]
@restart I neu starten|neustarten|durchstarten|rebooten|neu booten|restarten|durchbooten
@restart P neu gestartet|neugestartet|durchgestartet|rebootet
@restart N neustart|reboot|restart
@restart O server|dienst|maschine|instanz|system|anwendung|rechner
@scale V skalier<,e,t>|skalieren sie|erhöh<,e,t>|vergrößer<,e,t>
@scale I skalieren|hochskalieren|runterskalieren|vergrößern|verkleinern|erhöhen|erweitern|hochziehen
@scale P skaliert|hochskaliert|runterskaliert|vergrößert|erhöht|erweitert
@scale N skalierung|vergrößerung|erweiterung|erhöhung
@scale O server|instanzen|kapazität|datenbank|knoten
@migrate V migrier<,e,t>|migrieren sie|zieh<,e,t> {IT} um|stell<,e,t> {IT} um
@migrate I migrieren|umziehen|umstellen|verschieben|überführen|ausführen|fahren
@migrate P migriert|umgezogen|umgestellt|verschoben|gefahren
@migrate N migration|umzug|umstellung
@migrate O datenbank|schema|daten|server|tabelle|domain|dns
@backup V sicher<,e,t>|sichern sie|spiel<,e,t> {IT} (ein|zurück)|stell<,e,t> {IT} wieder her
@backup I sichern|wiederherstellen|einspielen|zurückspielen|machen|anlegen
@backup P gesichert|wiederhergestellt|eingespielt|zurückgespielt
@backup N backup|sicherung|wiederherstellung|restore|datensicherung
@backup O backup|sicherung|daten|datenbank
@rollback V roll<,e,t> {IT} zurück|setz<,e,t> {IT} zurück|mach<,t> {IT} rückgängig
@rollback I zurückrollen|zurücksetzen|rückgängig machen|zurückdrehen|zurückgehen
@rollback P zurückgerollt|zurückgesetzt|rückgängig gemacht
@rollback N rollback|rücksetzung
@rollback O version|release|änderung|stand|produktion
@update V änder<,e,t>|ändern sie|pass<,e,t> {IT} an|aktualisier<,e,t>|aktualisieren sie|stell<,e,t> {IT} um|trag<,e,t> {IT} ein
@update I ändern|anpassen|aktualisieren|umstellen|eintragen|updaten|setzen|verlängern
@update P geändert|angepasst|aktualisiert|umgestellt|eingetragen|gesetzt|verlängert
@update N änderung|anpassung|aktualisierung|umstellung|update|verlängerung
@update O eintrag|einstellung|einstellungen|dns|domain|konfiguration|zertifikat|preis|preise|daten|adresse|vertrag|regel
@order V bestell<,e,t>|bestellen sie|kauf<,e,t>|kaufen sie|order<,e,t>
@order I bestellen|kaufen|ordern|anschaffen|einkaufen
@order P bestellt|gekauft|geordert|angeschafft
@order A bestellung
@order N bestellung|kauf|anschaffung|einkauf|order
@order O bestellung|ware|artikel|lieferant|laptop|lizenz|lizenzen|material|teile
@cancel V stornier<,e,t>|stornieren sie|kündig<,e,t>|kündigen sie|sag<,e,t> {IT} ab
@cancel I stornieren|kündigen|absagen|auflösen|beenden
@cancel P storniert|gekündigt|abgesagt|aufgelöst|beendet
@cancel N stornierung|kündigung|storno|absage
@cancel O bestellung|buchung|abo|vertrag|termin|reservierung|auftrag
@book V buch<,e,t>|buchen sie|reservier<,e,t>|reservieren sie
@book I buchen|reservieren
@book P gebucht|reserviert
@book A reise|flug|buchung
@book N buchung|reservierung
@book O flug|flüge|hotel|zimmer|ticket|reise|zug|termin|tisch|raum
@sign V unterschreib<,e,t>|unterschreiben sie|unterzeichne<,t>|unterzeichnen sie|zeichne<,t>
@sign I unterschreiben|unterzeichnen|zeichnen|signieren
@sign P unterschrieben|unterzeichnet|signiert
@sign A vertrag|angebot|mietvertrag
@sign N unterschrift|unterzeichnung|signatur
@sign O vertrag|vereinbarung|dokument|angebot|mietvertrag|papiere|unterlagen
@close V schließ<,e,t>|mach<,t> {IT} zu
@close I schließen|zumachen|archivieren|abschließen
@close P geschlossen|archiviert|abgeschlossen
@close N schließung|abschluss
@close O ticket|fall|vorgang|anfrage
@release V veröffentliche<,t>|deploy<,e,t>|rolle {IT} aus|bring<,t> {IT} raus
@release I veröffentlichen|deployen|ausrollen|releasen|taggen|live nehmen|rausbringen
@release P veröffentlicht|deployt|ausgerollt|released|getaggt|live|raus
@release N release|veröffentlichung|deployment|rollout
@release O version|release|tag|build|update|produktion
@merge V merge<,t>|führ<,e,t> {IT} zusammen
@merge I mergen|zusammenführen
@merge P gemergt|gemerged|zusammengeführt
@merge N merge
@merge O pr|pull request|branch
@branch O branch|zweig
@data O datei|dateien|ordner|datensatz|tabelle|daten|datenbank|protokolle
@account O konto|konten|nutzer|account|benutzer|profil|nutzerkonto
@cluster O cluster
@server O server|dienst|instanz|maschine
"""
