//! One tap, one unlock.
//!
//! Taps of one door through one link are the same wish: while an unlock is under way, and for
//! [`SHARED`] after it succeeded, they share its result, so that an impatient thumb or a browser
//! that sends a form twice opens a door once. A failure is told to those who waited for it and
//! then forgotten: the next tap is tried anew. An unlock that has begun goes on when the visitor
//! leaves.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use moka::future::Cache;
use tokio::runtime::Handle;

use crate::{
    access::{AccessLink, DoorId, Fingerprint, Outcome},
    kisi,
};

/// How long a success answers further taps of the same door and link.
pub const SHARED: Duration = Duration::from_secs(3);
/// How many doors can have been unlocked within [`SHARED`] before the oldest is forgotten.
const MOST_SHARED: u64 = 100_000;

/// Unlocks doors, once per tap.
#[derive(Debug)]
pub struct Unlocking {
    kisi: Arc<kisi::Client>,
    unlocked: Cache<(Fingerprint, DoorId), Outcome>,
    runtime: Handle,
}

impl Unlocking {
    /// Unlocks through `kisi`, on `runtime`, so that an unlock outlives the visitor's connection.
    #[must_use]
    pub fn new(kisi: Arc<kisi::Client>, runtime: Handle) -> Self {
        Self::sharing_for(SHARED, kisi, runtime)
    }

    fn sharing_for(shared: Duration, kisi: Arc<kisi::Client>, runtime: Handle) -> Self {
        let unlocked = Cache::builder().max_capacity(MOST_SHARED).time_to_live(shared).build();
        Self { kisi, unlocked, runtime }
    }

    /// Unlocks `door` for the holder of `link`, or shares the result of an unlock that does or
    /// just did. Whether the link opens the door is for the caller to know.
    ///
    /// Every tap leaves one `unlock` event in the log: the operator's audit trail.
    pub async fn unlock(
        &self,
        link: &AccessLink,
        door: DoorId,
    ) -> Result<Outcome, Arc<kisi::Error>> {
        let begin = Instant::now();
        let (unlocked, kisi, link) = (self.unlocked.clone(), Arc::clone(&self.kisi), link.clone());
        let unlocking = self.runtime.spawn(async move {
            let entry = unlocked.entry((link.fingerprint(), door));
            let entry = entry.or_try_insert_with(kisi.unlock(&link, door)).await;
            let joined = entry.as_ref().is_ok_and(|entry| !entry.is_fresh());
            let result = entry.map(moka::Entry::into_value);
            log(link.fingerprint(), door, &result, joined, begin.elapsed());
            result
        });
        unlocking.await.unwrap_or_else(|_cancelled| Err(Arc::new(kisi::Error::interrupted())))
    }
}

fn log(
    fingerprint: Fingerprint,
    door: DoorId,
    result: &Result<Outcome, Arc<kisi::Error>>,
    joined: bool,
    duration: Duration,
) {
    let (outcome, code, cause) = match result {
        Ok(outcome) => (outcome.as_str(), None, None),
        Err(error) => (error.problem.as_str(), error.code.as_ref(), Some(error.to_string())),
    };
    tracing::info!(
        %fingerprint,
        %door,
        outcome,
        code = code.map(tracing::field::display),
        cause,
        joined,
        duration_ms = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX),
        "unlock"
    );
}

#[cfg(test)]
mod tests {
    use futures_util::future::join_all;
    use serde_json::json;
    use wiremock::{Mock, MockServer, ResponseTemplate, matchers::method};

    use super::*;
    use crate::{
        access::{FingerprintKey, LinkSecret, Problem},
        settings::{self, Sources},
    };

    /// Someone at a door, with what stands behind it.
    struct Visitor {
        kisi: MockServer,
        unlocking: Unlocking,
        key: FingerprintKey,
    }

    impl Visitor {
        async fn new(answer: ResponseTemplate, shared: Duration) -> Self {
            let kisi = MockServer::start().await;
            Mock::given(method("POST")).respond_with(answer).mount(&kisi).await;
            let flags = vec![("kisi.base_url".to_owned(), kisi.uri())];
            let settings = settings::load(Sources { flags, ..Sources::default() }).unwrap();
            let client = Arc::new(kisi::Client::new(&settings.kisi).unwrap());
            let unlocking = Unlocking::sharing_for(shared, client, Handle::current());
            Self { kisi, unlocking, key: FingerprintKey::random().unwrap() }
        }

        async fn taps(&self, link: &str, door: u64) -> Result<Outcome, Arc<kisi::Error>> {
            let link = AccessLink::new(LinkSecret::parse(link).unwrap(), &self.key);
            self.unlocking.unlock(&link, DoorId(door)).await
        }

        async fn unlocks(&self) -> usize {
            self.kisi.received_requests().await.unwrap().len()
        }
    }

    fn success() -> ResponseTemplate {
        ResponseTemplate::new(200).set_body_json(json!({"message": "Unlocked!"}))
    }

    #[tokio::test]
    async fn taps_at_once_are_one_unlock() {
        let slow = success().set_delay(Duration::from_millis(50));
        let visitor = Visitor::new(slow, Duration::ZERO).await;
        let taps = join_all((0..50).map(|_| visitor.taps("link", 1))).await;
        assert!(taps.iter().all(|tap| matches!(tap, Ok(Outcome::Unlocked))));
        assert_eq!(visitor.unlocks().await, 1);
    }

    #[tokio::test]
    async fn a_tap_soon_after_a_success_shares_it() {
        let visitor = Visitor::new(success(), SHARED).await;
        visitor.taps("link", 1).await.unwrap();
        visitor.taps("link", 1).await.unwrap();
        assert_eq!(visitor.unlocks().await, 1);
    }

    #[tokio::test]
    async fn a_later_tap_unlocks_again() {
        let visitor = Visitor::new(success(), Duration::ZERO).await;
        visitor.taps("link", 1).await.unwrap();
        visitor.taps("link", 1).await.unwrap();
        assert_eq!(visitor.unlocks().await, 2);
    }

    #[tokio::test]
    async fn other_doors_and_other_links_are_other_wishes() {
        let visitor = Visitor::new(success(), SHARED).await;
        for (link, door) in [("link", 1), ("link", 2), ("other", 1)] {
            visitor.taps(link, door).await.unwrap();
        }
        assert_eq!(visitor.unlocks().await, 3);
    }

    #[tokio::test]
    async fn a_failure_is_shared_while_it_lasts_and_forgotten_after() {
        let offline = ResponseTemplate::new(503).set_body_json(json!({"code": "fac001"}));
        let slow = offline.set_delay(Duration::from_millis(50));
        let visitor = Visitor::new(slow, SHARED).await;
        for tap in join_all((0..5).map(|_| visitor.taps("link", 1))).await {
            assert_eq!(tap.unwrap_err().problem, Problem::Offline);
        }
        assert_eq!(visitor.unlocks().await, 1);
        visitor.taps("link", 1).await.unwrap_err();
        assert_eq!(visitor.unlocks().await, 2);
    }

    #[tokio::test]
    async fn a_visitor_who_leaves_does_not_cancel_the_unlock() {
        let slow = success().set_delay(Duration::from_millis(50));
        let visitor = Visitor::new(slow, SHARED).await;
        let leaving = visitor.taps("link", 1);
        assert!(tokio::time::timeout(Duration::from_millis(10), leaving).await.is_err());
        assert_eq!(visitor.taps("link", 1).await.unwrap(), Outcome::Unlocked);
        assert_eq!(visitor.unlocks().await, 1);
    }
}
