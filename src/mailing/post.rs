//! Writing and sending the mails of one run.

use std::{collections::HashMap, sync::Arc};

use bytes::Bytes;
use jiff::{Timestamp, tz::TimeZone};
use secrecy::SecretString;
use url::Url;

use super::guests::Guest;
use crate::{
    access::{AccessLink, FingerprintKey, LinkSecret, Place, PlaceDetails},
    kisi::{Client, ReaderCode, Retries},
    mail::{Invitation, MailError, Mailer, Message, Sender},
    paths,
    theme::{MailHead, Theme},
};

/// The longest reason of a failure, in characters.
const LONGEST_REASON: usize = 300;

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
    /// Kisi's number of the place, if the operator named one.
    pub place: Option<u64>,
    /// Whether a link is kept if its mail was not sent.
    pub keep: bool,
}

/// Writes and sends mails.
#[derive(Debug)]
pub struct Post {
    kisi: Client,
    key: FingerprintKey,
    mailer: Mailer,
    theme: Arc<Theme>,
    head: Option<MailHead>,
    pub(super) options: Options,
    /// What Kisi has about the place of each group.
    places: HashMap<u64, PlaceDetails>,
}

impl Post {
    /// Mails of the brand `theme` over `mailer`, about doors that `kisi` describes.
    #[must_use]
    pub fn new(
        kisi: Client,
        key: FingerprintKey,
        mailer: Mailer,
        theme: Arc<Theme>,
        options: Options,
    ) -> Self {
        let (head, _) = theme.mail_head();
        Self { kisi, key, mailer, theme, head, options, places: HashMap::new() }
    }

    /// Mails a link that exists already.
    pub async fn mail(&mut self, guest: &Guest, secret: &LinkSecret) -> Result<(), MailError> {
        self.prepare().await?;
        let message = self.message(guest, secret, None).await.map_err(MailError::NotSent)?;
        self.send(&message, secret).await
    }

    /// Checks that the next mail can be sent at once.
    pub(super) async fn prepare(&mut self) -> Result<(), MailError> {
        self.mailer.prepare().await
    }

    /// Sends a mail with this secret in it, which is not in the error.
    pub(super) async fn send(
        &mut self,
        message: &Message,
        secret: &LinkSecret,
    ) -> Result<(), MailError> {
        self.mailer.send(message).await.map_err(|error| match error {
            MailError::NotSent(reason) => MailError::NotSent(without_secret(&reason, secret)),
            MailError::Unknown(reason) => MailError::Unknown(without_secret(&reason, secret)),
        })
    }

    /// The mail for one guest.
    pub(super) async fn message(
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
        let mail = invitation.write(&self.theme, texts, self.head.as_ref())?;
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
    pub(super) fn url(&self, secret: &LinkSecret, guest: &Guest) -> SecretString {
        page_url(&self.options.public_url, secret, guest.from, guest.until)
    }

    /// Ends the connection to the mail server.
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

/// The answer of a mail server without the address of the page, which spam filters quote.
pub(super) fn without_secret(reason: &str, secret: &LinkSecret) -> String {
    let lower = reason.to_ascii_lowercase();
    let quoted = [paths::LINKS, &secret.expose().to_ascii_lowercase()].map(|text| lower.find(text));
    let end = quoted.into_iter().flatten().min();
    let shown = match end {
        Some(end) => format!("{}…", &reason[..end]),
        None => reason.to_owned(),
    };
    shown.chars().take(LONGEST_REASON).collect()
}
