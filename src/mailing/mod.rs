//! Access links by mail: each link is made, mailed, and revoked again if its mail was not sent.
//!
//! [`Mailing`] takes one [`Guest`] through these steps. [`guests`] reads many of them from a CSV
//! file, and [`report`] writes down every step, so that a run that was interrupted can be continued:
//! [`run`] does only what is still to be done, and settles what the interrupted run left behind.

mod guests;
mod report;
mod run;
mod times;

use std::{collections::HashMap, time::Duration};

use backon::{ConstantBuilder, Retryable as _};
use bytes::Bytes;
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use lettre::Address;
use secrecy::SecretString;
use url::Url;

pub use self::{
    guests::{Defaults, GuestError, GuestErrors, Guests, Row, guest_name, wrong_dates},
    report::{Report, ReportError, State},
    run::{Progress, Run, RunError, Summary},
    times::{TimeError, moment},
};
use crate::{
    access::{AccessLink, FingerprintKey, LinkSecret, Place, PlaceDetails, printable},
    kisi::{
        Client, CreatedLink, LinkFilter, NewLink, Operator, OperatorError, ReaderCode, Retries,
    },
    language::Language,
    mail::{Invitation, MailError, Mailer, Message, Sender},
    paths,
    theme::{MailHead, Theme},
};

/// The longest reason of a failure in a report, in characters.
const LONGEST_REASON: usize = 300;
/// How long before or after the moment at which Kisi was asked for a link, by Kisi's clock, the link
/// can have been made. A call that Kisi refuses for the moment is repeated for minutes.
const EARLIEST: SignedDuration = SignedDuration::from_secs(-2);
const LATEST: SignedDuration = SignedDuration::from_mins(15);

/// How often a link is looked for again that Kisi may still be making, and the pause before that.
const LOOKS: usize = 4;
const PAUSE: Duration = Duration::from_secs(1);

/// Who is invited.
#[derive(Clone, Debug)]
pub struct Guest {
    /// The visitor's name, which is also the name of the link.
    pub name: String,
    /// The visitor's address.
    pub email: Address,
    /// When the link begins to open doors.
    pub from: Option<Timestamp>,
    /// When it ends.
    pub until: Option<Timestamp>,
    /// The language of the mail; the brand's own if left out.
    pub language: Option<&'static Language>,
    /// Kisi's number of the group whose doors the link opens.
    pub group: u64,
}

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

/// What all mails of one run have in common.
#[derive(Debug)]
pub struct Options {
    /// What mailed links start with: `server.public_url`.
    pub public_url: Url,
    /// The sender.
    pub sender: Sender,
    /// The time zone of the dates in mails whose place has none.
    pub zone: TimeZone,
    /// A code for readers that is part of the mail.
    pub reader_code: Option<ReaderCode>,
    /// Kisi's number of the place, if the operator knows it.
    pub place: Option<u64>,
    /// Whether a link is kept if its mail was not sent.
    pub keep: bool,
}

/// Makes and mails links.
#[derive(Debug)]
pub struct Mailing {
    operator: Operator,
    kisi: Client,
    key: FingerprintKey,
    mailer: Mailer,
    theme: Theme,
    head: Option<MailHead>,
    options: Options,
    /// What Kisi has about the place of each group.
    places: HashMap<u64, PlaceDetails>,
}

impl Mailing {
    /// Everything that a run needs.
    #[must_use]
    pub fn new(
        operator: Operator,
        kisi: Client,
        key: FingerprintKey,
        mailer: Mailer,
        theme: Theme,
        options: Options,
    ) -> Self {
        let (head, _) = theme.mail_head();
        let places = HashMap::new();
        Self { operator, kisi, key, mailer, theme, head, options, places }
    }

    /// Checks that Kisi and the mail server can be used, before the first link is made.
    pub async fn check(&mut self) -> Result<(), String> {
        self.mailer.prepare().await.map_err(|error| error.to_string())?;
        self.operator.check().await.map_err(|error| error.to_string())
    }

