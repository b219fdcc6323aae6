//! Reads Kisi's JSON.
//!
//! A door list is read one element at a time. Elements that are not valid locks are skipped, their
//! number is logged, and the other doors are shown.

use std::{collections::BTreeMap, fmt};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use jiff::Timestamp;
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{IgnoredAny, SeqAccess, Visitor},
};
use serde_json::{Value, value::RawValue};

use super::link::{CreatedLink, IssuedLink, NewLink};
use crate::access::{Door, DoorId, DoorState, LinkSecret, Place, PlaceDetails, printable};

/// The elements of one page that are read. Kisi sends at most 250.
pub(super) const MOST_ELEMENTS: usize = 5_000;

/// An element of `GET /locks`. Only `id` is required; unknown fields are ignored.
#[derive(Deserialize)]
struct Lock {
    id: u64,
    name: Option<String>,
    description: Option<String>,
    configured: Option<bool>,
    online: Option<bool>,
    unlocked: Option<bool>,
    locked_down: Option<bool>,
    place_id: Option<u64>,
    place: Option<LockPlace>,
}

#[derive(Deserialize)]
struct LockPlace {
    id: u64,
    name: Option<String>,
}

/// The body of every error: `{"error": …, "code": …}`.
#[derive(Deserialize)]
pub(super) struct Failure {
    pub(super) code: Option<String>,
}

/// The body of `POST /group_links`. What is left out has Kisi's default.
#[derive(Serialize)]
pub(super) struct PostedLink<'a> {
    group_link: PostedAttributes<'a>,
}

#[derive(Serialize)]
struct PostedAttributes<'a> {
    name: &'a str,
    group_id: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_from: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_until: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quick_response_code_type: Option<&'static str>,
}

/// The body for a new link.
pub(super) fn new_link(new: &NewLink) -> PostedLink<'_> {
    PostedLink {
        group_link: PostedAttributes {
            name: &new.name,
            group_id: new.group,
            email: new.email.as_deref(),
            phone: new.phone.as_deref(),
            valid_from: new.from,
            valid_until: new.until,
            quick_response_code_type: new.qr.map(Into::into),
        },
    }
}

/// An element of `GET /group_links`. Only `id` is required.
#[derive(Deserialize)]
struct GroupLink {
    id: u64,
    name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    group_id: Option<u64>,
    group: Option<Group>,
    valid_from: Option<Timestamp>,
    valid_until: Option<Timestamp>,
    link_enabled: Option<bool>,
    last_used_at: Option<Timestamp>,
    created_at: Option<Timestamp>,
}

#[derive(Deserialize)]
struct Group {
    id: Option<u64>,
    name: Option<String>,
}

/// What only the answer to `POST /group_links` contains.
#[derive(Deserialize)]
struct Secrets {
    secret: Option<String>,
    quick_response_code_image: Option<String>,
}

/// The body of a `422`.
#[derive(Deserialize)]
struct FieldErrors {
    errors: BTreeMap<String, Vec<String>>,
}

/// The body of `GET /places/{id}`. Only `id` is required.
#[derive(Deserialize)]
struct PlaceBody {
    id: u64,
    name: Option<String>,
    time_zone: Option<String>,
}

/// The body of `POST /locks/{id}/unlock`: an empty JSON object.
pub(super) const UNLOCK: &str = "{}";

/// One page of doors.
pub(super) struct Page {
    pub(super) doors: Vec<Door>,
    /// The number of elements that Kisi sent, including the skipped ones.
    pub(super) elements: usize,
}

/// Whether the body of a `200` to an unlock is a JSON object. If not, it comes from a proxy
/// between us and Kisi, and the door was not unlocked.
pub(super) fn is_unlocked(body: &[u8]) -> bool {
    matches!(serde_json::from_slice(body), Ok(Value::Object(_)))
}

/// Reads one page of `GET /locks`. Fails only if it is not a JSON array. Elements after the first
/// [`MOST_ELEMENTS`] are ignored.
pub(super) fn page(body: &[u8]) -> Result<Page, serde_json::Error> {
    let text = String::from_utf8_lossy(body);
    let Elements(elements) = serde_json::from_str(&text)?;
    let doors: Vec<_> = elements.iter().filter_map(|element| door(element)).collect();
    let skipped = elements.len() - doors.len();
    if skipped > 0 {
        // The parser's errors are not logged, because they would contain what Kisi sent.
        tracing::warn!(skipped, "skipped doors that Kisi described in an unknown format");
    }
    Ok(Page { doors, elements: elements.len() })
}

