//! The door directory: which doors a link opens, cached briefly.
//!
//! Each kind of answer is cached for its own time. A door list is fresh for `cache.fresh` and shown
//! without asking Kisi. For `cache.stale` longer it may be shown *only while Kisi fails*: every
//! visitor makes the directory ask again, waits at most [`LONGEST_WAIT`], and sees the stale list
//! if no answer came. A refusal is cached for `cache.refused` and always wins over a door list,
//! also over a fresh one: when an unlock is refused because the link ended, the directory learns it
//! at once. A failure is not an answer; it is remembered for [`ATTEMPT_EVERY`], so that a failing
//! Kisi is not flooded with calls.
//!
//! All visitors who wait for one link share one call, and the call goes on when they leave.

mod proven;
mod seen;
mod shared;

use std::{
    any::Any,
    future::ready,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use jiff::Timestamp;
use moka::{
    Expiry,
    future::Cache,
    ops::compute::{CompResult, Op},
};
use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family},
};
use rustc_hash::FxBuildHasher;
use tokio::{runtime::Handle, task::JoinHandle, time::timeout};

pub use self::seen::SeenIds;
use self::{
    proven::Proven,
    shared::{SharedDoors, SharedLists},
};
use crate::{
    access::{AccessLink, Door, DoorId, Fingerprint, Problem},
    kisi::{self, CircuitState, Retries},
    settings,
};

/// How long a visitor waits for a newer list where an older one can be shown.
const LONGEST_WAIT: Duration = Duration::from_secs(1);
/// How often Kisi is asked for one link while it fails.
const ATTEMPT_EVERY: Duration = Duration::from_secs(1);
/// How many bytes of doors count as one link in `cache.capacity`.
const BYTES_PER_LINK: usize = 16 * 1024;

/// Which doors an access link opens.
#[derive(Clone, Debug)]
pub struct DoorDirectory {
    kisi: Arc<kisi::Client>,
    answers: Cache<Fingerprint, Answer, FxBuildHasher>,
    /// The links whose doors Kisi has returned, and which it has not refused since.
    proven: Arc<Proven>,
    lists: Arc<SharedLists>,
    /// The calls that are under way, or that failed within [`ATTEMPT_EVERY`].
    attempts: Cache<Fingerprint, Attempt, FxBuildHasher>,
    seen: Arc<Mutex<SeenIds>>,
    fresh: Duration,
    runtime: Handle,
    lookups: Family<Lookup, Counter>,
    /// The counter of nearly all look-ups, once there was one. Finding it takes longer than counting.
    hits: Arc<OnceLock<Counter>>,
}

/// The doors behind a link, as Kisi returned them. There may be a hundred thousand of these, so they
/// are small.
#[derive(Debug)]
pub struct DoorList {
    shared: Arc<SharedDoors>,
    /// When Kisi was asked, in milliseconds since 1970.
    as_of: i64,
    /// Kisi was asked for a newer list and failed.
    stale: AtomicBool,
    /// The list may be wrong, so that the next page has to ask Kisi.
    doubted: AtomicBool,
}

impl DoorList {
    /// The doors as they were at `as_of`.
    fn new(shared: Arc<SharedDoors>, as_of: Timestamp) -> Self {
        let (stale, doubted) = (AtomicBool::new(false), AtomicBool::new(false));
        Self { shared, as_of: as_of.as_millisecond(), stale, doubted }
    }

    /// When Kisi was asked, to the millisecond.
    #[must_use]
    pub fn as_of(&self) -> Timestamp {
        // Fails only for times that no `Timestamp` has.
        Timestamp::from_millisecond(self.as_of).unwrap_or_default()
    }

    /// The doors in Kisi's order. Links to the same doors share them.
    #[must_use]
    pub fn doors(&self) -> &[Door] {
        &self.shared.doors
    }

    /// A hash of the doors: two links to the same doors have the same one.
    #[must_use]
    pub fn digest(&self) -> blake3::Hash {
        self.shared.digest
    }

    /// The value that a caller attaches to these doors, such as their page. It begins as the default of
    /// `T`, and all links to the same doors share it. `None` if a value of another type is attached.
    #[must_use]
    pub fn attached<T: Any + Default + Send + Sync>(&self) -> Option<&T> {
        self.shared.attached.get_or_init(|| Box::<T>::default()).downcast_ref()
    }

    /// An empty list.
    #[cfg(test)]
    pub(crate) fn for_tests() -> Self {
        Self::new(SharedLists::default().share(Vec::new()), Timestamp::UNIX_EPOCH)
    }

    /// The door with this id, if it is in the list.
    #[must_use]
    pub fn door(&self, id: DoorId) -> Option<&Door> {
        self.doors().iter().find(|door| door.id == id)
    }

