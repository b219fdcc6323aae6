### Was Gäste lesen, auf Deutsch.

## Die Türen

welcome = Willkommen
doors-hint =
    { $count ->
        [one] Gehen Sie zur Tür und tippen Sie dann zum Öffnen.
       *[other] Tippen Sie auf die Tür, vor der Sie stehen.
    }
unlock = Öffnen
door-unnamed = Tür { $number }
state-unlocked = Gerade offen
state-offline = Zurzeit nicht erreichbar
state-locked-down = Zurzeit für alle gesperrt
state-not-set-up = Noch nicht eingerichtet
other-doors = Weitere Türen
check-again = Noch einmal prüfen
as-of = Der Zustand der Türen kann sich seit { $time } geändert haben

## Nach dem Tippen

unlocked = { $door } ist entriegelt
unlocked-advice = Sie können jetzt öffnen. Die Tür verriegelt sich danach von selbst.
already-unlocked = { $door } ist schon entriegelt
already-unlocked-advice = Sie können jetzt öffnen.
already-opening = { $door } wird schon entriegelt
already-opening-advice = Einen Moment, dann öffnen.

## Während eine Tür entriegelt wird, und wenn das Telefon kein Netz hat

unlocking = Wird entriegelt …
unlocked-now = Entriegelt
no-answer-yet = Noch keine Antwort. Probieren Sie die Klinke, oder warten Sie einen Moment.

no-network-title = Ihr Telefon ist offline
no-network-text = Es wurde nichts gesendet und nichts geöffnet.
no-network-advice = Sobald Sie wieder Netz haben, tippen Sie noch einmal.

## Nachfrage vor dem Öffnen

confirm-question = { $door } öffnen?
confirm-yes = Ja, öffnen
confirm-no = Abbrechen
confirm-title = Bitte bestätigen
confirm-text = Diese Tür wird erst entriegelt, wenn Sie es bestätigt haben. Sie ist noch verriegelt.
confirm-advice = Tippen Sie die Tür noch einmal an und bestätigen Sie.

## Wann der Link gilt. $time ist ein Datum wie „1. Dezember 2026, 09:00“ oder „in 2 Stunden“

valid-from = Gültig ab { $time }
valid-until = Gültig bis { $time }
begins = Es beginnt { $time }.
ends = Es endet { $time }.

## Rund um die Seite

language = Sprache
printed = Öffnen Sie diesen Link auf Ihrem Telefon. Ein Ausdruck öffnet keine Tür.

## Wenn jemand nicht weiterkommt

contact-title = Brauchen Sie Hilfe?
reference = Kennung für den Support: { $code }

## Was nicht stimmen kann: Überschrift, was geschah, was jetzt hilft

unknown-link-title = Dieser Link öffnet nichts
unknown-link-text = Vielleicht wurde er nur zum Teil kopiert oder durch einen neueren ersetzt.
unknown-link-advice = Öffnen Sie den Link noch einmal aus Ihrer Nachricht, oder bitten Sie den Absender um einen neuen.

expired-title = Dieser Link ist abgelaufen
expired-text = Die Zeit, für die er galt, ist vorbei. Er öffnet keine Türen mehr.
expired-advice = Bitten Sie den Absender um einen neuen.

withdrawn-title = Dieser Link wurde zurückgezogen
withdrawn-text = Er wurde abgeschaltet und öffnet keine Türen mehr.
withdrawn-advice = Wenn Sie noch hinein müssen, fragen Sie den Absender.

not-yet-valid-title = Sie sind früh dran
not-yet-valid-text = Der Link stimmt, aber seine Zeit hat noch nicht begonnen.
not-yet-valid-advice = Öffnen Sie ihn wieder, wenn es so weit ist. Einen neuen brauchen Sie nicht.

outside-hours-title = Nicht um diese Zeit
outside-hours-text = Der Link stimmt, aber um diese Uhrzeit öffnet er keine Türen.
outside-hours-advice = Versuchen Sie es zu den vereinbarten Zeiten, oder fragen Sie den Absender.

