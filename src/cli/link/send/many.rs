//! Every visitor in a CSV file.

use std::{
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
};

use anyhow::bail;
use serde_json::json;

use super::{arguments::Arguments, interrupts::Interrupts, prepare::mailing, progress::Display};
use crate::{
    cli::{
        link::validity::{Dates, now},
        output::print,
    },
    language::Language,
    mailing::{Defaults, Guests, Report, Run, Summary},
    preview::counted,
};

/// The visitors in a file, after all rows were checked.
pub(super) fn guests(
    file: &Path,
    dates: &Dates,
    language: Option<&'static Language>,
    group: Option<u64>,
) -> anyhow::Result<Guests> {
    let (from, duration, zone) = (dates.from, dates.duration, dates.zone.clone());
    // With --for, the end of a link depends on its row.
    let until = dates.until.filter(|_| duration.is_none());
    let defaults = Defaults { group, from, until, duration, language, zone, now: now() };
    Ok(Guests::open(file, defaults, Report::has_begun(file)?)?)
}

/// Makes and mails a link for every guest who has none yet.
pub(super) async fn send(guests: Guests, dates: Dates, arguments: Arguments) -> anyhow::Result<()> {
    let is_json = arguments.json;
    let mut mailing = mailing(dates, arguments)?;
    let mut report = Report::open(guests.path())?;
    let mut interrupts = Interrupts::new()?;
    let stop = AtomicBool::new(false);
    let mut display = Display::new(guests.count, is_json);
    let mut run = Run { mailing: &mut mailing, guests: &guests, report: &mut report, stop: &stop };
    let left = "run the same command again to settle what is left";
    let end = || stop.store(true, Ordering::SeqCst);
    let interrupted = interrupts.during(Box::pin(run.go(&mut display)), left, end).await;
    display.bar.finish_and_clear();
    let (summary, result) = interrupted?;
    let path = report.path();
    let printed = print(&if is_json { as_json(&summary, path) } else { in_words(&summary, path) });
    result?;
    printed?;
    let Summary { failed, unknown, kept, open, unsettled, .. } = summary;
    if failed + unknown + kept + open + unsettled > 0 {
        bail!("not everything is done; {} and the lines above say why", path.display());
    }
    Ok(())
}

fn in_words(summary: &Summary, report: &Path) -> String {
    let Summary { sent, failed, unknown, kept, open, revoked, unsettled, .. } = *summary;
    let Summary { sent_before, unknown_before, kept_before, .. } = *summary;
    let counts = [
        (sent_before, "sent earlier"),
        (failed, "failed, without a link"),
        (unknown, "unknown: ask whether the mail arrived"),
        (unknown_before, "unknown since earlier"),
        (kept, "not sent, with a link that was kept"),
        (kept_before, "kept earlier"),
        (open, "still open"),
    ];
    let counts = counts.iter().filter(|(count, _)| *count > 0);
    let mut words = vec![format!("{} sent", counted(sent, "mail"))];
    words.extend(counts.map(|(count, what)| format!("{count} {what}")));
    if revoked > 0 {
        words.push(format!("{} without a visitor revoked", counted(revoked, "link")));
    }
    if unsettled > 0 {
        words.push(format!("{} without a visitor may be left", counted(unsettled, "link")));
    }
    format!("{}; see {}", words.join(", "), report.display())
}

fn as_json(summary: &Summary, report: &Path) -> String {
    let Summary { sent, failed, unknown, kept, open, revoked, unsettled, .. } = *summary;
    let Summary { sent_before, unknown_before, kept_before, .. } = *summary;
    let report = report.display().to_string();
    json!({
        "sent": sent, "sent_before": sent_before, "failed": failed, "unknown": unknown,
        "unknown_before": unknown_before, "kept": kept, "kept_before": kept_before, "open": open,
        "links_revoked": revoked, "links_unsettled": unsettled,
        "report": report,
    })
    .to_string()
}
