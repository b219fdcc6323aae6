//! Counts of what reached the simulated API, and the latest requests.

use std::collections::{BTreeMap, VecDeque};

use serde::Serialize;

/// How many requests are kept. The counts have no limit.
const KEPT_REQUESTS: usize = 10_000;

/// The counts, and the requests they come from. As JSON it is the answer of `/simulator/calls`.
#[derive(Debug, Default, Serialize)]
pub(super) struct CallLog {
    /// Calls by method and route: `POST /locks/{id}/unlock`.
    #[serde(rename = "calls")]
    pub(super) by_route: BTreeMap<String, usize>,
    /// Unlock calls by door.
    pub(super) unlocks: BTreeMap<u64, usize>,
    /// Successful unlocks by door.
    pub(super) opened: BTreeMap<u64, usize>,
    /// Method and path of the latest requests.
    #[serde(skip)]
    pub(super) requests: VecDeque<String>,
}

impl CallLog {
    /// Counts a request. To be called when it arrives, before its result is decided.
    pub(super) fn record(&mut self, route: String, unlocked: Option<u64>, request: String) {
        *self.by_route.entry(route).or_default() += 1;
        if let Some(lock) = unlocked {
            *self.unlocks.entry(lock).or_default() += 1;
        }
        if self.requests.len() == KEPT_REQUESTS {
            self.requests.pop_front();
        }
        self.requests.push_back(request);
    }

    /// Counts a door that opened.
    pub(super) fn record_opened(&mut self, lock: u64) {
        *self.opened.entry(lock).or_default() += 1;
    }
}
