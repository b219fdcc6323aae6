//! A sliding second: at most so many calls arrive at Kisi in *any* second, and that many may begin
//! at once.
//!
//! A call takes a slot before it begins, and the slot is free again [`SECOND`] after the call has
//! ended. We see when a call begins and ends, but not when it arrives at Kisi: that is somewhere
//! between the two, and a call may overtake another one on its way. Counting from the end makes the
//! limit hold although calls overtake each other: of two calls that use the same slot, the second one
//! begins, and so arrives, at least one second after the first one arrived.
//!
//! There is one exception: a call that has not ended [`ON_ITS_WAY`] after it began is taken to have
//! arrived by then, so that a Kisi that hangs does not use up all slots.
//!
//! Unlocks go before door lists. Door lists also leave some slots free, because a burst of them
//! would otherwise make the tap that follows wait for a second.
//!
//! The crate `governor` cannot do this: its algorithm (GCRA) allows a burst and a steady rate
//! together, which is up to twice the limit within one second.
//!
//! Everything here is plain data, and the time is an argument.

use std::time::{Duration, Instant};

use super::error::Endpoint;

/// The period of Kisi's rate limit.
pub(super) const SECOND: Duration = Duration::from_secs(1);
/// A call is on its way to Kisi for this time at most.
pub(super) const ON_ITS_WAY: Duration = Duration::from_secs(1);

/// The slots of one rate limit.
#[derive(Debug)]
pub(super) struct Slots {
    most: usize,
    /// How many slots door lists leave free.
    kept_for_unlocks: usize,
    /// What each slot is used for. A slot is added when all others are in use, up to `most`.
    uses: Vec<Use>,
    unlocks_waiting: usize,
}

/// What a slot is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    /// Nothing.
    Free,
    /// A call that has not begun.
    Taken,
    /// A call that began at this time.
    Begun(Instant),
    /// A call that ended at this time.
    Ended(Instant),
}

/// What a call without a slot has to wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wait {
    /// No slot can be free before this time.
    Until(Instant),
    /// An unlock waits, and goes first.
    ForUnlocks,
}

impl Use {
    /// When the slot is free at the earliest, as far as this is known at `now`.
    fn free_at(self, now: Instant) -> Instant {
        let arrived = match self {
            Self::Free => return now,
            Self::Taken => now,
            Self::Begun(at) => now.min(at + ON_ITS_WAY),
            Self::Ended(at) => at,
        };
        arrived + SECOND
    }
}

impl Slots {
    /// Whether a slot is not free at `now`.
    pub(super) fn are_in_use(&self, now: Instant) -> bool {
        self.uses.iter().any(|slot| slot.free_at(now) > now)
    }

    /// At most `most` calls a second. Door lists leave `kept_for_unlocks` of them free.
    pub(super) fn new(most: usize, kept_for_unlocks: usize) -> Self {
        Self { most, kept_for_unlocks, uses: Vec::new(), unlocks_waiting: 0 }
    }

    /// Takes a slot for a call at `now`, if there is one, and returns its number.
    pub(super) fn take(&mut self, endpoint: Endpoint, now: Instant) -> Result<usize, Wait> {
        let most = match endpoint {
            Endpoint::Unlock => self.most,
            Endpoint::Doors if self.unlocks_waiting > 0 => return Err(Wait::ForUnlocks),
            Endpoint::Doors => self.most - self.kept_for_unlocks,
        };
        let free_at = self.uses.iter().map(|slot| slot.free_at(now));
        let mut not_free: Vec<_> = free_at.filter(|free_at| *free_at > now).collect();
        if not_free.len() < most {
            return Ok(self.take_free(now));
        }
        let too_many = not_free.len() - most;
        let (_, free_at, _) = not_free.select_nth_unstable(too_many);
        Err(Wait::Until(*free_at))
    }

    fn take_free(&mut self, now: Instant) -> usize {
        let free = self.uses.iter().position(|slot| slot.free_at(now) <= now);
        let slot = free.unwrap_or_else(|| {
            // Most links make one call, and there may be a hundred thousand of them.
            self.uses.reserve_exact(1);
            self.uses.push(Use::Free);
            self.uses.len() - 1
        });
        self.uses[slot] = Use::Taken;
        slot
    }

    /// Gives back a slot whose call does not begin.
    pub(super) fn give_back(&mut self, slot: usize) {
        self.uses[slot] = Use::Free;
    }

