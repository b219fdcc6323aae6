//! A visitor opens a link.

use doorstep::{
    language,
    simulator::{Fault, Link},
};
use futures_util::future::join_all;
use reqwest::Method;
use resvg::tiny_skia::{Pixmap, PremultipliedColorU8};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::{
    fixtures::{ThemeFolder, wait_for},
    harness::Doorstep,
};

#[tokio::test]
async fn a_visitor_sees_the_doors_of_the_link_in_kisis_order() {
    let doorstep = Doorstep::start(|kisi| {
        kisi.link("s3cret").opens("Lobby").opens("Archive").opens("Garage");
    })
    .await;
    let page = doorstep.visitor("s3cret").page().await;
    assert_eq!((page.status, page.state()), (200, "doors"));
    assert_eq!(page.doors(), ["Lobby: ready", "Archive: ready", "Garage: ready"]);
    assert_eq!(page.place_headings(), [""; 0]);
    assert_eq!(doorstep.kisi.calls("GET /locks"), 1);
}

#[tokio::test]
async fn every_state_of_a_door_is_shown() {
    let doorstep = Doorstep::start(|kisi| {
        kisi.link("s3cret")
            .opens("Lobby")
            .opens_offline("Garage")
            .opens_locked_down("Vault")
            .opens_unlocked("Gate")
            .opens_not_set_up("Cellar")
            .opens_unknown_reachability("Shed");
    })
    .await;
    let page = doorstep.visitor("s3cret").page().await;
    assert_eq!(
        page.doors(),
        [
            "Lobby: ready",
            "Garage: offline",
            "Vault: locked_down",
            "Gate: unlocked",
            "Cellar: not_set_up",
            "Shed: ready"
        ]
    );
}

#[tokio::test]
async fn doors_of_several_places_are_grouped_by_place() {
    let doorstep = Doorstep::start(|kisi| {
        let link = kisi.link("s3cret").opens("Lobby").at_place(78, "Mill Yard").opens("Gate");
        link.at_place(77, "Harbour House").opens("Roof");
    })
    .await;
    let page = doorstep.visitor("s3cret").page().await;
    assert_eq!(page.place_headings(), ["Harbour House", "Mill Yard"]);
    assert_eq!(page.doors(), ["Lobby: ready", "Roof: ready", "Gate: ready"]);
}

#[tokio::test]
async fn a_visitor_sees_why_a_link_has_no_doors() {
    let doorstep = Doorstep::start(|kisi| {
        kisi.link("empty");
        kisi.link("expired").expired();
        kisi.link("early").not_yet_valid();
        kisi.link("withdrawn").withdrawn();
        kisi.link("at-night").outside_hours();
        kisi.link("refused").refused();
        kisi.link("broken").fault(Fault::status(500));
        kisi.link("not-json").fault(Fault::body(200, "text/html", "<html>Hello</html>"));
    })
    .await;
    for (secret, status, state) in [
        ("empty", 200, "empty"),
        ("unknown", 404, "unknown_link"),
        ("expired", 410, "expired"),
        ("withdrawn", 410, "withdrawn"),
        ("early", 403, "not_yet_valid"),
        ("at-night", 403, "outside_hours"),
        ("refused", 403, "refused"),
        ("broken", 503, "unavailable"),
        ("not-json", 503, "unavailable"),
    ] {
        let page = doorstep.visitor(secret).page().await;
        assert_eq!((page.status, page.state()), (status, state), "{secret}");
        assert_eq!(page.header("retry-after").is_empty(), status != 503, "{secret}");
        assert!(page.contact().contains("Front desk"), "{secret}");
        assert!(!page.heading().is_empty() && page.doors().is_empty(), "{secret}");
    }
}

#[tokio::test]
async fn problems_are_json_when_json_is_requested() {
    let doorstep = Doorstep::start(|kisi| {
        kisi.link("expired").expired();
        kisi.link("broken").fault(Fault::status(502));
    })
    .await;
    for (secret, status, code) in
        [("expired", 410, "expired"), ("none", 404, "unknown_link"), ("broken", 503, "unavailable")]
    {
        let json = doorstep.visitor(secret).json().await;
        assert_eq!((json.status, json.code()), (status, code));
        assert_eq!(json.header("content-type"), "application/problem+json");
        assert_eq!(json.body["status"], status);
        for field in ["title", "detail"] {
            assert!(json.body[field].as_str().is_some_and(|text| text.contains(' ')), "{field}");
        }
    }
}

