//! The doors and places of an access link as tables of a theme file, for a brand to start from.

use std::fmt::Write as _;

use toml::Value;

use crate::access::{Door, Place, printable};

/// A longer name does not fit on a card if two stand side by side, in characters.
const LONGEST_NAME: usize = 60;

/// `[places.N]` and `[doors.N]` with the names that Kisi has, place by place, in Kisi's order. The
/// keys that say more are switched off by a `#`.
#[must_use]
pub fn door_tables(doors: &[Door]) -> String {
    let mut text =
        "# The doors of a link, with the names that they have in Kisi. Paste the sections \
                    that you need at\n# the end of theme.toml. Without a section, visitors see \
                    Kisi's name. To use a line that begins\n# with a # and a key, remove the #.\n"
            .to_owned();
    let place = |door: &Door| door.place.as_ref().map(|place| place.id);
    for (index, first) in doors.iter().enumerate() {
        let id = place(first);
        if doors[..index].iter().any(|door| place(door) == id) {
            continue;
        }
        if let Some(place) = &first.place {
            add_place(&mut text, place);
        }
        for door in doors[index..].iter().filter(|door| place(door) == id) {
            add_door(&mut text, door);
        }
    }
    text
}

fn add_place(text: &mut String, place: &Place) {
    add(text, &format!("\n[places.{}]\n{}", place.id, name_line(&place.name)));
    add(text, "#directions = \"\"");
}

fn add_door(text: &mut String, door: &Door) {
    add(text, &format!("\n[doors.{}]\n{}", door.id, name_line(&door.name)));
    // Kisi's description is on the page already.
    let note = door.description.as_deref().map(printable).unwrap_or_default();
    add(text, &format!("#note = {}", Value::String(note)));
    add(text, "#icon = \"door\"");
}

/// The line with a name. It is switched off if Kisi has none, or one that does not fit.
fn name_line(name: &str) -> String {
    let name = printable(name);
    let line = |name: String| format!("name = {}", Value::String(name));
    match name.chars().count() {
        0 => format!("# Kisi has no name for it.\n#{}", line(name)),
        1..=LONGEST_NAME => line(name),
        _ => {
            let begin = name.chars().take(LONGEST_NAME).collect();
            format!("# Its name in Kisi is longer. Write a short one.\n#{}", line(begin))
        }
    }
}

fn add(text: &mut String, line: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{line}");
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::{
        access::{DoorId, DoorState},
        theme::Theme,
    };

    fn door(id: u64, name: &str, description: Option<&str>, place: Option<(u64, &str)>) -> Door {
        Door {
            id: DoorId(id),
            name: name.to_owned(),
            description: description.map(str::to_owned),
            place: place.map(|(id, name)| Place { id, name: name.to_owned() }),
            state: DoorState::Ready,
        }
    }

    #[test]
    fn doors_stand_below_their_places() {
        let doors = [
            door(1001, "Lobby", None, Some((77, "Harbour House"))),
            door(1002, "Gate", None, Some((78, "Mill Yard"))),
            door(1003, "Roof", Some("Lift to floor 7"), Some((77, "Harbour House"))),
            door(1004, "", None, None),
        ];
        assert_snapshot!(door_tables(&doors), @r##"
        # The doors of a link, with the names that they have in Kisi. Paste the sections that you need at
        # the end of theme.toml. Without a section, visitors see Kisi's name. To use a line that begins
        # with a # and a key, remove the #.

        [places.77]
        name = "Harbour House"
        #directions = ""

        [doors.1001]
        name = "Lobby"
        #note = ""
        #icon = "door"

        [doors.1003]
        name = "Roof"
        #note = "Lift to floor 7"
        #icon = "door"

        [places.78]
        name = "Mill Yard"
        #directions = ""

        [doors.1002]
        name = "Gate"
        #note = ""
        #icon = "door"

        [doors.1004]
        # Kisi has no name for it.
        #name = ""
        #note = ""
        #icon = "door"
        "##);
    }

    #[test]
    fn hostile_names_make_a_valid_theme() {
        let (long, right_to_left) = ("x".repeat(300), "\u{200F}مدخل\u{200F} \u{202E}abc");
        let names = [
            "\"]\n[doors.1]\nhidden = true\n#",
            "''' \"\"\" \\ \\u0041 # {",
            "\u{1b}[31mred\u{7}\u{0}\u{85}\u{2028}next",
            right_to_left,
            &long,
            " ",
            "\u{FFFF}\u{FEFF}",
        ];
        let doors: Vec<_> = (1..)
            .zip(names)
            .map(|(id, name)| door(id, name, Some(name), Some((id, name))))
            .collect();
        let tables = door_tables(&doors);
        assert!(tables.chars().all(|c| c == '\n' || !c.is_control()), "{tables:?}");
        let theme = format!("name = \"Acme\"\n{tables}");
        let read: toml::Table = theme.parse().unwrap();
        assert_eq!(read["doors"].as_table().unwrap().len(), names.len());
        for (id, name) in (1..).zip(&names[..4]) {
            for table in ["doors", "places"] {
                let read = read[table][&id.to_string()]["name"].as_str();
                assert_eq!(read, Some(printable(name).as_str()));
            }
        }
        let theme = Theme::for_tests(&theme);
        assert!(theme.warnings.is_empty(), "{:?}", theme.warnings);
        let switched_on = tables.replace("\n#note", "\nnote");
        assert!(switched_on.parse::<toml::Table>().is_ok(), "{switched_on}");
    }
}
