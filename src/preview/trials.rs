//! Changes that a brand team tries without saving them: they are in the address of a page, are put
//! into the text of the theme, and go through the same checks as a saved theme.

use std::{borrow::Cow, sync::Arc};

use toml_edit::Value;
use url::form_urlencoded;

use super::{edition::Edition, written::Key};
use crate::{
    language::{Language, texts_of},
    theme::Diagnostic,
};

/// What the name of a tried key begins with in an address.
const PREFIX: &str = "try.";
/// How many tried themes are kept. The phones in view load the same one.
const KEPT: u64 = 16;
/// How many changes one trial has at most.
const MOST_CHANGES: usize = 40;

/// A theme with changes, or why it is not valid.
pub(super) type Trial = Result<Arc<Edition>, Arc<Vec<Diagnostic>>>;

/// The themes that were tried last.
#[derive(Debug)]
pub(super) struct Trials(moka::sync::Cache<(String, String), Trial>);

impl Default for Trials {
    fn default() -> Self {
        Self(moka::sync::Cache::new(KEPT))
    }
}

impl Trials {
    /// `edition` with the changes in this query. It reads files, so it must not run on a thread
    /// that serves.
    pub(super) fn of(&self, edition: &Edition, query: &str) -> Trial {
        let changes = changes(query);
        let key = (edition.version(), format!("{changes:?}"));
        self.0.get_with(key, || edition.with(&changes).map(Arc::new).map_err(Arc::new))
    }
}

/// The changes in a query like `try.colors.accent=red`. Only keys that can be tried are accepted:
/// none that names a file.
pub(super) fn changes(query: &str) -> Vec<(Key, Value)> {
    let pairs = form_urlencoded::parse(query.as_bytes());
    let changes = pairs.filter_map(|(name, value)| change(name.strip_prefix(PREFIX)?, value));
    changes.take(MOST_CHANGES).collect()
}

fn change(name: &str, value: Cow<'_, str>) -> Option<(Key, Value)> {
    let key = Key::parse(name);
    let is_text = |id: &str| texts_of(Language::english()).any(|(known, _)| known == id);
    let can_be_tried = match key.parts()[..] {
        ["colors", color] => ["accent", "background", "surface", "text", "scheme"].contains(&color),
        ["colors", "dark", color] => ["accent", "background", "surface", "text"].contains(&color),
        ["buttons", key] => ["shape", "style", "columns"].contains(&key),
        ["text", id] => is_text(id),
        ["text", language, id] => Language::tagged(language).is_some() && is_text(id),
        _ => false,
    };
    let value = match (name, value.parse::<i64>()) {
        ("buttons.columns", Ok(number)) => Value::from(number),
        _ => Value::from(value.into_owned()),
    };
    can_be_tried.then_some((key, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_keys_that_name_no_file_can_be_tried() {
        let names = |query| {
            let changes = changes(query).into_iter();
            changes.map(|(key, value)| format!("{key} ={value}")).collect::<Vec<_>>()
        };
        assert_eq!(
            names("try.colors.accent=%23f00&try.buttons.columns=2&try.text.de.welcome=Hallo"),
            ["[colors] accent =\"#f00\"", "[buttons] columns =2", "[text.de] welcome =\"Hallo\""]
        );
        assert!(names("lang=de&colors.accent=red&try.logo=a.svg&try.css=/etc/passwd").is_empty());
        assert!(names("try.text.nothing=a&try.text.xx.welcome=a&try.=a&try.colors=a").is_empty());
    }
}
