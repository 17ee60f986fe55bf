"""Swedish: how a yes, a no and a wish to wait are put together. A table as `phrase_rules` reads it."""

SWEDISH = """
I = jag|vi
V = (\ue000|[version|versionen|tagg|taggen|commit|commiten|releasen] \ue000) [(på|som|för|till|av|=) [version|taggen|commit|commiten] \ue000]
NOUN = begäran|förfrågan|releasen|versionen|taggen|commiten|ändringen|ändringarna|åtgärden|körningen|utrullningen|driftsättningen|publiceringen|steget|pushen|mergen|förslaget|planen|uppdateringen|deployen|ärendet|releasen|taggningen|anropet|jobbet
OBJ = det|detta|den|denna|det här|den här|[den här|denna|din|er|hela] {NOUN} [{V}|för {V}|av {V}]|{V}|release|allt|alltihop
ADV = härmed|gärna|bara|nu|absolut|så|då|direkt|formellt|fullt ut|på|också|självklart|tack|ni|du|helt enkelt|vidare|för all del|genast|med glädje|lugnt|på bara
ACT = godkänner|tillåter|accepterar|auktoriserar|bifaller|tillstyrker|beviljar
DONE = godkän<t,d,da,ns>|accepterat|accepterad|tillåtet|beviljat|beviljad|auktoriserat|auktoriserad|ok och godkänt|attesterat|attesterad|bifallet
GIFT = godkännande|tillåtelse|tillstånd|klartecken|grönt ljus|ok|okej|samtycke|bifall|go|klarsignal|medgivande|tumme upp
MY = mitt|ett|vårt|hela mitt|fullt|allt
INF = köra|fortsätta|gå vidare|göra det|göra så|genomföra|tagga|pusha|releasa|deploya|merga|publicera|rulla ut|starta|släppa|lansera|köra igång|köra på|driftsätta|verkställa|utföra|sätta igång|gå live|skicka|trycka på knappen|sätta taggen|skapa taggen|dra igång|rulla|lägga på|utföra det|publicera det|släppa det|köra det|köra den|göra detta
IMP = kör|fortsätt|gör|genomför|tagga|pusha|releasa|deploya|merga|publicera|starta|släpp|lansera|driftsätt|verkställ|utför|skicka|rulla|tuta|skapa|sätt|dra|gå|lägg|knuffa|smäll|rulla ut|tryck
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
"""
