//! What tests and scenarios say about one link or one door.
//!
//! A handle changes the simulator as soon as a word is said, also while it listens: a link can be withdrawn, and a
//! door go offline, between two requests. It can be dropped at any time.

#![expect(
    clippy::must_use_candidate,
    clippy::return_self_not_must_use,
    reason = "every step has already happened when it returns"
)]

use std::time::Duration;

use jiff::Timestamp;

use super::Simulator;
use super::codes::{self, Refusal};
use super::fault::{Endpoint, Fault};
use super::faults::Scope;
use super::model::{Draft, GroupLink, Lock, Place};

/// One access link of the simulator: see [`Simulator::link`].
#[derive(Clone, Debug)]
pub struct Link {
    kisi: Simulator,
    secret: String,
    group: u64,
    place: Place,
}

impl Link {
    /// Finds the link, or makes one that is valid and opens nothing yet.
    pub(super) fn find_or_make(kisi: &Simulator, secret: &str) -> Self {
        let mut state = kisi.state();
        let existing = state.kisi.link_behind(secret).map(|link| link.draft.group_id);
        let group = existing.unwrap_or_else(|| {
            let group_id = state.kisi.add_group("Behind one link");
            let draft = Draft {
                name: format!("Link of group {group_id}"),
                group_id,
                link_enabled: true,
                ..Draft::default()
            };
            state.kisi.add_link(secret, draft, Timestamp::now());
            group_id
        });
        drop(state);
        Self { kisi: kisi.clone(), secret: secret.to_owned(), group, place: Place::harbour_house() }
    }

    /// Adds a door that opens when it is asked to. Doors are numbered from 1001, over all links.
    pub fn opens(self, name: &str) -> Self {
        self.add(name, |_| {})
    }

    /// Adds a door whose controller cannot be reached.
    pub fn opens_offline(self, name: &str) -> Self {
        self.add(name, |lock| lock.online = Some(false))
    }

    /// Adds a door of which Kisi does not know whether it can be reached (`online` is null). It opens.
    pub fn opens_unknown_reachability(self, name: &str) -> Self {
        self.add(name, |lock| lock.online = None)
    }

    /// Adds a door that is locked for everyone.
    pub fn opens_locked_down(self, name: &str) -> Self {
        self.add(name, |lock| lock.locked_down_since = Some(Timestamp::now()))
    }

    /// Adds a door that stands unlocked all day.
    pub fn opens_unlocked(self, name: &str) -> Self {
        self.add(name, |lock| lock.held_unlocked = true)
    }

    /// Adds a door whose controller is not configured yet.
    pub fn opens_not_set_up(self, name: &str) -> Self {
        self.add(name, |lock| lock.configured = false)
    }

    /// Adds this many doors: "Door 1", "Door 2" and so on.
    pub fn opens_many(self, count: usize) -> Self {
        (1..=count).fold(self, |link, number| link.opens(&format!("Door {number}")))
    }

    /// Adds a door that another link opens, too.
    pub fn opens_also(self, door: u64) -> Self {
        self.kisi.state().kisi.share_lock(self.group, door);
        self
    }

    /// Takes a door away from the link.
    pub fn opens_no_longer(self, door: u64) -> Self {
        if let Some(group) = self.kisi.state().kisi.groups.get_mut(&self.group) {
            group.locks.retain(|lock| *lock != door);
        }
        self
    }

    /// Says where the doors are that this handle adds from here on. Without it they are at Harbour House, id 77.
    pub fn at_place(self, id: u64, name: &str) -> Self {
        let place = Place::new(id, name);
        Self { place, ..self }
    }

    /// Describes the door that was added last, if there is one.
    pub fn described(self, description: &str) -> Self {
        if let Some(door) = self.doors().last() {
            self.kisi.change_lock(*door, |lock| {
                lock.description = Some(description.to_owned());
            });
        }
        self
    }

    /// The ids of the link's doors, in Kisi's order.
    #[must_use]
    pub fn doors(&self) -> Vec<u64> {
        let state = self.kisi.state();
        let group = state.kisi.groups.get(&self.group);
        group.map(|group| group.locks.clone()).unwrap_or_default()
    }

    /// Answers every use of the link with this code of Kisi's, under the status that fits it.
    pub fn answers(self, code: &str) -> Self {
        self.change(|link| link.answer = Some(Refusal::new(code)))
    }

    /// Kisi says that the link's time is over.
    pub fn expired(self) -> Self {
        self.answers(codes::NO_LONGER_VALID)
    }

