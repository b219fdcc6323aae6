//! The door directory: the briefly kept knowledge of which doors a secret opens.
//!
//! A link is looked up under its fingerprint. Whoever asks for a link that is not known waits for
//! one call to Kisi together with everyone else who does; the call goes on when they leave. What
//! is learnt is kept as long as its kind deserves: doors `cache.fresh`, a refusal `cache.refused`,
//! and a failure not at all, for the next visitor may have more luck.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use jiff::Timestamp;
use moka::{Expiry, future::Cache};
use tokio::runtime::Handle;

use crate::{
    access::{Door, Fingerprint, FingerprintKey, LinkSecret},
    kisi, settings,
};

/// Which doors a secret opens.
#[derive(Debug)]
pub struct DoorDirectory {
    kisi: Arc<kisi::Client>,
    key: FingerprintKey,
    known: Cache<Fingerprint, Known>,
    runtime: Handle,
}

/// The doors behind a link, as Kisi told them.
#[derive(Debug)]
pub struct DoorList {
    /// The doors in Kisi's order.
    pub doors: Vec<Door>,
    /// When Kisi was asked.
    pub as_of: Timestamp,
    /// Stands for the content of `doors`: two links to the same doors have the same.
    pub digest: blake3::Hash,
}

impl DoorList {
    /// `doors` as they were at `as_of`.
    #[must_use]
    pub fn new(doors: Vec<Door>, as_of: Timestamp) -> Self {
        // Doors are numbers, texts and fixed words, which always become JSON.
        let digest = blake3::hash(&serde_json::to_vec(&doors).unwrap_or_default());
        Self { doors, as_of, digest }
    }
}

/// What Kisi decided about a link.
#[derive(Clone, Debug)]
enum Known {
    Doors(Arc<DoorList>),
    Refused(Arc<kisi::Error>),
}

impl Known {
    fn outcome(self) -> Result<Arc<DoorList>, Arc<kisi::Error>> {
        match self {
            Self::Doors(doors) => Ok(doors),
            Self::Refused(error) => Err(error),
        }
    }
}

/// How long each kind of knowledge is kept.
#[derive(Clone, Copy, Debug)]
struct Lifetimes {
    fresh: Duration,
    refused: Duration,
}

impl Lifetimes {
    fn of(self, known: &Known) -> Duration {
        match known {
            Known::Doors(_) => self.fresh,
            Known::Refused(_) => self.refused,
        }
    }
}

impl Expiry<Fingerprint, Known> for Lifetimes {
    fn expire_after_create(&self, _: &Fingerprint, known: &Known, _: Instant) -> Option<Duration> {
        Some(self.of(known))
    }
}

impl DoorDirectory {
    /// An empty directory that asks `kisi`, on `runtime`, so that a call outlives the visitor who
    /// caused it.
    #[must_use]
    pub fn new(
        kisi: Arc<kisi::Client>,
        key: FingerprintKey,
        settings: &settings::Cache,
        runtime: Handle,
    ) -> Self {
        let lifetimes = Lifetimes { fresh: settings.fresh, refused: settings.refused };
        let known =
            Cache::builder().max_capacity(settings.capacity).expire_after(lifetimes).build();
        Self { kisi, key, known, runtime }
    }

    /// What stands for `secret` in maps and logs.
    #[must_use]
    pub fn fingerprint(&self, secret: &LinkSecret) -> Fingerprint {
        self.key.fingerprint(secret)
    }

    /// The doors if they are known now; Kisi is not asked.
    pub async fn known_doors(&self, fingerprint: &Fingerprint) -> Option<Arc<DoorList>> {
        self.known.get(fingerprint).await?.outcome().ok()
    }

    /// The doors behind `secret`, asking Kisi at `now` unless they are known.
    pub async fn doors_behind(
        &self,
        secret: &LinkSecret,
        now: Timestamp,
    ) -> Result<Arc<DoorList>, Arc<kisi::Error>> {
        let fingerprint = self.key.fingerprint(secret);
        if let Some(known) = self.known.get(&fingerprint).await {
            return known.outcome();
        }
        let (cache, kisi, secret) = (self.known.clone(), Arc::clone(&self.kisi), secret.clone());
        let asking = self
            .runtime
            .spawn(async move { cache.try_get_with(fingerprint, ask(&kisi, &secret, now)).await });
        match asking.await {
            Ok(answer) => answer?.outcome(),
            Err(_cancelled) => Err(Arc::new(kisi::Error::interrupted())),
        }
    }
}

