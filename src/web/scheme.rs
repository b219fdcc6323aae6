//! Whether the visitor's connection is encrypted.

use actix_web::HttpRequest;

use super::state::State;

/// Whether the connection is HTTPS: our own listener, or the visitor's connection to a trusted
/// proxy, as `X-Forwarded-Proto` says.
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
