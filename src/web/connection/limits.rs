//! How many connections there may be, in all and per client address.
//!
//! At a limit, the connection that was idle for longest is closed for a new one; if none is idle,
//! the one whose client has not made any progress for longest. A new connection for which no other
//! one can be closed waits a moment, because requests end soon: so a thousand phones behind one
//! address are served, although fewer of them can be connected at once. Only after that moment it is
//! closed.

use std::{
    collections::HashMap,
    net::IpAddr,
    num::NonZeroUsize,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use tokio::time::timeout;

use super::activity::{Connection, Queue};
use crate::web::client::{Client, Network};

/// How long a new connection waits for another one to end.
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// How often a connection to close is looked for, if there was none.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// How many connections of one address may wait, in multiples of its limit.
const MOST_WAITING: usize = 2;
/// At the limit for all addresses, this part of it is freed at once, because finding the oldest
/// connections means looking at all of them.
const FREED_AT_ONCE: usize = 64;

/// The limits on connections of one server.
#[derive(Debug)]
pub(in crate::web) struct ConnectionLimits {
    most: usize,
    most_per_address: usize,
    open: Mutex<Open>,
    closed_early: AtomicU64,
    refused: AtomicU64,
    malformed: AtomicU64,
}

/// All open connections.
#[derive(Debug, Default)]
struct Open {
    next_id: u64,
    all: HashMap<u64, Entry>,
    /// No connection could be closed for a new one, and it is too early to look again.
    is_full_until: Option<Instant>,
    addresses: HashMap<Network, Address>,
}

#[derive(Debug)]
struct Entry {
    connection: Arc<Connection>,
    address: Option<Network>,
}

/// The connections of one address.
#[derive(Debug, Default)]
struct Address {
    ids: Vec<u64>,
    queue: Arc<Queue>,
}

/// A connection that counts, until this is dropped.
#[derive(Debug)]
pub(super) struct Admission {
    limits: Arc<ConnectionLimits>,
    id: u64,
    pub(super) connection: Arc<Connection>,
    queue: Arc<Queue>,
}

/// Where a connection stands that looks for room.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// It has just come.
    Last,
    /// It has waited, and is the first in the queue of its address.
    First,
}

/// Why there is no room for a connection.
enum Full {
    /// The limit of its address is reached.
    Address(Arc<Queue>),
    /// The limit of all addresses is reached.
    All,
}

impl ConnectionLimits {
    /// Limits on the connections in all, and per client address.
    pub(in crate::web) fn new(most: NonZeroUsize, most_per_address: NonZeroUsize) -> Arc<Self> {
        Arc::new(Self {
            most: most.get(),
            most_per_address: most_per_address.get(),
            open: Mutex::default(),
            closed_early: AtomicU64::new(0),
            refused: AtomicU64::new(0),
            malformed: AtomicU64::new(0),
        })
    }

    /// Admits a connection from `peer`, or returns `None` if there is no room for it. `peer` is
    /// `None` for a client that only the limit of all addresses concerns, such as a trusted proxy.
    pub(super) async fn admit(self: &Arc<Self>, peer: Option<IpAddr>) -> Option<Admission> {
        let address = peer.map(|peer| Client::at(peer).network());
        let admission = match self.try_admit(address, Place::Last) {
            Ok(admission) => Some(admission),
            Err(Full::All) => None,
            Err(Full::Address(queue)) => self.wait(address, &queue).await,
        };
        if admission.is_none() {
            self.refused.fetch_add(1, Relaxed);
        }
        admission
    }

    /// How many connections are open.
    pub(in crate::web) fn open_connections(&self) -> usize {
        self.open().all.len()
    }

    /// How many connections were closed to make room for others.
    pub(in crate::web) fn closed_early(&self) -> u64 {
        self.closed_early.load(Relaxed)
    }

    /// How many connections were closed because there was no room for them.
    pub(in crate::web) fn refused(&self) -> u64 {
        self.refused.load(Relaxed)
    }

