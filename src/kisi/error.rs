//! Errors of calls to Kisi, and the meaning of Kisi's error codes.
//!
//! Kisi's error code is more precise than its HTTP status, so the code decides, and the status is
//! used only if the code is unknown or missing. The codes and their meanings come from Kisi's
//! public API reference.

use std::{fmt, time::Duration};

use crate::access::{Outcome, Problem};

/// The HTTP client could not be created, for instance because there are no root certificates.
#[derive(Debug, thiserror::Error)]
#[error("the connection to Kisi cannot be set up")]
pub struct SetupError(#[from] reqwest::Error);

/// A call to Kisi that failed.
#[derive(Clone, Debug)]
pub struct Error {
    /// What a visitor is shown.
    pub problem: Problem,
    /// Kisi's error code, if its answer had one.
    pub code: Option<Code>,
    /// How long the caller should wait before it calls again.
    pub retry_after: Option<Duration>,
    /// Whether the call can have had an effect at Kisi.
    pub reached: Reached,
    status: Option<u16>,
    detail: String,
}

/// Whether a failed call can have had an effect at Kisi.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// The call was not sent.
    No,
    /// The call was sent, but there was no answer.
    Maybe,
    /// Kisi answered.
    Yes,
}

/// What a failed call says about Kisi. Decides about retries and the circuit breaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Kisi could not be reached, or failed.
    Unavailable,
    /// Kisi did not answer in time.
    Timeout,
    /// The call exceeded a rate limit: ours or Kisi's.
    RateLimited,
    /// Kisi works, but this door cannot answer for some seconds.
    Busy,
    /// Kisi works and has decided; the same call would fail again.
    Decision,
}

impl Error {
    fn new(problem: Problem, reached: Reached, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        Self { problem, code: None, retry_after: None, reached, status: None, detail }
    }

    /// Kisi answered with an error.
    pub(super) fn answered(problem: Problem, status: u16, code: Option<Code>) -> Self {
        let detail = match &code {
            Some(code) => format!("Kisi answered {status} with code {code}"),
            None => format!("Kisi answered {status}"),
        };
        Self { code, status: Some(status), ..Self::new(problem, Reached::Yes, detail) }
    }

    /// Kisi's answer cannot be understood; `detail` says why.
    pub(super) fn unreadable(detail: &str) -> Self {
        Self::new(Problem::Unavailable, Reached::Yes, detail)
    }

    /// The call was not sent, or there was no complete answer.
    pub(super) fn no_answer(error: &reqwest::Error) -> Self {
        let (problem, reached) = if error.is_connect() || error.is_builder() {
            (Problem::Unavailable, Reached::No)
        } else if error.is_timeout() {
            (Problem::Timeout, Reached::Maybe)
        } else {
            (Problem::Unavailable, Reached::Maybe)
        };
        Self::new(problem, reached, chain(error))
    }

    /// There was no answer before the deadline that all tries of a call share.
    pub(super) fn deadline_exceeded() -> Self {
        Self::new(Problem::Timeout, Reached::Maybe, "no answer before the deadline")
    }

    /// The call was not sent, because it waited too long for a slot of the rate limit.
    pub(super) fn no_rate_limit_slot() -> Self {
        let detail = "no slot was free in time within the rate limit of calls to Kisi";
        let error = Self::new(Problem::RateLimited, Reached::No, detail);
        error.with_retry_after(Some(Duration::from_secs(1)))
    }

    /// The call was not sent, because the circuit breaker is open.
    pub(crate) fn circuit_open() -> Self {
        let detail = "Kisi is failing: the circuit breaker is open";
        let error = Self::new(Problem::Unavailable, Reached::No, detail);
        error.with_retry_after(Some(Duration::from_secs(2)))
    }

    /// The call was interrupted, because the server is shutting down.
    pub(crate) fn interrupted() -> Self {
        Self::new(Problem::Unavailable, Reached::Maybe, "the server is shutting down")
    }

    pub(super) fn with_retry_after(mut self, retry_after: Option<Duration>) -> Self {
        self.retry_after = retry_after;
        self
    }

