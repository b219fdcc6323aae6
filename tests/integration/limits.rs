//! Rate limits: guessing secrets, and too many unlocks.

use std::time::{Duration, Instant};

use doorstep::simulator::Fault;
use futures_util::future::join_all;

use crate::{
    fixtures::{wait_for, wait_until},
    harness::{Doorstep, http},
};

#[tokio::test]
async fn guesses_of_secrets_are_limited_and_visitors_of_cached_links_are_not() {
    let doorstep = Doorstep::start_with(&[("limits.unknown_links_per_minute", "2")], |kisi| {
        kisi.link("s3cret").opens("Lobby");
        kisi.link("cold").opens("Garage");
    })
    .await;
    let visitor = doorstep.visitor("s3cret");
    visitor.page().await;
    for guess in 0..2 {
        let page = doorstep.visitor(&format!("guess{guess}")).page().await;
        assert_eq!((page.status, page.state()), (404, "unknown_link"));
    }
    let calls = doorstep.kisi.calls("GET /locks");
    for secret in ["guess6", "guess1", "cold"] {
        let page = doorstep.visitor(secret).page().await;
        assert_eq!((page.status, page.state()), (429, "rate_limited"));
        assert!((1..=30).contains(&page.header("retry-after").parse::<u32>().unwrap()));
    }
    let json = doorstep.visitor("guess7").json().await;
    assert_eq!((json.status, json.code()), (429, "rate_limited"));
    assert_eq!(doorstep.kisi.calls("GET /locks"), calls);
    assert_eq!(visitor.page().await.doors(), ["Lobby: ready"]);
}

#[tokio::test]
async fn another_site_cannot_make_a_browser_guess_secrets() {
    let doorstep = Doorstep::start(|kisi| {
        kisi.link("s3cret").opens("Lobby");
    })
    .await;
    for (site, destination, status) in [
        ("cross-site", "image", 404),
        ("same-site", "iframe", 404),
        ("cross-site", "empty", 404),
        ("cross-site", "document", 200),
        ("same-origin", "empty", 200),
        ("none", "document", 200),
    ] {
        let calls = doorstep.kisi.requests().len();
        let visitor = doorstep.visitor("s3cret").sending("sec-fetch-site", site);
        let page = visitor.sending("sec-fetch-dest", destination).page().await;
        assert_eq!(page.status, status, "{site} {destination}");
        assert!(status == 200 || doorstep.kisi.requests().len() == calls, "{site} {destination}");
    }
}

#[tokio::test]
async fn guesses_of_a_client_that_resets_its_connections_are_limited_too() {
    let doorstep = Doorstep::start_with(&[("limits.unknown_links_per_minute", "5")], |kisi| {
        kisi.fault(Fault::delay(Duration::from_millis(100)));
    })
    .await;
    for guess in 0..60 {
        doorstep.requests_and_resets(&format!("/links/guess{guess}")).await;
    }
    wait_until("the guesses are counted", async || {
        doorstep.visitor("one-more").page().await.status == 429
    })
    .await;
    assert_eq!(doorstep.kisi.calls("GET /locks"), 5, "calls for a limit of 5 a minute");
}

#[tokio::test]
async fn guesses_that_kisi_answers_with_its_rate_limit_are_limited_and_not_repeated() {
    let doorstep = Doorstep::start(|kisi| {
        kisi.link("s3cret").opens("Lobby");
        kisi.link("known").opens("Garage");
    })
    .await;
    let known = doorstep.visitor("known");
    known.page().await;
    doorstep.kisi.fault(Fault::status(429));
    let calls = doorstep.kisi.calls("GET /locks");
    for guess in 0..200 {
        let page = doorstep.visitor(&format!("guess{guess}")).page().await;
        assert!([429, 503].contains(&page.status), "{}", page.status);
        assert!(!page.header("retry-after").is_empty());
    }
    let calls = doorstep.kisi.calls("GET /locks") - calls;
    assert!(calls <= 20, "{calls} calls for a limit of 20 a minute");
    assert_eq!(known.page().await.doors(), ["Garage: ready"]);
}

#[tokio::test]
async fn a_thousand_phones_with_new_links_behind_one_address_get_their_doors() {
    let secret = |phone: usize| format!("phone{phone}");
    let doorstep = Doorstep::start(|kisi| {
        for phone in 0..1_000 {
            kisi.link(&secret(phone)).opens("Lobby");
        }
        kisi.fault(Fault::delay(Duration::from_millis(200)));
    })
    .await;
    let begin = Instant::now();
    let browser = http();
    let pages = (0..1_000).map(async |phone| {
        let url = format!("{}/links/{}", doorstep.base_url, secret(phone));
        // The waiting page comes back, and the server closes idle connections to make room.
        loop {
            let answer = browser.get(&url).send().await;
            let status = answer.map_or(408, |answer| answer.status().as_u16());
            if ![202, 408].contains(&status) {
                return status;
            }
        }
    });
    let statuses = wait_for("all phones have their doors", join_all(pages)).await;
    assert_eq!(statuses, vec![200; 1_000]);
    eprintln!("1,000 phones behind one address were served within {:?}", begin.elapsed());
    assert_eq!(doorstep.kisi.calls("GET /locks"), 1_000);
}