#[tokio::test]
async fn the_door_list_is_json_when_json_is_requested() {
    let doorstep = Doorstep::start(|kisi| {
        kisi.link("s3cret").opens("Lobby").described("Ring twice").opens_offline("Garage");
        kisi.link("empty");
    })
    .await;
    let json = doorstep.visitor("s3cret").json().await;
    assert_eq!((json.status, json.header("content-type")), (200, "application/json"));
    let place = serde_json::json!({"id": 77, "name": "Harbour House"});
    assert_eq!(
        json.body["doors"],
        serde_json::json!([
            {"id": 1001, "name": "Lobby", "description": "Ring twice", "place": place, "state": "ready"},
            {"id": 1002, "name": "Garage", "description": null, "place": place, "state": "offline"},
        ])
    );
    assert!(json.body["as_of"].as_str().unwrap().parse::<jiff::Timestamp>().is_ok());
    assert_eq!(doorstep.visitor("empty").json().await.body["doors"], serde_json::json!([]));
}

#[tokio::test]
async fn a_link_with_520_doors_shows_them_all() {
    let doorstep = Doorstep::start(|kisi| {
        kisi.link("many").opens_many(520);
    })
    .await;
    assert_eq!(doorstep.visitor("many").page().await.doors().len(), 520);
    assert_eq!(doorstep.kisi.calls("GET /locks"), 3);
}

#[tokio::test]
async fn two_links_to_the_same_doors_show_the_same_page() {
    let doorstep = Doorstep::start(|kisi| {
        let doors = kisi.link("one").opens("Lobby").opens("Garage").doors();
        doors.into_iter().fold(kisi.link("two"), Link::opens_also);
    })
    .await;
    let (one, two) = (doorstep.visitor("one").page().await, doorstep.visitor("two").page().await);
    assert_eq!(one.doors().len(), 2);
    assert_eq!(one.source, two.source);
}

#[tokio::test]
async fn opening_a_link_never_unlocks_a_door() {
    let doorstep = Doorstep::start(|kisi| {
        kisi.link("s3cret").opens("Lobby");
    })
    .await;
    let visitor = doorstep.visitor_at("/links/s3cret?door=1001");
    for method in [Method::GET, Method::HEAD] {
        let answer = visitor.request(method).form(&[("door", "1001")]).send().await.unwrap();
        assert_eq!(answer.status(), 200);
    }
    let head = visitor.request(Method::HEAD).send().await.unwrap();
    assert_eq!(head.headers()["content-type"], "text/html; charset=utf-8");
    assert!(head.text().await.unwrap().is_empty());
    assert_eq!(doorstep.kisi.calls("POST /locks/{id}/unlock"), 0);
}

#[tokio::test]
async fn a_secret_that_cannot_exist_is_an_unknown_link_and_kisi_is_not_called() {
    let doorstep = Doorstep::start(|_| {}).await;
    let long = "x".repeat(300);
    for secret in ["a%2Fb", "a%0D%0Ab", "a%00", "a%20b", "%ff", "%C3%A4", &long] {
        let page = doorstep.visitor(secret).page().await;
        assert_eq!((page.status, page.state()), (404, "unknown_link"), "{secret}");
        assert_eq!(doorstep.visitor(secret).json().await.code(), "unknown_link", "{secret}");
    }
    assert_eq!(doorstep.kisi.requests().len(), 0);
}

#[tokio::test]
async fn a_secret_of_dots_is_an_unknown_link() {
    let doorstep = Doorstep::start(|_| {}).await;
    for path in ["/links/..", "/links/%2e%2e", "/links/."] {
        let answer = doorstep.raw_answer(&format!("GET {path} HTTP/1.1")).await;
        assert!(answer.starts_with("HTTP/1.1 404 "), "{path}: {answer}");
        assert!(answer.contains("data-state=\"unknown_link\""), "{path}: {answer}");
    }
    assert_eq!(doorstep.kisi.requests().len(), 0);
}

#[tokio::test]
async fn visits_in_all_languages_at_the_same_time_are_answered() {
    let doorstep = Doorstep::start(|kisi| {
        kisi.link("s3cret").opens("Main entrance");
    })
    .await;
    assert_eq!(doorstep.visitor("s3cret").page().await.doors(), ["Main entrance: ready"]);
    let visits = language::ALL.iter().flat_map(|language| {
        let visitor = doorstep.visitor_at(&format!("/links/s3cret?lang={}", language.tag));
        ["br", "gzip"].map(|encoding| {
            let visit = visitor.request(Method::GET).header("accept-encoding", encoding);
            visit.header("accept", "text/html").send()
        })
    });
    for answer in wait_for("all visitors are answered", join_all(visits)).await {
        assert_eq!(answer.unwrap().status(), 200);
    }
}

