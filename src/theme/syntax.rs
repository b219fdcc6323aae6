//! Mistakes against TOML's syntax, explained for people who do not know TOML.
//!
//! The parser says what it expected. Here, the line where it stopped is compared with the mistakes
//! that people make who copy from a text document or know other formats. [`of_value`] explains what
//! is wrong after the `=`, and [`in_plain_words`] all that is left.

use std::ops::Range;

use super::{
    syntax_of_values::{Mistake, TYPOGRAPHIC, of_value, outside_quotes, straightened},
    wrong_values::{INVISIBLE, is_hexadecimal_color},
};

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

/// Spaces that are not the one of the space bar, and what they are called.
const OTHER_SPACES: [(char, &str); 5] = [
    ('\u{a0}', "a no-break space"),
    ('\u{202f}', "a narrow no-break space"),
    ('\u{2003}', "a wide space"),
    ('\u{2009}', "a thin space"),
    ('\u{3000}', "a wide space"),
];
/// What people put in front of the lines of a list.
const BULLETS: [&str; 5] = ["- ", "* ", "• ", "– ", "> "];

/// Explains the mistake in the line that contains the byte `at`, if it is one of those that people
/// often make.
pub(super) fn explain(text: &str, at: usize) -> Option<Explained> {
    let at = text.floor_char_boundary(at.min(text.len()));
    let begin = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[begin..].lines().next().unwrap_or_default();
    let Mistake { part, message, suggestion } = mistake(line)?;
    let start = begin + (part.as_ptr() as usize - line.as_ptr() as usize);
    Some(Explained { at: start..start + part.len(), message, suggestion })
}

fn mistake(line: &str) -> Option<Mistake<'_>> {
    let trimmed = line.trim();
    if trimmed.contains('\r') {
        let message =
            "the lines of this file end in an unusual way; save it with the line endings \
                       of Windows or Unix"
                .to_owned();
        return Some(Mistake { part: line, message, suggestion: None });
    }
    if ["//", "/*", "<!--", "--"].iter().any(|mark| trimmed.starts_with(mark)) {
        let right = format!("# {}", trimmed.trim_matches(['/', '*', '<', '!', '-', '>', ' ']));
        return Some(Mistake::with(trimmed, format!("a comment begins with #: {right}"), right));
    }
    if trimmed.starts_with("```") {
        let message = "remove this line; it belongs to the page that you copied from".to_owned();
        return Some(Mistake::with(line, message, ""));
    }
    if let Some(mistake) = of_numbers(trimmed) {
        return Some(mistake);
    }
    let content = without_comment(line);
    if let Some(mistake) = other_space(content).or_else(|| bullet(content)) {
        return Some(mistake);
    }
    if let Some(mistake) = other_brackets(content.trim()) {
        return Some(mistake);
    }
    if trimmed.starts_with('[') {
        return of_head(content.trim());
    }
    let Some((key, value)) = content.split_once('=') else { return without_equals(content.trim()) };
    let (key, value) = (key.trim(), value.trim());
    of_key(key, value).or_else(|| of_value(key, value))
}

/// The line up to the `#` of its comment. In `accent = #0b6e4f` and `accent: #0b6e4f`, it begins no
/// comment.
fn without_comment(line: &str) -> &str {
    let is_comment = |at: usize| {
        let before = line[..at].trim_end();
        let after = line[at + 1..].split(|c: char| !c.is_ascii_alphanumeric()).next();
        let is_color = after.is_some_and(is_hexadecimal_color);
        let is_value = before.ends_with('=') || before.ends_with(':') && is_color;
        !is_value && (before.len() < at || before.is_empty())
    };
    let mut hashes = outside_quotes(line).filter(|(_, c)| *c == '#');
    hashes.find(|(at, _)| is_comment(*at)).map_or(line, |(at, _)| &line[..at])
}

/// A space from a text document or a web page, which looks like any other.
fn other_space(content: &str) -> Option<Mistake<'_>> {
    outside_quotes(content).find_map(|(at, c)| {
        let part = &content[at..at + c.len_utf8()];
        if INVISIBLE.contains(&c) {
            let message = "there is an invisible sign here; delete it".to_owned();
            return Some(Mistake::with(part, message, ""));
        }
        let (_, name) = OTHER_SPACES.iter().find(|(space, _)| *space == c)?;
        let message = format!(
            "there is {name} here, which looks like a normal one; delete it and type a normal space"
        );
        Some(Mistake::with(part, message, " "))
    })
}

fn bullet(content: &str) -> Option<Mistake<'_>> {
    let content = content.trim_start();
    let bullet = BULLETS.iter().find(|bullet| content.starts_with(**bullet))?.trim_end();
    let message = format!("remove the `{bullet}` at the beginning of the line");
    Some(Mistake::with(&content[..bullet.len()], message, ""))
}

