//! Every visitor in a CSV file.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use anyhow::bail;
use serde_json::json;

use super::{arguments::Arguments, interrupts::Interrupts, prepare::mailing, progress::Show};
use crate::{
    cli::{
        link::validity::{Dates, now},
        output::print,
    },
    language::Language,
    mailing::{Defaults, GuestErrors, Guests, Report, Run, Summary},
    preview::counted,
};

/// The visitors in a file, after all rows were checked.
pub(super) fn guests(
    file: &Path,
    dates: &Dates,
    language: Option<&'static Language>,
    group: Option<u64>,
) -> Result<Guests, GuestErrors> {
    let (from, until, zone) = (dates.from, dates.until, dates.zone.clone());
    Guests::open(file, Defaults { group, from, until, language, zone, now: now() })
}

/// Makes and mails a link for every guest who has none yet.
pub(super) async fn send(guests: Guests, dates: Dates, arguments: Arguments) -> anyhow::Result<()> {
    let is_json = arguments.json;
    let mut report = Report::open(guests.path())?;
    let mut mailing = mailing(dates, arguments)?;
    let mut interrupts = Interrupts::new()?;
    let stop = Arc::new(AtomicBool::new(false));
    let show = Show::new(guests.count);
    let mut run =
        Run { mailing: &mut mailing, guests: &guests, report: &mut report, stop: stop.clone() };
    let work = run.go(|progress| show.progress(&progress));
    let interrupted =
        interrupts.during(Box::pin(work), || stop.store(true, Ordering::SeqCst)).await;
    show.bar.finish_and_clear();
    let (summary, result) = interrupted?;
    print(&if is_json {
        as_json(&summary, report.path())
    } else {
        in_words(&summary, report.path())
    })?;
    result?;
    let Summary { failed, unknown, open, .. } = summary;
    if failed + unknown + open > 0 {
        bail!("not all visitors have their mail; {} says why", report.path().display());
    }
    Ok(())
}

fn in_words(summary: &Summary, report: &Path) -> String {
    let Summary { sent, sent_before, failed, unknown, kept, open, orphans } = *summary;
    let counts = [
        (sent_before, "sent earlier"),
        (failed, "failed, without a link"),
        (unknown, "unknown: ask whether the mail arrived"),
        (kept, "not sent, with a link that was kept"),
        (open, "still open"),
        (orphans, "links without a holder revoked"),
    ];
    let counts = counts.iter().filter(|(count, _)| *count > 0);
    let mut words = vec![format!("{} sent", counted(sent, "mail"))];
    words.extend(counts.map(|(count, what)| format!("{count} {what}")));
    format!("{}; see {}", words.join(", "), report.display())
}

fn as_json(summary: &Summary, report: &Path) -> String {
    let Summary { sent, sent_before, failed, unknown, kept, open, orphans } = *summary;
    let report = report.display().to_string();
    json!({
        "sent": sent, "sent_before": sent_before, "failed": failed, "unknown": unknown,
        "kept": kept, "open": open, "orphans_revoked": orphans, "report": report,
    })
    .to_string()
}