    /// The call that has taken `slot` begins at `now`.
    pub(super) fn begin(&mut self, slot: usize, now: Instant) {
        self.uses[slot] = Use::Begun(now);
    }

    /// The call that began at `begin` in `slot` has ended at `now`. If it took long, the slot may
    /// already be another call's.
    pub(super) fn end(&mut self, slot: usize, begin: Instant, now: Instant) {
        if self.uses[slot] == Use::Begun(begin) {
            self.uses[slot] = Use::Ended(now.min(begin + ON_ITS_WAY));
        }
    }

    /// An unlock begins to wait: until it stops, door lists get no slot.
    pub(super) fn unlock_waits(&mut self) {
        self.unlocks_waiting += 1;
    }

    /// An unlock has a slot, or gave up. Returns whether door lists may get slots again.
    pub(super) fn unlock_stops_waiting(&mut self) -> bool {
        self.unlocks_waiting -= 1;
        self.unlocks_waiting == 0
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    const MILLISECOND: Duration = Duration::from_millis(1);

    /// A call, at which it comes, and how long it takes. It arrives at Kisi at some time between.
    #[derive(Clone, Debug)]
    struct Call {
        endpoint: Endpoint,
        comes: Duration,
        arrives_after: Duration,
        answered_after: Duration,
    }

    fn call() -> impl Strategy<Value = Call> {
        let endpoint = prop_oneof![Just(Endpoint::Doors), Just(Endpoint::Unlock)];
        let way = prop_oneof![0..300_u64, 900..1_001_u64];
        let back = prop_oneof![1..300_u64, Just(5_000)];
        (endpoint, 0..4_000_u64, way, back).prop_map(|(endpoint, comes, way, back)| Call {
            endpoint,
            comes: Duration::from_millis(comes),
            arrives_after: Duration::from_millis(way),
            answered_after: Duration::from_millis(way + back),
        })
    }

    /// Calls that wait for slots, and those that have begun.
    struct Run {
        slots: Slots,
        waiting: Vec<Call>,
        begun: Vec<Begun>,
        now: Instant,
    }

    struct Begun {
        call: Call,
        slot: usize,
        begin: Instant,
    }

    impl Begun {
        fn end(&self) -> Instant {
            self.begin + self.call.answered_after
        }

        fn counts_until(&self) -> Instant {
            self.end().min(self.begin + ON_ITS_WAY) + SECOND
        }
    }

    impl Run {
        /// Lets the calls wait in the order in which they come, each kind in its own queue. Time
        /// passes in steps: to when the next call comes or ends, or stops waiting.
        fn of(slots: Slots, mut calls: Vec<Call>) -> Self {
            calls.sort_by_key(|call| call.comes);
            let (count, start) = (calls.len(), Instant::now());
            let mut run = Self { slots, waiting: Vec::new(), begun: Vec::new(), now: start };
            let mut coming = calls.into_iter().peekable();
            while run.begun.len() < count {
                while let Some(call) = coming.next_if(|call| start + call.comes <= run.now) {
                    if call.endpoint == Endpoint::Unlock {
                        run.slots.unlock_waits();
                    }
                    run.waiting.push(call);
                }
                for Begun { slot, begin, .. } in run.begun.iter().filter(|it| it.end() == run.now) {
                    run.slots.end(*slot, *begin, run.now);
                }
                let mut next = coming.peek().map(|call| start + call.comes);
                for endpoint in [Endpoint::Doors, Endpoint::Unlock, Endpoint::Doors] {
                    next = next.into_iter().chain(run.begin_all(endpoint)).min();
                }
                let ends = run.begun.iter().map(Begun::end).filter(|end| *end > run.now);
                run.now = ends.chain(next).min().unwrap();
            }
            run
        }

        /// Begins all calls of this kind that may begin. Returns until when the others wait.
        fn begin_all(&mut self, endpoint: Endpoint) -> Option<Instant> {
            loop {
                let unlock_waits = self.waiting.iter().any(|it| it.endpoint == Endpoint::Unlock);
                let first = self.waiting.iter().position(|it| it.endpoint == endpoint)?;
                match self.slots.take(endpoint, self.now) {
                    Ok(slot) => {
                        assert!(endpoint == Endpoint::Unlock || !unlock_waits, "unlocks go first");
                        let call = self.waiting.remove(first);
                        if endpoint == Endpoint::Unlock {
                            self.slots.unlock_stops_waiting();
                        }
                        self.slots.begin(slot, self.now);
                        self.begun.push(Begun { call, slot, begin: self.now });
                    }
                    Err(Wait::Until(at)) => {
                        self.is_not_too_late(endpoint, at);
                        return Some(at);
                    }
                    Err(Wait::ForUnlocks) => {
                        assert!(endpoint == Endpoint::Doors && unlock_waits);
                        return None;
                    }
                }
            }
        }

        /// Checks that no slot is free for such a call before `at`.
        fn is_not_too_late(&self, endpoint: Endpoint, at: Instant) {
            let kept = if endpoint == Endpoint::Doors { self.slots.kept_for_unlocks } else { 0 };
            let until = self.begun.iter().map(Begun::counts_until);
            let mut until: Vec<_> = until.filter(|until| *until > self.now).collect();
            until.sort();
            let free_at = until[until.len() + kept - self.slots.most];
            assert!(self.now < at && at <= free_at);
        }

        fn most_begin_in_a_second(&self) -> usize {
            most_in_a_second(self.begun.iter().map(|it| it.begin))
        }

        fn most_arrive_in_a_second(&self) -> usize {
            most_in_a_second(self.begun.iter().map(|it| it.begin + it.call.arrives_after))
        }
    }

    fn most_in_a_second(times: impl Iterator<Item = Instant>) -> usize {
        let times: Vec<_> = times.collect();
        let second_until =
            |end: &Instant| times.iter().filter(|it| **it <= *end && *end - **it < SECOND).count();
        times.iter().map(second_until).max().unwrap_or(0)
    }

    #[expect(clippy::disallowed_methods, reason = "tests have no settings")]
    fn cases() -> u32 {
        std::env::var("DOORSTEP_TEST_CASES").map_or(200, |cases| cases.parse().unwrap())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(cases()))]

