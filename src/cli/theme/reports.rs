//! How the commands for themes print diagnostics.

use std::io::{self, IsTerminal as _, Write as _};

use crate::{
    preview,
    theme::{Diagnostic, Severity},
};

/// Prints every diagnostic to stderr.
pub(super) fn print_reports(diagnostics: &[Diagnostic]) -> anyhow::Result<()> {
    let mut stderr = io::stderr().lock();
    let colored = stderr.is_terminal();
    for diagnostic in diagnostics {
        writeln!(stderr, "{}\n", diagnostic.report(colored))?;
    }
    Ok(())
}

/// The number of errors and of warnings.
pub(super) fn count(diagnostics: &[Diagnostic]) -> [usize; 2] {
    let of = |severity| diagnostics.iter().filter(|it| it.severity == severity).count();
    [of(Severity::Error), of(Severity::Warning)]
}

/// `2 errors and 1 warning`.
pub(super) fn counted(errors: usize, warnings: usize) -> String {
    let counts = [(errors, "error"), (warnings, "warning")].into_iter();
    let texts =
        counts.filter(|(count, _)| *count > 0).map(|(count, word)| preview::counted(count, word));
    texts.collect::<Vec<_>>().join(" and ")
}
