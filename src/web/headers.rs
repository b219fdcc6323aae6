//! The headers of every answer: how it may be cached, framed, indexed and referred to.

use actix_web::{
    HttpResponse,
    http::header::{self, HeaderValue},
};

use super::{
    request::Request,
    security_headers::{ALWAYS, NO_STORE, NOTHING_ALLOWED},
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
        headers.insert(header::CACHE_CONTROL, NO_STORE);
    }
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        headers.insert(header::CONTENT_SECURITY_POLICY, NOTHING_ALLOWED);
    }
    for (name, value) in &ALWAYS {
        headers.insert(name.clone(), value.clone());
    }
    if request.is_https() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HTTPS_ONLY);
    }
}
