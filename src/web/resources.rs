//! Everything that is not behind an access link.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{self, HeaderValue},
    },
    web::Data,
};

use super::{error::Error, state::State, visit::Visit};
use crate::{assets::Asset, pages::Notice};

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const FOR_A_DAY: HeaderValue = HeaderValue::from_static("public, max-age=86400");
/// An SVG that is opened by itself is a document; it may style itself and nothing else.
const PICTURE_POLICY: HeaderValue =
    HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox");

/// `GET /assets/{file}`: a file that never changes under its name.
pub(super) async fn asset(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, Error> {
    let asset = state.brands.asset(request.path()).ok_or(Error::NotFound)?;
    Ok(file(&asset, FOR_EVER))
}

/// `GET /favicon.ico`: the brand's icon.
pub(super) async fn favicon(visit: Visit) -> HttpResponse {
    match &visit.theme.icon {
        Some(icon) => file(icon, FOR_A_DAY),
        None => {
            HttpResponse::NoContent().insert_header((header::CACHE_CONTROL, FOR_A_DAY)).finish()
        }
    }
}

fn file(asset: &Asset, keep: HeaderValue) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, asset.content_type()))
        .insert_header((header::CACHE_CONTROL, keep))
        .insert_header((header::CONTENT_SECURITY_POLICY, PICTURE_POLICY))
        .body(asset.content.clone())
}

/// `GET /`: for someone who came without a link.
pub(super) async fn home(request: HttpRequest, visit: Visit, state: Data<State>) -> HttpResponse {
    state.rendered.notice(&request, StatusCode::OK, &visit, &Notice::Home, None)
}

/// `GET /robots.txt`: nothing here is for crawlers.
pub(super) async fn robots() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/plain; charset=utf-8"))
        .insert_header((header::CACHE_CONTROL, FOR_A_DAY))
        .body("User-agent: *\nDisallow: /\n")
}

/// Anything else.
pub(super) async fn not_found() -> Result<HttpResponse, Error> {
    Err(Error::NotFound)
}
