//! Where the studio is shown, and how its pages are called there.

use std::net::SocketAddr;

use super::wording::name_of;
use crate::{language::Language, theme::Scheme};

/// The schemes on the switches.
pub(super) const SCHEMES: [Scheme; 2] = [Scheme::Light, Scheme::Dark];

/// How the studio is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Medium {
    /// Served by the program, which follows the file.
    Live {
        /// The address that it listens on.
        address: SocketAddr,
        /// Its URL for phones in the same network, if they can open it.
        phone: Option<String>,
    },
    /// Written to a folder, with pages in the brand's own languages.
    Written,
}

impl Medium {
    pub(super) fn is_live(&self) -> bool {
        matches!(self, Self::Live { .. })
    }

    /// Whether who looks at the studio may write to this machine: only from the machine itself.
    pub(super) fn can_write(&self) -> bool {
        matches!(self, Self::Live { address, .. } if address.ip().is_loopback())
    }
}

/// The name of the page with the scene of this name.
pub(super) fn page_name(scene: &str, language: &Language, scheme: Scheme) -> String {
    format!("{scene}.{}.{}.html", language.tag, name_of(scheme))
}

/// The scheme of this name, as in names of pages.
pub(super) fn scheme_named(name: &str) -> Option<Scheme> {
    SCHEMES.into_iter().find(|known| name_of(*known) == name)
}
