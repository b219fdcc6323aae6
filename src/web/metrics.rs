//! Metrics for Prometheus. Every label value is one of a fixed set, so visitors cannot make the
//! metrics grow, and no label contains a secret.

use std::{sync::Arc, time::Duration};

use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeLabelSet, EncodeMetric as _, text::encode},
    metrics::{
        counter::{ConstCounter, Counter},
        family::Family,
        gauge::ConstGauge,
        info::Info,
    },
    registry::{Registry, Unit},
};

use super::{
    connection::ConnectionLimits,
    labels::{Method, Route},
    request_metrics::RequestMetrics,
    tls::Certificate,
};
use crate::{access::TapResult, brands::Brands, directory::DoorDirectory, kisi, logging};

/// The metrics of one server.
pub(super) struct Metrics {
    registry: Registry,
    requests: RequestMetrics,
    unlocks: Family<UnlockLabels, Counter>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct UnlockLabels {
    outcome: &'static str,
}

/// Gauges that are read when Prometheus asks.
#[derive(Debug)]
struct Gauges {
    kisi: Arc<kisi::Client>,
    directory: DoorDirectory,
    brands: Arc<Brands>,
    connections: Arc<ConnectionLimits>,
    certificate: Option<Arc<Certificate>>,
}

impl Collector for Gauges {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        let links = i64::try_from(self.directory.links()).unwrap_or(i64::MAX);
        let open = i64::try_from(self.connections.open_connections()).unwrap_or(i64::MAX);
        let mut gauges = vec![
            (
                "kisi_failing",
                "1 while Kisi is failing for every link",
                self.kisi.is_failing().into(),
            ),
            ("directory_links", "Links with a cached answer", links),
            ("connections", "Open connections of visitors", open),
            (
                "theme_last_load_successful",
                "1 if every brand shows what its file says, 0 if a file has errors",
                self.brands.are_current().into(),
            ),
        ];
        if let Some(certificate) = &self.certificate {
            let help = "1 if the files of the certificate can be used, 0 if not";
            gauges.push(("tls_last_load_successful", help, certificate.is_current().into()));
            let not_after = certificate.not_after();
            let help = "When the certificate ends, in seconds of Unix time";
            gauges.extend(not_after.map(|end| ("tls_not_after_seconds", help, end)));
        }
        for (name, help, value) in gauges {
            let gauge: ConstGauge<i64> = ConstGauge::new(value);
            gauge.encode(encoder.encode_descriptor(name, help, None, gauge.metric_type())?)?;
        }
        let counters = [
            (
                "malformed_requests",
                "Requests that could not be read as HTTP, or came too slowly",
                self.connections.malformed(),
            ),
            (
                "connections_closed_early",
                "Idle or stuck connections that were closed to make room for others",
                self.connections.closed_early(),
            ),
            (
                "connections_refused",
                "Connections that were closed because there was no room for them",
                self.connections.refused(),
            ),
            (
                "log_lines_dropped",
                "Log lines that were dropped because the log could not be written fast enough",
                logging::dropped_lines(),
            ),
        ];
        for (name, help, value) in counters {
            let counter: ConstCounter<u64> = ConstCounter::new(value);
            counter.encode(encoder.encode_descriptor(
                name,
                help,
                None,
                counter.metric_type(),
            )?)?;
        }
        let revision = self.brands.default_theme().revision.to_hex()[..8].to_owned();
        let theme = Info::new(vec![("revision", revision)]);
        let help = "The revision of the default brand that visitors see";
        theme.encode(encoder.encode_descriptor("theme", help, None, theme.metric_type())?)
    }
}

impl Metrics {
    /// The web server's metrics, together with those of Kisi's client and the directory.
    pub(super) fn new(
        kisi: &Arc<kisi::Client>,
        directory: &DoorDirectory,
        brands: &Arc<Brands>,
        connections: &Arc<ConnectionLimits>,
        certificate: Option<Arc<Certificate>>,
    ) -> Self {
        let mut registry = Registry::with_prefix("doorstep");
        let requests = RequestMetrics::default();
        let unlocks = Family::default();
        registry.register("http_requests", "Answered requests", requests.counts.clone());
        registry.register_with_unit(
            "http_request_duration",
            "Time to answer a request",
            Unit::Seconds,
            requests.durations.clone(),
        );
        registry.register("unlocks", "Taps by result", unlocks.clone());
        let calls = kisi.metrics();
        registry.register("kisi_calls", "Calls to Kisi", calls.calls.clone());
        registry.register_with_unit(
            "kisi_call_duration",
            "Time of a call to Kisi",
            Unit::Seconds,
            calls.durations.clone(),
        );
        let lookups = directory.lookups().clone();
        registry.register("directory_lookups", "Look-ups of links by result", lookups);
        registry.register_collector(Box::new(Gauges {
            kisi: Arc::clone(kisi),
            directory: directory.clone(),
            brands: Arc::clone(brands),
            connections: Arc::clone(connections),
            certificate,
        }));
        let build = Info::new(vec![("version", env!("CARGO_PKG_VERSION"))]);
        registry.register("build", "The version of the server", build);
        Self { registry, requests, unlocks }
    }

    /// Counts an answered request.
    pub(super) fn request(&self, method: Method, route: Route, status: u16, duration: Duration) {
        self.requests.count(method, route, status, duration);
    }

    /// Counts a tap.
    pub(super) fn unlock(&self, result: TapResult) {
        let outcome = result.as_str();
        self.unlocks.get_or_create(&UnlockLabels { outcome }).inc();
    }

    /// All metrics in Prometheus' text format.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a String cannot fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}
