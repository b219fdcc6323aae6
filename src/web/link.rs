//! What an access link answers: its doors, and the unlock of one of them.

use std::{
    future::{Ready, ready},
    sync::Arc,
};

use actix_web::{
    FromRequest, HttpMessage as _, HttpRequest, HttpResponse,
    dev::Payload,
    http::{StatusCode, header},
    web::{Data, Form},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    client::{Client, Format},
    error::Error,
    outcome::{self, Carried, Tap},
    state::State,
    visit::{Visit, host},
};
use crate::{
    access::{AccessLink, Door, DoorId, DoorState, LinkSecret, Outcome, Problem},
    directory::DoorList,
    pages::door_name,
    paths,
};

/// The access link of a request. A malformed secret is an unknown link without anyone being
/// asked.
pub(super) struct Link(AccessLink);

impl FromRequest for Link {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request).ok_or_else(|| Error::new(Problem::UnknownLink)))
    }
}

impl Link {
    fn of(request: &HttpRequest) -> Option<Self> {
        let secret = LinkSecret::parse(request.match_info().get("secret")?).ok()?;
        let link = AccessLink::new(secret, &request.app_data::<Data<State>>()?.key);
        request.extensions_mut().insert(link.fingerprint());
        Some(Self(link))
    }
}

/// `GET /links/{secret}`: the doors behind an access link.
pub(super) async fn show(
    request: HttpRequest,
    Link(link): Link,
    client: Client,
    format: Format,
    visit: Visit,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let list = doors_behind(&link, client, &state, Why::Page).await?;
    if format == Format::Json {
        return Ok(HttpResponse::Ok().json(DoorsJson::new(&list, &visit)));
    }
    let told = outcome::read(&request, &state, Some(&list), &visit);
    let mut page = state.rendered.door_list(&request, &visit, &list, told.as_ref());
    outcome::forget(&request, &state, &mut page);
    Ok(page)
}

/// `GET /grouplinks/{secret}`: where Kisi's own link leads after its host was swapped for ours.
pub(super) async fn redirect(request: HttpRequest, Link(link): Link) -> HttpResponse {
    let mut target = paths::link(link.secret());
    if !request.query_string().is_empty() {
        target.push('?');
        target.push_str(request.query_string());
    }
    HttpResponse::PermanentRedirect().insert_header((header::LOCATION, target)).finish()
}

/// The form that a door's button submits, or the answer to being asked once more.
#[derive(Deserialize)]
pub(super) struct DoorForm {
    door: Option<String>,
    confirmed: Option<String>,
}

/// Which door is to be unlocked, and whether that was asked and answered.
#[derive(Clone, Copy)]
struct Wish {
    door: Option<DoorId>,
    confirmed: bool,
}

/// `POST /links/{secret}`: unlocks a door, and tells a browser the outcome on the page that it is
/// sent back to.
pub(super) async fn unlock(
    request: HttpRequest,
    Link(link): Link,
    client: Client,
    format: Format,
    visit: Visit,
    state: Data<State>,
    form: Result<Form<DoorForm>, actix_web::Error>,
) -> Result<HttpResponse, Error> {
    refuse_cross_site(&request, &state)?;
    let wish = wish(form)?;
    let asks = wish.door.is_some_and(|door| visit.theme.confirms(door));
    if asks && format == Format::Page && !wish.confirmed {
        let (door, result) = (wish.door, Carried::Question);
        let question = Tap { door, result, reference: None };
        return Ok(back_to_the_page(&request, &state, &link, &question));
    }
    let tap = tap(&link, client, &visit, &state, wish.door).await;
    state.metrics.unlock(result_of(&tap));
    match (format, tap) {
        (Format::Json, Ok((outcome, door))) => {
            Ok(HttpResponse::Ok().json(UnlockJson::new(outcome, &door, &visit)))
        }
        (Format::Json, Err(error)) => Err(error),
        (Format::Page, tap) => {
            let (door, result) = (wish.door, Carried::Result(result_of(&tap)));
            let reference = tap.err().and_then(|error| error.reference());
            let told = Tap { door, result, reference };
            Ok(back_to_the_page(&request, &state, &link, &told))
        }
    }
}

/// Sends a browser back to the page it came from, which will tell what `tap` carries.
fn back_to_the_page(
    request: &HttpRequest,
    state: &State,
    link: &AccessLink,
    tap: &Tap,
) -> HttpResponse {
    let cookie = outcome::carry(request, state, link.fingerprint(), tap);
    let own_url = request.uri().path_and_query().map_or("", |own| own.as_str());
    HttpResponse::SeeOther().insert_header((header::LOCATION, own_url)).cookie(cookie).finish()
}

