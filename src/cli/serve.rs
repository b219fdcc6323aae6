//! `doorstep serve`: the public server.

use anyhow::Context as _;
use tokio::signal::unix::{SignalKind, signal};

use super::{Given, block_on, logging};
use crate::web::Server;

pub(super) fn run(given: Given) -> anyhow::Result<()> {
    let settings = given.load()?;
    logging::start(&settings.log);
    block_on(async {
        let ending = end()?;
        let server = Server::bind(&settings)?;
        let scheme = if settings.tls.certificate.is_some() { "https" } else { "http" };
        let (address, admin) = (server.address()?, server.admin_address()?);
        tracing::info!(version = env!("CARGO_PKG_VERSION"), "listening on {scheme}://{address}");
        tracing::info!("health and metrics on http://{admin}");
        server.run(ending).await?;
        tracing::info!("ended");
        Ok(())
    })
}

/// Waits for SIGTERM or SIGINT.
pub(super) fn end() -> anyhow::Result<impl Future<Output = ()>> {
    let listen = |kind| signal(kind).context("cannot listen for signals");
    let (mut terminate, mut interrupt) =
        (listen(SignalKind::terminate())?, listen(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
