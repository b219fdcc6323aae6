//! What the directory caches, for how long, and how often it asks Kisi.

use futures_util::future::join_all;
use serde_json::json;
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{method, path},
};

use super::*;
use crate::access::{FingerprintKey, LinkSecret, Problem};

/// A directory in front of a mock Kisi.
struct Desk {
    kisi: MockServer,
    directory: DoorDirectory,
    key: FingerprintKey,
}

impl Desk {
    async fn new(set: &[(&str, &str)], answer: ResponseTemplate) -> Self {
        let kisi = MockServer::start().await;
        let uri = kisi.uri();
        let settings = settings::for_tests(&[set, &[("kisi.base_url", &uri)]].concat());
        let client = Arc::new(kisi::Client::new(&settings.kisi).unwrap());
        let directory = DoorDirectory::new(client, &settings.cache, Handle::current());
        let desk = Self { kisi, directory, key: FingerprintKey::random().unwrap() };
        desk.kisi_answers(answer).await;
        desk
    }

    async fn kisi_answers(&self, answer: ResponseTemplate) {
        self.kisi.reset().await;
        Mock::given(path("/locks")).respond_with(answer).mount(&self.kisi).await;
    }

    fn link(&self, secret: &str) -> AccessLink {
        AccessLink::new(LinkSecret::parse(secret).unwrap(), &self.key)
    }

    async fn asks(&self, second: i64) -> Result<Arc<DoorList>, Arc<kisi::Error>> {
        self.opens(&self.link("link"), second).await
    }

    async fn tap(&self, door: u64, second: i64) -> Result<Arc<DoorList>, Arc<kisi::Error>> {
        let link = self.link("link");
        let cached = self.directory.cached(&link).await;
        self.directory.doors_for_tap(&link, DoorId(door), cached, at(second)).await
    }

    async fn opens(
        &self,
        link: &AccessLink,
        second: i64,
    ) -> Result<Arc<DoorList>, Arc<kisi::Error>> {
        let cached = self.directory.cached(link).await;
        self.directory.doors_for_page(link, cached, at(second)).await
    }

    async fn calls(&self) -> usize {
        self.kisi.received_requests().await.unwrap().len()
    }
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn lobby() -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!([{"id": 1, "name": "Lobby"}]))
}

fn refusal() -> ResponseTemplate {
    ResponseTemplate::new(401).set_body_json(json!({"error": "", "code": "f35ade"}))
}

fn failure() -> ResponseTemplate {
    ResponseTemplate::new(500)
}

const SOON: Duration = Duration::from_millis(100);

#[tokio::test]
async fn visitors_who_wait_for_the_same_link_share_one_call() {
    let desk = Desk::new(&[], lobby().set_delay(SOON)).await;
    for answer in join_all((0..200).map(|_| desk.asks(0))).await {
        assert_eq!(answer.unwrap().doors()[0].name, "Lobby");
    }
    assert_eq!(desk.calls().await, 1);
}

#[tokio::test]
async fn a_call_goes_on_when_the_visitor_leaves() {
    let desk = Desk::new(&[], lobby().set_delay(SOON)).await;
    assert!(timeout(SOON / 5, desk.asks(0)).await.is_err());
    assert!(desk.asks(0).await.is_ok());
    assert_eq!(desk.calls().await, 1);
}

#[tokio::test]
async fn a_fresh_list_is_shown_without_asking_kisi() {
    let desk = Desk::new(&[], lobby()).await;
    desk.asks(0).await.unwrap();
    let again = desk.asks(14).await.unwrap();
    assert_eq!((again.as_of(), again.is_stale()), (at(0), false));
    assert_eq!(desk.calls().await, 1);
    assert_eq!(desk.asks(15).await.unwrap().as_of(), at(15));
    assert_eq!(desk.calls().await, 2);
}

#[tokio::test]
async fn a_refusal_is_cached_for_cache_refused() {
    let desk = Desk::new(&[], refusal()).await;
    for _ in 0..3 {
        assert_eq!(desk.asks(0).await.unwrap_err().problem, Problem::Expired);
    }
    assert_eq!(desk.calls().await, 1);

    let desk = Desk::new(&[("cache.refused", "0s")], refusal()).await;
    for _ in 0..3 {
        desk.asks(0).await.unwrap_err();
    }
    assert_eq!(desk.calls().await, 3);
}

