### What visitors read, in English. A brand can put its own words over any of these by their id.

## The door list

# The headline above the doors, and the title of the browser's tab. Where it only repeats the name
# of the brand, the name of the building is the headline.
welcome = Welcome
# The line below the headline, in grey. It is also the description of the page in chats and
# bookmarks.
doors-hint =
    { $count ->
        [one] Go to the door, then tap to unlock it.
       *[other] Tap the door in front of you.
    }
# On the card of a door, below its name. In rows of nine doors or more, only screen readers say it.
unlock = Unlock
# The name of a door that has none in Kisi and none in the theme.
door-unnamed = Door { $number }
# On the card of a door, in place of "Unlock": it is unlocked for everybody, for example in the
# daytime.
state-unlocked = Unlocked now
# On the card of a door, in place of "Unlock": Kisi cannot reach the door.
state-offline = Offline at the moment
# On the card of a door, in place of "Unlock": it is locked for everyone, for example because of an
# alarm.
state-locked-down = Locked for everyone right now
# On the card of a door, in place of "Unlock": its lock is not connected to Kisi yet.
state-not-set-up = Not set up yet
# The heading above doors without a building, if the link also opens doors of a building.
other-doors = Other doors
# In the field to search in, above nine doors or more.
filter = Find a door
# Below that field, if no door has these letters.
filter-none = No door with that name
# On the button of a page without doors, which loads the page again.
check-again = Check again
# Below the doors in small print, if Kisi has not answered for a while and the list is older.
as-of = Last checked: { $time }

## After a tap

# Screen readers say it after a tap, and the browser's tab shows it if there is no JavaScript.
unlocked = { $door } is unlocked
# After the line above.
unlocked-advice = Go ahead and open it. It locks again by itself.
# The same without JavaScript, if the door was unlocked before the tap.
already-unlocked = { $door } is already unlocked
# After the line above.
already-unlocked-advice = Go ahead and open it.
# The same, if another visitor has just unlocked the door.
already-opening = { $door } is already being unlocked
# After the line above.
already-opening-advice = One moment, then try the door.
# The same, if the door of the tap is not in the list any more.
door-unlocked = The door is unlocked
# Screen readers say it after a tap that did not unlock the door, and the browser's tab shows it.
# The problem is one of the titles below.
door-problem = { $door }: { $problem }

## While a tap is under way, and while the phone has no signal

# On the card of the door that was tapped, until Kisi answers.
unlocking = Unlocking…
# On the card of the door, in green, for eight seconds. Up to 26 letters stay in one line.
unlocked-now = Unlocked: open the door
# In the sheet over the end of the screen, if Kisi has not answered for eight seconds.
no-answer-yet = No answer yet. Try the door, or wait a moment.

# In the sheet, after a tap without a network.
no-network-title = Your phone is offline
no-network-text = Nothing was sent and nothing was unlocked.
no-network-advice = Tap again as soon as you have a signal.

## Asking once more before a door is unlocked

# The question before a door with confirm = true is unlocked.
confirm-question = Unlock { $door }?
# The button of that question that unlocks the door.
confirm-yes = Yes, unlock
# The button of that question that does nothing.
confirm-no = Cancel
# Programs read it, if they try to unlock such a door without the confirmation.
confirm-title = Please confirm
confirm-text = This door is unlocked only after you confirm. It is still locked.
confirm-advice = Tap the door again and confirm.

## When the link is valid. $time is like "14:30", $day is "today", "Friday" or "3 December", $duration is "1 hr 35 min"

# The headline of a link that is not valid yet, if it was mailed by doorstep.
from-when = From { $time } { $day }
# After the name of the building, and below the headline of a link that is not valid yet.
until-when = until { $time } { $day }
# The countdown on the page of a link that is not valid yet.
in-duration = in { $duration }

## Around the page

# Screen readers say it before the name of the language at the end of the page.
language = Language
# Screen readers say it for the cross that closes the sheet.
close = Close
# On paper, in place of the doors.
printed = Open this link on your phone to unlock doors. A printout opens nothing.

# On a computer, beside a QR code.
hand-over-title = Continue on your phone
# Below the line above.
hand-over-text = Scan this code with your phone’s camera.
# Screen readers say it for the QR code.
hand-over-code = QR code of this page

## Where a visitor is stuck

# The heading above your contact: below the doors, on every page without doors, and in mails.
contact-title = Need help?
# On the button with your telephone number.
call = Call
# On the button that calls you, in the sheet after a tap. The name is contact.name.
call-name = Call { $name }
# On the button with your email address.
write = Write
# In small print, if something is wrong: a code that you can look up in Kisi. It is also the subject
# of an email to you.
reference = Reference for support: { $code }

## What can be wrong: a title, what happened, what to do now

# The page of a link that Kisi does not have, for example because its address was cut.
unknown-link-title = This link does not work
unknown-link-text = It may have been copied only in part, or replaced by a newer one.
unknown-link-advice = Open the link from your message once more, or ask whoever sent it for a new one.

# The page of a link whose time is over.
expired-title = This link has expired
expired-text = The time it was made for is over, so it no longer opens any doors.
expired-advice = Ask whoever sent it for a new one.

