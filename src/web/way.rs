//! The way of every request: what it passes before it reaches its handler, and what its answer
//! passes on the way back.
//!
//! It is one function, because each middleware of actix costs an allocation.

use std::time::Instant;

use actix_web::{
    Error as ActixError, HttpResponse,
    dev::{ServiceRequest, ServiceResponse},
    http::StatusCode,
    web::Data,
};

use super::{
    connection::{Watched, WatchedBody},
    error::Error,
    error_page, head, headers,
    labels::Route,
    panics::caught,
    redirect,
    request::Request,
    routes,
    state::State,
    trace::Line,
};

/// Counts a visitor's request on its connection, measures it, refuses a head that is too large,
/// makes a page of a failure, adds headers and writes the line of the log.
pub(super) async fn of_visitor(
    request: ServiceRequest,
    state: Data<State>,
) -> Result<ServiceResponse<WatchedBody>, ActixError> {
    let now = Instant::now();
    let watched = Watched::begin(request.request(), now);
    let (http, body) = request.into_parts();
    let route = Route::of(http.path());
    let request = Request::new(http, state, route);
    let line = Line::begin(&request, now);
    let answer = if watched.has_large_head() && head::is_too_large(&request.http) {
        Err(Error::BadRequest(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE))
    } else {
        caught(routes::handle(&request, body)).await
    };
    let response = match answer {
        Ok(response) => response,
        Err(error) => Box::pin(error_page::answer(&request, &error)).await,
    };
    let response = sent(response, line);
    Ok(ServiceResponse::new(request.http, response.map_body(|_, body| watched.answered(body))))
}

/// The same for a request of the port that redirects to HTTPS, which has no pages.
pub(super) fn of_redirect(
    request: ServiceRequest,
    state: Data<State>,
) -> ServiceResponse<WatchedBody> {
    let now = Instant::now();
    let watched = Watched::begin(request.request(), now);
    let (http, _body) = request.into_parts();
    let request = Request::new(http, state, Route::Unmatched);
    let response = sent(redirect::to_https(&request), Line::begin(&request, now));
    ServiceResponse::new(request.http, response.map_body(|_, body| watched.answered(body)))
}

fn sent(mut response: HttpResponse, line: Line<'_>) -> HttpResponse {
    headers::add(line.request, &mut response);
    line.end(response.status());
    response
}