#[tokio::test]
async fn a_link_whose_secret_was_percent_encoded_on_its_way_shows_its_doors() {
    let doorstep = Doorstep::start(|kisi| {
        kisi.link("s3cret~1").opens("Main entrance");
    })
    .await;
    for path in ["/links/s3cret~1", "/links/%733cret%7E1", "/links/s3cret%7e1"] {
        let page = doorstep.visitor_at(path).page().await;
        assert_eq!(
            (page.status, page.doors()),
            (200, vec!["Main entrance: ready".to_owned()]),
            "{path}"
        );
    }
    assert_eq!(doorstep.kisi.requests().len(), 1);
}

#[tokio::test]
async fn every_other_path_and_method_is_the_branded_404_page() {
    let doorstep = Doorstep::start(|_| {}).await;
    for path in ["/links", "/links/", "/links/a/b", "/wp-login.php", "/assets/none-0.svg", "/%ff"] {
        let page = doorstep.visitor_at(path).page().await;
        assert_eq!((page.status, page.state()), (404, "not_found"), "{path}");
        assert!(page.contact().contains("Front desk"));
        assert_eq!(doorstep.visitor_at(path).json().await.code(), "not_found");
    }
    for method in [Method::PUT, Method::DELETE, Method::PATCH, Method::OPTIONS] {
        let answer = doorstep.visitor("s3cret").request(method).send().await.unwrap();
        assert_eq!(answer.status(), 404);
    }
    assert_eq!(doorstep.kisi.requests().len(), 0);
}

#[tokio::test]
async fn the_home_page_asks_visitors_to_open_the_link_in_their_mail() {
    let doorstep = Doorstep::start(|_| {}).await;
    let page = doorstep.visitor_at("/").page().await;
    assert_eq!((page.status, page.state()), (200, "home"));
    assert!(page.heading().contains("Open the link"));
}

#[tokio::test]
async fn crawlers_find_robots_txt_and_browsers_find_the_icon() {
    let doorstep = Doorstep::start(|_| {}).await;
    let robots = doorstep.visitor_at("/robots.txt").page().await;
    assert_eq!(robots.source, "User-agent: *\nDisallow: /\n");
    let icon = doorstep.visitor_at("/favicon.ico").page().await;
    assert_eq!((icon.status, icon.header("content-type")), (200, "image/svg+xml"));
}

#[tokio::test]
async fn a_page_on_the_home_screen_has_the_icon_of_the_brand() {
    let doorstep = Doorstep::start(|_| {}).await;
    let page = doorstep.visitor_at("/").page().await;
    for (link, side) in [
        ("[rel=icon][sizes='192x192']", 192),
        ("[rel=icon][sizes='512x512']", 512),
        ("[rel=apple-touch-icon][sizes='180x180']", 180),
    ] {
        let path = page.attribute(&format!("link{link}"), "href");
        let icon = doorstep.visitor_at(path).request(Method::GET).send().await.unwrap();
        assert_eq!(
            (icon.status().as_u16(), &icon.headers()["content-type"]),
            (200, &"image/png".parse().unwrap())
        );
        assert_eq!(icon.headers()["cache-control"], "public, max-age=31536000, immutable");
        let pixels = Pixmap::decode_png(&icon.bytes().await.unwrap()).unwrap();
        assert_eq!((pixels.width(), pixels.height()), (side, side));
        let is_opaque = pixels.pixels().iter().all(PremultipliedColorU8::is_opaque);
        assert_eq!(is_opaque, side == 180, "{link}");
    }
    let svg = page.attribute("link[rel=icon][sizes=any]", "href");
    assert_eq!(doorstep.visitor_at(svg).page().await.header("content-type"), "image/svg+xml");
    assert!(page.texts("link[rel=manifest]").is_empty());
}

#[tokio::test]
async fn an_icon_of_pixels_is_used_as_it_is() {
    let folder = ThemeFolder::new("name = \"Acme\"\nicon = \"icon.png\"\n");
    folder.save("icon.png", Pixmap::new(8, 8).unwrap().encode_png().unwrap());
    let doorstep = Doorstep::start_in(&folder, |_| {}).await;
    let page = doorstep.visitor_at("/").page().await;
    let icon = page.attribute("link[rel=icon]", "href");
    assert_eq!(
        doorstep.visitor_at(icon).request(Method::GET).send().await.unwrap().headers()["content-type"],
        "image/png"
    );
    assert_eq!(page.attribute("link[rel=apple-touch-icon]", "href"), icon);
}

