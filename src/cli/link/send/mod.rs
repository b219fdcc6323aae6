//! `doorstep link send`: access links, mailed in the brand's look and words.

mod arguments;
mod interrupts;
mod many;
mod one;
mod prepare;
mod progress;

use anyhow::Context as _;

pub(super) use self::arguments::Arguments;
use super::validity::{Dates, now};
use crate::{
    cli::runtime::block_on,
    language::{self, Language},
    mail,
    mailing::{Guest, guest_name},
};

pub(super) fn run(arguments: Arguments) -> anyhow::Result<()> {
    let dates = arguments.validity.dates(now())?;
    let language = arguments.lang.as_deref().map(language_tagged).transpose()?;
    if let Some(file) = &arguments.csv {
        let guests = many::guests(file, &dates, language, arguments.group)?;
        return block_on(many::send(guests, dates, arguments));
    }
    let guest = guest(&dates, language, &arguments)?;
    if arguments.existing {
        block_on(one::send_existing(guest, dates, arguments))
    } else {
        block_on(one::send(guest, dates, arguments))
    }
}

/// The visitor that the arguments describe.
fn guest(
    dates: &Dates,
    language: Option<&'static Language>,
    arguments: &Arguments,
) -> anyhow::Result<Guest> {
    let (name, to) = (arguments.name.as_deref(), arguments.to.as_deref());
    let name = guest_name(name.unwrap_or_default());
    Ok(Guest {
        name: name.map_err(|wrong| anyhow::anyhow!("--name is wrong: {wrong}"))?,
        email: mail::recipient(to.unwrap_or_default()).context("--to is wrong")?,
        from: dates.from,
        until: dates.until,
        language,
        group: arguments.group.unwrap_or_default(),
    })
}

fn language_tagged(tag: &str) -> anyhow::Result<&'static Language> {
    Language::tagged(tag).with_context(|| {
        let tags: Vec<_> = language::ALL.iter().map(|language| language.tag).collect();
        format!("--lang is wrong: there is no language `{tag}`; there are {}", tags.join(", "))
    })
}
