//! One visitor.

use std::{
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
};

use anyhow::bail;
use secrecy::ExposeSecret as _;
use serde_json::json;

use super::{
    arguments::Arguments,
    interrupts::Interrupts,
    prepare::{mailing, post_alone},
};
use crate::{
    cli::{
        existing,
        link::validity::{Dates, now},
        output::print,
    },
    mail::MailError,
    mailing::{Guest, Outcome, Settled, Step, wrong_dates},
};

/// Makes a link and mails it.
pub(super) async fn send(guest: Guest, dates: Dates, arguments: Arguments) -> anyhow::Result<()> {
    let (to, is_json, eml) = (guest.email.to_string(), arguments.json, arguments.eml.clone());
    let mut mailing = mailing(dates, arguments)?;
    let mut interrupts = Interrupts::new()?;
    let is_stopped = AtomicBool::new(false);
    let work = async {
        mailing.check().await.map_err(anyhow::Error::msg)?;
        // Another visitor may have a link of the same name, which must not be taken for this one.
        let before = mailing.links_like(&guest).await?;
        let mut begin = mailing.now();
        let note = |step, now| {
            if step == Step::Making {
                begin = now;
            }
            let stopped = is_stopped.load(Ordering::SeqCst);
            if stopped { Err("interrupted".to_owned()) } else { Ok(()) }
        };
        let outcome = mailing.invite(&guest, note).await;
        let settled = match &outcome {
            Outcome::Unmade(_) => Some(mailing.settle(&guest, begin, &before).await),
            Outcome::Sent { .. }
            | Outcome::Failed(_)
            | Outcome::Kept { .. }
            | Outcome::Unknown { .. }
            | Outcome::NotRevoked { .. } => None,
        };
        mailing.post.close().await;
        anyhow::Ok((outcome, settled))
    };
    let left = "look for the link with doorstep link list, and revoke it";
    let stop = || is_stopped.store(true, Ordering::SeqCst);
    let (outcome, settled) = interrupts.during(Box::pin(work), left, stop).await??;
    match outcome {
        Outcome::Sent { link } => print_sent(Some(link), &to, eml.as_deref(), is_json),
        Outcome::Kept { link, url, problem } => {
            let url = url.expose_secret();
            let kept = json!({ "state": "kept", "link": link, "to": to, "url": url });
            let printed = print(&if is_json { kept.to_string() } else { url.to_owned() });
            if let Err(error) = printed {
                return Err(match mailing.revoke(link).await {
                    Ok(()) => error.context(format!("link {link} was revoked")),
                    Err(_) => error.context(format!("run doorstep link revoke {link}")),
                });
            }
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
        Outcome::Unmade(problem) => bail!(
            "the mail to {to} was not sent: {}; {}",
            problem.reason,
            settled.map_or_else(String::new, in_words)
        ),
    }
}

/// What became of a link that Kisi may have made.
fn in_words(settled: Settled) -> String {
    let look = "look for it with doorstep link list, and revoke it";
    match settled {
        Settled::Revoked(links) => format!("link {links:?}, which it had made, was revoked"),
        Settled::NotFound => {
            "Kisi has no such link now. If Kisi is slow, look again in a minute with doorstep link list"
                .to_owned()
        }
        Settled::Unclear(links) if links.is_empty() => {
            format!("a link may have been made, but not all links of Kisi can be read; {look}")
        }
        Settled::Unclear(links) => {
            format!("one of the links {links:?} may have been made for it; {look}")
        }
        Settled::Failed(error) => format!("a link may have been made: {error}; {look}"),
    }
}

/// Mails a link whose address is read from standard input. Its dates are those of the arguments, or
/// else those in the address.
pub(super) async fn send_existing(
    mut guest: Guest,
    dates: Dates,
    arguments: Arguments,
) -> anyhow::Result<()> {
    let (to, is_json, eml) = (guest.email.to_string(), arguments.json, arguments.eml.clone());
    let existing = existing::read()?;
    if guest.from.is_none() && guest.until.is_none() {
        (guest.from, guest.until) = (existing.from, existing.until);
    }
    if let Some(wrong) = wrong_dates(guest.from, guest.until, now()) {
        bail!("the dates of the link are wrong: {wrong}");
    }
    let mut post = post_alone(dates, arguments)?;
    let sent = post.mail(&guest, &existing.secret).await;
    post.close().await;
    match sent {
        Ok(()) => print_sent(None, &to, eml.as_deref(), is_json),
        Err(MailError::NotSent(reason)) => bail!("the mail to {to} was not sent: {reason}"),
        Err(MailError::Unknown(reason)) => bail!("the mail to {to} may have been sent: {reason}"),
    }
}

fn print_sent(
    link: Option<u64>,
    to: &str,
    eml: Option<&Path>,
    is_json: bool,
) -> anyhow::Result<()> {
    if is_json {
        let file = eml.map(|file| file.display().to_string());
        let state = if file.is_some() { "written" } else { "sent" };
        let sent = json!({ "state": state, "link": link, "to": to, "file": file });
        return print(&sent.to_string());
    }
    let link = link.map_or_else(|| "the link".to_owned(), |id| format!("link {id}"));
    match eml {
        None => print(&format!("{link} was mailed to {to}")),
        Some(file) => print(&format!("the mail to {to} with {link} is in {}", file.display())),
    }
}
