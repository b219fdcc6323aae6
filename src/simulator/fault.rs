//! One thing that can go wrong between a caller and Kisi, on purpose: as plain data, without HTTP.

use std::time::{Duration, Instant};

use bytes::Bytes;
use serde_json::Value;

/// The calls that a fault concerns.
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
    /// Whether a fault of this endpoint concerns a call of that one.
    pub(super) fn covers(self, other: Self) -> bool {
        self == Self::Any || self == other
    }
}

/// One thing that goes wrong. Where several faults meet in one call, delays add up, and the first that answers in
/// Kisi's place is the one that does.
#[derive(Clone, Debug)]
pub struct Fault {
    pub(super) kind: Kind,
    pub(super) endpoint: Endpoint,
    pub(super) until: Option<Instant>,
    pub(super) first: Option<u64>,
    pub(super) percent: u64,
    pub(super) seed: u64,
    pub(super) retry_after: Option<u64>,
}

/// What a fault does to a call.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    Delay(Duration),
    Instead(Instead),
    RateLimit(usize),
    Altered(Alteration),
}

/// An answer that never comes from Kisi itself.
#[derive(Clone, Debug)]
pub(super) enum Instead {
    Error { status: u16, code: Option<String> },
    Body { status: u16, content_type: String, bytes: Bytes },
    Hang,
    Reset,
    Huge(usize),
}

/// What happens to the answer that Kisi has given.
#[derive(Clone, Debug)]
pub(super) enum Alteration {
    Lost,
    Truncated,
    RawDoors(Value),
    NoRangeHeader,
    LyingTotal(u64),
    ShrinkingTotal,
}

impl Fault {
    fn new(kind: Kind) -> Self {
        Self {
            kind,
            endpoint: Endpoint::Any,
            until: None,
            first: None,
            percent: 100,
            seed: 0,
            retry_after: None,
        }
    }

    /// Answers with this status and a body without a code.
    #[must_use]
    pub fn status(status: u16) -> Self {
        Self::new(Kind::Instead(Instead::Error { status, code: None }))
    }

    /// Answers with this status and Kisi's error code.
    #[must_use]
    pub fn error(status: u16, code: &str) -> Self {
        let code = Some(code.to_owned());
        Self::new(Kind::Instead(Instead::Error { status, code }))
    }

    /// Answers with anything at all.
    #[must_use]
    pub fn body(status: u16, content_type: &str, bytes: impl Into<Bytes>) -> Self {
        Self::new(Kind::Instead(Instead::Body {
            status,
            content_type: content_type.to_owned(),
            bytes: bytes.into(),
        }))
    }

    /// Lets the caller wait before Kisi looks at the call.
    #[must_use]
    pub fn delay(duration: Duration) -> Self {
        Self::new(Kind::Delay(duration))
    }

    /// Never answers. After a minute the connection is closed, so that nothing waits for ever.
    #[must_use]
    pub fn hang() -> Self {
        Self::new(Kind::Instead(Instead::Hang))
    }

    /// Closes the connection without an answer, before Kisi has seen the call.
    #[must_use]
    pub fn reset() -> Self {
        Self::new(Kind::Instead(Instead::Reset))
    }

    /// Lets Kisi carry the call out, and closes the connection instead of answering.
    #[must_use]
    pub fn reset_afterwards() -> Self {
        Self::new(Kind::Altered(Alteration::Lost))
    }

    /// The door opens, and nobody is told.
    #[must_use]
    pub fn reset_after_unlock() -> Self {
        Self::reset_afterwards().on(Endpoint::Unlock)
    }

    /// Sends half of Kisi's answer under the length of the whole, and closes the connection.
    #[must_use]
    pub fn truncated() -> Self {
        Self::new(Kind::Altered(Alteration::Truncated))
    }

    /// Streams at least this many bytes of doors, as valid JSON.
    #[must_use]
    pub fn huge(bytes: usize) -> Self {
        Self::new(Kind::Instead(Instead::Huge(bytes)))
    }

    /// Answers `429` to what exceeds this many calls within a second, counted per `Authorization` header.
    #[must_use]
    pub fn rate_limit(per_second: usize) -> Self {
        Self::new(Kind::RateLimit(per_second))
    }

    /// Hands this out as the door list, whatever it is and whichever page was asked for.
    #[must_use]
    pub fn raw_doors(doors: Value) -> Self {
        Self::new(Kind::Altered(Alteration::RawDoors(doors))).on(Endpoint::Doors)
    }

    /// Leaves `X-Collection-Range` out.
    #[must_use]
    pub fn no_range_header() -> Self {
        Self::new(Kind::Altered(Alteration::NoRangeHeader))
    }

    /// Claims this total in `X-Collection-Range`.
    #[must_use]
    pub fn lying_total(total: u64) -> Self {
        Self::new(Kind::Altered(Alteration::LyingTotal(total)))
    }

    /// Claims a total that shrinks from page to page: each counts only what was not read before it.
    #[must_use]
    pub fn shrinking_total() -> Self {
        Self::new(Kind::Altered(Alteration::ShrinkingTotal))
    }

    /// Concerns only these calls. Without it, all.
    #[must_use]
    pub fn on(self, endpoint: Endpoint) -> Self {
        Self { endpoint, ..self }
    }

    /// Is over at this moment.
    #[must_use]
    pub fn until(self, end: Instant) -> Self {
        Self { until: Some(end), ..self }
    }

    /// Is over this long from now.
    #[must_use]
    pub fn lasting(self, duration: Duration) -> Self {
        self.until(Instant::now() + duration)
    }

    /// Concerns only the first calls after it was placed.
    #[must_use]
    pub fn first(self, calls: u64) -> Self {
        Self { first: Some(calls), ..self }
    }

    /// Happens to about this share of the calls, and to the same ones in every run.
    #[must_use]
    pub fn percent(self, percent: u64) -> Self {
        Self { percent, ..self }
    }

    /// Throws other dice for [`Fault::percent`].
    #[must_use]
    pub fn seeded(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// Sends `Retry-After` with the answer that the fault makes.
    #[must_use]
    pub fn retry_after(self, seconds: u64) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }
}
