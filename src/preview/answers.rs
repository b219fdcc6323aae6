//! The answers of the preview's server, each with the policy that it needs.

use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
};
use bytes::Bytes;
use maud::Markup;

use crate::{assets::Asset, pages::PICTURE_POLICY};

/// Of answers without a page: nothing is allowed.
pub(super) const ERROR_POLICY: &str = "default-src 'none'; frame-ancestors 'none'";

/// A page under this policy.
pub(super) fn html(policy: String, page: String) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, policy))
        .body(page)
}

/// A part of the studio, which its script puts into the page.
pub(super) fn part(markup: Markup) -> HttpResponse {
    html(ERROR_POLICY.to_owned(), markup.into_string())
}

/// A file of the brand.
pub(super) fn file(asset: &Asset) -> HttpResponse {
    picture(asset.content_type(), asset.content())
}

pub(super) fn picture(content_type: &'static str, content: Bytes) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(content_type)
        .insert_header((header::CONTENT_SECURITY_POLICY, PICTURE_POLICY))
        .body(content)
}

/// Every other path.
pub(super) async fn not_found() -> HttpResponse {
    plain(StatusCode::NOT_FOUND, "There is no page at this address.\n".to_owned())
}

/// A form of another web site.
pub(super) fn cross_site() -> HttpResponse {
    plain(StatusCode::FORBIDDEN, "Only the preview itself may send this.\n".to_owned())
}

pub(super) fn plain(status: StatusCode, text: String) -> HttpResponse {
    HttpResponse::build(status)
        .content_type("text/plain; charset=utf-8")
        .insert_header((header::X_FRAME_OPTIONS, "DENY"))
        .body(text)
}
