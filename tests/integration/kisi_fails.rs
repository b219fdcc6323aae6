//! Visitors open doors while Kisi is slow, unreachable, wrong or limits the rate of calls.

use std::time::{Duration, Instant};

use doorstep::simulator::{Endpoint, Fault};
use futures_util::{StreamExt as _, future::join_all, stream};
use serde_json::json;
use tokio::time::timeout;

use crate::harness::{Doorstep, Visitor, get};

/// Limits that a test with many visitors from one address does not reach.
const HIGH_LIMITS: [(&str, &str); 3] = [
    ("limits.unknown_links_per_minute", "100000"),
    ("limits.unlocks_per_minute", "100000"),
    ("limits.unlocks_per_link_per_minute", "100000"),
];

/// Every cached door list needs renewal at once, and may be shown for a long time if Kisi fails.
const STALE_AT_ONCE: [(&str, &str); 2] = [("cache.fresh", "0s"), ("cache.stale", "1h")];

/// A server with one link that opens one door, and a Kisi with `fault`.
async fn lobby_with(set: &[(&str, &str)], fault: Fault) -> Doorstep {
    Doorstep::start_with(set, |kisi| {
        kisi.link("s3cret").opens("Lobby");
        kisi.fault(fault);
    })
    .await
}

#[tokio::test]
async fn a_visitor_does_not_notice_a_single_failure_of_kisi() {
    let doorstep = lobby_with(&[], Fault::status(503).on(Endpoint::Doors).first(1)).await;
    assert_eq!(doorstep.visitor("s3cret").page().await.doors(), ["Lobby: ready"]);
    assert_eq!(doorstep.kisi.calls("GET /locks"), 2);
}

#[tokio::test]
async fn a_failed_door_list_is_requested_three_times_a_second_at_most() {
    let doorstep = lobby_with(&[], Fault::status(503)).await;
    let begin = Instant::now();
    for _ in 0..10 {
        let page = doorstep.visitor("s3cret").page().await;
        assert_eq!((page.status, page.state()), (503, "unavailable"));
    }
    let calls = doorstep.kisi.calls("GET /locks");
    let seconds = usize::try_from(begin.elapsed().as_secs()).unwrap() + 1;
    assert!((3..=3 * seconds).contains(&calls), "{calls} calls in {seconds} s");
}

#[tokio::test]
async fn five_hundred_visitors_of_one_link_share_one_call() {
    let doorstep = lobby_with(&HIGH_LIMITS, Fault::delay(Duration::from_millis(200))).await;
    let visitors: Vec<_> = (0..500).map(|_| doorstep.visitor("s3cret")).collect();
    for page in join_all(visitors.iter().map(Visitor::page)).await {
        assert_eq!(page.doors(), ["Lobby: ready"]);
    }
    assert_eq!(doorstep.kisi.calls("GET /locks"), 1);
}

#[tokio::test]
async fn a_thousand_links_get_their_doors_although_every_third_call_fails() {
    let set = [&HIGH_LIMITS[..], &[("kisi.timeout", "30s")]].concat();
    let doorstep = Doorstep::start_with(&set, |kisi| {
        for number in 0..1_000 {
            kisi.link(&format!("link{number}")).opens("Lobby");
        }
        kisi.fault(Fault::delay(Duration::from_millis(200)));
        kisi.fault(Fault::error(503, "ffffff").percent(30).seeded(1));
    })
    .await;
    let visitors: Vec<_> =
        (0..1_000).map(|number| doorstep.visitor(&format!("link{number}"))).collect();
    let pages = stream::iter(&visitors).map(Visitor::page).buffer_unordered(250);
    let with_doors = pages.filter(|page| std::future::ready(page.state() == "doors")).count().await;
    assert!(with_doors >= 999, "{with_doors} of 1000 pages with doors");
    let calls = doorstep.kisi.calls("GET /locks");
    assert!((1_300..1_600).contains(&calls), "{calls} calls");
}

