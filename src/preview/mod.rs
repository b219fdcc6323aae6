//! `theme preview`: every page of a brand on one page, for the people who make the brand.
//!
//! [`edition`] is the last valid version of a theme file and its errors; [`doors`] are doors of the
//! brand's own to show in it. [`studio`] is the page around all the pages, with
//! [`scenes`] by name, sample [`mails`] and [`diagnostics`] about the theme.
//! [`server`] serves it on the machine of the person who edits the theme and follows the file;
//! [`export`] writes it to a folder for a review. A page in the preview is the page that a visitor
//! gets: the same bytes under the same policy, except that a switch chooses light or dark and that no
//! door takes the focus.

mod diagnostics;
mod doors;
mod edition;
mod export;
mod mails;
mod scenes;
mod server;
mod studio;
mod wording;

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