/// One page of access links.
pub(super) struct LinkPage {
    pub(super) links: Vec<IssuedLink>,
    /// The number of elements that Kisi sent, including the skipped ones.
    pub(super) elements: usize,
}

/// Reads one page of `GET /group_links`. `None` if it is not a JSON array.
pub(super) fn links(body: &[u8]) -> Option<LinkPage> {
    let text = String::from_utf8_lossy(body);
    let Elements(elements) = serde_json::from_str(&text).ok()?;
    let read = |element: &&RawValue| serde_json::from_str::<GroupLink>(element.get()).ok();
    let links: Vec<_> = elements.iter().filter_map(read).map(IssuedLink::from).collect();
    let skipped = elements.len() - links.len();
    if skipped > 0 {
        tracing::warn!(skipped, "skipped access links that Kisi described in an unknown format");
    }
    Some(LinkPage { links, elements: elements.len() })
}

/// Reads the answer to `POST /group_links`. `None` if it does not describe a link. A secret or a code
/// that cannot be used is left out.
pub(super) fn created_link(body: &[u8]) -> Option<CreatedLink> {
    let link = serde_json::from_slice::<GroupLink>(body).ok()?.into();
    let secrets: Secrets = serde_json::from_slice(body).ok()?;
    let secret = secrets.secret.and_then(|secret| LinkSecret::parse(&secret).ok());
    let image = secrets.quick_response_code_image;
    let reader_code = image.and_then(|text| STANDARD.decode(text.trim()).ok()).map(Into::into);
    Some(CreatedLink { link, secret, reader_code })
}

/// Kisi's reasons by field in the body of a `422`; empty if it cannot be read.
pub(super) fn field_errors(body: &[u8]) -> BTreeMap<String, Vec<String>> {
    serde_json::from_slice(body)
        .map_or_else(|_unreadable| BTreeMap::new(), |it: FieldErrors| it.errors)
}

/// Reads the answer to `GET /places/{id}`.
pub(super) fn place(body: &[u8]) -> Option<PlaceDetails> {
    let PlaceBody { id, name, time_zone } = serde_json::from_slice(body).ok()?;
    let name = printable(&name.unwrap_or_default());
    Some(PlaceDetails { place: Place { id, name }, time_zone })
}

impl From<GroupLink> for IssuedLink {
    fn from(link: GroupLink) -> Self {
        let group = link.group.as_ref();
        let group_name = group.and_then(|group| group.name.as_deref());
        Self {
            id: link.id,
            name: printable(&link.name.unwrap_or_default()),
            group: link.group_id.or(group.and_then(|group| group.id)).unwrap_or_default(),
            group_name: group_name.map(printable),
            email: link.email.as_deref().map(printable),
            phone: link.phone.as_deref().map(printable),
            from: link.valid_from,
            until: link.valid_until,
            enabled: link.link_enabled.unwrap_or(true),
            last_used: link.last_used_at,
            created: link.created_at,
        }
    }
}

fn door(element: &RawValue) -> Option<Door> {
    serde_json::from_str::<Lock>(element.get()).ok().map(Door::from)
}

/// The first elements of a JSON array, not parsed yet: an element with a text or number that cannot
/// be represented does not make the others unreadable.
struct Elements<'a>(Vec<&'a RawValue>);

impl<'de> Deserialize<'de> for Elements<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct First;

        impl<'de> Visitor<'de> for First {
            type Value = Elements<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Self::Value, A::Error> {
                let mut elements = Vec::new();
                while elements.len() < MOST_ELEMENTS {
                    let Some(element) = array.next_element()? else { break };
                    elements.push(element);
                }
                while array.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Elements(elements))
            }
        }

        deserializer.deserialize_seq(First)
    }
}

