//! Dates, times and time zones as each language writes them, by the patterns of the CLDR.

use icu_calendar::Iso;
use icu_datetime::{
    DateTimeFormatter, NoCalendarFormatter,
    fieldsets::{YMDET, zone::GenericLong},
    input::{Date, DateTime, Time, UtcOffset},
    options::TimePrecision,
};
use icu_locale_core::Locale;
use icu_time::zone::IanaParser;
use jiff::Zoned;

use super::Language;

impl Language {
    /// A moment as people write it: `Tuesday, 1 December 2026 at 3:30 pm`.
    #[must_use]
    pub fn date_and_time(&self, moment: &Zoned) -> String {
        let fields = YMDET::long().with_time_precision(TimePrecision::Minute);
        let formatter = DateTimeFormatter::try_new(self.locale().into(), fields);
        let written = formatter.ok().zip(date_time(moment));
        // Every language has its patterns, and every moment is in the range of the calendar.
        written.map_or_else(
            || moment.strftime("%F %R").to_string(),
            |(formatter, date)| formatter.format(&date).to_string(),
        )
    }

    /// The name of a moment's time zone, without summer and winter: `Central European Time`.
    #[must_use]
    pub fn zone_name(&self, moment: &Zoned) -> String {
        let offset = || moment.offset().to_string();
        let formatter = NoCalendarFormatter::try_new(self.locale().into(), GenericLong);
        let Some((formatter, date)) = formatter.ok().zip(date_time(moment)) else {
            return offset();
        };
        let zone = IanaParser::new().parse(moment.time_zone().iana_name().unwrap_or_default());
        let seconds = UtcOffset::try_from_seconds(moment.offset().seconds()).ok();
        formatter.format(&zone.with_offset(seconds).at_date_time(date)).to_string()
    }

    /// English of the whole world, which writes the day before the month.
    fn locale(&self) -> Locale {
        let tag = if self.tag == "en" { "en-001" } else { self.tag };
        tag.parse().unwrap_or(Locale::UNKNOWN)
    }
}

fn date_time(moment: &Zoned) -> Option<DateTime<Iso>> {
    let unsigned = |number: i8| u8::try_from(number).ok();
    let (month, day) = (unsigned(moment.month())?, unsigned(moment.day())?);
    let date = Date::try_new_iso(moment.year().into(), month, day).ok()?;
    let (hour, minute) = (unsigned(moment.hour())?, unsigned(moment.minute())?);
    Some(DateTime { date, time: Time::try_new(hour, minute, 0, 0).ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::ALL;

    fn moment(text: &str) -> Zoned {
        text.parse().unwrap()
    }

    #[test]
    fn a_moment_is_written_as_in_each_language() {
        let moment = moment("2026-12-01T15:30:00+01:00[Europe/Berlin]");
        let written = |tag| Language::tagged(tag).unwrap().date_and_time(&moment);
        assert_eq!(written("en"), "Tuesday, 1 December 2026 at 3:30\u{202f}pm");
        assert_eq!(written("de"), "Dienstag, 1. Dezember 2026 um 15:30");
        assert_eq!(written("ja"), "2026年12月1日火曜日 15:30");
        assert_eq!(written("uk"), "вівторок, 1 грудня 2026\u{202f}р. о 15:30");
        for language in ALL {
            let written = language.date_and_time(&moment);
            assert!(written.contains("30") && written.contains("2026"), "{written}");
        }
    }

    #[test]
    fn a_zone_has_its_name_in_each_language() {
        let name = |tag, text| Language::tagged(tag).unwrap().zone_name(&moment(text));
        let berlin = "2026-07-01T15:30:00+02:00[Europe/Berlin]";
        assert_eq!(name("en", berlin), "Central European Time");
        assert_eq!(name("de", berlin), "Mitteleuropäische Zeit");
        assert_eq!(name("en", "2026-07-01T15:30:00-07:00[America/Los_Angeles]"), "Pacific Time");
        assert_eq!(name("en", "2026-07-01T15:30:00+02:00[+02:00]"), "GMT+02:00");
        assert_eq!(name("en", "2026-07-01T15:30:00+00:00[UTC]"), "Coordinated Universal Time");
    }
}
