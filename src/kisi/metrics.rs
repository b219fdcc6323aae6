//! Metrics of the calls to Kisi.

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

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
    /// The metrics of nearly all calls. Finding them in their families takes longer than counting.
    doors: Arc<Usual>,
    unlocks: Arc<Usual>,
}

/// The metrics of the successful calls of one endpoint, once there was one.
#[derive(Debug, Default)]
struct Usual {
    successes: OnceLock<Counter>,
    durations: OnceLock<Histogram>,
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
        Self {
            calls: Family::default(),
            durations: Family::new_with_constructor(buckets),
            doors: Arc::default(),
            unlocks: Arc::default(),
        }
    }
}

/// From 5 ms to 10 s.
fn buckets() -> Histogram {
    Histogram::new(exponential_buckets(0.005, 2.0, 12))
}

impl Metrics {
    /// Counts one call, which failed with `error` or else succeeded.
    pub(super) fn count(&self, endpoint: Endpoint, error: Option<&Error>, duration: Duration) {
        let usual = match endpoint {
            Endpoint::Doors => &self.doors,
            Endpoint::Unlock => &self.unlocks,
        };
        let endpoint = endpoint.as_str();
        let calls = |outcome| self.calls.get_or_create_owned(&CallLabels { endpoint, outcome });
        match error {
            None => usual.successes.get_or_init(|| calls("ok")).inc(),
            Some(error) => calls(error.problem.as_str()).inc(),
        };
        let durations = || self.durations.get_or_create_owned(&EndpointLabels { endpoint });
        usual.durations.get_or_init(durations).observe(duration.as_secs_f64());
    }
}
