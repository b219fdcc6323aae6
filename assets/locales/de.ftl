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
state-unlocked = Gerade entriegelt
state-offline = Zurzeit nicht erreichbar
state-locked-down = Zurzeit für alle gesperrt
state-not-set-up = Noch nicht eingerichtet
other-doors = Weitere Türen
filter = Tür suchen
filter-none = Keine Tür mit diesem Namen
check-again = Erneut prüfen
as-of = Zuletzt geprüft: { $time }

## Nach dem Tippen

unlocked = { $door } ist entriegelt
unlocked-advice = Sie können jetzt öffnen. Die Tür verriegelt sich danach von selbst.
already-unlocked = { $door } ist schon entriegelt
already-unlocked-advice = Sie können jetzt öffnen.
already-opening = { $door } wird schon entriegelt
already-opening-advice = Einen Moment, dann öffnen.
door-unlocked = Die Tür ist entriegelt
door-problem = { $door }: { $problem }

## Während eine Tür entriegelt wird, und wenn das Telefon kein Netz hat

unlocking = Moment …
unlocked-now = Entriegelt: bitte öffnen
no-answer-yet = Noch keine Antwort. Versuchen Sie, die Tür zu öffnen, oder warten Sie einen Moment.

no-network-title = Ihr Telefon ist offline
no-network-text = Es wurde nichts gesendet und nichts entriegelt.
no-network-advice = Sobald Sie wieder Netz haben, tippen Sie noch einmal.

## Nachfrage vor dem Öffnen

confirm-question = { $door } öffnen?
confirm-yes = Ja, öffnen
confirm-no = Abbrechen
confirm-title = Bitte bestätigen
confirm-text = Diese Tür wird erst entriegelt, wenn Sie es bestätigt haben. Sie ist noch verriegelt.
confirm-advice = Tippen Sie die Tür noch einmal an und bestätigen Sie.

## Wann der Link gilt. $time ist etwa „14:30“, $day ist „heute“, „Freitag“ oder „3. Dezember“, $duration ist „1 Std. 35 Min.“

from-when = Ab { $day }, { $time }
until-when = bis { $day }, { $time }
in-duration = Noch { $duration }

## Rund um die Seite

language = Sprache
close = Schließen
printed = Öffnen Sie diesen Link auf Ihrem Telefon. Ein Ausdruck öffnet keine Tür.

hand-over-title = Weiter auf Ihrem Telefon
hand-over-text = Scannen Sie diesen Code mit der Kamera Ihres Telefons.
hand-over-code = QR-Code dieser Seite

## Wenn jemand nicht weiterkommt

contact-title = Brauchen Sie Hilfe?
call = Anrufen
call-name = { $name } anrufen
write = E-Mail schreiben
reference = Kennung für den Support: { $code }

## Was nicht stimmen kann: Überschrift, was geschah, was jetzt hilft

unknown-link-title = Dieser Link funktioniert nicht
unknown-link-text = Vielleicht wurde er nur zum Teil kopiert oder durch einen neueren ersetzt.
unknown-link-advice = Öffnen Sie den Link noch einmal aus Ihrer Nachricht, oder bitten Sie den Absender um einen neuen.

expired-title = Dieser Link ist abgelaufen
expired-text = Die Zeit, für die er galt, ist vorbei. Er öffnet keine Türen mehr.
expired-advice = Bitten Sie den Absender um einen neuen.

withdrawn-title = Dieser Link wurde zurückgezogen
withdrawn-text = Er wurde abgeschaltet und öffnet keine Türen mehr.
withdrawn-advice = Wenn Sie noch hinein müssen, fragen Sie den Absender.

not-yet-valid-title = Sie sind früh dran
not-yet-valid-text = Ihr Link ist in Ordnung, gilt aber noch nicht.
not-yet-valid-advice = Öffnen Sie ihn wieder, wenn es so weit ist. Einen neuen brauchen Sie nicht.

outside-hours-title = Außerhalb Ihrer Zugangszeiten
outside-hours-text = Ihr Link ist in Ordnung, öffnet zu dieser Zeit aber keine Türen.
outside-hours-advice = Versuchen Sie es zu den vereinbarten Zeiten, oder fragen Sie den Absender.

refused-title = Kein Zugang mit diesem Link
refused-text = Das Zugangssystem lässt diesen Link die Tür nicht öffnen.
refused-advice = Wenden Sie sich an den Absender des Links.

unknown-door-title = Diese Tür gehört nicht zu Ihrem Link
unknown-door-text = Sie ist nicht oder nicht mehr unter denen, die Sie öffnen dürfen.
unknown-door-advice = Wählen Sie eine der gezeigten Türen.

cross-site-title = Das kam nicht von Ihrem Link
cross-site-text = Eine andere Website wollte eine Tür entriegeln. Es wurde nichts entriegelt.
cross-site-advice = Öffnen Sie den Link aus Ihrer Nachricht und tippen Sie dort auf die Tür.