/// What the form asks for; what is no number is no door.
fn wish(form: Result<Form<DoorForm>, actix_web::Error>) -> Result<Wish, Error> {
    match form {
        Ok(Form(DoorForm { door, confirmed })) => {
            let text = confirmed.as_ref().or(door.as_ref());
            let door = text.and_then(|text| text.parse().ok()).map(DoorId);
            Ok(Wish { door, confirmed: confirmed.is_some() })
        }
        Err(error) => match error.as_response_error().status_code() {
            too_large @ StatusCode::PAYLOAD_TOO_LARGE => Err(Error::BadRequest(too_large)),
            _no_form => Ok(Wish { door: None, confirmed: false }),
        },
    }
}

async fn tap(
    link: &AccessLink,
    client: Client,
    visit: &Visit,
    state: &State,
    id: Option<DoorId>,
) -> Result<(Outcome, Door), Error> {
    state.limits.tap(client, link.fingerprint())?;
    let list = doors_behind(link, client, state, Why::Tap(id)).await?;
    let door = list.door(id).filter(|door| !visit.theme.hides(door.id));
    let door = door.ok_or_else(|| Error::new(Problem::UnknownDoor))?;
    let outcome = state.unlocking.unlock(link, door.id).await?;
    Ok((outcome, door.clone()))
}

fn result_of(tap: &Result<(Outcome, Door), Error>) -> Result<Outcome, Problem> {
    match tap {
        Ok((outcome, _)) => Ok(*outcome),
        Err(Error::Problem { problem, .. }) => Err(*problem),
        Err(Error::NotFound | Error::BadRequest(_)) => Err(Problem::UnknownDoor),
    }
}

/// What the doors of a link are needed for.
#[derive(Clone, Copy)]
enum Why {
    Page,
    Tap(Option<DoorId>),
}

/// The doors of a link. Known doors cost nothing; whoever asks for many links that nobody knows
/// has to wait before Kisi is asked for another.
async fn doors_behind(
    link: &AccessLink,
    client: Client,
    state: &State,
    why: Why,
) -> Result<Arc<DoorList>, Error> {
    let (directory, now) = (&state.directory, Timestamp::now());
    let known = directory.knows(link).await;
    let _turn = if known { None } else { Some(state.limits.turn(client).await?) };
    let answer = match why {
        Why::Page => directory.doors_behind(link, now).await,
        Why::Tap(door) => directory.doors_for_tap(link, door, now).await,
    };
    if answer.as_ref().is_err_and(|error| error.problem == Problem::UnknownLink) {
        state.limits.guessed(client);
    }
    Ok(answer?)
}

/// Refuses a form of another web site. Browsers say where a form comes from by `Sec-Fetch-Site`,
/// older ones by `Origin`, which is `null` on our own page because it sends no referrer; and a
/// client that says neither is no browser.
fn refuse_cross_site(request: &HttpRequest, state: &State) -> Result<(), Error> {
    let text = |name: &str| request.headers().get(name).map(|v| v.to_str().unwrap_or("?"));
    let own = match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, None | Some("null")) => true,
        (None, Some(origin)) => is_own_origin(origin, request, state),
    };
    if own { Ok(()) } else { Err(Error::new(Problem::CrossSite)) }
}

fn is_own_origin(origin: &str, request: &HttpRequest, state: &State) -> bool {
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    let public = state.public_url.origin().ascii_serialization();
    authority == Some(host(request)) || origin == public
}

#[derive(Serialize)]
struct DoorsJson<'a> {
    doors: Vec<DoorJson<'a>>,
    as_of: Timestamp,
}

#[derive(Serialize)]
struct DoorJson<'a> {
    id: DoorId,
    name: String,
    description: Option<&'a str>,
    place: Option<PlaceJson<'a>>,
    state: DoorState,
}

#[derive(Serialize)]
struct PlaceJson<'a> {
    id: u64,
    name: &'a str,
}

impl<'a> DoorsJson<'a> {
    /// The doors as the page shows them.
    fn new(list: &'a DoorList, visit: &'a Visit) -> Self {
        let shown = visit.theme.shown(&list.doors, visit.texts.language());
        let doors = shown.into_iter().map(|door| DoorJson {
            id: door.id,
            name: door_name(&visit.texts, &door),
            description: door.note.map(|(note, _)| note),
            place: door.place.map(|place| PlaceJson { id: place.id, name: place.name }),
            state: door.state,
        });
        Self { doors: doors.collect(), as_of: list.as_of }
    }
}

#[derive(Serialize)]
struct UnlockJson {
    outcome: &'static str,
    door: UnlockedDoor,
}

#[derive(Serialize)]
struct UnlockedDoor {
    id: DoorId,
    name: String,
}

impl UnlockJson {
    fn new(outcome: Outcome, door: &Door, visit: &Visit) -> Self {
        let shown = visit.theme.shown_door(door, visit.texts.language());
        let door = UnlockedDoor { id: door.id, name: door_name(&visit.texts, &shown) };
        Self { outcome: outcome.as_str(), door }
    }
}
