//! The scenes of the studio in the words of a brand team, and what they are sorted by.

use crate::{
    access::{Outcome, Problem},
    pages::{
        Notice,
        samples::{Scene, Tapped},
    },
};

/// What the phones are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    Doors,
    Told,
    Notices,
}

impl Group {
    pub(super) const ALL: [Self; 3] = [Self::Doors, Self::Told, Self::Notices];

    fn of(scene: &Scene) -> Self {
        match scene {
            Scene::Doors | Scene::Old | Scene::One => Self::Doors,
            Scene::Told(_) => Self::Told,
            Scene::Notice(_) => Self::Notices,
        }
    }

    pub(super) fn scenes(self, all: &[Scene]) -> impl Iterator<Item = &Scene> {
        all.iter().filter(move |scene| Self::of(scene) == self)
    }

    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Doors => "with-doors",
            Self::Told => "after-a-tap",
            Self::Notices => "notices",
        }
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Doors => "Doors",
            Self::Told => "After a tap",
            Self::Notices => "Notices",
        }
    }

    pub(super) fn about(self) -> &'static str {
        match self {
            Self::Doors => "What visitors see who open a link that works.",
            Self::Told => "What visitors are told of a door they tapped.",
            Self::Notices => "What visitors see where there are no doors to show.",
        }
    }
}

/// What a scene is called, and when visitors see it.
pub(super) fn title(scene: &Scene) -> [&'static str; 2] {
    match scene {
        Scene::Doors => ["All doors", "Every state that a door can be in."],
        Scene::Old => ["Doors from earlier", "Kisi does not answer right now."],
        Scene::One => ["One door", "The link opens no other."],
        Scene::Told(Tapped::Good(outcome)) => good(*outcome),
        Scene::Told(Tapped::Asked) => ["Asked once more", "The door has confirm = true."],
        Scene::Told(Tapped::Bad(problem)) | Scene::Notice(Notice::Problem(problem, _)) => {
            bad(*problem)
        }
        Scene::Notice(Notice::Empty) => ["No doors", "The link works and opens nothing."],
        Scene::Notice(Notice::NotFound) => ["Wrong address", "Nothing is at this address."],
        Scene::Notice(Notice::BadRequest) => ["Broken request", "No page of ours sends this."],
        Scene::Notice(Notice::Home) => ["Without a link", "Someone opened the host itself."],
    }
}

fn good(outcome: Outcome) -> [&'static str; 2] {
    match outcome {
        Outcome::Unlocked => ["Unlocked", "The tap went well."],
        Outcome::AlreadyUnlocked => ["Unlocked already", "It was so before the tap."],
        Outcome::AlreadyOpening => ["Opening already", "For a tap a moment ago."],
    }
}

fn bad(problem: Problem) -> [&'static str; 2] {
    match problem {
        Problem::UnknownLink => ["Unknown link", "Often a part of it is missing."],
        Problem::UnknownDoor => ["Unknown door", "The link does not open this door."],
        Problem::Expired => ["Link expired", "Its time is over."],
        Problem::Withdrawn => ["Link withdrawn", "The host took it back."],
        Problem::NotYetValid => ["Too early", "The link's time has not begun."],
        Problem::OutsideHours => ["Outside hours", "Not valid at this hour."],
        Problem::Refused => ["Refused", "Access is denied for another reason."],
        Problem::CrossSite => ["Tap from elsewhere", "Another web site sent it."],
        Problem::LockedDown => ["Locked down", "Locked for everyone right now."],
        Problem::NotSetUp => ["Not set up", "The door's hardware is not ready."],
        Problem::RateLimited => ["Too many tries", "More requests than are allowed."],
        Problem::Offline => ["Door offline", "Kisi cannot reach the door."],
        Problem::Busy => ["Door busy", "It cannot answer for some seconds."],
        Problem::Unavailable => ["Kisi unavailable", "Kisi cannot be reached, or failed."],
        Problem::Timeout => ["No answer in time", "It may have opened, or not."],
    }
}
