//! What the calls to Kisi came to, counted where they are made.

use std::time::Duration;

use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{
        counter::Counter,
        family::Family,
        histogram::{Histogram, exponential_buckets},
    },
};

use super::{Endpoint, Error};

/// Counts and times of calls, by fixed words alone.
#[derive(Clone, Debug)]
pub struct Figures {
    /// Calls by endpoint and outcome.
    pub calls: Family<Call, Counter>,
    /// How long they took, by endpoint.
    pub durations: Family<Called, Histogram>,
}

/// Which call it was, and how it went: `ok`, or the problem.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Call {
    endpoint: &'static str,
    outcome: &'static str,
}

/// Which call it was.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Called {
    endpoint: &'static str,
}

impl Default for Figures {
    fn default() -> Self {
        Self { calls: Family::default(), durations: Family::new_with_constructor(buckets) }
    }
}

/// 5 ms to 10 s.
fn buckets() -> Histogram {
    Histogram::new(exponential_buckets(0.005, 2.0, 12))
}

impl Figures {
    pub(super) fn call(&self, endpoint: Endpoint, error: Option<&Error>, duration: Duration) {
        let endpoint = match endpoint {
            Endpoint::Doors => "doors",
            Endpoint::Unlock => "unlock",
        };
        let outcome = error.map_or("ok", |error| error.problem.as_str());
        self.calls.get_or_create(&Call { endpoint, outcome }).inc();
        self.durations.get_or_create(&Called { endpoint }).observe(duration.as_secs_f64());
    }
}
