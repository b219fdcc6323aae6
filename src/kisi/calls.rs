//! Single calls to Kisi over HTTP, with a limit on their duration and on the size of the answer.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use reqwest::{
    RequestBuilder, Response, StatusCode,
    header::{
        ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER,
    },
};
use url::Url;

use super::{
    error::{Code, Endpoint, Error, Meaning, SetupError, meaning},
    wire::{self, Failure, Unlock},
};
use crate::{
    access::{DoorId, LinkSecret, Outcome, Problem},
    settings,
};

/// Size limit of an answer, in bytes.
pub(super) const LARGEST_ANSWER: usize = 4 * 1024 * 1024;

const COLLECTION_RANGE: HeaderName = HeaderName::from_static("x-collection-range");
const INTEGRATION: HeaderName = HeaderName::from_static("x-kisi-integration-identifier");

/// Makes calls to Kisi.
#[derive(Debug)]
pub(super) struct Calls {
    http: reqwest::Client,
    base_url: Url,
    /// Whether the deprecation of an endpoint has been logged, indexed by `Endpoint`.
    warned: [AtomicBool; 2],
}

impl Calls {
    /// Calls `kisi.base_url`, each call limited to `kisi.timeout`.
    ///
    /// Redirects are not followed, because they could send a secret to another server. The HTTP
    /// client does not retry, because an unlock must not be sent twice; `retry.rs` decides that.
    pub(super) fn new(settings: &settings::Kisi) -> Result<Self, SetupError> {
        // An error means that a provider is installed already, which is fine.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("doorstep/", env!("CARGO_PKG_VERSION")))
            .default_headers(default_headers())
            .timeout(settings.timeout)
            .connect_timeout(settings.timeout)
            .pool_idle_timeout(Duration::from_secs(20))
            .tcp_keepalive(Duration::from_secs(20))
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .retry(reqwest::retry::never());
        if settings::is_loopback(&settings.base_url) {
            builder = builder.no_proxy();
        }
        let mut base_url = settings.base_url.clone();
        base_url.set_query(None);
        base_url.set_fragment(None);
        let warned = [AtomicBool::new(false), AtomicBool::new(false)];
        Ok(Self { http: builder.build()?, base_url, warned })
    }

    /// Returns one page of the doors that `secret` opens, and the number of doors on all pages if
    /// Kisi sent it.
    pub(super) async fn page(
        &self,
        secret: &LinkSecret,
        offset: usize,
        limit: usize,
    ) -> Result<(wire::Page, Option<usize>), Error> {
        let request = self
            .http
            .get(self.url(&["locks"]))
            .query(&[("limit", limit.to_string()), ("offset", offset.to_string())]);
        let Answer::Success(head, body) = self.call(Endpoint::Doors, secret, request).await? else {
            return Err(Error::unreadable(
                "Kisi answered a door list with the result of an unlock",
            ));
        };
        let total = head.get(COLLECTION_RANGE).and_then(|v| wire::total(v.to_str().ok()?));
        let page = wire::page(&body).map_err(|_contains_kisis_answer| {
            Error::unreadable("Kisi's door list is not a JSON array")
        })?;
        Ok((page, total))
    }

    /// Unlocks `door`, with one call.
    pub(super) async fn unlock(&self, secret: &LinkSecret, door: DoorId) -> Result<Outcome, Error> {
        let request = self.http.post(self.url(&["locks", &door.to_string(), "unlock"]));
        let body = serde_json::to_vec(&Unlock {}).unwrap_or_default();
        match self.call(Endpoint::Unlock, secret, request.body(body)).await? {
            Answer::Success(_, body) if wire::is_unlocked(&body) => Ok(Outcome::Unlocked),
            Answer::Success(..) => {
                Err(Error::unreadable("the answer to an unlock is not a JSON object"))
            }
            Answer::AlreadyDone(outcome) => Ok(outcome),
        }
    }

    fn url(&self, segments: &[&str]) -> Url {
        let mut url = self.base_url.clone();
        // The settings accept only http and https URLs, which always have path segments.
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(segments);
        }
        url
    }

    async fn call(
        &self,
        endpoint: Endpoint,
        secret: &LinkSecret,
        request: RequestBuilder,
    ) -> Result<Answer, Error> {
        let request = request.header(AUTHORIZATION, authorization(secret)?);
        let response = request.send().await.map_err(|error| Error::no_answer(&error))?;
        self.warn_if_deprecated(endpoint, response.headers());
        let status = response.status();
        let head = response.headers().clone();
        if status == StatusCode::OK {
            return Ok(Answer::Success(head, bounded_body(response).await?));
        }
        let retry_after = head.get(RETRY_AFTER).and_then(seconds);
        let code = bounded_body(response).await.ok().as_deref().and_then(failure_code);
        match meaning(code.as_ref(), status.as_u16(), endpoint) {
            Meaning::Good(outcome) => Ok(Answer::AlreadyDone(outcome)),
            Meaning::Bad(problem) => {
                Err(Error::answered(problem, status.as_u16(), code).with_retry_after(retry_after))
            }
        }
    }

    /// Kisi announces the end of an endpoint with `Deprecation` and `Sunset` headers. This is
    /// logged once per endpoint.
    fn warn_if_deprecated(&self, endpoint: Endpoint, headers: &HeaderMap) {
        let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        let (deprecation, sunset) = (text("deprecation"), text("sunset"));
        if deprecation.is_none() && sunset.is_none() {
            return;
        }
        if !self.warned[endpoint as usize].swap(true, Ordering::Relaxed) {
            tracing::warn!(
                ?endpoint,
                deprecation,
                sunset,
                "Kisi will remove an endpoint that doorstep uses; please update doorstep"
            );
        }
    }
}

enum Answer {
    /// The headers and the body of a `200`.
    Success(HeaderMap, Bytes),
    /// Kisi sent an error that means success.
    AlreadyDone(Outcome),
}

fn default_headers() -> HeaderMap {
    let json = HeaderValue::from_static("application/json");
    HeaderMap::from_iter([
        (ACCEPT, json.clone()),
        (CONTENT_TYPE, json),
        (INTEGRATION, HeaderValue::from_static("doorstep")),
    ])
}

/// The header is marked as sensitive, so that HTTP libraries do not log it.
fn authorization(secret: &LinkSecret) -> Result<HeaderValue, Error> {
    let value = HeaderValue::try_from(format!("KISI-GROUP-LINK {}", secret.expose()));
    let mut value = value.map_err(|_contains_the_secret| {
        Error::answered(Problem::UnknownLink, StatusCode::UNAUTHORIZED.as_u16(), None)
    })?;
    value.set_sensitive(true);
    Ok(value)
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

pub(super) fn failure_code(body: &[u8]) -> Option<Code> {
    let failure: Failure = serde_json::from_slice(body).ok()?;
    Code::parse(&failure.code?)
}

/// `Retry-After` in seconds (RFC 9110, 10.2.3), at most an hour. A date is ignored, because Kisi
/// does not send one.
fn seconds(value: &HeaderValue) -> Option<Duration> {
    let seconds: u64 = value.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds.min(3_600)))
}
