//! The limit on the head of a request.

use actix_web::{
    Error as ActixError,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::StatusCode,
    middleware::Next,
};

use super::{connection::LARGEST_HEAD, error::Error};

/// Refuses a request with a larger head than [`LARGEST_HEAD`], before anything in it is parsed.
/// Over HTTP/2 the connection does it.
pub(super) async fn limit<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, ActixError> {
    let lines = request.headers().iter();
    let headers: usize = lines.map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    let path = request.uri().path_and_query().map_or(0, |path| path.as_str().len());
    if path + headers > LARGEST_HEAD as usize {
        let too_large = Error::BadRequest(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
        return Ok(request.error_response(too_large).map_into_right_body());
    }
    Ok(next.call(request).await?.map_into_left_body())
}
