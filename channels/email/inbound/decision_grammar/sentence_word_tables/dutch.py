"""Dutch words of a decision by their classes, as `sentence_reading` reads them."""

DUTCH_WORDS = """
y ja|jazeker|ja hoor|ja zeker|jep|jup|yes|yep|zeker|zeker weten|natuurlijk|uiteraard|vanzelfsprekend|absoluut|ja (graag|natuurlijk|prima|absoluut|uiteraard|van mij)|volmondig ja|een [volmondig] ja van mij|met alle plezier|van mij mag het
w ok|oké|oke|okay|prima|goed|mooi|top|perfect|super|uitstekend|in orde|is goed|dat is goed|tis goed|'t is goed|akkoord|helemaal goed|graag|geen probleem|geen enkel probleem|lekker|netjes werk|goed werk|mooi werk|netjes gedaan|eindelijk|klinkt goed|ziet er goed uit|geen bezwaar|wat mij betreft
c doe maar|doe het [maar]|doen|ga [maar|vooral|gerust] (door|verder|je gang|ermee door|uw gang)|ga (je|uw|jullie) gang|gaat u [maar|gerust] (door|verder|uw gang)|ga ervoor|groen licht|voer [het|dit] [maar] uit|[graag] (uitvoeren|doorvoeren|doorzetten|doorgaan|in gang zetten)|doorgaan maar|(je|jullie|u) (mag|mogen|kunt|kan|kunnen) [gerust] (door|doorgaan|verder|verdergaan|het doen|het uitvoeren)|gaan met die banaan|hup|kom maar op|laat maar komen|laat (het|hem|deze) [maar] gaan
c (ik|wij|we) [hierbij|graag|] (keur|keuren) [het|dit|hierbij|deze|dit verzoek|de aanvraag] goed|(ik|wij|we) (ga|gaan|ben|zijn) [hiermee|hierbij|ermee|er|volledig] [mee] akkoord|(ik|wij|we) (stem|stemmen) [hiermee|hierbij|ermee|er] [mee|volledig] in|hierbij (geef|geven) (ik|wij) [mijn|onze] (toestemming|akkoord|goedkeuring)|(ik|wij|we) [hierbij] (geef|geven) [hierbij|graag|je|jullie|u] (mijn|onze|) (toestemming|akkoord|goedkeuring|ok|fiat|zegen|groen licht)|(je|jullie|u) (hebt|hebben|heeft|heb|krijgt|krijgen) [bij deze|hierbij] (mijn|onze|) (toestemming|akkoord|goedkeuring|ok|fiat|zegen|groen licht)|mijn (toestemming|akkoord|goedkeuring|zegen|fiat) (heb je|hebben jullie|heeft u|hebt u)|bij deze akkoord|akkoord (van mij|mijnerzijds|wat mij betreft|hoor)|wat mij betreft akkoord|hierbij akkoord|akkoord (voor|met) (betaling|uitvoering|verwijdering|publicatie|dit|de)|van mij mag (het|hij|dit|deze)
d goedgekeurd|geaccordeerd|vrijgegeven|gefiatteerd|(is|zijn|wordt) [hierbij|van mij|wat mij betreft] (goedgekeurd|akkoord|geaccordeerd|vrijgegeven)
f:delete verwijderen|wissen|weggooien|opruimen|mag [gerust|nu] (weg|verwijderd worden|gewist worden|eruit)|kan [gerust|nu] (weg|verwijderd worden|eruit)|weg ermee|weg met|weg met dat|weg met die|deleten
x:delete verwijder|wis|gooi (hem|die|het|deze|dat|) [branch] [maar|gerust] weg|gooi die|gooi (hem|het|die|deze) maar weg|smijt [hem|het|die] [maar] weg|delete|ruim (hem|het|die|) [maar] op|haal (hem|het|die) [maar] weg|kieper (hem|het|die) [maar] weg
x:pay (ik|wij) [hierbij] (keur|keuren) [hierbij] (de|deze) (betaling|factuur) goed
x:release (ik|wij) [hierbij] (keur|keuren) [hierbij] (de|deze) (release|versie|uitrol) goed
f:pay betalen|voldoen|overmaken|uitbetalen|afrekenen|(mag|kan) [nu|gerust] (betaald worden|voldaan worden|overgemaakt worden|betaald|de deur uit)
x:pay betaal|betaalt u|maak [het|hem|dit] [maar] over|voldoe|reken af|maak maar over
f:merge mergen|samenvoegen|(mag|kan) [nu|gerust] (erin|gemerged worden)
x:merge merge|voeg (hem|het|ze|) samen|merge maar
f:release uitrollen|releasen|deployen|taggen|publiceren|live zetten|live gooien|uitbrengen|online zetten|naar productie (zetten|brengen)|(mag|kan) [nu|gerust] (live|naar productie|uit|eruit|online|naar buiten|de deur uit)|lanceren|pushen|vrijgeven
x:release rol (het|hem|dit|deze|) [maar] uit|rol maar uit|publiceer|deploy|tag|release|zet (het|hem|deze|) [maar] (live|online)|zet maar live|gooi (het|hem|deze|) [maar] live|breng (het|hem|deze|) [maar] uit|lanceer|push|ship
f:refund terugbetalen|terugstorten|vergoeden|restitueren
x:refund betaal (het|hem|) terug|stort (het|) terug
f:send versturen|verzenden|sturen|opsturen|(mag|kan) [nu] (verstuurd worden|de deur uit)
x:send verstuur|verzend|stuur (het|hem|) [maar] [op|door|weg]
f:restart herstarten|opnieuw opstarten
x:restart herstart|start (hem|het|) opnieuw op
f:create aanmaken|toevoegen|maken
f:order bestellen|kopen
x:order bestel|koop
f:cancel annuleren
p graag|aub|alstublieft|alsjeblieft|svp|(je|jullie|u|ge) (mag|mogen|kunt|kan|kunnen)|(dat|die|deze|hem|het|ja) (mag je|mogen jullie|kun je|kunt u|mag u|kunnen jullie)|gerust|maar|laten we|mag|kan|ja op|ga maar|gelieve [dit|het|de]|we kunnen
o het|dit|dat|de|die|deze|hem|ze|ding|verzoek|actie|stap|wijziging|aanvraag|alles|oude|handel|opdracht|zaak
o:pay factuur|rekening|betaling|bedrag|geld|leverancier
o:branch branch|tak
o:release release|versie|tag|deployment|build|prod|productie|uitrol|commit|update|hotfix|patch
o:merge pr|pull request|merge request|branch
o:data bestand|bestanden|map|record|records|tabel|backup|data|database
o:account account|gebruiker|gebruikers
o:server server|dienst|service|machine|instantie
o:send mail|bericht|e mail|nieuwsbrief|brief
o:refund terugbetaling|bedrag|geld|klant
o:order bestelling|order
j van (mij|mijn kant)|wat mij betreft|mijnerzijds|voor mij|hierbij|bij deze|dan|dus|zo|hoor|vooral|gewoon|en|aan|met|voor|naar|op|in|zoals (gepland|besproken|beschreven|voorgesteld|gevraagd)|direct|onmiddellijk|zo snel mogelijk|zsm|volledig|ermee|lekker
t nu|vandaag|meteen|vandaag nog|nu meteen
g hallo|hoi|hey|hi|dag|goedemorgen|goedemiddag|goedenavond|dank|dank je|dank je wel|dank u|dankjewel|bedankt|alvast bedankt|bedankt (voor het vragen|voor het checken|voor de info|voor de herinnering|voor de uitleg)|dank voor (het vragen|de info|de uitleg|de herinnering)|groet|groeten|groetjes|mvg
r ik|wij|we|heb|hebben|is|zijn|en|de|het|alle|alles|mij|ons|van|met|in|op|bij|cijfers|tests|test|code|plan|diff|pipeline|build|bedrag|factuur|branch|levering|versie|gisteravond|vanochtend|vanmorgen|zelf|ook|nog|er|gegevens|lijkt|ziet|draait|werkt|als|een|zonnetje|heel|helemaal|bestelling|rekening
e juist|correct|groen|ok|oké|in orde|goed|gecontroleerd|nagekeken|getest|klopt|kloppen|nagelopen|bekeken|geleverd|volledig|klaar|schoon|stabiel|verouderd|overbodig|dood|perfect|prima|uitstekend|draait (prima|goed|als een zonnetje|als een tierelier|stabiel)|werkt (prima|goed|perfect)|(niemand|geen mens) (gebruikt|heeft|mist|wil) (hem|die|het|deze|dat) [branch] [nog|meer|nodig|nog nodig]|(wordt|worden) niet meer gebruikt|(is|zijn) niet meer nodig|hebben we niet meer nodig|geen (bezwaren|bezwaar|problemen|opmerkingen)
n niet|nooit|geen|niks|niets|liever niet|zeker niet|absoluut niet
k afgewezen|afgekeurd|geweigerd|[ik|wij|] (weiger|weigeren) [dit|het|] |(ik|wij|) (wijs|wijzen) [dit|het|de|] [verzoek|factuur|] af|wijs ik af|keur ik af|(ik|) keur [dit|het|] af|afkeuren|afwijzen|negatief advies|negatief|afblazen|annuleren|annuleer [dit|het|de|] [verzoek|]|[ik ben|] tegen|ik ben (ertegen|hiertegen)|blijf (eraf|er af|van de branch af)|blijf van (productie|prod|die branch|de branch|de server|de data) af|handen af|handen thuis|(afblijven|eraf blijven)|[branch|] (behouden|laten staan|bewaren|houden)|behoud [de|die|] [branch]|laat [de|die|deze] (branch|tak) (staan|met rust|bestaan)|laat (hem|het|die|deze) (staan|met rust)|moet blijven|blijft [staan|bestaan]|gaat retour|retour|trek [die|dit|de|het|] [versie|verzoek|aanvraag|release|] [maar] (in|terug)|in te trekken|intrekken|terugtrekken|nee zeggen|nee op zeggen|zeg ik nee|ik zeg nee|nee van mij|een nee van mij|geen (toestemming|akkoord|goedkeuring|betaling|sprake van|release|denken aan)|niet akkoord|gaat niet door|gaat er niks live|vergeet het|nee dank je|nee bedankt
a akkoord|goedkeuren|keur|goed|toestemming|doen|uitvoeren|doorgaan|tekenen|ondertekenen|betalen|betaald|verwijderd|live|instemmen|toestaan|gebeuren|gebeurt|aanraken|aankomen|mee eens|eens|verwijder|mijn akkoord|betalen wij|wij betalen|doorvoeren
k waag het niet|durf het niet|mooi niet|dacht het niet|ik dacht het niet|vergeet het [maar]|over mijn lijk|nooit van mijn leven|in geen geval|onder geen beding|het is een nee|een nee|mijn antwoord is nee|(ik moet|moet ik|ik zal) [dit|het|hier|helaas] (weigeren|afwijzen|nee zeggen|afkeuren)|ik heb besloten (het niet|dit niet|niet)|haal (hem|het|die|deze|dit) [maar] (uit de wachtrij|terug)|blaas (het|dit|hem) af|(stop|schrap|annuleer|blokkeer|verwerp|wijs) (dit|het|deze|die) [release|versie|verzoek] [af]|geblokkeerd|geschrapt|verworpen|onacceptabel|onmogelijk|verboden|geen (groen licht|release|uitrol|livegang|tag|deployment|go|okay|ok|fiat|handtekening)|zonder mijn (akkoord|toestemming|goedkeuring)|duim omlaag|liever niet|niet doen|niks ervan|daar komt niks van in
k (geen|echt geen) (terugbetaling|restitutie|refund|creditering)|wordt niet terugbetaald
a komt|komen|gaan|gaat|ga|uit|uitrollen|uitbrengen|uitgebracht|uitgerold|live gaan|live zetten|zetten|zet|zet ik|handtekening|krijg|krijgt|krijg je|goedkeuring|geef|geven|wil|willen|laat|door|doorlaten|publiceren|releasen|release|vrijgeven|vrij|taggen|pushen|starten|start|durf|waag|verantwoorden|achter|voor|zien|zitten|mogelijk|oké|prima|doen we
z helaas|sorry|het spijt me|spijtig genoeg|jammer genoeg|verkeerd|fout|fouten|rood|stuk|kapot|gisteren|omdat|want|bug|bugs|bedankt voor|dank voor
! bedankt voor|dank voor|dank je voor|als|indien|mits|tenzij|zodra|wanneer|nadat|voordat|tot|totdat|eerst|alleen|enkel|behalve|echter|hoewel|misschien|wellicht|waarschijnlijk|eventueel|zou|zouden|moeten|moet|denk|geloof|vermoed|hoop|morgen|later|straks|binnenkort|volgende|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|nog niet|wacht|wachten|helft|halve|deel|deels|gedeeltelijk|sommige|andere|anders|ander|vorige|laatste|gisteren|al|reeds|was|waren|werd|had|vraag|vragen|zegt|zei|gezegd|hij|zij|iemand|iedereen|wie|wat|waarom|hoe|waar|welke|of|principe|eigenlijk|bijna|nauwelijks|zonder|haha|lol|hm|hmm|tja|doei|doeg|dag hoor|helaas|ps|staging|uitleggen|kijken|bespreken|praten|verkeerd|fout|rood|stuk|aarzel|meer|twijfel|schijnt|grapje|best hoor|toch|wel eens|bezwaar hebben|ooit|laat maar|ma ar|hoeft|weet
"""
