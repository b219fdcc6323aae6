//! A tap: the unlock of one door.
//!
//! A brand can ask visitors to confirm before a door is unlocked (`confirm` in its theme). The page
//! marks such a door, and the script asks in a dialog before it sends the tap with
//! `confirmed={id}`. The server does not rely on the page: a tap of such a door without `confirmed`
//! is answered with [`Problem::Confirm`]. JSON gets `409`, upon which the script lets the
//! browser submit the form. A browser is sent back to its page, which shows the question with a button that
//! sends `confirmed={id}` and works without script.
//!
//! Every tap writes one entry to the audit trail, whatever becomes of it.

use actix_web::{HttpResponse, dev::Payload, http::header};

use super::{
    error::Error,
    form::Tap,
    format::Format,
    json::UnlockJson,
    lookup,
    request::Request,
    same_origin,
    state::State,
    tap_cookie::{self, TapCookie},
};
use crate::{
    access::{AccessLink, Door, Outcome, Problem, TapResult},
    unlocking::Audit,
};

/// `POST /links/{secret}`: unlocks a door. JSON gets the result; a browser is sent back to its page,
/// which shows it.
pub(super) async fn unlock(request: &Request, body: Payload) -> Result<HttpResponse, Error> {
    let link = request.link()?;
    let tap = Tap::read(&request.http, body).await?;
    let state = &request.state;
    let client = request.client().shown(state.client_address);
    let audit = Audit::new(link.fingerprint(), tap.door, client);
    if let Err(error) = same_origin::check(request) {
        audit.write(error.tap_result());
        state.metrics.unlock(error.tap_result());
        return Err(error);
    }
    let result = match door_to_unlock(request, &link, tap).await {
        Ok(door) => unlock_door(&link, state, door, audit).await,
        Err(error) => {
            audit.write(error.tap_result());
            Err(error)
        }
    };
    let tap_result = match &result {
        Ok((outcome, _)) => TapResult::Success(*outcome),
        Err(error) => error.tap_result(),
    };
    state.metrics.unlock(tap_result);
    match (request.format(), result) {
        (Format::Json, Ok((outcome, door))) => {
            Ok(HttpResponse::Ok().json(UnlockJson::new(outcome, &door, request.visit())))
        }
        (Format::Json, Err(error)) => Err(error),
        (Format::Page, result) => {
            let reference = result.err().and_then(|error| error.reference());
            let cookie = TapCookie { door: tap.door, result: tap_result, reference };
            Ok(back_to_the_page(request, &link, &cookie))
        }
    }
}

/// The door that this tap may unlock: within the limits, in the link's list, not hidden, confirmed.
async fn door_to_unlock(request: &Request, link: &AccessLink, tap: Tap) -> Result<Door, Error> {
    let unknown_door = || Error::new(Problem::UnknownDoor);
    let id = tap.door.ok_or_else(unknown_door)?;
    let (state, client, visit) = (&request.state, request.client(), request.visit());
    let counted = state.limits.tap(client.network(), link.fingerprint());
    counted.map_err(Error::rate_limited)?;
    let list = lookup::doors_for_tap(link, client, state, id).await?;
    let door = list.door(id).filter(|door| !visit.theme.hides(door.id));
    let door = door.ok_or_else(unknown_door)?;
    if visit.theme.confirms(id) && !tap.confirmed {
        return Err(Error::new(Problem::Confirm));
    }
    Ok(door.clone())
}

async fn unlock_door(
    link: &AccessLink,
    state: &State,
    door: Door,
    audit: Audit,
) -> Result<(Outcome, Door), Error> {
    let outcome = state.unlocking.unlock(link, door.id, audit).await?;
    Ok((outcome, door))
}

/// Sends a browser back to the page it came from, which shows the result in the cookie.
fn back_to_the_page(request: &Request, link: &AccessLink, tap: &TapCookie) -> HttpResponse {
    let cookie = tap_cookie::write(request, link.fingerprint(), tap);
    let own_url = request.http.uri().path_and_query().map_or("", |own| own.as_str());
    HttpResponse::SeeOther().insert_header((header::LOCATION, own_url)).cookie(cookie).finish()
}
