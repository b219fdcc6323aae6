//! Everything a visitor can see: pure functions from plain data to markup.
//!
//! [`layout`] is the document around every page, [`door_list`] the page with doors, [`notice`]
//! every page without. A page never holds a secret, and nothing in it depends on who looks at it
//! but the theme and the language.

mod door_button;
mod door_list;
mod layout;
mod notice;
pub mod samples;

pub use self::{
    door_list::door_list,
    layout::SCRIPT_HASH,
    notice::{Notice, notice},
};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::{
    access::{DoorId, Outcome, Problem},
    language::Texts,
    theme::{ShownDoor, Theme},
};

/// How many characters, as people count them, a door's name may have in a sentence.
const LONGEST_SHORT_NAME: usize = 60;

/// Whose page it is, and in which words.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    /// The brand.
    pub theme: &'a Theme,
    /// The visitor's language.
    pub texts: &'a Texts,
}

/// What the page says about the visitor's last tap, once.
#[derive(Clone, Debug)]
pub struct Told {
    /// The door's short name, if the tap was for a door of the link.
    pub door: Option<String>,
    /// What became of it.
    pub result: TapResult,
    /// Kisi's own code for a problem, for the brand's support.
    pub reference: Option<String>,
}

/// What became of a tap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TapResult {
    /// The door is unlocked.
    Good(Outcome),
    /// It is not, or nobody knows.
    Bad(Problem),
    /// Nothing yet: this door's brand asks once more.
    Asked(DoorId),
}

/// What a door is called: by its name, or where it has none by its number.
#[must_use]
pub fn door_name(texts: &Texts, door: &ShownDoor<'_>) -> String {
    if door.name.is_empty() {
        texts.say_of("door-unnamed", "number", &door.id.to_string())
    } else {
        door.name.to_owned()
    }
}

/// What a door is called in the middle of a sentence: never so long that the sentence is lost.
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
