//! Which link a request is about, for the log.

use std::{cell::Cell, rc::Rc};

use crate::access::Fingerprint;

/// The fingerprint of the link that a request is about, once it is known. It is kept with the
/// request.
#[derive(Clone, Debug, Default)]
pub(super) struct RequestedLink(Rc<Cell<Option<Fingerprint>>>);

impl RequestedLink {
    pub(super) fn set(&self, fingerprint: Fingerprint) {
        self.0.set(Some(fingerprint));
    }

    pub(super) fn fingerprint(&self) -> Option<Fingerprint> {
        self.0.get()
    }
}