#[tokio::test]
async fn browsers_may_cache_the_files_of_a_brand_for_a_year() {
    let doorstep = Doorstep::start(|_| {}).await;
    let page = doorstep.visitor_at("/").page().await.source;
    let start = page.find("/assets/icon-").unwrap();
    let path = &page[start..start + page[start..].find('"').unwrap()];
    let icon = doorstep.visitor_at(path).page().await;
    assert_eq!((icon.status, icon.header("content-type")), (200, "image/svg+xml"));
    assert_eq!(icon.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(icon.header("vary"), "Accept-Encoding");
    for encoding in ["br", "gzip"] {
        let visitor = doorstep.visitor_at(path).sending("accept-encoding", encoding);
        let compressed = visitor.request(Method::GET).send().await.unwrap();
        assert_eq!(compressed.headers()["content-encoding"], encoding);
        assert!(compressed.bytes().await.unwrap().len() < icon.source.len(), "{encoding}");
    }
    assert!(icon.header("content-security-policy").contains("sandbox"));
}

#[tokio::test]
async fn a_kisi_link_works_with_the_host_replaced() {
    let doorstep = Doorstep::start(|_| {}).await;
    let kisi_link = doorstep.visitor_at("/grouplinks/s3cret?lang=de").page().await;
    assert_eq!((kisi_link.status, kisi_link.header("location")), (308, "/links/s3cret?lang=de"));
    let wrong = doorstep.visitor_at("/grouplinks/a%2Fb").page().await;
    assert_eq!((wrong.status, wrong.state()), (404, "unknown_link"));
}

#[tokio::test]
async fn a_visitor_reads_their_own_language() {
    let doorstep = Doorstep::start(|kisi| {
        kisi.link("s3cret").opens("Lobby");
    })
    .await;
    let german = doorstep.visitor("s3cret").sending("accept-language", "tlh;q=0.9, de-CH;q=0.8");
    let page = german.page().await;
    assert_eq!((page.language(), page.heading()), ("de", "Schön, dass Sie da sind".to_owned()));
    let other = doorstep.visitor("s3cret").sending("accept-language", "tlh").page().await;
    assert_eq!((other.language(), other.heading()), ("en", "Good to see you".to_owned()));
    let asked = doorstep.visitor_at("/links/s3cret?lang=DE").page().await;
    assert_eq!(asked.language(), "de");
    let invalid = doorstep.visitor_at("/links/s3cret?lang=%22%3E").page().await;
    assert_eq!(invalid.language(), "en");
}

#[tokio::test]
async fn every_page_has_its_security_headers() {
    let doorstep = Doorstep::start(|kisi| {
        kisi.link("s3cret").opens("Lobby");
    })
    .await;
    for path in ["/links/s3cret", "/links/unknown", "/", "/nothing", "/links/a%2Fb"] {
        let page = doorstep.visitor_at(path).page().await;
        for (header, value) in [
            ("cache-control", "no-store"),
            ("referrer-policy", "no-referrer"),
            ("x-content-type-options", "nosniff"),
            ("x-robots-tag", "noindex, nofollow, noarchive"),
            ("x-frame-options", "DENY"),
        ] {
            assert_eq!(page.header(header), value, "{path}");
        }
        let policy = page.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(page.cookies_set(), 0);
    }
}

#[tokio::test]
async fn a_page_is_compressed_as_the_browser_accepts_it() {
    let doorstep = Doorstep::start(|kisi| {
        kisi.link("s3cret").opens("Lobby");
    })
    .await;
    let encoding = async |accepted: &str| {
        let visitor = doorstep.visitor("s3cret").sending("accept-encoding", accepted);
        visitor.page().await.header("content-encoding").to_owned()
    };
    assert_eq!(encoding("gzip, deflate, br, zstd").await, "br");
    assert_eq!(encoding("gzip").await, "gzip");
    assert_eq!(encoding("br;q=0, gzip;q=0.5").await, "gzip");
    assert_eq!(encoding("identity").await, "");
}

#[tokio::test]
async fn the_whole_answer_with_doors_fits_into_ten_kilobytes_in_every_language() {
    let doorstep = Doorstep::start(|kisi| {
        kisi.link("one").opens("Front door");
        kisi.link("doors").opens("Main entrance").opens("Office").opens("Gate").opens("Garage");
    })
    .await;
    let mut sizes = Vec::new();
    for language in language::ALL {
        for secret in ["one", "doors"] {
            let request = format!(
                "GET /links/{secret}?lang={} HTTP/1.1\r\nHost: a.example\r\nAccept: text/html\r\n\
                 Accept-Encoding: br\r\nConnection: close\r\n\r\n",
                language.tag
            );
            let address = doorstep.base_url.trim_start_matches("http://");
            let mut connection = TcpStream::connect(address).await.unwrap();
            connection.write_all(request.as_bytes()).await.unwrap();
            let mut answer = Vec::new();
            connection.read_to_end(&mut answer).await.unwrap();
            assert!(answer.starts_with(b"HTTP/1.1 200 OK"), "{secret}, {}", language.tag);
            sizes.push((answer.len(), language.tag, secret));
        }
    }
    let largest = sizes.iter().max().unwrap();
    assert!(largest.0 <= 10_000, "{largest:?}");
}
