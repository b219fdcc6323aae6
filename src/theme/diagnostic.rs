//! Diagnostics: messages about a theme file for the people who wrote it.

use std::{
    fmt,
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
};

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, SourceCode};
use serde::{Serialize, Serializer, ser::SerializeStruct as _};

/// A report of a file with a line longer than this, in bytes, has no excerpt of the file.
const LONGEST_LINE: usize = 400;
/// The width of a report, in characters.
const WIDTH: usize = 100;

/// How serious a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The theme cannot be used.
    Error,
    /// The theme can be used, but some visitors will have trouble with it.
    Warning,
    /// Nothing is wrong. It explains what visitors see.
    Note,
}

/// The text of a theme file.
#[derive(Debug)]
pub(super) struct Source {
    /// The path of the file, as the caller gave it.
    pub(super) file: PathBuf,
    /// The text; empty if the file could not be read.
    pub(super) text: String,
}

/// One error, warning or note: its place in the file, what was found, and what would be right.
///
/// `Display` is `file:line:column: message`, on one line.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// Whether it keeps the theme from being used.
    pub severity: Severity,
    /// What was found and what would be right.
    pub message: String,
    /// What to write at this place instead, if one replacement is likely.
    pub suggestion: Option<String>,
    source: Arc<Source>,
    at: Range<usize>,
}

impl Diagnostic {
    /// A diagnostic at these bytes of `source`. It covers one line at most.
    pub(super) fn new(
        severity: Severity,
        source: &Arc<Source>,
        at: Range<usize>,
        message: impl Into<String>,
    ) -> Self {
        let text = &source.text;
        let start = text.floor_char_boundary(at.start);
        let line_end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
        let end = text.floor_char_boundary(at.end).clamp(start, line_end);
        Self {
            severity,
            message: message.into(),
            suggestion: None,
            source: Arc::clone(source),
            at: start..end,
        }
    }

    /// A diagnostic of a file as a whole, at its first line.
    #[must_use]
    pub fn of_file(severity: Severity, file: &Path, message: impl Into<String>) -> Self {
        let source = Source { file: file.to_owned(), text: String::new() };
        Self::new(severity, &Arc::new(source), 0..0, message)
    }

    /// The same diagnostic with this suggestion.
    pub(super) fn suggesting(self, suggestion: Option<impl Into<String>>) -> Self {
        Self { suggestion: suggestion.map(Into::into), ..self }
    }

    /// The line, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.source.text[..self.at.start].matches('\n').count() + 1
    }

    /// The character in the line, from 1.
    #[must_use]
    pub fn column(&self) -> usize {
        let before = &self.source.text[..self.at.start];
        let line = before.rfind('\n').map_or(before, |newline| &before[newline + 1..]);
        line.chars().count() + 1
    }

    /// The file that it is about, as the caller gave it.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.source.file
    }

    /// Its line of the file in three parts: before its place, the place, and after it. `None` if
    /// the file could not be read, or the line is too long to show.
    #[must_use]
    pub fn excerpt(&self) -> Option<[&str; 3]> {
        let text = &self.source.text;
        let (before, rest) = (&text[..self.at.start], &text[self.at.end..]);
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let after = rest.lines().next().unwrap_or_default();
        let parts = [&before[start..], &text[self.at.clone()], after];
        let length: usize = parts.iter().map(|part| part.len()).sum();
        (1..=LONGEST_LINE).contains(&length).then_some(parts)
    }

    /// The byte of the file where it begins.
    pub(super) fn start(&self) -> usize {
        self.at.start
    }

    /// How many characters it covers, at least 1.
    fn width(&self) -> usize {
        self.source.text[self.at.clone()].chars().count().max(1)
    }

    /// The message and an excerpt of the file with the place underlined, for a terminal.
    #[must_use]
    pub fn report(&self, colored: bool) -> String {
        let theme =
            if colored { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let mut text = String::new();
        let handler = GraphicalReportHandler::new_themed(theme).with_width(WIDTH);
        // Writing to a String cannot fail.
        let handler = handler.with_links(false).with_wrap_lines(false);
        let _ = handler.render_report(&mut text, &Report::of(self));
        text.trim_end().to_owned()
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (file, line, column) = (self.source.file.display(), self.line(), self.column());
        write!(f, "{file}:{line}:{column}: {}", self.message)
    }
}

