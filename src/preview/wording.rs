//! Words that several parts of the preview share.

use crate::theme::Scheme;

/// `1 error`, `2 errors`.
#[must_use]
pub fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

/// The scheme in names of pages.
pub(super) fn name_of(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::Dark => "dark",
        Scheme::Auto | Scheme::Light => "light",
    }
}

/// The scheme on its switch.
pub(super) fn label_of(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::Dark => "Dark",
        Scheme::Auto | Scheme::Light => "Light",
    }
}
