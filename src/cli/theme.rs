//! `doorstep theme`: what a brand team does with its `theme.toml`.

use std::{
    io::{self, IsTerminal as _, Write as _},
    path::{Path, PathBuf},
};

use anyhow::bail;
use clap::{Subcommand, ValueEnum};

use super::print;
use crate::{
    language,
    pages::{Reader, samples},
    theme::{self, Flaw, Severity, Theme},
    web,
};

/// From which size on a page with doors is no longer quick on one bar of signal, in bytes.
const LARGE_PAGE: usize = 10_000;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Tell everything that is wrong in a theme, with its line and what would be right.
    Check {
        /// The theme file.
        #[arg(default_value = "theme.toml")]
        file: PathBuf,
        /// Take warnings, such as colours that are hard to read, for errors.
        #[arg(long)]
        strict: bool,
        /// For people, or for editors and CI.
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// Print the JSON Schema of theme.toml, for completion in editors.
    ///
    /// Save it beside your theme, doorstep theme schema > theme.schema.json, and begin the theme
    /// with the line #:schema theme.schema.json
    Schema,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Each with its line, underlined, on stderr.
    Text,
    /// A list of objects on stdout: severity, file, line, column, width, message, suggestion.
    Json,
}

pub(super) fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Check { file, strict, format } => check(&file, strict, format),
        Command::Schema => print(theme::schema().trim_end()),
    }
}

fn check(file: &Path, strict: bool, format: Format) -> anyhow::Result<()> {
    let (flaws, summary) = match Theme::load(file) {
        Ok(theme) => {
            let (pages, size) = render_all(&theme);
            let summary = format!(
                "{} can be used: {pages} pages in {} languages were made with it, the one with \
                 doors of {:.1} kB",
                file.display(),
                language::ALL.len(),
                kilobytes(size)
            );
            let mut flaws = theme.warnings;
            flaws.extend(too_large(file, size));
            (flaws, summary)
        }
        Err(theme::Error(flaws)) => (flaws, String::new()),
    };
    match format {
        Format::Text => tell(&flaws)?,
        Format::Json => print(&serde_json::to_string_pretty(&flaws)?)?,
    }
    let count = |severity| flaws.iter().filter(|flaw| flaw.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    if errors > 0 || strict && warnings > 0 {
        bail!("{} has {}", file.display(), counted(errors, warnings));
    }
    if format == Format::Text {
        print(&summary)?;
    }
    Ok(())
}

/// Makes every page in every language, as the server would; how many these are, and how many
/// bytes the one with doors is on its way to a phone.
fn render_all(theme: &Theme) -> (usize, usize) {
    let mut pages = 0;
    for language in language::ALL {
        pages += samples::all(Reader { theme, texts: theme.texts(language) }).len();
    }
    let reader = Reader { theme, texts: theme.texts(theme.language) };
    (pages, web::travelling_size(samples::all(reader).swap_remove(0).page))
}

fn too_large(file: &Path, size: usize) -> Option<Flaw> {
    let message = format!(
        "the page with doors has {:.1} kB; up to {} kB it is quick on one bar of signal: a smaller \
         logo, or less css, would help",
        kilobytes(size),
        LARGE_PAGE / 1000
    );
    (size > LARGE_PAGE).then(|| Flaw::of_file(Severity::Warning, file, message))
}

#[expect(clippy::cast_precision_loss, reason = "it is shown with one decimal")]
fn kilobytes(bytes: usize) -> f64 {
    bytes as f64 / 1000.0
}

/// Tells every flaw on stderr.
fn tell(flaws: &[Flaw]) -> anyhow::Result<()> {
    let mut stderr = io::stderr().lock();
    let colored = stderr.is_terminal();
    for flaw in flaws {
        writeln!(stderr, "{}\n", flaw.report(colored))?;
    }
    Ok(())
}

fn counted(errors: usize, warnings: usize) -> String {
    let number = |count, word: &str| match count {
        0 => None,
        1 => Some(format!("1 {word}")),
        _ => Some(format!("{count} {word}s")),
    };
    let both = [number(errors, "error"), number(warnings, "warning")];
    both.into_iter().flatten().collect::<Vec<_>>().join(" and ")
}
