"""Dutch words of a plain approval by their classes, as `plain_lexicon` reads them."""

DUTCH_PLAIN = """
y ja|jep|jup|joe|yes|ja hoor|jazeker|jawel|zeker|zeker weten|natuurlijk|tuurlijk|uiteraard|absoluut|vanzelfsprekend|ja graag|ja natuurlijk|ja zeker|ja prima|met plezier|een volmondig ja|volmondig ja|wis en waarachtig|jaja graag
c (ik|wij|we) [hierbij|bij dezen|bij deze|graag|van harte] (keur goed|keuren goed|accordeer|autoriseer|fiatteer|teken|stem in|stem toe|sta toe|ga akkoord|gaan akkoord|ben akkoord|zijn akkoord|ben voor|zeg ja|onderschrijf)|(hierbij|bij deze|bij dezen) (ga|ben) ik akkoord|ga ik [mee] akkoord|[daar|hier] ga ik [mee] akkoord|keur ik [hierbij] goed|ik vind het (goed|prima|best|oké|akkoord)|vind ik (goed|prima|best)|ik sta (hier|er) achter|ik sta achter deze release|(ik|wij) (bevestig|bevestigen) (mijn|ons|het) akkoord|ik zeg ja|het antwoord is ja|mijn antwoord is ja|eens|helemaal eens|helemaal mee eens
c geef ik [hierbij|graag] [mijn|groen|de] (akkoord|goedkeuring|toestemming|fiat|licht|zegen) [voor]|hierbij [mijn|de] [formele|officiële|volledige] (akkoord|goedkeuring|toestemming|vrijgave|fiat|ok|oké)|bij dezen [mijn|de] (akkoord|goedkeuring|toestemming|vrijgave)|mijn (akkoord|goedkeuring|toestemming|fiat|zegen|ja|ok|oké|go) (heb je|hebben jullie|heeft u|heeft hij|heb jij)|(goedkeuring|toestemming|akkoord) (verleend|gegeven)
c ga je gang|ga vooral [je gang|door]|gaat uw gang|ga uw gang|ga jullie gang|ga door|ga maar door|ga verder|ga maar|ga er maar voor|doe maar|doe het maar|doe dat maar|doen we|doen|doe het|laat maar gaan|laat maar komen|laat maar lopen|kom maar op|toe maar|vooruit maar|vooruit ermee|gaan|gaan met die banaan|hup|aan de slag|start maar|voer maar uit|voer uit|voer het uit|voer het maar uit|voer hem uit|regel het maar|regel maar|maak het zo|akkoordje|accoord|van mij mag het|mag van mij|mag wat mij betreft|van mij [wel] (akkoord|goedgekeurd)|knallen maar|volle kracht vooruit|zet maar door|ga gerust je gang|jij mag op de knop drukken|druk maar op de knop|druk op de knop|uitvoeren|uitvoeren maar|maak maar in orde|in orde maken
c:release naar productie ermee|live ermee|de deur uit ermee|weg ermee naar productie|zet maar live|zet hem live|zet hem maar live|gooi maar live|gooi hem live|rol maar uit|rol hem uit|rol hem maar uit|uitrollen|uitrollen maar|knallen met die release|deploy maar|ship maar|ship it|naar productie
c:send,publish versturen|versturen maar|verstuur maar|verstuur hem|verstuur hem maar|stuur maar|stuur hem maar|stuur maar uit|stuur hem uit|inplannen|inplannen maar|plan maar in|de deur uit ermee|gooi maar online|weg ermee naar de klanten|de wereld in ermee
c:restart gooi hem maar om|gooi hem maar even om|herstart maar|herstart hem|herstart hem maar|herstart 'm nu maar|herstart 'm maar|herstarten maar
c:grant,invite,create maak maar aan|geef maar|zet maar aan|zet hem erop|zet m erop|zet 'm erop|laat hem er maar in|laat haar er maar in
c:create aanmaken maar
G ik keur [hierbij|bij dezen|bij deze]|keur ik [hierbij]|(hierbij|bij deze|bij dezen) keur ik|wij keuren [hierbij]
Z goed
Q ik stem [hierbij|graag]|stem ik [hierbij|graag]|(hierbij|bij deze|bij dezen) stem ik
U in met|in
d goedgekeurd|geaccordeerd|geautoriseerd|toegestaan|toegekend|vrijgegeven|gefiatteerd|getekend|ingewilligd|akkoord bevonden|goedgekeurd bevonden
h ok|oké|oke|okee|okay|akkoord|groen licht|goedkeuring|toestemming|fiat|go|zegen|👍|mijn akkoord|mijn ok|vrijgave|is goed|is prima|is oké|is ok|is akkoord|geen bezwaar|geen probleem|eens
H ja|akkoord|klaar|ok|oké|prima
p je kunt|je mag|jullie kunnen|jullie mogen|u kunt|u mag|kan|mag|kunnen|mogen|je kan|kun je|mag je|gelieve|graag|wil je|we kunnen|je kunt gerust|van mij mag|wat mij betreft mag|wat mij betreft kan
v live|door gaan|doorgaan|eruit|eruit gaan|de deur uit|de lucht in|de wereld in|naar productie|in productie|naar prod|online|aan|starten|beginnen|gaan|verder|worden uitgevoerd|uitgevoerd worden|gedaan worden|erin|erop|naar buiten|van start|plaatsvinden
s uitgevoerd|gedaan|gestart|aangemaakt|ingesteld|worden
x uitvoeren|voer uit|doorvoeren|doen|starten|start|beginnen|begin|doorgaan met|ga door met|doorgaan|verwerken|verwerk|regelen|regel|afhandelen|in gang zetten|zet in gang|oppakken|knallen|ga je gang met|ga aan de slag met|aan de slag met|ga verder met|vooruit met
x:release,merge uitrollen|rol uit|rol|deployen|deploy|releasen|release|live zetten|zet live|live brengen|zet|breng|gooi|in productie nemen|in productie zetten|in productie brengen|neem in productie|publiceren|publiceer|lanceren|lanceer|vrijgeven|shippen|ship|mergen|merge|taggen|tag|uitbrengen|pushen|push
x:restart herstarten|herstart|restarten|restart|opnieuw opstarten|start opnieuw|opstarten
x:migrate migreren|migreer
x:backup,rollback terugzetten|zet terug
x:scale schalen
x:restart,scale,migrate,backup,rollback gooi
x:send,publish versturen|verstuur|verzenden|verzend|sturen|stuur|mailen|mail|inplannen|plan in|plan|publiceren|publiceer|plaatsen|plaats|uitsturen|rondsturen|de deur uit doen
x:grant,invite,create,update,account,open geven|geef|verlenen|verleen|maak|toekennen|ken toe|openen|open|openzetten|activeren|activeer|aanzetten|zet|toevoegen|voeg toe|voeg|instellen|inrichten|richt in|toewijzen|inregelen
x:create,account,open aanmaken
x:invite uitnodigen|nodig uit
x:order betalen|betaal|overmaken|maak over|maak|uitbetalen|betaal uit|terugbetalen|betaal terug|terugstorten|stort terug|storten|stort|vergoeden|vergoed|bestellen|bestel|kopen|koop|aanschaffen|factureren|factureer|versturen|verstuur|boeken|boek|crediteren|crediteer
x:delete verwijderen|verwijder|wissen|wis|opruimen|ruim op|weggooien|gooi weg|gooi|weghalen|haal weg
x:revoke intrekken|trek in|blokkeren|blokkeer
x:close,cancel afsluiten|sluit af|sluiten|sluit
x:cancel annuleren|opzeggen|zeg op
x:revoke,close uitschakelen|schakel uit|deactiveren|deactiveer
x:update,rotate,migrate,scale aanpassen|pas aan|pas|wijzigen|wijzig|bijwerken|werk bij|vervangen|vervang|roteren|doorvoeren
x:rotate,update vernieuwen|vernieuw|roteer
x:migrate,update omzetten|zet om|instellen
x:scale,update verhogen|verhoog
x:sign tekenen|teken|ondertekenen|onderteken
x:book boeken|boek|reserveren|reserveer
x:order bestellen
N:release,merge release|uitrol|deploy|deployment|livegang|productiegang|versie|productie|prod|publicatie|lancering|ingebruikname|go live
N:merge merge
N:send,publish verzending|campagne|publicatie|versturing
N:send nieuwsbrief|mailing|mail|bericht
N:publish artikel
N:grant,invite,create,account toegang|autorisatie|machtiging
N:grant leestoegang|rechten|leesrechten|recht|rol
N:create,account account
N:invite uitnodiging
N:pay,refund,credit,invoice,order betaling|overboeking|uitbetaling
N:refund terugbetaling
N:pay,invoice factuur
N:order,pay bestelling|aankoop|aanschaf|uitgave
N:credit,refund vergoeding
N:credit creditnota
N:restart herstart|restart
N:migrate migratie
N:backup,rollback terugzetting
N:migrate,restart onderhoud
N:backup backup
N:rollback rollback
N:delete verwijdering|opschoning
N:revoke intrekking|blokkering
N:cancel annulering|opzegging
N:close,cancel sluiting
N:revoke,close deactivering
N:update,rotate wijziging|aanpassing|vernieuwing|update|vervanging
N:rotate rotatie
N:sign contract|handtekening
N:book boeking|reservering|reis
o het|hem|'m|m|haar|ze|die|dat|dit|deze|er|erin|eruit|erop|ermee|je|zo|hier|daar|verzoek|aanvraag|stap|voorstel|op|aan|uit|in|mee|af|over|live|k|hen|hun|ie|online|heb|hierboven|hieronder
3 hij|zij|ze|jij|jullie|u|iemand|men
a de|het|een|'t|jouw|je|jullie|uw|zijn|haar|hun|deze|dit|die|dat|nieuwe|nieuw|gevraagde|beschreven|genoemde|voorgestelde|geplande|aangevraagde|bovengenoemde|onderstaande|bovenstaande|hele|gehele|volledige|volledig|formele|officiële|definitieve
t voor|met|tot|naar|om te|te|op|in|aan|om
r van|vanuit|vanaf
i van mij|van mij uit|van mijn kant|van onze kant|wat mij betreft|wat ons betreft|voor mij|voor ons|bij dezen|bij deze|hierbij|hiermee|daarmee|dus|dan|nu|meteen|direct|gelijk|vandaag|vandaag nog|zo|gewoon|maar|even|gerust|lekker|hoor|ook|wel|toch|graag|zo snel mogelijk|zo spoedig mogelijk|wanneer je wilt|wanneer jullie willen|zoals (gevraagd|beschreven|voorgesteld|gepland|afgesproken|besproken|aangegeven|vermeld|aangevraagd|ingepland)|volgens plan|volgens planning|conform (aanvraag|voorstel|planning)|volledig|geheel|helemaal|zonder voorbehoud|zonder meer|zonder aarzelen|zonder wijzigingen|formeel|officieel|persoonlijk|met een gerust hart|met plezier|met vertrouwen|prima|perfect|top|toppie|super|geweldig|mooi|mooi zo|fijn|uitstekend|goed|goed zo|heel goed|helemaal goed|helemaal prima|hartstikke goed|oké|ok|okay|in orde|geen probleem|geen bezwaar|geen bezwaren|kortom|kort|eindelijk|nou|nou ja prima|vanaf mijn telefoon|vanuit de trein|verstuurd vanaf mijn telefoon|onderweg|snel|vlot|absoluut|natuurlijk|zeker|tuurlijk|hup|yes|ja|eens|wanneer het uitkomt|akkoord|eruit|live|beste
k en|dus|daarom|dan
B maar|toch|wel
l aub|a.u.b|alsjeblieft|alstublieft|graag|svp|gelieve
J* hoofd directeur directie manager teamleider teamlead leider afdeling marketing verkoop sales inkoop financiën finance productie it ict techniek logistiek magazijn hr personeelszaken product producten project projecten releasemanager releases operations klantenservice e-commerce administratie controller coördinator eigenaar owner adjunct van de het en voor assistent algemeen
g hoi|hallo|hi|hey|hé|ha|dag|goedemorgen|goedemiddag|goedenavond|beste|geachte|geachte heer mevrouw|heer mevrouw|heer|mevrouw|l.s|bedankt|dank|dank je|dank je wel|dank u|dank jullie wel|dankjewel|hartelijk dank|veel dank|dank aan|dank voor (de|het|je|jullie) (check|duidelijke mail|mail|overzicht|samenvatting|info|geduld|werk|voorbereiding|vraag|seintje|herinnering)|bedankt voor (de|het|je|jullie) (check|mail|overzicht|samenvatting|info|geduld|werk|voorbereiding|vraag|seintje|herinnering)|dank voor het (checken|vragen|wachten|uitzoeken|voorbereiden)|fijn dat je het (checkt|vraagt)|goed werk|mooi werk|goed gedaan|knap werk|netjes|goed bezig|lekker bezig|top werk|prima werk|goed werk allemaal|complimenten|complimenten voor|compliment|hulde|petje af|chapeau|bravo|gefeliciteerd|ziet er (top|goed|mooi|prima|super) uit|leuk|leuk geworden|mooi geworden|goed geworden|lekkere titel|mooie titel|mooi|prachtig|geweldig|groet|groeten|groetjes|gr|mvg|met vriendelijke groet|vriendelijke groet|hoogachtend|fijne dag|fijne avond|fijn weekend|fijne middag|goed weekend|succes|succes ermee|veel succes|sorry voor de (late|trage) (reactie|antwoord)|sorry voor het (late|trage) (antwoord)|excuses voor de (late|trage) reactie|drukke dag|gekkenhuis|eindelijk|hè hè|werd tijd|hoera|joepie|super|prima plan|prima idee|goed plan|goed idee|goed nieuws|mooi nieuws
m* team collega collega's klant klanten gebruiker gebruikers leverancier winkels winkel verkoop marketing inkoop boekhouding support qa iedereen allemaal mensen testers ontvangers abonnees bestuur ontwikkelaars magazijn medewerker medewerkers lezers
e groen|alles groen|goed|prima|perfect|top|super|juist|correct|in orde|netjes|schoon|stabiel|compleet|volledig|klaar|gereed|duidelijk|oké|ok|akkoord bevonden|tevreden|dik tevreden|blij|foutloos|vlekkeloos|uitstekend|geweldig|mooi|logisch|redelijk|terecht|nodig|hard nodig|dringend|urgent|belangrijk|handig|zinvol|verantwoord|veilig|onschuldig|begroot|binnen budget|binnen het budget|gepland|afgestemd|besproken|afgesproken|op de hoogte|op orde|up to date|bijgewerkt|identiek|hetzelfde|de juiste|het juiste|de goede|precies goed|goed bevonden|volgens afspraak|volgens verwachting|zoals verwacht|zoals afgesproken|zoals besproken|leesbaar|bekend|welkom|gerust|vol vertrouwen|alle vertrouwen|alle vertrouwen in
e klopt|kloppen|past|passen|komt overeen|komen overeen|werkt|werken|loopt|lopen|draait|draaien|gaat goed|gaat helemaal goed|ziet er (goed|top|prima|mooi|netjes|perfect|super|strak) uit|ziet er (goed|top|prima|mooi|netjes|perfect|super|strak)|zien er (goed|top|prima|mooi|netjes|perfect) uit|ziet hij er goed uit|ziet er ook goed uit|leest (goed|lekker|prettig)|klinkt (goed|logisch|prima)|is wat we (wilden|vroegen|nodig hebben|afspraken)|scheelt ons (tijd|werk|een hoop werk|veel tijd)|helpt ons
e (wacht|wachten) [al|hierop|erop|er al|daar al|al weken|al dagen] [op|erop|hierop]|(belt|bellen) [al|ons|elke dag|de hele dag] [over]|(vraagt|vragen) [er] [al] [om|naar]|(heeft|hebben) (dit|dat|het) [hard] nodig|(zit|zitten) (te|er op te|erop te) wachten|zit hier op te wachten|al (weken|dagen|maanden)|klagen [al]|moet weg|(heeft|hebben) lang genoeg (gewacht|geduurd)|duurt al lang genoeg|staan te springen|al zo lang
e (geen|nul|zonder|0) (bezwaar|bezwaren|probleem|problemen|fouten|fout|opmerkingen|vragen|wijzigingen|risico|risico's|twijfel|twijfels|bijzonderheden|blokkades|verrassingen|bevindingen|aanmerkingen|klachten|beperkingen) [gevonden|meer|van mij|van mijn kant|gezien]|niets (toe te voegen|op aan te merken|aan te merken|op tegen|gevonden|geks|bijzonders|te wijzigen|te klagen)|niks (toe te voegen|op aan te merken|aan te merken|op tegen|gevonden|geks|bijzonders|te wijzigen|te klagen)|heb er niets op tegen|heb er niks op tegen|alles (goed|klopt|klaar|in orde|oké|ok|prima|duidelijk|werkt|compleet|groen|gecheckt|getest|gecontroleerd)
w gecheckt|gecontroleerd|nagekeken|bekeken|getest|geverifieerd|vergeleken|gelezen|doorgelezen|nagelezen|gezien|gekeken|ernaar gekeken|gesproken|overlegd|afgestemd|besproken|gebeld|geprobeerd|uitgeprobeerd|nagerekend|doorgenomen|doorgelopen|beoordeeld|bevestigd|getoond|uitgelegd|laten zien|geslaagd|afgerond|doorlopen|goed verlopen|geklikt|aan de lijn gehad|in orde bevonden|getest en wel|afgelopen|na lezing|nageteld|geïnspecteerd|bestudeerd
f* ik wij we hij zij ze je jij jullie u het de een 't dit dat deze die er hier daar mijn ons onze jouw jullie uw zijn haar hun is was waren ben bent heb hebt heeft hebben had hadden is werd worden me mij hem ook heel erg echt precies al alle allemaal beide elk elke in op aan uit bij met te tot voor van over en om zo zelf persoonlijk samen zorgvuldig grondig goed even net juist nu nog eens weer wat waar erin eraan ermee ervan erover daarover hoor toch wel zojuist kort dus om nou
f* test tests testen acceptatietest pipeline build builds versie release tag commit branch omgeving changelog notes wijzigingen plan planning agenda venster cijfers cijfer bedrag bedragen totaal som prijs prijzen offerte factuur facturen bestelling order orders contract contracten budget rekening rekeningen afschrift document documenten stukken papieren gegevens details lijst lijsten ontvangers tekst teksten onderwerp onderwerpregel titel opmaak afbeelding afbeeldingen links link voorbeeld concept tijd tijdstip datum data persoon naam namen rol rollen rechten systeem systemen toegang magazijn voorraad levering pakket product producten project projecten team klant klanten collega collega's verkoop marketing boekhouding financiën juridisch support gebruikers gebruiker leverancier qa grafiek grafieken dashboard dashboards metrics logs geheugen lek fout bug winkelwagen winkel winkels webshop site pagina server dienst service database backup mobiel telefoon computer scherm bureau ticket aanvraag formulier training resultaat resultaten rapport status kant deel werk dag maand jaar week vergadering overleg fix fase punt oog keer review kwartaal
q gisteren|vandaag|vanmorgen|vanochtend|gisteravond|vanmiddag|net|zonet|zojuist|vorige week|op (maandag|dinsdag|woensdag|donderdag|vrijdag)|afgelopen (maandag|dinsdag|woensdag|donderdag|vrijdag|week)|twee keer|drie keer|meerdere keren|telefonisch|persoonlijk|in het overleg|op staging|op acceptatie|op de testomgeving|in de testomgeving|lokaal|in test|regel voor regel|van begin tot eind|op mobiel|op mijn telefoon|ook op mobiel|met eigen ogen|met de lijst|op mijn bureau|al dagen|sinds (gisteren|maandag|vanochtend)
P (ik|wij|we) (ben|zijn|blijf|blijven|zit|zitten) [nog|gewoon|hier|vandaag|achter mijn|in|op] (bereikbaar|beschikbaar|online|in de buurt|op kantoor|achter mijn scherm|achter mijn bureau|achter mijn pc|scherm|bureau|stand-by|standby|in de trein|in een overleg|in overleg|in een meeting|in de auto|onderweg|erbij)|(ben|zit) [nog|even] (bereikbaar|beschikbaar|in de trein|in overleg|in een overleg|onderweg|in een meeting|op kantoor|achter mijn scherm)|bereikbaar|net (geland|terug|uit overleg|uit een overleg)|zat in (overleg|een overleg|een meeting|de trein)|in de trein|in overleg|zit in de trein|zit in overleg|slecht bereik
W ik (houd|hou|monitor) [het|de|een oogje]|(houd|hou) [het|de] in de gaten|houd een oogje in het zeil
T tot|uur|vandaag|de hele (dag|middag|avond)|vanmiddag|vanavond|als er iets is|mocht er iets zijn|mocht er wat zijn|voor het geval dat|voor de zekerheid|bij vragen|bij problemen|indien nodig|als het nodig is|in de gaten|de dashboards|de grafieken|de logs|oogje|in het zeil|om|rond
u hoe (sneller|eerder) hoe beter|liever (nu|vandaag) dan (later|morgen)|zo snel mogelijk|zo spoedig mogelijk|dringend|hoog tijd|werd tijd|wordt tijd|spoed|geen tijd te verliezen|niet nodig om te wachten|eindelijk
g het heeft haast|heeft haast|het is dringend
C want|omdat|aangezien
K is|zijn|ben
M van mij|van mijn kant|wat mij betreft|bij dezen|bij deze|hierbij|hiermee|door mij
v:send,publish,delete weg
A alles|alle
! goedkeuren|vrijgeven|akkoord graag
! aanbetaling|voorschot
w ziet er (goed|top|prima|mooi|perfect) uit|ziet er ook goed uit|ziet hij er goed uit
D (ik|wij) [hierbij|bij dezen|graag|je|jullie|u] (geef|verleen|geven|verlenen)|[hierbij|bij dezen] (geef|verleen) ik
h mijn akkoord|mijn goedkeuring|mijn toestemming|mijn fiat|mijn zegen|formele goedkeuring|autorisatie|licht
h mijn ja|m'n zegen|mijn ok
y yep|yup|jaa|jaaa|ja man|ja ja ja|duizend keer ja|ja natuurlijk|reken maar|zeer zeker|maar natuurlijk|joh ja|tuurlijk joh|jazeker wel
c (gaan|gaan we) [met die (banaan|hap|handel)]|gas erop|gas d'r op|vol gas|volle kracht vooruit|volle bak|knallen|knallen maar|knal maar|schiet maar|vuur maar|los maar|los ermee|laat maar los|laat 'm maar los|laat hem maar los|laat maar vliegen|duw maar|duw maar door|druk maar [op de knop]|druk op de knop|hup|huppakee|hoppa|hoppetee|gooi maar los|[het is|dit is|dat is] een go|een go van (mij|mijn kant)|lekker doen|gewoon doen|aan de slag|doe maar lekker|zet maar door|trek maar door|komt goed doe maar
c (hierbij|bij deze|bij dezen) (verleen|geef|bevestig) ik [u|jullie|je] [mijn|de|onze|formele|volledige] (goedkeuring|toestemming|akkoord|fiat|instemming|autorisatie)|(ik|wij|we) (verleen|verlenen|geef|geven|bevestig|bevestigen) [hierbij|graag|bij deze] [mijn|onze|de|volledige] (goedkeuring|toestemming|akkoord|fiat|instemming|autorisatie)|(u|je|jij|jullie) (heeft|hebt|hebben) [hierbij|bij deze|dan] [mijn|ons|onze|de|het] [volledige|formele|volle] (akkoord|goedkeuring|toestemming|fiat|zegen|instemming|groen licht|go|ok|oké)
c:release live maar|live ermee|zet live|zet maar online|de lucht in [ermee]|de wereld in [ermee]|eruit ermee|eruit met die hap|naar (prod|productie) [ermee|maar]|prod maar|gooi maar (live|online|erop|door)|gooi 'm (live|erop|online)|gooi hem (live|erop|online)|knal (hem|'m|het) live|knal maar live|schuif maar door|rol maar uit|rol het uit|rol hem uit|uitrollen maar|uit ermee|ga maar live|laat maar los op de klanten
G ik geef [hierbij|graag|bij deze]|hierbij geef ik|bij deze geef ik|wij geven [hierbij]
Z vrij
x over te gaan tot|overgaan tot|over gaan tot|over tot
x:release,merge uitrollen|uit te rollen|te deployen|live te zetten|door te voeren|te releasen|in gebruik nemen|in productie nemen|in productie te nemen
d goedgekeurt|goed gekeurd|goedgekeurd bevonden|akkoord bevonden
i okido|okidoki|okiedokie|prima zo|prima hoor|helemaal prima|helemaal goed|top|toppie|tof|mooi|mooi zo|mooi man|lekker|strak|super|geweldig|klasse|kei goed|keigoed|goed bezig|in orde|klopt|bevestigd|ik bevestig|begrepen|duidelijk|joe|jo|jup|helder|puik|uitstekend|perfect
f* pakket pakketje retour retourzending bestelling dossier zaak geval reden redenen bedrag factuur bon bewijs context geschiedenis wijziging wijzigingen fout fouten foutje foutjes typefout typefouten spelfout spelling titel onderwerp opmaak foto foto's knop link links ontvangers abonnees lijst kopie kopieën archief inhoud bewaartermijn termijn bucket map opslag kosten uitgave budget geld grafiek grafieken curve belasting responstijd responstijden latency verkeer capaciteit server servers machine machines instanties piket piketdienst dienst team teams afdeling afdelingen security beveiliging jurist juristen juridische juridisch zaken directie boekhouding leidinggevende manager baas training opleiding rechten beheerder admin dba collega collega's magazijn winkel vervoerder klant klanten mevrouw meneer prognose schatting campagne uitverkoop behoefte aanvraag rapport test tests controle rekening cijfers onderbouwing database data tekst teksten prijzen nut
f* alles alle deze dit die dat zijn haar hun mijn jouw jullie uw ons onze ook al goed heel erg bovendien omdat want aangezien sinds erin daar samen tussen over erover ervan eraan aan in op bij met voor door van uit en de het een er is was waren heb heeft hebben hadden had ik we wij je jij hij ze zij u net zelf gewoon rustig thuis
e (er is|is er|we hebben|hebben we) (budget|geld)|budget is er|[is|zijn|was|waren] [al|allemaal|ook|helemaal|echt|goed|compleet] (terecht|binnen|binnengekomen|aangekomen|teruggekomen|terug|ontvangen|compleet|intact|ongeopend|heel|verstreken|verlopen|voorbij|gearchiveerd|opgeslagen|gekopieerd|verouderd|overbodig|ongebruikt|overbelast|aan de max|hoog|redelijk|logisch|verstandig|duidelijk|getraind|opgeleid|bevoegd|betrouwbaar|akkoord|tevreden|blij|gepland|dringend|nodig|klaar|netjes|keurig|mooi|prachtig|in orde|op orde|begroot)|kwam [compleet|heel] (terug|binnen)|klopt|kloppen|stijgt|stijgen|loopt op|lopen op|oplopen|neemt toe|lijkt me (verstandig|redelijk|goed|prima|logisch|terecht|slim)|dat lijkt me (verstandig|redelijk|goed|prima|logisch|terecht)|lijkt me dat (verstandig|redelijk|logisch|terecht)|bevestigt het|staat in (haar|zijn) recht|staat ook in het (nieuwe archief|archief)|staat [ook|al] in het archief|werkt [prima|goed|als een trein]|werken [allemaal|prima|goed]|ziet er (goed|netjes|keurig|prima|mooi) uit
e (niemand|geen mens|geen enkel team|geen hond) (gebruikt (dat|die|hem|het) [meer|nog]|heeft (het|die|hem) nodig|heeft die nog nodig|kijkt (er|hier) nog naar [om]|mist (hem|het|die)) [al jaren]|niet meer (nodig|in gebruik|gebruikt|van belang)|is niet meer (nodig|in gebruik)|(we|wij) (hebben het|hebben hem|hebben die) niet meer nodig|kost (alleen maar|alleen|enkel|ons) geld|kost alleen maar geld|neemt alleen ruimte in|geen van de afdelingen (heeft bezwaar|heeft het nodig)
e (de klant|mevrouw|ze|zij|hij|\ue002) (heeft [helemaal] gelijk|wacht al [een maand|weken|lang genoeg|drie weken|veel te lang]|heeft lang genoeg gewacht|verdient het)|dat (arme|arme) mens|dat arme mens|onze fout|was onze fout|het was onze fout|dat is niet meer dan (eerlijk|redelijk)|niet meer dan (eerlijk|redelijk|terecht)
e (heeft|hebt|heb) [vanaf] [vanavond|deze week|vandaag] [piketdienst|piket|dienst|wachtdienst] [en heeft het nodig]|(heeft|hebt) (het|dat|de rechten|de rol) nodig [voor (zijn werk|de dienst|de migratie|de piketdienst)]|(jij|je|hij|zij) (bent|is) (toch|ook) [onze|de] [nieuwe] dba|is onze [nieuwe] (dba|beheerder)|(ik) (vertrouw|vertrouw) (hem|haar|jou) [volledig|helemaal]|ik vertrouw hem [volledig|helemaal]|ik ken hem [goed|al jaren]|weet wat (hij|ze|zij) doet|ik zie het nut [ervan] [in]|het nut ervan in
e (geen|geen enkel|geen enkele|nul) (bezwaar|bezwaren|foutje|foutjes|fouten|fout|typefouten|problemen|probleem|opmerkingen|dode links) [gevonden|gezien|meer|van mijn kant]|(heb|hebben|zie|zien) [ik|we] [er|daar] (geen bezwaar|geen bezwaar tegen|geen probleem|geen problemen|niets geks|niets raars|niets op tegen)|niets (geks|raars|vreemds|op aan te merken|tegen)|niks (geks|raars|op aan te merken|mis mee)|hebben geen bezwaar|vond het [ook] (prima|goed|mooi)|vonden het [ook] (prima|goed)|klanten (klagen|klagen al|kunnen niet betalen|kunnen niet afrekenen)|ze niet kunnen (afrekenen|betalen)|dat ze niet kunnen (afrekenen|betalen)|beter (te veel dan te weinig|het zekere voor het onzekere)|liever te veel dan te weinig|zeker is zeker
w bekeken|gelezen|nagelezen|doorgelezen|gecontroleerd|nagekeken|nagelopen|getest|gecheckt|geverifieerd|vergeleken|gezien|gesproken|besproken|gebeld|gemaild|gevraagd|rondgevraagd|nagevraagd|afgestemd|overlegd|bevestigd|goed bevonden|geteld|geopend|doorgenomen|doorlopen|geprobeerd|getekend|ondertekend|gearchiveerd|nagerekend|laten zien|zag|zagen|keek|las|belde|schreef|vroeg
q gisteren|gisteravond|vanochtend|vanmorgen|vanmiddag|vandaag|zojuist|net|daarnet|twee keer|drie keer|regel voor regel|tot op de cent|van a tot z|van begin tot eind|op mijn gemak|in detail|telefonisch|per telefoon|op (maandag|dinsdag|woensdag|donderdag|vrijdag)|maandag|dinsdag|vorige week|een uur geleden|twee dagen geleden|met (security|de boekhouding|finance|juridische zaken|het team|de klant|zijn manager|zijn leidinggevende|het magazijn|de directie|iedereen|de jurist)|al jaren|sinds jaren|al (twee|drie|tien) jaar|bij (security|de boekhouding|juridische zaken|de afdelingen)
c (ik|wij|we) (ben|zijn|ga|gaan) (akkoord|voor|het ermee eens|er helemaal voor|helemaal akkoord|ermee akkoord) [hiermee|ermee]|helemaal mee eens|helemaal akkoord|mee eens|(je|jij|jullie|u) (hebt|hebben|heb|heeft) (mijn|mijn volle) (ok|oké|akkoord|goedkeuring|zegen|toestemming|fiat|ja)|mijn (goedkeuring|akkoord|zegen|toestemming|fiat|ok) (heb je|hebben jullie|heeft u)|akkoord van mij|akkoord wat mij betreft|wat mij betreft (akkoord|prima|ok|oké|ja|mag het|gaan|doen)|van mij mag (het|hij|dat)|van mij (een ja|akkoord|mag het)|groen licht [van mij|van mijn kant]|is goed [joh|hoor]|prima [hoor|joh] doe maar|doe maar|doe het maar|doen|doen we|doe dat|ga ervoor|ga je gang|gaan met die banaan|gaan|gas erop|knallen|hup|vooruit maar|vooruit dan|ga door|ga verder|hij mag de deur uit|mag de deur uit|ik heb er vrede mee|fiat|fiat [van mij]|graag doen|graag meteen doen|meteen doen|graag
c:delete weg ermee|gooi maar weg|gooi weg|mag weg|kan weg|opruimen|opruimen die hap|wissen mag|verwijderen mag|flikker maar weg|weg met (die bucket|dat ding|die hap|die oude bucket|die troep|die zooi)|weggooien
c:refund (ze|zij|mevrouw|\ue002) mag haar geld [terug|terug hebben]|geef haar haar geld terug|stort maar terug|betaal maar terug|betaal haar terug
c:send (hij|die|het) mag (weg|de deur uit|eruit|verstuurd worden)|stuur maar|stuur maar weg|verstuur maar|verstuur hem maar|verzend maar|laat maar gaan|de deur uit
c:grant (hij|zij|ze) mag (het|de rechten|die rol|de rol|toegang) (hebben|krijgen)|geef (hem|haar) (maar|de rechten|toegang|die rol)|mag hij hebben|krijgt hij|zet hem er maar in
c:scale schaal maar op|opschalen maar|verhoog maar|zet maar bij|doe er maar bij
i met plezier|vanaf mijn telefoon|vanuit de trein|kort
g liefs|kus|kusjes|groet|groetjes|hartelijke groet|hartelijke groeten|met vriendelijke groet|vriendelijke groeten|mvg|beste|lieve|hoi|hallo|dag|goedemorgen|goedemiddag|goedenavond|fijne dag|fijne avond|fijn weekend|tot snel|tot later|bedankt voor (de samenvatting|de moeite|het werk|het navragen|de info|je geduld)|mooi werk|goed werk|top werk|netjes gedaan|goed gedaan|wat een mooi ding|wat een mooi ding weer|mooi geworden|prachtig geworden|lekker bezig|keurig|geen punt|geen probleem
N:refund geld|bedrag|volledige bedrag|hele bedrag|rekening
N:send lijst|hele lijst|nieuwsbrief|herfstaanbiedingen|mailing
N:delete bucket|oude bucket|backups|oude backups|troep|rommel
N:grant database|productiedatabase|rechten|rol|toegang
N:scale,scale servers|machines|capaciteit|aantal servers
x:scale opschalen|ophogen|verhogen|verhoog|bijzetten|schaal|zet|uitbreiden
x:refund terugbetalen|terugstorten|stort terug|stort|overmaken|maak over|betaal terug|vergoeden|geef terug
x:delete verwijderen|verwijder|wissen|wis|weggooien|gooi weg|opruimen|ruim op|legen|schonen
x:grant toekennen|ken toe|geven|geef|verlenen|verleen|toewijzen|instellen|aanzetten
x:send versturen|verstuur|verzenden|verzend|stuur|sturen|rondsturen|uitsturen
N:scale verhoging|verhogen|opschaling|uitbreiding|opschalen
N:grant toekenning|toekennen|toewijzing|toegang
N:delete verwijdering|verwijderen|wissen|opschoning|opruimen
N:refund terugbetaling|terugbetalen|terugstorting|vergoeding
N:send verzending|versturen|nieuwsbrief|mailing
J* manager hoofd directeur teamleider systeembeheer beheer ict it operations financiën marketing platform infrastructuur content communicatie klantenservice administratie boekhouding security juridisch van de en het afdeling
e (past|het past) [ruim] [binnen het budget|in het budget]|we zitten aan de max|aan de max|is (echt kwijt|kwijt|afgerond|ingelicht|zo traag|traag)|scheelt [weer|ons] geld|alleen oude meuk|oude meuk|ze heeft gewoon gelijk|heeft gewoon gelijk|was onze eigen fout|onze eigen fout|die vinden het ook goed|vinden het ook goed|de actie begint|werkt als een zonnetje|niks meer in de weg|is in maart verlopen
w net even gekeken|even gekeken|gekeken
f* audit vrouw klantenservice tag back-ups afrekenen
c ik stem ermee in|ik stem in|je krijgt de (adminrol|rol|rechten|toegang)|ik vind het goed|goed plan|dus ga je gang|ja geef maar|gooi maar live
q gister|in maart
"""