locked-down-title = Zurzeit für alle gesperrt
locked-down-text = Diese Tür wurde für alle gesperrt. Kein Link kann sie gerade entriegeln.
locked-down-advice = Gehen Sie bei einem Alarm von der Tür weg. Fragen Sie sonst vor Ort.

alarm-title = Der Alarm ist an: bitte nicht hineingehen
alarm-text = Die Alarmanlage des Gebäudes ist an, deshalb wurde die Tür nicht entriegelt.
alarm-advice = Gehen Sie von der Tür weg und rufen Sie Ihre Gastgeber an.

not-set-up-title = Diese Tür ist noch nicht eingerichtet
not-set-up-text = Das Schloss ist nicht verbunden, die Tür lässt sich von hier aus nicht entriegeln.
not-set-up-advice = Nehmen Sie eine andere Tür, oder fragen Sie vor Ort.

rate-limited-title = Einen Moment, bitte
rate-limited-text = Gerade ist zu viel los. Es wurde diesmal nichts entriegelt.
rate-limited-advice = Warten Sie eine Minute, und versuchen Sie es dann noch einmal.

offline-title = Diese Tür ist nicht erreichbar
offline-text = Sie antwortet gerade nicht und wurde deshalb nicht entriegelt.
offline-advice = Versuchen Sie es in einer Minute noch einmal, nehmen Sie eine andere Tür, oder fragen Sie vor Ort.

busy-title = Die Tür braucht ein paar Sekunden
busy-text = Das Schloss ist noch beschäftigt, deshalb wurde die Tür nicht entriegelt.
busy-advice = Warten Sie ein paar Sekunden, und versuchen Sie es noch einmal.

unavailable-title = Die Türen sind gerade nicht erreichbar
unavailable-text = Das Zugangssystem antwortet nicht. An Ihrem Link liegt es nicht.
unavailable-advice = Haben Sie schon auf eine Tür getippt? Dann versuchen Sie zuerst, sie zu öffnen. Sonst probieren Sie es gleich noch einmal.

timeout-title = Die Tür hat nicht geantwortet
timeout-text = Vielleicht wurde sie entriegelt, vielleicht nicht.
timeout-advice = Versuchen Sie, die Tür zu öffnen. Geht sie nicht auf, tippen Sie noch einmal.

## Seiten ohne Tür

waiting-title = Ihre Türen werden geladen …
waiting-text = Einen Moment, bitte. Die Türen erscheinen hier von selbst.

empty-title = Noch keine Türen
empty-text = Der Link gilt, aber es wurde ihm noch keine Tür zugeordnet.
empty-advice = Bitten Sie den Absender, Ihre Türen hinzuzufügen.

not-found-title = Seite nicht gefunden
not-found-text = Vielleicht ist die Adresse unvollständig.
not-found-advice = Öffnen Sie den Link noch einmal aus Ihrer Nachricht.

bad-request-title = Das hat nicht geklappt
bad-request-text = Die Anfrage kam nicht von einer unserer Seiten oder war unvollständig.
bad-request-advice = Öffnen Sie den Link aus Ihrer Nachricht und tippen Sie dort auf eine Tür.

home-title = Öffnen Sie den Link aus Ihrer Nachricht
home-text = Zu Ihren Türen kommen Sie über den persönlichen Link, den Sie bekommen haben.
home-advice = Suchen Sie ihn in Ihren E-Mails oder Nachrichten und öffnen Sie ihn auf Ihrem Telefon.

## Die E-Mail mit dem Link. $brand ist, wer einlädt, $place das Gebäude, $name, wer eingeladen ist

mail-subject = Ihr Zugang: { $place }
mail-title = Ihr Zugang: { $place }
mail-greeting = Guten Tag { $name },
mail-intro = { $brand } hat einen persönlichen Link für Sie erstellt. Damit öffnen Sie die Türen von Ihrem Telefon aus.
mail-intro-place = { $brand } hat Ihnen einen persönlichen Link für { $place } erstellt. Damit öffnen Sie dort die Türen von Ihrem Telefon aus.
mail-from = Gültig ab
mail-until = Gültig bis
mail-button = Zu meinen Türen
mail-hint = Öffnen Sie den Link auf Ihrem Telefon, wenn Sie vor der Tür stehen.
mail-url = Wenn die Schaltfläche nicht funktioniert, öffnen Sie diese Adresse:
mail-directions = So finden Sie hin
mail-code = Oder halten Sie diesen Code vor das Lesegerät neben der Tür.
mail-code-name = QR-Code für das Lesegerät
mail-keep = Dieser Link ist wie ein Schlüssel. Bitte geben Sie ihn nicht weiter.
mail-why = Sie erhalten diese E-Mail, weil { $brand } Ihnen Zugang gegeben hat. Wenn Sie nicht damit gerechnet haben, löschen Sie sie bitte.
mail-signature = { $brand }
