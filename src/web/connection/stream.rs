//! The bytes of one connection, with time limits.
//!
//! actix limits the time for the first head of a connection only. This stream sees every byte and,
//! through [`Connection`], every request, so it limits the rest: later heads, connections without a
//! request, and clients that do not read. When a limit is reached, or when the connection is to be
//! closed for a new one, reading or writing fails, and the server drops the connection.

use std::{
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::{Duration, Instant},
};

use bytes::Bytes;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpStream, UnixStream},
    time::{Sleep, sleep_until},
};
use tokio_rustls::server::TlsStream;

use super::{
    activity::{Connection, Expects},
    early_answer::with_headers,
    limits::ConnectionLimits,
};

/// How long a client may take to read something.
pub(super) const SLOWEST_READER: Duration = Duration::from_secs(30);

/// How many bytes of HTTP/1.1 are read at once. actix's dispatcher parses everything that was read,
/// and each request in it takes some kilobytes of memory, so it gets little more than one head.
const LONGEST_READ: usize = 2 * 1024;
/// How many bytes are read while there is a request to answer, so that the end of the connection is
/// noticed.
const LONGEST_READ_AHEAD: usize = 1024;
/// How many bytes are read for the body of a request: more than a form may have.
const LONGEST_BODY: usize = 8 * 1024;

/// What carries the bytes.
#[derive(Debug)]
pub(super) enum Transport {
    Tcp(TcpStream),
    Unix(UnixStream),
    Tls(Box<TlsStream<TcpStream>>),
}

/// A connection with time limits.
#[derive(Debug)]
pub(super) struct Stream {
    transport: Transport,
    pub(super) connection: Arc<Connection>,
    limits: Arc<ConnectionLimits>,
    /// Ends at the deadline, or before it.
    timer: Pin<Box<Sleep>>,
    /// How many bytes were read since the last flush. If there are some, a head may be complete.
    just_read: usize,
    /// Since when the client has not read anything, although there is something to read.
    blocked_since: Option<Instant>,
    /// How many bytes were read while there were requests to answer.
    read_ahead: usize,
    /// Reading was put off, and has to go on later.
    has_put_off: bool,
    /// The rest of an answer that was made longer.
    early_answer: Bytes,
}

impl Stream {
    pub(super) fn new(
        transport: Transport,
        connection: Arc<Connection>,
        limits: Arc<ConnectionLimits>,
    ) -> Self {
        let deadline = connection.deadline().unwrap_or_else(Instant::now);
        Self {
            transport,
            connection,
            limits,
            timer: Box::pin(sleep_until(deadline.into())),
            just_read: 0,
            blocked_since: None,
            read_ahead: 0,
            has_put_off: false,
            early_answer: Bytes::new(),
        }
    }

    fn deadline(&self) -> Option<Instant> {
        let reads_until = self.blocked_since.map(|since| since + SLOWEST_READER);
        [self.connection.deadline(), reads_until].into_iter().flatten().min()
    }

    /// Fails if the deadline has passed or the connection is to be closed. Otherwise the task is
    /// woken when one of both happens.
    fn check(&mut self, context: &mut Context<'_>) -> io::Result<()> {
        self.connection.register(context.waker());
        if self.connection.is_closing() {
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        let Some(deadline) = self.deadline() else { return Ok(()) };
        // A timer that ends early costs less than one that is set for every request.
        if self.timer.deadline().into_std() > deadline {
            self.timer.as_mut().reset(deadline.into());
        }
        while self.timer.as_mut().poll(context).is_ready() {
            if deadline <= Instant::now() {
                return Err(io::ErrorKind::TimedOut.into());
            }
            self.timer.as_mut().reset(deadline.into());
        }
        Ok(())
    }

    /// How many bytes may be read now.
    fn readable(&self) -> usize {
        if self.blocked_since.is_some() {
            return 0;
        }
        let ahead = match self.connection.expects() {
            Expects::Anything => return usize::MAX,
            Expects::Head => usize::MAX,
            Expects::Body => LONGEST_BODY,
            Expects::Nothing => LONGEST_READ_AHEAD,
        };
        LONGEST_READ.saturating_sub(self.just_read).min(ahead.saturating_sub(self.read_ahead))
    }

    fn poll_early_answer(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.early_answer.is_empty() {
            let rest = self.early_answer.clone();
            let written = ready!(Pin::new(&mut self.transport).poll_write(context, &rest))?;
            if written == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.early_answer = rest.slice(written..);
        }
        Poll::Ready(Ok(()))
    }

    /// Records whether the client reads.
    fn after_write<T>(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        let now = Instant::now();
        if written.is_pending() {
            self.blocked_since.get_or_insert(now);
            self.check(context)?;
        } else {
            self.blocked_since = None;
            self.connection.progressed(now);
        }
        written
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let room = self.readable().min(buffer.remaining());
        if room == 0 {
            self.has_put_off = true;
            self.connection.register(context.waker());
            return Poll::Pending;
        }
        let mut part = ReadBuf::new(buffer.initialize_unfilled_to(room));
        let read = Pin::new(&mut self.transport).poll_read(context, &mut part);
        let count = part.filled().len();
        buffer.advance(count);
        if read.is_pending() {
            // The head may be complete, and then there is no deadline: `poll_flush` checks it.
            if self.just_read > 0 {
                self.connection.register(context.waker());
            } else {
                self.check(context)?;
            }
        } else if count > 0 {
            let is_ahead = self.connection.expects() != Expects::Head;
            self.read_ahead = if is_ahead { self.read_ahead + count } else { 0 };
            self.just_read += count;
            self.connection.received(count, Instant::now());
        }
        read
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let early = self.poll_early_answer(context);
        if !matches!(early, Poll::Ready(Ok(()))) {
            return self.after_write(context, early).map_ok(|()| 0);
        }
        if let Some(answer) = with_headers(bytes) {
            self.limits.count_malformed();
            self.early_answer = answer;
            return Poll::Ready(Ok(bytes.len()));
        }
        let written = Pin::new(&mut self.transport).poll_write(context, bytes);
        self.after_write(context, written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.just_read = 0;
        let early = self.poll_early_answer(context);
        if !matches!(early, Poll::Ready(Ok(()))) {
            return self.after_write(context, early);
        }
        let flushed = Pin::new(&mut self.transport).poll_flush(context);
        if self.has_put_off && self.readable() > 0 {
            self.has_put_off = false;
            context.waker().wake_by_ref();
        }
        self.check(context)?;
        flushed
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check(context)?;
        Pin::new(&mut self.transport).poll_shutdown(context)
    }
}

impl AsyncRead for Transport {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Tcp(stream) => Pin::new(stream).poll_read(context, buffer),
            Self::Unix(stream) => Pin::new(stream).poll_read(context, buffer),
            Self::Tls(stream) => Pin::new(stream).poll_read(context, buffer),
        }
    }
}

impl AsyncWrite for Transport {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Tcp(stream) => Pin::new(stream).poll_write(context, bytes),
            Self::Unix(stream) => Pin::new(stream).poll_write(context, bytes),
            Self::Tls(stream) => Pin::new(stream).poll_write(context, bytes),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Tcp(stream) => Pin::new(stream).poll_flush(context),
            Self::Unix(stream) => Pin::new(stream).poll_flush(context),
            Self::Tls(stream) => Pin::new(stream).poll_flush(context),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Tcp(stream) => Pin::new(stream).poll_shutdown(context),
            Self::Unix(stream) => Pin::new(stream).poll_shutdown(context),
            Self::Tls(stream) => Pin::new(stream).poll_shutdown(context),
        }
    }
}
