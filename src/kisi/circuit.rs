//! A circuit breaker: while Kisi is failing, visitors do not wait for calls that would fail too.
//!
//! The circuit is closed while Kisi answers. It opens when the calls of [`DISTINCT_LINKS`]
//! different links have failed and Kisi has not answered any call for [`NO_ANSWER_FOR`]; a single
//! failing link or a short disturbance does not open it. While it is open, one caller a second
//! makes a probe. The first answer to any call closes it again.

use std::{
    collections::HashSet,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use crate::access::Fingerprint;

/// How many different links have to fail before the circuit opens.
const DISTINCT_LINKS: usize = 3;
/// For how long there has to be no answer before the circuit opens.
const NO_ANSWER_FOR: Duration = Duration::from_millis(500);
/// How often a probe is made while the circuit is open.
const PROBE_EVERY: Duration = Duration::from_secs(1);

/// Whether a caller may call Kisi.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CircuitState {
    /// Kisi answers. Calls are allowed.
    Closed,
    /// Kisi is failing. This caller makes the one probe of this second.
    HalfOpen,
    /// Kisi is failing. Calls are not allowed.
    Open,
}

/// Opens when Kisi fails, and closes when it answers.
#[derive(Debug, Default)]
pub(super) struct CircuitBreaker {
    failures: Mutex<Failures>,
    open: AtomicBool,
    answers: AtomicU64,
}

/// The failures since Kisi's last answer.
#[derive(Debug, Default)]
struct Failures {
    links: HashSet<Fingerprint>,
    last_answer: Option<Instant>,
    /// When the first call without an answer was made, or the last answer if that was later.
    unanswered_since: Option<Instant>,
    last_probe: Option<Instant>,
}

impl CircuitBreaker {
    /// Decides about one call at `now`. `HalfOpen` is returned once a second, to the caller that
    /// has to make the probe.
    pub(super) fn state(&self, now: Instant) -> CircuitState {
        if !self.is_open() {
            return CircuitState::Closed;
        }
        let last_probe = &mut self.failures().last_probe;
        if last_probe.is_some_and(|last| now.saturating_duration_since(last) < PROBE_EVERY) {
            return CircuitState::Open;
        }
        *last_probe = Some(now);
        CircuitState::HalfOpen
    }

    /// Whether Kisi is failing. Unlike [`Self::state`], this does not use up a probe.
    pub(super) fn is_open(&self) -> bool {
        self.open.load(Ordering::Relaxed)
    }

    /// The number of Kisi's answers so far.
    pub(super) fn answers(&self) -> u64 {
        self.answers.load(Ordering::Relaxed)
    }

    /// Records that Kisi answered a call at `now`.
    pub(super) fn answered(&self, now: Instant) {
        self.answers.fetch_add(1, Ordering::Relaxed);
        let mut failures = self.failures();
        failures.links.clear();
        failures.unanswered_since = None;
        failures.last_answer = Some(now);
        if self.open.swap(false, Ordering::Relaxed) {
            tracing::info!("Kisi answers again: the circuit breaker is closed");
        }
    }

    /// Records that a call for `link`, made at `begin`, failed at `now`.
    pub(super) fn failed(&self, link: Fingerprint, begin: Instant, now: Instant) {
        let mut failures = self.failures();
        if failures.links.len() < DISTINCT_LINKS {
            failures.links.insert(link);
        }
        let begin = failures.last_answer.map_or(begin, |answer| begin.max(answer));
        let unanswered_since = *failures.unanswered_since.get_or_insert(begin);
        let enough_links = failures.links.len() == DISTINCT_LINKS;
        let failing = enough_links && now - unanswered_since >= NO_ANSWER_FOR;
        if failing && !self.open.swap(true, Ordering::Relaxed) {
            tracing::error!(
                "Kisi is failing: the circuit breaker is open; cached doors are shown, and links \
                 that are not cached get an error page"
            );
        }
    }

    fn failures(&self) -> MutexGuard<'_, Failures> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::{CircuitState::*, *};
    use crate::access::{FingerprintKey, LinkSecret};

    fn links(count: usize) -> Vec<Fingerprint> {
        let key = FingerprintKey::random().unwrap();
        let link = |number| LinkSecret::parse(&format!("link{number}")).unwrap();
        (0..count).map(|number| key.fingerprint(&link(number))).collect()
    }

    #[test]
    fn one_failing_link_does_not_open_the_circuit() {
        let (breaker, links, begin) = (CircuitBreaker::default(), links(1), Instant::now());
        for second in 0..100 {
            breaker.failed(links[0], begin, begin + Duration::from_secs(second));
        }
        assert_eq!(breaker.state(Instant::now()), Closed);
    }

    #[test]
    fn many_failing_links_within_a_short_time_do_not_open_the_circuit() {
        let (breaker, begin) = (CircuitBreaker::default(), Instant::now());
        for link in links(100) {
            breaker.failed(link, begin, begin + NO_ANSWER_FOR / 2);
        }
        assert_eq!(breaker.state(Instant::now()), Closed);
    }

    #[test]
    fn failures_with_answers_between_them_do_not_open_the_circuit() {
        let (breaker, begin) = (CircuitBreaker::default(), Instant::now());
        for link in links(100) {
            breaker.failed(link, begin, begin + NO_ANSWER_FOR * 2);
            breaker.answered(begin + NO_ANSWER_FOR * 2);
        }
        assert_eq!(breaker.state(Instant::now()), Closed);
    }

    #[test]
    fn an_open_circuit_allows_one_probe_a_second_and_the_first_answer_closes_it() {
        let (breaker, begin) = (CircuitBreaker::default(), Instant::now());
        let fails =
            |at| links(DISTINCT_LINKS).into_iter().for_each(|it| breaker.failed(it, begin, at));
        fails(begin + NO_ANSWER_FOR);
        let at = |milliseconds| breaker.state(begin + Duration::from_millis(milliseconds));
        assert_eq!([600, 601, 1_599].map(at), [HalfOpen, Open, Open]);
        assert_eq!([1_600, 1_601].map(at), [HalfOpen, Open]);
        breaker.answered(begin + PROBE_EVERY * 2);
        assert_eq!(at(2_001), Closed);
    }
}
