//! One visitor.

use anyhow::bail;
use secrecy::ExposeSecret as _;
use serde_json::json;

use super::{arguments::Arguments, interrupts::Interrupts, prepare::mailing};
use crate::{
    cli::{
        link::{existing, validity::Dates},
        output::print,
    },
    mail::MailError,
    mailing::{Guest, Outcome},
};

/// Makes a link and mails it.
pub(super) async fn send(guest: Guest, dates: Dates, arguments: Arguments) -> anyhow::Result<()> {
    let (to, is_json, eml) = (guest.email.to_string(), arguments.json, arguments.eml.clone());
    let mut mailing = mailing(dates, arguments)?;
    let mut interrupts = Interrupts::new()?;
    mailing.check().await.map_err(anyhow::Error::msg)?;
    let begin = mailing.now();
    let work = async {
        let outcome = mailing.invite(&guest, |_step, _now| Ok(())).await;
        let settled = match &outcome {
            Outcome::Unmade(_) => Some(mailing.settle(&guest, begin).await),
            Outcome::Sent { .. }
            | Outcome::Failed(_)
            | Outcome::Kept { .. }
            | Outcome::Unknown { .. }
            | Outcome::NotRevoked { .. } => None,
        };
        mailing.close().await;
        (outcome, settled)
    };
    let (outcome, settled) = interrupts.during(work, || {}).await?;
    let (state, link) = match outcome {
        Outcome::Sent { link } => ("sent", link),
        Outcome::Kept { link, url, problem } => {
            print(url.expose_secret())?;
            bail!(
                "the mail to {to} was not sent: {}; link {link} was kept, and the address of its page \
                 is on standard output. To mail it, pass it to doorstep link send --existing",
                problem.reason
            )
        }
        Outcome::Failed(problem) => {
            bail!("the mail to {to} was not sent, and there is no link: {}", problem.reason)
        }
        Outcome::Unknown { link, problem } => bail!(
            "the mail to {to} may have been sent: {}; link {link} was kept. Ask the visitor; if the \
             mail did not arrive, run doorstep link revoke {link} and send it again",
            problem.reason
        ),
        Outcome::NotRevoked { link, problem } => bail!(
            "the mail to {to} was not sent: {}; run doorstep link revoke {link}",
            problem.reason
        ),
        Outcome::Unmade(problem) => {
            let found = match settled {
                Some(Ok(revoked)) if revoked.is_empty() => "Kisi has no such link now".to_owned(),
                Some(Ok(_)) => "the link that it had made was revoked".to_owned(),
                _ => "it may have made a link; look for it with doorstep link list".to_owned(),
            };
            bail!("the mail to {to} was not sent: {}; {found}", problem.reason)
        }
    };
    match (is_json, eml) {
        (true, eml) => {
            let file = eml.map(|file| file.display().to_string());
            let state = if file.is_some() { "written" } else { state };
            print(&json!({ "state": state, "link": link, "to": to, "file": file }).to_string())
        }
        (false, None) => print(&format!("link {link} was mailed to {to}")),
        (false, Some(file)) => {
            print(&format!("the mail with link {link} is in {}", file.display()))
        }
    }
}

/// Mails a link whose address is read from standard input.
pub(super) async fn send_existing(
    guest: Guest,
    dates: Dates,
    arguments: Arguments,
) -> anyhow::Result<()> {
    let (to, is_json) = (guest.email.to_string(), arguments.json);
    let secret = existing::read()?;
    let mut mailing = mailing(dates, arguments)?;
    let sent = mailing.mail_existing(&guest, &secret).await;
    mailing.close().await;
    match sent {
        Ok(()) if is_json => print(&json!({ "state": "sent", "to": to }).to_string()),
        Ok(()) => print(&format!("the link was mailed to {to}")),
        Err(MailError::NotSent(reason)) => bail!("the mail to {to} was not sent: {reason}"),
        Err(MailError::Unknown(reason)) => bail!("the mail to {to} may have been sent: {reason}"),
    }
}
