//! Doors as a brand's visitors see them: Kisi's data with the brand's overrides applied.

use super::{
    Theme,
    doors::{DoorOverrides, LocalWords, Said},
    file::Icon,
};
use crate::{
    access::{Door, DoorId, DoorState, Place},
    language::Language,
};

/// A door as visitors of the brand see it.
#[derive(Clone, Debug)]
pub struct ShownDoor<'a> {
    /// Kisi's number.
    pub id: DoorId,
    /// The brand's name, or Kisi's; may be empty.
    pub name: &'a str,
    /// The language of the brand's name. Kisi's name comes without one.
    pub name_language: Option<&'static Language>,
    /// The brand's note with its language, or Kisi's description, which comes without one.
    pub note: Option<(&'a str, Option<&'static Language>)>,
    /// The icon beside the name.
    pub icon: Option<Icon>,
    /// Whether a tap can unlock it.
    pub state: DoorState,
    /// Whether visitors must confirm before it is unlocked.
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
    /// How visitors find it.
    pub directions: Option<Said<'a>>,
}

impl Theme {
    /// The doors that have a `[doors.…]` table.
    pub fn door_ids(&self) -> impl Iterator<Item = DoorId> {
        self.doors.doors.keys().copied()
    }

    /// The places that have a `[places.…]` table.
    pub fn place_ids(&self) -> impl Iterator<Item = u64> {
        self.doors.places.keys().copied()
    }

    /// These doors as readers of `language` see them: without hidden doors; those of places with an
    /// `order` come first, and among them, doors with an `order`.
    #[must_use]
    pub fn shown<'a>(&'a self, doors: &'a [Door], language: &Language) -> Vec<ShownDoor<'a>> {
        let mut shown: Vec<_> = doors.iter().filter(|door| !self.hides(door.id)).collect();
        // The sort is stable: doors without an order keep the order they came in.
        shown.sort_by_key(|door| {
            let place = door.place.as_ref().and_then(|place| self.doors.places.get(&place.id));
            let of_place = place.and_then(|overrides| overrides.order);
            let own = self.overrides_of(door.id).and_then(|overrides| overrides.order);
            (of_place.is_none(), of_place, own.is_none(), own)
        });
        shown.into_iter().map(|door| self.shown_door(door, language)).collect()
    }

    /// One door as readers of `language` see it.
    #[must_use]
    pub fn shown_door<'a>(&'a self, door: &'a Door, language: &Language) -> ShownDoor<'a> {
        let own = |words: &'a LocalWords| words.for_reader(language, self.language);
        let overrides = self.overrides_of(door.id);
        let own_name = overrides.and_then(|overrides| own(&overrides.name));
        let own_note = overrides.and_then(|overrides| own(&overrides.note));
        let description = door.description.as_deref();
        ShownDoor {
            id: door.id,
            name: own_name.map_or(&door.name, |(name, _)| name),
            name_language: own_name.map(|(_, language)| language),
            note: own_note
                .map(|(note, language)| (note, Some(language)))
                .or(description.map(|description| (description, None))),
            icon: overrides.and_then(|overrides| overrides.icon),
            state: door.state,
            confirm: self.confirms(door.id),
            place: door.place.as_ref().map(|place| self.shown_place(place, language)),
        }
    }

    /// A place as readers of `language` see it.
    #[must_use]
    pub fn shown_place<'a>(&'a self, place: &'a Place, language: &Language) -> ShownPlace<'a> {
        let own = |words: &'a LocalWords| words.for_reader(language, self.language);
        let overrides = self.doors.places.get(&place.id);
        let name = overrides.and_then(|overrides| own(&overrides.name)).map(|(name, _)| name);
        ShownPlace {
            id: place.id,
            name: name.unwrap_or(&place.name),
            directions: overrides.and_then(|overrides| own(&overrides.directions)),
        }
    }

    /// Whether the door is hidden. A hidden door is not on the page and cannot be unlocked.
    #[must_use]
    pub fn hides(&self, door: DoorId) -> bool {
        self.overrides_of(door).is_some_and(|overrides| overrides.hidden)
    }

    /// Whether visitors must confirm before the door is unlocked.
    #[must_use]
    pub fn confirms(&self, door: DoorId) -> bool {
        let own = self.overrides_of(door).and_then(|overrides| overrides.confirm);
        own.unwrap_or(self.look.buttons.confirm)
    }

    fn overrides_of(&self, door: DoorId) -> Option<&DoorOverrides> {
        self.doors.doors.get(&door)
    }
}