    /// Kisi says that the link's time has not come.
    pub fn not_yet_valid(self) -> Self {
        self.answers(codes::NOT_YET_VALID)
    }

    /// Kisi says that the access was taken back.
    pub fn withdrawn(self) -> Self {
        self.answers(codes::ACCESS_INVALID)
    }

    /// Kisi says that this is not the hour.
    pub fn outside_hours(self) -> Self {
        self.answers(codes::NOT_AT_THIS_MOMENT)
    }

    /// Kisi says no, and not why.
    pub fn refused(self) -> Self {
        self.answers(codes::ACCESS_DENIED)
    }

    /// Takes the link away: from here on its secret is nobody's.
    pub fn revoked(self) -> Self {
        let mut state = self.kisi.state();
        if let Some(id) = state.kisi.link_behind(&self.secret).map(|link| link.id) {
            state.kisi.remove_link(id);
        }
        drop(state);
        self
    }

    /// Opens nothing before this time.
    pub fn valid_from(self, time: Timestamp) -> Self {
        self.change(|link| link.draft.valid_from = Some(time))
    }

    /// Opens nothing from this time on.
    pub fn valid_until(self, time: Timestamp) -> Self {
        self.change(|link| link.draft.valid_until = Some(time))
    }

    /// Lets the door list of this link take its time.
    pub fn doors_take(self, duration: Duration) -> Self {
        self.fault(Fault::delay(duration).on(Endpoint::Doors))
    }

    /// Lets something go wrong for this link alone.
    pub fn fault(self, fault: Fault) -> Self {
        let scope = Scope::Link(self.secret.clone());
        self.kisi.state().faults.place(scope, fault);
        self
    }

    /// Takes back the answer and the faults of this link. Its times and doors stay.
    pub fn works_again(self) -> Self {
        let scope = Scope::Link(self.secret.clone());
        self.kisi.state().faults.clear_for(&scope);
        self.change(|link| link.answer = None)
    }

    fn add(self, name: &str, adjust: impl FnOnce(&mut Lock)) -> Self {
        let door = self.kisi.state().kisi.add_lock(self.group, name, self.place.clone());
        self.kisi.change_lock(door, adjust);
        self
    }

    fn change(self, change: impl FnOnce(&mut GroupLink)) -> Self {
        if let Some(link) = self.kisi.state().kisi.link_behind(&self.secret) {
            change(link);
        }
        self
    }
}

/// One door of the simulator: see [`Simulator::door`].
#[derive(Clone, Debug)]
pub struct Door {
    kisi: Simulator,
    id: u64,
}

impl Door {
    pub(super) fn new(kisi: &Simulator, id: u64) -> Self {
        Self { kisi: kisi.clone(), id }
    }

    /// Answers every unlock by a link that opens this door with this status and code.
    pub fn unlock_answers(self, status: u16, code: &str) -> Self {
        self.change(|lock| lock.answer = Some(Refusal::with_status(status, code)))
    }

    /// Never answers an unlock of this door. It does not open.
    pub fn unlock_hangs(self) -> Self {
        self.fault(Fault::hang())
    }

    /// Lets every unlock of this door take its time. The door opens at the end of it, also for a caller who has left.
    pub fn unlock_takes(self, duration: Duration) -> Self {
        self.fault(Fault::delay(duration))
    }

    /// Lets something go wrong with the unlocks of this door alone.
    pub fn fault(self, fault: Fault) -> Self {
        self.kisi.state().faults.place(Scope::Door(self.id), fault);
        self
    }

    /// Gives the door another name.
    pub fn renamed(self, name: &str) -> Self {
        self.change(|lock| name.clone_into(&mut lock.name))
    }

    /// Loses the connection to the door's controller.
    pub fn goes_offline(self) -> Self {
        self.change(|lock| lock.online = Some(false))
    }

    /// Locks the door for everyone.
    pub fn goes_into_lockdown(self) -> Self {
        self.change(|lock| lock.locked_down_since = Some(Timestamp::now()))
    }

    /// Makes the door ready: reachable, set up, not locked down, and without the answer and faults it had.
    pub fn works_again(self) -> Self {
        self.kisi.state().faults.clear_for(&Scope::Door(self.id));
        self.change(|lock| {
            lock.answer = None;
            lock.online = Some(true);
            lock.configured = true;
            lock.locked_down_since = None;
        })
    }

    fn change(self, change: impl FnOnce(&mut Lock)) -> Self {
        self.kisi.change_lock(self.id, change);
        self
    }
}
