//! What the preview's server answers: the studio, its files, and the parts its script asks for.

use std::{
    convert::Infallible, fs::File, io::Write as _, net::SocketAddr, sync::Arc, time::Duration,
};

use actix_web::{
    HttpRequest, HttpResponse,
    dev::RequestHead,
    guard::fn_guard,
    http::{
        StatusCode,
        header::{self, HeaderName},
        uri::Authority,
    },
    middleware::DefaultHeaders,
    web::{self, Data, Query, ServiceConfig},
};
use bytes::Bytes;
use futures_util::stream::{self, Stream};
use tokio::sync::watch;
use url::Host;

use super::{
    answers::{ERROR_POLICY, cross_site, file, html, not_found, part, picture, plain},
    edition::Edition,
    keys::{self, Clicked},
    medium::{Medium, scheme_named},
    messages::FIRST_LINE,
    network, panel,
    sample_pages::{page, tap},
    state::State,
    studio, trials,
};
use crate::{language::Language, pages::qr_code};

/// How often an idle stream of events sends a comment, so that connections stay open.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// Allows the studio its own style, script, pictures, pages in frames, and requests to itself.
const STUDIO_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
                             img-src 'self' data:; connect-src 'self'; frame-src 'self'; \
                             form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/// The headers of every answer that does not set them itself.
pub(super) fn headers() -> DefaultHeaders {
    DefaultHeaders::new()
        .add((header::CONTENT_SECURITY_POLICY, ERROR_POLICY))
        .add((header::X_FRAME_OPTIONS, "SAMEORIGIN"))
        .add((header::CACHE_CONTROL, "no-store"))
        .add((header::REFERRER_POLICY, "no-referrer"))
        .add((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .add((HeaderName::from_static("cross-origin-resource-policy"), "same-origin"))
}

pub(super) fn routes(app: &mut ServiceConfig, site: &Data<State>) {
    let address = site.address;
    let only_this_machine = address.ip().is_loopback();
    let mut scope = web::scope("")
        .guard(fn_guard(move |request| !only_this_machine || is_for_loopback(request.head())))
        .route("/", web::get().to(show))
        .route("/events", web::get().to(events))
        .route("/pages/{page}", web::get().to(page))
        .route("/pages/{page}", web::post().to(tap))
        .route("/key", web::get().to(key))
        .route("/trial", web::get().to(trial))
        .route("/phone.svg", web::get().to(phone))
        .route("/begin", web::post().to(begin))
        .route("/assets/{file}", web::get().to(asset))
        .route("/favicon.ico", web::get().to(icon));
    for (name, media_type, content) in studio::FILES {
        let file = move || async move { HttpResponse::Ok().content_type(media_type).body(content) };
        scope = scope.route(&format!("/{name}"), web::get().to(file));
    }
    app.app_data(site.clone())
        .service(scope.default_service(web::to(not_found)))
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

/// `GET /`: the studio.
async fn show(site: Data<State>) -> HttpResponse {
    let phone = network::address_for_phones(site.address);
    let page = studio::studio(&site.edition(), &Medium::Live { address: site.address, phone });
    html(STUDIO_POLICY.to_owned(), page.into_string())
}

/// `GET /key`: which key of the theme file says what was clicked.
async fn key(request: HttpRequest, site: Data<State>, clicked: Query<Clicked>) -> HttpResponse {
    let language = Language::tagged(&clicked.lang);
    let (Some(language), Some(scheme)) = (language, scheme_named(&clicked.scheme)) else {
        return not_found().await;
    };
    let edition =
        site.trial(request.query_string()).await.unwrap_or_else(|_invalid| site.edition());
    part(keys::answer(&edition, language, scheme, &clicked))
}

/// `GET /trial`: the lines for the changes in the query, or why they are not valid.
async fn trial(request: HttpRequest, site: Data<State>) -> HttpResponse {
    let query = request.query_string();
    let changes = trials::changes(query);
    part(panel::result(&site.edition(), &changes, &site.trial(query).await))
}

/// `GET /phone.svg`: a QR code of the address of this preview for phones.
async fn phone(site: Data<State>) -> HttpResponse {
    let code = network::address_for_phones(site.address).and_then(|url| qr_code(&url).ok());
    match code {
        Some(code) => picture("image/svg+xml", code.into()),
        None => not_found().await,
    }
}

/// `POST /begin`: writes the first line of a theme file that is not there. Only the studio itself may
/// ask for it, as the browser says, and only on the machine of the file.
async fn begin(request: HttpRequest, site: Data<State>) -> HttpResponse {
    let from = request.headers().get("sec-fetch-site");
    let is_own = from.is_some_and(|from| from == "same-origin");
    if !is_own || !site.address.ip().is_loopback() {
        return cross_site();
    }
    let file = site.edition().file.clone();
    let written = web::block(move || {
        File::create_new(&file)?.write_all(format!("{FIRST_LINE}\n").as_bytes())
    });
    match written.await {
        Ok(Ok(())) => HttpResponse::NoContent().finish(),
        Ok(Err(error)) => plain(StatusCode::CONFLICT, format!("It cannot be written: {error}\n")),
        Err(_stopped) => HttpResponse::InternalServerError().finish(),
    }
}

/// `GET /events`: the current version, and each later one.
async fn events(site: Data<State>) -> HttpResponse {
    let versions = versions(site.current.subscribe());
    HttpResponse::Ok().content_type("text/event-stream").streaming(versions)
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

/// `GET /assets/{file}`: a file of the brand.
async fn asset(request: HttpRequest, site: Data<State>) -> HttpResponse {
    let edition = site.edition();
    let found = edition.assets().find(|asset| asset.path == request.path());
    match found {
        Some(asset) => file(asset),
        None => not_found().await,
    }
}

/// `GET /favicon.ico`: the brand's current icon.
async fn icon(site: Data<State>) -> HttpResponse {
    let edition = site.edition();
    edition.icon().map_or_else(|| HttpResponse::NoContent().finish(), file)
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
