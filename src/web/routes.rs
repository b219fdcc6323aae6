//! Which request is answered by which handler.
//!
//! There are so few public routes that one `match` shows them all. It also takes less time than actix's
//! routing, which is a large part of what a page costs. The admin port gets few requests, so it uses
//! actix's routing.

use actix_web::{
    HttpResponse,
    dev::Payload,
    web::{Data, ServiceConfig, get, resource},
};

use super::{
    admin,
    error::Error,
    labels::{Method, Route},
    page, qr,
    request::Request,
    resources,
    state::State,
    unlock,
};
use crate::paths;

/// Answers a request to a public route. `GET` and `HEAD` never unlock a door: mail scanners and link
/// previews fetch links. Any other path or method gets the 404 page.
///
/// A future is as large as the largest of its branches, so rare ones are boxed.
pub(super) async fn handle(request: &Request, body: Payload) -> Result<HttpResponse, Error> {
    match (request.method, request.route) {
        (Method::Get | Method::Head, route) => match route {
            Route::Link if qr::is_wanted(request) => Box::pin(qr::show(request)).await,
            Route::Link => page::show(request).await,
            Route::KisiLink => page::redirect(request),
            Route::Asset => Box::pin(resources::asset(request)).await,
            Route::Home => Ok(Box::pin(resources::home(request)).await),
            Route::Robots => Ok(resources::robots()),
            Route::Favicon => Box::pin(resources::favicon(request)).await,
            Route::Unmatched => Err(Error::NotFound),
        },
        (Method::Post, Route::Link) if !qr::is_wanted(request) => {
            Box::pin(unlock::unlock(request, body)).await
        }
        (Method::Post | Method::Other, _) => Err(Error::NotFound),
    }
}

/// The admin routes, which are never on the public port.
pub(super) fn administrative(config: &mut ServiceConfig, state: Data<State>) {
    config
        .app_data(state)
        .service(resource(paths::HEALTH).route(get().to(admin::health)))
        .service(resource(paths::READY).route(get().to(admin::ready)))
        .service(resource(paths::METRICS).route(get().to(admin::metrics)));
}
