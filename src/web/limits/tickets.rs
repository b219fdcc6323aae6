//! The links that a client was refused, and when each of them may come back.

use std::{
    collections::{HashMap, VecDeque},
    time::{Duration, Instant},
};

use crate::access::Fingerprint;

/// How long a ticket is valid after it is due.
const VALID: Duration = Duration::from_secs(15);
/// How many tickets a client can have. The oldest one is dropped for a new one.
const MOST: usize = 8_192;

/// The links that a client was refused, and when each of them may be asked for again.
#[derive(Debug, Default)]
pub(super) struct Tickets {
    by_link: HashMap<Fingerprint, Ticket>,
    /// The links in the order in which their tickets were issued.
    order: VecDeque<(Instant, Fingerprint)>,
}

/// A place in the queue for one link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ticket {
    /// When the link was refused for the first time: the oldest ticket goes first.
    pub(super) issued: Instant,
    /// From when on the link is asked for.
    pub(super) due: Instant,
}

impl Tickets {
    /// The ticket of `link`, if it has a valid one.
    pub(super) fn of(&self, link: Fingerprint, now: Instant) -> Option<Ticket> {
        self.by_link.get(&link).copied().filter(|ticket| now < ticket.due + VALID)
    }

    /// Issues a ticket that is due at `due`. A link that has a ticket keeps its place.
    pub(super) fn issue(&mut self, link: Fingerprint, due: Instant, now: Instant) {
        self.drop_expired(now);
        if let Some(ticket) = self.by_link.get_mut(&link) {
            ticket.due = due;
            return;
        }
        if self.order.len() >= MOST {
            self.drop_oldest();
        }
        self.by_link.insert(link, Ticket { issued: now, due });
        self.order.push_back((now, link));
    }

    /// Removes the ticket of a link that is asked for.
    pub(super) fn remove(&mut self, link: Fingerprint) {
        self.by_link.remove(&link);
    }

    /// Drops the tickets at the front of the queue that are used or no longer valid.
    pub(super) fn drop_expired(&mut self, now: Instant) {
        while let Some((issued, link)) = self.order.front() {
            let ticket = self.by_link.get(link).filter(|ticket| ticket.issued == *issued);
            if ticket.is_some_and(|ticket| now < ticket.due + VALID) {
                return;
            }
            self.drop_oldest();
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.by_link.is_empty()
    }

    fn drop_oldest(&mut self) {
        let Some((issued, link)) = self.order.pop_front() else { return };
        if self.by_link.get(&link).is_some_and(|ticket| ticket.issued == issued) {
            self.by_link.remove(&link);
        }
    }
}
