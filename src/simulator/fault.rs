//! One thing that goes wrong on purpose between a caller and Kisi, as plain data without HTTP.

use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;

/// The calls that a fault affects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// `GET /locks`.
    Doors,
    /// `POST /locks/{id}/unlock`.
    Unlock,
    /// Everything below `/group_links`.
    GroupLinks,
    /// Every call.
    Any,
}

impl Endpoint {
    /// Whether a fault on this endpoint affects a call to `called`.
    pub(super) fn covers(self, called: Self) -> bool {
        self == Self::Any || self == called
    }
}

/// One thing that goes wrong.
///
/// If several faults affect one call, their delays are added, and of those that replace Kisi's
/// answer the first one added wins.
#[derive(Clone, Debug)]
pub struct Fault {
    pub(super) kind: FaultKind,
    pub(super) endpoint: Endpoint,
    pub(super) first: Option<u64>,
    pub(super) spared: u64,
    pub(super) percent: u64,
    pub(super) seed: u64,
}

/// What a fault does to a call.
#[derive(Clone, Debug)]
pub(super) enum FaultKind {
    Delay(Duration),
    Replace(Replacement),
    /// Calls per second and caller.
    RateLimit(usize),
    Alter(Alteration),
}

/// An answer that is sent instead of Kisi's. The model does not see the call.
#[derive(Clone, Debug)]
pub(super) enum Replacement {
    Error {
        status: u16,
        code: Option<String>,
    },
    Body {
        status: u16,
        content_type: String,
        bytes: Bytes,
    },
    Hang,
    Reset,
    /// At least this many bytes.
    Huge(usize),
}

/// A change to the answer that Kisi has given.
#[derive(Clone, Debug)]
pub(super) enum Alteration {
    Lost,
    Truncated,
    RawDoors(Value),
    NoRangeHeader,
    WrongTotal(u64),
    ShrinkingTotal,
}

impl Fault {
    fn new(kind: FaultKind) -> Self {
        Self { kind, endpoint: Endpoint::Any, first: None, spared: 0, percent: 100, seed: 0 }
    }

    /// Answers with this status and a body without an error code.
    #[must_use]
    pub fn status(status: u16) -> Self {
        Self::new(FaultKind::Replace(Replacement::Error { status, code: None }))
    }

    /// Answers with this status and this error code of Kisi.
    #[must_use]
    pub fn error(status: u16, code: &str) -> Self {
        let code = Some(code.to_owned());
        Self::new(FaultKind::Replace(Replacement::Error { status, code }))
    }

    /// Answers with this status, content type and body.
    #[must_use]
    pub fn body(status: u16, content_type: &str, bytes: impl Into<Bytes>) -> Self {
        Self::new(FaultKind::Replace(Replacement::Body {
            status,
            content_type: content_type.to_owned(),
            bytes: bytes.into(),
        }))
    }

    /// Waits before Kisi handles the call.
    #[must_use]
    pub fn delay(duration: Duration) -> Self {
        Self::new(FaultKind::Delay(duration))
    }

    /// Does not answer. The connection is closed after one minute.
    #[must_use]
    pub fn hang() -> Self {
        Self::new(FaultKind::Replace(Replacement::Hang))
    }

    /// Closes the connection without an answer, before Kisi handles the call.
    #[must_use]
    pub fn reset() -> Self {
        Self::new(FaultKind::Replace(Replacement::Reset))
    }

    /// Opens the door, then closes the connection without an answer.
    #[must_use]
    pub fn reset_after_unlock() -> Self {
        Self::new(FaultKind::Alter(Alteration::Lost)).on(Endpoint::Unlock)
    }

    /// Sends the `Content-Length` of Kisi's whole answer but only half of its body, then closes the
    /// connection.
    #[must_use]
    pub fn truncated() -> Self {
        Self::new(FaultKind::Alter(Alteration::Truncated))
    }

    /// Streams a valid JSON list of doors with at least this many bytes.
    #[must_use]
    pub fn huge(bytes: usize) -> Self {
        Self::new(FaultKind::Replace(Replacement::Huge(bytes)))
    }

    /// Answers `429` to calls beyond this many per second, counted per `Authorization` header.
    #[must_use]
    pub fn rate_limit(per_second: usize) -> Self {
        Self::new(FaultKind::RateLimit(per_second))
    }

    /// Answers every page of the door list with this JSON, which need not be a valid door list.
    /// Refusals are not changed.
    #[must_use]
    pub fn raw_doors(doors: Value) -> Self {
        Self::new(FaultKind::Alter(Alteration::RawDoors(doors))).on(Endpoint::Doors)
    }

    /// Removes the header `X-Collection-Range`.
    #[must_use]
    pub fn no_range_header() -> Self {
        Self::new(FaultKind::Alter(Alteration::NoRangeHeader))
    }

    /// Replaces the total in `X-Collection-Range`.
    #[must_use]
    pub fn wrong_total(total: u64) -> Self {
        Self::new(FaultKind::Alter(Alteration::WrongTotal(total)))
    }

    /// Makes the total in `X-Collection-Range` smaller from page to page: it counts only the doors
    /// from the start of the page on.
    #[must_use]
    pub fn shrinking_total() -> Self {
        Self::new(FaultKind::Alter(Alteration::ShrinkingTotal))
    }

    /// Affects only calls to this endpoint. The default is all endpoints.
    #[must_use]
    pub fn on(self, endpoint: Endpoint) -> Self {
        Self { endpoint, ..self }
    }

    /// Does not affect this many calls, counted from when the fault is added.
    #[must_use]
    pub fn after(self, calls: u64) -> Self {
        Self { spared: calls, ..self }
    }

    /// Affects only this many calls, counted from when the fault is added, or from the last call that
    /// it does not affect.
    #[must_use]
    pub fn first(self, calls: u64) -> Self {
        Self { first: Some(calls), ..self }
    }

    /// Affects about this share of the calls, from 0 to 100, and the same calls in every run.
    #[must_use]
    pub fn percent(self, percent: u64) -> Self {
        Self { percent, ..self }
    }

    /// Sets the seed that decides which calls [`Fault::percent`] affects. The default is 0.
    #[must_use]
    pub fn seeded(self, seed: u64) -> Self {
        Self { seed, ..self }
    }
}
