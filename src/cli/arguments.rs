//! Settings on the command line.

use std::path::PathBuf;

use clap::Args;

use crate::settings::{self, Settings, Sources};

/// Settings given on the command line.
#[derive(Args, Default)]
pub(super) struct Given {
    /// The settings file [default: doorstep.toml, if it is there].
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// server.listen, the address and port of the public server.
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
    /// Any other setting, as in --set cache.fresh=30s; may be repeated.
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = key_and_value)]
    settings: Vec<(String, String)>,
}

fn key_and_value(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("write it as KEY=VALUE")?;
    Ok((key.trim().to_owned(), value.trim().to_owned()))
}

impl Given {
    pub(super) fn load(self) -> Result<Settings, settings::Error> {
        let mut flags = self.settings;
        flags.extend(self.listen.map(|address| ("server.listen".to_owned(), address)));
        let (file, environment) = (self.config.as_deref(), settings::environment());
        settings::load(Sources { file, environment, flags, ..Sources::default() })
    }
}
