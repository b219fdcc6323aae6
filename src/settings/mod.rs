//! What the operator sets, and the only reader of files and environment for it.
//!
//! [`KEYS`] is the whole truth about settings: names, defaults and meaning. `doorstep serve
//! --help` prints it, unknown keys are measured against it, and [`load`] lays the sources over
//! each other in one order: the defaults in `KEYS`, the settings file, the environment, flags.

mod keys;

use std::{
    collections::{BTreeSet, HashMap},
    net::SocketAddr,
    num::{NonZeroU32, NonZeroUsize},
    path::{Path, PathBuf},
    time::Duration,
};

use config::{Config, Environment, File, FileFormat, Value, ValueKind};
use ipnet::IpNet;
use secrecy::SecretString;
use serde::{Deserialize, Deserializer, de};
use url::Url;

use crate::did_you_mean::nearest;

pub use self::keys::{ENVIRONMENT_PREFIX, FILE, KEYS, Key, help, variable};

/// What `config` calls the environment as the origin of a value.
const ENVIRONMENT: &str = "the environment";

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
}

/// `[server]`
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "each field is described once, in KEYS")]
pub struct Server {
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
    pub base_url: Url,
    #[serde(with = "humantime_serde")]
    pub timeout: Duration,
    pub requests_per_second: NonZeroU32,
    pub total_requests_per_second: Option<NonZeroU32>,
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
    /// The host name whose visitors see this brand, or `*.example.com` for all below one.
    pub host: String,
    /// Its theme file.
    pub theme: PathBuf,
}

/// `[admin]`
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "each field is described once, in KEYS")]
pub struct Admin {
    pub listen: SocketAddr,
}

/// `[log]`
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "each field is described once, in KEYS")]
pub struct Log {
    pub level: LogLevel,
    pub format: LogFormat,
}

/// How much is logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum LogLevel {
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}

/// For whom the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Pretty,
    /// For machines: one JSON object a line.
    Json,
}

/// `[mail]`
#[derive(Clone, Debug, Default, Deserialize)]
#[expect(missing_docs, reason = "each field is described once, in KEYS")]
pub struct Mail {
    pub smtp_url: Option<SecretString>,
    pub from: Option<String>,
}

/// Why the settings cannot be used; every message names the setting and what would be right.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A source could not be read, or a value is of the wrong kind.
    #[error(transparent)]
    Source(#[from] config::ConfigError),
    /// A key that does not exist.
    #[error("unknown setting `{key}` in {origin}; {hint}")]
    Unknown {
        /// The key as it was written.
        key: String,
        /// The file, or the environment.
        origin: String,
        /// The nearest key that does exist.
        hint: String,
    },
    /// A value that cannot work.
    #[error("`{key}` {reason}")]
    Invalid {
        /// The setting.
        key: &'static str,
        /// What would be right.
        reason: String,
    },
}

/// Where settings come from, besides their defaults; later ones win.
#[derive(Debug, Default)]
pub struct Sources<'a> {
    /// The settings file that was asked for; without one, [`FILE`] is read if it is there.
    pub file: Option<&'a Path>,
    /// The environment; only variables that name one of our sections are settings.
    pub environment: HashMap<String, String>,
    /// Settings given on the command line, as key and value.
    pub flags: Vec<(String, String)>,
    /// Defaults of one command that differ from those in [`KEYS`].
    pub defaults: Vec<(&'static str, String)>,
}

/// The settings in the process's own environment. Variables that are not text are not settings.
#[must_use]
pub fn environment() -> HashMap<String, String> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect()
}

/// Whether an environment variable is meant as a setting: it names one of our sections and a key
/// in it, as in `DOORSTEP_KISI__BASE_URL`. All others belong to somebody else. Kubernetes makes
/// `DOORSTEP_PORT` and `DOORSTEP_SERVICE_HOST` for a Service called `doorstep`, for example.
fn is_setting(variable: &str) -> bool {
    let Some(name) = variable.strip_prefix(ENVIRONMENT_PREFIX) else { return false };
    let Some((section, _)) = name.split_once("__") else { return false };
    let mut sections = KEYS.iter().filter_map(|key| key.name.split_once('.'));
    sections.any(|(known, _)| known.eq_ignore_ascii_case(section))
}

/// Reads and checks all settings.
pub fn load(sources: Sources<'_>) -> Result<Settings, Error> {
    let merged = merge(sources)?;
    refuse_unknown_keys(&merged.cache, "")?;
    let settings: Settings = merged.try_deserialize()?;
    settings.check()?;
    Ok(settings)
}

