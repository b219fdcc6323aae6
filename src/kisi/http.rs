//! The HTTP client for Kisi: what all calls have in common, with a limit on the duration and on the
//! size of every answer.
//!
//! Kisi's address is `https`, and the client offers HTTP/2. One connection then serves all visitors,
//! and it stays open: pings keep it from being idle, so that the first visitor after a quiet night
//! does not wait for a new connection, and they find a dead connection before a visitor does.
//! Without encryption, the client speaks HTTP/1. Such a server closes an idle connection when it
//! likes, perhaps just as an unlock is sent, so the client closes idle ones first.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use jiff::{Timestamp, fmt::rfc2822::DateTimeParser};
use reqwest::{
    ClientBuilder, Method, RequestBuilder, Response, StatusCode,
    header::{ACCEPT, CONTENT_TYPE, DATE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER},
};
use url::Url;

use super::error::{Error, SetupError};
use crate::settings;

/// Size limit of an answer, in bytes.
pub(super) const LARGEST_ANSWER: usize = 4 * 1024 * 1024;

/// How long a connection without encryption is kept when it is idle.
const IDLE: Duration = Duration::from_secs(20);
/// How HTTP/2 connections are kept open.
pub(super) const PINGS: Pings =
    Pings { every: Duration::from_secs(30), answered_within: Duration::from_secs(5) };

const COLLECTION_RANGE: HeaderName = HeaderName::from_static("x-collection-range");
const INTEGRATION: HeaderName = HeaderName::from_static("x-kisi-integration-identifier");

/// Sends requests to `kisi.base_url`.
#[derive(Debug)]
pub(super) struct Http {
    client: reqwest::Client,
    base_url: Url,
    /// The endpoints whose deprecation has been logged.
    warned: Mutex<BTreeSet<&'static str>>,
}

/// The pings on a connection.
#[derive(Clone, Copy)]
pub(super) struct Pings {
    pub(super) every: Duration,
    /// A connection on which a ping takes longer is closed.
    pub(super) answered_within: Duration,
}

/// A complete answer of Kisi.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Result<Bytes, Error>,
}

impl Http {
    /// Each request is limited to `kisi.timeout`.
    ///
    /// Redirects are not followed, because they could send a secret to another server. The HTTP
    /// client does not retry, because an unlock must not be sent twice; `retry.rs` decides that.
    pub(super) fn new(settings: &settings::Kisi) -> Result<Self, SetupError> {
        Ok(Self::with_client(settings, client(settings, PINGS).build()?))
    }

    /// Sends requests with `client`.
    pub(super) fn with_client(settings: &settings::Kisi, client: reqwest::Client) -> Self {
        let mut base_url = settings.base_url.clone();
        base_url.set_query(None);
        base_url.set_fragment(None);
        Self { client, base_url, warned: Mutex::default() }
    }

    /// The URL of the path with these segments.
    pub(super) fn url(&self, path: &[&str]) -> Url {
        let mut url = self.base_url.clone();
        // The settings accept only http and https URLs, which always have path segments.
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        url
    }

    /// A request for one of [`Self::url`]'s URLs.
    pub(super) fn request(&self, method: Method, url: Url) -> RequestBuilder {
        self.client.request(method, url)
    }

    /// Sends a request and reads the answer. `endpoint` stands for it in the log.
    pub(super) async fn send(
        &self,
        endpoint: &'static str,
        request: RequestBuilder,
    ) -> Result<Answer, Error> {
        let mut response = request.send().await.map_err(|error| Error::no_answer(&error))?;
        self.warn_if_deprecated(endpoint, response.headers());
        let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
        Ok(Answer { status, headers, body: bounded_body(response).await })
    }

    /// Kisi announces the end of an endpoint with `Deprecation` and `Sunset` headers. This is
    /// logged once per endpoint.
    fn warn_if_deprecated(&self, endpoint: &'static str, headers: &HeaderMap) {
        let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        let (deprecation, sunset) = (text("deprecation"), text("sunset"));
        if deprecation.is_none() && sunset.is_none() {
            return;
        }
        if self.warned.lock().unwrap_or_else(PoisonError::into_inner).insert(endpoint) {
            tracing::warn!(
                endpoint,
                deprecation,
                sunset,
                "Kisi will remove an endpoint that doorstep uses; please update doorstep"
            );
        }
    }
}

impl Answer {
    /// `Retry-After` in seconds (RFC 9110, 10.2.3), at most an hour. A date is ignored, because
    /// Kisi does not send one.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        let seconds: u64 = self.headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
        Some(Duration::from_secs(seconds.min(3_600)))
    }

    /// Kisi's clock when it sent the answer, in whole seconds.
    pub(super) fn date(&self) -> Option<Timestamp> {
        let date = self.headers.get(DATE)?.to_str().ok()?;
        DateTimeParser::new().parse_timestamp(date).ok()
    }

    /// How many elements the list has on all pages, if Kisi sent it.
    pub(super) fn total(&self) -> Option<usize> {
        total(self.headers.get(COLLECTION_RANGE)?.to_str().ok()?)
    }
}

/// The total in `X-Collection-Range: start-end/total`, also written `*/total`.
pub(super) fn total(range: &str) -> Option<usize> {
    range.rsplit_once('/')?.1.trim().parse().ok()
}

/// Offers HTTP/2 over TLS, and speaks HTTP/1 otherwise.
pub(super) fn client(settings: &settings::Kisi, pings: Pings) -> ClientBuilder {
    // An error means that a provider is installed already, which is fine.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let is_encrypted = settings.base_url.scheme() == "https";
    let client = reqwest::Client::builder()
        .user_agent(concat!("doorstep/", env!("CARGO_PKG_VERSION")))
        .default_headers(default_headers())
        .timeout(settings.timeout)
        .connect_timeout(settings.timeout)
        .pool_idle_timeout((!is_encrypted).then_some(IDLE))
        .http2_keep_alive_while_idle(true)
        .http2_keep_alive_interval(pings.every)
        .http2_keep_alive_timeout(pings.answered_within)
        .tcp_keepalive(IDLE)
        .tcp_nodelay(true)
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .retry(reqwest::retry::never());
    if settings::is_loopback(&settings.base_url) { client.no_proxy() } else { client }
}

fn default_headers() -> HeaderMap {
    let json = HeaderValue::from_static("application/json");
    HeaderMap::from_iter([
        (ACCEPT, json.clone()),
        (CONTENT_TYPE, json),
        (INTEGRATION, HeaderValue::from_static("doorstep")),
    ])
}

/// The value of an `Authorization` header, marked as sensitive, so that HTTP libraries do not log
/// it. `None` if the credential cannot be sent in a header.
pub(super) fn authorization(scheme: &str, credential: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::try_from(format!("{scheme} {credential}")).ok()?;
    value.set_sensitive(true);
    Some(value)
}

async fn bounded_body(mut response: Response) -> Result<Bytes, Error> {
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| Error::no_answer(&error))? {
        if body.len() + chunk.len() > LARGEST_ANSWER {
            return Err(Error::unreadable("Kisi's answer is larger than 4 MiB"));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_total_is_read_from_the_range_header() {
        assert_eq!(total("0-9/200"), Some(200));
        assert_eq!(total("*/0"), Some(0));
        for odd in ["", "0-9", "0-9/", "0-9/*", "0-9/-1"] {
            assert_eq!(total(odd), None, "{odd}");
        }
    }
}