    /// The same error as the answer to a request for a door list. A door list fails because of
    /// the link or because Kisi is unavailable, never because of one door.
    pub(super) fn for_door_list(mut self) -> Self {
        self.problem = match self.problem {
            Problem::UnknownLink | Problem::UnknownDoor => Problem::UnknownLink,
            Problem::Refused | Problem::LockedDown | Problem::Alarm => Problem::Refused,
            Problem::Expired => Problem::Expired,
            Problem::Withdrawn => Problem::Withdrawn,
            Problem::NotYetValid => Problem::NotYetValid,
            Problem::OutsideHours => Problem::OutsideHours,
            Problem::CrossSite
            | Problem::Confirm
            | Problem::NotSetUp
            | Problem::RateLimited
            | Problem::Offline
            | Problem::Busy
            | Problem::Unavailable
            | Problem::Timeout => Problem::Unavailable,
        };
        self
    }

    /// The HTTP status of Kisi's answer, if there was an answer.
    pub(super) fn status(&self) -> Option<u16> {
        self.status
    }

    pub(super) fn kind(&self) -> Kind {
        match self.problem {
            Problem::Unavailable => Kind::Unavailable,
            Problem::Timeout => Kind::Timeout,
            Problem::RateLimited => Kind::RateLimited,
            Problem::Busy => Kind::Busy,
            Problem::UnknownLink
            | Problem::UnknownDoor
            | Problem::Expired
            | Problem::Withdrawn
            | Problem::NotYetValid
            | Problem::OutsideHours
            | Problem::Refused
            | Problem::CrossSite
            | Problem::Confirm
            | Problem::LockedDown
            | Problem::Alarm
            | Problem::NotSetUp
            | Problem::Offline => Kind::Decision,
        }
    }

    /// Whether Kisi's rate limit refused the call.
    #[must_use]
    pub fn is_rate_limited_by_kisi(&self) -> bool {
        self.status == Some(429)
    }

    /// Whether Kisi refused the link. If not, the call failed for another reason.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        self.problem.is_about_the_link()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

impl std::error::Error for Error {}

/// Joins an error and its causes into one line. It may contain the URL of the call, which never
/// contains a secret.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

/// Kisi's error code, such as `f35ade`: 1 to 16 ASCII letters and digits, so that it is safe to
/// show and to log.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Code(String);

impl Code {
    /// Returns `None` if `text` is not a valid code.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let plain =
            (1..=16).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        plain.then(|| Self(text.to_owned()))
    }

    /// The code as Kisi spells it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What one of Kisi's error answers means. Some mean that the door is unlocked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Good(Outcome),
    Bad(Problem),
}

/// The kind of call that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Endpoint {
    /// The door list of a link.
    Doors,
    /// The unlock of a door.
    Unlock,
}

impl Endpoint {
    /// The endpoint's name in metrics and logs.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Doors => "doors",
            Self::Unlock => "unlock",
        }
    }
}

/// The meaning of an error answer. `endpoint` matters because a `404` means an unknown link for a
/// door list, and an unknown door for an unlock.
pub(super) fn meaning(code: Option<&Code>, status: u16, endpoint: Endpoint) -> Meaning {
    code.and_then(by_code).unwrap_or_else(|| Meaning::Bad(by_status(status, endpoint)))
}

fn by_code(code: &Code) -> Option<Meaning> {
    use Meaning::{Bad, Good};
    Some(match code.as_str() {
        "f29aef" | "afc507" => Bad(Problem::UnknownLink),
        "f35ade" => Bad(Problem::Expired),
        "f358de" => Bad(Problem::NotYetValid),
        "f398de" | "f298bf" | "f298cf" | "f298df" | "fcd8ff" => Bad(Problem::Withdrawn),
        "34ffaa" => Bad(Problem::OutsideHours),
        // Of the codes fad121 to fad124 and fad334, which are about stops of a lift, fad123 is a
        // lockdown and fad124 an unlock by schedule.
        "fad001" | "fad002" | "fad123" => Bad(Problem::LockedDown),
        // An alarm is still in violation; a zone was overridden and is still armed.
        "fad144" | "fad146" => Bad(Problem::Alarm),
        "ff420a" | "fad105" | "fad108" | "fad122" => Bad(Problem::NotSetUp),
        "fad10e" | "fad121" => Bad(Problem::UnknownDoor),
        "fad110" | "fad124" => Good(Outcome::AlreadyUnlocked),
        "fad112" => Good(Outcome::AlreadyOpening),
        // In this order: the wireless lock, its controller, the alarm zone's controller, the lock
        // of a partner, the lift.
        "fad106" | "fad107" | "fad10f" | "fac001" | "fac002" | "fac003" | "fac004" | "ecc123"
        | "fad126" | "fad129" | "aaa345" | "adf234" | "abbb11" | "abcc11" | "abdd11" | "abee11"
        | "abfe11" | "abff11" | "fad334" => Bad(Problem::Offline),
        "fbc000" => Bad(Problem::Busy),
        // Plain denials, then denials because the visitor's location, proximity, Bluetooth or
        // Kisi's app is required, which a web page cannot provide.
        "afc496" | "fcd8ef" | "fad137" | "f01337" | "a7793f" | "a3799f" | "a3793f" | "bbb99f"
        | "bbb93f" | "a3995f" | "bb4faa" | "bb4fff" | "bb5bff" | "bb4bff" | "bbc93f" | "34bd8f" => {
            Bad(Problem::Refused)
        }
        "ffffff" | "facced" => Bad(Problem::Unavailable),
        _ => return None,
    })
}

