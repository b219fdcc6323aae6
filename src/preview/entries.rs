//! The entries of the studio in the words of a brand team: what visitors can see, in groups, those
//! that they see most often first.
//!
//! With script, most of what follows a tap happens on the page with doors, so the preview loads
//! that page and its script then taps a door. What it does is an [`Entry::act`].

/// A group of entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    Doors,
    AfterTap,
    Notices,
    Rare,
    Mail,
}

/// One thing that visitors can see.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// Its name in addresses.
    pub(super) name: &'static str,
    pub(super) group: Group,
    pub(super) title: &'static str,
    /// When visitors see it.
    pub(super) when: &'static str,
}

const fn entry(group: Group, name: &'static str, title: &'static str, when: &'static str) -> Entry {
    Entry { name, group, title, when }
}

use Group::{AfterTap, Doors, Mail, Notices, Rare};

/// Every entry, in the order of the studio.
pub(super) const ENTRIES: &[Entry] = &[
    entry(Doors, "doors", "All doors", "Every state that a door can be in."),
    entry(Doors, "one", "One door", "The link opens only this one."),
    entry(Doors, "many", "Many doors", "From nine doors on, with a field to search in."),
    entry(Doors, "until", "Valid until", "A mailed link says how long it works."),
    entry(Doors, "stale", "Doors from earlier", "Kisi does not answer right now."),
    entry(AfterTap, "unlocking", "Unlocking", "The tap is on its way to the door."),
    entry(AfterTap, "tap-unlocked", "Unlocked", "The tap succeeded."),
    entry(AfterTap, "tap-confirm", "Confirm first", "Only for doors with confirm = true."),
    entry(AfterTap, "late", "No answer yet", "Eight seconds after the tap."),
    entry(AfterTap, "tap-offline", "Door offline", "Kisi cannot reach the door."),
    entry(AfterTap, "phone-offline", "Phone offline", "The visitor's phone has no signal."),
    entry(AfterTap, "tap-busy", "Door busy", "It cannot answer for some seconds."),
    entry(AfterTap, "tap-timeout", "No answer in time", "It may have opened, or not."),
    entry(AfterTap, "tap-refused", "Refused", "Access is denied for another reason."),
    entry(AfterTap, "tap-expired", "Expired before the tap", "The page was open for long."),
    entry(AfterTap, "tap-outside_hours", "Tap outside hours", "Not valid at this hour."),
    entry(AfterTap, "tap-already_unlocked", "Unlocked already", "The door was unlocked before."),
    entry(AfterTap, "tap-already_opening", "Opening already", "An earlier tap unlocks the door."),
    entry(AfterTap, "tap-locked_down", "Locked down", "Locked for everyone right now."),
    entry(AfterTap, "tap-alarm", "Alarm", "The building's alarm is on."),
    entry(AfterTap, "tap-unavailable", "Kisi fails at a tap", "It cannot be reached, or failed."),
    entry(AfterTap, "tap-rate_limited", "Too many taps", "More than are allowed."),
    entry(AfterTap, "tap-not_set_up", "Not set up", "The door's hardware is not ready."),
    entry(AfterTap, "tap-withdrawn", "Withdrawn before the tap", "The host took the link back."),
    entry(AfterTap, "tap-not_yet_valid", "Tap too early", "The link's time has not begun."),
    entry(AfterTap, "tap-unknown_door", "Unknown door", "The link does not open this door."),
    entry(AfterTap, "tap-unknown_link", "Link gone at the tap", "It was replaced by another."),
    entry(AfterTap, "tap-cross_site", "Tap from elsewhere", "Another web site sent it."),
    entry(Notices, "notice-not_yet_valid", "Too early", "The link's time has not begun."),
    entry(Notices, "notice-expired", "Link expired", "Its time is over."),
    entry(Notices, "notice-waiting", "Waiting", "Kisi has not answered yet."),
    entry(Notices, "notice-outside_hours", "Outside hours", "Not valid at this hour."),
    entry(Notices, "notice-withdrawn", "Link withdrawn", "The host took it back."),
    entry(Notices, "notice-unknown_link", "Unknown link", "Often a part of it is missing."),
    entry(Notices, "notice-home", "Without a link", "A visitor opened the host alone."),
    entry(Notices, "notice-empty", "No doors", "The link works and opens no door."),
    entry(Notices, "notice-unavailable", "Kisi unavailable", "It cannot be reached, or failed."),
    entry(Notices, "notice-rate_limited", "Too many tries", "More requests than are allowed."),
    entry(Notices, "notice-not_found", "Wrong address", "There is no page at this address."),
    entry(Rare, "notice-refused", "Refused, no doors", "Access is denied for another reason."),
    entry(Rare, "notice-offline", "Door offline, no doors", "Kisi cannot reach the door."),
    entry(Rare, "notice-busy", "Door busy, no doors", "It cannot answer for some seconds."),
    entry(Rare, "notice-timeout", "No answer, no doors", "It may have opened, or not."),
    entry(Rare, "notice-locked_down", "Locked down, no doors", "Locked for everyone right now."),
    entry(Rare, "notice-alarm", "Alarm, no doors", "The building's alarm is on."),
    entry(Rare, "notice-not_set_up", "Not set up, no doors", "The hardware is not ready."),
    entry(Rare, "notice-unknown_door", "Unknown door, no doors", "The link does not open it."),
    entry(Rare, "notice-confirm", "Confirm, no doors", "The door has confirm = true."),
    entry(Rare, "notice-bad_request", "Broken request", "Our pages never send this."),
    entry(Rare, "notice-cross_site", "From elsewhere, no doors", "Another web site sent it."),
    entry(Mail, "mail-html", "Invitation", "In a mail program."),
    entry(Mail, "mail-text", "Invitation as plain text", "In a program that shows no HTML."),
];

