//! The doors of a link, within the limits on unknown links.
//!
//! A link whose doors are cached needs no permit. For any other link Kisi has to be asked, and a
//! client that asked for too many unknown links has to wait first. The permit and the count belong
//! to a task of their own, which goes on when the visitor leaves: a client that resets its
//! connection after each guess is limited like any other.

use std::sync::Arc;

use actix_web::web::Data;
use jiff::Timestamp;

use super::{client::Client, error::Error, state::State};
use crate::{
    access::{AccessLink, DoorId, Problem},
    directory::{DoorDirectory, DoorList},
    kisi,
};

/// What the doors are needed for.
#[derive(Clone, Copy)]
enum Purpose {
    Page,
    Tap(DoorId),
}

/// The doors of a link for its page.
pub(super) async fn doors_for_page(
    link: &AccessLink,
    client: Client,
    state: &Data<State>,
) -> Result<Arc<DoorList>, Error> {
    doors(link, client, state, Purpose::Page).await
}

/// The doors of a link for a tap of `door`.
pub(super) async fn doors_for_tap(
    link: &AccessLink,
    client: Client,
    state: &Data<State>,
    door: DoorId,
) -> Result<Arc<DoorList>, Error> {
    doors(link, client, state, Purpose::Tap(door)).await
}

async fn doors(
    link: &AccessLink,
    client: Client,
    state: &Data<State>,
    purpose: Purpose,
) -> Result<Arc<DoorList>, Error> {
    if state.directory.has_doors(link).await {
        return Ok(look_up(&state.directory, link, purpose).await?);
    }
    let (link, task_state) = (link.clone(), state.clone());
    let limited = state.runtime.spawn(async move {
        let _permit = task_state.limits.permit(client).await?;
        let answer = look_up(&task_state.directory, &link, purpose).await;
        if answer.as_ref().is_err_and(|error| error.problem == Problem::UnknownLink) {
            task_state.limits.record_unknown_link(client);
        }
        Ok(answer?)
    });
    limited.await.unwrap_or_else(|_cancelled| Err(Error::new(Problem::Unavailable)))
}

async fn look_up(
    directory: &DoorDirectory,
    link: &AccessLink,
    purpose: Purpose,
) -> Result<Arc<DoorList>, Arc<kisi::Error>> {
    match purpose {
        Purpose::Page => directory.doors_for_page(link, Timestamp::now()).await,
        Purpose::Tap(door) => directory.doors_for_tap(link, door, Timestamp::now()).await,
    }
}
