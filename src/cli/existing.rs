//! Reading the secret of a link that exists. It is never an argument, because every user of the
//! machine can read those.

use std::io::{self, IsTerminal as _, Read as _};

use anyhow::Context as _;
use dialoguer::Password;
use jiff::Timestamp;
use url::{Url, form_urlencoded};

use crate::{access::LinkSecret, paths};

/// A link that exists.
pub(super) struct Existing {
    pub(super) secret: LinkSecret,
    /// When it begins and when it ends, as its address says.
    pub(super) from: Option<Timestamp>,
    pub(super) until: Option<Timestamp>,
}

/// The longest address of a page, in bytes.
const LONGEST: u64 = 4 * 1024;

/// A shorter text that is not an address is not a secret either, in bytes.
const SHORTEST: usize = 16;

/// What the text is from, as messages call it.
pub(super) fn source() -> &'static str {
    if io::stdin().is_terminal() { "what you paste" } else { "standard input" }
}

/// Asks for the address of a link's page in the terminal, or reads it from standard input.
pub(super) fn read() -> anyhow::Result<Existing> {
    Existing::parse(&input(LONGEST)?)
}

/// What was entered in the terminal as the address of a link's page, or standard input, of which at
/// most this many bytes are read.
pub(super) fn input(longest: u64) -> anyhow::Result<String> {
    let mut text = String::new();
    if io::stdin().is_terminal() {
        let question = "Address of the link's page (it is not shown while you paste it)";
        text = Password::new().with_prompt(question).interact()?;
    } else {
        let read = io::stdin().take(longest).read_to_string(&mut text);
        read.context("the address of the link's page cannot be read from standard input")?;
    }
    Ok(text)
}

impl Existing {
    /// Reads the address of a page of ours or of Kisi, or the secret alone.
    pub(super) fn parse(text: &str) -> anyhow::Result<Self> {
        Self::find(text).with_context(|| {
            format!(
                "{} must be the address of a link's page, such as \
                 https://visit.example.com/links/SECRET, or its secret alone",
                source()
            )
        })
    }

    fn find(text: &str) -> Option<Self> {
        let text = text.trim();
        let Ok(url) = Url::parse(text) else {
            if text.len() < SHORTEST {
                return None;
            }
            return Some(Self { secret: LinkSecret::parse(text).ok()?, from: None, until: None });
        };
        let pages = [paths::LINK, paths::KISI_LINK].map(|it| it.trim_end_matches("{secret}"));
        let secret = pages.iter().find_map(|page| Some(url.path().split_once(page)?.1))?;
        let dates = form_urlencoded::parse(url.fragment().unwrap_or_default().as_bytes());
        let dates: Vec<_> = dates.collect();
        let date = |name: &str| {
            let (_, date) = dates.iter().find(|(key, _)| key == name)?;
            date.parse().ok()
        };
        let secret = LinkSecret::parse(secret).ok()?;
        Some(Self { secret, from: date("from"), until: date("until") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_and_its_dates_are_found_in_every_address_of_its_page() {
        for text in [
            "s3cret-with-16-letters",
            " https://visit.example.com/links/s3cret-with-16-letters \n",
            "https://visit.example.com/links/s3cret-with-16-letters?lang=de#until=2026-12-01T08:00:00Z",
            "https://web.kisi.io/grouplinks/s3cret-with-16-letters",
        ] {
            let existing = Existing::parse(text).unwrap();
            assert_eq!(existing.secret.expose(), "s3cret-with-16-letters", "{text}");
            assert_eq!(existing.until.is_some(), text.contains("until"), "{text}");
            assert_eq!(existing.from, None);
        }
        for text in
            ["", "https://visit.example.com/", "two words", "hello", "https://x.example/links/a/b"]
        {
            assert!(Existing::parse(text).is_err(), "{text}");
        }
    }
}
