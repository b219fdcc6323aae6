//! The operator's settings.
//!
//! [`KEYS`] lists all settings with their defaults and what they do. `doorstep serve --help`
//! prints it, and a setting that is not in it is refused. [`load`] merges the sources; later ones
//! win: the defaults in `KEYS`, the settings file, the environment, flags.

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
use serde::{Deserialize, Deserializer, de};
use strum::EnumString;
use url::Url;

use crate::{did_you_mean::nearest, files::read_bounded};

pub use self::keys::{ENVIRONMENT_PREFIX, FILE, KEYS, Key, help, variable};

/// The largest settings file, in bytes.
const LARGEST_FILE: u64 = 1024 * 1024;
/// The name that `config` gives to the environment as the origin of a value.
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

/// Why the settings cannot be used. Every message names the setting and what would be right.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The settings file is not valid TOML. The line itself is not shown: it may contain a secret.
    #[error("{}:{line}:{column}: {reason}", file.display())]
    Syntax {
        /// The settings file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The character in the line, from 1.
        column: usize,
        /// What the parser expected.
        reason: String,
    },
    /// A source could not be read, or a value has the wrong type.
    #[error(transparent)]
    Source(#[from] config::ConfigError),
    /// A key that does not exist.
    #[error("unknown setting `{key}` in {origin}; {hint}")]
    Unknown {
        /// The key as it was written.
        key: String,
        /// Where it was written: the file, the environment or the command line.
        origin: String,
        /// The most similar key that exists, or where to find all keys.
        hint: String,
    },
    /// A value that cannot be used.
    #[error("`{key}` {reason}")]
    Invalid {
        /// The setting.
        key: &'static str,
        /// What would be right.
        reason: String,
    },
}

/// The sources of the settings besides their defaults; later ones win.
#[derive(Debug, Default)]
pub struct Sources<'a> {
    /// The settings file; if it is `None`, [`FILE`] is read if it exists.
    pub file: Option<&'a Path>,
    /// The environment; see [`environment`]. Variables that are not settings are ignored.
    pub environment: HashMap<String, String>,
    /// Settings from the command line, as key and value.
    pub flags: Vec<(String, String)>,
    /// Defaults of a command that replace those in [`KEYS`].
    pub defaults: Vec<(&'static str, String)>,
}

/// The environment of the process. Variables that are not valid Unicode are left out.
#[must_use]
pub fn environment() -> HashMap<String, String> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect()
}

/// Whether an environment variable is meant as a setting: it has our prefix, one of our sections
/// and a key, as in `DOORSTEP_KISI__BASE_URL`. All others are ignored, because other programs set
/// them: Kubernetes sets `DOORSTEP_PORT` and `DOORSTEP_SERVICE_HOST` for a Service `doorstep`.
fn is_setting(variable: &str) -> bool {
    let Some(name) = variable.strip_prefix(ENVIRONMENT_PREFIX) else { return false };
    let Some((section, _)) = name.split_once("__") else { return false };
    let mut sections = KEYS.iter().filter_map(|key| key.name.split('.').next());
    sections.any(|ours| ours.eq_ignore_ascii_case(section))
}

/// Reads and checks all settings.
pub fn load(sources: Sources<'_>) -> Result<Settings, Error> {
    let merged = merge(sources)?;
    refuse_unknown_keys(&merged.cache, "")?;
    let settings: Settings = merged.try_deserialize()?;
    settings.check()?;
    Ok(settings)
}

/// Reports a syntax error in the settings file, if the file exists. `config` would report it, too,
/// but with the whole line.
fn check_syntax(file: &Path) -> Result<(), Error> {
    let Ok(content) = read_bounded(file, LARGEST_FILE) else { return Ok(()) };
    let text = String::from_utf8_lossy(&content);
    let Err(error) = toml::from_str::<toml::Table>(&text) else { return Ok(()) };
    let at = text.floor_char_boundary(error.span().map_or(0, |span| span.start));
    let before = &text[..at];
    let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
    Err(Error::Syntax {
        file: file.to_owned(),
        line: before.matches('\n').count() + 1,
        column,
        reason: error.message().trim().replace('\n', "; "),
    })
}

fn merge(mut sources: Sources<'_>) -> Result<Config, Error> {
    sources.environment.retain(|variable, _| is_setting(variable));
    check_syntax(sources.file.unwrap_or(Path::new(FILE)))?;
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

/// Refuses a setting that does not exist, and suggests the most similar one that exists.
fn check_exists(name: &str, origin: &str) -> Result<(), Error> {
    if KEYS.iter().any(|key| key.name == name) {
        return Ok(());
    }
    let spelt = |name: &str| if origin == ENVIRONMENT { variable(name) } else { name.to_owned() };
    let hint = match nearest_key(name) {
        Some(near) => format!("did you mean `{}`?", spelt(&near)),
        None => "`doorstep serve --help` lists all settings".to_owned(),
    };
    Err(Error::Unknown { key: spelt(name), origin: origin.to_owned(), hint })
}

/// The setting that is most similar to `name`. Within a section, only the keys are compared:
/// with the section's name before them, any two keys would be similar.
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

/// Reads a list of networks, or one text with networks separated by commas, as in an environment
/// variable. A single address is a network of one address.
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

/// A URL. The error does not repeat the text, which may contain a password.
fn base_url<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Url, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(|error: url::ParseError| {
        de::Error::custom(format!("`kisi.base_url` is not a valid URL: {error}"))
    })
}

fn network(text: &str) -> Result<IpNet, String> {
    let parsed = text.parse().or_else(|error| {
        text.parse::<std::net::IpAddr>().map(IpNet::from).map_err(|_not_an_address| error)
    });
    parsed.map_err(|error| format!("`{text}` is not a network such as 10.0.0.0/8: {error}"))
}

/// The default settings with these changes, for tests of other modules.
#[cfg(test)]
pub(crate) fn for_tests(changes: &[(&str, &str)]) -> Settings {
    let flags = changes.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
    load(Sources { flags: flags.collect(), ..Sources::default() }).unwrap()
}

#[cfg(test)]
mod tests;
