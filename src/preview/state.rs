//! What all requests of the preview share.

use std::{net::SocketAddr, sync::Arc};

use actix_web::web;
use tokio::sync::watch;

use super::{
    edition::Edition,
    trials::{self, Trial, Trials},
};

/// The current edition, and a notification when it changes.
pub(super) type Current = Arc<watch::Sender<Arc<Edition>>>;

/// What all requests share.
#[derive(Debug)]
pub(super) struct State {
    pub(super) current: Current,
    trials: Arc<Trials>,
    /// The address that the server listens on.
    pub(super) address: SocketAddr,
}

impl State {
    pub(super) fn new(current: Current, address: SocketAddr) -> Self {
        Self { current, trials: Arc::default(), address }
    }

    /// What was saved last.
    pub(super) fn edition(&self) -> Arc<Edition> {
        Arc::clone(&self.current.borrow())
    }

    /// What was saved last, with the changes in this query.
    pub(super) async fn trial(&self, query: &str) -> Trial {
        let edition = self.edition();
        if trials::changes(query).is_empty() {
            return Ok(edition);
        }
        let (trials, query) = (Arc::clone(&self.trials), query.to_owned());
        let saved = Arc::clone(&edition);
        let trial = web::block(move || trials.of(&edition, &query)).await;
        trial.unwrap_or(Ok(saved))
    }
}
