//! Limits per client and per link.
//!
//! - [`taps`]: so many unlocks a minute, per client and per link.
//! - [`guesses`]: so many wrong links a minute, per client, and a second, for all clients together.
//!   It decides; [`Limits::guess`] waits for its decision.

mod bucket;
mod guesses;
mod taps;
mod tickets;

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::sync::Notify;

pub(super) use self::guesses::{Refusal, Verdict};
use self::{
    guesses::{Decision, Guesses},
    taps::Taps,
};
use super::client::Network;
use crate::{
    access::Fingerprint,
    settings::{self, ClientAddress},
};

/// How often waiting guesses are looked at.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// The limits of `[limits]`.
#[derive(Debug)]
pub struct Limits {
    taps: Mutex<Taps>,
    guesses: Mutex<Guesses>,
    /// A guess began to wait.
    waits: Notify,
    /// The failures of the present outage of Kisi are forgiven already.
    has_forgiven: AtomicBool,
}

/// Leave to ask Kisi about a link that this server has not seen. It is held while Kisi is asked.
#[derive(Debug)]
pub(super) struct Permit {
    limits: Arc<Limits>,
    client: Network,
    link: Fingerprint,
    verdict: Verdict,
    /// Whether the client had no wrong answer lately.
    is_clean: bool,
}

impl Limits {
    /// The limits of these settings. Nothing has been counted yet.
    #[must_use]
    pub fn new(settings: &settings::Limits) -> Arc<Self> {
        Arc::new(Self {
            taps: Mutex::new(Taps::new(settings)),
            guesses: Mutex::new(Guesses::new(settings, Instant::now())),
            waits: Notify::new(),
            has_forgiven: AtomicBool::new(false),
        })
    }

    /// Counts a tap. If it exceeds a limit, returns after what time the next one is allowed.
    pub fn tap(&self, client: Network, link: Fingerprint) -> Result<(), Duration> {
        self.taps().count(client, link, Instant::now())
    }

    /// Acquires a permit for `client` to ask Kisi about `link`. Waits at most
    /// [`guesses::LONGEST_WAIT`].
    pub(super) async fn guess(
        self: &Arc<Self>,
        client: Network,
        link: Fingerprint,
    ) -> Result<Permit, Refusal> {
        let decision = self.guesses().begin(client, link, Instant::now());
        let client = match decision {
            Decision::Granted(client) => client,
            Decision::Refused(refusal) => return Err(refusal),
            Decision::Waiting(client, answer) => {
                self.waits.notify_one();
                // The sender is dropped only together with the server.
                answer.await.unwrap_or(Err(Refusal::Busy(Duration::ZERO)))?;
                client
            }
        };
        let is_clean = self.guesses().is_clean(client, Instant::now());
        let verdict = Verdict::NoAnswer;
        Ok(Permit { limits: Arc::clone(self), client, link, verdict, is_clean })
    }

    /// Lets waiting guesses begin as time passes. Runs until it is aborted.
    pub(super) async fn release_waiting(self: Arc<Self>) {
        loop {
            let are_waiting = {
                let mut guesses = self.guesses();
                guesses.release(Instant::now());
                guesses.are_waiting()
            };
            if are_waiting {
                tokio::time::sleep(LOOK_EVERY).await;
            } else {
                self.waits.notified().await;
            }
        }
    }

    /// Counts a request for a wrong link that is cached.
    pub(super) fn repeat(&self, client: Network, link: Fingerprint) -> Result<(), Refusal> {
        self.guesses().repeat(client, link, Instant::now())
    }

    /// Learns whether Kisi fails for every link. When an outage begins, what it has used up is given
    /// back; see [`Guesses::forgive_failures`].
    pub(super) fn kisi_is_failing(&self, is_failing: bool) {
        if !self.has_forgiven.swap(is_failing, Ordering::Relaxed) && is_failing {
            self.guesses().forgive_failures();
        }
    }

    /// Logs how many guesses were refused since the last call: a line for each would let anyone fill
    /// the log. `client_address` decides how much of an address is shown.
    pub(super) fn log_refusals(&self, client_address: ClientAddress) {
        let refusals = self.guesses().take_refusals();
        let Some((most, most_refused)) = refusals.iter().max_by_key(|(_, refused)| *refused) else {
            return;
        };
        tracing::warn!(
            refused = refusals.iter().map(|(_, refused)| u64::from(*refused)).sum::<u64>(),
            clients = refusals.len(),
            most = most.shown(client_address),
            most_refused,
            "refused to look up new links, because their clients had asked for too many wrong ones"
        );
    }

    /// Drops clients that have not used anything up.
    pub(super) fn drop_idle(&self) {
        self.taps().drop_idle(Instant::now());
        self.guesses().drop_idle(Instant::now());
    }

    fn taps(&self) -> MutexGuard<'_, Taps> {
        self.taps.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn guesses(&self) -> MutexGuard<'_, Guesses> {
        self.guesses.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Permit {
    /// Whether the client had no wrong answer lately.
    pub(super) fn is_clean(&self) -> bool {
        self.is_clean
    }

    /// Ends the guess with what Kisi said.
    pub(super) fn end(mut self, verdict: Verdict) {
        self.verdict = verdict;
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.limits.guesses().end(self.client, self.link, self.verdict, Instant::now());
    }
}

#[cfg(test)]
mod tests;
