//! What reached Kisi: counted, and the last of it kept, so that tests can say how often it was asked and how.

use std::collections::{BTreeMap, VecDeque};

use serde::Serialize;

/// How many requests are remembered. The counts go on.
const REMEMBERED: usize = 10_000;

/// One request that reached the simulated API.
#[derive(Clone, Debug)]
pub struct Request {
    /// `GET`, `POST` or `DELETE`.
    pub method: String,
    /// The path as it was sent, without the query.
    pub path: String,
    /// What follows the `?`; empty without one.
    pub query: String,
    /// Names in lower case. Values of a repeated header are joined by `, `.
    pub headers: BTreeMap<String, String>,
    /// The body, as far as it is text.
    pub body: String,
}

impl Request {
    /// The value of a header, by its name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }
}

/// The counts, and the requests behind them.
#[derive(Debug, Default, Serialize)]
pub(super) struct Calls {
    /// By method and route: `POST /locks/{id}/unlock`.
    #[serde(rename = "calls")]
    pub(super) by_route: BTreeMap<String, usize>,
    /// By door: unlocks that were asked for.
    pub(super) unlocks: BTreeMap<u64, usize>,
    /// By door: unlocks that happened.
    pub(super) opened: BTreeMap<u64, usize>,
    #[serde(skip)]
    pub(super) requests: VecDeque<Request>,
}

impl Calls {
    /// Counts a request when it arrives, whatever becomes of it.
    pub(super) fn record(&mut self, route: String, lock: Option<u64>, request: Request) {
        *self.by_route.entry(route).or_default() += 1;
        if let Some(lock) = lock {
            *self.unlocks.entry(lock).or_default() += 1;
        }
        if self.requests.len() == REMEMBERED {
            self.requests.pop_front();
        }
        self.requests.push_back(request);
    }

    /// Counts a door that opened.
    pub(super) fn record_opened(&mut self, lock: u64) {
        *self.opened.entry(lock).or_default() += 1;
    }
}
