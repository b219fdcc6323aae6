//! Says on its connection when a request begins and ends.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Instant,
};

use actix_web::{
    HttpMessage as _, HttpRequest,
    body::{BodySize, BoxBody, MessageBody},
};
use bytes::Bytes;

use super::activity::Connection;

/// How many bytes have to be received for a head before it is measured, which takes longer than
/// counting. It is half of the largest head, because some bytes are not counted.
const LARGE_HEAD: usize = 16 * 1024;

/// The connection of a request. HTTP/1.1 has it with the connection, HTTP/2 with each request.
pub(in crate::web) fn connection_of(request: &HttpRequest) -> Option<Arc<Connection>> {
    let shared = request.conn_data::<Arc<Connection>>().cloned();
    shared.or_else(|| request.extensions().get::<Arc<Connection>>().cloned())
}

/// A request from its head to the last byte of its answer.
pub(in crate::web) struct Watched(Option<Running>);

impl Watched {
    /// Says on its connection that a request begins `now`.
    pub(in crate::web) fn begin(request: &HttpRequest, now: Instant) -> Self {
        Self(connection_of(request).map(|connection| Running::begin(connection, now)))
    }

    /// Whether the head of the request may be so large that it has to be measured.
    pub(in crate::web) fn has_large_head(&self) -> bool {
        self.0.as_ref().is_some_and(|request| request.received > LARGE_HEAD)
    }

    /// Says that the request is answered with `body`, and ends when `body` is dropped.
    pub(in crate::web) fn answered(mut self, body: BoxBody) -> WatchedBody {
        if let Some(running) = &mut self.0 {
            running.answered();
        }
        WatchedBody { body, _watched: self }
    }
}

/// A request that has not ended.
struct Running {
    connection: Arc<Connection>,
    /// How many bytes were received for it.
    received: usize,
    is_answered: bool,
}

impl Running {
    fn begin(connection: Arc<Connection>, now: Instant) -> Self {
        let received = connection.request_begins(now);
        Self { connection, received, is_answered: false }
    }

    fn answered(&mut self) {
        if !self.is_answered {
            self.is_answered = true;
            self.connection.request_is_answered();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.answered();
        self.connection.request_ends(Instant::now());
    }
}

/// The body of an answer. actix drops it when it was written.
pub(in crate::web) struct WatchedBody {
    body: BoxBody,
    _watched: Watched,
}

impl MessageBody for WatchedBody {
    type Error = Box<dyn std::error::Error>;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.body).poll_next(context)
    }
}
