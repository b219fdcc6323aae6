//! Which look-ups of links that this server has not seen yet may be made, and when.
//!
//! Such a look-up is a *guess*: it may come from a visitor who opens a new link, or from someone
//! who tries secrets. Only Kisi's answer shows which. So what is limited are *wrong answers*, and a
//! visitor with a right link does not use anything up.
//!
//! **One client.** A client has a bucket with a token for each wrong answer that it may cause in a
//! minute. A guess reserves a token before Kisi is asked. An answer with doors gives it back, and so
//! does "expired" or another answer that Kisi gives only about a link that exists. Any other answer
//! uses it up. While all answers are right, the client may have ever more guesses under way: each
//! right answer allows one more, which doubles their number in each round trip.
//!
//! **A client without tokens** is refused with a time to come back, and each link that is refused
//! gets a *ticket*. A link with a ticket that comes back in time goes before links that come for the
//! first time, the oldest ticket first. As long as a client keeps sending new links although it is
//! refused, only links with a ticket are looked up. So a colleague behind a guesser's address waits
//! as long as the first answer says, and does not have to win a race against the guesser.
//!
//! **All clients together** share one more bucket, which protects Kisi's limit for this server. When
//! it is empty, or when Kisi refuses a guess with its rate limit, guesses are restricted until it is
//! full again: each one reserves a token of this bucket, too, or waits in a queue for one. Right
//! answers allow ever more of them here as well. Clients without a wrong answer in the last minute
//! go first, then links with a ticket, then clients that were not served for longest. A client that
//! had only right answers lately is trusted, and does not wait for this bucket. A guess waits at most
//! [`LONGEST_WAIT`].
//!
//! The time is an argument everywhere, so tests need no waiting.

use std::{
    collections::{HashMap, HashSet, hash_map::Entry},
    time::{Duration, Instant},
};

use tokio::sync::oneshot;

use super::{
    bucket::{Bucket, Quota},
    tickets::{Ticket, Tickets},
};
use crate::{access::Fingerprint, settings, web::client::Network};

/// How long a guess waits in the queue before it is refused.
pub(super) const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// A guess for which the queue is too long is asked to come back within this time. It then goes
/// before all new ones.
const LONGEST_QUEUE: Duration = Duration::from_secs(5);
/// A refused client waits at least this long.
const SHORTEST_REFUSAL: Duration = Duration::from_secs(1);
/// For how many seconds of `limits.unknown_links_per_second` wrong answers may come at once.
const SECONDS_AT_ONCE: u32 = 10;
/// How long guesses are held back if Kisi's rate limit does not say for how long.
const USUAL_HOLD: Duration = Duration::from_secs(1);
/// Guesses are held back no longer than this; then a few of them test Kisi's rate limit.
const LONGEST_HOLD: Duration = Duration::from_mins(1);
/// A client is clean again so long after its last wrong answer.
const CLEAN_AFTER: Duration = Duration::from_mins(1);
/// A client is trusted so long after a right answer.
const TRUSTED_FOR: Duration = Duration::from_mins(10);
/// How many guesses can wait in the queue.
const MOST_WAITING: usize = 4_000;
/// How many clients have a state of their own. Further ones share one.
const MOST_CLIENTS: usize = 100_000;

/// The guesses of all clients.
#[derive(Debug)]
pub(super) struct Guesses {
    quota: Quota,
    clients: HashMap<Network, ClientState>,
    all: AllClients,
    waiting: Vec<Waiting>,
}

/// The guesses of one client.
#[derive(Debug)]
struct ClientState {
    bucket: Bucket,
    last_wrong: Option<Instant>,
    last_right: Option<Instant>,
    /// How many guesses may be under way while the bucket is full.
    window: u32,
    under_way: HashMap<Fingerprint, UnderWay>,
    /// A link without a ticket is refused until then.
    refused_until: Option<Instant>,
    tickets: Tickets,
    last_begun: Instant,
    /// How many tokens were used up because Kisi failed.
    failures: u32,
    /// How many guesses were refused since [`Guesses::take_refusals`].
    refused: u32,
}

/// One call to Kisi, and the requests that share it.
#[derive(Debug, Default)]
struct UnderWay {
    requests: u32,
    is_answered: bool,
}

