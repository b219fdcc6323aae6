//! The operator's settings.
//!
//! [`KEYS`] lists all settings with their defaults and what they do. `doorstep serve --help`
//! prints it, and a setting that is not in it is refused. [`load`] merges the sources; later ones
//! win: the defaults in `KEYS`, the settings file, the environment, flags.

mod check;
mod error;
#[cfg(any(test, feature = "fuzzing"))]
pub(crate) mod fuzzing;
mod keys;
mod secrets;
mod sources;
mod values;

use std::{
    net::SocketAddr,
    num::{NonZeroU32, NonZeroUsize},
    path::PathBuf,
    time::Duration,
};

use ipnet::IpNet;
use secrecy::SecretString;
use serde::Deserialize;
use strum::EnumString;
use url::Url;

pub use self::{
    check::is_loopback,
    error::Error,
    keys::{ENVIRONMENT_PREFIX, FILE, KEYS, Key, help, variable},
    sources::{Sources, environment},
    values::Listen,
};
use self::{
    sources::merge,
    values::{address, networks, optional_address, url_that_is_not_shown},
};

/// All settings, typed and checked.
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "each field is described once, in KEYS")]
pub struct Settings {
    pub server: Server,
    #[serde(default)]
    pub tls: Tls,
    pub kisi: Kisi,
    pub cache: Cache,
    pub limits: Limits,
    #[serde(default)]
    pub theme: Theme,
    #[serde(default)]
    pub sites: Vec<Site>,
    pub admin: Admin,
    pub log: Log,
    #[serde(default)]
    pub mail: Mail,
    /// Files with a secret that other users of this machine can read.
    #[serde(skip)]
    pub exposed: Vec<PathBuf>,
}

/// `[server]`
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "each field is described once, in KEYS")]
pub struct Server {
    pub listen: Listen,
    pub max_connections: NonZeroUsize,
    #[serde(deserialize_with = "url_that_is_not_shown")]
    pub public_url: Url,
    #[serde(default, deserialize_with = "networks")]
    pub trusted_proxies: Vec<IpNet>,
    pub workers: Option<NonZeroUsize>,
}

/// `[tls]`
#[derive(Clone, Debug, Default, Deserialize)]
#[expect(missing_docs, reason = "each field is described once, in KEYS")]
pub struct Tls {
    pub certificate: Option<PathBuf>,
    pub key: Option<PathBuf>,
    #[serde(default, deserialize_with = "optional_address")]
    pub redirect_from: Option<SocketAddr>,
}

/// `[kisi]`
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "each field is described once, in KEYS")]
pub struct Kisi {
    #[serde(deserialize_with = "url_that_is_not_shown")]
    pub base_url: Url,
    #[serde(with = "humantime_serde")]
    pub timeout: Duration,
    pub requests_per_second: NonZeroU32,
    pub total_requests_per_second: Option<NonZeroU32>,
    /// From this setting, from `kisi.api_key_file`, or from the credential `kisi-api-key`.
    pub api_key: Option<SecretString>,
    pub api_key_file: Option<PathBuf>,
}

/// `[cache]`
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "each field is described once, in KEYS")]
pub struct Cache {
    #[serde(with = "humantime_serde")]
    pub fresh: Duration,
    #[serde(with = "humantime_serde")]
    pub stale: Duration,
    #[serde(with = "humantime_serde")]
    pub refused: Duration,
    pub capacity: u64,
}

/// `[limits]`
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "each field is described once, in KEYS")]
pub struct Limits {
    pub unlocks_per_minute: NonZeroU32,
    pub unlocks_per_link_per_minute: NonZeroU32,
    pub unknown_links_per_minute: NonZeroU32,
    pub unknown_links_per_second: NonZeroU32,
    pub connections_per_address: NonZeroUsize,
}

/// `[theme]`
#[derive(Clone, Debug, Default, Deserialize)]
#[expect(missing_docs, reason = "each field is described once, in KEYS")]
pub struct Theme {
    pub path: Option<PathBuf>,
}

/// `[[sites]]`: one more brand.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// The host name whose visitors see this brand, or `*.example.com` for all its subdomains.
    pub host: String,
    /// The brand's theme file.
    pub theme: PathBuf,
}

/// `[admin]`
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "each field is described once, in KEYS")]
pub struct Admin {
    #[serde(deserialize_with = "address")]
    pub listen: SocketAddr,
}

/// `[log]`
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "each field is described once, in KEYS")]
pub struct Log {
    pub level: LogLevel,
    pub format: LogFormat,
    pub client_address: ClientAddress,
}

/// `[mail]`
#[derive(Clone, Debug, Default, Deserialize)]
#[expect(missing_docs, reason = "each field is described once, in KEYS")]
pub struct Mail {
    /// From this setting, from `mail.smtp_url_file`, or from the credential `mail-smtp-url`. It is
    /// a valid URL with a host.
    pub smtp_url: Option<SecretString>,
    pub smtp_url_file: Option<PathBuf>,
    pub from: Option<String>,
}

/// The least important messages that are logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, EnumString)]
#[serde(try_from = "String")]
#[strum(serialize_all = "lowercase")]
#[expect(missing_docs, reason = "the names are clear")]
pub enum LogLevel {
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}

/// The format of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, EnumString)]
#[serde(try_from = "String")]
#[strum(serialize_all = "lowercase")]
pub enum LogFormat {
    /// Text for people.
    Pretty,
    /// One JSON object per line, for machines.
    Json,
}

/// How much of a client's address the audit trail shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, EnumString)]
#[serde(try_from = "String")]
#[strum(serialize_all = "lowercase")]
pub enum ClientAddress {
    /// Nothing.
    None,
    /// Its network: the first 24 bits of an IPv4 address, 48 of an IPv6 address.
    Cut,
    /// All of it.
    Full,
}

impl TryFrom<String> for LogLevel {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let hint = "write error, warn, info, debug or trace";
        text.parse().map_err(|_unknown| format!("`{text}` is not a log level; {hint}"))
    }
}

impl TryFrom<String> for LogFormat {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map_err(|_unknown| format!("`{text}` is not a format; write pretty or json"))
    }
}

impl TryFrom<String> for ClientAddress {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map_err(|_unknown| format!("`{text}` is none of none, cut and full"))
    }
}

/// Reads and checks all settings.
pub fn load(sources: Sources<'_>) -> Result<Settings, Error> {
    let credentials = sources.environment.get("CREDENTIALS_DIRECTORY").map(PathBuf::from);
    let (merged, exposed) = merge(sources)?;
    let mut settings: Settings = merged.try_deserialize()?;
    settings.exposed.extend(exposed);
    settings.read_secrets(credentials.as_deref())?;
    settings.check()?;
    Ok(settings)
}

/// The default settings with these changes, for tests of other modules.
#[cfg(test)]
pub(crate) fn for_tests(changes: &[(&str, &str)]) -> Settings {
    let flags = changes.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
    load(Sources { flags: flags.collect(), ..Sources::default() }).unwrap()
}

#[cfg(test)]
mod tests;