impl From<Lock> for Door {
    fn from(lock: Lock) -> Self {
        let state = lock.state();
        let place = match (lock.place, lock.place_id) {
            (Some(place), _) => {
                Some(Place { id: place.id, name: printable(&place.name.unwrap_or_default()) })
            }
            (None, Some(id)) => Some(Place { id, name: String::new() }),
            (None, None) => None,
        };
        Self {
            id: DoorId(lock.id),
            name: printable(&lock.name.unwrap_or_default()),
            description: lock.description.map(|text| printable(&text)).filter(|t| !t.is_empty()),
            place,
            state,
        }
    }
}

impl Lock {
    /// The most important reason why a tap would fail, or else whether the door is unlocked already.
    /// `online: null` counts as online: Kisi does not have the state, and a tap may succeed.
    fn state(&self) -> DoorState {
        if self.configured == Some(false) {
            DoorState::NotSetUp
        } else if self.locked_down == Some(true) {
            DoorState::LockedDown
        } else if self.online == Some(false) {
            DoorState::Offline
        } else if self.unlocked == Some(true) {
            DoorState::Unlocked
        } else {
            DoorState::Ready
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn doors(json: &Value) -> Vec<Door> {
        page(json.to_string().as_bytes()).unwrap().doors
    }

    #[test]
    fn a_lock_with_only_an_id_and_a_name_is_a_door() {
        let doors = doors(&json!([{"id": 1, "name": "Bare"}]));
        assert_eq!(doors[0].name, "Bare");
        assert_eq!((doors[0].state, &doors[0].place), (DoorState::Ready, &None));
    }

    #[test]
    fn the_state_is_the_most_important_reason_why_a_tap_would_fail() {
        let state = |fields: Value| {
            let mut lock = json!({"id": 1, "name": "Lobby"});
            lock.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
            doors(&json!([lock]))[0].state
        };
        assert_eq!(state(json!({"online": null, "configured": true})), DoorState::Ready);
        assert_eq!(state(json!({"open": true})), DoorState::Ready);
        assert_eq!(state(json!({"online": false})), DoorState::Offline);
        assert_eq!(state(json!({"unlocked": true})), DoorState::Unlocked);
        assert_eq!(state(json!({"locked_down": true, "online": false})), DoorState::LockedDown);
        assert_eq!(state(json!({"configured": false, "locked_down": true})), DoorState::NotSetUp);
    }

    #[test]
    fn an_invalid_element_does_not_hide_the_other_doors() {
        let page = page(br#"[{"id": 1}, {"id": "two"}, 3, {"id": 4, "name": ["x"]}, {"id": 5}]"#);
        let page = page.unwrap();
        assert_eq!(page.doors.iter().map(|door| door.id.0).collect::<Vec<_>>(), [1, 5]);
        assert_eq!(page.elements, 5);
    }

    #[test]
    fn an_element_that_json_cannot_represent_does_not_hide_the_other_doors() {
        let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
        let body = format!(
            r#"[{{"id": 1, "name": "\ud800"}}, {{"id": 2, "place": {{"id": 3, "latitude": 1e400}}}},
                {{"id": 4, "name": "{}"}}, {deep}, {{"id": 5}}]"#,
            "x\u{7f}"
        );
        let mut body = body.into_bytes();
        let control = body.iter().position(|byte| *byte == 0x7f).unwrap();
        body[control] = 0xff;
        let page = page(&body).unwrap();
        assert_eq!(page.doors.iter().map(|door| door.id.0).collect::<Vec<_>>(), [2, 4, 5]);
        assert_eq!(page.elements, 5);
    }

    #[test]
    fn the_elements_of_one_page_are_bounded() {
        let body = format!("[{}0]", "0,".repeat(1_000_000));
        assert_eq!(page(body.as_bytes()).unwrap().elements, MOST_ELEMENTS);
        assert!(page(b"{}").is_err() && page(b"[1,").is_err());
    }

    #[test]
    fn a_place_without_a_name_is_kept() {
        let doors = doors(&json!([{"id": 1, "place_id": 7}, {"id": 2, "place": {"id": 8}}]));
        let places = doors.iter().map(|door| door.place.as_ref().unwrap().id);
        assert_eq!(places.collect::<Vec<_>>(), [7, 8]);
    }
}
