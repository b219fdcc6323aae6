//! The client of Kisi's API.
//!
//! A [`Client`] turns an access link into doors and a tap into an unlock; an [`Operator`] makes,
//! lists and revokes access links with an API key. Inside, [`http`] sends requests, [`calls`] makes
//! single calls with a secret, [`wire`] reads Kisi's JSON, and [`error`] maps Kisi's error codes to
//! problems. [`pace`] and [`slots`] keep Kisi's rate limit, [`retry`] decides which calls are
//! repeated, and [`circuit`] is the circuit breaker. Kisi's own terms (lock, group link, HTTP status and
//! headers) do not leave this module.

mod calls;
mod circuit;
mod error;
#[cfg(any(test, feature = "fuzzing"))]
pub(crate) mod fuzzing;
mod http;
mod link;
mod metrics;
mod operator;
mod pace;
mod retry;
mod slots;
mod wire;

use std::{
    collections::HashSet,
    time::{Duration, Instant},
};

use self::{calls::Calls, circuit::CircuitBreaker, error::Kind, pace::Pace, retry::RetryPolicy};
pub use self::{
    circuit::CircuitState,
    error::{Code, Endpoint, Error, Reached, SetupError},
    link::{CreatedLink, IssuedLink, NewLink, ReaderCode},
    metrics::Metrics,
    operator::{LinkFilter, LinkList, Operator, OperatorError},
    retry::Retries,
};
use crate::{
    access::{AccessLink, Door, DoorId, Outcome, PlaceDetails},
    settings,
};

/// How many doors are requested at once: the most that Kisi allows.
const PAGE: usize = 250;
/// The largest offset that Kisi accepts.
const LARGEST_OFFSET: usize = 20_000;
/// The limit of calls for one door list.
const MOST_PAGES: usize = LARGEST_OFFSET / PAGE + 1;
/// The time limit of a door list with all its pages, in multiples of `kisi.timeout`.
const LIST_TIMEOUTS: u32 = 3;
/// The size limit of a door list, in bytes as counted by [`Door::size`].
const LARGEST_LIST: usize = 8 * 1024 * 1024;

/// A client of Kisi's API; one is shared by the whole server.
#[derive(Debug)]
pub struct Client {
    calls: Calls,
    pace: Pace,
    circuit: CircuitBreaker,
    metrics: Metrics,
    timeout: Duration,
}

impl Client {
    /// Creates a client for `kisi.base_url`, with the rate limits and the timeout in `settings`.
    pub fn new(settings: &settings::Kisi) -> Result<Self, SetupError> {
        Ok(Self {
            calls: Calls::new(settings)?,
            pace: Pace::new(settings),
            circuit: CircuitBreaker::default(),
            metrics: Metrics::default(),
            timeout: settings.timeout,
        })
    }

    /// Decides whether the caller may request a door list. After [`CircuitState::HalfOpen`], the
    /// caller has to make a call, because it is the one probe of this second. An unlock does not
    /// ask the circuit breaker: every tap is tried.
    pub fn circuit_state(&self) -> CircuitState {
        self.circuit.state(Instant::now())
    }

    /// Whether the circuit breaker is open. Does not use up a probe.
    #[must_use]
    pub fn is_failing(&self) -> bool {
        self.circuit.is_open()
    }

    /// Counts and durations of the calls to Kisi.
    #[must_use]
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// Returns all doors that `link` opens, in Kisi's order and without duplicates.
    ///
    /// Kisi sends them in pages. The next page is requested if this page is full or if its
    /// `X-Collection-Range` header announces more doors, until a page has no new door. So a missing
    /// or wrong header neither hides doors nor leads to an endless loop. `retries` concerns the
    /// first page: a link that opens doors is right.
    pub async fn doors(&self, link: &AccessLink, retries: Retries) -> Result<Vec<Door>, Error> {
        let list = self.all_pages(link, retries);
        let list = tokio::time::timeout(self.timeout * LIST_TIMEOUTS, list).await;
        let list = list
            .unwrap_or_else(|_elapsed| Err(Error::unreadable("Kisi's door list took too long")));
        list.map_err(Error::for_door_list)
    }

