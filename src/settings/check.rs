//! Checks of the settings that the type of a single value cannot express.

use std::collections::BTreeSet;

use url::Url;

use super::{Settings, error::Error, values::Listen};

/// More threads than this cannot serve pages.
const MOST_WORKERS: usize = 512;

impl Settings {
    /// Checks what a single value's type cannot express.
    pub(super) fn check(&self) -> Result<(), Error> {
        let hosts = || self.sites.iter().map(|site| site.host.trim().to_ascii_lowercase());
        let checks: [(&'static str, bool, &str); 15] = [
            (
                "kisi.base_url",
                is_https_or_loopback(&self.kisi.base_url),
                "must be an https URL, because calls to it contain secrets; http is allowed only \
                 for loopback addresses such as localhost",
            ),
            (
                "kisi.base_url",
                has_no_password(&self.kisi.base_url),
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
                "server.public_url",
                has_no_password(&self.server.public_url),
                "must not contain a user name or password; visitors would read it in their links",
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
            (
                "server.listen",
                matches!(self.server.listen, Listen::Tcp(_)) || self.tls.certificate.is_none(),
                "is a Unix socket, on which a proxy speaks plain HTTP; remove `tls.certificate` and \
                 `tls.key`",
            ),
            (
                "tls.redirect_from",
                self.tls.redirect_from.is_none() || self.tls.certificate.is_some(),
                "is set, but `tls.certificate` is not; without a certificate there is no https \
                 address to redirect to",
            ),
            (
                "server.workers",
                self.server.workers.is_none_or(|workers| workers.get() <= MOST_WORKERS),
                "must be at most 512; a thread for each core is enough",
            ),
            ("cache.capacity", self.cache.capacity > 0, "must be at least 1"),
            (
                "mail.from",
                self.mail.from.as_ref().is_none_or(|from| is_sender(from)),
                "must be one line with an address, for example Acme <visit@acme.example>",
            ),
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

fn is_sender(text: &str) -> bool {
    text.contains('@') && !text.contains(char::is_control)
}

fn has_no_password(url: &Url) -> bool {
    url.username().is_empty() && url.password().is_none()
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
