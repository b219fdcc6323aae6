//! Parsing `theme.toml`, with a diagnostic for everything that is wrong in it.
//!
//! Unknown and missing keys are found first, with the schema. Deserializing stops at the first
//! wrong value, so that value is removed and the rest deserialized again, until no error is left.
//! That way a brand team sees all mistakes at once.

use std::{ops::Range, sync::Arc};

use serde::Deserialize as _;
use toml::{
    Spanned,
    de::{DeString, DeTable, DeValue},
};

use super::{
    diagnostic::{Diagnostic, Severity, Source},
    file::ThemeFile,
    schema,
    syntax::{Explained, explain},
};
use crate::did_you_mean::nearest;

/// Lines of a theme never begin with these, but lines of a settings file with secrets do.
const OF_SETTINGS: [&str; 4] = ["[kisi]", "kisi.", "api_key", "smtp_url"];
/// The most errors that one reading of a file reports.
const MOST_ERRORS: usize = 50;

/// Returns what could be read of `source`, and the errors in it. After a syntax error, nothing is
/// read.
pub(super) fn parse(source: &Arc<Source>) -> (ThemeFile, Vec<Diagnostic>) {
    if is_settings_file(&source.text) {
        let message = "this is a settings file, and its lines are not shown because they may \
                       contain secrets; name a theme file, such as theme.toml";
        let error = Diagnostic::of_file(Severity::Error, &source.file, message);
        return (ThemeFile::default(), vec![error]);
    }
    let (mut table, syntax) = DeTable::parse_recoverable(&source.text);
    if !syntax.is_empty() {
        return (ThemeFile::default(), of_syntax(source, &syntax));
    }
    let mut keys = KeyCheck { source, path: Vec::new(), errors: Vec::new() };
    keys.check_table(table.get_mut(), 0..0);
    let mut errors = keys.errors;
    errors.truncate(MOST_ERRORS);
    while errors.len() < MOST_ERRORS {
        match ThemeFile::deserialize(toml::Deserializer::from(table.clone())) {
            Ok(file) => return (file, errors),
            Err(error) => {
                // `KeyCheck` has reported the missing keys of the file. A key that is missing now
                // was removed because its value is wrong.
                if !error.message().starts_with("missing field") {
                    errors.push(of_toml(source, &error));
                }
                let at = error.span().unwrap_or_default().start;
                if !remove_entry(table.get_mut(), at) {
                    break;
                }
            }
        }
    }
    (ThemeFile::default(), errors)
}

/// Whether a file is not a theme but the server's settings, by a wrong path in `theme.path` or on
/// the command line. It may have syntax errors, so its lines are compared.
fn is_settings_file(text: &str) -> bool {
    text.lines().any(|line| OF_SETTINGS.iter().any(|begin| line.trim_start().starts_with(begin)))
}

/// Words of serde and TOML, and plain words to replace them.
const PLAIN_WORDS: [(&str, &str); 7] = [
    ("invalid type: ", "this is "),
    ("expected a boolean", "expected true or false"),
    ("expected a sequence", "expected a list: [\"…\", \"…\"]"),
    ("expected a map", "expected a table"),
    ("expected i32", "expected a whole number"),
    ("expected i64", "expected a whole number"),
    ("invalid basic string", "this text does not end on its line"),
];

/// One diagnostic for each line with a mistake: the parser's later errors in a line follow from its
/// first.
fn of_syntax(source: &Arc<Source>, errors: &[toml::de::Error]) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = Vec::new();
    for error in errors {
        let at = error.span().unwrap_or_default().start;
        let diagnostic = match explain(&source.text, at) {
            Some(Explained { at, message, suggestion }) => {
                let diagnostic = Diagnostic::new(Severity::Error, source, at, message);
                diagnostic.suggesting(suggestion)
            }
            None => of_toml(source, error),
        };
        if found.iter().all(|earlier| earlier.line() != diagnostic.line()) {
            found.push(diagnostic);
        }
        if found.len() == MOST_ERRORS {
            break;
        }
    }
    found
}

