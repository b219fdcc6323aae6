//! The result of a tap, kept over the redirect to the page that shows it once.
//!
//! It travels in a cookie: the visitor's phone keeps it if the answer is lost on a weak signal, and
//! the server keeps no state. The cookie holds the result, the door's id, the time, and a keyed tag
//! over these and the link. It unlocks nothing, is valid for its own link only, and is ignored after
//! [`SHOWN_WITHIN`].

use std::time::Duration;

use actix_web::{
    HttpResponse,
    cookie::{Cookie, SameSite, time},
    http::header::{self, HeaderName},
};
use jiff::Timestamp;

use super::{labels::Method, request::Request, visit::Visit};
use crate::{
    access::{DoorId, Fingerprint, FingerprintKey, Problem, TapResult},
    directory::DoorList,
    pages::{LastTap, TappedDoor},
    paths,
};

static PURPOSE: HeaderName = HeaderName::from_static("sec-purpose");
const COOKIE: &str = "doorstep_outcome";
/// How old a result may be and still be shown.
const SHOWN_WITHIN: Duration = Duration::from_mins(1);

/// One tap and its result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TapCookie {
    pub(super) door: Option<DoorId>,
    pub(super) result: TapResult,
    /// Kisi's own code for a problem.
    pub(super) reference: Option<String>,
}

impl TapCookie {
    /// `result.door.reference.second`
    fn fields(&self, at: Timestamp) -> String {
        let door = self.door.map_or_else(|| "-".to_owned(), |door| door.to_string());
        let reference = self.reference.as_deref().unwrap_or("-");
        format!("{}.{door}.{reference}.{}", self.result.as_str(), at.as_second())
    }

    pub(super) fn sign(&self, key: &FingerprintKey, link: Fingerprint, now: Timestamp) -> String {
        let fields = self.fields(now);
        let tag = tag(key, link, &fields).to_hex();
        format!("{fields}.{}", tag.as_str())
    }

    pub(super) fn parse(
        value: &str,
        key: &FingerprintKey,
        link: Fingerprint,
        now: Timestamp,
    ) -> Option<Self> {
        let (fields, claimed) = value.rsplit_once('.')?;
        // blake3 compares hashes in constant time.
        if blake3::Hash::from_hex(claimed).ok()? != tag(key, link, fields) {
            return None;
        }
        let mut parts = fields.split('.');
        let (result, door) = (TapResult::parse(parts.next()?)?, parts.next()?);
        let (reference, second) = (parts.next()?, parts.next()?);
        let at = Timestamp::from_second(second.parse().ok()?).ok()?;
        if now.duration_since(at).unsigned_abs() > SHOWN_WITHIN {
            return None;
        }
        let reference = Some(reference.to_owned()).filter(|code| code != "-");
        Some(Self { door: door.parse().ok().map(DoorId), result, reference })
    }

    /// The tap as the page shows it; the door's name is taken from `doors`. `None` if it is a
    /// question and the page shows no doors.
    fn last_tap(self, doors: Option<&DoorList>, visit: &Visit) -> Option<LastTap> {
        let Self { door, result, reference } = self;
        let door = doors.zip(door).and_then(|(doors, id)| doors.door(id));
        let door = door.filter(|door| !visit.theme.hides(door.id));
        let result = match (result, door) {
            (TapResult::Problem(Problem::Confirm), None) => {
                doors?;
                TapResult::Problem(Problem::UnknownDoor)
            }
            (result, _) => result,
        };
        let shown = |door| visit.theme.shown_door(door, visit.texts.language());
        let door = door.map(|door| TappedDoor::new(&visit.texts, &shown(door)));
        Some(LastTap { door, result, reference })
    }
}

fn tag(key: &FingerprintKey, link: Fingerprint, fields: &str) -> blake3::Hash {
    key.tag(&[link.as_bytes(), fields.as_bytes()].concat())
}

/// The cookie with `tap` for the next page of its link.
pub(super) fn write(request: &Request, link: Fingerprint, tap: &TapCookie) -> Cookie<'static> {
    cookie(request, tap.sign(&request.state.key, link, Timestamp::now()))
}

