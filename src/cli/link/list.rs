//! `doorstep link list`: the access links that exist.

use clap::Args;
use comfy_table::{Table, presets};
use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Value, json};

use super::{
    operator::operator,
    validity::{local, now, zone},
};
use crate::{
    cli::{arguments::Given, output::print, runtime::block_on},
    kisi::{IssuedLink, LinkFilter, LinkList},
};

/// The keys that Kisi sorts by.
const SORT_KEYS: [&str; 8] = [
    "name",
    "-name",
    "unlock",
    "-unlock",
    "valid_until",
    "-valid_until",
    "group_name",
    "-group_name",
];

#[derive(Args)]
pub(crate) struct Arguments {
    /// Only links of the group with this number at Kisi.
    #[arg(long, value_name = "ID")]
    group: Option<u64>,
    /// Only links whose name contains this.
    #[arg(long, value_name = "TEXT")]
    query: Option<String>,
    /// The order; with a hyphen before it, as in --sort=-name, the reverse.
    #[arg(long, value_name = "KEY", value_parser = SORT_KEYS, allow_hyphen_values = true)]
    sort: Option<String>,
    /// The time zone of the times, such as Europe/Berlin [default: this machine's].
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    given: Given,
}

pub(super) fn run(arguments: Arguments) -> anyhow::Result<()> {
    let Arguments { group, query, sort, time_zone, json, given } = arguments;
    let zone = zone(time_zone.as_deref())?;
    let (_, operator) = operator(given)?;
    block_on(async {
        let LinkList { links, is_complete } =
            operator.links(&LinkFilter { group, query, sort }).await?;
        if !is_complete {
            tracing::warn!("these are not all links: Kisi has more, or some cannot be read");
        }
        if json {
            let links: Vec<_> = links.iter().map(|link| as_json(link, now())).collect();
            return print(&serde_json::to_string_pretty(&links)?);
        }
        print(&table(&links, &zone))
    })
}

/// The links as a table for people.
pub(super) fn table(links: &[IssuedLink], zone: &TimeZone) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["ID", "NAME", "GROUP", "STATE", "FROM", "UNTIL", "LAST USED"]);
    let now = now();
    for link in links {
        let group = match &link.group_name {
            Some(name) => format!("{name} ({})", link.group),
            None => link.group.to_string(),
        };
        let time = |time: Option<Timestamp>| time.map(|it| local(it, zone)).unwrap_or_default();
        table.add_row([
            link.id.to_string(),
            link.name.clone(),
            group,
            state(link, now).to_owned(),
            time(link.from),
            time(link.until),
            time(link.last_used),
        ]);
    }
    let trimmed = table.lines().map(|line| line.trim_end().to_owned());
    trimmed.collect::<Vec<_>>().join("\n")
}

/// Whether a link opens doors now, or why not.
fn state(link: &IssuedLink, now: Timestamp) -> &'static str {
    if !link.enabled {
        "disabled"
    } else if link.from.is_some_and(|from| now < from) {
        "not yet valid"
    } else if link.until.is_some_and(|until| until <= now) {
        "expired"
    } else {
        "valid"
    }
}

fn as_json(link: &IssuedLink, now: Timestamp) -> Value {
    json!({
        "id": link.id,
        "name": link.name,
        "group": { "id": link.group, "name": link.group_name },
        "state": state(link, now).replace(' ', "_"),
        "from": link.from,
        "until": link.until,
        "email": link.email,
        "phone": link.phone,
        "last_used": link.last_used,
        "created": link.created,
    })
}
