//! Keeps Kisi's rate limit: so many calls a second for each access link, and for all links
//! together if the operator set such a limit. Calls that exceed it wait for a slot; [`slots`]
//! decides when one is free. Unlocks get their slots before door lists, because a visitor waits at a
//! door. Door lists leave one slot of each second free, so that a tap never waits for the lists
//! that a page has just requested.
//!
//! [`slots`]: super::slots

use std::{
    collections::HashMap,
    num::NonZeroU32,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
    time::{Duration, Instant},
};

use tokio::sync::Notify;

use super::{
    error::{Endpoint, Error},
    slots::{Slots, Wait},
};
use crate::{access::Fingerprint, settings};

/// How long a call waits for a slot before it fails.
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// After this time without a call, the lane of a link is dropped, unless it is still in use.
const IDLE: Duration = Duration::from_millis(250);
/// How many links have a lane, at most. With more links in so short a time, the lanes of those that
/// were idle for longest are dropped earlier.
const MOST_LINKS: usize = 100_000;

/// The rate limits of calls to Kisi.
#[derive(Debug)]
pub(super) struct Pace {
    per_second: NonZeroU32,
    links: Mutex<Links>,
    all: Option<Arc<Lane>>,
}

/// Leave to make one call. It has to be held until the call has ended.
#[derive(Debug)]
#[must_use]
pub(super) struct Permit {
    _link: Slot,
    _all: Option<Slot>,
}

impl Pace {
    pub(super) fn new(settings: &settings::Kisi) -> Self {
        Self {
            per_second: settings.requests_per_second,
            links: Mutex::new(Links::new(Instant::now())),
            all: settings.total_requests_per_second.map(Lane::for_visitors),
        }
    }

    /// Waits for a slot for one call of `link`; fails after [`LONGEST_WAIT`].
    pub(super) async fn wait(
        &self,
        link: Fingerprint,
        endpoint: Endpoint,
    ) -> Result<Permit, Error> {
        let lane = self.lane(link);
        let slots = async {
            let link = lane.wait(endpoint).await;
            let all = match &self.all {
                Some(all) => Some(all.wait(endpoint).await),
                None => None,
            };
            (link, all)
        };
        let slots = tokio::time::timeout(LONGEST_WAIT, slots).await;
        let (link, all) = slots.map_err(|_elapsed| Error::no_rate_limit_slot())?;
        Ok(Permit { _link: link.begin(), _all: all.map(Slot::begin) })
    }

    fn lane(&self, link: Fingerprint) -> Arc<Lane> {
        let mut links = self.links.lock().unwrap_or_else(PoisonError::into_inner);
        let idle = links.take_idle(Instant::now());
        let lane = links.lane(link, || Lane::for_visitors(self.per_second));
        drop(links);
        // There may be many of them, and no other call waits while they are dropped.
        drop(idle);
        lane
    }
}

/// The lanes of the links that called Kisi lately, in two generations: after [`IDLE`], the recent
/// ones become the older ones, and those of the older ones that are not in use are dropped.
#[derive(Debug)]
struct Links {
    recent: Lanes,
    older: Lanes,
    since: Instant,
}

type Lanes = HashMap<Fingerprint, Arc<Lane>>;

impl Links {
    fn new(now: Instant) -> Self {
        Self { recent: Lanes::new(), older: Lanes::new(), since: now }
    }

    /// Begins a new generation if it is time, and returns the lanes that are not needed any more.
    fn take_idle(&mut self, now: Instant) -> Lanes {
        let is_old = now.saturating_duration_since(self.since) >= IDLE;
        if !is_old && self.recent.len() < MOST_LINKS / 2 {
            return Lanes::new();
        }
        self.since = now;
        let recent = std::mem::take(&mut self.recent);
        let mut idle = std::mem::replace(&mut self.older, recent);
        let room = (MOST_LINKS / 2).saturating_sub(self.older.len());
        let in_use = idle.extract_if(|_, lane| lane.is_in_use(now));
        self.older.extend(in_use.take(room));
        idle
    }

    fn lane(&mut self, link: Fingerprint, new: impl FnOnce() -> Arc<Lane>) -> Arc<Lane> {
        let older = &mut self.older;
        let lane = || older.remove(&link).unwrap_or_else(new);
        Arc::clone(self.recent.entry(link).or_insert_with(lane))
    }
}

