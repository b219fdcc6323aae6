//! What proxies in front of this server say about a visitor's connection, and who may say so.

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::atomic::{AtomicBool, Ordering},
};

use actix_web::http::header::HeaderMap;
use ipnet::IpNet;

use super::client::{Client, FORWARDED, hides_separators};
use crate::settings::ClientAddress;

/// The proxies of `server.trusted_proxies`.
#[derive(Debug)]
pub(super) struct Proxies {
    trusted: Vec<IpNet>,
    client_address: ClientAddress,
    has_warned: AtomicBool,
}

impl Proxies {
    /// `client_address` decides how much of an address the log shows.
    pub(super) fn new(trusted: Vec<IpNet>, client_address: ClientAddress) -> Self {
        Self { trusted, client_address, has_warned: AtomicBool::new(false) }
    }

    /// The client behind `peer`, which is `None` for a Unix socket.
    pub(super) fn client(&self, peer: Option<IpAddr>, headers: &HeaderMap) -> Client {
        let direct = Client::at(peer.unwrap_or(Ipv4Addr::LOCALHOST.into()));
        if self.trusts(peer) {
            return Client::forwarded(headers, |address| self.trusts(Some(address)))
                .unwrap_or(direct);
        }
        if Client::is_claimed(headers) {
            self.warn_of_ignored_header(direct);
        }
        direct
    }

    /// Whether the visitor's connection to a trusted proxy is HTTPS.
    pub(super) fn is_https(&self, peer: Option<IpAddr>, headers: &HeaderMap) -> bool {
        let last = |name: &str| {
            let line = headers.get_all(name).last()?.to_str().ok()?;
            Some(line.rsplit(',').next().unwrap_or(line).trim())
        };
        let forwarded = || {
            let line = headers.get_all(&FORWARDED).last()?.to_str().ok()?;
            let node = rfc7239::parse(line).next_back()?.ok()?;
            node.protocol.filter(|_| !hides_separators(line))
        };
        let is_https = |scheme: &str| scheme.eq_ignore_ascii_case("https");
        self.trusts(peer) && last("x-forwarded-proto").or_else(forwarded).is_some_and(is_https)
    }

    /// Whether `peer` is a trusted proxy. Only a proxy on this machine can connect to a Unix socket,
    /// so it is trusted.
    pub(super) fn trusts(&self, peer: Option<IpAddr>) -> bool {
        let Some(peer) = peer.map(|peer| peer.to_canonical()) else { return true };
        self.trusted.iter().any(|network| network.contains(&peer))
    }

