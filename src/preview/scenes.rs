//! The scenes of the studio in the words of a brand team, in groups.

use super::mails::SampleMail;
use crate::{
    access::{Outcome, Problem, TapResult},
    pages::{Notice, samples::Scene},
};

/// What a phone of the studio shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// A page.
    Page(Scene),
    /// A mail.
    Mail(SampleMail),
}

impl Shown {
    /// Everything there is to show, in the order of the studio.
    pub(super) fn all() -> Vec<Self> {
        let pages = Scene::all().into_iter().map(Self::Page);
        pages.chain(SampleMail::ALL.map(Self::Mail)).collect()
    }

    /// Its name, as used in file names.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Page(scene) => scene.name(),
            Self::Mail(mail) => mail.name().to_owned(),
        }
    }
}

/// A group of scenes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    Doors,
    AfterTap,
    Notices,
    Mail,
}

impl Group {
    pub(super) const ALL: [Self; 4] = [Self::Doors, Self::AfterTap, Self::Notices, Self::Mail];

    fn of(shown: &Shown) -> Self {
        match shown {
            Shown::Page(Scene::Doors | Scene::Stale | Scene::One | Scene::Many) => Self::Doors,
            Shown::Page(Scene::AfterTap(_)) => Self::AfterTap,
            Shown::Page(Scene::Notice(_)) => Self::Notices,
            Shown::Mail(_) => Self::Mail,
        }
    }

    pub(super) fn scenes(self, all: &[Shown]) -> impl Iterator<Item = &Shown> {
        all.iter().filter(move |shown| Self::of(shown) == self)
    }

    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Doors => "with-doors",
            Self::AfterTap => "after-a-tap",
            Self::Notices => "notices",
            Self::Mail => "mail",
        }
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Doors => "Doors",
            Self::AfterTap => "After a tap",
            Self::Notices => "Notices",
            Self::Mail => "Mail",
        }
    }

    pub(super) fn about(self) -> &'static str {
        match self {
            Self::Doors => "What visitors see when they open a link that works.",
            Self::AfterTap => "What visitors see after they tapped a door.",
            Self::Notices => "What visitors see when there are no doors to show.",
            Self::Mail => "The invitation that doorstep link send mails.",
        }
    }
}

/// The title of what is shown, and when visitors see it.
pub(super) fn title(shown: &Shown) -> [&'static str; 2] {
    match shown {
        Shown::Page(scene) => title_of_page(scene),
        Shown::Mail(SampleMail::Html) => ["Invitation", "In a mail program."],
        Shown::Mail(SampleMail::Text) => ["As plain text", "In a program that shows no HTML."],
    }
}

fn title_of_page(scene: &Scene) -> [&'static str; 2] {
    match scene {
        Scene::Doors => ["All doors", "Every state that a door can be in."],
        Scene::Stale => ["Doors from earlier", "Kisi does not answer right now."],
        Scene::One => ["One door", "The link opens only this one."],
        Scene::Many => ["Many doors", "From nine doors on, with a field to search in."],
        Scene::AfterTap(TapResult::Success(outcome)) => success(*outcome),
        Scene::AfterTap(TapResult::Problem(problem))
        | Scene::Notice(Notice::Problem(problem, _)) => problem_title(*problem),
        Scene::Notice(Notice::Waiting) => ["Waiting", "Kisi has not answered yet."],
        Scene::Notice(Notice::Empty) => ["No doors", "The link works and opens no door."],
        Scene::Notice(Notice::NotFound) => ["Wrong address", "There is no page at this address."],
        Scene::Notice(Notice::BadRequest) => ["Broken request", "Our pages never send this."],
        Scene::Notice(Notice::Home) => ["Without a link", "A visitor opened the host alone."],
    }
}

fn success(outcome: Outcome) -> [&'static str; 2] {
    match outcome {
        Outcome::Unlocked => ["Unlocked", "The tap succeeded."],
        Outcome::AlreadyUnlocked => ["Unlocked already", "The door was unlocked before the tap."],
        Outcome::AlreadyOpening => ["Opening already", "The door is unlocking for an earlier tap."],
    }
}

fn problem_title(problem: Problem) -> [&'static str; 2] {
    match problem {
        Problem::UnknownLink => ["Unknown link", "Often a part of it is missing."],
        Problem::UnknownDoor => ["Unknown door", "The link does not open this door."],
        Problem::Expired => ["Link expired", "Its time is over."],
        Problem::Withdrawn => ["Link withdrawn", "The host took it back."],
        Problem::NotYetValid => ["Too early", "The link's time has not begun."],
        Problem::OutsideHours => ["Outside hours", "Not valid at this hour."],
        Problem::Refused => ["Refused", "Access is denied for another reason."],
        Problem::CrossSite => ["Tap from elsewhere", "Another web site sent it."],
        Problem::Confirm => ["Confirm first", "The door has confirm = true."],
        Problem::LockedDown => ["Locked down", "Locked for everyone right now."],
        Problem::Alarm => ["Alarm", "The building's alarm is on."],
        Problem::NotSetUp => ["Not set up", "The door's hardware is not ready."],
        Problem::RateLimited => ["Too many tries", "More requests than are allowed."],
        Problem::Offline => ["Door offline", "Kisi cannot reach the door."],
        Problem::Busy => ["Door busy", "It cannot answer for some seconds."],
        Problem::Unavailable => ["Kisi unavailable", "Kisi cannot be reached, or failed."],
        Problem::Timeout => ["No answer in time", "It may have opened, or not."],
    }
}