/// The head of a door or place whose number is written in another way: `[doors.Main entrance]`,
/// `[doors.#1234]` or `[doors.1,2]`.
fn of_numbers(head: &str) -> Option<Mistake<'_>> {
    let inside = head.strip_prefix('[')?.split(']').next()?.trim();
    let (table, names) = inside.split_once(['.', ' '])?;
    let thing = match table {
        "doors" => "door",
        "places" => "place",
        _ => return None,
    };
    let is_number = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_digit());
    let bare = straightened(names).replace(['"', '\'', '#'], "");
    let bare = bare.trim();
    if is_number(bare) {
        let right = format!("[{table}.{bare}]");
        let is_wrong = names.contains('#');
        return is_wrong.then(|| Mistake::with(head, format!("write {right}"), right));
    }
    let numbers: Vec<_> = bare.split([',', ';', '+', '&', '/', ' ']).collect();
    let numbers: Vec<_> = numbers.into_iter().filter(|number| !number.is_empty()).collect();
    if numbers.len() > 1 && numbers.iter().all(|number| is_number(number)) {
        let heads: Vec<_> = numbers.iter().map(|number| format!("[{table}.{number}]")).collect();
        let message = format!(
            "write one section for each {thing}, each with its own keys below it: {}",
            heads.join(" and ")
        );
        return Some(Mistake { part: head, message, suggestion: None });
    }
    // Below a number, a dot leads to a key of it.
    let is_name =
        !bare.split('.').next().is_some_and(is_number) && bare.contains(char::is_alphabetic);
    is_name.then(|| {
        let message = format!(
            "a {thing} is named by its number, as in [{table}.1234]; `doorstep theme doors` lists \
             the numbers"
        );
        Mistake { part: head, message, suggestion: None }
    })
}

/// The head of a table in other brackets: `{colors}`, `(colors)` or `[colors}`.
fn other_brackets(head: &str) -> Option<Mistake<'_>> {
    let name = head.strip_prefix(['[', '{', '('])?.strip_suffix([']', '}', ')'])?.trim();
    let is_right = head.starts_with('[') && head.ends_with(']');
    let is_name = !name.is_empty() && name.chars().all(|c| is_of_key(c) || c == '.');
    let right = format!("[{name}]");
    (is_name && !is_right).then(|| Mistake::with(head, format!("write {right}"), right))
}

/// The head of a table, without the comment after it.
fn of_head(head: &str) -> Option<Mistake<'_>> {
    let mark = if head.starts_with("[[") { 2 } else { 1 };
    let (open, close) = (&"[["[..mark], &"]]"[..mark]);
    let inside = &head[mark..];
    let (name, rest) = inside.split_at(inside.find(']').unwrap_or(inside.len()));
    let name = name.trim();
    if rest.len() > close.len() && rest.starts_with(close) {
        let extra = rest[close.len()..].trim();
        if extra.contains('=') {
            let message = format!("write {extra} on a line of its own below {open}{name}{close}");
            return Some(Mistake { part: extra, message, suggestion: None });
        }
        let message = format!("remove `{extra}`: nothing may stand after the brackets of a table");
        return Some(Mistake::with(extra, message, ""));
    }
    let straight = straightened(name).replace('"', "");
    let right_name = straight.split_whitespace().collect::<Vec<_>>().join(".");
    let is_wrong = rest != close || right_name != name.replace('"', "");
    let is_name = !right_name.is_empty() && right_name.chars().all(|c| is_of_key(c) || c == '.');
    let right = format!("{open}{right_name}{close}");
    (is_wrong && is_name).then(|| Mistake::with(head, format!("write {right}"), right))
}

/// Whether TOML allows this character in a key without quotes.
fn is_of_key(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '-'
}

