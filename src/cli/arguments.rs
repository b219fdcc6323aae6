//! Settings on the command line.

use std::{ffi::OsStr, path::PathBuf};

use clap::{
    Args,
    builder::TypedValueParser,
    error::{ContextKind, ContextValue, Error, ErrorKind},
};

use crate::settings::{self, Settings, Sources};

/// Settings given on the command line.
#[derive(Args, Clone, Default)]
pub(super) struct Given {
    /// The settings file [default: doorstep.toml, if it is there].
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// A setting, as in --set kisi.timeout=3s; may be repeated.
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = KeyAndValue)]
    settings: Vec<(String, String)>,
}

/// Settings of the server given on the command line.
#[derive(Args, Default)]
pub(super) struct GivenToServer {
    #[command(flatten)]
    given: Given,
    /// server.listen, the address and port of the public server.
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
}

/// Reads `KEY=VALUE`. Its error does not repeat the text, which may contain a password; the errors
/// of clap's own parsers do.
#[derive(Clone)]
struct KeyAndValue;

impl TypedValueParser for KeyAndValue {
    type Value = (String, String);

    fn parse_ref(
        &self,
        command: &clap::Command,
        _: Option<&clap::Arg>,
        text: &OsStr,
    ) -> Result<Self::Value, Error> {
        let pair = text.to_str().and_then(|text| text.split_once('='));
        let (key, value) = pair.ok_or_else(|| {
            let message = "write --set as KEY=VALUE, for example --set cache.fresh=30s\n";
            Error::raw(ErrorKind::ValueValidation, message).with_cmd(command)
        })?;
        Ok((key.trim().to_owned(), value.trim().to_owned()))
    }
}

/// No option of ours is longer, in bytes.
const LONGEST_OPTION: usize = 20;

/// Hides the words of a usage error that may be a part of a secret, as in
/// `--set kisi.api_key= SECRET`. Names of options and similar names are still shown.
pub(super) fn without_values(mut error: Error) -> Error {
    if matches!(error.kind(), ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand) {
        for kind in [ContextKind::InvalidArg, ContextKind::InvalidSubcommand] {
            // Names of options have lower-case letters and hyphens alone. Keys have more.
            let is_option = |text: &String| {
                text.len() <= LONGEST_OPTION
                    && text.starts_with('-')
                    && text.chars().all(|c| c.is_ascii_lowercase() || c == '-')
            };
            if let Some(ContextValue::String(text)) = error.get(kind)
                && !is_option(text)
            {
                error.insert(kind, ContextValue::String("…".to_owned()));
            }
        }
    }
    error
}

impl Given {
    pub(super) fn load(self) -> Result<Settings, settings::Error> {
        let (file, environment) = (self.config.as_deref(), settings::environment());
        settings::load(Sources { file, environment, flags: self.settings, ..Sources::default() })
    }
}

impl GivenToServer {
    pub(super) fn load(self) -> Result<Settings, settings::Error> {
        let Self { mut given, listen } = self;
        given.settings.extend(listen.map(|address| ("server.listen".to_owned(), address)));
        given.load()
    }
}
