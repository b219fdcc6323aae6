//! All faults that are active, and which of them affect a call.
//!
//! Which calls fail depends only on a fault's seed and on the number of the call, so that every run
//! of a test has the same failures.

use std::{
    collections::{HashMap, VecDeque},
    time::{Duration, Instant},
};

use super::fault::{Alteration, Endpoint, Fault, FaultKind, Replacement};

/// The links or doors whose calls a fault affects.
#[derive(Clone, Debug)]
pub(super) enum Scope {
    All,
    /// The secret of one link.
    Link(String),
    /// Unlocks of one door.
    Door(u64),
}

/// The properties of a call that decide which faults affect it.
#[derive(Debug)]
pub(super) struct Call<'a> {
    pub(super) endpoint: Endpoint,
    pub(super) secret: Option<&'a str>,
    /// Set for unlocks only.
    pub(super) lock: Option<u64>,
    /// The whole `Authorization` header, by which Kisi limits the rate.
    pub(super) caller: &'a str,
}

/// What all faults together do to one call.
#[derive(Debug, Default)]
pub(super) struct Effects {
    pub(super) delay: Duration,
    pub(super) replacement: Option<Replacement>,
    pub(super) alterations: Vec<Alteration>,
}

/// All active faults, in the order in which they were added.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<PlacedFault>);

impl Faults {
    pub(super) fn add(&mut self, scope: Scope, fault: Fault) {
        self.0.push(PlacedFault::new(scope, fault));
    }

    /// Returns the effects on a call, and counts the call for faults that count.
    pub(super) fn apply(&mut self, call: &Call<'_>, now: Instant) -> Effects {
        let mut effects = Effects::default();
        for placed in &mut self.0 {
            if placed.covers(call) && placed.is_due() {
                placed.apply(&mut effects, call, now);
            }
        }
        effects
    }
}

/// A fault with its scope and the state it needs for counting.
#[derive(Debug)]
struct PlacedFault {
    scope: Scope,
    fault: Fault,
    calls: u64,
    random: fastrand::Rng,
    recent_calls: RecentCalls,
}

impl PlacedFault {
    fn new(scope: Scope, fault: Fault) -> Self {
        let random = fastrand::Rng::with_seed(fault.seed);
        Self { scope, fault, calls: 0, random, recent_calls: RecentCalls::default() }
    }

    fn covers(&self, call: &Call<'_>) -> bool {
        let in_scope = match &self.scope {
            Scope::All => true,
            Scope::Link(secret) => call.secret == Some(secret),
            Scope::Door(lock) => call.lock == Some(*lock),
        };
        in_scope && self.fault.endpoint.covers(call.endpoint)
    }

    /// Counts one more call, and returns whether the fault affects it.
    fn is_due(&mut self) -> bool {
        let call = self.calls;
        self.calls += 1;
        // One number is drawn for every call, so that the seed and the call decide the result.
        let drawn = self.random.u64(..100);
        let Some(call) = call.checked_sub(self.fault.spared) else { return false };
        self.fault.first.is_none_or(|first| call < first) && drawn < self.fault.percent
    }

    fn apply(&mut self, effects: &mut Effects, call: &Call<'_>, now: Instant) {
        match &self.fault.kind {
            FaultKind::Delay(duration) => effects.delay += *duration,
            FaultKind::Alter(alteration) => effects.alterations.push(alteration.clone()),
            FaultKind::Replace(replacement) => {
                effects.replacement.get_or_insert_with(|| replacement.clone());
            }
            FaultKind::RateLimit(per_second) => {
                if !self.recent_calls.admit(call.caller, *per_second, now) {
                    let too_many = Replacement::Error { status: 429, code: None };
                    effects.replacement.get_or_insert(too_many);
                }
            }
        }
    }
}

/// The times of the admitted calls of the last second, by caller.
#[derive(Debug, Default)]
struct RecentCalls(HashMap<String, VecDeque<Instant>>);

