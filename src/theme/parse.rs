//! Parsing `theme.toml`, with a diagnostic for everything that is wrong in it.
//!
//! Unknown and missing keys and values of the wrong kind are found first, with the schema.
//! Deserializing stops at the first wrong value, so that value is removed and the rest deserialized
//! again, until no error is left. That way a brand team sees all mistakes at once, each of them
//! once.

use std::{collections::BTreeSet, path::Path, sync::Arc};

use serde::Deserialize as _;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    decode::NotUtf8,
    diagnostic::{Diagnostic, Severity, Source},
    file::ThemeFile,
    keys::{WrongKeys, check_keys},
    overlaps::check_overlaps,
    schema,
    syntax_errors::of_syntax,
    text_checks::check_texts,
};

/// Lines of a theme never begin with these, but lines of a settings file with secrets do.
const OF_SETTINGS: [&str; 4] = ["[kisi]", "kisi.", "api_key", "smtp_url"];
/// The most errors that one reading of a file reports.
const MOST_ERRORS: usize = 50;

/// What could be read of a theme file.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    /// What is right. After a syntax error, nothing is.
    pub(super) file: ThemeFile,
    /// The errors, and the warnings about words and about what is not used.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The keys at the top of the file with a mistake in them, such as `colors`. Warnings about
    /// what is left of them would follow from the mistake.
    pub(super) wrong: BTreeSet<String>,
}

/// Reads `source`, and collects the errors in it.
pub(super) fn parse(source: &Arc<Source>) -> Parsed {
    if is_settings_file(&source.text) {
        let message = "this is a settings file, and its lines are not shown because they may \
                       contain secrets; name a theme file, such as theme.toml";
        let error = Diagnostic::of_file(Severity::Error, &source.file, message);
        return Parsed { diagnostics: vec![error], ..Parsed::default() };
    }
    let (mut table, syntax) = DeTable::parse_recoverable(&source.text);
    if !syntax.is_empty() {
        return Parsed {
            diagnostics: of_syntax(source, &syntax, MOST_ERRORS),
            ..Parsed::default()
        };
    }
    let WrongKeys { mut errors, tops: mut wrong } = check_keys(source, table.get_mut());
    errors.truncate(MOST_ERRORS);
    let mut file = ThemeFile::default();
    while errors.len() < MOST_ERRORS {
        match ThemeFile::deserialize(toml::Deserializer::from(table.clone())) {
            Ok(right) => {
                file = right;
                break;
            }
            Err(error) => {
                let at = error.span().unwrap_or_default();
                let Some(path) = remove_entry(table.get_mut(), at.start) else { break };
                // `check_keys` has reported the missing keys of the file. A key that is missing now
                // was removed because its value is wrong.
                if !error.message().starts_with("missing field") {
                    errors.push(of_value(source, &error, &path));
                }
                wrong.extend(path.into_iter().next());
            }
        }
    }
    errors.extend(check_texts(source, table.get_ref()));
    errors.extend(check_overlaps(source, table.get_ref()));
    if wrong.contains("font") {
        // A font without files is a warning, and the mistake may be that they are misspelt.
        file.font.family = None;
    }
    Parsed { file, diagnostics: errors, wrong }
}

/// The error for a file that is not UTF-8.
pub(super) fn in_other_encoding(path: &Path, not_utf8: NotUtf8) -> Diagnostic {
    match not_utf8 {
        NotUtf8::Ansi { text, at, message } if !is_settings_file(&text) => {
            let source = Arc::new(Source { file: path.to_owned(), text });
            Diagnostic::new(Severity::Error, &source, at..at + 1, message)
        }
        NotUtf8::Whole(message) | NotUtf8::Ansi { message, .. } => {
            let message = format!("this theme cannot be read: {message}");
            Diagnostic::of_file(Severity::Error, path, message)
        }
    }
}

/// Whether a file is not a theme but the server's settings, by a wrong path in `theme.path` or on
/// the command line. It may have syntax errors, so its lines are compared.
fn is_settings_file(text: &str) -> bool {
    text.lines().any(|line| OF_SETTINGS.iter().any(|begin| line.trim_start().starts_with(begin)))
}

/// The diagnostic for a wrong value. `path` are the keys that lead to it.
fn of_value(source: &Arc<Source>, error: &toml::de::Error, path: &[String]) -> Diagnostic {
    let mut message = error.message().trim().replace('\n', "; ");
    // `check_keys` has compared the kinds, so these are numbers outside of a range.
    if message.starts_with("invalid value: ") || message.starts_with("integer") {
        "this number is too large or too small; write one like 1".clone_into(&mut message);
    }
    if let Some((key, table)) = path.split_last() {
        let keys = schema::keys(table.iter().map(String::as_str));
        if keys.is_some_and(|keys| keys.require(key)) {
            message = message.replace(", or remove the key", "");
        }
    }
    let ending = |before, after| message.rsplit_once(before)?.1.strip_suffix(after);
    let suggestion = ending("did you mean `", "`?").or_else(|| ending(": \"", "\""));
    let suggestion = suggestion.map(str::to_owned);
    let at = error.span().unwrap_or_default();
    Diagnostic::new(Severity::Error, source, at, message).suggesting(suggestion)
}

/// Removes the innermost entry or element of a list that stands at this byte. Returns the keys that
/// lead to it, if one was found.
fn remove_entry(table: &mut DeTable<'_>, at: usize) -> Option<Vec<String>> {
    let (name, inside) = table.iter_mut().find_map(|(key, value)| {
        let on_key = key.span().contains(&at);
        (on_key || holds(value, at)).then(|| {
            let inside = if on_key { None } else { remove_entry_in(value.get_mut(), at) };
            (key.get_ref().to_string(), inside)
        })
    })?;
    let Some(inside) = inside else {
        table.remove(name.as_str());
        return Some(vec![name]);
    };
    Some(std::iter::once(name).chain(inside).collect())
}

fn remove_entry_in(value: &mut DeValue<'_>, at: usize) -> Option<Vec<String>> {
    if let DeValue::Table(table) = value {
        remove_entry(table, at)
    } else if let DeValue::Array(array) = value {
        let index = array.iter().position(|element| holds(element, at))?;
        let inside = remove_entry_in(array.get_mut(index)?.get_mut(), at);
        if inside.is_none() {
            let all = array.clone().into_iter().enumerate();
            *array = all.filter(|(other, _)| *other != index).map(|(_, element)| element).collect();
        }
        Some(inside.unwrap_or_default())
    } else {
        None
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
