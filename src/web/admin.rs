//! Health and metrics, for the operator's own machines.

use actix_web::{HttpResponse, web::Data};
use serde_json::json;

use super::state::State;

/// `GET /healthz`: the process is running.
pub(super) async fn health() -> HttpResponse {
    HttpResponse::Ok().json(json!({ "status": "alive" }))
}

/// `GET /readyz`: the server can serve. Brands are loaded before the first request. Whether Kisi
/// can be reached is reported and does not decide it: cached doors are shown without Kisi.
pub(super) async fn ready(state: Data<State>) -> HttpResponse {
    let kisi = if state.kisi.is_failing() { "failing" } else { "reachable" };
    HttpResponse::Ok().json(json!({ "status": "ready", "kisi": kisi }))
}

/// `GET /metrics`
pub(super) async fn metrics(state: Data<State>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/openmetrics-text; version=1.0.0; charset=utf-8")
        .body(state.metrics.text())
}
