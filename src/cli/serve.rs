//! `doorstep serve`: the public server.

use std::sync::Arc;

use anyhow::Context as _;
use tokio::signal::unix::{SignalKind, signal};

use super::{arguments::GivenToServer, memory, runtime::block_on};
use crate::{brands::Brands, logging, web::Server};

pub(super) fn run(given: GivenToServer) -> anyhow::Result<()> {
    let mut settings = given.load()?;
    settings.forget_secrets();
    let _until_the_end = logging::start_for_server(&settings);
    memory::protect();
    block_on(async {
        let ending = end()?;
        let server = Server::bind(&settings)?;
        reload_on_request(server.brands())?;
        server.run(ending).await?;
        tracing::info!("stopped");
        Ok(())
    })
}

/// Reloads all brands at every SIGHUP.
pub(super) fn reload_on_request(brands: Arc<Brands>) -> anyhow::Result<()> {
    let mut request = signal(SignalKind::hangup()).context("cannot listen for signals")?;
    tokio::spawn(async move {
        while request.recv().await.is_some() {
            tracing::info!("SIGHUP: reloading all themes");
            let brands = Arc::clone(&brands);
            // `reload` logs its own errors.
            let _ = tokio::task::spawn_blocking(move || brands.reload()).await;
        }
    });
    Ok(())
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
