//! The way of every request: what it passes before it reaches its handler, and what its answer
//! passes on the way back.
//!
//! It is one function, because each middleware of actix costs an allocation. Handlers answer with a
//! response also when they fail, so an error here is one of actix itself, which answers it.

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
};

use super::{
    connection::{Watched, WatchedBody},
    error_page, head, headers,
    labels::Route,
    trace::Line,
};

/// Counts a visitor's request on its connection, measures it, refuses a head that is too large,
/// replaces a failure by a page, adds headers and writes the line of the log.
pub(super) async fn of_visitor(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<WatchedBody>, Error> {
    let watched = Watched::begin(request.request());
    let line = Line::begin(&request, Route::of(request.path()));
    let response = match head::too_large(&request) {
        Some(error) => request.error_response(error),
        None => next.call(request).await?.map_into_boxed_body(),
    };
    let response = if error_page::is_failure(&response) {
        Box::pin(error_page::replace(response)).await
    } else {
        response
    };
    Ok(back(response, line, watched))
}

/// The same for a request of a port that has no pages.
pub(super) async fn of_redirect(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<WatchedBody>, Error> {
    let watched = Watched::begin(request.request());
    let line = Line::begin(&request, Route::Unmatched);
    Ok(back(next.call(request).await?.map_into_boxed_body(), line, watched))
}

fn back(
    mut response: ServiceResponse,
    line: Line,
    watched: Watched,
) -> ServiceResponse<WatchedBody> {
    headers::add(&mut response);
    line.end(&response);
    response.map_body(|_, body| watched.answered(body))
}
