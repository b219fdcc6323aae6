//! A visitor opens a link, and Kisi takes its time.

use std::time::Duration;

use doorstep::simulator::{Endpoint, Fault};
use futures_util::future::join_all;
use reqwest::Method;

use crate::{
    fixtures::wait_for,
    harness::{Doorstep, Visitor, get},
    program::Demo,
};

/// Longer than a page waits before the waiting page is shown.
const SLOW: Duration = Duration::from_millis(1_500);
/// A seen link has no list that may be shown, so that every page has to ask Kisi.
const NOTHING_CACHED: [(&str, &str); 2] = [("cache.fresh", "0s"), ("cache.stale", "0s")];

/// A server with one link that opens one door, and a Kisi with `fault`.
async fn lobby_with(set: &[(&str, &str)], fault: Fault) -> Doorstep {
    Doorstep::start_with(set, |kisi| {
        kisi.link("s3cret").opens("Lobby");
        kisi.fault(fault);
    })
    .await
}

#[tokio::test]
async fn a_visitor_sees_the_waiting_page_and_then_the_doors_after_one_call() {
    let doorstep = lobby_with(&[], Fault::delay(SLOW)).await;
    let visitor = doorstep.visitor("s3cret");
    let page = visitor.first_page().await;
    assert_eq!((page.status, page.state()), (202, "waiting"));
    assert_eq!((page.header("refresh"), page.header("cache-control")), ("1", "no-store"));
    assert!(page.heading().contains(' ') && page.texts(".advice").is_empty());
    assert!(page.contact().contains("Front desk"));
    // A mailed link has a fragment, with which the header alone loads nothing.
    assert!(
        page.source.contains("<noscript><meta http-equiv=\"refresh\" content=\"0;url=?lang=en\">")
    );
    assert!(!page.source.contains("s3cret"));
    let page = visitor.page().await;
    assert_eq!((page.status, page.header("refresh")), (200, ""));
    assert_eq!(page.doors(), ["Lobby: ready"]);
    assert_eq!(doorstep.kisi.calls("GET /locks"), 1);
}

#[tokio::test]
async fn a_scanner_that_requests_the_head_alone_gets_the_same_answer() {
    let doorstep = lobby_with(&[], Fault::delay(SLOW)).await;
    let visitor = doorstep.visitor("s3cret");
    let head = visitor.request(Method::HEAD).send().await.unwrap();
    assert_eq!((head.status().as_u16(), &head.headers()["refresh"]), (202, &"1".parse().unwrap()));
    assert_eq!(visitor.page().await.doors(), ["Lobby: ready"]);
    assert_eq!(doorstep.kisi.calls("GET /locks"), 1);
}

#[tokio::test]
async fn a_visitor_of_a_seen_link_without_a_cached_list_waits_in_the_same_way() {
    let doorstep = lobby_with(&NOTHING_CACHED, Fault::delay(Duration::ZERO)).await;
    let visitor = doorstep.visitor("s3cret");
    visitor.page().await;
    doorstep.kisi.fault(Fault::delay(SLOW));
    let page = visitor.first_page().await;
    assert_eq!((page.status, page.state()), (202, "waiting"));
    assert_eq!(visitor.page().await.doors(), ["Lobby: ready"]);
    assert_eq!(doorstep.kisi.calls("GET /locks"), 2);
}

#[tokio::test]
async fn a_wrong_link_is_counted_once_however_often_its_page_comes_back() {
    let set = [("limits.unknown_links_per_minute", "2")];
    let slow = Fault::delay(Duration::from_millis(2_500)).first(1);
    let doorstep = Doorstep::start_with(&set, |kisi| kisi.fault(slow)).await;
    let visitor = doorstep.visitor("wrong");
    for _ in 0..3 {
        assert_eq!(visitor.first_page().await.state(), "waiting");
    }
    let page = visitor.page().await;
    assert_eq!((page.status, page.state()), (404, "unknown_link"));
    for (secret, status) in [("second", 404), ("third", 429)] {
        assert_eq!(doorstep.visitor(secret).page().await.status, status, "{secret}");
    }
    assert_eq!(doorstep.kisi.calls("GET /locks"), 2);
}

#[tokio::test]
async fn no_client_learns_or_skips_a_limit_through_the_look_up_of_another_one() {
    let set = [("limits.unknown_links_per_minute", "1"), ("server.trusted_proxies", "127.0.0.1")];
    let doorstep = lobby_with(&set, Fault::delay(Duration::ZERO)).await;
    let at = |secret: &str, client| doorstep.visitor(secret).sending("x-forwarded-for", client);
    let (visitor, guesser) = ("203.0.113.1", "203.0.113.2");
    assert_eq!(at("wrong", guesser).page().await.status, 404);
    doorstep.kisi.fault(Fault::delay(SLOW));
    assert_eq!(at("s3cret", visitor).first_page().await.state(), "waiting");
    assert_eq!(at("s3cret", guesser).first_page().await.status, 429);
    assert_eq!(at("s3cret", visitor).page().await.doors(), ["Lobby: ready"]);
}

