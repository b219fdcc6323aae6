### What visitors read, in English. A brand can put its own words over any of these by their id.

## The door list

welcome = Welcome
doors-hint =
    { $count ->
        [one] Stand at the door, then tap to unlock it.
       *[other] Tap the door you are standing at.
    }
unlock = Unlock
door-unnamed = Door { $number }
state-unlocked = Unlocked now
state-offline = Offline at the moment
state-locked-down = Locked for everyone right now
state-not-set-up = Not set up yet
other-doors = Other doors
check-again = Check again
as-of = The doors’ states may have changed since { $time }

## After a tap

unlocked = { $door } is unlocked
unlocked-advice = Go ahead and open it. It locks again by itself.
already-unlocked = { $door } is already unlocked
already-unlocked-advice = Go ahead and open it.
already-opening = { $door } is already opening
already-opening-advice = One moment, then try the handle.

## While a tap is under way, and while the phone has no signal

unlocking = Unlocking…
unlocked-now = Unlocked
no-answer-yet = No answer yet. Try the handle, or wait a moment.

no-network-title = Your phone is offline
no-network-text = Nothing was sent and nothing was unlocked.
no-network-advice = As soon as you have a signal again, tap once more.

## Asking once more before a door is unlocked

confirm-question = Unlock { $door }?
confirm-yes = Yes, unlock
confirm-no = Cancel
confirm-title = Please confirm
confirm-text = This door is unlocked only after you have confirmed it. It is still locked.
confirm-advice = Tap the door again and confirm.

## When the link is valid. $time is a date like "1 December 2026, 09:00", or "in 2 hours"

valid-from = Valid from { $time }
valid-until = Valid until { $time }
begins = It begins { $time }.
ends = It ends { $time }.

## Around the page

language = Language
printed = Open this link on your phone to unlock doors. A printout opens nothing.

## Where a visitor is stuck

contact-title = Need help?
reference = Reference for support: { $code }

## What can be wrong: a title, what happened, what to do now

unknown-link-title = This link does not open anything
unknown-link-text = It may have been copied only in part, or replaced by a newer one.
unknown-link-advice = Open the link from your message once more, or ask whoever sent it for a new one.

expired-title = This link has expired
expired-text = The time it was made for is over, so it no longer opens any doors.
expired-advice = Ask whoever sent it for a new one.

withdrawn-title = This link has been withdrawn
withdrawn-text = It was switched off and no longer opens any doors.
withdrawn-advice = If you still need to get in, ask whoever sent it.

not-yet-valid-title = You are early
not-yet-valid-text = Your link is fine, but its time has not begun yet.
not-yet-valid-advice = Come back when it begins and open it again. You do not need a new link.

outside-hours-title = Not at this hour
outside-hours-text = Your link is fine, but it does not unlock doors at this time.
outside-hours-advice = Try again during the hours you were given, or ask whoever sent the link.

refused-title = Access was refused
refused-text = The access system does not let this link open the door.
refused-advice = Ask whoever sent it, or get help below.

unknown-door-title = This link does not open that door
unknown-door-text = The door is not, or no longer, among those you may open.
unknown-door-advice = Choose one of the doors shown.

cross-site-title = This did not come from your link
cross-site-text = Another web site tried to unlock a door. Nothing was unlocked.
cross-site-advice = Open the link from your message and tap the door there.

locked-down-title = Locked for everyone right now
locked-down-text = The building has locked this door. Nobody can unlock it by link.
locked-down-advice = Ask on site, and do not wait at the door if there is an alarm.

alarm-title = The alarm is on: do not go in
alarm-text = The building’s alarm is on, so the door was not unlocked.
alarm-advice = Move away from the door, and call the people who invited you.

not-set-up-title = This door is not set up yet
not-set-up-text = Its lock is not connected, so it cannot be unlocked from here.
not-set-up-advice = Use another door, or ask on site.

rate-limited-title = A little slower, please
rate-limited-text = There were too many attempts in a short time. Nothing was unlocked this time.
rate-limited-advice = Wait a minute, then try again.

offline-title = This door is offline
offline-text = It cannot be reached right now, so it was not unlocked.
offline-advice = Try again in a minute, use another door, or ask on site.

busy-title = The door needs a few seconds
busy-text = The door is busy, so it was not unlocked.
busy-advice = Try again in a few seconds.

unavailable-title = The doors cannot be reached right now
unavailable-text = The access system is not answering. Your link is not the problem.
unavailable-advice = Try again in a moment. If you had already tapped a door, try the handle first.

timeout-title = No answer from the door
timeout-text = It may or may not have been unlocked.
timeout-advice = Try the handle. If it stays shut, tap again.

## Pages without a door

empty-title = No doors yet
empty-text = This link works, but no door has been added to it.
empty-advice = Ask whoever sent it to add the doors you need.

not-found-title = This page does not exist
not-found-text = The address may be incomplete or mistyped.
not-found-advice = Open the link from your message once more.

bad-request-title = That could not be read
bad-request-text = It is not something that a page of ours sends.
bad-request-advice = Open the link from your message and tap a door there.

home-title = Open the link from your message
home-text = Your doors are behind the personal link you were sent.
home-advice = Look for it in your email or messages, then open it on your phone.
