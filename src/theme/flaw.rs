//! What is wrong in a theme file, said to the people who wrote it.

use std::{fmt, ops::Range, path::PathBuf};

/// One thing that is wrong: where it stands, what was found, what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// The theme file.
    pub file: PathBuf,
    /// Its line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
    /// The line as it stands.
    pub excerpt: String,
    /// How many characters of the line are meant.
    pub width: usize,
    /// What was found and what would be right.
    pub message: String,
}

impl Flaw {
    /// A flaw in `source`, at these bytes of it.
    pub(super) fn new(
        file: PathBuf,
        source: &str,
        at: Range<usize>,
        message: impl Into<String>,
    ) -> Self {
        let start = source.floor_char_boundary(at.start);
        let line_start = source[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let excerpt = source[line_start..].lines().next().unwrap_or_default();
        let line_end = line_start + excerpt.len();
        let end = source.floor_char_boundary(at.end).clamp(start, line_end.max(start));
        Self {
            file,
            line: source[..line_start].matches('\n').count() + 1,
            column: source[line_start..start].chars().count() + 1,
            excerpt: excerpt.to_owned(),
            width: source[start..end].chars().count().max(1),
            message: message.into(),
        }
    }
}

/// `file:line:column: message`, and below it the line with the place underlined.
impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, column, excerpt, width, message } = self;
        let number = line.to_string();
        let (margin, indent) = (" ".repeat(number.len()), " ".repeat(column - 1));
        writeln!(f, "{}:{line}:{column}: {message}", file.display())?;
        writeln!(f, " {number} | {}", excerpt.replace('\t', " "))?;
        write!(f, " {margin} | {indent}{}", "^".repeat(*width))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flaw_shows_its_place() {
        let source = "name = \"Ü\"\nlogo = 7 # ü\n";
        let start = source.find('7').unwrap();
        let flaw = Flaw::new("theme.toml".into(), source, start..start + 1, "not a file");
        insta::assert_snapshot!(flaw, @r"
        theme.toml:2:8: not a file
         2 | logo = 7 # ü
           |        ^
        ");
    }

    #[test]
    fn a_place_outside_the_file_is_no_panic() {
        for at in [0..0, 0..99, 3..4, 99..100] {
            let flaw = Flaw::new("t".into(), "ü\nä", at.clone(), "odd");
            assert!(flaw.to_string().contains("odd"), "{at:?}");
        }
    }
}
