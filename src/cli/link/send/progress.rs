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
    mailing::{Outcome, Progress, Row, Show},
};

/// Shows a run: a bar in a terminal, else a line for each visitor.
pub(super) struct Display {
    pub(super) bar: ProgressBar,
    total: usize,
    is_json: bool,
}

impl Display {
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

    fn line(&self, line: &str) {
        // If stderr is closed, the report still has it.
        self.bar.suspend(|| {
            let _ = writeln!(io::stderr(), "{line}");
        });
    }

    fn guest(&self, row: &Row, outcome: &Outcome) {
        let to = &row.guest.email;
        match outcome {
            Outcome::Sent { .. } if !self.bar.is_hidden() => self.bar.set_message(to.to_string()),
            Outcome::Sent { link } => {
                let done = self.bar.position();
                self.line(&format!("{done}/{}: {to}: sent, link {link}", self.total));
            }
            Outcome::Kept { link, problem, .. } => {
                self.line(&format!("{to}: not sent, link {link} was kept: {}", problem.reason));
            }
            Outcome::Failed(problem) => self.line(&format!("{to}: failed: {}", problem.reason)),
            Outcome::Unknown { link, problem } => {
                self.line(&format!("{to}: unknown, link {link} was kept: {}", problem.reason));
            }
            Outcome::NotRevoked { problem, .. } | Outcome::Unmade(problem) => {
                self.line(&format!("{to}: still open: {}", problem.reason));
            }
        }
    }
}

impl Show for Display {
    fn progress(&mut self, progress: Progress<'_>) {
        match progress {
            Progress::Guest { row, outcome } => {
                self.bar.inc(1);
                if let Some(outcome) = outcome {
                    self.guest(row, outcome);
                }
            }
            Progress::Revoked { link } => {
                self.line(&format!("link {link}, which has no visitor, was revoked"));
            }
            Progress::NotRevoked { link, error } => self.line(&format!(
                "link {link}, which has no visitor, could not be revoked: {error}; run doorstep link \
                 revoke {link}"
            )),
            Progress::Unclear { links: [], name } => self.line(&format!(
                "a link for {name} may be left that has no visitor, because not all links of Kisi \
                 can be read; look for it in Kisi, and revoke it"
            )),
            Progress::Unclear { links, name } => self.line(&format!(
                "one of the links {links:?} for {name} may have no visitor; if so, run doorstep link \
                 revoke with its number"
            )),
            Progress::Waiting => {
                self.line("waiting up to half a minute for links that Kisi may still be making");
            }
        }
    }

    fn hand_over(&mut self, link: u64, to: &str, url: &SecretString) -> bool {
        let url = url.expose_secret();
        let printed = if self.is_json {
            json!({ "state": "kept", "link": link, "to": to, "url": url }).to_string()
        } else {
            format!("{to}\t{url}")
        };
        self.bar.suspend(|| print(&printed)).is_ok()
    }
}