/// For editors and CI: `severity`, `file`, `line`, `column`, `width`, `message`, `suggestion`.
impl Serialize for Diagnostic {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Diagnostic", 7)?;
        object.serialize_field("severity", &self.severity)?;
        object.serialize_field("file", &self.source.file.display().to_string())?;
        object.serialize_field("line", &self.line())?;
        object.serialize_field("column", &self.column())?;
        object.serialize_field("width", &self.width())?;
        object.serialize_field("message", &self.message)?;
        object.serialize_field("suggestion", &self.suggestion)?;
        object.end()
    }
}

/// A diagnostic in the form that `miette` draws.
#[derive(Debug)]
struct Report {
    message: String,
    severity: miette::Severity,
    source: Option<NamedSource<String>>,
    at: Range<usize>,
}

impl Report {
    fn of(diagnostic: &Diagnostic) -> Self {
        let Source { file, text } = diagnostic.source.as_ref();
        let longest = text.lines().map(str::len).max().unwrap_or(0);
        let shown = longest > 0 && longest <= LONGEST_LINE;
        Self {
            // Without an excerpt, the message has to name the place.
            message: if shown { diagnostic.message.clone() } else { diagnostic.to_string() },
            severity: match diagnostic.severity {
                Severity::Error => miette::Severity::Error,
                Severity::Warning => miette::Severity::Warning,
                Severity::Note => miette::Severity::Advice,
            },
            source: shown.then(|| NamedSource::new(file.display().to_string(), text.clone())),
            at: diagnostic.at.clone(),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Report {}

impl miette::Diagnostic for Report {
    fn severity(&self) -> Option<miette::Severity> {
        Some(self.severity)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let place = LabeledSpan::new_primary_with_span(None, self.at.clone());
        Some(Box::new(std::iter::once(place)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diagnostic(text: &str, at: Range<usize>) -> Diagnostic {
        let source = Source { file: "theme.toml".into(), text: text.to_owned() };
        Diagnostic::new(Severity::Error, &Arc::new(source), at, "`7` is not a file name")
    }

    #[test]
    fn a_diagnostic_shows_its_place() {
        let text = "name = \"Ü\"\nlogo = 7 # ü\n";
        let start = text.find('7').unwrap();
        let diagnostic = diagnostic(text, start..start + 1);
        assert_eq!(diagnostic.to_string(), "theme.toml:2:8: `7` is not a file name");
        insta::assert_snapshot!(diagnostic.report(false), @r#"
         × `7` is not a file name
          ╭─[theme.toml:2:8]
        1 │ name = "Ü"
        2 │ logo = 7 # ü
          ·        ─
          ╰────
        "#);
    }

    #[test]
    fn an_excerpt_is_the_line_with_its_place() {
        let text = "a = 1\nlogo = 7 # ü\r\nb = 2";
        let start = text.find('7').unwrap();
        let excerpt = |at| diagnostic(text, at).excerpt().map(|parts| parts.map(str::to_owned));
        assert_eq!(excerpt(start..start + 1).unwrap(), ["logo = ", "7", " # ü"]);
        assert_eq!(excerpt(5..5).unwrap(), ["a = 1", "", ""]);
        assert_eq!(diagnostic("", 0..0).excerpt(), None);
    }

    #[test]
    fn a_place_outside_the_file_does_not_panic() {
        for text in ["ü\nä", "", "\n", "\r\n"] {
            for at in [0..0, 0..99, 3..4, 2..3, 99..100] {
                let diagnostic = diagnostic(text, at.clone());
                assert!(diagnostic.to_string().contains("not a file name"), "{at:?}");
                assert!(diagnostic.report(true).contains("not a file name"), "{at:?}");
                let _ = diagnostic.excerpt();
            }
        }
    }

    #[test]
    fn a_file_with_a_very_long_line_is_not_printed() {
        let text = format!("name = 7{}", " ".repeat(100_000));
        let report = diagnostic(&text, 7..8).report(false);
        assert!(report.len() < 200 && report.contains("theme.toml:1:8"), "{report}");
    }
}
