//! The secret of a link opens doors, so it is in the visitor's URL and in one header to Kisi, and
//! nowhere else.

use std::collections::BTreeMap;

use futures_util::future::join_all;
use reqwest::header::{ACCEPT, LOCATION};

use crate::{harness::http, program::Demo};

#[tokio::test]
async fn no_secret_is_in_an_answer_the_metrics_or_the_log_at_the_finest_level() {
    tokio::join!(check("pretty"), check("json"));
}

/// Uses every link of the demo while it logs in this format.
async fn check(format: &str) {
    let mut demo = Demo::start(&[
        ("DOORSTEP_LOG__LEVEL", "trace"),
        ("DOORSTEP_LOG__FORMAT", format),
        ("DOORSTEP_KISI__TIMEOUT", "500ms"),
        ("DOORSTEP_LIMITS__UNLOCKS_PER_MINUTE", "1000"),
    ])
    .await;
    let secrets: BTreeMap<_, _> = demo
        .links()
        .map(|(name, url)| (name.clone(), url.rsplit_once('/').unwrap().1.to_owned()))
        .collect();
    assert_eq!(secrets.len(), 19);

    let mut seen = join_all(demo.links().map(|(_, url)| all_answers(url))).await.concat();
    seen += &demo.metrics().await;
    assert!(seen.contains("data-state=\"doors\""), "the door lists were loaded");
    let log = demo.program.stop().await;
    assert!(log.contains("unlock") && log.contains("fingerprint"), "{log}");

    for (name, secret) in secrets {
        assert!(!seen.contains(&secret), "the secret of {name} is in an answer");
        assert!(!log.contains(&secret), "the secret of {name} is in the log");
    }
}

/// Every kind of answer to requests for a link, with the headers. Only the `Location` of the
/// redirect is left out, because it is the visitor's own URL.
async fn all_answers(url: &str) -> String {
    let browser = http();
    let mut seen = String::new();
    for accept in ["text/html", "application/json"] {
        for request in [
            browser.get(url),
            browser.get(format!("{url}?lang=de")),
            browser.get(format!("{url}?qr")),
            browser.post(url).form(&[("door", "1001")]),
            browser.post(url).form(&[("door", "1001")]).header("origin", "https://evil.example"),
            browser.post(url).body(vec![b'x'; 100_000]),
            browser.put(url),
            browser.get(format!("{url}/more")),
            browser.get(format!("{url}%00")),
        ] {
            let answer = request.header(ACCEPT, accept).send().await.unwrap();
            let mut headers = answer.headers().clone();
            if answer.status() == 303 {
                headers.remove(LOCATION);
            }
            seen.extend([format!("{headers:?}"), answer.text().await.unwrap()]);
        }
    }
    seen
}
