//! The text of a `theme.toml`: what can be read of it, and all that is wrong with it.
//!
//! Keys that do not exist or are missing are told first, by the schema. Reading the rest stops at
//! the first error, so what is wrong is taken out and the rest read again, until nothing is wrong
//! any more: a brand team hears of everything at once.

use std::ops::Range;

use serde::Deserialize as _;
use toml::{
    Spanned,
    de::{DeString, DeTable, DeValue},
};

use super::{file::ThemeFile, schema};
use crate::did_you_mean::nearest;

/// How many errors are told at once.
const MOST_ERRORS: usize = 50;

/// Something wrong, and the bytes of the file where it stands.
#[derive(Debug)]
pub(super) struct Finding {
    pub(super) at: Range<usize>,
    pub(super) message: String,
    /// What could stand there instead.
    pub(super) suggestion: Option<String>,
}

/// All that can be read of `text`, and all that is wrong with it.
pub(super) fn parse(text: &str) -> (ThemeFile, Vec<Finding>) {
    let (mut table, syntax) = DeTable::parse_recoverable(text);
    if !syntax.is_empty() {
        let findings = syntax.iter().take(MOST_ERRORS).map(finding).collect();
        return (ThemeFile::default(), findings);
    }
    let mut findings = Vec::new();
    check_keys(table.get_mut(), 0..0, &mut Vec::new(), &mut findings);
    findings.truncate(MOST_ERRORS);
    while findings.len() < MOST_ERRORS {
        match ThemeFile::deserialize(toml::Deserializer::from(table.clone())) {
            Ok(file) => return (file, findings),
            Err(error) => {
                let finding = finding(&error);
                let at = finding.at.start;
                // Keys that were missing are told; others are missing because they were taken out.
                if !error.message().starts_with("missing field") {
                    findings.push(finding);
                }
                if !take_out(table.get_mut(), at) {
                    break;
                }
            }
        }
    }
    (ThemeFile::default(), findings)
}

/// What serde and TOML say, in plain words.
const PLAIN_WORDS: [(&str, &str); 7] = [
    ("invalid type: ", "this is "),
    ("expected a boolean", "expected true or false"),
    ("expected a sequence", "expected a list: [\"…\", \"…\"]"),
    ("expected a map", "expected a table"),
    ("expected i32", "expected a whole number"),
    ("expected i64", "expected a whole number"),
    ("invalid basic string", "this text does not end on its line"),
];

fn finding(error: &toml::de::Error) -> Finding {
    let message =
        PLAIN_WORDS.iter().fold(error.message().trim().replace('\n', "; "), |said, word| {
            said.replace(word.0, word.1)
        });
    let suggestion = message.rsplit_once("did you mean `");
    let suggestion = suggestion.and_then(|(_, rest)| rest.strip_suffix("`?"));
    Finding {
        at: error.span().unwrap_or_default(),
        suggestion: suggestion.map(str::to_owned),
        message,
    }
}

/// Tells of the keys that are missing in the table that begins `at` this place, and in those
/// below it, and of those that do not exist, which are removed.
fn check_keys(
    table: &mut DeTable<'_>,
    at: Range<usize>,
    path: &mut Vec<String>,
    findings: &mut Vec<Finding>,
) {
    if let Some(keys) = schema::keys(path.iter().map(String::as_str)) {
        let needed = keys.needed(|key| table.contains_key(key));
        let missing = needed.filter(|key| !table.contains_key(*key));
        findings.extend(missing.map(|key| missing_key(key, at.clone())));
        let unknown = table.keys().filter(|key| !keys.known.contains(&key.get_ref().as_ref()));
        for key in unknown.cloned().collect::<Vec<_>>() {
            findings.push(unknown_key(&key, path, &keys.known));
            table.remove(key.get_ref().as_ref());
        }
    }
    for (key, value) in table.iter_mut() {
        // Ids of texts, and languages, are known to those who say them.
        if path.is_empty() && key.get_ref() == "text" {
            continue;
        }
        path.push(key.get_ref().to_string());
        check_tables(value, path, findings);
        path.pop();
    }
}

fn check_tables(
    value: &mut Spanned<DeValue<'_>>,
    path: &mut Vec<String>,
    findings: &mut Vec<Finding>,
) {
    let at = value.span();
    if let DeValue::Table(table) = value.get_mut() {
        check_keys(table, at, path, findings);
    } else if let DeValue::Array(list) = value.get_mut() {
        list.iter_mut().for_each(|element| check_tables(element, path, findings));
    }
}

fn missing_key(key: &str, at: Range<usize>) -> Finding {
    let message = format!("the key `{key}` is missing here; write {key} = \"…\"");
    Finding { at, message, suggestion: None }
}

fn unknown_key(key: &Spanned<DeString<'_>>, path: &[String], known: &[&'static str]) -> Finding {
    let place = if path.is_empty() { String::new() } else { format!(" in [{}]", path.join(".")) };
    let name = key.get_ref();
    let near = nearest(name, known.iter().copied());
    let hint = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", known.join(", ")),
    };
    let message = format!("there is no key `{name}`{place}; {hint}");
    Finding { at: key.span(), message, suggestion: near.map(str::to_owned) }
}

/// Removes the innermost entry that stands at this byte; whether there was one.
fn take_out(table: &mut DeTable<'_>, at: usize) -> bool {
    let found = table.iter_mut().find_map(|(key, value)| {
        let on_key = key.span().contains(&at);
        if on_key || holds(value, at) {
            let inside = !on_key && take_out_of_value(value.get_mut(), at);
            Some((key.get_ref().clone(), inside))
        } else {
            None
        }
    });
    match found {
        None => false,
        Some((_, true)) => true,
        Some((key, false)) => table.remove(key.as_ref()).is_some(),
    }
}

fn take_out_of_value(value: &mut DeValue<'_>, at: usize) -> bool {
    if let DeValue::Table(table) = value {
        take_out(table, at)
    } else if let DeValue::Array(array) = value {
        array.iter_mut().any(|element| take_out_of_value(element.get_mut(), at))
    } else {
        false
    }
}

/// Whether a value stands at this byte. What `[a.b]` opens stands outside of `[a]`, so a table is
/// where its entries are, too.
fn holds(value: &Spanned<DeValue<'_>>, at: usize) -> bool {
    if value.span().contains(&at) {
        true
    } else if let DeValue::Table(table) = value.get_ref() {
        table.iter().any(|(key, value)| key.span().contains(&at) || holds(value, at))
    } else if let DeValue::Array(array) = value.get_ref() {
        array.iter().any(|element| holds(element, at))
    } else {
        false
    }
}
