//! When a link is valid, as operators write it on the command line.

use anyhow::Context as _;
use clap::Args;
use jiff::{Timestamp, tz::TimeZone};

use crate::mailing::{moment, wrong_dates};

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
    pub(super) until: Option<Timestamp>,
    pub(super) zone: TimeZone,
}

impl Validity {
    pub(super) fn dates(&self, now: Timestamp) -> anyhow::Result<Dates> {
        let zone = zone(self.time_zone.as_deref())?;
        let time = |option: &Option<String>, name| {
            let time = option.as_deref().map(|text| moment(text, &zone)).transpose();
            time.with_context(|| format!("{name} is wrong"))
        };
        let from = time(&self.from, "--from")?;
        let until = match &self.duration {
            Some(text) => Some(after(from.unwrap_or(now), text, &zone)?),
            None => time(&self.until, "--until")?,
        };
        if let Some(wrong) = wrong_dates(from, until, now) {
            anyhow::bail!("--until is wrong: {wrong}");
        }
        Ok(Dates { from, until, zone })
    }
}

/// The moment so long after `begin`, in whole seconds.
fn after(begin: Timestamp, text: &str, zone: &TimeZone) -> anyhow::Result<Timestamp> {
    let span: jiff::Span =
        text.parse().ok().filter(|span: &jiff::Span| span.is_positive()).with_context(|| {
            format!("--for is wrong: `{text}` is not a duration; write it like 3h, 90m or 2 days")
        })?;
    let end = begin.to_zoned(zone.clone()).checked_add(span);
    let end = end.context("--for is wrong: it is too long")?.timestamp();
    Ok(end.round(jiff::Unit::Second).unwrap_or(end))
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
    fn a_duration_is_counted_from_the_begin_of_the_link() {
        let begin = "2026-10-24T10:00:00Z".parse().unwrap();
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let end = |text| after(begin, text, &zone).map(|end| end.to_string());
        assert_eq!(end("3h").unwrap(), "2026-10-24T13:00:00Z");
        assert_eq!(end("90 minutes").unwrap(), "2026-10-24T11:30:00Z");
        // The clocks are put back, and a day ends at the same time of day.
        assert_eq!(end("1 day").unwrap(), "2026-10-25T11:00:00Z");
        for wrong in ["", "soon", "-3h", "0h", "3"] {
            assert!(end(wrong).is_err(), "{wrong}");
        }
    }
}
