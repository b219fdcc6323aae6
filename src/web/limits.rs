//! How much one client or one link may ask for, by `governor`.

use std::{
    hash::Hash,
    num::NonZeroU32,
    time::{Duration, Instant},
};

use governor::{
    Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
    middleware::StateInformationMiddleware,
    state::keyed::DashMapStateStore,
};
use moka::sync::Cache;

use super::client::Client;
use crate::{access::Fingerprint, settings};

type Counter<K> = RateLimiter<K, DashMapStateStore<K>, DefaultClock, StateInformationMiddleware>;

/// The limits of `[limits]`.
pub(super) struct Limits {
    unlocks: Counter<Client>,
    unlocks_per_link: Counter<Fingerprint>,
    unknown_links: Counter<Client>,
    /// Clients that guessed too often, and until when they have to wait.
    slowed: Cache<Client, Instant>,
}

/// Too many; allowed again after this time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooMany(pub(super) Duration);

impl Limits {
    pub(super) fn new(settings: &settings::Limits) -> Self {
        let slowed = Cache::builder().max_capacity(100_000).time_to_live(Duration::from_mins(1));
        Self {
            unlocks: per_minute(settings.unlocks_per_minute),
            unlocks_per_link: per_minute(settings.unlocks_per_link_per_minute),
            unknown_links: per_minute(settings.unknown_links_per_minute),
            slowed: slowed.build(),
        }
    }

    /// Counts a tap.
    pub(super) fn tap(&self, client: Client, link: Fingerprint) -> Result<(), TooMany> {
        count(&self.unlocks, &client)?;
        count(&self.unlocks_per_link, &link)?;
        Ok(())
    }

    /// Whether `client` may ask for a link that is not known. Asking for one that is known to be
    /// right stays free: colleagues of a guesser, who share its address, keep their doors.
    pub(super) fn may_ask(&self, client: Client) -> Result<(), TooMany> {
        let now = Instant::now();
        match self.slowed.get(&client) {
            Some(until) if until > now => Err(TooMany(until - now)),
            _ => Ok(()),
        }
    }

    /// Counts a link that nobody knows. Whoever used up what is allowed is slowed down from here
    /// on to one guess each time another becomes allowed.
    pub(super) fn guessed(&self, client: Client) {
        let wait = match self.unknown_links.check_key(&client) {
            Ok(counted) if counted.remaining_burst_capacity() > 0 => return,
            Ok(counted) => counted.quota().replenish_interval(),
            Err(refused) => refused.wait_time_from(DefaultClock::default().now()),
        };
        self.slowed.insert(client, Instant::now() + wait);
    }

    /// Forgets who has not been heard of for so long that their counts are full again.
    pub(super) fn forget_idle(&self) {
        self.unlocks.retain_recent();
        self.unlocks_per_link.retain_recent();
        self.unknown_links.retain_recent();
    }
}

fn per_minute<K: Hash + Eq + Clone>(most: NonZeroU32) -> Counter<K> {
    RateLimiter::dashmap(Quota::per_minute(most)).with_middleware::<StateInformationMiddleware>()
}

fn count<K: Hash + Eq + Clone>(counter: &Counter<K>, key: &K) -> Result<(), TooMany> {
    let clock = DefaultClock::default();
    match counter.check_key(key) {
        Ok(_counted) => Ok(()),
        Err(refused) => Err(TooMany(refused.wait_time_from(clock.now()))),
    }
}
