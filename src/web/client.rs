//! Facts about who asks: from which address, over which scheme, for which format.

use std::{
    convert::Infallible,
    future::{Ready, ready},
    net::{IpAddr, Ipv6Addr},
};

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header::{self, Accept, Header as _, HeaderMap},
    web::Data,
};
use ipnet::IpNet;

use super::state::State;

/// Whom a limit counts: an IPv4 address, or the /64 of an IPv6 address, which is what one
/// household or one attacker gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Client(IpAddr);

impl Client {
    /// Who is behind `peer`, which is believed about its own clients only where it is a trusted
    /// proxy: then the last address in `X-Forwarded-For` that is no trusted proxy itself counts.
    fn behind(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> Self {
        let is_trusted = |address: &IpAddr| trusted.iter().any(|network| network.contains(address));
        let mut address = peer.to_canonical();
        let lines = headers.get_all("x-forwarded-for").filter_map(|line| line.to_str().ok());
        let claimed: Vec<&str> = lines.flat_map(|line| line.split(',')).collect();
        for claim in claimed.into_iter().rev() {
            if !is_trusted(&address) {
                break;
            }
            let Some(before) = forwarded_address(claim) else { break };
            address = before.to_canonical();
        }
        Self(match address {
            IpAddr::V4(_) => address,
            IpAddr::V6(v6) => {
                let prefix = u128::from(v6) & (u128::MAX << 64);
                IpAddr::V6(Ipv6Addr::from(prefix))
            }
        })
    }
}

/// An address as proxies write it: bare, with a port, or in brackets.
fn forwarded_address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text.strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(ip, _)| ip);
    let bare = bare.unwrap_or(text);
    bare.parse().ok().or_else(|| text.parse::<std::net::SocketAddr>().ok().map(|at| at.ip()))
}

impl FromRequest for Client {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let peer = request.peer_addr().map_or(Ipv6Addr::UNSPECIFIED.into(), |peer| peer.ip());
        let trusted = state(request).map_or(&[][..], |state| &state.trusted_proxies);
        ready(Ok(Self::behind(peer, request.headers(), trusted)))
    }
}

fn state(request: &HttpRequest) -> Option<&State> {
    request.app_data::<Data<State>>().map(Data::get_ref)
}

/// Whether the visitor's connection is encrypted: ours, or as a trusted proxy says its own is.
pub(super) fn is_https(request: &HttpRequest, state: &State) -> bool {
    if state.https {
        return true;
    }
    let Some(peer) = request.peer_addr() else { return false };
    let peer = peer.ip().to_canonical();
    let trusted = state.trusted_proxies.iter().any(|network| network.contains(&peer));
    let claimed = request.headers().get("x-forwarded-proto").and_then(|value| value.to_str().ok());
    trusted && claimed.and_then(|all| all.rsplit(',').next()).map(str::trim) == Some("https")
}

/// In which format an answer is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// A page, for people.
    Page,
    /// JSON, for scripts.
    Json,
}

impl Format {
    /// JSON where `Accept` prefers it to a page.
    pub(super) fn of(request: &HttpRequest) -> Self {
        let Some(accept) = request.headers().get(header::ACCEPT) else { return Self::Page };
        // Browsers ask for pages with an Accept that no JSON is named in.
        if !accept.as_bytes().windows(4).any(|word| word.eq_ignore_ascii_case(b"json")) {
            return Self::Page;
        }
        let ranked = Accept::parse(request).map(|accept| accept.ranked()).unwrap_or_default();
        let formats = ranked.iter().filter_map(|media| {
            match (media.type_().as_str(), media.subtype().as_str()) {
                ("application", "json" | "problem+json") => Some(Self::Json),
                ("text", "html" | "*") | ("application", "xhtml+xml" | "*") | ("*", "*") => {
                    Some(Self::Page)
                }
                _ => match media.suffix() {
                    Some(suffix) if suffix == "json" => Some(Self::Json),
                    _ => None,
                },
            }
        });
        formats.into_iter().next().unwrap_or(Self::Page)
    }
}

impl FromRequest for Format {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}

#[cfg(test)]
mod tests {
    use actix_web::{
        http::header::{HeaderName, HeaderValue},
        test::TestRequest,
    };

    use super::*;

    fn client(peer: &str, forwarded: &[&str], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in forwarded {
            let name = HeaderName::from_static("x-forwarded-for");
            headers.append(name, HeaderValue::from_str(line).unwrap());
        }
        let trusted: Vec<IpNet> = trusted.iter().map(|net| net.parse().unwrap()).collect();
        Client::behind(peer.parse().unwrap(), &headers, &trusted).0.to_string()
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        assert_eq!(client("203.0.113.9", &["1.2.3.4"], &[]), "203.0.113.9");
        assert_eq!(client("10.0.0.1", &["1.2.3.4"], &["10.0.0.0/8"]), "1.2.3.4");
        assert_eq!(client("::ffff:10.0.0.1", &["1.2.3.4"], &["10.0.0.0/8"]), "1.2.3.4");
    }

    #[test]
    fn what_a_visitor_adds_to_the_list_does_not_count() {
        let trusted = ["10.0.0.0/8"];
        assert_eq!(client("10.0.0.1", &["6.6.6.6, 1.2.3.4, 10.0.0.2"], &trusted), "1.2.3.4");
        assert_eq!(client("10.0.0.1", &["6.6.6.6", "1.2.3.4"], &trusted), "1.2.3.4");
        assert_eq!(client("10.0.0.1", &["1.2.3.4, nonsense"], &trusted), "10.0.0.1");
        assert_eq!(client("10.0.0.1", &[], &trusted), "10.0.0.1");
    }

    #[test]
    fn an_address_may_come_with_a_port() {
        let trusted = ["10.0.0.0/8"];
        assert_eq!(client("10.0.0.1", &["1.2.3.4:5678"], &trusted), "1.2.3.4");
        assert_eq!(client("10.0.0.1", &["[2001:db8::1]:5678"], &trusted), "2001:db8::");
    }

    #[test]
    fn an_ipv6_network_is_one_client() {
        assert_eq!(client("2001:db8:1:2:3:4:5:6", &[], &[]), client("2001:db8:1:2::1", &[], &[]));
        assert_ne!(client("2001:db8:1:2::1", &[], &[]), client("2001:db8:1:3::1", &[], &[]));
    }

    #[test]
    fn json_is_for_those_who_prefer_it() {
        let format = |accept: &str| {
            Format::of(&TestRequest::get().insert_header(("Accept", accept)).to_http_request())
        };
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";
        for page in [browser, "*/*", "text/html, application/json", "application/json;q=0.1, */*"] {
            assert_eq!(format(page), Format::Page, "{page}");
        }
        for json in ["application/json", "application/json, */*;q=0.1", "application/problem+json"]
        {
            assert_eq!(format(json), Format::Json, "{json}");
        }
        assert_eq!(Format::of(&TestRequest::get().to_http_request()), Format::Page);
    }
}
