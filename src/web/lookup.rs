//! The doors of a link, within the limits on guesses.
//!
//! A link that this server has seen needs no permit and never waits. For any other link, a permit is
//! acquired before Kisi is asked. The permit belongs to a task of its own, which goes on when the
//! visitor leaves: a client that resets its connection after each guess is limited like any other.
//!
//! A page does not wait for Kisi longer than [`PATIENCE`]. Then its visitor is shown the waiting
//! page, the look-up goes on, and the page that comes back joins it: see [`super::waiting`].

use std::sync::Arc;

use actix_web::web::Data;
use jiff::Timestamp;
use tokio::time::timeout;

use super::{
    client::Client,
    error::Error,
    limits::Verdict,
    state::State,
    waiting::{Lookup, PATIENCE},
};
use crate::{
    access::{AccessLink, DoorId, Problem},
    directory::DoorList,
    kisi::{self, Reached, Retries},
};

/// What the doors are needed for.
#[derive(Clone, Copy)]
enum Purpose {
    Page,
    Tap(DoorId),
}

/// The doors of a link for its page; `None` if Kisi has not answered within [`PATIENCE`]. The
/// look-up then goes on, and the next call for the same client joins it.
pub(super) async fn doors_for_page(
    link: &AccessLink,
    client: Client,
    state: &Data<State>,
) -> Result<Option<Arc<DoorList>>, Error> {
    // The link has been seen, so it needs no permit. An older list is shown if Kisi is late, so its
    // visitor does not need the waiting page.
    let cached = state.directory.cached(link).await;
    if cached.has_doors() {
        return Ok(Some(state.directory.doors_for_page(link, cached, Timestamp::now()).await?));
    }
    Box::pin(new_doors_for_page(link, client, state)).await
}

/// The doors of a link for its page, which Kisi has to be asked for.
async fn new_doors_for_page(
    link: &AccessLink,
    client: Client,
    state: &Data<State>,
) -> Result<Option<Arc<DoorList>>, Error> {
    let network = client.network();
    let lookup = state.waiting.of(network, link.fingerprint());
    let lookup = lookup.unwrap_or_else(|| begin(link, client, state));
    if let Ok(doors) = timeout(PATIENCE, current(lookup.clone(), link, state)).await {
        return doors.map(Some);
    }
    if state.waiting.keep(network, link.fingerprint(), &lookup, &state.runtime) {
        return Ok(None);
    }
    current(lookup, link, state).await.map(Some)
}

/// The doors of a link for an answer that is not a page, and waits for Kisi.
pub(super) async fn doors_without_waiting_page(
    link: &AccessLink,
    client: Client,
    state: &Data<State>,
) -> Result<Arc<DoorList>, Error> {
    let lookup = state.waiting.of(client.network(), link.fingerprint());
    match lookup {
        Some(lookup) if !state.directory.cached(link).await.has_doors() => {
            current(lookup, link, state).await
        }
        Some(_) | None => doors_in_a_task(link, client, state, Purpose::Page).await,
    }
}

/// The doors of a link for a tap of `door`.
pub(super) async fn doors_for_tap(
    link: &AccessLink,
    client: Client,
    state: &Data<State>,
    door: DoorId,
) -> Result<Arc<DoorList>, Error> {
    doors_in_a_task(link, client, state, Purpose::Tap(door)).await
}

/// Begins a look-up for a page.
fn begin(link: &AccessLink, client: Client, state: &Data<State>) -> Lookup {
    let (link, state) = (link.clone(), state.clone());
    let runtime = state.runtime.clone();
    let doors = async move {
        match doors_without_guess(&link, client, &state, Purpose::Page).await {
            Some(doors) => doors,
            None => guess(link, client, state).await,
        }
    };
    Lookup::begin(doors, &runtime)
}

/// The result of a look-up that may have ended some time ago. An unlock may have been refused
/// since: the refusal is newer than the doors.
async fn current(lookup: Lookup, link: &AccessLink, state: &State) -> Result<Arc<DoorList>, Error> {
    let doors = lookup.doors().await?;
    match state.directory.cached(link).await.into_refusal() {
        Some(refusal) => Err(refusal.into()),
        None => Ok(doors),
    }
}

/// The doors of a link. If it may be a guess, it is looked up in a task of its own.
async fn doors_in_a_task(
    link: &AccessLink,
    client: Client,
    state: &Data<State>,
    purpose: Purpose,
) -> Result<Arc<DoorList>, Error> {
    if let Some(doors) = doors_without_guess(link, client, state, purpose).await {
        return doors;
    }
    let guess = guess(link.clone(), client, state.clone());
    let guess = state.runtime.spawn(guess).await;
    guess.unwrap_or_else(|_cancelled| Err(Error::new(Problem::Unavailable)))
}

/// The doors of a link that this server has seen, or its refusal; `None` if it may be a guess.
async fn doors_without_guess(
    link: &AccessLink,
    client: Client,
    state: &Data<State>,
    purpose: Purpose,
) -> Option<Result<Arc<DoorList>, Error>> {
    let cached = state.directory.cached(link).await;
    if state.directory.has_seen(link, &cached) {
        let now = Timestamp::now();
        let doors = match purpose {
            Purpose::Page => state.directory.doors_for_page(link, cached, now).await,
            Purpose::Tap(door) => state.directory.doors_for_tap(link, door, cached, now).await,
        };
        return Some(doors.map_err(Error::from));
    }
    let refusal = cached.into_refusal()?;
    let repeat = state.limits.repeat(client.network(), link.fingerprint());
    Some(Err(repeat.err().map_or_else(|| refusal.into(), Error::from)))
}

/// Looks up a link that this server has not seen. It has to run in a task that goes on when the
/// visitor leaves.
async fn guess(
    link: AccessLink,
    client: Client,
    state: Data<State>,
) -> Result<Arc<DoorList>, Error> {
    let permit = state.limits.guess(client.network(), link.fingerprint()).await?;
    let retries = if permit.is_clean() { Retries::NotRateLimited } else { Retries::OnlyUnsent };
    let answer = state.directory.doors_of_new_link(&link, retries, Timestamp::now()).await;
    let verdict = verdict(&answer, state.kisi.is_failing());
    permit.end(verdict);
    state.limits.kisi_is_failing(state.kisi.is_failing());
    if let (Verdict::Refused, Err(error)) = (verdict, &answer) {
        let client = client.shown(state.client_address);
        let outcome = error.problem.as_str();
        tracing::info!(fingerprint = %link.fingerprint(), outcome, client, "guess");
    }
    Ok(answer?)
}

/// What an answer says about the link. While Kisi fails for every link, a failure says nothing.
fn verdict(answer: &Result<Arc<DoorList>, Arc<kisi::Error>>, kisi_is_failing: bool) -> Verdict {
    match answer {
        Ok(_) => Verdict::Right,
        Err(error) if error.is_rate_limited_by_kisi() => Verdict::RateLimited(error.retry_after),
        Err(error) if error.problem.means_the_link_exists() => Verdict::Right,
        Err(error) if error.is_refusal() => Verdict::Refused,
        Err(error) if error.reached == Reached::No || kisi_is_failing => Verdict::NoAnswer,
        Err(_) => Verdict::Failed,
    }
}