    /// Whether the list is older than `cache.fresh` and shown because Kisi fails.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        self.stale.load(Ordering::Relaxed)
    }
}

/// What Kisi answered about a link.
#[derive(Clone, Debug)]
enum Answer {
    Doors(Arc<DoorList>),
    Refused(Arc<kisi::Error>),
}

/// What is cached about a link.
#[derive(Debug)]
pub struct Cached(Option<Answer>);

impl Cached {
    /// Whether there are doors of the link, fresh or not, that may be shown.
    #[must_use]
    pub fn has_doors(&self) -> bool {
        matches!(self.0, Some(Answer::Doors(_)))
    }

    /// The refusal of the link.
    #[must_use]
    pub fn into_refusal(self) -> Option<Arc<kisi::Error>> {
        match self.0? {
            Answer::Refused(error) => Some(error),
            Answer::Doors(_) => None,
        }
    }
}

impl Answer {
    fn into_result(self) -> Result<Arc<DoorList>, Arc<kisi::Error>> {
        match self {
            Self::Doors(doors) => Ok(doors),
            Self::Refused(error) => Err(error),
        }
    }
}

/// The result of one call for a door list: Kisi's answer, or why there is none.
type Attempt = Result<Answer, Arc<kisi::Error>>;

/// How long each kind of answer is cached.
#[derive(Clone, Copy, Debug)]
struct Lifetimes {
    doors: Duration,
    refused: Duration,
}

impl Lifetimes {
    fn of(self, answer: &Answer) -> Duration {
        match answer {
            Answer::Doors(_) => self.doors,
            Answer::Refused(_) => self.refused,
        }
    }
}

impl Expiry<Fingerprint, Answer> for Lifetimes {
    fn expire_after_create(
        &self,
        _: &Fingerprint,
        answer: &Answer,
        _: Instant,
    ) -> Option<Duration> {
        Some(self.of(answer))
    }

    fn expire_after_update(
        &self,
        _: &Fingerprint,
        answer: &Answer,
        _: Instant,
        _: Option<Duration>,
    ) -> Option<Duration> {
        Some(self.of(answer))
    }
}

/// A call is shared by the visitors who wait for it; a failed one also by those who come within
/// [`ATTEMPT_EVERY`].
struct AttemptLifetime;

impl Expiry<Fingerprint, Attempt> for AttemptLifetime {
    fn expire_after_create(&self, _: &Fingerprint, it: &Attempt, _: Instant) -> Option<Duration> {
        Some(if it.is_ok() { Duration::ZERO } else { ATTEMPT_EVERY })
    }
}

/// The label of one look-up in the metrics.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Lookup {
    result: &'static str,
}

/// A huge list counts as several links, so that `cache.capacity` bounds bytes, too.
fn weight(_: &Fingerprint, answer: &Answer) -> u32 {
    let bytes = match answer {
        Answer::Doors(list) => list.doors().iter().map(Door::size).sum::<usize>(),
        Answer::Refused(_) => 0,
    };
    u32::try_from(1 + bytes / BYTES_PER_LINK).unwrap_or(u32::MAX)
}

impl DoorDirectory {
    /// An empty directory that calls `kisi` on `runtime`, so that a call outlives the visitor who
    /// caused it.
    #[must_use]
    pub fn new(kisi: Arc<kisi::Client>, settings: &settings::Cache, runtime: Handle) -> Self {
        let lifetimes = Lifetimes {
            doors: settings.fresh.saturating_add(settings.stale),
            refused: settings.refused,
        };
        Self {
            kisi,
            answers: Cache::builder()
                .max_capacity(settings.capacity)
                .weigher(weight)
                .expire_after(lifetimes)
                .build_with_hasher(FxBuildHasher),
            proven: Arc::new(Proven::new(settings.capacity, Instant::now())),
            lists: Arc::default(),
            attempts: Cache::builder()
                .max_capacity(settings.capacity)
                .expire_after(AttemptLifetime)
                .build_with_hasher(FxBuildHasher),
            seen: Arc::default(),
            fresh: settings.fresh,
            runtime,
            lookups: Family::default(),
            hits: Arc::default(),
        }
    }

    /// Look-ups by result: `hit`, `miss`, `joined` (another visitor's miss), `stale`.
    #[must_use]
    pub fn lookups(&self) -> &Family<Lookup, Counter> {
        &self.lookups
    }

    /// For how many links an answer is cached, approximately.
    #[must_use]
    pub fn links(&self) -> u64 {
        self.answers.entry_count()
    }

    /// The ids in all door lists since the start. Do not hold the lock across an await.
    pub fn seen_ids(&self) -> MutexGuard<'_, SeenIds> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is cached about `link`.
    pub async fn cached(&self, link: &AccessLink) -> Cached {
        Cached(self.answers.get(&link.fingerprint()).await)
    }