# The page of a link that was revoked or switched off.
withdrawn-title = This link has been withdrawn
withdrawn-text = It was switched off and no longer opens any doors.
withdrawn-advice = If you still need to get in, ask whoever sent it.

# The page of a link whose time has not begun. A mailed link has the time as its headline instead.
not-yet-valid-title = You are early
not-yet-valid-text = Your link is fine. It just does not work yet.
not-yet-valid-advice = Open it again when your access starts. You do not need a new link.

# The page of a link that is valid, but not at this time of the day or week.
outside-hours-title = Outside your access times
outside-hours-text = Your link is fine, but it does not unlock doors at this time.
outside-hours-advice = Try again during the times you were given, or ask whoever sent the link.

# After a tap, or as a page: Kisi does not allow it and gives no other reason.
refused-title = No access with this link
refused-text = The access system does not let this link open the door.
refused-advice = Ask whoever sent you the link.

# After a tap on a door that is not in the link any more.
unknown-door-title = This link does not open that door
unknown-door-text = It is not one of the doors you may open, or no longer is.
unknown-door-advice = Choose one of the doors shown.

# After another website has tried to unlock a door.
cross-site-title = This did not come from your page
cross-site-text = Another website tried to unlock a door. Nothing was unlocked.
cross-site-advice = Open the link from your message and tap the door there.

# After a tap on a door that is locked for everyone.
locked-down-title = Locked for everyone right now
locked-down-text = This door has been locked for everyone. No link can unlock it right now.
locked-down-advice = If there is an alarm, move away from the door. Otherwise, ask someone on site.

# After a tap while the building's alarm is on.
alarm-title = The alarm is on: do not go in
alarm-text = The building’s alarm is on, so the door was not unlocked.
alarm-advice = Move away from the door and call whoever invited you.

# After a tap on a door whose lock is not connected to Kisi yet.
not-set-up-title = This door is not set up yet
not-set-up-text = Its lock is not connected, so it cannot be unlocked from here.
not-set-up-advice = Use another door, or ask on site.

# After too many taps or too many wrong links in a minute.
rate-limited-title = One moment, please
rate-limited-text = There is too much going on right now. Nothing was unlocked this time.
rate-limited-advice = Wait a minute, then try again.

# After a tap on a door that Kisi cannot reach.
offline-title = This door is offline
offline-text = It cannot be reached right now, so it was not unlocked.
offline-advice = Try again in a minute, use another door, or ask on site.

# After a tap on a door that is doing something else.
busy-title = The door needs a few seconds
busy-text = The lock is busy right now, so the door was not unlocked.
busy-advice = Try again in a few seconds.

# After a tap, or as a page: Kisi cannot be reached.
unavailable-title = The doors cannot be reached right now
unavailable-text = The access system is not answering. Your link is not the problem.
unavailable-advice = If you already tapped a door, try that door first. Otherwise, try again in a moment.

# After a tap that Kisi did not answer in time.
timeout-title = No answer from the door
timeout-text = It may or may not have been unlocked.
timeout-advice = Try the door. If it does not open, tap again.

## Pages without a door

# The page while Kisi is asked for the doors, if that takes longer than a moment.
waiting-title = One moment: your doors are being looked up
waiting-text = They will appear here by themselves.

# The page of a link that opens no doors.
empty-title = No doors yet
empty-text = This link works, but no door has been added to it.
empty-advice = Ask whoever sent it to add the doors you need.

# The page of an address that does not exist.
not-found-title = Page not found
not-found-text = The address may be incomplete.
not-found-advice = Open the link from your message once more.

# The page after a form that is incomplete.
bad-request-title = That did not work
bad-request-text = The request did not come from one of our pages, or was cut short.
bad-request-advice = Open the link from your message and tap a door there.

# The page at the address of the server without a link.
home-title = Open the link from your message
home-text = To see your doors, open the personal link you were sent.
home-advice = Look for it in your email or messages and open it on your phone.

## The mail with an access link. $brand is who invites, $place the building, $name who is invited

# The subject of the mail.
mail-subject = Your access to { $place }
# The headline of the mail, below the logo.
mail-title = Your access to { $place }
# The first line.
mail-greeting = Hello { $name },
# The first sentence, if the building is not known.
mail-intro = { $brand } has made you a personal link. It unlocks the doors with your phone.
# The first sentence.
mail-intro-place = { $brand } has made you a personal link for { $place }. It unlocks the doors there with your phone.
# Before the date and time when the link begins to work.
mail-from = Valid from
# Before the date and time when it ends.
mail-until = Valid until
# On the button.
mail-button = Show my doors
# Below the button.
mail-hint = Open it on your phone when you are at the door.
# Before the address of the page, which is written out for those whose button does not work.
mail-url = If the button does not work, open this address:
# The heading above the directions of the building.
mail-directions = How to find it
# Above a code for the readers beside doors, if the operator has added one.
mail-code = Or show this code to the reader next to the door.
# Screen readers say it for that code.
mail-code-name = QR code for the reader
# In small print, near the end.
mail-keep = This link works like a key, so please do not pass it on.
# The last lines, in small print.
mail-why = You received this email because { $brand } gave you access. If you did not expect it, please delete it.
# The last line of the letter.
mail-signature = { $brand }
