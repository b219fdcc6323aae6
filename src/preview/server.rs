//! The preview as a page that follows its file, served to whoever edits it.

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
    http::header::{self, HeaderName},
    middleware::DefaultHeaders,
    web::{self, Data, Form, Query, ServiceConfig},
};
use bytes::Bytes;
use futures_util::stream::{self, Stream};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::{
    Doors,
    edition::Edition,
    studio::{self, Medium},
};
use crate::{
    access::{Door, DoorId, Outcome},
    assets::Asset,
    files::watch::{Stamp, Watch, follow},
    language::Language,
    pages::{
        Reader, door_name,
        samples::{Scene, Tapped},
    },
    theme::{self, Scheme},
    web::page_policy,
};

/// Where pages ask for the brand's files, as on the public server.
const ASSETS: &str = "/assets";
/// How often a quiet stream of events says that it is still there.
const STILL_THERE: Duration = Duration::from_secs(15);
/// What the studio may do: show itself and its pages, and ask where it came from.
const STUDIO_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
                             img-src 'self' data:; connect-src 'self'; frame-src 'self'; \
                             form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
/// What a picture may do that is opened by itself.
const PICTURE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/// Why there is no preview.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The brand that is built in is wrong.
    #[error(transparent)]
    BuiltIn(#[from] theme::Error),
    /// The address cannot be listened on.
    #[error(
        "cannot listen on {address}; where another program uses it, choose another with --listen"
    )]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
}

/// A preview that has its address and waits to be run.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    current: Current,
    files: Vec<PathBuf>,
}

/// What is to be seen now, and word of it when it changes.
type Current = Arc<watch::Sender<Arc<Edition>>>;

impl Server {
    /// Reads the theme in `file` and takes the address. A theme that is wrong does not keep it
    /// from starting: that is what it shows.
    pub fn bind(file: &Path, doors: Option<Doors>, address: SocketAddr) -> Result<Self, Error> {
        let failed = |source| Error::Listen { address, source };
        let listener = TcpListener::bind(address).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let (edition, files) = Edition::first(file, doors, ASSETS)?;
        let current = Arc::new(watch::Sender::new(Arc::new(edition)));
        Ok(Self { listener, address, current, files })
    }

    /// Where it is to be seen.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Shows the theme and follows its files, until `shutdown` is over.
    pub async fn run(self, shutdown: impl Future<Output = ()>) -> Result<(), Error> {
        let Self { listener, address, current, files } = self;
        let state = Data::new(Arc::clone(&current));
        let server = HttpServer::new(move || App::new().configure(|app| routes(app, &state)))
            .workers(2)
            .disable_signals()
            .listen(listener)
            .map_err(|source| Error::Listen { address, source })?
            .run();
        let handle = server.handle();
        let mut serving = tokio::spawn(server);
        let mut follower = Follower::new(current, files, Instant::now());
        let following = tokio::spawn(follow(move || follower.look(Instant::now())));
        tokio::select! {
            () = shutdown => {
                // A stream of events has no end to wait for.
                handle.stop(false).await;
                let _ = (&mut serving).await;
            }
            _ended_by_itself = &mut serving => {}
        }
        following.abort();
        Ok(())
    }
}

/// Keeps the edition as the files say.
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

