//! Comparing the keys of a theme file with the schema: unknown and missing keys, keys in the wrong
//! table, and values of the wrong kind.

use std::{cell::OnceCell, collections::BTreeSet, ops::Range, sync::Arc};

use toml::{
    Spanned,
    de::{DeString, DeTable, DeValue},
};

use super::{
    diagnostic::{Diagnostic, Severity, Source},
    outline::Outline,
    schema::{self, Keys},
    syntax::Explained,
    value_kinds::wrong_kind,
};
use crate::did_you_mean::nearest;

/// What is wrong with the keys of a file.
#[derive(Debug, Default)]
pub(super) struct WrongKeys {
    pub(super) errors: Vec<Diagnostic>,
    /// The keys at the top of the file with a mistake in them.
    pub(super) tops: BTreeSet<String>,
}

/// Checks all keys of a file, and the kinds of their values. What is wrong is removed.
pub(super) fn check_keys(source: &Arc<Source>, table: &mut DeTable<'_>) -> WrongKeys {
    let mut check = KeyCheck {
        source,
        path: Vec::new(),
        meant: BTreeSet::new(),
        above: OnceCell::new(),
        found: WrongKeys::default(),
    };
    check.table(table, 0..0);
    check.found
}

struct KeyCheck<'a> {
    source: &'a Arc<Source>,
    /// The keys that lead to the table being checked.
    path: Vec<String>,
    /// Keys that were misspelt or put into a wrong table, each with the path and the beginning of
    /// the table where it belongs. They are not reported as missing, too.
    meant: BTreeSet<(String, usize, &'static str)>,
    /// Where keys of the top of the file stand, once a message has named it.
    above: OnceCell<String>,
    found: WrongKeys,
}

/// Other words for some of our keys, which are not similar to them.
const OTHER_WORDS: [(&str, &str); 6] = [
    ("link", "url"),
    ("href", "url"),
    ("address", "url"),
    ("website", "url"),
    ("title", "label"),
    ("text", "label"),
];

/// The key that another word means.
fn meant(word: &str) -> Option<&'static str> {
    OTHER_WORDS.iter().find(|(other, _)| *other == word).map(|(_, ours)| *ours)
}

/// The name and the line of the first table, for a message.
fn first_table(text: &str) -> String {
    match Outline::of(text).first_table() {
        Some((table, line)) => format!("the first [ ], which is [{table}] in line {line}"),
        None => "the first [ ]".to_owned(),
    }
}

