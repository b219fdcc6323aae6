//! A visitor goes on with a phone: the QR code of a page's own address.

use std::time::Duration;

use doorstep::simulator::Fault;
use reqwest::{
    Method, Response,
    header::{ACCEPT, HOST},
};
use resvg::{tiny_skia, usvg};

use crate::{
    harness::{Doorstep, Visitor},
    https::TlsFiles,
};

/// What a phone reads in the picture.
fn read(svg: &str) -> String {
    let drawing = usvg::Tree::from_str(svg, &usvg::Options::default()).unwrap();
    let side = 400;
    let mut pixels = tiny_skia::Pixmap::new(side, side).unwrap();
    // Behind a transparent picture, a dark page would be seen.
    pixels.fill(tiny_skia::Color::BLACK);
    let scale = 400.0 / drawing.size().width();
    let scale = tiny_skia::Transform::from_scale(scale, scale);
    resvg::render(&drawing, scale, &mut pixels.as_mut());
    let red = |x, y| pixels.data()[(y * side as usize + x) * 4];
    let side = side as usize;
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, red);
    let codes = image.detect_grids();
    assert_eq!(codes.len(), 1, "{svg}");
    codes[0].decode().unwrap().1
}

async fn qr(visitor: &Visitor) -> Response {
    visitor.request(Method::GET).send().await.unwrap()
}

async fn address(visitor: &Visitor) -> String {
    let answer = qr(visitor).await;
    assert_eq!(answer.status(), 200);
    read(&answer.text().await.unwrap())
}

async fn lobby(set: &[(&str, &str)]) -> Doorstep {
    Doorstep::start_with(set, |kisi| {
        kisi.link("s3cret-._~Z").opens("Lobby");
        kisi.link("expired").expired();
    })
    .await
}

#[tokio::test]
async fn a_phone_reads_the_address_of_the_page() {
    let doorstep = lobby(&[]).await;
    let page = format!("{}/links/s3cret-._~Z", doorstep.base_url);
    for query in ["?qr", "?qr=", "?lang=de&qr", "?qr&lang=de"] {
        let visitor = doorstep.visitor_at(&format!("/links/s3cret-._~Z{query}"));
        assert_eq!(address(&visitor).await, page, "{query}");
    }
    assert_eq!(doorstep.kisi.calls("GET /locks"), 1);
}

#[tokio::test]
async fn the_address_is_the_one_that_the_visitor_sees() {
    let set =
        [("server.trusted_proxies", "127.0.0.1"), ("server.public_url", "https://public.example/")];
    let doorstep = lobby(&set).await;
    for (host, scheme, expected) in [
        ("visit.example.com", "http", "http://visit.example.com"),
        ("visit.example.com:8443", "https", "https://visit.example.com:8443"),
        ("visit.example.com:443", "https", "https://visit.example.com"),
        ("public.example", "http", "https://public.example"),
        ("user@visit.example.com", "https", "https://public.example"),
        ("visit.example.com/x", "http", "https://public.example"),
        ("", "http", "https://public.example"),
    ] {
        let visitor = doorstep.visitor_at("/links/s3cret-._~Z?qr");
        let visitor = visitor.sending(HOST.as_str(), host).sending("x-forwarded-proto", scheme);
        assert_eq!(address(&visitor).await, format!("{expected}/links/s3cret-._~Z"), "{host}");
    }
}

#[tokio::test]
async fn a_client_without_a_trusted_proxy_cannot_claim_https() {
    let doorstep = lobby(&[]).await;
    let visitor =
        doorstep.visitor_at("/links/s3cret-._~Z?qr").sending("x-forwarded-proto", "https");
    assert!(address(&visitor).await.starts_with("http://127.0.0.1:"));
}

#[tokio::test]
async fn the_address_is_https_if_the_server_speaks_it() {
    let files = TlsFiles::new();
    let certificate = files.renew();
    let doorstep = files.start().await;
    let visitor = doorstep.visitor_at("/links/s3cret?qr").trusting(&certificate);
    assert!(doorstep.base_url.starts_with("https://"));
    assert_eq!(address(&visitor).await, format!("{}/links/s3cret", doorstep.base_url));
}

