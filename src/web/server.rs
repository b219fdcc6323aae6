//! Starting, running and stopping the two servers: the public one and the admin port.

use std::{
    fmt,
    future::{Future, ready},
    io,
    net::SocketAddr,
    num::NonZeroUsize,
    sync::Arc,
    time::{Duration, Instant},
};

use actix_http::{Request, Response};
use actix_server::ServerHandle;
use actix_service::{IntoServiceFactory, ServiceFactory};
use actix_web::{
    App, Error,
    body::MessageBody,
    dev::AppConfig,
    web::{Data, FormConfig},
};
use jiff::Timestamp;
use tokio::{runtime::Handle, task::JoinHandle};

use super::{
    connection::{self, ConnectionLimits, Listener, Serving},
    descriptors,
    listen::listen,
    panics::keep_running,
    routes,
    start_error::StartError,
    start_warnings::start_warnings,
    state::State,
    tls::Certificate,
    unmatched_ids::UnmatchedIds,
    way,
};
use crate::{
    brands::{Brands, Watcher},
    files::watch::follow,
    settings::{Listen, Settings},
};

/// How long a stopping server waits for unlocks under way, in seconds.
const DRAIN: u64 = 8;
/// The largest request body, in bytes: a form with one door in it.
const LARGEST_BODY: usize = 4 * 1024;
/// How many connections the ports that visitors do not use can have.
const MOST_OTHER_CONNECTIONS: NonZeroUsize = NonZeroUsize::new(500).unwrap();
/// How often idle entries are dropped and theme ids are compared with Kisi's.
const TIDY_EVERY: Duration = Duration::from_mins(1);

/// A server that has bound its addresses and is ready to run.
pub struct Server {
    settings: Settings,
    public: Listener,
    redirect: Option<Listener>,
    admin: Listener,
    certificate: Option<Arc<Certificate>>,
    state: Data<State>,
}

impl Server {
    /// Loads the brands, binds the addresses, and sets up the client for Kisi, whose calls run on
    /// the current tokio runtime.
    pub fn bind(settings: &Settings) -> Result<Self, StartError> {
        for warning in start_warnings(settings) {
            tracing::warn!("{warning}");
        }
        let most = descriptors::allow(settings.server.max_connections);
        let connections = ConnectionLimits::new(most, settings.limits.connections_per_address);
        let certificate = match (&settings.tls.certificate, &settings.tls.key) {
            (Some(chain), Some(key)) => Some(Certificate::load(chain.clone(), key.clone())?),
            _ => None,
        };
        let mut state = State::new(settings, connections, certificate.clone(), &Handle::current())?;
        let public = listen("server.listen", &settings.server.listen)?;
        state.https_port = public.address().ok().map(|at| at.port()).filter(|port| *port != 443);
        let redirect = settings.tls.redirect_from.map(Listen::Tcp);
        let redirect = redirect.map(|at| listen("tls.redirect_from", &at)).transpose()?;
        Ok(Self {
            settings: settings.clone(),
            public,
            redirect,
            admin: listen("admin.listen", &Listen::Tcp(settings.admin.listen))?,
            certificate,
            state: Data::new(state),
        })
    }

    /// The brands, which can be reloaded.
    #[must_use]
    pub fn brands(&self) -> Arc<Brands> {
        Arc::clone(&self.state.brands)
    }

    /// The address of the public server. Fails if it listens on a Unix socket.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.public.address()
    }

    /// The address of health and metrics.
    pub fn admin_address(&self) -> io::Result<SocketAddr> {
        self.admin.address()
    }

    /// The address that redirects to HTTPS, if there is one.
    pub fn redirect_address(&self) -> Option<io::Result<SocketAddr>> {
        self.redirect.as_ref().map(Listener::address)
    }

    /// Serves until `shutdown` completes. Then new connections are refused, and visitors who wait
    /// get their answers within [`DRAIN`]. Returns an error if the public server stops by itself.
    pub async fn run(self, shutdown: impl Future<Output = ()>) -> Result<(), StartError> {
        let Self { settings, public, redirect, admin, certificate, state } = self;
        log_addresses(&public, redirect.as_ref(), &admin, certificate.is_some());

        let mut admin = start("admin.listen", admin, other_ports(), {
            let state = state.clone();
            move || App::new().configure(|config| routes::administrative(config, state.clone()))
        })?;
        let redirect = redirect.map(|listener| {
            let state = state.clone();
            start("tls.redirect_from", listener, other_ports(), move || {
                let state = state.clone();
                App::new()
                    .wrap_fn(move |request, _| ready(Ok(way::of_redirect(request, state.clone()))))
            })
        });
        let redirect = redirect.transpose()?;
        let mut public = start("server.listen", public, visitors(&settings, &state)?, {
            let state = state.clone();
            move || {
                let state = state.clone();
                App::new()
                    .app_data(FormConfig::default().limit(LARGEST_BODY))
                    .wrap_fn(move |request, _| way::of_visitor(request, state.clone()))
            }
        })?;
        let tasks = background_tasks(&state, certificate);

        let result = tokio::select! {
            () = shutdown => {
                tracing::info!("stopping: requests under way are answered first, for at most {DRAIN} s");
                public.stop(true).await;
                Ok(())
            }
            stopped = &mut public.task => Err(StartError::Stopped(stopped.ok().and_then(Result::err))),
        };
        for task in tasks {
            task.abort();
        }
        if let Some(mut redirect) = redirect {
            redirect.stop(false).await;
        }
        admin.stop(false).await;
        result
    }
}

