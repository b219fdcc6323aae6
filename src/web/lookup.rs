//! The doors of a link, within the limits on guesses.
//!
//! A link that this server has seen needs no permit and never waits. For any other link, a permit is
//! acquired before Kisi is asked. The permit belongs to a task of its own, which goes on when the
//! visitor leaves: a client that resets its connection after each guess is limited like any other.

use std::sync::Arc;

use actix_web::web::Data;
use jiff::Timestamp;

use super::{client::Client, error::Error, limits::Verdict, state::State};
use crate::{
    access::{AccessLink, DoorId, Problem},
    directory::{DoorDirectory, DoorList},
    kisi::{self, Reached},
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
    if state.directory.has_seen(link).await {
        return Ok(look_up(&state.directory, link, purpose).await?);
    }
    let guess = guess(link.clone(), client, state.clone(), purpose);
    let guess = state.runtime.spawn(guess).await;
    guess.unwrap_or_else(|_cancelled| Err(Error::new(Problem::Unavailable)))
}

/// Looks up a link that this server has not seen.
async fn guess(
    link: AccessLink,
    client: Client,
    state: Data<State>,
    purpose: Purpose,
) -> Result<Arc<DoorList>, Error> {
    let permit = state.limits.guess(client.network(), link.fingerprint()).await?;
    let answer = look_up(&state.directory, &link, purpose).await;
    let verdict = verdict(&answer);
    permit.end(verdict);
    if let (Verdict::Refused, Err(error)) = (verdict, &answer) {
        let client = client.shown(state.client_address);
        let outcome = error.problem.as_str();
        tracing::info!(fingerprint = %link.fingerprint(), outcome, client, "guess");
    }
    if state.kisi.is_failing() {
        state.limits.forgive_failures();
    }
    Ok(answer?)
}

/// What an answer says about the link.
fn verdict(answer: &Result<Arc<DoorList>, Arc<kisi::Error>>) -> Verdict {
    match answer {
        Ok(_) => Verdict::Right,
        Err(error) if error.reached != Reached::Yes => Verdict::NoAnswer,
        Err(error) if error.is_rate_limited_by_kisi() => Verdict::RateLimited(error.retry_after),
        Err(error) if error.problem.means_the_link_exists() => Verdict::Right,
        Err(error) if error.is_refusal() => Verdict::Refused,
        Err(_) => Verdict::Failed,
    }
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
