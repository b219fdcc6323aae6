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
check-again = Sprawdź ponownie
as-of = Stan drzwi mógł się zmienić od { $time }

## Po dotknięciu

unlocked = { $door }: drzwi odblokowane
unlocked-advice = Możesz już otworzyć drzwi. Potem same się zablokują.
already-unlocked = { $door }: drzwi są już odblokowane
already-unlocked-advice = Możesz już otworzyć drzwi.
already-opening = { $door }: drzwi już się odblokowują
already-opening-advice = Poczekaj chwilę, a potem naciśnij klamkę.

## Podczas odblokowywania i gdy telefon nie ma zasięgu

unlocking = Otwieranie…
unlocked-now = Odblokowane
no-answer-yet = Jeszcze nie ma odpowiedzi. Naciśnij klamkę albo poczekaj chwilę.

no-network-title = Telefon jest offline
no-network-text = Nic nie zostało wysłane i żadne drzwi nie zostały odblokowane.
no-network-advice = Gdy wróci zasięg, dotknij przycisku jeszcze raz.

## Pytanie przed odblokowaniem drzwi

confirm-question = Otworzyć drzwi „{ $door }”?
confirm-yes = Tak, otwórz
confirm-no = Anuluj
confirm-title = Prosimy o potwierdzenie
confirm-text = Te drzwi zostaną odblokowane dopiero po potwierdzeniu. Są nadal zablokowane.
confirm-advice = Proszę dotknąć drzwi jeszcze raz i potwierdzić.

## Kiedy link jest ważny. $time to data, np. „1 grudnia 2026 09:00”, albo „za 2 godziny”

valid-from = Ważny od { $time }
valid-until = Ważny do { $time }
begins = Dostęp zacznie się { $time }.
ends = Dostęp skończy się { $time }.

## Wokół strony

language = Język
printed = Otwórz ten link w telefonie, aby otwierać drzwi. Wydruk niczego nie otworzy.

## Gdy ktoś potrzebuje pomocy

contact-title = Potrzebna pomoc?
reference = Kod dla pomocy technicznej: { $code }

## Co może być nie tak: tytuł, co się stało, co teraz zrobić

unknown-link-title = Ten link niczego nie otwiera
unknown-link-text = Być może skopiowano tylko jego część albo zastąpił go nowszy.
unknown-link-advice = Otwórz jeszcze raz link z wiadomości albo poproś nadawcę o nowy.

expired-title = Ten link wygasł
expired-text = Jego czas minął i nie otwiera już żadnych drzwi.
expired-advice = Poproś nadawcę o nowy.

withdrawn-title = Ten link został wycofany
withdrawn-text = Wyłączono go i nie otwiera już żadnych drzwi.
withdrawn-advice = Jeśli nadal musisz wejść, skontaktuj się z nadawcą.

not-yet-valid-title = Jeszcze za wcześnie
not-yet-valid-text = Link jest poprawny, ale dostęp jeszcze się nie zaczął.
not-yet-valid-advice = Otwórz go ponownie, gdy przyjdzie pora. Nowy link nie jest potrzebny.

outside-hours-title = Nie o tej porze
outside-hours-text = Link jest poprawny, ale o tej porze nie otwiera drzwi.
outside-hours-advice = Spróbuj ponownie w ustalonych godzinach albo skontaktuj się z nadawcą linku.

refused-title = Odmowa dostępu
refused-text = System dostępu nie pozwala otworzyć drzwi tym linkiem.
refused-advice = Skontaktuj się z nadawcą albo skorzystaj z pomocy poniżej.

unknown-door-title = Ten link nie otwiera tych drzwi
unknown-door-text = Nie ma ich, lub już nie ma, wśród drzwi, które możesz otworzyć.
unknown-door-advice = Wybierz jedne z pokazanych drzwi.

cross-site-title = To nie pochodzi z Twojego linku
cross-site-text = Inna strona internetowa próbowała odblokować drzwi. Nic nie zostało odblokowane.
cross-site-advice = Otwórz link z wiadomości i tam wybierz drzwi.

locked-down-title = Teraz zablokowane dla wszystkich
locked-down-text = Administracja budynku zablokowała te drzwi. Nikt nie może ich odblokować linkiem.
locked-down-advice = Zapytaj na miejscu, a w razie alarmu nie czekaj przy drzwiach.

alarm-title = Alarm jest włączony: proszę nie wchodzić
alarm-text = Alarm w budynku jest włączony, dlatego zamek nie został odblokowany.
alarm-advice = Proszę odejść od drzwi i zadzwonić do osób, które Państwa zaprosiły.

not-set-up-title = Te drzwi nie są jeszcze skonfigurowane
not-set-up-text = Ich zamek nie jest podłączony, więc nie da się ich stąd odblokować.
not-set-up-advice = Skorzystaj z innych drzwi albo zapytaj na miejscu.

rate-limited-title = Prosimy trochę wolniej
rate-limited-text = Było zbyt wiele prób w krótkim czasie. Tym razem nic nie zostało odblokowane.
rate-limited-advice = Poczekaj minutę i spróbuj ponownie.

offline-title = Te drzwi są offline
offline-text = Nie ma z nimi teraz połączenia, więc nie zostały odblokowane.
offline-advice = Spróbuj ponownie za minutę, skorzystaj z innych drzwi albo zapytaj na miejscu.

busy-title = Drzwi potrzebują kilku sekund
busy-text = Nie mogą teraz odpowiedzieć i nie zostały odblokowane.
busy-advice = Poczekaj kilka sekund i spróbuj ponownie.

unavailable-title = Nie ma teraz połączenia z drzwiami
unavailable-text = System dostępu nie odpowiada. To nie wina linku.
unavailable-advice = Spróbuj ponownie za chwilę. Jeśli drzwi zostały już wybrane, najpierw naciśnij klamkę.

timeout-title = Drzwi nie odpowiedziały
timeout-text = Może są odblokowane, a może nie.
timeout-advice = Naciśnij klamkę. Jeśli drzwi się nie otworzą, dotknij przycisku jeszcze raz.

## Strony bez drzwi

empty-title = Nie ma jeszcze żadnych drzwi
empty-text = Link działa, ale nie dodano do niego żadnych drzwi.
empty-advice = Poproś nadawcę o dodanie potrzebnych drzwi.

not-found-title = Tu nic nie ma
not-found-text = Ten adres nie prowadzi do żadnej strony.
not-found-advice = Otwórz jeszcze raz link z wiadomości.

bad-request-title = Nie udało się tego odczytać
bad-request-text = Żadna z naszych stron czegoś takiego nie wysyła.
bad-request-advice = Otwórz link z wiadomości i tam wybierz drzwi.

home-title = Otwórz link z wiadomości
home-text = Twoje drzwi kryją się za osobistym linkiem, który do Ciebie wysłano.
home-advice = Znajdź go w e-mailach lub wiadomościach i otwórz tu, w telefonie.
