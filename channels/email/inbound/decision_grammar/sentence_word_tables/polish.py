"""Polish words of a decision by their classes, as `sentence_reading` reads them."""

POLISH_WORDS = """
y tak|tak jest|oczywiście|oczywiście że tak|jasne|jasne że tak|pewnie|no pewnie|pewnie że tak|naturalnie|jak najbardziej|zdecydowanie|zdecydowanie tak|absolutnie|owszem|z przyjemnością|chętnie|tak (poproszę|proszę|oczywiście|zdecydowanie|z mojej strony|dziękuję)|[jestem] na tak|z mojej strony tak
w ok|okej|okay|dobrze|dobra|świetnie|super|idealnie|doskonale|w porządku|zgoda|bez problemu|nie ma problemu|żaden problem|spoko|wszystko gra|brzmi dobrze|wygląda dobrze|dobra robota|nareszcie|no to|jestem za|bez uwag|bez zastrzeżeń|spokojnie
c działaj|działajcie|proszę działać|śmiało|do dzieła|lecimy|leć|lećcie|rób|róbcie|zrób (to|tak)|zróbcie to|proszę (to|tak|) (zrobić|wykonać|realizować|kontynuować|procedować|przeprowadzić) [to|tak]|wykonaj [to]|wykonajcie [to]|wykonać|kontynuuj|kontynuujcie|ruszaj|ruszajcie|ruszamy|zielone światło|(można|możesz|możecie|możemy|mogą państwo) (działać|kontynuować|ruszać|to zrobić|realizować|procedować|wykonać)|dalej|realizujcie|realizuj|naprzód
c [ja|niniejszym|] (zatwierdzam|zatwierdzamy|akceptuję|akceptujemy|aprobuję|zezwalam|pozwalam|autoryzuję|zgadzam się|zgadzamy się|wyrażam zgodę|wyrażamy zgodę|daję zgodę|daję zielone światło|udzielam zgody|przyzwalam|potwierdzam akceptację|potwierdzam zgodę)|(masz|macie|mają państwo) (moją|) (zgodę|akceptację|aprobatę|zielone światło|pozwolenie|błogosławieństwo|okejkę) [ode mnie]|masz ode mnie (okejkę|zgodę|zielone światło)|macie ode mnie (okejkę|zgodę|zielone światło)|moja zgoda jest|zgoda (udzielona|wyrażona|z mojej strony|ode mnie)|akceptacja z mojej strony
d zatwierdzone|zatwierdzony|zatwierdzona|zaakceptowane|zaakceptowany|zaakceptowana|(jest|są|przyjęte i) [to] (zatwierdzone|zaakceptowane|zatwierdzona)|zgoda na (to|operację|wykonanie|płatność|wersję|usunięcie|wdrożenie)
x:delete usuń|usuńcie|usunąć|proszę usunąć|kasuj|kasujcie|skasuj|skasujcie|skasować|kasować|wywal|wywalcie|wywalić|wyrzuć|wyrzucić|wyczyść|usuwaj|usuwajcie|usuwać
f:delete (można|mogą) (usunąć|skasować|być usunięta|iść do kosza)|do kosza|do usunięcia
x:pay zapłać|zapłaćcie|zapłacić|płać|płaćcie|płacić|opłać|opłacić|opłaćcie|przelej|przelejcie|przelać|ureguluj|uregulować|płatność|proszę (zapłacić|opłacić|przelać|uregulować)
f:pay (można|mogą) [być] (płacić|zapłacić|opłacić|przelać|zapłacona)|do zapłaty
x:merge scal|scalcie|scalić|zmerguj|zmergować|merguj|mergujcie|połącz|łączcie
f:merge można (scalać|scalić|mergować)
x:release wypuść|wypuśćcie|wypuścić|wypuszczaj|wypuszczajcie|wypuszczamy|wypuszczać|wdrażaj|wdrażajcie|wdrażamy|wdrażać|wdróż|wdróżcie|wdrożyć|opublikuj|opublikować|opublikujcie|publikuj|publikujcie|publikować|wydaj|wydajcie|wydać|otaguj|otagować|taguj|taguje(my|)|puść|puśćcie|puszczaj|puszczajcie|puszczamy|puszczać|wrzucaj|wrzucajcie|wrzuć [na produkcję|na proda|]|deployuj|deployujcie|releasuj
f:release (można|mogą) (wypuszczać|wypuścić|wdrażać|wdrożyć|publikować|iść na produkcję|wyjść|iść)|na produkcję|na proda
x:refund zwróć|zwrócić|zwróćcie pieniądze|zwróć pieniądze
x:send wyślij|wyślijcie|wysłać|wysyłaj|wysyłajcie|wysyłać
x:restart zrestartuj|zrestartować|restartuj|uruchom ponownie|uruchomić ponownie
x:create utwórz|utworzyć|stwórz|stworzyć|dodaj|dodać
x:order zamów|zamówić|zamawiaj|kup|kupić
x:cancel odwołaj|odwołać
p proszę|proszę o|[to] (można|możesz|możecie|możemy|mogą państwo) [już|śmiało]|zgoda na|zgadzam się na|wyrażam zgodę na|zezwalam na|akceptuję|zatwierdzam|daję zgodę na|tak dla|niech (pan|pani)|śmiało
o to|ten|tę|tą|ta|te|tego|tej|ją|go|je|prośbę|akcję|krok|zmianę|operację|rzecz|zadanie|całość|wszystko|stary|starą|stare|nową|nowy
o:pay fakturę|faktura|faktury|płatność|płatności|kwotę|kwota|pieniądze|dostawcy|przelew|rachunek
o:branch gałąź|gałęzi|branch|brancha
o:release wersję|wersja|wersji|release|wydanie|tag|tagu|wdrożenie|build|produkcję|prod|aktualizację|poprawkę|commit|łatkę
o:merge pr|pull request|merge request|gałąź
o:data plik|pliki|folder|rekord|rekordy|tabelę|backup|dane|bazę
o:account konto|użytkownika|użytkowników
o:server serwer|usługę|instancję|maszynę
o:send maila|wiadomość|mail|newsletter|list
o:refund zwrot|kwotę|pieniądze|klientowi
o:order zamówienie
j z (mojej|naszej) strony|ode mnie|dla mnie|niniejszym|więc|zatem|tak jak (planowano|ustalono|zaproponowano)|zgodnie z (planem|ustaleniami)|natychmiast|niezwłocznie|jak najszybciej|bez problemu|chętnie|i|oraz|a|na|do|w|z|spokojnie|od razu|bez żalu|bez obaw|sobie|no|już
t teraz|dziś|dzisiaj|jeszcze dziś|jeszcze dzisiaj|zaraz
g cześć|hej|witam|dzień dobry|dzięki|dziękuję|dziękuję bardzo|wielkie dzięki|pozdrawiam|pozdrowienia|z poważaniem|miłego dnia|dzięki za (pytanie|info|informację|przypomnienie|podsumowanie|sprawdzenie)|dziękuję za (pytanie|informację|przypomnienie)|z pozdrowieniami
r ja|my|jest|są|i|to|ten|ta|te|wszystko|wszystkie|mnie|nam|z|w|na|liczby|dane|testy|test|kod|plan|diff|pipeline|build|kwota|kwoty|faktura|gałąź|dostawa|wersja|towar|też|sam|sama|zamówienie|tutaj|bardzo|się|stary|śmieć|u|rachunki
e poprawne|poprawny|poprawna|prawidłowe|prawidłowa|zielone|ok|w porządku|dobrze|sprawdziłem|sprawdziłam|sprawdzone|sprawdzona|sprawdziliśmy|przejrzałem|przejrzałam|przetestowałem|przetestowałam|przetestowane|przetestowana|przeczytałem|zgadza się|się zgadza|zgadzają się|się zgadzają|dotarł|dostarczone|kompletne|gotowe|gotowa|czyste|stabilne|stabilna|działa|działają|przestarzała|martwa|stary śmieć|zbędna|nikt (już|) [tego|jej|go] (nie używa|nie potrzebuje) [tego|jej|go|już]|nikt juz tego nie uzywa|nie jest już (potrzebna|potrzebne|używana)|nie potrzebujemy (jej|tego|go) już|już nam niepotrzebna|bez (zastrzeżeń|uwag|błędów)
n nie|nigdy|żadne|żadnej|żadnych|żaden|nic|niczego|ani
k odrzucam|odrzucamy|odrzucone|odrzucony|odrzucona|odmawiam|odmawiamy|odmowa|odmowna|sprzeciwiam się|sprzeciw|veto|weto|anuluj|anulujcie|anulować|proszę anulować|wycofaj|wycofajcie|proszę wycofać|łapy precz|ręce precz|zostaw [tę|ją|to|tą|go] [gałąź|w spokoju|branch]|zostawcie [tę|ją|to|go] [gałąź|w spokoju|branch]|proszę (zostawić|zachować) [tę|] [gałąź|ją]|zachowaj [tę|] [gałąź]|ma (zostać|pozostać)|musi zostać|zostaje|zostawiamy|nie zgadzam się|nie wyrażam zgody|brak zgody|bez zgody|nie ma zgody|nie ma mowy|jestem (przeciw|przeciwny|przeciwna|na nie)|przeciw|do zwrotu|nie dziękuję|mówię nie|opinia negatywna|negatywnie|w żadnym wypadku|wykluczone
a zgadzam się|zgody|zgoda|zgodę|zatwierdzam|zatwierdzać|zatwierdzone|akceptuję|akceptować|rób|róbcie|robić|zrobić|robimy|ruszamy|ruszać|ruszaj|ruszajcie|dotykać|dotykaj|dotykajcie|usuwamy|usuwaj|płacimy|zapłacę|wdrażamy|wypuszczamy|publikujemy|kasujemy|pozwalam|zezwalam|podpiszę|podpisuję|chcę|wykonywać|realizować|kasuj|akceptacji|tykać|zgadzamy się|puszczamy
k po moim trupie|nigdy w życiu|w życiu|zapomnij|zapomnijcie|nie ma takiej opcji|ani mi się śni|mowy nie ma|nie wchodzi w grę|niee|nieee|moja odpowiedź (brzmi|to) nie|odpowiedź (brzmi|to) nie|(muszę|musimy) (odmówić|odrzucić|powiedzieć nie)|(wyrzuć|wyrzućcie|usuń|zdejmij) (to|ją|go|tę prośbę|wydanie|wniosek) z kolejki|(cofnij|cofnijcie|wycofać|porzuć|porzućcie|zablokuj|zablokujcie) [to|ją|go|tę prośbę|wydanie|wniosek]|odrzucić|odrzuć|odrzućcie|zablokowane|zablokowany|wycofane|niedopuszczalne|niemożliwe|zabronione|zabraniam|wykluczone|żadnego (wydania|wdrożenia|release'u|tagowania)|bez mojej (zgody|akceptacji)|kciuk w dół|lepiej nie
k (żadnego|bez|nie będzie) zwrotu|żadnych zwrotów|zwrot się nie należy|nie należy się (zwrot|jej|mu)
a wyjdzie|wychodzi|wychodzą|pójdzie|idzie|puszczaj|puszczajcie|puścić|wypuszczaj|wypuszczajcie|wypuścić|wdrażaj|wdrażajcie|wdrażać|wdrożyć|publikuj|publikować|taguj|tagować|wydawaj|wydawać|wydajemy|daję|dam|damy|dostaniesz|dostaniecie|dostanie|akceptacji|ma mojej|moja zgoda|mogę|możemy|podpisać|przejdzie|przechodzi|waż się|ważcie się|zamierzam|pozwolę|dopuszczę|dopuszczam|uruchamiaj|kontynuuj|kontynuujcie|będzie
z niestety|przykro mi|przepraszam|wybacz|źle|błędne|błędny|czerwone|zepsute|wczoraj|bo|ponieważ|błąd|błędy|dzięki za|dziękuję za
! dzięki za|dziękuję za|jeśli|jeżeli|jak tylko|gdy|gdyby|kiedy|dopóki|dopiero|aż|po|przed|zanim|ale|tylko|jedynie|oprócz|poza|jednak|jednakże|chociaż|choć|raczej|może|być może|chyba|prawdopodobnie|ewentualnie|mógłby|powinien|powinna|powinno|byłoby|chciałbym|chciałabym|bym|myślę|sądzę|przypuszczam|mam nadzieję|jutro|później|potem|wkrótce|następny|następnym|poniedziałek|wtorek|środę|środa|czwartek|piątek|sobota|niedziela|jeszcze|jeszcze nie|czekaj|czekajcie|czekamy|poczekaj|poczekajcie|najpierw|pierwsza|pierwszą|ratę|połowę|połowa|część|częściowo|niektóre|inna|inny|inne|innej|poprzednia|poprzedniej|ostatnia|wczoraj|było|był|była|miał|zapytaj|zapytajcie|pytaj|pytajcie|mówi|powiedział|on|ona|oni|ktoś|kto|co|dlaczego|czemu|jak|gdzie|który|która|czy|zasadzie|teoretycznie|prawie|ledwo|bez tego|o ile|pod warunkiem|warunkiem|haha|lol|hm|hmm|akurat|pa|żegnaj|niestety|przepraszam|ps|staging|testowe|wyjaśnij|spojrzeć|omówić|porozmawiać|źle|błędne|czerwone|zepsute|waham|wątpliwości|więcej|albo|lub|niby|podobno|tak sobie|resztę|zaliczkę|wiadomości
"""
