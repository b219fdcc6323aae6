//! What became of a tap, carried over the redirect to the page that tells it, once.
//!
//! It travels in a cookie: the visitor's phone keeps it if the answer is lost on one bar of
//! signal, and the server remembers nothing. The cookie says how the tap went and for which door
//! number, when, and a keyed tag over these and the link. It opens nothing, is worth nothing
//! under another link, and says nothing after [`TOLD_WITHIN`].

use std::time::Duration;

use actix_web::{
    HttpMessage as _, HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite, time},
    http::Method,
};
use jiff::Timestamp;

use super::{client::is_https, state::State, visit::Visit};
use crate::{
    access::{DoorId, Fingerprint, FingerprintKey, Outcome, Problem},
    directory::DoorList,
    pages::{TapResult, Told, short_door_name},
    paths,
};

const COOKIE: &str = "doorstep_outcome";
/// How old an outcome may be and still be told.
const TOLD_WITHIN: Duration = Duration::from_mins(1);

/// One tap and how it went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tap {
    pub(super) door: Option<DoorId>,
    pub(super) result: Carried,
    /// Kisi's own code for a problem.
    pub(super) reference: Option<String>,
}

/// What became of it, or that the visitor is to be asked once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Carried {
    Result(Result<Outcome, Problem>),
    Question,
}

/// How a question is written in the cookie.
const QUESTION: &str = "asked";

impl Tap {
    fn words(&self, at: Timestamp) -> String {
        let door = self.door.map_or_else(|| "-".to_owned(), |door| door.to_string());
        let result = match self.result {
            Carried::Result(Ok(outcome)) => outcome.as_str(),
            Carried::Result(Err(problem)) => problem.as_str(),
            Carried::Question => QUESTION,
        };
        let reference = self.reference.as_deref().unwrap_or("-");
        format!("{result}.{door}.{reference}.{}", at.as_second())
    }

    fn write(&self, key: &FingerprintKey, link: Fingerprint, now: Timestamp) -> String {
        let words = self.words(now);
        let tag = tag(key, link, &words).to_hex();
        format!("{words}.{}", tag.as_str())
    }

    fn parse(value: &str, key: &FingerprintKey, link: Fingerprint, now: Timestamp) -> Option<Self> {
        let (words, claimed) = value.rsplit_once('.')?;
        // Hashes compare in constant time.
        if blake3::Hash::from_hex(claimed).ok()? != tag(key, link, words) {
            return None;
        }
        let mut parts = words.split('.');
        let (result_text, door) = (parts.next()?, parts.next()?);
        let (reference, second) = (parts.next()?, parts.next()?);
        let at = Timestamp::from_second(second.parse().ok()?).ok()?;
        if now.duration_since(at).unsigned_abs() > TOLD_WITHIN {
            return None;
        }
        let outcome = Outcome::ALL.into_iter().find(|outcome| outcome.as_str() == result_text);
        let problem = Problem::ALL.into_iter().find(|problem| problem.as_str() == result_text);
        let result = outcome.map(Ok).or(problem.map(Err)).map(Carried::Result);
        let question = (result_text == QUESTION).then_some(Carried::Question);
        let result = result.or(question)?;
        let reference = Some(reference.to_owned()).filter(|code| code != "-");
        Some(Self { door: door.parse().ok().map(DoorId), result, reference })
    }
}

fn tag(key: &FingerprintKey, link: Fingerprint, words: &str) -> blake3::Hash {
    key.tag(&[link.as_bytes(), words.as_bytes()].concat())
}

/// The cookie that carries `tap` to the next page of its link.
pub(super) fn carry(
    request: &HttpRequest,
    state: &State,
    link: Fingerprint,
    tap: &Tap,
) -> Cookie<'static> {
    cookie(request, state, tap.write(&state.key, link, Timestamp::now()))
}

