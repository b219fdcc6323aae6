//! Access links by mail: each link is made, mailed, and revoked again if its mail was not sent.
//!
//! [`Mailing`] takes one [`Guest`] through these steps; its [`Post`] writes and sends the mail.
//! [`guests`] reads many of them from a CSV file, and [`report`] writes down every step, so that a
//! run that was interrupted can be continued: [`run`] does only what is still to be done, and settles
//! what the interrupted run left behind. [`orphans`] finds the links that it may have left at Kisi.

mod guests;
mod orphans;
mod post;
mod report;
mod run;
mod times;

use std::time::Duration;

use backon::{ConstantBuilder, Retryable as _};
use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;

use self::orphans::{Calls, Found};
pub use self::{
    guests::{Defaults, Guest, GuestError, GuestErrors, Guests, Row, guest_name, wrong_dates},
    orphans::Wanted,
    post::{Options, Post, page_url},
    report::{Report, ReportError},
    run::{Progress, Run, RunError, Show, Summary},
    times::{TimeError, after, moment},
};
use crate::{
    kisi::{CreatedLink, LinkFilter, LinkList, NewLink, Operator, OperatorError},
    mail::MailError,
};

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

    /// Revokes a link. One that does not exist any more is revoked.
    pub async fn revoke(&self, link: u64) -> Result<(), OperatorError> {
        match self.operator.revoke(link).await {
            Ok(()) | Err(OperatorError::UnknownLink) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Revokes a link whose mail was not sent.
    async fn give_up(&self, link: u64, problem: Problem) -> Outcome {
        match self.revoke(link).await {
            Ok(()) => Outcome::Failed(problem),
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
    pub async fn links_like(&self, guest: &Guest) -> Result<Vec<u64>, OperatorError> {
        let (wanted, list) = (Wanted::by(guest), self.links_of(guest.group).await?);
        let like = list.links.iter().filter(|link| wanted.is_like(link));
        Ok(like.map(|link| link.id).collect())
    }

    /// Revokes the link that a call for this guest at `begin` may have made, unless it is one of those
    /// that were there `before`. Kisi may still be making it, so this looks for it several times.
    pub async fn settle(&self, guest: &Guest, begin: Timestamp, before: &[u64]) -> Settled {
        let wanted = Wanted::by(guest);
        let calls = Calls { wanted: &wanted, times: &[begin], latest: self.latest() };
        let look = || async {
            let list = self.links_of(guest.group).await.map_err(Some)?;
            match calls.find(&list, |id| before.contains(&id)) {
                Found::Nothing => Err(None),
                found @ (Found::Orphans(_) | Found::Unclear(_)) => Ok(found),
            }
        };
        let pauses = ConstantBuilder::default().with_delay(PAUSE).with_max_times(LOOKS);
        let links = match look.retry(pauses).when(Option::is_none).await {
            Ok(Found::Orphans(links)) => links,
            Ok(Found::Unclear(links)) => return Settled::Unclear(links),
            Ok(Found::Nothing) | Err(None) => return Settled::NotFound,
            Err(Some(error)) => return Settled::Failed(error),
        };
        for link in &links {
            if let Err(error) = self.revoke(*link).await {
                return Settled::Failed(error);
            }
        }
        Settled::Revoked(links)
    }

    /// How long after Kisi was asked for a link the link can be made.
    fn latest(&self) -> SignedDuration {
        LATE + SignedDuration::try_from(self.operator.timeout()).unwrap_or(LATE)
    }

    /// All links of a group. Kisi does not document how it searches in names, so all are read.
    async fn links_of(&self, group: u64) -> Result<LinkList, OperatorError> {
        self.operator.links(&LinkFilter { group: Some(group), query: None, sort: None }).await
    }
}

/// What became of a link that Kisi may have made.
#[derive(Debug)]
pub enum Settled {
    /// It was found and revoked.
    Revoked(Vec<u64>),
    /// There is no such link until now.
    NotFound,
    /// One of these links may be it; with none, not all links can be read.
    Unclear(Vec<u64>),
    /// The links cannot be listed, or it cannot be revoked.
    Failed(OperatorError),
}

fn not_made(error: &OperatorError) -> Outcome {
    let problem = Problem { reason: error.to_string(), concerns_all: error.concerns_all_calls() };
    if error.may_have_had_an_effect() { Outcome::Unmade(problem) } else { Outcome::Failed(problem) }
}

#[cfg(test)]
mod tests;
