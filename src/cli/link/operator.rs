//! What all commands for links need: the operator with the API key, from the settings.

use crate::{
    cli::{arguments::Given, logging, memory},
    kisi::{Operator, ReaderCode},
    settings::Settings,
};

/// Loads the settings, starts the log and returns the operator.
pub(super) fn operator(given: Given) -> anyhow::Result<(Settings, Operator)> {
    let settings = given.load()?;
    logging::start(&settings);
    memory::protect();
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
