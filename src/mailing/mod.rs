//! Access links by mail: each link is made, mailed, and revoked again if its mail was not sent.
//!
//! [`Mailing`] takes one [`Guest`] through these steps; its [`Post`] writes and sends the mail.
//! [`guests`] reads many of them from a CSV
//! file, and [`report`] writes down every step, so that a run that was interrupted can be continued:
//! [`run`] does only what is still to be done, and settles what the interrupted run left behind.

mod guests;
mod post;
mod report;
mod run;
mod times;

use std::time::Duration;

use backon::{ConstantBuilder, Retryable as _};
use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;

pub use self::{
    guests::{Defaults, Guest, GuestError, GuestErrors, Guests, Row, guest_name, wrong_dates},
    post::{Options, Post, page_url},
    report::{Report, ReportError},
    run::{Progress, Run, RunError, Show, Summary},
    times::{TimeError, after, moment},
};
use crate::{
    access::printable,
    kisi::{CreatedLink, IssuedLink, LinkFilter, NewLink, Operator, OperatorError},
    mail::MailError,
};

/// How long before the moment at which Kisi was asked for a link, by Kisi's clock, the link can have
/// been made: the clock is known in whole seconds.
const EARLIEST: SignedDuration = SignedDuration::from_secs(-2);
/// How long Kisi may work on a link after the call was given up.
const LATE: SignedDuration = SignedDuration::from_secs(25);

/// How often a link is looked for again that Kisi may still be making, and the pause before that.
const LOOKS: usize = 4;
const PAUSE: Duration = Duration::from_secs(1);

/// What became of one guest.
#[derive(Debug)]
pub enum Outcome {
    /// The mail server has accepted the mail.
    Sent {
        /// Kisi's number of the link.
        link: u64,
    },
    /// There is no link and no mail.
    Failed(Problem),
    /// The mail was not sent, and the link was kept, as the operator asked for.
    Kept {
        /// Kisi's number of the link.
        link: u64,
        /// The address of its page.
        url: SecretString,
        /// Why the mail was not sent.
        problem: Problem,
    },
    /// The mail may have been sent, so the link was kept.
    Unknown {
        /// Kisi's number of the link.
        link: u64,
        /// What happened.
        problem: Problem,
    },
    /// Kisi may have made a link. There is no mail.
    Unmade(Problem),
    /// The mail was not sent, and the link could not be revoked.
    NotRevoked {
        /// Kisi's number of the link.
        link: u64,
        /// Both reasons.
        problem: Problem,
    },
}

/// Why a guest was not invited. Its text contains no secret.
#[derive(Clone, Debug)]
pub struct Problem {
    /// A sentence for the operator.
    pub reason: String,
    /// Whether the next guest would have the same problem.
    pub concerns_all: bool,
}

/// The steps on the way of one guest, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Kisi is about to be asked for a link.
    Making,
    /// Kisi has made the link with this number.
    Made(u64),
    /// The mail is about to be passed on.
    Mailing(u64),
}

/// What a link was made with: enough to find it at Kisi.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Its name.
    pub name: String,
    /// Its group.
    pub group: u64,
    /// When it begins.
    pub from: Option<Timestamp>,
    /// When it ends.
    pub until: Option<Timestamp>,
}

impl Wanted {
    /// What the link of this guest is made with.
    #[must_use]
    pub fn by(guest: &Guest) -> Self {
        let Guest { name, group, from, until, .. } = guest.clone();
        Self { name, group, from, until }
    }

    /// Whether `link` can be the one that Kisi was asked for: it has the same attributes, and no
    /// visitor has used it.
    fn can_be(&self, link: &IssuedLink) -> bool {
        let seconds = |time: Option<Timestamp>| time.map(Timestamp::as_second);
        link.name == printable(&self.name)
            && link.group == self.group
            && seconds(link.from) == seconds(self.from)
            && seconds(link.until) == seconds(self.until)
            && link.email.is_none()
            && link.phone.is_none()
            && link.last_used.is_none()
    }
}

/// Links that a call whose answer is not known may have made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidates {
    /// Kisi's numbers of links that were made at the time of the call.
    pub certain: Vec<u64>,
    /// Kisi's numbers of links of which it is not known when they were made.
    pub possible: Vec<u64>,
    /// Whether all links could be read.
    pub is_complete: bool,
}

/// Makes and mails links.
#[derive(Debug)]
pub struct Mailing {
    operator: Operator,
    /// Writes and sends the mails.
    pub post: Post,
}

impl Mailing {
    /// Makes links with `operator` and mails them with `post`.
    #[must_use]
    pub fn new(operator: Operator, post: Post) -> Self {
        Self { operator, post }
    }

    /// Checks that Kisi and the mail server can be used, before the first link is made.
    pub async fn check(&mut self) -> Result<(), String> {
        self.post.prepare().await.map_err(|error| error.to_string())?;
        self.operator.check().await.map_err(|error| error.to_string())
    }

