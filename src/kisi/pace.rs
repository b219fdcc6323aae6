//! Keeps Kisi's rate limit: so many calls a second for each access link, and for all links
//! together if the operator set such a limit. Calls that exceed it wait for a slot. Unlocks get
//! their slots before door lists, because a visitor waits at a door.

use std::{
    num::NonZeroU32,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use governor::{
    DefaultDirectRateLimiter, NotUntil, Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
};
use moka::sync::Cache;

use super::error::{Endpoint, Error};
use crate::{access::Fingerprint, settings};

/// For how many links a rate limiter is cached.
const MOST_LINKS: u64 = 100_000;
/// How long the rate limiter of a link is cached after its last call.
const IDLE: Duration = Duration::from_mins(1);
/// How long a call waits for a slot before it fails.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// The rate limits of calls to Kisi.
#[derive(Debug)]
pub(super) struct Pace {
    per_second: NonZeroU32,
    links: Cache<Fingerprint, Arc<Lane>>,
    all: Option<Lane>,
}

impl Pace {
    pub(super) fn new(settings: &settings::Kisi) -> Self {
        Self {
            per_second: settings.requests_per_second,
            links: Cache::builder().max_capacity(MOST_LINKS).time_to_idle(IDLE).build(),
            all: settings.total_requests_per_second.map(Lane::new),
        }
    }

    /// Waits for a slot for one call of `link`; fails after [`LONGEST_WAIT`].
    pub(super) async fn wait(&self, link: Fingerprint, endpoint: Endpoint) -> Result<(), Error> {
        let lane = self.links.get_with(link, || Arc::new(Lane::new(self.per_second)));
        let slot = async {
            lane.wait(endpoint).await;
            if let Some(all) = &self.all {
                all.wait(endpoint).await;
            }
        };
        let slot = tokio::time::timeout(LONGEST_WAIT, slot).await;
        slot.map_err(|_elapsed| Error::no_rate_limit_slot())
    }
}

/// One rate limiter, which gives its slots to unlocks first.
#[derive(Debug)]
pub(super) struct Lane {
    limiter: DefaultDirectRateLimiter,
    unlocks_waiting: AtomicUsize,
    /// The time between two slots.
    interval: Duration,
}

impl Lane {
    pub(super) fn new(per_second: NonZeroU32) -> Self {
        // The slots are spread evenly: after a pause, a burst would exceed Kisi's limit.
        let quota = Quota::per_second(per_second).allow_burst(NonZeroU32::MIN);
        let limiter = RateLimiter::direct(quota);
        Self { limiter, unlocks_waiting: AtomicUsize::new(0), interval: quota.replenish_interval() }
    }

    /// Waits for a slot and takes it.
    pub(super) async fn wait(&self, endpoint: Endpoint) {
        let _counted = match endpoint {
            Endpoint::Unlock => Some(Waiting::new(&self.unlocks_waiting)),
            Endpoint::Doors => None,
        };
        while let Err(pause) = self.try_take_slot(endpoint) {
            tokio::time::sleep(pause).await;
        }
    }

    /// Takes a slot, or returns how long to wait before the next try. A door list does not get a
    /// slot while an unlock waits.
    fn try_take_slot(&self, endpoint: Endpoint) -> Result<(), Duration> {
        match endpoint {
            Endpoint::Doors if self.unlocks_waiting.load(Ordering::SeqCst) > 0 => {
                Err(self.interval)
            }
            Endpoint::Doors | Endpoint::Unlock => {
                let wait = |early: NotUntil<_>| early.wait_time_from(DefaultClock::default().now());
                self.limiter.check().map_err(wait)
            }
        }
    }
}

/// Counts an unlock that waits for a slot, until this value is dropped.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::Mutex, time::Instant};

    use futures_util::{FutureExt as _, future::join_all};

    use super::*;

    fn lane(per_second: u32) -> Lane {
        Lane::new(NonZeroU32::new(per_second).unwrap())
    }

    #[tokio::test]
    async fn calls_that_exceed_the_rate_limit_wait() {
        let (lane, begin) = (lane(100), Instant::now());
        join_all((0..21).map(|_| lane.wait(Endpoint::Doors))).await;
        assert!(begin.elapsed() >= Duration::from_millis(200), "{:?}", begin.elapsed());
    }

    #[tokio::test]
    async fn waiting_unlocks_get_their_slots_before_door_lists() {
        let lane = lane(20);
        lane.wait(Endpoint::Doors).await;
        let order = Mutex::new(Vec::new());
        let call = async |endpoint| {
            lane.wait(endpoint).await;
            order.lock().unwrap().push(endpoint);
        };
        // The unlocks begin to wait first, so that no door list gets a slot on a slow machine.
        let unlocks = join_all((0..5).map(|_| call(Endpoint::Unlock)));
        let lists = join_all((0..5).map(|_| call(Endpoint::Doors)));
        tokio::join!(unlocks, lists);
        assert_eq!(order.lock().unwrap()[..5], [Endpoint::Unlock; 5]);
    }

    #[tokio::test]
    async fn an_unlock_that_stops_waiting_no_longer_delays_door_lists() {
        let lane = Lane {
            limiter: RateLimiter::direct(Quota::per_hour(NonZeroU32::MIN)),
            unlocks_waiting: AtomicUsize::new(0),
            interval: Duration::from_secs(1),
        };
        lane.wait(Endpoint::Unlock).await;
        let stopped = lane.wait(Endpoint::Unlock).now_or_never();
        assert!(stopped.is_none());
        assert_eq!(lane.unlocks_waiting.load(Ordering::SeqCst), 0);
    }
}
