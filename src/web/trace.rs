//! One log line and one count in the metrics for every request.
//!
//! The line has the route's pattern and the link's fingerprint, never the path, which contains the
//! secret.

use std::time::Instant;

use actix_web::{
    Error, HttpMessage as _,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::Method,
    middleware::Next,
};

use super::{extract::state_of, visit::Visit};
use crate::access::Fingerprint;

/// Measures, counts and logs a request.
pub(super) async fn request(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let begin = Instant::now();
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
    state_of(request).metrics.request(method, route, status, duration);
    drop(extensions);
    Ok(response)
}

/// The methods of our routes; any other one is counted as `other`, because clients can invent
/// methods.
fn method(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        _ => "other",
    }
}
