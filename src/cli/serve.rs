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
        Server::bind(&settings)?.run(ending).await?;
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
