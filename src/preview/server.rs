//! The preview as a local server that follows the theme file.

use std::{
    convert::Infallible,
    future::Future,
    io,
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer,
    dev::RequestHead,
    guard::fn_guard,
    http::{
        StatusCode,
        header::{self, HeaderName},
        uri::Authority,
    },
    middleware::DefaultHeaders,
    web::{self, Data, Form, Query, ServiceConfig},
};
use bytes::Bytes;
use futures_util::stream::{self, Stream};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::watch;
use url::Host;

use super::{
    Doors,
    edition::Edition,
    mails, sample_code, sample_page,
    scenes::Shown,
    studio::{self, Medium},
    wording::name_of,
};
use crate::{
    access::{Door, DoorId, Outcome, Problem, TapResult},
    assets::Asset,
    files::watch::{Stamp, Watch, follow},
    language::Language,
    pages::{FramedBy, PICTURE_POLICY, Reader, door_name, samples::Scene},
    theme::{self, Scheme},
};

/// The folder of the brand's files, as on the public server.
const ASSETS: &str = "/assets";
/// How often an idle stream of events sends a comment, so that connections stay open.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// Allows the studio its own style, script, pictures, pages in frames, and requests to itself.
const STUDIO_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
                             img-src 'self' data:; connect-src 'self'; frame-src 'self'; \
                             form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/// Of answers without a page: nothing is allowed.
const ERROR_POLICY: &str = "default-src 'none'; frame-ancestors 'none'";

/// Why the preview does not start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The built-in brand has errors.
    #[error(transparent)]
    BuiltIn(#[from] theme::Error),
    /// The address cannot be listened on.
    #[error("cannot listen on {address}; if another program uses it, choose another with --listen")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// The system's error.
        source: io::Error,
    },
    /// The server stopped without being asked to.
    #[error("the preview stopped by itself")]
    Stopped(#[source] Option<io::Error>),
}

/// A preview that has bound its address and is ready to run.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    current: Current,
    files: Vec<PathBuf>,
}

/// The current edition, and a notification when it changes.
type Current = Arc<watch::Sender<Arc<Edition>>>;

impl Server {
    /// Reads the theme in `file` and binds the address. It also starts with errors in the theme,
    /// because it shows them.
    pub fn bind(file: &Path, doors: Option<Doors>, address: SocketAddr) -> Result<Self, Error> {
        let failed = |source| Error::Listen { address, source };
        let listener = TcpListener::bind(address).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let (edition, files) = Edition::first(file, doors, ASSETS)?;
        let current = Arc::new(watch::Sender::new(Arc::new(edition)));
        Ok(Self { listener, address, current, files })
    }

    /// The address that it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves the preview and follows the theme's files until `shutdown` completes.
    pub async fn run(self, shutdown: impl Future<Output = ()>) -> Result<(), Error> {
        let Self { listener, address, current, files } = self;
        let state = Data::new(Arc::clone(&current));
        let app = move || App::new().wrap(headers()).configure(|app| routes(app, &state, address));
        let server = HttpServer::new(app)
            .workers(2)
            .disable_signals()
            .listen(listener)
            .map_err(|source| Error::Listen { address, source })?
            .run();
        let handle = server.handle();
        let mut serving = tokio::spawn(server);
        let mut follower = Follower::new(current, files, Instant::now());
        let following = tokio::spawn(follow(move || follower.look(Instant::now())));
        let result = tokio::select! {
            () = shutdown => {
                // A stream of events never ends, so it does not wait for open connections.
                handle.stop(false).await;
                let _ = (&mut serving).await;
                Ok(())
            }
            stopped = &mut serving => Err(Error::Stopped(stopped.ok().and_then(Result::err))),
        };
        following.abort();
        result
    }
}

/// Loads the theme again when its files change.
struct Follower {
    current: Current,
    files: Vec<PathBuf>,
    watch: Watch,
}

impl Follower {
    fn new(current: Current, files: Vec<PathBuf>, now: Instant) -> Self {
        let watch = Watch::just_read(&files, now);
        Self { current, files, watch }
    }

    fn look(&mut self, now: Instant) {
        if !self.watch.is_due(Stamp::of(&self.files), now) {
            return;
        }
        let before = edition(&self.current);
        let (edition, files) = before.next();
        if edition.version() != before.version() {
            self.current.send_replace(Arc::new(edition));
        }
        if files != self.files {
            self.watch.follow(Stamp::of(&files), now);
            self.files = files;
        }
    }
}

