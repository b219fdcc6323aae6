//! What happens when our own code panics: the visitor gets a page, the operator a log line, and
//! everything else goes on.
//!
//! The program unwinds on a panic (`panic = "unwind"`, Rust's default), so that one request cannot
//! end the server.

use std::{future::Future, panic::AssertUnwindSafe, time::Duration};

use actix_web::{
    Error as ActixError, HttpResponse,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
};
use futures_util::FutureExt as _;

use super::error::Error;

/// The pause before a background task starts again.
const PAUSE: Duration = Duration::from_secs(1);

/// Answers a request whose handler panics with status 500. It has to be a middleware of a resource:
/// routing has ended there, so the request can be kept.
pub(super) async fn answer<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, ActixError> {
    let kept = request.request().clone();
    match AssertUnwindSafe(next.call(request)).catch_unwind().await {
        Ok(answered) => Ok(answered?.map_into_left_body()),
        Err(_logged_by_the_hook) => {
            let failed = HttpResponse::from_error(Error::Internal);
            Ok(ServiceResponse::new(kept, failed).map_into_right_body())
        }
    }
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

    use actix_web::{
        App,
        middleware::from_fn,
        test::{TestRequest, call_service, init_service},
        web::{get, resource},
    };

    use super::*;

    async fn panicking() -> HttpResponse {
        panic!("this handler panics")
    }

    #[tokio::test]
    async fn a_request_whose_handler_panics_is_answered_and_the_next_one_is_served() {
        let service = resource("/{path}").wrap(from_fn(answer));
        let service = service.route(get().to(panicking));
        let app = init_service(App::new().service(service)).await;
        for _ in 0..2 {
            let request = TestRequest::get().uri("/link").to_request();
            assert_eq!(call_service(&app, request).await.status(), 500);
        }
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
