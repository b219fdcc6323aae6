//! One run over the guests of a CSV file.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use super::{
    Guests, Mailing, Outcome, Report, ReportError, Step,
    guests::Row,
    report::{Entry, State},
};
use crate::kisi::OperatorError;

/// After so many guests in a row whose mail was not sent, the run ends: it is not about them.
const MOST_FAILURES: usize = 10;

/// A run over all guests of a file.
#[derive(Debug)]
pub struct Run<'a> {
    /// Makes and mails the links.
    pub mailing: &'a mut Mailing,
    /// The guests.
    pub guests: &'a Guests,
    /// Where every step is written down.
    pub report: &'a mut Report,
    /// Becomes true when the run is to end after the current guest.
    pub stop: Arc<AtomicBool>,
}

/// How many guests have come how far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Mails that were accepted in this run.
    pub sent: usize,
    /// Guests whose mail was accepted in an earlier run.
    pub sent_before: usize,
    /// Guests whose mail may have been sent in an earlier run, as that run has said.
    pub unknown_before: usize,
    /// Guests whose link the operator has since an earlier run.
    pub kept_before: usize,
    /// Guests without a mail, whose link was revoked. The next run tries again.
    pub failed: usize,
    /// Guests whose mail may have been sent.
    pub unknown: usize,
    /// Guests whose link the operator has, because the mail was not sent.
    pub kept: usize,
    /// Guests that the run did not come to, or whose link may still exist. The next run settles it.
    pub open: usize,
    /// Links that an earlier run or a failed call had left behind, and that were revoked.
    pub orphans: usize,
}

/// What happens in a run, as it happens.
#[derive(Debug)]
pub enum Progress<'a> {
    /// One guest is done, now or in an earlier run.
    Guest {
        /// The row.
        row: &'a Row,
        /// What became of it; `None` if it was done in an earlier run.
        outcome: Option<&'a Outcome>,
    },
    /// A link that nobody has was revoked.
    Orphan {
        /// Kisi's number of the link.
        link: u64,
    },
}

/// Why a run ended before its last guest.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The report cannot be written, so nothing more is done.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// The file cannot be read again.
    #[error("the file cannot be read again: {0}")]
    File(#[from] io::Error),
    /// The file has mistakes now.
    #[error("the file was changed during the run: {0}")]
    Changed(String),
    /// The next guests would fail in the same way.
    #[error("{0}")]
    Problem(String),
    /// An orphan cannot be revoked.
    #[error("the links that an interrupted run may have left behind cannot be settled: {0}")]
    Orphans(OperatorError),
}

