//! A token bucket that only remembers when it will be full again.
//!
//! The crate `governor` cannot be used for guesses: its tokens cannot be given back, and a guess is
//! paid for when Kisi has answered, not when it is asked. As the bucket is here, taps use it, too.

use std::time::{Duration, Instant};

/// How many tokens a bucket holds, and how fast they come back.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quota {
    pub(super) capacity: u32,
    /// The time in which one token comes back.
    pub(super) interval: Duration,
}

/// The tokens of one client, or of all clients together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bucket {
    quota: Quota,
    full_at: Instant,
}

impl Bucket {
    /// A full bucket.
    pub(super) fn new(quota: Quota, now: Instant) -> Self {
        Self { quota, full_at: now }
    }

    pub(super) fn is_full(&self, now: Instant) -> bool {
        self.full_at <= now
    }

    pub(super) fn interval(&self) -> Duration {
        self.quota.interval
    }

    pub(super) fn capacity(&self) -> u32 {
        self.quota.capacity
    }

    /// The number of whole tokens in the bucket.
    pub(super) fn tokens(&self, now: Instant) -> u32 {
        let missing = self.full_at.saturating_duration_since(now).as_nanos();
        let missing = missing.div_ceil(self.quota.interval.as_nanos().max(1));
        self.quota.capacity.saturating_sub(u32::try_from(missing).unwrap_or(u32::MAX))
    }

    /// Takes a token. An empty bucket stays empty.
    pub(super) fn take(&mut self, now: Instant) {
        let empty = now + self.quota.interval * self.quota.capacity;
        self.full_at = (self.full_at.max(now) + self.quota.interval).min(empty);
    }

    /// Takes all tokens; the first one comes back one interval after `at`.
    pub(super) fn empty(&mut self, at: Instant) {
        self.full_at = at + self.quota.interval * self.quota.capacity;
    }

    /// Gives back tokens that were taken by mistake.
    pub(super) fn give_back(&mut self, tokens: u32) {
        self.full_at =
            self.full_at.checked_sub(self.quota.interval * tokens).unwrap_or(self.full_at);
    }

    /// How long it takes until a token is in the bucket; zero if there is one.
    pub(super) fn wait(&self, now: Instant) -> Duration {
        let first = self.quota.interval * self.quota.capacity.saturating_sub(1);
        self.full_at.saturating_duration_since(now).saturating_sub(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUOTA: Quota = Quota { capacity: 20, interval: Duration::from_secs(3) };

    #[test]
    fn tokens_are_taken_and_come_back_one_by_one() {
        let now = Instant::now();
        let mut bucket = Bucket::new(QUOTA, now);
        assert_eq!((bucket.tokens(now), bucket.wait(now)), (20, Duration::ZERO));
        for _ in 0..20 {
            bucket.take(now);
        }
        assert_eq!((bucket.tokens(now), bucket.wait(now)), (0, QUOTA.interval));
        let later = |seconds| now + Duration::from_secs(seconds);
        assert_eq!(bucket.wait(later(1)), Duration::from_secs(2));
        assert_eq!(
            [2, 3, 6, 59, 60, 999].map(|at| bucket.tokens(later(at))),
            [0, 1, 2, 19, 20, 20]
        );
        assert!(!bucket.is_full(later(59)) && bucket.is_full(later(60)));
    }

    #[test]
    fn an_empty_bucket_stays_empty_and_owes_nothing() {
        let now = Instant::now();
        let mut bucket = Bucket::new(QUOTA, now);
        for _ in 0..1_000 {
            bucket.take(now);
        }
        assert_eq!(bucket.wait(now), QUOTA.interval);
        bucket.give_back(7);
        assert_eq!(bucket.tokens(now), 7);
        bucket.give_back(999);
        assert_eq!(bucket.tokens(now), 20);
    }
}
