//! One log line and one count in the metrics for every request, whatever becomes of it.
//!
//! The line has the route's pattern and the link's fingerprint, never the path, which contains the
//! secret. The line of a visitor whose connection broke before the answer has the status 0. A request
//! that a limit refused has a line only at the level `debug`.

use std::time::Instant;

use actix_web::http::StatusCode;
use tracing::Level;

use super::request::Request;
use crate::logging::REQUESTS;

/// The line of one request. Dropping it writes the line of a visitor whose connection broke before
/// the answer.
pub(super) struct Line<'a> {
    pub(super) request: &'a Request,
    begin: Instant,
    is_written: bool,
}

impl<'a> Line<'a> {
    /// Begins to measure a request that came `now`.
    pub(super) fn begin(request: &'a Request, now: Instant) -> Self {
        Self { request, begin: now, is_written: false }
    }

    /// Measures, counts and logs the request, now that it has an answer with this status.
    pub(super) fn end(mut self, status: StatusCode) {
        let theme = self.request.found_visit().map(|visit| visit.theme.name.as_str());
        self.write(status.as_u16(), theme);
    }

    fn write(&mut self, status: u16, theme: Option<&str>) {
        self.is_written = true;
        let duration = self.begin.elapsed();
        let Request { state, method, route, .. } = self.request;
        state.metrics.request(*method, *route, status, duration);
        // A flood of refused requests is summed up once a minute instead.
        if status == StatusCode::TOO_MANY_REQUESTS.as_u16() && !tracing::enabled!(Level::DEBUG) {
            return;
        }
        tracing::info!(
            target: REQUESTS,
            method = method.as_str(),
            route = route.as_str(),
            status,
            duration_us = u64::try_from(duration.as_micros()).unwrap_or(u64::MAX),
            fingerprint = self.request.fingerprint().map(tracing::field::display),
            theme,
            "request"
        );
    }
}

impl Drop for Line<'_> {
    fn drop(&mut self) {
        if !self.is_written {
            self.write(0, None);
        }
    }
}
