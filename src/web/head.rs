//! The limit on the head of a request.

use actix_web::{HttpRequest, http::StatusCode};

use super::{connection::LARGEST_HEAD, error::Error};

/// Refuses a request with a larger head than [`LARGEST_HEAD`], before anything in it is parsed.
/// Over HTTP/2 the connection does it.
pub(super) fn too_large(request: &HttpRequest) -> Option<Error> {
    let lines = request.headers().iter();
    let headers: usize = lines.map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    let path = request.uri().path_and_query().map_or(0, |path| path.as_str().len());
    (path + headers > LARGEST_HEAD as usize)
        .then_some(Error::BadRequest(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE))
}
