//! Everything a visitor can see: pure functions from plain data to markup.
//!
//! [`layout`] is the document around every page, [`door_list`] the page with doors, [`notice`]
//! every page without doors. A page never contains a secret, and depends on its visitor only by
//! theme and language.

mod contact;
mod door_button;
mod door_list;
mod footer;
mod foreign;
mod icon;
mod layout;
mod notice;
mod page_state;
mod pictures;
mod policy;
mod qr_code;
mod sample_names;
pub mod samples;
mod script;
mod tap_result;

pub use self::{
    door_list::{DoorPage, door_list},
    notice::{Notice, notice},
    page_state::PageState,
    policy::{FramedBy, PICTURE_POLICY},
    qr_code::qr_code,
};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::{
    access::{DoorId, TapResult},
    language::Texts,
    theme::{Layout, ShownDoor, Theme},
};

/// How many characters (grapheme clusters) of a door's name are used in a sentence.
const LONGEST_SHORT_NAME: usize = 60;

/// The brand and the language of a page.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    /// The brand.
    pub theme: &'a Theme,
    /// The visitor's language.
    pub texts: &'a Texts,
}

/// A whole page.
#[derive(Clone, Debug)]
pub struct Page {
    /// What is around the doors.
    pub frame: Frame,
    /// The part about the doors. It is empty if the page shows none.
    pub doors: String,
}

/// A page without its doors. It is the same for all lists that a brand shows in one language with
/// one layout and one hint.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The HTML before the doors.
    pub before: String,
    /// The HTML after the doors.
    pub after: String,
    layout: Layout,
}

impl Page {
    /// Its HTML.
    #[must_use]
    pub fn into_string(self) -> String {
        let Self { frame: Frame { before, after, .. }, doors } = self;
        [before, doors, after].concat()
    }
}

/// The visitor's last tap, which the page reports once.
#[derive(Clone, Debug)]
pub struct LastTap {
    /// The door, if the link opens it.
    pub door: Option<TappedDoor>,
    /// What became of the tap.
    pub result: TapResult,
    /// Kisi's own code for a problem, for the brand's support.
    pub reference: Option<String>,
}

/// The door that was tapped.
#[derive(Clone, Debug)]
pub struct TappedDoor {
    /// Kisi's id.
    pub id: DoorId,
    /// The door's short name.
    pub name: String,
}

impl TappedDoor {
    /// The door as visitors of the brand see it.
    #[must_use]
    pub fn new(texts: &Texts, door: &ShownDoor<'_>) -> Self {
        Self { id: door.id, name: short_door_name(texts, door) }
    }
}

/// The door's name, or "Door" with its id if it has none.
#[must_use]
pub fn door_name(texts: &Texts, door: &ShownDoor<'_>) -> String {
    if door.name.is_empty() {
        texts.say_of("door-unnamed", "number", &door.id.to_string())
    } else {
        door.name.to_owned()
    }
}

/// The door's name for use in a sentence: cut if it is so long that the sentence would be lost.
#[must_use]
pub fn short_door_name(texts: &Texts, door: &ShownDoor<'_>) -> String {
    let name = door_name(texts, door);
    match name.grapheme_indices(true).nth(LONGEST_SHORT_NAME) {
        Some((end, _)) => format!("{}…", name[..end].trim_end()),
        None => name,
    }
}

#[cfg(test)]
mod tests;
