### Vad besökare läser, på svenska.

## Dörrlistan

welcome = Välkommen
doors-hint =
    { $count ->
        [one] Gå fram till dörren och tryck sedan på knappen för att låsa upp.
       *[other] Välj dörren du står vid.
    }
unlock = Lås upp
door-unnamed = Dörr { $number }
state-unlocked = Upplåst just nu
state-offline = Offline just nu
state-locked-down = Låst för alla just nu
state-not-set-up = Inte konfigurerad än
other-doors = Andra dörrar
filter = Sök dörr
filter-none = Ingen dörr med det namnet
check-again = Kontrollera igen
as-of = Senast kontrollerat: { $time }

## Efter ett tryck

unlocked = { $door } är upplåst
unlocked-advice = Du kan öppna nu. Dörren låses automatiskt igen.
already-unlocked = { $door } är redan upplåst
already-unlocked-advice = Du kan öppna nu.
already-opening = { $door } låses redan upp
already-opening-advice = Vänta ett ögonblick och känn sedan på dörren.
door-unlocked = Dörren är upplåst
door-problem = { $door }: { $problem }

## Medan en dörr låses upp, och när telefonen saknar täckning

unlocking = Låser upp…
unlocked-now = Upplåst: du kan öppna
no-answer-yet = Inget svar än. Känn på dörren eller vänta ett ögonblick.

no-network-title = Din telefon är offline
no-network-text = Inget skickades och inget låstes upp.
no-network-advice = Tryck på knappen igen så fort du har täckning.

## En fråga till innan en dörr låses upp

confirm-question = Låsa upp { $door }?
confirm-yes = Ja, lås upp
confirm-no = Avbryt
confirm-title = Bekräfta först
confirm-text = Den här dörren låses upp först när du har bekräftat. Den är fortfarande låst.
confirm-advice = Tryck på dörren igen och bekräfta.

## När länken gäller. $time är till exempel ”14:30”, $day är ”i dag”, ”fredag” eller ”3 december”, $duration är ”1 tim 35 min”

from-when = Från { $day } kl. { $time }
until-when = till { $day } kl. { $time }
in-duration = om { $duration }

## Runt sidan

language = Språk
close = Stäng
printed = Öppna länken på din telefon för att låsa upp dörrar. En utskrift öppnar ingenting.

hand-over-title = Fortsätt på telefonen
hand-over-text = Skanna koden med telefonens kamera.
hand-over-code = QR-kod för den här sidan

## När en besökare har kört fast

contact-title = Behöver du hjälp?
call = Ring
call-name = Ring { $name }
write = Skicka e-post
reference = Referens till supporten: { $code }

## Vad som kan vara fel: en rubrik, vad som hände, vad man gör nu

unknown-link-title = Länken fungerar inte
unknown-link-text = Den kanske bara kopierades delvis eller har ersatts av en nyare.
unknown-link-advice = Öppna länken i ditt meddelande igen, eller be avsändaren om en ny.

expired-title = Länken har gått ut
expired-text = Tiden den gällde är slut, så den öppnar inga dörrar längre.
expired-advice = Be avsändaren om en ny.

withdrawn-title = Länken har dragits in
withdrawn-text = Den har stängts av och öppnar inga dörrar längre.
withdrawn-advice = Om du fortfarande behöver komma in, fråga avsändaren.

not-yet-valid-title = Du är tidigt ute
not-yet-valid-text = Det är inget fel på länken, men den gäller inte än.
not-yet-valid-advice = Öppna den igen när den börjar gälla. Du behöver ingen ny.

outside-hours-title = Utanför dina tider
outside-hours-text = Det är inget fel på länken, men den öppnar inga dörrar just nu.
outside-hours-advice = Försök igen under de tider du har fått, eller fråga avsändaren.

refused-title = Inget tillträde med länken
refused-text = Passersystemet låter inte länken öppna dörren.
refused-advice = Fråga den som skickade länken.

