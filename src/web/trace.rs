//! One log line and one count in the metrics for every request, whatever becomes of it.
//!
//! The line has the route's pattern and the link's fingerprint, never the path, which contains the
//! secret. The line of a visitor whose connection broke before the answer has the status 0. A request
//! that a limit refused has a line only at the level `debug`.

use std::time::Instant;

use actix_web::{
    HttpMessage as _,
    dev::{ServiceRequest, ServiceResponse},
    http::StatusCode,
    web::Data,
};

use tracing::Level;

use super::{
    extract::data_of,
    facts::Facts,
    labels::{Method, Route},
    state::State,
};
use crate::logging::REQUESTS;

/// The line of one request. Dropping it writes the line of a visitor whose connection broke before
/// the answer.
pub(super) struct Line {
    state: Data<State>,
    method: Method,
    route: Route,
    facts: Facts,
    begin: Instant,
    is_written: bool,
}

impl Line {
    /// Begins to measure a request.
    pub(super) fn begin(request: &ServiceRequest, route: Route) -> Self {
        let facts = Facts::default();
        request.extensions_mut().insert(facts.clone());
        Self {
            state: data_of(request.request()).clone(),
            method: Method::of(request.method()),
            route,
            facts,
            begin: Instant::now(),
            is_written: false,
        }
    }

    /// Measures, counts and logs the request, now that it has an answer.
    pub(super) fn end(mut self, response: &ServiceResponse) {
        let facts = self.facts.clone();
        let theme = facts.found_visit().map(|visit| visit.theme.name.as_str());
        self.write(response.status().as_u16(), theme);
    }

    fn write(&mut self, status: u16, theme: Option<&str>) {
        self.is_written = true;
        let duration = self.begin.elapsed();
        self.state.metrics.request(self.method, self.route, status, duration);
        // A flood of refused requests is summed up once a minute instead.
        if status == StatusCode::TOO_MANY_REQUESTS.as_u16() && !tracing::enabled!(Level::DEBUG) {
            return;
        }
        tracing::info!(
            target: REQUESTS,
            method = self.method.as_str(),
            route = self.route.as_str(),
            status,
            duration_us = u64::try_from(duration.as_micros()).unwrap_or(u64::MAX),
            fingerprint = self.facts.link().map(tracing::field::display),
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