/// A `409` without a known code is not [`Problem::Busy`]: a busy door is tried again, and this unlock
/// may be one that must not be repeated.
fn by_status(status: u16, endpoint: Endpoint) -> Problem {
    match (status, endpoint) {
        (401, _) | (404, Endpoint::Doors) => Problem::UnknownLink,
        (403, _) | (409, Endpoint::Unlock) => Problem::Refused,
        (404, Endpoint::Unlock) => Problem::UnknownDoor,
        (429, _) => Problem::RateLimited,
        (504, _) => Problem::Timeout,
        _ => Problem::Unavailable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_meaning_whatever_the_status_and_endpoint() {
        use Meaning::{Bad, Good};
        let refused = "afc496 fcd8ef fad137 f01337 a7793f a3799f a3793f bbb99f bbb93f a3995f bb4faa \
                       bb4fff bb5bff bb4bff bbc93f 34bd8f";
        let cases = [
            (Bad(Problem::UnknownLink), "f29aef afc507"),
            (Bad(Problem::Expired), "f35ade"),
            (Bad(Problem::NotYetValid), "f358de"),
            (Bad(Problem::Withdrawn), "f398de f298bf f298cf f298df fcd8ff"),
            (Bad(Problem::Refused), refused),
            (Bad(Problem::OutsideHours), "34ffaa"),
            (Bad(Problem::LockedDown), "fad001 fad002 fad123"),
            (Bad(Problem::Alarm), "fad144 fad146"),
            (Bad(Problem::NotSetUp), "ff420a fad105 fad108 fad122"),
            (Bad(Problem::UnknownDoor), "fad10e fad121"),
            (Bad(Problem::Offline), "fad106 fad107 fad10f fac001 fac002 fac003 fac004 ecc123"),
            (Bad(Problem::Offline), "fad126 fad129 aaa345 adf234 fad334"),
            (Bad(Problem::Offline), "abbb11 abcc11 abdd11 abee11 abfe11 abff11"),
            (Bad(Problem::Busy), "fbc000"),
            (Bad(Problem::Unavailable), "ffffff facced"),
            (Good(Outcome::AlreadyUnlocked), "fad110 fad124"),
            (Good(Outcome::AlreadyOpening), "fad112"),
        ];
        for (expected, codes) in cases {
            for text in codes.split_whitespace() {
                let code = Code::parse(text);
                assert_eq!(meaning(code.as_ref(), 418, Endpoint::Unlock), expected, "{text}");
                assert_eq!(meaning(code.as_ref(), 401, Endpoint::Doors), expected, "{text}");
            }
        }
    }

    #[test]
    fn the_status_decides_if_the_code_is_unknown() {
        let code = Code::parse("abc123");
        let cases = [
            (401, Endpoint::Doors, Problem::UnknownLink),
            (404, Endpoint::Doors, Problem::UnknownLink),
            (403, Endpoint::Doors, Problem::Refused),
            (404, Endpoint::Unlock, Problem::UnknownDoor),
            (409, Endpoint::Unlock, Problem::Refused),
            (429, Endpoint::Unlock, Problem::RateLimited),
            (503, Endpoint::Unlock, Problem::Unavailable),
            (418, Endpoint::Unlock, Problem::Unavailable),
        ];
        for (status, endpoint, problem) in cases {
            assert_eq!(meaning(code.as_ref(), status, endpoint), Meaning::Bad(problem), "{status}");
        }
    }

    #[test]
    fn a_code_is_1_to_16_ascii_letters_and_digits() {
        assert!(Code::parse("f35ade").is_some());
        for bad in ["", "<script>", "0123456789abcdefg", "f3 5a"] {
            assert_eq!(Code::parse(bad), None);
        }
    }
}
