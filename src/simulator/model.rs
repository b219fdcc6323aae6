//! Kisi's links, groups and locks as plain data, without HTTP. The current time is an argument.
//!
//! As at Kisi, a link belongs to a group, and all links of a group open its locks. So two links can
//! open the same doors.

use std::{
    collections::{BTreeMap, HashMap},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};

use super::codes::{self, FieldErrors, Refusal};

/// How long a door stays unlocked. At Kisi this is a setting of the hardware.
const UNLOCKED_FOR: Duration = Duration::from_secs(5);

/// The most links that Kisi has mailed and that exist at one time.
const MOST_EMAIL_LINKS: usize = 1_000;
/// The most text messages that Kisi sends in a month.
const MOST_TEXT_MESSAGES: usize = 10;
const MONTH: SignedDuration = SignedDuration::from_hours(30 * 24);

/// The group that exists from the start, so that an operator can create links at once.
const VISITORS: u64 = 1;

/// The building a lock is in.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) id: u64,
    pub(super) name: String,
    pub(super) coordinates: Option<(f64, f64)>,
    pub(super) time_zone: Option<String>,
}

impl Place {
    /// A place without coordinates and time zone.
    pub(super) fn new(id: u64, name: &str) -> Self {
        Self { id, name: name.to_owned(), coordinates: None, time_zone: None }
    }