#[tokio::test]
async fn visitors_of_one_link_wait_for_one_call() {
    let set = [("server.trusted_proxies", "127.0.0.1")];
    let doorstep = lobby_with(&set, Fault::delay(SLOW)).await;
    let visitors = ["203.0.113.1", "203.0.113.1", "203.0.113.2"]
        .map(|client| doorstep.visitor("s3cret").sending("x-forwarded-for", client));
    for page in join_all(visitors.iter().map(Visitor::first_page)).await {
        assert_eq!(page.state(), "waiting");
    }
    for page in join_all(visitors.iter().map(Visitor::page)).await {
        assert_eq!(page.doors(), ["Lobby: ready"]);
    }
    assert_eq!(doorstep.kisi.calls("GET /locks"), 1);
}

#[tokio::test]
async fn a_visitor_does_not_wait_for_ever_if_every_call_fails_late() {
    let set = [&NOTHING_CACHED[..], &[("kisi.timeout", "1500ms")]].concat();
    let doorstep = lobby_with(&set, Fault::delay(Duration::ZERO)).await;
    let seen = doorstep.visitor("s3cret");
    seen.page().await;
    doorstep.kisi.fault(Fault::hang());
    for visitor in [seen, doorstep.visitor("never-seen")] {
        let page = visitor.first_page().await;
        assert_eq!((page.status, page.state()), (202, "waiting"), "{}", visitor.url);
        let page = wait_for("the waiting ends", visitor.page()).await;
        assert_eq!((page.status, page.state()), (503, "unavailable"), "{}", visitor.url);
        assert!(!page.header("retry-after").is_empty());
    }
}

#[tokio::test]
async fn json_waits_and_joins_the_look_up_of_its_page() {
    let doorstep = lobby_with(&[], Fault::delay(SLOW)).await;
    let json = doorstep.visitor("s3cret").json().await;
    assert_eq!((json.status, json.header("refresh")), (200, ""));
    assert_eq!(json.body["doors"][0]["name"], "Lobby");

    let wrong = doorstep.visitor("wrong");
    assert_eq!(wrong.first_page().await.state(), "waiting");
    assert_eq!(wrong.json().await.code(), "unknown_link");
    assert_eq!(doorstep.kisi.calls("GET /locks"), 2);
}

#[tokio::test]
async fn a_list_that_may_be_shown_is_shown_instead_of_the_waiting_page() {
    let set = [("cache.fresh", "0s"), ("cache.stale", "1h")];
    let doorstep = lobby_with(&set, Fault::delay(Duration::ZERO)).await;
    let visitor = doorstep.visitor("s3cret");
    visitor.page().await;
    doorstep.kisi.fault(Fault::hang());
    let page = visitor.first_page().await;
    assert_eq!((page.status, page.doors()), (200, vec!["Lobby: ready".to_owned()]));
    assert!(page.as_of().is_some());
}

#[tokio::test]
async fn the_result_of_a_tap_is_shown_after_the_waiting_page() {
    let doorstep = lobby_with(&NOTHING_CACHED, Fault::delay(Duration::ZERO)).await;
    let visitor = doorstep.visitor("s3cret");
    assert_eq!(visitor.submits("1001").await.status(), 303);
    doorstep.kisi.fault(Fault::delay(SLOW).on(Endpoint::Doors));
    let page = visitor.first_page().await;
    assert_eq!(
        (page.state(), page.cookies_set(), page.status_text()),
        ("waiting", 0, String::new())
    );
    let page = visitor.page().await;
    assert!(page.status_text().contains("Lobby"), "{}", page.status_text());
    assert_eq!((page.state(), page.cookies_set()), ("doors", 1));
}

#[tokio::test]
async fn a_visitor_who_waits_in_the_queue_sees_the_waiting_page() {
    let set = [("limits.unknown_links_per_second", "1"), ("server.trusted_proxies", "127.0.0.1")];
    let doorstep = Doorstep::start_with(&set, |_| {}).await;
    let visitor = |number: usize| {
        let visitor = doorstep.visitor(&format!("link{number}"));
        visitor.sending("x-forwarded-for", &format!("203.0.113.{number}"))
    };
    // Ten wrong links may come at once. Those after them wait for a second each.
    for number in 0..10 {
        visitor(number).page().await;
    }
    let waiting: Vec<_> = (10..14).map(visitor).collect();
    let pages = join_all(waiting.iter().map(Visitor::first_page)).await;
    assert!(pages.iter().any(|page| page.state() == "waiting"));
    join_all(waiting.iter().map(Visitor::page)).await;
    let calls = doorstep.kisi.calls("GET /locks");
    assert!(calls <= 14, "{calls} calls for 14 links");
}

#[tokio::test]
async fn the_demo_shows_the_waiting_page_of_a_slow_kisi() {
    let demo = Demo::start(&[]).await;
    let answer = get(demo.value("kisi-slow")).await.unwrap();
    assert_eq!(
        (answer.status().as_u16(), &answer.headers()["refresh"]),
        (202, &"1".parse().unwrap())
    );
    assert!(answer.text().await.unwrap().contains("data-state=\"waiting\""));
}
