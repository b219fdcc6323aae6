//! Mistakes after the `=` of a line, explained for people who do not know TOML.

use super::wrong_values::{file_of_path, rgb_of};

/// The part of a line that is wrong, why, and what would be right.
pub(super) struct Mistake<'a> {
    pub(super) part: &'a str,
    pub(super) message: String,
    pub(super) suggestion: Option<String>,
}

impl<'a> Mistake<'a> {
    /// A mistake with one likely correction.
    pub(super) fn with(part: &'a str, message: String, right: impl Into<String>) -> Self {
        Self { part, message, suggestion: Some(right.into()) }
    }
}

/// Quotes of text documents.
pub(super) const TYPOGRAPHIC: [char; 12] =
    ['“', '”', '„', '‟', '‘', '’', '‚', '«', '»', '″', '´', '`'];
/// What other formats write for yes and no.
const YES: [&str; 5] = ["yes", "on", "true", "ja", "oui"];
const NO: [&str; 5] = ["no", "off", "false", "nein", "non"];

/// The characters outside of straight quotes, with their places.
pub(super) fn outside_quotes(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut quote = None;
    let mut escaped = false;
    text.char_indices().filter(move |(_, c)| {
        let Some(open) = quote else {
            quote = Some(*c).filter(|c| matches!(c, '"' | '\''));
            return quote.is_none();
        };
        if *c == open && !escaped {
            quote = None;
        }
        escaped = open == '"' && *c == '\\' && !escaped;
        false
    })
}

/// The text with straight quotes in place of typographic ones that are outside of straight ones.
pub(super) fn straightened(text: &str) -> String {
    let mut right = text.to_owned();
    let wrong: Vec<_> = outside_quotes(text).filter(|(_, c)| TYPOGRAPHIC.contains(c)).collect();
    for (at, c) in wrong.into_iter().rev() {
        right.replace_range(at..at + c.len_utf8(), "\"");
    }
    right
}

/// `true` or `false`, if the text says yes or no in the way of another format.
pub(super) fn yes_or_no(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    let is = |words: &[&str]| words.contains(&lower.as_str());
    is(&YES).then_some("true").or_else(|| is(&NO).then_some("false"))
}

/// What is wrong in the value of `key`, which ends before the comment of its line.
pub(super) fn of_value<'a>(key: &str, value: &'a str) -> Option<Mistake<'a>> {
    if value.is_empty() {
        let message = format!("the value is missing; write it after the =, as in {key} = \"…\"");
        return Some(Mistake { part: value, message, suggestion: None });
    }
    typographic(key, value)
        .or_else(|| slashes(value))
        .or_else(|| mark_at_end(value))
        .or_else(|| in_brackets(key, value))
        .or_else(
            || if value.starts_with(['"', '\'']) { quoted(key, value) } else { bare(key, value) },
        )
}

fn typographic<'a>(key: &str, value: &'a str) -> Option<Mistake<'a>> {
    let is_text = value.starts_with(TYPOGRAPHIC);
    let ends_typographic = value.starts_with('"')
        && value.trim_end_matches([';', ',']).ends_with(TYPOGRAPHIC)
        && !value[1..].contains('"');
    // Two single quotes look like a double one.
    let is_doubled = value.starts_with("''") && !value.starts_with("'''") && value.len() > 4;
    if is_doubled && value.ends_with("''") {
        let right = format!("\"{}\"", value.trim_matches('\''));
        let message =
            format!("these are pairs of single quotes; write double ones: {key} = {right}");
        return Some(Mistake::with(value, message, right));
    }
    let right = if is_text || ends_typographic {
        let content = value.trim_end_matches([';', ',']).trim_matches(TYPOGRAPHIC);
        format!("\"{}\"", content.trim_matches('"'))
    } else if value.starts_with(['[', '{']) {
        straightened(value)
    } else {
        return None;
    };
    let message = format!("these are typographic quotes; write straight ones: {key} = {right}");
    (right != value).then(|| Mistake::with(value, message, right))
}

/// A comment of another format after the value.
fn slashes(value: &str) -> Option<Mistake<'_>> {
    let mut outside = outside_quotes(value);
    let (at, _) = outside.find(|(at, _)| {
        value[*at..].starts_with("//") && value[..*at].ends_with(char::is_whitespace)
    })?;
    let comment = &value[at..];
    let right = format!("# {}", comment.trim_matches(['/', ' ']));
    Some(Mistake::with(comment, format!("a comment begins with #: {right}"), right))
}

fn mark_at_end(value: &str) -> Option<Mistake<'_>> {
    let right = value.trim_end_matches([';', ',']);
    let mark = &value[right.len()..];
    // A list or table in braces can go on in the next line.
    let is_list = value.starts_with(['[', '{']) && !right.ends_with([']', '}']);
    (!mark.is_empty() && !is_list && is_in_quotes_or_bare(right))
        .then(|| Mistake::with(mark, format!("remove the `{mark}` at the end of the line"), ""))
}

/// Whether a text that begins with a quote also ends with it.
fn is_in_quotes_or_bare(value: &str) -> bool {
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    quote.is_none_or(|quote| value.len() > 1 && value.ends_with(quote))
}

