### Wat bezoekers lezen, in het Nederlands.

## De lijst met deuren

welcome = Welkom
doors-hint =
    { $count ->
        [one] Ga naar de deur en tik dan op de knop om te openen.
       *[other] Kies de deur waar u voor staat.
    }
unlock = Openen
door-unnamed = Deur { $number }
state-unlocked = Nu ontgrendeld
state-offline = Nu even offline
state-locked-down = Nu voor iedereen vergrendeld
state-not-set-up = Nog niet ingesteld
other-doors = Andere deuren
filter = Zoek een deur
filter-none = Geen deur met die naam
check-again = Vernieuwen
as-of = Laatst gecontroleerd: { $time }

## Na het tikken

unlocked = { $door } is ontgrendeld
unlocked-advice = U kunt de deur nu openen. Die gaat vanzelf weer op slot.
already-unlocked = { $door } is al ontgrendeld
already-unlocked-advice = U kunt de deur nu openen.
already-opening = { $door } wordt al ontgrendeld
already-opening-advice = Wacht even en probeer dan of de deur opengaat.
door-unlocked = De deur is ontgrendeld
door-problem = { $door }: { $problem }

## Terwijl een deur wordt ontgrendeld, en als de telefoon geen bereik heeft

unlocking = Bezig…
unlocked-now = Ontgrendeld: open de deur
no-answer-yet = Nog geen antwoord. Probeer of de deur opengaat, of wacht even.

no-network-title = Uw telefoon is offline
no-network-text = Er is niets verstuurd en niets ontgrendeld.
no-network-advice = Tik nog een keer op de knop zodra u weer bereik hebt.

## Nog een vraag voordat een deur wordt ontgrendeld

confirm-question = { $door } openen?
confirm-yes = Ja, openen
confirm-no = Annuleren
confirm-title = Bevestig dit eerst
confirm-text = Deze deur wordt pas ontgrendeld nadat u dit hebt bevestigd. De deur is nog vergrendeld.
confirm-advice = Tik nog eens op de deur en bevestig.

## Wanneer de link geldig is. $time is bijvoorbeeld ‘14:30’, $day is ‘vandaag’, ‘vrijdag’ of ‘3 december’, $duration is ‘1 uur 35 min’

from-when = Vanaf { $day } om { $time }
until-when = tot { $day } om { $time }
in-duration = over { $duration }

## Rond de pagina

language = Taal
close = Sluiten
printed = Open deze link op uw telefoon om deuren te openen. Een afdruk opent niets.

hand-over-title = Ga verder op uw telefoon
hand-over-text = Scan deze code met de camera van uw telefoon.
hand-over-code = QR-code van deze pagina

## Als een bezoeker vastloopt

contact-title = Hulp nodig?
call = Bellen
call-name = { $name } bellen
write = E-mail schrijven
reference = Referentie voor support: { $code }

## Wat er mis kan zijn: een titel, wat er gebeurde, wat u nu kunt doen

unknown-link-title = Deze link werkt niet
unknown-link-text = Misschien is maar een deel gekopieerd, of is de link door een nieuwere vervangen.
unknown-link-advice = Open de link nog een keer vanuit uw bericht, of vraag de afzender om een nieuwe.

expired-title = Deze link is verlopen
expired-text = De geldigheid is voorbij, dus de link opent geen deuren meer.
expired-advice = Vraag de afzender om een nieuwe.

withdrawn-title = Deze link is ingetrokken
withdrawn-text = De link is uitgeschakeld en opent geen deuren meer.
withdrawn-advice = Moet u nog naar binnen? Vraag het de afzender.

not-yet-valid-title = U bent vroeg
not-yet-valid-text = Uw link is in orde, maar is nog niet geldig.
not-yet-valid-advice = Open de link opnieuw zodra het zover is. U hebt geen nieuwe nodig.

outside-hours-title = Buiten uw toegangstijden
outside-hours-text = Uw link is in orde, maar opent nu geen deuren.
outside-hours-advice = Probeer het opnieuw op de afgesproken tijden, of vraag het de afzender.

refused-title = Geen toegang met deze link
refused-text = Het toegangssysteem staat niet toe dat deze link de deur opent.
refused-advice = Vraag het degene die u de link stuurde.

unknown-door-title = Deze link opent die deur niet
unknown-door-text = De deur hoort niet, of niet meer, bij de deuren die u mag openen.
unknown-door-advice = Kies een van de getoonde deuren.

