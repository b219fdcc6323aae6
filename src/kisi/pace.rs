//! Kisi's rate limit, kept on our side: so many calls a second for each access link, and for all
//! of them together where the operator says so. Unlocks go before door lists: someone stands at
//! a door.

use std::{
    num::NonZeroU32,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use governor::{
    DefaultDirectRateLimiter, Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
};
use moka::sync::Cache;

use super::{Endpoint, Error};
use crate::{access::Fingerprint, settings};

/// For how many links the pace is kept at once, and how long after their last call.
const MOST_LINKS: u64 = 100_000;
const IDLE: Duration = Duration::from_mins(1);
/// How long a visitor waits for a turn.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// Who may call when.
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

    /// Waits until a call for `link` keeps the pace, unless that takes too long for a visitor.
    pub(super) async fn wait(&self, link: Fingerprint, endpoint: Endpoint) -> Result<(), Error> {
        let lane = self.links.get_with(link, || Arc::new(Lane::new(self.per_second)));
        let turn = async {
            lane.wait(endpoint).await;
            if let Some(all) = &self.all {
                all.wait(endpoint).await;
            }
        };
        tokio::time::timeout(LONGEST_WAIT, turn).await.map_err(|_elapsed| Error::too_many())
    }
}

/// One limit, and how many unlocks wait for it.
#[derive(Debug)]
struct Lane {
    limit: DefaultDirectRateLimiter,
    unlocks_waiting: AtomicUsize,
    /// How long one call takes at full pace.
    interval: Duration,
}

impl Lane {
    fn new(per_second: NonZeroU32) -> Self {
        // Evenly, without a burst: a burst and the pace together would be more than Kisi allows.
        let quota = Quota::per_second(per_second).allow_burst(NonZeroU32::MIN);
        let limit = RateLimiter::direct(quota);
        Self { limit, unlocks_waiting: AtomicUsize::new(0), interval: quota.replenish_interval() }
    }

    /// A door list takes no turn while an unlock waits for one.
    async fn wait(&self, endpoint: Endpoint) {
        let _waiting = (endpoint == Endpoint::Unlock).then(|| Waiting::new(&self.unlocks_waiting));
        loop {
            let gives_way =
                endpoint == Endpoint::Doors && self.unlocks_waiting.load(Ordering::SeqCst) > 0;
            let pause = if gives_way {
                self.interval
            } else {
                match self.limit.check() {
                    Ok(()) => return,
                    Err(early) => early.wait_time_from(DefaultClock::default().now()),
                }
            };
            tokio::time::sleep(pause).await;
        }
    }
}

/// Counts someone who waits, until they do no longer.
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

    use futures_util::future::join_all;

    use super::*;

    fn lane(per_second: u32) -> Lane {
        Lane::new(NonZeroU32::new(per_second).unwrap())
    }

    #[tokio::test]
    async fn calls_past_the_pace_wait() {
        let (lane, begin) = (lane(100), Instant::now());
        join_all((0..21).map(|_| lane.wait(Endpoint::Doors))).await;
        assert!(begin.elapsed() >= Duration::from_millis(200), "{:?}", begin.elapsed());
    }

    #[tokio::test]
    async fn unlocks_go_before_door_lists() {
        let lane = lane(20);
        lane.wait(Endpoint::Doors).await;
        let order = Mutex::new(Vec::new());
        let call = async |endpoint| {
            lane.wait(endpoint).await;
            order.lock().unwrap().push(endpoint);
        };
        let lists = join_all((0..5).map(|_| call(Endpoint::Doors)));
        let unlocks = join_all((0..5).map(|_| call(Endpoint::Unlock)));
        tokio::join!(lists, unlocks);
        assert_eq!(order.lock().unwrap()[..5], [Endpoint::Unlock; 5]);
    }

    #[tokio::test]
    async fn whoever_stops_waiting_is_no_longer_given_way_to() {
        let lane = lane(1);
        lane.wait(Endpoint::Unlock).await;
        let leaving = tokio::time::timeout(Duration::from_millis(10), lane.wait(Endpoint::Unlock));
        assert!(leaving.await.is_err());
        assert_eq!(lane.unlocks_waiting.load(Ordering::SeqCst), 0);
    }
}
