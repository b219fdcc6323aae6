//! Kisi's error codes, and the HTTP status and message that belong to each of them.

use std::collections::BTreeMap;

/// No link has this secret.
pub(super) const LINK_INVALID: &str = "f29aef";
/// The link has expired.
pub(super) const NO_LONGER_VALID: &str = "f35ade";
/// The link is not valid yet.
pub(super) const NOT_YET_VALID: &str = "f358de";
/// The access that the link gives was withdrawn.
pub(super) const ACCESS_INVALID: &str = "f398de";
/// Links are disabled for this access.
pub(super) const LINKS_DISABLED: &str = "f298df";
/// Outside the hours at which this access may be used.
pub(super) const NOT_AT_THIS_MOMENT: &str = "34ffaa";
/// Kisi refuses without a reason.
pub(super) const ACCESS_DENIED: &str = "afc496";
/// The door is locked down.
pub(super) const LOCKED_DOWN: &str = "fad001";
/// The door's controller is not configured yet.
pub(super) const NOT_CONFIGURED: &str = "fad108";
/// The link does not open a door with this id.
pub(super) const DOOR_NOT_FOUND: &str = "fad10e";
/// The door's controller cannot be reached.
pub(super) const CONTROLLER_UNAVAILABLE: &str = "fac001";

/// The operator key is wrong. Kisi does not document its code for this; the value is invented.
pub(super) const OPERATOR_KEY_INVALID: &str = "000401";
/// A route or a group link does not exist. The value is invented, too.
pub(super) const NOT_FOUND: &str = "000404";
/// A body is not JSON. The value is invented, too.
pub(super) const NOT_JSON: &str = "000400";
/// Kisi has an internal error.
pub(super) const UNEXPECTED: &str = "ffffff";

/// What is wrong with a request, by field: the body of a `422`.
pub(super) type FieldErrors = BTreeMap<&'static str, Vec<&'static str>>;

/// An error answer of Kisi: its status, and the code and message in its body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) code: String,
    pub(super) error: &'static str,
}

impl Refusal {
    /// The refusal with this code, and the status and message that belong to it.
    pub(super) fn new(code: &str) -> Self {
        let (status, error) = meaning(code);
        Self { status, code: code.to_owned(), error }
    }

    /// The refusal with this code and another status than Kisi's own.
    pub(super) fn with_status(status: u16, code: &str) -> Self {
        Self { status, ..Self::new(code) }
    }
}

/// The status and the message of a code. The messages are invented, as Kisi does not document its
/// own.
fn meaning(code: &str) -> (u16, &'static str) {
    match code {
        "f29aef" | "afc507" => (401, "Link is invalid"),
        "f35ade" => (403, "Access is no longer valid"),
        "f358de" => (403, "Access is not yet valid"),
        "f398de" | "f298bf" => (403, "Access is invalid"),
        "f298cf" | "f298df" | "fcd8ff" => (403, "Links are disabled"),
        "34ffaa" => (403, "Access is not allowed at this moment, try again later"),
        "fad001" => (409, "Door is locked down"),
        "fad002" => (409, "Place is locked down"),
        "fad144" => (409, "An alarm is still in violation"),
        "fad146" => (409, "The zone was overridden and is still armed"),
        "ff420a" => (409, "Door has no controller"),
        "fad105" | "fad108" => (409, "Controller is not configured"),
        "fad10e" => (404, "Door could not be found"),
        "fad110" => (409, "Door is already scheduled to be unlocked"),
        "fad112" => (409, "An unlock is already in progress"),
        "fad106" | "fad107" | "fad10f" => (503, "Wireless lock cannot be reached"),
        "fac001" | "fac002" | "fac003" | "fac004" | "ecc123" => (503, "Controller is unavailable"),
        "fbc000" => (503, "Firmware is being updated, retry in a few seconds"),
        OPERATOR_KEY_INVALID => (401, "API key is invalid"),
        NOT_FOUND => (404, "Not found"),
        NOT_JSON => (400, "Body is not JSON"),
        UNEXPECTED => (500, "Something unexpected happened"),
        _ => (403, "Access denied"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invalid_link_is_unauthorized_and_every_other_refusal_of_a_link_is_forbidden() {
        for code in [LINK_INVALID, "afc507"] {
            assert_eq!(Refusal::new(code).status, 401, "{code}");
        }
        for code in [NO_LONGER_VALID, NOT_YET_VALID, ACCESS_INVALID, "34ffaa", "a7793f"] {
            assert_eq!(Refusal::new(code).status, 403, "{code}");
        }
    }
}
