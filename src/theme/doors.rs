//! What a brand writes about doors and places, in place of what Kisi has: names, notes, icons,
//! order, and whether a door is hidden or asks for confirmation.

use std::collections::BTreeMap;

use super::file::Icon;
use crate::{access::DoorId, language::Language};

/// Words and the language they are in.
pub type Said<'a> = (&'a str, &'static Language);

/// One text of a brand, in each language the brand wrote it in.
#[derive(Clone, Debug, Default)]
pub(super) struct LocalWords(pub(super) Vec<(&'static Language, String)>);

impl LocalWords {
    /// The words in `language`, else those in the brand's `own` language.
    pub(super) fn for_reader(&self, language: &Language, own: &Language) -> Option<Said<'_>> {
        let of = |wanted: &Language| self.0.iter().find(|(language, _)| *language == wanted);
        of(language).or_else(|| of(own)).map(|(language, words)| (words.as_str(), *language))
    }

    /// Like [`Self::for_reader`], else the words in any language.
    pub(super) fn for_anyone(&self, language: &Language, own: &Language) -> Option<Said<'_>> {
        let any = || self.0.first().map(|(language, words)| (words.as_str(), *language));
        self.for_reader(language, own).or_else(any)
    }

    /// The languages the words are written in.
    pub(super) fn languages(&self) -> impl Iterator<Item = &'static Language> {
        self.0.iter().map(|(language, _)| *language)
    }
}

/// `[doors.1234]`: what replaces or adds to Kisi's data of one door.
#[derive(Clone, Debug, Default)]
pub(super) struct DoorOverrides {
    pub(super) name: LocalWords,
    pub(super) note: LocalWords,
    pub(super) icon: Option<Icon>,
    pub(super) order: Option<i32>,
    pub(super) hidden: bool,
    pub(super) confirm: Option<bool>,
}

/// `[places.77]`: what replaces or adds to Kisi's data of one place.
#[derive(Clone, Debug, Default)]
pub(super) struct PlaceOverrides {
    pub(super) name: LocalWords,
    pub(super) directions: LocalWords,
    pub(super) order: Option<i32>,
}

/// The overrides of all doors and places, by Kisi's numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Doors {
    pub(super) doors: BTreeMap<DoorId, DoorOverrides>,
    pub(super) places: BTreeMap<u64, PlaceOverrides>,
}

impl Doors {
    /// All texts in them.
    pub(super) fn words(&self) -> impl Iterator<Item = &LocalWords> {
        let doors = self.doors.values().flat_map(|door| [&door.name, &door.note]);
        let places = self.places.values().flat_map(|place| [&place.name, &place.directions]);
        doors.chain(places)
    }
}
