//! The button of a door.

use maud::{Markup, html};

use super::{
    door_name,
    layout::{icon, other},
    short_door_name,
};
use crate::{
    language::Texts,
    theme::{Icon, ShownDoor},
};

/// The button that unlocks a door. It works without script, because it submits the page's form.
pub(super) fn door_button(texts: &Texts, door: &ShownDoor<'_>) -> Markup {
    let foreign = |language| other(language, texts.language());
    html! {
        button.door name="door" value=(door.id) data-state=(door.state.as_str())
            data-confirm[door.confirm] data-short=[short_name(texts, door)] {
            @if let Some(icon) = door.icon { span.icon { (drawing(icon)) } }
            span.words {
                bdi.name { (door_name(texts, door)) }
                @if let Some((note, language)) = door.note {
                    bdi.note lang=[language.and_then(foreign)] { (note) }
                }
                span.state { @if let Some(state) = texts.state(door.state) { (state) } }
            }
            span.act { (icon::key()) span { (texts.say("unlock")) } }
        }
    }
}

/// The name that the script uses in sentences, if it differs from the name on the button.
fn short_name(texts: &Texts, door: &ShownDoor<'_>) -> Option<String> {
    let short = short_door_name(texts, door);
    (short != door_name(texts, door)).then_some(short)
}

fn drawing(icon: Icon) -> Markup {
    match icon {
        Icon::Door => icon::door(),
        Icon::Gate => icon::gate(),
        Icon::Garage => icon::garage(),
        Icon::Lift => icon::lift(),
        Icon::Turnstile => icon::turnstile(),
        Icon::Parking => icon::parking(),
        Icon::Bike => icon::bike(),
        Icon::Locker => icon::locker(),
    }
}
