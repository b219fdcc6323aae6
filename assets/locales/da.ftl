### Det, besøgende læser, på dansk.

## Listen over døre

welcome = Velkommen
doors-hint =
    { $count ->
        [one] Gå hen til døren, og tryk så på knappen for at låse op.
       *[other] Vælg den dør, du står ved.
    }
unlock = Lås op
door-unnamed = Dør { $number }
state-unlocked = Låst op lige nu
state-offline = Offline lige nu
state-locked-down = Låst for alle lige nu
state-not-set-up = Ikke sat op endnu
other-doors = Andre døre
filter = Find en dør
filter-none = Ingen dør med det navn
check-again = Tjek igen
as-of = Senest tjekket: { $time }

## Efter et tryk

unlocked = { $door } er låst op
unlocked-advice = Du kan åbne nu. Døren låser automatisk igen.
already-unlocked = { $door } er allerede låst op
already-unlocked-advice = Du kan åbne nu.
already-opening = { $door } er allerede ved at blive låst op
already-opening-advice = Vent et øjeblik, og prøv så at åbne døren.
door-unlocked = Døren er låst op
door-problem = { $door }: { $problem }

## Mens en dør låses op, og når telefonen ikke har dækning

unlocking = Låser op…
unlocked-now = Låst op: du kan åbne nu
no-answer-yet = Intet svar endnu. Prøv at åbne døren, eller vent et øjeblik.

no-network-title = Din telefon er offline
no-network-text = Intet blev sendt, og intet blev låst op.
no-network-advice = Tryk på knappen igen, så snart du har dækning.

## Et spørgsmål, før en dør låses op

confirm-question = Lås { $door } op?
confirm-yes = Ja, lås op
confirm-no = Annuller
confirm-title = Bekræft venligst
confirm-text = Denne dør låses først op, når du har bekræftet det. Den er stadig låst.
confirm-advice = Tryk på døren igen, og bekræft.

## Hvornår linket gælder. $time er for eksempel “14.30”, $day er “i dag”, “fredag” eller “3. december”, $duration er “1 t. 35 min.”

from-when = Fra { $day } kl. { $time }
until-when = til { $day } kl. { $time }
in-duration = om { $duration }

## Rundt om siden

language = Sprog
close = Luk
printed = Åbn linket på din telefon for at låse døre op. En udskrift åbner ingenting.

hand-over-title = Fortsæt på telefonen
hand-over-text = Scan koden med telefonens kamera.
hand-over-code = QR-kode til denne side

## Når en besøgende er kørt fast

contact-title = Brug for hjælp?
call = Ring op
call-name = Ring til { $name }
write = Skriv en e-mail
reference = Reference til support: { $code }

## Hvad der kan være galt: en overskrift, hvad der skete, hvad man gør nu

unknown-link-title = Linket virker ikke
unknown-link-text = Måske er kun en del af det kopieret, eller også er det erstattet af et nyere.
unknown-link-advice = Åbn linket i din besked igen, eller bed afsenderen om et nyt.

expired-title = Linket er udløbet
expired-text = Den tid, det gjaldt for, er forbi, så det åbner ikke længere nogen døre.
expired-advice = Bed afsenderen om et nyt.

withdrawn-title = Linket er trukket tilbage
withdrawn-text = Det er slået fra og åbner ikke længere nogen døre.
withdrawn-advice = Spørg afsenderen, hvis du stadig skal ind.

not-yet-valid-title = Du er tidligt på den
not-yet-valid-text = Der er ikke noget galt med linket, men det gælder ikke endnu.
not-yet-valid-advice = Åbn det igen, når adgangen begynder. Du behøver ikke et nyt link.

outside-hours-title = Uden for dine tider
outside-hours-text = Der er ikke noget galt med linket, men det åbner ikke døre lige nu.
outside-hours-advice = Prøv igen i det tidsrum, du har fået oplyst, eller spørg afsenderen.

refused-title = Ingen adgang med dette link
refused-text = Adgangssystemet lader ikke dette link åbne døren.
refused-advice = Spørg den, der sendte linket.

