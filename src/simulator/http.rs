//! Kisi's HTTP, around the model: routes, credentials, statuses.
//!
//! Every route of Kisi goes through [`answer`]: the call is recorded, meets the faults, and only then the model.
//! The two routes below `/simulator` are ours, not Kisi's: they tell a test in another language what was called.

use std::collections::BTreeMap;
use std::time::Instant;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderMap};
use actix_web::web::{self, ServiceConfig, ThinData};
use actix_web::{HttpRequest, HttpResponse};
use bytes::Bytes;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::calls::Request;
use super::codes::{self, Refusal};
use super::fault::Endpoint;
use super::faults::Target;
use super::group_links::{FieldErrors, Wanted};
use super::paging::{Page, Query};
use super::{OPERATOR_KEY, Simulator, State, http_faults, wire};

/// The header that says which part of a list an answer holds.
pub(super) const COLLECTION_RANGE: &str = "x-collection-range";

const LOCKS_PER_PAGE: usize = 50;
const LINKS_PER_PAGE: usize = 10;

type Kisi = ThinData<Simulator>;

/// Everything the simulated API answers to.
pub(super) fn routes(api: &mut ServiceConfig) {
    api.route("/locks", web::get().to(list_locks))
        .route("/locks/{id}/unlock", web::post().to(unlock))
        .route("/group_links", web::get().to(list_links))
        .route("/group_links", web::post().to(make_link))
        .route("/group_links/{id}", web::delete().to(remove_link))
        .route("/simulator/calls", web::get().to(tell_calls))
        .route("/simulator/reset", web::post().to(reset_calls))
        .default_service(web::to(not_found));
}

async fn list_locks(request: HttpRequest, body: Bytes, kisi: Kisi) -> HttpResponse {
    answer(&request, &body, &kisi, Endpoint::Doors, |state, now| {
        let query = Query::read(request.query_string());
        let page = Page::read(&query, LOCKS_PER_PAGE)?;
        let mut locks = state.kisi.locks_behind(secret(&request)?, now)?;
        if let Some(text) = query.text("query") {
            locks.retain(|lock| lock.name.to_lowercase().contains(&text.to_lowercase()));
        }
        if let Some(place) = query.number("place_id") {
            locks.retain(|lock| lock.place.id == place);
        }
        match query.text("sort") {
            Some("name") => locks.sort_by_key(|lock| &lock.name),
            Some("-name") => locks.sort_by_key(|lock| std::cmp::Reverse(&lock.name)),
            _ => {}
        }
        let (locks, range) = page.of(locks);
        Ok(collection(range, locks.into_iter().map(|lock| wire::lock(lock, now))))
    })
    .await
}

async fn unlock(request: HttpRequest, body: Bytes, kisi: Kisi) -> HttpResponse {
    answer(&request, &body, &kisi, Endpoint::Unlock, |state, now| {
        let secret = secret(&request)?;
        let lock = path_id(&request).ok_or_else(|| Refusal::new(codes::DOOR_NOT_FOUND))?;
        state.kisi.unlock(secret, lock, now)?;
        state.calls.record_opened(lock);
        Ok(HttpResponse::Ok().json(json!({ "message": "Unlocked!" })))
    })
    .await
}

async fn list_links(request: HttpRequest, body: Bytes, kisi: Kisi) -> HttpResponse {
    answer(&request, &body, &kisi, Endpoint::GroupLinks, |state, _| {
        check_operator(&request)?;
        let query = Query::read(request.query_string());
        let page = Page::read(&query, LINKS_PER_PAGE)?;
        let wanted = Wanted {
            ids: query
                .text("ids")
                .map(|ids| ids.split(',').filter_map(|id| id.trim().parse().ok()).collect()),
            group_id: query.number("group_id"),
            query: query.text("query").map(str::to_owned),
            sort: query.text("sort").map(str::to_owned),
        };
        let (links, range) = page.of(state.kisi.links_wanted(&wanted));
        Ok(collection(range, links.into_iter().map(|(link, group)| wire::group_link(link, group))))
    })
    .await
}

async fn make_link(request: HttpRequest, body: Bytes, kisi: Kisi) -> HttpResponse {
    answer(&request, &body, &kisi, Endpoint::GroupLinks, |state, now| {
        check_operator(&request)?;
        let posted: Value =
            serde_json::from_slice(&body).map_err(|_error| Refusal::new(codes::NOT_JSON))?;
        let draft = state.kisi.read_draft(&posted)?;
        let id = state.kisi.add_link(&random_secret()?, draft, now);
        let made = state.kisi.link_with_group(id);
        let (link, group) = made.ok_or_else(|| Refusal::new(codes::UNEXPECTED))?;
        Ok(HttpResponse::Ok().json(wire::new_group_link(link, group)))
    })
    .await
}

