//! Secrets in the settings: the API key and the URL of the mail server.
//!
//! A secret is a setting of its own, or the only line of a file that another setting names. If
//! neither is set, it is taken from the folder of credentials that systemd gives to a service
//! (`LoadCredential=`, systemd.exec(5)). An error names the setting and the file, and never shows
//! the content.

use std::{io, path::Path};

use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use super::{Settings, error::Error};
use crate::files::{is_exposed, read_bounded};

/// The largest file with a secret, in bytes.
const LARGEST_FILE: u64 = 16 * 1024;

/// The names of the sources of one secret.
struct Names {
    value: &'static str,
    file: &'static str,
    credential: &'static str,
}

const API_KEY: Names =
    Names { value: "kisi.api_key", file: "kisi.api_key_file", credential: "kisi-api-key" };
const SMTP_URL: Names =
    Names { value: "mail.smtp_url", file: "mail.smtp_url_file", credential: "mail-smtp-url" };

const NOT_AN_SMTP_URL: &str = "is not the URL of a mail server; write it like \
    smtp://user:password@host:587, and a special character of the password in percent-encoding, \
    such as %40 for @";

impl Settings {
    /// Reads the secrets from their sources, and notes which of their files are exposed.
    /// `credentials` is systemd's folder of credentials.
    pub(super) fn read_secrets(&mut self, credentials: Option<&Path>) -> Result<(), Error> {
        let (kisi, mail) = (&mut self.kisi, &mut self.mail);
        kisi.api_key =
            secret(&API_KEY, kisi.api_key.take(), kisi.api_key_file.as_deref(), credentials)?;
        mail.smtp_url =
            secret(&SMTP_URL, mail.smtp_url.take(), mail.smtp_url_file.as_deref(), credentials)?;
        if mail.smtp_url.as_ref().is_some_and(|url| !is_smtp_url(url.expose_secret())) {
            return match &mail.smtp_url_file {
                Some(file) => {
                    let file = shown(file);
                    invalid(SMTP_URL.file, format!("names {file}, which {NOT_AN_SMTP_URL}"))
                }
                None => invalid(SMTP_URL.value, NOT_AN_SMTP_URL),
            };
        }
        let files = [&kisi.api_key_file, &mail.smtp_url_file].into_iter().flatten();
        self.exposed.extend(files.filter(|file| is_exposed(file)).cloned());
        Ok(())
    }

    /// Drops the secrets, which the public server does not need.
    pub fn forget_secrets(&mut self) {
        self.kisi.api_key = None;
        self.mail.smtp_url = None;
    }
}

fn secret(
    names: &Names,
    value: Option<SecretString>,
    file: Option<&Path>,
    credentials: Option<&Path>,
) -> Result<Option<SecretString>, Error> {
    let credential = credentials.map(|folder| folder.join(names.credential));
    match (value, file) {
        (Some(_), Some(_)) => {
            invalid(names.value, format!("and `{}` are both set; remove one of them", names.file))
        }
        (Some(value), None) => match one_line(value.expose_secret()) {
            Some(line) => Ok(Some(line)),
            None => invalid(names.value, "must be one line of text that is not empty"),
        },
        (None, Some(file)) => match read(file) {
            Ok(line) => Ok(Some(line)),
            Err(reason) => invalid(names.file, format!("names {}, {reason}", shown(file))),
        },
        (None, None) => match credential.filter(|file| file.exists()) {
            Some(file) => match read(&file) {
                Ok(line) => Ok(Some(line)),
                Err(reason) => {
                    let file = file.display();
                    invalid(names.value, format!("is taken from the credential {file}, {reason}"))
                }
            },
            None => Ok(None),
        },
    }
}

/// The file for an error. What is written without a folder may be the secret itself, in the wrong
/// setting.
fn shown(file: &Path) -> String {
    if file.is_absolute() || file.starts_with(".") || file.starts_with("..") {
        file.display().to_string()
    } else {
        "a file (not shown here, because it may be the secret itself; write ./NAME or a whole path)"
            .to_owned()
    }
}

/// The secret in a file, or why there is none: the end of a sentence about the file.
fn read(file: &Path) -> Result<SecretString, String> {
    let content = read_bounded(file, LARGEST_FILE)
        .map_err(|error: io::Error| format!("which cannot be read: {error}"))?;
    let line = str::from_utf8(&content).ok().and_then(one_line);
    line.ok_or_else(|| "which must contain one line of text and nothing else".to_owned())
}

/// The text without white space around it, if it is one line that is not empty.
fn one_line(text: &str) -> Option<SecretString> {
    let line = text.trim();
    (!line.is_empty() && !line.contains(char::is_control)).then(|| line.into())
}

fn is_smtp_url(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "smtp" | "smtps") && url.has_host())
}

fn invalid<T>(key: &'static str, reason: impl Into<String>) -> Result<T, Error> {
    Err(Error::Invalid { key, reason: reason.into() })
}