unknown-door-title = Linket åbner ikke den dør
unknown-door-text = Døren er ikke, eller ikke længere, blandt dem, du må åbne.
unknown-door-advice = Vælg en af de viste døre.

cross-site-title = Det kom ikke fra dit link
cross-site-text = Et andet websted prøvede at låse en dør op. Intet blev låst op.
cross-site-advice = Åbn linket i din besked, og vælg døren dér.

locked-down-title = Låst for alle lige nu
locked-down-text = Døren er blevet låst for alle. Intet link kan låse den op lige nu.
locked-down-advice = Gå væk fra døren, hvis der er alarm. Spørg ellers på stedet.

alarm-title = Alarmen er slået til: gå ikke ind
alarm-text = Bygningens alarm er slået til, så døren blev ikke låst op.
alarm-advice = Gå væk fra døren, og ring til den, der har inviteret dig.

not-set-up-title = Døren er ikke sat op endnu
not-set-up-text = Låsen er ikke forbundet, så døren kan ikke låses op herfra.
not-set-up-advice = Brug en anden dør, eller spørg på stedet.

rate-limited-title = Et øjeblik
rate-limited-text = Der er for travlt lige nu. Intet blev låst op denne gang.
rate-limited-advice = Vent et minut, og prøv så igen.

offline-title = Døren er offline
offline-text = Der er ingen forbindelse til den lige nu, så den blev ikke låst op.
offline-advice = Prøv igen om et minut, brug en anden dør, eller spørg på stedet.

busy-title = Døren skal bruge et par sekunder
busy-text = Låsen er optaget lige nu, så døren blev ikke låst op.
busy-advice = Vent et par sekunder, og prøv så igen.

unavailable-title = Der er ingen forbindelse til dørene lige nu
unavailable-text = Adgangssystemet svarer ikke. Der er ikke noget galt med dit link.
unavailable-advice = Hvis du allerede har valgt en dør, så prøv først at åbne den. Prøv ellers igen om et øjeblik.

timeout-title = Intet svar fra døren
timeout-text = Måske blev den låst op, måske ikke.
timeout-advice = Prøv at åbne døren. Hvis den ikke går op, så tryk på knappen igen.

## Sider uden dør

waiting-title = Dine døre hentes…
waiting-text = Vent et øjeblik. De vises her af sig selv.

empty-title = Ingen døre endnu
empty-text = Linket virker, men der er ikke føjet nogen dør til det.
empty-advice = Bed afsenderen om at tilføje de døre, du har brug for.

not-found-title = Siden findes ikke
not-found-text = Adressen er måske ufuldstændig.
not-found-advice = Åbn linket i din besked igen.

bad-request-title = Det lykkedes ikke
bad-request-text = Forespørgslen kom ikke fra en af vores sider, eller også var den ufuldstændig.
bad-request-advice = Åbn linket i din besked, og vælg en dør dér.

home-title = Åbn linket i din besked
home-text = Du kommer til dine døre via det personlige link, du har fået.
home-advice = Find det i dine e-mails eller beskeder, og åbn det på telefonen.

## Mailen med linket. $brand er den, der inviterer, $place bygningen, $name den inviterede

mail-subject = Din adgang til { $place }
mail-title = Din adgang til { $place }
mail-greeting = Hej { $name }
mail-intro = { $brand } har givet dig et personligt link. Med det kan du låse dørene op fra telefonen.
mail-intro-place = { $brand } har givet dig et personligt link, der giver adgang til { $place }. Med det kan du låse dørene dér op fra telefonen.
mail-from = Gælder fra
mail-until = Gælder til
mail-button = Vis mine døre
mail-hint = Åbn linket på din telefon, når du står ved døren.
mail-url = Hvis knappen ikke virker, så åbn denne adresse:
mail-directions = Sådan finder du vej
mail-code = Eller hold denne kode op foran scanneren ved siden af døren.
mail-code-name = QR-kode til scanneren
mail-keep = Linket virker som en nøgle, så giv det venligst ikke videre.
mail-why = Du får denne e-mail, fordi { $brand } har givet dig adgang. Hvis du ikke ventede den, kan du bare slette den.
mail-signature = { $brand }