/// One rate limit. Calls of a kind get their slots in the order in which they began to wait.
#[derive(Debug)]
pub(super) struct Lane {
    slots: Mutex<Slots>,
    /// Made when a call first has to wait. That is rare, and there are many lanes.
    queues: OnceLock<Box<Queues>>,
}

/// The calls that wait for a slot.
#[derive(Debug, Default)]
struct Queues {
    /// Held by the first of the waiting unlocks: the others do not look for a slot.
    first_unlock: tokio::sync::Mutex<()>,
    /// Held by the first of the waiting door lists.
    first_list: tokio::sync::Mutex<()>,
    no_unlock_waits: Notify,
}

impl Lane {
    /// A rate limit for calls that are all of the same kind.
    pub(super) fn new(per_second: NonZeroU32) -> Arc<Self> {
        Self::with(per_second, 0)
    }

    /// A rate limit for unlocks and door lists. Lists leave one slot of each second free.
    fn for_visitors(per_second: NonZeroU32) -> Arc<Self> {
        Self::with(per_second, usize::from(per_second.get() > 1))
    }

    fn with(per_second: NonZeroU32, kept_for_unlocks: usize) -> Arc<Self> {
        let most = usize::try_from(per_second.get()).unwrap_or(usize::MAX);
        Arc::new(Self {
            slots: Mutex::new(Slots::new(most, kept_for_unlocks)),
            queues: OnceLock::new(),
        })
    }

    /// Waits for a slot and takes it.
    pub(super) async fn wait(self: &Arc<Self>, endpoint: Endpoint) -> Slot {
        if self.queues.get().is_none()
            && let Ok(slot) = self.take(endpoint)
        {
            return slot;
        }
        let queues = self.queues.get_or_init(Box::default);
        let (first, _waits) = match endpoint {
            Endpoint::Unlock => (&queues.first_unlock, Some(WaitingUnlock::new(self, queues))),
            Endpoint::Doors => (&queues.first_list, None),
        };
        let _first = first.lock().await;
        loop {
            match self.take(endpoint) {
                Ok(slot) => return slot,
                Err(Wait::Until(at)) => tokio::time::sleep_until(at.into()).await,
                Err(Wait::ForUnlocks) => queues.no_unlock_waits.notified().await,
            }
        }
    }

    fn take(self: &Arc<Self>, endpoint: Endpoint) -> Result<Slot, Wait> {
        let number = self.slots().take(endpoint, Instant::now())?;
        Ok(Slot { lane: Arc::clone(self), number, begin: None })
    }

    /// Whether a call waits for a slot or has one, or a slot is not free yet.
    fn is_in_use(self: &Arc<Self>, now: Instant) -> bool {
        Arc::strong_count(self) > 1 || self.slots().are_in_use(now)
    }

    fn slots(&self) -> MutexGuard<'_, Slots> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An unlock that waits for a slot, until this value is dropped.
struct WaitingUnlock<'a> {
    lane: &'a Lane,
    queues: &'a Queues,
}

impl<'a> WaitingUnlock<'a> {
    fn new(lane: &'a Lane, queues: &'a Queues) -> Self {
        lane.slots().unlock_waits();
        Self { lane, queues }
    }
}

impl Drop for WaitingUnlock<'_> {
    fn drop(&mut self) {
        if self.lane.slots().unlock_stops_waiting() {
            self.queues.no_unlock_waits.notify_one();
        }
    }
}

/// A slot that a call has taken, until this value is dropped.
#[derive(Debug)]
#[must_use]
pub(super) struct Slot {
    lane: Arc<Lane>,
    number: usize,
    begin: Option<Instant>,
}

