//! Files of the brand, and pages that belong to no access link.

use actix_web::{
    HttpResponse,
    http::{
        StatusCode,
        header::{self, HeaderValue},
    },
    web,
};
use bytes::Bytes;

use super::{error::Error, request::Request};
use crate::{
    access::Problem,
    assets::Asset,
    pages::{Notice, PICTURE_POLICY},
};

const FOR_A_YEAR: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const FOR_A_DAY: HeaderValue = HeaderValue::from_static("public, max-age=86400");

/// `GET /assets/{file}`: a file whose name changes with its content.
pub(super) async fn asset(request: &Request) -> Result<HttpResponse, Error> {
    let asset = request.state.brands.asset(request.http.path()).ok_or(Error::NotFound)?;
    file(request, &asset, FOR_A_YEAR).await
}

/// `GET /favicon.ico`: the brand's icon.
pub(super) async fn favicon(request: &Request) -> Result<HttpResponse, Error> {
    match &request.visit().theme.icon {
        Some(icon) => file(request, icon, FOR_A_DAY).await,
        None => {
            Ok(HttpResponse::NoContent().insert_header((header::CACHE_CONTROL, FOR_A_DAY)).finish())
        }
    }
}

/// A file of the brand. Text is compressed on the blocking pool when it is requested for the first
/// time, and only text varies by encoding.
async fn file(request: &Request, asset: &Asset, cache: HeaderValue) -> Result<HttpResponse, Error> {
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((header::CONTENT_TYPE, asset.content_type()))
        .insert_header((header::CACHE_CONTROL, cache))
        .insert_header((header::CONTENT_SECURITY_POLICY, PICTURE_POLICY));
    if !asset.is_text() {
        let content = content(asset).await.ok_or_else(|| Error::new(Problem::Unavailable))?;
        return Ok(answer.body(content));
    }
    answer.insert_header((header::VARY, HeaderValue::from_static("Accept-Encoding")));
    let encoding = request.encoding();
    let mut compressed = asset.encoded(encoding);
    if compressed.is_none() {
        let asset = asset.clone();
        compressed = web::block(move || asset.encode(encoding)).await.ok();
    }
    Ok(match (compressed, encoding.name()) {
        (Some(body), Some(name)) => {
            answer.insert_header((header::CONTENT_ENCODING, name)).body(body)
        }
        // Not compressed: the client does not accept it, or the blocking pool is shutting down.
        (_, _) => answer.body(asset.content()),
    })
}

/// The content of a file. A drawing is made on the blocking pool when it is requested for the first
/// time; `None` if that pool is shutting down.
async fn content(asset: &Asset) -> Option<Bytes> {
    if asset.is_ready() {
        return Some(asset.content());
    }
    let asset = asset.clone();
    web::block(move || asset.content()).await.ok()
}

/// `GET /`: the page for a visitor without a link.
pub(super) async fn home(request: &Request) -> HttpResponse {
    request.notice(StatusCode::OK, &Notice::Home, None).await
}

/// `GET /robots.txt`: crawlers may read nothing.
pub(super) fn robots() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/plain; charset=utf-8"))
        .insert_header((header::CACHE_CONTROL, FOR_A_DAY))
        .body("User-agent: *\nDisallow: /\n")
}
