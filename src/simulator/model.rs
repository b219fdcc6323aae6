//! Kisi as plain data: who holds which link, and what is behind it.
//!
//! Nothing here knows of HTTP, and time is an argument. A link belongs to a group, and a group opens locks: this is
//! how Kisi orders them, and why two links can open the same doors.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use jiff::Timestamp;

use super::codes::{self, Refusal};

/// How long a door stays unlocked. At Kisi it is a setting of the hardware.
const UNLOCKED_FOR: Duration = Duration::from_secs(5);

/// The group that exists without anybody making it, so that an operator can make links at once.
pub(super) const VISITORS: u64 = 1;

/// The building a lock is in.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) id: u64,
    pub(super) name: String,
    pub(super) coordinates: Option<(f64, f64)>,
}

impl Place {
    /// A place of which Kisi does not know where it lies.
    pub(super) fn new(id: u64, name: &str) -> Self {
        Self { id, name: name.to_owned(), coordinates: None }
    }

    /// Where doors are unless said otherwise.
    pub(super) fn harbour_house() -> Self {
        Self { coordinates: Some((53.5436, 9.9885)), ..Self::new(77, "Harbour House") }
    }
}

/// A door, as Kisi calls it.
#[derive(Clone, Debug)]
pub(super) struct Lock {
    pub(super) id: u64,
    pub(super) name: String,
    pub(super) description: Option<String>,
    pub(super) place: Place,
    pub(super) configured: bool,
    pub(super) online: Option<bool>,
    pub(super) locked_down_since: Option<Timestamp>,
    pub(super) held_unlocked: bool,
    pub(super) unlocked_until: Option<Timestamp>,
    /// What every unlock is answered with, whatever the state of the lock.
    pub(super) answer: Option<Refusal>,
}

impl Lock {
    /// A lock that opens when it is asked to.
    fn ready(id: u64, name: &str, place: Place) -> Self {
        Self {
            id,
            name: name.to_owned(),
            description: None,
            place,
            configured: true,
            online: Some(true),
            locked_down_since: None,
            held_unlocked: false,
            unlocked_until: None,
            answer: None,
        }
    }

    /// Whether a visitor could just walk in.
    pub(super) fn is_unlocked(&self, now: Timestamp) -> bool {
        self.held_unlocked || self.unlocked_until(now).is_some()
    }

    /// The end of the last unlock, while that lies ahead.
    pub(super) fn unlocked_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.unlocked_until.filter(|until| *until > now)
    }

    fn unlock(&mut self, now: Timestamp) -> Result<(), Refusal> {
        if let Some(answer) = &self.answer {
            return Err(answer.clone());
        }
        if self.locked_down_since.is_some() {
            return Err(Refusal::new(codes::LOCKED_DOWN));
        }
        if !self.configured {
            return Err(Refusal::new(codes::NOT_CONFIGURED));
        }
        if self.online == Some(false) {
            return Err(Refusal::new(codes::CONTROLLER_UNAVAILABLE));
        }
        self.unlocked_until = Some(now + UNLOCKED_FOR);
        Ok(())
    }
}

/// The locks that all links of a group open, in the order in which they are listed.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) id: u64,
    pub(super) name: String,
    pub(super) locks: Vec<u64>,
}

/// What an operator says of a link that is to be made.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub(super) name: String,
    pub(super) group_id: u64,
    pub(super) email: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) valid_from: Option<Timestamp>,
    pub(super) valid_until: Option<Timestamp>,
    pub(super) link_enabled: bool,
    pub(super) with_code_image: bool,
}

/// An access link, as Kisi calls it.
#[derive(Clone, Debug)]
pub(super) struct GroupLink {
    pub(super) id: u64,
    pub(super) secret: String,
    pub(super) draft: Draft,
    pub(super) created_at: Timestamp,
    pub(super) updated_at: Timestamp,
    pub(super) last_used_at: Option<Timestamp>,
    /// What every use of the link is answered with, whatever its times.
    pub(super) answer: Option<Refusal>,
}

impl GroupLink {
    fn admit(&self, now: Timestamp) -> Result<(), Refusal> {
        if let Some(answer) = &self.answer {
            return Err(answer.clone());
        }
        if !self.draft.link_enabled {
            return Err(Refusal::new(codes::LINKS_DISABLED));
        }
        if self.draft.valid_from.is_some_and(|from| now < from) {
            return Err(Refusal::new(codes::NOT_YET_VALID));
        }
        if self.draft.valid_until.is_some_and(|until| until <= now) {
            return Err(Refusal::new(codes::NO_LONGER_VALID));
        }
        Ok(())
    }
}

