//! The one thing the page is for.

use maud::{Markup, html};

use super::{door_name, layout::icon};
use crate::{
    access::{Door, DoorState},
    language::Texts,
};

/// One door, as the visitor sees it. The button works without script: it submits the page's form.
pub(super) fn door_button(texts: &Texts, door: &Door) -> Markup {
    html! {
        button.door name="door" value=(door.id) data-state=(door.state.as_str()) {
            span.words {
                bdi.name { (door_name(texts, door)) }
                @if let Some(description) = &door.description { bdi.note { (description) } }
                span.state { @if door.state != DoorState::Ready { (texts.state(door.state)) } }
            }
            span.act { (icon::key()) span { (texts.say("unlock")) } }
        }
    }
}
