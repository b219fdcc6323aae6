//! The doors of a link, within the limits on unknown links.
//!
//! A link whose doors are cached needs no permit. For any other link Kisi has to be asked, and a
//! client that asked for too many unknown links has to wait first.

use std::sync::Arc;

use jiff::Timestamp;

use super::{client::Client, error::Error, state::State};
use crate::{
    access::{AccessLink, DoorId, Problem},
    directory::DoorList,
    kisi,
};

/// The doors of a link for its page.
pub(super) async fn doors_for_page(
    link: &AccessLink,
    client: Client,
    state: &State,
) -> Result<Arc<DoorList>, Error> {
    let lookup = state.directory.doors_for_page(link, Timestamp::now());
    limited(link, client, state, lookup).await
}

/// The doors of a link for a tap of `door`.
pub(super) async fn doors_for_tap(
    link: &AccessLink,
    client: Client,
    state: &State,
    door: DoorId,
) -> Result<Arc<DoorList>, Error> {
    let lookup = state.directory.doors_for_tap(link, door, Timestamp::now());
    limited(link, client, state, lookup).await
}

async fn limited(
    link: &AccessLink,
    client: Client,
    state: &State,
    lookup: impl Future<Output = Result<Arc<DoorList>, Arc<kisi::Error>>>,
) -> Result<Arc<DoorList>, Error> {
    let cached = state.directory.has_doors(link).await;
    let _permit = if cached { None } else { Some(state.limits.permit(client).await?) };
    let answer = lookup.await;
    if answer.as_ref().is_err_and(|error| error.problem == Problem::UnknownLink) {
        state.limits.record_unknown_link(client);
    }
    Ok(answer?)
}