    /// How many requests could not be read as HTTP, or came too slowly.
    pub(in crate::web) fn malformed(&self) -> u64 {
        self.malformed.load(Relaxed)
    }

    pub(super) fn count_malformed(&self) {
        self.malformed.fetch_add(1, Relaxed);
    }

    async fn wait(
        self: &Arc<Self>,
        address: Option<Network>,
        queue: &Arc<Queue>,
    ) -> Option<Admission> {
        let most = self.most_per_address.saturating_mul(MOST_WAITING);
        let _waiting = Waiting::new(queue, most)?;
        let admitted = async {
            let _first = queue.first.lock().await;
            loop {
                if let Ok(admission) = self.try_admit(address, Place::First) {
                    return admission;
                }
                // A client that stops making progress does not wake the queue.
                let _ = timeout(LOOK_EVERY, queue.freed.notified()).await;
            }
        };
        timeout(LONGEST_WAIT, admitted).await.ok()
    }

    fn try_admit(
        self: &Arc<Self>,
        address: Option<Network>,
        place: Place,
    ) -> Result<Admission, Full> {
        let now = Instant::now();
        let mut open = self.open();
        let here = address.and_then(|network| open.addresses.get(&network));
        if let Some(here) = here.filter(|here| here.ids.len() >= self.most_per_address) {
            let (ids, queue) = (here.ids.clone(), Arc::clone(&here.queue));
            // Looking for a connection to close takes time, so only one at a time does it.
            if place == Place::Last && queue.waiting.load(Relaxed) > 0 {
                return Err(Full::Address(queue));
            }
            let closed = open.close_oldest(ids, 1, now);
            self.count_closed(closed);
            if closed == 0 {
                return Err(Full::Address(queue));
            }
        }
        if open.all.len() >= self.most {
            if open.is_full_until.is_some_and(|until| now < until) {
                return Err(Full::All);
            }
            let ids = open.all.keys().copied().collect();
            let closed = open.close_oldest(ids, (self.most / FREED_AT_ONCE).max(1), now);
            self.count_closed(closed);
            if closed == 0 {
                open.is_full_until = Some(now + LOOK_EVERY);
                return Err(Full::All);
            }
        }
        let (id, connection, queue) = open.insert(address, now);
        Ok(Admission { limits: Arc::clone(self), id, connection, queue })
    }

    fn count_closed(&self, closed: usize) {
        self.closed_early.fetch_add(u64::try_from(closed).unwrap_or(u64::MAX), Relaxed);
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    fn insert(
        &mut self,
        address: Option<Network>,
        now: Instant,
    ) -> (u64, Arc<Connection>, Arc<Queue>) {
        let id = self.next_id;
        self.next_id += 1;
        let queue = address.map_or_else(Arc::default, |network| {
            let here = self.addresses.entry(network).or_default();
            here.ids.push(id);
            Arc::clone(&here.queue)
        });
        let connection = Arc::new(Connection::new(now, Arc::clone(&queue)));
        self.all.insert(id, Entry { connection: Arc::clone(&connection), address });
        (id, connection, queue)
    }

    /// Closes up to `most` of these connections: the idle ones first, and of these the oldest.
    /// Returns how many were closed.
    fn close_oldest(&mut self, ids: Vec<u64>, most: usize, now: Instant) -> usize {
        let waited = |id: u64| {
            let connection = &self.all.get(&id)?.connection;
            let idle = connection.idle_for(now).map(|idle| (true, idle));
            idle.or_else(|| connection.stuck_for(now).map(|stuck| (false, stuck)))
        };
        let mut closable: Vec<_> =
            ids.into_iter().filter_map(|id| waited(id).map(|waited| (waited, id))).collect();
        closable.sort_unstable_by(|one, other| other.cmp(one));
        closable.truncate(most);
        for (_, id) in &closable {
            if let Some(entry) = self.remove(*id) {
                entry.connection.close();
            }
        }
        closable.len()
    }

    fn remove(&mut self, id: u64) -> Option<Entry> {
        let entry = self.all.remove(&id)?;
        if let Some(network) = entry.address
            && let Some(here) = self.addresses.get_mut(&network)
        {
            here.ids.retain(|other| *other != id);
            if here.ids.is_empty() {
                self.addresses.remove(&network);
            }
        }
        Some(entry)
    }
}

impl Drop for Admission {
    fn drop(&mut self) {
        self.limits.open().remove(self.id);
        self.queue.wake_one();
    }
}

/// Counts a connection that waits, until this is dropped.
struct Waiting<'a>(&'a Queue);

