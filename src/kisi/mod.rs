//! Kisi's API, and the only place that speaks it.
//!
//! A [`Client`] turns an access link into doors and a tap into an unlock. Inside, [`calls`] makes
//! one call over HTTP, [`wire`] knows Kisi's JSON and [`error`] what its refusals mean; [`pace`]
//! keeps Kisi's rate limit, [`retry`] knows what may be asked again, and [`circuit`] when asking
//! is in vain. Outside, nobody hears of locks, group links, statuses or headers.

mod calls;
mod circuit;
mod error;
mod figures;
mod pace;
mod retry;
mod wire;

use std::{
    collections::HashSet,
    time::{Duration, Instant},
};

use self::{calls::Calls, circuit::Circuit, pace::Pace, retry::Patience};
pub use self::{
    circuit::Admission,
    error::{Code, Endpoint, Error, Reached},
    figures::Figures,
};
use crate::{
    access::{AccessLink, Door, DoorId, Outcome, Problem},
    settings,
};

/// Doors asked for at once: Kisi's own limit.
const PAGE: usize = 250;
/// Largest offset that Kisi accepts.
const LARGEST_OFFSET: usize = 20_000;
/// How many calls one door list may cost, whatever Kisi says of its length.
const MOST_PAGES: usize = LARGEST_OFFSET / PAGE + 1;
/// How much longer than one call a list of many pages may take.
const LIST_TIMEOUTS: u32 = 3;
/// How many bytes of names and descriptions one door list may hold.
const LARGEST_LIST: usize = 8 * 1024 * 1024;

/// A connection to Kisi, shared by everything that needs one.
#[derive(Debug)]
pub struct Client {
    calls: Calls,
    pace: Pace,
    circuit: Circuit,
    figures: Figures,
    timeout: Duration,
}

/// The HTTP client could not be made, for instance for want of root certificates.
#[derive(Debug, thiserror::Error)]
#[error("the connection to Kisi cannot be set up")]
pub struct SetupError(#[from] reqwest::Error);

impl Client {
    /// A client that calls `kisi.base_url`, within the pace and the time of the settings.
    pub fn new(settings: &settings::Kisi) -> Result<Self, SetupError> {
        Ok(Self {
            calls: Calls::new(settings)?,
            pace: Pace::new(settings),
            circuit: Circuit::default(),
            figures: Figures::default(),
            timeout: settings.timeout,
        })
    }

    /// Whether asking for a door list is worth it now. Nobody has to ask before an unlock: a tap
    /// is always tried.
    pub fn admission(&self) -> Admission {
        self.circuit.admission()
    }

    /// Whether Kisi is failing for every link, as far as is known.
    #[must_use]
    pub fn is_failing(&self) -> bool {
        self.circuit.is_failing()
    }

    /// What the calls came to.
    #[must_use]
    pub fn figures(&self) -> &Figures {
        &self.figures
    }

    /// All doors that `link` opens, in Kisi's order, each once.
    ///
    /// Kisi hands them out in pages. The next page is asked for while pages come full or their
    /// range promises more, and no longer than they bring doors that were not there before: so a
    /// missing or lying range neither hides doors nor asks for ever.
    pub async fn doors(&self, link: &AccessLink) -> Result<Vec<Door>, Error> {
        let list = tokio::time::timeout(self.timeout * LIST_TIMEOUTS, self.all_pages(link)).await;
        let list = list.unwrap_or_else(|_elapsed| {
            Err(Error::unreadable("Kisi's door list did not end in time"))
        });
        list.map_err(Error::of_door_list)
    }

    async fn all_pages(&self, link: &AccessLink) -> Result<Vec<Door>, Error> {
        let mut doors: Vec<Door> = Vec::new();
        let mut seen = HashSet::new();
        let (mut offset, mut bytes) = (0, 0);
        for _ in 0..MOST_PAGES {
            let (page, total) = self.page(link, offset).await?;
            offset += page.elements;
            let before = doors.len();
            doors.extend(page.doors.into_iter().filter(|door| seen.insert(door.id)));
            bytes += doors[before..].iter().map(Door::size).sum::<usize>();
            if bytes > LARGEST_LIST {
                return Err(Error::unreadable("Kisi's door list is larger than 8 MiB"));
            }
            let brought_nothing = page.elements == 0 || doors.len() == before;
            let more = page.elements >= PAGE || total.is_some_and(|total| offset < total);
            if brought_nothing || !more || offset > LARGEST_OFFSET {
                return Ok(doors);
            }
        }
        tracing::warn!(doors = doors.len(), "Kisi's door list has no end; what came is shown");
        Ok(doors)
    }

    /// One page of doors, asked for again where that may help.
    async fn page(
        &self,
        link: &AccessLink,
        offset: usize,
    ) -> Result<(wire::Page, Option<usize>), Error> {
        let patience = Patience::for_doors(self.timeout, &self.circuit);
        let deadline = patience.deadline();
        let once = || async {
            self.pace.wait(link.fingerprint(), Endpoint::Doors).await?;
            let begin = Instant::now();
            let call = self.calls.page(link.secret(), offset, PAGE);
            let page = tokio::time::timeout_at(deadline.into(), call).await;
            let page = page.unwrap_or_else(|_elapsed| Err(Error::too_late()));
            self.figures.call(Endpoint::Doors, page.as_ref().err(), begin.elapsed());
            match &page {
                Err(error) if error.is_failure() => {
                    self.circuit.failed(link.fingerprint(), begin, Instant::now());
                }
                page if is_answer(page) => self.circuit.answered(Instant::now()),
                Ok(_) | Err(_) => {}
            }
            page
        };
        patience.retry(once).await
    }

    /// Unlocks `door` for the holder of `link`.
    ///
    /// The call is repeated only where it certainly had no effect: it was never sent, Kisi
    /// refused it for its rate, or Kisi said that the door is busy for some seconds.
    pub async fn unlock(&self, link: &AccessLink, door: DoorId) -> Result<Outcome, Error> {
        let patience = Patience::for_unlock(self.timeout, &self.circuit);
        let once = || async {
            self.pace.wait(link.fingerprint(), Endpoint::Unlock).await?;
            let begin = Instant::now();
            let outcome = self.calls.unlock(link.secret(), door).await;
            self.figures.call(Endpoint::Unlock, outcome.as_ref().err(), begin.elapsed());
            if is_answer(&outcome) {
                self.circuit.answered(Instant::now());
            }
            outcome
        };
        patience.retry(once).await
    }
}

/// Whether Kisi has answered what it was asked. Being told to be slower is neither an answer nor
/// a failure.
fn is_answer<T>(result: &Result<T, Error>) -> bool {
    let error = result.as_ref().err();
    error.is_none_or(|it| !it.is_failure() && it.problem != Problem::RateLimited)
}

#[cfg(test)]
mod tests;
