//! Our pretended Kisi: for `doorstep demo`, and for tests.
//!
//! A small plain model of Kisi (`model`, and `group_links` for the operator's side) knows links, doors and times.
//! A thin skin (`http`, `wire`, `paging`) speaks Kisi's HTTP and JSON around it, on a loopback port of its own, so
//! that nothing of the product's way to Kisi is left out. `fault` says what may go wrong, `faults` when it does, and
//! `http_faults` does it on the wire, `calls` counts what arrived, and [`scenarios`] are the links of the demo.
//!
//! A test changes the model and looks at what the product makes of it:
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
//! It imports nothing of the rest of the crate, so that a wrong name of a field cannot be wrong on both sides.

mod calls;
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

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use calls::Request;
pub use fault::{Endpoint, Fault};
pub use handles::{Door, Link};
pub use running::Running;

use calls::Calls;
use faults::{Faults, Scope};
use model::{Kisi, Lock, Place};

/// What `KISI-LOGIN` must carry. It opens nothing but pretended doors, and so need not be secret.
const OPERATOR_KEY: &str = "simulated-operator-key-6b1f0c9d";

/// A handle on the pretended Kisi. Clones share it.
///
/// From the start there is a group 1, "Visitors", with the doors 901 and 902, so that an operator can make links.
#[derive(Clone, Debug)]
pub struct Simulator(Arc<Mutex<State>>);

/// All that the simulator knows. Whoever holds it must not wait for anything.
#[derive(Debug)]
struct State {
    kisi: Kisi,
    faults: Faults,
    calls: Calls,
}

impl Simulator {
    /// A Kisi without links and faults.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(Mutex::new(State {
            kisi: Kisi::new(),
            faults: Faults::default(),
            calls: Calls::default(),
        })))
    }

    /// The link with this secret. If there is none, it is made: valid, and with no doors.
    #[expect(clippy::must_use_candidate, reason = "asking for a link makes it")]
    pub fn link(&self, secret: &str) -> Link {
        Link::find_or_make(self, secret)
    }

    /// The door with this id, which a link has been given before.
    #[must_use]
    pub fn door(&self, id: u64) -> Door {
        Door::new(self, id)
    }

    /// Makes one more group that links can be made for, with these doors; or adds the doors to it.
    pub fn group(&self, id: u64, name: &str, doors: &[&str]) {
        let mut state = self.state();
        state.kisi.put_group(id, name);
        for door in doors {
            state.kisi.add_lock(id, door, Place::harbour_house());
        }
    }

    /// Lets something go wrong, for everyone.
    pub fn fault(&self, fault: Fault) {
        self.state().faults.place(Scope::Everyone, fault);
    }

    /// Ends all faults: those for everyone, and those of single links and doors.
    pub fn clear_faults(&self) {
        self.state().faults.clear();
    }

    /// How often a route was called, by method and pattern: `GET /locks`, `POST /locks/{id}/unlock`.
    #[must_use]
    pub fn calls(&self, route: &str) -> usize {
        self.state().calls.by_route.get(route).copied().unwrap_or_default()
    }

    /// How many unlocks of this door reached Kisi, whatever became of them.
    #[must_use]
    pub fn unlocks(&self, door: u64) -> usize {
        self.state().calls.unlocks.get(&door).copied().unwrap_or_default()
    }

    /// How often this door opened, also where nobody was told.
    #[must_use]
    pub fn opened(&self, door: u64) -> usize {
        self.state().calls.opened.get(&door).copied().unwrap_or_default()
    }

    /// The last 10,000 requests, oldest first.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.state().calls.requests.iter().cloned().collect()
    }

    /// Forgets requests and counts. Links, doors and faults stay as they are.
    pub fn reset_calls(&self) {
        self.state().calls = Calls::default();
    }

    /// What `KISI-LOGIN` must carry.
    #[must_use]
    pub fn operator_key(&self) -> String {
        OPERATOR_KEY.to_owned()
    }

    /// Listens on this address; with port 0, on any free port. It goes on until [`Running`] is dropped.
    pub async fn listen(&self, address: &str) -> io::Result<Running> {
        Running::start(self.clone(), address).await
    }

    /// No rule of the model spans more than one call, so a poisoned lock is as good as any.
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change_lock(&self, id: u64, change: impl FnOnce(&mut Lock)) {
        if let Some(lock) = self.state().kisi.locks.get_mut(&id) {
            change(lock);
        }
    }
}

impl Default for Simulator {
    fn default() -> Self {
        Self::new()
    }
}
