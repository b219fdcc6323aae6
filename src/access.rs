//! The nouns of the product: what an access link is, and what is behind it.
//!
//! Nothing here does I/O or depends on Kisi, the web or a theme. The types say what has been
//! checked: a [`LinkSecret`] is well formed, a [`Door`]'s texts contain no control characters.

use std::{
    fmt,
    hash::{Hash, Hasher},
};

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// The unguessable part of an access link: it is all that a visitor needs to unlock the doors.
///
/// It has no `Display`, its `Debug` is redacted, and it is wiped from memory on drop.
#[derive(Clone, Debug)]
pub struct LinkSecret(SecretString);

/// The text cannot be a secret, so Kisi is not asked about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an access link's secret is 1 to 256 characters of A-Z a-z 0-9 - . _ ~")]
pub struct MalformedSecret;

impl LinkSecret {
    /// Accepts 1 to 256 of RFC 3986's unreserved characters. `.` and `..` are refused although
    /// they consist of those: clients remove them from paths (RFC 3986, 5.2.4).
    pub fn parse(text: &str) -> Result<Self, MalformedSecret> {
        let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        let well_formed = (1..=256).contains(&text.len())
            && text.bytes().all(unreserved)
            && !matches!(text, "." | "..");
        if well_formed { Ok(Self(text.into())) } else { Err(MalformedSecret) }
    }

    /// The secret itself: for the `Authorization` header to Kisi and for the visitor's own URL.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

/// Stands for a secret in maps and logs: 128 bits of a keyed BLAKE3 hash, from which the secret cannot
/// be recovered. The key is random, so no client can make two links with the same fingerprint.
///
/// `Display` and `Debug` show the first 8 hex digits, enough to follow one link through the logs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint([u8; 16]);

impl Hash for Fingerprint {
    /// A fingerprint is a keyed hash already, so 64 bits of it are enough for maps.
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.short().hash(state);
    }
}

impl Fingerprint {
    /// The first 64 bits.
    #[must_use]
    pub fn short(&self) -> u64 {
        u64::from_le_bytes(std::array::from_fn(|index| self.0[index]))
    }

    /// All of its bytes, as a key for data that belongs to one link.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, second, third, fourth, ..] = self.0;
        write!(f, "{:08x}", u32::from_be_bytes([first, second, third, fourth]))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}

/// An access link: its secret, and the fingerprint that stands for the secret.
#[derive(Clone, Debug)]
pub struct AccessLink {
    secret: LinkSecret,
    fingerprint: Fingerprint,
}

impl AccessLink {
    /// The link with this secret, under this process's key.
    #[must_use]
    pub fn new(secret: LinkSecret, key: &FingerprintKey) -> Self {
        Self { fingerprint: key.fingerprint(&secret), secret }
    }

    /// The credential.
    #[must_use]
    pub fn secret(&self) -> &LinkSecret {
        &self.secret
    }

    /// Stands for the secret in maps and logs.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }
}

/// The key of all fingerprints, created at every start: fingerprints from one run of the process
/// are useless in the next.
#[derive(Clone)]
pub struct FingerprintKey([u8; 32]);

impl FingerprintKey {
    /// A key from the system's random source; fails only where the system has none.
    pub fn random() -> Result<Self, getrandom::Error> {
        let mut key = [0; 32];
        getrandom::fill(&mut key)?;
        Ok(Self(key))
    }

    /// The fingerprint of `secret` under this key.
    #[must_use]
    pub fn fingerprint(&self, secret: &LinkSecret) -> Fingerprint {
        let hash = blake3::keyed_hash(&self.0, secret.expose().as_bytes());
        Fingerprint(std::array::from_fn(|index| hash.as_bytes()[index]))
    }

    /// A tag that only this process can make for `message`; compare tags with `==`, which
    /// [`blake3::Hash`] does in constant time.
    #[must_use]
    pub fn tag(&self, message: &[u8]) -> blake3::Hash {
        let key = blake3::derive_key("doorstep 2026 outcome cookie", &self.0);
        blake3::keyed_hash(&key, message)
    }
}

impl fmt::Debug for FingerprintKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FingerprintKey")
    }
}

