//! What all commands for links need: the operator with the API key, from the settings.

use anyhow::bail;

use crate::{
    cli::{arguments::Given, memory},
    kisi::{Operator, ReaderCode},
    logging,
    settings::{Settings, is_loopback},
};

/// Loads the settings and starts the log.
pub(super) fn settings(given: Given) -> anyhow::Result<Settings> {
    let settings = given.load()?;
    logging::start_for_command(&settings);
    memory::protect();
    Ok(settings)
}

/// Refuses to make links to a page that visitors cannot open: Kisi's real doors have no visitors on
/// this machine.
pub(super) fn check_public_url(settings: &Settings) -> anyhow::Result<()> {
    let (own, kisi) = (&settings.server.public_url, &settings.kisi.base_url);
    if is_loopback(own) && !is_loopback(kisi) {
        bail!(
            "`server.public_url` is {own}, which visitors cannot open; set it to the address of your \
             pages, such as https://visit.example.com"
        );
    }
    if own.scheme() == "http" && !is_loopback(own) {
        tracing::warn!(
            "`server.public_url` begins with http, so the secrets of links are sent without \
             encryption"
        );
    }
    Ok(())
}

/// The settings, and the operator with the API key in them.
pub(super) fn operator(given: Given) -> anyhow::Result<(Settings, Operator)> {
    let settings = settings(given)?;
    let operator = Operator::new(&settings.kisi)?;
    Ok((settings, operator))
}

/// A code for the readers beside doors.
#[derive(Clone, Copy, clap::ValueEnum)]
pub(super) enum Qr {
    /// The reader asks Kisi whether the code is valid.
    Online,
    /// The reader decides by itself.
    Offline,
}

impl From<Qr> for ReaderCode {
    fn from(qr: Qr) -> Self {
        match qr {
            Qr::Online => Self::Online,
            Qr::Offline => Self::Offline,
        }
    }
}
