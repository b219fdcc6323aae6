//! A simulated Kisi, for `doorstep demo` and for tests.
//!
//! A plain model of Kisi (`model`, and `group_links` for the operator's side) holds links, groups
//! and locks. Around it, `http`, `wire` and `paging` speak Kisi's HTTP and JSON on a loopback port,
//! so that a test uses the product's whole path to Kisi. `fault` describes what can go wrong,
//! `faults` decides which calls are affected, and `http_faults` produces the faulty answers.
//! `call_log` counts what arrived, and [`scenarios`] are the links of the demo.
//!
//! A test changes the model and then checks how the product reacts:
//!
//! ```
//! use doorstep::simulator::Simulator;
//!
//! let kisi = Simulator::new();
//! kisi.link("s3cret").opens("Lobby").opens_offline("Garage");
//! kisi.door(1001).unlock_answers(409, "fad001");
//! assert_eq!(kisi.calls("GET /locks"), 0);
//! ```
//!
//! The simulator imports nothing from the rest of the crate. If it shared code with the Kisi
//! client, a misspelt field would be wrong on both sides and no test would fail.

mod call_log;
mod codes;
mod fault;
mod faults;
mod group_links;
mod handles;
mod http;
mod http_faults;
mod model;
mod paging;
mod running;
pub mod scenarios;
mod wire;

#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use self::{
    call_log::CallLog,
    faults::{Faults, Scope},
    model::{Organization, Place},
};
pub use self::{
    fault::{Endpoint, Fault},
    handles::{Door, Link},
    running::Running,
};

/// The operator key that the simulator accepts. It only gives access to simulated doors, so it need
/// not be secret.
const OPERATOR_KEY: &str = "simulated-operator-key-6b1f0c9d";

/// A handle on the simulated Kisi. Clones share the same data.
///
/// It starts with one group, "Visitors" (id 1), with the doors 901 and 902, so that an operator can
/// create links at once.
#[derive(Clone, Debug)]
pub struct Simulator(Arc<Mutex<SimulatorState>>);

/// Everything the simulator holds. Do not wait for anything while holding its lock.
#[derive(Debug)]
struct SimulatorState {
    organization: Organization,
    faults: Faults,
    call_log: CallLog,
}

impl Simulator {
    /// A Kisi without links and without faults.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(Mutex::new(SimulatorState {
            organization: Organization::new(),
            faults: Faults::default(),
            call_log: CallLog::default(),
        })))
    }

    /// Creates a group that an operator can create links for. If the id exists, the group is
    /// renamed and the doors are added to it.
    pub fn group(&self, id: u64, name: &str, doors: &[&str]) {
        let mut state = self.state();
        state.organization.put_group(id, name);
        for door in doors {
            state.organization.add_lock(id, door, Place::harbour_house());
        }
    }

    /// Adds a fault that affects the calls of all links and doors.
    pub fn fault(&self, fault: Fault) {
        self.state().faults.add(Scope::All, fault);
    }

    /// Number of calls of a route, by method and pattern: `GET /locks`, `POST /locks/{id}/unlock`.
    #[must_use]
    pub fn calls(&self, route: &str) -> usize {
        self.state().call_log.by_route.get(route).copied().unwrap_or_default()
    }

    /// Number of unlock calls for this door, whatever their result.
    #[must_use]
    pub fn unlocks(&self, door: u64) -> usize {
        self.state().call_log.unlocks.get(&door).copied().unwrap_or_default()
    }

    /// How often this door opened, including when the caller never received the answer.
    #[must_use]
    pub fn opened(&self, door: u64) -> usize {
        self.state().call_log.opened.get(&door).copied().unwrap_or_default()
    }

    /// The last 10,000 requests, oldest first, each as method and path: `POST /locks/1001/unlock`.
    #[must_use]
    pub fn requests(&self) -> Vec<String> {
        self.state().call_log.requests.iter().cloned().collect()
    }

    /// The operator key, which an operator sends as `Authorization: KISI-LOGIN <key>`.
    #[must_use]
    pub fn operator_key(&self) -> String {
        OPERATOR_KEY.to_owned()
    }

    /// Every change is complete within one call, so the data is consistent even if a panic has
    /// poisoned the mutex.
    fn state(&self) -> MutexGuard<'_, SimulatorState> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Simulator {
    fn default() -> Self {
        Self::new()
    }
}