refused-title = Der Zugang wurde verweigert
refused-text = Das Zugangssystem lässt diesen Link die Tür nicht öffnen.
refused-advice = Fragen Sie den Absender, oder holen Sie unten Hilfe.

unknown-door-title = Diese Tür gehört nicht zu Ihrem Link
unknown-door-text = Sie ist nicht oder nicht mehr unter denen, die Sie öffnen dürfen.
unknown-door-advice = Wählen Sie eine der gezeigten Türen.

cross-site-title = Das kam nicht von Ihrem Link
cross-site-text = Eine andere Website wollte eine Tür öffnen. Es wurde nichts geöffnet.
cross-site-advice = Öffnen Sie den Link aus Ihrer Nachricht und tippen Sie dort auf die Tür.

locked-down-title = Zurzeit für alle gesperrt
locked-down-text = Das Haus hat diese Tür gesperrt. Niemand kann sie per Link öffnen.
locked-down-advice = Fragen Sie vor Ort, und warten Sie bei einem Alarm nicht an der Tür.

alarm-title = Der Alarm ist an: gehen Sie nicht hinein
alarm-text = Die Alarmanlage des Gebäudes ist an, deshalb wurde die Tür nicht entriegelt.
alarm-advice = Gehen Sie von der Tür weg, und rufen Sie die Personen an, die Sie eingeladen haben.

not-set-up-title = Diese Tür ist noch nicht eingerichtet
not-set-up-text = Ihr Schloss ist nicht verbunden und lässt sich von hier aus nicht öffnen.
not-set-up-advice = Nehmen Sie eine andere Tür, oder fragen Sie vor Ort.

rate-limited-title = Bitte etwas langsamer
rate-limited-text = Das waren zu viele Versuche in kurzer Zeit. Diesmal wurde nichts geöffnet.
rate-limited-advice = Warten Sie eine Minute, und versuchen Sie es dann noch einmal.

offline-title = Diese Tür ist nicht erreichbar
offline-text = Sie antwortet gerade nicht und wurde deshalb nicht geöffnet.
offline-advice = Versuchen Sie es in einer Minute noch einmal, nehmen Sie eine andere Tür, oder fragen Sie vor Ort.

busy-title = Die Tür braucht ein paar Sekunden
busy-text = Sie ist beschäftigt und wurde nicht geöffnet.
busy-advice = Warten Sie ein paar Sekunden, und versuchen Sie es noch einmal.

unavailable-title = Die Türen sind gerade nicht erreichbar
unavailable-text = Das Zugangssystem antwortet nicht. An Ihrem Link liegt es nicht.
unavailable-advice = Versuchen Sie es gleich noch einmal. Wenn Sie schon auf eine Tür getippt haben, probieren Sie zuerst die Klinke.

timeout-title = Die Tür hat nicht geantwortet
timeout-text = Vielleicht ist sie offen, vielleicht nicht.
timeout-advice = Probieren Sie die Klinke. Bleibt sie zu, tippen Sie noch einmal.

## Seiten ohne Tür

empty-title = Noch keine Türen
empty-text = Der Link gilt, aber es wurde ihm noch keine Tür zugeordnet.
empty-advice = Bitten Sie den Absender, Ihre Türen hinzuzufügen.

not-found-title = Hier ist nichts
not-found-text = Diese Adresse führt zu keiner Seite.
not-found-advice = Öffnen Sie den Link noch einmal aus Ihrer Nachricht.

bad-request-title = Das ließ sich nicht lesen
bad-request-text = So etwas schickt keine unserer Seiten.
bad-request-advice = Öffnen Sie den Link aus Ihrer Nachricht und tippen Sie dort auf eine Tür.

home-title = Öffnen Sie den Link aus Ihrer Nachricht
home-text = Ihre Türen liegen hinter dem persönlichen Link, den Sie bekommen haben.
home-advice = Suchen Sie ihn in Ihren E-Mails oder Nachrichten, und tippen Sie ihn hier auf Ihrem Telefon an.
