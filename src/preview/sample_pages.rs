//! The pages in the phones, and taps on their doors. Nothing that a page sends opens a door.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::{Data, Form, Query},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    answers::{cross_site, html, not_found},
    mails,
    medium::{page_name, scheme_named},
    sample_code, sample_page,
    scenes::Shown,
    state::State,
};
use crate::{
    access::{Door, DoorId, Outcome, Problem, TapResult},
    language::Language,
    pages::{FramedBy, Reader, door_name, samples::Scene},
    theme::{Scheme, Theme},
};

/// The page that a name asks for.
struct Wanted {
    shown: Shown,
    language: &'static Language,
    scheme: Scheme,
}

/// A language that was chosen on the page itself.
#[derive(Deserialize)]
struct Chosen {
    lang: String,
}

impl Wanted {
    /// Reads `doors.en.light.html`; a language in the query overrides the one in the name.
    fn of(request: &HttpRequest) -> Option<Self> {
        let name = request.match_info().get("page")?.strip_suffix(".html")?;
        let [scene, language, scheme] = name.split('.').collect::<Vec<_>>().try_into().ok()?;
        let chosen = Query::<Chosen>::from_query(request.query_string()).ok();
        let chosen = chosen.and_then(|chosen| Language::tagged(&chosen.lang));
        Some(Self {
            shown: Shown::named(scene)?,
            language: chosen.or_else(|| Language::tagged(language))?,
            scheme: scheme_named(scheme)?,
        })
    }
}

/// `GET /pages/{page}`: a page as a visitor gets it.
pub(super) async fn page(request: HttpRequest, site: Data<State>) -> HttpResponse {
    let Some(Wanted { shown, language, scheme }) = Wanted::of(&request) else {
        return not_found().await;
    };
    // The page refers to its QR code as `?qr`.
    if request.query_string() == "qr" {
        return HttpResponse::Ok().content_type("image/svg+xml").body(sample_code());
    }
    // The studio says why a change is not valid; meanwhile the phones show what was saved.
    let trial = site.trial(request.query_string()).await;
    let edition = trial.unwrap_or_else(|_invalid| site.edition());
    let (reader, doors) = (edition.reader(scheme, language), edition.doors(language));
    match shown {
        Shown::Page(scene) => answer(&request, &scene, reader, &doors),
        Shown::Asking => {
            let theme = asking(reader.theme);
            answer(&request, &Scene::Doors, Reader { theme: &theme, ..reader }, &doors)
        }
        Shown::Mail(mail) => {
            let place = doors.iter().find_map(|door| door.place.as_ref());
            html(mails::POLICY.to_owned(), mail.page(reader, place))
        }
    }
}

fn answer(
    request: &HttpRequest,
    scene: &Scene,
    reader: Reader<'_>,
    doors: &[Door],
) -> HttpResponse {
    if wants_json(request) {
        return HttpResponse::Ok().json(state_for_script(scene, reader, doors));
    }
    let page = scene.page(reader, doors);
    html(page.frame.policy(reader.theme, FramedBy::ItsOwnSite), sample_page(page))
}

/// The theme with doors that ask for confirmation.
fn asking(theme: &Theme) -> Theme {
    let mut theme = theme.clone();
    theme.look.buttons.confirm = true;
    theme.look.asks = true;
    theme.styles = theme.look.styles();
    theme
}

/// The answer to a page's script when it checks for changes: nothing has changed.
fn state_for_script(scene: &Scene, reader: Reader<'_>, doors: &[Door]) -> Value {
    if let Scene::Notice(notice) = scene {
        return json!({ "code": notice.state().as_str() });
    }
    let doors = scene.doors(reader, doors);
    let shown = reader.theme.shown(&doors, reader.texts.language());
    let states = shown.iter().map(|door| json!({ "id": door.id, "state": door.state }));
    json!({ "doors": states.collect::<Vec<_>>() })
}

/// The form of a page.
#[derive(Deserialize)]
pub(super) struct Tap {
    door: Option<u64>,
    confirmed: Option<u64>,
}

/// `POST /pages/{page}`: the tap has the result that the page shows, such as `tap-offline`, and on
/// all other pages it succeeds. A door with `confirm` has to be confirmed as on the public server.
pub(super) async fn tap(request: HttpRequest, site: Data<State>, tap: Form<Tap>) -> HttpResponse {
    if !is_of_the_preview(&request) {
        return cross_site();
    }
    let (Some(wanted), Some(id)) = (Wanted::of(&request), tap.door.or(tap.confirmed)) else {
        return not_found().await;
    };
    let scene = match wanted.shown {
        Shown::Page(scene) => scene,
        Shown::Asking => Scene::Doors,
        Shown::Mail(_) => return not_found().await,
    };
    let (edition, id) = (site.edition(), DoorId(id));
    let reader = edition.reader(wanted.scheme, wanted.language);
    let confirmed = tap.confirmed == Some(id.0) || !edition.brand.confirms(id);
    let result = match (&scene, confirmed) {
        (_, false) => TapResult::Problem(Problem::Confirm),
        (Scene::AfterTap(TapResult::Problem(Problem::Confirm)), true) => SUCCESS,
        (Scene::AfterTap(result), true) => *result,
        (_, true) => SUCCESS,
    };
    if wants_json(&request) {
        let doors = edition.doors(wanted.language);
        let quiet = request.query_string().ends_with(QUIET);
        return tap_json(reader, &scene.doors(reader, &doors), id, result, quiet);
    }
    let target = page_name(&Scene::AfterTap(result).name(), wanted.language, wanted.scheme);
    HttpResponse::SeeOther().insert_header((header::LOCATION, target)).finish()
}

const SUCCESS: TapResult = TapResult::Success(Outcome::Unlocked);

/// Added to the address by the studio's script, which gives the answer its status.
const QUIET: &str = "quiet=on";

/// The answer to a page's script, as the public server writes it.
fn tap_json(
    reader: Reader<'_>,
    doors: &[Door],
    id: DoorId,
    result: TapResult,
    quiet: bool,
) -> HttpResponse {
    let door = doors.iter().find(|door| door.id == id);
    let name = door.map(|door| reader.theme.shown_door(door, reader.texts.language()));
    let name = name.map(|door| door_name(reader.texts, &door));
    match result {
        TapResult::Success(outcome) => HttpResponse::Ok()
            .json(json!({ "outcome": outcome.as_str(), "door": { "id": id, "name": name } })),
        TapResult::Problem(problem) => {
            let [title, text, advice] = reader.texts.problem(problem);
            let status = if quiet { StatusCode::OK } else { StatusCode::CONFLICT };
            HttpResponse::build(status).json(json!({
                "title": title,
                "paragraphs": [text, advice],
                "code": problem.as_str(),
            }))
        }
    }
}

fn wants_json(request: &HttpRequest) -> bool {
    let accepted = request.headers().get(header::ACCEPT);
    accepted.is_some_and(|accepted| accepted == "application/json")
}

/// Whether a form is not of another web site, as browsers say it.
fn is_of_the_preview(request: &HttpRequest) -> bool {
    let site = request.headers().get("sec-fetch-site");
    site.is_none_or(|site| site == "same-origin" || site == "none")
}
