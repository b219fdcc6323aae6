//! What a run over many visitors shows while it works.

use std::{
    io::{self, IsTerminal as _, Write as _},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};
use secrecy::ExposeSecret as _;

use crate::{
    cli::output::print,
    mailing::{Outcome, Progress},
};

/// Shows a run: a bar in a terminal, else a line for each visitor.
pub(super) struct Show {
    pub(super) bar: ProgressBar,
    total: usize,
}

impl Show {
    pub(super) fn new(total: usize) -> Self {
        let bar = if io::stderr().is_terminal() {
            let style = "{bar:30} {pos}/{len}  {per_sec}  {eta} left  {msg}";
            let style = ProgressStyle::with_template(style);
            let bar = ProgressBar::new(total as u64)
                .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar.enable_steady_tick(Duration::from_millis(200));
            bar
        } else {
            ProgressBar::hidden()
        };
        Self { bar, total }
    }

    pub(super) fn progress(&self, progress: &Progress<'_>) {
        match progress {
            Progress::Guest { row, outcome } => {
                self.bar.inc(1);
                let Some(outcome) = outcome else { return };
                let to = &row.guest.email;
                let done = self.bar.position();
                match outcome {
                    Outcome::Sent { .. } if !self.bar.is_hidden() => {
                        self.bar.set_message(to.to_string());
                    }
                    Outcome::Sent { link } => {
                        self.line(&format!("{done}/{}: {to}: sent, link {link}", self.total));
                    }
                    Outcome::Kept { link, url, problem } => {
                        self.line(&format!(
                            "{to}: not sent, link {link} was kept: {}",
                            problem.reason
                        ));
                        // The line is what the operator asked for with --keep.
                        let line = format!("{to}\t{}", url.expose_secret());
                        self.bar.suspend(|| print(&line)).unwrap_or_default();
                    }
                    Outcome::Failed(problem) => {
                        self.line(&format!("{to}: failed: {}", problem.reason));
                    }
                    Outcome::Unknown { link, problem } => {
                        self.line(&format!(
                            "{to}: unknown, link {link} was kept: {}",
                            problem.reason
                        ));
                    }
                    Outcome::NotRevoked { problem, .. } | Outcome::Unmade(problem) => {
                        self.line(&format!("{to}: still open: {}", problem.reason));
                    }
                }
            }
            Progress::Orphan { link } => {
                self.line(&format!("link {link}, which no visitor has, was revoked"));
            }
        }
    }

    fn line(&self, line: &str) {
        // If stderr is closed, the report still has it.
        self.bar.suspend(|| {
            let _ = writeln!(io::stderr(), "{line}");
        });
    }
}
