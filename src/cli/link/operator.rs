//! What all commands for links need: the operator with the API key, from the settings.

use crate::{
    cli::{arguments::Given, logging, memory},
    kisi::{Operator, ReaderCode},
    settings::Settings,
};

/// Loads the settings and starts the log.
pub(super) fn settings(given: Given) -> anyhow::Result<Settings> {
    let settings = given.load()?;
    logging::start(&settings);
    memory::protect();
    Ok(settings)
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
