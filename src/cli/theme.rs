//! `doorstep theme`: check, preview and complete a `theme.toml`.

use std::{
    io::{self, IsTerminal as _, Write as _},
    net::SocketAddr,
    path::{Path, PathBuf},
};

use anyhow::bail;
use clap::{Subcommand, ValueEnum};

use super::{demo, output::print, runtime::block_on, serve};
use crate::{
    encoding::compressed_size,
    language,
    mail::LARGEST_HTML,
    pages::{self, Reader, samples},
    preview::{self, Doors, ExportError},
    theme::{self, Diagnostic, Severity, Theme},
};

/// A larger page with doors loads slowly on a weak signal, in bytes.
const LARGE_PAGE: usize = 10_000;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Check a theme: every error and warning, with its line and what would be right.
    Check {
        /// The theme file.
        #[arg(default_value = "theme.toml")]
        file: PathBuf,
        /// Treat warnings, such as colours that are hard to read, as errors.
        #[arg(long)]
        strict: bool,
        /// For people, or for editors and CI.
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// Show every page of a theme on a local page that updates when the file is saved.
    ///
    /// It needs neither Kisi nor a network. Errors appear above the pages in the words of
    /// doorstep theme check, and the last valid pages stay. Changes can be tried without saving.
    Preview {
        /// The theme file.
        #[arg(default_value = "theme.toml")]
        file: PathBuf,
        /// Address and port; with 0.0.0.0:8090 a phone in the same network can open it, too.
        #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8090")]
        listen: SocketAddr,
        /// Write the preview to this folder instead, for a review: open its index.html.
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
        print(&format!("{}/", demo::base_url("http", server.address())))?;
        Ok(server.run(ending).await?)
    })
}

fn write_preview(file: &Path, doors: Option<Doors>, folder: &Path) -> anyhow::Result<()> {
    match preview::export(file, doors, folder) {
        Ok(files) => print(&format!("{}: {files} files; open index.html", folder.display())),
        Err(ExportError::Theme(theme::Error(diagnostics))) => {
            print_reports(&diagnostics)?;
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
            let mail = preview::largest_mail(&theme).map_err(anyhow::Error::msg)?;
            let mut summary = vec![format!(
                "{} is valid: {pages} pages and the invitation in {} languages were rendered; the \
                 page with doors has {:.1} kB, the invitation at most {:.1} kB",
                file.display(),
                language::ALL.len(),
                kilobytes(size),
                kilobytes(mail)
            )];
            summary.extend(theme.mail_head().1.map(|reason| {
                format!(
                    "The logo cannot be shown in mails, because {reason}: they show the icon and the \
                     name. Drawing programs can turn text into paths."
                )
            }));
            let mut diagnostics = theme.warnings;
            diagnostics.extend(theme.notes);
            diagnostics.extend(too_large(file, size));
            diagnostics.extend(too_large_mail(file, mail));
            (diagnostics, summary.join("\n"))
        }
        Err(theme::Error(diagnostics)) => (diagnostics, String::new()),
    };
    match format {
        Format::Text => print_reports(&diagnostics)?,
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

/// Renders every page in every language, as the server would. Returns the number of pages and the
/// compressed size of the page with doors, in bytes.
fn render_all(theme: &Theme) -> (usize, usize) {
    let mut count = 0;
    for language in language::ALL {
        count += samples::all(Reader { theme, texts: theme.texts(language) }).len();
    }
    let reader = Reader { theme, texts: theme.texts(theme.language) };
    // The same number of doors for every brand, because it does not depend on the theme.
    let doors = pages::door_list(reader, &samples::doors(), None, None);
    (count, compressed_size(doors.into_string()))
}

fn too_large(file: &Path, size: usize) -> Option<Diagnostic> {
    let message = format!(
        "the page with doors has {:.1} kB; up to {} kB it loads quickly on a weak signal. Use a \
         smaller logo or less css",
        kilobytes(size),
        LARGE_PAGE / 1000
    );
    (size > LARGE_PAGE).then(|| Diagnostic::of_file(Severity::Warning, file, message))
}

fn too_large_mail(file: &Path, size: usize) -> Option<Diagnostic> {
    let message = format!(
        "the HTML of the invitation has {:.1} kB; Gmail cuts it after 102 kB. Use shorter texts",
        kilobytes(size)
    );
    (size > LARGEST_HTML).then(|| Diagnostic::of_file(Severity::Warning, file, message))
}

#[expect(clippy::cast_precision_loss, reason = "it is shown with one decimal")]
fn kilobytes(bytes: usize) -> f64 {
    bytes as f64 / 1000.0
}

/// Prints every diagnostic to stderr.
fn print_reports(diagnostics: &[Diagnostic]) -> anyhow::Result<()> {
    let mut stderr = io::stderr().lock();
    let colored = stderr.is_terminal();
    for diagnostic in diagnostics {
        writeln!(stderr, "{}\n", diagnostic.report(colored))?;
    }
    Ok(())
}

/// The number of errors and of warnings.
fn count(diagnostics: &[Diagnostic]) -> [usize; 2] {
    let of = |severity| diagnostics.iter().filter(|it| it.severity == severity).count();
    [of(Severity::Error), of(Severity::Warning)]
}

/// `2 errors and 1 warning`.
fn counted(errors: usize, warnings: usize) -> String {
    let counts = [(errors, "error"), (warnings, "warning")].into_iter();
    let texts =
        counts.filter(|(count, _)| *count > 0).map(|(count, word)| preview::counted(count, word));
    texts.collect::<Vec<_>>().join(" and ")
}
