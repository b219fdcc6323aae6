//! Moments as operators write them.

use jiff::{Span, Timestamp, Zoned, civil::DateTime, tz::TimeZone};

/// Why a text is not a moment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    /// It has no known form.
    #[error("`{0}` is not a time; write it like 2026-12-01 09:00 or 2026-12-01T09:00:00+01:00")]
    Unknown(String),
    /// The clocks are put forward over this time.
    #[error("{0} does not exist in {1}, because the clocks are put forward then")]
    Skipped(DateTime, String),
    /// The clocks are put back at this time.
    #[error("{0} happens twice in {1}, because the clocks are put back; write it like {2}")]
    Repeated(DateTime, String, String),
}

/// Reads a moment: RFC 3339, or a local time of `zone` such as `2026-12-01 09:00`.
pub fn moment(text: &str, zone: &TimeZone) -> Result<Timestamp, TimeError> {
    let text = text.trim();
    if let Ok(moment) = text.parse() {
        return Ok(moment);
    }
    let unknown = || TimeError::Unknown(text.chars().take(60).collect());
    if text.contains('[') {
        // A local time with its zone, as in 2026-12-01T09:00[Europe/Berlin].
        return text.parse::<Zoned>().map(|it| it.timestamp()).map_err(|_odd| unknown());
    }
    // A date alone could mean its begin or its end.
    let has_time = text.contains(':');
    let local: Option<DateTime> = text.parse().ok().filter(|_| has_time);
    let local = local.ok_or_else(unknown)?;
    let name = || zone.iana_name().unwrap_or("this time zone").to_owned();
    let ambiguous = zone.to_ambiguous_zoned(local);
    match ambiguous.offset() {
        jiff::tz::AmbiguousOffset::Gap { .. } => Err(TimeError::Skipped(local, name())),
        jiff::tz::AmbiguousOffset::Fold { before, .. } => {
            let first =
                ambiguous.compatible().map(|zoned| zoned.with_time_zone(TimeZone::fixed(before)));
            let with_offset = first.map(|it| it.strftime("%FT%T%:z").to_string());
            let with_offset = with_offset.unwrap_or_default();
            Err(TimeError::Repeated(local, name(), with_offset))
        }
        jiff::tz::AmbiguousOffset::Unambiguous { .. } => {
            let moment = ambiguous.compatible().map(|zoned| zoned.timestamp());
            moment.map_err(|_out_of_range| TimeError::Unknown(text.to_owned()))
        }
    }
}

/// The moment so long after `begin`, in whole seconds. A day ends at the same time of day.
#[must_use]
pub fn after(begin: Timestamp, duration: Span, zone: &TimeZone) -> Option<Timestamp> {
    let end = begin.to_zoned(zone.clone()).checked_add(duration).ok()?.timestamp();
    Timestamp::from_second(end.as_second()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, String> {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        moment(text, &zone).map(|it| it.to_string()).map_err(|error| error.to_string())
    }

    #[test]
    fn a_moment_is_written_in_rfc_3339_or_in_local_time() {
        for text in [
            "2026-12-01 09:00",
            "2026-12-01T09:00:00",
            "2026-12-01T08:00:00Z",
            "2026-12-01T03:00[America/New_York]",
            "2026-12-01T09:00:00+01:00",
        ] {
            assert_eq!(read(text).unwrap(), "2026-12-01T08:00:00Z", "{text}");
        }
    }

    #[test]
    fn a_text_that_is_not_a_moment_is_refused_with_an_example() {
        for text in ["", "soon", "2026-12-01", "01.12.2026 09:00", "2026-13-01 09:00"] {
            let error = read(text).unwrap_err();
            assert!(error.contains("2026-12-01 09:00"), "{text}: {error}");
        }
    }

    #[test]
    fn a_day_ends_at_the_same_time_of_day() {
        let begin = "2026-10-24T10:00:00Z".parse().unwrap();
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let end = |text: &str| after(begin, text.parse().unwrap(), &zone).unwrap().to_string();
        assert_eq!(end("3h"), "2026-10-24T13:00:00Z");
        // The clocks are put back in this night.
        assert_eq!(end("1 day"), "2026-10-25T11:00:00Z");
        assert_eq!(after(begin, Span::new().years(19_000), &zone), None);
    }

    #[test]
    fn a_local_time_that_does_not_exist_or_happens_twice_is_refused() {
        let skipped = read("2026-03-29 02:30").unwrap_err();
        assert!(skipped.contains("does not exist in Europe/Berlin"), "{skipped}");
        let twice = read("2026-10-25 02:30").unwrap_err();
        assert!(twice.ends_with("write it like 2026-10-25T02:30:00+02:00"), "{twice}");
        assert!(read("2026-10-25T02:30:00+02:00").is_ok());
    }
}