#[tokio::test]
async fn while_kisi_fails_the_last_list_is_shown_as_stale() {
    let desk = Desk::new(&[], lobby()).await;
    desk.asks(0).await.unwrap();
    desk.kisi_answers(failure()).await;
    for second in [15, 60, 600] {
        let old = desk.asks(second).await.unwrap();
        assert_eq!((old.as_of(), old.is_stale()), (at(0), true));
    }
    assert_eq!(desk.calls().await, 1, "a failing Kisi is asked once a second");
}

#[tokio::test]
async fn only_one_visitor_waits_for_a_slow_kisi() {
    let desk = Desk::new(&[], lobby()).await;
    desk.asks(0).await.unwrap();
    desk.kisi_answers(lobby().set_delay(Duration::from_mins(1))).await;
    let begin = Instant::now();
    assert!(desk.asks(15).await.unwrap().is_stale());
    assert!(begin.elapsed() >= LONGEST_WAIT);
    let others = timeout(Duration::from_secs(50), join_all((0..100).map(|_| desk.asks(16)))).await;
    assert!(others.is_ok(), "no other visitor waits as long");
    assert_eq!(desk.calls().await, 1);
}

#[tokio::test]
async fn a_refusal_wins_over_a_stale_list() {
    let desk = Desk::new(&[], lobby()).await;
    desk.asks(0).await.unwrap();
    desk.kisi_answers(refusal()).await;
    assert_eq!(desk.asks(15).await.unwrap_err().problem, Problem::Expired);
    desk.kisi_answers(failure()).await;
    assert_eq!(desk.asks(16).await.unwrap_err().problem, Problem::Expired);
}

#[tokio::test]
async fn a_stale_list_is_dropped_after_cache_stale() {
    let set = [("cache.fresh", "0s"), ("cache.stale", "50ms")];
    let desk = Desk::new(&set, lobby()).await;
    desk.asks(0).await.unwrap();
    desk.kisi_answers(failure()).await;
    while desk.asks(1).await.is_ok() {
        tokio::task::yield_now().await;
    }
    assert_eq!(desk.asks(2).await.unwrap_err().problem, Problem::Unavailable);
}

#[tokio::test]
async fn a_failure_is_repeated_for_a_second_and_then_kisi_is_asked_again() {
    let desk = Desk::new(&[], failure()).await;
    for _ in 0..10 {
        assert_eq!(desk.asks(0).await.unwrap_err().problem, Problem::Unavailable);
    }
    assert_eq!(desk.calls().await, 1);
    desk.kisi_answers(lobby()).await;
    while desk.asks(0).await.is_err() {
        tokio::task::yield_now().await;
    }
    assert_eq!(desk.calls().await, 1);
}

#[tokio::test]
async fn a_tap_asks_kisi_right_after_a_failure() {
    let desk = Desk::new(&[], failure()).await;
    desk.asks(0).await.unwrap_err();
    desk.kisi_answers(lobby()).await;
    let doors = desk.tap(1, 0).await;
    assert_eq!(doors.unwrap().doors()[0].name, "Lobby");
}

#[tokio::test]
async fn a_tap_uses_an_older_list_that_has_its_door() {
    let desk = Desk::new(&[], lobby()).await;
    desk.asks(0).await.unwrap();
    assert_eq!(desk.tap(1, 500).await.unwrap().as_of(), at(0));
    assert_eq!(desk.calls().await, 1);
    assert_eq!(desk.tap(2, 500).await.unwrap().as_of(), at(500));
    assert_eq!(desk.calls().await, 2);
}

