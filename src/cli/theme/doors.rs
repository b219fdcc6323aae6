//! `doorstep theme doors`: the tables of doors and places for a theme file.

use std::collections::HashSet;

use anyhow::{anyhow, bail};
use clap::Args;

use crate::{
    access::{AccessLink, Door, FingerprintKey, LinkSecret},
    cli::{
        arguments::Given,
        existing::{self, Existing},
        memory,
        output::print,
        runtime::block_on,
    },
    kisi::{Client, Retries},
    language::{Language, Texts},
    logging,
    preview::Doors,
    theme,
};

/// The longest input that is read, in bytes. The list of a link with a thousand doors has 200 kB.
const LONGEST: u64 = 1024 * 1024;

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    given: Given,
}

pub(super) fn run(arguments: Arguments) -> anyhow::Result<()> {
    memory::protect();
    let text = existing::input(LONGEST)?;
    let doors = if text.trim_start().starts_with(['{', '[', '<']) {
        // The parser's own words are for programmers, so they are left out.
        let list = Doors::read(existing::source().as_ref(), text.as_bytes());
        each_once(list.map_err(|error| anyhow!("{error}"))?.into_list())
    } else {
        of_link(Existing::parse(&text)?.secret, arguments.given)?
    };
    if doors.is_empty() {
        bail!("this link opens no doors");
    }
    print(theme::door_tables(&doors).trim_end())
}

/// The doors without those that are listed for the second time.
fn each_once(mut doors: Vec<Door>) -> Vec<Door> {
    let mut seen = HashSet::new();
    doors.retain(|door| seen.insert(door.id));
    doors
}

/// The doors that the link with this secret opens.
fn of_link(secret: LinkSecret, given: Given) -> anyhow::Result<Vec<Door>> {
    let mut settings = given.load()?;
    settings.forget_secrets();
    logging::start_for_command(&settings);
    let kisi = Client::new(&settings.kisi)?;
    let link = AccessLink::new(secret, &FingerprintKey::random()?);
    block_on(async {
        kisi.doors(&link, Retries::Usual).await.map_err(|error| {
            let [title, text, _] = Texts::new(Language::english()).problem(error.problem);
            anyhow!("Kisi does not list the doors of this link. {title}. {text} ({error})")
        })
    })
}
