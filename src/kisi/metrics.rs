//! Metrics of the calls to Kisi.

use std::time::Duration;

use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{
        counter::Counter,
        family::Family,
        histogram::{Histogram, exponential_buckets},
    },
};

use super::error::{Endpoint, Error};

/// Counts and durations of calls. Every label is one of a few fixed words.
#[derive(Clone, Debug)]
pub struct Metrics {
    /// Calls by endpoint and outcome.
    pub calls: Family<CallLabels, Counter>,
    /// Duration of the calls in seconds, by endpoint.
    pub durations: Family<EndpointLabels, Histogram>,
}

/// The endpoint that was called, and the outcome: `ok`, or the problem.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct CallLabels {
    endpoint: &'static str,
    outcome: &'static str,
}

/// The endpoint that was called.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct EndpointLabels {
    endpoint: &'static str,
}

impl Default for Metrics {
    fn default() -> Self {
        Self { calls: Family::default(), durations: Family::new_with_constructor(buckets) }
    }
}

/// From 5 ms to 10 s.
fn buckets() -> Histogram {
    Histogram::new(exponential_buckets(0.005, 2.0, 12))
}

impl Metrics {
    /// Counts one call, which failed with `error` or else succeeded.
    pub(super) fn count(&self, endpoint: Endpoint, error: Option<&Error>, duration: Duration) {
        let endpoint = endpoint.as_str();
        let outcome = error.map_or("ok", |error| error.problem.as_str());
        self.calls.get_or_create(&CallLabels { endpoint, outcome }).inc();
        let labels = EndpointLabels { endpoint };
        self.durations.get_or_create(&labels).observe(duration.as_secs_f64());
    }
}
