//! The headers of every answer: how it may be cached, framed, indexed and referred to.

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{self, HeaderName, HeaderValue},
    middleware::Next,
};

use super::{extract::state_of, scheme::is_https};

/// A page is for one visitor at one moment: nothing else may store, frame or index it. Its URL
/// contains the secret, so pages that are linked from it get no referrer.
const ALWAYS: [(HeaderName, &str); 8] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("x-robots-tag"), "noindex, nofollow, noarchive"),
    (HeaderName::from_static("permissions-policy"), NO_PERMISSIONS),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];
/// The page uses none of these, so that no script can, not even one that should not be there.
const NO_PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), \
                              display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), \
                              gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), \
                              payment=(), publickey-credentials-get=(), screen-wake-lock=(), \
                              serial=(), usb=(), xr-spatial-tracking=()";
/// The request headers that a page depends on. A file with its own `Cache-Control` sets its own
/// `Vary` or has none, because each further name makes shared caches keep more copies.
const PAGE_VARIES: HeaderValue =
    HeaderValue::from_static("Accept, Accept-Encoding, Accept-Language, Cookie");
const NOTHING_ALLOWED: HeaderValue =
    HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");
const HTTPS_ONLY: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// Adds the headers that an answer has not set itself.
pub(super) async fn add(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let mut response = next.call(request).await?;
    let https = is_https(response.request(), state_of(response.request()));
    let headers = response.headers_mut();
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::VARY, PAGE_VARIES);
    }
    for (name, value) in ALWAYS {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        headers.insert(header::CONTENT_SECURITY_POLICY, NOTHING_ALLOWED);
    }
    if https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HTTPS_ONLY);
    }
    Ok(response)
}
