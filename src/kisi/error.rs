//! What Kisi's answers mean when they are not what was asked for.
//!
//! Kisi's error code says more than its status, so the code decides and the status is the
//! fallback for a code that is unknown or missing. Codes and meanings are those of Kisi's public
//! API reference.

use std::{fmt, time::Duration};

use crate::access::{Outcome, Problem};

/// A call to Kisi that did not bring what was asked for.
#[derive(Clone, Debug)]
pub struct Error {
    /// What it is to a visitor.
    pub problem: Problem,
    /// Kisi's error code, if its answer carried one.
    pub code: Option<Code>,
    /// How long Kisi asks to be left alone.
    pub retry_after: Option<Duration>,
    /// Whether Kisi may have acted on the call.
    pub reached: Reached,
    status: Option<u16>,
    detail: String,
}

/// Whether a failed call can have had an effect at Kisi.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// The connection was never made.
    No,
    /// It was sent and no answer came.
    Maybe,
    /// Kisi answered.
    Yes,
}

impl Error {
    fn new(problem: Problem, reached: Reached, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        Self { problem, code: None, retry_after: None, reached, status: None, detail }
    }

    /// An answer of Kisi's that names a problem.
    pub(super) fn answered(problem: Problem, status: u16, code: Option<Code>) -> Self {
        let detail = match &code {
            Some(code) => format!("Kisi answered {status} with code {code}"),
            None => format!("Kisi answered {status}"),
        };
        Self { code, status: Some(status), ..Self::new(problem, Reached::Yes, detail) }
    }

    /// An answer that makes no sense.
    pub(super) fn unreadable(detail: &str) -> Self {
        Self::new(Problem::Unavailable, Reached::Yes, detail)
    }

    /// No answer at all.
    pub(super) fn lost(error: &reqwest::Error) -> Self {
        let (problem, reached) = if error.is_connect() || error.is_builder() {
            (Problem::Unavailable, Reached::No)
        } else if error.is_timeout() {
            (Problem::Timeout, Reached::Maybe)
        } else {
            (Problem::Unavailable, Reached::Maybe)
        };
        Self::new(problem, reached, chain(error))
    }

    /// No answer within the time that several calls have together.
    pub(super) fn too_late() -> Self {
        Self::new(Problem::Timeout, Reached::Maybe, "no answer in time")
    }

    /// Not asked, because it would be more than Kisi allows.
    pub(super) fn too_many() -> Self {
        let error = Self::new(Problem::RateLimited, Reached::No, "Kisi's pace leaves no room");
        error.after(Some(Duration::from_secs(1)))
    }

    /// Not asked, because Kisi is failing.
    pub(crate) fn circuit_closed() -> Self {
        let error = Self::new(Problem::Unavailable, Reached::No, "Kisi is failing");
        error.after(Some(Duration::from_secs(2)))
    }

    /// The call was given up half way, because the server is ending.
    pub(crate) fn interrupted() -> Self {
        Self::new(Problem::Unavailable, Reached::Maybe, "the server is ending")
    }

    pub(super) fn after(mut self, retry_after: Option<Duration>) -> Self {
        self.retry_after = retry_after;
        self
    }

    /// The same error with the meaning it has for a door list, of which the contract knows only
    /// the link's own problems and "cannot be had now".
    pub(super) fn of_door_list(mut self) -> Self {
        self.problem = if self.problem.is_about_the_link() {
            self.problem
        } else if self.problem == Problem::UnknownDoor {
            Problem::UnknownLink
        } else if self.problem == Problem::LockedDown {
            Problem::Refused
        } else {
            Problem::Unavailable
        };
        self
    }

    /// The status of Kisi's answer, if there was one.
    pub(super) fn status(&self) -> Option<u16> {
        self.status
    }

    /// Whether Kisi has failed, as opposed to having decided something.
    pub(super) fn is_failure(&self) -> bool {
        matches!(self.problem, Problem::Unavailable | Problem::Timeout)
    }

    /// Whether Kisi decided against the link, as opposed to having failed.
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

/// An error and its causes in one line. A URL in it is Kisi's, which never holds a secret.
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

/// Kisi's error code, such as `f35ade`: at most 16 ASCII letters and digits, so that it can be
/// shown and logged whatever Kisi sent.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Code(String);

impl Code {
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

/// What an answer other than the one asked for says: some of Kisi's errors are good news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Good(Outcome),
    Bad(Problem),
}

/// What the call was about: a status alone means another thing for a door than for a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Endpoint {
    /// The door list of a link.
    Doors,
    /// The unlock of a door.
    Unlock,
}

/// The meaning of an answer: by its code, or else by its status.
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
        "fad001" | "fad002" => Bad(Problem::LockedDown),
        "ff420a" | "fad105" | "fad108" => Bad(Problem::NotSetUp),
        "fad10e" => Bad(Problem::UnknownDoor),
        "fad110" => Good(Outcome::AlreadyUnlocked),
        "fad112" => Good(Outcome::AlreadyOpening),
        // The lock, then the controller.
        "fad106" | "fad107" | "fad10f" | "fac001" | "fac002" | "fac003" | "fac004" | "ecc123" => {
            Bad(Problem::Offline)
        }
        "fbc000" => Bad(Problem::Busy),
        // Denied; then location, proximity, Bluetooth, app only: not from a web page.
        "afc496" | "fcd8ef" | "fad137" | "a7793f" | "a3799f" | "a3793f" | "bbb99f" | "bbb93f"
        | "a3995f" | "bb4faa" | "bb4fff" | "bb5bff" | "bb4bff" | "bbc93f" | "34bd8f" => {
            Bad(Problem::Refused)
        }
        "ffffff" => Bad(Problem::Unavailable),
        _ => return None,
    })
}

fn by_status(status: u16, endpoint: Endpoint) -> Problem {
    match (status, endpoint) {
        (401, _) | (404, Endpoint::Doors) => Problem::UnknownLink,
        (403, _) => Problem::Refused,
        (404, Endpoint::Unlock) => Problem::UnknownDoor,
        (409, _) => Problem::Busy,
        (429, _) => Problem::RateLimited,
        (504, _) => Problem::Timeout,
        _ => Problem::Unavailable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_decides_before_the_status() {
        let code = Code::parse("f35ade");
        assert_eq!(meaning(code.as_ref(), 401, Endpoint::Doors), Meaning::Bad(Problem::Expired));
    }

    #[test]
    fn an_unknown_code_falls_back_to_the_status() {
        let code = Code::parse("abc123");
        let cases = [
            (401, Endpoint::Doors, Problem::UnknownLink),
            (403, Endpoint::Doors, Problem::Refused),
            (404, Endpoint::Unlock, Problem::UnknownDoor),
            (409, Endpoint::Unlock, Problem::Busy),
            (429, Endpoint::Unlock, Problem::RateLimited),
            (503, Endpoint::Unlock, Problem::Unavailable),
            (418, Endpoint::Unlock, Problem::Unavailable),
        ];
        for (status, endpoint, problem) in cases {
            assert_eq!(meaning(code.as_ref(), status, endpoint), Meaning::Bad(problem), "{status}");
        }
    }

    #[test]
    fn a_code_is_short_and_plain() {
        assert!(Code::parse("f35ade").is_some());
        for bad in ["", "<script>", "0123456789abcdefg", "f3 5a"] {
            assert_eq!(Code::parse(bad), None);
        }
    }
}
