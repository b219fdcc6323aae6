//! Links to the same doors share one list.
//!
//! An office mails a hundred thousand links that all open the same four doors. What is cached for
//! each of them is its time and a pointer.

use std::{
    any::Any,
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock, PoisonError, Weak},
};

use crate::access::Door;

/// Doors that several links may share.
#[derive(Debug)]
pub(super) struct SharedDoors {
    pub(super) doors: Vec<Door>,
    /// A hash of everything that Kisi returned about them.
    pub(super) digest: blake3::Hash,
    /// A value of the caller, which is dropped with the doors.
    pub(super) attached: OnceLock<Box<dyn Any + Send + Sync>>,
}

/// Below this number of lists, dropped ones are not looked for.
const FEW: usize = 1_024;

/// The lists that are cached for some link, by their digest.
#[derive(Debug, Default)]
pub(super) struct SharedLists(Mutex<Lists>);

#[derive(Debug, Default)]
struct Lists {
    lists: HashMap<blake3::Hash, Weak<SharedDoors>>,
    /// The number of lists after which dropped ones are looked for.
    full: usize,
}

impl SharedLists {
    /// The list with these doors: one that is cached already, or a new one.
    pub(super) fn share(&self, doors: Vec<Door>) -> Arc<SharedDoors> {
        // Doors are numbers, texts and enums, which always serialize.
        let digest = blake3::hash(&serde_json::to_vec(&doors).unwrap_or_default());
        let mut shared = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(list) = shared.lists.get(&digest).and_then(Weak::upgrade) {
            return list;
        }
        if shared.lists.len() >= shared.full {
            shared.lists.retain(|_, list| list.strong_count() > 0);
            shared.full = (2 * shared.lists.len()).max(FEW);
        }
        let list = Arc::new(SharedDoors { doors, digest, attached: OnceLock::new() });
        shared.lists.insert(digest, Arc::downgrade(&list));
        list
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::{super::DoorList, *};
    use crate::access::{DoorId, DoorState};

    fn doors(id: u64) -> Vec<Door> {
        let (name, state) = ("Lobby".to_owned(), DoorState::Ready);
        vec![Door { id: DoorId(id), name, description: None, place: None, state }]
    }

    #[test]
    fn links_to_the_same_doors_share_one_list() {
        let lists = SharedLists::default();
        let [one, same, other] = [1, 1, 2].map(|id| lists.share(doors(id)));
        assert!(Arc::ptr_eq(&one, &same));
        assert!(!Arc::ptr_eq(&one, &other) && one.digest != other.digest);
    }

    #[test]
    fn what_is_attached_to_the_doors_is_kept_until_no_link_has_them() {
        let lists = SharedLists::default();
        let list = |id| DoorList::new(lists.share(doors(id)), Timestamp::UNIX_EPOCH);
        let page = |list: &DoorList| Arc::clone(list.attached::<Arc<()>>().unwrap());
        let (one, same, other) = (list(1), list(1), list(2));
        assert!(Arc::ptr_eq(&page(&one), &page(&same)));
        assert!(!Arc::ptr_eq(&page(&one), &page(&other)));
        assert_eq!(one.attached::<String>(), None);
        let page = Arc::downgrade(&page(&one));
        drop(one);
        assert!(page.upgrade().is_some());
        drop(same);
        assert!(page.upgrade().is_none());
    }

    #[test]
    fn lists_that_no_link_has_any_more_are_dropped() {
        let lists = SharedLists::default();
        let kept = lists.share(doors(0));
        for id in 1..=100_000 {
            lists.share(doors(id));
        }
        assert!(lists.0.lock().unwrap().lists.len() <= FEW);
        assert!(Arc::ptr_eq(&kept, &lists.share(doors(0))));
    }
}
