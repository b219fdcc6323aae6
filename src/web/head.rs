//! The limit on the head of a request.

use actix_web::HttpRequest;

use super::connection::LARGEST_HEAD;

/// Whether a request has a larger head than [`LARGEST_HEAD`]. Over HTTP/2 the connection refuses it.
pub(super) fn is_too_large(request: &HttpRequest) -> bool {
    let lines = request.headers().iter();
    let headers: usize = lines.map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    let path = request.uri().path_and_query().map_or(0, |path| path.as_str().len());
    path + headers > LARGEST_HEAD as usize
}