        #[test]
        fn in_no_second_more_calls_begin_or_arrive_than_allowed(
            most in 1..8_usize,
            kept in 0..2_usize,
            calls in vec(call(), 1..40),
        ) {
            let run = Run::of(Slots::new(most, kept.min(most - 1)), calls);
            prop_assert!(run.most_begin_in_a_second() <= most);
            prop_assert!(run.most_arrive_in_a_second() <= most);
        }
    }

    #[test]
    fn a_whole_second_of_calls_may_begin_at_once() {
        let (mut slots, now) = (Slots::new(5, 1), Instant::now());
        let after = |milliseconds| now + milliseconds * MILLISECOND;
        for slot in 0..4 {
            assert_eq!(slots.take(Endpoint::Doors, now), Ok(slot));
            slots.begin(slot, now);
        }
        assert_eq!(slots.take(Endpoint::Doors, now), Err(Wait::Until(after(1_000))));
        assert_eq!(slots.take(Endpoint::Unlock, now), Ok(4), "a tap after them does not wait");
        slots.begin(4, now);
        for slot in 0..5 {
            slots.end(slot, now, after(100));
        }
        assert_eq!(slots.take(Endpoint::Unlock, after(101)), Err(Wait::Until(after(1_100))));
        assert_eq!(slots.take(Endpoint::Unlock, after(1_100)), Ok(0));
    }

    #[test]
    fn a_slot_whose_call_does_not_begin_is_free_at_once() {
        let (mut slots, now) = (Slots::new(1, 0), Instant::now());
        assert_eq!(slots.take(Endpoint::Unlock, now), Ok(0));
        assert_eq!(slots.take(Endpoint::Unlock, now), Err(Wait::Until(now + SECOND)));
        slots.give_back(0);
        assert_eq!(slots.take(Endpoint::Unlock, now), Ok(0));
    }

    #[test]
    fn a_call_that_hangs_does_not_keep_its_slot() {
        let (mut slots, now) = (Slots::new(1, 0), Instant::now());
        assert_eq!(slots.take(Endpoint::Doors, now), Ok(0));
        slots.begin(0, now);
        let later = now + ON_ITS_WAY + SECOND;
        assert_eq!(slots.take(Endpoint::Unlock, later), Ok(0));
        slots.begin(0, later);
        slots.end(0, now, later);
        assert_eq!(slots.take(Endpoint::Unlock, later), Err(Wait::Until(later + SECOND)));
    }
}
