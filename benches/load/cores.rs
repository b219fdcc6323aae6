//! Keeps the server on a core of its own, so that visitors and the fake Kisi do not disturb it.

use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

use crate::Outcome;

/// The cores that this machine has for the server, and for everything else.
pub(crate) struct Cores {
    /// How many cores this process may use.
    pub(crate) count: usize,
    server: CpuSet,
    others: CpuSet,
}

impl Cores {
    /// Moves this process to its core. A machine with one core has only this one for everything.
    pub(crate) fn divide() -> Outcome<Self> {
        let all = sched_getaffinity(None)?;
        let each: Vec<_> = (0..CpuSet::MAX_CPU).filter(|core| all.is_set(*core)).collect();
        let only = |core: usize| {
            let mut set = CpuSet::new();
            set.set(core);
            set
        };
        let first = *each.first().ok_or("no core")?;
        let second = *each.get(1).unwrap_or(&first);
        let cores = Self { count: each.len(), server: only(first), others: only(second) };
        sched_setaffinity(None, &cores.others)?;
        Ok(cores)
    }

    /// Runs `spawn`, whose process is on the server's core from its first moment on: a process
    /// begins on the cores of the thread that starts it.
    pub(crate) fn on_servers<T>(&self, spawn: impl FnOnce() -> T) -> Outcome<T> {
        sched_setaffinity(None, &self.server)?;
        let spawned = spawn();
        sched_setaffinity(None, &self.others)?;
        Ok(spawned)
    }
}
