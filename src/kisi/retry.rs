//! What may be asked again, when, and for how long.

use std::{
    future::Future,
    time::{Duration, Instant},
};

use backon::{ExponentialBuilder, Retryable as _};

use super::{Endpoint, Error, Reached, circuit::Circuit};
use crate::access::Problem;

/// How often a call is made again where Kisi fails.
const MORE: usize = 2;
/// How often where Kisi fails this call and answers others meanwhile: that is bad luck.
const MORE_AMONG_OTHERS: usize = 8;
/// The first pause between two calls; each next one is twice as long, with jitter.
const PAUSE: Duration = Duration::from_millis(60);
const LONGEST_PAUSE: Duration = Duration::from_millis(400);
/// How long a busy door is left alone: "a few seconds", says Kisi.
const BUSY: Duration = Duration::from_millis(1_500);

/// How patient one request is.
pub(super) struct Patience<'a> {
    endpoint: Endpoint,
    begin: Instant,
    timeout: Duration,
    circuit: &'a Circuit,
}

impl<'a> Patience<'a> {
    pub(super) fn for_doors(timeout: Duration, circuit: &'a Circuit) -> Self {
        Self { endpoint: Endpoint::Doors, begin: Instant::now(), timeout, circuit }
    }

    pub(super) fn for_unlock(timeout: Duration, circuit: &'a Circuit) -> Self {
        Self { endpoint: Endpoint::Unlock, begin: Instant::now(), timeout, circuit }
    }

    /// When all calls have to be over: once and a half the time of one.
    pub(super) fn deadline(&self) -> Instant {
        self.begin + self.timeout.mul_f32(1.5)
    }

    /// Makes calls until one is answered, or another would not help or come too late.
    pub(super) async fn retry<T, F: Future<Output = Result<T, Error>>>(
        &self,
        once: impl FnMut() -> F,
    ) -> Result<T, Error> {
        let pauses = ExponentialBuilder::default()
            .with_min_delay(PAUSE)
            .with_max_delay(LONGEST_PAUSE)
            .with_max_times(MORE_AMONG_OTHERS)
            .with_jitter();
        let (mut failed, mut answers) = (0, self.circuit.answers());
        let may_help = move |error: &Error| {
            failed += 1;
            let before = std::mem::replace(&mut answers, self.circuit.answers());
            self.may_repeat(error) && (failed <= MORE || answers != before)
        };
        let in_time = |error: &Error, pause: Option<Duration>| {
            let pause = pause.map(|pause| pause.max(pause_asked_for(error)))?;
            (Instant::now() + pause < self.last_begin()).then_some(pause)
        };
        once.retry(pauses).when(may_help).adjust(in_time).await
    }

    /// After this, no call is begun. An unlock is never cut short, so it has to begin in time to
    /// end in time.
    fn last_begin(&self) -> Instant {
        match self.endpoint {
            Endpoint::Doors => self.deadline(),
            Endpoint::Unlock => self.begin + self.timeout / 2,
        }
    }

    fn may_repeat(&self, error: &Error) -> bool {
        match self.endpoint {
            Endpoint::Doors => {
                let lost = error.problem == Problem::Unavailable && error.status().is_none();
                lost && error.reached != Reached::Yes
                    || error.problem == Problem::RateLimited
                    || matches!(error.status(), Some(502..=504))
            }
            Endpoint::Unlock => {
                error.reached == Reached::No
                    || matches!(error.problem, Problem::RateLimited | Problem::Busy)
            }
        }
    }
}

/// How long Kisi wants to be left alone after this error.
fn pause_asked_for(error: &Error) -> Duration {
    let busy = if error.problem == Problem::Busy { BUSY } else { Duration::ZERO };
    error.retry_after.unwrap_or(busy)
}
