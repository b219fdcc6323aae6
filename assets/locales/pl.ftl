### Co czytają goście, po polsku.

## Lista drzwi

welcome = Witamy
doors-hint =
    { $count ->
        [one] Podejdź do drzwi, a potem dotknij przycisku, aby je otworzyć.
        [few] Wybierz drzwi, przed którymi stoisz.
        [many] Wybierz drzwi, przed którymi stoisz.
       *[other] Wybierz drzwi, przed którymi stoisz.
    }
unlock = Otwórz
door-unnamed = Drzwi { $number }
state-unlocked = Teraz odblokowane
state-offline = Chwilowo offline
state-locked-down = Teraz zablokowane dla wszystkich
state-not-set-up = Jeszcze nieskonfigurowane
other-doors = Inne drzwi
filter = Szukaj drzwi
filter-none = Nie ma drzwi o takiej nazwie
check-again = Odśwież
as-of = Ostatnio sprawdzono: { $time }

## Po dotknięciu

unlocked = { $door }: zamek odblokowany
unlocked-advice = Możesz już otworzyć drzwi. Potem same się zablokują.
already-unlocked = { $door }: zamek jest już odblokowany
already-unlocked-advice = Możesz już otworzyć drzwi.
already-opening = { $door }: zamek już się odblokowuje
already-opening-advice = Poczekaj chwilę, a potem spróbuj otworzyć drzwi.
door-unlocked = Zamek jest odblokowany
door-problem = { $door }: { $problem }

## Podczas odblokowywania i gdy telefon nie ma zasięgu

unlocking = Chwileczkę…
unlocked-now = Odblokowano: otwórz
no-answer-yet = Jeszcze nie ma odpowiedzi. Spróbuj otworzyć drzwi albo poczekaj chwilę.

no-network-title = Telefon jest offline
no-network-text = Nic nie zostało wysłane i żadne drzwi nie zostały odblokowane.
no-network-advice = Gdy wróci zasięg, dotknij przycisku jeszcze raz.

## Pytanie przed odblokowaniem drzwi

confirm-question = Otworzyć „{ $door }”?
confirm-yes = Tak, otwórz
confirm-no = Anuluj
confirm-title = Potwierdź, proszę
confirm-text = Te drzwi zostaną odblokowane dopiero po potwierdzeniu. Są nadal zablokowane.
confirm-advice = Dotknij drzwi jeszcze raz i potwierdź.

## Kiedy link jest ważny. $time to np. „14:30”, $day to „dzisiaj”, „piątek” albo „3 grudnia”, $duration to „1 godz. 35 min”

from-when = Od: { $day }, { $time }
until-when = do: { $day }, { $time }
in-duration = za { $duration }

## Wokół strony

language = Język
close = Zamknij
printed = Otwórz ten link w telefonie, aby otwierać drzwi. Wydruk niczego nie otworzy.

hand-over-title = Przejdź na telefon
hand-over-text = Zeskanuj ten kod aparatem w telefonie.
hand-over-code = Kod QR tej strony

## Gdy ktoś potrzebuje pomocy

contact-title = Potrzebna pomoc?
call = Zadzwoń
call-name = Zadzwoń: { $name }
write = Napisz e-mail
reference = Kod dla pomocy technicznej: { $code }

## Co może być nie tak: tytuł, co się stało, co teraz zrobić

unknown-link-title = Ten link nie działa
unknown-link-text = Być może skopiowano tylko jego część albo zastąpił go nowszy.
unknown-link-advice = Otwórz jeszcze raz link z wiadomości albo poproś nadawcę o nowy.

expired-title = Ten link wygasł
expired-text = Minął jego termin ważności, więc link nie otwiera już żadnych drzwi.
expired-advice = Poproś nadawcę o nowy.

withdrawn-title = Ten link został wycofany
withdrawn-text = Został wyłączony i nie otwiera już żadnych drzwi.
withdrawn-advice = Jeśli nadal musisz wejść, skontaktuj się z nadawcą.

not-yet-valid-title = Jeszcze za wcześnie
not-yet-valid-text = Z linkiem wszystko w porządku, ale jeszcze nie działa.
not-yet-valid-advice = Otwórz go ponownie, gdy przyjdzie pora. Nowy link nie jest potrzebny.

outside-hours-title = Poza godzinami dostępu
outside-hours-text = Z linkiem wszystko w porządku, ale teraz nie otwiera drzwi.
outside-hours-advice = Spróbuj ponownie w wyznaczonym czasie albo skontaktuj się z nadawcą linku.

refused-title = Brak dostępu z tym linkiem
refused-text = System dostępu nie pozwala otworzyć drzwi tym linkiem.
refused-advice = Skontaktuj się z nadawcą linku.

