//! What every answer says about how it may be stored, framed, indexed and referred to.
//!
//! [`super::headers`] adds it to the answers of our routes, and [`super::connection`] to those that
//! are made before a request reaches a route.

use actix_web::http::header::{self, HeaderName, HeaderValue};

/// What an answer says that says nothing else: nothing may store it, and it needs nothing.
pub(super) static BY_DEFAULT: [(HeaderName, HeaderValue); 2] =
    [(header::CACHE_CONTROL, NO_STORE), (header::CONTENT_SECURITY_POLICY, NOTHING_ALLOWED)];
pub(super) const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");
pub(super) const NOTHING_ALLOWED: HeaderValue =
    HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");
/// A page is for one visitor: nothing may frame or index it. Its URL contains the secret, so pages
/// that are linked from it get no referrer.
pub(super) static ALWAYS: [(HeaderName, HeaderValue); 7] = [
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (
        HeaderName::from_static("x-robots-tag"),
        HeaderValue::from_static("noindex, nofollow, noarchive"),
    ),
    (HeaderName::from_static("permissions-policy"), HeaderValue::from_static(NO_PERMISSIONS)),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
];
/// The page uses none of these, so that no script can, not even one that should not be there. Playing
/// films and keeping the screen on are left out, because they harm no visitor, and the magnetometer,
/// because browsers give it to no page: this line is sent uncompressed with every page.
const NO_PERMISSIONS: &str = "accelerometer=(), camera=(), display-capture=(), fullscreen=(), \
                              geolocation=(), gyroscope=(), hid=(), microphone=(), midi=(), \
                              payment=(), publickey-credentials-get=(), serial=(), usb=(), \
                              xr-spatial-tracking=()";