    fn warn_of_ignored_header(&self, peer: Client) {
        if !self.has_warned.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                peer = peer.shown(self.client_address),
                "ignored the client's address in a request, because its sender is not in \
                 `server.trusted_proxies`. If the sender is your proxy, add its network there: \
                 until then, limits count all visitors behind it as one. This is logged once"
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    const PROXY: &str = "10.0.0.1";

    fn headers(lines: &[(&str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, line) in lines {
            let name = HeaderName::try_from(*name).unwrap();
            headers.append(name, HeaderValue::from_str(line).unwrap());
        }
        headers
    }

    fn proxies(trusted: &[&str]) -> Proxies {
        let trusted = trusted.iter().map(|network| network.parse().unwrap()).collect();
        Proxies::new(trusted, ClientAddress::Full)
    }

    fn client(peer: Option<&str>, lines: &[(&str, &str)], trusted: &[&str]) -> String {
        let peer = peer.map(|peer| peer.parse().unwrap());
        let client = proxies(trusted).client(peer, &headers(lines));
        client.shown(ClientAddress::Full).unwrap()
    }

    /// The client of a request that came through the proxy with these `X-Forwarded-For` headers.
    fn behind_proxy(lines: &[&str]) -> String {
        let lines: Vec<_> = lines.iter().map(|line| ("x-forwarded-for", *line)).collect();
        client(Some(PROXY), &lines, &["10.0.0.0/8"])
    }

    #[test]
    fn forwarded_addresses_count_only_from_a_trusted_proxy() {
        let claim = [("x-forwarded-for", "1.2.3.4")];
        assert_eq!(client(Some("203.0.113.9"), &claim, &[]), "203.0.113.9");
        assert_eq!(client(Some(PROXY), &claim, &["10.0.0.0/8"]), "1.2.3.4");
        assert_eq!(client(Some("::ffff:10.0.0.1"), &claim, &["10.0.0.0/8"]), "1.2.3.4");
    }

    #[test]
    fn an_address_that_a_visitor_adds_to_the_list_is_ignored() {
        assert_eq!(behind_proxy(&["6.6.6.6, 1.2.3.4, 10.0.0.2"]), "1.2.3.4");
        assert_eq!(behind_proxy(&["6.6.6.6", "1.2.3.4"]), "1.2.3.4");
        assert_eq!(behind_proxy(&["1.2.3.4, nonsense"]), PROXY);
        assert_eq!(behind_proxy(&[]), PROXY);
    }

    #[test]
    fn an_address_may_come_with_a_port() {
        assert_eq!(behind_proxy(&["1.2.3.4:5678"]), "1.2.3.4");
        assert_eq!(behind_proxy(&["[2001:db8::1]:5678"]), "2001:db8::1");
    }

    #[test]
    fn forwarded_of_rfc_7239_is_read_like_x_forwarded_for() {
        let client = |line| client(Some(PROXY), &[("forwarded", line)], &["10.0.0.0/8"]);
        assert_eq!(client("for=6.6.6.6, for=1.2.3.4;proto=https;by=10.0.0.1"), "1.2.3.4");
        assert_eq!(client("For=\"[2001:db8::17]:4711\""), "2001:db8::17");
        assert_eq!(client("for=1.2.3.4, for=10.0.0.9"), "1.2.3.4");
        for hidden in ["for=unknown", "for=_hidden", "for", "", "for=1.2.3.4, nonsense"] {
            assert_eq!(client(hidden), PROXY, "{hidden}");
        }
    }

    #[test]
    fn an_address_inside_a_quoted_text_is_not_believed() {
        let client = |line| client(Some(PROXY), &[("forwarded", line)], &["10.0.0.0/8"]);
        assert_eq!(client("for=1.2.3.4;host=\"a;for=6.6.6.6\""), PROXY);
        assert_eq!(client("for=1.2.3.4;host=\"a,for=6.6.6.6;b=\""), PROXY);
    }

    #[test]
    fn forwarded_that_a_client_adds_does_not_hide_it() {
        let client = |old, new| {
            let lines = [("x-forwarded-for", old), ("forwarded", new)];
            client(Some(PROXY), &lines, &["10.0.0.0/8"])
        };
        assert_eq!(client("1.2.3.4", "for=1.2.3.4"), "1.2.3.4");
        assert_eq!(client("1.2.3.4", "for=6.6.6.6"), "1.2.3.4");
    }

    #[test]
    fn a_proxy_on_a_unix_socket_is_trusted() {
        assert_eq!(client(None, &[("x-forwarded-for", "1.2.3.4")], &[]), "1.2.3.4");
        assert_eq!(client(None, &[], &[]), "127.0.0.1");
    }

    #[test]
    fn the_scheme_is_believed_only_from_a_trusted_proxy() {
        let is_https = |peer: &str, lines: &[(&str, &str)]| {
            proxies(&["10.0.0.0/8"]).is_https(Some(peer.parse().unwrap()), &headers(lines))
        };
        assert!(is_https(PROXY, &[("x-forwarded-proto", "https")]));
        assert!(is_https(PROXY, &[("x-forwarded-proto", "http, https")]));
        assert!(is_https(PROXY, &[("forwarded", "for=1.2.3.4;proto=https")]));
        assert!(!is_https(PROXY, &[("x-forwarded-proto", "https, http")]));
        assert!(!is_https(PROXY, &[("forwarded", "proto=https, for=1.2.3.4;proto=http")]));
        assert!(!is_https("203.0.113.9", &[("x-forwarded-proto", "https")]));
        assert!(!is_https(PROXY, &[]));
    }
}
