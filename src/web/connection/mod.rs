//! Connections: how they are accepted, limited in number and time, and served.
//!
//! [`serve`] accepts a connection on a worker thread. [`limits`] decides whether it is served, and
//! closes others if there are too many. After the TLS handshake, [`stream`] wraps the connection and
//! closes it when its client sends or reads too slowly. Then actix serves HTTP/1.1, and [`http2`]
//! HTTP/2. All three know what a connection is doing from [`activity`], which [`watch`] keeps up to
//! date for each request.

mod activity;
mod early_answer;
mod http2;
mod limits;
mod serve;
mod stream;
mod watch;

pub(super) use self::{
    http2::LARGEST_HEAD,
    limits::ConnectionLimits,
    serve::{Listener, Serving, server},
    watch::{Watched, WatchedBody, connection_of},
};
