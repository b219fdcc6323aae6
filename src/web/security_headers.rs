//! What every answer says about how it may be stored, framed, indexed and referred to.
//!
//! [`super::headers`] adds it to the answers of our routes, and [`super::connection`] to those that
//! are made before a request reaches a route.

use actix_web::http::header::{self, HeaderName};

/// A page is for one visitor at one moment: nothing else may store, frame or index it. Its URL
/// contains the secret, so pages that are linked from it get no referrer.
pub(super) const ALWAYS: [(HeaderName, &str); 8] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("x-robots-tag"), "noindex, nofollow, noarchive"),
    (HeaderName::from_static("permissions-policy"), NO_PERMISSIONS),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];
/// The page uses none of these, so that no script can, not even one that should not be there. Playing
/// films and keeping the screen on are left out: they harm no visitor, and this line is sent
/// uncompressed with every page.
const NO_PERMISSIONS: &str = "accelerometer=(), camera=(), display-capture=(), fullscreen=(), \
                              geolocation=(), gyroscope=(), hid=(), magnetometer=(), \
                              microphone=(), midi=(), payment=(), \
                              publickey-credentials-get=(), serial=(), usb=(), \
                              xr-spatial-tracking=()";
/// The Content Security Policy of an answer that is not a page.
pub(super) const NOTHING_ALLOWED: &str = "default-src 'none'; frame-ancestors 'none'";
