//! `tls.redirect_from`: sends visitors who come over plain HTTP to HTTPS.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{header, uri::Authority},
};
use url::Url;

use super::{extract::state_of, state::State, visit::host};

/// Answers every request with the same address on HTTPS.
pub(super) async fn to_https(request: HttpRequest) -> HttpResponse {
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let path = if path.starts_with('/') { path } else { "/" };
    let target = format!("{}{path}", https_origin(&request, state_of(&request)));
    HttpResponse::PermanentRedirect().insert_header((header::LOCATION, target)).finish()
}

/// The requested host if it is one of ours, else that of `server.public_url`: no request makes this
/// server point to another one.
fn https_origin(request: &HttpRequest, state: &State) -> String {
    let public = state.public_url.host_str().unwrap_or_default();
    let requested = host(request).parse::<Authority>().ok();
    let requested = requested.as_ref().map(Authority::host);
    let is_own = |host: &&str| host.eq_ignore_ascii_case(public) || state.brands.has_site(host);
    let host = requested.filter(is_own).unwrap_or(public);
    match https_port(&state.public_url) {
        Some(port) => format!("https://{host}:{port}"),
        None => format!("https://{host}"),
    }
}

/// The port of `server.public_url`, if it is not the usual one of HTTPS.
fn https_port(public_url: &Url) -> Option<u16> {
    public_url.port().filter(|_| public_url.scheme() == "https")
}
