//! The errors of a file that is not TOML: what the parser found, explained, and each mistake once.

use std::{ops::Range, sync::Arc};

use super::{
    diagnostic::{Diagnostic, Severity, Source},
    outline::{Outline, Twice},
    syntax::{Explained, explain, in_plain_words},
};

/// One diagnostic for each line with a mistake, at most `most`: the parser's later errors in a line
/// follow from its first. A list that is not closed and a table that is written twice make the
/// lines up to the next table wrong, too.
pub(super) fn of_syntax(
    source: &Arc<Source>,
    errors: &[toml::de::Error],
    most: usize,
) -> Vec<Diagnostic> {
    let text = &source.text;
    if text.trim_start().starts_with('{') {
        let message = "this file has another format than a theme; write keys like this, each on a \
                       line of its own: name = \"…\"";
        return vec![Diagnostic::new(Severity::Error, source, 0..1, message)];
    }
    let outline = Outline::of(text);
    let mut found: Vec<Diagnostic> = Vec::new();
    let mut explained: Vec<Range<usize>> = Vec::new();
    // The parser finds quotes that are not closed before all else.
    let mut errors: Vec<_> = errors.iter().collect();
    errors.sort_by_key(|error| error.span().unwrap_or_default().start);
    for error in errors {
        let span = error.span().unwrap_or_default();
        let at = text.floor_char_boundary(span.start.min(text.len()));
        if explained.iter().any(|lines| lines.contains(&at)) {
            continue;
        }
        let Mistake { error, also_wrong } = mistake(source, &outline, error, at);
        found.push(error);
        let line = line_at(text, at);
        let end = also_wrong.unwrap_or(line.end);
        // The end of the file belongs to its last line.
        explained.push(line.start..if end == text.len() { end + 1 } else { end });
        if found.len() == most {
            break;
        }
    }
    found
}

struct Mistake {
    error: Diagnostic,
    /// Up to where other errors follow from it, if it is not the end of the line.
    also_wrong: Option<usize>,
}

fn mistake(
    source: &Arc<Source>,
    outline: &Outline<'_>,
    error: &toml::de::Error,
    at: usize,
) -> Mistake {
    let text = &source.text;
    let diagnostic = |at, message| Diagnostic::new(Severity::Error, source, at, message);
    let span = error.span().unwrap_or_default();
    let is_twice = error.message() == "duplicate key";
    if let Some(twice) = outline.twice(at).filter(|_| is_twice) {
        let also_wrong = twice.is_table.then(|| outline.end_of_table(at));
        return Mistake { error: diagnostic(span, said_twice(&twice)), also_wrong };
    }
    if let Some((begin, message)) = unclosed(outline, text, at, error.message()) {
        let also_wrong = Some(outline.end_of_table(at));
        return Mistake { error: diagnostic(begin, message), also_wrong };
    }
    if let Some((begin, message)) = over_two_lines(text, at) {
        let also_wrong = Some(line_at(text, line_at(text, at).end).end);
        return Mistake { error: diagnostic(begin, message), also_wrong };
    }
    if let Some((begin, message, end)) = as_css(text, at) {
        return Mistake { error: diagnostic(begin, message), also_wrong: Some(end) };
    }
    let error = match explain(text, at) {
        Some(Explained { at, message, suggestion }) => {
            diagnostic(at, message).suggesting(suggestion)
        }
        None => diagnostic(span, in_plain_words(error.message()).to_owned()),
    };
    Mistake { error, also_wrong: None }
}

fn said_twice(Twice { is_table, name, first }: &Twice<'_>) -> String {
    if *is_table {
        format!(
            "[{name}] is already in line {first}; put the keys of both below line {first}, and \
             remove this one"
        )
    } else {
        format!("`{name}` is already in line {first}; remove one of the two")
    }
}

/// A bracket, a brace or quotes that begin in an earlier line than the one where the parser missed
/// their end.
fn unclosed(
    outline: &Outline<'_>,
    text: &str,
    at: usize,
    error: &str,
) -> Option<(Range<usize>, String)> {
    if error.starts_with("invalid multi-line") && text[at..].trim().is_empty() {
        let key = outline.key_before(at)?;
        let message = "the three quotes at the end of this text are missing".to_owned();
        return Some((key, message));
    }
    if !error.starts_with("missing comma") && !error.starts_with("unclosed") {
        return None;
    }
    let open = outline.open_bracket(at)?;
    let first_line = text[open + 1..at].split_once('\n')?.0;
    let is_next = text[line_at(text, at)].trim_start().starts_with(['"', '\'', '{']);
    let goes_on = text[open..].starts_with('{') && first_line.trim().is_empty();
    if error.starts_with("missing comma") && (is_next || goes_on) {
        return None;
    }
    let close = if text[open..].starts_with('[') { ']' } else { '}' };
    Some((open..open + 1, format!("the {close} that closes this is missing")))
}

