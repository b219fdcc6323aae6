//! One run over the guests of a CSV file.
//!
//! First, what an earlier run has left behind is settled as far as it is known. Then each guest is
//! invited who has no mail yet; guests whose mail failed before come last. At the end, links are
//! looked for that Kisi may have made although its answer is not known.

use std::{
    collections::{BTreeMap, HashMap, HashSet, hash_map::Entry},
    io,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use jiff::Timestamp;
use secrecy::SecretString;

use super::{
    Guests, Mailing, Outcome, Problem, Report, ReportError, Step, Wanted,
    guests::Row,
    orphans::{Calls, Found},
    report::{State, Subject},
};
use crate::kisi::{LinkList, OperatorError};

/// After so many guests in a row whose mail was not sent, the run ends.
const MOST_FAILURES: usize = 10;
/// How often a run that waits looks whether it is to end.
const TICK: Duration = Duration::from_millis(200);

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
    pub stop: &'a AtomicBool,
}

/// What the caller shows of a run.
pub trait Show {
    /// Something has happened.
    fn progress(&mut self, progress: Progress<'_>);

    /// Hands the address of a link over to the operator, and returns whether that has succeeded.
    fn hand_over(&mut self, link: u64, to: &str, url: &SecretString) -> bool;
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
    /// Guests that the run did not come to.
    pub open: usize,
    /// Links without a visitor that were revoked.
    pub revoked: usize,
    /// Links without a visitor that may still exist. The next run looks for them again.
    pub unsettled: usize,
}

/// What happens in a run, as it happens.
#[derive(Debug)]
pub enum Progress<'a> {
    /// One guest is done, now or in an earlier run.
    Guest {
        /// The row.
        row: &'a Row,
        /// What became of it; `None` if it was not done in this run.
        outcome: Option<&'a Outcome>,
    },
    /// A link that no visitor has was revoked.
    Revoked {
        /// Kisi's number of the link.
        link: u64,
    },
    /// A link that no visitor has cannot be revoked.
    NotRevoked {
        /// Kisi's number of the link.
        link: u64,
        /// Why.
        error: &'a OperatorError,
    },
    /// One of these links may be one that no visitor has, but it is not certain which.
    Unclear {
        /// Kisi's numbers of the links; none if Kisi's list cannot be read.
        links: &'a [u64],
        /// Its name.
        name: &'a str,
    },
    /// The run waits for links that Kisi may still be making.
    Waiting,
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
    /// Kisi's links cannot be listed.
    #[error("it is not known whether links without a visitor are left: {0}")]
    List(OperatorError),
}