cross-site-title = Dit kwam niet van uw link
cross-site-text = Een andere website probeerde een deur te ontgrendelen. Er is niets ontgrendeld.
cross-site-advice = Open de link in uw bericht en kies daar de deur.

locked-down-title = Nu voor iedereen vergrendeld
locked-down-text = Deze deur is voor iedereen vergrendeld. Geen enkele link kan de deur nu ontgrendelen.
locked-down-advice = Ga bij een alarm weg van de deur. Vraag anders iemand ter plaatse.

alarm-title = Het alarm staat aan: ga niet naar binnen
alarm-text = Het alarm van het gebouw staat aan, daarom is de deur niet ontgrendeld.
alarm-advice = Ga weg van de deur en bel de mensen die u hebben uitgenodigd.

not-set-up-title = Deze deur is nog niet ingesteld
not-set-up-text = Het slot is niet verbonden, dus de deur kan niet vanaf hier worden ontgrendeld.
not-set-up-advice = Neem een andere deur, of vraag het ter plaatse.

rate-limited-title = Een ogenblik, alstublieft
rate-limited-text = Het is nu te druk. Deze keer is niets ontgrendeld.
rate-limited-advice = Wacht een minuut en probeer het dan opnieuw.

offline-title = Deze deur is offline
offline-text = De deur is nu niet bereikbaar en is daarom niet ontgrendeld.
offline-advice = Probeer het over een minuut opnieuw, neem een andere deur, of vraag het ter plaatse.

busy-title = De deur heeft een paar seconden nodig
busy-text = Het slot is nog bezig, dus de deur is niet ontgrendeld.
busy-advice = Wacht een paar seconden en probeer het dan opnieuw.

unavailable-title = De deuren zijn nu niet bereikbaar
unavailable-text = Het toegangssysteem antwoordt niet. Het ligt niet aan uw link.
unavailable-advice = Had u al een deur gekozen? Probeer dan eerst of die opengaat. Probeer het anders zo meteen opnieuw.

timeout-title = Geen antwoord van de deur
timeout-text = Misschien is de deur ontgrendeld, misschien niet.
timeout-advice = Probeer of de deur opengaat. Zo niet, tik dan nog een keer op de knop.

## Pagina’s zonder deur

waiting-title = Uw deuren worden opgezocht…
waiting-text = Een ogenblik. Ze verschijnen hier vanzelf.

empty-title = Nog geen deuren
empty-text = Deze link werkt, maar er is nog geen deur aan toegevoegd.
empty-advice = Vraag de afzender om de deuren toe te voegen die u nodig hebt.

not-found-title = Pagina niet gevonden
not-found-text = Misschien is het adres niet volledig.
not-found-advice = Open de link nog een keer vanuit uw bericht.

bad-request-title = Dat is niet gelukt
bad-request-text = Het verzoek kwam niet van een van onze pagina’s, of was niet volledig.
bad-request-advice = Open de link in uw bericht en kies daar een deur.

home-title = Open de link in uw bericht
home-text = Uw deuren vindt u via de persoonlijke link die u hebt gekregen.
home-advice = Zoek de link in uw e-mail of berichten en open hem op uw telefoon.

## De e-mail met de link. $brand is wie uitnodigt, $place het gebouw, $name wie is uitgenodigd

mail-subject = Uw toegang tot { $place }
mail-title = Uw toegang tot { $place }
mail-greeting = Beste { $name },
mail-intro = { $brand } heeft u een persoonlijke link gegeven. Daarmee opent u de deuren met uw telefoon.
mail-intro-place = { $brand } heeft u een persoonlijke link voor { $place } gegeven. Daarmee opent u daar de deuren met uw telefoon.
mail-from = Geldig vanaf
mail-until = Geldig tot
mail-button = Mijn deuren bekijken
mail-hint = Open de link op uw telefoon als u voor de deur staat.
mail-url = Werkt de knop niet? Open dan dit adres:
mail-directions = Zo komt u er
mail-code = Of houd deze code voor de scanner naast de deur.
mail-code-name = QR-code voor de scanner
mail-keep = Deze link werkt als een sleutel, dus geef hem alstublieft niet aan anderen door.
mail-why = U krijgt deze e-mail omdat { $brand } u toegang heeft gegeven. Had u hem niet verwacht? Verwijder hem dan.
mail-signature = { $brand }
