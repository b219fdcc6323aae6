//! Rate limits per client and per link, by `governor`.

use std::{
    hash::Hash,
    num::NonZeroU32,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use governor::{
    Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
    middleware::StateInformationMiddleware,
    state::keyed::DashMapStateStore,
};
use moka::sync::Cache;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::client::Client;
use crate::{access::Fingerprint, settings};

type Counter<K> = RateLimiter<K, DashMapStateStore<K>, DefaultClock, StateInformationMiddleware>;

/// The limits of `[limits]`.
pub(super) struct Limits {
    unlocks: Counter<Client>,
    unlocks_per_link: Counter<Fingerprint>,
    unknown_links: Counter<Client>,
    /// How many look-ups of unknown links a client may have under way: as many as it may make in a
    /// minute.
    at_once: u32,
    lookups: Cache<Client, Arc<Lookups>>,
}

/// The limit is exceeded; a retry is allowed after this time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooMany(pub(super) Duration);

/// The look-ups of one client for links that are not cached.
struct Lookups {
    /// One permit for each look-up under way.
    permits: Arc<Semaphore>,
    /// Until when the client has to wait, once it asked for too many unknown links.
    blocked_until: Mutex<Option<Instant>>,
}

impl Lookups {
    fn blocked_until(&self) -> Option<Instant> {
        *self.blocked_until.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn check(&self) -> Result<(), TooMany> {
        let now = Instant::now();
        match self.blocked_until() {
            Some(until) if until > now => Err(TooMany(until - now)),
            _ => Ok(()),
        }
    }
}

/// A permit to look up a link that is not cached; it is held while Kisi is asked. `None` only if
/// the semaphore was closed, which never happens.
type Permit = Option<OwnedSemaphorePermit>;

impl Limits {
    pub(super) fn new(settings: &settings::Limits) -> Self {
        let lookups = Cache::builder().max_capacity(100_000).time_to_idle(Duration::from_mins(2));
        Self {
            unlocks: per_minute(settings.unlocks_per_minute),
            unlocks_per_link: per_minute(settings.unlocks_per_link_per_minute),
            unknown_links: per_minute(settings.unknown_links_per_minute),
            at_once: settings.unknown_links_per_minute.get(),
            lookups: lookups.build(),
        }
    }

    /// Counts a tap.
    pub(super) fn tap(&self, client: Client, link: Fingerprint) -> Result<(), TooMany> {
        count(&self.unlocks, &client)?;
        count(&self.unlocks_per_link, &link)?;
        Ok(())
    }

    /// Acquires a permit for `client` to look up a link that is not cached.
    ///
    /// A cached link needs no permit, so colleagues of a guesser at the same address keep their
    /// doors. A client has at most as many look-ups under way as it may make in a minute;
    /// otherwise a flood of guesses would be answered before the first one is counted. A client
    /// that exceeded its limit makes one look-up at a time.
    pub(super) async fn permit(&self, client: Client) -> Result<Permit, TooMany> {
        let lookups = self.lookups.get_with(client, || {
            let permits = usize::try_from(self.at_once).unwrap_or(usize::MAX);
            let permits = Arc::new(Semaphore::new(permits.min(Semaphore::MAX_PERMITS)));
            Arc::new(Lookups { permits, blocked_until: Mutex::new(None) })
        });
        lookups.check()?;
        let permits = if lookups.blocked_until().is_some() { self.at_once } else { 1 };
        let permit = Arc::clone(&lookups.permits).acquire_many_owned(permits).await;
        lookups.check()?;
        Ok(permit.ok())
    }

    /// Records an unknown-link answer. A client over its quota must wait until the rate limiter
    /// would admit one more.
    pub(super) fn record_unknown_link(&self, client: Client) {
        let wait = match self.unknown_links.check_key(&client) {
            Ok(counted) if counted.remaining_burst_capacity() > 0 => return,
            Ok(counted) => counted.quota().replenish_interval(),
            Err(refused) => refused.wait_time_from(DefaultClock::default().now()),
        };
        if let Some(lookups) = self.lookups.get(&client) {
            let until = Some(Instant::now() + wait);
            *lookups.blocked_until.lock().unwrap_or_else(PoisonError::into_inner) = until;
        }
    }

    /// Drops limiter entries whose quota has fully refilled.
    pub(super) fn drop_idle(&self) {
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
