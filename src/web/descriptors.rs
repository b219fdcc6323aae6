//! How many files and connections the process may have open.

use std::num::NonZeroUsize;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// What is open besides connections of visitors: calls to Kisi, themes, the admin port.
const BESIDES: usize = 1_024;

/// Raises the system's limit of open files to what `connections` need. If that is not allowed,
/// returns how many connections fit into the limit, and logs it.
pub(super) fn allow(connections: NonZeroUsize) -> NonZeroUsize {
    let needed = u64::try_from(connections.get().saturating_add(BESIDES)).unwrap_or(u64::MAX);
    let limit = getrlimit(Resource::Nofile);
    // No limit is `None`.
    let current = limit.current.unwrap_or(u64::MAX);
    if current >= needed {
        return connections;
    }
    let raised = Rlimit { current: Some(needed.min(limit.maximum.unwrap_or(u64::MAX))), ..limit };
    let current = match setrlimit(Resource::Nofile, raised) {
        Ok(()) => raised.current.unwrap_or(u64::MAX),
        Err(_not_allowed) => current,
    };
    let fitting = usize::try_from(current).unwrap_or(usize::MAX).saturating_sub(BESIDES);
    let fitting = NonZeroUsize::new(fitting.max(64)).unwrap_or(NonZeroUsize::MIN).min(connections);
    if fitting < connections {
        tracing::info!(
            "the system allows {current} open files, so at most {fitting} visitors can be connected \
             instead of the {connections} of `server.max_connections`; to serve more, raise the limit \
             (`ulimit -n`, or `LimitNOFILE=` of systemd) to {needed}"
        );
    }
    fitting
}