impl Entry {
    /// The page that a phone loads where there is script.
    pub(super) fn page(&self) -> &'static str {
        match (self.name, self.act()) {
            ("tap-confirm", _) => "asking",
            (_, None | Some("early")) => self.name,
            (_, Some(_)) => "doors",
        }
    }

    /// What the preview's script does with the page: `tap`, `ask`, `unlocking`, `late`,
    /// `phone-offline`, `until` or `early`.
    pub(super) fn act(&self) -> Option<&'static str> {
        match self.name {
            "tap-confirm" => Some("ask"),
            "notice-not_yet_valid" => Some("early"),
            "unlocking" | "late" | "phone-offline" | "until" => Some(self.name),
            name => name.starts_with("tap-").then_some("tap"),
        }
    }

    /// The page without script, if there is one.
    pub(super) fn plain(&self) -> Option<&'static str> {
        let needs_script = ["unlocking", "late", "phone-offline", "until"].contains(&self.name);
        (!needs_script).then_some(self.name)
    }
}

impl Group {
    pub(super) const ALL: [Self; 5] =
        [Self::Doors, Self::AfterTap, Self::Notices, Self::Rare, Self::Mail];

    pub(super) fn entries(self) -> impl Iterator<Item = &'static Entry> {
        ENTRIES.iter().filter(move |entry| entry.group == self)
    }

    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Doors => "with-doors",
            Self::AfterTap => "after-a-tap",
            Self::Notices => "notices",
            Self::Rare => "rare",
            Self::Mail => "mail",
        }
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Doors => "Doors",
            Self::AfterTap => "After a tap",
            Self::Notices => "Notices",
            Self::Rare => "Rarely seen",
            Self::Mail => "Mail",
        }
    }

    pub(super) fn about(self) -> &'static str {
        match self {
            Self::Doors => "What visitors see when they open a link that works.",
            Self::AfterTap => "What visitors see after they tapped a door.",
            Self::Notices => "What visitors see when there are no doors to show.",
            Self::Rare => {
                "What visitors see when a tap fails and the doors cannot be shown either."
            }
            Self::Mail => "The invitation that doorstep link send mails.",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{super::scenes::Shown, *};

    #[test]
    fn everything_that_can_be_shown_has_one_entry() {
        let plain: Vec<_> = ENTRIES.iter().filter_map(Entry::plain).collect();
        let shown: Vec<_> = Shown::all().iter().map(Shown::name).collect();
        assert_eq!(plain.len(), shown.len());
        assert_eq!(
            plain.into_iter().collect::<BTreeSet<_>>(),
            shown.iter().map(String::as_str).collect()
        );
        for entry in ENTRIES {
            assert!(Shown::named(entry.page()).is_some(), "{}", entry.name);
        }
    }

    #[test]
    fn no_two_entries_have_the_same_title() {
        let titles: BTreeSet<_> = ENTRIES.iter().map(|entry| entry.title).collect();
        assert_eq!(titles.len(), ENTRIES.len());
    }

    #[test]
    fn entries_stand_in_the_order_of_their_groups() {
        let groups: Vec<_> = ENTRIES.iter().map(|entry| entry.group).collect();
        let in_order: Vec<_> = Group::ALL.iter().flat_map(|it| it.entries().map(|_| *it)).collect();
        assert_eq!(groups, in_order);
    }
}