async fn remove_link(request: HttpRequest, body: Bytes, kisi: Kisi) -> HttpResponse {
    answer(&request, &body, &kisi, Endpoint::GroupLinks, |state, _| {
        check_operator(&request)?;
        if path_id(&request).is_some_and(|id| state.kisi.remove_link(id)) {
            Ok(HttpResponse::NoContent().finish())
        } else {
            Err(Refusal::new(codes::NOT_FOUND).into())
        }
    })
    .await
}

async fn not_found(request: HttpRequest, body: Bytes, kisi: Kisi) -> HttpResponse {
    answer(&request, &body, &kisi, Endpoint::Any, |_, _| Err(Refusal::new(codes::NOT_FOUND).into()))
        .await
}

async fn tell_calls(kisi: Kisi) -> HttpResponse {
    HttpResponse::Ok().json(&kisi.state().calls)
}

async fn reset_calls(kisi: Kisi) -> HttpResponse {
    kisi.reset_calls();
    HttpResponse::NoContent().finish()
}

/// Why Kisi does not do what it was asked to.
enum Failure {
    Refused(Refusal),
    Invalid(FieldErrors),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<FieldErrors> for Failure {
    fn from(errors: FieldErrors) -> Self {
        Self::Invalid(errors)
    }
}

impl From<Failure> for HttpResponse {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused(refusal) => {
                let status = StatusCode::from_u16(refusal.status);
                Self::build(status.unwrap_or(StatusCode::FORBIDDEN)).json(wire::refusal(&refusal))
            }
            Failure::Invalid(errors) => {
                Self::UnprocessableEntity().json(wire::field_errors(&errors))
            }
        }
    }
}

/// The way of every call: it is recorded, may go wrong, and otherwise is answered by the model.
async fn answer(
    request: &HttpRequest,
    body: &[u8],
    kisi: &Simulator,
    endpoint: Endpoint,
    act: impl FnOnce(&mut State, Timestamp) -> Result<HttpResponse, Failure>,
) -> HttpResponse {
    let target = Target {
        endpoint,
        secret: credential(request, "KISI-GROUP-LINK"),
        lock: path_id(request).filter(|_| endpoint == Endpoint::Unlock),
        caller: authorization(request),
    };
    let route = request.match_pattern().unwrap_or_else(|| request.path().to_owned());
    let route = format!("{} {route}", request.method());
    let mishap = {
        let mut state = kisi.state();
        state.calls.record(route, target.lock, recorded(request, body));
        state.faults.strike(&target, Instant::now())
    };
    if !mishap.delay.is_zero() {
        tokio::time::sleep(mishap.delay).await;
    }
    if let Some(instead) = mishap.instead {
        return http_faults::answer(instead, mishap.retry_after).await;
    }
    let honest = act(&mut kisi.state(), Timestamp::now()).unwrap_or_else(HttpResponse::from);
    http_faults::altered(honest, &mishap.alterations)
}

fn collection(range: String, page: impl Iterator<Item = Value>) -> HttpResponse {
    HttpResponse::Ok().insert_header((COLLECTION_RANGE, range)).json(page.collect::<Vec<_>>())
}

fn recorded(request: &HttpRequest, body: &[u8]) -> Request {
    Request {
        method: request.method().to_string(),
        path: request.path().to_owned(),
        query: request.query_string().to_owned(),
        headers: recorded_headers(request.headers()),
        body: String::from_utf8_lossy(body).into_owned(),
    }
}

fn recorded_headers(headers: &HeaderMap) -> BTreeMap<String, String> {
    let mut recorded = BTreeMap::<String, String>::new();
    for (name, value) in headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        recorded
            .entry(name.as_str().to_owned())
            .and_modify(|values| *values = format!("{values}, {value}"))
            .or_insert_with(|| value.into_owned());
    }
    recorded
}

fn authorization(request: &HttpRequest) -> &str {
    let value = request.headers().get(header::AUTHORIZATION);
    value.and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn credential<'a>(request: &'a HttpRequest, scheme: &str) -> Option<&'a str> {
    authorization(request).strip_prefix(scheme)?.strip_prefix(' ')
}

fn secret(request: &HttpRequest) -> Result<&str, Refusal> {
    credential(request, "KISI-GROUP-LINK").ok_or_else(|| Refusal::new(codes::LINK_INVALID))
}

fn check_operator(request: &HttpRequest) -> Result<(), Refusal> {
    if credential(request, "KISI-LOGIN") == Some(OPERATOR_KEY) {
        Ok(())
    } else {
        Err(Refusal::new(codes::OPERATOR_KEY_INVALID))
    }
}

fn path_id(request: &HttpRequest) -> Option<u64> {
    request.match_info().get("id")?.parse().ok()
}

/// 40 letters and digits that nobody guesses.
fn random_secret() -> Result<String, Refusal> {
    const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mut bytes = [0; 40];
    getrandom::fill(&mut bytes).map_err(|_error| Refusal::new(codes::UNEXPECTED))?;
    Ok(bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 62)])).collect())
}
