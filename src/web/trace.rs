//! One line in the log and one count in the metrics for every request.
//!
//! The line names the route's pattern and the link's fingerprint, never the path, which holds the
//! secret.

use std::time::Instant;

use actix_web::{
    Error, HttpMessage as _,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::Method,
    middleware::Next,
    web::Data,
};

use super::{state::State, visit::Visit};
use crate::access::Fingerprint;

/// Finds out whose visit it is, and tells what came of it.
pub(super) async fn request(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let begin = Instant::now();
    if let Some(state) = request.app_data::<Data<State>>() {
        let visit = Visit::of(request.request(), state);
        request.extensions_mut().insert(visit);
    }
    let response = next.call(request).await?;
    let (request, status) = (response.request(), response.status().as_u16());
    let route = request.match_pattern();
    let route = route.as_deref().unwrap_or("unmatched");
    let method = method(request.method());
    let duration = begin.elapsed();
    let extensions = request.extensions();
    tracing::info!(
        method,
        route,
        status,
        duration_us = u64::try_from(duration.as_micros()).unwrap_or(u64::MAX),
        fingerprint = extensions.get::<Fingerprint>().map(tracing::field::display),
        theme = extensions.get::<Visit>().map(|visit| visit.theme.name.as_str()),
        "request"
    );
    if let Some(state) = request.app_data::<Data<State>>() {
        state.metrics.request(method, route, status, duration);
    }
    drop(extensions);
    Ok(response)
}

/// The methods there are; a client can make up others.
fn method(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        _ => "other",
    }
}
