//! `tls.redirect_from`: sends visitors who come over plain HTTP to HTTPS.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{header, uri::Authority},
};

use super::{extract::state_of, state::State, visit::host};

/// Answers every request with the same address on HTTPS.
pub(super) async fn to_https(request: HttpRequest) -> HttpResponse {
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let path = if path.starts_with('/') { path } else { "/" };
    let target = format!("{}{path}", https_origin(&request, state_of(&request)));
    HttpResponse::PermanentRedirect().insert_header((header::LOCATION, target)).finish()
}

/// The requested host, or that of `server.public_url` if the request names none. The port is that of
/// `server.public_url` if it has this host, else the one that speaks HTTPS here.
fn https_origin(request: &HttpRequest, state: &State) -> String {
    let public = &state.public_url;
    let requested = host(request).parse::<Authority>().ok();
    let requested = requested.as_ref().map(Authority::host).filter(|host| !host.is_empty());
    let host = requested.or(public.host_str()).unwrap_or_default();
    let is_public = public.scheme() == "https"
        && public.host_str().is_some_and(|public| public.eq_ignore_ascii_case(host));
    let port = if is_public { public.port() } else { state.https_port };
    match port {
        Some(port) => format!("https://{host}:{port}"),
        None => format!("https://{host}"),
    }
}
