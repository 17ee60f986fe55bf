"""Dutch: how a yes, a no and a wish to wait are put together. A table as `phrase_rules` reads it."""

DUTCH = """
I = ik|wij|we
V = (\ue000|[versie|tag|commit|release] \ue000) [(op|als|voor|van|met|=) [versie|tag|commit|de commit|de tag] \ue000]
NOUN = release|versie|tag|aanvraag|commit|wijziging|actie|uitrol|deploy|deployment|stap|push|merge|uitvoering|update|aanpassing|plan|voorstel|verzoek
OBJ = het (gevraagde|voorgestelde|aangevraagde)|hem|'m|dit|het|dat|deze|er|die|(de|deze|het|dit|dat|jouw|je|jullie) {NOUN} [{V}|van {V}|voor {V}]|{V}|hiermee|ermee|daarmee|hiervoor|ervoor|daarvoor|hiertegen
ADV = hierbij|graag|maar|gerust|alsjeblieft|aub|nu|zo|dan|gewoon|bij deze|even|meteen|dus|zeker|volledig|gewoon maar|maar gewoon|direct|verder|a.u.b.|lekker
GIFT = goedkeuring|akkoord|toestemming|fiat|zegen|groen licht|go|instemming|ok|oké|okay
MY = mijn|de|onze|een|het|volledige|mijn volledige
INF = uitvoeren|doorvoeren|doen|doorgaan|verdergaan|verder gaan|taggen|pushen|releasen|deployen|mergen|publiceren|uitrollen|starten|live zetten|live gaan|doorzetten|aanmaken|vrijgeven|draaien|uitbrengen|opleveren|verder|voortzetten
PAST = uitgevoerd|doorgevoerd|gedaan|getagd|gepusht|gereleased|gedeployed|gemerged|gepubliceerd|uitgerold|gestart|aangemaakt|vrijgegeven|gemaakt
DONE = goedgekeurd|akkoord bevonden|geaccepteerd|toegestaan|geautoriseerd|gefiatteerd|vrijgegeven|akkoord
+ [{I}] (keur|keuren) [{I}] [{ADV}] [{OBJ}] [{ADV}] goed
+ (hierbij|bij deze|{OBJ}|dus) (keur|keuren) {I} [{OBJ}] [{ADV}] goed
+ [{I}] (ga|gaan|ben) [{I}] [{ADV}] [{OBJ}] [{ADV}] akkoord [met {OBJ}|hiermee|ermee]
+ (hierbij|hiermee|daarmee|bij deze) (ga|ben) {I} akkoord
+ (helemaal|volledig|geheel|compleet) akkoord [met {OBJ}|hiermee|ermee]
+ [{I}|hierbij|bij deze] (geef|geven|verleen|verlenen) [{I}] [{ADV}] [je|jullie|u] [{ADV}] [{MY}] {GIFT} [hiervoor|ervoor|daarvoor|voor {OBJ}|op {OBJ}]
+ [{OBJ}] [is|zijn|wordt] [{ADV}|door mij|wat mij betreft|van mij] {DONE} [door mij|van mij|wat mij betreft|hoor]
+ [alles|aanvraag|release|versie|tag|wijziging|verzoek|commit] [is|is hierbij|hierbij|wordt] {DONE} [door mij|van mij]
+ {DONE} [{OBJ}|voor {OBJ}|met {OBJ}|op {OBJ}]
+ (je hebt|jullie hebben|u heeft|u hebt|hebben jullie|heb je|heeft u) [{ADV}|hiervoor] [{MY}] {GIFT} [hiervoor|ervoor|daarvoor|voor {OBJ}]
+ (mijn|onze) {GIFT} (heb je|hebben jullie|heeft u|hebt u|is gegeven)
+ {GIFT} [is|wordt|hierbij] (verleend|gegeven|bevestigd)
+ [{I}] (bevestig|bevestigen) [{I}|hierbij] [{ADV}] (mijn|de|het) {GIFT}
+ hierbij bevestig ik (mijn|de|het) {GIFT}
+ (groen licht|goedkeuring|akkoord|toestemming|go|een ja|ja|volledig akkoord|helemaal akkoord) (van mij|van mijn kant|voor {OBJ}|wat mij betreft|mijnerzijds|van mijn zijde)
+ (van mij|wat mij betreft|voor mij|van mijn kant|mijnerzijds) [is het|is dat|is dit|een|mag je|mag|mag het|mag dit|krijg je|heb je] [een] (akkoord|groen licht|go|ja|goedgekeurd|ok|oké|okay|prima|goed|in orde|door|doorgaan|uitgevoerd worden|doorgaan hoor|het door|dit door|het doorgaan|dit doorgaan)
+ [{ADV}] [{OBJ}] [{ADV}] {INF} [{ADV}]
+ (je kan|je kunt|je mag|jullie kunnen|jullie mogen|u kunt|u mag|kan je|kun je|mag je|mogen jullie|we kunnen|we gaan|laten we|laat ons) [{OBJ}] [{ADV}] [{OBJ}] [{ADV}] {INF} [{ADV}] [hoor|ermee|hiermee]
+ [dit|het|dat|deze|{OBJ}|die] (mag|kan) [{ADV}] [{ADV}] (door|live|doorgaan|erin|eruit|de deur uit|{PAST} worden|worden {PAST}|naar productie) [hoor|van mij|wat mij betreft]
+ (mag|kan) (door|live|doorgaan|erin|eruit) [hoor|van mij|wat mij betreft|zo]
+ (ga|gaat u|gaan we|gaat) [{ADV}] [maar|gerust|er maar] (door|verder|je gang|uw gang|jullie gang|ervoor|aan de slag|live|voor|los|uw gang) [ermee|hiermee|met {OBJ}|hoor]
+ ga (er|hier|dan) [maar|gerust|lekker] (voor|mee door|mee verder|mee aan de slag)
+ (doe|doet u) [het|dit|dat|{OBJ}] [{ADV}] [{ADV}|het] [hoor]
+ (voer|voert u) [{OBJ}] [{ADV}] [{OBJ}] (uit|door)
+ (push|tag|deploy|release|merge|start|publiceer|lanceer) [{ADV}] {OBJ} [{ADV}] [maar]
+ (zet|push) [{ADV}] {OBJ} [{ADV}] (live|door)
+ (rol|breng) [{ADV}] {OBJ} [{ADV}] uit
+ kom maar op|gaan met die banaan|gas erop|vooruit maar|toe maar|vooruit met de geit|gas geven|hup|let's go|knallen maar|aan de slag|ga je gang|gaat uw gang|gaan|gaan maar|we gaan ervoor|doorgaan maar|ga maar|ga ervoor
+ ja (hoor|zeker|graag|prima|natuurlijk|uiteraard|absoluut|dat mag|dat is goed|dat kan|dat is akkoord|mag|is goed|doe maar|akkoord|helemaal goed|van mij|wat mij betreft|zeker weten|ga maar|dat is prima|het is goed|het mag)
+ (doen|uitvoeren|releasen|pushen|taggen|doorgaan|mergen|deployen|publiceren|doorzetten|starten|gaan) maar
+ (tag|push|release|merge|deploy|start|publiceer|voer) maar [door|uit|raak|live|aan]
+ (zet|maak|plaats|push) [maar] (de tag|die tag|{V}|de tag {V}) [maar|er] [op|neer|klaar] [{V}|op {V}]
+ (gooi|knal|schop|slinger|duw|zet|breng) [het|dit|dat|hem|m|{OBJ}|er] [{ADV}] (live|online|door|eruit|erin|erdoor|naar productie|de deur uit)
+ [{DONE}|prima|goed|ok|oké|vrij] (om te|om dit te|om het te|om door te|om {OBJ} te) ({INF}|gaan|zetten|voeren)
+ (mag|kan) (van mij|wat mij betreft|gewoon door|gewoon live)
+ (wat mij betreft|van mij|voor mij) (kan|mag) (het|dit|dat|deze|{OBJ}) (door|live|doorgaan|eruit|erin|gebeuren)
+ (rol|voer|zet) maar (uit|door)
+ gooi maar (live|online|in prod|in productie|naar prod|naar productie)|geef [maar] gas|we kunnen (door|los|live)|jullie kunnen (door|los|live)|je kunt (door|los|live)
+ laat {OBJ} [maar] (doorgaan|uitvoeren|uitrollen)|graag door laten gaan
+ voor akkoord|ter goedkeuring akkoord|akkoord bevonden|gewoon doen|zeker doen|lekker doen|doen|vooral doen|gaat door|dit gaat door|door ermee|hup ermee|klaar om te gaan
+ [dat|dit|het] vind ik [helemaal] (goed|prima|ok|oké|akkoord|in orde)
+ ik vind (het|dit|dat) [helemaal|allemaal] (goed|prima|ok|oké|akkoord|in orde)
+ (de tag|de release|{OBJ}) (mag|kan) [er|nu|gewoon|wat mij betreft|van mij] (komen|gezet worden|gemaakt worden|aangemaakt worden|live|door|eruit|gaan)
+ (je hebt|jullie hebben|u heeft) [van mij|hierbij|hiervoor] [een|het|mijn] (go|ok|oké|akkoord|groen licht|ja|fiat|toestemming)
+ [ik] (zeg|stem) [hier] (ja|voor|akkoord|go) [tegen {OBJ}]
+ (dat|dit|het) mag [hoor|van mij|wat mij betreft]
+ jazeker|jawel hoor|zeker weten|absoluut|uiteraard|vanzelfsprekend|natuurlijk|zeker|ja zeker|tuurlijk
+ [{I}] (autoriseer|accepteer|fiatteer|sta) [{I}] [{ADV}] [{OBJ}] [toe]
GOOD = prima|goed|ok|oké|okay|in orde|akkoord|helemaal goed|helemaal prima|perfect|top|helemaal ok|helemaal in orde|oke|okee|allemaal goed
+ [dit|het|dat|deze|alles] [is] {GOOD} [hoor] (voor mij|wat mij betreft|van mij|van mijn kant|mijnerzijds|voor ons)
> fijn|keurig|netjes|uitstekend werk|goed werk|heel goed|geweldig|fantastisch|lekker|mooi zo|prima werk|helder|yes|jep|jup|super goed|allemaal goed|oke prima|tof
> ja|ok|oké|okay|oke|okee|prima|goed|top|mooi|perfect|is goed|zeker|natuurlijk|uiteraard|dank|bedankt|dank je|in orde|helemaal goed|geen probleem|super|dan|dus|ziet er goed uit|klinkt goed|akkoord|ja hoor|ja prima|ja graag|wat mij betreft|van mij|voor mij|hierbij|bij deze|uitstekend|lijkt me goed|fijn|dank u|duidelijk|ja zeker
< aub|alsjeblieft|alstublieft|graag|hoor|dank|bedankt|dank je|dank je wel|dankjewel|dank u|dank u wel|nu|maar|zo|meteen|direct|ermee|hiermee|van mij|wat mij betreft|zoals besproken|zoals gepland|zoals voorgesteld|zoals afgesproken|zoals beschreven|zoals gevraagd|voor mij|van mijn kant|mvg|groet|groetjes|alvast bedankt|a.u.b.|alsjeblieft
NOUGHT = geen|ik heb geen|heb geen|zie geen|ik zie geen|zonder|er zijn geen|wij hebben geen|we hebben geen
~ {NOUGHT} [verdere|andere|enkele|enkel] (bezwaar|bezwaren|probleem|problemen|opmerkingen|vragen|bedenkingen|issues|punten|zorgen|enkel probleem|moeite mee|aanmerkingen) [van mij|van mijn kant|wat mij betreft|hier|tegen {OBJ}|hiertegen|hoor|mee|tegen]
~ [ik|er is|ik heb|heb] niets (op tegen|tegen|tegen in te brengen|aan te merken|op aan te merken|tegen {OBJ})
~ [ik] (heb|zie) (er|hier) (niets|geen bezwaar|geen bezwaren|geen probleem) (op tegen|tegen|mee|in)
THING = de commit|commit|de diff|diff|de wijzigingen|wijzigingen|de tag|tag|tests|de tests|ci|de ci|de build|build|alles|het|dit|dat|de versie|de changelog|changelog|\ue000|alle tests|de pipeline|pipeline|de code|die|het overzicht|de gegevens
~ [ik heb|heb|ik|net|zojuist] [{THING}|{OBJ}] [net|even|nog even|zelf|zojuist|nog eens|ook] (gecontroleerd|bekeken|nagekeken|gelezen|gecheckt|getest|geverifieerd|doorgenomen|gezien|nagelopen|gereviewd|doorgelezen)
~ {THING} (is|zijn|klopt|kloppen|ziet er|zien er|lijkt|lijken|slaagt|slagen) [allemaal|helemaal|me|mij|ook|nu|zo] [groen|goed|ok|oké|okay|in orde|prima|correct|juist|de juiste|de goede|akkoord|goed uit|prima uit|geslaagd|schoon]
~ [dat|dit|het|alles] [is|lijkt me|klinkt|lijkt mij|ziet er] [helemaal|allemaal|zo] {GOOD} [uit] [hoor]
~ [ja] klopt [helemaal|allemaal|zo]
~ (ok|oké|prima|goed|top|akkoord) [voor mij|wat mij betreft|hoor|zo]
~ [ik] (ben|sta) (voor|ervoor|er achter|erachter)
~ (mooi werk|goed werk|goed gedaan|netjes|duim omhoog)
~ (goedgekeurt|goedgekeud|goedgekeurdd|goekgekeurd|goed gekeurd|goedgekerd|goedgekuerd|accoord|akoord|akkord|accord|ackoord|akkoort|goedgkeurd|geodgekeurd|goedgekeur)
- [nee] [{I}] (keur|keuren) [{I}] [{OBJ}] [zo|helaas] (niet goed|af)
- [nee] [{I}] (ga|ben|gaan|zijn) [{I}] [hier|er|{OBJ}|hiermee|het] [helaas|zo|hier] (niet akkoord|tegen|niet mee akkoord|niet mee eens|mee oneens|er niet mee eens|niet mee akkoord|het niet mee eens|het er niet mee eens) [mee|hiermee|met {OBJ}]
- [nee] [{I}] (wijs|wijzen) [{OBJ}] [helaas|bij deze] af
- [nee] [{I}|helaas|dit|dat] (kan|kunnen|wil|zal|mag|moet) [{I}] [{OBJ}] [helaas|zo|nu] (niet|afwijzen|afkeuren|weigeren) [zo] [goedkeuren|toestaan|accepteren|akkoord geven|mee akkoord gaan|akkoord mee gaan|toestemming geven|vrijgeven|steunen|laten doorgaan|{INF}]
- [nee] [{I}|hierbij] (geef|geven|verleen) [{I}] [hier|{OBJ}|hiervoor] [helaas] geen {GIFT} [hiervoor|voor {OBJ}]
- [nee] (dit|dat|het|deze|{OBJ}) [is] (afgewezen|afgekeurd|geweigerd|niet {DONE}|niet goed|niet in orde|fout|verkeerd|niet ok|niet de bedoeling|niet de juiste|niet juist|geannuleerd)
- [aanvraag|verzoek|release|helaas|versie] [wordt|is] [hierbij|helaas|bij deze] (afgewezen|afgekeurd|geweigerd|niet {DONE}|verworpen|geannuleerd|geblokkeerd)
- [nee] [alsjeblieft|aub|graag|dit|dat|het|{OBJ}|liever|zeker|absoluut] [dit|graag|liever|zeker|vandaag] niet [{OBJ}] {INF} [graag|aub|alsjeblieft]
- [nee] (doe|voer|push|tag|deploy|release|merge|start|ga|zet) [{OBJ}] [maar|aub|alsjeblieft|zeker] niet [door|uit|verder|live]
- (je|jullie|u|we) (mag|mogen|kunt|kunnen|moet|moeten|kan) [{OBJ}] niet {INF}
- [nee] (doe|doen) (dit|dat|het|{OBJ}) [maar|alsjeblieft|aub] niet
- [{ADV}] (annuleer|annuleren|breek|stop|trek|wijs|weiger|blaas) [{OBJ}] [graag|maar|aub|alsjeblieft] (af|in|terug|annuleren)
- [{ADV}] [{OBJ}|alles] [{ADV}] (annuleren|afwijzen|afbreken|intrekken|afkeuren|weigeren|cancelen|afblazen|annuleer)
- annuleer [{OBJ}|maar|dit maar] [graag|aub|alsjeblieft]
- [{I}] weiger [{OBJ}|dit]
- [dit is|het is|dat is|is] [de|een] (verkeerde|foute|foutieve|kapotte|onjuiste) (versie|commit|tag|branch|release|build|hash|nummer|repo)
- geen {GIFT} [van mij|van mijn kant|hiervoor|voor {OBJ}]
- (niet doen|niet uitvoeren|liever niet|beter niet|beter van niet|liever van niet|zeker niet|absoluut niet|helaas niet|helaas nee|nee helaas|nee sorry|sorry nee|nee bedankt|nee dank je|nee dank u|nee hoor|nee niet doen|nee liever niet|in geen geval|onder geen beding|geen sprake van|geen denken aan|nooit|nooit van zijn leven|uitgesloten|no way|echt niet|dacht het niet|nee nee|nee absoluut niet|nee zeker niet|dit niet|deze niet|niet deze commit|niet deze versie|niet zo|zo niet|dit gaat niet door|gaat niet door|dit kan niet|dat kan niet|dit kan zo niet|kan niet|mag niet|dit mag niet|dat mag niet|niet ok|niet oké|niet goed|niet in orde|fout|verkeerd|veto|bezwaar|ik maak bezwaar|ik heb bezwaar|ik ben tegen|ik ben hier tegen|ik ben hiertegen|ik ben erop tegen|tegen|duim omlaag|vergeet het maar|laat maar zitten|wat mij betreft niet|van mij niet|voor mij niet|nee wat mij betreft|een nee van mij|duidelijk nee|dit is fout|dit klopt niet|dat klopt niet|klopt niet)
! [{ADV}|nee] [{OBJ}|hiermee|ermee|hier|er|nog] [nog|even|{ADV}|mee] (wachten|stoppen|pauzeren|uitstellen|aanhouden|stilleggen|afwachten)
! [{ADV}|nee] (wacht|stop|stopt|pauzeer|stel|houd|hou|moment|momentje) [{OBJ}] [{ADV}|nog|hier|er] [even|maar|alles|mee|uit|aan|aub|alsjeblieft|graag]
! [{ADV}|nee|sorry] [op dit moment|momenteel|voorlopig|vandaag|nu] (nog niet|nu niet|vandaag niet|niet nu|niet vandaag|deze week niet|niet voor|pas na|pas als|pas vanaf|pas volgende week|pas morgen|pas maandag|voorlopig niet|nu even niet|even niet|nog even niet|niet deze week)
! (laten we|we moeten|kunnen we|we wachten|ik wil) [hier|er|even|nog] [nog|even|mee|liever] (wachten|mee wachten|uitstellen)
= (dank|bedankt|dank je|dank je wel|dankjewel|dank u|dank u wel|heel erg bedankt|hartelijk dank|alvast bedankt|alvast dank|veel dank) [allemaal] [voor (de info|de informatie|het vragen|het checken|de samenvatting|je werk|het werk|jullie werk|de update|de voorbereiding|het bericht|je bericht|de mail|je mail|de moeite|het overzicht|alles)]
= (groet|groetjes|groeten|met groet|met groeten|met vriendelijke groet|met vriendelijke groeten|vriendelijke groet|vriendelijke groeten|hartelijke groet|hartelijke groeten|mvg|vr gr|gr|fijne dag|fijne dag nog|fijne avond|fijn weekend|prettige dag|nog een fijne dag|een fijne dag|succes|veel succes|succes ermee|tot snel|tot ziens|tot straks|tot morgen|vriendelijke gr|liefs|hoogachtend)
= (hoi|hallo|hey|hé|dag|beste|goedemorgen|goedemiddag|goedenavond|goedendag|goeiemorgen|geachte heer|geachte mevrouw|beste collega|beste collega's|beste allen|hoi allemaal|hallo allemaal|dag allen|beste team|hoi team|hallo team|heren|dames en heren)
REQ = gevraagde|voorgestelde|aangevraagde|beschreven|verzochte|bedoelde
+ [{I}] (stem|stemmen) [{I}] [{ADV}] [er|hier|ermee|hiermee|daarmee|met {OBJ}|met het {REQ}] [{ADV}] in [met {OBJ}|met het {REQ}|hiermee|ermee]
+ (hierbij|bij deze|hiermee|daarmee|{OBJ}) stem ik [{ADV}|er|hier|mee] [mee] in
+ [ik bevestig|hierbij bevestig ik|wij bevestigen] dat (ik|wij) [{ADV}] (instem|instemmen|akkoord ga|akkoord ben|akkoord gaan) [met {OBJ}|met het {REQ}|hiermee]
+ [{OBJ}] [is|wordt|zijn] [{ADV}] (ingestemd|toegekend|geaccordeerd|gehonoreerd|ingewilligd|toegestemd|bekrachtigd|goedbevonden|gefiatteerd|goedgevonden) [door mij|van mij|met {OBJ}|mee]
+ [{I}|hierbij] (accordeer|fiatteer|honoreer|bekrachtig|autoriseer|accepteer) [{I}] [{ADV}] [{OBJ}|het {REQ}]
+ [{I}] (keur|ga) [{I}] [het|de] {REQ} [{NOUN}] (goed|akkoord)
+ (ik ga|ik ben|wij gaan) akkoord met (het|de) {REQ} [{NOUN}|voorstel]
+ (jaja|ja ja|jazeker|ja hoor|joh|jup|jep|jo|oké|ok|prima|top|goed|tuurlijk|natuurlijk|zeker|mooi|graag|lekker|dikke prima) (ga maar|ga je gang|doe maar|ga maar door|doorgaan|gaan|gaan maar|gaan met die banaan|doe het|doe het maar|mag|mag door|mag hoor|kan door|voer maar uit|uitvoeren|rol maar uit|zet maar live|live maar|gas erop|knallen|knal maar|door)
+ ja (doen|gaan|ga door|ga er maar voor|ga ervoor|doe het|doe het maar|voer maar uit|voer het uit|uitvoeren|zet maar door|zet maar live|mag door|mag live|kan door|mag hoor|ik ga akkoord|ik stem in|ik keur het goed|is akkoord|honderd procent|100%|volmondig|tuurlijk|met plezier|ik ben akkoord|het kan door|het mag door)
+ (volmondig|een volmondig|een dikke|een duidelijk|het is een|dat is een|een) ja [van mij|wat mij betreft|hoor]
+ mijn (antwoord|besluit|stem|beslissing) is [een] (ja|akkoord|voor|positief|goedgekeurd)
+ (helemaal goed|prima zo|is goed|akkoord) (ga maar|ga je gang|ga door|doe maar|doorgaan|uitvoeren|gaan|voer maar uit)
+ (ga|gaat) [er] (maar) (lekker|gewoon|gerust) [door|mee door|mee verder|voor|ervoor]|vooruit|vooruit dan maar|vooruit ga maar|hop|hup gaan|hoppa|hatsikidee|start de motoren|druk maar op de knop|druk op de knop|druk de knop maar in|duw op de knop|trap maar af|gaan we doen|gaan we voor|we gaan het doen|dit gaan we doen|carte blanche|je krijgt groen licht|jullie krijgen groen licht|u krijgt groen licht|je krijgt mijn akkoord|jullie krijgen mijn akkoord|u krijgt mijn akkoord|je krijgt mijn goedkeuring|het licht staat op groen|het sein staat op groen
+ gelieve [{OBJ}] [{ADV}] (uit te voeren|door te voeren|verder te gaan|door te gaan|te starten|te publiceren|uit te rollen|te taggen|te releasen|te deployen)|(gelieve|u kunt|graag) (voort te gaan|over te gaan tot (uitvoering|{OBJ}))
> jaja|jep|jup|jo|joh|helemaal goed|helemaal prima|dikke prima|doen we|top doen we|goed werk allemaal|mooi werk allemaal|bevestigd|gecontroleerd|nagekeken|gezien|gelezen|bekeken|eindelijk|hoera|joepie|gefeliciteerd|proficiat|goed gedaan|knap werk|netjes gedaan|top gedaan|oké dan|ok dan|met plezier|met genoegen|geen punt|in orde hoor|tuurlijk|geen bezwaar|geen bezwaren|lijkt me prima|lijkt mij goed|lijkt mij prima|ziet er prima uit|klopt|klopt helemaal|alles klopt
> (goed|mooi|top|knap|super|geweldig|prachtig|uitstekend) (werk|gedaan) (allemaal|team|iedereen|jongens|mensen|zoals altijd|weer)
< zoals hieronder beschreven|zoals hierboven beschreven|zoals aangegeven|zoals vermeld|zoals altijd|als gebruikelijk|jongens|team|mensen|chef|baas|zo snel mogelijk|zsm|onverwijld|met plezier|met genoegen|van onze kant|voor 100%|100%|mijnentwege
- (neen|neen dank u|nee joh|nee man|nee hè|nee echt niet|nee hoor niet doen|nee dank|nee sorry hoor|nope|nop|nein|noppes|nee nee nee|een dikke nee|een volmondig nee|een duidelijk nee|gewoon nee|echt nee|och nee|ach nee|oh nee|ik dacht het niet|dacht van niet|daar komt niets van in|daar begin ik niet aan|ben je gek|van zijn leven niet|om de dooie dood niet|over mijn lijk|toch maar niet|doe toch maar niet|doe maar niet joh)
- [het is|dat is|dit is|dat wordt|het wordt|het blijft] [een] (nee|dikke nee|duidelijk nee|volmondig nee|harde nee) [van mij|wat mij betreft]
- (mijn|ons|het) (antwoord|besluit|stem|beslissing|oordeel) [is|luidt|blijft] [een] (nee|neen|tegen|negatief|afgewezen|nee helaas)
- (toestemming|goedkeuring|akkoord|verzoek|aanvraag|instemming|{OBJ}) [is|wordt|werd] (geweigerd|niet verleend|niet gegeven|ingetrokken|onthouden|afgewezen|afgekeurd|geblokkeerd|niet toegekend|niet geaccordeerd)
- [{I}|hierbij] (trek|trekken) [{I}] {MY} {GIFT} [hierbij] in|{I} onthoud {MY} {GIFT}
- [tot mijn spijt|helaas|het spijt me|het spijt mij|met spijt|jammer genoeg|tot onze spijt|spijtig genoeg] [maar] ((kan|kunnen|mag|wil) [{I}] [hiervoor|hier|u|dit|{OBJ}] [helaas] (geen|niet) [toestemming|goedkeuring|akkoord|mee] [geven|verlenen|instemmen|goedkeuren|akkoord gaan]|(moet|moeten) [{I}] [u|dit|{OBJ}] [helaas] (weigeren|afwijzen|afkeuren))
- [tot mijn spijt|helaas|het spijt me|het spijt mij] (stem|keur|ga|wijs) [{I}] [hier|hiermee|dit|{OBJ}] (niet mee in|niet in|niet goed|niet akkoord|af|niet mee akkoord)
- [{I}] (stem|stemmen) [{I}] [hier|er|hiermee] (niet|niet mee) in
- [alsjeblieft|aub] (laat|laten we) [dit|dat|het|{OBJ}|hem|maar|dit maar|het maar|dat maar] (maar|zitten|met rust|rusten|zo|liggen|staan|zijn|achterwege|vallen|varen|lopen) [aub|alsjeblieft|zitten|zo]
- laat maar (zitten|zijn|zo|liggen|vallen)|laat het (zitten|zo|liggen)
- (niet aankomen|nergens aankomen|niets doen|niks doen|blijf eraf|blijf er af|blijf er vanaf|afblijven|handen af|handen thuis|niet aanraken|niets aanraken|raak niets aan|raak dit niet aan|niks aanraken) [aub|alsjeblieft|graag]
- (dat|dit|het|zoiets) (doen we|gaan we|doe ik|gaat) [zo|hier] niet [doen|door|gebeuren]|we doen (dit|dat|het) niet|gaan we niet doen|wordt niets|dit wordt niets|wordt niks|geblokkeerd|geannuleerd|afgeblazen|ingetrokken|verworpen|onacceptabel|niet acceptabel|ontoelaatbaar|uitgesloten|sla maar over|sla over|overslaan|ik pas|niet akkoord hoor|schrap maar|schrappen|schrap dit|van tafel|prullenbak|terugtrekken|trek terug
! [dit|dat|het|wordt|is|we hebben het] [is|wordt] (uitgesteld|opgeschort|opgeschoven|verschoven|verplaatst|gepauzeerd|bevroren|on hold|in de wacht|in de ijskast|aangehouden|geparkeerd)
! (zet|leg|hou|houd|plaats|parkeer|schuif|stel|verplaats) [dit|dat|het|{OBJ}|hem] [maar|even|nog] (in de wacht|op pauze|on hold|stil|in de ijskast|apart|op de plank|voor later|uit tot) [aub|alsjeblieft]
= (sorry|excuses|excuus|mijn excuses|mijn excuus|pardon|vergeef me|mijn verontschuldigingen|het spijt me) [voor|van] (het|de|mijn|deze|dit) [late|lange|trage|korte|verlate] (antwoord|reactie|vertraging|wachten|wachttijd|reageren|stilte)|sorry (dat ik zo laat reageer|dat ik laat reageer|ik reageer laat|ik was laat)
= [sorry] [ik] (was|zat|zit|ben) [net|even|nog] (in een meeting|in een vergadering|in vergadering|in de trein|onderweg|aan de telefoon|in gesprek|druk|aan het lunchen|weg|offline)|vanaf mijn telefoon|vanaf mobiel|vanaf mijn mobiel|even snel|even kort|in haast|net gezien|zie dit nu pas|zie het nu pas|nu pas gezien
= (geachte heer|geachte mevrouw|mevrouw|mijnheer|geachte|geachte heer of mevrouw|geachte heer mevrouw|geachte dames en heren|geachte collega|geachte collega's|geacht team|beste mensen|beste iedereen|hoi team|hoi mensen|hoi allen|dag iedereen|dag allemaal|dag team|goedemorgen allemaal|goedemiddag allemaal|goeiedag|goeiemiddag|goeienavond|hey allemaal|heey|yo|hee|hoihoi|lieve collega's|waarde collega|waarde collega's)
= (met de meeste hoogachting|met hoogachting|met collegiale groet|met vriendelijke groet en dank|dank en groet|bedankt en groet|groeten en bedankt|beste groet|beste groeten|warme groet|warme groeten|gegroet|fijne week|fijne middag|prettig weekend|werkse|werk ze|zet hem op|goed werk [allemaal|team|iedereen|jongens]|mooi werk [allemaal|team|iedereen|jongens]|top werk [allemaal|team]|gefeliciteerd [allemaal|met (de release|het resultaat|de versie)]|proficiat [allemaal|met (de release|het resultaat)]|duimen maar|vingers gekruist|kijk ernaar uit|ik kijk ernaar uit|heel veel succes|doe voorzichtig|u ook|jij ook)
= [en] [graag] (laat het me weten|laat me weten|laat het weten|laat maar weten|laat het even weten|laat me even weten|laat weten|hou me op de hoogte|houd me op de hoogte|hou mij op de hoogte|geef een seintje|geef me een seintje|meld je) [even] [als het (klaar is|gelukt is|live is|gedaan is|live staat)|wanneer het (klaar|live|gedaan) is|zodra het (klaar|live|gedaan) is|hoe het gaat|hoe het ging|na afloop]
+ (je mag|je kunt|je kan|jullie mogen|jullie kunnen|u mag|u kunt|we kunnen) [{ADV}] (de tag|die tag|de release|{V}|de tag {V}) [{ADV}] (zetten|plaatsen|aanmaken|maken|pushen|uitbrengen)
+ (van mij|wat mij betreft|voor mij) (mag|kan) (het|dit|dat|alles) [hoor]
? [de tag|de versie|de commit] {V} (klopt|is (correct|juist|goed|ok|oké|de juiste|in orde))
? (dit|dat|het) is (de juiste commit|de juiste tag|de juiste versie|de juiste|de goede commit|de goede)
? (dit|dat|het) (was|is) [ook|zo] (gepland|de bedoeling|afgesproken|besproken|ingepland|verwacht|voorzien)|[ik] (weet ervan|weet hiervan|ben op de hoogte|ben hiervan op de hoogte|verwachtte dit|verwachtte dit al|had dit verwacht)|ik wachtte hierop
+ [graag|alsjeblieft] (maak|zet|plaats|push) (de tag|{V}|de tag {V}) [maar|gerust] [aan|neer|op {V}|door] [graag|alsjeblieft|aub]
+ [de] tag [{V}] (mag|kan) [gezet|gepusht|aangemaakt|geplaatst] (worden|gezet worden|gepusht worden|aangemaakt worden|geplaatst worden)
- [graag|alsjeblieft|gelieve] ({OBJ}|de tag|deze tag|deze commit|{V}) [graag|alsjeblieft] niet (taggen|pushen|zetten|aanmaken|uitrollen|uitvoeren|deployen|publiceren|releasen|mergen|plaatsen|doen)
- (push|zet|maak|plaats) (de tag|deze tag|hem|het|{V}) [alsjeblieft|aub] niet [aan|door]
BOT = \ue001|de bot
FIX = (deze|de|die) (fix|patch|hotfix|versie|release|correctie|update)|dit|deze
CREW = qa|het team|het hele team|het qa-team|support|de klant|de support|ops|iedereen|de ontwikkelaars|de collega's|de business
VERB = taggen|releasen|uitbrengen|vrijgeven|uitrollen|publiceren|deployen|doorzetten|lanceren|live zetten|uitvoeren|doorvoeren|starten|shippen|pushen
+ [hierbij|bij deze] [geef|verleen] [ik] [hierbij|graag] [mijn|de|volledige] (toestemming|goedkeuring|akkoord|groen licht|fiat) (voor|om) (het (taggen|releasen|uitbrengen|vrijgeven|uitrollen|publiceren|deployen|lanceren|aanmaken) van ({V}|{OBJ}|de tag)|{OBJ} te {VERB}) [{V}]
+ [wat mij betreft|van mij|voor mij] (kan|mag) (hij|ie|die|deze|het|dit|{OBJ}) [{ADV}|nu] (de deur uit|live|door|gaan|naar buiten|de lucht in|uit) [{ADV}|hoor|van mij|wat mij betreft]
+ (hij|ie) (kan|mag) [{ADV}|nu|wat mij betreft|van mij] (de deur uit|live|door|naar buiten)
+ (je|jullie|u|we) (kunt|kan|kunnen|mag|mogen) [{ADV}|nu] (verder|door|los|aan de slag|vooruit|live) met (de release|de tag|{OBJ}|{V}|dit)
+ (ge moogt|ge kunt|gij moogt|jij mag|je moogt) [{OBJ}] [{ADV}] ({VERB}|{INF}) [{ADV}]
+ laat (hem|'m|het|die|deze|{OBJ}) [maar] (gaan|los|vliegen|komen|vertrekken|live gaan|doorgaan) [die {V}|{OBJ}|hoor]
+ laat maar (gaan|komen|los|vliegen|doorgaan|vertrekken|lopen die {V}) [die {V}|{OBJ}|hoor]
+ [helemaal|volledig|van harte|volmondig|bij deze|hierbij|zeker|met plezier] (goedgekeurd|akkoord|vrijgegeven|toegestaan|ingewilligd|gefiatteerd) [dus|hoor|dan|door mij|van mij|bij deze|wat mij betreft|van harte]
+ (verzoek|aanvraag|release|vraag) [is|wordt|hierbij] (ingewilligd|goedgekeurd|toegestaan|gehonoreerd|toegekend|akkoord)|(besluit|beslissing|antwoord) (positief|akkoord)|toestemming verleend|akkoord gegeven
+ (fiat|akkoord|groen licht|go|goedkeuring|zegen|toestemming) (van mijn kant|van mij|van onze kant|wat mij betreft|van deze kant|mijnerzijds)
+ {BOT} (mag|kan) [{ADV}|nu|van mij|wat mij betreft] [{OBJ}] [{ADV}|nu] [doorgaan|aan de slag|zijn gang gaan|verder|los|{VERB}|{INF}|de tag (zetten|aanmaken)]
+ {BOT} (heeft mijn (akkoord|toestemming|goedkeuring|ok|zegen)|heeft groen licht|krijgt groen licht)|laat {BOT} [maar] ({VERB}|{INF}|zijn gang gaan|gaan)
+ (zeg|zeg maar) [gewoon|maar] ja tegen {BOT}
+ (ship|push|release|tag|deploy|merge|knal|stuur|lanceer) (maar|hem maar|het maar|die maar) [raak|uit|live|de deur uit]|(ship|release|tag|lanceer) (hem|'m|het|die|deze) [maar|nu|gerust]|(breng|stuur|duw) (hem|'m|het|die|deze|{OBJ}) [maar] (uit|de deur uit|naar buiten|live)
+ (geef|geeft) [{OBJ}|hem|het|die] [maar|gerust] vrij|kom maar door|kom maar door ermee|laat maar doorkomen|gas op die lolly|hoppakee|en gaan|gaan dus|gaan met die release|live ermee|de deur uit ermee|{VERB} maar|{VERB} die hap
+ [je|jullie|u] (krijgt|krijgen|hebt|hebben|heeft|heb) [van mij] [hierbij] (mijn|een|de|het) (akkoord|goedkeuring|toestemming|zegen|ok|ja|go|fiat)
+ ik (onderteken|bekrachtig|steun|onderschrijf) [het verzoek|{OBJ}|dit] [hierbij|van harte]
> geregeld|lekker bezig|mooi dat het af is|van harte|fijn dat het af is|mooi resultaat|ziet er netjes uit
? [de|onze|alle|veel] (klanten|gebruikers|collega's|gebruikers|partners) wachten [al] [dagen|weken|lang|tijden|maanden|een tijdje|met smart] [op {FIX}|hierop|erop] [al|te wachten]
? (op {FIX}|hier) (wachten|wacht|wachtte) [de|onze|alle] (klanten|gebruikers|we|iedereen|klant) [al] [dagen|weken|lang|tijden|op]
? [de|onze|alle] (klanten|gebruikers|klant) (hebben|heeft|willen|wil) {FIX} [hard] [nodig|graag]
? [ik] [heb|net|zojuist] [net|zojuist|even|het|dit|al] (met|bij) {CREW} (gesproken|overlegd|afgestemd|besproken|gebeld|gecheckt|gepraat|nagevraagd|afgesproken)
? {CREW} (is|zijn|heeft) [al|helemaal] (klaar|akkoord|tevreden|getest|het getest|alles getest|blij|groen|ok gegeven|eruit)
? [en] alles [is|staat|staat op] (groen|klaar|gereed|in orde|op groen|goed)|tests [zijn] groen|qa groen
? hoe (eerder|sneller) hoe beter|het werd tijd|hoog tijd|goede timing|niets (toe te voegen|meer toe te voegen|aan toe te voegen)|we zijn er klaar voor|alles staat klaar|alles is klaar
? (changelog|diff|release notes|de notes|de diff) (gelezen|bekeken|nagelopen|ok|gecheckt)
= [vriendelijke|hartelijke|zonnige|warme|veel|de] (groeten|groet|groetjes) (uit|vanuit) [het zonnige|het regenachtige|het mooie] ({PLACE}|de trein|vakantie|huis|kantoor)
= (verstuurd|verzonden|gestuurd|getypt|geschreven) (vanaf|van|met|vanuit) mijn (iphone|ipad|telefoon|mobiel|smartphone|android|tablet|samsung|gsm|mobiele telefoon)
= (fijne|prettige|goede|mooie|leuke|fijn|prettig|goed|een fijne|een fijn|nog een fijne) (avond|dag|middag|weekend|week|vrijdag|weekeinde|vakantie|werkdag) [nog|verder|allemaal|iedereen|gewenst|toegewenst|team|jongens]
= (dank|bedankt|dank je|dankjewel|veel dank|hartelijk dank|top) [jullie] [aan] (het hele team|allemaal|iedereen|team|voor (het harde werk|de snelle actie|de snelheid|de herinnering|je geduld|jullie geduld|de zorgvuldigheid|de fix|het verzoek|je verzoek|het goede werk|de inzet|jullie inzet|je oplettendheid))
- (gelieve|graag|verzoeke) [{OBJ}|{V}|de tag] niet (uit te brengen|te taggen|te releasen|te publiceren|uit te voeren|door te voeren|vrij te geven|live te zetten|aan te maken|te deployen)
- (van mij|wat mij betreft) (mag|kan|gaat|hoeft) (dit|het|dat|die|deze|hij) [zo] niet [door|door gaan|live]
- (dit|dat|deze|die) (ga|kan|wil|zal|mag) ik [zo] niet (aftekenen|ondertekenen|goedkeuren|toestaan|steunen|doorlaten|accepteren)
- (deze|dit|die|het|hij|de release|deze versie|{V}) (gaat|komt|mag) [zo] niet (live|uit|door|eruit|de deur uit|naar buiten|naar productie)
- (daar|hier) ben ik [op|erg|fel|absoluut] tegen|daar ben ik [het] niet mee eens|ik ben [hier|er] [op|fel] tegen|(no go|no-go) [wat mij betreft|van mij|van mijn kant]
- (verzoek|aanvraag|dit verzoek|het verzoek|de aanvraag) (wordt|is) [helaas|hierbij] niet (gehonoreerd|ingewilligd|goedgekeurd|toegekend|toegestaan)|{BOT} mag [dit|het|dat] niet {INF}
< in productie|naar productie|in prod|naar prod|vandaag|per direct
+ [{I}|hierbij|bij deze] [geef|verleen] [{I}] [hierbij|bij deze] (mijn|volledig|ons) (akkoord|goedkeuring|toestemming|fiat|groen licht|go|ok|instemming) [voor|op|met|aan] [{OBJ}|de release|{V}]
+ hierbij [mijn] (akkoord|goedkeuring|toestemming|go|fiat) [voor|op|met] [{OBJ}|{V}]
+ [graag|gelieve|alsjeblieft|{ADV}] (doorgaan|verdergaan|verder gaan|door te gaan|verder te gaan|voortgaan|starten|beginnen|aan de slag) met ({OBJ}|{V})
+ (je|jij|jullie|u|we) (kunt|kan|kunnen|mag|mogen) [{ADV}|nu] (doorgaan|verdergaan|verder gaan|verder|door|starten|beginnen|aan de slag|live|live gaan) [met ({OBJ}|{V})] [nu|hoor|van mij|wat mij betreft]
+ (je|jij|jullie|u|we) (kunt|kan|kunnen|mag|mogen) [wat mij betreft|van mij] ({OBJ}|{V}) [nu|maar|gewoon] ({VERB}|{INF})
+ (ga|gaat|gaan) [{ADV}|maar|nu|gerust|lekker] ({VERB}|{INF}) [hoor|nu]
+ (ga|gaat) [er] [{ADV}|maar|gerust] (mee|ermee) (door|verder|live|aan de slag)
+ (de {NOUN}|deze {NOUN}|{V}|hij|deze) (kan|mag) [nu|wat mij betreft|van mij|gerust] (uitgerold|vrijgegeven|getagd|gepubliceerd|uitgebracht|live gezet|gelanceerd|gestart|uitgevoerd|aangemaakt) [worden]
+ (de {NOUN}|deze {NOUN}|{V}) (kan|mag) [nu] worden (uitgerold|vrijgegeven|getagd|gepubliceerd|uitgebracht|gelanceerd|gestart|uitgevoerd|aangemaakt)
+ [{I}] (vind|vinden) [{I}] (het|dit) [helemaal] (prima|goed|ok|oké|akkoord) (dat (je|jullie|u) ({OBJ}|dit|het) ({VERB}|uitrolt|uitrollen|uitbrengt|releaset|doorzet|live zet|vrijgeeft))
~ [ik] [heb] (ernaar|er|hiernaar) [even|goed|net] (gekeken|naar gekeken|doorheen gekeken|doorheen gelopen|doorheen gegaan) [en] [alles|het] [ziet er] [goed uit|prima uit|netjes uit]
~ [ik] (zie|zien) [verder|er|hier] (geen) (problemen|bezwaren|gekke dingen|risico's|blokkades|obstakels)
? [en] {CREW} (is|zijn|heeft|hebben) [ook|al|inmiddels|helemaal] (akkoord|klaar|tevreden|groen licht gegeven|ok gegeven|getest|goedgekeurd|erdoorheen|klaar met testen|blij mee|om|eens)
? [alle|de] (tests|testen|checks|builds|pipelines) (zijn|staan|is|staat) [allemaal|ook|op] (groen|geslaagd|klaar|goed|in orde|ok)
? (de klant|de klanten|de gebruikers|iedereen|support|sales|de business|het team) (zit|zitten|wacht|wachten) [hier|er|hierop|erop] [nu] [al] [de hele week|een week|dagen|weken|dagenlang|tijden|sinds (maandag|dinsdag|woensdag|donderdag|vrijdag|gisteren|vorige week)] [op {FIX}] [te wachten|op te wachten] [sinds (maandag|dinsdag|woensdag|donderdag|vrijdag|gisteren|vorige week)]
= [fijn|goed|top|mooi|netjes|prettig] dat (je|jullie|u) [het|dit|dit even|het even|even] (checkt|checken|vraagt|vragen|controleert|nakijkt|meldt|doet|doen|oppakt|oppakken|regelt|regelen|hebt geregeld|voorlegt|voorleggen|afstemt)
= [sorry|excuses] [ik] (zat|was|heb gezeten) [de hele (dag|ochtend|middag)|net|even|nog] (in|op|bij) (een overleg|overleg|overleggen|een vergadering|een meeting|meetings|een call|calls|de auto|de trein|vakantie|de klant|een afspraak|kantoor|pad|cursus) [de hele (dag|ochtend|middag)]
= (goed|fijn|prettig|mooi|leuk) (weekend|weekeinde|avond) [allemaal|alvast|gewenst|verder]
= (dank|bedankt|dankjewel|dank je wel|dank je|dank u) [alvast] (voor|dat) (het wachten|je uitleg|de uitleg|de toelichting|het uitzoeken|het uitwerken|het regelen|het oppakken|de snelle (reactie|actie|oplossing)|het geduld|je hulp|jullie hulp|de duidelijke (uitleg|mail|samenvatting)|het goede werk|het mooie werk|je (het|dit) checkt|jullie (het|dit) oppakken|je (het|dit) oppakt)
+ (je hebt|jullie hebben|u heeft|u hebt|je krijgt|jullie krijgen) [van mij|hierbij] het groene licht
+ (daar|hier) (ga|ben|gaan|zijn) (ik|we|wij) [volledig|helemaal] (mee akkoord|akkoord mee)
~ (daar|hier) (ben|zijn) (ik|we|wij) [het] [volledig|helemaal] mee eens
~ [ja] dat (kan|mag|is prima|is goed|klopt)
+ (rol|breng|voer|zet|geef|lever|draai) ({OBJ}|'m|hem|het|die|deze) (maar|gerust|nu) (uit|live|door|vrij|op)
+ (breng|lever) maar (uit|op)|laat maar (live gaan|uitrollen|doorgaan)
+ [de] {NOUN} [is|hierbij] (goedgekeurd|vrijgegeven|gefiatteerd|toegestaan) [{V}|hoor|wat mij betreft]
< wanneer (je|jullie|u) (wilt|wil|willen)|zoals verzocht|conform verzoek|conform voorstel|conform plan
DEED = (de|het|deze|dit) (release|uitrol|uitgave|publicatie|livegang|uitrollen|uitbrengen|deployment) (van|voor) {V}|(de|deze) versie {V}
+ [hierbij|bij dezen|bij deze|langs deze weg] (geef|bevestig|verleen) {I} [hierbij|formeel] [{MY}] {GIFT} (voor|aan|op) ({DEED}|{OBJ}|het {INF} [van ({V}|{OBJ})])
+ {I} (geef|geven|bevestig|bevestigen|verleen) [hierbij|bij deze|formeel] [{MY}] {GIFT} (voor|aan|op) ({DEED}|{OBJ}|het {INF} [van ({V}|{OBJ})])
+ (hierbij|bij dezen|bij deze|langs deze weg) bevestig {I} {MY} {GIFT}
+ {I} (stem|stemmen) [hierbij] in met ({DEED}|{OBJ}|het {INF} [van ({V}|{OBJ})])
+ bij dezen (goedgekeurd|akkoord)|helemaal mee eens [{INF}]
+ goedgekeurt|goed gekeurd|gaan met die (banaan|hap)|vol gas|gas erop|volle kracht vooruit|knallen [maar]|los (maar|ermee)|live maar|naar (prod|productie) ermee|eruit ermee|de lucht in ermee|[het is] een go [van mij]|akkoord bevonden|hierbij (verleen|geef) ik [mijn] (goedkeuring|toestemming|akkoord)|u heeft (mijn|onze) (akkoord|goedkeuring|toestemming)|duizend keer ja
- afgekeurt|afkeuren|verwerpen [graag]|graag verwerpen|(blokkeer|stop) (de release|de uitrol|dit|deze release)|ik (keur|wijs) (dit|het|deze) (af)
= (geachte (heer|mevrouw|heer/mevrouw|heer mevrouw|heer of mevrouw|lezer|collega|collega's|heren|dames en heren|team)|beste (heer|mevrouw|collega|collega's|mensen|team|allemaal|allen)|hoogachtend|met hoogachting|met vriendelijke groeten|met de meeste hoogachting|vriendelijke groet|vriendelijke groeten|hartelijke groet|hartelijke groeten|gr|gr.|grt|grtjs|groetjes|mvg|goedemorgen allemaal|goedendag|hoi allemaal|hallo allemaal|dag allemaal)
"""