fn routes(app: &mut ServiceConfig, current: &Data<Current>) {
    let always = DefaultHeaders::new()
        .add((header::CACHE_CONTROL, "no-store"))
        .add((header::REFERRER_POLICY, "no-referrer"))
        .add((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .add((HeaderName::from_static("cross-origin-resource-policy"), "same-origin"));
    let mut site = web::scope("")
        .wrap(always)
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
    app.app_data(current.clone()).service(site.default_service(web::to(not_found)));
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

/// `GET /events`: the version now, and each one that comes.
async fn events(current: Data<Current>) -> HttpResponse {
    HttpResponse::Ok().content_type("text/event-stream").streaming(versions(current.subscribe()))
}

fn versions(
    mut editions: watch::Receiver<Arc<Edition>>,
) -> impl Stream<Item = Result<Bytes, Infallible>> {
    editions.mark_changed();
    stream::unfold(editions, async |mut editions| {
        let event = match tokio::time::timeout(STILL_THERE, editions.changed()).await {
            Ok(Ok(())) => format!("data: {}\n\n", editions.borrow_and_update().version()),
            Ok(Err(_ended)) => return None,
            Err(_quiet) => ":\n\n".to_owned(),
        };
        Some((Ok(event.into()), editions))
    })
}

/// What a page's name says.
struct Wanted {
    scene: Scene,
    language: &'static Language,
    scheme: Scheme,
}

/// A language that was chosen on the page itself.
#[derive(Deserialize)]
struct Chosen {
    lang: String,
}

impl Wanted {
    /// `doors.en.light.html`, where a chosen language counts for more.
    fn of(request: &HttpRequest) -> Option<Self> {
        let name = request.match_info().get("page")?.strip_suffix(".html")?;
        let [scene, language, scheme] = name.split('.').collect::<Vec<_>>().try_into().ok()?;
        let chosen = Query::<Chosen>::from_query(request.query_string()).ok();
        let chosen = chosen.and_then(|chosen| Language::tagged(&chosen.lang));
        Some(Self {
            scene: Scene::all().into_iter().find(|known| known.name() == scene)?,
            language: chosen.or_else(|| Language::tagged(language))?,
            scheme: studio::SCHEMES.into_iter().find(|known| studio::name_of(*known) == scheme)?,
        })
    }
}

/// `GET /pages/{page}`: a page as its visitor gets it.
async fn page(request: HttpRequest, current: Data<Current>) -> HttpResponse {
    let Some(Wanted { scene, language, scheme }) = Wanted::of(&request) else {
        return not_found().await;
    };
    let edition = edition(&current);
    let (reader, doors) = (edition.reader(scheme, language), edition.doors());
    if wants_json(&request) {
        return HttpResponse::Ok().json(told_to_script(&scene, reader, &doors));
    }
    // The studio frames it, and nobody else.
    let policy = page_policy(reader.theme);
    let policy = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'");
    html(policy, scene.page(reader, &doors).into_string())
}

/// What the script of a page hears when it looks whether anything has changed: nothing has.
fn told_to_script(scene: &Scene, reader: Reader<'_>, doors: &[Door]) -> Value {
    if let Scene::Notice(notice) = scene {
        return json!({ "code": notice.state() });
    }
    let doors = scene.doors(reader.theme, doors);
    let shown = reader.theme.shown(doors, reader.texts.language());
    let states = shown.iter().map(|door| json!({ "id": door.id, "state": door.state }));
    json!({ "doors": states.collect::<Vec<_>>() })
}

/// What the form of a page sends.
#[derive(Deserialize)]
struct Tap {
    door: Option<u64>,
    confirmed: Option<u64>,
}

/// `POST /pages/{page}`: every tap goes well, for there is no door.
async fn tap(request: HttpRequest, current: Data<Current>, tap: Form<Tap>) -> HttpResponse {
    let (Some(wanted), Some(id)) = (Wanted::of(&request), tap.confirmed.or(tap.door)) else {
        return not_found().await;
    };
    let (edition, id) = (edition(&current), DoorId(id));
    let reader = edition.reader(wanted.scheme, wanted.language);
    if wants_json(&request) {
        let doors = edition.doors();
        let door = doors.iter().find(|door| door.id == id);
        let name = door.map(|door| reader.theme.shown_door(door, wanted.language));
        let name = name.map(|door| door_name(reader.texts, &door));
        let unlocked = json!({ "outcome": "unlocked", "door": { "id": id, "name": name } });
        return HttpResponse::Ok().json(unlocked);
    }
    let asks = tap.confirmed.is_none() && edition.brand.confirms(id);
    let tapped = if asks { Tapped::Asked } else { Tapped::Good(Outcome::Unlocked) };
    let target = studio::page_name(&Scene::Told(tapped), wanted.language, wanted.scheme);
    HttpResponse::SeeOther().insert_header((header::LOCATION, target)).finish()
}

fn wants_json(request: &HttpRequest) -> bool {
    let accepted = request.headers().get(header::ACCEPT);
    accepted.is_some_and(|accepted| accepted == "application/json")
}

/// `GET /assets/{file}`: a file of the brand's.
async fn asset(request: HttpRequest, current: Data<Current>) -> HttpResponse {
    let edition = edition(&current);
    let found = edition.assets().find(|asset| asset.path == request.path());
    match found {
        Some(asset) => file(asset),
        None => not_found().await,
    }
}

/// `GET /favicon.ico`: the brand's icon, which changes with the theme and under one name.
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

/// Anything else.
async fn not_found() -> HttpResponse {
    HttpResponse::NotFound().content_type("text/plain; charset=utf-8").body("Nothing is here.\n")
}