impl KeyCheck<'_> {
    /// Checks the keys of a table that begins `at` this place, and of the tables in it.
    fn table(&mut self, table: &mut DeTable<'_>, at: Range<usize>) {
        let keys = schema::keys(self.path());
        if let Some(keys) = &keys {
            self.remove_unknown(table, keys, at.start);
        }
        let names: Vec<_> = table.keys().map(|key| key.get_ref().to_string()).collect();
        for name in &names {
            self.path.push(name.clone());
            let is_right = table.get_mut(name.as_str()).is_some_and(|value| self.value(value));
            self.path.pop();
            if !is_right {
                table.remove(name.as_str());
            }
        }
        let Some(keys) = keys else { return };
        // A value that was removed is not missing, too.
        let is_there = |key: &str| names.iter().any(|name| name == key);
        for key in keys.needed(is_there).filter(|key| !is_there(key)) {
            if !self.meant.contains(&(self.path.join("."), at.start, key)) {
                let message = format!("the key `{key}` is missing here; write {key} = \"…\"");
                self.error(at.clone(), message, None::<&str>);
            }
        }
    }

    fn path(&self) -> impl Iterator<Item = &str> {
        self.path.iter().map(String::as_str)
    }

    /// Checks a value and all that is in it. Returns whether its kind is right.
    fn value(&mut self, value: &mut Spanned<DeValue<'_>>) -> bool {
        let schema = schema::node(self.path());
        if schema.is_object() && !self.is_right_kind(value, schema) {
            return false;
        }
        let at = value.span();
        match value.get_mut() {
            DeValue::Table(table) => {
                self.table(table, at);
                true
            }
            DeValue::Array(list) => {
                let items = &schema["items"];
                let mut are_right = true;
                for element in list.iter_mut() {
                    let at = element.span();
                    if items.is_object() && !self.is_right_kind(element, items) {
                        are_right = false;
                    } else if let DeValue::Table(table) = element.get_mut() {
                        self.table(table, at);
                    }
                }
                are_right
            }
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_) => true,
        }
    }

    fn is_right_kind(&mut self, value: &Spanned<DeValue<'_>>, schema: &serde_json::Value) -> bool {
        match wrong_kind(&self.path, value, schema, &self.source.text) {
            None => true,
            Some(Explained { at, message, suggestion }) => {
                self.error(at, message, suggestion);
                false
            }
        }
    }

    fn error(&mut self, at: Range<usize>, message: String, suggestion: Option<impl Into<String>>) {
        self.found.tops.extend(self.path.first().cloned());
        let error = Diagnostic::new(Severity::Error, self.source, at, message);
        self.found.errors.push(error.suggesting(suggestion));
    }

    fn remove_unknown(&mut self, table: &mut DeTable<'_>, keys: &Keys, begin: usize) {
        let is_unknown = |key: &&Spanned<DeString<'_>>| keys.named(key.get_ref()).is_none();
        let unknown: Vec<_> = table.keys().filter(is_unknown).cloned().collect();
        // `load` reports ids of texts and languages that do not exist.
        let is_text = self.path.first().is_some_and(|first| first == "text");
        for key in unknown {
            let is_misplaced = self.misplaced(&key);
            if is_misplaced || !is_text {
                table.remove(key.get_ref().as_ref());
            }
            if !is_misplaced && !is_text {
                self.unknown(&key, keys, begin);
            }
        }
    }

    /// Reports a key of the top of the file that stands below a table. TOML takes all keys below a
    /// table for keys of this table.
    fn misplaced(&mut self, key: &Spanned<DeString<'_>>) -> bool {
        let top = schema::keys(std::iter::empty());
        let Some(name) = top.and_then(|top| top.named(key.get_ref())) else { return false };
        let is_table = schema::node(std::iter::once(name))["type"] != "string";
        if self.path.is_empty() || is_table {
            return false;
        }
        let place = self.above.get_or_init(|| first_table(&self.source.text));
        self.meant.insert((String::new(), 0, name));
        let message =
            format!("`{name}` is not a key of [{}]; move it above {place}", self.path.join("."));
        self.error(key.span(), message, None::<&str>);
        true
    }

    fn unknown(&mut self, key: &Spanned<DeString<'_>>, keys: &Keys, begin: usize) {
        let name = key.get_ref().as_ref();
        if let Some((first, _)) = name.split_once('.')
            && keys.named(first).is_some()
        {
            let before = self.source.text[..key.span().start].trim_end();
            let right = if before.ends_with('[') { format!("[{name}]") } else { name.to_owned() };
            return self.error(key.span(), format!("write {right} without quotes"), Some(name));
        }
        let is_list = schema::node(self.path())["type"] == "array";
        let place = match self.path.join(".") {
            path if path.is_empty() => String::new(),
            path if is_list => format!(" in [[{path}]]"),
            path => format!(" in [{path}]"),
        };
        let other = schema::table_with(name);
        let is_head = self.source.text[..key.span().start].trim_end().ends_with('[');
        if let Some(table) = other.filter(|_| is_head && self.path.is_empty()) {
            let right = format!("{table}.{name}");
            let message = format!("there is no table `{name}`; write [{right}]");
            return self.error(key.span(), message, Some(right));
        }
        let near = meant(name)
            .filter(|ours| keys.named(ours).is_some())
            .or_else(|| nearest(name, keys.allowed.iter().copied()));
        let hint = match (other, near) {
            (Some(table), _) => format!("it belongs below [{table}]"),
            (None, Some(near)) => {
                let table = self.path.join(".");
                self.meant.extend(keys.named(near).map(|near| (table, begin, near)));
                format!("did you mean `{near}`?")
            }
            (None, None) => format!("there are {}", keys.allowed.join(", ")),
        };
        let message = format!("there is no key `{name}`{place}; {hint}");
        self.error(key.span(), message, near.filter(|_| other.is_none()));
        self.found.tops.extend(near.filter(|_| self.path.is_empty()).map(str::to_owned));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(toml: &str) -> Vec<String> {
        let source = Arc::new(Source { file: "a".into(), text: toml.to_owned() });
        let mut table = DeTable::parse(toml).unwrap();
        let found = check_keys(&source, table.get_mut());
        found.errors.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_value_of_the_wrong_kind_is_shown_as_it_would_be_right() {
        for (toml, expected) in [
            ("logo = 7", "1:8: put it into straight quotes: logo = \"7\""),
            ("logo = [\"a.svg\"]", "1:8: write it without brackets: logo = \"a.svg\""),
            ("logo = { de = \"a\" }", "1:8: write one text in quotes here: logo = \"…\""),
            (
                "colors = \"red\"",
                "1:10: `colors` has keys of its own; write [colors] on a line of \
                               its own, and its keys below it",
            ),
            ("[[colors]]", "1:1: write [colors] with one bracket on each side"),
            ("[[doors.7]]", "1:1: write [doors.7] with one bracket on each side"),
            (
                "doors = 7",
                "1:9: `doors` has keys of its own; write [doors.1234] on a line of its own, \
                           and its keys below it",
            ),
            (
                "footer = [\"a\"]",
                "1:11: write [[footer]] on a line of its own for each, and its keys \
                                below it",
            ),
            ("buttons.confirm = 1", "1:19: write true or false, without quotes: confirm = true"),
            (
                "doors.7.order = 1.5",
                "1:17: `1.5` is not a whole number; write one like this: order = 1",
            ),
            ("text.de.welcome = 7", "1:19: put it into straight quotes: welcome = \"7\""),
            ("font = { family = \"A\", files = [7] }", "1:33: put it into straight quotes: \"7\""),
        ] {
            assert_eq!(said(&format!("{toml}\n[mail]\n"))[0], format!("a:{expected}"), "{toml}");
        }
    }

    #[test]
    fn a_key_that_was_meant_is_not_missing_too() {
        let only = |toml: &str| {
            let said = said(toml);
            assert_eq!(said.len(), 1, "{said:?}");
            said[0].clone()
        };
        assert_eq!(only("nam = \"A\""), "a:1:1: there is no key `nam`; did you mean `name`?");
        assert_eq!(
            only("[colors]\nname = \"A\"\n"),
            "a:2:1: `name` is not a key of [colors]; move it above the first [ ], which is [colors] \
             in line 1"
        );
        assert_eq!(only("name = 7"), "a:1:8: put it into straight quotes: name = \"7\"");
        let links = said(
            "name = \"A\"\n[[footer]]\nlabel = \"B\"\nurll = \"C\"\n[[footer]]\nlabel = \"D\"\n",
        );
        assert_eq!(
            links,
            [
                "a:4:1: there is no key `urll` in [[footer]]; did you mean `url`?",
                "a:5:1: the key `url` is missing here; write url = \"…\"",
            ]
        );
    }
}