/// A table in braces or a list with the signs of another format.
fn in_brackets<'a>(key: &str, value: &'a str) -> Option<Mistake<'a>> {
    if !value.starts_with(['{', '[']) {
        return None;
    }
    for (wrong, right, message) in [
        (':', " =", "write = in place of the colon"),
        (';', ",", "write a comma in place of the semicolon"),
    ] {
        let mut places: Vec<_> =
            outside_quotes(value).filter(|(_, c)| *c == wrong).map(|(at, _)| at).collect();
        if wrong == ':' && value.starts_with('[') || places.is_empty() {
            continue;
        }
        let part = value;
        let mut whole = value.to_owned();
        while let Some(at) = places.pop() {
            whole.replace_range(at..=at, right);
        }
        return Some(Mistake::with(part, format!("{message}: {key} = {whole}"), whole));
    }
    without_equals(key, value)
}

/// `{ de "Tor" }`
fn without_equals<'a>(key: &str, value: &'a str) -> Option<Mistake<'a>> {
    let inside = value.strip_prefix('{')?.strip_suffix('}')?.trim();
    let (tag, words) = inside.split_once(char::is_whitespace)?;
    let words = words.trim_start();
    let is_text = words.len() > 1 && words.starts_with('"') && words.ends_with('"');
    let is_alone = is_text && !words[1..words.len() - 1].contains('"');
    (is_alone && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')).then(|| {
        let right = format!("{{ {tag} = {words} }}");
        Mistake::with(value, format!("the = is missing after `{tag}`: {key} = {right}"), right)
    })
}

fn quoted<'a>(key: &str, value: &'a str) -> Option<Mistake<'a>> {
    if value.starts_with('"') && value.contains('\\') {
        return Some(backslash(key, value));
    }
    let quote = if value.starts_with('"') { '"' } else { '\'' };
    let quotes = value.matches(quote).count();
    if quotes == 1 && !value.starts_with("\"\"\"") {
        let right = format!("{value}{quote}");
        let message = format!("the closing quote is missing: {key} = {right}");
        // An editor would put a suggestion in place of the end, so the whole value is marked.
        return Some(Mistake::with(value, message, right));
    }
    if let Some((at, _)) = outside_quotes(value).next().filter(|(_, c)| " ,\t".contains(*c)) {
        let second = value[at..].trim_start_matches([' ', ',', '\t']);
        let message =
            format!("write only one value after the =, and {second} on a line of its own");
        return Some(Mistake { part: second, message, suggestion: None });
    }
    let inside = value.strip_prefix(quote)?.strip_suffix(quote)?;
    let (other, which) = if quote == '"' { ('\'', "single") } else { ('"', "double") };
    let is_several = inside.starts_with(quote) || inside.contains(other);
    (quotes > 2 && !is_several).then(|| {
        let right = format!("{other}{inside}{other}");
        let message = format!(
            "this text has quotes inside of quotes; write {which} ones around it: {key} = {right}"
        );
        Mistake::with(value, message, right)
    })
}

fn backslash<'a>(key: &str, value: &'a str) -> Mistake<'a> {
    let path = value.trim_matches('"');
    if let Some(name) = file_of_path(path) {
        let right = format!("\"{name}\"");
        let message = format!(
            "copy this file into the folder of the theme, and write its name alone: {key} = {right}"
        );
        return Mistake::with(value, message, right);
    }
    let right = value.replace("\\\\", "/").replace('\\', "/");
    let message =
        format!("a backslash has a meaning of its own here; write / in a path: {key} = {right}");
    Mistake::with(value, message, right)
}

/// A value without quotes.
fn bare<'a>(key: &str, value: &'a str) -> Option<Mistake<'a>> {
    if let Some(rest) = value.strip_prefix(['=', '>']) {
        let rest = rest.trim_start();
        let mark = &value[..value.len() - rest.len()];
        return Some(Mistake::with(mark, format!("write one = alone: {key} = {rest}"), ""));
    }
    if let Some(right) = yes_or_no(value).filter(|right| *right != value) {
        let message =
            format!("write {right} in place of {value}, in small letters and without quotes");
        return Some(Mistake::with(value, message, right));
    }
    if let Some(right) = rgb_of(value).filter(|_| value.contains(',') || value.starts_with("rgb")) {
        let right = format!("\"{right}\"");
        let message = format!("put the colour into straight quotes: {key} = {right}");
        return Some(Mistake::with(value, message, right));
    }
    // A number that is wrong for a number, such as that of a telephone.
    let is_number = value.starts_with(|c: char| c.is_ascii_digit() || "+(".contains(c))
        && value.contains(|c: char| " +-()/:".contains(c) || c.is_alphabetic());
    let is_word = value.starts_with(|c: char| c.is_alphabetic() || "#/.@<".contains(c));
    let right = format!("\"{}\"", value.trim_end_matches(['"', '\'']));
    (is_word && !["true", "false"].contains(&value) || is_number).then(|| {
        Mistake::with(value, format!("put the text into straight quotes: {key} = {right}"), right)
    })
}
