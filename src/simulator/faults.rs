//! All faults that were placed: which of them happen to a call.
//!
//! The dice are a count that is scrambled, so that the same calls meet the same faults in every run.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use super::fault::{Alteration, Endpoint, Fault, Instead, Kind};

/// Whom a fault was placed for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    Everyone,
    Link(String),
    Door(u64),
}

/// A call, as far as faults tell calls apart.
#[derive(Debug)]
pub(super) struct Target<'a> {
    pub(super) endpoint: Endpoint,
    pub(super) secret: Option<&'a str>,
    pub(super) lock: Option<u64>,
    /// The whole `Authorization` header: what Kisi limits by.
    pub(super) caller: &'a str,
}

/// What the faults make of one call.
#[derive(Debug, Default)]
pub(super) struct Mishap {
    pub(super) delay: Duration,
    pub(super) instead: Option<Instead>,
    pub(super) retry_after: Option<u64>,
    pub(super) alterations: Vec<Alteration>,
}

/// All faults that were placed, in their order.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<Placed>);

impl Faults {
    pub(super) fn place(&mut self, scope: Scope, fault: Fault) {
        self.0.push(Placed { scope, fault, seen: 0, last_second: LastSecond::default() });
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    pub(super) fn clear_for(&mut self, scope: &Scope) {
        self.0.retain(|placed| placed.scope != *scope);
    }

    /// Decides what happens to a call, and remembers that it was made.
    pub(super) fn strike(&mut self, target: &Target<'_>, now: Instant) -> Mishap {
        let mut mishap = Mishap::default();
        for placed in &mut self.0 {
            if placed.concerns(target, now) && placed.happens() {
                placed.befall(&mut mishap, target, now);
            }
        }
        mishap
    }
}

#[derive(Debug)]
struct Placed {
    scope: Scope,
    fault: Fault,
    seen: u64,
    last_second: LastSecond,
}

impl Placed {
    fn concerns(&self, target: &Target<'_>, now: Instant) -> bool {
        let in_scope = match &self.scope {
            Scope::Everyone => true,
            Scope::Link(secret) => target.secret == Some(secret),
            Scope::Door(lock) => target.lock == Some(*lock),
        };
        in_scope
            && self.fault.endpoint.covers(target.endpoint)
            && self.fault.until.is_none_or(|end| now < end)
    }

    fn happens(&mut self) -> bool {
        let turn = self.seen;
        self.seen += 1;
        self.fault.first.is_none_or(|first| turn < first)
            && scramble(self.fault.seed.wrapping_add(turn)) % 100 < self.fault.percent
    }

    fn befall(&mut self, mishap: &mut Mishap, target: &Target<'_>, now: Instant) {
        let instead = match &self.fault.kind {
            Kind::Delay(duration) => {
                mishap.delay += *duration;
                return;
            }
            Kind::Altered(alteration) => {
                mishap.alterations.push(alteration.clone());
                return;
            }
            Kind::RateLimit(per_second)
                if self.last_second.admits(target.caller, *per_second, now) =>
            {
                return;
            }
            Kind::RateLimit(_) => Instead::Error { status: 429, code: None },
            Kind::Instead(instead) => instead.clone(),
        };
        if mishap.instead.is_none() {
            mishap.instead = Some(instead);
            mishap.retry_after = self.fault.retry_after;
        }
    }
}

/// By caller, when the calls of the last second came.
#[derive(Debug, Default)]
struct LastSecond(HashMap<String, VecDeque<Instant>>);

impl LastSecond {
    /// Whether a caller may make one more call. Those that were refused do not count.
    fn admits(&mut self, caller: &str, per_second: usize, now: Instant) -> bool {
        let recent = self.0.entry(caller.to_owned()).or_default();
        recent.retain(|call| now.duration_since(*call) < Duration::from_secs(1));
        let admits = recent.len() < per_second;
        if admits {
            recent.push_back(now);
        }
        admits
    }
}

/// Turns a count into a number that looks random (the finish of `SplitMix64`).
fn scramble(count: u64) -> u64 {
    let mut bits = count.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNLOCK: Target<'_> = Target {
        endpoint: Endpoint::Unlock,
        secret: Some("s3cret"),
        lock: Some(1001),
        caller: "KISI-GROUP-LINK s3cret",
    };

