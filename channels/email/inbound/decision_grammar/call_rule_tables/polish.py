"""Polish: orders, agreements and facts about a call, and the words of its acts and things. A table as `call_rule_builder` reads it."""

POLISH_CALLS = """
WHO = {XH}
WHOM = jej|mu|im|nam|ją|go|[tej|temu|naszej|naszemu|biednej] {WHO}|[dla|do|na rzecz] (niej|niego|nich|klientki|klienta|\ue002|firmy|dostawcy)|\ue002
DET = tym|tymi|ten|tę|tą|ta|to|te|tego|tej|tych|jej|jego|ich|nasz|naszą|swoje|cały|całą|całej|całe|całego|pełną|pełny|pełnej|pełnego|nowy|nową|wskazany|wskazaną|podaną|podany|wnioskowaną|wnioskowany
WHAT = to|całość|w całości|[{DET}] [kwotę|sumę|kwoty|kwota] \ue000|[{DET}] [{DET}] (kwotę|sumę|kwoty|sprawę|{XO}|{XN}) [\ue000|nr \ue000|numer \ue000|w wysokości \ue000|w kwocie \ue000|na \ue000]|[numer|nr|zamówienie|zamówienia|fakturę] \ue000
SUMS = to|tych|te|tego|[tych|te|tę|tego] [kwotę|kwoty] \ue000|(kwotę|kwoty)
APPR = {DEED}|{SUMS}|[{DET}] {XA} [dla \ue002|od \ue002|\ue000]
AT = (dla|do|za|na|z|ze|w|od|o|po|na rzecz|w wysokości|w kwocie) ({WHAT}|{WHOM})
LET = już|teraz|zaraz|dziś|dzisiaj|jeszcze dziś|jeszcze dzisiaj|od razu|natychmiast|niezwłocznie|jak najszybciej|jak najprędzej|szybko|proszę|spokojnie|śmiało|więc|zatem|w całości|w pełni|zgodnie z planem|zgodnie z ustaleniami|jak ustalono|jak proponujesz|bez problemu|po prostu|w tym tygodniu|rano|dziękuję|dzięki|też|także|z powrotem|bardzo proszę|uprzejmie proszę|oczywiście|chętnie|no to|dalej
IT = [{ITEM}] [{ITEM}] [{ITEM}] [{ITEM}]
ITEM = {WHOM}|{WHAT}|{AT}|{LET}
CAN = możesz|możecie|można|może pan|może pani|mogą państwo|możemy|proszę|prosimy|bardzo proszę|proszę śmiało|zgoda żeby|wolno
DEED = [{DET}] {XN} [{NOF}] [{NOF}] [{NOF}]
NOF = (dla|do|za|na|z|w wysokości|w kwocie|na kwotę|o wartości|na rzecz) ({WHAT}|{WHOM})|{WHOM}|\ue000|{XG}|{WHAT}
LIGHT = rób|róbcie|zrób|zróbcie|puszczaj|puszczajcie|puść|puśćcie|wykonaj|wykonajcie|zleć|zlećcie|realizuj|realizujcie|zrealizuj|zrealizujcie|dawaj|dawajcie|leć z|lećcie z|lecimy z|działaj z|działajcie z|uruchom|uruchomcie|procesuj|przetwórz|ogarnij|ogarnijcie|ruszaj z|ruszajcie z
LIGHTI = robić|zrobić|puszczać|puścić|wykonać|zlecić|realizować|zrealizować|uruchomić|przetworzyć|ogarnąć|dokonać|przeprowadzić
FINE = ok|zatwierdzony|zatwierdzona|zatwierdzone|zaakceptowany|zaakceptowana|zaakceptowane|akceptuję|zatwierdzam|w porządku|zgoda|jest ok
YES = zgoda|tak|ok|okej|akceptacja|akcept|zielone światło|pozwolenie
MOVE = {XV} {IT}|{LIGHT} {DEED}
+ [{LET}] [więc|to|no to] {MOVE} [{LET}]
+ [{LET}] {CAN} [śmiało|spokojnie|już|o] {IT} ({XI} {IT}|{LIGHTI} {DEED}) [{LET}]
+ ({WHAT}|[{DET}] {XA}) (można|możesz|możecie) [{LET}] {XI} {IT}
+ (proszę|prosimy|bardzo proszę|uprzejmie proszę) o {DEED} [{LET}]
+ ({DEED}|[{DET}] {XA}) {FINE} [{FOR}] [{LET}]
+ {YES} [{FOR}] (na|dla|do) {APPR} [{AT}] [{FOR}]
+ {YES} [{FOR}] (aby|żeby|by) {IT} {XI} {IT}
+ (ok|tak|dobrze|zgoda|nie ma problemu|jasne|pewnie|oczywiście) {XW} {IT}
+ [niniejszym] (zatwierdzam|akceptuję|zatwierdzamy|akceptujemy|autoryzuję) {APPR} [{AT}]
+ [niniejszym] (wyrażam|wyrażamy|daję|dajemy|udzielam) [moją|swoją|naszą] (zgodę|zgody|akceptację|zielone światło|aprobatę|ok) na {APPR} [{AT}]|zgadzam się na {APPR} [{AT}]|jestem za {XL}
+ (masz|macie) (moją|moje|naszą|mój) (zgodę|akceptację|ok|błogosławieństwo|akcept|zielone światło) na {APPR}
+ [{WHAT}|{DEED}] (może|mogą|można) [już] (zostać|być) {XP} [{LET}]
+ tak ({SUM}|w całości) [dziś|dzisiaj|od razu]|tak i (przeproś|przeproście) [ją|go|klientkę|klienta] [ode mnie|od nas]|(boli|z bólem serca|niechętnie|ciężko) ale (tak|ok|zgoda)|z bólem serca (tak|ok)|z przyjemnością|jak najbardziej|ależ (tak|oczywiście)|(tak|no) (jasne|oczywiście|pewnie|poproszę|koniecznie|jak najbardziej)|no pewnie|działaj z {WHAT}|zgadzam się|w pełni się zgadzam|całkowicie się zgadzam|jestem za|pewnie|oczywiście|jasne|spoko|i to jak najszybciej|proszę załatwić (to|sprawę) [{LET}]|załatw to [{LET}]|rób to|tak dla {WHAT}
SUM = (całą|pełną) kwotę|całość
~ wniosek przyjęty|(nie mam|nie widzę|bez) (zastrzeżeń|przeszkód|problemu|uwag|przeciwwskazań)|nie ma (problemu|przeszkód)|całą kwotę|pełną kwotę|w całości|wszystko się zgadza|wszystko gra|i po sprawie|kwota się zgadza|zgadza się|słuszna sprawa
< {LET}
DNI = wczoraj|dziś|dzisiaj|rano|przed chwilą|w zeszłym tygodniu|przez telefon|telefonicznie|dwa razy|trzy razy|kilka razy|już|od tygodni|od trzech tygodni|już trzy tygodnie|trzy tygodnie|dwa tygodnie|od dawna|dość długo|wystarczająco długo|długo|osobiście|sam|sama
PAPER = zdjęcia|zdjęcie|fakturę|faktura|faktury|zamówienie|zamówienia|sprawę|liczby|kwotę|kwota|kwoty|szczegóły|konto|umowę|umowa|szkic|tekst|treść|listę|lista|logi|paragon|dane|maila|mail|raport|dokument|dokumenty|prośbę|wniosek|ofertę|odbiorców|reklamację|reklamacja|kopię|kopia|wyciąg|ustawienia|stan|zmianę|zmiany|budżet
SEEN = sprawdziłam|sprawdziłem|sprawdziliśmy|widziałam|widziałem|widzieliśmy|obejrzałam|obejrzałem|przeczytałam|przeczytałem|przejrzałam|przejrzałem|zweryfikowałam|zweryfikowałem|zobaczyłam|zobaczyłem|dostałam|dostałem|porównałam|porównałem
PEER = ona|on|oni|klientka|klient|pani|pan|kobieta|księgowość|szef|szefowa|sklep|serwis|magazyn|bank|prawnik|dział prawny|support|finanse|kierownik|dostawca|użytkownik|\ue002|\ue003|wszyscy
PEERI = nią|nim|nimi|klientką|klientem|panią|panem|księgowością|szefem|szefową|sklepem|serwisem|magazynem|bankiem|prawnikiem|działem prawnym|zespołem|dostawcą|\ue003|\ue002
? [już|właśnie] {SEEN} [{DET}|wszystkie] [{PAPER}|wszystko|\ue000] [i] [wszystko gra|wszystko się zgadza|jest ok] [{DNI}]
? {PAPER} (sprawdzona|sprawdzony|sprawdzone|przejrzana|obejrzane|zweryfikowana|się zgadza|się zgadzają|zgadza się)
? [{DET}|wszystkie] ({PAPER}|{XO}|\ue000|wszystko|torba|paczka|towar|produkt|sakwa) [się|jest|są|już] (zgadza|zgadzają|gra|jest|są|wygląda|wyglądają|wróciła|wrócił|wróciło|dotarła|dotarł|przyszła|ok) [ok|dobrze|w porządku|poprawna|poprawny|poprawne|kompletna|kompletny|jasne|zasadna|zasadne|zniszczona|zepsuta|zepsuty|uszkodzona|już|u nas|zaplanowane|uzgodnione]
? [już] (rozmawiałam|rozmawiałem|rozmawialiśmy|uzgodniłam|uzgodniłem|ustaliłam|ustaliłem) [to] z {PEERI} [{DNI}]
? {PEER} [już|mi|nam] (dzwoniła|dzwonił|czekała|napisała|napisał|pokazała|pokazał|potwierdziła|potwierdził|przysłała|przysłał|wyjaśniła|reklamowała|pytała|ma rację|zwróciła|potwierdzili) [mi] [{PAPER}|wszystko|zwrot] [{DNI}]
? [{PEER}] (czeka|czekają|czeka już|zasłużyła|wie o tym|potrzebuje tego) [{DNI}]
? to [jest] (pilne|ustalone|zaplanowane|uzgodnione|w budżecie)
~ to [była|jest|był] [ewidentnie|wyraźnie] (nasza wina|nasz błąd|moja wina|słuszne)|najwyższa pora|najwyższy czas|{PEER} (czeka|czekała|czekał) (wystarczająco|dość) długo|jesteśmy jej to winni
? (paczka|torba|towar|produkt|zwrot|przesyłka|sakwa) [już|jest] (wróciła|wrócił|dotarła|dotarł|jest u nas|zniszczona|zepsuta|uszkodzona|przyszła|doszła)
? nie (czekaj|czekajcie|trzeba czekać|ma co czekać) na \ue003|nie trzeba (pytać|angażować|informować) {PEER}
? [on|ona] już (tu|u nas) nie pracuje|(odszedł|odeszła) [{DNI}]|nikt (tego|go|jej) [już] nie używa|jest kopia
? potrzebujemy tego [dziś|teraz]|jesteśmy jej to winni
= [i] (przeproś|przeproście|przeprosić|pozdrów|pozdrówcie) [proszę] [ją|go|ich|klientkę|klienta] [ode mnie|od nas|w moim imieniu]
= (jestem|siedzę) [cały dzień|dziś] [na|w] (spotkaniu|spotkaniach|trasie|drodze|podróży|delegacji|pociągu) [cały dzień|do czwartej|dziś|do południa]
= (dzięki|dziękuję|dzieki) \ue003 [za (pomoc|przypomnienie|sprawdzenie|wszystko|informację)]|przepraszam za (zwłokę|opóźnienie|późną odpowiedź)|sorki za (zwłokę|opóźnienie)|miłego weekendu|buziaki|pozdro|pozdrawiam
- [dziś|proszę|bardzo proszę] [tego] nie ({XV}|{XI}|{XW}) {IT}|[dziś] nic nie {XW}|nic nie ({XV}|{XI})|[bardzo proszę|proszę] {IT} nie {XI}
- czyli nie|ani (grosza|euro)|figa z makiem|dzięki za pytanie ale nie
@refund,credit,invoice,cancel,order H klientce|klientowi|klientki|klienta|kobiecie|pani|panu|kupującej|kupującemu|biedaczce
@pay,order H dostawcy|firmie
@grant,revoke,invite,delete,create,rotate,update H użytkownikowi|użytkownika|koleżance|koledze
@any V załatw|załatwcie|zrób|zróbcie|działaj|działajcie|ogarnij|ogarnijcie
@any W puszczaj|puszczajcie|puść|leć|lećcie|lecimy|dawaj|dawajcie|ruszaj|ruszajcie|uruchom
@any I załatwić|zrobić|wykonać|zrealizować|działać|procesować|przetworzyć
@any P załatwion<y,a,e>|zrobion<y,a,e>|wykonan<y,a,e>|zrealizowan<y,a,e>
@any O prośbę|sprawę|operację|zadanie|krok|wniosek|dyspozycję
@refund V zwróć|zwróćcie|zwracaj|zwracajcie|oddaj|oddajcie|oddawaj|przelej|przelejcie|przelewaj|przelewajcie|wypłać|wypłaćcie|wypłacaj|wypłacajcie|płać|płaćcie|zapłać|zapłaćcie|wyślij|wyślijcie|zwróć jej|oddaj jej
@refund I zwrócić|zwracać|oddać|oddawać|przelać|przelewać|wypłacić|wypłacać|płacić|zapłacić|wysłać
@refund P zwrócon<y,a,e>|oddan<y,a,e>|przelan<y,a,e>|wypłacon<y,a,e>|zapłacon<y,a,e>
@refund W zwracamy|oddajemy|przelewamy|wypłacamy|płacimy
@refund N zwrot|zwrotu|zwrotem|przelew|przelewu|przelewem|wypłatę|wypłata|wypłaty|płatność|płatności|refundację|refundacja|refundacji|rekompensatę
@refund G pieniędzy|środków|kosztów|kwoty|należności|zamówienia
@refund L zwrotem|wypłatą|przelewem
@refund O pieniądze|kasę|kwotę|sumę|środki|zamówienie|zamówienia|klientka|klientce|zwrot|należność|płatność
@pay V zapłać|zapłaćcie|płać|płaćcie|opłać|opłaćcie|przelej|przelejcie|przelewaj|ureguluj|uregulujcie|wypłać
@pay I zapłacić|płacić|opłacić|przelać|uregulować|wypłacić|przelewać
@pay P zapłacon<y,a,e>|opłacon<y,a,e>|przelan<y,a,e>|uregulowan<y,a,e>
@pay W płacimy|opłacamy|przelewamy
@pay A fakturę|faktura|faktury
@pay N płatność|płatności|przelew|przelewu|zapłatę|zapłata|wypłatę|opłacenie|uregulowanie
@pay G faktury|należności|rachunku|kwoty
@pay L płatnością|przelewem|zapłatą
@pay O fakturę|faktury|rachunek|kwotę|pieniądze|dostawcy|przelew|płatność|czynsz|wynagrodzenie|pensję
@invoice V wystaw|wystawcie|zafakturuj
@invoice I wystawić|zafakturować
@invoice P wystawion<y,a,e>
@invoice N wystawienie|fakturowanie|fakturę
@invoice G faktury
@invoice O fakturę|klientowi|kwotę
@credit V daj|przyznaj|przyznajcie|udziel|nalicz
@credit I dać|przyznać|udzielić|naliczyć
@credit P przyznan<y,a,e>|udzielon<y,a,e>|naliczon<y,a,e>
@credit A rabat|zniżkę
@credit N rabat|zniżkę|zniżka|bon|upust|korektę|przyznanie|udzielenie
@credit G rabatu|zniżki|bonu|upustu
@credit O rabat|zniżkę|bon|kwotę|korektę
@send V wyślij|wyślijcie|wysyłaj|wysyłajcie|roześlij|roześlijcie|puść|nadaj
@send I wysłać|wysyłać|rozesłać|puścić|nadać
@send P wysłan<y,a,e>|rozesłan<y,a,e>
@send W wysyłamy
@send A newsletter|mailing|wysyłkę|kampanię
@send N wysyłkę|wysyłka|wysłanie|rozesłanie|newsletter|mailing|kampanię
@send G maila|newslettera|wiadomości|mailingu|kampanii|zaproszenia|oferty
@send L wysyłką|wysłaniem
@send O mail|maila|maile|wiadomość|newsletter|list|kampanię|zaproszenie|przypomnienie|ofertę|ogłoszenie|odpowiedź|mailing|komunikat|tekst
@publish V opublikuj|opublikujcie|publikuj|publikujcie|wrzuć|wrzućcie|wstaw
@publish I opublikować|publikować|wrzucić|wstawić
@publish P opublikowan<y,a,e>|wrzucon<y,a,e>
@publish W publikujemy
@publish A wpis|artykuł|post
@publish N publikację|publikacja|opublikowanie|post|wpis
@publish G posta|wpisu|artykułu|strony
@publish L publikacją
@publish O post|wpis|artykuł|stronę|tekst|ogłoszenie|film|komunikat
@delete V usuń|usuńcie|usuwaj|usuwajcie|skasuj|skasujcie|kasuj|kasujcie|wyczyść|wywal|wyrzuć
@delete I usunąć|usuwać|skasować|kasować|wyczyścić|wywalić|wyrzucić
@delete P usunięt<y,a,e>|skasowan<y,a,e>|wyczyszczon<y,a,e>
@delete W usuwamy|kasujemy
@delete N usunięcie|skasowanie|kasowanie|usuwanie|czyszczenie
@delete G konta|danych|plików|pliku|rekordów|tabeli|bazy|gałęzi|kopii|użytkownika
@delete L usunięciem|skasowaniem
@data O wpis|wpisy|kopię|kopie|dane|duplikaty
@create V utwórz|utwórzcie|stwórz|załóż|załóżcie|dodaj|dodajcie|otwórz|zakładaj
@create I utworzyć|stworzyć|założyć|dodać|otworzyć|zakładać
@create P utworzon<y,a,e>|założon<y,a,e>|dodan<y,a,e>|otwart<y,a,e>
@create W tworzymy|zakładamy|dodajemy
@create N utworzenie|założenie|dodanie|otwarcie
@create G konta|rekordu|projektu|środowiska|użytkownika
@create O rekord|projekt|środowisko|wpis
@invite V zaproś|zaproście|dodaj|dodajcie
@invite I zaprosić|dodać
@invite P zaproszon<y,a,e>|dodan<y,a,e>
@invite N zaproszenie|dodanie
@invite G użytkownika|osoby|członka
@invite O zaproszenie|użytkownika|osobę|konto
@grant V nadaj|nadajcie|przyznaj|przyznajcie|daj|dajcie|włącz|odblokuj|aktywuj
@grant I nadać|przyznać|dać|włączyć|odblokować|aktywować
@grant P nadan<y,a,e>|przyznan<y,a,e>|dan<y,a,e>|odblokowan<y,a,e>
@grant W nadajemy|przyznajemy|dajemy
@grant A dostęp|rolę|uprawnienia
@grant N dostęp|dostępu|uprawnienia|nadanie|przyznanie|rolę
@grant G dostępu|uprawnień|roli|praw
@grant L nadaniem|przyznaniem
@grant O dostęp|uprawnienia|prawa|rolę|licencję|konto|uprawnienia administratora|prawa administratora
@revoke V odbierz|odbierzcie|cofnij|cofnijcie|zablokuj|zablokujcie|wyłącz|wyłączcie|dezaktywuj|zawieś|zamknij
@revoke I odebrać|cofnąć|zablokować|wyłączyć|dezaktywować|zawiesić|zamknąć
@revoke P odebran<y,a,e>|cofnięt<y,a,e>|zablokowan<y,a,e>|wyłączon<y,a,e>|zamknięt<y,a,e>
@revoke W odbieramy|blokujemy|wyłączamy
@revoke N odebranie|cofnięcie|zablokowanie|blokadę|wyłączenie|dezaktywację|zamknięcie
@revoke G dostępu|uprawnień|konta|użytkownika|roli
@revoke O dostęp|uprawnienia|rolę|konto|użytkownika|klucz
@rotate V zresetuj|zresetujcie|zmień|zmieńcie|odnów|odnówcie|wymień|wymieńcie|rotuj
@rotate I zresetować|zmienić|odnowić|wymienić|rotować
@rotate P zresetowan<y,a,e>|zmienion<y,a,e>|odnowion<y,a,e>|wymienion<y,a,e>
@rotate N rotację|rotacja|reset|zmianę|odnowienie|wymianę|zresetowanie
@rotate G klucza|kluczy|hasła|haseł|certyfikatu|certyfikatów|tokenu
@rotate O klucz|klucze|hasło|hasła|certyfikat|certyfikaty|token|tokeny
@restart V zrestartuj|zrestartujcie|restartuj|uruchom ponownie
@restart I zrestartować|restartować|uruchomić ponownie
@restart P zrestartowan<y,a,e>|uruchomion<y,a,e> ponownie
@restart W restartujemy
@restart N restart|restartu|restartem|ponowne uruchomienie
@restart G serwera|usługi|maszyny|bazy|systemu|aplikacji|klastra
@restart L restartem
@restart O serwer|usługę|maszynę|instancję|system|aplikację
@scale V przeskaluj|skaluj|zwiększ|zwiększcie|rozszerz
@scale I przeskalować|skalować|zwiększyć|rozszerzyć
@scale P przeskalowan<y,a,e>|zwiększon<y,a,e>
@scale N skalowanie|przeskalowanie|zwiększenie|rozszerzenie
@scale G klastra|serwera|instancji|zasobów
@scale O serwer|instancje|zasoby|bazę
@migrate V zmigruj|migruj|migrujcie|przenieś|przenieście|przełącz
@migrate I zmigrować|migrować|przenieść|przełączyć
@migrate P zmigrowan<y,a,e>|przeniesion<y,a,e>|przełączon<y,a,e>
@migrate W migrujemy|przenosimy
@migrate N migrację|migracja|migracji|przeniesienie|przełączenie
@migrate G bazy|danych|serwera|schematu|domeny|tabel
@migrate L migracją
@migrate O bazę|bazę danych|schemat|dane|serwer|tabelę|domenę|dns
@backup V przywróć|przywróćcie|zarchiwizuj|odtwórz
@backup I przywrócić|zarchiwizować|odtworzyć|zrobić kopię
@backup P przywrócon<y,a,e>|odtworzon<y,a,e>
@backup N kopię|kopię zapasową|backup|przywrócenie|odtworzenie
@backup G bazy|danych|kopii
@backup O kopię|backup|dane|bazę
@rollback V wycofaj|wycofajcie|cofnij|przywróć
@rollback I wycofać|cofnąć|przywrócić
@rollback P wycofan<y,a,e>|cofnięt<y,a,e>
@rollback N wycofanie|rollback|cofnięcie
@rollback G wersji|zmiany|wdrożenia|wydania
@rollback O wersję|zmianę|wdrożenie|wydanie
@update V zaktualizuj|zaktualizujcie|zmień|zmieńcie|popraw|dostosuj|odnów
@update I zaktualizować|zmienić|poprawić|dostosować|odnowić
@update P zaktualizowan<y,a,e>|zmienion<y,a,e>|poprawion<y,a,e>
@update W aktualizujemy|zmieniamy
@update N aktualizację|aktualizacja|zmianę|zmiana|poprawkę|odnowienie
@update G rekordu|ustawień|domeny|ceny|cen|danych|adresu|umowy|konfiguracji|certyfikatu
@update O rekord|ustawienie|ustawienia|dns|domenę|konfigurację|certyfikat|cenę|ceny|dane|adres|umowę|regułę
@order V zamów|zamówcie|zamawiaj|kup|kupcie
@order I zamówić|zamawiać|kupić
@order P zamówion<y,a,e>|kupion<y,a,e>
@order W zamawiamy|kupujemy
@order A zamówienie|zakup
@order N zamówienie|zakup|zakupu
@order G towaru|materiałów|sprzętu|licencji|laptopa
@order O zamówienie|towar|materiały|licencję|licencje|laptopa|sprzęt|części
@cancel V anuluj|anulujcie|odwołaj|odwołajcie|wypowiedz
@cancel I anulować|odwołać|wypowiedzieć
@cancel P anulowan<y,a,e>|odwołan<y,a,e>|wypowiedzian<y,a,e>
@cancel N anulowanie|odwołanie|wypowiedzenie
@cancel G zamówienia|rezerwacji|subskrypcji|umowy|spotkania
@cancel O zamówienie|rezerwację|subskrypcję|umowę|spotkanie
@book V zarezerwuj|zarezerwujcie|bukuj
@book I zarezerwować|rezerwować
@book P zarezerwowan<y,a,e>
@book A podróż|lot|rezerwację
@book N rezerwację|rezerwacja|zarezerwowanie
@book G lotu|hotelu|pokoju|biletu|biletów|sali
@book O lot|hotel|pokój|bilet|bilety|podróż|pociąg|salę|stolik
@sign V podpisz|podpiszcie|podpisuj
@sign I podpisać|podpisywać
@sign P podpisan<y,a,e>
@sign A umowę|umowa|ofertę
@sign N podpisanie|podpis
@sign G umowy|dokumentu|dokumentów
@sign O umowę|porozumienie|dokument|dokumenty|ofertę
@close V zamknij|zamknijcie|zarchiwizuj
@close I zamknąć|zarchiwizować
@close P zamknięt<y,a,e>|zarchiwizowan<y,a,e>
@close N zamknięcie|archiwizację
@close G zgłoszenia|sprawy
@close O zgłoszenie|sprawę|ticket
@release V wydaj|wdróż|wdrażaj|publikuj|wypuść
@release I wydać|wdrożyć|wypuścić|opublikować
@release P wydan<y,a,e>|wdrożon<y,a,e>|wypuszczon<y,a,e>
@release N wydanie|wdrożenie|release|publikację
@release G wersji|wydania
@release O wersję|wydanie|tag|produkcję
@merge V zmerguj|scal
@merge I zmergować|scalić
@merge P zmergowan<y,a,e>|scalon<y,a,e>
@merge N merge|scalenie
@merge O pr|pull request|gałąź
@branch O gałąź|branch
@data O plik|pliki|folder|dane|tabelę|bazę danych|bazę|rekordy|logi
@account O konto|konta|użytkownika|profil
@cluster O klaster
@server O serwer|usługę|instancję|maszynę
"""
