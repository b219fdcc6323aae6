//! The page with doors.

use maud::{Markup, html};

use super::{Reader, Told, door_button::door_button, layout::document};
use crate::access::{Door, Place};

/// The doors behind a link, in Kisi's order; under the names of their places where there is more
/// than one place. `as_of` is since when a list is that should be newer.
///
/// The form has no `action`, so it posts to the page's own URL and the page does not hold the
/// secret.
#[must_use]
pub fn door_list(
    reader: Reader<'_>,
    doors: &[Door],
    as_of: Option<&str>,
    told: Option<&Told>,
) -> Markup {
    let texts = reader.texts;
    let welcome = texts.say("welcome");
    let groups = by_place(doors);
    let main = html! {
        h1 { (welcome) }
        p.hint { (texts.count("doors-hint", doors.len())) }
        form method="post" {
            @for (place, doors) in &groups {
                section {
                    @if groups.len() > 1 { h2 { (place_name(reader, *place)) } }
                    @for door in doors { (door_button(texts, door)) }
                }
            }
        }
        @if let Some(time) = as_of { p.as-of { (texts.say_of("as-of", "time", time)) } }
    };
    document(reader, "doors", &welcome, told, &main)
}

fn place_name(reader: Reader<'_>, place: Option<&Place>) -> Markup {
    html! {
        @match place {
            Some(place) if !place.name.is_empty() => bdi { (place.name) },
            _ => (reader.texts.say("other-doors")),
        }
    }
}

/// Doors with their place, places in the order of their first door.
fn by_place(doors: &[Door]) -> Vec<(Option<&Place>, Vec<&Door>)> {
    let mut groups: Vec<(Option<&Place>, Vec<&Door>)> = Vec::new();
    for door in doors {
        let place = door.place.as_ref();
        let same =
            |other: Option<&Place>| other.map(|place| place.id) == place.map(|place| place.id);
        match groups.iter_mut().find(|(other, _)| same(*other)) {
            Some((_, group)) => group.push(door),
            None => groups.push((place, vec![door])),
        }
    }
    groups
}