/// A line without `=` that is not the head of a table.
fn without_equals(line: &str) -> Option<Mistake<'_>> {
    let is_key =
        |key: &str| !key.is_empty() && key.chars().all(|c| is_of_key(c) || c == '.' || c == '"');
    if line.starts_with(TYPOGRAPHIC) {
        let right = straightened(line);
        let message = format!("these are typographic quotes; write straight ones: {right}");
        return Some(Mistake::with(line, message, right));
    }
    if let Some((key, value)) = line.split_once(':').filter(|(key, _)| is_key(key.trim())) {
        let (key, value) =
            (key.trim().trim_matches('"'), value.trim().trim_end_matches([',', ';']));
        if value.is_empty() {
            let right = format!("[{key}]");
            let message = format!("write {right} in place of the name with a colon");
            return Some(Mistake::with(line, message, right));
        }
        let value = straightened(value);
        let is_text = value.starts_with(|c: char| c.is_alphabetic() || "#/.@".contains(c))
            && !["true", "false"].contains(&value.as_str());
        let quote = if is_text { "\"" } else { "" };
        let right = format!("{key} = {quote}{value}{quote}");
        return Some(Mistake::with(line, format!("write = in place of the colon: {right}"), right));
    }
    if line == "}" {
        let message = "remove this }, because no { in front of it belongs to it".to_owned();
        return Some(Mistake::with(line, message, ""));
    }
    if let Some(name) = line.strip_suffix(']').filter(|name| is_key(name)) {
        return Some(Mistake::with(line, format!("write [{name}]"), format!("[{name}]")));
    }
    let (key, value) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    if !is_key(key) {
        return None;
    }
    let value = value.trim();
    if value.starts_with(['"', '\'']) {
        let right = format!("{key} = {value}");
        return Some(Mistake::with(line, format!("the = is missing: {right}"), right));
    }
    let message = format!("the = and a value in quotes are missing, as in {key} = \"…\"");
    value.is_empty().then_some(Mistake { part: line, message, suggestion: None })
}

/// What is wrong in front of the `=`.
fn of_key<'a>(key: &'a str, value: &'a str) -> Option<Mistake<'a>> {
    if let Some(name) = key.strip_suffix(':') {
        let right = name.trim_end();
        let message = format!("write = alone, without the colon: {right} = {value}");
        return Some(Mistake::with(key, message, right));
    }
    if key.is_empty() || key.starts_with(['"', '\'']) {
        return None;
    }
    let straight = straightened(key).replace('"', "");
    if straight != key && straight.chars().all(is_of_key) {
        let message = format!("write {straight}, without quotes");
        return Some(Mistake::with(key, message, straight));
    }
    let joined = key.split_whitespace().collect::<Vec<_>>().join("_");
    (joined != key && joined.chars().all(is_of_key)).then(|| {
        Mistake::with(key, format!("a key is written without spaces: {joined}"), joined.clone())
    })
}

const BACKSLASH: &str =
    "a backslash has a meaning of its own here; write / in a path, or two backslashes to show one";

/// What TOML's parser says, and what that means for people who do not know TOML.
const PLAIN_WORDS: [(&str, &str); 19] = [
    ("duplicate key", "this is already written further up; write it once"),
    ("unclosed table", "the ] at the end is missing"),
    ("unclosed array table", "the ]] at the end is missing"),
    ("unclosed array", "the ] at the end of this list is missing"),
    ("unclosed inline table", "the } at the end is missing"),
    ("missing comma", "a comma is missing here"),
    ("extra comma", "there is a comma too many here"),
    ("extra `=`", "there is an = too many here"),
    ("key with no value", "the = and a value are missing, as in name = \"…\""),
    ("missing value", "the value is missing; write it after the =, as in name = \"…\""),
    ("string values must be quoted", "put the value into straight quotes, as in name = \"…\""),
    ("carriage return", "this line ends in an unusual way; save the file once more in an editor"),
    ("invalid comment character", "there is an invisible sign here that is not allowed; delete it"),
    ("cannot recurse", "there are too many brackets inside of one another here"),
    ("missing escaped value", BACKSLASH),
    ("too few unicode value digits", BACKSLASH),
    ("invalid multi-line basic string", "the three closing quotes \"\"\" are missing"),
    ("invalid multi-line literal string", "the three closing quotes ''' are missing"),
    ("unexpected leading zero", "write the number without zeros in front"),
];

