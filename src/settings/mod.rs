//! The operator's settings.
//!
//! [`KEYS`] lists all settings with their defaults and what they do. `doorstep serve --help`
//! prints it, and a setting that is not in it is refused. [`load`] merges the sources; later ones
//! win: the defaults in `KEYS`, the settings file, the environment, flags.

mod error;
mod keys;
mod sources;
mod values;

use std::{
    collections::BTreeSet,
    net::SocketAddr,
    num::{NonZeroU32, NonZeroUsize},
    path::PathBuf,
    time::Duration,
};

use ipnet::IpNet;
use serde::Deserialize;
use strum::EnumString;
use url::Url;

pub use self::{
    error::Error,
    keys::{ENVIRONMENT_PREFIX, FILE, KEYS, Key, help, variable},
    sources::{Sources, environment},
};
use self::{
    sources::merge,
    values::{address, base_url, networks},
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
}

/// `[server]`
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "each field is described once, in KEYS")]
pub struct Server {
    #[serde(deserialize_with = "address")]
    pub listen: SocketAddr,
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
}

/// `[kisi]`
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "each field is described once, in KEYS")]
pub struct Kisi {
    #[serde(deserialize_with = "base_url")]
    pub base_url: Url,
    #[serde(with = "humantime_serde")]
    pub timeout: Duration,
    pub requests_per_second: NonZeroU32,
    pub total_requests_per_second: Option<NonZeroU32>,
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

/// Reads and checks all settings.
pub fn load(sources: Sources<'_>) -> Result<Settings, Error> {
    let settings: Settings = merge(sources)?.try_deserialize()?;
    settings.check()?;
    Ok(settings)
}

impl Settings {
    fn check(&self) -> Result<(), Error> {
        let hosts = || self.sites.iter().map(|site| site.host.trim().to_ascii_lowercase());
        let checks: [(&'static str, bool, &str); 10] = [
            (
                "kisi.base_url",
                is_https_or_loopback(&self.kisi.base_url),
                "must be an https URL, because calls to it contain secrets; http is allowed only for \
                 loopback addresses such as localhost",
            ),
            (
                "kisi.base_url",
                self.kisi.base_url.username().is_empty() && self.kisi.base_url.password().is_none(),
                "must not contain a user name or password; Kisi needs none",
            ),
            (
                "kisi.timeout",
                !self.kisi.timeout.is_zero(),
                "must be longer than 0s, for example 5s",
            ),
            (
                "server.public_url",
                matches!(self.server.public_url.scheme(), "http" | "https")
                    && self.server.public_url.has_host(),
                "must be an http or https URL, for example https://visit.example.com",
            ),
            (
                "tls.certificate",
                self.tls.certificate.is_some() || self.tls.key.is_none(),
                "is missing, but `tls.key` is set; HTTPS needs both",
            ),
            (
                "tls.key",
                self.tls.key.is_some() || self.tls.certificate.is_none(),
                "is missing, but `tls.certificate` is set; HTTPS needs both",
            ),
            ("cache.capacity", self.cache.capacity > 0, "must be at least 1"),
            (
                "sites",
                hosts().all(|host| !host.is_empty()),
                "has an entry with an empty `host`; write the host name that visitors use",
            ),
            (
                "sites",
                hosts().all(|host| is_host(host.strip_prefix("*.").unwrap_or(&host))),
                "has a `host` that is not a host name; write it like visit.acme.example or \
                 *.acme.example, without https:// and without a port",
            ),
            (
                "sites",
                hosts().collect::<BTreeSet<_>>().len() == self.sites.len(),
                "has the same `host` twice; a host can have only one theme",
            ),
        ];
        match checks.into_iter().find(|(_, holds, _)| !holds) {
            None => Ok(()),
            Some((key, _, reason)) => Err(Error::Invalid { key, reason: reason.to_owned() }),
        }
    }
}

/// Whether `text` can be a host: a name of letters, digits, dots and hyphens, an IPv4 address, or
/// an IPv6 address in brackets.
fn is_host(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || ".-".contains(c);
    let address = |c: char| c.is_ascii_hexdigit() || ":.".contains(c);
    match text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(inside) => !inside.is_empty() && inside.chars().all(address),
        None => !text.is_empty() && text.chars().all(plain),
    }
}

fn is_https_or_loopback(url: &Url) -> bool {
    url.scheme() == "https" && url.has_host() || url.scheme() == "http" && is_loopback(url)
}

/// Whether the host of a URL is `localhost` or a loopback address.
#[must_use]
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// The default settings with these changes, for tests of other modules.
#[cfg(test)]
pub(crate) fn for_tests(changes: &[(&str, &str)]) -> Settings {
    let flags = changes.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
    load(Sources { flags: flags.collect(), ..Sources::default() }).unwrap()
}

#[cfg(test)]
mod tests;
