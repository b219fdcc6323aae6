//! Links without a visitor: Kisi may have made them although its answer is not known, and their
//! secrets are lost.

use jiff::{SignedDuration, Timestamp};

use super::guests::Guest;
use crate::{
    access::printable,
    kisi::{IssuedLink, LinkList},
};

/// How long before the moment at which Kisi was asked for a link, by Kisi's clock, the link can have
/// been made: the clock is known in whole seconds.
const EARLIEST: SignedDuration = SignedDuration::from_secs(-2);

/// What a link was made with: enough to find it at Kisi.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wanted {
    /// Its group.
    pub group: u64,
    /// Its name.
    pub name: String,
    /// When it begins.
    pub from: Option<Timestamp>,
    /// When it ends.
    pub until: Option<Timestamp>,
}

/// Calls for the same link whose answers are not known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Calls<'a> {
    pub(super) wanted: &'a Wanted,
    /// When Kisi was asked, by Kisi's clock.
    pub(super) times: &'a [Timestamp],
    /// How long after that a link can be made.
    pub(super) latest: SignedDuration,
}

/// What a list of links says about calls.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// They have made no link, or none until now.
    Nothing,
    /// They have made these links.
    Orphans(Vec<u64>),
    /// They may have made some of these links; with none, the list is not complete.
    Unclear(Vec<u64>),
}

impl Wanted {
    /// What the link of this guest is made with.
    #[must_use]
    pub fn by(guest: &Guest) -> Self {
        let Guest { name, group, from, until, .. } = guest.clone();
        Self { group, name, from, until }
    }

    /// Whether `link` can be the one that Kisi was asked for: it has the same attributes, and no
    /// visitor has used it.
    pub(super) fn is_like(&self, link: &IssuedLink) -> bool {
        let seconds = |time: Option<Timestamp>| time.map(Timestamp::as_second);
        link.name == printable(&self.name)
            && link.group == self.group
            && seconds(link.from) == seconds(self.from)
            && seconds(link.until) == seconds(self.until)
            && link.email.is_none()
            && link.phone.is_none()
            && link.last_used.is_none()
    }
}

impl Calls<'_> {
    /// Finds the links in `list` that these calls have made. Those that are `known` are others. No
    /// call makes more than one link, so with more of them it is not certain which are others.
    pub(super) fn find(self, list: &LinkList, known: impl Fn(u64) -> bool) -> Found {
        let like = list.links.iter().filter(|link| self.wanted.is_like(link) && !known(link.id));
        let (mut certain, mut possible) = (Vec::new(), Vec::new());
        for link in like {
            match link.created {
                None => possible.push(link.id),
                Some(created) if self.can_have_made(created) => certain.push(link.id),
                Some(_) => {}
            }
        }
        if !possible.is_empty() || certain.len() > self.times.len() {
            return Found::Unclear([certain, possible].concat());
        }
        match (certain.is_empty(), list.is_complete) {
            (false, _) => Found::Orphans(certain),
            (true, true) => Found::Nothing,
            (true, false) => Found::Unclear(Vec::new()),
        }
    }

    fn can_have_made(self, created: Timestamp) -> bool {
        let fits =
            |time: &Timestamp| (EARLIEST..=self.latest).contains(&created.duration_since(*time));
        self.times.iter().any(fits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LATEST: SignedDuration = SignedDuration::from_secs(30);

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn wanted() -> Wanted {
        Wanted { group: 1, name: "Ada".to_owned(), from: None, until: None }
    }

    fn link(id: u64, created: Option<i64>) -> IssuedLink {
        IssuedLink {
            id,
            name: "Ada".to_owned(),
            group: 1,
            group_name: None,
            email: None,
            phone: None,
            from: None,
            until: None,
            enabled: true,
            last_used: None,
            created: created.map(at),
        }
    }

    fn find(links: Vec<IssuedLink>, times: &[i64]) -> Found {
        let times: Vec<_> = times.iter().map(|second| at(*second)).collect();
        let list = LinkList { links, is_complete: true };
        Calls { wanted: &wanted(), times: &times, latest: LATEST }.find(&list, |id| id == 99)
    }

    #[test]
    fn a_link_that_was_made_at_the_time_of_a_call_is_its_own() {
        assert_eq!(find(vec![link(1, Some(100))], &[100]), Found::Orphans(vec![1]));
        assert_eq!(find(vec![link(1, Some(98))], &[100]), Found::Orphans(vec![1]));
        assert_eq!(find(vec![link(1, Some(130))], &[100]), Found::Orphans(vec![1]));
        for other in [97, 131] {
            assert_eq!(find(vec![link(1, Some(other))], &[100]), Found::Nothing, "{other}");
        }
        // Two runs were killed one after the other.
        let both = vec![link(1, Some(100)), link(2, Some(105))];
        assert_eq!(find(both, &[100, 105]), Found::Orphans(vec![1, 2]));
    }

    #[test]
    fn a_link_with_a_visitor_is_never_taken() {
        let used = IssuedLink { last_used: Some(at(110)), ..link(1, Some(100)) };
        let mailed_by_kisi = IssuedLink { email: Some("a@b.example".to_owned()), ..used.clone() };
        let other_dates = IssuedLink { until: Some(at(900)), ..link(1, Some(100)) };
        for other in [used, mailed_by_kisi, other_dates, link(99, Some(100))] {
            assert_eq!(find(vec![other], &[100]), Found::Nothing);
        }
    }

    #[test]
    fn what_is_not_certain_is_left_to_a_person() {
        let more_than_calls = vec![link(1, Some(100)), link(2, Some(101))];
        assert_eq!(find(more_than_calls, &[100]), Found::Unclear(vec![1, 2]));
        assert_eq!(find(vec![link(1, None)], &[100]), Found::Unclear(vec![1]));
        let incomplete = LinkList { links: Vec::new(), is_complete: false };
        let calls = Calls { wanted: &wanted(), times: &[at(100)], latest: LATEST };
        assert_eq!(calls.find(&incomplete, |_id| false), Found::Unclear(Vec::new()));
    }
}