    /// The current time by Kisi's clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.operator.now()
    }

    /// Invites one guest. `note` is called before each step, with
    /// the time by Kisi's clock; if it fails, the step is not taken.
    pub async fn invite(
        &mut self,
        guest: &Guest,
        mut note: impl FnMut(Step, Timestamp) -> Result<(), String>,
    ) -> Outcome {
        if let Err(error) = self.mailer.prepare().await {
            return Outcome::Failed(Problem { reason: error.to_string(), concerns_all: true });
        }
        if let Err(reason) = note(Step::Making, self.now()) {
            return Outcome::Failed(Problem { reason, concerns_all: true });
        }
        let created = match self.operator.create(&self.new_link(guest)).await {
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
        let now = self.now();
        let noted = || note(Step::Mailing(link), now);
        self.mail(guest, link, &secret, reader_code.as_ref(), noted).await
    }

    /// Mails a link that exists already.
    pub async fn mail_existing(
        &mut self,
        guest: &Guest,
        secret: &LinkSecret,
    ) -> Result<(), MailError> {
        self.mailer.prepare().await?;
        let message = self.message(guest, secret, None).await.map_err(MailError::NotSent)?;
        self.mailer.send(&message).await.map_err(|error| match error {
            MailError::NotSent(reason) => MailError::NotSent(without_secret(&reason, secret)),
            MailError::Unknown(reason) => MailError::Unknown(without_secret(&reason, secret)),
        })
    }

    async fn mail(
        &mut self,
        guest: &Guest,
        link: u64,
        secret: &LinkSecret,
        reader_code: Option<&Bytes>,
        note: impl FnOnce() -> Result<(), String>,
    ) -> Outcome {
        let message = match self.message(guest, secret, reader_code).await {
            Ok(message) => message,
            Err(reason) => {
                return self.give_up(link, Problem { reason, concerns_all: false }).await;
            }
        };
        if let Err(reason) = note() {
            return self.give_up(link, Problem { reason, concerns_all: true }).await;
        }
        let (reason, is_unknown) = match self.mailer.send(&message).await {
            Ok(()) => return Outcome::Sent { link },
            Err(MailError::NotSent(reason)) => (reason, false),
            Err(MailError::Unknown(reason)) => (reason, true),
        };
        let problem = Problem { reason: without_secret(&reason, secret), concerns_all: false };
        if is_unknown {
            Outcome::Unknown { link, problem }
        } else if self.options.keep {
            Outcome::Kept { link, url: self.url(secret, guest), problem }
        } else {
            self.give_up(link, problem).await
        }
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
            qr: self.options.reader_code,
            ..NewLink::default()
        }
    }

    async fn message(
        &mut self,
        guest: &Guest,
        secret: &LinkSecret,
        reader_code: Option<&Bytes>,
    ) -> Result<Message, String> {
        let details = self.place(guest.group, secret).await;
        let place = details.as_ref().map(|details| &details.place);
        let zone = details.as_ref().and_then(|it| TimeZone::get(it.time_zone.as_deref()?).ok());
        let zone = zone.unwrap_or_else(|| self.options.zone.clone());
        let local = |time: Option<Timestamp>| time.map(|time| time.to_zoned(zone.clone()));
        let (from, until) = (local(guest.from), local(guest.until));
        let language = guest.language.unwrap_or(self.theme.language);
        let invitation = Invitation {
            name: &guest.name,
            url: &self.url(secret, guest),
            place,
            from: from.as_ref(),
            until: until.as_ref(),
            reader_code,
        };
        let texts = self.theme.texts(language);
        let mail = invitation.write(&self.theme, texts, self.head.as_ref());
        let contact = self.theme.contact.email.as_ref();
        let reply_to = contact.and_then(|email| email.to_string().parse().ok());
        Message::new(&self.options.sender, (&guest.name, &guest.email), reply_to.as_ref(), mail)
    }

    /// Where the doors of a group are. Kisi answers this only about a link that is valid now, so a
    /// link that begins later has the place of an earlier one of its group, or none.
    async fn place(&mut self, group: u64, secret: &LinkSecret) -> Option<PlaceDetails> {
        if let Some(known) = self.places.get(&group) {
            return Some(known.clone());
        }
        let named = |id| Place { id, name: String::new() };
        let only = self.options.place.map(|id| PlaceDetails { place: named(id), time_zone: None });
        let link = AccessLink::new(secret.clone(), &self.key);
        let Ok(doors) = self.kisi.doors(&link, Retries::OnlyUnsent).await else { return only };
        let mut places = doors.into_iter().filter_map(|door| door.place);
        let first = match self.options.place {
            Some(id) => Some(places.find(|place| place.id == id).unwrap_or_else(|| named(id))),
            None => places.next(),
        };
        let place = first?;
        let details = self.kisi.place(&link, place.id).await;
        let details = details.unwrap_or(PlaceDetails { place, time_zone: None });
        self.places.insert(group, details.clone());
        Some(details)
    }

    /// The address in the mail. Its fragment is never sent to a server; the page shows it.
    fn url(&self, secret: &LinkSecret, guest: &Guest) -> SecretString {
        page_url(&self.options.public_url, secret, guest.from, guest.until)
    }

    /// Revokes the link that a call for this guest, which was given up at `begin`, may have made.
    /// Kisi may still be making it, so this waits for it.
    pub async fn settle(&self, guest: &Guest, begin: Timestamp) -> Result<Vec<u64>, OperatorError> {
        let look = || async {
            let revoked = self.revoke_orphans(guest, begin, |_id| false).await.map_err(Some)?;
            if revoked.is_empty() { Err(None) } else { Ok(revoked) }
        };
        let pauses = ConstantBuilder::default().with_delay(PAUSE).with_max_times(LOOKS);
        match look.retry(pauses).when(Option::is_none).await {
            Ok(revoked) => Ok(revoked),
            Err(None) => Ok(Vec::new()),
            Err(Some(error)) => Err(error),
        }
    }

    /// Revokes the links that a call may have made that was given up at `begin`, and returns their
    /// numbers. They have the name, the group and the dates of `guest`, were made at that time, and
    /// are not among `known`.
    async fn revoke_orphans(
        &self,
        guest: &Guest,
        begin: Timestamp,
        known: impl Fn(u64) -> bool,
    ) -> Result<Vec<u64>, OperatorError> {
        let filter =
            LinkFilter { group: Some(guest.group), query: Some(guest.name.clone()), sort: None };
        let is_near =
            |created: Timestamp| (EARLIEST..=LATEST).contains(&created.duration_since(begin));
        let links = self.operator.links(&filter).await?;
        let orphans = links.into_iter().filter(|link| {
            link.name == printable(&guest.name)
                && link.group == guest.group
                && (seconds(link.from), seconds(link.until))
                    == (seconds(guest.from), seconds(guest.until))
                && link.email.is_none()
                && link.phone.is_none()
                && link.created.is_some_and(is_near)
                && !known(link.id)
        });
        let mut revoked = Vec::new();
        for orphan in orphans {
            match self.operator.revoke(orphan.id).await {
                Ok(()) | Err(OperatorError::UnknownLink) => revoked.push(orphan.id),
                Err(error) => return Err(error),
            }
        }
        Ok(revoked)
    }

    /// Says goodbye to the mail server.
    pub async fn close(&mut self) {
        self.mailer.close().await;
    }
}

