//! Every page without doors: it says what happened, what to do now, and whom to ask.

use maud::{Markup, html};

use super::{
    LastTap, Page, Reader,
    contact::contact,
    icon,
    layout::{Content, SEAM, frame},
    page_state::PageState,
};
use crate::{access::Problem, theme::Layout};

/// Why there are no doors on the page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Notice {
    /// A problem, and Kisi's error code for it, which the brand's support can look up.
    Problem(Problem, Option<String>),
    /// Kisi has not answered yet, and the page comes back by itself.
    Waiting,
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
            Self::Waiting => PageState::Waiting,
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

    /// Kisi's own code for a problem.
    fn code(&self) -> Option<&str> {
        if let Self::Problem(_, code) = self { code.as_deref() } else { None }
    }

    fn icon(&self) -> Markup {
        match self {
            Self::Home => icon::envelope(),
            Self::Waiting => icon::clock(),
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
pub fn notice(reader: Reader<'_>, notice: &Notice, last_tap: Option<&LastTap>) -> Page {
    let texts = reader.texts;
    let [title, text, advice] = match notice {
        Notice::Problem(problem, _) => texts.problem(*problem),
        // It goes on by itself, so there is nothing to advise.
        Notice::Waiting => [texts.say("waiting-title"), texts.say("waiting-text"), String::new()],
        Notice::Empty => texts.notice("empty"),
        Notice::NotFound => texts.notice("not-found"),
        Notice::BadRequest => texts.notice("bad-request"),
        Notice::Home => texts.notice("home"),
    };
    let state = notice.state();
    let reference = notice.code().map(|code| texts.say_of("reference", "code", code));
    let main = html! {
        main {
            div.notice {
                span.sign { (notice.icon()) }
                h1 { (title) }
                p { (text) }
                @if !advice.is_empty() { p.advice { (advice) } }
                // An empty `href` leads to the page's own URL, which must not be in the page.
                @if state.can_change() && state != PageState::Waiting {
                    a.action.main.again href="" { (icon::again()) (texts.say("check-again")) }
                }
                (contact(reader, reference.as_deref()))
                @if let Some(reference) = &reference { p.reference { (reference) } }
            }
            (SEAM)
        }
    };
    let layout = Layout::Notice;
    let content = Content { state, layout, title: &title, description: &text, main };
    Page { frame: frame(reader, last_tap, &content), doors: String::new() }
}