    async fn all_pages(&self, link: &AccessLink, mut retries: Retries) -> Result<Vec<Door>, Error> {
        let mut doors: Vec<Door> = Vec::new();
        let mut seen = HashSet::new();
        let (mut offset, mut bytes) = (0, 0);
        for _ in 0..MOST_PAGES {
            let (page, total) = self.page(link, offset, retries).await?;
            offset += page.elements;
            retries = Retries::Usual;
            let before = doors.len();
            doors.extend(page.doors.into_iter().filter(|door| seen.insert(door.id)));
            bytes += doors[before..].iter().map(Door::size).sum::<usize>();
            if bytes > LARGEST_LIST {
                return Err(Error::unreadable("Kisi's door list is larger than 8 MiB"));
            }
            let nothing_new = page.elements == 0 || doors.len() == before;
            let more = page.elements >= PAGE || total.is_some_and(|total| offset < total);
            if nothing_new || !more || offset > LARGEST_OFFSET {
                return Ok(doors);
            }
        }
        tracing::warn!(doors = doors.len(), "Kisi's door list has too many pages and is cut off");
        Ok(doors)
    }

    /// Requests one page of doors, with retries.
    async fn page(
        &self,
        link: &AccessLink,
        offset: usize,
        retries: Retries,
    ) -> Result<(wire::Page, Option<usize>), Error> {
        let policy = RetryPolicy::for_doors(self.timeout, &self.circuit, retries);
        let deadline = policy.deadline();
        let once = || async {
            let _permit = self.pace.wait(link.fingerprint(), Endpoint::Doors).await?;
            let begin = Instant::now();
            let call = self.calls.page(link.secret(), offset, PAGE);
            let page = tokio::time::timeout_at(deadline.into(), call).await;
            let page = page.unwrap_or_else(|_elapsed| Err(Error::deadline_exceeded()));
            self.metrics.count(Endpoint::Doors, page.as_ref().err(), begin.elapsed());
            match health(&page) {
                Health::Answered => self.circuit.answered(Instant::now()),
                Health::Failed => self.circuit.failed(link.fingerprint(), begin, Instant::now()),
                Health::Unclear => {}
            }
            page
        };
        policy.retry(once).await
    }

    /// Returns what Kisi has about a place of a door that `link` opens, with one call. Kisi
    /// documents this call, but a caller has to be able to do without it.
    pub async fn place(&self, link: &AccessLink, id: u64) -> Result<PlaceDetails, Error> {
        let _permit = self.pace.wait(link.fingerprint(), Endpoint::Doors).await?;
        self.calls.place(link.secret(), id).await
    }

    /// Unlocks `door` through `link`.
    ///
    /// The call is repeated only if it certainly had no effect: it was not sent, Kisi's rate limit
    /// refused it, or Kisi answered that the door is busy for some seconds.
    pub async fn unlock(&self, link: &AccessLink, door: DoorId) -> Result<Outcome, Error> {
        let policy = RetryPolicy::for_unlock(self.timeout, &self.circuit);
        let once = || async {
            let _permit = self.pace.wait(link.fingerprint(), Endpoint::Unlock).await?;
            let begin = Instant::now();
            let outcome = self.calls.unlock(link.secret(), door).await;
            self.metrics.count(Endpoint::Unlock, outcome.as_ref().err(), begin.elapsed());
            match health(&outcome) {
                Health::Answered => self.circuit.answered(Instant::now()),
                // Only door lists open the circuit.
                Health::Failed | Health::Unclear => {}
            }
            outcome
        };
        policy.retry(once).await
    }
}

/// What the result of a call says about Kisi, for the circuit breaker.
enum Health {
    Answered,
    Failed,
    /// Kisi's rate limit refused the call, which is neither an answer nor a failure.
    Unclear,
}

fn health<T>(result: &Result<T, Error>) -> Health {
    match result.as_ref().map_err(Error::kind) {
        Ok(_) | Err(Kind::Busy | Kind::Decision) => Health::Answered,
        Err(Kind::Unavailable | Kind::Timeout) => Health::Failed,
        Err(Kind::RateLimited) => Health::Unclear,
    }
}

#[cfg(test)]
mod connection_tests;
#[cfg(test)]
mod tests;
