//! The door directory: the briefly kept knowledge of which doors a link opens.
//!
//! What Kisi decides is kept as long as its kind deserves. Doors are fresh for `cache.fresh`, and
//! shown without asking. For `cache.stale` longer they are shown *only while Kisi fails*: each
//! visitor makes the directory ask again, waits no longer than [`LONGEST_WAIT`], and sees the old
//! list where no answer came. A refusal is kept `cache.refused` and always wins over an old list.
//! A failure is no knowledge; it is only remembered for [`ATTEMPT_EVERY`], so that a failing Kisi
//! is not hammered.
//!
//! Everyone who waits for a link shares one attempt, and the attempt goes on when they leave.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use jiff::Timestamp;
use moka::{Expiry, future::Cache};
use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family},
};
use tokio::{runtime::Handle, task::JoinHandle, time::timeout};

use crate::{
    access::{AccessLink, Door, DoorId, Fingerprint},
    kisi::{self, Admission},
    settings,
};

/// How long a visitor waits for news where there is an old list to be shown.
const LONGEST_WAIT: Duration = Duration::from_secs(1);
/// How often Kisi is asked for one link while it fails.
const ATTEMPT_EVERY: Duration = Duration::from_secs(1);
/// How many bytes of doors take the room of one link in `cache.capacity`.
const ROOM_OF_ONE_LINK: usize = 16 * 1024;

/// Which doors an access link opens.
#[derive(Clone, Debug)]
pub struct DoorDirectory {
    kisi: Arc<kisi::Client>,
    known: Cache<Fingerprint, Known>,
    /// What was last asked: in flight, or failed within [`ATTEMPT_EVERY`].
    attempts: Cache<Fingerprint, Attempt>,
    fresh: Duration,
    runtime: Handle,
    lookups: Family<Lookup, Counter>,
}

/// The doors behind a link, as Kisi told them.
#[derive(Debug)]
pub struct DoorList {
    /// The doors in Kisi's order.
    pub doors: Vec<Door>,
    /// When Kisi was asked.
    pub as_of: Timestamp,
    /// Stands for the content of `doors`: two links to the same doors have the same.
    pub digest: blake3::Hash,
    /// Kisi was asked for a newer list, and did not answer well.
    overdue: AtomicBool,
}

impl DoorList {
    /// `doors` as they were at `as_of`.
    #[must_use]
    pub fn new(doors: Vec<Door>, as_of: Timestamp) -> Self {
        // Doors are numbers, texts and fixed words, which always become JSON.
        let digest = blake3::hash(&serde_json::to_vec(&doors).unwrap_or_default());
        Self { doors, as_of, digest, overdue: AtomicBool::new(false) }
    }

    /// The door with this number, if it is one of these.
    #[must_use]
    pub fn door(&self, id: Option<DoorId>) -> Option<&Door> {
        self.doors.iter().find(|door| Some(door.id) == id)
    }

    /// Whether the list is older than it should be, because Kisi did not give a newer one.
    #[must_use]
    pub fn is_overdue(&self) -> bool {
        self.overdue.load(Ordering::Relaxed)
    }
}

/// What Kisi decided about a link.
#[derive(Clone, Debug)]
enum Known {
    Doors(Arc<DoorList>),
    Refused(Arc<kisi::Error>),
}

impl Known {
    fn outcome(self) -> Result<Arc<DoorList>, Arc<kisi::Error>> {
        match self {
            Self::Doors(doors) => Ok(doors),
            Self::Refused(error) => Err(error),
        }
    }
}

/// What became of asking Kisi: its decision, or a failure to get one.
type Attempt = Result<Known, Arc<kisi::Error>>;

/// How long each kind of knowledge is kept.
#[derive(Clone, Copy, Debug)]
struct Lifetimes {
    doors: Duration,
    refused: Duration,
}

impl Lifetimes {
    fn of(self, known: &Known) -> Duration {
        match known {
            Known::Doors(_) => self.doors,
            Known::Refused(_) => self.refused,
        }
    }
}