    /// The current time by Kisi's clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.operator.now()
    }

    /// Invites one guest. `note` is called before each step, with the time by Kisi's clock; if it
    /// fails, the step is not taken.
    pub async fn invite(
        &mut self,
        guest: &Guest,
        mut note: impl FnMut(Step, Timestamp) -> Result<(), String>,
    ) -> Outcome {
        if let Err(error) = self.post.prepare().await {
            return Outcome::Failed(Problem { reason: error.to_string(), concerns_all: true });
        }
        let making = || note(Step::Making, self.operator.now());
        let created = match self.operator.create(&self.new_link(guest), making).await {
            Ok(created) => created,
            Err(error) => return not_made(&error),
        };
        let link = created.link.id;
        if let Err(reason) = note(Step::Made(link), self.now()) {
            return self.give_up(link, Problem { reason, concerns_all: true }).await;
        }
        let CreatedLink { secret: Some(secret), reader_code, .. } = created else {
            let reason = "Kisi made a link and did not show its secret".to_owned();
            return self.give_up(link, Problem { reason, concerns_all: true }).await;
        };
        let message = match self.post.message(guest, &secret, reader_code.as_ref()).await {
            Ok(message) => message,
            Err(reason) => {
                return self.give_up(link, Problem { reason, concerns_all: false }).await;
            }
        };
        if let Err(reason) = note(Step::Mailing(link), self.now()) {
            return self.give_up(link, Problem { reason, concerns_all: true }).await;
        }
        let problem = |reason| Problem { reason, concerns_all: false };
        match self.post.send(&message, &secret).await {
            Ok(()) => Outcome::Sent { link },
            Err(MailError::Unknown(reason)) => Outcome::Unknown { link, problem: problem(reason) },
            Err(MailError::NotSent(reason)) if self.post.options.keep => {
                let url = self.post.url(&secret, guest);
                Outcome::Kept { link, url, problem: problem(reason) }
            }
            Err(MailError::NotSent(reason)) => self.give_up(link, problem(reason)).await,
        }
    }

    /// Revokes a link.
    pub async fn revoke(&self, link: u64) -> Result<(), OperatorError> {
        self.operator.revoke(link).await
    }

    /// Revokes a link whose mail was not sent.
    async fn give_up(&self, link: u64, problem: Problem) -> Outcome {
        match self.operator.revoke(link).await {
            Ok(()) | Err(OperatorError::UnknownLink) => Outcome::Failed(problem),
            Err(error) => {
                let Problem { reason, .. } = problem;
                let reason = format!("{reason}; and link {link} could not be revoked: {error}");
                let concerns_all = error.concerns_all_calls() || problem.concerns_all;
                Outcome::NotRevoked { link, problem: Problem { reason, concerns_all } }
            }
        }
    }

    fn new_link(&self, guest: &Guest) -> NewLink {
        NewLink {
            name: guest.name.clone(),
            group: guest.group,
            from: guest.from,
            until: guest.until,
            qr: self.post.options.reader_code,
            ..NewLink::default()
        }
    }

    /// The numbers of all links that are like the one of this guest.
    pub async fn links_like(&self, guest: &Guest) -> Result<Candidates, OperatorError> {
        self.candidates(&Wanted::by(guest), None).await
    }

    /// Revokes the link that a call for this guest may have made, unless it is one of those that were
    /// there `before`. Kisi may still be making it, so this looks for it several times.
    pub async fn settle(&self, guest: &Guest, before: &Candidates) -> Settled {
        let before: Vec<_> = [&before.certain[..], &before.possible].concat();
        let look = || async {
            let now = self.links_like(guest).await.map_err(Some)?;
            let mut new = [now.certain, now.possible].concat();
            new.retain(|id| !before.contains(id));
            if new.is_empty() { Err(None) } else { Ok((new, now.is_complete)) }
        };
        let pauses = ConstantBuilder::default().with_delay(PAUSE).with_max_times(LOOKS);
        match look.retry(pauses).when(Option::is_none).await {
            Err(None) => Settled::NotFound,
            Err(Some(error)) => Settled::Unclear(Vec::new(), Some(error)),
            Ok((new, _)) if new.len() > 1 => Settled::Unclear(new, None),
            Ok((new, _)) => match self.operator.revoke(new[0]).await {
                Ok(()) | Err(OperatorError::UnknownLink) => Settled::Revoked(new[0]),
                Err(error) => Settled::Unclear(new, Some(error)),
            },
        }
    }

    /// How long after Kisi was asked for a link the link can be made.
    fn latest(&self) -> SignedDuration {
        LATE + SignedDuration::try_from(self.operator.timeout()).unwrap_or(LATE)
    }

    /// The links that a call for `wanted` may have made, at `begin` if that is known.
    async fn candidates(
        &self,
        wanted: &Wanted,
        begin: Option<Timestamp>,
    ) -> Result<Candidates, OperatorError> {
        // Kisi does not document how it searches in names, so all links of the group are read.
        let filter = LinkFilter { group: Some(wanted.group), query: None, sort: None };
        let list = self.operator.links(&filter).await?;
        let mut found = Candidates { is_complete: list.is_complete, ..Candidates::default() };
        for link in list.links.iter().filter(|link| wanted.can_be(link)) {
            let since = link.created.zip(begin).map(|(made, begin)| made.duration_since(begin));
            match since {
                None => found.possible.push(link.id),
                Some(since) if (EARLIEST..=self.latest()).contains(&since) => {
                    found.certain.push(link.id);
                }
                Some(_) => {}
            }
        }
        Ok(found)
    }
}

/// What became of a link that Kisi may have made.
#[derive(Debug)]
pub enum Settled {
    /// It was found and revoked.
    Revoked(u64),
    /// There is no such link until now.
    NotFound,
    /// One of these links may be it, or Kisi's answer is not known.
    Unclear(Vec<u64>, Option<OperatorError>),
}

fn not_made(error: &OperatorError) -> Outcome {
    let problem = Problem { reason: error.to_string(), concerns_all: error.concerns_all_calls() };
    if error.may_have_had_an_effect() { Outcome::Unmade(problem) } else { Outcome::Failed(problem) }
}

#[cfg(test)]
mod tests;
