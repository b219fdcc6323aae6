//! `doorstep link revoke`: links that open nothing any more.

use std::io::{self, IsTerminal as _};

use anyhow::bail;
use clap::Args;
use dialoguer::Confirm;
use jiff::tz::TimeZone;
use serde_json::json;

use super::{list, operator::operator};
use crate::{
    cli::{arguments::Given, output::print, runtime::block_on},
    kisi::{IssuedLink, OperatorError},
    preview::counted,
};

#[derive(Args)]
pub(crate) struct Arguments {
    /// The numbers of the links, as doorstep link list shows them.
    #[arg(required = true, value_name = "ID")]
    ids: Vec<u64>,
    /// Do not ask before several links are revoked.
    #[arg(long)]
    yes: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    given: Given,
}

pub(super) fn run(arguments: Arguments) -> anyhow::Result<()> {
    let Arguments { mut ids, yes, json, given } = arguments;
    ids.sort_unstable();
    ids.dedup();
    let (_, operator) = operator(given)?;
    block_on(async {
        if ids.len() > 1 && !yes {
            confirm(&operator.links_with_ids(&ids).await?)?;
        }
        let mut results = Vec::new();
        for id in ids {
            results.push((id, operator.revoke(id).await));
        }
        if json {
            let results: Vec<_> = results.iter().map(|(id, it)| as_json(*id, it)).collect();
            print(&serde_json::to_string_pretty(&results)?)?;
        } else {
            for (id, _) in results.iter().filter(|(_, result)| result.is_ok()) {
                print(&format!("link {id} was revoked"))?;
            }
        }
        let errors: Vec<_> = results
            .iter()
            .filter_map(|(id, result)| Some(format!("link {id}: {}", result.as_ref().err()?)))
            .collect();
        if errors.is_empty() { Ok(()) } else { bail!("not revoked: {}", errors.join("; ")) }
    })
}

/// Shows the links that exist, and asks whether they are to be revoked.
fn confirm(links: &[IssuedLink]) -> anyhow::Result<()> {
    if !io::stdin().is_terminal() {
        bail!(
            "several links are revoked only after a confirmation, and there is no terminal to ask \
             in; add --yes"
        );
    }
    print(&list::table(links, &TimeZone::system()))?;
    let question = format!("Revoke {}?", counted(links.len(), "link"));
    if Confirm::new().with_prompt(question).default(false).interact()? {
        return Ok(());
    }
    bail!("nothing was revoked")
}

fn as_json(id: u64, result: &Result<(), OperatorError>) -> serde_json::Value {
    match result {
        Ok(()) => json!({ "id": id, "state": "revoked" }),
        Err(OperatorError::UnknownLink) => json!({ "id": id, "state": "unknown_link" }),
        Err(error) => json!({ "id": id, "state": "failed", "detail": error.to_string() }),
    }
}
