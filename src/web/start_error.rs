//! Why the server does not start, or ended by itself.

use std::io;

use super::tls;
use crate::{kisi, settings::Listen, theme};

/// Why the server does not start, or ended by itself.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A theme has errors; the text says where and what would be right.
    #[error(transparent)]
    Theme(#[from] theme::Error),
    /// The client for Kisi cannot be set up.
    #[error(transparent)]
    Kisi(#[from] kisi::SetupError),
    /// The files of `[tls]` cannot be used.
    #[error("HTTPS needs a valid `tls.certificate` and `tls.key`")]
    Tls(#[from] tls::Error),
    /// The TLS library cannot be set up.
    #[error("HTTPS cannot be set up")]
    Https(#[from] rustls::Error),
    /// The system's random source failed.
    #[error("the system's random source failed")]
    Random(#[source] getrandom::Error),
    /// An address cannot be listened on.
    #[error(
        "`{setting}`: cannot listen on {address}; another program may be using it, or \
             this one is not allowed to"
    )]
    Listen {
        /// The setting with the address.
        setting: &'static str,
        /// The address.
        address: Listen,
        /// The system's error.
        source: io::Error,
    },
    /// The system does not let the server accept connections.
    #[error("`{setting}`: connections cannot be accepted")]
    Serve {
        /// The setting with the address.
        setting: &'static str,
        /// The system's error.
        source: io::Error,
    },
    /// The public server stopped without being asked to.
    #[error("the public server stopped by itself")]
    Stopped(#[source] Option<io::Error>),
}
