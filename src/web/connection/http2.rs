//! Serves HTTP/2 (RFC 9113).
//!
//! actix's own HTTP/2 server neither limits the number of streams nor the time that a client takes to
//! read an answer, so this one takes its place. It passes each request to the same service as
//! HTTP/1.1. A stream that its client resets is abandoned at once, and a client that resets too many
//! of them loses its connection.

use std::{
    cell::Cell,
    future::poll_fn,
    net::SocketAddr,
    pin::pin,
    rc::Rc,
    sync::Arc,
    time::{Duration, Instant},
};

use actix_http::{HttpMessage as _, Payload, Request, Response, body::BoxBody};
use actix_server::GracefulShutdownSignal;
use actix_service::Service;
use actix_web::{
    body::{BodySize, MessageBody},
    http::{
        StatusCode,
        header::{
            CONNECTION, CONTENT_LENGTH, DATE, HeaderName, HeaderValue, TRANSFER_ENCODING, UPGRADE,
            X_FRAME_OPTIONS,
        },
    },
};
use bytes::Bytes;
use h2::{
    Reason, RecvStream, SendStream,
    server::{self, SendResponse},
};
use jiff::{Timestamp, fmt::rfc2822::DateTimePrinter};
use tokio::{
    select,
    time::{MissedTickBehavior, interval, timeout},
};

use super::{
    activity::{Connection, LONGEST_IDLE, SLOWEST_HEAD},
    early_answer,
    stream::{SLOWEST_READER, Stream},
};

/// How many requests a client can have under way on one connection.
const MOST_STREAMS: u32 = 100;
/// How many streams a client may reset on one connection.
const MOST_RESETS: u32 = 200;
/// How large the head of a request may be, in bytes.
pub(in crate::web) const LARGEST_HEAD: u32 = 32 * 1024;
/// How many bytes of a request's body may be on their way. A form has less.
const WINDOW: u32 = 64 * 1024;
/// How many bytes of an answer are sent at once.
const CHUNK: usize = 16 * 1024;
/// How often it is checked whether the connection is idle. It is closed so much earlier than
/// [`LONGEST_IDLE`], and its client is asked to close it first.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Serves the requests on `stream` with `app` until the client closes the connection, `shutdown` is
/// notified, or a limit is reached.
pub(super) async fn serve<S, B>(
    stream: Stream,
    peer: Option<SocketAddr>,
    app: Rc<S>,
    shutdown: GracefulShutdownSignal,
) -> Result<(), h2::Error>
where
    S: Service<Request, Response = Response<B>> + 'static,
    S::Error: Into<Response<BoxBody>>,
    B: MessageBody + 'static,
{
    let activity = Arc::clone(&stream.connection);
    let handshake = server::Builder::new()
        .max_concurrent_streams(MOST_STREAMS)
        .max_concurrent_reset_streams(MOST_STREAMS as usize)
        .max_header_list_size(LARGEST_HEAD)
        .initial_window_size(WINDOW)
        .initial_connection_window_size(WINDOW)
        .handshake::<_, Bytes>(stream);
    let slow = |_elapsed| h2::Error::from(Reason::SETTINGS_TIMEOUT);
    let mut connection = timeout(SLOWEST_HEAD, handshake).await.map_err(slow)??;
    activity.speaks_http2(Instant::now());

    let conduct = Rc::new(Conduct::default());
    let mut look = interval(LOOK_EVERY);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut shutdown = pin!(shutdown.notified());
    let mut is_ending = false;
    loop {
        select! {
            accepted = connection.accept() => {
                let Some(accepted) = accepted else { return Ok(()) };
                let (request, respond) = accepted?;
                let request = actix_request(request, peer, &activity);
                let (app, conduct) = (Rc::clone(&app), Rc::clone(&conduct));
                actix_web::rt::spawn(async move { answer(&*app, request, respond, &conduct).await });
            }
            () = &mut shutdown, if !is_ending => {
                is_ending = true;
                connection.graceful_shutdown();
            }
            _ = look.tick() => {
                let idle = activity.idle_for(Instant::now());
                let is_old = idle.is_some_and(|idle| idle + LOOK_EVERY >= LONGEST_IDLE);
                if is_ending && idle.is_some() {
                    // The client was asked to close the connection, and did not.
                    return Ok(());
                } else if is_old || conduct.is_too_slow.get() {
                    is_ending = true;
                    connection.graceful_shutdown();
                }
            }
        }
        if conduct.resets.get() > MOST_RESETS {
            connection.abrupt_shutdown(Reason::ENHANCE_YOUR_CALM);
        }
    }
}

