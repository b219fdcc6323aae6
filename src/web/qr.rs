//! The QR code of a page's own address, for a visitor who goes on with a phone.
//!
//! The page refers to it as `?qr`, so that the HTML does not contain the secret. The picture does,
//! for everyone who can read a QR code: it is shown within the same limits as the page, only to those
//! who have the link already, and is not stored.

use actix_web::{HttpResponse, http::header};
use url::{Url, form_urlencoded};

use super::{error::Error, lookup, request::Request, same_origin, visit::host};
use crate::{
    access::AccessLink,
    pages::{PICTURE_POLICY, qr_code},
    paths,
};

/// The name in the query that asks for the QR code. Its value does not matter.
const QUERY: &str = "qr";
/// The longest name of a host, with its port.
const LONGEST_HOST: usize = 253 + ":65535".len();

/// Whether a request for the page of a link wants the QR code instead.
pub(super) fn is_wanted(request: &Request) -> bool {
    asks_for_it(request.http.query_string())
}

fn asks_for_it(query: &str) -> bool {
    form_urlencoded::parse(query.as_bytes()).any(|(key, _)| key == QUERY)
}

/// `GET /links/{secret}?qr`: the QR code of the page, as SVG. A link without a page of doors gets
/// the same problem as its page does.
pub(super) async fn show(request: &Request) -> Result<HttpResponse, Error> {
    let link = request.link()?;
    same_origin::check_is_document(request)?;
    lookup::doors_without_waiting_page(&link, request.client(), &request.state).await?;
    let picture = qr_code(&address(request, &link)).map_err(|_too_long| Error::Internal)?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "image/svg+xml"))
        .insert_header((header::CONTENT_SECURITY_POLICY, PICTURE_POLICY))
        .body(picture))
}

/// The address of the page as its visitor sees it, without a query: the phone has a language of its
/// own. `server.public_url` stands in for a host that cannot be in an address. For its own host it
/// also decides about HTTPS, so that no phone sends the secret in clear text because a proxy is
/// missing in `server.trusted_proxies`.
fn address(request: &Request, link: &AccessLink) -> String {
    let public = request.state.public_url.origin().ascii_serialization();
    let origin_with = |scheme| origin(scheme, host(&request.http));
    let secure = origin_with("https");
    let own = if request.is_https() || secure.as_ref() == Some(&public) {
        secure
    } else {
        origin_with("http")
    };
    own.unwrap_or(public) + &paths::link(link.secret())
}

/// `scheme://host`, without the scheme's usual port. `None` if `host` is anything but a host and a
/// port.
fn origin(scheme: &str, host: &str) -> Option<String> {
    if host.is_empty() || host.len() > LONGEST_HOST {
        return None;
    }
    let is_part_of_a_host = |c: char| c.is_ascii_alphanumeric() || "-._:[]".contains(c);
    if !host.chars().all(is_part_of_a_host) {
        return None;
    }
    let url = Url::parse(&format!("{scheme}://{host}")).ok()?;
    Some(url.origin().ascii_serialization())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_alone_asks_for_the_code() {
        for query in ["qr", "qr=", "qr=1", "lang=de&qr", "qr&lang=de", "%71r"] {
            assert!(asks_for_it(query), "{query}");
        }
        for other in ["", "lang=qr", "QR", "qrs", "lang=de&aqr=1"] {
            assert!(!asks_for_it(other), "{other}");
        }
    }

    #[test]
    fn an_origin_is_a_scheme_a_host_and_an_unusual_port() {
        for (scheme, host, expected) in [
            ("https", "visit.example.com", Some("https://visit.example.com")),
            ("https", "Visit.Example.com:443", Some("https://visit.example.com")),
            ("http", "visit.example.com:8080", Some("http://visit.example.com:8080")),
            ("http", "[2001:db8::1]:8080", Some("http://[2001:db8::1]:8080")),
            ("http", "", None),
            ("http", "a.example/b", None),
            ("http", "a.example?b", None),
            ("http", "a.example#b", None),
            ("http", "user@a.example", None),
            ("http", "a.example\\b", None),
            ("http", "a example", None),
            ("http", "a.example:99999", None),
            ("http", "ä.example", None),
            ("http", &"a".repeat(300), None),
        ] {
            assert_eq!(origin(scheme, host).as_deref(), expected, "{host}");
        }
    }

    #[test]
    fn the_longest_address_fits_into_a_code() {
        let longest = "x".repeat("https://".len() + LONGEST_HOST + "/links/".len() + 256);
        assert!(qr_code(&longest).is_ok());
    }
}
