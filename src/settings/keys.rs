//! All settings: their names, their defaults and what they do.

use std::fmt::Write as _;

/// The settings file that is read if no other is given.
pub const FILE: &str = "doorstep.toml";
/// The prefix of the environment variable of every setting.
pub const ENVIRONMENT_PREFIX: &str = "DOORSTEP_";

/// The description of one setting.
#[derive(Debug)]
pub struct Key {
    /// `section.key`, as in the settings file.
    pub name: &'static str,
    /// The default, as it would be written in the settings file; `None` if there is none.
    pub default: Option<&'static str>,
    /// What it does, in a few words.
    pub about: &'static str,
    /// Whether its value is a key or a password: it is never shown, and it is refused on the
    /// command line, which all users of the machine can read.
    pub secret: bool,
}

/// All settings.
pub const KEYS: &[Key] = &[
    key(
        "server.listen",
        "127.0.0.1:8080",
        "address and port of the public server, or unix:/path/of/a/socket",
    ),
    key("server.max_connections", "25000", "connections in all; more are refused"),
    key(
        "server.public_url",
        "http://localhost:8080",
        "the address of this server, with which links in mails begin",
    ),
    unset(
        "server.trusted_proxies",
        "networks (CIDR) whose X-Forwarded-For and -Proto headers are trusted",
    ),
    unset("server.workers", "threads that serve pages; default: number of cores"),
    unset("tls.certificate", "PEM file; with tls.key set too, server.listen speaks HTTPS"),
    unset("tls.key", "PEM file; renewed files are picked up without a restart"),
    unset("tls.redirect_from", "address and port that redirects http to https"),
    key("kisi.base_url", "https://api.kisi.io", "the Kisi API"),
    key("kisi.timeout", "5s", "time limit of one call to Kisi"),
    key(
        "kisi.requests_per_second",
        "5",
        "calls to Kisi per access link; unlocks are sent before door lists",
    ),
    unset(
        "kisi.total_requests_per_second",
        "calls to Kisi for all links together; default: no limit",
    ),
    secret("kisi.api_key", "an operator's API key; only `doorstep link` needs it"),
    unset("kisi.api_key_file", "a file that contains only the API key"),
    key("cache.fresh", "15s", "how long a door list is shown without asking Kisi"),
    key("cache.stale", "10m", "how much longer it may be shown while Kisi fails"),
    key("cache.refused", "10s", "how long the refusal of a link is cached"),
    key("cache.capacity", "100000", "how many links are cached"),
    key("limits.unlocks_per_minute", "30", "per client address (IPv6: per /64)"),
    key("limits.unlocks_per_link_per_minute", "30", "per access link"),
    key(
        "limits.unknown_links_per_minute",
        "20",
        "per client address; slows down guessing of secrets",
    ),
    key(
        "limits.unknown_links_per_second",
        "3",
        "unknown links of all clients together; above it, links never seen before wait",
    ),
    key("limits.connections_per_address", "500", "connections of one client address"),
    unset("theme.path", "the default brand's theme; default: theme.toml if it exists"),
    unset("sites", "[[sites]] host = \"…\", theme = \"…\": one more brand per host (file only)"),
    key("admin.listen", "127.0.0.1:9090", "health and metrics; never on the public port"),
    key("log.level", "info", "error, warn, info, debug or trace"),
    key("log.format", "pretty", "pretty, or json for machines"),
    key("log.client_address", "cut", "in the audit trail: none, cut (/24, IPv6: /48) or full"),
    secret("mail.smtp_url", "the mail server: smtp://user:password@host:587?tls=required"),
    unset("mail.smtp_url_file", "a file that contains only mail.smtp_url"),
    unset("mail.from", "the sender of invitations: Acme <visit@acme.example>"),
];

const fn key(name: &'static str, default: &'static str, about: &'static str) -> Key {
    Key { name, default: Some(default), about, secret: false }
}

const fn unset(name: &'static str, about: &'static str) -> Key {
    Key { name, default: None, about, secret: false }
}

const fn secret(name: &'static str, about: &'static str) -> Key {
    Key { name, default: None, about, secret: true }
}

/// The environment variable of a setting: `DOORSTEP_KISI__BASE_URL` for `kisi.base_url`.
#[must_use]
pub fn variable(key: &str) -> String {
    format!("{ENVIRONMENT_PREFIX}{}", key.replace('.', "__").to_uppercase())
}

/// Describes all settings with their defaults, for `--help`.
#[must_use]
pub fn help() -> String {
    let width = KEYS.iter().map(|key| key.name.len()).max().unwrap_or(0);
    let mut text = format!(
        "Settings, from {FILE} (or --config), then variables such as {}, then flags:\n",
        variable("kisi.base_url")
    );
    for Key { name, default, about, .. } in KEYS {
        let default = default.map(|default| format!(" [{default}]")).unwrap_or_default();
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  {name:width$}  {about}{default}");
    }
    text
}
