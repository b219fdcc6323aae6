//! Handles to set up one link or one door, for tests and scenarios.
//!
//! Every method changes the simulator at once, even while it listens. So a test can withdraw a link
//! between two requests. Dropping a handle changes nothing.

#![expect(
    clippy::must_use_candidate,
    clippy::return_self_not_must_use,
    reason = "the change is already made when a method returns"
)]

use std::time::Duration;

use jiff::Timestamp;

use super::{
    Simulator,
    codes::{self, Refusal},
    fault::{Endpoint, Fault},
    faults::Scope,
    model::{GroupLink, LinkAttributes, Lock, Organization, Place},
};

impl Simulator {
    /// The link with this secret. If it does not exist, it is created: valid, and without doors.
    pub fn link(&self, secret: &str) -> Link {
        let mut state = self.state();
        let existing = state.organization.link_with_secret(secret);
        let existing = existing.map(|link| link.attributes.group_id);
        let group = existing.unwrap_or_else(|| create_link(&mut state.organization, secret));
        drop(state);
        Link { kisi: self.clone(), secret: secret.to_owned(), group, place: Place::harbour_house() }
    }

    /// The door with this id. If it does not exist, changes to it have no effect.
    pub fn door(&self, id: u64) -> Door {
        Door { kisi: self.clone(), id }
    }

    fn change_lock(&self, id: u64, change: impl FnOnce(&mut Lock)) {
        if let Some(lock) = self.state().organization.locks.get_mut(&id) {
            change(lock);
        }
    }
}

/// Creates a link in a group of its own, and returns the id of the group.
fn create_link(organization: &mut Organization, secret: &str) -> u64 {
    let group_id = organization.add_group("Group of one link");
    let attributes = LinkAttributes {
        name: format!("Link of group {group_id}"),
        group_id,
        link_enabled: true,
        ..LinkAttributes::default()
    };
    organization.add_link(secret, attributes, Timestamp::now());
    group_id
}

/// One access link of the simulator: see [`Simulator::link`].
#[derive(Clone, Debug)]
pub struct Link {
    kisi: Simulator,
    secret: String,
    group: u64,
    place: Place,
}

impl Link {
    /// Adds a door whose unlocks succeed. The doors of all links are numbered from 1001 on.
    pub fn opens(self, name: &str) -> Self {
        self.add_door(name, |_| {})
    }

    /// Adds a door whose controller cannot be reached.
    pub fn opens_offline(self, name: &str) -> Self {
        self.add_door(name, |lock| lock.online = Some(false))
    }

    /// Adds a door without information on whether it can be reached (`online` is null). Its unlocks
    /// succeed.
    pub fn opens_unknown_reachability(self, name: &str) -> Self {
        self.add_door(name, |lock| lock.online = None)
    }

    /// Adds a door that is locked down.
    pub fn opens_locked_down(self, name: &str) -> Self {
        self.add_door(name, |lock| lock.locked_down_since = Some(Timestamp::now()))
    }

    /// Adds a door that is always unlocked.
    pub fn opens_unlocked(self, name: &str) -> Self {
        self.add_door(name, |lock| lock.held_unlocked = true)
    }

    /// Adds a door whose controller is not configured yet.
    pub fn opens_not_set_up(self, name: &str) -> Self {
        self.add_door(name, |lock| lock.configured = false)
    }

    /// Adds this many doors, named "Door 1", "Door 2" and so on.
    pub fn opens_many(self, count: usize) -> Self {
        (1..=count).fold(self, |link, number| link.opens(&format!("Door {number}")))
    }

    /// Adds a door of another link.
    pub fn opens_also(self, door: u64) -> Self {
        self.kisi.state().organization.add_lock_to_group(self.group, door);
        self
    }

    /// Sets the place of the doors that this handle adds from now on. The default is Harbour House,
    /// id 77.
    pub fn at_place(self, id: u64, name: &str) -> Self {
        let place = Place::new(id, name);
        Self { place, ..self }
    }

    /// Sets the description of the link's last door.
    pub fn described(self, description: &str) -> Self {
        if let Some(door) = self.doors().last() {
            self.kisi.change_lock(*door, |lock| lock.description = Some(description.to_owned()));
        }
        self
    }

    /// The ids of the link's doors, in the order of the door list.
    #[must_use]
    pub fn doors(&self) -> Vec<u64> {
        let state = self.kisi.state();
        let group = state.organization.groups.get(&self.group);
        group.map(|group| group.locks.clone()).unwrap_or_default()
    }

    /// Refuses every use of the link with this error code of Kisi, and the status that belongs to
    /// it.
    pub fn answers(self, code: &str) -> Self {
        self.change(|link| link.forced_refusal = Some(Refusal::new(code)))
    }

    /// Refuses the link because it has expired.
    pub fn expired(self) -> Self {
        self.answers(codes::NO_LONGER_VALID)
    }

    /// Refuses the link because it is not valid yet.
    pub fn not_yet_valid(self) -> Self {
        self.answers(codes::NOT_YET_VALID)
    }

    /// Refuses the link because its access was withdrawn.
    pub fn withdrawn(self) -> Self {
        self.answers(codes::ACCESS_INVALID)
    }

    /// Refuses the link because it may not be used at this time of day.
    pub fn outside_hours(self) -> Self {
        self.answers(codes::NOT_AT_THIS_MOMENT)
    }

    /// Refuses the link without a reason.
    pub fn refused(self) -> Self {
        self.answers(codes::ACCESS_DENIED)
    }

    /// Removes the link. From now on its secret is invalid.
    pub fn revoked(self) -> Self {
        let mut state = self.kisi.state();
        if let Some(id) = state.organization.link_with_secret(&self.secret).map(|link| link.id) {
            state.organization.remove_link(id);
        }
        drop(state);
        self
    }

    /// Delays every door list of this link.
    pub fn doors_take(self, duration: Duration) -> Self {
        self.fault(Fault::delay(duration).on(Endpoint::Doors))
    }

    /// Adds a fault that affects the calls of this link only.
    pub fn fault(self, fault: Fault) -> Self {
        let scope = Scope::Link(self.secret.clone());
        self.kisi.state().faults.add(scope, fault);
        self
    }

    fn add_door(self, name: &str, adjust: impl FnOnce(&mut Lock)) -> Self {
        let place = self.place.clone();
        let door = self.kisi.state().organization.add_lock(self.group, name, place);
        self.kisi.change_lock(door, adjust);
        self
    }

    fn change(self, change: impl FnOnce(&mut GroupLink)) -> Self {
        if let Some(link) = self.kisi.state().organization.link_with_secret(&self.secret) {
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
    /// Refuses every unlock by a link of this door, with this status and error code.
    pub fn unlock_answers(self, status: u16, code: &str) -> Self {
        let refusal = Refusal::with_status(status, code);
        self.kisi.change_lock(self.id, |lock| lock.forced_refusal = Some(refusal));
        self
    }

    /// Does not answer unlocks of this door, and does not open it.
    pub fn unlock_hangs(self) -> Self {
        self.fault(Fault::hang())
    }

    /// Delays every unlock of this door. The door opens after the delay, even if the caller has
    /// disconnected.
    pub fn unlock_takes(self, duration: Duration) -> Self {
        self.fault(Fault::delay(duration))
    }

    /// Adds a fault that affects unlocks of this door only.
    pub fn fault(self, fault: Fault) -> Self {
        self.kisi.state().faults.add(Scope::Door(self.id), fault);
        self
    }
}