/// The tap in the request's cookie, if it belongs to the request's link and is recent.
pub(super) fn read(request: &Request, doors: Option<&DoorList>) -> Option<LastTap> {
    let cookie = cookie_of(request).filter(|_| !is_prefetch(request))?;
    let link = request.fingerprint()?;
    let tap = TapCookie::parse(cookie.value(), &request.state.key, link, Timestamp::now())?;
    tap.last_tap(doors, request.visit())
}

/// Removes the cookie of `request`, now that the page shows its result. The answer to a `HEAD` or to a
/// prefetch shows nothing, so it keeps the cookie.
pub(super) fn remove(request: &Request, response: &mut HttpResponse) {
    let is_shown = || request.method == Method::Get && !is_prefetch(request);
    if cookie_of(request).is_some() && is_shown() {
        let mut cookie = cookie(request, String::new());
        cookie.make_removal();
        // Fails only for a cookie that is not a valid header value, and this one is empty.
        let _ = response.add_cookie(&cookie);
    }
}

/// The cookie in the request. Most requests have none, and parsing takes time also for them.
fn cookie_of(request: &Request) -> Option<Cookie<'static>> {
    request.headers().contains_key(header::COOKIE).then(|| request.http.cookie(COOKIE)).flatten()
}

/// Whether the browser loads the page in case its visitor opens it.
fn is_prefetch(request: &Request) -> bool {
    let purpose = request.headers().get(&PURPOSE).and_then(|value| value.to_str().ok());
    purpose.is_some_and(|purpose| purpose.starts_with("prefetch"))
}

/// The cookie's path ends before the secret, and browsers send it only with requests of our own
/// page.
fn cookie(request: &Request, value: String) -> Cookie<'static> {
    let within = time::Duration::try_from(SHOWN_WITHIN).unwrap_or(time::Duration::MINUTE);
    Cookie::build(COOKIE, value)
        .path(paths::LINKS)
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(request.is_https())
        .max_age(within)
        .finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{LinkSecret, Outcome};

    const TAP: TapCookie = TapCookie {
        door: Some(DoorId(7)),
        result: TapResult::Success(Outcome::Unlocked),
        reference: None,
    };

    fn second(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn every_tap_result_survives_the_redirect() {
        let key = FingerprintKey::random().unwrap();
        let link = key.fingerprint(&LinkSecret::parse("s3cret").unwrap());
        for result in TapResult::all() {
            for door in [None, Some(DoorId(u64::MAX))] {
                let reference = door.map(|_| "fad001".to_owned());
                let tap = TapCookie { door, result, reference };
                let value = tap.sign(&key, link, second(100));
                let cookie = Cookie::parse(format!("a={value}")).unwrap();
                assert_eq!(cookie.value(), value);
                let parsed = TapCookie::parse(&value, &key, link, second(101));
                assert_eq!(parsed, Some(tap), "{value}");
                assert!(!value.contains("s3cret"), "{value}");
            }
        }
    }

    #[test]
    fn a_tap_result_is_valid_for_its_own_link_and_for_a_minute() {
        let key = FingerprintKey::random().unwrap();
        let link = |text| key.fingerprint(&LinkSecret::parse(text).unwrap());
        let value = TAP.sign(&key, link("mine"), second(100));
        assert!(TapCookie::parse(&value, &key, link("mine"), second(160)).is_some());
        assert!(TapCookie::parse(&value, &key, link("mine"), second(161)).is_none());
        assert!(TapCookie::parse(&value, &key, link("other"), second(100)).is_none());
    }

    #[test]
    fn a_forged_tap_result_is_ignored() {
        let key = FingerprintKey::random().unwrap();
        let link = key.fingerprint(&LinkSecret::parse("link").unwrap());
        let value = TAP.sign(&key, link, second(100)).replace("unlocked.7", "unlocked.8");
        for odd in [value.as_str(), "", ".", "unlocked.7.100.00", "...."] {
            assert_eq!(TapCookie::parse(odd, &key, link, second(100)), None, "{odd}");
        }
    }
}