/// What a client did on its connection.
#[derive(Default)]
struct Conduct {
    resets: Cell<u32>,
    /// It did not send a body, or did not read an answer.
    is_too_slow: Cell<bool>,
}

impl Conduct {
    fn count_reset(&self) {
        self.resets.set(self.resets.get() + 1);
    }
}

fn actix_request(
    request: http::Request<RecvStream>,
    peer: Option<SocketAddr>,
    activity: &Arc<Connection>,
) -> Request {
    let (parts, body) = request.into_parts();
    let mut request = Request::with_payload(Payload::from(body));
    let head = request.head_mut();
    head.uri = parts.uri;
    head.method = parts.method;
    head.version = parts.version;
    head.headers = parts.headers.into();
    head.peer_addr = peer;
    request.extensions_mut().insert(Arc::clone(activity));
    request
}

/// Answers one request. The service is abandoned when the client resets the stream.
async fn answer<S, B>(
    app: &S,
    request: Request,
    mut respond: SendResponse<Bytes>,
    conduct: &Conduct,
) where
    S: Service<Request, Response = Response<B>>,
    S::Error: Into<Response<BoxBody>>,
    B: MessageBody,
{
    let is_head = request.method() == http::Method::HEAD;
    let response = select! {
        response = app.call(request) => response,
        _ = poll_fn(|context| respond.poll_reset(context)) => {
            conduct.count_reset();
            return;
        }
    };
    // The client is gone if this fails.
    let _ = match response {
        Ok(response) => send(response, respond, is_head, conduct).await,
        Err(error) => send(error.into(), respond, is_head, conduct).await,
    };
}

async fn send<B: MessageBody>(
    response: Response<B>,
    mut respond: SendResponse<Bytes>,
    is_head: bool,
    conduct: &Conduct,
) -> Result<(), h2::Error> {
    if response.status() == StatusCode::REQUEST_TIMEOUT {
        conduct.is_too_slow.set(true);
    }
    let size = response.body().size();
    let head = http_head(&response, size);
    let body = response.into_body();
    if is_head || matches!(size, BodySize::None | BodySize::Sized(0)) {
        respond.send_response(head, true)?;
        return Ok(());
    }
    let mut stream = respond.send_response(head, false)?;
    let mut body = pin!(body);
    while let Some(Ok(chunk)) = poll_fn(|context| body.as_mut().poll_next(context)).await {
        if !send_chunk(&mut stream, chunk, conduct).await? {
            return Ok(());
        }
    }
    stream.send_data(Bytes::new(), true)
}

/// Sends a part of the body as fast as the client reads it. Returns whether the client reads on.
async fn send_chunk(
    stream: &mut SendStream<Bytes>,
    mut chunk: Bytes,
    conduct: &Conduct,
) -> Result<bool, h2::Error> {
    while !chunk.is_empty() {
        stream.reserve_capacity(chunk.len().min(CHUNK));
        let capacity = poll_fn(|context| stream.poll_capacity(context));
        match timeout(SLOWEST_READER, capacity).await {
            Ok(Some(capacity)) => {
                let part = chunk.split_to(capacity?.min(chunk.len()));
                stream.send_data(part, false)?;
            }
            Ok(None) => {
                conduct.count_reset();
                return Ok(false);
            }
            Err(_elapsed) => {
                conduct.is_too_slow.set(true);
                stream.send_reset(Reason::CANCEL);
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// The head of an answer, without headers that only HTTP/1.1 has (RFC 9113, 8.2.2).
fn http_head<B>(response: &Response<B>, size: BodySize) -> http::Response<()> {
    const ONLY_HTTP1: [HeaderName; 5] = [
        CONNECTION,
        TRANSFER_ENCODING,
        UPGRADE,
        HeaderName::from_static("keep-alive"),
        HeaderName::from_static("proxy-connection"),
    ];
    let mut head = http::Response::new(());
    *head.status_mut() = response.status();
    *head.version_mut() = http::Version::HTTP_2;
    let headers = head.headers_mut();
    for (name, value) in response.headers() {
        if !ONLY_HTTP1.contains(name) {
            headers.append(name, value.clone());
        }
    }
    if !headers.contains_key(X_FRAME_OPTIONS) {
        for (name, value) in early_answer::headers() {
            headers.insert(name.clone(), value.clone());
        }
    }
    if let BodySize::Sized(length) = size
        && response.status() != StatusCode::NO_CONTENT
    {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    let date = DateTimePrinter::new().timestamp_to_rfc9110_string(&Timestamp::now());
    if let Some(date) = date.ok().and_then(|date| HeaderValue::try_from(date).ok()) {
        headers.insert(DATE, date);
    }
    head
}
