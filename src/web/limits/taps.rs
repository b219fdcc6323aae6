//! How many unlocks a client may make, and how many a link.

use std::{
    collections::HashMap,
    hash::Hash,
    num::NonZeroU32,
    time::{Duration, Instant},
};

use super::bucket::{Bucket, Quota};
use crate::{access::Fingerprint, settings, web::client::Network};

/// The limits on taps.
#[derive(Debug)]
pub(super) struct Taps {
    per_client: Buckets<Network>,
    per_link: Buckets<Fingerprint>,
}

impl Taps {
    pub(super) fn new(settings: &settings::Limits) -> Self {
        Self {
            per_client: Buckets::new(settings.unlocks_per_minute),
            per_link: Buckets::new(settings.unlocks_per_link_per_minute),
        }
    }

    /// Counts a tap. If it exceeds a limit, returns after what time the next one is allowed.
    pub(super) fn count(
        &mut self,
        client: Network,
        link: Fingerprint,
        now: Instant,
    ) -> Result<(), Duration> {
        self.per_client.take(client, now)?;
        self.per_link.take(link, now)
    }

    /// Drops clients and links whose quota has fully refilled.
    pub(super) fn drop_idle(&mut self, now: Instant) {
        self.per_client.drop_full(now);
        self.per_link.drop_full(now);
    }
}

/// The buckets of those that have not all of their tokens.
#[derive(Debug)]
struct Buckets<K> {
    quota: Quota,
    buckets: HashMap<K, Bucket>,
}

impl<K: Hash + Eq> Buckets<K> {
    fn new(per_minute: NonZeroU32) -> Self {
        let (capacity, interval) = (per_minute.get(), Duration::from_mins(1) / per_minute.get());
        Self { quota: Quota { capacity, interval }, buckets: HashMap::new() }
    }

    /// Takes a token, or returns how long it takes until there is one.
    fn take(&mut self, key: K, now: Instant) -> Result<(), Duration> {
        let bucket = self.buckets.entry(key).or_insert_with(|| Bucket::new(self.quota, now));
        let wait = bucket.wait(now);
        if !wait.is_zero() {
            return Err(wait);
        }
        bucket.take(now);
        Ok(())
    }

    fn drop_full(&mut self, now: Instant) {
        self.buckets.retain(|_, bucket| !bucket.is_full(now));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        access::{FingerprintKey, LinkSecret},
        settings::for_tests,
    };

    #[test]
    fn taps_are_limited_per_client_and_per_link() {
        let settings = for_tests(&[
            ("limits.unlocks_per_minute", "2"),
            ("limits.unlocks_per_link_per_minute", "3"),
        ]);
        let (mut taps, now) = (Taps::new(&settings.limits), Instant::now());
        let key = FingerprintKey::random().unwrap();
        let link = key.fingerprint(&LinkSecret::parse("link").unwrap());
        let [phone, other] = ["192.0.2.1", "192.0.2.2"].map(Network::for_tests);
        let half_a_minute = Duration::from_secs(30);
        let mut count = |client, at| taps.count(client, link, at);
        assert_eq!([now; 3].map(|at| count(phone, at)), [Ok(()), Ok(()), Err(half_a_minute)]);
        assert_eq!(count(other, now), Ok(()));
        assert_eq!(count(other, now), Err(Duration::from_secs(20)));
        assert_eq!(count(phone, now + half_a_minute), Ok(()));
    }

    #[test]
    fn clients_and_links_are_dropped_when_their_quota_has_refilled() {
        let settings = for_tests(&[("limits.unlocks_per_minute", "2")]);
        let (mut taps, now) = (Taps::new(&settings.limits), Instant::now());
        let link = FingerprintKey::random().unwrap();
        let link = link.fingerprint(&LinkSecret::parse("link").unwrap());
        taps.count(Network::for_tests("192.0.2.1"), link, now).unwrap();
        let mut kept = |after| {
            taps.drop_idle(now + Duration::from_secs(after));
            (taps.per_client.buckets.len(), taps.per_link.buckets.len())
        };
        assert_eq!([1, 29, 30].map(&mut kept), [(1, 1), (1, 0), (0, 0)]);
    }
}