#[tokio::test]
async fn a_colleague_of_a_guesser_gets_doors_after_the_time_that_the_first_answer_says() {
    let doorstep = Doorstep::start_with(&[("limits.unknown_links_per_minute", "60")], |kisi| {
        kisi.link("s3cret").opens("Lobby");
    })
    .await;
    let mut guesses = 0;
    let mut guess = async || {
        guesses += 1;
        doorstep.visitor(&format!("guess{guesses}")).page().await.status
    };
    while guess().await != 429 {}
    let colleague = doorstep.visitor("s3cret");
    let page = colleague.page().await;
    assert_eq!(page.status, 429);
    let wait = page.header("retry-after").parse().unwrap();
    let come_back = Instant::now() + Duration::from_secs(wait);
    while Instant::now() < come_back {
        assert_eq!(guess().await, 429);
    }
    assert_eq!(colleague.page().await.doors(), ["Lobby: ready"]);
}

#[tokio::test]
async fn the_limit_of_one_client_does_not_affect_other_clients() {
    let set = [("limits.unknown_links_per_minute", "2"), ("server.trusted_proxies", "127.0.0.1")];
    let doorstep = Doorstep::start_with(&set, |_| {}).await;
    let status_for = async |client: &str| {
        doorstep.visitor("guess").sending("x-forwarded-for", client).page().await.status
    };
    for (client, status) in [
        ("203.0.113.1", 404),
        ("203.0.113.1", 404),
        ("203.0.113.1", 429),
        ("203.0.113.2", 404),
        ("2001:db8::1", 404),
        ("2001:db8::2", 404),
        ("2001:db8::3", 429),
    ] {
        assert_eq!(status_for(client).await, status, "{client}");
    }
}

#[tokio::test]
async fn without_a_trusted_proxy_a_client_cannot_claim_another_address() {
    let doorstep = Doorstep::start_with(&[("limits.unknown_links_per_minute", "1")], |_| {}).await;
    for (client, status) in [("203.0.113.1", 404), ("203.0.113.2", 429)] {
        let visitor = doorstep.visitor("guess").sending("x-forwarded-for", client);
        assert_eq!(visitor.page().await.status, status);
    }
}

#[tokio::test]
async fn unlocks_of_one_client_are_limited() {
    let set = [("limits.unlocks_per_minute", "3")];
    let doorstep = Doorstep::start_with(&set, |kisi| {
        kisi.link("one").opens("Lobby").opens("Garage");
        kisi.link("two").opens("Vault");
    })
    .await;
    for (secret, door, status) in
        [("one", 1001, 200), ("one", 1002, 200), ("two", 1003, 200), ("two", 1003, 429)]
    {
        let json = doorstep.visitor(secret).taps_by_script(door).await;
        assert_eq!(json.status, status, "{secret} {door}");
    }
    let json = doorstep.visitor("one").taps_by_script(1001).await;
    assert_eq!((json.code(), json.header("retry-after").is_empty()), ("rate_limited", false));
    let status = doorstep.visitor("one").taps("Lobby").await.status_text();
    assert!(status.contains("too much going on"), "{status}");
    assert_eq!(doorstep.kisi.calls("POST /locks/{id}/unlock"), 3);
}

#[tokio::test]
async fn unlocks_of_one_link_are_limited_whichever_clients_tap() {
    let set =
        [("limits.unlocks_per_link_per_minute", "2"), ("server.trusted_proxies", "127.0.0.1")];
    let doorstep = Doorstep::start_with(&set, |kisi| {
        kisi.link("one").opens("Lobby");
        kisi.link("two").opens("Garage");
    })
    .await;
    let tap = async |client: &str, secret: &str, door: u64| {
        let visitor = doorstep.visitor(secret).sending("x-forwarded-for", client);
        visitor.taps_by_script(door).await.status
    };
    assert_eq!(tap("203.0.113.1", "one", 1001).await, 200);
    assert_eq!(tap("203.0.113.2", "one", 1001).await, 200);
    assert_eq!(tap("203.0.113.3", "one", 1001).await, 429);
    assert_eq!(tap("203.0.113.3", "two", 1002).await, 200);
}