/// Kisi's decision about a link; a failure to get one is the error.
async fn ask(
    kisi: &kisi::Client,
    secret: &LinkSecret,
    now: Timestamp,
) -> Result<Known, kisi::Error> {
    match kisi.doors(secret).await {
        Ok(doors) => Ok(Known::Doors(Arc::new(DoorList::new(doors, now)))),
        Err(error) if error.is_refusal() => Ok(Known::Refused(Arc::new(error))),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use futures_util::future::join_all;
    use serde_json::json;
    use wiremock::{Mock, MockServer, ResponseTemplate, matchers::path};

    use super::*;
    use crate::{access::Problem, settings::Sources};

    /// A directory that keeps doors and refusals for these durations, in front of `kisi`.
    fn directory(kisi: &MockServer, fresh: &str, refused: &str) -> DoorDirectory {
        let uri = kisi.uri();
        let flags =
            [("kisi.base_url", uri.as_str()), ("cache.fresh", fresh), ("cache.refused", refused)];
        let flags = flags.map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec();
        let settings = settings::load(Sources { flags, ..Sources::default() }).unwrap();
        let kisi = Arc::new(kisi::Client::new(&settings.kisi).unwrap());
        let key = FingerprintKey::random().unwrap();
        DoorDirectory::new(kisi, key, &settings.cache, Handle::current())
    }

    async fn kisi_that_answers(answer: ResponseTemplate) -> MockServer {
        let kisi = MockServer::start().await;
        Mock::given(path("/locks")).respond_with(answer).mount(&kisi).await;
        kisi
    }

    fn lobby() -> ResponseTemplate {
        ResponseTemplate::new(200).set_body_json(json!([{"id": 1, "name": "Lobby"}]))
    }

    fn refusal() -> ResponseTemplate {
        ResponseTemplate::new(401).set_body_json(json!({"error": "", "code": "f35ade"}))
    }

    async fn calls(kisi: &MockServer) -> usize {
        kisi.received_requests().await.unwrap().len()
    }

    fn secret(text: &str) -> LinkSecret {
        LinkSecret::parse(text).unwrap()
    }

    #[tokio::test]
    async fn the_waiting_share_one_call() {
        let kisi = kisi_that_answers(lobby().set_delay(Duration::from_millis(100))).await;
        let directory = directory(&kisi, "1h", "1h");
        let (link, now) = (secret("link"), Timestamp::UNIX_EPOCH);
        let waiting = (0..200).map(|_| directory.doors_behind(&link, now));
        for answer in join_all(waiting).await {
            assert_eq!(answer.unwrap().doors[0].name, "Lobby");
        }
        assert_eq!(calls(&kisi).await, 1);
    }

    #[tokio::test]
    async fn a_visitor_who_leaves_does_not_end_the_call_for_the_next() {
        let kisi = kisi_that_answers(lobby().set_delay(Duration::from_millis(100))).await;
        let directory = directory(&kisi, "1h", "1h");
        let link = secret("link");
        let leaving = directory.doors_behind(&link, Timestamp::UNIX_EPOCH);
        assert!(tokio::time::timeout(Duration::from_millis(20), leaving).await.is_err());
        assert!(directory.doors_behind(&link, Timestamp::UNIX_EPOCH).await.is_ok());
        assert_eq!(calls(&kisi).await, 1);
    }

    #[tokio::test]
    async fn known_doors_are_shown_without_asking_and_carry_their_age() {
        let kisi = kisi_that_answers(lobby()).await;
        let directory = directory(&kisi, "1h", "1h");
        let (link, later) = (secret("link"), Timestamp::from_second(9).unwrap());
        directory.doors_behind(&link, Timestamp::UNIX_EPOCH).await.unwrap();
        let again = directory.doors_behind(&link, later).await.unwrap();
        assert_eq!(again.as_of, Timestamp::UNIX_EPOCH);
        assert_eq!(calls(&kisi).await, 1);
    }

    #[tokio::test]
    async fn each_kind_of_knowledge_has_its_own_lifetime() {
        let doors = kisi_that_answers(lobby()).await;
        let refusals = kisi_that_answers(refusal()).await;
        let failures = kisi_that_answers(ResponseTemplate::new(503)).await;
        for (kisi, fresh, refused, expected) in [
            (&doors, "1h", "0s", 1),
            (&doors, "0s", "1h", 3),
            (&refusals, "0s", "1h", 1),
            (&refusals, "1h", "0s", 3),
            (&failures, "1h", "1h", 3),
        ] {
            let directory = directory(kisi, fresh, refused);
            let before = calls(kisi).await;
            for _ in 0..3 {
                let _ = directory.doors_behind(&secret("link"), Timestamp::UNIX_EPOCH).await;
            }
            assert_eq!(calls(kisi).await - before, expected, "{fresh} {refused}");
        }
    }

    #[tokio::test]
    async fn a_refusal_says_what_kisi_said() {
        let kisi = kisi_that_answers(refusal()).await;
        let directory = directory(&kisi, "1h", "1h");
        let asked = directory.doors_behind(&secret("link"), Timestamp::UNIX_EPOCH).await;
        assert_eq!(asked.unwrap_err().problem, Problem::Expired);
    }

    #[tokio::test]
    async fn two_links_to_the_same_doors_have_the_same_digest() {
        let kisi = kisi_that_answers(lobby()).await;
        let directory = directory(&kisi, "1h", "1h");
        let now = Timestamp::UNIX_EPOCH;
        let one = directory.doors_behind(&secret("one"), now).await.unwrap();
        let two = directory.doors_behind(&secret("two"), now).await.unwrap();
        assert_eq!(one.digest, two.digest);
        assert_eq!(calls(&kisi).await, 2);
    }
}