/// A parser's error in words for people who do not know TOML.
pub(super) fn in_plain_words(error: &str) -> &'static str {
    let plain = PLAIN_WORDS.iter().find(|(theirs, _)| error.starts_with(theirs));
    plain.map_or(
        "this cannot be read; write each key on a line of its own, as in name = \"…\", and begin \
         comments with #",
        |(_, plain)| plain,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_of_people_who_do_not_know_toml_are_explained() {
        for (line, expected) in [
            ("name = “Acme”", "these are typographic quotes; write straight ones: name = \"Acme\""),
            ("a = „Acme“;", "these are typographic quotes; write straight ones: a = \"Acme\""),
            ("name = ‘Acme’", "these are typographic quotes; write straight ones: name = \"Acme\""),
            (
                "name = \"Acme”",
                "these are typographic quotes; write straight ones: name = \"Acme\"",
            ),
            (
                "f = [„a“, „b“]",
                "these are typographic quotes; write straight ones: f = [\"a\", \"b\"]",
            ),
            ("  “a.woff2”,", "these are typographic quotes; write straight ones: \"a.woff2\","),
            ("a = ''b''", "these are pairs of single quotes; write double ones: a = \"b\""),
            ("name: \"Acme\",", "write = in place of the colon: name = \"Acme\""),
            ("name: Acme", "write = in place of the colon: name = \"Acme\""),
            ("colors:", "write [colors] in place of the name with a colon"),
            ("a = { de: \"B\" }", "write = in place of the colon: a = { de = \"B\" }"),
            ("a = { de \"B\" }", "the = is missing after `de`: a = { de = \"B\" }"),
            ("name := \"Acme\"", "write = alone, without the colon: name = \"Acme\""),
            ("name == \"Acme\"", "write one = alone: name = \"Acme\""),
            ("name \"Acme\"", "the = is missing: name = \"Acme\""),
            ("name", "the = and a value in quotes are missing, as in name = \"…\""),
            ("name =", "the value is missing; write it after the =, as in name = \"…\""),
            ("name = \"Acme\";", "remove the `;` at the end of the line"),
            ("// our colours", "a comment begins with #: # our colours"),
            ("a = \"b\" // red", "a comment begins with #: # red"),
            ("confirm = yes", "write true in place of yes, in small letters and without quotes"),
            ("a = False", "write false in place of False, in small letters and without quotes"),
            ("a = yes # ask", "write true in place of yes, in small letters and without quotes"),
            (
                "logo = \"img\\logo.svg\"",
                "a backslash has a meaning of its own here; write / in a path: logo = \
                 \"img/logo.svg\"",
            ),
            (
                "a = \"C:\\Users\\b.svg\"",
                "copy this file into the folder of the theme, and write its name alone: a = \
                 \"b.svg\"",
            ),
            ("name = Acme", "put the text into straight quotes: name = \"Acme\""),
            ("accent = #0b6e4f", "put the text into straight quotes: accent = \"#0b6e4f\""),
            ("phone = +41 81 5", "put the text into straight quotes: phone = \"+41 81 5\""),
            ("url = https://a.b", "put the text into straight quotes: url = \"https://a.b\""),
            ("name = \"Acme", "the closing quote is missing: name = \"Acme\""),
            (
                "a = \"Say \"hi\" to\"",
                "this text has quotes inside of quotes; write single ones around it: a = 'Say \
                 \"hi\" to'",
            ),
            (
                "logo = \"a.svg\" icon = \"b.svg\"",
                "write only one value after the =, and icon = \"b.svg\" on a line of its own",
            ),
            (
                "name\u{a0}= \"Acme\"",
                "there is a no-break space here, which looks like a normal one; delete it and \
                 type a normal space",
            ),
            ("name\u{200b} = \"Acme\"", "there is an invisible sign here; delete it"),
            ("- name = \"Acme\"", "remove the `-` at the beginning of the line"),
            ("logo dark = \"a.svg\"", "a key is written without spaces: logo_dark"),
            ("“name” = \"Acme\"", "write name, without quotes"),
            ("[colors", "write [colors]"),
            ("[colors}", "write [colors]"),
            ("(colors)", "write [colors]"),
            ("[doors.#12]", "write [doors.12]"),
            ("accent: #0b6e4f;", "write = in place of the colon: accent = \"#0b6e4f\""),
            ("colors: # ours", "write [colors] in place of the name with a colon"),
            ("accent = 1, 2, 3", "put the colour into straight quotes: accent = \"rgb(1 2 3)\""),
            ("```toml", "remove this line; it belongs to the page that you copied from"),
            ("colors]", "write [colors]"),
            ("[[footer]", "write [[footer]]"),
            ("[text de]", "write [text.de]"),
            ("[colors];", "remove `;`: nothing may stand after the brackets of a table"),
            ("[colors] a = \"b\"", "write a = \"b\" on a line of its own below [colors]"),
        ] {
            let text = format!("# first\n{line}\nlast = 1\n");
            let explained = explain(&text, 9).unwrap_or_else(|| panic!("{line}"));
            assert_eq!(explained.message, expected, "{line}");
            assert!(line.contains(&text[explained.at]), "{line}");
        }
    }

    #[test]
    fn what_is_right_or_unknown_is_not_explained() {
        for line in [
            "name = \"Acme\"",
            "name = \"Bar : Café\u{a0}“Au lait” // #1; \" # “our” name\u{a0}: x;",
            "[colors]",
            "[doors.\"1\"]",
            "columns = 2",
            "confirm = true",
            "order = 1,5",
            "files = [\"a\",",
            "name = { de = \"a: b\" }",
            "",
        ] {
            assert_eq!(explain(line, 0), None, "{line}");
        }
        assert_eq!(explain("é", 1), None);
        assert_eq!(explain("", 9), None);
    }
}