/// What the request's cookie carries, in words for the visit; doors are named after `doors`.
pub(super) fn read(
    request: &HttpRequest,
    state: &State,
    doors: Option<&DoorList>,
    visit: &Visit,
) -> Option<Told> {
    let cookie = request.cookie(COOKIE)?;
    let link = *request.extensions().get::<Fingerprint>()?;
    let tap = Tap::parse(cookie.value(), &state.key, link, Timestamp::now())?;
    let door = doors.and_then(|doors| doors.door(tap.door));
    let door = door.filter(|door| !visit.theme.hides(door.id));
    let result = match tap.result {
        Carried::Result(Ok(outcome)) => TapResult::Good(outcome),
        Carried::Result(Err(problem)) => TapResult::Bad(problem),
        Carried::Question => match door {
            Some(door) => TapResult::Asked(door.id),
            None if doors.is_some() => TapResult::Bad(Problem::UnknownDoor),
            None => return None,
        },
    };
    let shown = |door| visit.theme.shown_door(door, visit.texts.language());
    let door = door.map(|door| short_door_name(&visit.texts, &shown(door)));
    Some(Told { door, result, reference: tap.reference })
}

/// Takes back the cookie that `request` brought, now that its outcome has been told. A `HEAD` has
/// told nothing.
pub(super) fn forget(request: &HttpRequest, state: &State, response: &mut HttpResponse) {
    if *request.method() == Method::GET && request.cookie(COOKIE).is_some() {
        let mut cookie = cookie(request, state, String::new());
        cookie.make_removal();
        // Fails only for a cookie that is no valid header, and this one has no value at all.
        let _ = response.add_cookie(&cookie);
    }
}

/// The path ends before the secret, and the cookie is sent with requests of our own page alone.
fn cookie(request: &HttpRequest, state: &State, value: String) -> Cookie<'static> {
    let within = time::Duration::try_from(TOLD_WITHIN).unwrap_or(time::Duration::MINUTE);
    Cookie::build(COOKIE, value)
        .path(paths::LINKS)
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(is_https(request, state))
        .max_age(within)
        .finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::LinkSecret;

    const TAP: Tap = Tap {
        door: Some(DoorId(7)),
        result: Carried::Result(Ok(Outcome::Unlocked)),
        reference: None,
    };

    fn second(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn every_outcome_survives_the_redirect() {
        let key = FingerprintKey::random().unwrap();
        let link = key.fingerprint(&LinkSecret::parse("link").unwrap());
        let results = Outcome::ALL.map(Ok).into_iter().chain(Problem::ALL.map(Err));
        for result in results.map(Carried::Result).chain([Carried::Question]) {
            for door in [None, Some(DoorId(u64::MAX))] {
                let reference = door.map(|_| "fad001".to_owned());
                let tap = Tap { door, result, reference };
                let value = tap.write(&key, link, second(100));
                assert_eq!(Tap::parse(&value, &key, link, second(101)), Some(tap), "{value}");
                assert!(
                    !value.contains("link\u{0}") && Cookie::parse(format!("a={value}")).is_ok()
                );
            }
        }
    }

    #[test]
    fn an_outcome_is_told_for_its_own_link_and_for_a_minute() {
        let key = FingerprintKey::random().unwrap();
        let link = |text| key.fingerprint(&LinkSecret::parse(text).unwrap());
        let value = TAP.write(&key, link("mine"), second(100));
        assert!(Tap::parse(&value, &key, link("mine"), second(160)).is_some());
        assert!(Tap::parse(&value, &key, link("mine"), second(161)).is_none());
        assert!(Tap::parse(&value, &key, link("other"), second(100)).is_none());
    }

    #[test]
    fn an_outcome_cannot_be_made_up() {
        let key = FingerprintKey::random().unwrap();
        let link = key.fingerprint(&LinkSecret::parse("link").unwrap());
        let value = TAP.write(&key, link, second(100)).replace("unlocked.7", "unlocked.8");
        for odd in [value.as_str(), "", ".", "unlocked.7.100.00", "...."] {
            assert_eq!(Tap::parse(odd, &key, link, second(100)), None, "{odd}");
        }
    }
}
