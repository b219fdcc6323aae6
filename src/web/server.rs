//! Starting, running and stopping the two servers: the public one and the admin port.

use std::{
    future::Future,
    io,
    net::{SocketAddr, TcpListener},
    sync::Arc,
    time::{Duration, Instant},
};

use actix_web::{
    App, HttpServer,
    web::{Data, FormConfig, PayloadConfig},
};
use jiff::Timestamp;
use tokio::runtime::Handle;

use super::{
    routes::{administrative, public},
    start_error::StartError,
    state::State,
    tls::Certificate,
    unmatched_ids::UnmatchedIds,
};
use crate::{
    brands::{Brands, Watcher},
    files::watch::follow,
    settings::{Listen, Settings},
};

/// How long a stopping server waits for unlocks under way, in seconds.
const DRAIN: u64 = 8;
/// How long a client may take to send a request's head.
const SLOWEST_HEAD: Duration = Duration::from_secs(5);
/// How long an idle connection is kept open for a visitor's next tap.
const KEEP_ALIVE: Duration = Duration::from_mins(1);
/// The largest request body, in bytes: a form with one door in it.
const LARGEST_BODY: usize = 4 * 1024;
/// How many visitors can be connected to one worker at once.
const MOST_CONNECTIONS: usize = 25_000;
/// How often idle entries are dropped and theme ids are compared with Kisi's.
const TIDY_EVERY: Duration = Duration::from_mins(1);

/// A server that has bound its addresses and is ready to run.
pub struct Server {
    public: TcpListener,
    admin: TcpListener,
    certificate: Option<Arc<Certificate>>,
    workers: usize,
    state: Data<State>,
}

impl Server {
    /// Loads the brands, binds the addresses, and sets up the client for Kisi, whose calls run on
    /// the current tokio runtime.
    pub fn bind(settings: &Settings) -> Result<Self, StartError> {
        let state = Data::new(State::new(settings, &Handle::current())?);
        let certificate = match (&settings.tls.certificate, &settings.tls.key) {
            (Some(chain), Some(key)) => Some(Certificate::load(chain.clone(), key.clone())?),
            _ => None,
        };
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let address = match &settings.server.listen {
            Listen::Tcp(address) => *address,
            Listen::Unix(path) => return Err(StartError::UnixSocket(path.clone())),
        };
        Ok(Self {
            public: listen("server.listen", address)?,
            admin: listen("admin.listen", settings.admin.listen)?,
            certificate,
            workers: settings.server.workers.map_or(cores, usize::from),
            state,
        })
    }

    /// The brands, which can be reloaded.
    #[must_use]
    pub fn brands(&self) -> Arc<Brands> {
        Arc::clone(&self.state.brands)
    }

    /// The address of the public server.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.public.local_addr()
    }

    /// The address of health and metrics.
    pub fn admin_address(&self) -> io::Result<SocketAddr> {
        self.admin.local_addr()
    }

    /// Serves until `shutdown` completes. Then new connections are refused, and visitors who wait
    /// get their answers within [`DRAIN`]. Returns an error if the public server stops by itself.
    pub async fn run(self, shutdown: impl Future<Output = ()>) -> Result<(), StartError> {
        let Self { public, admin, certificate, workers, state } = self;
        let (public_at, admin_at) = (public.local_addr().ok(), admin.local_addr().ok());
        if let (Some(public), Some(admin)) = (public_at, admin_at) {
            let scheme = if certificate.is_some() { "https" } else { "http" };
            tracing::info!(version = env!("CARGO_PKG_VERSION"), "listening on {scheme}://{public}");
            tracing::info!("health and metrics on http://{admin}");
        }
        let failed = |setting, at: Option<SocketAddr>| {
            let address = at.unwrap_or_else(|| ([0, 0, 0, 0], 0).into());
            move |source| StartError::Listen { setting, address, source }
        };

        let admin = admin_server(admin, state.clone()).map_err(failed("admin.listen", admin_at))?;
        let admin_handle = admin.handle();
        let admin = tokio::spawn(admin);

        let tls = certificate.as_ref().map(Certificate::server_config).transpose()?;
        let public = public_server(public, tls, workers, state.clone())
            .map_err(failed("server.listen", public_at))?;
        let public_handle = public.handle();
        let mut public = tokio::spawn(public);

        let releasing = tokio::spawn(Arc::clone(&state.limits).release_waiting());
        let tidying = tokio::spawn(tidy(state.clone()));
        let mut watcher = Watcher::new(Arc::clone(&state.brands), Instant::now());
        let following = tokio::spawn(follow(move || watcher.look(Instant::now())));
        let renewing = certificate.map(|certificate| {
            let mut renewal = certificate.watch(Instant::now());
            tokio::spawn(follow(move || renewal.look(Instant::now())))
        });

        let result = tokio::select! {
            () = shutdown => {
                tracing::info!("stopping: requests under way are answered first, for at most {DRAIN} s");
                public_handle.stop(true).await;
                let _ = (&mut public).await;
                Ok(())
            }
            stopped = &mut public => Err(StartError::Stopped(stopped.ok().and_then(Result::err))),
        };
        releasing.abort();
        tidying.abort();
        following.abort();
        if let Some(renewing) = renewing {
            renewing.abort();
        }
        admin_handle.stop(false).await;
        let _ = admin.await;
        result
    }
}

fn listen(setting: &'static str, address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address).map_err(|source| StartError::Listen { setting, address, source })
}

fn public_server(
    listener: TcpListener,
    tls: Option<rustls::ServerConfig>,
    workers: usize,
    state: Data<State>,
) -> io::Result<actix_web::dev::Server> {
    let server = HttpServer::new(move || {
        App::new()
            .app_data(PayloadConfig::new(LARGEST_BODY))
            .app_data(FormConfig::default().limit(LARGEST_BODY))
            .configure(|config| public(config, state.clone()))
    })
    .workers(workers)
    .max_connections(MOST_CONNECTIONS)
    .keep_alive(KEEP_ALIVE)
    .client_request_timeout(SLOWEST_HEAD)
    .client_disconnect_timeout(Duration::from_secs(1))
    .tls_handshake_timeout(SLOWEST_HEAD)
    .shutdown_timeout(DRAIN)
    .disable_signals();
    let server = match tls {
        Some(tls) => server.listen_rustls_0_23(listener, tls)?,
        None => server.listen(listener)?,
    };
    Ok(server.run())
}

fn admin_server(listener: TcpListener, state: Data<State>) -> io::Result<actix_web::dev::Server> {
    let server = HttpServer::new(move || {
        App::new().configure(|config| administrative(config, state.clone()))
    });
    Ok(server
        .workers(1)
        .client_request_timeout(SLOWEST_HEAD)
        .disable_signals()
        .listen(listener)?
        .run())
}

/// Drops idle limiter entries, and reports theme ids that match no door.
async fn tidy(state: Data<State>) {
    let mut clock = tokio::time::interval(TIDY_EVERY);
    let mut unmatched = UnmatchedIds::default();
    loop {
        clock.tick().await;
        state.limits.drop_idle();
        let seen = state.directory.seen_ids();
        unmatched.log(&state.brands.themes(), &seen, Timestamp::now());
    }
}
