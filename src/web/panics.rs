//! What happens when our own code panics: the visitor gets a page, the operator a log line, and
//! everything else goes on.
//!
//! The program unwinds on a panic (`panic = "unwind"`, Rust's default), so that one request cannot
//! end the server.

use std::{future::Future, panic::AssertUnwindSafe, time::Duration};

use futures_util::FutureExt as _;

use super::error::Error;

/// The pause before a background task starts again.
const PAUSE: Duration = Duration::from_secs(1);

/// What a handler answers. A panic becomes [`Error::Internal`]; the panic hook has logged it.
pub(super) async fn caught<T>(handler: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let answer = AssertUnwindSafe(handler).catch_unwind().await;
    answer.unwrap_or(Err(Error::Internal))
}

/// Runs a background task, and starts it again if it panics.
pub(super) async fn keep_running<F: Future<Output = ()>>(name: &str, task: impl Fn() -> F) {
    while AssertUnwindSafe(task()).catch_unwind().await.is_err() {
        tracing::error!(name, "a background task panicked; it starts again in {PAUSE:?}");
        tokio::time::sleep(PAUSE).await;
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[tokio::test]
    async fn a_handler_that_panics_fails_with_an_internal_error() {
        let panicking = async { panic!("this handler panics") };
        let answer: Result<(), Error> = caught(panicking).await;
        assert!(matches!(answer, Err(Error::Internal)), "{answer:?}");
        assert!(matches!(
            caught(async { Err::<(), _>(Error::NotFound) }).await,
            Err(Error::NotFound)
        ));
    }

    #[tokio::test(start_paused = true)]
    async fn a_background_task_that_panics_starts_again() {
        let starts = Cell::new(0);
        let task = || async {
            starts.set(starts.get() + 1);
            assert!(starts.get() == 3, "the first two times it panics");
        };
        keep_running("test", task).await;
        assert_eq!(starts.get(), 3);
    }
}