    /// Whether looking up `link` is not a guess: Kisi has returned its doors within the last day, or
    /// has just said that it exists.
    #[must_use]
    pub fn has_seen(&self, link: &AccessLink, cached: &Cached) -> bool {
        match &cached.0 {
            Some(Answer::Doors(_)) => true,
            Some(Answer::Refused(error)) => error.problem.means_the_link_exists(),
            None => self.proven.contains(link.fingerprint(), Instant::now()),
        }
    }

    /// The doors behind `link` at `now`, for a page. `cached` is what has just been [cached] about
    /// it. While the circuit breaker is open and no answer is cached, it fails at once.
    ///
    /// [cached]: Self::cached
    pub async fn doors_for_page(
        &self,
        link: &AccessLink,
        cached: Cached,
        now: Timestamp,
    ) -> Result<Arc<DoorList>, Arc<kisi::Error>> {
        match cached.0 {
            Some(answer) if self.is_current(&answer, now) => {
                self.hits.get_or_init(|| self.counter("hit")).inc();
                answer.into_result()
            }
            Some(Answer::Doors(older)) => Box::pin(self.renewed(link, older, now)).await,
            Some(Answer::Refused(_)) | None => {
                Box::pin(self.asked_for_page(link, Retries::Usual, now)).await
            }
        }
    }

    /// The doors behind `link` at `now`, for a tap of `door`. An older list that has the door is
    /// good enough: the visitor waits, and Kisi decides again about the unlock. If nothing current
    /// is cached, Kisi is asked, whatever the circuit breaker says.
    pub async fn doors_for_tap(
        &self,
        link: &AccessLink,
        door: DoorId,
        cached: Cached,
        now: Timestamp,
    ) -> Result<Arc<DoorList>, Arc<kisi::Error>> {
        match cached.0 {
            Some(Answer::Doors(list)) if list.door(door).is_some() => return Ok(list),
            Some(answer) if self.is_current(&answer, now) => return answer.into_result(),
            Some(Answer::Doors(older)) => return self.renewed(link, older, now).await,
            Some(Answer::Refused(_)) | None => {}
        }
        if self.attempts.contains_key(&link.fingerprint()) {
            self.attempts.invalidate(&link.fingerprint()).await;
        }
        self.result_of(self.attempt(link, Retries::Usual, now)).await
    }

    /// The doors behind `link` at `now`, which this server has not seen. While the circuit breaker is
    /// open, it fails at once, for a tap as well. The caller has to be a task that goes on when the
    /// visitor leaves.
    pub async fn doors_of_new_link(
        &self,
        link: &AccessLink,
        retries: Retries,
        now: Timestamp,
    ) -> Result<Arc<DoorList>, Arc<kisi::Error>> {
        match self.answers.get(&link.fingerprint()).await {
            Some(answer) if self.is_current(&answer, now) => answer.into_result(),
            _ if self.kisi.is_failing() => self.asked_for_page(link, retries, now).await,
            _ => self.attempt_here(link, retries, now).await?.into_result(),
        }
    }

    /// Learns that an unlock through `link` failed with `error`. If the link itself has ended, the
    /// refusal replaces the door list. If the refusal may concern one door alone, the next page
    /// asks Kisi for a new list.
    pub async fn learn_refusal(&self, link: &AccessLink, error: &Arc<kisi::Error>) {
        match error.problem {
            Problem::UnknownLink | Problem::Expired | Problem::Withdrawn | Problem::NotYetValid => {
                self.proven.remove(link.fingerprint());
                let refused = Answer::Refused(Arc::clone(error));
                self.answers.insert(link.fingerprint(), refused).await;
            }
            Problem::OutsideHours | Problem::Refused | Problem::UnknownDoor => {
                let cached = self.answers.get(&link.fingerprint()).await;
                if let Some(Answer::Doors(list)) = cached {
                    list.doubted.store(true, Ordering::Relaxed);
                }
            }
            Problem::CrossSite
            | Problem::Confirm
            | Problem::LockedDown
            | Problem::Alarm
            | Problem::NotSetUp
            | Problem::RateLimited
            | Problem::Offline
            | Problem::Busy
            | Problem::Unavailable
            | Problem::Timeout => {}
        }
    }

    fn is_current(&self, answer: &Answer, now: Timestamp) -> bool {
        match answer {
            Answer::Doors(list) => self.is_fresh(list, now),
            Answer::Refused(_) => true,
        }
    }

    fn is_fresh(&self, list: &DoorList, now: Timestamp) -> bool {
        let age = now.duration_since(list.as_of()).unsigned_abs();
        age < self.fresh && !list.doubted.load(Ordering::Relaxed)
    }

