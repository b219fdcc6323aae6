//! Warnings about words that visitors would not see as the brand meant them: HTML, line breaks, and
//! texts that are too long for their place.

use std::sync::Arc;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::diagnostic::{Diagnostic, Severity, Source};
use crate::language;

/// The most warnings about one file.
const MOST: usize = 50;

/// Words in a theme file.
struct Words<'a> {
    /// The keys that lead to them.
    path: Vec<&'a str>,
    value: &'a Spanned<DeValue<'a>>,
    seen: &'a str,
}

/// Where words stand, how many letters fit there, and how many stand on a line of a small phone.
struct Place {
    what: &'static str,
    most: usize,
    on_a_line: usize,
}

/// Texts on buttons and cards.
const ON_BUTTONS: [&str; 9] = [
    "unlock",
    "unlocking",
    "confirm-yes",
    "confirm-no",
    "call",
    "write",
    "check-again",
    "close",
    "mail-button",
];
/// Headlines whose ids do not end with `-title`.
const HEADLINES: [&str; 4] = ["welcome", "confirm-question", "unlocked", "mail-subject"];

/// Warns of the words in the tables of a file.
pub(super) fn check_texts(source: &Arc<Source>, table: &DeTable<'_>) -> Vec<Diagnostic> {
    let mut all = Vec::new();
    collect(table, &mut Vec::new(), &mut all);
    let is_two_columns = table
        .get("buttons")
        .and_then(|buttons| buttons.get_ref().get("columns"))
        .is_some_and(|columns| columns.get_ref().as_integer().is_some_and(|it| it.as_str() == "2"));
    let warnings = all.iter().flat_map(|words| words.warnings(is_two_columns));
    let warnings =
        warnings.map(|(at, message)| Diagnostic::new(Severity::Warning, source, at, message));
    warnings.take(MOST).collect()
}

/// Collects all words that visitors see.
fn collect<'a>(table: &'a DeTable<'a>, path: &mut Vec<&'a str>, found: &mut Vec<Words<'a>>) {
    for (key, value) in table {
        path.push(key.get_ref().as_ref());
        of_value(value, path, found);
        path.pop();
    }
}

fn of_value<'a>(
    value: &'a Spanned<DeValue<'a>>,
    path: &mut Vec<&'a str>,
    found: &mut Vec<Words<'a>>,
) {
    match value.get_ref() {
        DeValue::String(words) if is_seen(path) => {
            found.push(Words { path: path.clone(), value, seen: words });
        }
        DeValue::Table(table) => collect(table, path, found),
        DeValue::Array(list) => list.iter().for_each(|element| of_value(element, path, found)),
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => {}
    }
}

/// Whether visitors see the text at this place.
fn is_seen(path: &[&str]) -> bool {
    match path {
        ["name"] | ["text" | "mail", ..] | ["contact", "name"] | ["footer", "label", ..] => true,
        ["doors", _, key, ..] => ["name", "note"].contains(key),
        ["places", _, key, ..] => ["name", "directions"].contains(key),
        _ => false,
    }
}

type Warning = (std::ops::Range<usize>, String);

impl Words<'_> {
    fn warnings(&self, is_two_columns: bool) -> impl Iterator<Item = Warning> {
        let at = self.value.span();
        // A text that is not valid is an error.
        let seen = if self.path[0] == "text" || self.path[0] == "mail" {
            language::wording(self.seen)
        } else {
            Some(self.seen.trim().to_owned())
        };
        let html = html_in(self.seen).map(|html| {
            let remedy =
                if html.starts_with('&') { "write the character itself" } else { "remove it" };
            format!(
                "visitors see `{html}` as it is written here, because texts are not HTML; {remedy}"
            )
        });
        let lines = seen.as_ref().filter(|seen| seen.contains('\n')).map(|_| {
            "visitors see no line break here, because it becomes a space; write the text on one \
             line"
                .to_owned()
        });
        let long = seen.and_then(|seen| self.too_long(&seen, is_two_columns));
        let all = [html, lines, long].into_iter().flatten();
        all.map(move |message| (at.clone(), message))
    }

    fn too_long(&self, seen: &str, is_two_columns: bool) -> Option<String> {
        let Place { what, most, on_a_line } = self.place(is_two_columns)?;
        let letters = seen.chars().count();
        // A longer text is an error.
        (letters > most && letters <= language::LONGEST).then(|| {
            let lines = letters.div_ceil(on_a_line);
            let rest = if what == "name" && lines > LINES_OF_NAME {
                format!("and it is cut after {LINES_OF_NAME} lines; ")
            } else {
                String::new()
            };
            format!(
                "this {what} has {letters} letters, which fill about {lines} lines on a small \
                 phone; {rest}write at most {most}"
            )
        })
    }

    /// The limits are above those of all built-in texts. A small phone is 320 pixels wide.
    fn place(&self, is_two_columns: bool) -> Option<Place> {
        let place = |what, most, on_a_line| Some(Place { what, most, on_a_line });
        match self.path[..] {
            ["doors", _, "name", ..] if is_two_columns => place("name", 60, 11),
            ["doors", _, "name", ..] => place("name", 80, 16),
            ["doors", _, "note", ..] if is_two_columns => place("note", 50, 14),
            ["doors", _, "note", ..] => place("note", 90, 24),
            ["text", .., "unlocked-now"] => place("text on a card", 26, 20),
            ["text", .., id] if ON_BUTTONS.contains(&id) => place("text on a button", 30, 16),
            ["text", .., id] if id.ends_with("-title") || HEADLINES.contains(&id) => {
                place("headline", 80, 22)
            }
            ["text", ..] => place("text", 200, 34),
            _ => None,
        }
    }
}

/// How many lines of a door's name are shown, as in `doors.css`.
const LINES_OF_NAME: usize = 8;

/// The first HTML tag or character reference in a text.
fn html_in(words: &str) -> Option<&str> {
    let up_to = |at: usize, end: char, most: usize| {
        let rest = &words[at..words.floor_char_boundary(at + most)];
        Some(&rest[..=rest.find(end)?])
    };
    let tags = words.match_indices('<').filter_map(|(at, _)| {
        let tag = up_to(at, '>', 200)?;
        let name = tag[1..].strip_prefix('/').unwrap_or(&tag[1..]);
        name.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(tag)
    });
    let characters = words.match_indices('&').filter_map(|(at, _)| {
        let character = up_to(at, ';', 20)?;
        let name = character[1..character.len() - 1].trim_start_matches('#');
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric());
        is_name.then_some(character)
    });
    tags.chain(characters).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_in_a_text_is_found() {
        for (words, html) in [
            ("a <b>bold</b> word", "<b>"),
            ("one<br />two", "<br />"),
            ("a&nbsp;b", "&nbsp;"),
            ("a &#160; b", "&#160;"),
            ("</p>", "</p>"),
        ] {
            assert_eq!(html_in(words), Some(html));
        }
        for words in ["Bed & Breakfast; welcome", "1 < 2 > 0", "<3", "A&B", "{ $door }", "a <"] {
            assert_eq!(html_in(words), None);
        }
    }

    #[test]
    fn all_built_in_texts_are_short_enough() {
        for language in language::ALL {
            for (id, words) in language::texts_of(language) {
                let toml = format!("[text]\n{id} = '''{words}'''\n");
                let source = Arc::new(Source { file: "theme.toml".into(), text: toml.clone() });
                let table = DeTable::parse(&toml).unwrap();
                let warnings = check_texts(&source, table.get_ref());
                assert!(warnings.is_empty(), "{}: {warnings:?}", language.tag);
            }
        }
    }
}
