//! What one connection is doing, and until when it has to do something else.
//!
//! The stream of a connection and the requests on it write here; the limits on connections read it
//! from other threads. Times are milliseconds since [`EPOCH`], so that they fit into an atomic.

use std::{
    future::poll_fn,
    sync::{
        Arc, LazyLock,
        atomic::{AtomicBool, AtomicU8, AtomicU32, AtomicU64, AtomicUsize, Ordering::Relaxed},
    },
    task::{Poll, Waker},
    time::{Duration, Instant},
};

use futures_util::task::AtomicWaker;
use tokio::sync::{Mutex, Notify};

/// How long a client may take to send the head of a request. Its connection is closed
/// [`TIME_TO_ANSWER`] later.
pub(in crate::web) const SLOWEST_HEAD: Duration = Duration::from_secs(5);
/// actix answers a late first head with 408 after [`SLOWEST_HEAD`], and on a busy machine a little
/// later, so the connection stays open for this time.
const TIME_TO_ANSWER: Duration = Duration::from_millis(500);
/// How long a connection without a request is kept open for a visitor's next tap.
pub(in crate::web) const LONGEST_IDLE: Duration = Duration::from_secs(30);
/// A connection that became idle is not closed for another one within this time, because its
/// client may be sending the next request already.
const SHORTEST_IDLE: Duration = Duration::from_millis(250);
/// A client that has not sent or read anything for this long makes no progress.
const NO_PROGRESS: Duration = Duration::from_secs(2);

/// Lies before the first connection of the process.
static EPOCH: LazyLock<Instant> = LazyLock::new(|| {
    let now = Instant::now();
    now.checked_sub(Duration::from_hours(1)).unwrap_or(now)
});

/// One connection.
#[derive(Debug)]
pub(in crate::web) struct Connection {
    phase: AtomicU8,
    /// When the phase began, or when the client last sent or read something.
    since: AtomicU64,
    /// How many bytes were received over HTTP/1.1 since the last request began, except while it was
    /// answered.
    received: AtomicUsize,
    /// Requests that are not answered completely.
    requests: AtomicU32,
    /// Requests for which the client waits, not this server.
    working: AtomicU32,
    is_http2: AtomicBool,
    is_closing: AtomicBool,
    task: AtomicWaker,
    queue: Arc<Queue>,
}

/// The connections of one address that wait for others to become idle or to end.
#[derive(Debug, Default)]
pub(super) struct Queue {
    pub(super) waiting: AtomicUsize,
    /// Held by the one that is first.
    pub(super) first: Mutex<()>,
    pub(super) freed: Notify,
}

impl Queue {
    /// Lets the first one try again.
    pub(super) fn wake_one(&self) {
        if self.waiting.load(Relaxed) > 0 {
            self.freed.notify_one();
        }
    }
}

/// What the server waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// The next request.
    Idle = 0,
    /// The rest of a request that has begun, or the handshake of the connection.
    Receiving = 1,
    /// Nothing: there are requests to answer.
    Answering = 2,
}

/// What a client may send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expects {
    /// HTTP/2 has limits of its own.
    Anything,
    /// The next request.
    Head,
    /// The body of a request, or nothing while an answer is written.
    Body,
    /// Nothing until its request is answered.
    Nothing,
}

impl Connection {
    /// A connection that was just accepted. Others wait for it in `queue`.
    pub(super) fn new(now: Instant, queue: Arc<Queue>) -> Self {
        Self {
            phase: AtomicU8::new(Phase::Receiving as u8),
            since: AtomicU64::new(millis(now)),
            received: AtomicUsize::new(0),
            requests: AtomicU32::new(0),
            working: AtomicU32::new(0),
            is_http2: AtomicBool::new(false),
            is_closing: AtomicBool::new(false),
            task: AtomicWaker::new(),
            queue,
        }
    }

    /// The client sent `count` bytes. On a connection without a request, a new one begins over
    /// HTTP/1.1. Over HTTP/2 it may be a ping.
    pub(super) fn received(&self, count: usize, now: Instant) {
        if self.expects() == Expects::Head {
            self.received.fetch_add(count, Relaxed);
            if self.phase() == Phase::Idle {
                self.enter(Phase::Receiving, now);
            }
        }
    }

    /// The client read something. While there is nothing to answer, that changes nothing: a client
    /// could keep an idle HTTP/2 connection open with pings.
    pub(super) fn progressed(&self, now: Instant) {
        if self.phase() == Phase::Answering {
            self.since.store(millis(now), Relaxed);
        }
    }

    /// The handshake is done, and the first head has to come.
    pub(super) fn shook_hands(&self, now: Instant) {
        self.enter(Phase::Receiving, now);
    }

    /// The client speaks HTTP/2, and its first request may come later.
    pub(super) fn speaks_http2(&self, now: Instant) {
        self.is_http2.store(true, Relaxed);
        self.enter(Phase::Idle, now);
    }

    /// Returns about how many bytes were received for the head of this request over HTTP/1.1. Some
    /// kilobytes of a body may be counted, too, and of a pipelined head some may be missing. All of a
    /// body is counted that was still being sent after its request was answered.
    pub(super) fn request_begins(&self, now: Instant) -> usize {
        self.requests.fetch_add(1, Relaxed);
        self.working.fetch_add(1, Relaxed);
        self.enter(Phase::Answering, now);
        self.received.swap(0, Relaxed)
    }

    /// The answer of a request is there, and the client has to read it.
    pub(super) fn request_is_answered(&self) {
        self.working.fetch_sub(1, Relaxed);
    }

