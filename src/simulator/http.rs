//! Kisi's HTTP API around the model: routes, credentials and statuses.
//!
//! Every route of Kisi goes through [`answer`]: the call is recorded, then the faults are applied,
//! and only then the model is asked. `/simulator/calls` is not a route of Kisi: it shows the call
//! counts to tests in other languages.

use std::{cmp::Reverse, iter, time::Instant};

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::{self, ServiceConfig, ThinData},
};
use bytes::Bytes;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    OPERATOR_KEY, Simulator, SimulatorState,
    codes::{self, FieldErrors, Refusal},
    fault::Endpoint,
    faults::Call,
    group_links::LinkFilter,
    http_faults,
    model::Lock,
    paging::{COLLECTION_RANGE, Pagination, QueryParams},
    wire,
};

const LOCKS_PER_PAGE: usize = 50;
const LINKS_PER_PAGE: usize = 10;

/// Registers all routes of the simulated API.
pub(super) fn routes(api: &mut ServiceConfig) {
    api.route("/locks", web::get().to(list_locks))
        .route("/locks/{id}/unlock", web::post().to(unlock))
        .route("/group_links", web::get().to(list_links))
        .route("/group_links", web::post().to(create_link))
        .route("/group_links/{id}", web::delete().to(delete_link))
        .route("/places/{id}", web::get().to(show_place))
        .route("/simulator/calls", web::get().to(show_calls))
        .default_service(web::to(not_found));
}

async fn list_locks(request: HttpRequest, kisi: ThinData<Simulator>) -> HttpResponse {
    answer(&request, &kisi, Endpoint::Doors, |state, now| {
        let params = QueryParams::parse(request.query_string());
        let pagination = Pagination::parse(&params, LOCKS_PER_PAGE)?;
        let locks = state.organization.locks_of(secret(&request)?, now)?;
        let (locks, range) = pagination.slice(filter_and_sort(locks, &params));
        Ok(collection(range, locks.into_iter().map(|lock| wire::lock(lock, now))))
    })
    .await
}

fn filter_and_sort<'a>(mut locks: Vec<&'a Lock>, params: &QueryParams) -> Vec<&'a Lock> {
    if let Some(text) = params.text("query") {
        locks.retain(|lock| lock.name.to_lowercase().contains(&text.to_lowercase()));
    }
    if let Some(place) = params.number("place_id") {
        locks.retain(|lock| lock.place.id == place);
    }
    match params.text("sort") {
        Some("name") => locks.sort_by_key(|lock| &lock.name),
        Some("-name") => locks.sort_by_key(|lock| Reverse(&lock.name)),
        _ => {}
    }
    locks
}

/// The body is not used, but it has to be read so that the connection can be used again.
async fn unlock(request: HttpRequest, _: Bytes, kisi: ThinData<Simulator>) -> HttpResponse {
    answer(&request, &kisi, Endpoint::Unlock, |state, now| {
        let secret = secret(&request)?;
        let lock = path_id(&request).ok_or_else(|| Refusal::new(codes::DOOR_NOT_FOUND))?;
        state.organization.unlock(secret, lock, now)?;
        state.call_log.record_opened(lock);
        Ok(HttpResponse::Ok().json(json!({ "message": "Unlocked!" })))
    })
    .await
}

async fn show_place(request: HttpRequest, kisi: ThinData<Simulator>) -> HttpResponse {
    answer(&request, &kisi, Endpoint::Any, |state, now| {
        let id = path_id(&request).ok_or_else(|| Refusal::new(codes::NOT_FOUND))?;
        let place = state.organization.place_of(secret(&request)?, id, now)?;
        Ok(HttpResponse::Ok().json(wire::place_details(place)))
    })
    .await
}

async fn list_links(request: HttpRequest, kisi: ThinData<Simulator>) -> HttpResponse {
    answer(&request, &kisi, Endpoint::GroupLinks, |state, _| {
        check_operator(&request)?;
        let params = QueryParams::parse(request.query_string());
        let pagination = Pagination::parse(&params, LINKS_PER_PAGE)?;
        let links = state.organization.filtered_links(&link_filter(&params));
        let (links, range) = pagination.slice(links);
        Ok(collection(range, links.into_iter().map(|(link, group)| wire::group_link(link, group))))
    })
    .await
}

fn link_filter(params: &QueryParams) -> LinkFilter {
    let parse_ids = |ids: &str| ids.split(',').filter_map(|id| id.trim().parse().ok()).collect();
    LinkFilter {
        ids: params.text("ids").map(parse_ids),
        group_id: params.number("group_id"),
        query: params.text("query").map(str::to_owned),
        sort: params.text("sort").map(str::to_owned),
    }
}