/// What all clients share.
#[derive(Debug)]
struct AllClients {
    bucket: Bucket,
    /// Guesses are restricted from when the bucket is empty until it is full.
    restriction: Option<Restriction>,
    under_way: u32,
    held_until: Option<Instant>,
    failures: u32,
}

/// While guesses are restricted, each one has to reserve a token of all clients.
#[derive(Clone, Copy, Debug, Default)]
struct Restriction {
    /// How many more may be under way, because the last answers were right.
    bonus: u32,
}

/// A guess in the queue.
#[derive(Debug)]
struct Waiting {
    client: Network,
    link: Fingerprint,
    begin: Instant,
    ticket: Option<Ticket>,
    answer: oneshot::Sender<Result<(), Refusal>>,
}

/// Whether a guess may be made.
#[derive(Debug)]
pub(super) enum Decision {
    /// Kisi may be asked. The caller has to call [`Guesses::end`] with this client afterwards.
    Granted(Network),
    /// The decision comes later. After `Ok`, the caller has to call [`Guesses::end`].
    Waiting(Network, oneshot::Receiver<Result<(), Refusal>>),
    /// Kisi must not be asked.
    Refused(Refusal),
}

/// A guess that may not be made, and when to come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::web) enum Refusal {
    /// This client had too many wrong answers.
    TooMany(Duration),
    /// All clients together had too many wrong answers, or Kisi's rate limit is reached.
    Busy(Duration),
}

/// What Kisi said about a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::web) enum Verdict {
    /// Kisi sent doors, or said why a link that exists opens none.
    Right,
    /// Kisi refused the link.
    Refused,
    /// Kisi's rate limit refused the call, for this time if it said so.
    RateLimited(Option<Duration>),
    /// Kisi was asked, and failed or did not answer.
    Failed,
    /// Kisi was not asked, or fails for every link.
    NoAnswer,
}

impl Guesses {
    pub(super) fn new(settings: &settings::Limits, now: Instant) -> Self {
        let per_minute = settings.unknown_links_per_minute.get();
        let interval = Duration::from_mins(1) / per_minute;
        Self {
            quota: Quota { capacity: per_minute, interval },
            clients: HashMap::new(),
            all: AllClients::new(settings.unknown_links_per_second.get(), now),
            waiting: Vec::new(),
        }
    }

    /// Decides about a guess of `client`. Requests for the same link at the same time are one
    /// guess.
    pub(super) fn begin(&mut self, client: Network, link: Fingerprint, now: Instant) -> Decision {
        let client = self.key_of(client);
        let quota = self.quota;
        let state = self.clients.entry(client).or_insert_with(|| ClientState::new(quota, now));
        let ticket = state.tickets.of(link, now);
        if state.under_way.contains_key(&link) {
            self.start(client, link, now);
            return Decision::Granted(client);
        }
        if let Some(wait) = state.refusal(ticket, now) {
            state.refuse(link, wait, now);
            return Decision::Refused(Refusal::TooMany(wait));
        }
        let is_free = self.all.restriction.is_none() || self.waiting.is_empty();
        let is_allowed = if state.is_trusted(now) {
            self.all.held(now).is_zero()
        } else {
            is_free && self.all.may_begin(now)
        };
        if is_allowed && state.may_begin(link, now) {
            self.start(client, link, now);
            return Decision::Granted(client);
        }
        let held = self.all.held(now);
        // A client with wrong answers does not wait for Kisi's rate limit, because it would probably
        // cause the next refusal.
        let is_held = held > LONGEST_WAIT || !held.is_zero() && !self.is_clean(client, now);
        if is_held || !self.has_room_in_queue(client, ticket.is_none(), now) {
            let wait = self.wait_for_queue(now);
            self.issue_ticket(client, link, wait, now);
            return Decision::Refused(Refusal::Busy(wait));
        }
        let (answer, receiver) = oneshot::channel();
        self.waiting.push(Waiting { client, link, begin: now, ticket, answer });
        if self.all.may_begin(now) {
            self.begin_waiting(now);
        }
        Decision::Waiting(client, receiver)
    }

