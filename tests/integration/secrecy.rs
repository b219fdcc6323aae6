//! The secret opens doors: it is in the visitor's URL and in one header to Kisi, and nowhere else.

use std::collections::BTreeMap;

use futures_util::future::join_all;
use reqwest::header::{ACCEPT, LOCATION};

use crate::{
    command_line::Program,
    harness::{get, http},
};

#[tokio::test]
async fn no_secret_is_told_to_anyone_at_the_finest_log_level() {
    for format in ["pretty", "json"] {
        let mut demo = Program::demo(&[
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

        let mut seen = join_all(demo.links().map(|(_, url)| everything_about(url))).await.concat();
        seen += &get(&format!("{}/metrics", demo.admin_url())).await.unwrap().text().await.unwrap();
        let log = demo.end().await;
        assert!(log.contains("unlock") && log.contains("fingerprint"), "{log}");

        for (name, secret) in secrets {
            assert!(!seen.contains(&secret), "the secret of {name} is in an answer");
            assert!(!log.contains(&secret), "the secret of {name} is in the log");
        }
    }
}

/// Every answer there is behind a link, with its headers, but for the redirect to the visitor's
/// own URL.
async fn everything_about(url: &str) -> String {
    let browser = http();
    let mut seen = String::new();
    for accept in ["text/html", "application/json"] {
        for request in [
            browser.get(url),
            browser.get(format!("{url}?lang=de")),
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
