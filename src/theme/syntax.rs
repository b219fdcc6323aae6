//! Mistakes against TOML's syntax, explained for people who do not know TOML.
//!
//! The parser says what it expected. Here, the line where it stopped is compared with the mistakes
//! that people make who copy from a text document or know other formats.

use std::ops::Range;

/// What is wrong in a line, and what would be right.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Explained {
    /// The bytes that are wrong.
    pub(super) at: Range<usize>,
    /// The sentence for the brand team.
    pub(super) message: String,
    /// What to write at this place instead.
    pub(super) suggestion: Option<String>,
}

/// Quotes of text documents.
const TYPOGRAPHIC: [char; 10] = ['“', '”', '„', '‟', '‘', '’', '‚', '«', '»', '″'];
/// What other formats write for yes and no.
const YES: [&str; 4] = ["yes", "on", "true", "ja"];
const NO: [&str; 4] = ["no", "off", "false", "nein"];

/// Explains the mistake in the line that contains the byte `at`, if it is one of those that people
/// often make.
pub(super) fn explain(text: &str, at: usize) -> Option<Explained> {
    let at = text.floor_char_boundary(at.min(text.len()));
    let begin = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[begin..].lines().next().unwrap_or_default();
    let (found, message, suggestion) = mistake(line)?;
    let start = begin + (found.as_ptr() as usize - line.as_ptr() as usize);
    Some(Explained { at: start..start + found.len(), message, suggestion })
}

/// The part of a line that is wrong, why, and what would be right.
fn mistake(line: &str) -> Option<(&str, String, Option<String>)> {
    let trimmed = line.trim();
    if trimmed.starts_with("//") || trimmed.starts_with("/*") {
        let message = "a comment begins with #, as in # our colours".to_owned();
        return Some((
            trimmed,
            message,
            Some(format!("# {}", trimmed.trim_matches(['/', '*', ' ']))),
        ));
    }
    if let Some(at) = line.find('\u{a0}') {
        let message = "there is a no-break space here; write a normal one".to_owned();
        return Some((&line[at..at + '\u{a0}'.len_utf8()], message, Some(" ".to_owned())));
    }
    let Some((key, value)) = line.split_once('=') else { return without_equals(trimmed) };
    let (key, value) = (key.trim(), value.trim());
    let is_text = value.starts_with(['"', '\'', '#']);
    let without_comment = value.split_once(" #").map_or(value, |(value, _)| value.trim_end());
    of_value(key, if is_text { value } else { without_comment })
}

/// A line without `=` that is not the head of a table.
fn without_equals(line: &str) -> Option<(&str, String, Option<String>)> {
    let (key, value) = line.split_once(':')?;
    let is_key =
        !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || "_-.\"".contains(c));
    let right = format!("{} = {}", key.trim_matches('"'), value.trim().trim_end_matches(','));
    is_key.then(|| (line, format!("write = in place of the colon: {right}"), Some(right)))
}

fn of_value<'a>(key: &str, value: &'a str) -> Option<(&'a str, String, Option<String>)> {
    let ends = |mark: char| value.ends_with(mark) && !value.starts_with(['[', '{']);
    if value.starts_with(TYPOGRAPHIC) {
        let content = value.trim_end_matches([';', ',']).trim_matches(TYPOGRAPHIC);
        let right = format!("\"{}\"", content.trim_matches('"'));
        let message = format!("these are typographic quotes; write straight ones: {key} = {right}");
        return Some((value, message, Some(right)));
    }
    if ends(';') || ends(',') {
        let right = value.trim_end_matches([';', ',']);
        let mark = &value[right.len()..];
        return Some((
            mark,
            format!("remove the `{mark}` at the end of the line"),
            Some(String::new()),
        ));
    }
    let lower = value.to_lowercase();
    for (words, right) in [(YES, "true"), (NO, "false")] {
        if words.contains(&lower.as_str()) && value != right {
            let message =
                format!("write {right} in place of {value}, in small letters and without quotes");
            return Some((value, message, Some(right.to_owned())));
        }
    }
    if value.starts_with('"') && value.contains('\\') {
        let right = value.replace('\\', "/");
        let message = format!(
            "a backslash has a meaning of its own here; write / in a path: {key} = {right}"
        );
        return Some((value, message, Some(right)));
    }
    if value.starts_with('"') || value.starts_with('\'') {
        return None;
    }
    if value.is_empty() {
        return None;
    }
    let is_word = value.starts_with(|c: char| c.is_alphabetic() || "#/.".contains(c));
    let right = format!("\"{value}\"");
    is_word.then(|| {
        (value, format!("put the text into straight quotes: {key} = {right}"), Some(right))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_of_people_who_do_not_know_toml_are_explained() {
        for (line, expected) in [
            ("name = “Acme”", "these are typographic quotes; write straight ones: name = \"Acme\""),
            (
                "name = „Acme“;",
                "these are typographic quotes; write straight ones: name = \"Acme\"",
            ),
            ("name = ‘Acme’", "these are typographic quotes; write straight ones: name = \"Acme\""),
            ("name: \"Acme\",", "write = in place of the colon: name = \"Acme\""),
            ("name = \"Acme\";", "remove the `;` at the end of the line"),
            ("// our colours", "a comment begins with #, as in # our colours"),
            ("confirm = yes", "write true in place of yes, in small letters and without quotes"),
            (
                "confirm = False",
                "write false in place of False, in small letters and without quotes",
            ),
            (
                "logo = \"img\\logo.svg\"",
                "a backslash has a meaning of its own here; write / in a path: logo = \"img/logo.svg\"",
            ),
            ("name = Acme", "put the text into straight quotes: name = \"Acme\""),
            (
                "confirm = yes # ask",
                "write true in place of yes, in small letters and without quotes",
            ),
            ("accent = #0b6e4f", "put the text into straight quotes: accent = \"#0b6e4f\""),
            ("name\u{a0}= \"Acme\"", "there is a no-break space here; write a normal one"),
        ] {
            let text = format!("# first\n{line}\nlast = 1\n");
            let explained = explain(&text, 9).unwrap_or_else(|| panic!("{line}"));
            assert_eq!(explained.message, expected, "{line}");
            assert!(line.contains(&text[explained.at]), "{line}");
        }
    }

    #[test]
    fn what_is_right_or_unknown_is_not_explained() {
        for line in ["name = \"Acme\"", "[colors]", "name = ", "columns = 2", "files = [\"a\",", ""]
        {
            assert_eq!(explain(line, 0), None, "{line}");
        }
        assert_eq!(explain("é", 1), None);
        assert_eq!(explain("", 9), None);
    }
}
