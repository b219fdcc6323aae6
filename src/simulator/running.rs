//! The simulated API on a port. It can be taken down and brought up again on the same port.
//!
//! The server runs on a thread of its own, so it works with every async runtime of its callers and
//! answers while they are busy.

use std::{convert::Infallible, fmt, io, net::SocketAddr, thread, time::Duration};

use actix_web::{
    App, HttpServer,
    dev::{Server, ServerHandle},
    rt::System,
    web::{Data, ThinData},
};
use tokio::sync::{mpsc, oneshot};

use super::{Simulator, http};

/// Enough for a thousand callers that connect at the same moment.
const BACKLOG: u32 = 4096;

/// A simulator that listens. It stops when this is dropped.
pub struct Running {
    kisi: Simulator,
    address: SocketAddr,
    server: Option<ServerThread>,
}

impl Simulator {
    /// Listens on this address (`127.0.0.1:8000`; port 0 stands for any free port) until
    /// [`Running`] is dropped.
    pub async fn listen(&self, address: &str) -> io::Result<Running> {
        let (address, server) = start_thread(self.clone(), address.to_owned()).await?;
        Ok(Running { kisi: self.clone(), address, server: Some(server) })
    }
}

impl Running {
    /// The value for the setting `kisi.base_url`.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Closes every connection. New connections are refused until [`Running::up`].
    pub async fn down(&mut self) {
        if let Some(server) = self.server.take() {
            server.stop().await;
        }
    }

    /// Listens again, on the same port as before.
    pub async fn up(&mut self) -> io::Result<()> {
        if self.server.is_none() {
            let address = self.address.to_string();
            let (_, server) = start_thread(self.kisi.clone(), address).await?;
            self.server = Some(server);
        }
        Ok(())
    }

    /// Stops, and returns when every connection is closed.
    pub async fn stop(mut self) {
        self.down().await;
    }
}

impl fmt::Debug for Running {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Running").field("address", &self.address).finish_non_exhaustive()
    }
}

/// A server that runs on its own thread.
struct ServerThread {
    handle: ServerHandle,
    /// Closes when the server has ended: each task keeps a sender that never sends.
    ended: mpsc::Receiver<Infallible>,
}

impl ServerThread {
    async fn stop(mut self) {
        self.handle.stop(false).await;
        self.ended.recv().await;
    }
}

impl Drop for ServerThread {
    fn drop(&mut self) {
        // `stop` sends its command at once. The future only waits for the end, which is not needed.
        drop(self.handle.stop(false));
    }
}

/// The address that the server listens on, and the server; or why it cannot listen.
type Started = io::Result<(SocketAddr, ServerThread)>;

async fn start_thread(kisi: Simulator, address: String) -> Started {
    let (sender, started) = oneshot::channel();
    thread::Builder::new()
        .name("simulated-kisi".to_owned())
        .spawn(move || System::new().block_on(serve(kisi, address, sender)))?;
    started.await.map_err(io::Error::other)?
}

/// Sends the outcome of listening, and serves until the server is stopped.
async fn serve(kisi: Simulator, address: String, started: oneshot::Sender<Started>) {
    let (alive, ended) = mpsc::channel::<Infallible>(1);
    match bind(kisi, address, alive) {
        Ok((address, server)) => {
            let handle = server.handle();
            // If the receiver is gone, this drops the `ServerThread`, which stops the server.
            drop(started.send(Ok((address, ServerThread { handle, ended }))));
            drop(server.await);
        }
        Err(error) => drop(started.send(Err(error))),
    }
}

fn bind(
    kisi: Simulator,
    address: String,
    alive: mpsc::Sender<Infallible>,
) -> io::Result<(SocketAddr, Server)> {
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
    .bind(address)?;
    let address = server.addrs().first().copied().ok_or(io::ErrorKind::AddrNotAvailable)?;
    Ok((address, server.run()))
}
