//! The report beside a CSV file: what happened to each row, as a CSV file that is only appended to.
//!
//! A step is written down before it is taken. So after an interruption at any moment, the last line
//! about a row says what can have happened since: see [`State`]. A line that was cut off by the
//! interruption is removed, because its step had not begun. The report contains no secret.

use std::{
    collections::{BTreeMap, HashSet},
    ffi::OsString,
    fs::{File, OpenOptions, TryLockError},
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use strum::{EnumString, IntoStaticStr};

use super::guests::Row;
use crate::access::printable;

/// The columns.
const HEADER: [&str; 8] = ["time", "line", "name", "email", "state", "link", "detail", "row"];

/// No line is longer, in bytes.
const LONGEST_LINE: u64 = 64 * 1024;

/// How far a row has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum State {
    /// Kisi is about to be asked for a link. It may exist, and its secret is lost.
    Making,
    /// Kisi has made the link. There is no mail, and the secret is lost.
    Made,
    /// The mail is about to be passed on. It may have been sent.
    Mailing,
    /// Done: the mail server has accepted the mail.
    Sent,
    /// There is no link and no mail. The next run tries again.
    Failed,
    /// The mail may have been sent, and the link was kept. Only a person can find out.
    Unknown,
    /// The mail was not sent, and the operator has the link.
    Kept,
    /// There is no mail. The next run revokes the link and tries again.
    NotRevoked,
}

/// The last line about a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// How far the row has come.
    pub state: State,
    /// Kisi's number of the link, if it is known.
    pub link: Option<u64>,
    /// When the line was written.
    pub time: Timestamp,
}

/// Why a report cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// Another run uses it.
    #[error("{0} is in use by another run; wait until it has ended")]
    InUse(PathBuf),
    /// It cannot be opened, read or written.
    #[error("{0} cannot be used: {1}")]
    Io(PathBuf, io::Error),
    /// It is not a report.
    #[error("{0} is not a report of this command; move it away")]
    Foreign(PathBuf),
}

/// A report that is open, and that no other run can use.
#[derive(Debug)]
pub struct Report {
    path: PathBuf,
    file: File,
    entries: BTreeMap<String, Entry>,
    /// The numbers of all links in it.
    links: HashSet<u64>,
}

impl Report {
    /// Opens or creates the report of a CSV file: the same name with `.sent.csv` behind it.
    pub fn open(csv: &Path) -> Result<Self, ReportError> {
        let mut name = OsString::from(csv);
        name.push(".sent.csv");
        let path = PathBuf::from(name);
        let io = |error| ReportError::Io(path.clone(), error);
        let file = OpenOptions::new().read(true).append(true).create(true).open(&path);
        let mut file = file.map_err(io)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(ReportError::InUse(path)),
            Err(TryLockError::Error(error)) => return Err(io(error)),
        }
        remove_cut_off_line(&mut file).map_err(io)?;
        let (mut entries, mut links) = (BTreeMap::new(), HashSet::new());
        if file.metadata().map_err(io)?.len() == 0 {
            let mut report = Self { path: path.clone(), file, entries, links };
            report.append(&HEADER.map(str::to_owned)).map_err(io)?;
            return Ok(report);
        }
        file.rewind().map_err(io)?;
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(&file);
        let header = reader.headers().map_err(|error| io(error.into()))?;
        if header.iter().ne(HEADER) {
            return Err(ReportError::Foreign(path));
        }
        for line in reader.records() {
            // Someone may have edited the file. A line that is not ours says nothing.
            let Ok(line) = line else { continue };
            let Some((row, entry)) = read(&line) else { continue };
            links.extend(entry.link);
            entries.insert(row, entry);
        }
        Ok(Self { path: path.clone(), file, entries, links })
    }

    /// The last line about a row.
    #[must_use]
    pub fn entry(&self, row: &Row) -> Option<Entry> {
        self.entries.get(&row.key).copied()
    }

    /// Whether a line has this number of a link.
    #[must_use]
    pub fn has_link(&self, id: u64) -> bool {
        self.links.contains(&id)
    }

    /// Appends a line about a row, at `time` by Kisi's clock. It is on the disk when this returns.
    pub fn note(
        &mut self,
        row: &Row,
        time: Timestamp,
        (state, link): (State, Option<u64>),
        detail: &str,
    ) -> Result<(), ReportError> {
        let name: &'static str = state.into();
        let cells = [
            time.strftime("%FT%TZ").to_string(),
            row.line.to_string(),
            row.guest.name.clone(),
            row.guest.email.to_string(),
            name.to_owned(),
            link.map(|id| id.to_string()).unwrap_or_default(),
            printable(detail),
            row.key.clone(),
        ];
        self.append(&cells).map_err(|error| ReportError::Io(self.path.clone(), error))?;
        self.links.extend(link);
        self.entries.insert(row.key.clone(), Entry { state, link, time });
        Ok(())
    }

    fn append(&mut self, cells: &[String; HEADER.len()]) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(cells)?;
        let line = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
        // One call, so that an interruption leaves at most one line cut off.
        self.file.write_all(&line)?;
        self.file.sync_data()
    }

    /// Its file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// Removes the last line of a file, if it was cut off. No cell contains the end of a line.