async fn create_link(request: HttpRequest, body: Bytes, kisi: ThinData<Simulator>) -> HttpResponse {
    answer(&request, &kisi, Endpoint::GroupLinks, |state, now| {
        check_operator(&request)?;
        let posted: Value =
            serde_json::from_slice(&body).map_err(|_error| Refusal::new(codes::NOT_JSON))?;
        let attributes = state.organization.parse_attributes(&posted)?;
        let exceeded = state.organization.exceeded_quotas(&attributes, now);
        if !exceeded.is_empty() {
            return Err(exceeded.into());
        }
        let id = state.organization.add_link(&random_secret(), attributes, now);
        let created = state.organization.link_with_group(id);
        let (link, group) = created.ok_or_else(|| Refusal::new(codes::UNEXPECTED))?;
        Ok(HttpResponse::Ok().json(wire::new_group_link(link, group)))
    })
    .await
}

async fn delete_link(request: HttpRequest, kisi: ThinData<Simulator>) -> HttpResponse {
    answer(&request, &kisi, Endpoint::GroupLinks, |state, _| {
        check_operator(&request)?;
        if path_id(&request).is_some_and(|id| state.organization.remove_link(id)) {
            Ok(HttpResponse::NoContent().finish())
        } else {
            Err(Refusal::new(codes::NOT_FOUND).into())
        }
    })
    .await
}

async fn not_found(request: HttpRequest, kisi: ThinData<Simulator>) -> HttpResponse {
    let refuse = |_: &mut SimulatorState, _| Err(Refusal::new(codes::NOT_FOUND).into());
    answer(&request, &kisi, Endpoint::Any, refuse).await
}

async fn show_calls(kisi: ThinData<Simulator>) -> HttpResponse {
    HttpResponse::Ok().json(&kisi.state().call_log)
}

/// Why Kisi does not carry out a request.
enum ApiError {
    Refused(Refusal),
    InvalidFields(FieldErrors),
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<FieldErrors> for ApiError {
    fn from(errors: FieldErrors) -> Self {
        Self::InvalidFields(errors)
    }
}

impl From<ApiError> for HttpResponse {
    fn from(error: ApiError) -> Self {
        match error {
            ApiError::Refused(refusal) => {
                let status = StatusCode::from_u16(refusal.status);
                Self::build(status.unwrap_or(StatusCode::FORBIDDEN)).json(wire::refusal(&refusal))
            }
            ApiError::InvalidFields(errors) => {
                Self::UnprocessableEntity().json(wire::field_errors(&errors))
            }
        }
    }
}

/// Answers one call: records it, applies the faults, and asks the model through `act` unless a
/// fault replaces the answer.
async fn answer(
    request: &HttpRequest,
    kisi: &Simulator,
    endpoint: Endpoint,
    act: impl FnOnce(&mut SimulatorState, Timestamp) -> Result<HttpResponse, ApiError>,
) -> HttpResponse {
    let call = Call {
        endpoint,
        secret: credential(request, "KISI-GROUP-LINK"),
        lock: path_id(request).filter(|_| endpoint == Endpoint::Unlock),
        caller: authorization(request),
    };
    let effects = {
        let mut state = kisi.state();
        record(&mut state, request, call.lock);
        state.faults.apply(&call, Instant::now())
    };
    if !effects.delay.is_zero() {
        tokio::time::sleep(effects.delay).await;
    }
    if let Some(replacement) = effects.replacement {
        return http_faults::replace(replacement).await;
    }
    let answer = act(&mut kisi.state(), Timestamp::now()).unwrap_or_else(HttpResponse::from);
    http_faults::alter(answer, &effects.alterations)
}

fn record(state: &mut SimulatorState, request: &HttpRequest, unlocked: Option<u64>) {
    let method = request.method();
    let pattern = request.match_pattern().unwrap_or_else(|| request.path().to_owned());
    let received = format!("{method} {}", request.path());
    state.call_log.record(format!("{method} {pattern}"), unlocked, received);
}

fn collection(range: String, page: impl Iterator<Item = Value>) -> HttpResponse {
    HttpResponse::Ok().insert_header((COLLECTION_RANGE, range)).json(page.collect::<Vec<_>>())
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

/// 40 random letters and digits. They need not be hard to guess, as the doors are simulated.
fn random_secret() -> String {
    iter::repeat_with(fastrand::alphanumeric).take(40).collect()
}