    /// The answer was written, or its client is gone.
    pub(super) fn request_ends(&self, now: Instant) {
        if self.requests.fetch_sub(1, Relaxed) == 1 {
            self.enter(Phase::Idle, now);
            self.queue.wake_one();
        }
    }

    /// The server waits for the body of a request until the result is dropped.
    pub(in crate::web) fn receives_body(&self) -> impl Drop {
        self.working.fetch_sub(1, Relaxed);
        Receiving(self)
    }

    /// What the client may send now.
    pub(super) fn expects(&self) -> Expects {
        if self.is_http2.load(Relaxed) {
            Expects::Anything
        } else if self.phase() != Phase::Answering {
            Expects::Head
        } else if self.working.load(Relaxed) < self.requests.load(Relaxed) {
            Expects::Body
        } else {
            Expects::Nothing
        }
    }

    /// Until when the client has to send something; `None` while there are requests to answer.
    pub(super) fn deadline(&self) -> Option<Instant> {
        let since = *EPOCH + Duration::from_millis(self.since.load(Relaxed));
        match self.phase() {
            Phase::Idle => Some(since + LONGEST_IDLE),
            Phase::Receiving => Some(since + SLOWEST_HEAD + TIME_TO_ANSWER),
            Phase::Answering => None,
        }
    }

    /// How long the connection has been idle; `None` if it is not, or became so just now.
    pub(super) fn idle_for(&self, now: Instant) -> Option<Duration> {
        let is_idle = self.phase() == Phase::Idle;
        is_idle.then(|| self.unchanged_for(now)).filter(|idle| *idle >= SHORTEST_IDLE)
    }

    /// How long the server has waited for the client in the midst of a request; `None` if it is not
    /// waiting, or has not waited long.
    pub(super) fn stuck_for(&self, now: Instant) -> Option<Duration> {
        let is_waiting = self.working.load(Relaxed) == 0 && self.phase() != Phase::Idle;
        is_waiting.then(|| self.unchanged_for(now)).filter(|waited| *waited >= NO_PROGRESS)
    }

    /// Makes the connection's task close it.
    pub(super) fn close(&self) {
        self.is_closing.store(true, Relaxed);
        self.task.wake();
    }

    /// Waits until [`Self::close`] is called.
    pub(super) async fn closing(&self) {
        poll_fn(|context| {
            self.register(context.waker());
            if self.is_closing() { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }

    pub(super) fn is_closing(&self) -> bool {
        self.is_closing.load(Relaxed)
    }

    /// [`Self::close`] wakes this task.
    pub(super) fn register(&self, task: &Waker) {
        self.task.register(task);
    }

    fn unchanged_for(&self, now: Instant) -> Duration {
        Duration::from_millis(millis(now).saturating_sub(self.since.load(Relaxed)))
    }

    fn phase(&self) -> Phase {
        match self.phase.load(Relaxed) {
            0 => Phase::Idle,
            1 => Phase::Receiving,
            _ => Phase::Answering,
        }
    }

    fn enter(&self, phase: Phase, now: Instant) {
        self.since.store(millis(now), Relaxed);
        self.phase.store(phase as u8, Relaxed);
    }
}

/// The server waits for a body until this is dropped.
struct Receiving<'a>(&'a Connection);

impl Drop for Receiving<'_> {
    fn drop(&mut self) {
        self.0.working.fetch_add(1, Relaxed);
    }
}

fn millis(at: Instant) -> u64 {
    u64::try_from(at.saturating_duration_since(*EPOCH).as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_has_so_long_for_a_head_and_longer_for_the_next_request() {
        let begin = *EPOCH + Duration::from_secs(100);
        let after = |seconds| begin + Duration::from_secs(seconds);
        let connection = Connection::new(begin, Arc::default());
        let longest = SLOWEST_HEAD + TIME_TO_ANSWER;
        assert_eq!(connection.deadline(), Some(begin + longest));
        connection.request_begins(after(1));
        assert_eq!(connection.deadline(), None);
        connection.request_is_answered();
        connection.request_ends(after(2));
        assert_eq!(connection.deadline(), Some(after(2) + LONGEST_IDLE));
        connection.received(1, after(20));
        connection.received(1, after(22));
        assert_eq!(connection.deadline(), Some(after(20) + longest), "no byte extends it");
    }

    #[test]
    fn what_was_received_for_a_request_does_not_count_for_the_next_one() {
        let now = *EPOCH;
        let connection = Connection::new(now, Arc::default());
        connection.received(700, now);
        connection.received(300, now);
        assert_eq!(connection.request_begins(now), 1_000);
        connection.received(5_000, now); // its body
        connection.request_is_answered();
        connection.request_ends(now);
        connection.received(200, now);
        assert_eq!(connection.request_begins(now), 200);
    }

    #[test]
    fn a_connection_is_idle_stuck_or_waits_for_the_server() {
        let begin = *EPOCH + Duration::from_secs(100);
        let later = begin + NO_PROGRESS;
        let connection = Connection::new(begin, Arc::default());
        let state = || (connection.idle_for(later), connection.stuck_for(later));
        let two_seconds = Some(NO_PROGRESS);
        assert_eq!(state(), (None, two_seconds), "it sends no head");
        connection.request_begins(begin);
        assert_eq!(state(), (None, None), "it waits for the server");
        let body = connection.receives_body();
        assert_eq!(state(), (None, two_seconds), "it sends no body");
        drop(body);
        assert_eq!(state(), (None, None));
        connection.request_is_answered();
        assert_eq!(state(), (None, two_seconds), "it does not read the answer");
        connection.progressed(later);
        assert_eq!(state(), (None, None), "it has read something");
        connection.request_ends(begin);
        assert_eq!(state(), (two_seconds, None));
    }
}
