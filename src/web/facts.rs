//! What is kept with a request while it is answered, for the log and for all who answer it.

use std::{
    cell::{Cell, OnceCell},
    rc::Rc,
};

use actix_web::{HttpMessage as _, HttpRequest};

use super::visit::Visit;
use crate::access::Fingerprint;

/// What is known about a request. It is kept with the request; clones are the same one.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts(Rc<Kept>);

#[derive(Debug, Default)]
struct Kept {
    link: Cell<Option<Fingerprint>>,
    visit: OnceCell<Visit>,
}

impl Facts {
    /// The facts of a request that passes [`trace`](super::trace), as all requests of visitors do.
    pub(super) fn of(request: &HttpRequest) -> Option<Self> {
        request.extensions().get::<Self>().cloned()
    }

    /// Says which link the request is about.
    pub(super) fn set_link(&self, fingerprint: Fingerprint) {
        self.0.link.set(Some(fingerprint));
    }

    /// The link that the request is about, once it is known.
    pub(super) fn link(&self) -> Option<Fingerprint> {
        self.0.link.get()
    }

    /// Theme and language of the request. They are found on the first call.
    pub(super) fn visit(&self, find: impl FnOnce() -> Visit) -> &Visit {
        self.0.visit.get_or_init(find)
    }

    /// Theme and language of the request, if they were needed.
    pub(super) fn found_visit(&self) -> Option<&Visit> {
        self.0.visit.get()
    }
}
