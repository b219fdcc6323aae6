//! How a phone in the same network reaches the preview.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};

/// The URL of the preview for phones; `None` if it listens on this machine alone.
pub(super) fn address_for_phones(listening: SocketAddr) -> Option<String> {
    let address = listening.ip();
    if address.is_loopback() {
        return None;
    }
    let address = if address.is_unspecified() { own_address(address)? } else { address };
    Some(format!("http://{}/", SocketAddr::new(address, listening.port())))
}

/// The address of this machine on the network that leads to others. Connecting a UDP socket sends
/// nothing: the system only chooses the way. The targets are addresses for documentation.
fn own_address(unspecified: IpAddr) -> Option<IpAddr> {
    let target = match unspecified {
        IpAddr::V4(_) => IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)),
        IpAddr::V6(_) => IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1)),
    };
    let socket = UdpSocket::bind((unspecified, 0)).ok()?;
    socket.connect((target, 9)).ok()?;
    let own = socket.local_addr().ok()?.ip();
    (!own.is_loopback() && !own.is_unspecified()).then_some(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_gets_an_address_only_of_a_preview_for_the_network() {
        let address = |text: &str| address_for_phones(text.parse().unwrap());
        assert_eq!(address("127.0.0.1:8090"), None);
        assert_eq!(address("[::1]:8090"), None);
        assert_eq!(address("192.0.2.7:8090").as_deref(), Some("http://192.0.2.7:8090/"));
        if let Some(own) = address("0.0.0.0:8090") {
            assert!(!own.contains("0.0.0.0") && own.ends_with(":8090/"), "{own}");
        }
    }
}
