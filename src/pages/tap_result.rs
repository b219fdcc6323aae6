//! What became of a tap.
//!
//! Success is shown by the card of the door itself, anything else by a sheet that lies over the end
//! of the screen. Neither moves a door. With script, the script fills the empty sheet of the page;
//! without, the server sends the page with a full one. Screen readers get the result through the
//! status region and the title of the page.

use maud::{Markup, html};

use super::{LastTap, Reader, contact, icon};
use crate::access::{DoorId, Problem, TapResult};

/// The result of a tap in the visitor's language.
pub(super) struct Announcement {
    /// The title of the page: the door, and what happened to it.
    pub(super) title: String,
    /// Everything that is announced.
    pub(super) spoken: String,
    sheet: Option<Sheet>,
}

/// What the sheet says.
#[derive(Default)]
struct Sheet {
    /// Its class, which chooses the colour: `bad`, `warn` or `question`.
    tone: &'static str,
    /// The door, if the headline does not name it.
    door: Option<String>,
    headline: String,
    /// What happened, and what to do now.
    lines: [String; 2],
    /// The line with a code for the brand's support.
    reference: Option<String>,
    /// The door to confirm.
    question: Option<DoorId>,
}

impl Announcement {
    pub(super) fn new(reader: Reader<'_>, tap: &LastTap) -> Self {
        let texts = reader.texts;
        match (tap.result, &tap.door) {
            (TapResult::Success(outcome), door) => {
                let (title, advice) = match door {
                    Some(door) => texts.outcome(outcome, &door.name),
                    None => (texts.say("door-unlocked"), texts.outcome(outcome, "").1),
                };
                let spoken = texts.language().join(&[&title, &advice]);
                Self { title, spoken, sheet: None }
            }
            (TapResult::Problem(Problem::Confirm), Some(door)) => {
                let headline = texts.say_of("confirm-question", "door", &door.name);
                let question = Some(door.id);
                let sheet = Sheet { tone: "question", headline, question, ..Sheet::default() };
                let spoken = sheet.headline.clone();
                Self { title: spoken.clone(), spoken, sheet: Some(sheet) }
            }
            (TapResult::Problem(problem), _) => Self::problem(reader, tap, problem),
        }
    }

    fn problem(reader: Reader<'_>, tap: &LastTap, problem: Problem) -> Self {
        let texts = reader.texts;
        let [headline, text, advice] = texts.problem(problem);
        let door = tap.door.as_ref().map(|door| door.name.clone());
        let title = match &door {
            Some(door) => texts.say_with("door-problem", &[("door", door), ("problem", &headline)]),
            None => headline.clone(),
        };
        let reference = tap.reference.as_deref();
        let reference = reference.map(|code| texts.say_of("reference", "code", code));
        let mut spoken = vec![title.as_str(), &text, &advice];
        spoken.extend(reference.as_deref());
        let spoken = texts.language().join(&spoken);
        let lines = [text, advice];
        let sheet = Sheet { tone: tone(problem), door, headline, lines, reference, question: None };
        Self { title, spoken, sheet: Some(sheet) }
    }
}

/// The colour of a problem: red for a firm no, amber for what may pass or is not known.
fn tone(problem: Problem) -> &'static str {
    match problem {
        Problem::Refused | Problem::LockedDown | Problem::Alarm => "bad",
        Problem::UnknownLink
        | Problem::UnknownDoor
        | Problem::Expired
        | Problem::Withdrawn
        | Problem::NotYetValid
        | Problem::OutsideHours
        | Problem::CrossSite
        | Problem::Confirm
        | Problem::NotSetUp
        | Problem::RateLimited
        | Problem::Offline
        | Problem::Busy
        | Problem::Unavailable
        | Problem::Timeout => "warn",
    }
}

/// The sheet with a result, or an empty one for the script.
pub(super) fn sheet(reader: Reader<'_>, announcement: Option<&Announcement>) -> Markup {
    let empty = Sheet::default();
    let sheet = announcement.and_then(|announcement| announcement.sheet.as_ref());
    let is_hidden = sheet.is_none();
    let Sheet { tone, door, headline, lines: [text, advice], reference, question } =
        sheet.unwrap_or(&empty);
    let texts = reader.texts;
    html! {
        aside.sheet.(tone) hidden[is_hidden] aria-labelledby="headline" {
            span.sign { (icon::alert()) }
            div {
                p.at hidden[door.is_none()] { bdi { @if let Some(door) = door { (door) } } }
                p #headline dir="auto" { (headline) }
                p.text { (text) }
                p.advice { (advice) }
                p.reference { @if let Some(reference) = reference { (reference) } }
            }
            @if let Some(door) = question { (choice(reader, *door)) }
            (contact::actions(reader, reference.as_deref()))
            // An empty `href` leads to the page's own URL, which must not be in the page.
            a.close href="" aria-label=(texts.say("close")) { (icon::close()) }
        }
    }
}

/// The buttons with which a visitor confirms without script.
fn choice(reader: Reader<'_>, door: DoorId) -> Markup {
    html! {
        div.actions.choice {
            button.action.main type="submit" form="doors" name="confirmed" value=(door) {
                (reader.texts.say("confirm-yes"))
            }
            a.action href="" { (reader.texts.say("confirm-no")) }
        }
    }
}
