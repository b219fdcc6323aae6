//! `doorstep link create`: one access link, whose address is printed.

use anyhow::{Context as _, bail};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use clap::Args;
use jiff::Timestamp;
use secrecy::ExposeSecret as _;
use serde_json::json;

use super::{
    operator::{Qr, check_public_url, operator},
    validity::{Validity, now},
};
use crate::{
    cli::{arguments::Given, output::print, runtime::block_on},
    kisi::{CreatedLink, IssuedLink, NewLink},
    mail,
    mailing::{self, guest_name},
};

#[derive(Args)]
pub(crate) struct Arguments {
    /// Kisi's number of the group whose doors the link opens.
    #[arg(long, value_name = "ID")]
    group: u64,
    /// What the link is called at Kisi: usually the name of the visitor.
    #[arg(long)]
    name: String,
    #[command(flatten)]
    validity: Validity,
    /// Let Kisi send its own mail to this address.
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    /// Let Kisi send its own text message to this number, such as +12025550123.
    #[arg(long, value_name = "NUMBER")]
    phone: Option<String>,
    /// Also make a code for the readers beside doors; --json prints its picture.
    #[arg(long, value_enum, value_name = "TYPE")]
    qr: Option<Qr>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    given: Given,
}

pub(super) fn run(arguments: Arguments) -> anyhow::Result<()> {
    let Arguments { group, name, validity, email, phone, qr, json, given } = arguments;
    let dates = validity.dates(now())?;
    if let Some(address) = &email {
        mail::recipient(address).context("--email is wrong")?;
    }
    let name = guest_name(&name).map_err(|wrong| anyhow::anyhow!("--name is wrong: {wrong}"))?;
    let (settings, operator) = operator(given)?;
    check_public_url(&settings)?;
    let sends = email.is_some() || phone.is_some();
    let (from, until) = (dates.from, dates.until);
    let new = NewLink { name, group, from, until, email, phone, qr: qr.map(Into::into) };
    block_on(async {
        let created = operator.create(&new, || Ok(())).await.map_err(|error| {
            let may_exist = error.may_have_had_an_effect();
            let error = anyhow::Error::new(error);
            if may_exist {
                error.context(
                    "the link may have been made; look for it with doorstep link list, and revoke it",
                )
            } else {
                error
            }
        })?;
        let CreatedLink { link, secret, reader_code } = created;
        if sends {
            tracing::warn!(
                "Kisi sends its own message, which leads to Kisi's page; to mail a link to your own \
                 page, use doorstep link send"
            );
        }
        let address = secret.map(|secret| {
            let base = &settings.server.public_url;
            mailing::page_url(base, &secret, None, None).expose_secret().to_owned()
        });
        let id = link.id;
        let printed = match (json, address) {
            (true, url) => print_json(&link, [from, until], url.as_deref(), reader_code.as_deref()),
            (false, Some(address)) => print(&address),
            (false, None) if sends => {
                print(&format!("link {id} was made; only Kisi's own message has its address"))
            }
            (false, None) => bail!(
                "Kisi made link {id} and did not show its secret; run doorstep link revoke {id}"
            ),
        };
        let Err(error) = printed else { return Ok(()) };
        // The address was not printed, so the link has no owner.
        Err(match operator.revoke(id).await {
            Ok(()) => error.context(format!("link {id} was revoked")),
            Err(_) => error.context(format!("run doorstep link revoke {id}")),
        })
    })
}

fn print_json(
    link: &IssuedLink,
    [from, until]: [Option<Timestamp>; 2],
    url: Option<&str>,
    reader_code: Option<&[u8]>,
) -> anyhow::Result<()> {
    let created = json!({
        "id": link.id,
        "name": link.name,
        "group": { "id": link.group, "name": link.group_name },
        "from": link.from.or(from),
        "until": link.until.or(until),
        "url": url,
        "qr_image": reader_code.map(|png| STANDARD.encode(png)),
    });
    print(&serde_json::to_string_pretty(&created)?)
}
