//! A request of a visitor, and what is found out about it: the link in its path, theme and language,
//! the client, the format of the answer. Handlers read no headers for these themselves.

use std::{
    cell::{Cell, OnceCell},
    net::IpAddr,
};

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{self, HeaderMap, HeaderValue},
    },
    web::Data,
};
use percent_encoding::percent_decode_str;

use super::{
    client::Client,
    error::Error,
    format::Format,
    labels::{Method, Route},
    state::State,
    visit::Visit,
};
use crate::{
    access::{AccessLink, Fingerprint, LinkSecret, Problem},
    directory::DoorList,
    encoding::Encoding,
    pages::{LastTap, Notice},
};

/// A request of a visitor.
pub(super) struct Request {
    pub(super) http: HttpRequest,
    pub(super) state: Data<State>,
    pub(super) method: Method,
    pub(super) route: Route,
    fingerprint: Cell<Option<Fingerprint>>,
    visit: OnceCell<Visit>,
}

impl Request {
    /// A request to `route` of the server with this state.
    pub(super) fn new(http: HttpRequest, state: Data<State>, route: Route) -> Self {
        let method = Method::of(http.method());
        Self { http, state, method, route, fingerprint: Cell::default(), visit: OnceCell::new() }
    }

    /// The access link in the path. A malformed secret is an unknown link without asking Kisi.
    pub(super) fn link(&self) -> Result<AccessLink, Error> {
        let unknown_link = || Error::new(Problem::UnknownLink);
        let (_, written) = self.http.path().rsplit_once('/').ok_or_else(unknown_link)?;
        let secret =
            percent_decode_str(written).decode_utf8().map_err(|_not_a_secret| unknown_link())?;
        let secret = LinkSecret::parse(&secret).map_err(|_malformed| unknown_link())?;
        let link = AccessLink::new(secret, &self.state.key);
        self.fingerprint.set(Some(link.fingerprint()));
        Ok(link)
    }

    /// The fingerprint of the link, once [`Self::link`] has found it.
    pub(super) fn fingerprint(&self) -> Option<Fingerprint> {
        self.fingerprint.get()
    }

    /// Theme and language. They are found on the first call.
    pub(super) fn visit(&self) -> &Visit {
        self.visit.get_or_init(|| Visit::new(&self.http, &self.state.brands))
    }

    /// Theme and language, if they were needed.
    pub(super) fn found_visit(&self) -> Option<&Visit> {
        self.visit.get()
    }

    /// Whom limits count.
    pub(super) fn client(&self) -> Client {
        self.state.proxies.client(self.peer(), self.headers())
    }

    /// The format in which an answer is wanted.
    pub(super) fn format(&self) -> Format {
        Format::of(&self.http)
    }

    /// The encoding that `Accept-Encoding` allows.
    pub(super) fn encoding(&self) -> Encoding {
        let accepted = self.headers().get(header::ACCEPT_ENCODING);
        Encoding::accepted(accepted.map_or(&[], HeaderValue::as_bytes))
    }

    /// Whether the visitor's connection is encrypted: our own listener speaks HTTPS, or a trusted
    /// proxy says that it does.
    pub(super) fn is_https(&self) -> bool {
        self.state.certificate.is_some() || self.state.proxies.is_https(self.peer(), self.headers())
    }

    /// The page with `notice`, for this visitor.
    pub(super) async fn notice(
        &self,
        status: StatusCode,
        notice: &Notice,
        last_tap: Option<&LastTap>,
    ) -> HttpResponse {
        let rendered = &self.state.rendered;
        rendered.notice(self.visit(), self.encoding(), status, notice, last_tap).await
    }

    /// The page with the doors of `list`, for this visitor.
    pub(super) async fn door_list(
        &self,
        list: &DoorList,
        last_tap: Option<&LastTap>,
    ) -> HttpResponse {
        let rendered = &self.state.rendered;
        rendered.door_list(self.visit(), self.encoding(), list, last_tap).await
    }

    pub(super) fn headers(&self) -> &HeaderMap {
        self.http.headers()
    }

    /// The other end of the connection, which may be a proxy; `None` for a Unix socket.
    fn peer(&self) -> Option<IpAddr> {
        self.http.peer_addr().map(|peer| peer.ip())
    }
}