unknown-door-title = Länken öppnar inte den dörren
unknown-door-text = Dörren är inte, eller inte längre, en av dem du får öppna.
unknown-door-advice = Välj en av dörrarna som visas.

cross-site-title = Det här kom inte från din länk
cross-site-text = En annan webbplats försökte låsa upp en dörr. Inget låstes upp.
cross-site-advice = Öppna länken i ditt meddelande och välj dörren där.

locked-down-title = Låst för alla just nu
locked-down-text = Dörren har låsts för alla. Ingen länk kan låsa upp den just nu.
locked-down-advice = Gå bort från dörren om ett larm har gått. Fråga annars på plats.

alarm-title = Larmet är på: gå inte in
alarm-text = Byggnadens larm är på, så dörren låstes inte upp.
alarm-advice = Gå bort från dörren och ring den som bjöd in dig.

not-set-up-title = Dörren är inte konfigurerad än
not-set-up-text = Låset är inte anslutet, så dörren kan inte låsas upp härifrån.
not-set-up-advice = Ta en annan dörr eller fråga på plats.

rate-limited-title = Ett ögonblick
rate-limited-text = Det är för mycket på gång just nu. Inget låstes upp den här gången.
rate-limited-advice = Vänta en minut och försök igen.

offline-title = Dörren är offline
offline-text = Den går inte att nå just nu, så den låstes inte upp.
offline-advice = Försök igen om en minut, ta en annan dörr eller fråga på plats.

busy-title = Dörren behöver några sekunder
busy-text = Låset är upptaget just nu, så dörren låstes inte upp.
busy-advice = Vänta några sekunder och försök igen.

unavailable-title = Dörrarna går inte att nå just nu
unavailable-text = Passersystemet svarar inte. Det är inget fel på din länk.
unavailable-advice = Om du redan har valt en dörr, känn på den först. Försök annars igen om en stund.

timeout-title = Inget svar från dörren
timeout-text = Kanske låstes den upp, kanske inte.
timeout-advice = Känn på dörren. Går den inte att öppna, tryck på knappen igen.

## Sidor utan dörr

waiting-title = Dina dörrar hämtas…
waiting-text = Vänta ett ögonblick. De visas här av sig själva.

empty-title = Inga dörrar än
empty-text = Länken fungerar, men ingen dörr har lagts till.
empty-advice = Be avsändaren lägga till de dörrar du behöver.

not-found-title = Sidan finns inte
not-found-text = Adressen kanske inte är fullständig.
not-found-advice = Öppna länken i ditt meddelande igen.

bad-request-title = Det gick inte
bad-request-text = Begäran kom inte från någon av våra sidor, eller så var den ofullständig.
bad-request-advice = Öppna länken i ditt meddelande och välj en dörr där.

home-title = Öppna länken i ditt meddelande
home-text = Du når dina dörrar via den personliga länk du har fått.
home-advice = Leta efter den i din e-post eller dina meddelanden och öppna den på telefonen.

## Mejlet med länken. $brand är den som bjuder in, $place byggnaden, $name den som är inbjuden

mail-subject = Ditt tillträde till { $place }
mail-title = Ditt tillträde till { $place }
mail-greeting = Hej { $name }!
mail-intro = { $brand } har gett dig en personlig länk. Med den kan du låsa upp dörrarna från telefonen.
mail-intro-place = { $brand } har gett dig en personlig länk som ger tillträde till { $place }. Med den kan du låsa upp dörrarna där från telefonen.
mail-from = Gäller från
mail-until = Gäller till
mail-button = Visa mina dörrar
mail-hint = Öppna länken på telefonen när du står vid dörren.
mail-url = Om knappen inte fungerar, öppna den här adressen:
mail-directions = Så hittar du dit
mail-code = Eller håll den här koden framför läsaren bredvid dörren.
mail-code-name = QR-kod för läsaren vid dörren
mail-keep = Länken fungerar som en nyckel, så dela den inte med andra.
mail-why = Du får det här mejlet eftersom { $brand } har gett dig tillträde. Om du inte väntade dig det kan du bara radera det.
mail-signature = { $brand }