impl Slot {
    /// The call begins now.
    pub(super) fn begin(mut self) -> Self {
        let now = Instant::now();
        self.begin = Some(now);
        self.lane.slots().begin(self.number, now);
        self
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut slots = self.lane.slots();
        match self.begin {
            Some(begin) => slots.end(self.number, begin, Instant::now()),
            None => slots.give_back(self.number),
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::{FutureExt as _, future::join_all};

    use super::*;
    use crate::{
        access::{FingerprintKey, LinkSecret},
        kisi::slots::SECOND,
    };

    fn lane(per_second: u32) -> Arc<Lane> {
        Lane::for_visitors(NonZeroU32::new(per_second).unwrap())
    }

    /// Waits for a slot, and makes a call that ends at once.
    async fn call(lane: &Arc<Lane>, endpoint: Endpoint) {
        drop(lane.wait(endpoint).await.begin());
    }

    fn links(count: usize) -> Vec<Fingerprint> {
        let key = FingerprintKey::random().unwrap();
        let link = |number| LinkSecret::parse(&format!("link{number}")).unwrap();
        (0..count).map(|number| key.fingerprint(&link(number))).collect()
    }

    #[tokio::test]
    async fn calls_that_exceed_the_rate_limit_wait_for_the_next_second() {
        let (lane, begin) = (lane(5), Instant::now());
        join_all((0..5).map(|_| call(&lane, Endpoint::Unlock))).await;
        call(&lane, Endpoint::Unlock).await;
        assert!(begin.elapsed() >= SECOND, "{:?}", begin.elapsed());
    }

    #[tokio::test]
    async fn a_tap_does_not_wait_after_many_door_lists() {
        let lane = lane(5);
        let mut lists = join_all((0..20).map(|_| call(&lane, Endpoint::Doors)));
        assert!((&mut lists).now_or_never().is_none());
        assert!(call(&lane, Endpoint::Unlock).now_or_never().is_some());
    }

    #[tokio::test]
    async fn waiting_unlocks_get_their_slots_before_door_lists() {
        let lane = lane(4);
        join_all((0..4).map(|_| call(&lane, Endpoint::Unlock))).await;
        let order = Mutex::new(Vec::new());
        let call = async |endpoint| {
            call(&lane, endpoint).await;
            order.lock().unwrap().push(endpoint);
        };
        // The lists begin to wait first.
        let lists = join_all((0..4).map(|_| call(Endpoint::Doors)));
        let unlocks = join_all((0..4).map(|_| call(Endpoint::Unlock)));
        tokio::join!(lists, unlocks);
        assert_eq!(order.lock().unwrap()[..4], [Endpoint::Unlock; 4]);
    }

    #[tokio::test]
    async fn an_unlock_that_stops_waiting_no_longer_delays_door_lists() {
        let lane = lane(2);
        join_all((0..2).map(|_| call(&lane, Endpoint::Unlock))).await;
        let mut list = Box::pin(call(&lane, Endpoint::Doors));
        let mut unlock = Box::pin(call(&lane, Endpoint::Unlock));
        assert!((&mut unlock).now_or_never().is_none() && (&mut list).now_or_never().is_none());
        drop(unlock);
        list.await;
    }

    /// The lane of `link` after [`Links::take_idle`] was called at this time.
    fn lane_at(links: &mut Links, link: Fingerprint, at: Instant) -> *const Lane {
        drop(links.take_idle(at));
        Arc::as_ptr(&links.lane(link, || lane(5)))
    }

    #[test]
    fn the_lane_of_a_link_is_dropped_when_the_link_is_idle() {
        let now = Instant::now();
        let (mut links, fingerprint) = (Links::new(now), self::links(1)[0]);
        let first = lane_at(&mut links, fingerprint, now);
        assert_eq!(lane_at(&mut links, fingerprint, now + IDLE), first);
        assert_eq!(lane_at(&mut links, fingerprint, now + IDLE * 2), first);
        assert_eq!(links.take_idle(now + IDLE * 3).len(), 0);
        assert_eq!(links.take_idle(now + IDLE * 4).len(), 1);
    }

    #[tokio::test]
    async fn the_lane_of_a_link_is_kept_while_a_call_uses_it() {
        let now = Instant::now();
        let (mut links, fingerprint) = (Links::new(now), self::links(1)[0]);
        let lane = links.lane(fingerprint, || lane(5));
        let call = lane.wait(Endpoint::Doors).await.begin();
        drop(lane);
        for after in 1..=5 {
            assert_eq!(links.take_idle(now + IDLE * after).len(), 0, "{after}");
        }
        drop(call);
        let lane = links.lane(fingerprint, || panic!("the lane was dropped"));
        assert!(lane.slots().are_in_use(Instant::now()));
        assert!(!lane.slots().are_in_use(Instant::now() + SECOND));
    }

    #[test]
    fn the_number_of_lanes_is_bounded_also_while_all_are_in_use() {
        let mut now = Instant::now();
        let mut links = Links::new(now);
        let mut in_use = Vec::new();
        for link in self::links(MOST_LINKS * 2) {
            // A generation ends by time in its middle, and by its number of lanes.
            now += IDLE * 4 / u32::try_from(MOST_LINKS).unwrap();
            drop(links.take_idle(now));
            in_use.push(links.lane(link, || lane(5)));
            assert!(links.recent.len() + links.older.len() <= MOST_LINKS);
        }
    }
}