    /// The place of all doors that are added without one.
    pub(super) fn harbour_house() -> Self {
        Self {
            coordinates: Some((53.5436, 9.9885)),
            time_zone: Some("Europe/Berlin".to_owned()),
            ..Self::new(77, "Harbour House")
        }
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
    /// If set, every unlock is refused with this, whatever the state of the lock.
    pub(super) forced_refusal: Option<Refusal>,
}

impl Lock {
    /// A lock that is online, configured and not locked down, so every unlock succeeds.
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
            forced_refusal: None,
        }
    }

    /// Whether the door can be opened without an unlock.
    pub(super) fn is_unlocked(&self, now: Timestamp) -> bool {
        self.held_unlocked || self.unlocked_until(now).is_some()
    }

    /// When the last unlock ends, if it has not ended yet.
    pub(super) fn unlocked_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.unlocked_until.filter(|until| *until > now)
    }

    fn unlock(&mut self, now: Timestamp) -> Result<(), Refusal> {
        if let Some(refusal) = &self.forced_refusal {
            return Err(refusal.clone());
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

/// A group of locks, which all links of the group open. Door lists have the order of `locks`.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) id: u64,
    pub(super) name: String,
    pub(super) locks: Vec<u64>,
}

/// What an operator specifies when creating a link.
#[derive(Clone, Debug, Default)]
pub(super) struct LinkAttributes {
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
    pub(super) attributes: LinkAttributes,
    pub(super) created_at: Timestamp,
    pub(super) updated_at: Timestamp,
    pub(super) last_used_at: Option<Timestamp>,
    /// If set, every use of the link is refused with this, even while the link is valid.
    pub(super) forced_refusal: Option<Refusal>,
}

impl GroupLink {
    fn admit(&self, now: Timestamp) -> Result<(), Refusal> {
        if let Some(refusal) = &self.forced_refusal {
            return Err(refusal.clone());
        }
        if !self.attributes.link_enabled {
            return Err(Refusal::new(codes::LINKS_DISABLED));
        }
        if self.attributes.valid_from.is_some_and(|from| now < from) {
            return Err(Refusal::new(codes::NOT_YET_VALID));
        }
        if self.attributes.valid_until.is_some_and(|until| until <= now) {
            return Err(Refusal::new(codes::NO_LONGER_VALID));
        }
        Ok(())
    }
}

/// All data of one organization at Kisi.
#[derive(Debug)]
pub(super) struct Organization {
    pub(super) links: BTreeMap<u64, GroupLink>,
    pub(super) groups: BTreeMap<u64, Group>,
    pub(super) locks: BTreeMap<u64, Lock>,
    by_secret: HashMap<String, u64>,
    next_link: u64,
    next_group: u64,
    next_lock: u64,
}

impl Organization {
    /// An organization with the group "Visitors" and its doors 901 and 902.
    pub(super) fn new() -> Self {
        let mut organization = Self {
            links: BTreeMap::new(),
            groups: BTreeMap::new(),
            locks: BTreeMap::new(),
            by_secret: HashMap::new(),
            next_link: 1,
            next_group: 101,
            next_lock: 901,
        };
        organization.put_group(VISITORS, "Visitors");
        organization.add_lock(VISITORS, "Main entrance", Place::harbour_house());
        organization.add_lock(VISITORS, "Meeting rooms", Place::harbour_house());
        organization.next_lock = 1001;
        organization
    }

    /// Creates a group, or renames the one with this id.
    pub(super) fn put_group(&mut self, id: u64, name: &str) {
        let group = self.groups.entry(id).or_insert_with(|| Group {
            id,
            name: String::new(),
            locks: Vec::new(),
        });
        name.clone_into(&mut group.name);
    }

    /// Creates a group and returns its id, which is chosen here.
    pub(super) fn add_group(&mut self, name: &str) -> u64 {
        let id = self.next_group;
        self.next_group += 1;
        self.put_group(id, name);
        id
    }

    /// Adds a new lock to a group and returns the lock's id. Every unlock of it succeeds.
    pub(super) fn add_lock(&mut self, group: u64, name: &str, place: Place) -> u64 {
        let id = self.next_lock;
        self.next_lock += 1;
        self.locks.insert(id, Lock::ready(id, name, place));
        self.add_lock_to_group(group, id);
        id
    }

    /// Adds an existing lock to one more group.
    pub(super) fn add_lock_to_group(&mut self, group: u64, lock: u64) {
        if let Some(group) = self.groups.get_mut(&group) {
            group.locks.push(lock);
        }
    }

    /// Creates a link with a secret that the caller has chosen, and returns the link's id.
    pub(super) fn add_link(
        &mut self,
        secret: &str,
        attributes: LinkAttributes,
        now: Timestamp,
    ) -> u64 {
        let id = self.next_link;
        self.next_link += 1;
        let link = GroupLink {
            id,
            secret: secret.to_owned(),
            attributes,
            created_at: now,
            updated_at: now,
            last_used_at: None,
            forced_refusal: None,
        };
        self.links.insert(id, link);
        self.by_secret.insert(secret.to_owned(), id);
        id
    }

    /// The fields of a new link that exceed a quota. Kisi's own answer to that is not documented.
    pub(super) fn exceeded_quotas(
        &self,
        attributes: &LinkAttributes,
        now: Timestamp,
    ) -> FieldErrors {
        let links = || self.links.values();
        let mailed = links().filter(|link| link.attributes.email.is_some()).count();
        let texted = links().filter(|link| {
            link.attributes.phone.is_some() && now.duration_since(link.created_at) < MONTH
        });
        let mut errors = FieldErrors::new();
        if attributes.email.is_some() && mailed >= MOST_EMAIL_LINKS {
            errors.insert("email", vec!["has reached the limit of 1000 links"]);
        }
        if attributes.phone.is_some() && texted.count() >= MOST_TEXT_MESSAGES {
            errors.insert("phone", vec!["has reached the limit of 10 messages a month"]);
        }
        errors
    }

    /// What a link may read about a place: one of a door that it opens.
    pub(super) fn place_of(
        &self,
        secret: &str,
        place: u64,
        now: Timestamp,
    ) -> Result<&Place, Refusal> {
        let locks = self.locks_of(secret, now)?;
        let place = locks.into_iter().map(|lock| &lock.place).find(|it| it.id == place);
        place.ok_or_else(|| Refusal::new(codes::NOT_FOUND))
    }

    /// Removes a link, so that its secret is invalid. Returns whether the link existed.
    pub(super) fn remove_link(&mut self, id: u64) -> bool {
        let removed = self.links.remove(&id);
        if let Some(link) = &removed {
            self.by_secret.remove(&link.secret);
        }
        removed.is_some()
    }

    /// The link with this secret, even if it is not valid now.
    pub(super) fn link_with_secret(&mut self, secret: &str) -> Option<&mut GroupLink> {
        let id = self.by_secret.get(secret)?;
        self.links.get_mut(id)
    }

    /// The locks of the link with this secret; or a refusal if the link is not valid now.
    pub(super) fn locks_of(&self, secret: &str, now: Timestamp) -> Result<Vec<&Lock>, Refusal> {
        let group = self.group_of(secret, now)?;
        let locks = group.locks.iter().filter_map(|id| self.locks.get(id));
        Ok(locks.collect())
    }

    /// Unlocks a door. Refused if the link is not valid now, if it does not open this door, or if
    /// the state of the door does not allow it.
    pub(super) fn unlock(
        &mut self,
        secret: &str,
        lock: u64,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        let unknown_door = || Refusal::new(codes::DOOR_NOT_FOUND);
        if !self.group_of(secret, now)?.locks.contains(&lock) {
            return Err(unknown_door());
        }
        self.locks.get_mut(&lock).ok_or_else(unknown_door)?.unlock(now)?;
        if let Some(link) = self.link_with_secret(secret) {
            link.last_used_at = Some(now);
        }
        Ok(())
    }

    fn group_of(&self, secret: &str, now: Timestamp) -> Result<&Group, Refusal> {
        let link_invalid = || Refusal::new(codes::LINK_INVALID);
        let id = self.by_secret.get(secret).ok_or_else(link_invalid)?;
        let link = self.links.get(id).ok_or_else(link_invalid)?;
        link.admit(now)?;
        self.groups.get(&link.attributes.group_id).ok_or_else(link_invalid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;
    const SECRET: &str = "s3cret";

    /// An organization with one link of the group "Visitors".
    fn organization_with(change: impl FnOnce(&mut LinkAttributes)) -> Organization {
        let mut organization = Organization::new();
        let mut attributes =
            LinkAttributes { group_id: VISITORS, link_enabled: true, ..LinkAttributes::default() };
        change(&mut attributes);
        organization.add_link(SECRET, attributes, NOW);
        organization
    }

    fn code<T>(outcome: Result<T, Refusal>) -> String {
        outcome.map_or_else(|refusal| refusal.code, |_| "none".to_owned())
    }

    #[test]
    fn an_unlocked_door_locks_itself_after_five_seconds() {
        let mut organization = organization_with(|_| {});
        organization.unlock(SECRET, 901, NOW).unwrap();
        let lock = &organization.locks[&901];
        assert!(lock.is_unlocked(NOW + Duration::from_millis(4_999)));
        assert!(!lock.is_unlocked(NOW + Duration::from_secs(5)));
    }

    #[test]
    fn a_door_that_is_unlocked_can_be_unlocked_again() {
        let mut organization = organization_with(|_| {});
        organization.unlock(SECRET, 901, NOW).unwrap();
        organization.unlock(SECRET, 901, NOW + Duration::from_secs(3)).unwrap();
        assert!(organization.locks[&901].is_unlocked(NOW + Duration::from_secs(7)));
    }

    #[test]
    fn a_link_opens_only_the_doors_of_its_group() {
        let mut organization = organization_with(|_| {});
        let group = organization.add_group("Others");
        let other_lock = organization.add_lock(group, "Other door", Place::harbour_house());
        assert_eq!(code(organization.unlock(SECRET, other_lock, NOW)), "fad10e");
        assert_eq!(code(organization.unlock(SECRET, 4711, NOW)), "fad10e");
    }

    #[test]
    fn the_state_of_a_door_decides_whether_it_opens() {
        let unlock = |change: fn(&mut Lock)| {
            let mut organization = organization_with(|_| {});
            change(organization.locks.get_mut(&901).unwrap());
            code(organization.unlock(SECRET, 901, NOW))
        };
        assert_eq!(unlock(|lock| lock.locked_down_since = Some(NOW)), "fad001");
        assert_eq!(unlock(|lock| lock.configured = false), "fad108");
        assert_eq!(unlock(|lock| lock.online = Some(false)), "fac001");
        assert_eq!(unlock(|lock| lock.online = None), "none");
        assert_eq!(unlock(|lock| lock.held_unlocked = true), "none");
    }

    #[test]
    fn a_link_opens_doors_from_valid_from_until_just_before_valid_until() {
        let (from, until) = (NOW + Duration::from_secs(10), NOW + Duration::from_secs(20));
        let organization = organization_with(|attributes| {
            attributes.valid_from = Some(from);
            attributes.valid_until = Some(until);
        });
        let at = |seconds| code(organization.locks_of(SECRET, NOW + Duration::from_secs(seconds)));
        assert_eq!([at(9), at(10), at(19), at(20)], ["f358de", "none", "none", "f35ade"]);
    }

    #[test]
    fn a_disabled_link_opens_nothing() {
        let organization = organization_with(|attributes| attributes.link_enabled = false);
        assert_eq!(code(organization.locks_of(SECRET, NOW)), "f298df");
    }

    #[test]
    fn the_secret_of_a_removed_link_is_invalid() {
        let mut organization = organization_with(|_| {});
        assert!(organization.remove_link(1));
        assert_eq!(code(organization.locks_of(SECRET, NOW)), "f29aef");
        assert!(!organization.remove_link(1));
    }

    #[test]
    fn an_unlock_sets_when_a_link_was_last_used_and_a_door_list_does_not() {
        let mut organization = organization_with(|_| {});
        assert!(organization.locks_of(SECRET, NOW).is_ok());
        assert_eq!(organization.links[&1].last_used_at, None);
        organization.unlock(SECRET, 901, NOW).unwrap();
        assert_eq!(organization.links[&1].last_used_at, Some(NOW));
    }
}
