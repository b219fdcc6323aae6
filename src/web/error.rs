//! Why a request fails.
//!
//! A handler returns an [`Error`], of which [`super::error_page`] makes a page or a problem document in
//! the visitor's theme and language.

use std::{fmt, sync::Arc, time::Duration};

use actix_web::http::StatusCode;

use super::limits::Refusal;
use crate::{
    access::{Problem, TapResult},
    kisi::{self, Code},
};

/// The reason of a failure.
#[derive(Clone, Debug)]
pub(super) enum Error {
    /// A problem with a link or a door.
    Problem {
        problem: Problem,
        /// Kisi's own code for it.
        code: Option<Code>,
        /// After what time a retry makes sense.
        retry_after: Option<Duration>,
    },
    /// There is no such page.
    NotFound,
    /// The request is not one that our pages send; the status says why.
    BadRequest(StatusCode),
    /// Our own code failed.
    Internal,
}

impl Error {
    pub(super) fn new(problem: Problem) -> Self {
        Self::Problem { problem, code: None, retry_after: None }
    }

    /// The client exceeded a limit; a retry is allowed after `wait`.
    pub(super) fn rate_limited(wait: Duration) -> Self {
        Self::Problem { problem: Problem::RateLimited, code: None, retry_after: Some(wait) }
    }

    /// After what time a retry makes sense, where that is known.
    pub(super) fn wait(&self) -> Option<Duration> {
        match self {
            Self::Problem { retry_after, .. } => *retry_after,
            Self::NotFound | Self::BadRequest(_) | Self::Internal => None,
        }
    }

    /// The same error `elapsed` later: a retry makes sense that much sooner.
    pub(super) fn after(mut self, elapsed: Duration) -> Self {
        if let Self::Problem { retry_after: Some(wait), .. } = &mut self {
            *wait = wait.saturating_sub(elapsed);
        }
        self
    }

    /// What became of the tap that failed with this error.
    pub(super) fn tap_result(&self) -> TapResult {
        TapResult::Problem(match self {
            Self::Problem { problem, .. } => *problem,
            Self::NotFound | Self::BadRequest(_) => Problem::UnknownDoor,
            Self::Internal => Problem::Unavailable,
        })
    }

    /// Kisi's own code, which the brand's support can look up.
    pub(super) fn reference(&self) -> Option<String> {
        match self {
            Self::Problem { code, .. } => code.as_ref().map(ToString::to_string),
            Self::NotFound | Self::BadRequest(_) | Self::Internal => None,
        }
    }

    /// The HTTP status.
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::BadRequest(status) => *status,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Problem { problem, .. } => match problem {
                Problem::UnknownLink | Problem::UnknownDoor => StatusCode::NOT_FOUND,
                Problem::Expired | Problem::Withdrawn => StatusCode::GONE,
                Problem::NotYetValid
                | Problem::OutsideHours
                | Problem::Refused
                | Problem::CrossSite => StatusCode::FORBIDDEN,
                Problem::LockedDown | Problem::Alarm | Problem::NotSetUp | Problem::Confirm => {
                    StatusCode::CONFLICT
                }
                Problem::RateLimited => StatusCode::TOO_MANY_REQUESTS,
                Problem::Offline | Problem::Busy | Problem::Unavailable => {
                    StatusCode::SERVICE_UNAVAILABLE
                }
                Problem::Timeout => StatusCode::GATEWAY_TIMEOUT,
            },
        }
    }

    /// `Retry-After` in whole seconds, at least 1, for a status that has one.
    pub(super) fn retry_after(&self) -> Option<u64> {
        let Self::Problem { problem, retry_after, .. } = self else { return None };
        let usual = match (self.status(), problem) {
            (StatusCode::TOO_MANY_REQUESTS, _) => 10,
            (StatusCode::SERVICE_UNAVAILABLE, Problem::Offline) => 30,
            (StatusCode::SERVICE_UNAVAILABLE, _) => 5,
            _ => return None,
        };
        let wait = retry_after.map(|wait| wait.as_secs() + u64::from(wait.subsec_nanos() > 0));
        Some(wait.unwrap_or(usual).max(1))
    }
}

impl From<Arc<kisi::Error>> for Error {
    fn from(error: Arc<kisi::Error>) -> Self {
        let kisi::Error { problem, code, retry_after, .. } = &*error;
        Self::Problem { problem: *problem, code: code.clone(), retry_after: *retry_after }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::TooMany(wait) => Self::rate_limited(wait),
            Refusal::Busy(wait) => {
                Self::Problem { problem: Problem::Unavailable, code: None, retry_after: Some(wait) }
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Problem { problem, .. } => problem.as_str(),
            Self::NotFound => "not_found",
            Self::BadRequest(_) => "bad_request",
            Self::Internal => "internal_error",
        })
    }
}
