//! Every page without doors: it says what happened, what to do now, and whom to ask.

use maud::{Markup, html};

use super::{
    LastTap, Reader,
    layout::{document, icon},
    page_state::PageState,
};
use crate::access::Problem;

/// Why there are no doors on the page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Notice {
    /// A problem, and Kisi's error code for it, which the brand's support can look up.
    Problem(Problem, Option<String>),
    /// The link works and opens no door.
    Empty,
    /// There is no page at this address.
    NotFound,
    /// The request is not one that our pages send.
    BadRequest,
    /// The visitor came without a link.
    Home,
}

impl Notice {
    /// The page's name.
    #[must_use]
    pub fn state(&self) -> PageState {
        match self {
            Self::Empty => PageState::Empty,
            Self::NotFound | Self::BadRequest => PageState::NotFound,
            Self::Home => PageState::Home,
            Self::Problem(problem, _) => match problem {
                Problem::UnknownLink => PageState::UnknownLink,
                Problem::Expired => PageState::Expired,
                Problem::Withdrawn => PageState::Withdrawn,
                Problem::NotYetValid => PageState::NotYetValid,
                Problem::OutsideHours => PageState::OutsideHours,
                Problem::RateLimited => PageState::RateLimited,
                Problem::Refused
                | Problem::CrossSite
                | Problem::Confirm
                | Problem::UnknownDoor
                | Problem::LockedDown
                | Problem::Alarm
                | Problem::NotSetUp => PageState::Refused,
                Problem::Offline | Problem::Busy | Problem::Unavailable | Problem::Timeout => {
                    PageState::Unavailable
                }
            },
        }
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
                | Problem::Confirm
                | Problem::LockedDown
                | Problem::Alarm
                | Problem::NotSetUp => icon::alert(),
            },
        }
    }
}

/// The page of a notice.
#[must_use]
pub fn notice(reader: Reader<'_>, notice: &Notice, last_tap: Option<&LastTap>) -> Markup {
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
            // An empty `href` leads to the page's own URL, which must not be in the page.
            @if notice.state().can_change() {
                a.again href="" { (icon::again()) (texts.say("check-again")) }
            }
            @if let Notice::Problem(_, Some(code)) = notice {
                p.reference { (texts.say_of("reference", "code", code)) }
            }
        }
    };
    document(reader, notice.state(), &title, last_tap, &main)
}
