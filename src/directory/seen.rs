//! Which door and place ids Kisi has returned since the start, to find ids in a theme that match
//! none of them.

use std::{
    collections::{BTreeSet, HashSet},
    time::Duration,
};

use jiff::Timestamp;

use crate::access::{Door, DoorId, Fingerprint};

/// How many ids are kept. A server with more doors than this never reports unmatched ids.
const MOST_IDS: usize = 100_000;
/// After this many different links, or this long after the first, enough ids have been seen to
/// judge.
const ENOUGH_LINKS: usize = 200;
const ENOUGH_TIME: Duration = Duration::from_hours(1);

/// The ids in all door lists that Kisi has returned since the start.
#[derive(Debug, Default)]
pub struct SeenIds {
    doors: BTreeSet<DoorId>,
    places: BTreeSet<u64>,
    links: HashSet<Fingerprint>,
    first: Option<Timestamp>,
}

impl SeenIds {
    /// Records the door list that Kisi returned for `link` at `now`.
    pub fn record(&mut self, link: Fingerprint, doors: &[Door], now: Timestamp) {
        self.first.get_or_insert(now);
        if self.links.len() < ENOUGH_LINKS {
            self.links.insert(link);
        }
        if self.has_room() {
            self.doors.extend(doors.iter().map(|door| door.id));
            self.places.extend(doors.iter().filter_map(|door| Some(door.place.as_ref()?.id)));
        }
    }

    /// Whether enough has been seen by `now` to call an id unmatched.
    #[must_use]
    pub fn are_enough(&self, now: Timestamp) -> bool {
        let age =
            self.first.map_or(Duration::ZERO, |first| now.duration_since(first).unsigned_abs());
        self.has_room() && (self.links.len() >= ENOUGH_LINKS || age >= ENOUGH_TIME)
    }

    /// Whether a door list contained this door.
    #[must_use]
    pub fn has_door(&self, id: DoorId) -> bool {
        self.doors.contains(&id)
    }

    /// Whether a door list contained a door of this place.
    #[must_use]
    pub fn has_place(&self, id: u64) -> bool {
        self.places.contains(&id)
    }

    fn has_room(&self) -> bool {
        self.doors.len() + self.places.len() < MOST_IDS
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{DoorState, FingerprintKey, LinkSecret, Place};

    fn lobby() -> Door {
        Door {
            id: DoorId(1),
            name: "Lobby".to_owned(),
            description: None,
            place: Some(Place { id: 77, name: String::new() }),
            state: DoorState::Ready,
        }
    }

    fn link(number: usize, key: &FingerprintKey) -> Fingerprint {
        key.fingerprint(&LinkSecret::parse(&format!("link{number}")).unwrap())
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn one_link_is_enough_only_after_an_hour() {
        let (mut seen, key) = (SeenIds::default(), FingerprintKey::random().unwrap());
        assert!(!seen.are_enough(at(1_000_000)));
        for second in 0..1_000 {
            seen.record(link(1, &key), &[lobby()], at(second));
        }
        assert!(!seen.are_enough(at(3_599)));
        assert!(seen.are_enough(at(3_600)));
        assert!(seen.has_door(DoorId(1)) && seen.has_place(77));
        assert!(!seen.has_door(DoorId(2)) && !seen.has_place(78));
    }

    #[test]
    fn two_hundred_links_are_enough_at_once() {
        let (mut seen, key) = (SeenIds::default(), FingerprintKey::random().unwrap());
        for number in 0..ENOUGH_LINKS {
            assert!(!seen.are_enough(at(1)));
            seen.record(link(number, &key), &[lobby()], at(1));
        }
        assert!(seen.are_enough(at(1)));
    }
}
