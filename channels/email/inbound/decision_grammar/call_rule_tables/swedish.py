"""Swedish: orders, agreements and facts about a call, and the words of its acts and things. A table as `call_rule_builder` reads it."""

SWEDISH_CALLS = """
WHO = {XH}
WHOM = henne|honom|dem|hon|[till|åt|för] (henne|honom|dem|alla)|[till|åt|för] [den stackars|stackars|vår|den här] {WHO}|[till|åt|för] \ue002
FULL = hela|fulla|totala|begärda|föreslagna|överenskomna|nämnda|aktuella
DET = den|det|de|denna|detta|dessa|den här|det här|en|ett|hennes|hans|deras|vår|vårt|er|ert|din|sina
WHAT = det|den|detta|det hela|[de|hennes|dessa|sina] [{FULL}] [beloppet på|summan på] \ue000|[{DET}] [{FULL}] (beloppet|summan|saken|{XO}|{XN}) [\ue000|på \ue000|om \ue000|nummer \ue000]|[{XO}|order|nummer] \ue000
SUM = det|detta|det här|[de|hela] [{FULL}] [beloppet på] \ue000|(beloppet|summan)
APPR = {DEED}|{SUM}|[{DET}] {XA} [till \ue002|från \ue002|\ue000]
AT = (för|till|åt|på|av|om|med|i|från|mot) ({WHAT}|{WHOM})
LET = nu|genast|direkt|idag|i dag|redan idag|omgående|gärna|bara|tack|snälla|då|så|snarast|så snart som möjligt|så fort som möjligt|så snart du kan|i sin helhet|helt|fullt ut|som planerat|som överenskommet|som föreslaget|enligt plan|på en gång|på förmiddagen|i eftermiddag|den här veckan|tillbaka|iväg|också|lugnt|helt enkelt|för min del|vänligen|absolut
IT = [{ITEM}] [{ITEM}] [{ITEM}] [{ITEM}]
ITEM = {WHOM}|{WHAT}|{AT}|{LET}
CAN = du kan|ni kan|du får|ni får|vi kan|man kan|kan|får|det går bra att|ok att|okej att|bara att|varsågod och|varsågoda och|var så god och|grönt ljus att|klartecken att|klart att
DEED = [{DET}] [{FULL}] {XN} [{NOF}] [{NOF}] [{NOF}]
NOF = (på|till|för|av|om|åt|med|i) ({WHAT}|{WHOM})|\ue000
LIGHT = genomför|gör|kör|verkställ|starta|sätt igång|skicka|fixa|ordna|påbörja|utför|hantera|kör igång|kör på med|gå vidare med|fortsätt med
LIGHTI = genomföra|göra|köra|verkställa|starta|sätta igång|skicka|fixa|ordna|påbörja|utföra|hantera|gå vidare med
FINE = godkänd|godkänt|godkända|godkänns|ok|okej|beviljas|beviljad|beviljat|är ok|är okej|är godkänd av mig|är godkänt av mig|tillstyrks
YES = ja|ok|okej|godkännande|klartecken|grönt ljus|klarsignal|ja tack|godkänt|medgivande|samtycke|bifall
MOVE = {XV} {IT}|{LIGHT} {DEED}
+ [{LET}] [så|då] {MOVE} [{LET}]
+ [{LET}] {CAN} [nu|gärna|bara] ({XI} {IT}|{LIGHTI} {DEED}) [{LET}]
+ ({DEED}|[{DET}] {XA}) {FINE} [{FOR}] [{LET}]
+ [mitt|min|vårt] {YES} [{FOR}] (till|för|på) {APPR} [{AT}] [{FOR}]
+ {YES} [{FOR}] [till|för] att {XI} {IT}
+ (ok|ja|okej|bra|visst|inga problem) (vi|så) {XW} {IT}
+ [härmed] (jag|vi) [härmed] (godkänner|tillstyrker|beviljar|attesterar) {APPR} [{AT}]|härmed (godkänner|beviljar|attesterar) (jag|vi) {APPR} [{AT}]
+ (jag|vi) (ger|lämnar) [härmed] (mitt|vårt|) (godkännande|klartecken|ok|samtycke|medgivande) (till|för) ({APPR}|att {XI} {IT})
+ (du|ni) har (mitt|min|vårt) (godkännande|ok|klartecken|samtycke|välsignelse) (till|för) ({APPR}|att {XI} {IT})
+ [{WHAT}|{DEED}|{WHOM}|[{DET}] {XA}] (kan|får) [nu|gärna] {XP} [{LET}]
+ (det svider|det gör ont|med tungt hjärta|motvilligt) men (ja|ok)|(ja|jo) (gärna|tack|absolut|visst|snälla|självklart|gör det|idag)|absolut|självklart|givetvis|helt med på det|det är lugnt|kör {WHAT}|kör på det|varsågod|klart|japp|jepp|kanon|fixa det|fixa det tack|gör det [nu] [tack]|kör [på]
~ så är det klart|jag håller med|håller med|{FULL} beloppet|(jag|) ser inga (problem|hinder)|(har|) inga (invändningar|problem)|allt stämmer|stämmer|i sin helhet|så är det klart|det är inte mer än rätt|helt rätt
< {LET}
DAGAR = igår|i går|idag|i dag|i morse|nyss|nu|förra veckan|på telefon|två gånger|tre gånger|redan|i veckor|i tre veckor|i två veckor|länge|tillräckligt länge|länge nog|personligen|själv|precis
PAPER = bilderna|fotona|fakturan|ordern|beställningen|ärendet|siffrorna|beloppet|uppgifterna|kontot|avtalet|utkastet|texten|listan|loggarna|kvittot|datan|mejlet|rapporten|dokumentet|dokumenten|begäran|offerten|mottagarna|reklamationen|backupen|underlaget|inställningarna|lagret|ändringen|specen
SEEN = sett|kollat|kontrollerat|granskat|läst|gått igenom|verifierat|dubbelkollat|tittat på|stämt av|räknat på|fått
PEER = hon|han|de|({WHO}|ekonomi|ekonomin|chefen|butiken|verkstaden|lagret|banken|juristen|supporten|säljarna|kundtjänst|ledningen)|\ue002|\ue003|alla|kunden
? [jag|vi] (har|) [precis|redan|nu|just] {SEEN} [{DET}|alla|hela] [{PAPER}|allt|\ue000] [och] [allt stämmer|det stämmer|den stämmer] [{DAGAR}]
? {PAPER} (kollad|kollat|granskad|kontrollerad|sedda|läst|läst och klar|granskat)
? [{DET}|alla|hela] ({PAPER}|{XO}|\ue000|allt|väskan|paketet|varan|produkten) (stämmer|är|ser|verkar) [redan|helt|också|allt|väldigt] [bra ut|bra|rätt|korrekt|ok|okej|i sin ordning|klart|komplett|sönder|trasig|trasigt|tillbaka|framme|här|motiverat|befogat|skäligt|budgeterat]
? (jag|vi) har [redan|precis] (pratat|talat|stämt av|ringt) [med] {PEER} [{DAGAR}]
? {PEER} har [redan] (ringt|väntat|skrivit|visat|bekräftat|skickat|förklarat|reklamerat|frågat|rätt|kommit|visat mig) [{PAPER}|allt|returen] [{DAGAR}]
? {PEER} (väntar|förtjänar det|behöver det|vet om det|ska ha sina pengar) [{DAGAR}]|klart hon ska ha sina pengar
~ (det var|det är|var) [helt|klart|tydligt] (vårt fel|mitt fel|vår miss|hög tid|på tiden|rimligt)|{PEER} har väntat (länge nog|tillräckligt länge)|{PEER} förtjänar det|det är vi skyldiga henne|hög tid|så fort som möjligt
? (det var|det är|var) [helt|klart|tydligt] (överenskommet|brådskande|hög tid|på tiden|budgeterat|rimligt|i sin ordning)
? (paketet|väskan|varan|produkten|returen|försändelsen) (har|är) [redan|nu] (kommit|kommit tillbaka|kommit fram|tillbaka|sönder|trasig|mottagen|här)
? vänta inte på \ue003|(du|ni) behöver inte (vänta på|fråga|blanda in) (\ue003|{PEER})|ingen idé att vänta på \ue003
? (han|hon) har (slutat|gått) [{DAGAR}]|(han|hon) jobbar inte (kvar|här längre)|ingen använder (det|den) [längre]|det finns backup
? vi behöver (det|den) [idag|nu]|det är vi skyldiga henne|hög tid
= [och] (säg|be|hälsa|framför) [förlåt|om ursäkt|vår ursäkt|min ursäkt|så mycket|våra ursäkter|hej] [till henne|till honom|henne|honom] [från (mig|oss)]
= (jag|) (sitter|är) [i|på] [möte|möten|resande fot|tåget|väg|språng] [hela dagen|till fyra|idag|på förmiddagen]|(sitter|är) i möte [till fyra|hela dagen|just nu]
= (tack|tackar) \ue003 [för (hjälpen|att du (frågade|följde upp|kollade)|infon|påminnelsen)]|(ursäkta|förlåt|sorry) (för|) (sent svar|dröjsmålet|väntan|det sena svaret)|trevlig helg|kram|mvh
- {XV} inte {IT}|[vi] {XP} inte|vi {XW} inte {IT}|(för|betala) inte (över|ut|tillbaka) [något|någonting|{IT}]|[{WHAT}|{DEED}|ansökan] avslagen|[{WHAT}] (får|ska) inte {XP}
- tack för att du (frågar|frågade) men nej|inte ett öre
@refund,credit,invoice,cancel,order H kunden|kunderna|kund|damen|herrn|tanten|kvinnan|köparen|hyresgästen|människan
@pay,order H leverantören|firman
@grant,revoke,invite,delete,create,rotate,update H användaren|kollegan
@any V gör|fixa|ordna|hantera|genomför
@any I göra|fixa|ordna|hantera|genomföra|utföra|verkställa
@any P göras|fixas|ordnas|hanteras|genomföras
@any O begäran|ärendet|åtgärden|saken|uppgiften|steget
@refund V återbetala|betala|betala tillbaka|betala ut|för över|ge|ge tillbaka|kreditera|skicka|skicka tillbaka|ersätt|sätt in
@refund I återbetala|betala|betala tillbaka|betala ut|föra över|ge|ge tillbaka|kreditera|skicka|ersätta|sätta in
@refund P återbetalas|betalas|betalas tillbaka|betalas ut|föras över|krediteras|ersättas|återbetalad|återbetalat
@refund N återbetalning|återbetalningen|utbetalning|utbetalningen|betalning|betalningen|överföring|överföringen|ersättning|ersättningen|kreditering|krediteringen
@refund O pengar|pengarna|beloppet|summan|ordern|order|kunden|köpesumman|priset|återbetalningen
@refund W betalar|återbetalar|betalar tillbaka|betalar ut|för över
@pay V betala|betala ut|för över|reglera|överför
@pay I betala|betala ut|föra över|reglera|överföra
@pay P betalas|betalas ut|föras över|regleras|överföras|betald|betalad
@pay A fakturan|faktura|räkningen
@pay N betalning|betalningen|överföring|överföringen|utbetalning|utbetalningen
@pay O fakturan|faktura|räkningen|beloppet|summan|pengarna|pengar|leverantören|betalningen|lönen|hyran|avgiften|handpenningen
@pay W betalar|för över
@invoice V fakturera|ställ ut|skicka
@invoice I fakturera|ställa ut|skicka
@invoice P faktureras|ställas ut
@invoice N fakturering|faktureringen|fakturan|faktura
@invoice O fakturan|kunden|beloppet
@credit V ge|bevilja|kreditera|dra av
@credit I ge|bevilja|kreditera|dra av
@credit P ges|beviljas|krediteras
@credit A rabatten
@credit N rabatt|rabatten|kreditnota|tillgodo|prisavdrag|kompensation
@credit O rabatt|rabatten|kunden|beloppet|kompensation
@send V skicka|skicka ut|skicka iväg|mejla|maila|sänd
@send I skicka|skicka ut|skicka iväg|mejla|maila|sända
@send P skickas|skickas ut|skickas iväg|mejlas|gå ut|gå iväg
@send A nyhetsbrevet|mejlet|utskicket|kampanjen
@send N utskick|utskicket|nyhetsbrev|nyhetsbrevet|mejl|mejlet|kampanjen|meddelandet
@send O mejl|mejlet|mail|mailet|meddelandet|nyhetsbrevet|nyhetsbrev|brevet|kampanjen|inbjudan|påminnelsen|erbjudandet|inlägget|svaret|mottagarna|prenumeranterna|kunderna|pressmeddelandet|texten
@send W skickar|skickar ut
@publish V publicera|posta|lägg ut|lägg upp
@publish I publicera|posta|lägga ut|lägga upp
@publish P publiceras|postas|läggas ut|läggas upp|gå live
@publish A artikeln|inlägget
@publish N publicering|publiceringen|inlägg|inlägget
@publish O artikeln|inlägget|sidan|texten|pressmeddelandet|annonsen|videon
@delete V ta bort|radera|rensa|släng|avlägsna
@delete I ta bort|radera|rensa|slänga|avlägsna
@delete P tas bort|raderas|rensas|slängas
@delete N radering|raderingen|borttagning|borttagningen|rensning|rensningen
@data O posten|posterna|kopian|kopiorna|data
@delete W raderar|tar bort
@create V skapa|lägg till|öppna|sätt upp|lägg upp
@create I skapa|lägga till|öppna|sätta upp|lägga upp
@create P skapas|läggas till|öppnas|sättas upp|läggas upp
@create N skapandet|uppläggning|uppläggningen|öppningen
@create O posten|projektet|miljön
@invite V bjud in|lägg till
@invite I bjuda in|lägga till
@invite P bjudas in|läggas till
@invite N inbjudan|inbjudningen
@invite O inbjudan|användaren|medlemmen|kontot|teamet|kollegan
@grant V ge|tilldela|aktivera|lås upp|bevilja
@grant I ge|tilldela|aktivera|låsa upp|bevilja
@grant P ges|tilldelas|aktiveras|låsas upp
@grant A åtkomsten|behörigheten|rollen
@grant N åtkomst|åtkomsten|behörighet|behörigheten|rollen|tilldelningen|rättigheter
@grant O åtkomst|åtkomsten|behörighet|behörigheten|behörigheter|rättigheter|rollen|licensen|användaren|kontot|adminrättigheter
@revoke V dra in|återkalla|stäng av|spärra|inaktivera|blockera|stäng|lås
@revoke I dra in|återkalla|stänga av|spärra|inaktivera|blockera|stänga|låsa
@revoke P dras in|återkallas|stängas av|spärras|inaktiveras|blockeras|stängas|låsas
@revoke N återkallelse|spärrning|avstängning|avstängningen|inaktivering|inaktiveringen|spärren
@revoke O åtkomst|åtkomsten|behörigheten|rättigheterna|rollen|kontot|användaren|nyckeln|inloggningen
@rotate V rotera|återställ|förnya|byt|byt ut|ersätt
@rotate I rotera|återställa|förnya|byta|byta ut|ersätta
@rotate P roteras|återställas|förnyas|bytas|bytas ut|ersättas
@rotate N rotation|rotationen|återställning|återställningen|förnyelse|förnyelsen|bytet|nyckelbytet
@rotate O nyckeln|nycklarna|lösenordet|lösenorden|certifikatet|certifikaten|token|tokens|inloggningsuppgifterna
@restart V starta om|boota om
@restart I starta om|boota om
@restart P startas om|bootas om
@restart N omstart|omstarten
@restart O servern|tjänsten|maskinen|instansen|systemet|applikationen
@restart W startar om
@scale V skala|skala upp|skala ner|öka|utöka
@scale I skala|skala upp|skala ner|öka|utöka
@scale P skalas|skalas upp|skalas ner|ökas|utökas
@scale N skalning|skalningen|uppskalning|uppskalningen|utökning
@scale O servern|instanserna|kapaciteten|databasen
@migrate V migrera|flytta|flytta över
@migrate I migrera|flytta|flytta över
@migrate P migreras|flyttas|flyttas över
@migrate N migrering|migreringen|flytten|migrationen
@migrate O databasen|schemat|datan|servern|tabellen|domänen|dns
@backup V återställ|säkerhetskopiera|ta backup
@backup I återställa|säkerhetskopiera|ta backup
@backup P återställas|säkerhetskopieras
@backup N backup|backupen|säkerhetskopiering|säkerhetskopieringen|återställning|återställningen
@backup O backupen|datan|databasen|säkerhetskopian
@rollback V rulla tillbaka|backa
@rollback I rulla tillbaka|backa
@rollback P rullas tillbaka|backas
@rollback N återgång|rollback|tillbakarullning
@rollback O versionen|releasen|ändringen|produktion
@update V uppdatera|ändra|byt|justera|förnya|förläng
@update I uppdatera|ändra|byta|justera|förnya|förlänga
@update P uppdateras|ändras|bytas|justeras|förnyas|förlängas
@update N uppdatering|uppdateringen|ändring|ändringen|justering|förnyelse|förlängning
@update O posten|inställningen|inställningarna|dns|domänen|konfigurationen|certifikatet|priset|priserna|uppgifterna|adressen|avtalet|regeln
@order V beställ|köp|köp in
@order I beställa|köpa|köpa in
@order P beställas|köpas|köpas in
@order A beställningen|inköpet
@order N beställning|beställningen|inköp|inköpet|köpet
@order O beställningen|ordern|varorna|leverantören|materialet|licensen|licenserna|delarna|datorn
@order W beställer|köper
@cancel V avboka|säg upp|avbeställ|annullera
@cancel I avboka|säga upp|avbeställa|annullera
@cancel P avbokas|sägas upp|avbeställas|annulleras
@cancel N avbokning|avbokningen|uppsägning|uppsägningen|annullering
@cancel O beställningen|bokningen|prenumerationen|avtalet|mötet
@book V boka|reservera
@book I boka|reservera
@book P bokas|reserveras
@book A resan|bokningen
@book N bokning|bokningen|reservation
@book O flyget|hotellet|rummet|biljetten|biljetterna|resan|tåget|bordet|salen
@sign V skriv under|signera|underteckna
@sign I skriva under|signera|underteckna
@sign P skrivas under|signeras|undertecknas
@sign A avtalet|kontraktet|offerten
@sign N signering|signeringen|underskrift|underskriften
@sign O avtalet|kontraktet|dokumentet|offerten|papperen
@close V stäng|arkivera|avsluta
@close I stänga|arkivera|avsluta
@close P stängas|arkiveras|avslutas
@close N stängning|avslut
@close O ärendet|biljetten|begäran
@release V släpp|publicera|deploya|rulla ut|releasa
@release I släppa|publicera|deploya|rulla ut|releasa
@release P släppas|publiceras|deployas|rullas ut
@release N releasen|release|utrullningen|driftsättningen
@release O versionen|releasen|taggen|produktion|bygget
@merge V merga|slå ihop
@merge I merga|slå ihop
@merge P mergas|slås ihop
@merge N mergen
@merge O pr|pr:en|branchen
@branch O branchen|grenen
@data O filen|filerna|mappen|datan|tabellen|databasen|posterna|loggarna
@account O kontot|konton|användaren|användarna|profilen
@cluster O klustret
@server O servern|tjänsten|instansen|maskinen
"""
