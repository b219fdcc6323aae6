//! The headers of every answer: how it may be cached, framed, indexed and referred to.

use actix_web::{
    HttpResponse,
    http::header::{self, HeaderValue},
};

use super::{
    request::Request,
    security_headers::{ALWAYS, BY_DEFAULT},
};

/// The request headers that a page depends on. A file with its own `Cache-Control` sets its own
/// `Vary` or has none, because each further name makes shared caches keep more copies.
const PAGE_VARIES: HeaderValue =
    HeaderValue::from_static("Accept, Accept-Encoding, Accept-Language, Cookie");
const HTTPS_ONLY: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// Adds the headers that an answer has not set itself.
pub(super) fn add(request: &Request, response: &mut HttpResponse) {
    let headers = response.headers_mut();
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::VARY, PAGE_VARIES);
    }
    for (name, value) in &BY_DEFAULT {
        if !headers.contains_key(name) {
            headers.insert(name.clone(), value.clone());
        }
    }
    for (name, value) in &ALWAYS {
        headers.insert(name.clone(), value.clone());
    }
    if request.is_https() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HTTPS_ONLY);
    }
}