/// The headers of every answer that does not set them itself.
fn headers() -> DefaultHeaders {
    DefaultHeaders::new()
        .add((header::CONTENT_SECURITY_POLICY, ERROR_POLICY))
        .add((header::X_FRAME_OPTIONS, "SAMEORIGIN"))
        .add((header::CACHE_CONTROL, "no-store"))
        .add((header::REFERRER_POLICY, "no-referrer"))
        .add((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .add((HeaderName::from_static("cross-origin-resource-policy"), "same-origin"))
}

fn routes(app: &mut ServiceConfig, current: &Data<Current>, address: SocketAddr) {
    let only_this_machine = address.ip().is_loopback();
    let mut site = web::scope("")
        .guard(fn_guard(move |request| !only_this_machine || is_for_loopback(request.head())))
        .route("/", web::get().to(show))
        .route("/events", web::get().to(events))
        .route("/pages/{page}", web::get().to(page))
        .route("/pages/{page}", web::post().to(tap))
        .route("/assets/{file}", web::get().to(asset))
        .route("/favicon.ico", web::get().to(icon));
    for (name, media_type, content) in studio::FILES {
        let file = move || async move { HttpResponse::Ok().content_type(media_type).body(content) };
        site = site.route(&format!("/{name}"), web::get().to(file));
    }
    app.app_data(current.clone())
        .service(site.default_service(web::to(not_found)))
        .default_service(web::to(move || async move { misdirected(address) }));
}

/// Whether a request is addressed to `localhost` or a loopback address. A web site can make its own
/// name resolve to 127.0.0.1 and so read what this machine serves (DNS rebinding), but the browser
/// then sends the name of that site.
fn is_for_loopback(request: &RequestHead) -> bool {
    let header = || request.headers().get(header::HOST)?.to_str().ok()?.parse::<Authority>().ok();
    let Some(authority) = request.uri.authority().cloned().or_else(header) else { return false };
    match Host::parse(authority.host().trim_end_matches('.')) {
        Ok(Host::Domain(name)) => name == "localhost",
        Ok(Host::Ipv4(address)) => address.is_loopback(),
        Ok(Host::Ipv6(address)) => address.is_loopback(),
        Err(_not_a_host) => false,
    }
}

fn edition(current: &Current) -> Arc<Edition> {
    Arc::clone(&current.borrow())
}

/// `GET /`: the studio.
async fn show(current: Data<Current>) -> HttpResponse {
    let page = studio::studio(&edition(&current), Medium::Live);
    html(STUDIO_POLICY.to_owned(), page.into_string())
}

fn html(policy: String, page: String) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, policy))
        .body(page)
}

/// `GET /events`: the current version, and each later one.
async fn events(current: Data<Current>) -> HttpResponse {
    HttpResponse::Ok().content_type("text/event-stream").streaming(versions(current.subscribe()))
}

fn versions(
    mut editions: watch::Receiver<Arc<Edition>>,
) -> impl Stream<Item = Result<Bytes, Infallible>> {
    editions.mark_changed();
    stream::unfold(editions, async |mut editions| {
        let event = match tokio::time::timeout(KEEP_ALIVE, editions.changed()).await {
            Ok(Ok(())) => format!("data: {}\n\n", editions.borrow_and_update().version()),
            Ok(Err(_ended)) => return None,
            Err(_quiet) => ":\n\n".to_owned(),
        };
        Some((Ok(event.into()), editions))
    })
}

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
            shown: Shown::all().into_iter().find(|known| known.name() == scene)?,
            language: chosen.or_else(|| Language::tagged(language))?,
            scheme: studio::SCHEMES.into_iter().find(|known| name_of(*known) == scheme)?,
        })
    }
}

/// `GET /pages/{page}`: a page as a visitor gets it.
async fn page(request: HttpRequest, current: Data<Current>) -> HttpResponse {
    let Some(Wanted { shown, language, scheme }) = Wanted::of(&request) else {
        return not_found().await;
    };
    // The page refers to its QR code as `?qr`.
    if request.query_string() == "qr" {
        return HttpResponse::Ok().content_type("image/svg+xml").body(sample_code());
    }
    let edition = edition(&current);
    let (reader, doors) = (edition.reader(scheme, language), edition.doors());
    let scene = match shown {
        Shown::Page(scene) => scene,
        Shown::Mail(mail) => {
            let place = doors.iter().find_map(|door| door.place.as_ref());
            return html(mails::POLICY.to_owned(), mail.page(reader, place));
        }
    };
    if wants_json(&request) {
        return HttpResponse::Ok().json(state_for_script(&scene, reader, &doors));
    }
    let page = scene.page(reader, &doors);
    html(page.policy(reader.theme, FramedBy::ItsOwnSite), sample_page(page))
}

