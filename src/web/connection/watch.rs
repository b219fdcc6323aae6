//! Says on its connection when a request begins and ends.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Instant,
};

use actix_web::{
    Error, HttpMessage as _, HttpRequest,
    body::{BodySize, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
};
use bytes::Bytes;

use super::activity::Connection;

/// The connection of a request. HTTP/1.1 has it with the connection, HTTP/2 with each request.
pub(in crate::web) fn connection_of(request: &HttpRequest) -> Option<Arc<Connection>> {
    let shared = request.conn_data::<Arc<Connection>>().cloned();
    shared.or_else(|| request.extensions().get::<Arc<Connection>>().cloned())
}

/// Watches one request from its head to the last byte of its answer.
pub(in crate::web) async fn watch(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let watched = connection_of(request.request()).map(Watched::begin);
    let response = next.call(request).await?;
    Ok(response.map_body(|_, body| {
        let mut watched = watched;
        if let Some(watched) = &mut watched {
            watched.answered();
        }
        WatchedBody { body: Box::pin(body), _watched: watched }
    }))
}

/// A request that has not ended.
struct Watched {
    connection: Arc<Connection>,
    is_answered: bool,
}

impl Watched {
    fn begin(connection: Arc<Connection>) -> Self {
        connection.request_begins(Instant::now());
        Self { connection, is_answered: false }
    }

    fn answered(&mut self) {
        if !self.is_answered {
            self.is_answered = true;
            self.connection.request_is_answered();
        }
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.answered();
        self.connection.request_ends(Instant::now());
    }
}

/// The body of an answer. actix drops it when it was written.
struct WatchedBody<B> {
    body: Pin<Box<B>>,
    _watched: Option<Watched>,
}

impl<B: MessageBody> MessageBody for WatchedBody<B> {
    type Error = B::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        self.body.as_mut().poll_next(context)
    }
}