#[tokio::test]
async fn nothing_stores_frames_or_runs_the_picture() {
    let doorstep = lobby(&[]).await;
    let visitor = doorstep.visitor_at("/links/s3cret-._~Z?qr");
    let answer = qr(&visitor).await;
    for (name, value) in [
        ("content-type", "image/svg+xml"),
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("x-frame-options", "DENY"),
        ("cross-origin-resource-policy", "same-origin"),
        ("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox"),
    ] {
        assert_eq!(answer.headers()[name], value, "{name}");
    }
    let length = answer.text().await.unwrap().len().to_string();
    let head = visitor.request(Method::HEAD).send().await.unwrap();
    assert_eq!(
        (head.status().as_u16(), &head.headers()["content-length"]),
        (200, &length.parse().unwrap())
    );
}

#[tokio::test]
async fn a_link_without_doors_has_the_same_problem_as_its_page() {
    let doorstep = lobby(&[]).await;
    for (secret, status, code) in [
        ("expired", 410, "expired"),
        ("unknown", 404, "unknown_link"),
        ("a%2Fb", 404, "unknown_link"),
    ] {
        let visitor = doorstep.visitor_at(&format!("/links/{secret}?qr"));
        let page = visitor.page().await;
        assert_eq!((page.status, page.state()), (status, code));
        assert_eq!(visitor.json().await.code(), code);
    }
}

#[tokio::test]
async fn guesses_by_qr_codes_are_limited_like_those_by_pages() {
    let doorstep = lobby(&[("limits.unknown_links_per_minute", "2")]).await;
    for (guess, status) in [("a", 404), ("b", 404), ("c", 429)] {
        let answer = qr(&doorstep.visitor_at(&format!("/links/{guess}?qr"))).await;
        assert_eq!(answer.status(), status, "{guess}");
    }
    assert_eq!(doorstep.visitor("d").page().await.status, 429);
}

#[tokio::test]
async fn only_the_own_page_shows_the_picture() {
    let doorstep = lobby(&[]).await;
    for (site, destination, status) in [
        ("cross-site", "image", 404),
        ("same-site", "image", 404),
        ("cross-site", "empty", 404),
        ("same-origin", "image", 200),
        ("none", "document", 200),
    ] {
        let calls = doorstep.kisi.requests().len();
        let visitor = doorstep.visitor_at("/links/s3cret-._~Z?qr").sending("sec-fetch-site", site);
        let answer = qr(&visitor.sending("sec-fetch-dest", destination)).await;
        assert_eq!(answer.status(), status, "{site} {destination}");
        assert!(status == 200 || doorstep.kisi.requests().len() == calls, "{site} {destination}");
    }
}

#[tokio::test]
async fn the_picture_waits_for_kisi_and_a_tap_is_not_a_picture() {
    let doorstep = lobby(&[]).await;
    doorstep.kisi.fault(Fault::delay(Duration::from_secs(1)));
    let visitor = doorstep.visitor_at("/links/s3cret-._~Z?qr");
    assert_eq!(qr(&visitor).await.status(), 200);
    for accept in ["text/html", "application/json"] {
        let tap = visitor.request(Method::POST).header(ACCEPT, accept).form(&[("door", "1001")]);
        assert_eq!(tap.send().await.unwrap().status(), 404, "{accept}");
    }
    assert_eq!(doorstep.kisi.calls("POST /locks/{id}/unlock"), 0);
}

#[tokio::test]
async fn the_picture_of_an_ended_link_leaves_the_tap_result_to_the_page() {
    let doorstep = lobby(&[("cache.fresh", "0s")]).await;
    let visitor = doorstep.visitor_at("/links/s3cret-._~Z");
    assert_eq!(visitor.submits("1001").await.status(), 303);
    doorstep.kisi.link("s3cret-._~Z").withdrawn();
    let picture = visitor.request(Method::GET).query(&[("qr", "")]).send().await.unwrap();
    assert_eq!((picture.status().as_u16(), picture.headers().get("set-cookie")), (410, None));
    let page = visitor.page().await;
    assert!(page.status_text().contains("unlocked"), "{}", page.status_text());
}
