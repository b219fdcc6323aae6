//! What handlers receive: the facts about a request, each found once.
//!
//! [`Link`] is the access link in the path, [`Visit`] theme and language, [`Client`] whom limits
//! count, [`Format`] page or JSON. No handler reads headers itself.

use std::{
    convert::Infallible,
    future::{Ready, ready},
};

use actix_web::{FromRequest, HttpRequest, dev::Payload, web::Data};

use super::{
    client::Client, error::Error, facts::Facts, format::Format, state::State, visit::Visit,
};
use crate::access::{AccessLink, LinkSecret, Problem};

/// The state of the server that answers this request.
pub(super) fn state_of(request: &HttpRequest) -> &State {
    data_of(request)
}

/// The same, to be shared.
pub(super) fn data_of(request: &HttpRequest) -> &Data<State> {
    #[expect(clippy::expect_used, reason = "`routes` registers the state before any route")]
    request.app_data::<Data<State>>().expect("every request has the server's state")
}

/// Theme and language of a request, found on the first call.
pub(super) fn visit_of(request: &HttpRequest) -> Visit {
    let state = state_of(request);
    let find = || Visit::new(request, &state.brands, &state.choices);
    match Facts::of(request) {
        Some(facts) => facts.visit(find).clone(),
        None => find(),
    }
}

/// The access link of a request. A malformed secret is an unknown link without asking Kisi. The
/// link's fingerprint is kept with the request, for the log.
pub(super) struct Link(pub(super) AccessLink);

impl Link {
    fn of(request: &HttpRequest) -> Option<Self> {
        let secret = LinkSecret::parse(request.match_info().get("secret")?).ok()?;
        let link = AccessLink::new(secret, &state_of(request).key);
        if let Some(facts) = Facts::of(request) {
            facts.set_link(link.fingerprint());
        }
        Some(Self(link))
    }
}

impl FromRequest for Link {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request).ok_or_else(|| Error::new(Problem::UnknownLink)))
    }
}

impl FromRequest for Visit {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(visit_of(request)))
    }
}

impl FromRequest for Client {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let peer = request.peer_addr().map(|peer| peer.ip());
        ready(Ok(state_of(request).proxies.client(peer, request.headers())))
    }
}

impl FromRequest for Format {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}