/// One organization at Kisi.
#[derive(Debug)]
pub(super) struct Kisi {
    pub(super) links: BTreeMap<u64, GroupLink>,
    pub(super) groups: BTreeMap<u64, Group>,
    pub(super) locks: BTreeMap<u64, Lock>,
    by_secret: HashMap<String, u64>,
    next_link: u64,
    next_group: u64,
    next_lock: u64,
}

impl Kisi {
    /// An organization with the group "Visitors", whose two doors are 901 and 902.
    pub(super) fn new() -> Self {
        let mut kisi = Self {
            links: BTreeMap::new(),
            groups: BTreeMap::new(),
            locks: BTreeMap::new(),
            by_secret: HashMap::new(),
            next_link: 1,
            next_group: 101,
            next_lock: 901,
        };
        kisi.put_group(VISITORS, "Visitors");
        kisi.add_lock(VISITORS, "Main entrance", Place::harbour_house());
        kisi.add_lock(VISITORS, "Meeting rooms", Place::harbour_house());
        kisi.next_lock = 1001;
        kisi
    }

    /// Makes a group, or renames the one with this id.
    pub(super) fn put_group(&mut self, id: u64, name: &str) {
        let group = self.groups.entry(id).or_insert_with(|| Group {
            id,
            name: String::new(),
            locks: Vec::new(),
        });
        name.clone_into(&mut group.name);
    }

    /// Makes a group of its own for the doors of one link.
    pub(super) fn add_group(&mut self, name: &str) -> u64 {
        let id = self.next_group;
        self.next_group += 1;
        self.put_group(id, name);
        id
    }

    /// Adds a new, ready lock to a group.
    pub(super) fn add_lock(&mut self, group: u64, name: &str, place: Place) -> u64 {
        let id = self.next_lock;
        self.next_lock += 1;
        self.locks.insert(id, Lock::ready(id, name, place));
        self.share_lock(group, id);
        id
    }

    /// Lets a group open a lock that another group opens already.
    pub(super) fn share_lock(&mut self, group: u64, lock: u64) {
        if let Some(group) = self.groups.get_mut(&group) {
            group.locks.push(lock);
        }
    }

    /// Makes a link. Where the secret comes from is not the model's business.
    pub(super) fn add_link(&mut self, secret: &str, draft: Draft, now: Timestamp) -> u64 {
        let id = self.next_link;
        self.next_link += 1;
        let link = GroupLink {
            id,
            secret: secret.to_owned(),
            draft,
            created_at: now,
            updated_at: now,
            last_used_at: None,
            answer: None,
        };
        self.links.insert(id, link);
        self.by_secret.insert(secret.to_owned(), id);
        id
    }

    /// Takes a link away, so that its secret is nobody's. Tells whether there was one.
    pub(super) fn remove_link(&mut self, id: u64) -> bool {
        let removed = self.links.remove(&id);
        if let Some(link) = &removed {
            self.by_secret.remove(&link.secret);
        }
        removed.is_some()
    }

    /// The link behind a secret, valid or not.
    pub(super) fn link_behind(&mut self, secret: &str) -> Option<&mut GroupLink> {
        let id = self.by_secret.get(secret)?;
        self.links.get_mut(id)
    }

    /// The locks that a secret opens now.
    pub(super) fn locks_behind(&self, secret: &str, now: Timestamp) -> Result<Vec<&Lock>, Refusal> {
        let group = self.group_behind(secret, now)?;
        let locks = group.locks.iter().filter_map(|id| self.locks.get(id));
        Ok(locks.collect())
    }

    /// Unlocks a door, if the secret opens it now and the door can be opened.
    pub(super) fn unlock(
        &mut self,
        secret: &str,
        lock: u64,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        let unknown_door = || Refusal::new(codes::DOOR_NOT_FOUND);
        if !self.group_behind(secret, now)?.locks.contains(&lock) {
            return Err(unknown_door());
        }
        self.locks.get_mut(&lock).ok_or_else(unknown_door)?.unlock(now)?;
        if let Some(link) = self.link_behind(secret) {
            link.last_used_at = Some(now);
        }
        Ok(())
    }

