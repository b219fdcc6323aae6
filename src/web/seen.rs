//! Which doors and places have been seen, so that a brand hears of numbers that are none of them.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

use crate::{access::Door, theme::Theme};

/// How many doors and places are remembered. Those that come later are not missed in any theme.
const MOST: usize = 100_000;

/// The numbers that Kisi has given since the start, and those that brands were told of.
#[derive(Debug, Default)]
pub(super) struct Seen(Mutex<Numbers>);

#[derive(Debug, Default)]
struct Numbers {
    doors: BTreeSet<u64>,
    places: BTreeSet<u64>,
    /// A brand's name, and the key it was told of.
    told: BTreeSet<(String, String)>,
}

impl Seen {
    /// Notes doors that are about to be shown in this theme. The log tells, once, which numbers in
    /// the theme are none that was seen so far: most likely they are mistyped.
    pub(super) fn note(&self, theme: &Theme, doors: &[Door]) {
        for number in self.unknown(theme, doors) {
            tracing::warn!(
                theme = theme.name,
                "[{number}] is in the theme, and no link opened since the start leads to it: is \
                 the number right?"
            );
        }
    }

    /// The keys of the theme that match nothing seen, and were not told yet.
    fn unknown(&self, theme: &Theme, doors: &[Door]) -> Vec<String> {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.doors.len() + seen.places.len() < MOST {
            seen.doors.extend(doors.iter().map(|door| door.id.0));
            seen.places.extend(doors.iter().filter_map(|door| Some(door.place.as_ref()?.id)));
        }
        let doors = theme.door_ids().filter(|id| !seen.doors.contains(&id.0));
        let places = theme.place_ids().filter(|id| !seen.places.contains(id));
        let keys = doors.map(|id| format!("doors.{id}"));
        let mut keys: Vec<_> = keys.chain(places.map(|id| format!("places.{id}"))).collect();
        keys.truncate(MOST.saturating_sub(seen.told.len()));
        keys.retain(|key| seen.told.insert((theme.name.clone(), key.clone())));
        keys
    }
}