unknown-door-title = Ten link nie otwiera tych drzwi
unknown-door-text = Nie ma ich albo już ich nie ma wśród drzwi, które możesz otworzyć.
unknown-door-advice = Wybierz jedne z pokazanych drzwi.

cross-site-title = Ta próba nie pochodzi z Twojego linku
cross-site-text = Inna strona internetowa próbowała odblokować drzwi. Nic nie zostało odblokowane.
cross-site-advice = Otwórz link z wiadomości i tam wybierz drzwi.

locked-down-title = Teraz zablokowane dla wszystkich
locked-down-text = Te drzwi zablokowano dla wszystkich. Żaden link ich teraz nie odblokuje.
locked-down-advice = W razie alarmu odejdź od drzwi. W innym wypadku zapytaj na miejscu.

alarm-title = Alarm jest włączony: nie wchodź
alarm-text = Alarm w budynku jest włączony, dlatego zamek nie został odblokowany.
alarm-advice = Odejdź od drzwi i zadzwoń do osób, które Cię zaprosiły.

not-set-up-title = Te drzwi nie są jeszcze skonfigurowane
not-set-up-text = Ich zamek nie jest podłączony, więc nie da się ich stąd odblokować.
not-set-up-advice = Skorzystaj z innych drzwi albo zapytaj na miejscu.

rate-limited-title = Chwileczkę
rate-limited-text = System jest teraz przeciążony. Tym razem nic nie zostało odblokowane.
rate-limited-advice = Poczekaj minutę i spróbuj ponownie.

offline-title = Te drzwi są offline
offline-text = Nie ma z nimi teraz połączenia, więc nie zostały odblokowane.
offline-advice = Spróbuj ponownie za minutę, skorzystaj z innych drzwi albo zapytaj na miejscu.

busy-title = Drzwi potrzebują kilku sekund
busy-text = Zamek jest teraz zajęty, więc nie został odblokowany.
busy-advice = Poczekaj kilka sekund i spróbuj ponownie.

unavailable-title = Nie ma teraz połączenia z drzwiami
unavailable-text = System dostępu nie odpowiada. To nie wina linku.
unavailable-advice = Jeśli drzwi zostały już wybrane, najpierw spróbuj je otworzyć. Jeśli nie, spróbuj ponownie za chwilę.

timeout-title = Drzwi nie odpowiedziały
timeout-text = Może są odblokowane, a może nie.
timeout-advice = Spróbuj otworzyć drzwi. Jeśli się nie da, dotknij przycisku jeszcze raz.

## Strony bez drzwi

waiting-title = Szukamy Twoich drzwi…
waiting-text = Chwileczkę. Drzwi same się tu pojawią.

empty-title = Nie ma jeszcze żadnych drzwi
empty-text = Link działa, ale nie dodano do niego żadnych drzwi.
empty-advice = Poproś nadawcę o dodanie potrzebnych drzwi.

not-found-title = Nie znaleziono strony
not-found-text = Być może adres jest niepełny.
not-found-advice = Otwórz jeszcze raz link z wiadomości.

bad-request-title = To się nie udało
bad-request-text = To żądanie nie pochodzi z naszej strony albo jest niepełne.
bad-request-advice = Otwórz link z wiadomości i tam wybierz drzwi.

home-title = Otwórz link z wiadomości
home-text = Do Twoich drzwi prowadzi osobisty link, który do Ciebie wysłano.
home-advice = Znajdź go w e-mailach lub wiadomościach i otwórz w telefonie.

## E-mail z linkiem. $brand to zapraszający, $place to budynek, $name to osoba zaproszona

mail-subject = Twój dostęp: { $place }
mail-title = Twój dostęp: { $place }
mail-greeting = Dzień dobry, { $name }!
mail-intro = { $brand } udostępnia Ci osobisty link. Dzięki niemu otworzysz drzwi telefonem.
mail-intro-place = { $brand } udostępnia Ci osobisty link. Dzięki niemu otworzysz telefonem drzwi w tym miejscu: { $place }.
mail-from = Ważny od
mail-until = Ważny do
mail-button = Pokaż moje drzwi
mail-hint = Otwórz link w telefonie, gdy staniesz przed drzwiami.
mail-url = Jeśli przycisk nie działa, otwórz ten adres:
mail-directions = Jak trafić na miejsce
mail-code = Możesz też zbliżyć ten kod do czytnika obok drzwi.
mail-code-name = Kod QR dla czytnika
mail-keep = Ten link działa jak klucz, dlatego prosimy nie przekazywać go dalej.
mail-why = Otrzymujesz ten e-mail, ponieważ { $brand } udziela Ci dostępu. Jeśli nie spodziewasz się tej wiadomości, po prostu ją usuń.
mail-signature = { $brand }