/// The answer to a page's script when it checks for changes: nothing has changed.
fn state_for_script(scene: &Scene, reader: Reader<'_>, doors: &[Door]) -> Value {
    if let Scene::Notice(notice) = scene {
        return json!({ "code": notice.state().as_str() });
    }
    let doors = scene.doors(reader.theme, doors);
    let shown = reader.theme.shown(&doors, reader.texts.language());
    let states = shown.iter().map(|door| json!({ "id": door.id, "state": door.state }));
    json!({ "doors": states.collect::<Vec<_>>() })
}

/// The form of a page.
#[derive(Deserialize)]
struct Tap {
    door: Option<u64>,
    confirmed: Option<u64>,
}

/// `POST /pages/{page}`: every tap succeeds, because there is no door. A door with `confirm` has to
/// be confirmed as on the public server.
async fn tap(request: HttpRequest, current: Data<Current>, tap: Form<Tap>) -> HttpResponse {
    let (Some(wanted), Some(id)) = (Wanted::of(&request), tap.door.or(tap.confirmed)) else {
        return not_found().await;
    };
    let Shown::Page(scene) = wanted.shown else { return not_found().await };
    let (edition, id) = (edition(&current), DoorId(id));
    let reader = edition.reader(wanted.scheme, wanted.language);
    let confirmed = tap.confirmed == Some(id.0) || !edition.brand.confirms(id);
    let result = if confirmed {
        TapResult::Success(Outcome::Unlocked)
    } else {
        TapResult::Problem(Problem::Confirm)
    };
    if wants_json(&request) {
        let doors = edition.doors();
        return tap_json(reader, &scene.doors(reader.theme, &doors), id, result);
    }
    let target = studio::page_name(&Scene::AfterTap(result).name(), wanted.language, wanted.scheme);
    HttpResponse::SeeOther().insert_header((header::LOCATION, target)).finish()
}

fn tap_json(reader: Reader<'_>, doors: &[Door], id: DoorId, result: TapResult) -> HttpResponse {
    let door = doors.iter().find(|door| door.id == id);
    let name = door.map(|door| reader.theme.shown_door(door, reader.texts.language()));
    let name = name.map(|door| door_name(reader.texts, &door));
    match result {
        TapResult::Success(outcome) => HttpResponse::Ok()
            .json(json!({ "outcome": outcome.as_str(), "door": { "id": id, "name": name } })),
        TapResult::Problem(problem) => {
            HttpResponse::Conflict().json(json!({ "code": problem.as_str() }))
        }
    }
}

fn wants_json(request: &HttpRequest) -> bool {
    let accepted = request.headers().get(header::ACCEPT);
    accepted.is_some_and(|accepted| accepted == "application/json")
}

/// `GET /assets/{file}`: a file of the brand.
async fn asset(request: HttpRequest, current: Data<Current>) -> HttpResponse {
    let edition = edition(&current);
    let found = edition.assets().find(|asset| asset.path == request.path());
    match found {
        Some(asset) => file(asset),
        None => not_found().await,
    }
}

/// `GET /favicon.ico`: the brand's current icon.
async fn icon(current: Data<Current>) -> HttpResponse {
    let edition = edition(&current);
    edition.icon().map_or_else(|| HttpResponse::NoContent().finish(), file)
}

fn file(asset: &Asset) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(asset.content_type())
        .insert_header((header::CONTENT_SECURITY_POLICY, PICTURE_POLICY))
        .body(asset.content.clone())
}

/// Every other path.
async fn not_found() -> HttpResponse {
    plain(StatusCode::NOT_FOUND, "There is no page at this address.\n".to_owned())
}

/// Every request with the name of another host.
fn misdirected(address: SocketAddr) -> HttpResponse {
    let text = format!(
        "This preview answers only at localhost and loopback addresses, so that no other web site \
         can read it under its own name. Open http://{address}/, or allow other machines and names \
         with: doorstep theme preview --listen 0.0.0.0:{}\n",
        address.port()
    );
    plain(StatusCode::MISDIRECTED_REQUEST, text)
}

fn plain(status: StatusCode, text: String) -> HttpResponse {
    HttpResponse::build(status)
        .content_type("text/plain; charset=utf-8")
        .insert_header((header::X_FRAME_OPTIONS, "DENY"))
        .body(text)
}
