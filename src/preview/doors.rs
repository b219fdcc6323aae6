//! Doors of the brand's own: a door list as the public server answers with it.

use std::{
    fs::File,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use serde::Deserialize;

use crate::{
    access::{Door, DoorId, DoorState, Place, printable},
    theme::Theme,
};

/// The largest door list, in bytes; that of a link with a thousand doors has a fifth of it.
const LARGEST: u64 = 1024 * 1024;

/// How somebody gets a door list.
pub(super) const HOW: &str =
    "curl -H 'Accept: application/json' https://your.host/links/your-secret > doors.json";

/// The doors of a link, saved in a file.
#[derive(Clone, Debug)]
pub struct Doors {
    pub(super) file: PathBuf,
    pub(super) doors: Vec<Door>,
}

/// Why a file gives no doors.
#[derive(Debug, thiserror::Error)]
pub enum DoorsError {
    /// It cannot be read.
    #[error("{file} cannot be read")]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It is too large to be one.
    #[error("{file} has more than 1 MiB, which no door list has; make it with {HOW}")]
    TooLarge {
        /// The file.
        file: PathBuf,
    },
    /// It holds something else.
    #[error("{file} is no door list; make it with {HOW}")]
    Other {
        /// The file.
        file: PathBuf,
        /// What was found.
        source: serde_json::Error,
    },
    /// It holds the server's answer to a link without doors.
    #[error("{file} holds no doors, for the server answered: {title}")]
    Problem {
        /// The file.
        file: PathBuf,
        /// The problem, in the server's words.
        title: String,
    },
}

/// What the public server answers to `Accept: application/json`.
#[derive(Deserialize)]
struct List {
    doors: Vec<Listed>,
}

/// What it answers where there are no doors.
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
        let mut content = Vec::new();
        let opened = File::open(file).map_err(unreadable)?;
        let read = opened.take(LARGEST + 1).read_to_end(&mut content).map_err(unreadable)?;
        if read as u64 > LARGEST {
            return Err(DoorsError::TooLarge { file: file.to_owned() });
        }
        Self::read(file, &content)
    }

    fn read(file: &Path, content: &[u8]) -> Result<Self, DoorsError> {
        let file = file.to_owned();
        match serde_json::from_slice(content) {
            Ok(List { doors }) => {
                Ok(Self { file, doors: doors.into_iter().map(Door::from).collect() })
            }
            Err(source) => match serde_json::from_slice(content) {
                Ok(Problem { title }) => Err(DoorsError::Problem { file, title }),
                Err(_no_problem_either) => Err(DoorsError::Other { file, source }),
            },
        }
    }

    /// The keys of the theme that match none of these doors. A hidden door is in no list, so
    /// nobody can tell.
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
    fn a_door_list_is_read_as_the_server_says_it() {
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
    fn what_is_no_door_list_is_told() {
        let told = |content: &str| {
            let error = read(content).unwrap_err();
            format!("{error}: {}", error.source().map(ToString::to_string).unwrap_or_default())
        };
        assert!(told("<html>").contains("doors.json is no door list; make it with curl"));
        assert!(told("{}").contains("missing field `doors`"));
        let odd = told(r#"{"doors":[{"id":7,"name":"a","state":"ajar"}]}"#);
        assert!(odd.contains("unknown variant `ajar`") && odd.contains("locked_down"), "{odd}");
        let expired = told(r#"{"title":"This link has expired","code":"expired","status":410}"#);
        assert!(expired.contains("answered: This link has expired"), "{expired}");
    }

    #[test]
    fn numbers_that_no_door_has_are_found() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("theme.toml");
        let theme =
            "name='A'\n[doors.7]\n[doors.8]\n[doors.9]\nhidden=true\n[places.1]\n[places.2]";
        std::fs::write(&file, theme).unwrap();
        let theme = Theme::load(&file).unwrap();
        let doors = read(r#"{"doors":[{"id":7,"state":"ready","place":{"id":2}}]}"#).unwrap();
        assert_eq!(doors.unmatched(&theme), ["[doors.8]", "[places.1]"]);
    }
}
