//! Data on stdout.

use std::io::{self, Write as _};

use anyhow::Context as _;

/// Prints a line of data.
pub(super) fn print(line: &str) -> anyhow::Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{line}").and_then(|()| stdout.flush()).context("cannot write to stdout")
}
