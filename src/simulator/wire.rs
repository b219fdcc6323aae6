//! The model as JSON, with the field names of Kisi.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use jiff::Timestamp;
use qrcode::QrCode;
use resvg::tiny_skia::{Color, Pixmap};
use serde_json::{Value, json};

use super::{
    codes::{FieldErrors, Refusal},
    model::{Group, GroupLink, Lock, Place},
};

/// How many pixels a module of a code has, and how many modules of white are around it.
const MODULE: u32 = 8;
const MARGIN: u32 = 4;

/// An element of `GET /locks`, with exactly the fields that Kisi shows to a group link.
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

/// The body of `GET /places/{id}`.
pub(super) fn place_details(place: &Place) -> Value {
    json!({
        "id": place.id,
        "name": place.name,
        "description": null,
        "address": null,
        "latitude": place.coordinates.map(|(latitude, _)| latitude),
        "longitude": place.coordinates.map(|(_, longitude)| longitude),
        "image": null,
        "time_zone": place.time_zone,
    })
}

/// An element of `GET /group_links`. It never contains the secret.
pub(super) fn group_link(link: &GroupLink, group: &Group) -> Value {
    json!({
        "id": link.id,
        "name": link.attributes.name,
        "email": link.attributes.email,
        "phone": link.attributes.phone,
        "group_id": group.id,
        "group": { "id": group.id, "name": group.name },
        "valid_from": link.attributes.valid_from,
        "valid_until": link.attributes.valid_until,
        "link_enabled": link.attributes.link_enabled,
        "last_used_at": link.last_used_at,
        "created_at": link.created_at,
        "updated_at": link.updated_at,
        "issued_by": { "id": 1, "name": "Olive Operator", "email": "olive@harbour-house.example" },
    })
}

/// The answer to `POST /group_links`, the only one that contains the secret.
pub(super) fn new_group_link(link: &GroupLink, group: &Group) -> Value {
    let has_image = link.attributes.with_code_image;
    let mut created = group_link(link, group);
    created["secret"] = json!(link.secret);
    let token = has_image.then(|| format!("code-of-link-{}", link.id));
    created["quick_response_code_image"] = json!(token.as_deref().and_then(code_image));
    created["quick_response_code_token"] = json!(token);
    created
}

/// A QR code of `token`, as PNG in Base64.
fn code_image(token: &str) -> Option<String> {
    let code = QrCode::new(token).ok()?;
    let width = u32::try_from(code.width()).ok()?;
    let mut image = Pixmap::new((width + 2 * MARGIN) * MODULE, (width + 2 * MARGIN) * MODULE)?;
    image.fill(Color::WHITE);
    let sides = image.width();
    for (index, pixel) in (0..).zip(image.pixels_mut()) {
        let module = |pixel: u32| (pixel / MODULE).checked_sub(MARGIN).filter(|it| *it < width);
        let place = module(index % sides).zip(module(index / sides));
        if place.is_some_and(|(x, y)| code[(x as usize, y as usize)] == qrcode::Color::Dark) {
            *pixel = Color::BLACK.premultiply().to_color_u8();
        }
    }
    image.encode_png().ok().map(|png| STANDARD.encode(png))
}

/// The body of a refused request.
pub(super) fn refusal(refusal: &Refusal) -> Value {
    json!({ "error": refusal.error, "code": refusal.code })
}

/// The body of a `422`, the answer to a request with invalid fields.
pub(super) fn field_errors(errors: &FieldErrors) -> Value {
    json!({ "errors": errors })
}
