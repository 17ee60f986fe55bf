"""Polish words of a plain approval by their classes, as `plain_lexicon` reads them."""

POLISH_PLAIN = """
y tak|no tak|yes|jasne|pewnie|oczywiście|naturalnie|jak najbardziej|zdecydowanie|zdecydowanie tak|chętnie|z chęcią|bardzo chętnie|z przyjemnością|tak poproszę|tak proszę|tak jest|no jasne|no pewnie|pewnie że tak|raczej że tak|tak tak|na pewno|bez dwóch zdań|stanowczo tak
c (zatwierdzam|akceptuję|aprobuję|zezwalam|autoryzuję|dopuszczam|popieram|zgadzam się|potwierdzam akceptację|potwierdzam zgodę|przystaję|podpisuję|przyzwalam) [na to|to|się]|(zatwierdzamy|akceptujemy|zgadzamy się|zezwalamy)|[oczywiście] że się zgadzam|się zgadzam|jestem [jak najbardziej|całkowicie|zdecydowanie] za|jestem na tak|opiniuję pozytywnie|mówię tak|moja odpowiedź to tak|moja odpowiedź brzmi tak|z czystym sumieniem zatwierdzam
c (masz|macie|ma|mają|ma pan|ma pani|mają państwo) [już] [moją|moje|nasze|naszą|pełną|zielone] [pełną] (zgodę|akceptację|światło|pozwolenie|aprobatę|błogosławieństwo|tak|ok)|[moja] (zgoda|akceptacja) (udzielona|jest)
c (zostało|zostaje|jest|została) [niniejszym|przeze mnie|hereby] (przeze mnie|z mojej strony) (zatwierdzone|zatwierdzona|zaakceptowane)|(zatwierdzone|zatwierdzona|zaakceptowane) przeze mnie|decyzja pozytywna|z mojej strony (ok|zgoda|tak|zielone światło|akceptacja|zatwierdzone)|dla mnie (ok|zgoda|tak|zatwierdzone)
c działaj|działajcie|proszę działać|można działać|rób|róbcie|róbcie to|zrób to|zróbcie to|proszę wykonać|proszę kontynuować|proszę realizować|kontynuuj|kontynuujcie|dawaj|dawajcie|dajesz|lecimy|lećcie|leć|ruszaj|ruszajcie|ruszamy|jedziemy|jedźcie|jazda|do dzieła|naprzód|cała naprzód|gaz do dechy|pełna para|śmiało|startuj|startujcie|startujemy|wciskaj|wciskaj guzik|wciskajcie|ciach|no to ciach|niech (idzie|będzie|się stanie|leci|ma|mają|rusza)|niech idzie w świat|bierzcie i działajcie|macie wolną rękę|wolna ręka|można ruszać|możecie ruszać|możesz ruszać|można|możecie|możesz|proszę bardzo|heja|no to heja|odpalaj|odpalajcie|odpalamy|można odpalać|można realizować|do roboty
c:release na proda|na produkcję|na live|wdrażamy|wdrażajcie|wdrażaj|wdrażać|wypuszczamy|wypuszczajcie|wrzucajcie|wrzucaj|wgrywać|wgrywajcie|puszczamy|puszczajcie|puszczamy na live|publikujcie|publikujemy|bierzcie i wdrażajcie|można iść na produkcję|może iść na produkcję
c:send,publish wysyłaj|wysyłajcie|wysyłamy|wyślij|wyślijcie|wysyłać|ślij|ślijcie|do wysłania|do wysyłki|może lecieć|może lecieć do klientów|puszczaj|puszczajcie|publikuj|publikujcie|publikujemy
c:restart restartuj|restartujcie|zrestartuj|zrestartujcie|restartować|restartujemy
c:grant,invite,create nadaj|nadawaj|nadajcie|nadawajcie|dodaj|dodajcie|proszę nadać|dawaj mu|dajcie mu|daj mu
d zatwierdzone|zatwierdzona|zatwierdzony|zatwierdzono|zaakceptowane|zaakceptowana|zaakceptowany|zaakceptowano|podpisane|podpisano|dozwolone|przyjęte i zatwierdzone|przyznane
h ok|okej|okey|zgoda|akceptacja|akcept|zielone światło|👍|pozwolenie|spoko|dobrze|dobra|git|go|gitara|aprobata|zielone
H tak|zgoda|ok|okej|gotowe|gotowa|gotowy
p możesz|możecie|można|może|mogą|proszę|może pan|może pani|mogą państwo|śmiało możesz|śmiało możecie|niech|proszę o|zgoda na to by
v iść|iść na produkcję|iść na proda|iść w świat|ruszać|ruszyć|wystartować|startować|lecieć|wejść na produkcję|wejść|wyjść|zostać wdrożona|zostać wdrożone|zostać wysłany|zostać wysłane|zostać opublikowana|zostać wykonane|zostać wykonana|zostać utworzony|iść dalej|działać|jechać|mieć|mieć dostęp|dostać|odbyć się|nastąpić|idzie|leci|rusza
x wykonać|wykonaj|wykonajcie|realizować|realizuj|realizujcie|zrealizować|przeprowadzić|przeprowadź|przeprowadźcie|robić|zrób|zróbcie|uruchomić|uruchom|uruchomcie|uruchamiaj|uruchamiajcie|odpalać|odpalaj|odpalcie|odpalić|odpal|zaczynać|zacznij|zacznijcie|kontynuować|kontynuuj|procedować|proceduj|procedujcie|działać|działajcie|działaj
x:release,merge wdrożyć|wdrożcie|wdróżcie|wdróż|wdrażać|wdrażaj|wdrażajcie|wdrażamy|wypuścić|wypuśćcie|wypuść|wypuszczać|wypuszczaj|wypuszczajcie|publikować|opublikować|opublikuj|opublikujcie|publikujcie|wgrać|wgrajcie|wgraj|wgrywać|wgrywajcie|wrzucać|wrzucaj|wrzucajcie|wrzuć|wrzućcie|puścić|puszczać|puszczajcie|puśćcie|puść|deployować|zdeployować|mergować|zmergować|zmerguj|otagować|otaguj|wydać|wydajcie|wydaj
x:restart zrestartować|zrestartuj|zrestartujcie|restartować|restartuj|restartujcie|uruchomić ponownie|uruchom ponownie
x:migrate migrować|zmigrować|zmigruj
x:backup,rollback przywrócić|przywróć
x:scale przeskalować|przeskaluj
x:send,publish wysłać|wyślij|wyślijcie|wysyłać|wysyłaj|wysyłajcie|wysyłamy|rozesłać|roześlij|puścić|puszczaj|planować|zaplanować|zaplanuj|zaplanujcie|publikować|opublikować|opublikuj|opublikujcie
x:grant,invite,create,update,account,open nadać|nadaj|nadajcie|nadawać|nadawaj|przyznać|przyznaj|przyznajcie|dodać|dodaj|dodajcie|otworzyć|otwórz|otwórzcie|aktywować|aktywuj|włączyć|włącz|włączcie|przypisać|przypisz|dać|daj|dajcie|dawaj|skonfigurować|udzielić
x:create,account,open utworzyć|utwórz|utwórzcie|założyć|załóż|załóżcie
x:invite zaprosić|zaproś|zaproście
x:order zapłacić|zapłać|zapłaćcie|opłacić|opłać|opłaćcie|przelać|przelej|przelejcie|wypłacić|wypłać|wypłaćcie|zwrócić|zwróć|zwróćcie|zamówić|zamów|zamówcie|zamawiać|zamawiaj|zamawiajcie|kupić|kup|kupcie|kupować|wystawić|wystaw|wystawcie|zaksięgować|zlecić|zleć|zlećcie|uregulować|uregulujcie
x:delete usunąć|usuń|usuńcie|usuwać|usuwaj|usuwajcie|skasować|skasuj|skasujcie|kasuj|kasujcie|wyczyścić|wyczyść
x:close,cancel zamknąć|zamknij|zamknijcie
x:revoke odebrać|odbierz|odbierzcie|zablokować|zablokuj|zablokujcie
x:revoke,close wyłączyć|wyłącz|wyłączcie|dezaktywować|dezaktywuj
x:cancel wypowiedzieć|unieważnić|unieważnij
x:update,rotate,migrate,scale zmienić|zmień|zmieńcie|zmieniać|zmieniaj|zaktualizować|zaktualizuj|zaktualizujcie|aktualizuj|aktualizujcie|wymienić|wymień|wymieńcie|dostosować|wprowadzić|wprowadź|wprowadźcie
x:rotate,update odnowić|odnów|odnówcie
x:scale,update podnieść|podnieś
x:sign podpisać|podpisz|podpiszcie|podpisywać|podpisuj|podpisujcie
x:book zarezerwować|zarezerwuj|zarezerwujcie|rezerwuj|rezerwujcie|bukuj|bukujcie
x:order zamówić
N:release,merge wdrożenie|wdrożenia|wydanie|wydania|wersja|wersję|wersji|produkcja|produkcję|produkcji|prod|proda|publikacja|publikację|release|deploy|deploya|releasu|aktualizacja|aktualizacji
N:merge merge
N:send,publish wysyłka|wysyłkę|wysyłki|kampania|kampanię|kampanii|publikacja|publikację
N:send newsletter|newslettera|mailing|mailingu
N:publish artykuł|wpis
N:grant,invite,create,account dostęp|dostępu|nadanie|przyznanie|nadanie dostępu|przyznanie dostępu
N:grant uprawnienie|uprawnienia|uprawnień|rola|rolę|roli|odczyt|odczytu
N:create,account konto|konta|utworzenie
N:invite zaproszenie
N:pay,refund,credit,invoice,order płatność|płatności|przelew|przelewu|wypłata|wypłatę
N:refund zwrot|zwrotu
N:pay,invoice faktura|fakturę|faktury
N:order,pay zamówienie|zamówienia|zakup|zakupu|wydatek
N:credit korekta|korektę
N:restart restart|restartu
N:migrate migracja|migrację|migracji
N:backup,rollback przywrócenie
N:scale skalowanie
N:backup kopia|kopię
N:rollback rollback
N:delete usunięcie|usunięcia|skasowanie|czyszczenie
N:close,cancel zamknięcie|zamknięcia
N:revoke odebranie|blokada|blokadę
N:revoke,close dezaktywacja|dezaktywację
N:cancel wypowiedzenie
N:update,rotate zmiana|zmianę|zmiany|aktualizacja|aktualizację|odnowienie|wymiana|wymianę
N:rotate rotacja|rotację
N:sign umowa|umowę|umowy|podpis
N:book rezerwacja|rezerwację|podróż|wyjazd
o to|go|je|ją|ten|ta|tę|tego|tej|mu|jej|jego|nią|nim|całość|się|wam|ci|państwu|tu|tutaj|tak|poniżej|powyżej|wniosek|wniosku|prośba|prośbę|operacja|operację|operacji|czynność|działanie|realizację|realizacja|krok|na|w|z|ze|w całości|co|informuję że|uprzejmie informuję że
3 on|ona|oni|one|my|wy|ktoś|pan|pani|państwo
a ten|ta|to|tę|tego|tej|te|tych|wasz|twoja|swoją|nowy|nowa|nowe|nową|nowej|opisany|opisana|opisaną|opisane|opisanej|wnioskowany|wnioskowaną|proponowany|proponowaną|planowany|planowaną|wspomniany|wspomnianą|powyższy|powyższą|poniższą|poniższy|cały|cała|całą|pełną|pełna|formalną
t na|do|dla|w|z|ze|za
r od|ze strony
i z mojej strony|z naszej strony|przeze mnie|ode mnie|jak dla mnie|dla mnie|moim zdaniem|niniejszym|teraz|już teraz|zaraz|od razu|natychmiast|dziś|dzisiaj|jeszcze dziś|jak najszybciej|niezwłocznie|kiedy chcecie|kiedy chcesz|w dowolnej chwili|po prostu|więc|zatem|też|również|tak|no to|no i|to|spokojnie|śmiało|chętnie|zgodnie z (planem|wnioskiem|opisem|prośbą|propozycją|ustaleniami|harmonogramem|umową)|jak (opisano|w opisie|zaplanowano|we wniosku|ustalono|ustaliliśmy|zaproponowano|planowano)|w całości|całkowicie|w pełni|bez zastrzeżeń|bez zmian|bez uwag|bez wahania|bez wątpienia|bez problemu|formalnie|oficjalnie|osobiście|z czystym sumieniem|z przyjemnością|z pełnym przekonaniem|świetnie|super|doskonale|idealnie|pięknie|no i pięknie|dobrze|bardzo dobrze|w porządku|ok|okej|spoko|nie ma sprawy|żaden problem|nie ma problemu|krótko|krótko mówiąc|wreszcie|nareszcie|w końcu|wysłane z telefonu|z telefonu|z pociągu|z komórki|oczywiście|jasne|pewnie|zdecydowanie|naturalnie|na żywo|dalej|i tyle|gotowe|git|brawo|proszę bardzo
k i|oraz|więc|zatem|dlatego|to
B ale|jednak
l proszę|poproszę|prosze|uprzejmie proszę
J* dyrektor dyrektorka kierownik kierowniczka menedżer manager szef szefowa prezes członek zarządu marketingu sprzedaży zakupów finansów produkcji it techniczny operacyjny logistyki magazynu hr kadr produktu projektu projektów release jakości obsługi klienta działu dział główna główny księgowa księgowy koordynator koordynatorka specjalista e-commerce ds i do spraw lider zespołu owner product z up
g cześć|hej|witam|dzień dobry|dobry wieczór|szanowni państwo|szanowny panie|szanowna pani|drogi|droga|panie|dzięki|dziękuję|dzięki wielkie|wielkie dzięki|bardzo dziękuję|dziękuję bardzo|serdecznie dziękuję|dzięki za|dziękuję za|dzięki za (info|informację|pytanie|podsumowanie|pracę|cierpliwość|przypomnienie|szybką reakcję|przygotowanie|pomoc|sprawdzenie)|dziękuję za (info|informację|pytanie|podsumowanie|pracę|cierpliwość|przypomnienie|szybką reakcję|przygotowanie|pomoc|sprawdzenie)|z góry dziękuję|dobra robota|świetna robota|super robota|kawał dobrej roboty|brawo|brawo wszyscy|gratulacje|gratuluję|podoba mi się|bardzo ładne|bardzo ładny|ładnie wyszło|super wyszło|świetnie wyszło|świetny temat|ładne|piękne|pozdrawiam|pozdr|pozdrowienia|z poważaniem|serdeczności|miłego dnia|miłego weekendu|dobrego dnia|udanego weekendu|powodzenia|trzymam kciuki|przepraszam za (opóźnienie|późną odpowiedź|zwłokę)|sorry za (opóźnienie|późną odpowiedź)|szalony dzień|nareszcie|wreszcie|najwyższy czas|hura|super|świetnie|ekstra|z wyrazami szacunku
m* zespół zespołu wszyscy wszystkich koledzy koleżanki klient klienci klientów użytkownik użytkownicy dostawca sprzedaż marketing księgowość wsparcie qa ludzie testerzy sklepy infolinia handlowcy odbiorcy odbiorców subskrybenci szef magazyn pracownik bocie
e zielone|zielony|zielona|dobrze|dobre|dobry|dobra|super|świetnie|świetne|idealnie|idealne|poprawne|poprawny|poprawna|prawidłowe|prawidłowy|właściwy|właściwa|właściwe|w porządku|czysto|czyste|stabilne|stabilnie|kompletne|kompletny|gotowe|gotowy|gotowa|jasne|ok|okej|zadowolona|zadowolony|zadowoleni|bezbłędnie|bezbłędne|sensowne|rozsądne|uzasadnione|uzasadniony|potrzebne|potrzebny|potrzebna|pilne|ważne|przydatne|zaplanowane|planowane|w budżecie|ujęte w budżecie|bez błędów|bez problemów|bez uwag|bez zastrzeżeń|bez zarzutu|bez ryzyka|dokładnie|zgodne|zgodny|zgodna|aktualne|uzgodnione|ustalone|identyczne|ten sam|ta sama|to samo|czytelne|ładne|ładnie|pięknie|bezpieczne|na bieżąco|poinformowani|dokładnie ta wersja|dokładnie to
e zgadza się|zgadzają się|się zgadza|się zgadzają|pasuje|pasują|działa|działają|gra|wszystko gra|wygląda (dobrze|świetnie|super|ok|poprawnie|idealnie|ładnie|w porządku)|(dobrze|świetnie|super|ładnie|też|też dobrze) wygląda|wyglądają (dobrze|świetnie|super|ok)|brzmi (dobrze|sensownie|rozsądnie)|dobrze się czyta|ma sens|jest tym czego (chcieliśmy|potrzebujemy)|którą (testowaliśmy|sprawdzaliśmy|zamawialiśmy)|oszczędza (czas|nam czas)|wyszło (dobrze|super|świetnie)
e (czeka|czekają) [już|na to|na tę|na ten|na te|od|niecierpliwie|od tygodni|od dawna]|(dzwoni|dzwonią|pyta|pytają) [już]|(potrzebuje|potrzebują) (tego|tej|go|jej) [do|pilnie]|jak na zbawienie|od (tygodnia|tygodni|dni|miesięcy|dawna)|już wszystkich męczy|wszystkich męczy|już dzwonią|sama o to prosiłam|sam o to prosiłem
e (bez|brak|zero|nie mam|nie widzę|nie ma|nie znalazłam|nie znalazłem) [żadnych] (uwag|zastrzeżeń|problemów|problemu|błędów|pytań|zmian|ryzyka|wątpliwości|przeszkód|przeciwwskazań|obiekcji|poprawek|anomalii|niespodzianek|sprzeciwu) [z mojej strony]|błędów brak|uwag brak|zastrzeżeń brak|nic dodać|nic ująć|nic do dodania|nic do zmiany|nic nie stoi na przeszkodzie|nie mam nic przeciwko|nic przeciwko|wszystko (gra|ok|dobrze|w porządku|zielone|jasne|pasuje|działa|gotowe|sprawdzone|się zgadza|zgadza się|poprawnie)
w sprawdzone|sprawdzona|sprawdzony|sprawdziłam|sprawdziłem|sprawdzaliśmy|sprawdziliśmy|przetestowane|przetestowana|przetestowałam|przetestowałem|przetestowaliśmy|testowałam|testowałem|testowaliśmy|zweryfikowane|zweryfikowano|zweryfikowałam|zweryfikowałem|przejrzałam|przejrzałem|przejrzane|przeczytałam|przeczytałem|przeczytane|porównałam|porównałem|widziałam|widziałem|obejrzałam|obejrzałem|rozmawiałam|rozmawiałem|rozmawialiśmy|omówione|omówiliśmy|omówiłam|potwierdzone|potwierdziło|potwierdziła|potwierdzili|pokazał|pokazała|pokazali|wyjaśnił|wyjaśniła|wyjaśnili|przeszły|przeszedł|przeszła|przeszło|zakończone|zakończony|zaliczone|odebrane|odbiór|zajrzałam|zajrzałem|rzuciłam okiem|rzuciłem okiem|policzone|przeliczone|po analizie|po sprawdzeniu|po weryfikacji|po przeczytaniu|ocenione|skontrolowane|uzgodnione|uzgodniłam|uzgodniłem
f* ja my on ona oni wy ty to ten ta te tego tej tę tych tym ją go je jej jego ich mój moja moje moich nasz nasza nasze wasz wasza swoje jest są był była było były mam mamy ma mają miał miała mnie nam nas mi ci wam mu im też także bardzo naprawdę dokładnie już wszystko wszyscy wszystkie wszystkich każdy każda oba w na z ze do od o u przy za i a oraz że się tu tam sam sama razem osobiście starannie właśnie dwa trzy razy raz która który które którą teraz tak sobie
f* test testy testów testach pipeline build wersja wersję wersji release tag commit gałąź środowisko changelog zmiany zmian plan planu harmonogram okno liczby kwota kwoty kwotę suma ceny cena oferta ofertę faktura fakturę faktury zamówienie umowa umowę budżet konto wyciąg dokument dokumenty dokumentację dokumentacja dane danych szczegóły lista listę listy odbiorcy tekst treść temat układ grafika grafiki obraz obrazy linki link podgląd szkic godzina godzinę termin data datę osoba nazwisko imię login rola rolę uprawnienia system systemy dostęp magazyn magazynu stany zapasy inwentaryzacja inwentaryzacji dostawa paczka produkt produkty projekt zespół zespołem zespołu klient klienci klienta sprzedaż marketing księgowość prawny wsparcie użytkownicy dostawca qa wykres wykresy wykresie wykresach metryki logi pamięć wyciek błąd poprawka poprawkę koszyk koszyka sklep sklepu strona stronę serwer usługa usługę baza bazę kopia komórce komórka telefonie telefon komputer komputerze ekran zgłoszenie wniosek formularz szkolenie wynik wyniki raport status strony część praca dzień miesiąc rok tydzień spotkanie spotkaniu
q wczoraj|dziś|dzisiaj|dziś rano|rano|wczoraj wieczorem|przed chwilą|niedawno|w zeszłym tygodniu|w (poniedziałek|wtorek|środę|czwartek|piątek)|dwa razy|trzy razy|kilka razy|dwukrotnie|telefonicznie|przez telefon|osobiście|na spotkaniu|na stagingu|na testach|na środowisku testowym|lokalnie|w testach|linijka po linijce|od początku do końca|na komórce|na telefonie|na własne oczy|z qa|z zespołem|z księgowością|z działem|na wykresie|od (wczoraj|rana|tygodni)
P (jestem|będę|siedzę|jesteśmy|jadę) [dziś|tu|teraz] (pod telefonem|dostępna|dostępny|osiągalna|osiągalny|przy komputerze|w biurze|na miejscu|online|na spotkaniu|w pociągu|w drodze|pociągiem|na dyżurze|w trasie|na linii)|właśnie (wylądowałam|wylądowałem|wróciłam|wróciłem)|byłam na spotkaniu|byłem na spotkaniu|na spotkaniu jestem|na spotkaniu|w pociągu|jadę pociągiem|siedzę przy komputerze|słaby zasięg|wlasnie wyladowalam
W (obserwuję|monitoruję|mam oko|pilnuję) [na]|mam na to oko
T do|godziny|cały (dzień|wieczór)|całe popołudnie|dziś|wieczorem|po południu|jakby co|gdyby co|gdyby coś (się działo|było)|w razie (czego|potrzeby|problemów|pytań)|na wszelki wypadek|na wykresy|na wykresach|na dashboardy|na logi|na metryki|o
u im (szybciej|prędzej|wcześniej) tym lepiej|lepiej (teraz|dziś) niż (później|jutro)|jak najszybciej|pilne|najwyższy czas|nie ma na co czekać|nie ma czasu do stracenia|nareszcie|wreszcie
g to pilne|sprawa pilna
C bo|ponieważ|a
K jest|są
M przeze mnie|z mojej strony|niniejszym|ode mnie
h pełna zgoda
A wszystko|wszystkich|wszystkie|wszystkim
! zatwierdzić|zatwierdź|zatwierdza|zaakceptować|zaakceptuj
! zaliczka|zaliczkę|rata|ratę
w wygląda (dobrze|świetnie|super|ok)|(dobrze|świetnie|super) wygląda|też wygląda dobrze
D (wyrażam|daję|udzielam|wyrażamy|dajemy) [niniejszym]
h zgodę|zgody|akceptację|akceptacji|aprobatę|moją zgodę|pełną zgodę|zezwolenie|błogosławieństwo|światło
y absolutnie|jak najbardziej tak|no jasne że tak|jasne że tak|pewnie że tak|oczywiście że tak|tysiąc razy tak|tak tak tak|taak|taaak|a jakże|owszem
c no to siup|no to jazda|no to heja|hajda|hajda na produkcję|lecimy z (tym koksem|koksem|tematem|tym)|lećcie z tym|jedziemy z (tym koksem|koksem|tematem|tym)|rusz z tym|ruszajcie z tym|do przodu|cała naprzód|cała para|pełna para|pełen gaz|gaz do dechy|ognia|ogień|rura|wciśnij guzik|wciskaj guzik|śmiało|śmiało działaj|działaj śmiało|wal śmiało|wal|walcie|do dzieła|bierz się do dzieła|wyślij w świat|niech leci|niech idzie|puśćcie to|puszczajcie to|może lecieć|zielone światło ode mnie
c niniejszym (zatwierdzam|akceptuję|wyrażam zgodę|autoryzuję|zezwalam|potwierdzam akceptację|udzielam zgody|udzielam autoryzacji)|(autoryzacja|akceptacja|zgoda|aprobata) (udzielona|wydana|przyznana)|(wyrażam|wyrażamy|daję|dajemy|udzielam|udzielamy) [niniejszym|pełną|pełnej|swoją|naszą|moją] (zgodę|zgody|akceptację|akceptacji|aprobatę|aprobaty|zezwolenie)|opinia pozytywna|opiniuję pozytywnie|opiniuję pozytywnie wniosek|decyzja pozytywna|rozpatruję pozytywnie|rozpatrzone pozytywnie|pozytywnie zaopiniowane
c:release na (produkcję|proda|live) [z tym]|wgrywaj na (produkcję|proda)|wgrywajcie na (produkcję|proda)|wrzucaj na (produkcję|proda)|wal na (produkcję|proda)|dawaj na (produkcję|proda)|puszczaj na (produkcję|proda)|publikować|wdrażać|wydawać|wgraj|wgrajcie
N:release,merge środowisko produkcyjne|środowisko|środowisku produkcyjnym|środowiska produkcyjnego|wydanie|wydania|wdrożenia|wypuszczenie|publikacja|publikację|publikacji
i luzik|luz|spox|spoczko|elegancko|elegancja|bomba|dla mnie bomba|petarda|sztos|extra|ekstra|pięknie|miodzio|perfekt|perfekcyjnie|idealnie|wyśmienicie|przyjęte|przyjąłem|przyjęłam|pozytywnie|potwierdzam|potwierdzone|zrozumiałem|zrozumiałam|dla mnie ok|dla mnie super|dla mnie git|u mnie ok|ze swojej strony|z mojej strony|po mojemu ok|w pytkę|cacy|jest git|jest ok|wszystko gra|no i super
f* paczka paczkę paczki przesyłka zwrot zwrotu zamówienie zamówienia sprawa sprawę sprawy powód powody kwota kwotę kwoty faktura fakturę fakturą faktury paragon historia historię zmiana zmianę zmian zmiany błąd błędu błędów literówka literówek literówki ortografia tytuł nagłówek temat tematu układ zdjęcie zdjęcia link linki linków odbiorcy odbiorców lista listę listy subskrybenci subskrybentów kopia kopie kopię archiwum zawartość zawartości okres okresu termin bucket bucketa bucketu folder dysk miejsce koszt koszty budżet budżetu pieniądze wykres wykresy wykresów obciążenie opóźnienia ruch pojemność serwer serwery serwerów maszyny maszyn instancje dyżur dyżury dyżuru zespół zespołem zespoły dział działy działem działów bezpieczeństwo bezpieczeństwem prawnik prawnicy prawnikami dyrekcja księgowość księgowością przełożony przełożonym szef szefem szkolenie szkolenia uprawnienia uprawnień administrator admin dba kolega kolegą magazyn magazynem sklep kurier klient klientka klientki klientką klientem klienci prognoza prognozy szacunki kampania promocja potrzeba wniosek raport testy testów test odbiory odbiór kontrola kontroli ceny cen teksty treść treści dane wyliczenia liczby stagingu baza bazy
f* wszystko wszystkie wszystkich cały całą całość ta to te tego tę tej tych tym jego jej ich mój moja moje nasz nasza nasze nasi też także już dobrze bardzo ponadto ponieważ skoro od w z ze na do po o u i oraz za dla tam tu tutaj tamże razem jest są był była było były być został została zostało zostały mam mamy ma mają miał miała mi mnie nam mu ja my ty wy on ona oni się
e (budżet|pieniądze|środki) (jest|są|są na to)|jest (budżet|na to budżet)|mamy (budżet|środki|na to budżet)|[jest|są|był|była|było|były] [już|wszystkie|w pełni|całkiem|naprawdę] (zasadny|zasadne|uzasadniony|uzasadniona|uzasadnione|słuszne|słuszny|w całości|kompletny|kompletna|nieotwarta|nienaruszona|minął|zarchiwizowane|zarchiwizowany|skopiowane|zapisane|nieaktualny|nieaktualne|zbędny|zbędne|nieużywany|nieużywane|przeciążone|przeciążony|na granicy|wysokie|rozsądne|rozsądny|logiczne|jasne|przeszkolony|przeszkolona|uprawniony|zaufany|zadowolony|zadowolona|zaplanowane|pilne|potrzebne|potrzebny|gotowe|gotowy|czyste|ładne|piękne|w porządku|w archiwum|w nowym archiwum|na czerwono|w budżecie|zakończone|zakończone pozytywnie|zakończone wynikiem pozytywnym)|dotarł|dotarła|dotarło|doszedł|doszła|wrócił|wróciła|minął|upłynął|wygasł|zgadza się|zgadzają się|się zgadza|się zgadzają|pokrywa się|rośnie|rosną|działa|działają|śmiga|śmiga aż miło|ma sens|mają sens|brzmi (rozsądnie|dobrze)|wygląda (dobrze|świetnie|rozsądnie|ok|w porządku)|potwierdza (to|potrzebę)|potwierdzają to
e (nikt|żaden dział|żaden zespół|już nikt) (tego|z tego|go|ich) [już] nie (używa|ruszał|potrzebuje|rusza|korzysta|używał|otwierał|dotykał|chce) [od (dwóch lat|lat|dawna|dawien dawna|roku)]|(nie jest|nie są) już (potrzebne|potrzebny|używane|używany)|(nikomu|nikomu już) (niepotrzebne|niepotrzebny|się nie przyda)|już (niepotrzebne|niepotrzebny|zbędne)|nie potrzebujemy [już] (tego|go)|[to] tylko (kosztuje|zajmuje miejsce|kasę żre|generuje koszty)|żaden dział nie (zgłosił|ma|miał) (sprzeciwu|uwag|zastrzeżeń)|okres przechowywania (minął|upłynął|się skończył|dobiegł końca)
e (klientka|klient|ona|on|\ue002|kobieta) (ma rację|czeka [już] [miesiąc|trzy tygodnie|długo|tygodniami|wystarczająco długo|od miesiąca|od tygodni]|się naczekała)|ma rację|czeka już (miesiąc|długo)|(to|) nasz błąd|nasza wina|to nasza wina|to był nasz błąd|biedna kobieta|(jej|to jej) się należy|należy się (jej|klientce)|paczka nigdy nie doszła|nigdy nie doszła
e (ma|masz) [od dziś|w tym tygodniu|dziś] (dyżur|dyżury) [w tym tygodniu|od dziś]|(potrzebuje|potrzebujesz) (tego|tej roli|dostępu|uprawnień) [na (dyżur|migrację)|do (pracy|dyżuru|migracji)]|tego (potrzebuje|potrzebujesz)|to [przecież] nasz [nowy] (dba|admin)|przecież to nasz [nowy] (dba|admin)|ufam mu [w (stu procentach|pełni)]|ufam (jej|ci)|znam go [dobrze|od lat|dziesięć lat]|wie co robi|w stu procentach
e (nie mam|nie ma|nie widzę|nie znalazłam|nie znalazłem|brak|bez|zero) (literówek|błędów|zastrzeżeń|uwag|przeciwwskazań|sprzeciwu|problemu|problemów|przeszkód|nic przeciwko|nic dziwnego|obiekcji|martwych linków)|(literówek|błędów|uwag|zastrzeżeń) (brak|nie ma)|nie mam nic przeciwko|nic (dziwnego|podejrzanego|ważnego)|(też|) nie mieli (uwag|zastrzeżeń)|prawnicy [też] nie (mieli|mają) (uwag|zastrzeżeń)|nie (miał|miała) uwag|klienci (się skarżą|narzekają|czekają|nie mogą zapłacić)|ludzie nie mogą zapłacić [za koszyk]|lepiej (dmuchać na zimne|za dużo niż za mało|mieć zapas)|podoba mi się|pięknie wyszło|ładnie wyszło|świetnie wyszło|super wyszło
w sprawdziłam|sprawdziłem|sprawdzone|sprawdzona|sprawdzony|przejrzałam|przejrzałem|przejrzane|przeczytałam|przeczytałem|przeczytane|zajrzałam|zajrzałem|obejrzałam|obejrzałem|widziałam|widziałem|porównałam|porównałem|przetestowałam|przetestowałem|przetestowane|zweryfikowałam|zweryfikowałem|zweryfikowane|rozmawiałam|rozmawiałem|pytałam|pytałem|zapytałam|zapytałem|dzwoniłam|dzwoniłem|dzwoniła|dzwonił|pisała|pisał|policzyłam|policzyłem|potwierdziłam|potwierdził|potwierdziła|potwierdzili|potwierdzone|ustaliłam|ustaliłem|ustalone|omówione|skonsultowane|skonsultowałam|przeanalizowałam|przeliczyłam|zarchiwizowane
q wczoraj|wczoraj wieczorem|dziś rano|dzisiaj rano|rano|dziś|dzisiaj|przed chwilą|przed godziną|dwa razy|trzy razy|linijka po linijce|co do grosza|co do centa|od a do z|od deski do deski|na spokojnie|spokojnie|szczegółowo|telefonicznie|przez telefon|osobiście|w (poniedziałek|wtorek|środę|czwartek|piątek)|w zeszłym tygodniu|dwa dni temu|godzinę temu|na stagingu|z (księgowością|bezpieczeństwem|prawnikami|zespołem|klientką|klientem|jego szefem|magazynem|dyrekcją|działem prawnym|jego przełożonym)|od (dwóch lat|lat|miesiąca|tygodni|dawna)|dziesięć lat
c jestem [jak najbardziej] za|(jestem|jesteśmy) (za|na tak)|popieram [w całości|w pełni|całkowicie]|(masz|macie|ma pan|ma pani) (moją|moja) (zgodę|akceptację|aprobatę)|(masz|macie) mój (ok|błogosławieństwo)|(masz|macie) (ode mnie|moje) (ok|zgodę|zielone światło|błogosławieństwo|tak)|(daję|wyrażam|udzielam) [swoją|moją|swojej|niniejszym] (zgodę|zgody|ok|zielone światło|akceptację)|zielone światło [ode mnie|z mojej strony]|zgoda [ode mnie|z mojej strony]|ok ode mnie|ode mnie (ok|tak|zgoda|zielone światło)|jak dla mnie (ok|można|tak|w porządku|git|spoko)|dla mnie (ok|w porządku|git)|z mojej strony (ok|zgoda|zielone światło|tak|w porządku)|akceptacja [z mojej strony]|akceptuję [to|bez uwag|w całości]|zatwierdzam [to|bez uwag]|nie widzę przeszkód|nie mam nic przeciwko temu|dawaj|dawajcie|działaj|działajcie|działamy|lećcie|leć|lecimy|ruszaj|ruszajcie|róbcie|rób|róbcie to|rób to|robimy|śmiało|jazda|jedziemy|no to jazda|jasne działaj|pewnie że tak|oczywiście że tak|niech (leci|idzie|będzie|się dzieje)|można (działać|ruszać|robić|lecieć)
c:delete do kosza|do kosza z tym|wywal to|wywal|wywalaj|usuwaj [śmiało|to]|usuwajcie|kasuj [to|śmiało]|kasujcie|skasuj to|skasuj|usuń to|usuń|można (usunąć|skasować|kasować|usuwać)|wyczyść to|wyrzuć to|wyrzucaj
c:refund zwracamy|zwracaj|zwróć|zwróćcie|oddajcie jej (pieniądze|kasę)|oddaj jej (pieniądze|kasę)|oddajemy|przelej jej (pieniądze|środki)|rób ten zwrot|rób zwrot|można zwrócić
c:send wysyłamy|wysyłaj|wysyłajcie|wyślij|wyślijcie|może iść|można wysłać|można wysyłać|puszczaj|puszczajcie|niech idzie|klikaj wyślij|puszczamy
c:grant przyznać|nadaj|nadajcie|niech ma|nadawaj|przyznaj|przyznajcie|można nadać
c:scale zwiększaj|zwiększajcie [od razu]|zwiększ|skaluj|skalujcie|podnoś|podnieś|podnieście|dokładaj|dokładajcie|dołóż
i z przyjemnością|chętnie|z telefonu|z pociągu|krótko|od razu|bez zwłoki|jak najszybciej
g uściski|buziaki|pozdrawiam|pozdrawiam serdecznie|pozdrowienia|pozdro|serdecznie pozdrawiam|z poważaniem|z wyrazami szacunku|z pozdrowieniami|łączę pozdrowienia|dzień dobry|dobry wieczór|cześć|hej|hejka|siema|miłego dnia|miłego popołudnia|miłego wieczoru|miłego weekendu|udanego dnia|szanowni państwo|szanowna pani|szanowny panie|drogi|droga|dzięki za (podsumowanie|info|pracę|cierpliwość|przypomnienie|ogarnięcie|czujność)|świetna robota|dobra robota|super robota|kawał dobrej roboty|brawo|świetnie|super|ekstra|pięknie|bez problemu|nie ma problemu|nie ma sprawy
N:refund pieniądze|środki|kwotę|całą kwotę|kasę|zwrot
N:send całej bazy|bazy|listy|newsletter|newslettera|newsletter jesienny
N:delete bucket|bucketa|bucketu|starego bucketa|stary bucket|starego bucketu|kopie|stare kopie|backupy|stare backupy
N:grant bazie produkcyjnej|bazie|baza|uprawnienia|dostęp|rolę
N:scale,scale serwery|serwerów|maszyny|liczbę serwerów|moce
x:scale zwiększyć|zwiększ|zwiększcie|podnieść|podnieś|podnieście|skalować|dołożyć|dołóż|rozbudować
x:refund zwrócić|zwróć|oddać|oddaj|oddajcie|przelać|przelej|zrealizować|wypłacić|zrób zwrot|zróbcie zwrot
x:delete usunąć|usuń|usuńcie|skasować|skasuj|skasujcie|wyczyścić|wyczyść|wywalić|wyrzucić
x:grant nadać|nadaj|nadajcie|przyznać|przyznaj|przyznajcie|dać|daj|dajcie|przydzielić
x:send wysłać|wyślij|wyślijcie|rozesłać|roześlij|puścić|puść|puśćcie
N:scale zwiększenie|zwiększenia|skalowanie|rozbudowę|rozbudowa|podniesienie
N:grant nadanie|nadania|przyznanie|przydzielenie|dostęp
N:delete usunięcie|usunięcia|skasowanie|skasowania|wyczyszczenie
N:refund zwrot|zwrotu|wypłatę|przelew|zwrot środków
N:send wysyłkę|wysyłka|wysyłki|newsletter|newslettera
J* kierownik kierowniczka dyrektor dyrektorka szef szefowa menedżer menedżerka dział działu obsługi klienta it finansów marketingu operacji infrastruktury platformy systemów bezpieczeństwa prawny komunikacji treści administracji główna główny księgowa specjalista specjalistka ds do spraw
e (mieści się|się mieści) [w budżecie]|jesteśmy na granicy|na granicy|nie ma przeszkód|paczka [faktycznie] zaginęła|faktycznie zaginęła|zaginęła|same starocie|wszystko gra|szkolenie zrobione|jest uprzedzona|nic więcej nie trzeba|promocja startuje|nikt już tego nie używa|parę groszy mniej|stare kopie nie są już potrzebne|nie są już potrzebne
w uzgodniłam to|uzgodniłam|klikałam|pytałam audyt|dzwoniłam do finansów|widzę
f* audyt tagiem sklepem finansów panią martą działem
c jestem na tak|dostajesz (rolę|rolę admina|dostęp|uprawnienia)|masz moją akceptację|możesz (zwracać|je usunąć|usuwać)|świetny|pewka|no pewnie
q w marcu|w tym tygodniu
"""
