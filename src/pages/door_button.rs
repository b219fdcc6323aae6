//! The button of a door: one card that shows the door, and everything that a tap on it becomes.
//!
//! The card has the same size before, during and after a tap: the texts of all three lie on top of
//! each other in one place, and the style shows one of them. Those of a tap are attributes, so that
//! the page never contains words that are not true.

use maud::{Markup, html};

use super::{door_name, foreign::other, icon, short_door_name};
use crate::{access::DoorState, language::Texts, theme::ShownDoor};

/// The button that unlocks a door. It works without script, because it submits the page's form.
/// `is_unlocked` says that the visitor has just unlocked this door.
pub(super) fn door_button(texts: &Texts, door: &ShownDoor<'_>, is_unlocked: bool) -> Markup {
    let foreign = |language| other(language, texts.language());
    html! {
        button.door.done[is_unlocked] type="submit" name="door" value=(door.id)
            data-state=(door.state.as_str()) autofocus[is_unlocked]
            data-confirm[door.confirm] data-short=[short_name(texts, door)] {
            @if let Some(icon) = door.icon { span.icon { (icon::of_door(icon)) } }
            span.words {
                bdi.name lang=[door.name_language.and_then(foreign)] { (door_name(texts, door)) }
                @if let Some((note, language)) = door.note {
                    bdi.note lang=[language.and_then(foreign)] { (note) }
                }
                span.line data-busy=(texts.say("unlocking")) data-done=(texts.say("unlocked-now")) {
                    span.rest { (at_rest(texts, door.state)) }
                }
            }
            span.sign {}
        }
    }
}

/// What a tap would do, or why it cannot.
fn at_rest(texts: &Texts, state: DoorState) -> String {
    texts.state(state).unwrap_or_else(|| texts.say("unlock"))
}

/// The name that the script uses in sentences, if it differs from the name on the button.
fn short_name(texts: &Texts, door: &ShownDoor<'_>) -> Option<String> {
    let short = short_door_name(texts, door);
    (short != door_name(texts, door)).then_some(short)
}
