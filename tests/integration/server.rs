//! An operator watches the server, and ends it.

use std::time::Duration;

use futures_util::future::join_all;

use crate::{
    fixtures::{wait_for, wait_until},
    harness::{Doorstep, get},
};

#[tokio::test]
async fn health_and_metrics_are_on_the_admin_port_only() {
    let doorstep = Doorstep::start(|kisi| {
        kisi.link("s3cret").opens("Lobby");
    })
    .await;
    doorstep.visitor("s3cret").taps("Lobby").await;
    doorstep.visitor_at("/some/scanned/path").page().await;
    for path in ["/healthz", "/readyz", "/metrics"] {
        let admin = get(&format!("{}{path}", doorstep.admin_url)).await.unwrap();
        assert_eq!(admin.status(), 200, "{path}");
        assert_eq!(doorstep.visitor_at(path).page().await.status, 404, "{path}");
    }
    let metrics = doorstep.metrics().await;
    for line in [
        "doorstep_http_requests_total{method=\"GET\",route=\"/links/{secret}\",status=\"200\"} 2",
        "doorstep_http_requests_total{method=\"POST\",route=\"/links/{secret}\",status=\"303\"} 1",
        "doorstep_http_requests_total{method=\"GET\",route=\"unmatched\",status=\"404\"}",
        "doorstep_unlocks_total{outcome=\"unlocked\"} 1",
        "doorstep_build_info{version=",
        "doorstep_directory_lookups_total{result=\"miss\"} 1",
        "doorstep_kisi_calls_total{endpoint=\"doors\",outcome=\"ok\"} 1",
        "doorstep_kisi_calls_total{endpoint=\"unlock\",outcome=\"ok\"} 1",
        "doorstep_kisi_failing 0",
        "doorstep_theme_info{revision=",
        "doorstep_theme_last_load_successful 1",
    ] {
        assert!(metrics.contains(line), "{line} in {metrics}");
    }
    assert!(!metrics.contains("scanned") && !metrics.contains("s3cret"), "{metrics}");
}

#[tokio::test]
async fn a_request_whose_visitor_resets_the_connection_is_counted() {
    let doorstep = Doorstep::start(|kisi| {
        kisi.link("s3cret").opens("Lobby").doors_take(Duration::from_secs(2));
    })
    .await;
    doorstep.requests_and_resets("/links/s3cret").await;
    let line =
        "doorstep_http_requests_total{method=\"GET\",route=\"/links/{secret}\",status=\"0\"} 1";
    wait_until("the request is counted", async || doorstep.metrics().await.contains(line)).await;
}

#[tokio::test]
async fn visitors_whose_unlock_is_under_way_are_answered_before_the_server_ends() {
    let set = [
        ("limits.unlocks_per_minute", "100"),
        ("limits.unlocks_per_link_per_minute", "100"),
        ("kisi.requests_per_second", "100"),
    ];
    let doorstep = Doorstep::start_with(&set, |kisi| {
        let doors = kisi.link("s3cret").opens_many(50).doors();
        for door in doors {
            kisi.door(door).unlock_takes(Duration::from_millis(300));
        }
    })
    .await;
    let kisi = doorstep.kisi.clone();
    let visitor = doorstep.visitor("s3cret");
    let taps = join_all((1001..1051).map(|door| visitor.taps_by_script(door)));
    let ending = async {
        let all_sent = async || kisi.calls("POST /locks/{id}/unlock") == 50;
        wait_until("Kisi is asked to unlock every door", all_sent).await;
        wait_for("the server has ended", doorstep.stop()).await;
    };
    let (answers, ()) = tokio::join!(taps, ending);
    assert!(answers.iter().all(|json| json.body["outcome"] == "unlocked"));
    assert!(visitor.request(reqwest::Method::GET).send().await.unwrap_err().is_connect());
}