impl<'a> Waiting<'a> {
    /// `None` if already `most` connections wait.
    fn new(queue: &'a Queue, most: usize) -> Option<Self> {
        let waiting = Self(queue);
        (queue.waiting.fetch_add(1, Relaxed) < most).then_some(waiting)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(most: usize, per_address: usize) -> Arc<ConnectionLimits> {
        let [most, per_address] = [most, per_address].map(|it| NonZeroUsize::new(it).unwrap());
        ConnectionLimits::new(most, per_address)
    }

    fn at(number: u8) -> IpAddr {
        IpAddr::from([203, 0, 113, number])
    }

    /// A connection with a request that the server answers.
    async fn working(limits: &Arc<ConnectionLimits>, peer: impl Into<Option<IpAddr>>) -> Admission {
        let admission = limits.admit(peer.into()).await.unwrap();
        admission.connection.request_begins(Instant::now());
        admission
    }

    /// A connection that was idle for so many seconds.
    async fn idle(limits: &Arc<ConnectionLimits>, peer: IpAddr, seconds: u64) -> Admission {
        let admission = limits.admit(Some(peer)).await.unwrap();
        admission.connection.speaks_http2(seconds_ago(seconds));
        admission
    }

    fn seconds_ago(seconds: u64) -> Instant {
        Instant::now().checked_sub(Duration::from_secs(seconds)).unwrap()
    }

    #[tokio::test]
    async fn the_connection_of_an_address_that_was_idle_for_longest_is_closed_for_a_new_one() {
        let limits = limits(100, 3);
        let other = idle(&limits, at(2), 20).await;
        let (first, second) = (working(&limits, at(1)).await, idle(&limits, at(1), 10).await);
        let third = idle(&limits, at(1), 5).await;
        let _fourth = limits.admit(Some(at(1))).await.unwrap();
        let closing = [&other, &first, &second, &third].map(|it| it.connection.is_closing());
        assert_eq!(closing, [false, false, true, false]);
        assert_eq!((limits.open_connections(), limits.closed_early()), (4, 1));
    }

    #[tokio::test(start_paused = true)]
    async fn a_new_connection_waits_for_a_busy_one_to_become_idle() {
        let limits = limits(100, 1);
        let busy = working(&limits, at(1)).await;
        let new = limits.admit(Some(at(1)));
        let ends = async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            busy.connection.request_is_answered();
            busy.connection.request_ends(seconds_ago(1));
        };
        let (new, ()) = tokio::join!(new, ends);
        assert!(new.is_some() && busy.connection.is_closing());
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_for_which_there_is_no_room_is_refused() {
        let limits = limits(100, 1);
        let busy = working(&limits, at(1)).await;
        assert!(limits.admit(Some(at(1))).await.is_none());
        assert!(limits.admit(Some(at(2))).await.is_some());
        assert_eq!((limits.refused(), busy.connection.is_closing()), (1, false));
    }

    #[tokio::test]
    async fn the_limit_of_all_addresses_concerns_exempt_clients_too() {
        let limits = limits(2, 1);
        let busy = working(&limits, None).await;
        let old = idle(&limits, at(1), 5).await;
        let new = working(&limits, None).await;
        assert!(old.connection.is_closing());
        assert!(limits.admit(Some(at(2))).await.is_none());
        drop((busy, old, new));
        assert_eq!(limits.open_connections(), 0);
        assert!(limits.open().addresses.is_empty());
    }
}
