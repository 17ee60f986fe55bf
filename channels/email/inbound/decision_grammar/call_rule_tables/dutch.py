"""Dutch: orders, agreements and facts about a call, and the words of its acts and things. A table as `call_rule_builder` reads it."""

DUTCH_CALLS = """
WHO = {XH}
WHOM = haar|hem|hen|hun|ze|aan (haar|hem|hen|iedereen|[de|die|onze] {WHO}|[de|het] \ue002)|[de|die|onze|het] [arme] {WHO}|\ue002|voor \ue002
DET = de|het|een|deze|dit|die|dat|haar|zijn|hun|ons|onze|je|jouw|jullie|uw|'t|al het|al de
FULL = volledige|volledig|hele|gehele|complete|gevraagde|genoemde|voorgestelde|afgesproken|totale
WHAT = het|dit|dat|die|deze|hem|'t|het geheel|[{DET}] [{FULL}] [bedrag van] \ue000|{DET} [{FULL}] (bedrag|som|zaak|{XO}|{XN}) [\ue000|van \ue000|ad \ue000|ter hoogte van \ue000]|[{XO}|nummer|nr|bedrag] \ue000|[{FULL}] {XO}
SUM = dit|dat|het|[die|de|het] [{FULL}] [bedrag van] \ue000|(het|de) [{FULL}] (bedrag|som)
APPR = {DEED}|{SUM}|[{DET}] {XA} [van \ue002|aan \ue002|\ue000]
AT = (voor|aan|naar|van|op|over|met|bij|in|ter waarde van|wegens) ({WHAT}|{WHOM})
LET = maar|graag|alsjeblieft|alstublieft|aub|nu|meteen|direct|vandaag|vandaag nog|nog vandaag|gewoon|gerust|rustig|even|dan|dus|zo snel mogelijk|zsm|snel|per direct|volledig|helemaal|in zijn geheel|zoals gepland|zoals afgesproken|zoals voorgesteld|zoals gevraagd|weer|terug|lekker|hoor|deze week|vanochtend|ook|wel|eens|er|alvast|van mij|wat mij betreft|voor mij|dan maar|bij deze
IT = [{ITEM}] [{ITEM}] [{ITEM}] [{ITEM}] [{ITEM}]
ITEM = {WHOM}|{WHAT}|{AT}|{LET}
CAN = je kan|je kunt|u kunt|jullie kunnen|jullie mogen|je mag|u mag|kun je|mag|kan|we kunnen|je kan dus|jullie kunnen dus
DEED = [{DET}] [{FULL}] {XN} [{NOF}] [{NOF}] [{NOF}]
NOF = (van|voor|aan|naar|op|ter waarde van|ad|met) ({WHAT}|{WHOM})|\ue000
SIDE = van mij|wat mij betreft|voor mij|van mijn kant|van onze kant|mij betreft|door mij|hierbij
FINE = ok|oké|oke|akkoord|goedgekeurd|prima|in orde|is ok|is oké|is goedgekeurd wat mij betreft|is door mij goedgekeurd|hierbij goedgekeurd|mag|toegestaan|geaccordeerd
YES = ja|ok|oké|akkoord|goedkeuring|toestemming|groen licht|fiat|go|zegen
MOVE = {XV} {IT}|{IT} {XI}|zet {IT} (in gang|door|klaar)|(doe|regel|start|verwerk|verzorg|ga door met|ga verder met|voer uit|maak) {IT} {DEED} [{LET}]
+ [{LET}] [{CAN}] {MOVE} [{LET}]
+ zet maar door {WHAT}
+ (doe|ga) [maar] [gerust|gewoon] {XI} [{LET}]
+ ({DEED}|[{DET}] {XA}) {FINE} [{SIDE}] [{LET}]
+ [mijn|onze|hierbij mijn] {YES} [{SIDE}] (voor|op|met|tot) {APPR} [{AT}] [{SIDE}]
+ {YES} [{SIDE}] (om|voor het) {IT} [te] {XI}
+ (ik|wij|we) [hierbij] (ga|gaan|ben|zijn) [hierbij] [volledig|helemaal] akkoord met {APPR}
+ (ik|wij|we) [hierbij] (keur|keuren) {APPR} [hierbij] goed|hierbij keur ik {APPR} goed
+ hierbij (geef ik|mijn|geef ik mijn|ga ik) (akkoord|toestemming|goedkeuring|fiat) (voor|op|met) {APPR} [{AT}]|ik geef [hierbij] [mijn] (akkoord|toestemming|goedkeuring|fiat) (voor|op) {APPR} [{AT}]
+ (je hebt|jullie hebben|u heeft|u hebt) (mijn|onze) (akkoord|toestemming|goedkeuring|zegen|fiat|ok|oké) (voor|om) ({APPR}|{IT} te {XI})
+ [{WHAT}|{DEED}|{WHOM}] (mag|kan|mogen|kunnen) [{LET}] [{AT}] [{LET}] [worden] {XP} [worden]
+ (doet pijn|met pijn in het hart|met tegenzin|au) maar (ja|oké|ok)|met pijn in het hart (ja|akkoord)|met (plezier|genoegen)|(ja|jawel|maar) (natuurlijk|tuurlijk|graag|hoor|zeker|alsjeblieft|prima|doe maar)|zeker weten|natuurlijk|tuurlijk|van mij mag het|wat mij betreft prima|ga door met {WHAT}|ga maar door met {WHAT}|gaat uw gang|doe maar|(ja|ok|prima) vandaag nog|helemaal mee eens|volledig mee eens
~ {FULL} bedrag|in zijn geheel|ik zie geen (probleem|bezwaar)|geen (probleem|bezwaar)|klopt allemaal|klopt|en klaar ermee|dan is het klaar|kom op|vooruit|geen punt
< {LET}
DAGEN = gisteren|vandaag|vanochtend|net|zojuist|vorige week|telefonisch|aan de telefoon|twee keer|drie keer|al|al weken|al dagen|al drie weken|al twee weken|lang genoeg|al lang|genoeg|persoonlijk|zelf
PAPER = foto's|foto|factuur|bestelling|order|zaak|cijfers|bedrag|bedragen|details|rekening|contract|concept|tekst|lijst|logs|bon|gegevens|mail|rapport|document|documenten|aanvraag|offerte|ontvangers|klacht|backup|afschrift|dossier|instellingen|voorraad|wijziging
SEEN = gezien|gecontroleerd|bekeken|nagekeken|gecheckt|gelezen|doorgenomen|nagerekend|ontvangen|doorgelezen|vergeleken
PEER = zij|ze|hij|[de|het|onze] ({WHO}|boekhouding|baas|winkel|werkplaats|magazijn|bank|jurist|administratie|support|verkoop|financiën|directie)|\ue002|\ue003|iedereen
? [ik|we|wij] [heb|hebben] [{DAGEN}] [{DET}|alle] [{PAPER}|alles|\ue000] [{DAGEN}] {SEEN} [{DAGEN}]
? [{DET}|alle] ({PAPER}|{XO}|\ue000|alles|tas|pakket|product|artikel) (klopt|kloppen|is|zijn|ziet er|zien er) [allemaal|ook|al|helemaal|echt] [goed uit|goed|ok|oké|in orde|juist|correct|compleet|duidelijk|terecht|kapot|stuk|binnen|terug|retour|weer terug|afgesproken|gecontroleerd|begroot]
? (ik|we|wij) (heb|hebben) [{DAGEN}] [met] {PEER} [{DAGEN}] (gesproken|gebeld|overlegd|gehad)
? {PEER} (heeft|hebben) [me|ons|het|al] [{DET}] [{PAPER}|alles|de retour] [{DAGEN}] (gebeld|gewacht|geschreven|laten zien|bevestigd|uitgelegd|gestuurd|gevraagd|verdiend|gelijk|teruggestuurd|getoond)
? {PEER} (wacht|wachten|verdient het|heeft gelijk|is op de hoogte) [{DAGEN}]
~ (was|het was|is|het is|dat was) [duidelijk|echt|gewoon|echt wel] (onze fout|mijn fout|een fout van ons|onze schuld|niet meer dan eerlijk|terecht|hoog tijd)|{PEER} heeft lang genoeg gewacht|{PEER} verdient het|dat zijn we haar (verschuldigd|schuldig)|hoog tijd|zo snel mogelijk graag
? (was|het was|is|het is|dat was) [duidelijk|echt|gewoon] (afgesproken|dringend|hoog tijd|begroot|redelijk|niet meer dan eerlijk|terecht)
? (pakket|tas|product|artikel|retour|zending) (is|zijn) [al|weer] (binnen|terug|kapot|stuk|ontvangen|retour)
? (niet op \ue003 wachten|wacht niet op \ue003|hoeft niet op \ue003 te wachten|je hoeft niet op \ue003 te wachten|jullie hoeven niet op \ue003 te wachten)
? (hij|zij|ze) werkt (hier|bij ons) niet meer|(hij|zij|ze) is (weg|vertrokken) [{DAGEN}]|niemand gebruikt (het|hem|die) [nog|meer]|er is een back-up
? dat zijn we haar (verschuldigd|schuldig)|we hebben het nodig [vandaag|nu]|hoog tijd
= [en] (zeg|bied|doe|wens) [haar|hem|hen] [maar] [sorry|onze excuses aan|mijn excuses aan|excuses aan|de groeten|onze excuses|de groeten aan {WHOM}] [namens (mij|ons)|van (mij|ons)|aan]
= (ik zit|zit|ben|ik ben) [de hele dag|vandaag|tot vier uur|even] [in|op] [een] (vergadering|bespreking|meeting|overleg|meetings|pad|reis|onderweg|weg) [de hele dag|vandaag|tot vier uur]|(ik ben|ben) [de hele dag|vandaag] onderweg [vandaag|de hele dag]
= (bedankt|dank|thanks|dankjewel) \ue003 [voor (het navragen|de moeite|het opvolgen|alles|het checken)]|sorry voor (de late reactie|het wachten|de vertraging)|fijn weekend|x|xx|kusjes
- [{WHAT}|{DEED}] (wordt|worden) niet {XP}|niet {XI}|{IT} niet {XI}|{XV} {IT} niet [terug|uit|over]|[dit|dat] [alsjeblieft|aub] niet {XI}|we {XI} {IT} niet
- (ik|wij|we) ben het niet eens met {DEED}|ik ben het niet eens met {DEED}|bedankt voor het vragen maar nee|geen cent|(stort|betaal|maak) {IT} niet (terug|over|uit)
@refund,credit,invoice,cancel,order H klant|klanten|mevrouw|dame|heer|meneer|koper|huurder|mens
@pay,order H leverancier|firma
@grant,revoke,invite,delete,create,rotate,update H gebruiker|collega
@any V regel<,t>|handel {IT} af|verwerk<,t>|doe
@any I regelen|afhandelen|verwerken|doen|uitvoeren|doorvoeren|in gang zetten
@any P geregeld|afgehandeld|verwerkt|gedaan|uitgevoerd
@any O verzoek|aanvraag|zaak|actie|taak|stap|opdracht
@refund V betaal<,t> {IT} [terug|uit]|stort<,> {IT} [terug]|maak {IT} over|geef {IT} terug|geef {WHOM} (het|haar|dat) geld [terug]|vergoed|boek {IT} terug|schrijf {IT} bij|stuur {IT}
@refund I terugbetalen|terugstorten|uitbetalen|overmaken|betalen|vergoeden|teruggeven|terugboeken|storten|restitueren|crediteren
@refund P terugbetaald|teruggestort|uitbetaald|overgemaakt|betaald|vergoed|teruggegeven|teruggeboekt|gestort|gecrediteerd
@refund N terugbetaling|refund|restitutie|betaling|vergoeding|uitbetaling|overboeking|teruggave|coulance
@refund O geld|bedrag|som|bestelling|klant|mevrouw|aankoopbedrag|order|prijs|terugbetaling|betaling
@pay V betaal {IT} [uit]|maak {IT} over|voldoe|stort {IT}|boek {IT} over
@pay I betalen|overmaken|voldoen|uitbetalen|storten|vrijgeven|overboeken
@pay P betaald|overgemaakt|voldaan|uitbetaald|gestort|vrijgegeven|overgeboekt
@pay A factuur|rekening
@pay N betaling|overboeking|overschrijving|uitbetaling
@pay O factuur|rekening|bedrag|geld|leverancier|betaling|loon|salaris|huur|aanbetaling|termijn|nota
@invoice V factureer|stuur {IT} [de] factuur
@invoice I factureren|opmaken|versturen
@invoice P gefactureerd|opgemaakt|verstuurd
@invoice N facturatie|factuur
@invoice O factuur|klant|bedrag
@credit V geef {WHOM} {WHAT}|ken {IT} toe|pas {IT} toe
@credit I geven|toekennen|toepassen|crediteren
@credit P gegeven|toegekend|toegepast|gecrediteerd
@credit A korting|tegoed
@credit N korting|tegoed|creditnota|tegoedbon|coulance
@credit O korting|tegoed|creditnota|klant|bedrag
@send V verstuur|stuur {IT} [uit|door|op|weg]|verzend|mail
@send I versturen|sturen|verzenden|mailen|uitsturen|wegsturen|uitgaan
@send P eruit|verstuurd|gestuurd|verzonden|gemaild|de deur uit
@send A nieuwsbrief|mailing|mail|campagne
@send N verzending|mailing|nieuwsbrief|mail|bericht|campagne|e-mail
@send O mail|mails|e-mail|email|bericht|nieuwsbrief|brief|campagne|uitnodiging|herinnering|aanbieding|aankondiging|antwoord|ontvangers|abonnees|klanten|persbericht|tekst
@publish V publiceer|plaats|post|zet {IT} (online|live)
@publish I publiceren|plaatsen|posten|online zetten|live zetten
@publish P gepubliceerd|geplaatst|gepost|online|live
@publish A artikel|post|bericht
@publish N publicatie|post|plaatsing|bericht
@publish O artikel|post|bericht|pagina|tekst|persbericht|advertentie|video
@delete V verwijder|wis|gooi {IT} weg|ruim {IT} op|haal {IT} weg
@delete I verwijderen|wissen|weggooien|opruimen|weghalen|droppen
@delete P verwijderd|gewist|weggegooid|opgeruimd|weg
@delete N verwijdering|opschoning
@data O regel|regels|kopie|kopieën|data|gegevens
@create V maak {IT} aan|voeg {IT} toe|open|richt {IT} in
@create I aanmaken|toevoegen|openen|inrichten|opzetten
@create P aangemaakt|toegevoegd|geopend|ingericht|opgezet
@create N aanmaak|toevoeging|opening|inrichting
@create O record|project|omgeving
@invite V nodig {IT} uit|voeg {IT} toe
@invite I uitnodigen|toevoegen
@invite P uitgenodigd|toegevoegd
@invite N uitnodiging|toevoeging
@invite O uitnodiging|gebruiker|lid|account|team|collega
@grant V geef {WHOM} {WHAT}|ken {IT} toe|zet {IT} open|activeer
@grant I geven|instellen|toekennen|verlenen|activeren|openzetten|toewijzen|ontgrendelen
@grant P gegeven|toegekend|verleend|geactiveerd|toegewezen
@grant A toegang|rol
@grant N toegang|rechten|toekenning|rol|autorisatie
@grant O toegang|rechten|recht|rol|adminrechten|beheerdersrechten|licentie|gebruiker|account
@revoke V trek {IT} in|blokkeer|deactiveer|sluit {IT} [af]|schors|neem {IT} af
@revoke I intrekken|blokkeren|deactiveren|sluiten|afsluiten|opschorten|afnemen|uitzetten
@revoke P ingetrokken|geblokkeerd|gedeactiveerd|gesloten|afgesloten|uitgezet
@revoke N intrekking|blokkade|deactivering|sluiting|blokkering
@revoke O toegang|rechten|rol|account|gebruiker|sleutel|login
@rotate V vernieuw|reset|vervang|wijzig|roteer|verander
@rotate I vernieuwen|resetten|vervangen|wijzigen|roteren|veranderen
@rotate P vernieuwd|gereset|vervangen|gewijzigd|geroteerd
@rotate N vernieuwing|reset|vervanging|rotatie|wijziging
@rotate O sleutel|sleutels|wachtwoord|wachtwoorden|certificaat|certificaten|token|tokens|inloggegevens
@restart V herstart|start {IT} (opnieuw|her) [op]|reboot
@restart I herstarten|opnieuw starten|opnieuw opstarten|rebooten
@restart P herstart|opnieuw gestart|opnieuw opgestart
@restart N herstart|reboot
@restart O server|dienst|machine|instantie|systeem|applicatie
@scale V schaal {IT} [op|af]|verhoog|vergroot
@scale I schalen|opschalen|afschalen|verhogen|vergroten|uitbreiden
@scale P geschaald|opgeschaald|verhoogd|vergroot|uitgebreid
@scale N schaling|opschaling|uitbreiding|verhoging
@scale O server|instanties|capaciteit|database
@migrate V migreer|verhuis|zet {IT} over
@migrate I migreren|verhuizen|overzetten|omzetten
@migrate P gemigreerd|verhuisd|overgezet|omgezet
@migrate N migratie|verhuizing|overgang
@migrate O database|schema|data|server|tabel|domein|dns
@backup V herstel|zet {IT} terug
@backup I herstellen|terugzetten|maken
@backup P hersteld|teruggezet|gemaakt
@backup N backup|back-up|herstel|restore
@backup O backup|back-up|data|database
@rollback V draai {IT} terug|zet {IT} terug|rol {IT} terug
@rollback I terugdraaien|terugzetten|terugrollen
@rollback P teruggedraaid|teruggezet|teruggerold
@rollback N rollback|terugdraaiing
@rollback O versie|release|wijziging|productie
@update V werk {IT} bij|wijzig|pas {IT} aan|verander|update
@update I bijwerken|wijzigen|aanpassen|veranderen|updaten|verlengen
@update P bijgewerkt|gewijzigd|aangepast|veranderd|verlengd
@update N wijziging|aanpassing|update|verlenging
@update O record|instelling|instellingen|dns|domein|configuratie|certificaat|prijs|prijzen|gegevens|adres|contract|regel
@order V bestel|koop
@order I bestellen|kopen|aanschaffen
@order P besteld|gekocht|aangeschaft
@order A bestelling|aankoop
@order N bestelling|aankoop|aanschaf|order
@order O bestelling|order|goederen|artikelen|leverancier|materiaal|licentie|licenties|laptop|onderdelen
@cancel V annuleer|zeg {IT} op|beëindig
@cancel I annuleren|opzeggen|beëindigen
@cancel P geannuleerd|opgezegd|beëindigd
@cancel N annulering|opzegging
@cancel O bestelling|boeking|abonnement|contract|afspraak|reservering
@book V boek|reserveer
@book I boeken|reserveren
@book P geboekt|gereserveerd
@book A reis|vlucht|boeking
@book N boeking|reservering
@book O vlucht|vluchten|hotel|kamer|ticket|tickets|reis|trein|zaal|tafel
@sign V teken|onderteken
@sign I tekenen|ondertekenen
@sign P getekend|ondertekend
@sign A contract|overeenkomst|offerte
@sign N ondertekening|handtekening
@sign O contract|overeenkomst|document|offerte|papieren
@close V sluit {IT}|archiveer
@close I sluiten|archiveren|afsluiten
@close P gesloten|gearchiveerd|afgesloten
@close N sluiting|afsluiting
@close O ticket|zaak|aanvraag
@release V release|rol {IT} uit|breng {IT} uit|deploy
@release I releasen|uitrollen|uitbrengen|deployen|live zetten
@release P gereleased|uitgerold|uitgebracht|gedeployed
@release N release|uitrol|deployment
@release O versie|release|tag|productie|build
@merge V merge
@merge I mergen|samenvoegen
@merge P gemerged|samengevoegd
@merge N merge
@merge O pr|pull request|branch
@branch O branch
@data O bestand|bestanden|map|data|gegevens|tabel|database|records|logs
@account O account|accounts|gebruiker|gebruikers|profiel
@cluster O cluster
@server O server|dienst|service|instantie|machine
"""
