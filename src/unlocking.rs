//! One tap, one unlock, and the audit trail of all taps.
//!
//! Taps of one door through one link mean the same thing: while an unlock is under way, and for
//! [`SHARED`] after it succeeded, they share its result, so that an impatient thumb or a browser
//! that sends a form twice unlocks a door once. A failure is returned to those who waited for it and
//! is not cached: the next tap asks Kisi again. An unlock that has begun goes on when the visitor
//! leaves.
//!
//! Every tap writes exactly one `unlock` event to the log, whatever becomes of it: see [`Audit`].

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use moka::future::Cache;
use tokio::runtime::Handle;

use crate::{
    access::{AccessLink, DoorId, Fingerprint, Outcome, TapResult},
    directory::DoorDirectory,
    kisi,
};

/// How long a success is shared with further taps of the same door and link.
pub const SHARED: Duration = Duration::from_secs(3);
/// How many successes are cached at most.
const MOST_SHARED: u64 = 100_000;

/// Unlocks doors, once per tap.
#[derive(Debug)]
pub struct Unlocking {
    shared: Arc<Shared>,
    runtime: Handle,
}

/// What the tasks of all taps share.
#[derive(Debug)]
struct Shared {
    kisi: Arc<kisi::Client>,
    directory: DoorDirectory,
    unlocked: Cache<(Fingerprint, DoorId), Outcome>,
}

impl Unlocking {
    /// Unlocks through `kisi`, on `runtime`, so that an unlock outlives the visitor's connection.
    /// `directory` learns when Kisi refuses an unlock.
    #[must_use]
    pub fn new(kisi: Arc<kisi::Client>, directory: DoorDirectory, runtime: Handle) -> Self {
        Self::sharing_for(SHARED, kisi, directory, runtime)
    }

    fn sharing_for(
        shared: Duration,
        kisi: Arc<kisi::Client>,
        directory: DoorDirectory,
        runtime: Handle,
    ) -> Self {
        let unlocked = Cache::builder().max_capacity(MOST_SHARED).time_to_live(shared).build();
        Self { shared: Arc::new(Shared { kisi, directory, unlocked }), runtime }
    }

    /// Unlocks `door` for the holder of `link`, or shares the result of an unlock that is under way
    /// or just succeeded. The caller has checked that the link opens the door. `audit` is written
    /// when the result is there, also if the visitor has left by then.
    pub async fn unlock(
        &self,
        link: &AccessLink,
        door: DoorId,
        audit: Audit,
    ) -> Result<Outcome, Arc<kisi::Error>> {
        let (shared, link) = (Arc::clone(&self.shared), link.clone());
        let unlocking = self.runtime.spawn(async move {
            let mut joined = true;
            let unlock = async {
                joined = false;
                shared.kisi.unlock(&link, door).await
            };
            let result = shared.unlocked.try_get_with((link.fingerprint(), door), unlock).await;
            if let Err(error) = &result {
                shared.directory.learn_refusal(&link, error).await;
            }
            audit.write_unlock(&result, joined);
            result
        });
        unlocking.await.unwrap_or_else(|_cancelled| Err(Arc::new(kisi::Error::interrupted())))
    }
}

/// The audit entry of one tap: it writes one `unlock` event to the log when the result is there.
/// If the server ends or a task panics before the result is there, dropping it writes the event
/// with the outcome `abandoned`.
#[derive(Debug)]
pub struct Audit {
    fingerprint: Fingerprint,
    door: Option<DoorId>,
    client: Option<String>,
    begin: Instant,
    written: bool,
}

impl Audit {
    /// Begins the entry for a tap. `door` is `None` if the form named no door. `client` is as much of
    /// the visitor's address as `log.client_address` allows.
    #[must_use]
    pub fn new(fingerprint: Fingerprint, door: Option<DoorId>, client: Option<String>) -> Self {
        Self { fingerprint, door, client, begin: Instant::now(), written: false }
    }

    /// Writes the entry of a tap that did not reach Kisi.
    pub fn write(mut self, result: TapResult) {
        self.log(result.as_str(), None, None, false);
    }

    fn write_unlock(mut self, result: &Result<Outcome, Arc<kisi::Error>>, joined: bool) {
        match result {
            Ok(outcome) => self.log(outcome.as_str(), None, None, joined),
            Err(error) => {
                let (code, cause) = (error.code.as_ref(), error.to_string());
                self.log(error.problem.as_str(), code, Some(&cause), joined);
            }
        }
    }

    fn log(&mut self, outcome: &str, code: Option<&kisi::Code>, cause: Option<&str>, joined: bool) {
        self.written = true;
        tracing::info!(
            fingerprint = %self.fingerprint,
            door = self.door.map(tracing::field::display),
            client = self.client,
            outcome,
            code = code.map(tracing::field::display),
            cause,
            joined,
            duration_ms = u64::try_from(self.begin.elapsed().as_millis()).unwrap_or(u64::MAX),
            "unlock"
        );
    }
}

impl Drop for Audit {
    fn drop(&mut self) {
        if !self.written {
            self.log("abandoned", None, None, false);
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::future::join_all;
    use serde_json::json;
    use wiremock::{Mock, MockServer, ResponseTemplate, matchers::method};

    use super::*;
    use crate::{
        access::{FingerprintKey, LinkSecret, Problem},
        settings,
    };

    /// A visitor at a door, with a mock Kisi.
    struct Visitor {
        kisi: MockServer,
        unlocking: Unlocking,
        key: FingerprintKey,
    }

    impl Visitor {
        async fn new(answer: ResponseTemplate, shared: Duration) -> Self {
            let kisi = MockServer::start().await;
            Mock::given(method("POST")).respond_with(answer).mount(&kisi).await;
            let settings = settings::for_tests(&[("kisi.base_url", &kisi.uri())]);
            let client = Arc::new(kisi::Client::new(&settings.kisi).unwrap());
            let directory =
                DoorDirectory::new(Arc::clone(&client), &settings.cache, Handle::current());
            let unlocking = Unlocking::sharing_for(shared, client, directory, Handle::current());
            Self { kisi, unlocking, key: FingerprintKey::random().unwrap() }
        }

        async fn taps(&self, link: &str, door: u64) -> Result<Outcome, Arc<kisi::Error>> {
            let link = AccessLink::new(LinkSecret::parse(link).unwrap(), &self.key);
            let audit = Audit::new(link.fingerprint(), Some(DoorId(door)), None);
            self.unlocking.unlock(&link, DoorId(door), audit).await
        }

        async fn unlocks(&self) -> usize {
            self.kisi.received_requests().await.unwrap().len()
        }
    }

    fn success() -> ResponseTemplate {
        ResponseTemplate::new(200).set_body_json(json!({"message": "Unlocked!"}))
    }

    #[tokio::test]
    async fn simultaneous_taps_are_one_unlock() {
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
    async fn taps_of_other_doors_or_other_links_are_separate_unlocks() {
        let visitor = Visitor::new(success(), SHARED).await;
        for (link, door) in [("link", 1), ("link", 2), ("other", 1)] {
            visitor.taps(link, door).await.unwrap();
        }
        assert_eq!(visitor.unlocks().await, 3);
    }

    #[tokio::test]
    async fn a_failure_is_shared_by_simultaneous_taps_and_not_cached() {
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
