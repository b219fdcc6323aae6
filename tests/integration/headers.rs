//! The headers of every answer: every route, every state, every protocol.

use doorstep::simulator::{Fault, Simulator};
use reqwest::{
    Certificate, Method, Response,
    header::{ACCEPT, CONTENT_TYPE},
};

use crate::{
    harness::{Doorstep, Visitor},
    https::TlsFiles,
};

/// What every answer has to say.
const ALWAYS: [(&str, &str); 8] = [
    ("cache-control", "no-store"),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("x-robots-tag", "noindex, nofollow, noarchive"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("content-security-policy", "default-src 'none'; "),
];
/// Features that no page may use, as examples of all.
const FORBIDDEN: [&str; 4] = ["camera=()", "geolocation=()", "microphone=()", "payment=()"];

/// Paths, and the status of the answer to `GET` and `HEAD`.
const PATHS: [(&str, u16); 16] = [
    ("/links/doors", 200),
    ("/links/doors?lang=ar", 200),
    ("/links/empty", 200),
    ("/links/unknown", 404),
    ("/links/not%20a%20secret", 404),
    ("/links/expired", 410),
    ("/links/expired?qr", 410),
    ("/links/withdrawn", 410),
    ("/links/early", 403),
    ("/links/hours", 403),
    ("/links/refused", 403),
    ("/links/unavailable", 503),
    ("/grouplinks/doors", 308),
    ("/", 200),
    ("/nothing", 404),
    ("/assets/nothing.css", 404),
];
/// Forms, and the status of the answer to a browser and to a script.
const FORMS: [(&str, &str, u16, u16); 5] = [
    ("application/x-www-form-urlencoded", "door=1001", 303, 200),
    ("application/x-www-form-urlencoded", "door=9", 303, 404),
    ("application/x-www-form-urlencoded", "door=x", 303, 404),
    ("application/x-www-form-urlencoded", "", 303, 404),
    ("text/plain", "door=1001", 415, 415),
];

fn links(kisi: &Simulator) {
    kisi.link("doors").opens("Lobby");
    kisi.link("empty");
    kisi.link("expired").opens("Lobby").expired();
    kisi.link("withdrawn").opens("Lobby").withdrawn();
    kisi.link("early").opens("Lobby").not_yet_valid();
    kisi.link("hours").opens("Lobby").outside_hours();
    kisi.link("refused").opens("Lobby").refused();
    kisi.link("unavailable").opens("Lobby").fault(Fault::status(500));
}

/// How a visitor connects.
#[derive(Clone)]
enum Protocol {
    Http,
    Https(Certificate),
    Http2(Certificate),
}

impl Protocol {
    /// A visitor who opens this path.
    fn visitor(&self, doorstep: &Doorstep, path: &str) -> Visitor {
        let visitor = doorstep.visitor_at(path);
        match self {
            Self::Http => visitor,
            Self::Https(certificate) => visitor.speaking_http1(certificate),
            Self::Http2(certificate) => visitor.trusting(certificate),
        }
    }
}

/// Sends every request, and checks every answer.
async fn check_all(doorstep: &Doorstep, protocol: Protocol) {
    let is_https = !matches!(protocol, Protocol::Http);
    for accept in ["text/html", "application/json"] {
        for (path, status) in PATHS {
            for method in [Method::GET, Method::HEAD] {
                let case = format!("{method} {path} {accept}");
                let request = protocol.visitor(doorstep, path).request(method);
                let answer = request.header(ACCEPT, accept).send().await.unwrap();
                assert_eq!(answer.status(), status, "{case}");
                check(&answer, &case, is_https);
            }
        }
        for (content_type, form, html, json) in FORMS {
            let case = format!("POST {form} {accept}");
            let request = protocol.visitor(doorstep, "/links/doors").request(Method::POST);
            let request = request.header(ACCEPT, accept).header(CONTENT_TYPE, content_type);
            let answer = request.body(form).send().await.unwrap();
            assert_eq!(answer.status(), if accept == "text/html" { html } else { json }, "{case}");
            check(&answer, &case, is_https);
        }
    }
    for name in ["PUT", "OPTIONS", "BREW"] {
        let method = Method::from_bytes(name.as_bytes()).unwrap();
        let visitor = protocol.visitor(doorstep, "/links/doors");
        let answer = visitor.request(method).send().await.unwrap();
        assert_eq!(answer.status(), 404, "{name}");
        check(&answer, name, is_https);
    }
    for number in 0.. {
        let visitor = protocol.visitor(doorstep, &format!("/links/guess{number}"));
        let answer = visitor.request(Method::GET).send().await.unwrap();
        check(&answer, "a guess", is_https);
        if answer.status() == 429 {
            return;
        }
        assert_eq!(answer.status(), 404);
    }
}

fn check(answer: &Response, case: &str, is_https: bool) {
    let header = |name: &str| {
        answer.headers().get(name).map_or("", |value| value.to_str().unwrap()).to_owned()
    };
    for (name, value) in ALWAYS {
        assert!(header(name).starts_with(value), "{case}: {name}: {}", header(name));
    }
    assert!(!header("content-security-policy").contains("unsafe"), "{case}");
    for feature in FORBIDDEN {
        assert!(header("permissions-policy").contains(feature), "{case}: {feature}");
    }
    assert_eq!(header("strict-transport-security").is_empty(), !is_https, "{case}");
    for name in ["server", "x-powered-by"] {
        assert_eq!(header(name), "", "{case}");
    }
}

#[tokio::test]
async fn every_answer_over_http_has_its_security_headers() {
    let doorstep = Doorstep::start(links).await;
    check_all(&doorstep, Protocol::Http).await;
}

#[tokio::test]
async fn every_answer_over_https_has_its_security_headers() {
    let files = TlsFiles::new();
    let certificate = files.renew();
    let doorstep = files.start_in_front_of(&[], links).await;
    check_all(&doorstep, Protocol::Https(certificate)).await;
}

#[tokio::test]
async fn every_answer_over_http2_has_its_security_headers() {
    let files = TlsFiles::new();
    let certificate = files.renew();
    let doorstep = files.start_in_front_of(&[], links).await;
    check_all(&doorstep, Protocol::Http2(certificate)).await;
}