impl RecentCalls {
    /// Returns whether a caller may make one more call. Refused calls are not counted.
    fn admit(&mut self, caller: &str, per_second: usize, now: Instant) -> bool {
        let recent = self.0.entry(caller.to_owned()).or_default();
        recent.retain(|call| now.duration_since(*call) < Duration::from_secs(1));
        let admitted = recent.len() < per_second;
        if admitted {
            recent.push_back(now);
        }
        admitted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNLOCK: Call<'_> = Call {
        endpoint: Endpoint::Unlock,
        secret: Some("s3cret"),
        lock: Some(1001),
        caller: "KISI-GROUP-LINK s3cret",
    };

    fn faults_with(scope: Scope, fault: Fault) -> Faults {
        let mut faults = Faults::default();
        faults.add(scope, fault);
        faults
    }

    fn fails(faults: &mut Faults, call: &Call<'_>) -> bool {
        faults.apply(call, Instant::now()).replacement.is_some()
    }

    #[test]
    fn a_fault_affects_only_the_calls_in_its_scope() {
        let other_call =
            Call { endpoint: Endpoint::Doors, secret: Some("other"), lock: None, ..UNLOCK };
        for (scope, endpoint) in [
            (Scope::All, Endpoint::Unlock),
            (Scope::Link("s3cret".to_owned()), Endpoint::Any),
            (Scope::Door(1001), Endpoint::Any),
        ] {
            let mut faults = faults_with(scope, Fault::status(500).on(endpoint));
            assert!(fails(&mut faults, &UNLOCK));
            assert!(!fails(&mut faults, &other_call));
        }
    }

    #[test]
    fn a_fault_of_the_first_two_calls_does_not_affect_the_third() {
        let mut faults = faults_with(Scope::All, Fault::status(500).first(2));
        let outcomes = [(); 3].map(|()| fails(&mut faults, &UNLOCK));
        assert_eq!(outcomes, [true, true, false]);
    }

    #[test]
    fn a_fault_after_two_calls_affects_the_third() {
        let mut faults = faults_with(Scope::All, Fault::status(500).after(2).first(1));
        let outcomes = [(); 4].map(|()| fails(&mut faults, &UNLOCK));
        assert_eq!(outcomes, [false, false, true, false]);
    }

    #[test]
    fn a_thirty_percent_fault_affects_about_that_share_and_the_same_calls_in_every_run() {
        let run = |seed| {
            let mut faults = faults_with(Scope::All, Fault::status(500).percent(30).seeded(seed));
            [(); 1_000].map(|()| fails(&mut faults, &UNLOCK))
        };
        let failures = run(0).iter().filter(|failed| **failed).count();
        assert!((250..350).contains(&failures), "{failures}");
        assert_eq!(run(0), run(0));
        assert_ne!(run(0), run(1));
    }

    #[test]
    fn delays_are_added_and_the_first_replacement_wins() {
        let mut faults = faults_with(Scope::All, Fault::delay(Duration::from_secs(1)));
        faults.add(Scope::All, Fault::delay(Duration::from_secs(2)));
        faults.add(Scope::All, Fault::status(503));
        faults.add(Scope::All, Fault::status(500));
        let effects = faults.apply(&UNLOCK, Instant::now());
        assert_eq!(effects.delay, Duration::from_secs(3));
        assert!(matches!(effects.replacement, Some(Replacement::Error { status: 503, .. })));
    }

    #[test]
    fn a_rate_limit_counts_the_calls_of_one_second_per_caller() {
        let mut faults = faults_with(Scope::All, Fault::rate_limit(2));
        let start = Instant::now();
        let other = Call { caller: "KISI-GROUP-LINK other", ..UNLOCK };
        let mut is_limited = |call: &Call<'_>, milliseconds| {
            let now = start + Duration::from_millis(milliseconds);
            faults.apply(call, now).replacement.is_some()
        };
        assert!(!is_limited(&UNLOCK, 0));
        assert!(!is_limited(&UNLOCK, 500));
        assert!(is_limited(&UNLOCK, 999));
        assert!(!is_limited(&other, 999));
        assert!(!is_limited(&UNLOCK, 1_000));
        assert!(is_limited(&UNLOCK, 1_001));
    }
}
