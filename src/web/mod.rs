//! The public server: which request goes where, and what every answer passes.
//!
//! [`way`] is what every request passes: [`trace`], which logs it, [`headers`], which adds headers to
//! its answer, and [`error_page`], which turns a failure into a page. [`routes`] leads it to its
//! handler: [`page`] or [`unlock`] for an access link, [`resources`] for everything else. Handlers
//! receive the facts about a request from [`extract`].

mod admin;
mod client;
mod connection;
mod descriptors;
mod error;
mod error_page;
mod extract;
mod facts;
mod form;
mod format;
#[cfg(any(test, feature = "fuzzing"))]
pub(crate) mod fuzzing;
mod head;
mod headers;
mod json;
mod labels;
mod limits;
mod listen;
mod lookup;
mod metrics;
mod page;
mod panics;
mod pieces;
mod proxies;
mod qr;
mod redirect;
mod rendered;
mod request_metrics;
mod resources;
mod routes;
mod same_origin;
mod scheme;
mod security_headers;
mod server;
mod start_error;
mod start_warnings;
mod state;
mod tap_cookie;
mod tls;
mod trace;
mod unlock;
mod unmatched_ids;
mod visit;
mod waiting;
mod way;

pub use self::{server::Server, start_error::StartError};