/// A door's number at Kisi.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct DoorId(pub u64);

impl fmt::Display for DoorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A building or site that doors are in.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Place {
    /// Kisi's number of the place.
    pub id: u64,
    /// Kisi's name of the place; may be empty.
    pub name: String,
}

/// What Kisi has about one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceDetails {
    /// The place.
    pub place: Place,
    /// The name of its time zone in the IANA database, if Kisi has it.
    pub time_zone: Option<String>,
}

/// A door that a visitor can unlock.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Door {
    /// Kisi's number of the door.
    pub id: DoorId,
    /// Kisi's name of the door, without control characters; may be empty.
    pub name: String,
    /// Kisi's description, if it has one.
    pub description: Option<String>,
    /// Where the door is, if Kisi said so.
    pub place: Option<Place>,
    /// What a tap can be expected to do.
    pub state: DoorState,
}

impl Door {
    /// How many bytes the door takes in memory.
    #[must_use]
    pub fn size(&self) -> usize {
        let description = self.description.as_ref().map_or(0, String::len);
        let place = self.place.as_ref().map_or(0, |place| place.name.len());
        size_of::<Self>() + self.name.len() + description + place
    }
}

/// Longest name or description that is kept, in characters. Kisi publishes no limit.
const LONGEST_TEXT: usize = 4_000;

/// `text` without characters that could disturb the text around it: control characters become spaces, runs
/// of white space one space, and bidirectional overrides, embeddings and isolates (Unicode TR 9)
/// are removed, because pages isolate names themselves.
#[must_use]
pub fn printable(text: &str) -> String {
    let visible = text
        .chars()
        .filter(|c| !matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}'))
        .filter(|c| !is_noncharacter(*c))
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(LONGEST_TEXT)
        .collect::<String>();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether Unicode reserves it for internal use (Unicode 23.7). XML does not allow all of them.
fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{FDD0}'..='\u{FDEF}') || u32::from(c) & 0xFFFE == 0xFFFE
}

/// What a tap on a door can be expected to do. The button can be pressed in every state: what is
/// cached is seconds old, and Kisi decides.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum DoorState {
    /// A tap is expected to unlock it.
    Ready,
    /// It is unlocked already.
    Unlocked,
    /// Its controller cannot be reached.
    Offline,
    /// It is locked for everyone.
    LockedDown,
    /// Its hardware is not set up.
    NotSetUp,
}

impl DoorState {
    /// Every state, in the order in which a page explains them.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// The state's name in pages and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// Why an unlock counts as a success.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Outcome {
    /// Kisi unlocked the door for this tap.
    Unlocked,
    /// The door was unlocked, or scheduled to be, before this tap.
    AlreadyUnlocked,
    /// The door is unlocking for an earlier tap.
    AlreadyOpening,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// The outcome's name in JSON, cookies, logs and metrics.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// Why a door list or an unlock failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Problem {
    /// No access link has this secret.
    UnknownLink,
    /// The link does not open this door.
    UnknownDoor,
    /// The link's time is over.
    Expired,
    /// The link was taken back or switched off.
    Withdrawn,
    /// The link's time has not begun.
    NotYetValid,
    /// The link is valid, but not at this hour.
    OutsideHours,
    /// Access is denied for another reason.
    Refused,
    /// The tap came from a form of another web site.
    CrossSite,
    /// The brand asks visitors to confirm before this door is unlocked, and this tap did not.
    Confirm,
    /// The door or its place is locked for everyone.
    LockedDown,
    /// The building's alarm is on: the visitor must not go in.
    Alarm,
    /// The door's hardware is not set up.
    NotSetUp,
    /// Too many requests: our limit or Kisi's.
    RateLimited,
    /// Kisi cannot reach the door.
    Offline,
    /// The door cannot answer for some seconds.
    Busy,
    /// Kisi could not be reached, or failed.
    Unavailable,
    /// Kisi did not answer in time: the door may or may not have opened.
    Timeout,
}