/// A text whose quotes begin in the line of this byte and end in the next line.
fn over_two_lines(text: &str, at: usize) -> Option<(Range<usize>, String)> {
    let line = line_at(text, at);
    let (key, value) = text[line.clone()].split_once('=')?;
    let first = value.trim();
    let quote = first.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let last = text[line_at(text, line.end)].trim();
    let is_one = |part: &str| part.matches(quote).count() == 1;
    if !is_one(first) || !is_one(last) || !last.ends_with(quote) || last.contains('=') {
        return None;
    }
    let begin = line.start + key.len() + 1 + (value.len() - value.trim_start().len());
    let message = format!("write this text on one line: {} = {first} {last}", key.trim());
    Some((begin..begin + first.len(), message))
}

/// A rule of CSS that begins in the line of this byte, in place of a table, and where it ends.
fn as_css(text: &str, at: usize) -> Option<(Range<usize>, String, usize)> {
    let line = line_at(text, at);
    let head = text[line.clone()].trim();
    let name = head.strip_suffix('{')?.trim();
    if name.is_empty() || name.contains(['=', '"', '[', '{']) {
        return None;
    }
    let inside = &text[line.end..];
    let inside = &inside[..inside.find('}')?];
    let (key, value) = inside.lines().find_map(|line| line.split_once(':'))?;
    let (key, value) = (key.trim().trim_matches('-'), value.trim().trim_end_matches([';', ',']));
    let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
    let table = Some(name).filter(|name| is_name && !name.starts_with('.')).unwrap_or("colors");
    let message = format!(
        "this is written as in CSS; write [{table}] in place of `{head}`, each key below it like \
         {key} = \"{}\", and remove the }}",
        value.trim_matches(['"', '\''])
    );
    let begin = line.start + text[line.clone()].find(head)?;
    let end = line_at(text, line.end + inside.len()).end;
    Some((begin..begin + head.len(), message, end))
}

/// The line that contains this byte, with its end.
fn line_at(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    start..text[at..].find('\n').map_or(text.len(), |newline| at + newline + 1)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use toml::de::DeTable;

    use super::*;

    fn said(text: &str) -> Vec<String> {
        let source = Arc::new(Source { file: "a".into(), text: text.to_owned() });
        let (_, errors) = DeTable::parse_recoverable(text);
        of_syntax(&source, &errors, 50).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_is_not_closed_is_one_error_where_it_begins() {
        let list = "[font]\nfamily = \"X\"\nfiles = [\"a\"\n\n[buttons]\nshape = \"pill\"\n";
        assert_eq!(said(list), ["a:3:9: the ] that closes this is missing"]);
        let braces = "[d]\nname = { de = \"A\"\nicon = \"door\"\n\n[e]\nname = \"B\"\n";
        assert_eq!(said(braces), ["a:2:8: the } that closes this is missing"]);
        let text = "[text]\na = \"\"\"Hello\n\n[colors]\naccent = \"red\"\n";
        assert_eq!(said(text), ["a:2:1: the three quotes at the end of this text are missing"]);
        let words = "name = \"Grand\nHotel\"\nlanguage = \"de\"\n";
        assert_eq!(said(words), ["a:1:8: write this text on one line: name = \"Grand Hotel\""]);
        let css = "colors {\n  accent: #c8102e;\n}\nname = \"A\"\n";
        assert_eq!(said(css).len(), 1);
        assert_eq!(said("a = [\"b\" \"c\"]\n"), ["a:1:10: a comma is missing here"]);
    }

    #[test]
    fn what_is_written_twice_names_the_first_line() {
        assert_eq!(
            said("a = 1\nb = 1\n\"a\" = 2\n"),
            ["a:3:1: `\"a\"` is already in line 1; remove one of the two"]
        );
        assert_eq!(
            said("[a]\nb = 1\n[c]\n[a]\nb = 2\nd = “e”\n[c.d]\nx = y\n"),
            [
                "a:4:2: [a] is already in line 1; put the keys of both below line 1, and remove \
                 this one",
                "a:8:5: put the text into straight quotes: x = \"y\"",
            ]
        );
    }

    #[test]
    fn another_format_is_one_error() {
        assert_eq!(said("{\n  \"name\": \"A\",\n  \"logo\": \"b\"\n}\n").len(), 1);
    }

    /// Explaining the errors of a file takes time in proportion to its length.
    #[test]
    fn a_file_full_of_errors_is_read_quickly() {
        for junk in
            ["= ", "“", "[", "{ a: ", "x\n", "a = [\n", "\"", "a = \"b\n", "\\ ", "]", "[a]\n"]
        {
            let started = Instant::now();
            assert!(said(&junk.repeat(256 * 1024 / junk.len())).len() <= 50);
            // A quadratic step takes a minute.
            assert!(started.elapsed() < Duration::from_secs(20), "{junk}");
        }
    }
}