fn merge(mut sources: Sources<'_>) -> Result<Config, Error> {
    sources.environment.retain(|variable, _| is_setting(variable));
    let mut builder = Config::builder();
    for Key { name, default, .. } in KEYS {
        if let Some(default) = default {
            builder = builder.set_default(*name, *default)?;
        }
    }
    for (name, default) in sources.defaults {
        builder = builder.set_default(name, default)?;
    }
    builder = builder.add_source(match sources.file {
        Some(path) => File::from(path).format(FileFormat::Toml).required(true),
        None => File::from(Path::new(FILE)).format(FileFormat::Toml).required(false),
    });
    builder = builder.add_source(
        Environment::with_prefix(ENVIRONMENT_PREFIX.trim_end_matches('_'))
            .prefix_separator("_")
            .separator("__")
            .source(Some(sources.environment)),
    );
    for (name, value) in sources.flags {
        check_exists(&name, "the command line")?;
        builder = builder.set_override(name, value)?;
    }
    Ok(builder.build()?)
}

fn refuse_unknown_keys(value: &Value, path: &str) -> Result<(), Error> {
    let ValueKind::Table(table) = &value.kind else {
        return check_exists(path, value.origin().unwrap_or("the settings"));
    };
    table.iter().try_for_each(|(name, value)| {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        refuse_unknown_keys(value, &path)
    })
}

/// Refuses a setting that does not exist, and names the nearest one that does.
fn check_exists(name: &str, origin: &str) -> Result<(), Error> {
    if KEYS.iter().any(|key| key.name == name) {
        return Ok(());
    }
    let spelt = |name: &str| if origin == ENVIRONMENT { variable(name) } else { name.to_owned() };
    let hint = match nearest_key(name) {
        Some(near) => format!("did you mean `{}`?", spelt(&near)),
        None => "`doorstep serve --help` lists them all".to_owned(),
    };
    Err(Error::Unknown { key: spelt(name), origin: origin.to_owned(), hint })
}

/// The known setting most like `name`. Within a section only the keys are compared, because the
/// section's name alone would make any two of its keys look alike.
fn nearest_key(name: &str) -> Option<String> {
    let keys = || KEYS.iter().map(|key| key.name);
    let (section, key) = name.split_once('.').unwrap_or(("", name));
    let mut in_section = keys()
        .filter_map(|name| name.split_once('.'))
        .filter(|(own, _)| *own == section)
        .peekable();
    if in_section.peek().is_none() {
        return nearest(name, keys()).map(str::to_owned);
    }
    nearest(key, in_section.map(|(_, key)| key)).map(|key| format!("{section}.{key}"))
}

impl Settings {
    fn check(&self) -> Result<(), Error> {
        let hosts = || self.sites.iter().map(|site| site.host.trim().to_ascii_lowercase());
        let checks: [(&'static str, bool, &str); 10] = [
            (
                "kisi.base_url",
                is_https_or_loopback(&self.kisi.base_url),
                "must be an https URL (plain http is for this machine alone): it carries secrets",
            ),
            ("kisi.timeout", !self.kisi.timeout.is_zero(), "must be longer than nothing, like 5s"),
            (
                "kisi.api_key",
                self.kisi.api_key.is_none() || self.kisi.api_key_file.is_none(),
                "and `kisi.api_key_file` are both set; leave one out",
            ),
            (
                "server.public_url",
                matches!(self.server.public_url.scheme(), "http" | "https")
                    && self.server.public_url.has_host(),
                "must be an http or https URL, like https://visit.example.com",
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
                "has an entry with an empty `host`; write the visitors' host name",
            ),
            (
                "sites",
                hosts().all(|host| is_host(host.strip_prefix("*.").unwrap_or(&host))),
                "has a `host` that is none; write it like visit.acme.example or *.acme.example, \
                 without https:// and without a port",
            ),
            (
                "sites",
                hosts().collect::<BTreeSet<_>>().len() == self.sites.len(),
                "has the same `host` twice; one host can have one theme alone",
            ),
        ];
        match checks.into_iter().find(|(_, holds, _)| !holds) {
            None => Ok(()),
            Some((key, _, reason)) => Err(Error::Invalid { key, reason: reason.to_owned() }),
        }
    }
}

/// Whether a text can be the name of a host: letters, digits, dots and hyphens, or an IPv6 address
/// in brackets.
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

/// Whether a URL leads to this machine alone.
#[must_use]
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// A list of networks, or in an environment variable the same separated by commas. A single
/// address is the network of itself.
fn networks<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<IpNet>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Many(Vec<String>),
        One(String),
    }
    let texts = match Written::deserialize(deserializer)? {
        Written::Many(texts) => texts,
        Written::One(text) => text.split(',').map(str::to_owned).collect(),
    };
    let texts = texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty());
    texts.map(|text| network(text).map_err(de::Error::custom)).collect()
}

fn network(text: &str) -> Result<IpNet, String> {
    let parsed = text.parse().or_else(|error| {
        text.parse::<std::net::IpAddr>().map(IpNet::from).map_err(|_not_an_address| error)
    });
    parsed.map_err(|error| format!("`{text}` is no network like 10.0.0.0/8: {error}"))
}

#[cfg(test)]
mod tests;