#[tokio::test]
async fn cached_doors_are_shown_while_kisi_is_unreachable() {
    let mut doorstep = Doorstep::start_with(&STALE_AT_ONCE, |kisi| {
        for number in 0..50 {
            kisi.link(&format!("link{number}")).opens("Lobby");
        }
    })
    .await;
    let visitors: Vec<_> =
        (0..50).map(|number| doorstep.visitor(&format!("link{number}"))).collect();
    join_all(visitors.iter().map(Visitor::page)).await;
    doorstep.api.down().await;
    for _ in 0..3 {
        for page in join_all(visitors.iter().map(Visitor::page)).await {
            assert_eq!(page.doors(), ["Lobby: ready"]);
            let as_of = page.as_of().unwrap();
            assert!(as_of.ends_with("UTC"), "{as_of}");
        }
    }
    let page = doorstep.visitor("not-cached").page().await;
    assert_eq!((page.status, page.state()), (503, "unavailable"));

    doorstep.api.up().await.unwrap();
    let renewed = async { while visitors[0].page().await.as_of().is_some() {} };
    timeout(Duration::from_mins(1), renewed).await.expect("the doors are renewed");
    assert_eq!(visitors[0].page().await.doors(), ["Lobby: ready"]);
}

#[tokio::test]
async fn a_withdrawn_link_loses_its_doors_although_they_are_cached() {
    let doorstep = Doorstep::start_with(&STALE_AT_ONCE, |kisi| {
        kisi.link("s3cret").opens("Lobby");
    })
    .await;
    let visitor = doorstep.visitor("s3cret");
    visitor.page().await;
    doorstep.kisi.link("s3cret").withdrawn();
    assert_eq!(visitor.page().await.state(), "withdrawn");
    doorstep.kisi.fault(Fault::reset());
    assert_eq!(visitor.page().await.state(), "withdrawn");
}

#[tokio::test]
async fn while_kisi_hangs_new_links_get_an_error_page_without_a_call() {
    let set = [&HIGH_LIMITS[..], &[("kisi.timeout", "300ms")]].concat();
    let doorstep = lobby_with(&set, Fault::hang()).await;
    // A round fails after 300 ms, and the circuit breaker opens after 500 ms without an answer.
    for round in ["a", "b"] {
        let first: Vec<_> = (0..3).map(|n| doorstep.visitor(&format!("{round}{n}"))).collect();
        join_all(first.iter().map(Visitor::page)).await;
    }
    let (begin, calls) = (Instant::now(), doorstep.kisi.calls("GET /locks"));
    for number in 0..100 {
        let page = doorstep.visitor(&format!("new{number}")).page().await;
        assert_eq!((page.status, page.state()), (503, "unavailable"));
        assert!(!page.header("retry-after").is_empty());
    }
    let probes = doorstep.kisi.calls("GET /locks") - calls;
    let seconds = usize::try_from(begin.elapsed().as_secs()).unwrap() + 1;
    assert!(probes <= seconds, "{probes} probes in {seconds} s");
    let ready = get(&format!("{}/readyz", doorstep.admin_url)).await.unwrap();
    assert_eq!(ready.status(), 200);
    assert!(ready.text().await.unwrap().contains("failing"));
}

#[tokio::test]
async fn a_tap_is_tried_even_if_the_circuit_breaker_is_open() {
    let set = [&HIGH_LIMITS[..], &STALE_AT_ONCE, &[("kisi.timeout", "2s")]].concat();
    let doorstep = lobby_with(&set, Fault::delay(Duration::ZERO)).await;
    let visitor = doorstep.visitor("s3cret");
    visitor.page().await;
    doorstep.kisi.fault(Fault::hang().on(Endpoint::Doors));
    let others = ["a", "b", "c"].map(|secret| doorstep.visitor(secret));
    join_all(others.iter().map(Visitor::page)).await;
    let ready = get(&format!("{}/readyz", doorstep.admin_url)).await.unwrap();
    assert!(ready.text().await.unwrap().contains("failing"));
    assert_eq!(visitor.taps_by_script(1001).await.body["outcome"], "unlocked");
    assert_eq!(doorstep.kisi.opened(1001), 1);
}

