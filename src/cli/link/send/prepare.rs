//! Everything that is needed to make and mail links, from the settings.

use std::sync::Arc;

use anyhow::{Context as _, bail};

use super::arguments::Arguments;
use crate::{
    access::FingerprintKey,
    brands::Brands,
    cli::link::{
        operator::{check_public_url, settings},
        validity::Dates,
    },
    kisi::{Client, Operator},
    mail::{Mailer, Sender, Server, Smtp},
    mailing::{Mailing, Options, Post},
    settings::Settings,
    theme::{self, Theme},
};

/// Connects the parts. The theme and the settings are checked before the first link is made.
pub(super) fn mailing(dates: Dates, arguments: Arguments) -> anyhow::Result<Mailing> {
    let settings = settings(arguments.given.clone())?;
    check_public_url(&settings)?;
    let operator = Operator::new(&settings.kisi)?;
    Ok(Mailing::new(operator, post(&settings, dates, arguments)?))
}

/// What is needed to mail a link that exists already. It needs no API key.
pub(super) fn post_alone(dates: Dates, arguments: Arguments) -> anyhow::Result<Post> {
    let settings = settings(arguments.given.clone())?;
    check_public_url(&settings)?;
    post(&settings, dates, arguments)
}

fn post(settings: &Settings, dates: Dates, arguments: Arguments) -> anyhow::Result<Post> {
    let Arguments { qr, place, eml, keep, .. } = arguments;
    let theme = theme(settings)?;
    let sender = sender(settings, &theme, eml.is_some())?;
    let mailer = match (eml, &settings.mail.smtp_url) {
        (Some(file), _) => Mailer::File(file),
        (None, Some(url)) => {
            Mailer::Smtp(Box::new(Smtp::new(Server::parse(url)?, sender.domain())))
        }
        (None, None) => bail!(
            "there is no mail server: set `mail.smtp_url_file` to a file with its URL, such as \
             smtp://user:password@mail.example.com:587, or DOORSTEP_MAIL__SMTP_URL"
        ),
    };
    let options = Options {
        public_url: settings.server.public_url.clone(),
        sender,
        zone: dates.zone,
        reader_code: qr.map(Into::into),
        place,
        keep,
    };
    let key = FingerprintKey::random().context("the system has no random numbers")?;
    Ok(Post::new(Client::new(&settings.kisi)?, key, mailer, theme, options))
}

/// The brand that visitors see under `server.public_url`.
fn theme(settings: &Settings) -> Result<Arc<Theme>, theme::Error> {
    let host = settings.server.public_url.host_str().unwrap_or_default();
    Ok(Brands::load(settings)?.of_host(host))
}

/// The sender of the mails. A mail that is only written to a file needs no `mail.from`.
fn sender(settings: &Settings, theme: &Theme, is_file: bool) -> anyhow::Result<Sender> {
    let own_name = theme.mail_from_name.as_ref().map(ToString::to_string);
    let from = match (&settings.mail.from, &theme.contact.email) {
        (Some(from), _) => from.clone(),
        (None, Some(contact)) if is_file => contact.to_string(),
        (None, None) if is_file => "visit@localhost".to_owned(),
        (None, _) => {
            bail!("there is no sender: set `mail.from`, for example to Acme <visit@acme.example>")
        }
    };
    Sender::parse(&from, own_name.as_deref(), &theme.name).context("`mail.from` is wrong")
}