impl Expiry<Fingerprint, Known> for Lifetimes {
    fn expire_after_create(&self, _: &Fingerprint, known: &Known, _: Instant) -> Option<Duration> {
        Some(self.of(known))
    }

    fn expire_after_update(
        &self,
        _: &Fingerprint,
        known: &Known,
        _: Instant,
        _: Option<Duration>,
    ) -> Option<Duration> {
        Some(self.of(known))
    }
}

/// An attempt is shared by those who wait for it; a failed one also by those who come soon after.
struct AttemptLifetime;

impl Expiry<Fingerprint, Attempt> for AttemptLifetime {
    fn expire_after_create(&self, _: &Fingerprint, it: &Attempt, _: Instant) -> Option<Duration> {
        Some(if it.is_ok() { Duration::ZERO } else { ATTEMPT_EVERY })
    }
}

/// How a look-up went.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Lookup {
    result: &'static str,
}

/// A huge list takes the room of several links, so that `cache.capacity` bounds bytes, too.
fn weight(_: &Fingerprint, known: &Known) -> u32 {
    let bytes = match known {
        Known::Doors(list) => list.doors.iter().map(Door::size).sum::<usize>(),
        Known::Refused(_) => 0,
    };
    u32::try_from(1 + bytes / ROOM_OF_ONE_LINK).unwrap_or(u32::MAX)
}

impl DoorDirectory {
    /// An empty directory that asks `kisi`, on `runtime`, so that a call outlives the visitor who
    /// caused it.
    #[must_use]
    pub fn new(kisi: Arc<kisi::Client>, settings: &settings::Cache, runtime: Handle) -> Self {
        let lifetimes =
            Lifetimes { doors: settings.fresh + settings.stale, refused: settings.refused };
        Self {
            kisi,
            known: Cache::builder()
                .max_capacity(settings.capacity)
                .weigher(weight)
                .expire_after(lifetimes)
                .build(),
            attempts: Cache::builder()
                .max_capacity(settings.capacity)
                .expire_after(AttemptLifetime)
                .build(),
            fresh: settings.fresh,
            runtime,
            lookups: Family::default(),
        }
    }

    /// Look-ups by how they went: `hit`, `miss`, `joined` (another's miss), `stale`.
    #[must_use]
    pub fn lookups(&self) -> &Family<Lookup, Counter> {
        &self.lookups
    }

    /// Of how many links something is known, about.
    #[must_use]
    pub fn links(&self) -> u64 {
        self.known.entry_count()
    }

    /// Whether what `link` opens can be told at `now` without asking Kisi.
    pub async fn knows(&self, link: &AccessLink) -> bool {
        matches!(self.known.get(&link.fingerprint()).await, Some(Known::Doors(_)))
    }

    /// The doors behind `link` at `now`: for a page. Where Kisi is failing, and nothing is known,
    /// the failure is told at once.
    pub async fn doors_behind(
        &self,
        link: &AccessLink,
        now: Timestamp,
    ) -> Result<Arc<DoorList>, Arc<kisi::Error>> {
        match self.known.get(&link.fingerprint()).await {
            Some(known) if self.is_current(&known, now) => {
                self.count("hit");
                known.outcome()
            }
            Some(Known::Doors(old)) => self.renewed(link, old, now).await,
            Some(Known::Refused(_)) | None => self.asked_for_a_page(link, now).await,
        }
    }

    /// The doors behind `link` at `now`: for a tap of `door`, which is always tried, however Kisi
    /// is. An old list that has the door is good enough: someone waits, and Kisi decides again
    /// when it is asked to unlock.
    pub async fn doors_for_tap(
        &self,
        link: &AccessLink,
        door: Option<DoorId>,
        now: Timestamp,
    ) -> Result<Arc<DoorList>, Arc<kisi::Error>> {
        match self.known.get(&link.fingerprint()).await {
            Some(Known::Doors(list)) if list.door(door).is_some() => return Ok(list),
            Some(known) if self.is_current(&known, now) => return known.outcome(),
            Some(Known::Doors(old)) => return self.renewed(link, old, now).await,
            Some(Known::Refused(_)) | None => {}
        }
        if self.attempts.contains_key(&link.fingerprint()) {
            self.attempts.invalidate(&link.fingerprint()).await;
        }
        self.outcome_of(self.attempt(link, now)).await
    }

