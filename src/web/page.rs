//! The page of an access link.

use actix_web::{
    HttpResponse,
    http::{
        StatusCode,
        header::{self, HeaderName, HeaderValue},
    },
};

use super::{
    error::Error, format::Format, json::DoorsJson, lookup, request::Request, same_origin,
    tap_cookie,
};
use crate::{pages::Notice, paths};

/// After how many seconds a browser loads the waiting page again, also without script. The header
/// names no URL, which stands for the page's own, so the answer does not contain the secret.
const REFRESH: (HeaderName, HeaderValue) =
    (HeaderName::from_static("refresh"), HeaderValue::from_static("1"));

/// `GET /links/{secret}`: the doors behind an access link.
pub(super) async fn show(request: &Request) -> Result<HttpResponse, Error> {
    let link = request.link()?;
    same_origin::check_is_document(request)?;
    let (state, client) = (&request.state, request.client());
    if request.format() == Format::Json {
        let list = Box::pin(lookup::doors_without_waiting_page(&link, client, state)).await?;
        return Ok(HttpResponse::Ok().json(DoorsJson::new(&list, request.visit())));
    }
    let Some(list) = lookup::doors_for_page(&link, client, state).await? else {
        return Ok(Box::pin(waiting(request)).await);
    };
    let last_tap = tap_cookie::read(request, Some(&list));
    let mut page = request.door_list(&list, last_tap.as_ref()).await;
    tap_cookie::remove(request, &mut page);
    Ok(page)
}

/// The page of a link that is still being looked up. It keeps the cookie with the result of a tap:
/// the page that follows shows it.
async fn waiting(request: &Request) -> HttpResponse {
    let mut page = request.notice(StatusCode::ACCEPTED, &Notice::Waiting, None).await;
    let (name, seconds) = REFRESH;
    page.headers_mut().insert(name, seconds);
    page
}

/// `GET /grouplinks/{secret}`: a link that Kisi made for its own page works after its host alone
/// was replaced by ours.
pub(super) fn redirect(request: &Request) -> Result<HttpResponse, Error> {
    let mut target = paths::link(request.link()?.secret());
    let query = request.http.query_string();
    if !query.is_empty() {
        target.push('?');
        target.push_str(query);
    }
    Ok(HttpResponse::PermanentRedirect().insert_header((header::LOCATION, target)).finish())
}
