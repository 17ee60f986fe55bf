"""Swedish words of a decision by their classes, as `sentence_reading` reads them."""

SWEDISH_WORDS = """
y ja|japp|jepp|jajamän|jajamensan|jadå|jo då|absolut|självklart|naturligtvis|givetvis|visst|javisst|ja visst|gärna det|ja (gärna|absolut|självklart|visst|naturligtvis|från mig)|ett [klart|stort] ja från mig|självfallet|mer än gärna|med glädje|med nöje|säkert
w ok|okej|okey|bra|toppen|perfekt|utmärkt|fint|jättebra|kanon|super|inga problem|det går bra|går bra|det är bra|det är ok|det är okej|låter bra|ser bra ut|tummen upp|gärna|bra jobbat|snyggt jobbat|äntligen|jag är med|jag är med på det|helt ok|inga invändningar|stämmer|för min del|för min del ok
c kör|kör på|kör på [det|bara|ni|så]|kör igång|kör bara|kör hårt|gör det|gör så|sätt igång|gå vidare|fortsätt|genomför [det|den]|verkställ [det|den]|utför [det|den]|grönt ljus|klartecken|klart att köra|(ni|du) (får|kan) [gärna] (köra|köra på|gå vidare|fortsätta|göra det|genomföra det|verkställa)|varsågod|var så god|fritt fram|bara att köra på|full fart framåt|bekräftas
c (jag|vi) [härmed|gärna] (godkänner|tillstyrker|bifaller|attesterar|medger|samtycker|tillåter) [härmed|gärna]|härmed (godkänner|tillstyrker|attesterar) (jag|vi)|(jag|vi) [härmed] (ger|lämnar) [härmed] (mitt|vårt|) (godkännande|medgivande|samtycke|klartecken|ok|bifall|tillstånd)|(ni|du) (har|får) (mitt|) (godkännande|medgivande|samtycke|klartecken|ok|bifall|tillstånd)|mitt (godkännande|klartecken|ok) (har du|har ni|är givet)|godkänns|bifalles|tillstyrkes|attesteras|ok från (mig|min sida)
d godkänt|godkänd|godkända|attesterad|attesterat|beviljat|beviljad|bifall|tillstyrks|(är|det är|allt är) [härmed] (godkänt|godkänd|attesterad|beviljat)
x:delete ta bort|radera|släng|rensa|kasta|avlägsna|plocka bort|ta väck
f:delete (kan|får|ska) [nu|gärna] (tas bort|raderas|slängas|bort|väck)|bort med|bort med den
x:pay betala|betala ut|för över|verkställ betalningen|genomför betalningen|gör betalningen|reglera
f:pay (kan|får|ska) [nu|gärna] betalas|att betala
x:merge merga|slå ihop|mergea
f:merge (kan|får) [nu] mergas
x:release släpp|släpp (den|det) [fri|ut|lös]|släppa|publicera|rulla ut|driftsätt|driftsätta|lansera|tagga|deploya|releasa|lägg ut|skicka ut|lägg upp|sätt i produktion|ta i drift|pusha|kör ut
f:release (kan|får|ska) [nu|gärna] (ut|släppas|publiceras|rullas ut|ut i produktion|driftsättas|gå ut|gå live|live)
x:refund återbetala|betala tillbaka|kreditera
x:send skicka|skicka iväg|sänd
x:restart starta om
x:create skapa|lägg till
x:order beställ|köp
x:cancel avboka
p snälla|vänligen|var (god|vänlig|snäll) och|var god|(ni|du|vi) (får|kan) [gärna]|(jag|) godkänner att (ni|du|vi)|gärna|bara|låt oss|ja till|ok att|okej att|får gärna|härmed godkänner jag att
o den|det|de|detta|denna|dessa|dem|allt|alltihop|grejen|begäran|åtgärden|steget|ändringen|uppgiften|ärendet|gamla|nya|saken
o:pay fakturan|faktura|betalningen|betalning|beloppet|belopp|summan|pengarna|leverantören|räkningen
o:branch branchen|branch|grenen|gren
o:release releasen|release|versionen|version|taggen|tagg|deployen|bygget|prod|produktion|produktionen|uppdateringen|commiten|utrullningen|patchen
o:merge pr|prn|pull requesten|branchen|merge requesten
o:data filen|filerna|mappen|posten|tabellen|backupen|datan|databasen
o:account kontot|användaren|användarna
o:server servern|tjänsten|instansen|maskinen
o:send mejlet|mailet|meddelandet|nyhetsbrevet|brevet
o:refund återbetalningen|beloppet|pengarna|kunden
o:order beställningen|ordern
j från (mig|min sida|vår sida)|för (mig|min del)|härmed|då|så|gärna|bara|direkt|omedelbart|så snart som möjligt|snarast|utan problem|som (planerat|föreslaget|avtalat|beskrivet|tänkt)|och|i|till|för|på|med|att|av|igång|ut|helt
t nu|idag|i dag|genast|nu direkt|på en gång
g hej|hejsan|tjena|god (morgon|dag|kväll)|tack|tack så mycket|tusen tack|tack för (att du frågar|att du frågade|infon|informationen|påminnelsen|frågan|hjälpen)|hälsningar|mvh|vänliga hälsningar|kram
r jag|vi|har|är|och|den|det|de|allt|alla|mig|oss|av|med|i|på|siffrorna|testerna|tester|test|koden|planen|diffen|pipelinen|bygget|beloppet|fakturan|branchen|leveransen|versionen|själv|också|som|igenom|det|mycket|ser|här|uppgifterna|varorna|helt|död|sedan|länge|gamla
e rätt|riktigt|grönt|gröna|ok|i sin ordning|bra|kontrollerat|kontrollerad|kollat|granskat|granskad|testat|testad|stämmer|går ihop|levererat|levererad|komplett|klart|klar|stabil|stabilt|fungerar|funkar|föråldrad|överflödig|död sedan länge|död|perfekt|(ingen|inte någon) (använder|behöver|saknar) (den|det|branchen) [längre|mer]|används inte längre|behövs inte längre|vi behöver den inte längre|inga (invändningar|problem|fel)
n inte|ej|aldrig|inget|ingen|inga|ingenting|icke
k avslås|avslag|avslaget|(jag|vi) avslår|nekas|nekat|(jag|vi) nekar|avböjs|avböjes|jag avböjer|avvisas|(jag|vi) avvisar|avstyrks|avstyrkes|jag avstyrker|bestrids|(vi|jag) bestrider|jag vägrar|vägrar|(jag|) (motsätter mig|är emot)|emot|veto|avbryt [det|detta]|makulera|dra tillbaka [begäran|den|det]|dra in|rör (inget|ingenting|den inte|det inte)|rör vi (ingenting|inget)|fingrarna borta|bort med fingrarna|(behåll|bevara) [den|det|branchen|grenen|filen]|låt (den|det|branchen|grenen) (vara|ligga|stå kvar|vara kvar|leva)|låt bli|ska (vara kvar|ligga kvar|finnas kvar|behållas)|nej tack|nej från mig|säger (jag|vi) nej [till]|(jag|vi) säger nej [till]|ett nej [från mig]|inget (godkännande|klartecken|ok|ja)|ingen (betalning|release|utrullning|driftsättning)|kommer inte på fråga|inte en chans|ogillas|underkänt|underkänd|underkänns|tummen ner
a godkänner|godkänns|godkänt|godkänd|godkänna|godkännande|mitt godkännande|tillåter|accepterar|samtycker|görs|göra|göras|gör|genomförs|genomföra|rör|röra|betalar|betalas|betala|släpper|släpps|raderas|raderar|tas bort|ta bort|publiceras|skriver under|med på|håller med|köra|ok till|vill ha|jag vill att det görs
k våga inte|över min döda kropp|aldrig i livet|inte en chans|glöm det|det blir nej|blir ett nej|ett nej|ett klart nej|svaret är nej|mitt svar är nej|(jag|) måste [dessvärre|tyvärr] (säga nej|avslå|neka|tacka nej)|säga nej|tackar nej|jag har beslutat (att inte|att avslå)|avslår jag|(återkalla|dra tillbaka|stoppa|avbryt|blockera) [den|det|detta|releasen|begäran|förfrågan|versionen]|(ta bort|skrota|kasta|stryk) (den|det|detta|releasen|begäran|förfrågan|versionen) ur kön|blockerat|blockerad|stoppat|stoppad|skrotad|oacceptabelt|omöjligt|förbjudet|uteslutet|ingen (release|lansering|utrullning|driftsättning|deploy|tagg)|inget (godkännande|klartecken|samtycke|grönt ljus)|utan mitt (godkännande|samtycke)|jag är emot|helst inte|kommer inte på fråga|det går inte|går inte för sig
k ingen (återbetalning|kreditering|retur)|betalas inte tillbaka
a samtycke|klartecken|skriver|skriver jag|skriva under|går|går ut|gå|ska ut|ut|kommer ut|släppa|släppas|lägg|lägga|lanseras|lansera|deploya|deployas|rulla|rullas|publicera|köra|kör|körs|tagga|taggas|ger|ge|vill|vill inte|kan|våga|vågar|stå för|stödja|okej|ok|bra|möjligt|starta|fortsätt|fortsätta|igenom|händer
z tyvärr|dessvärre|ledsen|förlåt|jag är ledsen|beklagar|fel|röd|röda|trasig|trasigt|i går|igår|eftersom|bugg|buggar|tack för
! tack för|om|ifall|när|så snart|så fort|tills|efter|innan|före|förrän|men|endast|enbart|utom|förutom|dock|fast|fastän|kanske|troligen|förmodligen|eventuellt|skulle|borde|måste|kunde|tror|tycker|antar|hoppas|imorgon|i morgon|senare|snart|nästa|måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag|ännu|än|vänta|väntar|först|första|hälften|halva|del|delen|delvis|några|andra|annan|annat|annars|förra|senaste|igår|i går|redan|var|hade|blev|fråga|hör med|säger att|sa|sade|han|hon|någon|alla andra|vem|vad|varför|hur|vilken|vilket|princip|egentligen|nästan|knappt|utan att|under förutsättning|haha|lol|hm|tja|nja|hej då|hejdå|adjö|tyvärr|ps|testmiljön|staging|förklara|titta|kolla|diskutera|prata|fel|röd|trasig|tvekar|tvivel|mer|eller|jo tjena|ihop er|vill|annan gång|resten|inte mitt
"""