    fn is_current(&self, known: &Known, now: Timestamp) -> bool {
        match known {
            Known::Doors(list) => self.is_fresh(list, now),
            Known::Refused(_) => true,
        }
    }

    fn is_fresh(&self, list: &DoorList, now: Timestamp) -> bool {
        now.duration_since(list.as_of).unsigned_abs() < self.fresh
    }

    /// A newer list than `old` if Kisi gives one soon, else `old`. Once Kisi was late, nobody
    /// waits for it again until it has answered.
    async fn renewed(
        &self,
        link: &AccessLink,
        old: Arc<DoorList>,
        now: Timestamp,
    ) -> Result<Arc<DoorList>, Arc<kisi::Error>> {
        if old.is_overdue() || self.kisi.admission() == Admission::Closed {
            old.overdue.store(true, Ordering::Relaxed);
            if !self.attempts.contains_key(&link.fingerprint()) {
                drop(self.attempt(link, now));
            }
        } else {
            match timeout(LONGEST_WAIT, self.attempt(link, now)).await {
                Ok(Ok(Ok(known))) => return known.outcome(),
                _late_or_failed => old.overdue.store(true, Ordering::Relaxed),
            }
        }
        self.count("stale");
        Ok(old)
    }

    /// What Kisi says about a link that nothing is known of.
    async fn asked_for_a_page(
        &self,
        link: &AccessLink,
        now: Timestamp,
    ) -> Result<Arc<DoorList>, Arc<kisi::Error>> {
        match self.kisi.admission() {
            Admission::Open => self.outcome_of(self.attempt(link, now)).await,
            Admission::Probe => {
                let probe = self.outcome_of(self.attempt(link, now));
                let failing = |_late| Err(Arc::new(kisi::Error::circuit_closed()));
                timeout(LONGEST_WAIT, probe).await.unwrap_or_else(failing)
            }
            Admission::Closed => {
                self.count("miss");
                Err(Arc::new(kisi::Error::circuit_closed()))
            }
        }
    }

    async fn outcome_of(
        &self,
        attempt: JoinHandle<Attempt>,
    ) -> Result<Arc<DoorList>, Arc<kisi::Error>> {
        let interrupted = |_cancelled| Err(Arc::new(kisi::Error::interrupted()));
        attempt.await.unwrap_or_else(interrupted)?.outcome()
    }

    /// Asks Kisi, or joins those who do.
    fn attempt(&self, link: &AccessLink, now: Timestamp) -> JoinHandle<Attempt> {
        let (directory, link) = (self.clone(), link.clone());
        self.runtime.spawn(async move {
            let entry = directory.attempts.entry(link.fingerprint());
            let entry = entry.or_insert_with(directory.ask(&link, now)).await;
            directory.count(if entry.is_fresh() { "miss" } else { "joined" });
            entry.into_value()
        })
    }

    async fn ask(&self, link: &AccessLink, now: Timestamp) -> Attempt {
        // Another attempt may have ended between the look at what is known and this one.
        if let Some(known) = self.known.get(&link.fingerprint()).await
            && self.is_current(&known, now)
        {
            return Ok(known);
        }
        let known = match self.kisi.doors(link).await {
            Ok(doors) => Known::Doors(Arc::new(DoorList::new(doors, now))),
            Err(error) if error.is_refusal() => Known::Refused(Arc::new(error)),
            Err(error) => {
                let fingerprint = link.fingerprint();
                tracing::warn!(%fingerprint, %error, "Kisi did not tell the doors of a link");
                return Err(Arc::new(error));
            }
        };
        self.known.insert(link.fingerprint(), known.clone()).await;
        Ok(known)
    }

    fn count(&self, result: &'static str) {
        self.lookups.get_or_create(&Lookup { result }).inc();
    }
}

#[cfg(test)]
mod tests;