/// The diagnostic for an error of TOML or of a value's type.
fn of_toml(source: &Arc<Source>, error: &toml::de::Error) -> Diagnostic {
    let one_line = error.message().trim().replace('\n', "; ");
    let message = PLAIN_WORDS
        .iter()
        .fold(one_line, |message, (theirs, plain)| message.replace(theirs, plain));
    let suggestion = message
        .rsplit_once("did you mean `")
        .and_then(|(_, rest)| rest.strip_suffix("`?"))
        .map(str::to_owned);
    let at = error.span().unwrap_or_default();
    Diagnostic::new(Severity::Error, source, at, message).suggesting(suggestion)
}

/// Compares the keys of a file with the schema.
struct KeyCheck<'a> {
    source: &'a Arc<Source>,
    /// The keys that lead to the table being checked.
    path: Vec<String>,
    errors: Vec<Diagnostic>,
}

impl KeyCheck<'_> {
    /// Reports the missing and the unknown keys of a table that begins `at` this place, and of the
    /// tables in it. Unknown keys are removed.
    fn check_table(&mut self, table: &mut DeTable<'_>, at: Range<usize>) {
        if let Some(keys) = schema::keys(self.path.iter().map(String::as_str)) {
            let needed = keys.needed(|key| table.contains_key(key));
            for key in needed.filter(|key| !table.contains_key(*key)) {
                self.missing(key, at.clone());
            }
            let unknown =
                table.keys().filter(|key| !keys.allowed.contains(&key.get_ref().as_ref()));
            for key in unknown.cloned().collect::<Vec<_>>() {
                self.unknown(&key, &keys.allowed);
                table.remove(key.get_ref().as_ref());
            }
        }
        for (key, value) in table.iter_mut() {
            // `load` checks the ids and the languages in [text].
            if self.path.is_empty() && key.get_ref() == "text" {
                continue;
            }
            self.path.push(key.get_ref().to_string());
            self.check_value(value);
            self.path.pop();
        }
    }

    fn check_value(&mut self, value: &mut Spanned<DeValue<'_>>) {
        let at = value.span();
        if let DeValue::Table(table) = value.get_mut() {
            self.check_table(table, at);
        } else if let DeValue::Array(list) = value.get_mut() {
            list.iter_mut().for_each(|element| self.check_value(element));
        }
    }

    fn missing(&mut self, key: &str, at: Range<usize>) {
        let message = format!("the key `{key}` is missing here; write {key} = \"…\"");
        self.errors.push(Diagnostic::new(Severity::Error, self.source, at, message));
    }

    fn unknown(&mut self, key: &Spanned<DeString<'_>>, allowed: &[&'static str]) {
        let name = key.get_ref();
        let place = match self.path.join(".") {
            path if path.is_empty() => String::new(),
            path => format!(" in [{path}]"),
        };
        let near = nearest(name, allowed.iter().copied());
        let hint = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are {}", allowed.join(", ")),
        };
        let message = format!("there is no key `{name}`{place}; {hint}");
        let diagnostic = Diagnostic::new(Severity::Error, self.source, key.span(), message);
        self.errors.push(diagnostic.suggesting(near));
    }
}

/// Removes the innermost entry that stands at this byte. Returns whether one was found.
fn remove_entry(table: &mut DeTable<'_>, at: usize) -> bool {
    let found = table.iter_mut().find_map(|(key, value)| {
        let on_key = key.span().contains(&at);
        if on_key || holds(value, at) {
            let inside = !on_key && remove_entry_in(value.get_mut(), at);
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

fn remove_entry_in(value: &mut DeValue<'_>, at: usize) -> bool {
    if let DeValue::Table(table) = value {
        remove_entry(table, at)
    } else if let DeValue::Array(array) = value {
        array.iter_mut().any(|element| remove_entry_in(element.get_mut(), at))
    } else {
        false
    }
}

/// Whether a value stands at this byte. The table `[a.b]` is written outside of `[a]`, so a table
/// also stands wherever its entries stand.
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
