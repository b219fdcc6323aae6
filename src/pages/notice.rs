//! Every page without doors: what happened, what to do now, whom to ask.

use maud::{Markup, html};

use super::{
    Reader, Told,
    layout::{document, icon},
};
use crate::access::Problem;

/// Why there are no doors on the page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Notice {
    /// Something is wrong; Kisi's error code for it is a reference for the brand's support.
    Problem(Problem, Option<String>),
    /// The link works and opens nothing.
    Empty,
    /// The address leads nowhere.
    NotFound,
    /// The request is none that a page of ours sends.
    BadRequest,
    /// The visitor came without a link.
    Home,
}

impl Notice {
    /// The page's name in `<body data-state>`.
    #[must_use]
    pub fn state(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotFound | Self::BadRequest => "not_found",
            Self::Home => "home",
            Self::Problem(problem, _) => match problem {
                Problem::UnknownLink => "unknown_link",
                Problem::Expired => "expired",
                Problem::Withdrawn => "withdrawn",
                Problem::NotYetValid => "not_yet_valid",
                Problem::OutsideHours => "outside_hours",
                Problem::RateLimited => "rate_limited",
                Problem::Refused
                | Problem::CrossSite
                | Problem::UnknownDoor
                | Problem::LockedDown
                | Problem::NotSetUp => "refused",
                Problem::Offline | Problem::Busy | Problem::Unavailable | Problem::Timeout => {
                    "unavailable"
                }
            },
        }
    }

    /// Whether looking again later can bring another page.
    fn may_pass(&self) -> bool {
        let Self::Problem(problem, _) = self else { return *self == Self::Empty };
        matches!(
            problem,
            Problem::NotYetValid
                | Problem::OutsideHours
                | Problem::RateLimited
                | Problem::Offline
                | Problem::Busy
                | Problem::Unavailable
                | Problem::Timeout
        )
    }

    fn icon(&self) -> Markup {
        match self {
            Self::Home => icon::envelope(),
            Self::Empty | Self::NotFound | Self::BadRequest => icon::door(),
            Self::Problem(problem, _) => match problem {
                Problem::UnknownLink | Problem::Withdrawn | Problem::Expired => icon::link_off(),
                Problem::NotYetValid | Problem::OutsideHours | Problem::RateLimited => {
                    icon::clock()
                }
                Problem::Offline | Problem::Busy | Problem::Unavailable | Problem::Timeout => {
                    icon::cloud_off()
                }
                Problem::UnknownDoor
                | Problem::Refused
                | Problem::CrossSite
                | Problem::LockedDown
                | Problem::NotSetUp => icon::alert(),
            },
        }
    }
}

/// The page of a notice.
#[must_use]
pub fn notice(reader: Reader<'_>, notice: &Notice, told: Option<&Told>) -> Markup {
    let texts = reader.texts;
    let [title, text, advice] = match notice {
        Notice::Problem(problem, _) => texts.problem(*problem),
        Notice::Empty => texts.notice("empty"),
        Notice::NotFound => texts.notice("not-found"),
        Notice::BadRequest => texts.notice("bad-request"),
        Notice::Home => texts.notice("home"),
    };
    let main = html! {
        div.notice {
            span.sign { (notice.icon()) }
            h1 { (title) }
            p { (text) }
            p.advice { (advice) }
            // An empty reference leads to the page's own URL, which is not to be in the page.
            @if notice.may_pass() {
                a.again href="" { (icon::again()) (texts.say("check-again")) }
            }
            @if let Notice::Problem(_, Some(code)) = notice {
                p.reference { (texts.say_of("reference", "code", code)) }
            }
        }
    };
    document(reader, notice.state(), &title, told, &main)
}