    fn placed(scope: Scope, fault: Fault) -> Faults {
        let mut faults = Faults::default();
        faults.place(scope, fault);
        faults
    }

    fn fails(faults: &mut Faults, target: &Target<'_>) -> bool {
        faults.strike(target, Instant::now()).instead.is_some()
    }

    #[test]
    fn a_fault_concerns_only_the_calls_it_was_placed_for() {
        let elsewhere =
            Target { endpoint: Endpoint::Doors, secret: Some("other"), lock: None, ..UNLOCK };
        for (scope, endpoint) in [
            (Scope::Everyone, Endpoint::Unlock),
            (Scope::Link("s3cret".to_owned()), Endpoint::Any),
            (Scope::Door(1001), Endpoint::Any),
        ] {
            let mut faults = placed(scope, Fault::status(500).on(endpoint));
            assert!(fails(&mut faults, &UNLOCK));
            assert!(!fails(&mut faults, &elsewhere));
        }
    }

    #[test]
    fn a_fault_ends_at_its_moment() {
        let now = Instant::now();
        let end = now + Duration::from_secs(1);
        let mut faults = placed(Scope::Everyone, Fault::status(500).until(end));
        assert!(faults.strike(&UNLOCK, now).instead.is_some());
        assert!(faults.strike(&UNLOCK, end).instead.is_none());
    }

    #[test]
    fn a_fault_of_the_first_two_calls_spares_the_third() {
        let mut faults = placed(Scope::Everyone, Fault::status(500).first(2));
        let outcomes = [(); 3].map(|()| fails(&mut faults, &UNLOCK));
        assert_eq!(outcomes, [true, true, false]);
    }

    #[test]
    fn thirty_percent_are_about_thirty_in_a_hundred_and_always_the_same() {
        let run = |seed| {
            let mut faults = placed(Scope::Everyone, Fault::status(500).percent(30).seeded(seed));
            [(); 1_000].map(|()| fails(&mut faults, &UNLOCK))
        };
        let struck = run(0).iter().filter(|failed| **failed).count();
        assert!((250..350).contains(&struck), "{struck}");
        assert_eq!(run(0), run(0));
        assert_ne!(run(0), run(1));
    }

    #[test]
    fn delays_add_up_and_the_first_answer_wins() {
        let mut faults = placed(Scope::Everyone, Fault::delay(Duration::from_secs(1)));
        faults.place(Scope::Everyone, Fault::delay(Duration::from_secs(2)));
        faults.place(Scope::Everyone, Fault::status(503).retry_after(7));
        faults.place(Scope::Everyone, Fault::status(500));
        let mishap = faults.strike(&UNLOCK, Instant::now());
        assert_eq!(mishap.delay, Duration::from_secs(3));
        assert_eq!(mishap.retry_after, Some(7));
        assert!(matches!(mishap.instead, Some(Instead::Error { status: 503, .. })));
    }

    #[test]
    fn a_rate_limit_counts_each_caller_for_one_second() {
        let mut faults = placed(Scope::Everyone, Fault::rate_limit(2));
        let start = Instant::now();
        let other = Target { caller: "KISI-GROUP-LINK other", ..UNLOCK };
        let mut limited = |target: &Target<'_>, milliseconds| {
            let now = start + Duration::from_millis(milliseconds);
            faults.strike(target, now).instead.is_some()
        };
        assert!(!limited(&UNLOCK, 0));
        assert!(!limited(&UNLOCK, 500));
        assert!(limited(&UNLOCK, 999));
        assert!(!limited(&other, 999));
        assert!(!limited(&UNLOCK, 1_000));
        assert!(limited(&UNLOCK, 1_001));
    }

    #[test]
    fn faults_of_one_link_are_taken_back_alone() {
        let mut faults = placed(Scope::Link("s3cret".to_owned()), Fault::hang());
        faults.place(Scope::Door(1001), Fault::reset());
        faults.clear_for(&Scope::Link("s3cret".to_owned()));
        let mishap = faults.strike(&UNLOCK, Instant::now());
        assert!(matches!(mishap.instead, Some(Instead::Reset)));
    }
}
