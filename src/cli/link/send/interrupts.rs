//! Ctrl-C while links are made.

use anyhow::{Context as _, bail};
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Ctrl-C, SIGTERM, and SIGHUP when a terminal is closed.
pub(super) struct Interrupts {
    interrupt: Signal,
    terminate: Signal,
    hang_up: Signal,
}

impl Interrupts {
    pub(super) fn new() -> anyhow::Result<Self> {
        let listen = |kind| signal(kind).context("cannot listen for signals");
        Ok(Self {
            interrupt: listen(SignalKind::interrupt())?,
            terminate: listen(SignalKind::terminate())?,
            hang_up: listen(SignalKind::hangup())?,
        })
    }

    /// Finishes `work` although the first signal arrives, after which `stop` is called. The second
    /// signal ends it at once; `left` says what to do then.
    pub(super) async fn during<T>(
        &mut self,
        work: impl Future<Output = T>,
        left: &str,
        stop: impl Fn(),
    ) -> anyhow::Result<T> {
        tokio::pin!(work);
        let mut is_stopping = false;
        loop {
            tokio::select! {
                done = &mut work => return Ok(done),
                () = self.next() => {
                    if is_stopping {
                        bail!("interrupted; {left}");
                    }
                    is_stopping = true;
                    stop();
                    tracing::warn!("ending after the current visitor; once more ends at once");
                }
            }
        }
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
            _ = self.hang_up.recv() => {}
        }
    }
}
