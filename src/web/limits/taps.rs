//! How many unlocks a client may make, and how many a link, by `governor`.

use std::{hash::Hash, num::NonZeroU32, time::Duration};

use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    middleware::NoOpMiddleware,
    state::keyed::DashMapStateStore,
};

use crate::{access::Fingerprint, settings, web::client::Network};

type Counter<K, C> = RateLimiter<K, DashMapStateStore<K>, C, NoOpMiddleware<<C as Clock>::Instant>>;

/// The limits on taps.
#[derive(Debug)]
pub(super) struct Taps<C: Clock = DefaultClock> {
    per_client: Counter<Network, C>,
    per_link: Counter<Fingerprint, C>,
    clock: C,
}

impl Taps {
    pub(super) fn new(settings: &settings::Limits) -> Self {
        Self::with_clock(settings, DefaultClock::default())
    }
}

impl<C: Clock + Clone> Taps<C> {
    fn with_clock(settings: &settings::Limits, clock: C) -> Self {
        Self {
            per_client: per_minute(settings.unlocks_per_minute, &clock),
            per_link: per_minute(settings.unlocks_per_link_per_minute, &clock),
            clock,
        }
    }

    /// Counts a tap. If it exceeds a limit, returns after what time the next one is allowed.
    pub(super) fn count(&self, client: Network, link: Fingerprint) -> Result<(), Duration> {
        self.count_one(&self.per_client, &client)?;
        self.count_one(&self.per_link, &link)
    }

    /// Drops clients and links whose quota has fully refilled.
    pub(super) fn drop_idle(&self) {
        self.per_client.retain_recent();
        self.per_link.retain_recent();
    }

    fn count_one<K: Hash + Eq + Clone>(
        &self,
        counter: &Counter<K, C>,
        key: &K,
    ) -> Result<(), Duration> {
        counter.check_key(key).map_err(|refused| refused.wait_time_from(self.clock.now()))
    }
}

fn per_minute<K: Hash + Eq + Clone, C: Clock + Clone>(
    most: NonZeroU32,
    clock: &C,
) -> Counter<K, C> {
    RateLimiter::new(Quota::per_minute(most), DashMapStateStore::default(), clock.clone())
}

#[cfg(test)]
mod tests {
    use governor::clock::FakeRelativeClock;

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
        let clock = FakeRelativeClock::default();
        let taps = Taps::with_clock(&settings.limits, clock.clone());
        let key = FingerprintKey::random().unwrap();
        let link = key.fingerprint(&LinkSecret::parse("link").unwrap());
        let [phone, other] = ["192.0.2.1", "192.0.2.2"].map(Network::for_tests);
        let half_a_minute = Duration::from_secs(30);
        assert_eq!([(); 3].map(|()| taps.count(phone, link)), [Ok(()), Ok(()), Err(half_a_minute)]);
        assert_eq!(taps.count(other, link), Ok(()));
        assert_eq!(taps.count(other, link), Err(Duration::from_secs(20)));
        clock.advance(half_a_minute);
        assert_eq!(taps.count(phone, link), Ok(()));
    }
}
