### Det, besøgende læser, på dansk.

## Listen over døre

welcome = Velkommen
doors-hint =
    { $count ->
        [one] Stil dig ved døren, og tryk så på knappen for at låse op.
       *[other] Vælg den dør, du står ved.
    }
unlock = Lås op
door-unnamed = Dør { $number }
state-unlocked = Låst op lige nu
state-offline = Offline lige nu
state-locked-down = Låst for alle lige nu
state-not-set-up = Ikke sat op endnu
other-doors = Andre døre
check-again = Tjek igen
as-of = Dørenes status kan have ændret sig siden { $time }

## Efter et tryk

unlocked = { $door } er låst op
unlocked-advice = Du kan åbne nu. Døren låser automatisk igen.
already-unlocked = { $door } er allerede låst op
already-unlocked-advice = Du kan åbne nu.
already-opening = { $door } er allerede ved at blive låst op
already-opening-advice = Vent et øjeblik, og prøv så håndtaget.

## Mens en dør låses op, og når telefonen ikke har dækning

unlocking = Låser op…
unlocked-now = Låst op
no-answer-yet = Intet svar endnu. Prøv håndtaget, eller vent et øjeblik.

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

## Hvornår linket gælder. $time er en dato som “1. december 2026 kl. 09.00” eller “om 2 timer”

valid-from = Gælder fra { $time }
valid-until = Gælder til { $time }
begins = Adgangen begynder { $time }.
ends = Adgangen slutter { $time }.

## Rundt om siden

language = Sprog
printed = Åbn linket på din telefon for at låse døre op. Et udprint åbner ingenting.

## Når en besøgende er kørt fast

contact-title = Brug for hjælp?
reference = Reference til support: { $code }

## Hvad der kan være galt: en overskrift, hvad der skete, hvad man gør nu

unknown-link-title = Linket åbner ikke noget
unknown-link-text = Måske er kun en del af det kopieret, eller også er det erstattet af et nyere.
unknown-link-advice = Åbn linket i din besked igen, eller bed afsenderen om et nyt.

expired-title = Linket er udløbet
expired-text = Den tid, det gjaldt for, er forbi, så det åbner ikke længere nogen døre.
expired-advice = Bed afsenderen om et nyt.

withdrawn-title = Linket er trukket tilbage
withdrawn-text = Det er slået fra og åbner ikke længere nogen døre.
withdrawn-advice = Spørg afsenderen, hvis du stadig skal ind.

not-yet-valid-title = Du er tidligt på den
not-yet-valid-text = Linket er rigtigt, men adgangen er ikke begyndt endnu.
not-yet-valid-advice = Åbn det igen, når adgangen begynder. Du behøver ikke et nyt link.

outside-hours-title = Ikke på dette tidspunkt
outside-hours-text = Linket er rigtigt, men det åbner ikke døre på dette tidspunkt af døgnet.
outside-hours-advice = Prøv igen i det tidsrum, du har fået oplyst, eller spørg afsenderen.

refused-title = Adgang nægtet
refused-text = Adgangssystemet lader ikke dette link åbne døren.
refused-advice = Spørg afsenderen, eller få hjælp nedenfor.

unknown-door-title = Linket åbner ikke den dør
unknown-door-text = Døren er ikke, eller ikke længere, blandt dem, du må åbne.
unknown-door-advice = Vælg en af de viste døre.

cross-site-title = Det kom ikke fra dit link
cross-site-text = Et andet websted prøvede at låse en dør op. Intet blev låst op.
cross-site-advice = Åbn linket i din besked, og vælg døren dér.

locked-down-title = Låst for alle lige nu
locked-down-text = Bygningen har låst denne dør. Ingen kan låse den op med et link.
locked-down-advice = Spørg på stedet, og vent ikke ved døren, hvis der er alarm.

alarm-title = Alarmen er slået til: gå ikke ind
alarm-text = Bygningens alarm er slået til, så døren blev ikke låst op.
alarm-advice = Gå væk fra døren, og ring til dem, der har inviteret dig.

not-set-up-title = Døren er ikke sat op endnu
not-set-up-text = Låsen er ikke forbundet, så døren kan ikke låses op herfra.
not-set-up-advice = Brug en anden dør, eller spørg på stedet.

rate-limited-title = Lidt langsommere, tak
rate-limited-text = Der var for mange forsøg på kort tid. Intet blev låst op denne gang.
rate-limited-advice = Vent et minut, og prøv så igen.

offline-title = Døren er offline
offline-text = Der er ingen forbindelse til den lige nu, så den blev ikke låst op.
offline-advice = Prøv igen om et minut, brug en anden dør, eller spørg på stedet.

busy-title = Døren skal bruge et par sekunder
busy-text = Den er optaget og blev ikke låst op.
busy-advice = Vent et par sekunder, og prøv så igen.

unavailable-title = Der er ingen forbindelse til dørene lige nu
unavailable-text = Adgangssystemet svarer ikke. Der er ikke noget galt med dit link.
unavailable-advice = Prøv igen om et øjeblik. Hvis du allerede har valgt en dør, så prøv håndtaget først.

timeout-title = Intet svar fra døren
timeout-text = Måske blev den låst op, måske ikke.
timeout-advice = Prøv håndtaget. Hvis døren stadig er lukket, så tryk på knappen igen.

## Sider uden dør

empty-title = Ingen døre endnu
empty-text = Linket virker, men der er ikke føjet nogen dør til det.
empty-advice = Bed afsenderen om at tilføje de døre, du har brug for.

not-found-title = Her er ikke noget
not-found-text = Adressen fører ikke til nogen side.
not-found-advice = Åbn linket i din besked igen.

bad-request-title = Det kunne ikke læses
bad-request-text = Det er ikke noget, vores sider sender.
bad-request-advice = Åbn linket i din besked, og vælg en dør dér.

home-title = Åbn linket i din besked
home-text = Dine døre ligger bag det personlige link, du har fået.
home-advice = Find det i dine e-mails eller beskeder, og åbn det her på telefonen.
