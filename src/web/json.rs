//! The JSON of a door list and of an unlock.

use jiff::Timestamp;
use serde::Serialize;

use super::visit::Visit;
use crate::{
    access::{Door, DoorId, DoorState, Outcome},
    directory::DoorList,
    pages::door_name,
};

/// The doors of a link.
#[derive(Serialize)]
pub(super) struct DoorsJson<'a> {
    doors: Vec<DoorJson<'a>>,
    as_of: Timestamp,
}

#[derive(Serialize)]
struct DoorJson<'a> {
    id: DoorId,
    name: String,
    description: Option<&'a str>,
    place: Option<PlaceJson<'a>>,
    state: DoorState,
}

#[derive(Serialize)]
struct PlaceJson<'a> {
    id: u64,
    name: &'a str,
}

impl<'a> DoorsJson<'a> {
    /// The doors as the page shows them: without hidden ones, in the brand's order and words.
    pub(super) fn new(list: &'a DoorList, visit: &'a Visit) -> Self {
        let shown = visit.theme.shown(list.doors(), visit.texts.language());
        let doors = shown.into_iter().map(|door| DoorJson {
            id: door.id,
            name: door_name(&visit.texts, &door),
            description: door.note.map(|(note, _)| note),
            place: door.place.map(|place| PlaceJson { id: place.id, name: place.name }),
            state: door.state,
        });
        Self { doors: doors.collect(), as_of: list.as_of() }
    }
}

/// A successful unlock.
#[derive(Serialize)]
pub(super) struct UnlockJson {
    outcome: &'static str,
    door: UnlockedDoor,
}

#[derive(Serialize)]
struct UnlockedDoor {
    id: DoorId,
    name: String,
}

impl UnlockJson {
    pub(super) fn new(outcome: Outcome, door: &Door, visit: &Visit) -> Self {
        let shown = visit.theme.shown_door(door, visit.texts.language());
        let door = UnlockedDoor { id: door.id, name: door_name(&visit.texts, &shown) };
        Self { outcome: outcome.as_str(), door }
    }
}
