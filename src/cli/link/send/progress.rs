//! What a run over many visitors shows while it works.

use std::{
    io::{self, IsTerminal as _, Write as _},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;

use crate::{
    cli::output::print,
    mailing::{Outcome, Progress},
};

/// Shows a run: a bar in a terminal, else a line for each visitor.
pub(super) struct Show {
    pub(super) bar: ProgressBar,
    total: usize,
    is_json: bool,
}

impl Show {
    pub(super) fn new(total: usize, is_json: bool) -> Self {
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
        Self { bar, total, is_json }
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
                        self.hand_over(*link, to.as_ref(), url);
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

    /// Prints the address of a link that the operator wants to keep.
    fn hand_over(&self, link: u64, to: &str, url: &SecretString) {
        let url = url.expose_secret();
        let printed = if self.is_json {
            json!({ "state": "kept", "link": link, "to": to, "url": url }).to_string()
        } else {
            format!("{to}\t{url}")
        };
        if self.bar.suspend(|| print(&printed)).is_err() {
            self.line(&format!(
                "the address of link {link} cannot be printed; run doorstep link revoke {link}"
            ));
        }
    }

    fn line(&self, line: &str) {
        // If stderr is closed, the report still has it.
        self.bar.suspend(|| {
            let _ = writeln!(io::stderr(), "{line}");
        });
    }
}
