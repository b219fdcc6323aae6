//! When a link is valid, as operators write it on the command line.

use anyhow::{Context as _, bail};
use clap::Args;
use jiff::{Span, Timestamp, tz::TimeZone};

use crate::mailing::{after, moment, wrong_dates};

/// When a link is valid.
#[derive(Args)]
pub(super) struct Validity {
    /// When the link begins to open doors, as 2026-12-01 09:00 or 2026-12-01T09:00:00+01:00. At once
    /// if left out.
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// When the link ends. Never if left out.
    #[arg(long, value_name = "TIME", conflicts_with = "duration")]
    until: Option<String>,
    /// How long the link opens doors, as 3h, 90m or 2 days: from --from, or from now.
    #[arg(long = "for", value_name = "DURATION")]
    duration: Option<String>,
    /// The time zone of times without an offset, such as Europe/Berlin [default: this machine's].
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
}

/// The dates of a link, and the time zone they are written in.
pub(super) struct Dates {
    pub(super) from: Option<Timestamp>,
    /// By `--until` or `--for`.
    pub(super) until: Option<Timestamp>,
    pub(super) duration: Option<Span>,
    pub(super) zone: TimeZone,
}

impl Validity {
    pub(super) fn dates(&self, now: Timestamp) -> anyhow::Result<Dates> {
        let zone = zone(self.time_zone.as_deref())?;
        let time = |option: &Option<String>, name| {
            let time = option.as_deref().map(|text| moment(text, &zone)).transpose();
            time.with_context(|| format!("{name} is wrong"))
        };
        let (from, until) = (time(&self.from, "--from")?, time(&self.until, "--until")?);
        let duration = self.duration.as_deref().map(duration).transpose()?;
        let end = duration.map(|it| after(from.unwrap_or(now), it, &zone));
        if end == Some(None) {
            bail!("--for is wrong: it is too long");
        }
        let option = if duration.is_some() { "--for" } else { "--until" };
        let until = until.or(end.flatten());
        if let Some(wrong) = wrong_dates(from, until, now) {
            bail!("{option} is wrong: {wrong}");
        }
        Ok(Dates { from, until, duration, zone })
    }
}

/// A duration such as `3h`.
fn duration(text: &str) -> anyhow::Result<Span> {
    let span = text.parse().ok().filter(|span: &Span| span.is_positive());
    span.with_context(|| {
        format!("--for is wrong: `{text}` is not a duration; write it like 3h, 90m or 2 days")
    })
}

/// The time zone with this name, or this machine's.
pub(super) fn zone(name: Option<&str>) -> anyhow::Result<TimeZone> {
    match name {
        None => Ok(TimeZone::system()),
        Some(name) => TimeZone::get(name).ok().with_context(|| {
            format!("--time-zone is wrong: there is no zone `{name}`; write it like Europe/Berlin")
        }),
    }
}

/// A moment in this time zone, for people.
pub(super) fn local(time: Timestamp, zone: &TimeZone) -> String {
    time.to_zoned(zone.clone()).strftime("%F %R %Z").to_string()
}

/// The current time in whole seconds.
pub(super) fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_positive_and_has_a_unit() {
        for right in ["3h", "90 minutes", "2 days", "PT3H"] {
            assert!(duration(right).is_ok(), "{right}");
        }
        for wrong in ["", "soon", "-3h", "0h", "3"] {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
    }
}
