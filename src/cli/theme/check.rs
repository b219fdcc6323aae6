//! `doorstep theme check`: every error and warning of a theme.

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::{Args, ValueEnum};

use super::{
    file::theme_file,
    reports::{count, counted, print_reports},
};
use crate::{
    cli::output::print,
    encoding::compressed_size,
    language,
    mail::LARGEST_HTML,
    pages::{self, Reader, samples},
    preview,
    theme::{self, Diagnostic, Severity, Theme},
};

/// A larger page with doors loads slowly on a weak signal, in bytes.
const LARGE_PAGE: usize = 10_000;

#[derive(Args)]
pub(crate) struct Arguments {
    /// The theme file, or its folder.
    #[arg(default_value = "theme.toml")]
    file: PathBuf,
    /// Treat warnings, such as colours that are hard to read, as errors.
    #[arg(long)]
    strict: bool,
    /// For people, or for editors and CI.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Each with its line, underlined, on stderr.
    Text,
    /// A list of objects on stdout: severity, file, line, column, width, message, suggestion.
    Json,
}

pub(super) fn run(arguments: Arguments) -> anyhow::Result<()> {
    let Arguments { file, strict, format } = arguments;
    let file = &theme_file(file);
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
                let remedy = if reason.contains("<text") {
                    " Drawing programs can turn text into paths."
                } else {
                    ""
                };
                format!(
                    "The logo cannot be shown in mails, because {reason}: they show the icon and the \
                     name.{remedy}"
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
    for language in theme.languages.languages() {
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
