//! The doors of a real link: a door list in the public server's JSON, saved in a file.

use std::{
    io,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use crate::{
    access::{Door, DoorId, DoorState, Place, printable},
    files::read_bounded,
    theme::Theme,
};

/// The largest door list, in bytes. The list of a link with a thousand doors has 200 kB.
const LARGEST: u64 = 1024 * 1024;

/// The command that saves a door list.
pub(super) const HOW: &str =
    "curl -H 'Accept: application/json' https://your.host/links/your-secret > doors.json";

/// The doors of a link, saved in a file.
#[derive(Clone, Debug)]
pub struct Doors {
    pub(super) file: PathBuf,
    pub(super) doors: Vec<Door>,
}

/// Why a file cannot be used as a door list.
#[derive(Debug, thiserror::Error)]
pub enum DoorsError {
    /// It cannot be read, or is larger than 1 MiB.
    #[error("{file} cannot be read")]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// It contains something else.
    #[error("{file} is not a door list; make one with {HOW}")]
    Other {
        /// The file.
        file: PathBuf,
        /// The parser's error.
        source: serde_json::Error,
    },
    /// It contains the server's answer to a link that opens no doors.
    #[error("{file} contains no doors, because the server answered: {title}")]
    Problem {
        /// The file.
        file: PathBuf,
        /// The problem, in the server's words.
        title: String,
    },
}

/// The server's answer to `Accept: application/json`.
#[derive(Deserialize)]
struct List {
    doors: Vec<Listed>,
}

/// The server's answer if the link has a problem.
#[derive(Deserialize)]
struct Problem {
    title: String,
}

#[derive(Deserialize)]
struct Listed {
    id: u64,
    #[serde(default)]
    name: String,
    description: Option<String>,
    place: Option<ListedPlace>,
    state: DoorState,
}

#[derive(Deserialize)]
struct ListedPlace {
    id: u64,
    #[serde(default)]
    name: String,
}

impl Doors {
    /// The doors in this file.
    pub fn load(file: &Path) -> Result<Self, DoorsError> {
        let unreadable = |source| DoorsError::Unreadable { file: file.to_owned(), source };
        Self::read(file, &read_bounded(file, LARGEST).map_err(unreadable)?)
    }

    /// The doors in this content of a file.
    pub fn read(file: &Path, content: &[u8]) -> Result<Self, DoorsError> {
        let file = file.to_owned();
        match serde_json::from_slice(content) {
            Ok(List { doors }) => {
                Ok(Self { file, doors: doors.into_iter().map(Door::from).collect() })
            }
            Err(source) => match serde_json::from_slice(content) {
                Ok(Problem { title }) => Err(DoorsError::Problem { file, title }),
                Err(_not_a_problem) => Err(DoorsError::Other { file, source }),
            },
        }
    }

    /// The doors, in the order of the list.
    #[must_use]
    pub fn into_list(self) -> Vec<Door> {
        self.doors
    }

    /// The tables of the theme that match none of these doors. Hidden doors are skipped, because the
    /// server leaves them out of the list.
    pub(super) fn unmatched(&self, theme: &Theme) -> Vec<String> {
        let doors = theme.door_ids().filter(|id| !theme.hides(*id));
        let doors = doors.filter(|id| self.doors.iter().all(|door| door.id != *id));
        let is_there = |id: u64| {
            self.doors.iter().any(|door| door.place.as_ref().is_some_and(|place| place.id == id))
        };
        let places = theme.place_ids().filter(|id| !is_there(*id));
        let doors = doors.map(|id| format!("[doors.{id}]"));
        doors.chain(places.map(|id| format!("[places.{id}]"))).collect()
    }
}

impl From<Listed> for Door {
    fn from(listed: Listed) -> Self {
        let Listed { id, name, description, place, state } = listed;
        Self {
            id: DoorId(id),
            name: printable(&name),
            description: description.map(|text| printable(&text)).filter(|text| !text.is_empty()),
            place: place.map(|it| Place { id: it.id, name: printable(&it.name) }),
            state,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    use super::*;

    fn read(content: &str) -> Result<Doors, DoorsError> {
        Doors::read(Path::new("doors.json"), content.as_bytes())
    }

    #[test]
    fn the_servers_door_list_is_read() {
        let doors = read(
            r#"{"doors":[{"id":7,"name":"Lobby\u0007","description":null,"place":{"id":1,
            "name":"Mill"},"state":"locked_down"},{"id":8,"name":"","description":"x",
            "place":null,"state":"ready"}],"as_of":"2026-12-01T09:00:00Z"}"#,
        );
        let doors = doors.unwrap().doors;
        assert_eq!((doors[0].id, doors[0].name.as_str()), (DoorId(7), "Lobby"));
        assert_eq!(doors[0].state, DoorState::LockedDown);
        assert_eq!(doors[0].place.as_ref().unwrap().id, 1);
        assert_eq!(doors[1].description.as_deref(), Some("x"));
    }

    #[test]
    fn a_file_that_is_not_a_door_list_is_refused_with_the_reason() {
        let message = |content: &str| {
            let error = read(content).unwrap_err();
            format!("{error}: {}", error.source().map(ToString::to_string).unwrap_or_default())
        };
        assert!(message("<html>").contains("doors.json is not a door list; make one with curl"));
        assert!(message("{}").contains("missing field `doors`"));
        let odd = message(r#"{"doors":[{"id":7,"name":"a","state":"ajar"}]}"#);
        assert!(odd.contains("unknown variant `ajar`") && odd.contains("locked_down"), "{odd}");
        let expired = message(r#"{"title":"This link has expired","code":"expired","status":410}"#);
        assert!(expired.contains("answered: This link has expired"), "{expired}");
    }

    #[test]
    fn ids_that_match_no_door_are_found() {
        let theme = Theme::for_tests(
            "name='A'\n[doors.7]\n[doors.8]\n[doors.9]\nhidden=true\n[places.1]\n[places.2]",
        );
        let doors = read(r#"{"doors":[{"id":7,"state":"ready","place":{"id":2}}]}"#).unwrap();
        assert_eq!(doors.unmatched(&theme), ["[doors.8]", "[places.1]"]);
    }
}