impl Run<'_> {
    /// Invites every guest that is still to be invited. The summary is true also after an error.
    pub async fn go(
        &mut self,
        mut progress: impl FnMut(Progress<'_>),
    ) -> (Summary, Result<(), RunError>) {
        let mut summary = Summary::default();
        if let Err(reason) = self.mailing.check().await {
            summary.open = self.guests.count;
            return (summary, Err(RunError::Problem(reason)));
        }
        let result = self.all(&mut summary, &mut progress).await;
        let settled = self.settle(&mut summary, &mut progress).await;
        self.mailing.post.close().await;
        let before = summary.sent_before + summary.unknown_before + summary.kept_before;
        let now = summary.sent + summary.failed + summary.unknown + summary.kept;
        summary.open = self.guests.count.saturating_sub(before + now);
        (summary, result.and(settled))
    }

    async fn all(
        &mut self,
        summary: &mut Summary,
        progress: &mut impl FnMut(Progress<'_>),
    ) -> Result<(), RunError> {
        let mut failures = 0;
        for row in self.guests.rows()? {
            if self.stop.load(Ordering::SeqCst) {
                return Ok(());
            }
            let row = row.map_err(|errors| {
                RunError::Changed(errors.first().map(ToString::to_string).unwrap_or_default())
            })?;
            if !self.is_to_be_done(&row, summary, progress).await? {
                progress(Progress::Guest { row: &row, outcome: None });
                continue;
            }
            let outcome = self.invite(&row).await?;
            progress(Progress::Guest { row: &row, outcome: Some(&outcome) });
            let problem = match outcome {
                Outcome::Sent { .. } => {
                    summary.sent += 1;
                    failures = 0;
                    continue;
                }
                Outcome::Failed(problem) => {
                    summary.failed += 1;
                    problem
                }
                Outcome::Kept { problem, .. } => {
                    summary.kept += 1;
                    problem
                }
                Outcome::Unknown { problem, .. } => {
                    summary.unknown += 1;
                    problem
                }
                Outcome::Unmade(problem) | Outcome::NotRevoked { problem, .. } => problem,
            };
            failures += 1;
            if problem.concerns_all {
                return Err(RunError::Problem(problem.reason));
            }
            if failures == MOST_FAILURES {
                return Err(RunError::Problem(format!(
                    "{MOST_FAILURES} mails in a row were not sent; the last one because {}",
                    problem.reason
                )));
            }
        }
        Ok(())
    }

    /// Settles what an earlier run has left behind about a row, and returns whether the row is to be
    /// done now.
    async fn is_to_be_done(
        &mut self,
        row: &Row,
        summary: &mut Summary,
        progress: &mut impl FnMut(Progress<'_>),
    ) -> Result<bool, RunError> {
        let Some(entry) = self.report.entry(row) else { return Ok(true) };
        match entry.state {
            State::Failed => {}
            State::Sent => {
                summary.sent_before += 1;
                return Ok(false);
            }
            State::Kept => {
                summary.kept_before += 1;
                return Ok(false);
            }
            State::Unknown => {
                summary.unknown_before += 1;
                return Ok(false);
            }
            State::Mailing => {
                let detail = "the run was interrupted while the mail was sent; ask the visitor";
                let now = self.mailing.now();
                self.report.note(row, now, (State::Unknown, entry.link), detail)?;
                summary.unknown += 1;
                return Ok(false);
            }
            State::Made | State::NotRevoked => {
                self.revoke(row, entry.link, summary, progress).await?;
            }
            State::Making => self.revoke_orphans(&entry, summary, progress).await?,
        }
        let now = self.mailing.now();
        if row.guest.until.is_some_and(|until| until <= now) {
            let detail = "the time of the link is over";
            self.report.note(row, now, (State::Failed, None), detail)?;
            summary.failed += 1;
            return Ok(false);
        }
        Ok(true)
    }

    async fn invite(&mut self, row: &Row) -> Result<Outcome, RunError> {
        let report = &mut *self.report;
        let note = |step, now| {
            let state = match step {
                Step::Making => (State::Making, None),
                Step::Made(link) => (State::Made, Some(link)),
                Step::Mailing(link) => (State::Mailing, Some(link)),
            };
            report.note(row, now, state, "").map_err(|error| error.to_string())
        };
        let outcome = self.mailing.invite(&row.guest, note).await;
        let (state, link, detail) = match &outcome {
            Outcome::Sent { link } => (State::Sent, Some(*link), ""),
            Outcome::Failed(problem) => (State::Failed, None, problem.reason.as_str()),
            Outcome::Kept { link, problem, .. } => (State::Kept, Some(*link), &*problem.reason),
            Outcome::Unknown { link, problem } => (State::Unknown, Some(*link), &*problem.reason),
            Outcome::NotRevoked { link, problem } => {
                (State::NotRevoked, Some(*link), &*problem.reason)
            }
            // The last line says that a link is being made, and the next run settles it.
            Outcome::Unmade(_) => return Ok(outcome),
        };
        self.report.note(row, self.mailing.now(), (state, link), detail)?;
        Ok(outcome)
    }

    /// Revokes the links that this run's failed calls may have made: no link is left behind whose
    /// secret nobody has.
    async fn settle(
        &mut self,
        summary: &mut Summary,
        progress: &mut impl FnMut(Progress<'_>),
    ) -> Result<(), RunError> {
        for row in self.guests.rows()? {
            let Ok(row) = row else { continue };
            let Some(entry) = self.report.entry(&row) else { continue };
            if entry.state == State::Making {
                self.revoke_orphans(&entry, summary, progress).await?;
            }
        }
        Ok(())
    }

    async fn revoke(
        &mut self,
        row: &Row,
        link: Option<u64>,
        summary: &mut Summary,
        progress: &mut impl FnMut(Progress<'_>),
    ) -> Result<(), RunError> {
        let Some(link) = link else { return Ok(()) };
        match self.mailing.operator.revoke(link).await {
            Ok(()) => {
                summary.orphans += 1;
                progress(Progress::Orphan { link });
            }
            Err(OperatorError::UnknownLink) => {}
            Err(error) => return Err(RunError::Orphans(error)),
        }
        let detail = "the link of an interrupted run was revoked";
        self.report.note(row, self.mailing.now(), (State::Failed, None), detail)?;
        Ok(())
    }

    async fn revoke_orphans(
        &mut self,
        entry: &Entry,
        summary: &mut Summary,
        progress: &mut impl FnMut(Progress<'_>),
    ) -> Result<(), RunError> {
        let report = &*self.report;
        let known = |id| report.has_link(id);
        let revoked = self.mailing.revoke_orphans(&entry.wanted, entry.time, known).await;
        let revoked = revoked.map_err(RunError::Orphans)?;
        summary.orphans += revoked.len();
        for link in revoked {
            progress(Progress::Orphan { link });
        }
        Ok(())
    }
}
