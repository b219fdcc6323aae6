//! Which failed calls are repeated, after which pause, and until when.

use std::{
    future::Future,
    time::{Duration, Instant},
};

use backon::{ExponentialBuilder, Retryable as _};

use super::{
    circuit::CircuitBreaker,
    error::{Endpoint, Error, Kind, Reached},
};

/// Retry limit while Kisi answers no other call.
const RETRIES: usize = 2;
/// Retry limit while other calls are succeeding.
const RETRIES_WHILE_OTHERS_SUCCEED: usize = 8;
/// The pause before the first retry. Each following pause is twice as long, with jitter.
const PAUSE: Duration = Duration::from_millis(60);
const LONGEST_PAUSE: Duration = Duration::from_millis(400);
/// The pause after Kisi answered that a door is busy for "a few seconds".
const BUSY_PAUSE: Duration = Duration::from_millis(1_500);

/// Whether a door list is repeated after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retries {
    /// It is repeated if the next try may succeed.
    Usual,
    /// It is not repeated if Kisi's rate limit refused it, because the link may be a guess.
    NotRateLimited,
    /// It is repeated only if it was not sent, because the link is probably a guess.
    OnlyUnsent,
}

/// Decides about the retries of one call.
pub(super) struct RetryPolicy<'a> {
    endpoint: Endpoint,
    begin: Instant,
    timeout: Duration,
    circuit: &'a CircuitBreaker,
    retries: Retries,
}

impl<'a> RetryPolicy<'a> {
    /// `timeout` is the time limit of each try.
    pub(super) fn for_doors(
        timeout: Duration,
        circuit: &'a CircuitBreaker,
        retries: Retries,
    ) -> Self {
        Self { endpoint: Endpoint::Doors, begin: Instant::now(), timeout, circuit, retries }
    }

    /// `timeout` is the time limit of each try.
    pub(super) fn for_unlock(timeout: Duration, circuit: &'a CircuitBreaker) -> Self {
        let (endpoint, retries) = (Endpoint::Unlock, Retries::Usual);
        Self { endpoint, begin: Instant::now(), timeout, circuit, retries }
    }

    /// When all tries together have to end: 1.5 times the time limit of one try.
    pub(super) fn deadline(&self) -> Instant {
        self.begin + self.timeout.mul_f32(1.5)
    }

    /// Runs `once` until it succeeds, or until a retry would not help or would begin too late.
    pub(super) async fn retry<T, F: Future<Output = Result<T, Error>>>(
        &self,
        once: impl FnMut() -> F,
    ) -> Result<T, Error> {
        let pauses = ExponentialBuilder::default()
            .with_min_delay(PAUSE)
            .with_max_delay(LONGEST_PAUSE)
            .with_max_times(RETRIES_WHILE_OTHERS_SUCCEED)
            .with_jitter();
        let (mut failed, mut answers) = (0, self.circuit.answers());
        let may_help = move |error: &Error| {
            failed += 1;
            let before = std::mem::replace(&mut answers, self.circuit.answers());
            self.may_repeat(error) && (failed <= RETRIES || answers != before)
        };
        let in_time = |error: &Error, pause: Option<Duration>| {
            let pause = pause.map(|pause| pause.max(requested_pause(error)))?;
            (Instant::now() + pause < self.last_begin()).then_some(pause)
        };
        once.retry(pauses).when(may_help).adjust(in_time).await
    }

    /// The latest moment at which a try may begin. A door list is interrupted at the deadline. An
    /// unlock is never interrupted, so its last try has to begin earlier.
    fn last_begin(&self) -> Instant {
        match self.endpoint {
            Endpoint::Doors => self.deadline(),
            Endpoint::Unlock => self.begin + self.timeout / 2,
        }
    }

    fn may_repeat(&self, error: &Error) -> bool {
        match (self.endpoint, self.retries) {
            (Endpoint::Doors, Retries::Usual) => door_list_may_succeed(error),
            (Endpoint::Doors, Retries::NotRateLimited) => {
                !error.is_rate_limited_by_kisi() && door_list_may_succeed(error)
            }
            (Endpoint::Doors, Retries::OnlyUnsent) => error.reached == Reached::No,
            (Endpoint::Unlock, _) => had_no_effect(error),
        }
    }
}

/// Whether a door list that failed with `error` may succeed at the next try.
fn door_list_may_succeed(error: &Error) -> bool {
    match error.reached {
        Reached::No => true,
        // A call that timed out has used up most of the time.
        Reached::Maybe => error.kind() != Kind::Timeout,
        Reached::Yes => {
            error.kind() == Kind::RateLimited || matches!(error.status(), Some(502..=504))
        }
    }
}

/// Whether an unlock that failed with `error` certainly did not unlock the door, and may succeed
/// at the next try.
fn had_no_effect(error: &Error) -> bool {
    match error.reached {
        Reached::No => true,
        Reached::Maybe => false,
        Reached::Yes => match error.kind() {
            Kind::RateLimited | Kind::Busy => true,
            Kind::Unavailable | Kind::Timeout | Kind::Decision => false,
        },
    }
}

/// The pause that Kisi requests with this error.
fn requested_pause(error: &Error) -> Duration {
    let pause = match error.kind() {
        Kind::Busy => BUSY_PAUSE,
        Kind::Unavailable | Kind::Timeout | Kind::RateLimited | Kind::Decision => Duration::ZERO,
    };
    error.retry_after.unwrap_or(pause)
}