    /// A newer list than `older` if Kisi returns one soon, else `older`. Once Kisi was late,
    /// visitors no longer wait for it until it has answered.
    async fn renewed(
        &self,
        link: &AccessLink,
        older: Arc<DoorList>,
        now: Timestamp,
    ) -> Result<Arc<DoorList>, Arc<kisi::Error>> {
        if older.is_stale() || self.kisi.circuit_state() == CircuitState::Open {
            older.stale.store(true, Ordering::Relaxed);
            if !self.attempts.contains_key(&link.fingerprint()) {
                drop(self.attempt(link, Retries::Usual, now));
            }
        } else {
            match timeout(LONGEST_WAIT, self.attempt(link, Retries::Usual, now)).await {
                Ok(Ok(Ok(answer))) => return answer.into_result(),
                _late_or_failed => older.stale.store(true, Ordering::Relaxed),
            }
        }
        // An unlock may have been refused while this visitor waited.
        if let Some(refused @ Answer::Refused(_)) = self.answers.get(&link.fingerprint()).await {
            return refused.into_result();
        }
        self.count("stale");
        Ok(older)
    }

    /// Asks Kisi about a link that has no cached answer.
    async fn asked_for_page(
        &self,
        link: &AccessLink,
        retries: Retries,
        now: Timestamp,
    ) -> Result<Arc<DoorList>, Arc<kisi::Error>> {
        match self.kisi.circuit_state() {
            CircuitState::Closed => self.result_of(self.attempt(link, retries, now)).await,
            CircuitState::HalfOpen => {
                let probe = self.result_of(self.attempt(link, retries, now));
                let failing = |_late| Err(Arc::new(kisi::Error::circuit_open()));
                timeout(LONGEST_WAIT, probe).await.unwrap_or_else(failing)
            }
            CircuitState::Open => {
                self.count("miss");
                Err(Arc::new(kisi::Error::circuit_open()))
            }
        }
    }

    async fn result_of(
        &self,
        attempt: JoinHandle<Attempt>,
    ) -> Result<Arc<DoorList>, Arc<kisi::Error>> {
        let interrupted = |_cancelled| Err(Arc::new(kisi::Error::interrupted()));
        attempt.await.unwrap_or_else(interrupted)?.into_result()
    }

    /// Asks Kisi, or joins a call that is under way.
    fn attempt(&self, link: &AccessLink, retries: Retries, now: Timestamp) -> JoinHandle<Attempt> {
        let (directory, link) = (self.clone(), link.clone());
        self.runtime.spawn(async move { directory.attempt_here(&link, retries, now).await })
    }

    /// The same in the task of the caller.
    async fn attempt_here(&self, link: &AccessLink, retries: Retries, now: Timestamp) -> Attempt {
        let entry = self.attempts.entry(link.fingerprint());
        let entry = entry.or_insert_with(self.ask(link, retries, now)).await;
        self.count(if entry.is_fresh() { "miss" } else { "joined" });
        entry.into_value()
    }

    async fn ask(&self, link: &AccessLink, retries: Retries, now: Timestamp) -> Attempt {
        let fingerprint = link.fingerprint();
        // Another call may have ended after the caller looked into the cache.
        if let Some(answer) = self.answers.get(&fingerprint).await
            && self.is_current(&answer, now)
        {
            return Ok(answer);
        }
        let answer = match self.kisi.doors(link, retries).await {
            Ok(doors) => {
                self.seen_ids().record(fingerprint, &doors, now);
                Answer::Doors(Arc::new(DoorList::new(self.lists.share(doors), now)))
            }
            Err(error) if error.is_refusal() => {
                self.proven.remove(fingerprint);
                Answer::Refused(Arc::new(error))
            }
            Err(error) => {
                tracing::warn!(%fingerprint, %error, "Kisi did not return the doors of a link");
                return Err(Arc::new(error));
            }
        };
        // An unlock may have been refused during the call: the refusal is newer than the list.
        let kept = self.answers.entry(fingerprint).and_compute_with(|cached| {
            let is_refused = matches!(cached, Some(it) if matches!(it.value(), Answer::Refused(_)));
            ready(if is_refused { Op::Nop } else { Op::Put(answer.clone()) })
        });
        if let CompResult::Unchanged(refused) = kept.await {
            return Ok(refused.into_value());
        }
        if let Answer::Doors(_) = answer {
            self.proven.insert(fingerprint, Instant::now());
        }
        Ok(answer)
    }

    fn count(&self, result: &'static str) {
        self.counter(result).inc();
    }

    fn counter(&self, result: &'static str) -> Counter {
        self.lookups.get_or_create_owned(&Lookup { result })
    }
}

#[cfg(test)]
mod tests;
