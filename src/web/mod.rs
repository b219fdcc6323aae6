//! The public server: which request goes where, and what every answer passes.
//!
//! [`way`] is what every request passes: [`trace`], which logs it, [`headers`], which adds headers to
//! its answer, and [`error_page`], which makes a page of a failure. [`routes`] leads it to its
//! handler: [`page`] or [`unlock`] for an access link, [`resources`] for everything else. Handlers
//! get a [`request::Request`].

mod admin;
mod client;
mod connection;
mod descriptors;
mod error;
mod error_page;
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
mod request;
mod request_metrics;
mod resources;
mod routes;
mod same_origin;
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

pub use self::{client::Network, limits::Limits, server::Server, start_error::StartError};
