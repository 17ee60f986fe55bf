"""German: how a yes, a no and a wish to wait are put together. A table as `phrase_rules` reads it."""

GERMAN = """
I = ich|wir
FEM = anfrage|freigabe|version|änderung|aktion|ausführung|bereitstellung|anforderung|veröffentlichung
MASC = release|tag|commit|antrag|schritt|aufruf|push|vorgang|deploy|rollout|merge|plan|vorschlag|release-antrag
NEUT = release|deployment|tagging|tag|update|vorhaben
V = (\ue000|[version|tag|commit|release] \ue000) [(auf|als|für|zu|bei|von|mit|=) [version|tag|commit|dem commit|den commit|den tag] \ue000]
OBJ = das|es|dies|dem|dazu|damit|(die|diese|deine|eure|ihre|der|dieser) {FEM} [{V}|von {V}|für {V}]|(den|diesen|dem|diesem|der|dieser|deinen) {MASC} [{V}|von {V}|für {V}|auf {V}]|(das|dieses|dem|diesem) {NEUT} [{V}|von {V}|für {V}]|{V}|die sache|das ganze|des|(die|das|den) (gewünschte|beantragte|angefragte|vorgeschlagene|beschriebene) ({FEM}|{MASC}|{NEUT}|vorgehen)
VERB = genehmige|bewillige|erlaube|gestatte|autorisiere|akzeptiere|billige|erlaub|genehmig|genehmigen wir|bewilligen wir|erlauben wir
DONE = genehmigt|freigegeben|bewilligt|erlaubt|gestattet|autorisiert|akzeptiert|abgesegnet|gebilligt|abgenommen|abgenickt|durchgewunken
GIFT = freigabe|genehmigung|zustimmung|erlaubnis|einwilligung|einverständnis|okay|ok|go|segen|grünes licht|placet|freigabe
MY = meine|mein|meinen|die|das|den|unsere|unser|volle|meine volle|ein|eine|dir|euch|ihnen
ADV = hiermit|gerne|gern|so|jetzt|bitte|ruhig|einfach|mal|dann|selbstverständlich|natürlich|auch|voll|offiziell|bitte so|gerne so|bitte mal|sofort|direkt|wie besprochen|wie geplant|bitte jetzt|doch|auf jeden fall|ma|schon|umgehend|unverzüglich|ohne weiteres|bedenkenlos|problemlos
INF = ausführen|durchführen|umsetzen|machen|fortfahren|weitermachen|loslegen|deployen|releasen|taggen|pushen|mergen|veröffentlichen|ausrollen|starten|anstoßen|anstossen|einspielen|übernehmen|erstellen|setzen|erledigen|vornehmen|veranlassen|anlegen|live nehmen|live schalten|live setzen|rausgeben|rausbringen|raushauen|durchziehen|abschicken|rausschicken|rausschieben|raus damit|weiter|fortsetzen|durchwinken|tun|bereitstellen|ausliefern|angehen|publizieren|laufen lassen
PASS = (gemacht|ausgeführt|durchgeführt|umgesetzt|veröffentlicht|ausgerollt|deployt|deployed|getaggt|gepusht|gemergt|released|releast|gestartet|erstellt|gesetzt|live genommen) werden
CAN = kannst du|könnt ihr|können sie|können wir|darfst du|dürft ihr|dürfen sie|du kannst|ihr könnt|sie können|wir können|du darfst|ihr dürft|sie dürfen
SIDE = von mir|meinerseits|von meiner seite|von meiner seite aus|meiner seite|aus meiner sicht|für mich|unsererseits|durch mich
+ [{OBJ}] [{ADV}] {VERB} [{I}] [{ADV}] [{OBJ}]
+ {I} [{ADV}] {VERB} [{ADV}] [{OBJ}] [{ADV}]
+ {I} (gebe|geben) [{ADV}] [{OBJ}] [{ADV}] frei
+ [hiermit|das|es|{OBJ}|gerne] (gebe|geben|geb) [{I}] [{ADV}] [{OBJ}] [{ADV}] frei
+ [{I}] (stimme|stimmen) [{I}] [{ADV}] [{OBJ}] [{ADV}] zu
+ (hiermit|dem|{OBJ}|da) (stimme|stimmen) {I} [{ADV}] [{OBJ}] zu
+ [{I}|hiermit|gerne] (erteile|erteilen|gebe|geben|geb) [{I}] [{ADV}] [dir|euch|ihnen|dafür|dazu] [{ADV}] [{MY}] {GIFT} [dafür|dazu|für {OBJ}|zu {OBJ}|zur {FEM}|zum {NEUT}|zum {MASC}]
+ [{OBJ}] [ist|sind|gilt als|wird] [{ADV}|{SIDE}] {DONE} [{SIDE}]
+ {DONE} [{OBJ}|für {OBJ}|zur {FEM}|zum {MASC}|zum {NEUT}]
+ [alles|antrag|anfrage|release|deployment|tag|version|änderung|aktion|commit] [ist|ist hiermit|hiermit|wird] {DONE} [{SIDE}]
+ (du hast|ihr habt|sie haben|habt ihr|hast du|haben sie) [{ADV}] [{MY}] {GIFT} [dafür|dazu|für {OBJ}|zur {FEM}|zum {MASC}]
+ (meine|mein|meinen|unsere|unseren) {GIFT} (hast du|habt ihr|haben sie|liegt vor|ist da|gilt|dafür hast du|ist erteilt|ist gegeben|steht)
+ ({GIFT}) [ist|wird|hiermit|ist hiermit] (erteilt|gegeben|gewährt|bestätigt)
+ (bestätige|bestätigen) [{I}|hiermit] [{ADV}] (die|meine|unsere|das) {GIFT}
+ {I} (bestätige|bestätigen) [hiermit|gerne] (die|meine|unsere|das) {GIFT}
+ hiermit bestätige ich (die|meine|unsere) {GIFT}
+ (grünes licht|freigabe|genehmigung|zustimmung|go|ein go|ein ja|ja|klares ja|ein klares ja|volle zustimmung|volle freigabe) ({SIDE}|für {OBJ} [{SIDE}])
+ ({SIDE}|das ist) [ein|gibt es ein|gibt es|auch|klar|ein klares|gibts|hast du|habt ihr] (grünes licht|freigabe|go|ja|klares ja|die freigabe|ein ja|ein go|okay und freigabe)
+ [{OBJ}] [{ADV}] [{OBJ}] [{ADV}] {INF} [{ADV}]
+ {CAN} [{OBJ}] [{ADV}] [{OBJ}] [{ADV}] {INF} [{ADV}]
+ [das|es|\ue000|der tag|das release|der release|die version] (kann|darf|soll) [{ADV}] [{ADV}] (raus|live|live gehen|los|losgehen|weitergehen|so raus|raus damit|rausgehen|online|auf prod|{PASS}|so {PASS})
+ (mach|macht|machs|machts|mache|machen sie|machen wir|tu|tut|machen wirs) [das|es|{OBJ}] [{ADV}] [{ADV}] [weiter|fertig|das|es|los]
+ (führ|führe|führt|führen sie|führen wir) [{ADV}] [{OBJ}] [{ADV}] (aus|durch|fort)
+ (setz|setze|setzt|setzen sie|setzen wir) [{ADV}] [{OBJ}] [{ADV}] um
+ (setz|setze|setzt|setzen sie|erstell|erstelle|erstellt|erstellen sie|leg|lege|legt|legen sie) [{ADV}] (den tag|{V}|den tag {V}) [{ADV}] [an]
+ (fahr|fahre|fahrt|fahren sie) [{ADV}] [damit] fort
+ (leg|lege|legt|legen sie|legen wir|schieß|schießt) [{ADV}] los
+ (hau|haut|hauen sie|hauen wir) [{ADV}] [es|das|ihn|sie|{OBJ}] [{ADV}] raus
+ (zieh|zieht|ziehen sie|ziehen wir) [{ADV}] [es|das|{OBJ}] [{ADV}] durch
+ (tagge|taggt|tagg|pushe|pusht|push|deploye|deploy|deployt|release|merge|mergt|starte|startet|veröffentliche|veröffentlicht|taggen sie|pushen sie|deployen sie|starten sie|veröffentlichen sie|releasen sie|rolle|rollt|rollen sie) [{ADV}] {OBJ} [{ADV}] [aus]
+ (gib|gebt|geben sie) (gas|es frei|das frei|ihm das ok)
+ ja raus|dann mal los|tag setzen|bitte tag setzen|nur zu|immer zu|dann los|na dann los|also los|ab damit|ab dafür|raus damit|auf gehts|los gehts|los geht es|auf geht es|feuer frei|weiter gehts|dann mach|dann macht|dann bitte|bitte sehr|nichts wie los|volle kraft voraus|weiter im text|ruhig machen|let's go|bitte raus damit|jetzt los|los jetzt|mach hin|machs|machts|mach's
+ ja (klar|natürlich|gern|gerne|bitte|unbedingt|sicher|absolut|auf jeden fall|doch|selbstverständlich|sehr gerne|gerne doch|von mir|für mich|ja|passt|ist ok|ist okay|ist gut|ist in ordnung|das passt|passt so|das ist ok|das ist in ordnung|das ist gut|stimmt so|mach das|darf|dürft ihr|darfst du|kannst du|könnt ihr)
+ aber ja|aber klar|aber sicher|aber gerne|aber natürlich|jap|jep|jup|klar doch|ja klar|natürlich|selbstverständlich|auf jeden fall|unbedingt|absolut|sehr gerne|jawoll|jawohl|aber klar doch|na sicher|sicher doch|gerne doch
+ [ja] [{I}] [bin|sind|bin ich] [{ADV}|voll|damit|völlig|ganz] einverstanden [{SIDE}|mit {OBJ}|damit]
+ {OBJ} bin ich [voll|völlig|ganz] einverstanden
GOOD = ok|okay|in ordnung|gut|alles ok|alles gut|so ok|so in ordnung|völlig ok|völlig in ordnung|prima|perfekt|super|so gut|alles in ordnung|bestens|ok so|stimmig
+ [das|es|alles] (passt|ist {GOOD}|geht klar|geht in ordnung|ist so {GOOD}|ok|okay|in ordnung|gut) [so] (für mich|von meiner seite|meinerseits|aus meiner sicht|für uns|von mir)
+ (für mich|von meiner seite|von mir|meinerseits|aus meiner sicht|von meiner seite aus) [ist|passt|geht|auch|ist das|ist alles|passt das|passt alles|geht das|sieht das|ist es] [auch|so] ({GOOD}|passt|passt das|passt so|in ordnung)
+ für mich passt [das|es|alles] [so]
> fein|hervorragend|ausgezeichnet|toll|spitze|genial|passt schon|alles roger|gut so|sehr schön|schön|freut mich|ok gut|na gut|gut gemacht|gute arbeit|okay gut|aber gerne|merci
> ja|jap|jep|jup|ok|okay|gut|super|prima|perfekt|alles klar|passt|klar|na klar|danke|vielen dank|danke dir|in ordnung|sehr gut|klasse|top|gerne|gern|sieht gut aus|geht klar|bestens|bitte|dann|also|alles gut|sehr gerne|selbstverständlich|natürlich|einverstanden|von mir aus|meinerseits|von meiner seite|hiermit|wunderbar|ja gerne|ja bitte|auf jeden fall
< bitte|danke|danke dir|danke euch|danke schön|dankeschön|vielen dank|besten dank|dann|jetzt|so|gerne|gern|ruhig|wie besprochen|wie geplant|wie vorgeschlagen|wie beschrieben|wie gewünscht|wie abgesprochen|wie angefragt|wie beantragt|von mir|meinerseits|von meiner seite|sofort|direkt|los|lg|gruß|vg|aus meiner sicht|merci|von meiner seite aus|ohne einschränkung|ohne vorbehalt|mit freude
NOUGHT = keine|ohne|kein|keinerlei|ich habe keine|habe keine|hab keine|ich hab keine|sehe keine|ich sehe keine|wir haben keine|ich habe kein|ich sehe kein|habe kein|sehe kein|es gibt keine|gibt keine
~ {NOUGHT} [weiteren|großen|echten] (einwand|einwände|bedenken|anmerkungen|probleme|problem|fragen|einwendungen|vorbehalte|hindernisse|beanstandungen|thema|ding|stress|sorgen|änderungswünsche|auffälligkeiten) [{SIDE}|mehr|damit|dagegen|gegen {OBJ}|mit {OBJ}]
~ [ich|da|es|habe|hab|ich habe|ich hab|spricht|da spricht|es spricht|wüsste|von mir] [habe|hab] nichts (dagegen|einzuwenden|auszusetzen|gegen {OBJ}|zu beanstanden|zu meckern|weiter dagegen) [{SIDE}]
~ [ich] (habe|hab|haben) nichts (dagegen|einzuwenden|auszusetzen|gegen {OBJ}|zu beanstanden)
THING = der commit|den commit|commit|das diff|diff|die änderungen|änderungen|der tag|den tag|tag|tests|die tests|ci|die ci|der build|build|pipeline|die pipeline|alles|das|es|das changelog|changelog|den diff|der diff|die version|version|\ue000|der code|alle tests|ci und tests|tests und build|die argumente|die daten|den changelog|der changelog|der hash|die angaben|das release|die release notes
~ [ich habe|ich hab|habe|hab|wir haben|ich] [mir] [{THING}|{OBJ}] [kurz|mir|gerade|eben|noch mal|nochmal|mal|selbst] (geprüft|gecheckt|angeschaut|angesehen|kontrolliert|durchgesehen|gelesen|verifiziert|getestet|gegengelesen|überprüft|durchgeschaut|nachgesehen|nachgeschaut|gereviewt|reviewed|abgeglichen)
~ {THING} (ist|sind|sieht|sehen|passt|passen|stimmt|stimmen|läuft|laufen|wirkt|schaut) [so|alle|alles|jetzt|schon|auch|für mich|soweit|sehr] [sauber|grün|gut|ok|okay|in ordnung|korrekt|richtig|der richtige|die richtige|das richtige|sauber|durch|prima|super|bestens|plausibel] [aus]
~ (passt|stimmt|sieht|schaut|klingt) [so|alles|soweit|für mich|sehr|mir] [sauber|gut|ok|okay|prima|super|bestens|richtig] [aus]
~ [ist|das ist|ist so|das geht|geht|das wäre] [so|für mich|alles|völlig|vollkommen] (ok|okay|in ordnung|gut|prima|klar|richtig|korrekt|der richtige|perfekt)
~ alles (fein|sauber|gut|ok|okay|klar|in ordnung|bestens|richtig|korrekt|geprüft|grün|prima|super|passt)
~ von mir aus [gerne|gern|ok|okay|ja|passt|los|go|immer]
~ (ok|okay|gut|dafür|super|prima) [für mich|von mir|so]
~ [ich] bin (dafür|dabei|für {OBJ})
~ (daumen hoch|gute arbeit|schöne arbeit|sehr schön|sehr gut|gut gemacht|super gemacht)
~ (genemigt|genemhigt|gehnemigt|genehmingt|genehmigd|genemight|freigegben|freigeben|freigegebn|freigegebenn|geneh migt|einverstandne|einverstaden|genehmgt|gehmigt|genhmigt)
NOTV = genehmigen|freigeben|zustimmen|erlauben|bewilligen|akzeptieren|gutheißen|unterstützen|mittragen|verantworten|befürworten|durchwinken|absegnen|abnehmen|zulassen|vertreten
- [nein] [{I}|{OBJ}|hiermit|leider|so] [{ADV}] (lehne|lehnen|weise|weisen) [{I}] [hiermit|leider] [{OBJ}|{OBJ} so] [leider|hiermit|so|klar|entschieden] (ab|zurück)
- [nein] [{I}|{OBJ}|leider|das|so] (muss|müssen|möchte|will|würde|werde) [{I}] [{OBJ}] [leider|daher|so] (ablehnen|zurückweisen|verweigern|absagen|stoppen und ablehnen)
- [nein] [{I}|{OBJ}|leider|das|so] (kann|können|will|werde|darf|möchte|könnte|mag|würde) [{I}] [leider] [{OBJ}|{OBJ} so|so|{OBJ} leider] [leider|so|derzeit|aktuell] nicht [so] ({NOTV}|{INF})
- [nein] [{I}|{OBJ}|leider|hiermit] ({VERB}|akzeptiere|unterstütze|verantworte|erlaube|will|möchte) [{I}] [leider|hiermit] [{OBJ}|{OBJ} so|so] [leider] nicht
- [nein] [{I}|{OBJ}|leider] (gebe|geben) [{I}] [leider] [{OBJ}|{OBJ} so|so] [leider] nicht frei
- [nein] [{I}|{OBJ}|dem|leider|da] (stimme|stimmen) [{I}] [leider] [{OBJ}|{OBJ} so|so] nicht zu
- [nein] [{I}|damit|{OBJ}] [bin|sind] [{I}] [damit|leider|so|ganz] (nicht einverstanden|dagegen|strikt dagegen|absolut dagegen|klar dagegen|überhaupt nicht einverstanden)
- [nein] [bitte|also|bloß|ja|auf keinen fall] [{OBJ}|so|das so|diesen commit|den commit|diesen stand] [bitte|auf keinen fall|so|auf gar keinen fall|lieber|besser] nicht [{OBJ}|so] {INF}
- (du|ihr|sie|wir) (darfst|dürft|dürfen|könnt|kannst|können|sollt|sollten) [{OBJ}] nicht {INF}
- [nein] [bitte] (keinen|kein|keine) [neuen] (tag|release|deployment|push|rollout|änderung) [bitte] {INF}
- [nein] [bitte] (mach|macht|machen sie|tu|tut|tun sie) [das|es|{OBJ}|das so] [bitte|so|lieber] nicht
- [bitte] (führ|führe|führt|führen sie|setz|setze|setzt|setzen sie|tagge|taggt|pushe|pusht|deploye|deployt|starte|startet|veröffentliche|veröffentlicht) [{OBJ}|das] [bitte|auf keinen fall] nicht [aus|durch|um|fort]
- [{OBJ}|alles|antrag|anfrage|release|freigabe|tag|deployment] [ist|sind|wird|wurde|bleibt] [hiermit|von mir|leider|somit|klar|daher] (abgelehnt|zurückgewiesen|verworfen|nicht {DONE}|verweigert|untersagt|verboten|gestoppt und abgelehnt|abgewiesen|storniert|abgebrochen|gestrichen) [{SIDE}]
- [das ist|es ist|ist|ihr habt|du hast|leider] [der|die|das|ein|eine] (falsche<,r,s,n>|kaputte<,r,s,n>|verkehrte<,r,s,n>|fehlerhafte<,r,s,n>) (version|commit|tag|branch|release|stand|hash|build|nummer|repo)
- [bitte] [{OBJ}|alles|das ganze|die anfrage|den vorgang] [bitte|sofort|wieder] (abbrechen|stornieren|ablehnen|verwerfen|zurückziehen|zurücknehmen|canceln|absagen|sein lassen|bleiben lassen|lassen|streichen|abblasen)
- (brich|brecht|brechen sie|blas|sag|sagt|sagen sie) [{OBJ}|das] [bitte] ab
- (lass|lasst|lassen sie) [das|es|{OBJ}] [bitte|lieber] [sein|bleiben]
- keine<,n,r,> {GIFT} [{SIDE}|dafür|für {OBJ}|erteilt|möglich]
- kein (go|okay|ok|grünes licht|einverständnis|release|deployment) [{SIDE}|dafür|für {OBJ}|heute]
- (auf keinen fall|auf gar keinen fall|keinesfalls|niemals|nie im leben|kommt nicht in frage|kommt nicht in die tüte|kommt gar nicht in frage|geht so nicht|geht gar nicht|geht nicht|so nicht|so geht das nicht|das geht so nicht|das geht nicht|das passt so nicht|das passt nicht|passt nicht|passt so nicht|das ist falsch|das ist nicht richtig|das ist nicht ok|das ist nicht in ordnung|nicht in ordnung|nicht ok|lieber nicht|besser nicht|bitte nicht|leider nicht|leider nein|nein leider|nein danke|nein bitte|nein bitte nicht|nein auf keinen fall|nein nein|ganz klar nein|klares nein|ein klares nein|definitiv nicht|definitiv nein|sicher nicht|bestimmt nicht|ganz sicher nicht|absolut nicht|wirklich nicht|auf garkeinen fall|nicht mit mir|ohne mich|finger weg|nee danke|nö danke|nee lass mal|lass mal|vergiss es|vergesst es|tut mir leid nein|einspruch|veto|veto von mir|ich lege veto ein|ich erhebe einspruch|ich widerspreche|widerspruch|daumen runter|dagegen|nicht dieser commit|nicht dieser stand|nicht diese version|nein von mir|von mir nicht|von mir ein nein|von mir nein|ich sage nein|ich bin raus|hier sage ich nein)
! [bitte|nein|also] [noch|erst mal|erstmal|lieber|mit {OBJ}|damit|kurz|das|{OBJ}] [noch|erst mal|erstmal|etwas|kurz|bitte] (warten|abwarten|stoppen|anhalten|pausieren|zurückstellen|verschieben|aufschieben|zuwarten|halten|innehalten)
! [bitte|nein] (warte|wartet|warten sie|stopp|stoppe|stoppt|stoppen sie|stop|halt|haltet|pausiere|verschiebe|verschieb|verschiebt|moment|wartet mal|wart) [bitte|noch|mal|kurz|damit|das|es|alles]
! [bitte|nein] [im moment|derzeit|momentan|aktuell|vorerst|zunächst|jetzt|heute|bisher] (noch nicht|jetzt nicht|nicht jetzt|nicht heute|heute nicht|noch nicht jetzt|diese woche nicht|nicht diese woche|nicht vor|erst nach|erst ab|erst wenn|erst am|erst nächste woche|vorerst nicht|derzeit nicht|momentan nicht|aktuell nicht|zurzeit nicht|erst mal nicht|erstmal nicht|heute lieber nicht|nicht am freitag)
! [wir|lass uns|lasst uns] [sollten|müssen|können] [das|damit|lieber] [noch|lieber] (warten|verschieben|abwarten|stoppen)
= (danke|vielen dank|besten dank|herzlichen dank|danke dir|danke euch|danke schön|dankeschön|merci) [dir|euch|ihnen] [für (die info|die infos|die nachfrage|das nachfragen|die information|die zusammenfassung|die vorbereitung|die arbeit|deine arbeit|eure arbeit|die mühe|den hinweis|das fragen|die nachricht|deine nachricht|die mail|deine mail|die schnelle rückmeldung|die geduld|die details|die übersicht|das update|alles|deine mühe)|fürs fragen|fürs nachfragen|fürs bescheid geben|fürs bescheid sagen|im voraus|vorab|und gruß|und viele grüße|und lg]
= (schönen tag|schönen tag noch|schönes wochenende|schönen feierabend|einen schönen tag|einen schönen tag noch|schönen abend|frohes schaffen|viel erfolg|gutes gelingen|viel glück|bis bald|bis später|bis morgen|bis dann|ciao|tschüss|mit besten grüßen|mit freundlichem gruß|freundliche grüße|herzliche grüße|liebe grüße|beste grüße|viele grüße|schöne grüße|lieben gruß|lg|vg|mfg|bg|gruß|grüße|viele liebe grüße|sonnige grüße|grüße aus (berlin|münchen|hamburg|köln|wien|zürich)|beste grüsse|freundliche grüsse|mit freundlichen grüssen|mit lieben grüßen|hochachtungsvoll)
= [und] [bitte] (gib|gebt|geben sie|sag|sagt|sagen sie) [mir] [bitte|dann|kurz] bescheid [wenn (es|alles|das) (fertig|durch|erledigt|live|draußen|raus) ist|wenn fertig|wie es lief|wenns durch ist]
= (hallo|hi|hey|moin|moin moin|servus|guten tag|guten morgen|guten abend|liebes team|liebe alle|liebe kollegen|liebe kolleginnen und kollegen|sehr geehrte damen und herren|grüß gott|grüezi|tach|mahlzeit|hallo zusammen|hallo team|hi zusammen|hi team|moin zusammen|guten morgen zusammen|hallo alle|hallo liebes team)
REQ = gewünschte|beantragte|angefragte|vorgeschlagene|beschriebene
+ (kannst|darfst|könnt|dürft|könnts|kannste) [{OBJ}] [{ADV}] [{OBJ}] [{ADV}] {INF} [{ADV}]
+ (geht|darf|kann|soll) [{ADV}] [{ADV}] (raus|live|los|online|losgehen|rausgehen)
+ (mach|macht|machs|mach's|tu|tut) (ma|mal|nur|ruhig|einfach|schon|doch|gern|gerne|bitte|es|das|des|mal ruhig|ruhig mal|einfach mal|so|es so|das so|das ruhig|das gerne)
+ {I} erkläre mich [hiermit|gerne|damit|mit {OBJ}] [hiermit|damit] einverstanden
+ hiermit (bestätige|erkläre|erteile|gebe|gewähre) ich [ihnen|dir|euch|gerne] {MY} {GIFT} [für {OBJ}|zu {OBJ}|zur {FEM}|zum {NEUT}|zum {MASC}]
+ {I} (bestätige|bestätigen|erteile|gewähre) [ihnen|dir|euch|hiermit|gerne] [{MY}] {GIFT} [für {OBJ}|zu {OBJ}|zur {FEM}|zum {NEUT}|zum {MASC}]
+ {OBJ} (wird|ist) [hiermit|von mir|gerne] (stattgegeben|zugestimmt|entsprochen)
+ {I} (segne|segnen|nicke|nicken|winke|winken|nehme|nehmen) {OBJ} [hiermit|gerne|so] (ab|durch)
+ [{I}] [hiermit] (genehmige|bewillige|billige) [ich] [hiermit] (die|das|den) {REQ} [{FEM}|{MASC}|{NEUT}|vorgehen]
+ (ich sage|sage) [ja|go|ok und los]|von mir (ein|gibts ein|gibt's ein|kommt ein) (ja|go|klares ja)
+ (ja|jo|jau|jap|jep|joa|jawohl|klar|na klar|sicher|logo) (mach|macht|mach ma|mach mal|mach nur|mach ruhig|raus damit|leg los|legt los|kann raus|darf raus|bitte machen|machen|los|ausführen|kannst machen|kannst du machen|könnt ihr machen|passt mach|passt machen)
+ (ja|jap|jep|jawohl) (gerne|gern|bitte|go)
+ ja (doch gerne|das geht klar|geht klar|geht in ordnung|ist in ordnung so|passt für mich|passt alles|das darfst du|das könnt ihr|das können sie|hundertprozentig|zu 100%|100%|ohne bedenken|ohne wenn und aber|ohne vorbehalt|mit vergnügen|mit freude)
> na klar|jo|joa|jau|logo|logisch|klaro|freilich|sicher|na sicher|sauber|läuft|jo klar|jo passt|super arbeit|tolle arbeit|gute arbeit|klasse arbeit|starke arbeit|toll gemacht|super gemacht|klasse gemacht|gut gemacht|glückwunsch|endlich|juhu|hurra|oki|okidoki|okidoke|ist gut|ist gut so|das passt so|passt so|des passt|des passt so|passt scho|das passt|alles bestens|alles paletti|bestätigt|geprüft|gelesen|gesehen|zur kenntnis genommen|dafür|das geht so in ordnung|geht so in ordnung|das geht klar|das geht in ordnung|das ist in ordnung|ist in ordnung|hab ich geprüft|mit vergnügen|mit freude|sehr gute arbeit
> (gute|super|tolle|klasse|starke|sehr gute) arbeit (leute|team|zusammen|alle|an alle|wie immer|allerseits)
< umgehend|unverzüglich|ohne weiteres|bedenkenlos|ohne bedenken|wie unten beschrieben|wie unten angegeben|wie oben beschrieben|wie dargestellt|wie angegeben|wie aufgeführt|wie immer|wie üblich|wie gehabt|leute|von uns|von meiner warte|was mich angeht|was mich betrifft|meines erachtens
- [{MY}|hiermit] {GIFT} [ist|wird|wurde|hiermit|wird hiermit|leider] (verweigert|versagt|abgelehnt|nicht erteilt|nicht gegeben|zurückgezogen|entzogen|widerrufen|verwehrt|nicht gewährt|nicht möglich)
- [{I}|hiermit|leider] (verweigere|verweigern|versage|entziehe|widerrufe|verwehre|verwehren) [{I}|hiermit|leider] [{MY}|{OBJ}|dir|euch|ihnen|hierfür|hier] [{GIFT}] [für {OBJ}|zu {OBJ}|zur {FEM}|hierfür]
- [dass] {I} [{OBJ}|dem|{MY}|leider|hierfür] [leider|so] (nicht|keine) [{GIFT}] (zustimmen|genehmigen|freigeben|bewilligen|erteilen|geben) (kann|werde|darf|möchte|will|können)
- (zu meinem bedauern|mit bedauern|bedauerlicherweise|bedaure|bedauere|ich bedaure|ich bedauere) ([muss] [{I}] [{OBJ}] ablehnen|kann [{I}] [{OBJ}] nicht (zustimmen|genehmigen|freigeben)|nein)
- [bitte|bloß|ja] (bloß nicht|ja nicht|bloß nix machen|nicht anfassen|nichts anfassen|nichts machen|nichts ausführen|nichts deployen|nichts tun|die finger davon lassen|finger davon|finger weg davon|hände weg|hände weg davon)
- (lass|lasst|lassen wir|lassen sie) (es|das|das mal|das lieber|es lieber|das ganze|die finger davon|das so|es besser) [sein|bleiben|lieber|besser]|das lassen wir [lieber|mal|besser] [sein|bleiben]|wir lassen das [lieber|besser] [sein|bleiben]
- (das|so|es|dies) machen wir [so|lieber|hier] nicht|machen wir [so] nicht|wir machen das [so] nicht|das tun wir nicht|wird nicht gemacht|wird nichts|daraus wird nichts|das wird nix|das wird nichts|das mache ich nicht mit|da mache ich nicht mit|mache ich nicht mit
- [meine|die|unsere] (antwort|entscheidung) [ist|lautet|bleibt] [ein|klar|leider] (nein|klares nein|negativ|ablehnung|nicht genehmigt)|mein votum [ist|lautet] (nein|dagegen)|ich (stimme|votiere|bin) [strikt|klar|entschieden] dagegen|ich bin nicht dafür|bin nicht dafür|das ist ein nein|ist ein nein|bleibt bei nein
- (eher nein|eher nicht|nein eher nicht|ganz klares nein|nix da|nichts da|nee nee|nein lieber nicht|kommt nicht infrage|keine chance|no go|ein no go|no-go|geht nicht durch|nicht akzeptabel|inakzeptabel|nicht zulässig|unzulässig|nein sorry|sorry nein|nope|nein leute|nö leute|nö lass mal|nee lass|nö lass|nein lass|lass stecken|lasst stecken|vergessen wir das|vergiss das|vergesst das|zurück damit|nicht mit uns|gestoppt|blockiert|gesperrt|wird blockiert|untersagt|nicht genehmigungsfähig|nicht freigabefähig)
! [das|es|wird|ist|wurde|alles] [wird|ist|wurde] (verschoben|aufgeschoben|vertagt|zurückgestellt|auf eis|auf eis gelegt|pausiert|geparkt|ausgesetzt|zurückgehalten)
! [bitte] [das|es|{OBJ}] (auf eis legen|zurückhalten|vertagen|parken|hintanstellen|aussetzen|liegen lassen|auf (montag|dienstag|mittwoch|donnerstag|freitag|morgen|später|nächste woche) (verschieben|schieben|vertagen))
! (leg|legt|legen sie|stell|stellt|stellen sie|schieb|schiebt|schieben sie|halt|haltet|halten sie) [{OBJ}] (auf eis|zurück|noch auf|bitte zurück|noch zurück)
= (sorry|entschuldigung|entschuldige|entschuldigt|entschuldigen sie|verzeihung|pardon|tut mir leid|bitte entschuldige|bitte entschuldigt|bitte entschuldigen sie) [bitte] [für|wegen] [die|meine|der|das|den] [späte|verspätete|lange|kurze|späten] (antwort|rückmeldung|verspätung|wartezeit|verzögerung|reaktion|funkstille|warten)
= [sorry|entschuldigung] [ich] (war|bin|saß|hänge) [gerade|noch|eben|den ganzen tag] (im meeting|in einem meeting|in einer besprechung|im termin|unterwegs|im zug|in der pause|beschäftigt|in terminen|beim mittag|beim essen|offline|im gespräch|auf dem sprung)
= (von unterwegs|vom handy|vom handy getippt|kurz vom handy|gerade unterwegs|auf die schnelle|in eile|nur kurz|kurz und knapp|schnell vom handy|gerade erst gesehen|eben erst gesehen|jetzt erst gesehen|habe es eben erst gesehen|habs gerade erst gesehen)
= (gruss|grüsse|liebe grüsse|herzliche grüsse|schöne grüsse|freundlicher gruss|mit freundlichem gruss|servus|pfiat di|pfiat eich|ade|baba|mit kollegialen grüßen|danke und (gruß|lg|vg|grüße|viele grüße|schöne grüße|beste grüße|liebe grüße|mfg|gruss)|schöne woche|guten start in die woche|weiter so|ich freue mich|freut mich|freue mich drauf|freue mich auf das release|glückwunsch [zum release|an alle|ans team|euch allen]|gratuliere|gratulation|daumen sind gedrückt|ich drücke die daumen|gutes gelingen euch|wird schon|läuft bei euch|danke für (eure|deine|ihre) (arbeit|mühe|geduld|anfrage|nachricht|vorbereitung|rückfrage)|danke für die (anfrage|rückfrage|gute arbeit|tolle arbeit|gute vorbereitung|schnelle vorbereitung|geduld)|hochachtungsvoll|mit vorzüglicher hochachtung|verbleibe mit freundlichen grüßen|ich verbleibe mit freundlichen grüßen)
= (gute|super|tolle|klasse|starke|sehr gute) arbeit [leute|team|zusammen|alle|an alle|wie immer|allerseits]
= (sehr geehrte frau|sehr geehrter herr|sehr geehrte|sehr geehrter|geehrte damen und herren|werte kollegen|werte kolleginnen und kollegen|liebe kolleginnen|grüß dich|grüß euch|grüß gott zusammen|grüessech|grüezi mitenand|grüezi zusammen|hoi zäme|hoi zusammen|hallöchen|huhu|griaß di|griaß eich|guten tag zusammen|sehr geehrtes team|guten tag allerseits|hallo in die runde|hallo ihr lieben|hi ihr lieben|moin leute|hi leute|hallo leute|servus zusammen|servus beinand)
= [und] [bitte] (gib|gebt|geben sie|sag|sagt|sagen sie|melde dich|meldet euch|halt mich auf dem laufenden|haltet mich auf dem laufenden|informiert mich|informiere mich|kurze info|kurze rückmeldung|kurzes feedback|gib mir|gebt mir) [mir|uns] [dann|kurz|bitte|gern|gerne] [bescheid|laut] [wenn (es|alles|das|der tag|das release) (fertig|durch|erledigt|live|draußen|raus|da) ist|wenn ihr fertig seid|wenn du fertig bist|nach abschluss|danach|im anschluss|wie es läuft|wie es gelaufen ist]
+ (von mir aus|meinetwegen|dann|jetzt) (kann's|kann es|darf's|darf es|kanns|darfs) losgehen|kann's losgehen|los geht's|leg los bitte|bitte leg los
? [der tag|das tag|die version|der commit] {V} (ist|sind|stimmt|passt|sieht) [so|genau] [richtig|korrekt|ok|okay|in ordnung|gut|gut aus|der richtige|das richtige|die richtige]
? (das|es) (ist|war) (der richtige commit|das richtige tag|der richtige tag|die richtige version|der richtige|so richtig)
? (das|es|dies) (war|ist) [so|auch] (geplant|abgesprochen|vereinbart|besprochen|abgestimmt|angekündigt|vorgesehen|erwartet)|[ich] weiss (bescheid|davon|ich bescheid)|ich habe (darauf|das) (gewartet|erwartet)|darauf habe ich gewartet|(hatten|haben) wir so (geplant|besprochen|abgesprochen)
OF = des (tags|release|releases|commits|deployments|pushes|rollouts) [{V}]|der (version|änderung) [{V}]|von {V}
+ [{I}] [{ADV}] {VERB} [{ADV}] (das setzen|das erstellen|das taggen|das pushen|den push|das veröffentlichen|die erstellung|die veröffentlichung|die durchführung|die ausführung|das deployen|das ausrollen|das anlegen) [{OF}]
+ [meine|die|volle] (freigabe|genehmigung|zustimmung) für ({V}|[das|den|die] (tag|release|version|deployment|push|commit|rollout) [{V}]) [ist|wird] [hiermit|von mir] (erteilt|gegeben)
+ [das|der] (tag|release|commit) [{V}] (darf|kann) [so|gerne|jetzt|jetzt so] (gesetzt|gepusht|erstellt|veröffentlicht|getaggt|angelegt|ausgerollt) werden
- [{OBJ}|tag|der tag|das tag|den tag|das tag|den commit] [bitte] [{OBJ}] nicht (setzen|pushen|taggen|erstellen|anlegen|veröffentlichen|ausrollen|deployen)
BOT = \ue001|der bot|der deploybot|der deploy-bot|der release-bot
FIX = den (fix|hotfix|bugfix|patch|release|stand)|diesen (fix|hotfix|bugfix|patch)|die (version|korrektur|änderung|neue version)|diese (version|korrektur|änderung)|das (release|update|feature)|dieses (release|update|feature)
CROWD = [die|unsere|alle|viele|ein paar] (kunden|nutzer|anwender|user|kollegen|partner)|der kunde|alle|der vertrieb|der support
CREW = qa|der qa|dem qa-team|dem team|ops|dem ops-team|dem support|dem kunden|den kollegen|den entwicklern|der fachabteilung|dem fachbereich|der entwicklung|allen beteiligten
LONG = schon|schon lange|schon länger|seit tagen|schon seit tagen|seit wochen|schon seit wochen|sehnsüchtig|dringend|ewig|schon ewig|seit gestern|alle
ITSELF = das|es|sie|ihn|{OBJ}|die {V}|den {V}|das {V}
+ (gib|gebt|geben sie|geb) [{ITSELF}] [{ADV}] frei
+ {CAN} [die|den|das] {V} [{ADV}] {INF} [{ADV}]
+ [{ADV}] (die|den|das) {V} [{ADV}] {INF}
+ [{ADV}] (tag|release|version|deployment|rollout|push|veröffentlichung|hotfix|tagging) [{V}] [{ADV}] {INF}
+ [{ADV}] (gleich|am besten gleich|am besten sofort|zügig) [{OBJ}] {INF}
+ (ab die post|ab geht die post|ab geht's|ab gehts|raus mit (der version|dem release)|raus mit {V}|lass (es|ihn|sie) laufen|lasst (es|ihn|sie) laufen|lass krachen|lasst krachen|und ab|und raus|und los)
+ (schick|schickt|bring|bringt|jag|jagt) {ITSELF} [{ADV}] raus
+ [{OBJ}|dem|da|dem antrag] kann ich [{ADV}|nur|voll und ganz|gern|uneingeschränkt|so|guten gewissens] zustimmen
+ {I} (kann|können) [{ADV}] [{OBJ}|dem] [{ADV}|nur|voll und ganz] (zustimmen|freigeben)
+ {BOT} (darf|kann|soll|hat freie fahrt|bekommt grünes licht|hat meine {GIFT}|hat mein {GIFT}) [{OBJ}] [{ADV}] [{OBJ}] [{INF}|los]
+ (lass|lasst|lassen sie) (den bot|{BOT}) [{OBJ}] [{ADV}] {INF}
+ das ist [hiermit|von mir|so] (bewilligt|genehmigt|freigegeben|abgesegnet)
+ (entscheidung|votum|antwort|bescheid|rückmeldung) (positiv|genehmigt|ist positiv)|positiver bescheid
+ (zustimmung|genehmigung|freigabe|bewilligung|okay|ok|go|ja|einverständnis) (meinerseits|von meiner seite|von mir|unsererseits|hiermit erteilt)
+ (von mir|meinerseits|von meiner seite|von unserer seite) [aus] (ein [klares|dickes|volles|eindeutiges] (ja|go|okay|ok)|gerne|gern|freie fahrt|freie bahn|go|okay|alles ok) 
+ (freie fahrt|freie bahn|bahn frei|leinen los|daumen hoch und los|ab dafür|auf geht's|kann losgehen|es kann losgehen|kann los|bitte los|bitte ab damit|bitte raus damit|immer raus damit|einfach raus damit) [{SIDE}]
+ (habe|hab) ich [geprüft|gelesen|gesehen|getestet] und (gebe|geb) (es|das|sie|ihn) [{ADV}] frei
+ [{I}] (befürworte|befürworten|gutheiße|unterschreibe|unterzeichne|winke) [{I}] [{OBJ}] [hiermit] [durch]
+ {I} (sage|sag) (ja|go|okay|ok) [zu {OBJ}|dazu]
+ ({OBJ}|die {V}|der tag|das release|die version) (kann|darf|soll) [{ADV}] (gesetzt|getaggt|veröffentlicht|ausgerollt|freigegeben|live geschaltet|deployt|gebaut|angelegt|erstellt|gepusht|released) werden
> freigegeben|zur sache|von mir aus gerne|von mir aus|alles bestens|kurz und gut
~ (habe|hab) ich [mir] [{THING}|alles] [kurz|gerade|eben|selbst|genau] (geprüft|gecheckt|angeschaut|angesehen|gelesen|getestet|durchgesehen|kontrolliert)
~ (hab|habe|haben) [ich|wir] [mir] {THING} (geprüft|gecheckt|angeschaut|angesehen|gelesen|getestet|durchgesehen)
? (auf {FIX}|darauf|da) (warten|wartet) {CROWD} [{LONG}]
? {CROWD} (warten|wartet) [{LONG}] [auf {FIX}|darauf|drauf] [{LONG}]
? {CROWD} (braucht|brauchen|wollen|will) {FIX} [{LONG}|unbedingt]
? (auf {FIX}|darauf) (warte ich|warten wir|haben wir gewartet|habe ich gewartet|haben alle gewartet) [{LONG}]
? [ich] [hab|habe|haben] [ich|wir] [das|es|alles|kurz|gerade|eben|schon|vorhin] mit {CREW} [kurz|gerade|eben|schon|vorhin] (gesprochen|geredet|abgestimmt|besprochen|abgeklärt|geklärt|abgesprochen|telefoniert|durchgesprochen)
? [das] [ist] mit {CREW} [so] (abgestimmt|besprochen|geklärt|abgeklärt|abgesprochen|vereinbart)
? (qa|die qa|das qa-team|der test|das team) (ist|hat|ist jetzt|ist auch|hat schon|hat alles|hat es) (durch|fertig|grün|zufrieden|getestet|geprüft|ok gegeben|grünes licht gegeben|abgenommen|abgeschlossen)
? je (schneller|eher|früher) desto besser|wird zeit|es wird zeit|höchste zeit|endlich ist es so weit|gutes timing|perfektes timing|nichts (hinzuzufügen|zu ergänzen|weiter|mehr zu tun|mehr offen)|von mir nichts (hinzuzufügen|zu ergänzen)|alles vorbereitet|alles bereit|alles ist bereit|alles erledigt|wir sind bereit|wir sind so weit
? (alles|tests|die tests|staging|die metriken|monitoring|die pipeline) (ist|sind) [auf] (grün|bereit|sauber|stabil|durch)
? [das|es] [haben wir|wurde] [so|das|schon] (gestern|vorhin|am telefon|im meeting|im daily|im call|im standup) [schon|so] (besprochen|geklärt|abgestimmt|vereinbart)
= [sonnige|beste|viele|liebe|schöne|herzliche|freundliche|kollegiale|verregnete|winterliche|sommerliche|sonnigen] (grüsse|gruss|grüssle|grüssli) (aus|nach) [dem sonnigen|dem schönen|dem verregneten|dem kalten] ({PLACE}|dem urlaub|dem homeoffice|dem büro|dem zug|dem norden|dem süden|der schweiz|der heimat)
= (danke|vielen dank|besten dank|merci|herzlichen dank) [dir|euch|ihnen|an alle|allen] für (die|eure|deine|ihre) [schnelle|gute|tolle|viele|super|harte|saubere|prompte|klasse|wichtige|sorgfältige] (arbeit|vorarbeit|vorbereitung|umsetzung|hilfe|mühe|sorgfalt|umsicht|prüfung|erklärung|rückmeldung|erinnerung|geduld|unterstützung)
= (danke|vielen dank|besten dank|merci|herzlichen dank|grosses lob|lob|glückwunsch) (an|ans) (das ganze team|das team|alle|euch alle|team|ganze team|alle beteiligten|die runde|qa)
= (schönes wochenende|schönen feierabend|schönen tag|schönen abend|einen schönen tag|einen schönen abend|schöne woche|schöne woche noch|schönen freitag|gute nacht|schönen nachmittag|frohe ostern|schöne feiertage|frohes fest) [euch|dir|ihnen|allen|zusammen|noch|euch allen|wünsche ich|team]
= (sehr geehrte|liebe|werte|geschätzte|hallo liebe|verehrte) (kolleginnen und kollegen|kollegen|kolleginnen|damen und herren|alle|runde|kollegschaft)
= (von meinem|vom|mit meinem) (iphone|ipad|handy|smartphone|android|tablet|mobiltelefon|mobilgerät|samsung) [gesendet|geschickt|getippt|geschrieben]|gesendet (von|vom|mit) [meinem|dem] (iphone|ipad|handy|smartphone|android|tablet|mobiltelefon|mobilgerät|outlook)
= (gute|super|tolle|klasse|starke|sehr gute|saubere|prima|spitzen) arbeit|weiter so [team|leute|jungs]|gut gemacht [team|leute|alle]|toll gemacht|mega|danke [nochmals|nochmal|vorab]
- [{OBJ}|dem antrag|dem release|dem] (widerspreche|widersprechen) {I} [hiermit|ausdrücklich|entschieden]|{I} (widerspreche|widersprechen) [hiermit] [{OBJ}|dem]
- {OBJ} wird [hiermit|von mir|leider] nicht (entsprochen|stattgegeben|zugestimmt)|dem antrag wird nicht (entsprochen|stattgegeben|zugestimmt)
- (von mir|meinerseits|hier|dafür|hierfür) (gibt es|gibt's|gibts|kommt|bekommt ihr|bekommst du) [dafür|hierfür|dazu|hier|leider] (keine|kein|keinen) {GIFT} [dafür|hierfür]
- [leider|tut mir leid] (muss|müssen) {I} [hier|da|dazu|hierzu|leider] [nein|zu {OBJ} nein] (sagen|nein sagen|ablehnen|absagen|passen)
- [das|{OBJ}|es|die {V}] (wird|unterschreibe|zeichne) [von mir|ich|ich so] [so] nicht (unterschrieben|abgezeichnet|gezeichnet|freigegeben|unterzeichnet|mitgetragen)
- das unterschreibe ich [so] nicht|[{I}] (unterschreibe|unterzeichne) (das|es) [so] nicht
- [aber|nein|leider] {I} (erteile|erteilen|gebe|geben) [hierfür|dafür|dazu|hier|leider|so] (keine|kein|keinen) {GIFT} [hierfür|dafür|dazu]
- [aber|nein] [leider] (gibt|gebe) (es|ich) [von mir] (keine|kein) {GIFT}
- {BOT} (darf|soll|kann) [{OBJ}] [das|es] nicht {INF}|{BOT} (darf|soll) nicht
- (die version|das release|das|diese version|die {V}|dieses release|{OBJ}) (geht|kommt|darf|wird) [so] nicht (raus|live|online|durch|getaggt|ausgeliefert|veröffentlicht)
> aus unserer sicht|von unserer seite|von meiner seite|von meiner seite aus|aus meiner sicht|meinerseits|von mir aus
+ [{SIDE}] (kann|darf) (es|das|der release|das release|das deployment|die version|der rollout) [jetzt|gerne|ruhig] (losgehen|starten|beginnen|raus|live|live gehen|rausgehen|in produktion gehen|in produktion)
+ [{ADV}|bitte] (weiter|weitermachen|fortfahren|loslegen|starten|beginnen) mit {OBJ}
+ [{ADV}|bitte] fahren sie [bitte|gerne] mit {OBJ} fort|[{ADV}|bitte] (fahrt|fahr) [bitte|gerne] mit {OBJ} fort
+ [{ADV}|bitte] [{OBJ}] (freischalten|freigeben und ausrollen|produktiv setzen|produktiv nehmen|live bringen|in produktion bringen|in produktion nehmen|scharf schalten|ausliefern)
+ (freigabe|genehmigung|zustimmung|einverständnis) {SIDE} [ist|hiermit|ist hiermit] (erteilt|gegeben|liegt vor)
+ [das] (geht|ist) [für mich|von mir aus|meinerseits] [so] (in ordnung|klar|okay|ok) [bitte|also bitte] ({INF}|{IMPV})
IMPV = loslegen|machen|ausführen|umsetzen
< in produktion|auf produktion|in prod|auf prod|produktiv|live|heute
~ [{SIDE}] (spricht|gibt es) [von meiner seite|meinerseits|aus meiner sicht] (nichts|nichts mehr) (dagegen|was dagegen spricht|einzuwenden)
~ (ist|passt|sieht) [alles] (gut so|so gut|gut aus|prima|alles)|passt alles [so|{SIDE}]
~ [ich] [habe|hab] [mal|kurz|schnell|eben|selbst] (drübergeschaut|drüber geschaut|draufgeschaut|reingeschaut|nachgeschaut|durchgeschaut|alles durchgesehen|alles geprüft|alles gelesen|alles angeschaut|gegengelesen|quergelesen)
? [und] (qa|die qa|das qa-team|der test|das team|der fachbereich|der kunde|der support|das ops-team|der betrieb) (ist|sind|hat) [jetzt|auch|schon|bereits|ebenfalls] (durch|fertig|grün|zufrieden|einverstanden|getestet|alles getestet|ok gegeben|grünes licht gegeben|zugestimmt|abgenommen|freigegeben|mit im boot|an bord)
? (die tests|alle tests|tests|die pipeline|die builds|der build|ci) (sind|ist|laufen|lief|liefen) [alle|auch|jetzt|wieder] (grün|durch|durchgelaufen|sauber|sauber durch|erfolgreich)
? (der kunde|die kunden|der vertrieb|der support|alle|die anwender|die nutzer) (wartet|warten) [{LONG}|schon (die ganze woche|seit (montag|dienstag|mittwoch|donnerstag|freitag|gestern|letzter woche|vorgestern))|seit (montag|dienstag|mittwoch|donnerstag|freitag|gestern|letzter woche)] (auf {FIX}|darauf)
= [sorry|entschuldigung] [ich] (war|bin|saß|hänge|hing|stecke|steckte) [gerade|noch|eben|bis eben|den ganzen (tag|vormittag|morgen)|heute] (im (meeting|termin|workshop|flieger|zug|auto|gespräch|urlaub|jour fixe|call)|in (einem meeting|einem termin|einem call|einem workshop|einer besprechung|meetings|terminen|besprechungen|calls|der bahn|der mittagspause)|unterwegs|beim kunden|krank|nicht am platz|nicht am rechner)
= (danke|vielen dank|herzlichen dank|besten dank|dank) [dir|euch|ihnen] [für|fürs] [das|die|den|deine|eure|ihre|deinen|euren] [gute|schnelle|ausführliche|saubere|klare|tolle|super|sorgfältige|rasche|guten|schnellen|ausführlichen] (vorbereitung|zusammenfassung|erklärung|beschreibung|dokumentation|rückmeldung|arbeit|umsetzung|info|infos|erinnerung|geduld|nachfrage|nachfragen|warten|kümmern|bescheidgeben|einsatz|hinweis|aufbereitung|übersicht|bearbeitung)
= [und] (danke|dank|gruß|grüsse|grüße) (an|ans) [das|alle|die] [ganze] (team|alle|beteiligten|kollegen|mannschaft|truppe)
DONEBY = veröffentlicht|ausgerollt|released|releast|deployt|getaggt|gesetzt|erstellt|ausgeführt|durchgeführt|umgesetzt|gestartet|live genommen|freigeschaltet
+ {I} [hiermit] ({VERB}|bin [damit] einverstanden|stimme [dem] zu) [hiermit] dass ({OBJ}|{V}) [jetzt|so] {DONEBY} (wird|werden)
+ {I} [hiermit] ({VERB}|bin [damit] einverstanden|stimme [dem] zu) [hiermit] dass (ihr|wir|sie|du) ({OBJ}|{V}) [jetzt|so] (ausrollt|ausrollen|veröffentlicht|veröffentlichen|deployt|deployen|taggt|taggen|releast|releasen|startet|starten|umsetzt|umsetzen)
+ (ja|okay|ok|go|zustimmung|grünes licht|mein okay|mein go|meine freigabe|meine zustimmung) (zum|zur|für (den|das|die)) ({MASC}|{NEUT}|{FEM}) [{V}] [{SIDE}]
+ [{ADV}|bitte] (rollt|roll|rollen sie) [{OBJ}|es|das] [bitte|jetzt|gerne] aus
+ so machen wir (das|es)|(das|es) (könnt ihr|kannst du|können sie|können wir) [gerne|ruhig|jetzt] so (machen|umsetzen|ausrollen|veröffentlichen|durchführen|ausführen)
< wann [immer] (ihr wollt|du willst|sie wollen|ihr mögt)|jederzeit
+ [{ADV}|bitte] [{OBJ}] [{ADV}] in (produktion|prod) (ausrollen|bringen|nehmen|setzen|deployen|schieben|geben|releasen|übernehmen)
DEED = (das|die|den|dieses|diese) (release|veröffentlichung|ausrollen|rollout|deployment|freischaltung) (von|der|des) {V}|(das|die|den|der) {V}|(die|diese) version {V}
THEY = kannst du|könnt ihr|können sie|darfst du|dürft ihr|dürfen sie|können wir
+ ({OBJ}|{DEED}) {THEY} [{ADV}] {INF} [{ADV}]
+ {I} [hiermit] (genehmige|genehmigen|gebe|geben) [hiermit] {DEED} [hiermit] [frei]
+ (kann|darf|soll) [{ADV}] (live gestellt|live geschaltet|rausgegeben|ausgeliefert|in produktion gebracht) werden
+ [bitte] [{OBJ}|{DEED}|{V}] [bitte] (taggen|releasen|freigeben) und (ausrollen|veröffentlichen|deployen|auf produktion bringen|in produktion bringen|live stellen)
+ {THEY} [{ADV}] (live stellen|auf produktion bringen|in produktion bringen)|[bitte] (live stellen|auf produktion bringen|in produktion bringen)
+ von mir [aus] (ein klares ja|ein ja|ein go|grünes licht) [zum {MASC}|zum {NEUT}|zur {FEM}|dazu|dafür]
+ stattgegeben|[dem] antrag (stattgegeben|bewilligt|genehmigt)|dem antrag (wird|ist) [hiermit] stattgegeben|gebongt|attacke|volle (fahrt|kraft) voraus|gib gas|gebt gas|so machen wir (das|es)|tun sie (das|es) bitte|tut das bitte|hau's raus|hau raus|hau es raus|schick's raus|schieb's raus|leinen los|mein (placet|plazet)
- (ich|wir) [hiermit] (untersage|untersagen|verweigere|verweigern|versage|versagen|verbiete|verbieten) [{OBJ}|die (freigabe|zustimmung|genehmigung)]|hiermit (untersage|verweigere|verbiete|lehne) ich [{OBJ}|die (freigabe|zustimmung|genehmigung)] [ab]
- (blockiert|blockier|stoppt|sperrt) (das release|den rollout|das deployment|die freigabe|das)
= (sehr geehrte damen und herren|sehr geehrte kolleginnen und kollegen|liebe kolleginnen und kollegen|liebes team|werte kollegen|werte kolleginnen|guten tag zusammen|grüezi|grüezi mitenand|grüß gott|hochachtungsvoll|mit besten grüßen|mit besten grüssen|herzliche grüße|herzliche grüsse|liebe kollegen|hallo miteinander)
"""
