### What visitors read, in English. A brand can put its own words over any of these by their id.

## The door list

welcome = Welcome
doors-hint =
    { $count ->
        [one] Go to the door, then tap to unlock it.
       *[other] Tap the door in front of you.
    }
unlock = Unlock
door-unnamed = Door { $number }
state-unlocked = Unlocked now
state-offline = Offline at the moment
state-locked-down = Locked for everyone right now
state-not-set-up = Not set up yet
other-doors = Other doors
filter = Find a door
filter-none = No door with that name
check-again = Check again
as-of = Last checked: { $time }

## After a tap

unlocked = { $door } is unlocked
unlocked-advice = Go ahead and open it. It locks again by itself.
already-unlocked = { $door } is already unlocked
already-unlocked-advice = Go ahead and open it.
already-opening = { $door } is already being unlocked
already-opening-advice = One moment, then try the door.
door-unlocked = The door is unlocked
door-problem = { $door }: { $problem }

## While a tap is under way, and while the phone has no signal

unlocking = Unlocking…
unlocked-now = Unlocked: open the door
no-answer-yet = No answer yet. Try the door, or wait a moment.

no-network-title = Your phone is offline
no-network-text = Nothing was sent and nothing was unlocked.
no-network-advice = Tap again as soon as you have a signal.

## Asking once more before a door is unlocked

confirm-question = Unlock { $door }?
confirm-yes = Yes, unlock
confirm-no = Cancel
confirm-title = Please confirm
confirm-text = This door is unlocked only after you confirm. It is still locked.
confirm-advice = Tap the door again and confirm.

## When the link is valid. $time is like "14:30", $day is "today", "Friday" or "3 December", $duration is "1 hr 35 min"

from-when = From { $time } { $day }
until-when = until { $time } { $day }
in-duration = in { $duration }

## Around the page

language = Language
close = Close
printed = Open this link on your phone to unlock doors. A printout opens nothing.

hand-over-title = Continue on your phone
hand-over-text = Scan this code with your phone’s camera.
hand-over-code = QR code of this page

## Where a visitor is stuck

contact-title = Need help?
call = Call
call-name = Call { $name }
write = Write
reference = Reference for support: { $code }

## What can be wrong: a title, what happened, what to do now

unknown-link-title = This link does not work
unknown-link-text = It may have been copied only in part, or replaced by a newer one.
unknown-link-advice = Open the link from your message once more, or ask whoever sent it for a new one.

expired-title = This link has expired
expired-text = The time it was made for is over, so it no longer opens any doors.
expired-advice = Ask whoever sent it for a new one.

withdrawn-title = This link has been withdrawn
withdrawn-text = It was switched off and no longer opens any doors.
withdrawn-advice = If you still need to get in, ask whoever sent it.

not-yet-valid-title = You are early
not-yet-valid-text = Your link is fine. It just does not work yet.
not-yet-valid-advice = Open it again when your access starts. You do not need a new link.

outside-hours-title = Outside your access times
outside-hours-text = Your link is fine, but it does not unlock doors at this time.
outside-hours-advice = Try again during the times you were given, or ask whoever sent the link.

refused-title = No access with this link
refused-text = The access system does not let this link open the door.
refused-advice = Ask whoever sent you the link.

unknown-door-title = This link does not open that door
unknown-door-text = It is not one of the doors you may open, or no longer is.
unknown-door-advice = Choose one of the doors shown.

cross-site-title = This did not come from your page
cross-site-text = Another website tried to unlock a door. Nothing was unlocked.
cross-site-advice = Open the link from your message and tap the door there.

locked-down-title = Locked for everyone right now
locked-down-text = This door has been locked for everyone. No link can unlock it right now.
locked-down-advice = If there is an alarm, move away from the door. Otherwise, ask someone on site.

alarm-title = The alarm is on: do not go in
alarm-text = The building’s alarm is on, so the door was not unlocked.
alarm-advice = Move away from the door and call whoever invited you.

not-set-up-title = This door is not set up yet
not-set-up-text = Its lock is not connected, so it cannot be unlocked from here.
not-set-up-advice = Use another door, or ask on site.

rate-limited-title = One moment, please
rate-limited-text = There is too much going on right now. Nothing was unlocked this time.
rate-limited-advice = Wait a minute, then try again.

offline-title = This door is offline
offline-text = It cannot be reached right now, so it was not unlocked.
offline-advice = Try again in a minute, use another door, or ask on site.

busy-title = The door needs a few seconds
busy-text = The lock is busy right now, so the door was not unlocked.
busy-advice = Try again in a few seconds.

unavailable-title = The doors cannot be reached right now
unavailable-text = The access system is not answering. Your link is not the problem.
unavailable-advice = If you already tapped a door, try that door first. Otherwise, try again in a moment.

timeout-title = No answer from the door
timeout-text = It may or may not have been unlocked.
timeout-advice = Try the door. If it does not open, tap again.

## Pages without a door

waiting-title = One moment: your doors are being looked up
waiting-text = They will appear here by themselves.

empty-title = No doors yet
empty-text = This link works, but no door has been added to it.
empty-advice = Ask whoever sent it to add the doors you need.

not-found-title = Page not found
not-found-text = The address may be incomplete.
not-found-advice = Open the link from your message once more.

bad-request-title = That did not work
bad-request-text = The request did not come from one of our pages, or was cut short.
bad-request-advice = Open the link from your message and tap a door there.

home-title = Open the link from your message
home-text = To see your doors, open the personal link you were sent.
home-advice = Look for it in your email or messages and open it on your phone.

## The mail with an access link. $brand is who invites, $place the building, $name who is invited

mail-subject = Your access to { $place }
mail-title = Your access to { $place }
mail-greeting = Hello { $name },
mail-intro = { $brand } has made you a personal link. It unlocks the doors with your phone.
mail-intro-place = { $brand } has made you a personal link for { $place }. It unlocks the doors there with your phone.
mail-from = Valid from
mail-until = Valid until
mail-button = Show my doors
mail-hint = Open it on your phone when you are at the door.
mail-url = If the button does not work, open this address:
mail-directions = How to find it
mail-code = Or show this code to the reader next to the door.
mail-code-name = QR code for the reader
mail-keep = This link works like a key, so please do not pass it on.
mail-why = You received this email because { $brand } gave you access. If you did not expect it, please delete it.
mail-signature = { $brand }
