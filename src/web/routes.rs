//! Every route, and what each request passes on its way.

use actix_service::ServiceFactory;
use actix_web::{
    Error, Resource,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    guard::{All, Any, Get, Guard, Head, Not, fn_guard},
    middleware::from_fn,
    web::{Data, ServiceConfig, get, post, resource, route, scope},
};

use super::{admin, page, panics, qr, redirect, resources, state::State, unlock, way};
use crate::paths;

/// Every public route. `GET` and `HEAD` never unlock a door: mail scanners and link previews fetch
/// links. Any other path or method gets the 404 page.
pub(super) fn public(config: &mut ServiceConfig, state: Data<State>) {
    let site = scope("")
        .wrap(from_fn(way::of_visitor))
        .service(
            handled(paths::LINK)
                .route(route().guard(All(reading()).and(wanting_qr())).to(qr::show))
                .route(route().guard(reading()).to(page::show))
                .route(post().guard(Not(wanting_qr())).to(unlock::unlock)),
        )
        .service(handled(paths::KISI_LINK).route(route().guard(reading()).to(page::redirect)))
        .service(handled(paths::ASSET).route(route().guard(reading()).to(resources::asset)))
        .service(handled(paths::HOME).route(route().guard(reading()).to(resources::home)))
        .service(handled(paths::ROBOTS).route(route().guard(reading()).to(resources::robots)))
        .service(handled(paths::FAVICON).route(route().guard(reading()).to(resources::favicon)))
        .default_service(route().to(resources::not_found));
    config.app_data(state).service(site);
}

/// The admin routes, which are never on the public port.
pub(super) fn administrative(config: &mut ServiceConfig, state: Data<State>) {
    config
        .app_data(state)
        .service(resource(paths::HEALTH).route(get().to(admin::health)))
        .service(resource(paths::READY).route(get().to(admin::ready)))
        .service(resource(paths::METRICS).route(get().to(admin::metrics)));
}

/// The port that sends visitors to HTTPS.
pub(super) fn redirecting(config: &mut ServiceConfig, state: Data<State>) {
    let site =
        scope("").wrap(from_fn(way::of_redirect)).default_service(route().to(redirect::to_https));
    config.app_data(state).service(site);
}

/// A resource whose other methods get the 404 page, and whose panics get a page, too.
fn handled(
    path: &str,
) -> Resource<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    resource(path).wrap(from_fn(panics::answer)).default_service(route().to(resources::not_found))
}

fn reading() -> impl Guard {
    Any(Get()).or(Head())
}

/// A request for the QR code of a link, in place of its page.
fn wanting_qr() -> impl Guard {
    fn_guard(|request| qr::is_wanted(&request.head().uri))
}
