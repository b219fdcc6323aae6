//! The page of an access link.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{self, HeaderName, HeaderValue},
    },
    web::Data,
};

use super::{
    client::Client, error::Error, extract::Link, format::Format, json::DoorsJson, lookup,
    same_origin, state::State, tap_cookie, visit::Visit,
};
use crate::{pages::Notice, paths};

/// After how many seconds a browser loads the waiting page again, also without script. The header
/// names no URL, which stands for the page's own, so the answer does not contain the secret.
const REFRESH: (HeaderName, HeaderValue) =
    (HeaderName::from_static("refresh"), HeaderValue::from_static("1"));

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
    if format == Format::Json {
        let list = Box::pin(lookup::doors_without_waiting_page(&link, client, &state)).await?;
        return Ok(HttpResponse::Ok().json(DoorsJson::new(&list, &visit)));
    }
    let Some(list) = lookup::doors_for_page(&link, client, &state).await? else {
        return Ok(Box::pin(waiting(&request, &visit, &state)).await);
    };
    let last_tap = tap_cookie::read(&request, &state, Some(&list), &visit);
    let mut page = state.rendered.door_list(&request, &visit, &list, last_tap.as_ref()).await;
    tap_cookie::remove(&request, &state, &mut page);
    Ok(page)
}

/// The page of a link that is still being looked up. It keeps the cookie with the result of a tap:
/// the page that follows shows it.
async fn waiting(request: &HttpRequest, visit: &Visit, state: &State) -> HttpResponse {
    let (status, notice) = (StatusCode::ACCEPTED, Notice::Waiting);
    let mut page = state.rendered.notice(request, status, visit, &notice, None).await;
    let (name, seconds) = REFRESH;
    page.headers_mut().insert(name, seconds);
    page
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