    /// Counts a request for a wrong link that is cached, so that Kisi is not asked. It concerns this
    /// client alone.
    pub(super) fn repeat(
        &mut self,
        client: Network,
        link: Fingerprint,
        now: Instant,
    ) -> Result<(), Refusal> {
        let client = self.key_of(client);
        let quota = self.quota;
        let state = self.clients.entry(client).or_insert_with(|| ClientState::new(quota, now));
        if let Some(wait) = state.refusal(state.tickets.of(link, now), now) {
            state.refuse(link, wait, now);
            return Err(Refusal::TooMany(wait));
        }
        state.learn(Verdict::Refused, now);
        Ok(())
    }

    /// Records what became of a guess, and lets waiting ones begin.
    pub(super) fn end(
        &mut self,
        client: Network,
        link: Fingerprint,
        verdict: Verdict,
        now: Instant,
    ) {
        self.finish(client, link, verdict, now);
        self.begin_waiting(now);
    }

    /// Lets guesses begin whose turn it is, and refuses those that cannot be made any more. It has
    /// to be called regularly while guesses wait.
    pub(super) fn release(&mut self, now: Instant) {
        self.refuse_hopeless(now);
        self.begin_waiting(now);
    }

    /// Whether guesses wait in the queue.
    pub(super) fn are_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// How many guesses of which clients were refused since the last call.
    pub(super) fn take_refusals(&mut self) -> Vec<(Network, u32)> {
        let clients = self.clients.iter_mut();
        let refusals = clients.map(|(client, state)| (*client, std::mem::take(&mut state.refused)));
        refusals.filter(|(_, refused)| *refused > 0).collect()
    }

    /// Gives back the tokens that were used up by failures of Kisi: once it is clear that Kisi
    /// fails for every link, its failures say nothing about these.
    pub(super) fn forgive_failures(&mut self) {
        if std::mem::take(&mut self.all.failures) == 0 {
            return;
        }
        for state in self.clients.values_mut() {
            state.bucket.give_back(state.failures);
            self.all.bucket.give_back(state.failures);
            state.failures = 0;
        }
    }

    /// How many clients have a state.
    #[cfg(test)]
    pub(super) fn clients(&self) -> usize {
        self.clients.len()
    }

    /// Drops clients about which there is nothing to remember.
    pub(super) fn drop_idle(&mut self, now: Instant) {
        let waiting: HashSet<_> = self.waiting.iter().map(|guess| guess.client).collect();
        self.clients.retain(|client, state| {
            state.tickets.drop_expired(now);
            let is_idle = state.bucket.is_full(now)
                && state.is_clean(now)
                && !state.is_trusted(now)
                && state.under_way.is_empty()
                && state.tickets.is_empty();
            !is_idle || waiting.contains(client)
        });
    }

    /// The client whose state is used: clients beyond [`MOST_CLIENTS`] share one.
    fn key_of(&self, client: Network) -> Network {
        let is_full = self.clients.len() >= MOST_CLIENTS && !self.clients.contains_key(&client);
        if is_full { Network::OTHERS } else { client }
    }

    fn begin_waiting(&mut self, now: Instant) {
        while !self.waiting.is_empty()
            && self.all.held(now).is_zero()
            && let Some(next) = self.next(now)
        {
            let Waiting { client, link, answer, .. } = self.waiting.swap_remove(next);
            self.start(client, link, now);
            if answer.send(Ok(())).is_err() {
                self.finish(client, link, Verdict::NoAnswer, now);
            }
        }
    }

    fn start(&mut self, client: Network, link: Fingerprint, now: Instant) {
        let Some(state) = self.clients.get_mut(&client) else { return };
        state.tickets.remove(link);
        state.last_begun = now;
        let under_way = state.under_way.entry(link).or_default();
        under_way.requests += 1;
        if under_way.requests == 1 {
            self.all.under_way += 1;
        }
    }

    fn finish(&mut self, client: Network, link: Fingerprint, verdict: Verdict, now: Instant) {
        let Some(state) = self.clients.get_mut(&client) else { return };
        let Entry::Occupied(mut under_way) = state.under_way.entry(link) else { return };
        let is_first = !std::mem::replace(&mut under_way.get_mut().is_answered, true);
        under_way.get_mut().requests -= 1;
        if under_way.get().requests == 0 {
            under_way.remove();
            self.all.under_way -= 1;
        }
        if is_first {
            state.learn(verdict, now);
            self.all.learn(verdict, now);
        }
    }

