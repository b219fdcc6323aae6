//! Single calls to Kisi with the secret of an access link.

use bytes::Bytes;
use reqwest::{
    Method, RequestBuilder, StatusCode,
    header::{AUTHORIZATION, HeaderValue},
};
use url::Url;

use super::{
    error::{Code, Endpoint, Error, Meaning, SetupError, meaning},
    http::{self, Http},
    wire::{self, Failure},
};
use crate::{
    access::{DoorId, LinkSecret, Outcome, PlaceDetails, Problem},
    settings,
};

/// Makes calls to Kisi.
#[derive(Debug)]
pub(super) struct Calls {
    http: Http,
    /// The URL of every door list, without `limit` and `offset`.
    doors: Url,
}

impl Calls {
    /// Calls `kisi.base_url`, each call limited to `kisi.timeout`.
    pub(super) fn new(settings: &settings::Kisi) -> Result<Self, SetupError> {
        Ok(Self::with(Http::new(settings)?))
    }

    /// Calls through `http`.
    pub(super) fn with(http: Http) -> Self {
        Self { doors: http.url(&["locks"]), http }
    }

    /// Returns one page of the doors that `secret` opens, and the number of doors on all pages if
    /// Kisi sent it.
    pub(super) async fn page(
        &self,
        secret: &LinkSecret,
        offset: usize,
        limit: usize,
    ) -> Result<(wire::Page, Option<usize>), Error> {
        let mut url = self.doors.clone();
        url.set_query(Some(&format!("limit={limit}&offset={offset}")));
        let request = self.http.request(Method::GET, url);
        let Answer::Success(body, total) = self.call(Endpoint::Doors, secret, request).await?
        else {
            return Err(Error::unreadable(
                "Kisi answered a door list with the result of an unlock",
            ));
        };
        let page = wire::page(&body).map_err(|_contains_kisis_answer| {
            Error::unreadable("Kisi's door list is not a JSON array")
        })?;
        Ok((page, total))
    }

    /// Returns what Kisi has about a place of a door that `secret` opens. Kisi documents this call
    /// for access links, so a failure must not keep the caller from its work.
    pub(super) async fn place(&self, secret: &LinkSecret, id: u64) -> Result<PlaceDetails, Error> {
        let url = self.http.url(&["places", &id.to_string()]);
        let request = self.http.request(Method::GET, url);
        match self.call(Endpoint::Doors, secret, request).await? {
            Answer::Success(body, _) => {
                wire::place(&body).ok_or_else(|| Error::unreadable("Kisi's place is not readable"))
            }
            Answer::AlreadyDone(_) => Err(Error::unreadable("Kisi answered with an unlock")),
        }
    }

    /// Unlocks `door`, with one call.
    pub(super) async fn unlock(&self, secret: &LinkSecret, door: DoorId) -> Result<Outcome, Error> {
        let url = self.http.url(&["locks", &door.to_string(), "unlock"]);
        let request = self.http.request(Method::POST, url).body(wire::UNLOCK);
        match self.call(Endpoint::Unlock, secret, request).await? {
            Answer::Success(body, _) if wire::is_unlocked(&body) => Ok(Outcome::Unlocked),
            Answer::Success(..) => {
                Err(Error::unreadable("the answer to an unlock is not a JSON object"))
            }
            Answer::AlreadyDone(outcome) => Ok(outcome),
        }
    }

    async fn call(
        &self,
        endpoint: Endpoint,
        secret: &LinkSecret,
        request: RequestBuilder,
    ) -> Result<Answer, Error> {
        let request = request.header(AUTHORIZATION, authorization(secret)?);
        let answer = self.http.send(endpoint.as_str(), request).await?;
        if answer.status == StatusCode::OK {
            let total = answer.total();
            return Ok(Answer::Success(answer.body?, total));
        }
        let (status, retry_after) = (answer.status.as_u16(), answer.retry_after());
        let code = answer.body.ok().as_deref().and_then(failure_code);
        match meaning(code.as_ref(), status, endpoint) {
            Meaning::Good(outcome) => Ok(Answer::AlreadyDone(outcome)),
            Meaning::Bad(problem) => {
                Err(Error::answered(problem, status, code).with_retry_after(retry_after))
            }
        }
    }
}

enum Answer {
    /// The body of a `200`, and the number of elements on all pages.
    Success(Bytes, Option<usize>),
    /// Kisi sent an error that means success.
    AlreadyDone(Outcome),
}

fn authorization(secret: &LinkSecret) -> Result<HeaderValue, Error> {
    let value = http::authorization("KISI-GROUP-LINK", secret.expose());
    value.ok_or_else(|| {
        Error::answered(Problem::UnknownLink, StatusCode::UNAUTHORIZED.as_u16(), None)
    })
}

pub(super) fn failure_code(body: &[u8]) -> Option<Code> {
    let failure: Failure = serde_json::from_slice(body).ok()?;
    Code::parse(&failure.code?)
}