impl Run<'_> {
    /// Invites every guest that is still to be invited. The summary is true also after an error.
    pub async fn go(&mut self, show: &mut impl Show) -> (Summary, Result<(), RunError>) {
        let mut summary = Summary::default();
        let result = self.all(&mut summary, show).await;
        let settled = self.settle_calls(&mut summary, show).await;
        self.mailing.post.close().await;
        let earlier = summary.sent_before + summary.unknown_before + summary.kept_before;
        let done = summary.sent + summary.failed + summary.unknown + summary.kept;
        summary.open = self.guests.count.saturating_sub(earlier + done);
        (summary, result.and(settled))
    }

    fn is_to_stop(&self) -> bool {
        self.stop.load(Ordering::SeqCst)
    }

    async fn all(&mut self, summary: &mut Summary, show: &mut impl Show) -> Result<(), RunError> {
        self.mailing.check().await.map_err(RunError::Problem)?;
        self.settle_links(summary, show).await?;
        let entries = self.report.entries().into_iter();
        let failed_before = entries.filter(|entry| entry.state == State::Failed);
        let failed_before: HashSet<_> = failed_before.map(|entry| entry.subject.key).collect();
        let mut failures = 0;
        for is_last in [false, true] {
            for row in self.guests.rows()? {
                if self.is_to_stop() {
                    return Ok(());
                }
                let row = row.map_err(|errors| {
                    RunError::Changed(errors.first().map(ToString::to_string).unwrap_or_default())
                })?;
                if failed_before.contains(&row.key) == is_last {
                    self.row(&row, &mut failures, summary, show).await?;
                }
            }
        }
        Ok(())
    }

    async fn row(
        &mut self,
        row: &Row,
        failures: &mut usize,
        summary: &mut Summary,
        show: &mut impl Show,
    ) -> Result<(), RunError> {
        if !self.is_to_be_done(row, summary)? {
            show.progress(Progress::Guest { row, outcome: None });
            return Ok(());
        }
        let outcome = self.invite(row, show).await?;
        show.progress(Progress::Guest { row, outcome: Some(&outcome) });
        let problem = match outcome {
            Outcome::Sent { .. } => {
                summary.sent += 1;
                *failures = 0;
                return Ok(());
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
        *failures += 1;
        if problem.concerns_all {
            return Err(RunError::Problem(problem.reason));
        }
        if *failures == MOST_FAILURES {
            return Err(RunError::Problem(format!(
                "{MOST_FAILURES} mails in a row were not sent; the last one because {}. Correct what \
                 is wrong, or run the same command again: these rows then come last",
                problem.reason
            )));
        }
        Ok(())
    }

    /// Whether a row still needs a mail.
    fn is_to_be_done(&mut self, row: &Row, summary: &mut Summary) -> Result<bool, RunError> {
        match self.report.entry(row).map(|entry| entry.state) {
            None | Some(State::Failed | State::Settled | State::Making | State::MakingAgain) => {}
            Some(State::Sent) => {
                summary.sent_before += 1;
                return Ok(false);
            }
            Some(State::Kept) => {
                summary.kept_before += 1;
                return Ok(false);
            }
            Some(State::Unknown) => {
                summary.unknown_before += 1;
                return Ok(false);
            }
            // Its link could not be revoked, so it is not given another one.
            Some(State::Made | State::Mailing | State::NotRevoked) => return Ok(false),
        }
        let now = self.mailing.now();
        if row.guest.until.is_some_and(|until| until <= now) {
            let detail = "the time of the link is over";
            self.report.note(&Subject::of(row), now, (State::Failed, None), detail)?;
            summary.failed += 1;
            return Ok(false);
        }
        Ok(true)
    }

    async fn invite(&mut self, row: &Row, show: &mut impl Show) -> Result<Outcome, RunError> {
        let (subject, report) = (Subject::of(row), &mut *self.report);
        let mut has_asked = false;
        let note = |step, now| {
            let state = match step {
                Step::Making if has_asked => (State::MakingAgain, None),
                Step::Making => (State::Making, None),
                Step::Made(link) => (State::Made, Some(link)),
                Step::Mailing(link) => (State::Mailing, Some(link)),
            };
            has_asked = true;
            report.note(&subject, now, state, "").map_err(|error| error.to_string())
        };
        let mut outcome = self.mailing.invite(&row.guest, note).await;
        if let Outcome::Kept { link, url, problem } = &outcome
            && !show.hand_over(*link, &subject.email, url)
        {
            let reason = format!("{}; and the address cannot be printed", problem.reason);
            outcome = self.mailing.give_up(*link, Problem { reason, concerns_all: true }).await;
        }
        let (state, link, detail) = match &outcome {
            Outcome::Sent { link } => (State::Sent, Some(*link), ""),
            Outcome::Failed(problem) => (State::Failed, None, problem.reason.as_str()),
            Outcome::Kept { link, problem, .. } => (State::Kept, Some(*link), &*problem.reason),
            Outcome::Unknown { link, problem } => (State::Unknown, Some(*link), &*problem.reason),
            Outcome::NotRevoked { link, problem } => {
                (State::NotRevoked, Some(*link), &*problem.reason)
            }
            // The last line says that a link is being made, which is settled at the end.
            Outcome::Unmade(_) => return Ok(outcome),
        };
        self.report.note(&subject, self.mailing.now(), (state, link), detail)?;
        Ok(outcome)
    }

    /// Settles what is known of an interrupted run: revokes its links whose mail was not sent, and
    /// says which mails may have been sent.
    async fn settle_links(
        &mut self,
        summary: &mut Summary,
        show: &mut impl Show,
    ) -> Result<(), RunError> {
        for entry in self.report.entries() {
            let Some(link) = entry.link else { continue };
            let (state, detail) = match entry.state {
                State::Mailing => {
                    summary.unknown += 1;
                    let detail = "the run was interrupted while the mail was sent; ask the visitor";
                    ((State::Unknown, Some(link)), detail)
                }
                State::Made | State::NotRevoked => {
                    if !self.revoke_all(&[link], summary, show).await {
                        summary.unsettled += 1;
                        continue;
                    }
                    ((State::Failed, None), "the link of an interrupted run was revoked")
                }
                State::Making
                | State::MakingAgain
                | State::Sent
                | State::Failed
                | State::Unknown
                | State::Kept
                | State::Settled => continue,
            };
            self.report.note(&entry.subject, self.mailing.now(), state, detail)?;
        }
        Ok(())
    }

    /// Looks for links that Kisi may have made although its answer is not known, and revokes them. A
    /// link that Kisi may still be making is waited for.
    async fn settle_calls(
        &mut self,
        summary: &mut Summary,
        show: &mut impl Show,
    ) -> Result<(), RunError> {
        let entries = self.report.entries();
        let mut calls: BTreeMap<&Wanted, Vec<Timestamp>> = BTreeMap::new();
        for (time, wanted) in entries.iter().flat_map(|entry| &entry.debts) {
            calls.entry(wanted).or_default().push(*time);
        }
        if let Some(last) = calls.values().flatten().max() {
            self.wait_for(*last, show).await;
        }
        // Each answer of Kisi corrects the clock, also backwards, so it is read only once.
        let listed_at = self.mailing.now();
        let settled = self.revoke_orphans(&calls, summary, show).await;
        for entry in entries.iter().filter(|entry| !entry.debts.is_empty()) {
            let is_settled = |(time, wanted): &(Timestamp, Wanted)| {
                self.is_over(*time, listed_at)
                    && settled.as_ref().is_ok_and(|settled| settled.contains(wanted))
            };
            if entry.debts.iter().all(is_settled) {
                let now = self.mailing.now();
                self.report.note(&entry.subject, now, (State::Settled, None), "")?;
            } else {
                summary.unsettled += entry.debts.len();
            }
        }
        settled.map(|_| ()).map_err(RunError::List)
    }

    /// Revokes the links that these calls have made, and returns those of which none is left.
    async fn revoke_orphans<'a>(
        &self,
        calls: &BTreeMap<&'a Wanted, Vec<Timestamp>>,
        summary: &mut Summary,
        show: &mut impl Show,
    ) -> Result<HashSet<&'a Wanted>, OperatorError> {
        let mut lists: HashMap<u64, LinkList> = HashMap::new();
        for group in calls.keys().map(|wanted| wanted.group) {
            if let Entry::Vacant(missing) = lists.entry(group) {
                missing.insert(self.mailing.links_of(group).await?);
            }
        }
        let (mut settled, latest) = (HashSet::new(), self.mailing.latest());
        for (wanted, times) in calls {
            let list = &lists[&wanted.group];
            let found = Calls { wanted, times, latest }.find(list, |id| self.report.has_link(id));
            let is_settled = match found {
                Found::Nothing => true,
                Found::Orphans(links) => {
                    self.revoke_all(&links, summary, show).await && list.is_complete
                }
                Found::Unclear(links) => {
                    show.progress(Progress::Unclear { links: &links, name: &wanted.name });
                    false
                }
            };
            settled.extend(is_settled.then_some(*wanted));
        }
        Ok(settled)
    }

    /// Revokes links without a visitor, and returns whether none of them is left.
    async fn revoke_all(&self, links: &[u64], summary: &mut Summary, show: &mut impl Show) -> bool {
        let mut are_revoked = true;
        for link in links {
            match self.mailing.revoke(*link).await {
                Ok(()) => {
                    summary.revoked += 1;
                    show.progress(Progress::Revoked { link: *link });
                }
                Err(error) => {
                    are_revoked = false;
                    show.progress(Progress::NotRevoked { link: *link, error: &error });
                }
            }
        }
        are_revoked
    }

    /// Whether Kisi cannot make a link any more at `now` that it was asked for at `begin`.
    fn is_over(&self, begin: Timestamp, now: Timestamp) -> bool {
        now.duration_since(begin) > self.mailing.latest()
    }

    /// Waits until that is so, or until the run is to end.
    async fn wait_for(&self, begin: Timestamp, show: &mut impl Show) {
        let has_to_wait = || !self.is_over(begin, self.mailing.now()) && !self.is_to_stop();
        if has_to_wait() {
            show.progress(Progress::Waiting);
        }
        while has_to_wait() {
            tokio::time::sleep(TICK).await;
        }
    }
}
