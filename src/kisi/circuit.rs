//! Knowing that Kisi is failing, so that nobody waits for it in vain.
//!
//! One link that fails says little, and so does a moment. Where the calls of [`DISTINCT`] links
//! fail one after the other and nothing is answered for [`QUIET`], Kisi is failing: from then on
//! one call a second finds out when it is back, and the first answer to anything ends it.

use std::{
    collections::HashSet,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};

use crate::access::Fingerprint;

/// How many links have to fail in a row.
const DISTINCT: usize = 3;
/// How long there has to be no answer.
const QUIET: Duration = Duration::from_millis(500);

/// Whether asking Kisi is worth it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// Kisi answers, as far as is known.
    Open,
    /// Kisi is failing, and it is time to see whether it still is.
    Probe,
    /// Kisi is failing.
    Closed,
}

/// What the last calls say about Kisi.
#[derive(Debug)]
pub(super) struct Circuit {
    failures: Mutex<Failures>,
    failing: AtomicBool,
    answers: AtomicU64,
    probes: DefaultDirectRateLimiter,
}

/// What failed since Kisi last answered.
#[derive(Debug, Default)]
struct Failures {
    links: HashSet<Fingerprint>,
    last_answer: Option<Instant>,
    /// Since when calls were made and none was answered.
    quiet_since: Option<Instant>,
}

impl Default for Circuit {
    fn default() -> Self {
        Self {
            failures: Mutex::default(),
            failing: AtomicBool::new(false),
            answers: AtomicU64::new(0),
            probes: RateLimiter::direct(Quota::per_second(std::num::NonZeroU32::MIN)),
        }
    }
}

impl Circuit {
    pub(super) fn admission(&self) -> Admission {
        if !self.failing.load(Ordering::Relaxed) {
            Admission::Open
        } else if self.probes.check().is_ok() {
            Admission::Probe
        } else {
            Admission::Closed
        }
    }

    pub(super) fn is_failing(&self) -> bool {
        self.failing.load(Ordering::Relaxed)
    }

    /// How often Kisi has answered.
    pub(super) fn answers(&self) -> u64 {
        self.answers.load(Ordering::Relaxed)
    }

    /// Kisi answered a call at `now`.
    pub(super) fn answered(&self, now: Instant) {
        self.answers.fetch_add(1, Ordering::Relaxed);
        let mut failures = self.failures();
        failures.links.clear();
        failures.quiet_since = None;
        failures.last_answer = Some(now);
        if self.failing.swap(false, Ordering::Relaxed) {
            tracing::info!("Kisi answers again");
        }
    }

    /// A call for `link` that was made at `begin` has failed at `now`.
    pub(super) fn failed(&self, link: Fingerprint, begin: Instant, now: Instant) {
        let mut failures = self.failures();
        if failures.links.len() < DISTINCT {
            failures.links.insert(link);
        }
        let begin = failures.last_answer.map_or(begin, |answer| begin.max(answer));
        let quiet_since = *failures.quiet_since.get_or_insert(begin);
        let failing = failures.links.len() == DISTINCT && now - quiet_since >= QUIET;
        if failing && !self.failing.swap(true, Ordering::Relaxed) {
            tracing::error!("Kisi is failing: known doors are shown, new links get an apology");
        }
    }

    fn failures(&self) -> MutexGuard<'_, Failures> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{FingerprintKey, LinkSecret};

    fn links(count: usize) -> Vec<Fingerprint> {
        let key = FingerprintKey::random().unwrap();
        let link = |number| LinkSecret::parse(&format!("link{number}")).unwrap();
        (0..count).map(|number| key.fingerprint(&link(number))).collect()
    }

    #[test]
    fn one_link_that_fails_says_little() {
        let (circuit, links, begin) = (Circuit::default(), links(1), Instant::now());
        for second in 0..100 {
            circuit.failed(links[0], begin, begin + Duration::from_secs(second));
        }
        assert_eq!(circuit.admission(), Admission::Open);
    }

    #[test]
    fn a_bad_moment_says_little() {
        let (circuit, begin) = (Circuit::default(), Instant::now());
        for link in links(100) {
            circuit.failed(link, begin, begin + QUIET / 2);
        }
        assert_eq!(circuit.admission(), Admission::Open);
    }

    #[test]
    fn links_that_fail_between_answers_say_little() {
        let (circuit, begin) = (Circuit::default(), Instant::now());
        for link in links(100) {
            circuit.failed(link, begin, begin + QUIET * 2);
            circuit.answered(begin + QUIET * 2);
        }
        assert_eq!(circuit.admission(), Admission::Open);
    }

    #[test]
    fn where_all_fail_one_finds_out_when_it_is_over() {
        let (circuit, begin) = (Circuit::default(), Instant::now());
        for link in links(DISTINCT) {
            circuit.failed(link, begin, begin + QUIET);
        }
        let admissions = [circuit.admission(), circuit.admission(), circuit.admission()];
        assert_eq!(admissions, [Admission::Probe, Admission::Closed, Admission::Closed]);
        circuit.answered(begin + QUIET);
        assert_eq!(circuit.admission(), Admission::Open);
    }
}
