//! One call to Kisi over HTTP: how it is sent, how long and how large it may get, and what its
//! answer means.

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
    Endpoint, SetupError,
    error::{Code, Error, Meaning, meaning},
    wire::{self, Failure, Unlock},
};
use crate::{
    access::{DoorId, LinkSecret, Outcome, Problem},
    settings,
};

/// Largest answer that is read, in bytes.
pub(super) const LARGEST_ANSWER: usize = 4 * 1024 * 1024;

const COLLECTION_RANGE: HeaderName = HeaderName::from_static("x-collection-range");
const INTEGRATION: HeaderName = HeaderName::from_static("x-kisi-integration-identifier");

/// What makes calls.
#[derive(Debug)]
pub(super) struct Calls {
    http: reqwest::Client,
    base_url: Url,
    warned: [AtomicBool; 2],
}

impl Calls {
    /// Calls to `kisi.base_url`, each with `kisi.timeout`.
    ///
    /// Redirects are not followed, because they would carry a secret elsewhere, and nothing is
    /// repeated here, because an unlock must not be.
    pub(super) fn new(settings: &settings::Kisi) -> Result<Self, SetupError> {
        // Fails when a provider is installed already, which is as good.
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

    /// One page of the doors behind `secret`, and their total where Kisi tells it.
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
            return Err(Error::unreadable("Kisi answered for a door"));
        };
        let total = head.get(COLLECTION_RANGE).and_then(|v| wire::total(v.to_str().ok()?));
        let page = wire::page(&body)
            .map_err(|_quotes_kisi| Error::unreadable("Kisi's door list is not a list of doors"))?;
        Ok((page, total))
    }

    /// One unlock of `door`.
    pub(super) async fn unlock(&self, secret: &LinkSecret, door: DoorId) -> Result<Outcome, Error> {
        let request = self.http.post(self.url(&["locks", &door.to_string(), "unlock"]));
        let body = serde_json::to_vec(&Unlock {}).unwrap_or_default();
        match self.call(Endpoint::Unlock, secret, request.body(body)).await? {
            Answer::Success(_, body) if wire::is_unlocked(&body) => Ok(Outcome::Unlocked),
            Answer::Success(..) => {
                Err(Error::unreadable("Kisi's answer to an unlock is not its own"))
            }
            Answer::GoodNews(outcome) => Ok(outcome),
        }
    }

    fn url(&self, segments: &[&str]) -> Url {
        let mut url = self.base_url.clone();
        // An http(s) URL always has path segments, which settings have made sure of.
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
        let response = request.send().await.map_err(|error| Error::lost(&error))?;
        self.warn_of_the_end(endpoint, response.headers());
        let status = response.status();
        let head = response.headers().clone();
        if status == StatusCode::OK {
            return Ok(Answer::Success(head, bounded_body(response).await?));
        }
        let retry_after = head.get(RETRY_AFTER).and_then(seconds);
        let code = bounded_body(response).await.ok().as_deref().and_then(failure_code);
        match meaning(code.as_ref(), status.as_u16(), endpoint) {
            Meaning::Good(outcome) => Ok(Answer::GoodNews(outcome)),
            Meaning::Bad(problem) => {
                Err(Error::answered(problem, status.as_u16(), code).after(retry_after))
            }
        }
    }

    /// Kisi announces the end of an endpoint by `Deprecation` and `Sunset` headers.
    fn warn_of_the_end(&self, endpoint: Endpoint, headers: &HeaderMap) {
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
                "Kisi announces the end of an endpoint that doorstep uses: look for an update"
            );
        }
    }
}

enum Answer {
    Success(HeaderMap, Bytes),
    GoodNews(Outcome),
}

fn default_headers() -> HeaderMap {
    let json = HeaderValue::from_static("application/json");
    HeaderMap::from_iter([
        (ACCEPT, json.clone()),
        (CONTENT_TYPE, json),
        (INTEGRATION, HeaderValue::from_static("doorstep")),
    ])
}

/// Marked as sensitive, so that no layer below prints it.
fn authorization(secret: &LinkSecret) -> Result<HeaderValue, Error> {
    let value = HeaderValue::try_from(format!("KISI-GROUP-LINK {}", secret.expose()));
    let mut value = value.map_err(|_holds_the_secret| {
        Error::answered(Problem::UnknownLink, StatusCode::UNAUTHORIZED.as_u16(), None)
    })?;
    value.set_sensitive(true);
    Ok(value)
}

async fn bounded_body(mut response: Response) -> Result<Bytes, Error> {
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| Error::lost(&error))? {
        if body.len() + chunk.len() > LARGEST_ANSWER {
            return Err(Error::unreadable("Kisi's answer is larger than 4 MiB"));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

fn failure_code(body: &[u8]) -> Option<Code> {
    let failure: Failure = serde_json::from_slice(body).ok()?;
    Code::parse(&failure.code?)
}

/// `Retry-After` in seconds (RFC 9110, 10.2.3), at most an hour; dates are not used by Kisi.
fn seconds(value: &HeaderValue) -> Option<Duration> {
    let seconds: u64 = value.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds.min(3_600)))
}
