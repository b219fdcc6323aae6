//! Counts and durations of requests. Every request changes two or three numbers in memory, without a
//! lock or a map; the text for Prometheus is made of them when it is asked for.

use std::{
    array,
    fmt::Error,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use prometheus_client::{
    encoding::{EncodeLabelSet, EncodeMetric, MetricEncoder, NoLabelSet},
    metrics::{MetricType, counter::Counter, family::Family},
};
use strum::VariantArray as _;

use super::labels::{Method, Route};

/// The statuses that this server answers. 0 is that of a visitor whose connection broke
/// before the answer.
const STATUSES: [u16; 22] = [
    0, 200, 202, 303, 304, 308, 400, 403, 404, 405, 408, 409, 410, 413, 414, 415, 429, 431, 500,
    501, 503, 504,
];
const METHODS: usize = Method::VARIANTS.len();
const ROUTES: usize = Route::VARIANTS.len();

/// The upper ends of the buckets of durations, in nanoseconds: 16 us to 17 s, from a cached page to
/// an unlock that times out.
const BUCKETS: [u64; 11] = {
    let mut ends = [16_000; 11];
    let mut index = 1;
    while index < ends.len() {
        ends[index] = ends[index - 1] * 4;
        index += 1;
    }
    ends
};

/// The counts and durations of all requests. Clones are the same ones.
#[derive(Clone, Debug, Default)]
pub(super) struct RequestMetrics {
    pub(super) counts: Counts,
    pub(super) durations: Durations,
}

impl RequestMetrics {
    /// Counts an answered request.
    pub(super) fn count(&self, method: Method, route: Route, status: u16, duration: Duration) {
        self.counts.count(method, route, status);
        self.durations.0[route as usize].observe(duration);
    }
}

/// How many requests were answered, by method, route and status.
#[derive(Clone, Debug, Default)]
pub(super) struct Counts {
    known: Arc<Known>,
    /// The requests with a status that is not in [`STATUSES`].
    others: Family<Labels, Counter>,
}

/// The count of each route, method and status.
#[derive(Debug)]
struct Known([[[AtomicU64; STATUSES.len()]; METHODS]; ROUTES]);

impl Default for Known {
    fn default() -> Self {
        Self(array::from_fn(|_| array::from_fn(|_| array::from_fn(|_| AtomicU64::new(0)))))
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Labels {
    method: &'static str,
    route: &'static str,
    status: u16,
}

impl Labels {
    fn new(method: Method, route: Route, status: u16) -> Self {
        Self { method: method.as_str(), route: route.as_str(), status }
    }
}

impl Counts {
    fn count(&self, method: Method, route: Route, status: u16) {
        match STATUSES.iter().position(|known| *known == status) {
            Some(index) => {
                self.known.0[route as usize][method as usize][index].fetch_add(1, Relaxed);
            }
            None => {
                self.others.get_or_create(&Labels::new(method, route, status)).inc();
            }
        }
    }

    /// The counts that are not 0, with their labels.
    fn counted(&self) -> impl Iterator<Item = (Labels, u64)> {
        let of_routes = Route::VARIANTS.iter().zip(&self.known.0);
        of_routes.flat_map(|(route, of_methods)| {
            let of_methods = Method::VARIANTS.iter().zip(of_methods);
            of_methods.flat_map(|(method, of_statuses)| {
                let counts = STATUSES.iter().zip(of_statuses);
                counts.filter_map(|(status, count)| {
                    let count = count.load(Relaxed);
                    (count > 0).then(|| (Labels::new(*method, *route, *status), count))
                })
            })
        })
    }
}

impl EncodeMetric for Counts {
    fn encode(&self, mut encoder: MetricEncoder<'_>) -> Result<(), Error> {
        for (labels, count) in self.counted() {
            encoder.encode_family(&labels)?.encode_counter::<NoLabelSet, _, u64>(&count, None)?;
        }
        self.others.encode(encoder)
    }

    fn metric_type(&self) -> MetricType {
        MetricType::Counter
    }

    fn is_empty(&self) -> bool {
        self.counted().next().is_none() && self.others.is_empty()
    }
}

/// How long requests took, by route.
#[derive(Clone, Debug, Default)]
pub(super) struct Durations(Arc<[Histogram; ROUTES]>);

#[derive(Debug, Default)]
struct Histogram {
    /// How many durations are in each bucket, not counting those of the buckets before. The last one
    /// has no upper end.
    buckets: [AtomicU64; BUCKETS.len() + 1],
    /// The sum of all durations, in nanoseconds.
    sum: AtomicU64,
}

impl Histogram {
    fn observe(&self, duration: Duration) {
        let nanoseconds = u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX);
        let bucket = BUCKETS.partition_point(|end| *end < nanoseconds);
        self.buckets[bucket].fetch_add(1, Relaxed);
        self.sum.fetch_add(nanoseconds, Relaxed);
    }

    /// The upper end of each bucket in seconds, and how many durations are in it.
    fn read(&self) -> [(f64, u64); BUCKETS.len() + 1] {
        array::from_fn(|index| {
            let end = BUCKETS.get(index).map(|end| Duration::from_nanos(*end).as_secs_f64());
            (end.unwrap_or(f64::MAX), self.buckets[index].load(Relaxed))
        })
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabel {
    route: &'static str,
}

impl EncodeMetric for Durations {
    fn encode(&self, mut encoder: MetricEncoder<'_>) -> Result<(), Error> {
        for (route, histogram) in Route::VARIANTS.iter().zip(self.0.iter()) {
            let buckets = histogram.read();
            let count = buckets.iter().map(|(_, count)| count).sum();
            if count == 0 {
                continue;
            }
            let sum = Duration::from_nanos(histogram.sum.load(Relaxed)).as_secs_f64();
            let label = RouteLabel { route: route.as_str() };
            let mut encoder = encoder.encode_family(&label)?;
            encoder.encode_histogram::<NoLabelSet>(sum, count, &buckets, None)?;
        }
        Ok(())
    }

    fn metric_type(&self) -> MetricType {
        MetricType::Histogram
    }

    fn is_empty(&self) -> bool {
        self.0.iter().all(|histogram| histogram.read().iter().all(|(_, count)| *count == 0))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use prometheus_client::{
        encoding::text::encode,
        metrics::histogram,
        registry::{Registry, Unit},
    };

    use super::*;

    const REQUESTS: [(Method, Route, u16, u64); 7] = [
        (Method::Get, Route::Link, 200, 15),
        (Method::Get, Route::Link, 200, 16),
        (Method::Get, Route::Link, 200, 17),
        (Method::Post, Route::Link, 0, 5_000_000),
        (Method::Other, Route::Unmatched, 404, 100),
        (Method::Head, Route::Home, 418, 20_000_000),
        (Method::Head, Route::Home, 599, 0),
    ];

    fn lines(registry: &Registry) -> BTreeSet<String> {
        let mut text = String::new();
        encode(&mut text, registry).unwrap();
        text.lines().map(str::to_owned).collect()
    }

    fn register(
        counts: impl EncodeMetric + std::fmt::Debug + Send + Sync + 'static,
        durations: impl EncodeMetric + std::fmt::Debug + Send + Sync + 'static,
    ) -> Registry {
        let mut registry = Registry::default();
        registry.register("requests", "Requests", counts);
        registry.register_with_unit("duration", "Time", Unit::Seconds, durations);
        registry
    }

    #[test]
    fn prometheus_reads_the_same_text_as_from_its_own_families() {
        let ours = RequestMetrics::default();
        let counts: Family<Labels, Counter> = Family::default();
        let durations: Family<RouteLabel, histogram::Histogram> =
            Family::new_with_constructor(|| {
                histogram::Histogram::new(histogram::exponential_buckets(16e-6, 4.0, 11))
            });
        let registry = register(ours.counts.clone(), ours.durations.clone());
        let expected = register(counts.clone(), durations.clone());
        assert_eq!(lines(&registry), lines(&expected), "before the first request");
        for (method, route, status, microseconds) in REQUESTS {
            let duration = Duration::from_micros(microseconds);
            ours.count(method, route, status, duration);
            counts.get_or_create(&Labels::new(method, route, status)).inc();
            let route = RouteLabel { route: route.as_str() };
            durations.get_or_create(&route).observe(duration.as_secs_f64());
        }
        let [found, expected] = [lines(&registry), lines(&expected)];
        assert_eq!(found, expected);
        assert!(found.iter().any(|line| line.contains("status=\"418\"} 1")), "{found:?}");
    }
}
