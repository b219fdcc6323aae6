//! The simulated API on a port: it can be taken down and brought up again on the same one.
//!
//! The server has a thread of its own, and so does not care which runtime its callers use, or whether they are busy.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;
use std::{fmt, io, thread};

use actix_web::dev::ServerHandle;
use actix_web::rt::System;
use actix_web::web::{Data, ThinData};
use actix_web::{App, HttpServer};
use tokio::sync::{mpsc, oneshot};

use super::{Simulator, http};

/// Enough for a thousand callers who connect at the same moment.
const BACKLOG: u32 = 4096;

/// A simulator that listens. Dropped, it stops.
pub struct Running {
    kisi: Simulator,
    address: SocketAddr,
    serving: Option<Serving>,
}

impl Running {
    pub(super) async fn start(kisi: Simulator, address: &str) -> io::Result<Self> {
        let (address, serving) = serve(kisi.clone(), address.to_owned()).await?;
        Ok(Self { kisi, address, serving: Some(serving) })
    }

    /// What stands in `kisi.base_url`.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Cuts every connection, and lets new ones be refused, until [`Running::up`].
    pub async fn down(&mut self) {
        if let Some(serving) = self.serving.take() {
            serving.stop().await;
        }
    }

    /// Listens again, on the same port as before.
    pub async fn up(&mut self) -> io::Result<()> {
        if self.serving.is_none() {
            let (_, serving) = serve(self.kisi.clone(), self.address.to_string()).await?;
            self.serving = Some(serving);
        }
        Ok(())
    }

    /// Stops, and returns when every connection is gone.
    pub async fn stop(mut self) {
        self.down().await;
    }
}

impl fmt::Debug for Running {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Running").field("address", &self.address).finish_non_exhaustive()
    }
}

/// A server on its thread.
struct Serving {
    handle: ServerHandle,
    /// Every part of the server holds the other end, and nothing is ever sent: it closes when the server is gone.
    gone: mpsc::Receiver<Infallible>,
}

impl Serving {
    async fn stop(mut self) {
        self.handle.stop(false).await;
        self.gone.recv().await;
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // The command is sent at once; only waiting for it would need an executor.
        drop(self.handle.stop(false));
    }
}

type Started = io::Result<(SocketAddr, Serving)>;

async fn serve(kisi: Simulator, address: String) -> Started {
    let (tell, told) = oneshot::channel();
    thread::Builder::new()
        .name("simulated-kisi".to_owned())
        .spawn(move || System::new().block_on(run(kisi, address, tell)))?;
    told.await.map_err(io::Error::other)?
}

/// Tells where it listens, and serves until it is stopped.
async fn run(kisi: Simulator, address: String, tell: oneshot::Sender<Started>) {
    let (alive, gone) = mpsc::channel::<Infallible>(1);
    let server = HttpServer::new(move || {
        App::new()
            .app_data(ThinData(kisi.clone()))
            .app_data(Data::new(alive.clone()))
            .configure(http::routes)
    })
    .workers(1)
    .backlog(BACKLOG)
    .keep_alive(Duration::from_secs(75))
    .client_request_timeout(Duration::ZERO)
    .disable_signals()
    .bind(address);
    let bound = server.and_then(|server| {
        let address = server.addrs().first().copied();
        Ok((address.ok_or(io::ErrorKind::AddrNotAvailable)?, server.run()))
    });
    match bound {
        Ok((address, server)) => {
            let handle = server.handle();
            // Whoever does not wait for the answer any more drops it, and with it stops the server.
            drop(tell.send(Ok((address, Serving { handle, gone }))));
            drop(server.await);
        }
        Err(error) => drop(tell.send(Err(error))),
    }
}
