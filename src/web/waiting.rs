//! The look-ups whose visitors were shown the waiting page.
//!
//! A page for which Kisi has not answered within [`PATIENCE`] is answered all the same, with the
//! waiting page, and its look-up goes on. The page comes back after a second and joins this look-up.
//! The result is kept for a few seconds after the look-up ended, also where the door directory does
//! not cache it because it is a failure: without that, a visitor would see the waiting page again
//! and again as long as every call to Kisi fails late.
//!
//! A look-up is kept for the client that began it. The permit that it holds is that client's, so
//! no other client may join it: each has to acquire a permit of its own, and learns nothing from this
//! one.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use futures_util::{
    FutureExt as _,
    future::{BoxFuture, Shared},
};
use tokio::{
    runtime::Handle,
    time::{Instant, sleep},
};

use super::{client::Network, error::Error};
use crate::{
    access::{Fingerprint, Problem},
    directory::DoorList,
};

/// How long a page waits for Kisi before the waiting page is shown. A visitor takes a shorter
/// pause for part of loading a page; a longer one on a blank screen looks as if the link were
/// broken.
pub(super) const PATIENCE: Duration = Duration::from_millis(700);
/// How long the result is kept for a page that comes back: the second that the page waits, and time
/// for its request on a bad line.
const KEPT_FOR: Duration = Duration::from_secs(3);
/// How many look-ups are kept. A visitor beyond these waits for the answer instead.
const MOST: usize = 10_000;

/// The doors of a link, or why there are none.
type Doors = Result<Arc<DoorList>, Error>;
type Key = (Network, Fingerprint);

/// A look-up in a task of its own, which goes on when its visitors leave.
#[derive(Clone, Debug)]
pub(super) struct Lookup(Shared<BoxFuture<'static, Ended>>);

/// The result of a look-up, and when it was known.
#[derive(Clone, Debug)]
struct Ended {
    doors: Doors,
    at: Instant,
}

impl Lookup {
    /// Begins a look-up on `runtime`.
    pub(super) fn begin(
        doors: impl Future<Output = Doors> + Send + 'static,
        runtime: &Handle,
    ) -> Self {
        let task = runtime.spawn(async move { Ended { doors: doors.await, at: Instant::now() } });
        let ended = task.map(|ended| {
            ended.unwrap_or_else(|_cancelled| Ended {
                doors: Err(Error::new(Problem::Unavailable)),
                at: Instant::now(),
            })
        });
        Self(ended.boxed().shared())
    }

    /// Waits for the result.
    pub(super) async fn doors(self) -> Doors {
        let Ended { doors, at } = self.0.await;
        doors.map_err(|error| error.after(at.elapsed()))
    }

    /// Waits until the result is no longer kept. A result that says when to come back is not kept
    /// beyond that.
    async fn expires(self) {
        let ended = self.0.await;
        let wait = ended.doors.err().and_then(|error| error.wait());
        sleep(wait.map_or(KEPT_FOR, |wait| wait.min(KEPT_FOR))).await;
    }
}

/// The look-ups whose visitors were shown the waiting page, by client and link.
#[derive(Debug, Default)]
pub(super) struct Waiting(Mutex<HashMap<Key, Lookup>>);

impl Waiting {
    /// The look-up that a page of this client waits for.
    pub(super) fn of(&self, client: Network, link: Fingerprint) -> Option<Lookup> {
        self.lookups().get(&(client, link)).cloned()
    }

    /// Keeps `lookup` for the page of this client that comes back. Returns false if there is no
    /// room, so that the visitor has to wait.
    pub(super) fn keep(
        self: &Arc<Self>,
        client: Network,
        link: Fingerprint,
        lookup: &Lookup,
        runtime: &Handle,
    ) -> bool {
        let key = (client, link);
        let mut lookups = self.lookups();
        if lookups.contains_key(&key) {
            return true;
        }
        if lookups.len() >= MOST {
            return false;
        }
        lookups.insert(key, lookup.clone());
        let (waiting, lookup) = (Arc::clone(self), lookup.clone());
        runtime.spawn(async move {
            lookup.expires().await;
            waiting.lookups().remove(&key);
        });
        true
    }

    fn lookups(&self) -> MutexGuard<'_, HashMap<Key, Lookup>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use tokio::task::yield_now;

    use super::*;
    use crate::access::{FingerprintKey, LinkSecret};

    fn link(secret: &str) -> Fingerprint {
        FingerprintKey::random().unwrap().fingerprint(&LinkSecret::parse(secret).unwrap())
    }

    fn client() -> Network {
        Network::for_tests("203.0.113.1")
    }

    fn begin(doors: impl Future<Output = Doors> + Send + 'static) -> Lookup {
        Lookup::begin(doors, &Handle::current())
    }

    async fn kept(waiting: &Arc<Waiting>, doors: Doors) -> Fingerprint {
        let (link, lookup) = (link("s3cret"), begin(ready(doors)));
        assert!(waiting.keep(client(), link, &lookup, &Handle::current()));
        let _ = lookup.doors().await;
        yield_now().await;
        link
    }

    #[tokio::test(start_paused = true)]
    async fn a_result_is_kept_for_its_own_client_for_three_seconds() {
        let waiting = Arc::<Waiting>::default();
        let doors = Arc::new(DoorList::for_tests());
        let link = kept(&waiting, Ok(doors)).await;
        assert!(waiting.of(Network::for_tests("203.0.113.2"), link).is_none());
        sleep(Duration::from_millis(2_900)).await;
        assert!(waiting.of(client(), link).unwrap().doors().await.is_ok());
        sleep(Duration::from_millis(200)).await;
        assert!(waiting.of(client(), link).is_none());
        assert!(waiting.lookups().is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn a_result_that_says_when_to_come_back_is_true_until_then() {
        let waiting = Arc::<Waiting>::default();
        let link = kept(&waiting, Err(Error::rate_limited(Duration::from_secs(2)))).await;
        sleep(Duration::from_millis(1_200)).await;
        let error = waiting.of(client(), link).unwrap().doors().await.unwrap_err();
        assert_eq!(error.wait(), Some(Duration::from_millis(800)));
        sleep(Duration::from_millis(900)).await;
        assert!(waiting.of(client(), link).is_none());
    }

    #[tokio::test]
    async fn a_visitor_beyond_those_that_are_kept_has_to_wait() {
        let (waiting, runtime) = (Arc::<Waiting>::default(), Handle::current());
        for number in 0..MOST {
            let lookup = begin(pending());
            assert!(waiting.keep(client(), link(&format!("link{number}")), &lookup, &runtime));
        }
        assert!(!waiting.keep(client(), link("one-more"), &begin(pending()), &runtime));
    }
}
