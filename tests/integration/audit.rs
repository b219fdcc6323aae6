//! An operator reads the audit trail: one `unlock` event for every tap.

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::{
    fixtures::{ThemeFolder, wait_until},
    harness::http,
    program::Demo,
};

/// The door and the outcome of each `unlock` event in a log of JSON lines.
fn unlock_events(log: &str) -> Vec<(String, String)> {
    let lines = log.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let events = lines.filter(|line| line["message"] == "unlock");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    events.map(|event| (text(&event["door"]), text(&event["outcome"]))).collect()
}

#[tokio::test]
async fn every_tap_writes_one_event_whatever_becomes_of_it() {
    let theme = "name = \"Acme\"\n[doors.1002]\nhidden = true\n[doors.1003]\nconfirm = true\n";
    let folder = ThemeFolder::new(theme);
    let mut demo = Demo::start(&[
        ("DOORSTEP_THEME__PATH", folder.theme().to_str().unwrap()),
        ("DOORSTEP_LOG__FORMAT", "json"),
        ("DOORSTEP_LIMITS__UNLOCKS_PER_LINK_PER_MINUTE", "5"),
    ])
    .await;
    let mut expected = Vec::new();
    for (scenario, form, header, door, outcome) in [
        ("doors", "door=1001", "accept", "1001", "unlocked"),
        ("doors", "door=1002", "accept", "1002", "unknown_door"),
        ("doors", "door=1003", "accept", "1003", "confirm"),
        ("doors", "door=1003&confirmed=1003", "accept", "1003", "unlocked"),
        ("doors", "door=9", "accept", "9", "unknown_door"),
        ("doors", "door=Lobby", "accept", "", "unknown_door"),
        ("doors", "", "accept", "", "unknown_door"),
        ("doors", "door=1001", "accept", "1001", "rate_limited"),
        ("doors", "door=1001", "sec-fetch-site", "1001", "cross_site"),
        ("unknown", "door=1001", "accept", "1001", "unknown_link"),
        ("expired", "door=1001", "accept", "1001", "expired"),
        ("unavailable", "door=1001", "accept", "1001", "unavailable"),
        ("refused-unlock", "door=1074", "accept", "", ""),
    ] {
        let request = http().post(demo.value(scenario)).header("accept", "application/json");
        let value = if header == "accept" { "application/json" } else { "cross-site" };
        let request = request.header(header, value);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let answer = request.body(form).send().await.unwrap();
        let answer: Value = answer.json().await.unwrap();
        let code = answer["code"].as_str().or(answer["outcome"].as_str()).unwrap().to_owned();
        if outcome.is_empty() {
            expected.push(("1074".to_owned(), code));
        } else {
            assert_eq!(code, outcome, "{scenario} {form}");
            expected.push((door.to_owned(), code));
        }
    }
    let log = demo.program.stop().await;
    assert_eq!(unlock_events(&log), expected, "{log}");
}

#[tokio::test]
async fn a_tap_of_a_visitor_who_leaves_writes_its_event_too() {
    let mut demo = Demo::start(&[("DOORSTEP_LOG__FORMAT", "json")]).await;
    let request = http().post(demo.value("slow")).form(&[("door", "1")]);
    let leaving = request.timeout(std::time::Duration::from_millis(100)).send().await;
    assert!(leaving.unwrap_err().is_timeout());
    wait_until("the tap is in the log", async || !unlock_events(&demo.program.log()).is_empty())
        .await;
    let events = unlock_events(&demo.program.stop().await);
    assert_eq!(events.len(), 1, "{events:?}");
    assert_eq!(events[0].0, "1");
}

#[tokio::test]
async fn the_audit_trail_shows_as_much_of_an_address_as_the_setting_allows() {
    for (setting, expected) in
        [("none", Value::Null), ("cut", "127.0.0.0/24".into()), ("full", "127.0.0.1".into())]
    {
        let mut demo = Demo::start(&[
            ("DOORSTEP_LOG__FORMAT", "json"),
            ("DOORSTEP_LOG__CLIENT_ADDRESS", setting),
        ])
        .await;
        let tap = http().post(demo.value("doors")).form(&[("door", "1001")]);
        assert_eq!(tap.send().await.unwrap().status(), 303);
        http().get(demo.value("unknown")).send().await.unwrap();
        let log = demo.program.stop().await;
        for event in ["unlock", "guess"] {
            let lines = log.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
            let line = lines.into_iter().find(|line| line["message"] == event).unwrap();
            assert_eq!(line["client"], expected, "{event}, {setting}");
        }
    }
}

#[tokio::test]
async fn no_client_can_write_an_error_into_the_log() {
    let mut demo = Demo::start(&[("DOORSTEP_LOG__FORMAT", "json")]).await;
    let url = url::Url::parse(demo.value("doors")).unwrap();
    let address = url.socket_addrs(|| None).unwrap()[0];
    for request in [
        "\u{1}\u{2}\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz",
        "GET / HTTP/1.1\r\nHost: \u{0}\r\n\r\n",
    ] {
        let mut client = TcpStream::connect(address).await.unwrap();
        client.write_all(request.as_bytes()).await.unwrap();
        client.shutdown().await.unwrap();
        let mut answer = Vec::new();
        // A reset is an answer, too.
        let _ = client.read_to_end(&mut answer).await;
    }
    let metrics = demo.metrics().await;
    let log = demo.program.stop().await;
    assert!(!log.contains("\"ERROR\"") && !log.contains("\"WARN\""), "{log}");
    assert!(metrics.contains("doorstep_malformed_requests_total "), "{metrics}");
    assert!(!metrics.contains("doorstep_malformed_requests_total 0"), "{metrics}");
}

#[tokio::test]
async fn refused_requests_do_not_fill_the_log() {
    let mut demo = Demo::start(&[
        ("DOORSTEP_LOG__FORMAT", "json"),
        ("DOORSTEP_LIMITS__UNKNOWN_LINKS_PER_MINUTE", "1"),
    ])
    .await;
    let (base, _) = demo.value("doors").rsplit_once('/').unwrap();
    for (guess, status) in [("a", 404), ("b", 429), ("c", 429)] {
        let answer = http().get(format!("{base}/{guess}")).send().await.unwrap();
        assert_eq!(answer.status(), status, "{guess}");
    }
    assert!(demo.metrics().await.contains("status=\"429\"} 2"), "the metrics count them");
    let log = demo.program.stop().await;
    let lines = log.lines().filter(|line| line.contains("\"message\":\"request\""));
    assert_eq!(lines.count(), 1, "{log}");
}

#[tokio::test]
async fn the_operator_is_warned_once_of_an_ignored_forwarding_header() {
    let mut demo = Demo::start(&[("DOORSTEP_LOG__FORMAT", "json")]).await;
    for header in ["x-forwarded-for", "forwarded", "x-forwarded-for"] {
        http().get(demo.value("doors")).header(header, "203.0.113.9").send().await.unwrap();
    }
    let log = demo.program.stop().await;
    let warnings: Vec<_> = log.lines().filter(|line| line.contains("\"WARN\"")).collect();
    assert_eq!(warnings.len(), 1, "{log}");
    assert!(warnings[0].contains("`server.trusted_proxies`"), "{log}");
    assert!(!log.contains("203.0.113.9"), "{log}");
}