#[tokio::test]
async fn while_the_circuit_breaker_is_open_new_links_fail_at_once() {
    let hanging = failure().set_delay(Duration::from_mins(1));
    let desk = Desk::new(&[("kisi.timeout", "50ms")], hanging).await;
    let many: Vec<_> = (0..1_000).map(|number| desk.link(&format!("link{number}"))).collect();
    let mut links = many.chunks(10);
    while !desk.directory.kisi.is_failing() {
        let some = links.next().unwrap().iter();
        join_all(some.map(|link| desk.opens(link, 0))).await;
    }
    let calls = desk.calls().await;

    let link = |number: usize| desk.link(&format!("cold{number}"));
    for number in 0..50 {
        let asked = desk.opens(&link(number), 0).await;
        assert_eq!(asked.unwrap_err().problem, Problem::Unavailable);
    }
    assert!(desk.calls().await <= calls + 1, "one of fifty was a probe");

    desk.kisi_answers(lobby()).await;
    while desk.opens(&link(50), 0).await.is_err() {
        tokio::task::yield_now().await;
    }
    assert!(desk.opens(&link(51), 0).await.is_ok());
}

async fn refusal_of_an_unlock(desk: &Desk, answer: ResponseTemplate) {
    desk.kisi.reset().await;
    Mock::given(method("POST")).respond_with(answer).mount(&desk.kisi).await;
    let link = desk.link("link");
    let error = Arc::new(desk.directory.kisi.unlock(&link, DoorId(1)).await.unwrap_err());
    desk.directory.learn_refusal(&link, &error).await;
    desk.kisi.reset().await;
}

#[tokio::test]
async fn a_link_that_ended_at_an_unlock_loses_its_fresh_doors_at_once() {
    let desk = Desk::new(&[], lobby()).await;
    desk.asks(0).await.unwrap();
    refusal_of_an_unlock(&desk, refusal()).await;
    assert_eq!(desk.asks(0).await.unwrap_err().problem, Problem::Expired);
    assert_eq!(desk.tap(1, 0).await.unwrap_err().problem, Problem::Expired);
    assert_eq!(desk.calls().await, 0);
}

#[tokio::test]
async fn an_unlock_refused_for_one_door_makes_the_next_page_ask_for_a_new_list() {
    let desk = Desk::new(&[], lobby()).await;
    desk.asks(0).await.unwrap();
    let not_from_the_web = ResponseTemplate::new(403).set_body_json(json!({"code": "a7793f"}));
    refusal_of_an_unlock(&desk, not_from_the_web).await;
    desk.kisi_answers(lobby()).await;
    assert_eq!(desk.asks(1).await.unwrap().as_of(), at(1));
    assert_eq!(desk.calls().await, 1);
}

#[tokio::test]
async fn a_refusal_during_a_call_wins_over_the_list_that_the_call_returns() {
    let desk = Desk::new(&[("cache.fresh", "0s")], lobby()).await;
    desk.asks(0).await.unwrap();
    desk.kisi_answers(lobby().set_delay(SOON)).await;
    let mut ended = kisi::Error::interrupted();
    ended.problem = Problem::Expired;
    let ended = Arc::new(ended);
    let (link, asked) = (desk.link("link"), desk.asks(1));
    let learns = async {
        while desk.calls().await == 0 {
            tokio::task::yield_now().await;
        }
        desk.directory.learn_refusal(&link, &ended).await;
    };
    let (answer, ()) = tokio::join!(asked, learns);
    assert_eq!(answer.unwrap_err().problem, Problem::Expired);
    assert_eq!(desk.asks(2).await.unwrap_err().problem, Problem::Expired);
}

#[tokio::test]
async fn two_links_to_the_same_doors_have_the_same_digest() {
    let desk = Desk::new(&[], lobby()).await;
    let one = desk.opens(&desk.link("one"), 0).await.unwrap();
    let two = desk.opens(&desk.link("two"), 0).await.unwrap();
    assert_eq!(one.digest(), two.digest());
    assert_eq!(desk.calls().await, 2);
}

#[tokio::test]
async fn a_huge_list_counts_as_many_links() {
    let long = "x".repeat(3_000);
    let doors: Vec<_> = (0..250).map(|id| json!({"id": id, "name": long})).collect();
    let huge = ResponseTemplate::new(200).set_body_json(doors);
    let desk = Desk::new(&[("cache.capacity", "100")], huge).await;
    for number in 0..20 {
        let link = desk.link(&format!("link{number}"));
        desk.opens(&link, 0).await.unwrap();
    }
    desk.directory.answers.run_pending_tasks().await;
    assert!(desk.directory.answers.weighted_size() <= 100);
    assert!(desk.directory.answers.entry_count() <= 2);
}
