//! The model in JSON, as Kisi spells it.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::codes::Refusal;
use super::group_links::FieldErrors;
use super::model::{Group, GroupLink, Lock, Place};

/// One grey pixel: enough for a mail to have an image in it.
const CODE_IMAGE: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==";

/// An element of `GET /locks`, with exactly the fields that a group link gets to see.
pub(super) fn lock(lock: &Lock, now: Timestamp) -> Value {
    json!({
        "id": lock.id,
        "name": lock.name,
        "description": lock.description,
        "configured": lock.configured,
        "online": lock.online,
        "open": false,
        "unlocked": lock.is_unlocked(now),
        "unlocked_until": lock.unlocked_until(now),
        "locked_down": lock.locked_down_since.is_some(),
        "locked_down_since": lock.locked_down_since,
        "place_id": lock.place.id,
        "place": place(&lock.place),
    })
}

fn place(place: &Place) -> Value {
    json!({
        "id": place.id,
        "name": place.name,
        "latitude": place.coordinates.map(|(latitude, _)| latitude),
        "longitude": place.coordinates.map(|(_, longitude)| longitude),
    })
}

/// An element of `GET /group_links`, which never holds a secret.
pub(super) fn group_link(link: &GroupLink, group: &Group) -> Value {
    json!({
        "id": link.id,
        "name": link.draft.name,
        "email": link.draft.email,
        "phone": link.draft.phone,
        "group_id": group.id,
        "group": { "id": group.id, "name": group.name },
        "valid_from": link.draft.valid_from,
        "valid_until": link.draft.valid_until,
        "link_enabled": link.draft.link_enabled,
        "last_used_at": link.last_used_at,
        "created_at": link.created_at,
        "updated_at": link.updated_at,
        "issued_by": { "id": 1, "name": "Olive Operator", "email": "olive@harbour-house.example" },
    })
}

/// The answer to `POST /group_links`, the only one that hands the secret over.
pub(super) fn new_group_link(link: &GroupLink, group: &Group) -> Value {
    let has_image = link.draft.with_code_image;
    let mut made = group_link(link, group);
    made["secret"] = json!(link.secret);
    made["quick_response_code_token"] =
        json!(has_image.then(|| format!("code-of-link-{}", link.id)));
    made["quick_response_code_image"] = json!(has_image.then_some(CODE_IMAGE));
    made
}

/// The body of a refusal.
pub(super) fn refusal(refusal: &Refusal) -> Value {
    json!({ "error": refusal.error, "code": refusal.code })
}

/// The body of a `422`.
pub(super) fn field_errors(errors: &FieldErrors) -> Value {
    json!({ "errors": errors })
}
