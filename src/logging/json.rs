//! Lines of the log as JSON: the time, the level, the fields of the event, and its target.
//!
//! They are the same lines that `tracing-subscriber` would write, which takes about twice the time.

use std::fmt;

use jiff::{Timestamp, fmt::temporal::DateTimePrinter};
use serde::{Serializer as _, ser::SerializeMap as _};
use serde_json::{Error, Serializer};
use tracing::{Event, Subscriber};
use tracing_log::NormalizeEvent as _;
use tracing_serde::SerdeMapVisitor;
use tracing_subscriber::{
    fmt::{FmtContext, FormatEvent, FormatFields, format::Writer},
    registry::LookupSpan,
};

/// Microseconds in UTC.
const TIME: DateTimePrinter = DateTimePrinter::new().precision(Some(6));
/// More bytes than the line of a request has.
const USUAL_LINE: usize = 320;

/// Formats each line as a JSON object.
pub(super) struct Json;

impl<S, N> FormatEvent<S, N> for Json
where
    S: Subscriber + for<'span> LookupSpan<'span>,
    N: for<'writer> FormatFields<'writer> + 'static,
{
    fn format_event(
        &self,
        _: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let line = line(event, Timestamp::now()).map_err(|_not_serialized| fmt::Error)?;
        writer.write_str(str::from_utf8(&line).map_err(|_not_text| fmt::Error)?)
    }
}

fn line(event: &Event<'_>, now: Timestamp) -> Result<Vec<u8>, Error> {
    // Crates that use `log` have their target in a field.
    let normalized = event.normalized_metadata();
    let metadata = normalized.as_ref().unwrap_or_else(|| event.metadata());
    let mut line = Vec::with_capacity(USUAL_LINE);
    let mut serializer = Serializer::new(&mut line);
    let mut object = serializer.serialize_map(None)?;
    object.serialize_entry("timestamp", &TIME.timestamp_to_string(&now))?;
    object.serialize_entry("level", metadata.level().as_str())?;
    let mut fields = SerdeMapVisitor::new(object);
    event.record(&mut fields);
    let mut object = fields.take_serializer()?;
    object.serialize_entry("target", metadata.target())?;
    object.end()?;
    line.push(b'\n');
    Ok(line)
}

#[cfg(test)]
mod tests {
    use std::{
        io,
        sync::{Arc, Mutex},
    };

    use tracing_log::log::{Level, Record};

    use super::*;

    #[derive(Clone, Default)]
    struct Written(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Written {
        fn write(&mut self, line: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(line);
            Ok(line.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// The lines that `write` logs.
    fn logged(write: impl FnOnce()) -> Vec<String> {
        let written = Written::default();
        let writer = written.clone();
        let lines = tracing_subscriber::fmt().event_format(Json);
        let lines = lines.with_writer(move || writer.clone()).finish();
        tracing::subscriber::with_default(lines, write);
        let written = String::from_utf8(written.0.lock().unwrap().clone()).unwrap();
        written.lines().map(str::to_owned).collect()
    }

    #[test]
    fn each_line_is_one_json_object_with_its_time_level_fields_and_target() {
        let lines = logged(|| {
            let (name, nothing) = ("Main \"door\"\n<3", None::<&str>);
            let error = fmt::Error;
            tracing::warn!(target: "doorstep::test", name, nothing, ok = true, count = 7, %error, "one {}", 1);
            tracing::info!(target: "doorstep::test", ratio = 0.5);
        });
        let [first, second] = &lines[..] else { panic!("{lines:?}") };
        let (time, rest) =
            first.strip_prefix("{\"timestamp\":\"").unwrap().split_once('"').unwrap();
        assert_eq!(time.len(), "2026-11-22T09:08:07.123456Z".len(), "{time}");
        assert!(Timestamp::now().duration_since(time.parse().unwrap()).as_secs() < 60, "{time}");
        let expected = concat!(
            r#","level":"WARN","message":"one 1","name":"Main \"door\"\n<3","ok":true,"count":7,"#,
            r#""error":"an error occurred when formatting an argument","target":"doorstep::test"}"#
        );
        assert_eq!(rest, expected);
        assert!(second.ends_with(r#","level":"INFO","ratio":0.5,"target":"doorstep::test"}"#));
    }
    #[test]
    fn a_line_of_a_crate_that_uses_log_has_the_target_of_that_crate() {
        let lines = logged(|| {
            let text = format_args!("a certificate is odd");
            let record = Record::builder().level(Level::Warn).target("other").args(text).build();
            tracing_log::format_trace(&record).unwrap();
        });
        let [line] = &lines[..] else { panic!("{lines:?}") };
        assert!(line.contains(r#""level":"WARN","message":"a certificate is odd""#), "{line}");
        assert!(line.ends_with(r#","target":"other"}"#), "{line}");
    }
}
