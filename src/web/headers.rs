//! What every answer says about how it may be used.

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{self, HeaderName, HeaderValue},
    middleware::Next,
    web::Data,
};

use super::{client::is_https, state::State};
use crate::{pages::SCRIPT_HASH, theme::Theme};

/// A page is for one visitor, now; it is nobody else's to store, frame, index or learn of. Its
/// URL holds the secret, so no page that is reached from it hears where the visitor came from.
const ALWAYS: [(HeaderName, &str); 8] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (header::VARY, "Accept, Accept-Encoding, Accept-Language, Cookie"),
];
const NOTHING_ALLOWED: HeaderValue =
    HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");
const HTTPS_ONLY: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// The Content-Security-Policy of this brand's pages: nothing but their style, our script, pictures
/// and fonts of the brand's own, and the form. What a door name smuggled in would not run.
#[must_use]
pub fn page_policy(theme: &Theme) -> String {
    let (style, script) = (&theme.style_hash, &*SCRIPT_HASH);
    let font = if theme.look.font.is_some() { " font-src 'self';" } else { "" };
    format!(
        "default-src 'none'; style-src {style}; script-src {script}; img-src 'self' data:;{font} \
         connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}

/// Adds what an answer does not say itself.
pub(super) async fn add(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let mut response = next.call(request).await?;
    let https = response
        .request()
        .app_data::<Data<State>>()
        .is_some_and(|state| is_https(response.request(), state));
    let headers = response.headers_mut();
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
