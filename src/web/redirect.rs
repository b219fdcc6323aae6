//! `tls.redirect_from`: sends visitors who come over plain HTTP to HTTPS.

use actix_web::{
    HttpResponse,
    http::{header, uri::Authority},
};

use super::{request::Request, visit::host};

/// Answers every request with the same address on HTTPS.
pub(super) fn to_https(request: &Request) -> HttpResponse {
    let path = request.http.uri().path_and_query().map_or("/", |path| path.as_str());
    let path = if path.starts_with('/') { path } else { "/" };
    let target = format!("{}{path}", https_origin(request));
    HttpResponse::PermanentRedirect().insert_header((header::LOCATION, target)).finish()
}

/// The requested host, or that of `server.public_url` if the request names none. The port is that of
/// `server.public_url` if it has this host, else the one that speaks HTTPS here.
fn https_origin(request: &Request) -> String {
    let public = &request.state.public_url;
    let requested = host(&request.http).parse::<Authority>().ok();
    let requested = requested.as_ref().map(Authority::host).filter(|host| !host.is_empty());
    let host = requested.or(public.host_str()).unwrap_or_default();
    let is_public = public.scheme() == "https"
        && public.host_str().is_some_and(|public| public.eq_ignore_ascii_case(host));
    let port = if is_public { public.port() } else { request.state.https_port };
    match port {
        Some(port) => format!("https://{host}:{port}"),
        None => format!("https://{host}"),
    }
}