#[tokio::test]
async fn an_unlock_whose_answer_is_lost_is_not_repeated() {
    let doorstep = lobby_with(&[], Fault::reset_after_unlock()).await;
    let json = doorstep.visitor("s3cret").taps_by_script(1001).await;
    assert_eq!((json.status, json.code()), (503, "unavailable"));
    let detail = json.body["detail"].as_str().unwrap();
    assert!(detail.contains("try that door first"), "{detail}");
    assert_eq!((doorstep.kisi.unlocks(1001), doorstep.kisi.opened(1001)), (1, 1));
}

#[tokio::test]
async fn the_calls_for_one_link_stay_within_kisis_rate_limit() {
    let set = [&HIGH_LIMITS[..], &STALE_AT_ONCE].concat();
    let doorstep = Doorstep::start_with(&set, |kisi| {
        kisi.link("s3cret").opens_many(12);
        kisi.fault(Fault::rate_limit(5));
    })
    .await;
    let visitor = doorstep.visitor("s3cret");
    for json in join_all((1001..1013).map(|door| visitor.taps_by_script(door))).await {
        assert_eq!(json.body["outcome"], "unlocked");
    }
    assert_eq!(doorstep.kisi.calls("POST /locks/{id}/unlock"), 12, "Kisi refused no call");
}

#[tokio::test]
async fn the_operator_can_limit_the_calls_for_all_links_together() {
    let set = [&HIGH_LIMITS[..], &[("kisi.total_requests_per_second", "10")]].concat();
    let doorstep = Doorstep::start_with(&set, |kisi| {
        for number in 0..15 {
            kisi.link(&format!("link{number}")).opens("Lobby");
        }
    })
    .await;
    let begin = Instant::now();
    let visitors: Vec<_> =
        (0..15).map(|number| doorstep.visitor(&format!("link{number}"))).collect();
    for page in join_all(visitors.iter().map(Visitor::page)).await {
        assert_eq!(page.doors(), ["Lobby: ready"]);
    }
    // Ten of the calls may begin at once, and the others a second later.
    assert!(begin.elapsed() >= Duration::from_secs(1), "{:?}", begin.elapsed());
}

#[tokio::test]
async fn a_visitor_gets_an_error_page_if_kisis_answer_is_invalid() {
    for fault in [
        Fault::truncated(),
        Fault::huge(64 * 1024 * 1024),
        Fault::body(200, "text/html", "<html>Please log in</html>"),
        Fault::body(200, "application/json", r#"{"locks": []}"#),
        Fault::body(200, "application/json", "null"),
        Fault::body(204, "application/json", ""),
        Fault::body(301, "text/html", "moved"),
    ] {
        let doorstep = lobby_with(&[], fault).await;
        let page = doorstep.visitor("s3cret").page().await;
        assert_eq!((page.status, page.state()), (503, "unavailable"));
    }
}

#[tokio::test]
async fn one_invalid_door_of_ten_does_not_hide_the_other_nine() {
    let door = |id: u64| json!({"id": id, "name": format!("Door {id}")});
    let mut doors: Vec<_> = (1..=10).map(door).collect();
    doors[4] = json!({"id": 5, "name": {"en": "Door 5"}, "online": "maybe"});
    let doorstep = lobby_with(&[], Fault::raw_doors(json!(doors))).await;
    let shown = doorstep.visitor("s3cret").page().await.doors();
    assert_eq!(shown.len(), 9);
    assert!(!shown.contains(&"Door 5: ready".to_owned()));
}

#[tokio::test]
async fn a_door_that_kisi_sends_twice_is_shown_once() {
    let doors =
        json!([{"id": 1, "name": "Lobby"}, {"id": 1, "name": "Again"}, {"id": 2, "name": "Gate"}]);
    let doorstep = lobby_with(&[], Fault::raw_doors(doors)).await;
    assert_eq!(doorstep.visitor("s3cret").page().await.doors(), ["Lobby: ready", "Gate: ready"]);
}

#[tokio::test]
async fn a_wrong_or_missing_total_does_not_hide_doors() {
    for fault in [Fault::shrinking_total(), Fault::wrong_total(1), Fault::no_range_header()] {
        let doorstep = Doorstep::start(|kisi| {
            kisi.link("many").opens_many(520);
            kisi.fault(fault);
        })
        .await;
        assert_eq!(doorstep.visitor("many").page().await.doors().len(), 520);
        assert!(doorstep.kisi.calls("GET /locks") <= 4);
    }
}
