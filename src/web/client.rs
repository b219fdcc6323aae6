//! Which client a request comes from: whose address the audit trail shows, and whose requests a
//! limit counts together.
//!
//! Behind a proxy, the client's address is in `X-Forwarded-For` or in `Forwarded` (RFC 7239). Every
//! client can send these headers, so [`super::proxies`] reads them only if the peer is a trusted
//! proxy. They are read from the right: the last address that is not a trusted proxy's own is the
//! client.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use rfc7239::{NodeIdentifier, NodeName};

use crate::settings::ClientAddress;

/// How many addresses of a header are read.
const MOST_ADDRESSES: usize = 32;
static X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
pub(super) static FORWARDED: HeaderName = HeaderName::from_static("forwarded");

/// The address of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Client(IpAddr);

/// An IPv4 address, or the /64 of an IPv6 address, which is what one household or one attacker
/// gets. Limits count by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Network(IpAddr);

impl Client {
    /// The client with this address.
    pub(super) fn at(address: IpAddr) -> Self {
        Self(address.to_canonical())
    }

    /// The client that the headers of a trusted proxy name; `is_trusted` says whether an address is
    /// that of a trusted proxy. `None` if they name no client. `Forwarded` counts only without
    /// `X-Forwarded-For`, because most proxies write that one, and pass the other one on as a client
    /// sent it.
    pub(super) fn forwarded(
        headers: &HeaderMap,
        is_trusted: impl Fn(IpAddr) -> bool,
    ) -> Option<Self> {
        let first_untrusted = |claims: Vec<Option<IpAddr>>| {
            let mut client = None;
            for claim in claims {
                let Some(before) = claim else { break };
                client = Some(Self::at(before));
                if !is_trusted(before.to_canonical()) {
                    break;
                }
            }
            client
        };
        let old = claims(headers, &X_FORWARDED_FOR, |line| {
            line.rsplit(',').take(MOST_ADDRESSES).map(forwarded_address).collect()
        });
        let new = || {
            claims(headers, &FORWARDED, |line| {
                let nodes = rfc7239::parse(line).rev().take(MOST_ADDRESSES);
                nodes.map(|node| node_address(&node.ok()?.forwarded_for?)).collect()
            })
        };
        old.or_else(new).and_then(first_untrusted)
    }

    /// Whether the headers name a client at all.
    pub(super) fn is_claimed(headers: &HeaderMap) -> bool {
        headers.contains_key(&X_FORWARDED_FOR) || headers.contains_key(&FORWARDED)
    }

    /// What limits count by.
    pub(super) fn network(self) -> Network {
        Network(match self.0 {
            IpAddr::V4(_) => self.0,
            IpAddr::V6(address) => IpAddr::V6(prefix(address, 64)),
        })
    }

    /// The address for the audit trail, as `log.client_address` allows it.
    pub(super) fn shown(self, setting: ClientAddress) -> Option<String> {
        match (setting, self.0) {
            (ClientAddress::None, _) => None,
            (ClientAddress::Full, address) => Some(address.to_string()),
            (ClientAddress::Cut, IpAddr::V4(address)) => {
                let [a, b, c, _] = address.octets();
                Some(format!("{a}.{b}.{c}.0/24"))
            }
            (ClientAddress::Cut, IpAddr::V6(address)) => {
                Some(format!("{}/48", prefix(address, 48)))
            }
        }
    }
}

impl Network {
    /// The network of a client with this address.
    #[must_use]
    pub fn of(address: IpAddr) -> Self {
        Client::at(address).network()
    }

    /// Stands for all clients beyond those that have a state of their own.
    pub(super) const OTHERS: Self = Self(IpAddr::V4(Ipv4Addr::UNSPECIFIED));

    /// The network for the log, as `log.client_address` allows it.
    pub(super) fn shown(self, setting: ClientAddress) -> Option<String> {
        Client(self.0).shown(setting)
    }

    #[cfg(test)]
    pub(super) fn for_tests(address: &str) -> Self {
        Self::of(address.parse().unwrap())
    }
}

/// The first `bits` of an address; the others are 0.
fn prefix(address: Ipv6Addr, bits: u8) -> Ipv6Addr {
    ipnet::Ipv6Net::new(address, bits).map_or(address, |network| network.network())
}

/// The addresses in all headers of this name, the last one first; `None` if there is no such header.
/// An address that cannot be read is `None` in the list.
fn claims(
    headers: &HeaderMap,
    name: &HeaderName,
    read: impl Fn(&str) -> Vec<Option<IpAddr>>,
) -> Option<Vec<Option<IpAddr>>> {
    let lines: Vec<_> = headers.get_all(name).collect();
    let lines = lines.into_iter().rev().map(HeaderValue::to_str);
    let addresses = lines.flat_map(|line| match line {
        Ok(line) if !hides_separators(line) => read(line),
        _unreadable => vec![None],
    });
    let addresses: Vec<_> = addresses.take(MOST_ADDRESSES).collect();
    (!addresses.is_empty()).then_some(addresses)
}

/// Whether a quoted text in a `Forwarded` header contains a character that separates addresses. The parser would take what
/// follows for an address of its own, and no proxy writes such a text by itself.
pub(super) fn hides_separators(line: &str) -> bool {
    line.split('"').skip(1).step_by(2).any(|quoted| quoted.contains([',', ';', '\\']))
}

/// An address as proxies write it: alone, with a port, or in brackets.
fn forwarded_address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text.strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(ip, _)| ip);
    let bare = bare.unwrap_or(text);
    bare.parse().ok().or_else(|| text.parse::<std::net::SocketAddr>().ok().map(|at| at.ip()))
}

fn node_address(node: &NodeIdentifier<'_>) -> Option<IpAddr> {
    match node.name {
        NodeName::Ip(address) => Some(address),
        NodeName::Unknown | NodeName::Obfuscated(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ipv6_network_is_one_client() {
        assert_eq!(
            Network::for_tests("2001:db8:1:2:3:4:5:6"),
            Network::for_tests("2001:db8:1:2::1")
        );
        assert_ne!(Network::for_tests("2001:db8:1:2::1"), Network::for_tests("2001:db8:1:3::1"));
    }

    #[test]
    fn the_audit_trail_shows_as_much_of_an_address_as_the_setting_allows() {
        let shown = |address: &str, setting| Client(address.parse().unwrap()).shown(setting);
        let (v4, v6) = ("203.0.113.9", "2001:db8:1:2::1");
        assert_eq!(shown(v4, ClientAddress::None), None);
        assert_eq!(shown(v4, ClientAddress::Cut).unwrap(), "203.0.113.0/24");
        assert_eq!(shown(v6, ClientAddress::Cut).unwrap(), "2001:db8:1::/48");
        assert_eq!(shown(v4, ClientAddress::Full).unwrap(), v4);
        assert_eq!(shown(v6, ClientAddress::Full).unwrap(), v6);
    }
}
