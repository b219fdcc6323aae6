//! Settings that are valid and probably not meant.

use std::net::IpAddr;

use crate::settings::{Listen, Settings, is_loopback};

/// Logs a warning for each.
pub(super) fn log(settings: &Settings) {
    let is_local = is_loopback(&settings.server.public_url);
    if !settings.server.trusted_proxies.is_empty() && is_local {
        tracing::warn!(
            "`server.trusted_proxies` is set, and `server.public_url` is still {}; set it to the \
             address that visitors see, or taps from some older browsers are refused",
            settings.server.public_url
        );
    }
    if let Listen::Tcp(address) = settings.server.listen
        && !is_only_for_this_machine(address.ip())
        && settings.tls.certificate.is_none()
        && settings.server.trusted_proxies.is_empty()
    {
        tracing::warn!(
            "`server.listen` is {address} and speaks plain HTTP, so that everyone between a visitor \
             and this server can read links, and open doors with them; set `tls.certificate` and \
             `tls.key`, or put a TLS proxy in front and name it in `server.trusted_proxies`"
        );
    }
}

/// Whether only this machine can connect to an address that the server listens on.
fn is_only_for_this_machine(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}
