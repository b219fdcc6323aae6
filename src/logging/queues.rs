//! The queues between the threads of a server and its stderr.
//!
//! stderr may be a pipe whose reader is slow or hangs. A thread that serves visitors never waits for
//! it: it puts its line into a queue, and a thread of the queue writes it. While the lines cannot be
//! written, at most [`MOST_WAITING`] of them wait; all others are dropped and counted. The log says
//! how many were dropped as soon as it can be written again.
//!
//! The lines about requests have a queue of their own, so that a flood of requests displaces no
//! other line. The entries of the audit trail, warnings and errors are in the other queue: each of
//! them is written unless [`MOST_WAITING`] of them are waiting, or the log cannot be written for a
//! second while the server ends.

use std::{
    io::{self, Write},
    sync::{Arc, OnceLock},
    thread,
    time::Duration,
};

use tracing::{Dispatch, Metadata, dispatcher};
use tracing_appender::non_blocking::{ErrorCounter, NonBlocking, NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::fmt::MakeWriter;

/// The target of the lines about requests.
pub const REQUESTS: &str = "doorstep::web::trace";

/// How many lines can wait in each queue. A line has about 250 bytes.
const MOST_WAITING: usize = 4096;
/// How long lines are gathered before they are written together. Waking a thread and writing costs
/// more than everything else about a line.
const GATHERING: Duration = Duration::from_millis(5);
/// More bytes than this are written at once.
const LARGEST_BATCH: usize = 64 * 1024;

/// The counts of dropped lines of a server's queues.
static DROPPED: OnceLock<[ErrorCounter; 2]> = OnceLock::new();

/// How many lines of the log of this process were dropped.
#[must_use]
pub fn dropped_lines() -> u64 {
    let counts = DROPPED.get().into_iter().flatten();
    counts.map(|count| u64::try_from(count.dropped_lines()).unwrap_or(u64::MAX)).sum()
}

/// Writes the lines that are still queued when it is dropped, and waits for that at most a second
/// for each queue.
#[must_use]
#[derive(Debug)]
pub struct Flushing {
    _guards: [WorkerGuard; 2],
}

/// Puts each line into its queue.
pub(super) struct Queues {
    requests: NonBlocking,
    others: NonBlocking,
}

impl Queues {
    /// Starts the threads that write to stderr. `direct` writes a line at once.
    pub(super) fn start(direct: &Dispatch) -> (Self, Flushing) {
        let queue = || queue(io::stderr(), MOST_WAITING, direct.clone());
        let ((requests, of_requests), (others, of_others)) = (queue(), queue());
        // There is one log in a process; only tests could start a second one.
        let _ = DROPPED.set([requests.error_counter(), others.error_counter()]);
        (Self { requests, others }, Flushing { _guards: [of_requests, of_others] })
    }
}

impl MakeWriter<'_> for Queues {
    type Writer = NonBlocking;

    fn make_writer(&self) -> NonBlocking {
        self.others.clone()
    }

    fn make_writer_for(&self, line: &Metadata<'_>) -> NonBlocking {
        if line.target() == REQUESTS { self.requests.clone() } else { self.others.clone() }
    }
}

/// A queue of lines for `destination`, and its thread.
fn queue<W: Write + Send + 'static>(
    destination: W,
    most_waiting: usize,
    direct: Dispatch,
) -> (NonBlocking, WorkerGuard) {
    let dropped = Arc::new(OnceLock::new());
    let gathered = Vec::new();
    let batches =
        Batches { destination, gathered, dropped: Arc::clone(&dropped), reported: 0, direct };
    let builder = NonBlockingBuilder::default().thread_name("log").lossy(true);
    let (lines, guard) = builder.buffered_lines_limit(most_waiting).finish(batches);
    let _ = dropped.set(lines.error_counter());
    (lines, guard)
}

/// Writes lines in batches, and says when lines were dropped.
struct Batches<W> {
    destination: W,
    gathered: Vec<u8>,
    /// How many lines of this queue were dropped until now.
    dropped: Arc<OnceLock<ErrorCounter>>,
    /// How many of them the log has mentioned.
    reported: usize,
    /// Writes a line at once.
    direct: Dispatch,
}

