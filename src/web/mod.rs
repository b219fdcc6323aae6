//! The public server: which request goes where, and what every answer goes through.
//!
//! A request passes [`trace`], which will log it, [`headers`], which will make its answer safe,
//! and [`error_page`], which will turn a failure into a page; then it meets its handler. Handlers
//! get what they need to know about a request from extractors: [`visit`] (theme and language),
//! [`client`] (who asks, and in which format) and [`link`] (which access link).

mod admin;
mod client;
mod error;
mod error_page;
mod headers;
mod limits;
mod link;
mod metrics;
mod outcome;
mod rendered;
mod resources;
mod seen;
mod server;
mod state;
mod tls;
mod trace;
mod visit;

use actix_web::{
    guard::{Any, Get, Guard, Head},
    middleware::from_fn,
    web::{Data, ServiceConfig, get, resource, route, scope},
};

use self::state::State;
pub use self::{
    headers::page_policy,
    rendered::travelling_size,
    server::{Error, Server},
};
use crate::paths;

/// Every public route. `GET` and `HEAD` never unlock anything: mail scanners and link previews
/// follow links. What is not here, whatever its method, is the 404 page.
fn public(config: &mut ServiceConfig, state: Data<State>) {
    let site = scope("")
        .wrap(from_fn(error_page::show))
        .wrap(from_fn(headers::add))
        .wrap(from_fn(trace::request))
        .route(paths::LINK, route().guard(reading()).to(link::show))
        .route(paths::LINK, actix_web::web::post().to(link::unlock))
        .route(paths::KISI_LINK, route().guard(reading()).to(link::redirect))
        .route(paths::ASSET, route().guard(reading()).to(resources::asset))
        .route(paths::HOME, route().guard(reading()).to(resources::home))
        .route(paths::ROBOTS, route().guard(reading()).to(resources::robots))
        .route(paths::FAVICON, route().guard(reading()).to(resources::favicon))
        .default_service(route().to(resources::not_found));
    config.app_data(state).service(site);
}

/// The admin routes, which never stand on the public port.
fn administrative(config: &mut ServiceConfig, state: Data<State>) {
    config
        .app_data(state)
        .service(resource(paths::HEALTH).route(get().to(admin::health)))
        .service(resource(paths::READY).route(get().to(admin::ready)))
        .service(resource(paths::METRICS).route(get().to(admin::metrics)));
}

fn reading() -> impl Guard {
    Any(Get()).or(Head())
}
