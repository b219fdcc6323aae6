//! Keeps the memory of the server out of files and away from other processes.
//!
//! The secrets of visitors' links are in memory while requests are handled. A core dump would write
//! them to the disk, so none is made. On Linux, other processes of the same user cannot attach to
//! the server either, or read its memory and its environment in `/proc`.

use rustix::{
    io::Result,
    process::{Resource, Rlimit, setrlimit},
};

/// Forbids core dumps, and on Linux also access by other processes of the same user. The log says
/// if the system refuses this; the server starts all the same.
pub(super) fn protect() {
    if let Err(error) = forbid_core_dumps().and_then(|()| forbid_access()) {
        tracing::warn!("the memory of this process cannot be protected from core dumps: {error}");
    }
}

fn forbid_core_dumps() -> Result<()> {
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })
}

#[cfg(target_os = "linux")]
fn forbid_access() -> Result<()> {
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};

    set_dumpable_behavior(DumpableBehavior::NotDumpable)
}

#[cfg(not(target_os = "linux"))]
fn forbid_access() -> Result<()> {
    Ok(())
}