    /// When a guess for which the queue is too long has to come back.
    fn wait_for_queue(&self, now: Instant) -> Duration {
        let length = u32::try_from(self.waiting.len()).unwrap_or(u32::MAX);
        let served = self.all.bucket.interval().saturating_mul(length);
        self.all.held(now).max(served.clamp(SHORTEST_REFUSAL, LONGEST_QUEUE))
    }

    /// Whether one more guess can wait. If the queue is full, a guess of a client without a wrong
    /// answer takes the place of one that has some, and a link that comes back that of a new one.
    fn has_room_in_queue(&mut self, client: Network, is_new: bool, now: Instant) -> bool {
        if self.waiting.len() < MOST_WAITING {
            return true;
        }
        let rank = (!self.is_clean(client, now), is_new);
        let is_lower =
            |guess: &Waiting| (!self.is_clean(guess.client, now), guess.ticket.is_none()) > rank;
        let last = self.waiting.iter().rposition(is_lower);
        if let Some(last) = last {
            self.refuse_waiting(last, now);
        }
        last.is_some()
    }

    /// Whether `client` had no wrong answer lately.
    pub(super) fn is_clean(&self, client: Network, now: Instant) -> bool {
        self.clients.get(&client).is_none_or(|state| state.is_clean(now))
    }

    /// Refuses guesses in the queue that waited too long, or whose client has no tokens left.
    fn refuse_hopeless(&mut self, now: Instant) {
        for index in (0..self.waiting.len()).rev() {
            let guess = &self.waiting[index];
            let waited = now.saturating_duration_since(guess.begin) >= LONGEST_WAIT;
            let state = self.clients.get(&guess.client);
            let out_of_tokens =
                guess.ticket.is_none() && state.is_some_and(|state| state.bucket.tokens(now) == 0);
            if waited || out_of_tokens {
                self.refuse_waiting(index, now);
            }
        }
    }

    fn refuse_waiting(&mut self, index: usize, now: Instant) {
        let Waiting { client, link, answer, .. } = self.waiting.swap_remove(index);
        let Some(state) = self.clients.get(&client) else { return };
        let refusal = if state.bucket.is_full(now) {
            Refusal::Busy(self.wait_for_queue(now))
        } else {
            Refusal::TooMany(state.bucket.wait(now).max(SHORTEST_REFUSAL))
        };
        let (Refusal::TooMany(wait) | Refusal::Busy(wait)) = refusal;
        self.issue_ticket(client, link, wait, now);
        // The caller may have ended meanwhile.
        let _ = answer.send(Err(refusal));
    }

    fn issue_ticket(&mut self, client: Network, link: Fingerprint, wait: Duration, now: Instant) {
        if let Some(state) = self.clients.get_mut(&client) {
            state.tickets.issue(link, now + wait, now);
        }
    }

    /// The guess in the queue that may begin next.
    fn next(&mut self, now: Instant) -> Option<usize> {
        let is_free = self.all.may_begin(now);
        let allowed = self.waiting.iter().enumerate().filter_map(|(index, guess)| {
            let state = self.clients.get(&guess.client)?;
            let arrival = guess.ticket.map_or(guess.begin, |ticket| ticket.issued);
            let (is_trusted, is_new) = (state.is_trusted(now), guess.ticket.is_none());
            let order = (!is_trusted, !state.is_clean(now), is_new, state.last_begun, arrival);
            let may_begin = (is_free || is_trusted) && state.may_begin(guess.link, now);
            may_begin.then_some((order, index))
        });
        allowed.min().map(|(_, index)| index)
    }
}

impl ClientState {
    fn new(quota: Quota, now: Instant) -> Self {
        Self {
            bucket: Bucket::new(quota, now),
            last_wrong: None,
            last_right: None,
            window: quota.capacity,
            under_way: HashMap::new(),
            refused_until: None,
            tickets: Tickets::default(),
            last_begun: now,
            failures: 0,
            refused: 0,
        }
    }

