//! Reading the secret of a link that exists. It is never an argument, because every user of the
//! machine can read those.

use std::io::{self, IsTerminal as _, Read as _};

use anyhow::Context as _;
use dialoguer::Password;
use url::Url;

use crate::{access::LinkSecret, paths};

/// The longest input that is read, in bytes.
const LONGEST: u64 = 4 * 1024;

/// Asks for the address of a link's page in the terminal, or reads it from standard input.
pub(super) fn read() -> anyhow::Result<LinkSecret> {
    let mut text = String::new();
    if io::stdin().is_terminal() {
        let question = "Address of the link's page (it is not shown while you paste it)";
        text = Password::new().with_prompt(question).interact()?;
    } else {
        let read = io::stdin().take(LONGEST).read_to_string(&mut text);
        read.context("the address of the link's page cannot be read from standard input")?;
    }
    secret(&text).context(
        "standard input must be the address of a link's page, such as \
         https://visit.example.com/links/SECRET, or its secret alone",
    )
}

/// The secret in the address of a page of ours or of Kisi, or the secret itself.
fn secret(text: &str) -> Option<LinkSecret> {
    let text = text.trim();
    let Ok(url) = Url::parse(text) else { return LinkSecret::parse(text).ok() };
    let path = url.path();
    let pages = [paths::LINK, paths::KISI_LINK].map(|it| it.trim_end_matches("{secret}"));
    let secret = pages.iter().find_map(|page| Some(path.split_once(page)?.1));
    LinkSecret::parse(secret?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_found_in_every_address_of_its_page() {
        for text in [
            "s3cret",
            " https://visit.example.com/links/s3cret \n",
            "https://visit.example.com/links/s3cret?lang=de#from=2026-12-01T08:00:00Z",
            "https://web.kisi.io/grouplinks/s3cret",
        ] {
            assert_eq!(secret(text).unwrap().expose(), "s3cret", "{text}");
        }
        for text in ["", "https://visit.example.com/", "two words", "https://x.example/links/a/b"] {
            assert!(secret(text).is_none(), "{text}");
        }
    }
}
