//! An operator watches the server, and ends it.

use std::time::Duration;

use futures_util::future::join_all;

use crate::harness::{Doorstep, get, http};

#[tokio::test]
async fn health_and_metrics_stand_on_the_admin_port_alone() {
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
    let metrics = get(&format!("{}/metrics", doorstep.admin_url)).await.unwrap();
    let metrics = metrics.text().await.unwrap();
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
async fn visitors_whose_unlock_is_under_way_get_their_answers_at_the_end() {
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
        while kisi.calls("POST /locks/{id}/unlock") < 50 {
            tokio::task::yield_now().await;
        }
        doorstep.end().await;
    };
    let (answers, ()) = tokio::join!(taps, ending);
    assert!(answers.iter().all(|json| json.body["outcome"] == "unlocked"));
    assert!(visitor.asks(reqwest::Method::GET).send().await.unwrap_err().is_connect());
}

#[tokio::test]
async fn a_site_shows_its_own_brand() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("acme.toml"), "name = \"Acme\"\n").unwrap();
    let settings = folder.path().join("doorstep.toml");
    let theme = folder.path().join("acme.toml");
    std::fs::write(
        &settings,
        format!("[[sites]]\nhost = \"visit.acme.example\"\ntheme = {theme:?}\n"),
    )
    .unwrap();
    let settings = doorstep::settings::load(doorstep::settings::Sources {
        file: Some(&settings),
        flags: ["server.listen", "admin.listen"]
            .map(|key| (key.to_owned(), "127.0.0.1:0".to_owned()))
            .to_vec(),
        ..Default::default()
    })
    .unwrap();
    let server = doorstep::web::Server::bind(&settings).unwrap();
    let address = server.address().unwrap();
    tokio::spawn(server.run(std::future::pending()));
    let title = async |host: &str| {
        let request = http().get(format!("http://{address}/"));
        let page = request.header("host", host).send().await.unwrap().text().await.unwrap();
        page.split_once("<title>").unwrap().1.split_once("</title>").unwrap().0.to_owned()
    };
    assert!(title("visit.acme.example").await.ends_with("Acme"));
    assert!(title("VISIT.acme.example:8080").await.ends_with("Acme"));
    assert!(title("visit.other.example").await.ends_with("Northwind Offices"));
}