impl Problem {
    /// Every problem.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// Whether Kisi says so only about a link that exists, so that its visitor has not guessed it.
    #[must_use]
    pub fn means_the_link_exists(self) -> bool {
        match self {
            Self::Expired | Self::Withdrawn | Self::NotYetValid | Self::OutsideHours => true,
            Self::UnknownLink
            | Self::Refused
            | Self::UnknownDoor
            | Self::CrossSite
            | Self::Confirm
            | Self::LockedDown
            | Self::Alarm
            | Self::NotSetUp
            | Self::RateLimited
            | Self::Offline
            | Self::Busy
            | Self::Unavailable
            | Self::Timeout => false,
        }
    }

    /// Whether it is Kisi's decision about the link as a whole, which stands until Kisi changes it.
    #[must_use]
    pub fn is_about_the_link(self) -> bool {
        match self {
            Self::UnknownLink
            | Self::Expired
            | Self::Withdrawn
            | Self::NotYetValid
            | Self::OutsideHours
            | Self::Refused => true,
            Self::UnknownDoor
            | Self::CrossSite
            | Self::Confirm
            | Self::LockedDown
            | Self::Alarm
            | Self::NotSetUp
            | Self::RateLimited
            | Self::Offline
            | Self::Busy
            | Self::Unavailable
            | Self::Timeout => false,
        }
    }

    /// The problem's name in JSON, cookies, logs and metrics.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// What became of one tap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TapResult {
    /// The door is unlocked.
    Success(Outcome),
    /// It is not, or it is unclear; with [`Problem::Confirm`], the visitor has to confirm first.
    Problem(Problem),
}

impl TapResult {
    /// Every tap result.
    pub fn all() -> impl Iterator<Item = Self> {
        let outcomes = Outcome::ALL.iter().copied().map(Self::Success);
        outcomes.chain(Problem::ALL.iter().copied().map(Self::Problem))
    }

    /// The result's name in JSON, cookies, logs and metrics.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Success(outcome) => outcome.as_str(),
            Self::Problem(problem) => problem.as_str(),
        }
    }

    /// The tap result with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let outcome = name.parse().ok().map(Self::Success);
        outcome.or_else(|| name.parse().ok().map(Self::Problem))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_consists_of_unreserved_characters() {
        for good in ["a", "Az09-._~", "...", &"x".repeat(256)] {
            assert!(LinkSecret::parse(good).is_ok(), "{good}");
        }
        for bad in ["", ".", "..", "a/b", "a%2Fb", "a b", "a\r\n", "a\0", "ü", &"x".repeat(257)] {
            assert!(LinkSecret::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_secret_is_not_printed() {
        let secret = LinkSecret::parse("opens-the-lobby").unwrap();
        let fingerprint = FingerprintKey([7; 32]).fingerprint(&secret);
        let printed = format!("{secret:?} {fingerprint} {fingerprint:?}");
        assert!(!printed.contains("lobby"), "{printed}");
        assert_eq!(fingerprint.to_string().len(), 8);
    }

    #[test]
    fn different_secrets_or_keys_have_different_fingerprints() {
        let secret = |text| LinkSecret::parse(text).unwrap();
        let (key, other) = (FingerprintKey([1; 32]), FingerprintKey([2; 32]));
        assert_eq!(key.fingerprint(&secret("a")), key.fingerprint(&secret("a")));
        assert_ne!(key.fingerprint(&secret("a")), key.fingerprint(&secret("b")));
        assert_ne!(key.fingerprint(&secret("a")), other.fingerprint(&secret("a")));
    }

    #[test]
    fn control_characters_are_removed_from_names() {
        assert_eq!(printable(" a\r\n\u{0}b\u{202E}c\u{2066} "), "a bc");
        assert_eq!(printable("A\u{FFFF}d\u{FFFE}a\u{1FFFE}\u{FDD0}"), "Ada");
        assert_eq!(printable("مدخل 👩‍👩‍👧"), "مدخل 👩‍👩‍👧");
        assert_eq!(printable(&"x".repeat(9_000)).len(), LONGEST_TEXT);
    }

    #[test]
    fn every_tap_result_is_found_by_its_name() {
        for result in TapResult::all() {
            assert_eq!(TapResult::parse(result.as_str()), Some(result));
        }
        assert_eq!(TapResult::parse("opened"), None);
    }
}