    /// How long a link has to wait because of this client's wrong answers; `None` if it may be
    /// asked for, or wait in the queue.
    fn refusal(&self, ticket: Option<Ticket>, now: Instant) -> Option<Duration> {
        if self.bucket.is_full(now) {
            return None;
        }
        let next_token = self.bucket.wait(now);
        match ticket {
            Some(ticket) if now < ticket.due => Some(ticket.due - now),
            Some(_) => Some(next_token).filter(|wait| *wait > LONGEST_WAIT),
            None => {
                let is_flood = self.refused_until.is_some_and(|until| now < until);
                let is_refused = is_flood || self.bucket.tokens(now) == 0;
                is_refused.then(|| next_token.max(SHORTEST_REFUSAL))
            }
        }
    }

    /// Whether the client had no wrong answer lately.
    fn is_clean(&self, now: Instant) -> bool {
        self.last_wrong.is_none_or(|at| now.saturating_duration_since(at) >= CLEAN_AFTER)
    }

    /// Whether the client had right answers alone lately: visitors of one venue, for example.
    fn is_trusted(&self, now: Instant) -> bool {
        let is_right = |at| now.saturating_duration_since(at) < TRUSTED_FOR;
        self.is_clean(now) && self.last_right.is_some_and(is_right)
    }

    fn refuse(&mut self, link: Fingerprint, wait: Duration, now: Instant) {
        self.refused = self.refused.saturating_add(1);
        self.refused_until = self.refused_until.max(Some(now + wait));
        self.tickets.issue(link, now + wait, now);
    }

    /// Whether a token can be reserved for `link`, or is reserved already.
    fn may_begin(&self, link: Fingerprint, now: Instant) -> bool {
        let tokens = if self.bucket.is_full(now) { self.window } else { self.bucket.tokens(now) };
        self.under_way.len() < usize::try_from(tokens).unwrap_or(usize::MAX)
            || self.under_way.contains_key(&link)
    }

    fn learn(&mut self, verdict: Verdict, now: Instant) {
        match verdict {
            Verdict::Right => {
                self.window = self.window.saturating_add(1);
                self.last_right = Some(now);
            }
            Verdict::NoAnswer => {}
            Verdict::Refused | Verdict::RateLimited(_) | Verdict::Failed => {
                if self.bucket.is_full(now) {
                    self.failures = 0;
                }
                self.bucket.take(now);
                self.window = self.bucket.capacity();
                if verdict == Verdict::Failed {
                    self.failures += 1;
                } else {
                    self.last_wrong = Some(now);
                }
            }
        }
    }
}

impl AllClients {
    fn new(per_second: u32, now: Instant) -> Self {
        let capacity = per_second.saturating_mul(SECONDS_AT_ONCE);
        let quota = Quota { capacity, interval: Duration::from_secs(1) / per_second };
        let bucket = Bucket::new(quota, now);
        Self { bucket, restriction: None, under_way: 0, held_until: None, failures: 0 }
    }

    fn may_begin(&mut self, now: Instant) -> bool {
        if self.bucket.is_full(now) {
            self.restriction = None;
        }
        let tokens = self.bucket.tokens(now);
        let has_room = |Restriction { bonus }| self.under_way < tokens.saturating_add(bonus);
        self.held(now).is_zero() && self.restriction.is_none_or(has_room)
    }

    /// How long Kisi's rate limit still holds back all guesses.
    fn held(&self, now: Instant) -> Duration {
        self.held_until.map_or(Duration::ZERO, |until| until.saturating_duration_since(now))
    }

    fn learn(&mut self, verdict: Verdict, now: Instant) {
        match verdict {
            Verdict::Right => {
                if let Some(restriction) = &mut self.restriction {
                    restriction.bonus = restriction.bonus.saturating_add(1);
                }
            }
            Verdict::NoAnswer => {}
            Verdict::Refused | Verdict::Failed => {
                self.take(now);
                self.failures += u32::from(verdict == Verdict::Failed);
            }
            Verdict::RateLimited(hold) => {
                let hold = hold.unwrap_or(USUAL_HOLD).clamp(USUAL_HOLD, LONGEST_HOLD);
                let until = self.held_until.unwrap_or(now).max(now + hold);
                self.held_until = Some(until);
                self.bucket.empty(until);
                self.restriction = Some(Restriction::default());
            }
        }
    }

    fn take(&mut self, now: Instant) {
        self.bucket.take(now);
        if self.restriction.is_some() || self.bucket.tokens(now) == 0 {
            self.restriction = Some(Restriction::default());
        }
    }
}
