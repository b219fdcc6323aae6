//! The page with doors.

use maud::{Markup, html};

use super::{
    LastTap, Reader,
    door_button::door_button,
    layout::{document, icon, other, tap_result_panel},
    notice::{Notice, notice},
    page_state::PageState,
};
use crate::{
    access::{Door, DoorState, Outcome, Problem},
    language::Texts,
    theme::{ShownDoor, ShownPlace},
};

/// The doors behind a link as the brand shows them, grouped by place if there is more than one
/// place, or the notice of an empty list. `as_of` is the time of a stale list.
///
/// The form has no `action`, so it posts to the page's own URL, and the page does not contain the
/// secret.
#[must_use]
pub fn door_list(
    reader: Reader<'_>,
    doors: &[Door],
    as_of: Option<&str>,
    last_tap: Option<&LastTap>,
) -> Markup {
    let texts = reader.texts;
    let doors = reader.theme.shown(doors, texts.language());
    if doors.is_empty() {
        return notice(reader, &Notice::Empty, last_tap);
    }
    let welcome = texts.say("welcome");
    let groups = by_place(&doors);
    let main = html! {
        h1 { (welcome) }
        p.hint { (texts.count("doors-hint", doors.len())) }
        (form(reader, doors.iter().any(|door| door.confirm), &html! {
            @for (place, doors) in &groups {
                section {
                    (heading(reader, *place, groups.len()))
                    div { @for door in doors { (door_button(texts, door)) } }
                }
            }
        }))
        @if let Some(time) = as_of { p.as-of { (texts.say_of("as-of", "time", time)) } }
    };
    document(reader, PageState::Doors, &welcome, last_tap, &main)
}

/// The form around the doors, with every text that the script may show. The script replaces
/// `{door}` and `{code}`.
fn form(reader: Reader<'_>, asks: bool, doors: &Markup) -> Markup {
    let texts = reader.texts;
    let outcome = |outcome| texts.outcome(outcome, "{door}");
    let unlocked = outcome(Outcome::Unlocked);
    let already_unlocked = outcome(Outcome::AlreadyUnlocked);
    let already_opening = outcome(Outcome::AlreadyOpening);
    let timeout = texts.problem(Problem::Timeout);
    let no_network = texts.notice("no-network");
    let state = |state| texts.state(state);
    html! {
        form #doors method="post"
            data-unlock=(texts.say("unlock"))
            data-unlocking=(texts.say("unlocking"))
            data-unlocked-now=(texts.say("unlocked-now"))
            data-no-answer-yet=(texts.say("no-answer-yet"))
            data-unlocked=(unlocked.0)
            data-unlocked-advice=(unlocked.1)
            data-already_unlocked=(already_unlocked.0)
            data-already_unlocked-advice=(already_unlocked.1)
            data-already_opening=(already_opening.0)
            data-already_opening-advice=(already_opening.1)
            data-timeout-title=(timeout[0])
            data-timeout-text=(timeout[1])
            data-timeout-advice=(timeout[2])
            data-no-network-title=(no_network[0])
            data-no-network-text=(no_network[1])
            data-no-network-advice=(no_network[2])
            data-reference=(texts.say_of("reference", "code", "{code}"))
            data-is-unlocked=[state(DoorState::Unlocked)]
            data-is-offline=[state(DoorState::Offline)]
            data-is-locked_down=[state(DoorState::LockedDown)]
            data-is-not_set_up=[state(DoorState::NotSetUp)]
        { (doors) }
        template id="tap-result" { (tap_result_panel()) }
        @if asks { (question(texts)) }
    }
}

/// The dialog in which the script asks the visitor to confirm.
fn question(texts: &Texts) -> Markup {
    html! {
        dialog aria-labelledby="question" {
            h2 #question data-question=(texts.say_of("confirm-question", "door", "{door}")) {}
            form.choice method="dialog" {
                button { (texts.say("confirm-no")) }
                button.yes value="yes" { (texts.say("confirm-yes")) }
            }
        }
    }
}

/// The heading above the doors of a place: its name, if there are several places or directions.
fn heading(reader: Reader<'_>, place: Option<ShownPlace<'_>>, places: usize) -> Markup {
    let directions = place.and_then(|place| place.directions);
    html! {
        @if places > 1 || directions.is_some() {
            h2 {
                @match place {
                    Some(place) if !place.name.is_empty() => bdi { (place.name) },
                    _ => (reader.texts.say("other-doors")),
                }
            }
        }
        @if let Some((directions, language)) = directions {
            p.directions {
                (icon::pin())
                bdi lang=[other(language, reader.texts.language())] { (directions) }
            }
        }
    }
}

/// The doors of one place, or those without a place.
type Group<'a> = (Option<ShownPlace<'a>>, Vec<&'a ShownDoor<'a>>);

/// Groups doors by place, in the order of each place's first door.
fn by_place<'a>(doors: &'a [ShownDoor<'a>]) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    let id = |place: Option<ShownPlace<'_>>| place.map(|place| place.id);
    for door in doors {
        match groups.iter_mut().find(|(place, _)| id(*place) == id(door.place)) {
            Some((_, group)) => group.push(door),
            None => groups.push((door.place, vec![door])),
        }
    }
    groups
}