/// A server that runs.
struct Started {
    handle: ServerHandle,
    task: JoinHandle<io::Result<()>>,
}

impl Started {
    /// Stops the server. If `gracefully`, requests under way are answered first.
    async fn stop(&mut self, gracefully: bool) {
        self.handle.stop(gracefully).await;
        let _ = (&mut self.task).await;
    }
}

fn log_addresses(public: &Listener, redirect: Option<&Listener>, admin: &Listener, is_https: bool) {
    let scheme = if is_https { "https" } else { "http" };
    let version = env!("CARGO_PKG_VERSION");
    match public.address() {
        Ok(address) => tracing::info!(version, "listening on {scheme}://{address}"),
        Err(_unix) => tracing::info!(version, "listening on a Unix socket"),
    }
    if let Some(Ok(address)) = redirect.map(Listener::address) {
        tracing::info!("redirecting http://{address} to HTTPS");
    }
    if let Ok(address) = admin.address() {
        tracing::info!("health and metrics on http://{address}");
    }
}

/// How visitors' connections are served.
fn visitors(settings: &Settings, state: &Data<State>) -> Result<Serving, StartError> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let tls = state.certificate.as_ref().map(Certificate::server_config).transpose()?;
    let state = state.clone();
    Ok(Serving {
        limits: Arc::clone(&state.connections),
        is_exempt: Arc::new(move |peer| state.proxies.trusts(Some(peer))),
        tls: tls.map(Arc::new),
        workers: settings.server.workers.map_or(cores, usize::from),
        drain: DRAIN,
    })
}

/// How the connections of other ports are served. They have limits of their own, so that they work
/// whatever happens to the public port.
fn other_ports() -> Serving {
    let limits = ConnectionLimits::new(MOST_OTHER_CONNECTIONS, MOST_OTHER_CONNECTIONS);
    Serving { limits, is_exempt: Arc::new(|_| false), tls: None, workers: 1, drain: 1 }
}

fn start<F, I, S, B>(
    setting: &'static str,
    listener: Listener,
    serving: Serving,
    app: F,
) -> Result<Started, StartError>
where
    F: Fn() -> I + Send + Clone + 'static,
    I: IntoServiceFactory<S, Request>,
    S: ServiceFactory<Request, Config = AppConfig> + 'static,
    S::Error: Into<Error>,
    S::InitError: fmt::Debug,
    S::Response: Into<Response<B>>,
    B: MessageBody + 'static,
{
    let server = connection::server(listener, serving, app);
    let server = server.map_err(|source| StartError::Serve { setting, source })?;
    Ok(Started { handle: server.handle(), task: tokio::spawn(server) })
}

/// What runs beside the servers until it is aborted.
fn background_tasks(
    state: &Data<State>,
    certificate: Option<Arc<Certificate>>,
) -> Vec<JoinHandle<()>> {
    let mut watcher = Watcher::new(Arc::clone(&state.brands), Instant::now());
    let (limits, tidied) = (Arc::clone(&state.limits), state.clone());
    let releasing = move || Arc::clone(&limits).release_waiting();
    let tidying = move || tidy(tidied.clone());
    let mut tasks = vec![
        tokio::spawn(keep_running("release waiting guesses", releasing)),
        tokio::spawn(keep_running("tidy", tidying)),
        tokio::spawn(follow(move || watcher.look(Instant::now()))),
    ];
    if let Some(certificate) = certificate {
        let mut renewal = certificate.watch(Instant::now());
        tasks.push(tokio::spawn(follow(move || renewal.look(Instant::now()))));
    }
    tasks
}

/// Drops idle limiter entries, sums up refused guesses, and reports theme ids that match no door.
async fn tidy(state: Data<State>) {
    let mut clock = tokio::time::interval(TIDY_EVERY);
    let mut unmatched = UnmatchedIds::default();
    loop {
        clock.tick().await;
        state.limits.log_refusals(state.client_address);
        state.limits.drop_idle();
        let seen = state.directory.seen_ids();
        unmatched.log(&state.brands.themes(), &seen, Timestamp::now());
    }
}