fn remove_cut_off_line(file: &mut File) -> io::Result<()> {
    let length = file.metadata()?.len();
    let begin = length.saturating_sub(LONGEST_LINE);
    file.seek(SeekFrom::Start(begin))?;
    let mut end = Vec::new();
    file.read_to_end(&mut end)?;
    let whole = end.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    file.set_len(begin + whole as u64)
}

fn read(record: &csv::StringRecord) -> Option<(String, Entry)> {
    let link = match record.get(5)? {
        "" => None,
        id => Some(id.parse().ok()?),
    };
    let entry =
        Entry { state: record.get(4)?.parse().ok()?, link, time: record.get(0)?.parse().ok()? };
    (record.len() == HEADER.len()).then(|| (record[7].to_owned(), entry))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::mailing::Guest;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn row(line: u64, name: &str) -> Row {
        let email = "ada@example.com".parse().unwrap();
        let name = name.to_owned();
        let guest = Guest { name, email, from: None, until: None, language: None, group: 1 };
        Row { line, key: format!("key-{line}"), guest }
    }

    #[test]
    fn a_report_is_continued_after_an_interruption_at_any_byte() {
        let folder = tempfile::tempdir().unwrap();
        let csv = folder.path().join("guests.csv");
        let (ada, bob) = (row(2, "Lovelace, \"Ada\""), row(3, "Bob"));
        let mut report = Report::open(&csv).unwrap();
        report.note(&ada, NOW, (State::Making, None), "").unwrap();
        let path = report.path().to_owned();
        let whole = fs::metadata(&path).unwrap().len();
        report
            .note(&ada, NOW, (State::Mailing, Some(7)), "a \"reason\",\nwith a line end")
            .unwrap();
        drop(report);
        let content = fs::read(&path).unwrap();
        for cut in usize::try_from(whole).unwrap()..=content.len() {
            fs::write(&path, &content[..cut]).unwrap();
            let mut report = Report::open(&csv).unwrap();
            let is_whole = cut == content.len();
            let expected = if is_whole { State::Mailing } else { State::Making };
            assert_eq!(report.entry(&ada).unwrap().state, expected, "{cut}");
            assert_eq!(report.has_link(7), is_whole);
            report.note(&bob, NOW, (State::Sent, Some(8)), "").unwrap();
            drop(report);
            let report = Report::open(&csv).unwrap();
            assert_eq!(report.entry(&bob).unwrap().link, Some(8), "{cut}");
        }
    }

    #[test]
    fn a_report_is_used_by_one_run_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let csv = folder.path().join("guests.csv");
        let _first = Report::open(&csv).unwrap();
        assert!(matches!(Report::open(&csv), Err(ReportError::InUse(_))));
    }

    #[test]
    fn a_file_that_is_not_a_report_is_not_touched() {
        let folder = tempfile::tempdir().unwrap();
        let csv = folder.path().join("guests.csv");
        let other = folder.path().join("guests.csv.sent.csv");
        fs::write(&other, "name,email\nAda,ada@example.com\n").unwrap();
        assert!(matches!(Report::open(&csv), Err(ReportError::Foreign(_))));
        assert_eq!(fs::read_to_string(&other).unwrap(), "name,email\nAda,ada@example.com\n");
    }
}
