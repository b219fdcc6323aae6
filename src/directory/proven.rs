//! Which links are not guesses: those whose doors Kisi has returned lately.

use std::{
    collections::HashSet,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use crate::access::Fingerprint;

/// A link counts as seen for at least this time after Kisi last returned its doors, and for less than
/// twice this time. With very many links, those whose doors were returned long ago are dropped
/// earlier.
const PROVEN_FOR: Duration = Duration::from_hours(24);

/// The links that Kisi has returned doors for, and not refused since.
#[derive(Debug)]
pub(super) struct Proven {
    /// The most links that are kept.
    capacity: usize,
    periods: Mutex<Periods>,
}

/// Links of the current period and of the one before it. A period is [`PROVEN_FOR`] long, or
/// shorter, if half of the capacity is used up.
#[derive(Debug)]
struct Periods {
    current: HashSet<Short>,
    previous: HashSet<Short>,
    begin: Instant,
}

/// The first 64 bits of a fingerprint: a hundred thousand links take two megabytes.
type Short = u64;

impl Proven {
    pub(super) fn new(capacity: u64, now: Instant) -> Self {
        let capacity = usize::try_from(capacity).unwrap_or(usize::MAX);
        let periods = Periods { current: HashSet::new(), previous: HashSet::new(), begin: now };
        Self { capacity, periods: Mutex::new(periods) }
    }

    /// Remembers a link whose doors were returned at `now`.
    pub(super) fn insert(&self, link: Fingerprint, now: Instant) {
        self.periods(now).current.insert(link.short());
    }

    /// Whether the doors of the link were returned lately. If so, the link counts as seen for as long
    /// again, because the caller is about to ask Kisi.
    pub(super) fn contains(&self, link: Fingerprint, now: Instant) -> bool {
        let (mut periods, link) = (self.periods(now), link.short());
        let is_proven = periods.current.contains(&link) || periods.previous.contains(&link);
        if is_proven {
            periods.current.insert(link);
        }
        is_proven
    }

    /// Forgets a link that was refused.
    pub(super) fn remove(&self, link: Fingerprint) {
        let (mut periods, link) = (self.lock(), link.short());
        periods.current.remove(&link);
        periods.previous.remove(&link);
    }

    /// Begins a new period if it is time, which drops the links of the period before the last one.
    fn periods(&self, now: Instant) -> MutexGuard<'_, Periods> {
        let mut periods = self.lock();
        let age = now.saturating_duration_since(periods.begin);
        if age >= PROVEN_FOR * 2 {
            *periods = Periods { current: HashSet::new(), previous: HashSet::new(), begin: now };
        } else if age >= PROVEN_FOR || periods.current.len() >= self.capacity / 2 {
            periods.previous = std::mem::take(&mut periods.current);
            periods.begin = now;
        }
        periods
    }

    fn lock(&self) -> MutexGuard<'_, Periods> {
        self.periods.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{FingerprintKey, LinkSecret};

    fn link(number: usize, key: &FingerprintKey) -> Fingerprint {
        key.fingerprint(&LinkSecret::parse(&number.to_string()).unwrap())
    }

    #[test]
    fn a_link_counts_as_seen_for_a_day_after_its_doors_were_returned() {
        let (begin, key) = (Instant::now(), FingerprintKey::random().unwrap());
        let proven = Proven::new(100_000, begin);
        let at = |hours| begin + Duration::from_hours(hours);
        let [visited, left] = [1, 2].map(|number| link(number, &key));
        proven.insert(visited, at(1));
        proven.insert(left, at(1));
        for hours in (20..240).step_by(23) {
            assert!(proven.contains(visited, at(hours)), "{hours}");
        }
        assert!(!proven.contains(left, at(240)));
        assert!(!proven.contains(visited, at(300)));
    }

    #[test]
    fn a_refused_link_no_longer_counts_as_seen() {
        let (begin, key) = (Instant::now(), FingerprintKey::random().unwrap());
        let proven = Proven::new(100_000, begin);
        let refused = link(1, &key);
        proven.insert(refused, begin);
        assert!(proven.contains(refused, begin + PROVEN_FOR));
        proven.remove(refused);
        assert!(!proven.contains(refused, begin + PROVEN_FOR));
    }

    #[test]
    fn no_more_links_are_kept_than_the_capacity() {
        let (begin, key) = (Instant::now(), FingerprintKey::random().unwrap());
        let proven = Proven::new(100, begin);
        for number in 0..1_000 {
            proven.insert(link(number, &key), begin);
        }
        let kept = (0..1_000).filter(|number| {
            let periods = proven.lock();
            let link = link(*number, &key).short();
            periods.current.contains(&link) || periods.previous.contains(&link)
        });
        assert!((50..=100).contains(&kept.count()));
        assert!(proven.contains(link(999, &key), begin));
    }
}
