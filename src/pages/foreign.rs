//! Words that are not in the language of their page.

use crate::language::Language;

/// The tag of a language that is not the page's own (WCAG 2.2, 3.1.2).
pub(super) fn other(language: &Language, of_page: &Language) -> Option<&'static str> {
    (language != of_page).then_some(language.tag)
}