/// The address of a link's page, with its dates in the fragment.
#[must_use]
pub fn page_url(
    public_url: &Url,
    secret: &LinkSecret,
    from: Option<Timestamp>,
    until: Option<Timestamp>,
) -> SecretString {
    let base = public_url.as_str().trim_end_matches('/');
    let dates = [("from", from), ("until", until)];
    let dates = dates.iter().filter_map(|(name, date)| Some(format!("{name}={}", (*date)?)));
    let fragment = dates.collect::<Vec<_>>().join("&");
    let mark = if fragment.is_empty() { "" } else { "#" };
    format!("{base}{}{mark}{fragment}", paths::link(secret)).into()
}

fn seconds(time: Option<Timestamp>) -> Option<i64> {
    time.map(Timestamp::as_second)
}

fn not_made(error: &OperatorError) -> Outcome {
    let problem = Problem { reason: error.to_string(), concerns_all: error.concerns_all_calls() };
    if error.may_have_had_an_effect() { Outcome::Unmade(problem) } else { Outcome::Failed(problem) }
}

/// The answer of a mail server without the address of the page, which spam filters quote.
fn without_secret(reason: &str, secret: &LinkSecret) -> String {
    let lower = reason.to_ascii_lowercase();
    let quoted = [paths::LINKS, &secret.expose().to_ascii_lowercase()].map(|text| lower.find(text));
    let end = quoted.into_iter().flatten().min();
    let shown = match end {
        Some(end) => format!("{}…", &reason[..end]),
        None => reason.to_owned(),
    };
    shown.chars().take(LONGEST_REASON).collect()
}
