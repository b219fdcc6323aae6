//! The preview as a local server that follows the theme file.

use std::{
    future::Future,
    io,
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};

use actix_web::{App, HttpServer, web::Data};
use tokio::sync::watch;

use super::{
    Doors,
    edition::Edition,
    site,
    state::{Current, State},
};
use crate::{
    files::watch::{Stamp, Watch, follow},
    theme,
};

/// The folder of the brand's files, as on the public server.
const ASSETS: &str = "/assets";

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
        let state = Data::new(State::new(Arc::clone(&current), address));
        let app =
            move || App::new().wrap(site::headers()).configure(|app| site::routes(app, &state));
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
        let before = Arc::clone(&self.current.borrow());
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
