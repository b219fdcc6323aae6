//! Doors and places as a brand wants them to be seen: its own names, notes, drawings and order
//! over what Kisi says.

use std::collections::BTreeMap;

use super::{Theme, file::Icon};
use crate::{
    access::{Door, DoorId, DoorState},
    language::Language,
};

/// Words, and in which language they are.
pub type Said<'a> = (&'a str, &'static Language);

/// Words of a brand, in each language it gave them in.
#[derive(Clone, Debug, Default)]
pub(super) struct LocalWords(pub(super) Vec<(&'static Language, String)>);

impl LocalWords {
    /// The words for readers of `language`, else those in the brand's own.
    pub(super) fn for_reader(&self, language: &Language, own: &Language) -> Option<Said<'_>> {
        let of = |wanted: &Language| self.0.iter().find(|(language, _)| *language == wanted);
        of(language).or_else(|| of(own)).map(|(language, words)| (words.as_str(), *language))
    }

    /// The same, else those in any language.
    pub(super) fn for_anyone(&self, language: &Language, own: &Language) -> Option<Said<'_>> {
        let any = || self.0.first().map(|(language, words)| (words.as_str(), *language));
        self.for_reader(language, own).or_else(any)
    }

    /// The languages they are given in.
    pub(super) fn languages(&self) -> impl Iterator<Item = &'static Language> {
        self.0.iter().map(|(language, _)| *language)
    }
}

/// What a brand says of one door.
#[derive(Clone, Debug, Default)]
pub(super) struct DoorWords {
    pub(super) name: LocalWords,
    pub(super) note: LocalWords,
    pub(super) icon: Option<Icon>,
    pub(super) order: Option<i32>,
    pub(super) hidden: bool,
    pub(super) confirm: Option<bool>,
}

/// What a brand says of one place.
#[derive(Clone, Debug, Default)]
pub(super) struct PlaceWords {
    pub(super) name: LocalWords,
    pub(super) directions: LocalWords,
}

/// What a brand says of doors and places, by Kisi's numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Doors {
    pub(super) doors: BTreeMap<DoorId, DoorWords>,
    pub(super) places: BTreeMap<u64, PlaceWords>,
}

impl Doors {
    /// All that is said in words.
    pub(super) fn words(&self) -> impl Iterator<Item = &LocalWords> {
        let doors = self.doors.values().flat_map(|door| [&door.name, &door.note]);
        let places = self.places.values().flat_map(|place| [&place.name, &place.directions]);
        doors.chain(places)
    }
}

/// A door as visitors of the brand see it.
#[derive(Clone, Debug)]
pub struct ShownDoor<'a> {
    /// Kisi's number.
    pub id: DoorId,
    /// The brand's name, or Kisi's; may be empty.
    pub name: &'a str,
    /// The brand's note with its language, or Kisi's description, whose language nobody knows.
    pub note: Option<(&'a str, Option<&'static Language>)>,
    /// A drawing beside the name.
    pub icon: Option<Icon>,
    /// What a tap can be expected to do.
    pub state: DoorState,
    /// Whether visitors are asked once more before it is unlocked.
    pub confirm: bool,
    /// Where it is.
    pub place: Option<ShownPlace<'a>>,
}

/// A place as visitors of the brand see it.
#[derive(Clone, Copy, Debug)]
pub struct ShownPlace<'a> {
    /// Kisi's number.
    pub id: u64,
    /// The brand's name, or Kisi's; may be empty.
    pub name: &'a str,
    /// How to find it.
    pub directions: Option<Said<'a>>,
}

impl Theme {
    /// The doors that the brand says something of.
    pub fn door_ids(&self) -> impl Iterator<Item = DoorId> {
        self.doors.doors.keys().copied()
    }

    /// The places that the brand says something of.
    pub fn place_ids(&self) -> impl Iterator<Item = u64> {
        self.doors.places.keys().copied()
    }

    /// These doors as readers of `language` see them: without the hidden ones, those that the
    /// brand has put in order first.
    #[must_use]
    pub fn shown<'a>(&'a self, doors: &'a [Door], language: &Language) -> Vec<ShownDoor<'a>> {
        let mut shown: Vec<_> = doors.iter().filter(|door| !self.hides(door.id)).collect();
        // Stable: what has no order stays as Kisi has it.
        shown.sort_by_key(|door| {
            let order = self.words_of(door.id).and_then(|words| words.order);
            (order.is_none(), order)
        });
        shown.into_iter().map(|door| self.shown_door(door, language)).collect()
    }

    /// This door as readers of `language` see it.
    #[must_use]
    pub fn shown_door<'a>(&'a self, door: &'a Door, language: &Language) -> ShownDoor<'a> {
        let own = |words: &'a LocalWords| words.for_reader(language, self.language);
        let words = self.words_of(door.id);
        let name = words.and_then(|words| own(&words.name)).map(|(name, _)| name);
        let note = words.and_then(|words| own(&words.note));
        let description = door.description.as_deref();
        ShownDoor {
            id: door.id,
            name: name.unwrap_or(&door.name),
            note: note
                .map(|(note, language)| (note, Some(language)))
                .or(description.map(|description| (description, None))),
            icon: words.and_then(|words| words.icon),
            state: door.state,
            confirm: self.confirms(door.id),
            place: door.place.as_ref().map(|place| {
                let words = self.doors.places.get(&place.id);
                let name = words.and_then(|words| own(&words.name)).map(|(name, _)| name);
                ShownPlace {
                    id: place.id,
                    name: name.unwrap_or(&place.name),
                    directions: words.and_then(|words| own(&words.directions)),
                }
            }),
        }
    }

    /// Whether a door is left out of the page.
    #[must_use]
    pub fn hides(&self, door: DoorId) -> bool {
        self.words_of(door).is_some_and(|words| words.hidden)
    }

    /// Whether visitors are asked once more before this door is unlocked.
    #[must_use]
    pub fn confirms(&self, door: DoorId) -> bool {
        let own = self.words_of(door).and_then(|words| words.confirm);
        own.unwrap_or(self.look.buttons.confirm)
    }

    fn words_of(&self, door: DoorId) -> Option<&DoorWords> {
        self.doors.doors.get(&door)
    }
}
