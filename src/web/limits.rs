//! How much one client or one link may ask for, by `governor`.

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
    /// How many unknown links a client may ask for at once, which is as many as in a minute.
    at_once: u32,
    askers: Cache<Client, Arc<Asker>>,
}

/// Too many; allowed again after this time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooMany(pub(super) Duration);

/// A client that asks for links which are not known.
struct Asker {
    /// One for each question under way.
    turns: Arc<Semaphore>,
    /// Until when it has to wait, if it guessed too often.
    slowed: Mutex<Option<Instant>>,
}

impl Asker {
    fn slowed(&self) -> Option<Instant> {
        *self.slowed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn has_to_wait(&self) -> Result<(), TooMany> {
        let now = Instant::now();
        match self.slowed() {
            Some(until) if until > now => Err(TooMany(until - now)),
            _ => Ok(()),
        }
    }
}

/// Leave to ask for a link that is not known, to be held while Kisi is asked. Nothing ever closes
/// the semaphore, so there always is one.
type Turn = Option<OwnedSemaphorePermit>;

impl Limits {
    pub(super) fn new(settings: &settings::Limits) -> Self {
        let askers = Cache::builder().max_capacity(100_000).time_to_idle(Duration::from_mins(2));
        Self {
            unlocks: per_minute(settings.unlocks_per_minute),
            unlocks_per_link: per_minute(settings.unlocks_per_link_per_minute),
            unknown_links: per_minute(settings.unknown_links_per_minute),
            at_once: settings.unknown_links_per_minute.get(),
            askers: askers.build(),
        }
    }

    /// Counts a tap.
    pub(super) fn tap(&self, client: Client, link: Fingerprint) -> Result<(), TooMany> {
        count(&self.unlocks, &client)?;
        count(&self.unlocks_per_link, &link)?;
        Ok(())
    }

    /// Leave for `client` to ask for a link that is not known.
    ///
    /// Asking for one that is known to be right needs no leave: colleagues of a guesser, who
    /// share its address, keep their doors. Nobody has more questions under way than guesses in a
    /// minute, or a flood of them would be answered before the first was counted; and whoever
    /// guessed too often asks one at a time.
    pub(super) async fn turn(&self, client: Client) -> Result<Turn, TooMany> {
        let asker = self.askers.get_with(client, || {
            let turns = usize::try_from(self.at_once).unwrap_or(usize::MAX);
            let turns = Arc::new(Semaphore::new(turns.min(Semaphore::MAX_PERMITS)));
            Arc::new(Asker { turns, slowed: Mutex::new(None) })
        });
        asker.has_to_wait()?;
        let turns = if asker.slowed().is_some() { self.at_once } else { 1 };
        let turn = Arc::clone(&asker.turns).acquire_many_owned(turns).await;
        asker.has_to_wait()?;
        Ok(turn.ok())
    }

    /// Counts a link that nobody knows. Whoever used up what is allowed is slowed down from here
    /// on to one guess each time another becomes allowed.
    pub(super) fn guessed(&self, client: Client) {
        let wait = match self.unknown_links.check_key(&client) {
            Ok(counted) if counted.remaining_burst_capacity() > 0 => return,
            Ok(counted) => counted.quota().replenish_interval(),
            Err(refused) => refused.wait_time_from(DefaultClock::default().now()),
        };
        if let Some(asker) = self.askers.get(&client) {
            let until = Some(Instant::now() + wait);
            *asker.slowed.lock().unwrap_or_else(PoisonError::into_inner) = until;
        }
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
