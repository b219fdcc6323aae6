//! The page of an access link.

use actix_web::{HttpRequest, HttpResponse, http::header, web::Data};

use super::{
    client::Client, error::Error, extract::Link, format::Format, json::DoorsJson, lookup,
    same_origin, state::State, tap_cookie, visit::Visit,
};
use crate::paths;

/// `GET /links/{secret}`: the doors behind an access link.
pub(super) async fn show(
    request: HttpRequest,
    Link(link): Link,
    client: Client,
    format: Format,
    visit: Visit,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    same_origin::check_is_document(&request)?;
    let list = lookup::doors_for_page(&link, client, &state).await?;
    if format == Format::Json {
        return Ok(HttpResponse::Ok().json(DoorsJson::new(&list, &visit)));
    }
    let last_tap = tap_cookie::read(&request, &state, Some(&list), &visit);
    let mut page = state.rendered.door_list(&request, &visit, &list, last_tap.as_ref());
    tap_cookie::remove(&request, &state, &mut page);
    Ok(page)
}

/// `GET /grouplinks/{secret}`: a link that Kisi made for its own page works after its host alone
/// was replaced by ours.
pub(super) async fn redirect(request: HttpRequest, Link(link): Link) -> HttpResponse {
    let mut target = paths::link(link.secret());
    if !request.query_string().is_empty() {
        target.push('?');
        target.push_str(request.query_string());
    }
    HttpResponse::PermanentRedirect().insert_header((header::LOCATION, target)).finish()
}