    fn group_behind(&self, secret: &str, now: Timestamp) -> Result<&Group, Refusal> {
        let link_invalid = || Refusal::new(codes::LINK_INVALID);
        let id = self.by_secret.get(secret).ok_or_else(link_invalid)?;
        let link = self.links.get(id).ok_or_else(link_invalid)?;
        link.admit(now)?;
        self.groups.get(&link.draft.group_id).ok_or_else(link_invalid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;
    const SECRET: &str = "s3cret";

    /// A Kisi with one link of the group "Visitors".
    fn kisi_with(change: impl FnOnce(&mut Draft)) -> Kisi {
        let mut kisi = Kisi::new();
        let mut draft = Draft { group_id: VISITORS, link_enabled: true, ..Draft::default() };
        change(&mut draft);
        kisi.add_link(SECRET, draft, NOW);
        kisi
    }

    fn code<T>(outcome: Result<T, Refusal>) -> String {
        outcome.map_or_else(|refusal| refusal.code, |_| "none".to_owned())
    }

    #[test]
    fn an_unlocked_door_locks_itself_after_five_seconds() {
        let mut kisi = kisi_with(|_| {});
        kisi.unlock(SECRET, 901, NOW).unwrap();
        let lock = &kisi.locks[&901];
        assert!(lock.is_unlocked(NOW + Duration::from_millis(4_999)));
        assert!(!lock.is_unlocked(NOW + Duration::from_secs(5)));
    }

    #[test]
    fn a_door_that_is_unlocked_can_be_unlocked_again() {
        let mut kisi = kisi_with(|_| {});
        kisi.unlock(SECRET, 901, NOW).unwrap();
        kisi.unlock(SECRET, 901, NOW + Duration::from_secs(3)).unwrap();
        assert!(kisi.locks[&901].is_unlocked(NOW + Duration::from_secs(7)));
    }

    #[test]
    fn a_link_opens_only_the_doors_of_its_group() {
        let mut kisi = kisi_with(|_| {});
        let group = kisi.add_group("Others");
        let elsewhere = kisi.add_lock(group, "Elsewhere", Place::harbour_house());
        assert_eq!(code(kisi.unlock(SECRET, elsewhere, NOW)), "fad10e");
        assert_eq!(code(kisi.unlock(SECRET, 4711, NOW)), "fad10e");
    }

    #[test]
    fn the_state_of_a_door_decides_whether_it_opens() {
        let unlock = |change: fn(&mut Lock)| {
            let mut kisi = kisi_with(|_| {});
            change(kisi.locks.get_mut(&901).unwrap());
            code(kisi.unlock(SECRET, 901, NOW))
        };
        assert_eq!(unlock(|lock| lock.locked_down_since = Some(NOW)), "fad001");
        assert_eq!(unlock(|lock| lock.configured = false), "fad108");
        assert_eq!(unlock(|lock| lock.online = Some(false)), "fac001");
        assert_eq!(unlock(|lock| lock.online = None), "none");
        assert_eq!(unlock(|lock| lock.held_unlocked = true), "none");
    }

    #[test]
    fn a_link_opens_doors_from_its_first_moment_to_its_last() {
        let (from, until) = (NOW + Duration::from_secs(10), NOW + Duration::from_secs(20));
        let kisi = kisi_with(|draft| {
            draft.valid_from = Some(from);
            draft.valid_until = Some(until);
        });
        let at = |seconds| code(kisi.locks_behind(SECRET, NOW + Duration::from_secs(seconds)));
        assert_eq!([at(9), at(10), at(19), at(20)], ["f358de", "none", "none", "f35ade"]);
    }

    #[test]
    fn a_disabled_link_opens_nothing() {
        let kisi = kisi_with(|draft| draft.link_enabled = false);
        assert_eq!(code(kisi.locks_behind(SECRET, NOW)), "f298df");
    }

    #[test]
    fn a_removed_link_was_never_there() {
        let mut kisi = kisi_with(|_| {});
        assert!(kisi.remove_link(1));
        assert_eq!(code(kisi.locks_behind(SECRET, NOW)), "f29aef");
        assert!(!kisi.remove_link(1));
    }

    #[test]
    fn a_link_remembers_when_it_was_used() {
        let mut kisi = kisi_with(|_| {});
        assert!(kisi.locks_behind(SECRET, NOW).is_ok());
        assert_eq!(kisi.links[&1].last_used_at, None);
        kisi.unlock(SECRET, 901, NOW).unwrap();
        assert_eq!(kisi.links[&1].last_used_at, Some(NOW));
    }
}
