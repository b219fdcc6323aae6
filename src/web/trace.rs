//! One log line and one count in the metrics for every request, whatever becomes of it.
//!
//! The line has the route's pattern and the link's fingerprint, never the path, which contains the
//! secret. The line of a visitor who left before the answer has the status 0. A request that a limit
//! refused has a line only at the level `debug`.

use std::time::Instant;

use actix_web::{
    Error, HttpMessage as _,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{Method, StatusCode},
    middleware::Next,
    web::Data,
};

use tracing::Level;

use super::{extract::data_of, requested_link::RequestedLink, state::State, visit::Visit};

/// Measures, counts and logs a request.
pub(super) async fn request(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let mut line = Line::begin(&request);
    let response = next.call(request).await?;
    let extensions = response.request().extensions();
    let theme = extensions.get::<Visit>().map(|visit| visit.theme.name.as_str());
    line.write(response.status().as_u16(), theme);
    drop(extensions);
    Ok(response)
}

/// The line of one request. Dropping it writes the line of a visitor who left before the answer.
struct Line {
    state: Data<State>,
    method: &'static str,
    route: Option<String>,
    link: RequestedLink,
    begin: Instant,
    is_written: bool,
}

impl Line {
    fn begin(request: &ServiceRequest) -> Self {
        let link = RequestedLink::default();
        request.extensions_mut().insert(link.clone());
        Self {
            state: data_of(request.request()).clone(),
            method: method(request.method()),
            route: request.match_pattern(),
            link,
            begin: Instant::now(),
            is_written: false,
        }
    }

    fn write(&mut self, status: u16, theme: Option<&str>) {
        self.is_written = true;
        let method = self.method;
        let route = self.route.as_deref().unwrap_or("unmatched");
        let duration = self.begin.elapsed();
        self.state.metrics.request(method, route, status, duration);
        // A flood of refused requests is summed up once a minute instead.
        if status == StatusCode::TOO_MANY_REQUESTS.as_u16() && !tracing::enabled!(Level::DEBUG) {
            return;
        }
        tracing::info!(
            method,
            route,
            status,
            duration_us = u64::try_from(duration.as_micros()).unwrap_or(u64::MAX),
            fingerprint = self.link.fingerprint().map(tracing::field::display),
            theme,
            "request"
        );
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if !self.is_written {
            self.write(0, None);
        }
    }
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
