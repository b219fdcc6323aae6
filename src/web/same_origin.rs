//! Whether a request comes from our own page or from another web site, as browsers say it.

use actix_web::http::header::{HeaderName, ORIGIN};

use super::{error::Error, request::Request, visit::host};
use crate::access::Problem;

static SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
static DESTINATION: HeaderName = HeaderName::from_static("sec-fetch-dest");

/// Refuses to show a link as part of another web site's page, for example as an image: it would
/// make the visitor's browser guess secrets. Following a link loads a document and is allowed.
pub(super) fn check_is_document(request: &Request) -> Result<(), Error> {
    let is = |name: &HeaderName, values: &[&str]| {
        let header = request.headers().get(name).and_then(|value| value.to_str().ok());
        header.is_some_and(|value| values.contains(&value))
    };
    let is_from_elsewhere = is(&SITE, &["cross-site", "same-site"]);
    if is_from_elsewhere && !is(&DESTINATION, &["document"]) {
        return Err(Error::NotFound);
    }
    Ok(())
}

/// Refuses a form of another web site. Browsers send `Sec-Fetch-Site`, older ones `Origin`, which
/// is `null` for our own page because it sends no referrer. A client that sends neither is not a
/// browser, so no other site can make it send a form.
pub(super) fn check(request: &Request) -> Result<(), Error> {
    let text = |name: &HeaderName| request.headers().get(name).map(|v| v.to_str().unwrap_or("?"));
    let own = match (text(&SITE), text(&ORIGIN)) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, None | Some("null")) => true,
        (None, Some(origin)) => is_own_origin(origin, request),
    };
    if own { Ok(()) } else { Err(Error::new(Problem::CrossSite)) }
}

fn is_own_origin(origin: &str, request: &Request) -> bool {
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    let public = request.state.public_url.origin().ascii_serialization();
    authority == Some(host(&request.http)) || origin == public
}
