//! Whether the visitor's connection is encrypted.

use actix_web::HttpRequest;

use super::state::State;

/// Whether the connection is HTTPS: our own listener, or the visitor's connection to a trusted
/// proxy.
pub(super) fn is_https(request: &HttpRequest, state: &State) -> bool {
    let peer = request.peer_addr().map(|peer| peer.ip());
    state.certificate.is_some() || state.proxies.is_https(peer, request.headers())
}
