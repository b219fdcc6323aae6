//! `theme preview`: every page of a brand on one page, for the people who make the brand.
//!
//! [`edition`] is the last valid version of a theme file and its errors, and [`written`] its text;
//! [`doors`] are doors of the brand's own to show in it.
//!
//! [`studio`] is the page around all the pages. In it are [`stage`], the phones with all
//! [`entries`], [`messages`] about the file, all [`colors`] as [`swatches`], the [`doors_shown`],
//! and the [`panel`] in which changes are tried. [`keys`] lead from what was clicked to the file,
//! and [`editor`] opens it.
//!
//! [`server`] serves the studio on the machine of the person who edits the theme and follows the
//! file; [`site`] is what it answers, in the forms of [`answers`]. [`sample_pages`] and [`mails`]
//! are what the phones load, by the names in [`scenes`], with the changes in [`trials`]. [`export`]
//! writes the studio to a folder for a review.
//!
//! A page in the preview is the page that a visitor gets: the same bytes under the same policy,
//! except that a switch chooses light or dark and that no door takes the focus. The script of the
//! studio taps its doors from outside; the page's own script answers.

mod answers;
mod colors;
mod doors;
mod doors_shown;
mod edition;
mod editor;
mod entries;
mod export;
mod keys;
mod mails;
mod medium;
mod messages;
mod network;
mod panel;
mod sample_pages;
mod scenes;
mod server;
mod site;
mod stage;
mod state;
mod studio;
mod swatches;
mod trials;
mod wording;
mod written;

pub use self::{
    doors::{Doors, DoorsError},
    export::{ExportError, export},
    mails::largest_mail,
    server::{Error, Server},
    wording::counted,
};
use crate::pages::{Page, qr_code};

/// A sample page as the preview shows it: no door takes the focus from the page around it.
fn sample_page(page: Page) -> String {
    page.into_string().replace(" autofocus", "")
}

/// The QR code on sample pages. It leads to an address that does not exist.
fn sample_code() -> String {
    qr_code("https://visit.example/links/sample").unwrap_or_default()
}