impl<W: Write> Batches<W> {
    fn write_gathered(&mut self) {
        // If stderr is closed, there is nowhere to say so.
        let _ = self.destination.write_all(&self.gathered);
        self.gathered.clear();
        self.report_dropped();
    }

    fn report_dropped(&mut self) {
        let dropped = self.dropped.get().map_or(0, ErrorCounter::dropped_lines);
        let lines = dropped.saturating_sub(self.reported);
        if lines > 0 {
            self.reported = dropped;
            dispatcher::with_default(&self.direct, || {
                tracing::warn!(
                    "{lines} log lines were dropped because the log could not be written fast enough"
                );
            });
        }
    }
}

impl<W: Write> Write for Batches<W> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.gathered.extend_from_slice(line);
        if self.gathered.len() >= LARGEST_BATCH {
            self.write_gathered();
        }
        Ok(line.len())
    }

    /// The queue calls this when it is empty, and before it ends.
    fn flush(&mut self) -> io::Result<()> {
        if !self.gathered.is_empty() {
            self.write_gathered();
            thread::sleep(GATHERING);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Mutex,
        mpsc::{Receiver, Sender, channel},
    };

    use super::*;

    /// A log whose reader takes one batch at a time.
    struct Reader {
        ready: Sender<()>,
        written: Receiver<String>,
    }

    impl Reader {
        /// The next batch, which the log cannot write before this is called.
        fn read(&self) -> String {
            self.ready.send(()).unwrap();
            self.written.recv_timeout(Duration::from_secs(20)).unwrap()
        }
    }

    struct Slow {
        ready: Receiver<()>,
        written: Sender<String>,
    }

    impl Write for Slow {
        fn write(&mut self, batch: &[u8]) -> io::Result<usize> {
            self.ready.recv().map_err(io::Error::other)?;
            let _ = self.written.send(String::from_utf8(batch.to_vec()).unwrap());
            Ok(batch.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn slow() -> (Slow, Reader) {
        let ((ready, wait), (write, written)) = (channel(), channel());
        (Slow { ready: wait, written: write }, Reader { ready, written })
    }

    /// Keeps what is written to it.
    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl Kept {
        fn text(&self) -> String {
            String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
        }
    }

    impl Write for Kept {
        fn write(&mut self, lines: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(lines);
            Ok(lines.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn direct(kept: &Kept) -> Dispatch {
        let kept = kept.clone();
        let lines = tracing_subscriber::fmt().with_ansi(false).without_time().with_target(false);
        Dispatch::new(lines.with_writer(move || kept.clone()).finish())
    }

    #[test]
    fn a_log_that_hangs_drops_lines_counts_them_and_says_so_afterwards() {
        let (destination, reader) = slow();
        let reports = Kept::default();
        let (mut lines, guard) = queue(destination, 8, direct(&reports));
        let dropped = lines.error_counter();
        // The log takes some lines before it hangs.
        let mut sent = 0;
        while dropped.dropped_lines() < 3 {
            lines.write_all(format!("{sent}\n").as_bytes()).unwrap();
            sent += 1;
            assert!(sent < 1000, "a queue of 8 lines is full by now");
        }
        assert_eq!(reports.text(), "");
        let mut written = String::new();
        while written.lines().count() < sent - 3 {
            written.push_str(&reader.read());
        }
        drop(guard);
        assert_eq!(
            reports.text(),
            " WARN 3 log lines were dropped because the log could not be written fast enough\n"
        );
        assert!(written.starts_with("0\n1\n"), "{written}");
    }

    #[test]
    fn the_lines_that_wait_at_the_end_are_written() {
        let written = Kept::default();
        let (mut lines, guard) = queue(written.clone(), 100, direct(&Kept::default()));
        for line in 0..100 {
            lines.write_all(format!("{line}\n").as_bytes()).unwrap();
        }
        drop(guard);
        assert_eq!(written.text().lines().count(), 100);
    }
}
