//! `doorstep theme`: what a brand team does with its `theme.toml`.

use std::{
    io::{self, IsTerminal as _, Write as _},
    net::SocketAddr,
    path::{Path, PathBuf},
};

use anyhow::bail;
use clap::{Subcommand, ValueEnum};

use super::{block_on, demo, print, serve};
use crate::{
    language,
    pages::{self, Reader, samples},
    preview::{self, Doors, ExportError},
    theme::{self, Diagnostic, Severity, Theme},
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
    /// Show every page of a theme on a local page that follows the file as it is saved.
    ///
    /// It needs neither Kisi nor a network. Errors appear over the pages in the words of
    /// doorstep theme check, and the last pages that were right stay.
    Preview {
        /// The theme file.
        #[arg(default_value = "theme.toml")]
        file: PathBuf,
        /// Address and port; 0.0.0.0:8090 lets a phone in the same network look, too.
        #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8090")]
        listen: SocketAddr,
        /// Write it to this folder instead, for a review: open its index.html.
        #[arg(long, value_name = "DIR", conflicts_with = "listen")]
        out: Option<PathBuf>,
        /// Show the doors of a link, saved with
        /// curl -H 'Accept: application/json' LINK > doors.json
        #[arg(long, value_name = "FILE")]
        doors: Option<PathBuf>,
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
        Command::Preview { file, listen, out, doors } => {
            let doors = doors.map(|file| preview::Doors::load(&file)).transpose()?;
            match out {
                Some(folder) => write_preview(&file, doors, &folder),
                None => preview(&file, doors, listen),
            }
        }
        Command::Schema => print(theme::schema().trim_end()),
    }
}

fn preview(file: &Path, doors: Option<Doors>, listen: SocketAddr) -> anyhow::Result<()> {
    block_on(async {
        let ending = serve::end()?;
        let server = preview::Server::bind(file, doors, listen)?;
        print(&format!("{}/", demo::base_url(server.address())))?;
        Ok(server.run(ending).await?)
    })
}

fn write_preview(file: &Path, doors: Option<Doors>, folder: &Path) -> anyhow::Result<()> {
    match preview::export(file, doors, folder) {
        Ok(files) => print(&format!("{}: {files} files; open index.html", folder.display())),
        Err(ExportError::Theme(theme::Error(diagnostics))) => {
            tell(&diagnostics)?;
            let [errors, warnings] = count(&diagnostics);
            bail!("{} has {}; nothing was written", file.display(), counted(errors, warnings))
        }
        Err(other) => Err(other.into()),
    }
}

fn check(file: &Path, strict: bool, format: Format) -> anyhow::Result<()> {
    let (diagnostics, summary) = match Theme::load(file) {
        Ok(theme) => {
            let (pages, size) = render_all(&theme);
            let summary = format!(
                "{} can be used: {pages} pages in {} languages were made with it, the one with \
                 doors of {:.1} kB",
                file.display(),
                language::ALL.len(),
                kilobytes(size)
            );
            let mut diagnostics = theme.warnings;
            diagnostics.extend(too_large(file, size));
            (diagnostics, summary)
        }
        Err(theme::Error(diagnostics)) => (diagnostics, String::new()),
    };
    match format {
        Format::Text => tell(&diagnostics)?,
        Format::Json => print(&serde_json::to_string_pretty(&diagnostics)?)?,
    }
    let [errors, warnings] = count(&diagnostics);
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
    let mut count = 0;
    for language in language::ALL {
        count += samples::all(Reader { theme, texts: theme.texts(language) }).len();
    }
    let reader = Reader { theme, texts: theme.texts(theme.language) };
    // As many doors for every brand: more of them are none of the theme's doing.
    let doors = pages::door_list(reader, &samples::doors(), None, None);
    (count, web::travelling_size(doors))
}

fn too_large(file: &Path, size: usize) -> Option<Diagnostic> {
    let message = format!(
        "the page with doors has {:.1} kB; up to {} kB it is quick on one bar of signal: a smaller \
         logo, or less css, would help",
        kilobytes(size),
        LARGE_PAGE / 1000
    );
    (size > LARGE_PAGE).then(|| Diagnostic::of_file(Severity::Warning, file, message))
}

#[expect(clippy::cast_precision_loss, reason = "it is shown with one decimal")]
fn kilobytes(bytes: usize) -> f64 {
    bytes as f64 / 1000.0
}

/// Tells every diagnostic on stderr.
fn tell(diagnostics: &[Diagnostic]) -> anyhow::Result<()> {
    let mut stderr = io::stderr().lock();
    let colored = stderr.is_terminal();
    for diagnostic in diagnostics {
        writeln!(stderr, "{}\n", diagnostic.report(colored))?;
    }
    Ok(())
}

/// How many errors there are, and how many warnings.
fn count(diagnostics: &[Diagnostic]) -> [usize; 2] {
    let errors =
        diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
    [errors, diagnostics.len() - errors]
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
