//! The runtime of a command.

use anyhow::Context as _;

/// Runs `work` on a new tokio runtime.
pub(super) fn block_on<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .context("cannot start the runtime's threads")?;
    let done = runtime.block_on(work);
    // Abandon tasks that are still running.
    runtime.shutdown_background();
    done
}
