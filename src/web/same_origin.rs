//! Whether a form comes from our own page (CSRF protection).

use actix_web::HttpRequest;

use super::{error::Error, state::State, visit::host};
use crate::access::Problem;

/// Refuses a form of another web site. Browsers send `Sec-Fetch-Site`, older ones `Origin`, which
/// is `null` for our own page because it sends no referrer. A client that sends neither is not a
/// browser, so no other site can make it send a form.
pub(super) fn check(request: &HttpRequest, state: &State) -> Result<(), Error> {
    let text = |name: &str| request.headers().get(name).map(|v| v.to_str().unwrap_or("?"));
    let own = match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, None | Some("null")) => true,
        (None, Some(origin)) => is_own_origin(origin, request, state),
    };
    if own { Ok(()) } else { Err(Error::new(Problem::CrossSite)) }
}

fn is_own_origin(origin: &str, request: &HttpRequest, state: &State) -> bool {
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    let public = state.public_url.origin().ascii_serialization();
    authority == Some(host(request)) || origin == public
}
