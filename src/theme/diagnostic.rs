//! What is wrong in a theme file, said to the people who wrote it.

use std::{
    fmt,
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
};

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, SourceCode};
use serde::{Serialize, Serializer, ser::SerializeStruct as _};

/// The longest line that is shown; of a longer one, the place is told and the line left out.
const LONGEST_LINE: usize = 400;
/// How wide a report is, in characters.
const WIDTH: usize = 100;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The theme cannot be used.
    Error,
    /// It can, and some visitors will have trouble with it.
    Warning,
}

/// A theme file as it was read.
#[derive(Debug)]
pub(super) struct Source {
    /// Its path, as it was given.
    pub(super) file: PathBuf,
    /// Its text; empty where it could not be read.
    pub(super) text: String,
}

/// One thing that is wrong: where it stands, what was found, what would be right.
///
/// `Display` is `file:line:column: message`, on one line.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// What was found and what would be right.
    pub message: String,
    /// What could stand there instead, where that is known.
    pub suggestion: Option<String>,
    source: Arc<Source>,
    at: Range<usize>,
}

impl Diagnostic {
    /// A diagnostic at these bytes of `source`.
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

    /// A diagnostic of a file as a whole.
    #[must_use]
    pub fn of_file(severity: Severity, file: &Path, message: impl Into<String>) -> Self {
        let source = Source { file: file.to_owned(), text: String::new() };
        Self::new(severity, &Arc::new(source), 0..0, message)
    }

    /// With what could stand there instead.
    pub(super) fn suggesting(self, suggestion: Option<impl Into<String>>) -> Self {
        Self { suggestion: suggestion.map(Into::into), ..self }
    }

    /// Its line, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.source.text[..self.at.start].matches('\n').count() + 1
    }

    /// The character in its line, from 1.
    #[must_use]
    pub fn column(&self) -> usize {
        let before = &self.source.text[..self.at.start];
        let line = before.rfind('\n').map_or(before, |newline| &before[newline + 1..]);
        line.chars().count() + 1
    }

    /// How many characters are meant.
    fn width(&self) -> usize {
        self.source.text[self.at.clone()].chars().count().max(1)
    }

    /// The diagnostic for people: the message, and the line with the place underlined.
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

/// A diagnostic as `miette` draws it.
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
            // Without the line, its place has to be in the words.
            message: if shown { diagnostic.message.clone() } else { diagnostic.to_string() },
            severity: match diagnostic.severity {
                Severity::Error => miette::Severity::Error,
                Severity::Warning => miette::Severity::Warning,
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
        Diagnostic::new(Severity::Error, &Arc::new(source), at, "`7` is no file")
    }

    #[test]
    fn a_diagnostic_shows_its_place() {
        let text = "name = \"Ü\"\nlogo = 7 # ü\n";
        let start = text.find('7').unwrap();
        let diagnostic = diagnostic(text, start..start + 1);
        assert_eq!(diagnostic.to_string(), "theme.toml:2:8: `7` is no file");
        insta::assert_snapshot!(diagnostic.report(false), @r#"
         × `7` is no file
          ╭─[theme.toml:2:8]
        1 │ name = "Ü"
        2 │ logo = 7 # ü
          ·        ─
          ╰────
        "#);
    }

    #[test]
    fn a_place_outside_the_file_is_no_panic() {
        for text in ["ü\nä", "", "\n", "\r\n"] {
            for at in [0..0, 0..99, 3..4, 2..3, 99..100] {
                let diagnostic = diagnostic(text, at.clone());
                assert!(diagnostic.to_string().contains("no file"), "{at:?}");
                assert!(diagnostic.report(true).contains("no file"), "{at:?}");
            }
        }
    }

    #[test]
    fn a_file_in_one_endless_line_is_not_printed() {
        let text = format!("name = 7{}", " ".repeat(100_000));
        let report = diagnostic(&text, 7..8).report(false);
        assert!(report.len() < 200 && report.contains("theme.toml:1:8"), "{report}");
    }
}
