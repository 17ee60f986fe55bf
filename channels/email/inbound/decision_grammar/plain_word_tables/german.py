"""German words of a plain approval by their classes, as `plain_lexicon` reads them."""

GERMAN_PLAIN = """
y ja|jo|joa|jup|jupp|jep|jawohl|yes|klar|na klar|klaro|natürlich|selbstverständlich|sicher|aber sicher|gerne|gern|sehr gern|sehr gerne|unbedingt|auf jeden fall|absolut|freilich|aber ja|ja doch|ja klar|klar doch|ja gerne|ja bitte|immer gerne|definitiv|logisch|ein ja
c (ich|wir) [hiermit|gerne|gern] (genehmige|genehmigen|bewillige|erlaube|autorisiere|befürworte|bestätige|akzeptiere|unterschreibe|stimme zu|stimmen zu|gebe frei|geben frei|bin einverstanden|bin damit einverstanden|bin dafür|bin dabei|sage ja|sag ja) [hiermit|gerne]|(hiermit|gerne|gern) (genehmige|bewillige|erlaube|autorisiere|bestätige) (ich|wir)|genehmige ich [hiermit]|bewillige ich|gebe ich [hiermit|gerne|so] frei|geb ich [so] frei|stimme ich [hiermit|gerne] zu|dem stimme ich zu|bin einverstanden|bin damit einverstanden|bin dabei|bin dafür
c (gebe|erteile) ich [hiermit|dafür|gerne] [die|meine|grünes|das|mein] (freigabe|genehmigung|zustimmung|einwilligung|erlaubnis|licht|ok|okay|go)
c hiermit erteile ich [die|meine|ihnen die|ihnen meine|euch die|dir die] (freigabe|genehmigung|zustimmung|erlaubnis)|[meine|meinen|mein|die] (freigabe|zustimmung|genehmigung|segen|einverständnis|ok|okay|go|erlaubnis|ja) (habt ihr|hast du|haben sie|hat er|hat sie|haben sie|erteilt|ist erteilt|ist hiermit erteilt|hiermit erteilt|gegeben)|(ihr habt|du hast|sie haben|er hat|sie hat) [hiermit] (meine|mein|meinen|die|das|grünes) [volle|volles] (freigabe|zustimmung|genehmigung|segen|einverständnis|ok|okay|go|erlaubnis|ja|licht)
c leg los|legt los|legen sie los|los geht's|los gehts|auf geht's|auf gehts|ab dafür|her damit|live damit|mach das|macht das|machen sie das|mach es|macht es|mach mal|macht mal|mach ruhig|macht ruhig|mach so|macht so|mach weiter|macht weiter|weiter so machen|nur zu|dann los|dann mal los|also los|na dann los|immer her damit|geht in ordnung|geht klar|geht ok|(freigabe|genehmigung|zustimmung) liegt hiermit vor|meine (freigabe|genehmigung|zustimmung) liegt vor|ist von mir [so] (freigegeben|genehmigt|bewilligt)|ist hiermit [so] (freigegeben|genehmigt)|sind [von mir|hiermit|somit] (freigegeben|genehmigt)|wird hiermit (freigegeben|genehmigt)|von mir aus gerne|von mir ein [klares] (ja|go|ok|okay)|ein [klares] (ja|go|ok|okay) von mir|meinerseits (freigegeben|genehmigt|ok|okay)|zur durchführung freigegeben|feuer frei|gebongt|abgemacht|abgenickt|abgesegnet|mit meinem segen|bin einverstanden|bin ich einverstanden
c (kann|darf) [so|jetzt|dann|gern|gerne|ruhig|von mir aus|heute|sofort] (raus|raus gehen|rausgehen|los|losgehen|live|live gehen|online|online gehen|rauf|rein|durch|durchgehen|starten|rüber)|darf er [gerne] haben|darf sie [gerne] haben|kann er haben|kann sie haben|kannst du [so|gerne|gern|ruhig|jetzt] (machen|ausführen|umsetzen|durchführen)|könnt ihr [so|gerne|gern|ruhig|jetzt] (machen|ausführen|umsetzen|durchführen)|können sie [so|gerne|gern|jetzt] (machen|ausführen|umsetzen|durchführen)|kannste [so|gerne] machen|so machen|machen wir so|so machen wir's|so machen wir das
G ich gebe [hiermit|gerne]|gebe ich [hiermit|gerne]|wir geben [hiermit|gerne]|geben wir|geb ich|hiermit gebe ich
Z frei
Q ich stimme|stimme ich|wir stimmen
U zu
c:release ab (in|auf) [die] (produktion|prod|produktivumgebung)|auf prod damit|in die produktion damit
d genehmigt|freigegeben|bewilligt|autorisiert|abgesegnet|zugestimmt|einverstanden|erlaubt|gestattet|akzeptiert|abgenommen und freigegeben|unterschrieben
h ok|okay|oke|okey|freigabe|zustimmung|genehmigung|einverständnis|grünes licht|go|segen|daumen hoch|frei|👍|erlaubnis|mein ok|meine freigabe|versandfreigabe|produktionsfreigabe
H ja|einverstanden|gerne|gern|bereit|klar
p kann|können|kannst|könnt|kannste|darf|dürfen|darfst|dürft|du kannst|ihr könnt|sie können|du darfst|ihr dürft|sie dürfen|kannst du|könnt ihr|können sie|man kann|wir können|können wir
v raus|raus gehen|rausgehen|los|losgehen|los gehen|live|live gehen|online|online gehen|rauf|rein|durchgehen|starten|beginnen|erfolgen|rüber|so umgesetzt werden|umgesetzt werden|ausgeführt werden|durchgeführt werden|gemacht werden|gestartet werden|eingerichtet werden|werden|in produktion|in die produktion|auf prod|auf produktion|auf die produktion|gehen|weitergehen|weitermachen|fortfahren|stattfinden|vollzogen werden
s umgesetzt|ausgeführt|durchgeführt|gemacht|gestartet|eingerichtet|eingespielt|aufgespielt|angelegt|erledigt|vollzogen|ausgeführt werden|durchgeführt werden
s:release,merge produktiv gesetzt|live gesetzt|produktiv genommen|live genommen|live geschaltet|live gestellt
x ausführen|durchführen|umsetzen|machen|loslegen|weitermachen|fortfahren|starten|beginnen|erledigen|veranlassen|vollziehen|freischalten|führ|führt|führen|starte|startet|setz|setzt|leg los|legt los|leiten sie ein|veranlasse|veranlasst|erledige|erledigt bitte|mach|macht|fahr fort|fahrt fort|fahren sie fort
x:release,merge deployen|deploy|deploye|deployt|ausrollen|rollt|roll|veröffentlichen|veröffentliche|veröffentlicht bitte|live schalten|live stellen|live nehmen|livestellen|live gehen|live setzen|produktiv setzen|produktivsetzen|produktiv nehmen|produktiv schalten|produktiv stellen|einspielen|aufspielen|spielt|spiel|spiel's|spielt's|releasen|release|taggen|raushauen|rausbringen|rausschicken|rausgeben|schaltet|schalte|schalt|nehmt|nimm|stellt|stell|bringt|bring|hau|haut|in produktion nehmen|in produktion bringen|in produktion setzen|mergen|merge|merg|shippen|launchen|publizieren|pushen
x:restart neustarten|neu starten|durchstarten|restarten|booten|neu booten|rebooten
x:restart,scale,migrate,backup,rollback startet|starte|start|starts|durchführen|hochfahren|einspielen
x:migrate migrieren
x:scale skalieren
x:backup,rollback zurückrollen|wiederherstellen
x:send,publish senden|versenden|verschicken|schicken|abschicken|losschicken|rausschicken|raussenden|absenden|einplanen|planen|veröffentlichen|publizieren|posten|schick|schickt|schick's|schickt's|sende|sendet|versende|versendet|verschick|verschickt|hau|haut|ab die post|rausgeben|rauslassen|aussenden|mailen
x:grant,invite,create,update,account,open einrichten|anlegen|freischalten|gewähren|erteilen|eintragen|hinzufügen|aufnehmen|zuweisen|vergeben|geben|freigeben|aktivieren|schaltet|schalte|schalt|gebt|gib|legt|leg|richtet|richte|tragt|trag|nehmt|nimm|lasst|lass|fügt|füg|gebt ihm|gib ihm|gebt ihr|reinlassen
x:invite einladen|ladet|lade
x:create,account,open erstellen
x:order zahlen|bezahlen|überweisen|auszahlen|anweisen|begleichen|erstatten|zurückzahlen|rückerstatten|gutschreiben|buchen|verbuchen|bestellen|kaufen|beauftragen|zahlt|zahl|bezahlt bitte|überweise|überweist|überweisen sie|erstatte|erstattet|bestell|bestellt bitte|ausstellen|verschicken|senden|auslösen
x:delete löschen|wegräumen|aufräumen|lösch|löscht|lösche|wegmachen|weghauen|rauswerfen
x:delete,revoke entfernen|entfernt bitte|entferne
x:revoke entziehen|sperren|sperrt|sperr|sperre
x:revoke,close deaktivieren|deaktiviere|deaktiviert bitte|abschalten
x:cancel stornieren|kündigen|storniere|kündige|kündigt bitte
x:close,cancel schließen|beenden
x:update,rotate,migrate,scale,rollback ändern|aktualisieren|anpassen|austauschen|wechseln|tauschen|ändere|ändert bitte|aktualisiere|passt an|setzen|eintragen|übernehmen|einspielen|drehen
x:migrate,update umstellen|umziehen|stellt um|stell um
x:rotate,update erneuern|rotieren
x:scale,update erhöhen
x:sign unterschreiben|unterzeichnen|unterschreibt bitte
x:book buchen|reservieren|buch|bucht|buche|reserviere
x:order bestellen
x:sign,book,order abschließen
N:release,merge release|deployment|deploy|rollout|produktivgang|produktivsetzung|livegang|live gang|go live|veröffentlichung|produktion|prod|auslieferung|einspielung|ausrollung|inbetriebnahme|produktionsrelease|produktivnahme|liveschaltung|livestellung|version|releases|deployments|rollouts|produktivgangs|liveganges
N:merge merge
N:send,publish versand|versands|versendung|aussendung|aussand|veröffentlichung|kampagne|verschicken|versenden
N:send newsletter|mailing|rundmail|rundschreiben|mail
N:publish post|beitrag
N:grant,invite,create,account zugriff|zugriffs|zugang|zugangs|berechtigung|berechtigungen|einrichtung|freischaltung
N:grant rechte|rolle|lesezugriff|lesezugang|leserechte|schreibzugriff|leseberechtigung
N:create,account konto|anlage
N:invite einladung
N:pay,refund,credit,invoice,order zahlung|überweisung|auszahlung|bezahlung
N:refund erstattung|rückerstattung|rückzahlung
N:credit,refund gutschrift
N:pay,invoice rechnung
N:order,pay bestellung|anschaffung|kauf|beschaffung|ausgabe|buchung
N:restart neustart|neustarts|restart|reboot
N:migrate migration|umzug
N:rollback rollback
N:scale skalierung
N:backup backup|sicherung
N:backup,rollback wiederherstellung
N:migrate,restart wartung
N:delete löschung|löschen|aufräumen
N:delete,revoke entfernung
N:revoke sperrung|sperre|entzug
N:revoke,close deaktivierung
N:cancel stornierung|kündigung
N:close,cancel schließung
N:update,rotate änderung|anpassung|umstellung|aktualisierung|erneuerung|austausch|wechsel|update
N:rotate rotation
N:sign vertrag|unterschrift|unterzeichnung
N:book buchung|reservierung|reise
3 er|sie|ihr|du|wir|man|jemand
o es|das|dies|dieses|ihn|ihm|ihnen|das ganze|'s|euch|dir|damit|dafür|dazu|dem|darauf|so|da|in|auf|mit|an|bei|ein|aus|um|ab|los|aktion|vorgang|anfrage|antrag|anfragen|schritt|vorhaben|maßnahme|hier|oben|unten|live|neu|produktiv|fertig|bin
a der|die|das|den|dem|des|ein|eine|einen|einer|eines|euer|eure|euren|diese|dieser|diesen|dieses|diesem|neue|neuen|neuer|neues|ganze|ganzen|gesamte|gesamten|beschriebene|beschriebenen|beschriebener|angefragte|angefragten|beantragte|beantragten|genannte|genannten|aufgeführte|aufgeführten|vorgeschlagene|vorgeschlagenen|geplante|geplanten|besagte|besagten|obige|obigen|unten stehende|untenstehende|untenstehenden|unten aufgeführte|unten aufgeführten|unten genannte|unten genannten|unten beschriebenen|oben genannten|vollen|volle|entsprechende|entsprechenden|formelle|offizielle
t für|fürs|zu|zum|zur|mit|auf|in|an|nach|ins
r von|vom|aus|seitens
i von mir|von mir aus|von uns|meinerseits|unsererseits|von meiner seite|von unserer seite|aus meiner sicht|für mich|für uns|von der fachseite|hiermit|damit|somit|jetzt|nun|sofort|gleich|direkt|umgehend|heute|heute noch|noch heute|bitte schön|einfach|dann|also|so|auch|mal|ruhig|gern|gerne|doch|schon|ja|denn|halt|eben|schnell|zügig|zeitnah|schnellstmöglich|so schnell wie möglich|möglichst bald|unverzüglich|wie geplant|wie besprochen|wie vorgeschlagen|wie beschrieben|wie angefragt|wie beantragt|wie vereinbart|wie gewünscht|wie gehabt|wie dargestellt|wie angegeben|wie aufgeführt|vollständig|komplett|vollumfänglich|in vollem umfang|uneingeschränkt|ausdrücklich|ohne einschränkung|ohne änderungen|ohne vorbehalt|ohne bedenken|mit gutem gewissen|guten gewissens|sehr|super|prima|perfekt|gut|alles gut|alles klar|passt|passt so|passt für mich|bestens|top|wunderbar|hervorragend|ausgezeichnet|klasse|spitze|toll|genau|genau so|richtig|völlig|voll|absolut|natürlich|klar|selbstverständlich|endlich|na|na dann|nun denn|okay|ok|in ordnung|kein problem|kein thema|kein ding|keine frage|kurz|kurz und knapp|in kürze|also dann|wann ihr wollt|wann immer ihr wollt|jederzeit|persönlich|formal|offiziell|gesendet vom handy|vom handy|von unterwegs|aus dem zug|mobil|unterwegs|hier|wieder|einmal|live|online|hoch|raus|rein|rauf|rüber|ab|los|hin|her|neu|frei|beide|beides|das|immer her|immer
k und|sowie|deshalb|daher|also|somit|damit|dann|da
B aber|aber egal|trotzdem|dennoch
l bitte|bittschön|biite|bite
J* leitung leiter leiterin leiterin abteilungsleiter abteilungsleiterin teamleiter teamleiterin geschäftsführer geschäftsführerin geschäftsführung vorstand vertrieb marketing einkauf finanzen personal produktion it entwicklung technik lager logistik betrieb buchhaltung controlling service kundenservice releasemanagement releasemanager releasemanagerin release managerin projektleitung produktmanagement product owner head of director manager lead e-commerce ecommerce prokurist prokuristin assistenz referent referentin für und der des abteilung bereichsleitung bereichsleiter stv stellv i.a i.v
g hi|hallo|hey|moin|servus|grüß gott|guten (morgen|tag|abend)|mahlzeit|danke|danke dir|danke euch|danke schön|vielen dank|besten dank|herzlichen dank|tausend dank|merci|thx|danke an|dank an|großes lob|großes lob an|lob an|kompliment|komplimente|kompliment an|gut gemacht|super gemacht|toll gemacht|gute arbeit|super arbeit|tolle arbeit|klasse arbeit|starke arbeit|saubere arbeit|schöne arbeit|weiter so|hut ab|respekt|bravo|glückwunsch|danke (fürs|für das) (fragen|nachfragen|prüfen|vorbereiten|kümmern|zusammenfassen|warten|erinnern|bescheid geben|kümmern)|danke für (die|eure|deine|ihre) (info|nachfrage|rückfrage|zusammenfassung|arbeit|mühe|geduld|vorbereitung|erinnerung|schnelle|übersicht|gute arbeit|nachricht|mail|schnelle umsetzung)|danke vorab|danke im voraus|schönen (tag|tach|abend|feierabend|nachmittag|sonntag)|schönes wochenende|schöne grüße|liebe grüße|viele grüße|beste grüße|mit freundlichen grüßen|freundliche grüße|lg|vg|mfg|gruß|grüße|viel erfolg|viel glück|gutes gelingen|toi toi toi|glück auf|daumen gedrückt|drücke die daumen|sorry (für die|für meine) (späte|verspätete) (antwort|rückmeldung)|entschuldigung für die (späte|verspätete) (antwort|rückmeldung)|entschuldigt die (späte|verspätete) (antwort|rückmeldung)|sorry bin [grad|gerade] unterwegs|gefällt mir|gefällt mir [sehr] gut|finde ich [sehr] gut|sehr schön|sehr gut|sehr hübsch|schön geworden|gut geworden|ist gut geworden|freut mich|endlich|wurde auch zeit|juhu|hurra|na endlich|herrlich|großartig|klasse|toll|super|prima|spitze|wunderbar|schön|noch
m* team kollegen kollegin kollegen kolleginnen kollege kunde kunden kundin vertrieb marketing einkauf buchhaltung lieferant lieferanten nutzer anwender support qa alle beteiligten leute chefin mannschaft abteilung fachbereich fachseite betrieb entwickler tester empfänger mitarbeiter mitarbeiterin bewerber lager
e grün|alle grün|alles grün|gut|alles gut|super|prima|perfekt|richtig|korrekt|in ordnung|sauber|alles sauber|stabil|vollständig|fertig|bereit|klar|alles klar|okay|ok|zufrieden|glücklich|einwandfrei|tadellos|bestens|top|hervorragend|plausibel|nachvollziehbar|schlüssig|stimmig|berechtigt|angemessen|fair|notwendig|nötig|sinnvoll|dringend|eilig|wichtig|überfällig|längst überfällig|unkritisch|unbedenklich|harmlos|ungefährlich|risikoarm|budgetiert|im budget|eingeplant|abgestimmt|abgesprochen|besprochen|durch|fehlerfrei|geschlossen|begründet|aktuell|identisch|wie besprochen|wie erwartet|wie geplant|wie vereinbart|wie bestellt|wie gewünscht|druckfrei|versandfrei|lesbar|hübsch|schön|gelungen|großartig|klasse|toll|fein|das richtige|genau das richtige|der richtige|die richtige|eingearbeitet|bekannt|informiert|im bilde|an bord|einverstanden
e stimmt|stimmen|stimmt überein|stimmen überein|passt|passen|passt so|passt alles|passt allet|passt perfekt|geht auf|gehen auf|läuft|laufen|läuft rund|funktioniert|funktionieren|sieht (gut|super|prima|sehr gut|top|toll|perfekt|sauber|richtig|stimmig) aus|sehen (gut|super|prima|sehr gut|top|toll|perfekt|sauber|richtig) aus|sieht (gut|super|prima|sehr gut|top|toll|perfekt|sauber)|klingt (gut|super|vernünftig|sinnvoll)|liest sich gut|macht sinn|ergibt sinn|gefällt|gefällt mir|überzeugt|überzeugt mich|spart uns (zeit|arbeit|geld|viel zeit|viel arbeit)|hilft uns|behebt|behebt endlich|behebt ja endlich
e (wartet|warten) [schon|ja|sehnsüchtig|seit tagen|seit wochen|dringend|ja schon|schon lange|bereits|alle] [darauf|drauf|auf|auf den|auf die|auf das]|(ruft|rufen) (schon|schon an)|(braucht|brauchen|benötigt|benötigen) (das|es|ihn|sie|die|den) [dringend|schnell|heute|jetzt]|braucht|brauchen|(fragt|fragen|drängt|drängen) [schon] [danach]|rufen schon an|nervt [die|alle|uns] [kunden] [schon] [lange genug|lange]|hat (lange|schon lange) genug (gewartet|gedauert)|dauert schon lange genug|ist am anschlag|wirklich am anschlag|am anschlag
e (keine|null|ohne|0) (einwände|bedenken|probleme|fehler|fragen|änderungen|anmerkungen|beanstandungen|auffälligkeiten|blocker|risiken|zweifel|überraschungen|rückfragen|hindernisse|änderungswünsche|vorbehalte|mängel) [gefunden|mehr|offen|von mir|meinerseits|entdeckt]|kein (problem|fehler|einwand|risiko|thema|ding) [für mich|gefunden]|nichts (zu meckern|auszusetzen|zu beanstanden|einzuwenden|gefunden|auffälliges|hinzuzufügen|zu ändern|dagegen|auffällig|zu bemängeln)|nix (zu meckern|auszusetzen|zu beanstanden|dagegen|zu ändern)|nichts spricht dagegen|steht nichts im weg|spricht nichts dagegen|alles (da|geprüft|getestet|in ordnung|korrekt|richtig|okay|ok|bestens|fertig|vorbereitet|vollständig|drin|dabei|stimmig|im grünen bereich|im lot)
w geprüft|überprüft|gecheckt|getestet|kontrolliert|verifiziert|verglichen|abgeglichen|durchgesehen|angesehen|angeschaut|angeguckt|gelesen|durchgelesen|gegengelesen|nachgerechnet|nachgeschaut|drübergeschaut|drüber geschaut|reingeschaut|gesehen|gesprochen|besprochen|abgesprochen|abgestimmt|telefoniert|diskutiert|geklärt|abgeklärt|abgenommen|abgeschlossen|bestanden|durchgelaufen|gelaufen|durchgespielt|ausprobiert|probiert|angeklickt|durchgeklickt|bestätigt|gezeigt|erklärt|erläutert|vorgestellt|begutachtet|für gut befunden|ist durch|sind durch|durch|erfolgreich|vorgewarnt|angekündigt|eingearbeitet|genau (angesehen|angeschaut|geprüft)|gegengeprüft|nachvollzogen
f* ich wir ihr du er sie es das die der den dem des ein eine einen einem einer eines mein meine meinen meinem meiner unser unsere unserem unseren unserer euer eure euren dein deine ihr ihre ihren ihrem sein seine ist sind war waren hat habe haben hatte hatten hab bin seid wurde wurden worden mir mich uns euch dir ihm ihn ihnen auch sehr ganz wirklich genau alle alles allem beide beides jeder jede jedes im in am an auf aus bei beim mit zu zum zur von vom für fürs über und oben unten hier da dort dabei daran darin davon dazu damit schon bereits so selbst persönlich gemeinsam zusammen sorgfältig gründlich kurz eben gerade grad ja nun jetzt mal doch eh um was wie dass
f* überein dass zusammen
f* test tests testlauf smoketest smoketests abnahme abnahmetest abnahmeprotokoll protokoll testprotokoll pipeline build builds ci prüfung prüfungen zahlen zahl betrag beträge summe summen preis preise angebot angebote rechnung rechnungen bestellung auftrag aufträge vertrag verträge budget kostenstelle konto konten kontoauszug unterlagen dokumente dokument dokumentation papiere daten angaben details liste listen verteiler empfänger text texte betreff betreffzeile layout bilder bild links vorschau entwurf version versionen release tag commit hash branch umgebung changelog änderungen änderung notes releasenotes plan ablauf zeitplan zeitfenster termin termine uhrzeit datum zeit person personen name namen rolle rollen system systeme lager bestand bestände ware lieferung paket artikel produkt produkte projekt projekte zugriff zugang berechtigung recht rechte team kunde kunden kundin kollege kollegin kollegen vertrieb marketing einkauf buchhaltung finanzen controlling recht datenschutz fachbereich fachseite fachabteilung betrieb entwicklung entwickler tester qa support lieferant nutzer anwender mitarbeiter firma leute grafik grafiken monitoring dashboard dashboards kurven metriken logs speicher leck fehler bug bugs fix warenkorb kasse shop webshop seite seiten app server dienst dienste datenbank backup backups handy telefon rechner bildschirm monitor mail ticket tickets antrag anfrage formular schulung ergebnis ergebnisse stand status seite sache teil punkt punkte auge augen blick weg auswertung inventur bericht berichte arbeit jahr jahresende monat quartal woche
q gestern|heute|heute früh|heute morgen|heute vormittag|gestern abend|vorhin|eben|gerade eben|soeben|letzte woche|am (montag|dienstag|mittwoch|donnerstag|freitag)|zweimal|zwei mal|dreimal|mehrfach|nochmal|noch mal|telefonisch|persönlich|auf staging|auf der testumgebung|im testsystem|in der testumgebung|auf dem testsystem|lokal|im meeting|im termin|im monitoring|auf dem handy|am handy|am rechner|auf dem telefon|im standup|seit (gestern|montag|tagen|wochen)|seit 2 uhr|zeile für zeile|mit eigenen augen|vor ort|per telefon
P (ich bin|bin|ich sitze|sitze|wir sind|sitz|ich sitz) [heute|noch|auch|hier|bis|den ganzen tag|selbst] (erreichbar|da|am platz|am rechner|im büro|online|verfügbar|am telefon|in rufbereitschaft|am schreibtisch|vor ort|im zug|im termin|im meeting|unterwegs|in einem meeting|in einem termin|in der bahn|im auto|am flughafen|im flieger|gerade gelandet)|erreichbar|[ich] bleibe (da|online|erreichbar)|gerade gelandet|grad gelandet|war (gerade|grad|noch|den ganzen tag) (im meeting|im termin|unterwegs|in einem termin)|war im (termin|meeting)|im zug|im meeting|im termin|sitze im zug|sitz im zug|bin (gerade|grad) (unterwegs|im zug|im termin|im meeting)|schlechter empfang|stressiger tag
W (ich|wir) (behalte|behalten|beobachte|beobachten|überwache|überwachen)|behalte|beobachte|ich bleibe dran|bleibe dran
T heute|den ganzen (tag|abend|nachmittag)|heute (abend|nachmittag)|bis|uhr|falls was ist|falls etwas ist|falls noch was ist|falls (etwas|was) sein sollte|wenn was ist|wenn etwas ist|bei bedarf|bei fragen|bei problemen|für fragen|für den fall der fälle|zur not|notfalls|im auge|die kurven|die dashboards|abends|nachmittags|gegen|ab
u je (schneller|früher|eher) desto besser|je eher umso besser|lieber (jetzt|heute) als (später|morgen)|so schnell wie möglich|schnellstmöglich|asap|es eilt|eilt|ist dringend|dringend|höchste zeit|wird zeit|wurde auch zeit|wird auch zeit|kein grund zu warten|am besten (gleich|sofort|jetzt)
C denn|weil
K ist|sind
M von mir|von uns|meinerseits|unsererseits|von meiner seite|von unserer seite|hiermit|von der fachseite|somit|damit
c:release,merge,send,publish raus damit|los damit|ab damit|ab die post|rauf damit|hinaus damit
c:send,publish,delete weg damit|kann weg|darf weg|kann so weg
A alle|alles|sämtliche
e dem steht nichts im weg|dem steht nichts entgegen
! freigeben|genehmigen|bewilligen|zustimmen
! anzahlung|rate|abschlag
Q ich bin mit|bin mit|wir sind mit
U einverstanden
w sieht (gut|super|prima|top|toll|perfekt|sauber) aus|sehen (gut|super|prima|top|toll|perfekt) aus|sieht (super|gut) aus
D (ich|wir) [hiermit|gerne] (erteile|erteilen)|[hiermit|gerne] erteile ich|ich gebe dir|ich gebe euch|ich gebe ihnen|gebe ich (dir|euch|ihnen)
h einwilligung|licht|zahlungsfreigabe|meine freigabe|meine zustimmung|meine genehmigung|mein go|mein einverständnis|meine erlaubnis
y na logo|logo|aber klar|aber klar doch|yo|yep|jepp|japp|jap|jau|jawoll|joah|auf jeden|na sicher|na sicher doch|aber natürlich|sowieso
c (ab|raus|rauf|rein|los|hoch) damit|immer raus damit|immer her damit|raus in die welt [damit]|hau's raus|hau raus|hau es raus|haut's raus|haut es raus|schick's raus|schick es raus|schieb's raus|schieb raus|schieb es raus|drück's raus|drück es raus|drück auf den knopf|drückt auf den knopf|knopf drücken|gebongt|geritzt|mach hinne|macht hinne|attacke|abfahrt|vollgas|volle (fahrt|kraft) voraus|gib gas|gebt gas|gib ihm|so machen wir (das|es)|tun sie (das|es) [bitte]|tu (das|es)|tut (das|es) [bitte]|lass krachen|lasst krachen|lass es krachen|lasst es krachen|lass jucken|leinen los|go go go|abmarsch|hopp hopp
c (ihr|euer|dein|dem) antrag (ist|wird) hiermit (genehmigt|bewilligt|freigegeben|stattgegeben|angenommen)|(ich|wir) (gebe|geben|erteile|erteilen) [hiermit|gerne|dafür|dazu|ihnen|euch|dir] [mein|meine|unser|unsere|das|die|ein|volles|volle] (ok|okay|go|placet|plazet|einverständnis|zustimmung|freigabe|genehmigung|einwilligung|segen|grünes licht)|(mein|unser) (placet|plazet|ok|okay|go) (habt ihr|hast du|haben sie)
c:release (ab|rauf|raus) (in|auf) [die] (produktion|prod|produktivumgebung|live umgebung) [damit]|(geht|gehen) [so] (in|auf) [die] (produktion|prod)|geht damit live|geht live damit|roll's aus|roll es aus|rollt's aus|rollt es aus|spiel's ein|spiel es ein|spielt's ein|spielt es ein|tag es|tagge es|taggt es|deploy's|stell's live|stellt's live|schalt's live|schaltet's live|nimm's live|nehmt's live|bring's live|bringt's live|auf die kunden damit|hoch damit auf prod|rüber auf prod
x:release,merge ausspielen|ausliefern|liefert aus|spielt aus|in betrieb nehmen|in betrieb setzen|hochziehen|rüberschieben|rausschieben|shippen|produktivschalten
i basst|bassd|basst scho|bassd scho|passt scho|passt schon|definitiv|läuft|läuft bei mir|tippitoppi|tip top|tiptop|supi|fein|sauber|bombe|sauber gemacht|hammer|mega|jut|geht klar|geht in ordnung|alles roger|alles bestens|alles paletti|roger|verstanden|bestätigt|bestätige ich
"""
