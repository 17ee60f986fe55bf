"""Swedish: how a yes, a no and a wish to wait are put together. A table as `phrase_rules` reads it."""

SWEDISH = """
I = jag|vi
V = (\ue000|[version|versionen|tagg|taggen|commit|commiten|releasen] \ue000) [(på|som|för|till|av|med|=) [version|taggen|commit|commiten] \ue000]
NOUN = begäran|förfrågan|releasen|versionen|taggen|commiten|ändringen|ändringarna|åtgärden|körningen|utrullningen|driftsättningen|publiceringen|steget|pushen|mergen|förslaget|planen|uppdateringen|deployen|ärendet|releasen|taggningen|anropet|jobbet
OBJ = det|detta|den|denna|det här|den här|[den här|denna|din|er|hela] {NOUN} [{V}|för {V}|av {V}]|{V}|release|allt|alltihop
ADV = härmed|gärna|bara|nu|absolut|så|då|direkt|formellt|fullt ut|på|också|självklart|tack|ni|du|helt enkelt|vidare|för all del|genast|med glädje|lugnt|på bara
ACT = godkänner|tillåter|accepterar|auktoriserar|bifaller|tillstyrker|beviljar
DONE = godkän<t,d,da,ns>|accepterat|accepterad|tillåtet|beviljat|beviljad|auktoriserat|auktoriserad|ok och godkänt|attesterat|attesterad|bifallet
GIFT = godkännande|tillåtelse|tillstånd|klartecken|grönt ljus|ok|okej|samtycke|bifall|go|klarsignal|medgivande|tumme upp
MY = mitt|ett|vårt|hela mitt|fullt|allt
INF = köra|fortsätta|gå vidare|göra det|göra så|genomföra|tagga|pusha|releasa|deploya|merga|publicera|rulla ut|starta|släppa|lansera|köra igång|köra på|driftsätta|verkställa|utföra|sätta igång|gå live|skicka|trycka på knappen|sätta taggen|skapa taggen|dra igång|rulla|lägga på|utföra det|publicera det|släppa det|köra det|köra den|göra detta
IMP = kör|fortsätt|gör|genomför|tagga|pusha|releasa|deploya|merga|publicera|starta|släpp|lansera|driftsätt|verkställ|utför|skicka|rulla|tuta|skapa|sätt|dra|gå|lägg|knuffa|rulla ut|tryck
FOR = för min del|från mig|från min sida|för mig|av mig|från mitt håll|å mina vägnar|härifrån|enligt mig|för vår del
+ [{I}] [{ADV}] {ACT} [{I}] [{ADV}] [{OBJ}] [{ADV}]
+ (härmed|detta|det|gärna|{OBJ}) {ACT} {I} [{OBJ}]
+ [{OBJ}] [är|blir|härmed|allt är|det är|begäran|releasen|versionen] [är|härmed|nu|härmed] {DONE} [{FOR}]
+ {DONE} [{OBJ}|för {OBJ}]
+ [{I}] (ger|har|lämnar|bekräftar|ger er|ger dig|ger härmed|lämnar härmed|ger gärna) [{I}] [{ADV}|dig|er] {MY} {GIFT} [för {OBJ}|till {OBJ}|till att {INF}|att {INF}]
+ [{I}] (ger|lämnar) [{ADV}|dig|er|härmed] {GIFT} [för {OBJ}|till {OBJ}|till att {INF}|att {INF}|{FOR}]
+ härmed (ger|lämnar|bekräftar) jag [{MY}] {GIFT} [för {OBJ}|till {OBJ}]
+ (du har|ni har|har du|har ni) [{ADV}] [{MY}] {GIFT} [för {OBJ}|till {OBJ}|att {INF}|{FOR}]
+ (mitt|vårt) {GIFT} (har du|har ni|finns|är givet)
+ {GIFT} (ges|givet|lämnas|finns|beviljas|lämnat|bekräftat)
+ (klartecken|grönt ljus|godkännande|godkänt|ja|go|ett ja|klarsignal|fullt godkännande|okej att köra|ok att köra) ({FOR}|för {OBJ}|till {OBJ}|att {INF}|på {OBJ})
+ {FOR} [är det|det är|är|går det|får ni|får du|blir det|kan ni|kan du|ser det] [ett] (ja|go|ok|okej|grönt ljus|klartecken|godkänt|bra|helt ok|helt okej|lugnt|fint|bra att köra|ok att köra|bara att köra|okej att köra|köra|köra på|fritt fram|går det bra|klart att köra|går bra|toppen|perfekt)
+ [det|detta|den|allt] [är|går|ser|känns|låter|verkar] (ok|okej|helt ok|helt okej|bra|fint|lugnt|toppen|godkänt|perfekt|bra ut|fritt fram) (för min del|från mig|från min sida|för mig|från mitt håll|härifrån|för vår del)
+ (du kan|ni kan|du får|ni får|vi kan|kan du|kan ni|får du|får ni|vi kör|låt oss|okej att|ok att|bara att|fritt fram att|klart att|varsågod att|varsågoda att|det är ok att|det är okej att|det är bara att|går bra att|det går bra att) [{ADV}] {INF} [{ADV}] [{OBJ}]
+ [{ADV}|var god|vänligen|varsågod|varsågod och|varsågoda och|snälla|okej då] {IMP} [{ADV}] [{OBJ}|igång|på|vidare|ut|live|ut det|iväg det|igång det|på det|på med {OBJ}|med {OBJ}|vidare med {OBJ}|fram|loss|hårt|så det ryker|i väg|igenom|igång med det|iväg|det live|och kör] [{ADV}]
+ (kör på|kör igång|kör hårt|kör så det ryker|vi kör|vi kör på|nu kör vi|då kör vi|kör vi|sätt igång|sätt fart|gasa på|full fart framåt|full gas|det är bara att köra|bara att köra|fritt fram|varsågod|varsågoda|klart för start|klart slut kör|tuta och kör|på bara|ös på|go for it|ut med det|ut med den|iväg med det|framåt|kör för fullt|let's go|vi kör det|vi gör det|vi gör så|då gör vi så|gör så|kör ni|kör du) [{ADV}|{OBJ}|på|med det]
+ ja (tack|visst|absolut|gärna|självklart|kör|kör på|det går bra|det är ok|det är okej|det är bra|gör det|varsågod|naturligtvis|för min del|från mig|godkänt|det får du|det får ni|det kan du|det kan ni|definitivt|tack kör|för all del|det blir bra|okej|givetvis|såklart|gärna det|då kör vi|vi kör)
+ (ja för all del|javisst|jajamensan|jajamän|japp|jepp|absolut|självklart|självfallet|naturligtvis|givetvis|såklart|definitivt|utan tvekan|självklart ja|absolut ja|ja absolut|jo men visst|jo absolut|klart du får|klart ni får|klart som korvspad|såklart ja)
+ ([{I}] (samtycker|medger|instämmer)) [till {OBJ}|med {OBJ}]
> härligt|strålande|fantastiskt|underbart|bra så|mycket bra|snyggt jobbat|fint jobbat|yes|topp|grymt bra|ja visst|jo tack
> ja|japp|jepp|jo|jajamän|ok|okej|oki|visst|bra|toppen|perfekt|utmärkt|absolut|tack|fint|det går bra|går bra|ser bra ut|låter bra|kanon|super|självklart|härmed|då|okej då|jättebra|inga problem|inga invändningar|lugnt|det är lugnt|bra jobbat|helt ok|helt okej|javisst|tack så mycket|gött|det är ok|det är okej|för min del|från min sida|snyggt|schysst|klart|uppfattat|gärna|nice|grymt
< tack|tackar|tack så mycket|snälla|nu|då|gärna|direkt|genast|som planerat|enligt plan|enligt förslag|som överenskommet|enligt överenskommelse|som föreslaget|som det är|{FOR}|mvh|hälsningar|bara|på en gång|med en gång|som vi sa|tack på förhand|tusen tack|så länge du vill|å det snaraste
NOUGHT = inga|ingen|inget|jag har inga|har inga|jag ser inga|ser inga|finns inga|det finns inga|utan|jag har inget|har inget|jag ser inget|ser inget|vi har inga|inga som helst|vi ser inga
~ {NOUGHT} [särskilda|vidare|som helst] (invändningar|invändning|synpunkter|problem|frågor|kommentarer|hinder|tveksamheter|betänkligheter|bekymmer|anmärkningar|fel|konstigheter|emot det|emot detta|att invända|emot|farhågor|konstigt) [{FOR}|mot {OBJ}|på {OBJ}|med {OBJ}|emot {OBJ}|med det|mot det|alls]
~ (inget emot det|inget att invända|har inget att invända|jag har inget att invända|inget att anmärka|jag har inget emot det|ingenting emot|inget emot|jag motsätter mig inte|inget att tillägga) [{FOR}]
THING = commiten|commit|diffen|ändringarna|taggen|testerna|ci|bygget|allt|det|versionen|ändringsloggen|changeloggen|\ue000|alla tester|koden|pipelinen|den|detta|changelogen|uppgifterna|rätt commit|loggen
~ [{I}] [har|precis|just|nyss] [precis|just|nu] (kollat|kollade|granskat|granskade|kontrollerat|kontrollerade|läst|läste|sett|tittat på|tittade på|verifierat|verifierade|testat|testade|gått igenom|gick igenom|dubbelkollat|dubbelkollade|kikat på|kikade på) [{THING}|{OBJ}|igenom {THING}] [noga|nu|precis|igen]
~ [{THING}] (granskad|granskat|kontrollerad|kontrollerat|kollad|kollat|verifierad|testad|genomgången) [{FOR}]
~ {THING} (ser|stämmer|är|går|verkar|låter|funkar|passerar|känns|gick|passerade) [alla|helt|också|jättebra|nu] [bra|bra ut|gröna|grön|grönt|rätt|ok|okej|ok ut|rätt ut|fint ut|fint|korrekt|igenom|den rätta|den rätte|rätt commit|ok ut|helt ok|i sin ordning|som det ska]
~ (ser|låter|känns|verkar) [helt|jätte|riktigt|mycket] (bra|bra ut|fint ut|ok ut|rätt ut|rätt|fint|ok|okej)
~ [det är|allt|är|allt är] (ok|okej|lugnt|bra|fint|rätt|grönt|i sin ordning|helt rätt|i ordning)
~ (bra jobbat|snyggt jobbat|fint jobbat|tumme upp|tummen upp|bra där|jag är för|jag är med|helt rätt|mycket bra)
~ (gokänt|godkännt|godkänd t|godkant|godkäntt|goedkänt|godknt|godkännd|godkent|gokänd|godkönt|gdkänt|godkännns|ogdkänt|godkännner|godkänr)
- [{I}|nej|tyvärr|det här|detta|det] [{I}] (godkänner|accepterar|tillåter|kan|vill|får|tänker|ska|ger|samtycker|håller|stödjer|tycker|är|kommer) [{I}] [tyvärr] [{OBJ}] [tyvärr] (inte|ej|aldrig) [{OBJ}] [godkänna|acceptera|tillåta|ge mitt godkännande|ge klartecken|godkänt|med|med om det|att godkänna|mitt godkännande|klartecken|för det|bekväm att godkänna|bifalla|{INF}|acceptabelt|ok|okej|bra|rätt|rätt commit|rätt version|aktuellt] [{OBJ}|till {OBJ}|med om {OBJ}]
- [{I}|nej|tyvärr] [måste|vill|får] [tyvärr] [{I}] (avslår|avvisar|nekar|avböjer|motsätter|motsätter mig|vägrar|avslå|avvisa|neka|avböja|säger nej|säga nej|avstyrker|inlägger veto|röstar nej|underkänner|underkänna|protesterar|förkastar|förbjuder) [{I}] [{OBJ}|till {OBJ}|mig {OBJ}] [härmed]
- [{OBJ}|begäran|förfrågan|releasen] [är|blir|härmed] (avslag<en,et>|avslås|avvisa<d,t,s>|neka<d,t,s>|underkän<d,t,ns>|inte godkän<d,t,ns>|ej godkän<d,t,ns>|förkasta<d,t,s>|avböj<d,t,s>|stoppad och avslagen|inte tillåtet|ej tillåtet|förbjudet) [{FOR}]
- [snälla|vänligen|var snäll och|nej] {IMP} [{OBJ}|ingenting|på] (inte|ej|aldrig) [{OBJ}|det|nu|igång|ut|på|vidare|något]
- [snälla|vänligen|nej] (inte|ej) {INF}
- [{I}] [vill|får|ska|bör|du|ni|vi] [ska|får|bör|kan] (inte|ej) {INF} [{OBJ}]
- [snälla|vänligen|nej] (avbryt|ställ in|annullera|makulera|stryk|ångra|lägg ner|dra tillbaka|avslå|neka|skrota|avblås|kassera|slopa|rulla tillbaka) [{OBJ}|allt] [tack]
- [det är|det är en|är|ni har] (fel|felaktig|felaktigt|trasig|trasigt) (commit|version|tagg|branch|bygge|release|hash|gren|tag|kommit)
- (inget|inte|ej) [ett|mitt] (godkännande|godkänt|klartecken|grönt ljus|tillstånd|ok|okej|bra|acceptabelt|rätt commit|den här|det här|den versionen|så här|aktuellt|som det ser ut|rätt version) [{FOR}]
- (nej tack|nej nej|nej tyvärr|tyvärr nej|nej inte|nej absolut inte|nej usch|nej gör inte det|nej för min del|ett nej|det är ett nej|det blir nej|det blir ett nej|nej från mig|nej från min sida|absolut inte|definitivt inte|verkligen inte|inte en chans|aldrig|aldrig i livet|under inga omständigheter|inte under några omständigheter|tyvärr inte|helst inte|bäst att låta bli|låt bli|låt det vara|glöm det|skippa det|skippa detta|emot|jag är emot|jag är emot det|jag motsätter mig|veto|jag lägger in veto|protest|invändning|tumme ner|tummen ner|dålig idé|det här är fel|detta är fel|det är fel|fel|inte okej|inte ok|inte bra|inte så|inte den|inte det här|inte denna|inte den här|inte detta|för min del nej|från min sida nej|uteslutet|kommer inte på fråga|det går inte|går inte|duger inte|inte för mig|inte från mig|inte med mitt namn|avslag|avslag från mig|bestämt nej)
! [snälla|vänligen|nej|var snäll och|bäst att|vi måste|vi får|vi ska|låt oss|jag vill|kan ni|kan du|bättre att] (vänta|avvakta|stoppa|stopp|stanna|pausa|skjut upp|skjuta upp|håll|halt|vänta lite|hejda|dröj|dröja|hold|avvaktar|vi väntar|vi avvaktar|pausar|lugn|ett ögonblick|ett tag) [med|lite|{OBJ}|till|tills|på|tack|nu|allt]
! [nej|tyvärr|sorry] [just nu|för tillfället|tills vidare|idag|i dag] (inte nu|inte än|inte ännu|inte idag|inte i dag|inte just nu|inte riktigt än|inte den här veckan|inte denna vecka|inte förrän|inte före|inte innan|senare|imorgon|i morgon|först efter|först måste|först|inte på en fredag|inte på fredag|nu inte|idag inte|ännu inte|för tidigt|det är för tidigt|inte direkt)
= (tack|tack så mycket|tack så hemskt mycket|stort tack|tusen tack|tackar|många tack|tack ska du ha|tack ska ni ha|tack för det) [för (info|infon|informationen|hjälpen|arbetet|jobbet|frågan|sammanfattningen|att du frågar|att ni frågar|att du kollar|att du frågade|mejlet|mailet|meddelandet|uppdateringen|underlaget|beskedet|allt|ditt jobb|ditt arbete|ditt meddelande)|på förhand|alla|och hej|och hälsningar|igen]
= (hälsningar|mvh|med vänlig hälsning|med vänliga hälsningar|vänliga hälsningar|vänlig hälsning|bästa hälsningar|hälsar|ha det|ha det bra|ha det fint|ha det gott|ha en bra dag|ha en fin dag|ha en trevlig dag|ha en trevlig helg|ha en fin helg|trevlig helg|trevlig dag|lycka till|vi hörs|hej då|hejdå|vi ses|kram|kramar|allt gott|hälsn|mvh/|med hälsning|hörs|vi hörs imorgon|ha en fortsatt fin dag|med bästa hälsningar|soliga hälsningar|glad helg|fin dag)
= (hej|hej alla|hejsan|hallå|tjena|tja|god morgon|goddag|hej på dig|hej på er|hej igen|hej allihop|tjo|hej teamet|kära|bästa|godmorgon|god kväll|god eftermiddag|morrn|hallå alla|hej hej|tjenare|hej team|hej du)
REQ = begärda|föreslagna|efterfrågade|beskrivna|aktuella
+ [{I}] [härmed] (bekräftar|meddelar|intygar) [{I}] [härmed] (mitt godkännande|mitt samtycke|mitt medgivande|att jag godkänner|att jag bifaller|att jag samtycker|att det är godkänt|att det godkänns) [av {OBJ}|för {OBJ}|till {OBJ}|{OBJ}]
+ [{OBJ}] [härmed|är|blir] (tillstyrk<es,s,t>|bifall<es,s,et>|medges|medgivet|godtas|godtages|sanktioneras|klubbat|attesteras|beviljas|godkännes|undertecknas) [{FOR}|härmed]
+ bifall|bifalles|tillstyrkes|tillstyrks|bifalls|yrkar bifall|jag yrkar bifall|jag bifaller [{OBJ}]|jag tillstyrker [{OBJ}]|härmed tillstyrks [{OBJ}]
+ [{I}] {ACT} [härmed] (den|det|de) {REQ} ({NOUN}|ändringen|åtgärden|körningen)
+ (var vänlig|var vänliga|var så vänlig|var snäll|var god|vänligen|snälla) [och] (utför|genomför|kör|fortsätt|verkställ|publicera|starta|släpp|tagga|gå vidare|kör på|kör igång|driftsätt|sätt igång) [{ADV}] [{OBJ}|med {OBJ}]
+ (jadå|jodå|ja då|ja men|ja visst|jo|jo då|jomen|visst|absolut|klart|klart du ska|klart ni ska|det är lugnt|lugnt|javisst|okej|ok|jajamen|jajamensan|självklart|såklart|jepp|japp|fint|perfekt|toppen|gött|skönt|soft|schysst|bra) (kör|kör på|kör igång|kör bara|kör hårt|kör vi|gör det|gör så|fortsätt|sätt igång|gå vidare|gasa|ös på|det är bara att köra|bara att köra|du får köra|ni får köra|du kan köra|ni kan köra|vi kör|vi kör på|godkänt|godkänns|klartecken)
+ klart (du|ni) (ska|får|kan|kan köra|ska köra|får köra)|visst får (du|ni)|visst kan (du|ni)|visst ska (du|ni)|det får (du|ni) [gärna]|det kan (du|ni) [gärna] göra|det går bra kör|du får gärna köra|ni får gärna köra|du får|ni får|kör i vind|kör som det är|kör enligt plan|kör enligt förslag|kör bara kör|kör loss|kör så länge|trampa gasen i botten|gasen i botten|tryck på knappen|tryck på|dra på|dra iväg|brassa på|köttar på|då kör vi så|då säger vi så|vi säger så|så får det bli|så gör vi|så kör vi|carte blanche|fria händer|du har fria händer|ni har fria händer|grönt från mig|grönt från min sida
+ mitt (svar|beslut|votum) är [ett] (ja|godkänt|bifall|klart ja|positivt)|mitt svar blir ja|jag säger ja|jag röstar ja|(det är|det blir|det är ett|det blir ett) ja [{FOR}]|ett (klart|tydligt|rungande|stort) ja
+ ja (jadå|jovisst|men absolut|men visst|men kör|kör igång|kör bara|kör hårt|fortsätt|fortsätt gärna|gå vidare|sätt igång|gör så|utför|genomför|det går jättebra|det går fint|till hundra procent|100%|utan tvekan|med glädje|med nöje|jag godkänner|jag godkänner det|det är godkänt|ni får köra|du får köra|ni kan köra|du kan köra|bara att köra)
> jadå|jodå|ja då|jomen|jo då|visst|klart|det är lugnt|lugnt|absolut|bekräftat|granskat|granskad|kollat|läst|sett|kontrollerat|äntligen|hurra|grattis|grattis alla|bra jobbat alla|snyggt jobbat alla|tummen upp|tumme upp|ser bra ut|allt ser bra ut|allt ok|allt bra|allt väl|inga konstigheter|med nöje|med glädje|det låter bra|uppfattat|noterat|det är bra|det är helt ok|helt rätt|soft|skönt
> (bra|snyggt|fint|grymt|kanon|toppen|strålande) jobbat (alla|allihop|teamet|gänget|allesammans|som vanligt)
< enligt nedan|enligt ovan|som beskrivet|som beskrivet nedan|enligt beskrivningen|enligt begäran|som vanligt|som alltid|så snart som möjligt|snarast|omgående|till 100%|gänget|teamet|chefen|för vår del|för mitt vidkommande|med nöje|från vårt håll|utan förbehåll
- (nepp|nej du|nejdå|nädå|nehej|nope|nix pix|nixpix|näpp|nänä|nej nej nej|åh nej|men nej|aldrig i världen|inte på några villkor|inte i mitt liv|över min döda kropp|no way|nej fy|nej för tusan|nej absolut inte det|icke|icke sa nicke|nej och åter nej|ett rungande nej|ett klart nej|ett tydligt nej)
- (mitt|vårt) (svar|beslut) [är|blir|förblir] [ett] (nej|avslag|negativt|klart nej)|svaret är [ett] nej|jag (säger|röstar) nej
- (godkännande|tillstånd|begäran|förfrågan|klartecken|{OBJ}) [är|har] (nekat|nekad|avslaget|avslagen|ej lämnat|inte lämnat|återkallat|återkallad|indraget|indragen|ej beviljat|inte beviljat|blockerat|blockerad|underkänd|underkänt)
- [{I}|härmed] (återkallar|drar tillbaka|tar tillbaka) [{I}|härmed] [mitt] (godkännande|klartecken|ja|samtycke)
- [jag|vi] (måste|får|tvingas|beklagar men|beklagar att) [tyvärr|jag|jag måste|jag tyvärr] (avslå|avvisa|neka|säga nej|tacka nej|avböja|underkänna|inte kan godkänna|inte godkänna|avstyrka) [till] [begäran|förfrågan|{OBJ}|detta]
- [tyvärr|jag är ledsen men|ledsen men|beklagar men|beklagar] ((kan jag|kan vi|jag kan) inte [godkänna|bifalla|medge|ge] [mitt godkännande|klartecken|tillstånd]|(måste jag|måste vi|jag måste|får jag) (avslå|neka|säga nej|avvisa)|(det blir|det är) [ett] nej) [begäran|{OBJ}|detta]
- ((låt|lämna) (det|detta|den|{OBJ})|släpp (det|detta|tanken|idén)) [vara|bli|ifred|i fred|som det är|därhän|orört]|låt bli [det|detta]|lämna (det|detta) ifred
- (rör|röra|ändra|gör) (ingenting|inget|inte|inte det|inte detta|absolut ingenting)|fingrarna borta|fingrarna i styr|bort med tassarna|händerna borta|inte röra|inte rör
- (det|detta|så) (gör|kör|vill|ska) vi [inte|ej|aldrig] [så]|det gör vi inte|det blir inget|det blir inte av|det blir inget av det|blir inte av|vi gör inte det|vi gör det inte|vi kör inte|vi skippar det|vi skippar detta|vi hoppar över det|hoppa över|hoppa över det|vi avstår|jag avstår|avstår|jag passar|pass|stoppat|blockerat|blockerad|skrotat|skrota det|oacceptabelt|inte acceptabelt|ej acceptabelt|inte aktuellt|ej aktuellt|avstyrks|avstyrkes|avstyrker|jag avstyrker|i papperskorgen|slopas|inställt
! [det|detta|det är|är|releasen är] (uppskjut<et,en>|framflytta<t,d>|fryst|frusen|pausa<t,d>|parkera<t,d>|senarelag<t,d>|framskjut<et,en>|inställt tills vidare|på is|på paus|vilande|bordlagt|bordlägges)
! [snälla|vänligen] (skjut|flytta|parkera|frys|bordlägg|senarelägg) (på|upp|fram|det|detta|den|{OBJ}) [det|detta|på|den] [fram|upp|till|tills]
! [snälla|vänligen] (lägg|sätt|ställ|håll) [det|detta|den|{OBJ}] (på is|på vänt|på paus|i kylen|åt sidan|inne)
= (ursäkta|förlåt|sorry|jag ber om ursäkt|ber om ursäkt|be om ursäkt|ledsen|jag beklagar|beklagar) [för] [ett|det|mitt|den|min|så|att jag svarar] (sent|sena|sen|långsamt|långsam|dröjande|dröjt|sena svar|sent svar|svarar sent|väntan|dröjsmålet|förseningen|sena svaret|sen återkoppling|sena återkopplingen) [svar|svaret|återkoppling|återkopplingen]|(sorry|förlåt|ursäkta) för (väntan|dröjsmålet|förseningen|det sena svaret|mitt sena svar|sent svar|sen återkoppling|att jag svarar sent|att det dröjde)
= [sorry|förlåt|ursäkta] [jag] (satt|sitter|var|är) (i möte|i ett möte|på tåget|på resande fot|upptagen|i telefon|på lunch|på språng|borta|offline)|från mobilen|skickat från mobilen|skriver från mobilen|på språng|i all hast|i hast|kort svar|såg detta först nu|ser detta först nu|såg det nu|ser det först nu
= (bästa kollegor|kära kollegor|bästa kollega|bästa alla|kära alla|hej kollegor|bästa herrar|mina damer och herrar|bästa teamet|hej gänget|tjena gänget|hallå gänget|hej på er alla|hejhej|god förmiddag|morsning|morsning korsning|tjabba|halloj|hejsan alla|hejsan allihopa|hej allihopa|hej vänner|god morgon alla|hej samtliga|till den det berör)
= (högaktningsfullt|med största högaktning|med högaktning|vördsamt|vänligen|bästa hälsningar och tack|tack och hej|tack och hälsningar|med tack|tack på förhand och hälsningar|hälsningar och tack|varma hälsningar|hjärtliga hälsningar|många hälsningar|allt väl|ha en skön kväll|ha en fin kväll|ha en fin vecka|trevlig kväll|trevlig vecka|trevlig eftermiddag|ha en bra helg|ha en skön helg|grattis [alla|allihop|till (releasen|er|er alla|teamet|lanseringen)]|bra jobbat [alla|allihop|teamet|gänget]|snyggt jobbat [alla|allihop|teamet|gänget]|fint jobbat [alla|allihop|teamet|gänget]|håller tummarna|jag håller tummarna|tummarna hålls|ser fram emot det|ser fram emot detta|kul|roligt|spännande|lycka till alla)
= [och] [gärna] (hör av dig|hör av er|säg till|meddela mig|meddela|återkoppla gärna|återkoppla|återkom|håll mig uppdaterad|håll mig informerad|låt mig veta) [när (det är klart|det är ute|ni är klara|du är klar|det är gjort|det är live)|hur det går|hur det gick|efteråt|sedan]
? [taggen|versionen|commiten] {V} (stämmer|är (rätt|korrekt|ok|okej|bra))
? det är (rätt commit|rätt tagg|rätt version|den rätta commiten|rätt)
? (det|detta) (var|är) (planerat|överenskommet|avtalat|väntat|bestämt|inplanerat|som planerat|sagt)|jag (vet om det|vet|väntade på det|väntade mig det|känner till det|kände till det)|enligt plan
BOT = \ue001|boten|botten
FIX = (den här|denna|den) (fixen|versionen|releasen|patchen|rättningen|uppdateringen)|det|den|det här
CREW = qa|teamet|hela teamet|qa-teamet|supporten|kunden|utvecklarna|driften|alla|ops|kollegorna
VERB = släppa|tagga|köra|publicera|releasa|deploya|skicka ut|lansera|rulla ut|skapa taggen|sätta taggen|verkställa|genomföra|gå vidare|fortsätta|lägga upp|pusha|skapa|driftsätta
GO = kör|skicka|skicka iväg|skicka ut|lägg upp|lägg ut|publicera|tagga|lansera|releasa|deploya|rulla ut|pusha|skjut iväg
+ [härmed] (godkänner|bifaller|tillstyrker|beviljar|medger|auktoriserar) jag [härmed] ({OBJ}|{V}|taggning av ({V}|{OBJ})|taggningen [av {V}]|släppet [av {V}]|publicering av {V}|publiceringen [av {V}]|att ni (släpper|taggar|publicerar) ({OBJ}|{V}|den))
+ jag (godkänner|bifaller|tillstyrker|beviljar) [härmed] (taggning av ({V}|{OBJ})|taggningen|släppet|publiceringen|begäran|ansökan) [av {V}]
+ [{OBJ}|den|versionen|releasen] (kan|får|må) [nu|gärna|direkt] (släppas|taggas|publiceras|gå ut|köras|lanseras|skickas ut|rullas ut|gå live|gå iväg) [nu|direkt|{FOR}]
+ [för min del|från min sida|för mig] (är det|det är) [helt] (okej|ok|bra|fritt fram|grönt ljus|grönt|bara att köra|bara att släppa|bara att {VERB}) [att ({VERB}|ni släpper den|du släpper den|ni kör|du kör)]
+ [det är|är] [helt|bara] (okej|ok|bra|fritt fram|bara) att (ni|du) (släpper|kör|taggar|publicerar) [den|det|{OBJ}]
+ det är bara att (släppa|köra|tagga|publicera|{VERB}) [den|det|på]
+ {GO} (den|{OBJ}|{V}|ut den|ut det|iväg den) [nu|bara|gärna|direkt]
+ släpp (ut den|iväg den|ut det|versionen|releasen|taggen|{V}) [nu|bara|gärna]|släpp den (nu|bara|gärna|direkt)|ut med den|iväg med den|iväg med det|upp med den|fram med den|kör ut den|kör ut det|fritt fram|varsågod och (släpp|kör)
+ {BOT} (får|kan|har mitt ok att|har klartecken att|har tillåtelse att|får lov att) [nu|gärna] ({VERB}|{INF}|köra på) [{OBJ}|taggen|den]
+ {BOT} har (mitt (ok|godkännande|klartecken)|klartecken|grönt ljus)|låt {BOT} ({VERB}|{INF}|köra) [{OBJ}]
+ (du|ni) (får|kan|har lov att|har tillåtelse att|har klartecken att) [lov att|gärna|nu] {VERB} [{OBJ}|den|taggen|versionen|{V}] [nu]
+ (du|ni) har (mitt|min) (ok|godkännande|klartecken|tillåtelse|välsignelse|tillstånd) [att {VERB}|för] [{OBJ}|versionen|den|{V}]
+ jag (ger|lämnar|har gett) [er|dig] [härmed] [mitt|fullt|ett] (klartecken|ok|godkännande|bifall|samtycke|grönt ljus|tillstånd|ja) [för|till] [{OBJ}|{V}|versionen|detta]
+ (det|begäran|ansökan|förfrågan|ärendet|releasen) (bifalles|bifalls|beviljas|godkänns|är beviljad|är bifallen|är godkänd|tillstyrks)|(begäran|ansökan|förfrågan) (beviljad|godkänd|bifallen)|(beslut|svar|besked) (positivt|ja|bifall)|positivt beslut|tillstånd beviljat|klartecken givet
+ [definitivt|utan tvekan|med glädje|varmt|helt] (godkänt|godkänd|beviljat|bifallet) [{FOR}|med glädje|utan förbehåll]
+ (go|ok|grönt ljus|klartecken|ja|bifall) {FOR}
> ordnat|toppen|fint att det är klart|snyggt att det är klart
? [våra|alla|många] (kunderna|kunder|användarna|användare|kollegorna) (väntar|har väntat|har längtat|behöver|vill ha|väntar redan) [redan|länge|ivrigt|i dagar|i veckor] [på|efter] [{FIX}] [länge|i dagar|i veckor]
? (den|det|{FIX}) har (vi|kunderna|alla) väntat på [länge]|på {FIX} väntar (kunderna|alla)
? [jag] [har] (pratade|pratat|talade|talat|stämde av|stämt av|kollade|kollat|diskuterade|checkat av|checkade av) [nyss|precis|just|det|detta] med {CREW} [nyss|precis|om det|i morse|idag]
? {CREW} (är|har) (klar|klara|nöjda|nöjd|testat|med på det|testat klart|godkänt testerna|gett ok|med)
? [och] allt är (grönt|klart|förberett|på plats|redo)|(testerna|qa|ci) (gröna|grön|klar)|alla tester gröna|testerna är gröna
? ju förr desto bättre|det var på tiden|bra tajming|hög tid|inget (att tillägga|mer att tillägga)|vi är redo|allt är redo|allt är på plats
? (ändringsloggen|changeloggen|diffen|releaseinformationen) (läst|läst och ok|kollad|genomläst|granskad)
= (hälsningar|många hälsningar|soliga hälsningar|varma hälsningar|hälsning|hej) från [ett soligt|soliga|regniga] ({PLACE}|tåget|stugan|kontoret|semestern|stranden)
= (skickat|sänt|skrivet|skickad) (från|via|med) min (iphone|ipad|mobil|telefon|smartphone|android|surfplatta|samsung|mobiltelefon)
= (ha en|ha|önskar|trevlig|skön|härlig|ha en riktigt) (fin|bra|trevlig|skön|härlig|fortsatt fin|underbar|helg|kväll|dag|fredag|vecka) [dag|kväll|helg|vecka|eftermiddag|fredag|sommar] [alla|allihop|allesammans|allihopa|på er]
= (tack|tack så mycket|stort tack|bra jobbat|snyggt jobbat) [till] (hela teamet|alla|allihop|allihopa|teamet|er alla|för (snabbt jobb|snabb hantering|påminnelsen|tålamodet|omsorgen|noggrannheten|fixen|insatsen|begäran|jobbet|ett bra jobb|fint jobb|att ni sköter det))
- [beklagar|tyvärr|ledsen] men (nej|det blir nej|inte den här gången)
- (den|det|den här|detta|releasen|versionen) (får|ska|kan|bör|går) inte (gå ut|ut|släppas|taggas|publiceras|köras|gå live)
- (detta|det här|det) skriver jag inte (under|under på|på)|jag skriver inte under [på detta|det|på det]|{BOT} får inte {INF}
PASSIVE = släppas|taggas|publiceras|köras|lanseras|skickas ut|rullas ut|skapas|sättas|pushas|mergas|driftsättas|genomföras|utföras|verkställas|startas|deployas|tryckas ut|läggas ut|göras
+ ({OBJ}|taggen|releasen|versionen) (kan|får) [nu|gärna|därmed] {PASSIVE} [nu|direkt|{FOR}]
+ [{ADV}|vänligen|var snäll och] (kör|rulla|skicka|gå|sätt|dra|skjut|tryck) (ut|igång|iväg|vidare) [nu|gärna|bara] [med] {OBJ} [nu]
+ (du|ni) (kan|får) [nu|gärna] (gå vidare|fortsätta|köra|köra vidare|köra igång|köra ut|rulla ut|sätta igång|dra igång) [med] ({OBJ}|taggen|releasen|driftsättningen) [nu]
+ [härmed] [ger|lämnar] [jag] [härmed] mitt (godkännande|medgivande|samtycke|klartecken|ok) [för|till] [{OBJ}|releasen|versionen|{V}]
+ jag (är|är helt) (med på|okej med|ok med) (att (ni|du) (kör|släpper|taggar|publicerar) [den|det|{OBJ}])
+ det (går|är) [helt|alldeles] (bra|fint|okej|ok|utmärkt) att (ni|du) (kör|släpper|taggar|publicerar|lanserar|rullar ut) [den|det|{OBJ}] [nu]
+ (jag|vi) (godkänner|bifaller) [härmed] (release|version|releasen|versionen|driftsättning|utrullning|driftsättningen av|utrullningen av|lanseringen av) [{V}|{OBJ}]
< i produktion|till produktion|på produktion|i prod|till prod|ut i produktion|idag|i dag
~ [jag|vi] [har] [precis|nyss] (tittat|tittade|kollat|läst|granskat|testat|gått igenom|kikat) [igenom|på] [{THING}|{OBJ}|det|alltihop] [och] [allt|det] [ser] [bra ut|fint ut|okej ut]
~ [jag] (ser|hittar|hittade|såg) inga (problem|fel|konstigheter|hinder|risker)
? [och] {CREW} (är|har) [också|redan|helt] (klar|klara|nöjd|nöjda|godkänt|med på (det|tåget)|gett (ok|klartecken|tummen upp|grönt ljus)|testat (klart|den|det|allt)|sagt ok|okej med det|ok med det)
? [alla|våra|de] (testerna|tester|kontrollerna|byggena|bygget|pipelinen) (är|har|gick) [alla|nu] (gröna|grön|grönt|klara|klart|godkända|gått igenom|igenom|bra)
? (kunden|kunderna|användarna|supporten|alla|säljarna|vi) (har|väntar) [redan|ju] [väntat|längtat|tjatat|frågat|jagat] (på|efter|om) [{FIX}] [redan|länge|hela (dagen|veckan|månaden)|sedan (i måndags|i tisdags|i onsdags|i torsdags|i fredags|igår|förra veckan)|i (dagar|veckor|flera dagar|flera veckor)]
? (kunden|kunderna|användarna|supporten|alla|vi) (har väntat|väntar|har längtat|har tjatat) [redan|länge] (på|efter|om) {FIX} [redan|länge|hela (dagen|veckan|månaden)|sedan (i måndags|i tisdags|i onsdags|i torsdags|i fredags|igår|förra veckan)|i (dagar|veckor|flera dagar|flera veckor)]
= (tack|stort tack|tack så mycket|snyggt|fint) för (bra|fint|snabbt|tydligt|noggrant|gediget|ett bra|ett fint|ett snabbt|det snabba|den snabba|den fina|den tydliga|det fina) (underlag|arbete|jobb|jobbet|sammanfattning|sammanfattningen|förberedelser|genomgång|genomgången|beskrivning|beskrivningen|svar|svaret|hantering|hanteringen|arbetet|samarbete)
= tack för att (du|ni) (kollar|frågar|väntade|väntar|fixar|fixade|löste|tog tag i|håller koll|håller i|meddelar|hör av dig|hör av er|påminner|påminde|ordnade|ordnar) [det|detta|först|mig|oss|så snabbt]
= [sorry|förlåt|ursäkta] [jag] (satt|var|har suttit|har varit) [fast] (i|på) (möten|möte|ett möte|tåget|flyget|bilen|lunch|en kurs|kurs|utbildning|semester|resa) [hela (dagen|morgonen|förmiddagen|eftermiddagen)|nyss|precis]
= (jag) (var|har varit) (ledig|sjuk|bortrest|frånvarande|ute) [igår|idag|i morse|hela (dagen|veckan)]
= (ha en|önskar en|önskar er en|önskar dig en) [riktigt] (bra|fin|trevlig|skön|härlig) (dag|kväll|helg|vecka|eftermiddag|lunch|fortsättning)
+ [{I}] [härmed] (godkänner|bifaller|tillåter|accepterar|medger) [härmed] att (ni|vi|du|man) (släpper|taggar|publicerar|kör|lanserar|rullar ut|driftsätter|skapar|går vidare med|fortsätter med) (den|det|{OBJ}|taggen) [nu]
+ [{I}] [härmed] (godkänner|bifaller|tillåter|accepterar|medger) [härmed] att (den|det|{OBJ}|taggen) (släpps|taggas|publiceras|körs|lanseras|rullas ut|driftsätts|skapas|sätts|går ut|går live) [nu]
+ bekräftar [härmed] [mitt] (godkännande|medgivande|klartecken)
+ klart att (ni|du|vi) (ska|får|kan) (köra|köra på|släppa den|gå vidare|fortsätta|köra igång)|ge järnet
~ jag är [helt|mycket|jätte] (nöjd|okej med (det|detta)|ok med (det|detta)|med på (det|detta))|(det) känns (bra|rätt|tryggt) [{FOR}]|helt klart|jag står bakom (det|detta|{OBJ})|jag litar på (er|dig)
> känns bra|helt klart
< när (du|ni) vill|när som helst
= (tack|stort tack) för (återkopplingen|snabb återkoppling|snabbt besked|beskedet|svaret|infon|samarbetet|hjälpen med (det|detta))
DEED = (releasen|lanseringen|publiceringen|utrullningen|driftsättningen) av {V}|version {V}
+ [härmed] [{I}] (godkänner|tillåter|tillstyrker) [{I}] [härmed] ({DEED}|att ({DEED}|{OBJ}) (släpps|publiceras|lanseras|rullas ut|driftsätts|deployas|taggas) [till produktion|i produktion])
+ [härmed] [{I}] (ger|bekräftar|lämnar) [{I}] [härmed] {MY} {GIFT} (till|för|av) ({DEED}|{OBJ})
+ [ja] ({OBJ}|{V}|den) får [nu] (gå|släppas|rullas ut|publiceras|lanseras|gå ut|gå live) [till produktion|i produktion|ut]
+ då kör vi [på det|det]|(släpp|lansera|publicera) på [bara]
+ (lägg|rulla|skicka|kör|släpp) ut (den|det|{V}|{OBJ}) [nu|i produktion]
+ jepp|yepp|jajamen|jajamensan|jajemen|kör i gång|kör så det (ryker|knakar|brinner)|bara å köra|gasa [på]|full (fart|gas|rulle)|plattan i mattan|tuta (å|och) kör|(in|ut|upp|iväg) med den|(nu|då) kör vi|släpp (den lös|lös den|loss)|[det är] ett go [från mig]|accepteras|produktionssätt|driftsätt|härmed (godkänns|beviljas|bifalles) {OBJ}
- (blockera|stoppa) (releasen|driftsättningen|utrullningen|detta|den här releasen)
= (bästa (mottagare|kollega|kollegor|team|alla)|till den det berör|ärade mottagare|hej allihopa|hej alla|hej teamet|god morgon alla|god eftermiddag|goddag|högaktningsfullt|med vänliga hälsningar|vänligen|bästa hälsningar|varma hälsningar|allt gott|mvh|hälsar)
"""
