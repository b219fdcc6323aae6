//! Figures for Prometheus. Every label is one of a few fixed words, so no visitor can make the
//! metrics grow, and none holds a secret.

use std::time::Duration;

use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{
        counter::Counter,
        family::Family,
        histogram::{Histogram, exponential_buckets},
        info::Info,
    },
    registry::{Registry, Unit},
};

use crate::access::{Outcome, Problem};

/// The figures of one server.
pub(super) struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    durations: Family<RouteLabels, Histogram>,
    unlocks: Family<UnlockLabels, Counter>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabels {
    route: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct UnlockLabels {
    outcome: &'static str,
}

/// 16 us to 17 s: from a page out of memory to a door that does not answer.
fn duration_buckets() -> Histogram {
    Histogram::new(exponential_buckets(16e-6, 4.0, 11))
}

impl Metrics {
    pub(super) fn new() -> Self {
        let mut registry = Registry::with_prefix("doorstep");
        let requests = Family::default();
        let durations: Family<RouteLabels, Histogram> =
            Family::new_with_constructor(duration_buckets);
        let unlocks = Family::default();
        registry.register("http_requests", "Answered requests", requests.clone());
        registry.register_with_unit(
            "http_request_duration",
            "Time to answer a request",
            Unit::Seconds,
            durations.clone(),
        );
        registry.register("unlocks", "Taps by how they went", unlocks.clone());
        let build = Info::new(vec![("version", env!("CARGO_PKG_VERSION"))]);
        registry.register("build", "What runs here", build);
        Self { registry, requests, durations, unlocks }
    }

    /// Counts an answered request; `route` is a route's pattern.
    pub(super) fn request(
        &self,
        method: &'static str,
        route: &str,
        status: u16,
        duration: Duration,
    ) {
        let labels = RequestLabels { method, route: route.to_owned(), status };
        self.requests.get_or_create(&labels).inc();
        let labels = RouteLabels { route: labels.route };
        self.durations.get_or_create(&labels).observe(duration.as_secs_f64());
    }

    /// Counts a tap.
    pub(super) fn unlock(&self, result: Result<Outcome, Problem>) {
        let outcome = result.map_or_else(Problem::as_str, Outcome::as_str);
        self.unlocks.get_or_create(&UnlockLabels { outcome }).inc();
    }

    /// All figures in Prometheus' text format.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a String cannot fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}
