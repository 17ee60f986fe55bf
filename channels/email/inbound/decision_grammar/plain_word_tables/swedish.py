"""Swedish words of a plain approval by their classes, as `plain_lexicon` reads them."""

SWEDISH_PLAIN = """
y ja|japp|jepp|jajamän|jajamensan|javisst|jovisst|visst|visst ja|yes|jo|absolut|självklart|naturligtvis|givetvis|gärna|jättegärna|ja tack|ja gärna|ja visst|ja absolut|japp japp|så klart|såklart|utan tvekan|med glädje|ett rungande ja
c (jag|vi) [härmed|också|gärna|fullt ut|till fullo|tillstyrker och] (godkänner|tillåter|accepterar|beviljar|samtycker|samtycker till|medger|auktoriserar|instämmer|bekräftar godkännandet|tillstyrker|skriver under|signerar|är för|är med|säger ja|säger ja till)|godkänner [härmed] [jag|vi]|härmed (godkänner|tillåter|beviljar|accepterar) (jag|vi)|undertecknad godkänner [härmed]|godkännes|godkänns|härmed godkänns|accepteras|beviljas|tillstyrks|tillstyrkes|så jag säger ja|svaret är ja|mitt svar är ja|det är ett ja [från mig]|ett ja från mig|det blir ett ja|är ok för mig|är ok från mig|går bra för mig|okej från mig|ok från mig|ok för min del|okej för min del
c härmed (ger|lämnar) jag [mitt|fullt] (godkännande|samtycke|tillstånd|klartecken|bifall)|(du|ni|han|hon) (har|får) [härmed] [mitt|vårt] [fulla] (godkännande|samtycke|tillstånd|klartecken|ja|ok|okej|medgivande|välsignelse|förtroende)|mitt (godkännande|ok|okej|ja|klartecken) (har du|har ni|får ni|får du)|(tillstånd|tillåtelse|godkännande|klartecken) (ges|given|givet|lämnas|beviljas)|[har] min välsignelse
c kör|kör du|kör på|kör på det|kör hårt|kör igång|kör ut|kör ut det|kör ut den|kör det|kör den|kör bara|då kör vi|vi kör|kör så det ryker|gör det|gör så|gör det bara|sätt igång|sätt i gång|sätt fart|starta|börja|fortsätt|gå vidare|gå på|ut med den|ut med det|iväg med den|iväg med det|på bara|full fart framåt|plattan i mattan|full gas|gasen i botten|let's go|varsågod och kör|varsågoda|fritt fram|det är fritt fram|bara att köra|bara att köra på|tryck på knappen|får du gärna|det gör du rätt i|får han|får hon|det får han [gärna] ha|det får hon [gärna] ha|det är lugnt|det går bra|går bra|är ok|det är ok|det är okej|det är helt ok|helt ok för mig|det är godkänt
c:release ut i prod|i prod med den|ut i drift|ut med den i drift|rulla ut|rulla ut den|rulla ut det|ut med releasen|lägg ut den|sätt den live|live med den|får gå ut i produktion|skjut ut den
c:send,publish får gå ut|skicka det|skicka den|skicka ut det|skicka ut den|skicka|iväg|iväg med utskicket|publicera|lägg ut det|lägg ut den
c:restart starta om den|starta om det|kör omstart|starta om
c:grant,invite,create släpp in honom|släpp in henne|lägg upp honom|lägg upp henne|ge honom det|ge henne det|ge honom åtkomst|ge henne åtkomst|lägg in åtkomsten|bevilja|lägg upp
d godkänt|godkänd|godkända|godkännes|tillåtet|tillåten|beviljat|beviljad|accepterat|accepterad|signerat|undertecknat|tillstyrkt|tillstyrkes|supergodkänt|attesterat|attesterad
h ok|okej|okey|okay|grönt ljus|klartecken|godkännande|tillstånd|👍|mitt ok|klarsignal|samtycke|ja|go|klart|bifall|medgivande
H ja|klart|ok|okej|godkänd|godkänt|redo
p du kan|ni kan|du får|ni får|kan|får|det går bra att|det är ok att|det är okej att|det är helt ok att|går bra att|du får lov att|ni får lov att|varsågod att|klart att|klar att|fritt fram att|var snäll och|är välkommen att|bara att|ok att|okej att|jag godkänner att|tillstånd att|tillåtelse att
v gå ut|gå live|gå i produktion|gå till produktion|gå upp|gå iväg|gå|börja|sättas igång|starta|köra|köra igång|köra på|fortsätta|gå vidare|går ut|går till produktion|går live|går i drift|gå i drift|uppdateras|släppas|släpps|skickas|genomföras|genomförs|utföras|göras|köras|ske|läggas upp|ha det|ha åtkomst|få det|få åtkomst|gå igenom
s genomfört|utfört
x köra|kör|genomföra|genomför|utföra|utför|göra|gör|starta|börja|sätt igång|sätt igång med|kör igång|kör igång med|fortsätt med|fortsätta med|gå vidare med|verkställ|verkställa|hantera|fixa|ordna|kör på med|fullfölj
x:release,merge rulla ut|driftsätta|driftsätt|deploya|deploy|släppa|släpp|publicera|lansera|lägga ut|lägg ut|produktionssätt|produktionssätta|sätt i produktion|sätta i produktion|sätt live|sätt|gå live med|ta i drift|ta live|merga|pusha|pusha ut|skicka ut|kör ut|köra ut|tagga|releasa|ut med|lägg upp
x:restart starta om|omstarta|boota om
x:migrate migrera
x:backup,rollback återställ|återställa
x:scale skala|skala upp
x:send,publish skicka|skicka ut|skicka iväg|sänd|sända|publicera|lägga ut|lägg ut|schemalägg|schemalägga|planera|posta|maila|mejla|gå ut med|boka in
x:grant,invite,create,update,account,open ge|bevilja|tilldela|lägga upp|lägg upp|lägg in|lägga in|öppna|aktivera|lägg till|lägga till|sätt upp|koppla|släpp in|släppa in|registrera|ge honom|ge henne
x:create,account,open skapa
x:invite bjud in|bjuda in
x:order betala|betala ut|utbetala|för över|föra över|överför|återbetala|betala tillbaka|kreditera|köp|köpa|beställ|beställa|köp in|fakturera|skicka|reglera|ersätt|ersätta
x:delete radera|rensa|rensa ut
x:delete,revoke ta bort
x:close,cancel stäng|stänga|avsluta
x:revoke,close stäng av|inaktivera|koppla bort
x:cancel avboka|säg upp|säga upp
x:revoke återkalla|spärra|spärr|blockera
x:update,rotate,migrate,scale uppdatera|ändra|byt|byta|justera|byt ut|byta ut|anpassa|lägg in
x:rotate,update förnya|rotera
x:scale,update höj|höja
x:migrate,update ställ om
x:sign skriv under|skriva under|signera
x:sign,book,order underteckna
x:book boka|reservera
x:order beställ
N:release,merge driftsättning|driftsättningen|release|releasen|produktionssättning|produktionssättningen|utrullning|utrullningen|deploy|deployen|version|versionen|produktion|prod|drift|lansering|lanseringen|publicering|publiceringen
N:merge merge
N:send,publish utskick|utskicket|kampanj|kampanjen|publicering|publiceringen|sändning
N:send nyhetsbrev|nyhetsbrevet|mejlet|mailet
N:publish inlägg|inlägget|artikeln
N:grant,invite,create,account åtkomst|åtkomsten|behörighet|behörigheten|access
N:grant läsåtkomst|läsåtkomsten|läsrättighet|läsrättigheten|läsbehörighet|rättighet|rättigheter|roll|rollen
N:create,account konto|kontot
N:invite inbjudan
N:pay,refund,credit,invoice,order betalning|betalningen|utbetalning|utbetalningen|överföring|överföringen
N:refund återbetalning|återbetalningen
N:pay,invoice faktura|fakturan
N:order,pay beställning|beställningen|köp|köpet|inköp|inköpet|utgift|utgiften
N:credit,refund kreditering|krediteringen
N:restart omstart|omstarten
N:migrate migrering|migreringen
N:backup,rollback återställning|återställningen
N:scale skalning
N:migrate,restart underhåll|uppgradering|uppgraderingen
N:backup backup
N:delete radering|raderingen|rensning|rensningen
N:delete,revoke borttagning|borttagningen
N:close,cancel avslut|stängning|stängningen
N:cancel uppsägning|uppsägningen|avbokning
N:revoke spärr
N:update,rotate ändring|ändringen|uppdatering|uppdateringen|byte|bytet|förnyelse|justering|justeringen
N:rotate rotation
N:sign avtal|avtalet|kontrakt|kontraktet|signering
N:book bokning|bokningen|resa|resan
o det|den|dem|detta|denna|här|där|honom|henne|så|begäran|ansökan|förfrågan|åtgärd|åtgärden|steg|förslaget|i sin helhet|i dess helhet|ut|på|in|med|upp|dig|er|ovan|nedan|som
3 han|hon|du|ni|vi|man|någon
a den|det|de|en|ett|din|ditt|er|ert|denna|detta|den här|det här|dessa|nya|nytt|beskrivna|begärda|föreslagna|planerade|ovanstående|nedanstående|nämnda|aktuella|hela|fulla|formella|båda|slutliga
t för|till|med|på|i|att
r av|från|hos
i från mig|från min sida|från oss|för min del|av mig|för mig|för vår del|härmed|därmed|nu|nu direkt|direkt|genast|omgående|idag|i dag|redan idag|redan nu|på en gång|så snart som möjligt|så fort som möjligt|snarast|när du vill|när ni vill|bara|då|så|också|gärna|ju|väl|helt enkelt|som (planerat|beskrivet|föreslaget|begärt|överenskommet|det är|avtalat|tänkt|angivet|ansökt|sagt)|enligt (plan|planen|ansökan|begäran|förslaget|beskrivning|överenskommelse|önskemål)|helt|fullt ut|till fullo|fullständigt|i sin helhet|utan förbehåll|utan tvekan|utan ändringar|utan anmärkning|utan invändningar|formellt|officiellt|personligen|med varm hand|med gott samvete|med glädje|perfekt|toppen|toppenbra|kanon|super|utmärkt|bra|jättebra|fint|härligt|lysande|underbart|ok|okej|okay|inga problem|inga invändningar|inga konstigheter|kort sagt|äntligen|nå|nåväl|skickat från mobilen|från mobilen|från tåget|mobilt|snabbt|absolut|visst|naturligtvis|självklart|då så|helt rätt|klart|iväg|ut|live|igång|tack och bock|är du snäll
k och|så|därför|alltså|då
B men|fast
l tack|snälla|vänligen|är du snäll|tack så mycket|var god
J* chef vd direktör ansvarig ledare gruppchef teamledare avdelningschef marknadschef försäljningschef lagerchef ekonomichef inköpschef it-chef driftchef produktchef projektledare produktägare releaseansvarig releasechef e-handelschef handelschef e handelsansvarig marknad försäljning ekonomi inköp it drift produkt projekt lager logistik hr personal kundtjänst controller samordnare för och av på ställföreträdande bitr verksamhetschef
g hej|hejsan|hejhej|tjena|tjenare|hallå|god (morgon|dag|kväll|förmiddag|eftermiddag)|tack|tack så mycket|stort tack|tusen tack|många tack|tack till|tack för|tack för (jobbet|hjälpen|infon|informationen|påminnelsen|sammanställningen|att du frågade|att ni frågade|att du kollade|fin sammanställning|underlaget|bra underlag|tålamodet|frågan|mejlet|snabb hantering)|tack på förhand|bra jobbat|snyggt jobbat|fint jobbat|bra jobb|grymt jobbat|bra gjort|snyggt|bravo|grattis|heja|kul|kul rubrik|gillar det|gillar den|jag gillar det|jättefint|blev jättefint|blev bra|blev jättebra|blev fint|vad fint|så fint|snyggt|härligt|underbart|hälsningar|vänliga hälsningar|med vänlig hälsning|mvh|vänligen|kram|kramar|hälsar|ha det (bra|fint|gött)|trevlig (helg|dag|kväll|eftermiddag)|lycka till|håller tummarna|förlåt sent svar|förlåt för sent svar|sorry för sent svar|ursäkta sent svar|ursäkta dröjsmålet|förlåt dröjsmålet|galen dag|helt galen dag|hektisk dag|äntligen|på tiden|hurra|jippi|kanon|toppen|perfekt
m* team teamet gänget allihop alla kollega kollegor kund kunder kunden kunderna användare användarna leverantör leverantören sälj säljarna marknad ekonomi support kundtjänst qa folk testarna testare butik butiker butikerna mottagare prenumeranter boten chefen utvecklarna personalen lagret
e grön|grönt|gröna|bra|fint|fin|fina|jättebra|perfekt|toppen|kanon|rätt|helt rätt|korrekt|korrekta|i sin ordning|okej|ok|stabil|stabilt|komplett|kompletta|klar|klart|klara|redo|tydlig|tydligt|nöjd|nöjda|glad|glada|felfri|felfritt|rimlig|rimligt|befogat|motiverat|nödvändig|nödvändigt|brådskande|viktig|viktigt|användbart|väntad|planerad|planerat|budgeterat|inom budget|utan fel|utan problem|utan anmärkning|utan risk|ofarligt|exakt|samma|identisk|identiskt|den rätta|det rätta|avstämt|informerad|informerade|uppdaterad|som väntat|som planerat|som avtalat|som överenskommet|som vi kom överens|lugnt|tryggt|trygg|lättläst|snygg|snyggt|bekant|väl förberett
e stämmer|stämmer överens|stämmer allt|matchar|går ihop|fungerar|funkar|ser (bra|fin|fint|kanon|jättebra|rätt|perfekt|snygg|snyggt|toppen|utmärkt) ut|ser (bra|fin|fint|kanon|jättebra|rätt|perfekt|toppen) ut (i mobilen|också)|det ser (bra|kanon|fint) ut|blev (bra|fint|jättebra|jättefint|snyggt)|blir bra|låter (bra|rimligt|vettigt)|läser bra|sparar (tid|arbete|oss tid)|hjälper oss|är vad vi (ville|bad om|kom överens om|behöver|testade)|det vi (testade|kom överens om|bad om|ville|beställde|tittade på)
e (väntar|har väntat|längtar) [redan|på|efter|på det här|på detta|på den|i veckor|länge|länge nog|otåligt]|(ringer|frågar|tjatar) [redan|om det|efter det]|(behöver|behövs) (det|den|detta|här) [till|för]|har stört mig länge|i (veckor|dagar|månader)|är efterlängtad|är efterlängtat|efterlängtad|efterlängtat
e (inga|inget|ingen|utan|noll|hittade inga|ser inga|har inga) (invändningar|invändning|problem|fel|frågor|ändringar|kommentarer|anmärkningar|anmärkning|synpunkter|risker|risk|tveksamheter|tvivel|konstigheter|hinder|överraskningar|avvikelser|blockerare) [från mig|från min sida|för min del|hittade|kvar]|inget (att tillägga|att ändra|att invända|att anmärka på|emot|konstigt|att klaga på|som hindrar)|har inget emot (det|detta)|utan att hitta (något|några) (fel|problem)|allt (stämmer|ser bra ut|är klart|är bra|är grönt|grönt|klart|fungerar|är i sin ordning|är ok|är på plats|bra|rätt)
w kollat|kollade|kollad|kontrollerat|kontrollerade|kontrollerad|testat|testade|testad|verifierat|verifierad|granskat|granskade|granskad|läst|läste|genomläst|tittat|tittade|tittat på|sett|såg|jämfört|jämförde|stämt av|stämde av|pratat|pratade|diskuterat|diskuterade|gått igenom|gick igenom|bekräftat|bekräftade|visat|visade|förklarat|förklarade|provat|provade|räknat|körde|passerat|passerade|gått bra|gick bra|slutfört|avslutat|klart utan fel|avstämt|avstämd|korrläst|genomgånget|kontrollräknat|undersökt
f* jag vi han hon de du ni det den en ett min mitt mina vår vårt våra din ditt er hans hennes deras denna detta dessa här där som är var har hade blev blivit varit mig oss dig honom henne också mycket riktigt verkligen helt precis redan alla allt båda varje i på av till för med mot och att så själv själva personligen tillsammans noga noggrant nyss precis just nu ju två tre gånger från vid hos under över idag ut upp in
f* test tester testerna acceptanstest acceptanstestet pipeline bygge bygget version versionen release releasen tagg taggen commit commiten branch miljö miljön ändringslogg ändringsloggen ändringar ändringarna plan planen schema tid tiden siffror siffrorna belopp beloppet summa summan total pris priset priser offert offerten faktura fakturan beställning beställningen order avtal avtalet budget budgeten konto kontot utdrag dokument dokumentet dokumenten underlag underlaget uppgifter uppgifterna detaljer lista listan mottagare mottagarna text texten ämnesrad rubrik rubriken layout bild bilder länk länkar utkast förhandsvisning datum slutdatum person namn roll rollen behörighet system systemet åtkomst lager lagret saldo saldon saldona inventering inventeringen leverans leveransen paket produkt produkten produkter projekt projektet team teamet kund kunden kunder kunderna kollega sälj marknad ekonomi juridik support kundtjänst användare leverantör qa graf grafen grafer kurvor kurvorna instrumentpaneler loggar loggarna minne läcka läckan fel buggen bugg rättning rättningen varukorg varukorgen butik butiken webbshop webbshopen sida sidan server servern tjänst tjänsten databas backup mobil mobilen telefon dator datorn skärm ärende ärendet ansökan formulär utbildning resultat resultatet rapport status sida del arbete dag vecka månad år möte mötet kvartal punkt
q igår|i går|idag|i dag|i morse|igår kväll|nyss|alldeles nyss|förra veckan|i (måndags|tisdags|onsdags|torsdags|fredags)|två gånger|tre gånger|flera gånger|per telefon|i telefon|personligen|på mötet|i testmiljön|i stage|i staging|i test|lokalt|rad för rad|från början till slut|i mobilen|på mobilen|i mobilen också|mot min lista|med egna ögon|hela veckan|sedan (igår|måndag)
P (jag|vi) (är|finns|sitter|går) [kvar|här|på|vid|idag|också|att] (nåbar|tillgänglig|på plats|på kontoret|vid datorn|vid skrivbordet|online|här|kvar|anträffbar|nå|i möte|på tåget|på resande fot|i bilen|i ett möte)|(sitter|är|finns) [kvar] (i möte|på tåget|i ett möte|kvar|här|vid datorn|på plats|nåbar|på kontoret)|går att nå|nyss landat|nyss hemkommen|just landat|satt i (möte|ett möte)|i möte|på tåget|jag går att nå|dålig täckning
W (jag|vi) (bevakar|övervakar)|(jag|vi|) håller (ett öga|koll|utkik) [på]
T till|tills|hela (dagen|kvällen|eftermiddagen)|ikväll|idag|i eftermiddag|om (det är något|något strular|något händer|något krånglar|det behövs|ni behöver mig)|vid behov|ifall något händer|för säkerhets skull|vid frågor|på kurvorna|på graferna|på loggarna|på dashboarden|kl|klockan|fem|sex|sju|åtta|nio|fyra
u ju (förr|fortare|snabbare) desto bättre|hellre (nu|idag) än (senare|imorgon)|så (snart|fort) som möjligt|brådskar|bråttom|hög tid|det är hög tid|på tiden|ingen tid att förlora|ingen anledning att vänta|äntligen
g det brådskar|det är bråttom
C eftersom
K är|blir
M från mig|från min sida|av mig|härmed|för min del|därmed
A alla|allt|allting
! godkänna|godkänn
! handpenning|förskott
w ser (bra|fin|fint|kanon|jättebra|perfekt) ut|det vi testade
D (jag|vi) [härmed] (ger|lämnar) [härmed]|härmed (ger|lämnar) jag
h mitt godkännande|mitt samtycke|mitt tillstånd|mitt klartecken|mitt ja|mitt bifall|mitt medgivande
y yes box|yepp|yep|jajamen|jajamensan|jodå|jovars|jajajamen|tusen gånger ja|jajemen|absolut ja|självfallet|det är klart
c kör i gång|kör så det (ryker|knakar|visslar)|bara å köra|bara köra på|gasa|gasa på|gas|full fart|full fart framåt|full gas|full rulle|plattan i mattan|tuta å kör|tuta och kör|in med den|ut med den|upp med den|iväg med den|tryck på knappen|tryck på|släpp lös|släpp lös den|släpp den lös|släpp loss|nu kör vi|då kör vi|kör så det brinner|var så god [och] kör|varsågod och kör|fritt fram|bränn på|på med den|klartecken att köra|klart för start|det är [ett] go|ett go från (mig|min sida)
c härmed (godkänner|beviljar|bifaller|tillstyrker|bekräftar) (jag|vi)|(jag|vi) (ger|lämnar|bekräftar) [härmed|gärna] [mitt|vårt|fullt] (godkännande|samtycke|medgivande|klartecken|bifall|tillstånd)|(tillåtelse|tillstånd|godkännande) (beviljad|beviljat|beviljas|givet|lämnas|ges)|(härmed) (godkänns|beviljas|bifalles|tillstyrks)
c:release i (produktion|prod|drift) med den|ut i (produktion|prod)|ut med den i (produktion|prod)|produktionssätt|produktionssätt den|driftsätt|driftsätt den|deploya den|rulla ut|rulla|lansera|lansera den|pusha ut den|pusha den|skjut ut den|skicka ut den
N:release,merge produktionssättningen|produktionssättning|driftsättningen|driftsättning|lanseringen|utrullningen|produktionssättningen i produktion
v driftsättas|produktionssättas|släppas|köras|rullas ut|lanseras|deployas|publiceras
x:release,merge driftsätta|driftsätt|produktionssätta|produktionssätt|lansera|rulla ut
d accepteras|godkännd|godkäntt|supergodkänt
i finfint|finemang|klockrent|kalas|kanon|kanonbra|toppenbra|grymt|grymt bra|lysande|strålande|super|nice|najs|schysst|jättefint|överens|instämmer|håller med|bekräftar|bekräftat|bekräftas|uppfattat|noterat|mottaget|allt klart|allt grönt|helt ok|helt okej|helt rätt|alla gånger|så klart
f* paketet retur returen ordern beställningen ärendet ärende fallet anledning anledningen skäl beloppet fakturan kvittot underlaget underlag historiken ändring ändringar ändringarna fel felet stavfel skrivfel rubrik rubriken ämnesraden layouten bilden bilderna knappen länk länkar länkarna mottagarna mottagare prenumeranterna prenumeranter listan kopia kopior arkivet arkiv innehållet innehåll gallringsfristen gallringsfrist lagringstiden fristen bucket bucketen mappen lagring kostnad kostnaden kostnaderna budget budgeten pengar pengarna graf graferna grafen kurvan kurvorna belastning belastningen svarstiderna svarstider latens trafiken kapacitet kapaciteten server servrar servrarna maskiner maskinerna instanser jouren team teamet avdelning avdelningen avdelningarna säkerhet säkerhetsavdelningen jurist juristerna juridik ledningen ekonomi ekonomin chefen chef utbildning utbildningen behörighet behörigheten rättigheter admin dba kollega kollegan lagret butiken kund kunden kunder kunderna prognos prognosen kampanj kampanjen rea behov behovet begäran rapport rapporten test tester testerna kontroll priser priserna text texten texterna siffror siffrorna testledaren kalkyl kalkylen
f* allt alla den det denna detta dessa de sin sitt sina min mitt vår vårt våra er också redan bra mycket väldigt dessutom eftersom ty för att från inuti där här ihop tillsammans mellan på i av med till vid över och å är var har hade varit blev jag vi du ni hon han en ett själv just nu så ju
e (budget|pengar|budgeten|pengarna) (finns|räcker|är på plats)|finns (budget|pengar)|[är|var|har varit] [ju|också|helt|väl|redan|riktigt|alla] (motiverat|motiverad|rimligt|rimlig|klokt|klok|rätt|hel|intakt|oöppnad|komplett|på plats|i ordning|i sin ordning|passerad|utgången|slut|arkiverat|arkiverad|sparat|kopierat|inaktuell|inaktuellt|föråldrad|onödig|onödigt|oanvänd|överbelastad|överbelastade|rött|röda|hög|höga|utbildad|behörig|pålitlig|nöjd|nöjda|glad|planerat|brådskande|klar|klart|fin|fint|snyggt|korrekt|med på tåget|tydligt|budgeterat)|kom (in|fram|tillbaka) [hel|intakt|oöppnad]|har kommit (in|fram|tillbaka)|stämmer [överens|på öret|alla]|håller|räcker|räcker till|stiger|ökar|växer|funkar|fungerar|har gått ut|gick ut|känns (klokt|rimligt|bra|rätt|vettigt|tryggt)|verkar (klokt|rimligt|bra|rätt|vettigt)|låter (klokt|rimligt|bra|vettigt)|bekräftar (behovet|det)|har skrivit på|skrivit på|väntar på (rättningen|den|det)|finns [redan|också] (i det nya arkivet|i arkivet)|finns kvar i arkivet
e (ingen|inget team|ingen avdelning|ingen människa) (har rört|använder|behöver|saknar|rör|har använt|har behövt) (den|det|dem|den där|bucketen|den gamla bucketen) [längre|på (två år|flera år|länge|evigheter)|mer]|ingen avdelning har haft (synpunkter|invändningar)|behövs inte längre|används inte längre|behövs (inte mer|inte)|vi behöver (den|det|dem) inte [längre]|kostar (bara|oss bara) pengar|tar bara plats|bara kostar pengar
e (hon|han|kunden|\ue002) (har [helt] rätt|har väntat [länge nog|i en månad|i veckor|tillräckligt|i tre veckor]|förtjänar det|ska ha (sina|sina) pengar)|stackarn [har väntat [i en månad|länge nog]]|stackars (kvinna|kund|människa)|vårt fel|det var vårt fel|det är inte mer än rätt|inte mer än rätt
e (har|tar) [över] (jour|jouren|bakjour) [från] [i kväll|ikväll|den här veckan|från i kväll|idag]|behöver (det|den|rollen|behörigheten|åtkomsten) [för (jouren|jobbet|migreringen|sitt jobb)]|(du|han|hon) är ju vår [nya] (dba|admin)|är vår [nya] (dba|admin)|(litar|litar) på (honom|henne|dig)|jag litar på honom|känner honom [väl]|har jobbat med honom [i (tio år|flera år|många år)]|vet vad (han|hon) gör|i tio år
e (inga|inget|noll|utan) (stavfel|skrivfel|fel|problem|invändningar|synpunkter|konstigt|konstigheter|brutna länkar|anmärkningar) [hittade|alls|från min sida|här]|(hittar|hittade|ser|såg|har) [jag|vi] (inga fel|inga stavfel|inget fel|inget konstigt|inget märkligt|inga problem|inga invändningar|inga hinder)|inget (konstigt|märkligt|viktigt) [där|i den]|hade inga (invändningar|synpunkter)|kunderna kan (ju|) inte betala|folk kan inte betala|kunderna (klagar|väntar)|hellre för mycket än för lite|bättre att ta det säkra|säkert är säkert|var [också] (nöjd|nöjda)
w kollat|kollade|kollat igenom|läst|läste|läst igenom|granskat|granskade|kontrollerat|kontrollerade|testat|testade|verifierat|jämfört|jämförde|sett|såg|tittat|tittade|gått igenom|gick igenom|pratat|pratade|ringt|ringde|mejlat|frågat|frågade|frågat runt|stämt av|stämde av|bekräftat|räknat|räknade|öppnat|provat|provade|skrivit på|skrivit under|arkiverat|gjort en koll|dubbelkollat|dubbelkollade|efter genomgång|genomgång av|har gått igenom
q igår|i går|igår kväll|i går kväll|i morse|imorse|idag|i dag|nyss|alldeles nyss|i förmiddags|i eftermiddags|två gånger|tre gånger|rad för rad|på öret|på kronan|från början till slut|i lugn och ro|i detalj|på telefon|i måndags|i tisdags|i onsdags|i torsdags|i fredags|förra veckan|för en timme sedan|på två år|på länge|på staging|med (säkerhet|ekonomi|juristerna|teamet|kunden|chefen|hans chef|lagret|ledningen|alla|juridik)|i flera år|i tio år|i en månad
c (jag|vi) (är|står) (med på (det|detta|den)|för|för det|positiv|positiva|helt med på det|helt för|bakom det|bakom detta|ok med det|okej med det|fine med det)|du har mitt (ok|okej|godkännande|klartecken|ja|tillstånd|medgivande)|ni har mitt (ok|okej|godkännande|klartecken|ja|tillstånd|medgivande)|(jag ger|ger) (klartecken|mitt klartecken|mitt ok|mitt godkännande|grönt ljus|mitt medgivande|tummen upp)|härmed (godkänt|godkänns|tillstyrks|beviljas)|godkänns [härmed|av mig]|beviljas [härmed]|tillstyrkes|tillstyrks|klartecken [från mig|från min sida]|grönt ljus [från mig|från min sida]|tummen upp [från mig]|ok från mig|okej från mig|ja från mig|det är (ok|okej|bra|lugnt|fritt fram) [för mig|från min sida]|fritt fram|kör hårt|kör på|kör bara på|kör så det ryker|kör igång|kör direkt|så kör|gör det|gör så|gör på det viset|sätt igång|bara att köra|då kör vi|kör vi|klart (vi gör|vi kör|du ska ha det|hon ska ha pengarna|hon ska ha sina pengar|han ska ha det|det ska göras)|självklart (ska vi|kör|gör det)|japp kör
c:delete bort med (den|det|skiten|skräpet|den där|bucketen)|släng den|släng skiten|ta bort den|ta bort|radera den|rensa bort den|rensa|städa på|städa bort den|den kan tas bort|kan tas bort|kan raderas|väck med den|kasta den
c:refund betala tillbaka|ge henne pengarna [tillbaka]|hon ska ha (pengarna|sina pengar) [tillbaka]|betala ut|hon får sina pengar
c:send den kan gå ut|kan gå ut|får gå ut|skicka ut|skicka den|skicka iväg den|skicka iväg|ut med den|ut med det|skicka bara
c:grant han får (behörigheten|rollen|det|åtkomst)|ge honom (det|rollen|behörigheten|åtkomst)|lägg till honom|hon får (behörigheten|rollen|det)|han ska ha det|släpp in honom
c:scale öka [direkt|bara på|på]|skala upp|höj direkt|dra upp|kör upp|lägg på
i med glädje|från mobilen|från tåget|kort
g kram|kramar|vänligen|vänliga hälsningar|hälsningar|hälsar|mvh|med vänlig hälsning|bästa hälsningar|hej|hejsan|tjena|god morgon|god kväll|trevlig helg|ha det bra|ha en bra dag|ha en fin dag|vi hörs|vad snyggt det blev|vad fint det blev|vad bra|snyggt|snyggt jobbat|bra jobbat|grymt jobbat|fint jobb|bra jobb|tack för (sammanfattningen|jobbet|hjälpen|infon|att du frågar|att du kollar|omtanken)|inga problem|inga konstigheter|helt rätt|snygg|jättefint|superbra
N:refund pengarna|sina pengar|beloppet|hela beloppet|summan|återbetalning till kunden
N:send listan|hela listan|nyhetsbrevet|höstens erbjudanden|utskicket
N:delete bucket|bucketen|gamla bucketen|backuperna|gamla backuperna|skräpet
N:grant databasen|produktionsdatabasen|behörigheten|rollen|åtkomsten
N:scale,scale servrar|servrarna|maskiner|maskinerna|antalet servrar|kapaciteten
x:scale öka|höj|höja|skala upp|skala|utöka|lägga till|lägg till|bygg ut
x:refund återbetala|betala tillbaka|betala ut|föra över|för över|ersätta|ge tillbaka|återför
x:delete ta bort|tar bort|radera|raderar|rensa|rensar|slänga|släng|tömma|töm
x:grant ge|ger|tilldela|tilldelar|bevilja|lägga till|lägg till|slå på|aktivera
x:send skicka|skickar|skicka ut|skicka iväg|gå ut|mejla ut
N:scale ökningen|ökning|höjningen|uppskalning|uppskalningen|utökningen
N:grant tilldelning|tilldelningen|behörigheten|åtkomst
N:delete radering|raderingen|borttagning|borttagningen|rensningen|rensning
N:refund återbetalning|återbetalningen|utbetalning|utbetalningen
N:send utskick|utskicket|nyhetsbrev|nyhetsbrevet
J* chef chefen it it-chef kundtjänst kundtjänstchef systemägare driftchef driftansvarig ansvarig ekonomichef marknadschef verksamhetschef platform plattform infrastruktur data drift marknad ekonomi kommunikation säkerhet juridik avdelning avdelningschef gruppchef teamledare för och
e (ryms|det ryms) [i budgeten]|vi ligger på max|ligger på max|är (avklarad|förvarnad|avstämda)|vi sparar [ju] pengar [på det]|bara gammalt skräp|gammalt skräp|kom [ju] aldrig fram|kassan segar|de är med på det|med på det|allt är klart från min sida|kampanjen börjar|är med på det|behöver inte de gamla säkerhetskopiorna
w läst hela|jag har läst hela|tittade nyss|ser att
f* revisionen hela kassan kundtjänst taggen säkerhetskopiorna
c du får (adminrollen|rollen|behörigheten|åtkomst)|godkänd för utskick|radera på|det går bra|självklart ska hon få pengarna|ut med den|ja från mig|genast [tack]
q i mars
"""
