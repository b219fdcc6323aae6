//! `theme preview`: every page of a brand on one page, for the people who make the brand.
//!
//! [`edition`] is what a theme file says at a moment, or last said that was right; [`doors`] are
//! doors of the brand's own to show in it. [`studio`] is the page around all the pages, with
//! [`scenes`] by name and [`diagnostics`] about the theme.
//! [`server`] serves it on the machine of whoever edits the theme and follows the file,
//! [`export`] writes it down for a review. A page in the preview is the page a visitor gets: the
//! same bytes under the same policy, but for being light or dark by a switch and not by a phone.

mod diagnostics;
mod doors;
mod edition;
mod export;
mod scenes;
mod server;
mod studio;

pub use self::{
    doors::{Doors, DoorsError},
    export::{ExportError, export},
    server::{Error, Server},
};
