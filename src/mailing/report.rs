//! The report beside a CSV file: what happened to each row, as a CSV file that is only appended to.
//!
//! A step is written down before it is taken. So after an interruption at any moment, the lines about
//! a row say what can have happened since: see [`State`]. A line that was cut off by the interruption
//! is removed, because its step had not begun. The report contains no secret.

use std::{
    collections::{BTreeMap, HashSet},
    ffi::OsString,
    fs::{File, OpenOptions, TryLockError},
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use strum::{EnumString, IntoStaticStr};

use super::{Wanted, guests::Row};
use crate::access::printable;

/// The columns.
const HEADER: [&str; 11] =
    ["time", "line", "name", "email", "group", "from", "until", "state", "link", "detail", "row"];

/// No line is longer, in bytes.
const LONGEST_LINE: u64 = 64 * 1024;

/// How far a row has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum State {
    /// Kisi is about to be asked for a link. It may exist, and its secret is lost.
    Making,
    /// Kisi has certainly not made it, and is about to be asked again.
    MakingAgain,
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
    /// No link is left of all earlier calls about this row whose answer is not known.
    Settled,
}

/// The row that a line is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The hash of its cells.
    pub key: String,
    /// Its line in the CSV file.
    pub line: u64,
    /// The visitor's address.
    pub email: String,
    /// What its link is made with.
    pub wanted: Wanted,
}

/// All that the lines about one row say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The row, as in its last line.
    pub subject: Subject,
    /// How far it has come.
    pub state: State,
    /// Kisi's number of the link, if it is known.
    pub link: Option<u64>,
    /// The calls for a link whose answer is not known: when, and for what. Options may have changed
    /// since.
    pub debts: Vec<(Timestamp, Wanted)>,
    /// Whether the last debt is that of a call under way.
    is_asking: bool,
}

impl Subject {
    /// The row of a CSV file.
    #[must_use]
    pub fn of(row: &Row) -> Self {
        let (key, email) = (row.key.clone(), row.guest.email.to_string());
        Self { key, line: row.line, email, wanted: Wanted::by(&row.guest) }
    }
}

impl Entry {
    fn new(subject: Subject) -> Self {
        Self { subject, state: State::Failed, link: None, debts: Vec::new(), is_asking: false }
    }

    /// Applies the next line.
    fn apply(&mut self, subject: Subject, time: Timestamp, state: State, link: Option<u64>) {
        match state {
            State::Making => {
                self.debts.push((time, subject.wanted.clone()));
                self.is_asking = true;
            }
            State::MakingAgain => {
                self.debts.pop();
                self.debts.push((time, subject.wanted.clone()));
            }
            State::Made | State::Failed => {
                if self.is_asking {
                    self.debts.pop();
                }
                self.is_asking = false;
            }
            State::Settled => {
                self.debts.clear();
                self.is_asking = false;
                if !matches!(self.state, State::Making | State::MakingAgain) {
                    return;
                }
            }
            State::Mailing | State::Sent | State::Unknown | State::Kept | State::NotRevoked => {}
        }
        (self.subject, self.state, self.link) = (subject, state, link);
    }
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
    /// A line was changed, so it is not known what happened to its row.
    #[error(
        "line {1} of {0} cannot be read, so a visitor could get a second mail; undo what was \
         changed in the report, for example by a spreadsheet"
    )]
    Line(PathBuf, u64),
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
    /// Whether an earlier run has begun the row with this key. There need not be a report yet.
    pub fn has_begun(csv: &Path) -> Result<impl Fn(&str) -> bool + use<>, ReportError> {
        let path = path_of(csv);
        let entries = match File::open(&path) {
            Ok(file) => read(&path, &file)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => BTreeMap::new(),
            Err(error) => return Err(ReportError::Io(path, error)),
        };
        Ok(move |key: &str| entries.contains_key(key))
    }

    /// Opens or creates the report of a CSV file: the same name with `.sent.csv` behind it. It
    /// contains names and addresses, so only its owner can read it.
    pub fn open(csv: &Path) -> Result<Self, ReportError> {
        let path = path_of(csv);
        let io = |error| ReportError::Io(path.clone(), error);
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true).mode(0o600);
        let mut file = options.open(&path).map_err(io)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(ReportError::InUse(path)),
            Err(TryLockError::Error(error)) => return Err(io(error)),
        }
        remove_cut_off_line(&mut file).map_err(io)?;
        if file.metadata().map_err(io)?.len() == 0 {
            append(&mut file, &HEADER.map(str::to_owned)).map_err(io)?;
            sync_folder(&path).map_err(io)?;
        }
        file.rewind().map_err(io)?;
        let entries = read(&path, &file)?;
        let links = entries.values().filter_map(|entry| entry.link).collect();
        Ok(Self { path, file, entries, links })
    }

    /// What the lines about a row say.
    #[must_use]
    pub fn entry(&self, row: &Row) -> Option<&Entry> {
        self.entries.get(&row.key)
    }

    /// What the lines about each row say, also about rows that are not in the CSV file any more.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        let mut entries: Vec<_> = self.entries.values().cloned().collect();
        entries.sort_by_key(|entry| entry.subject.line);
        entries
    }

    /// Whether a line has this number of a link.
    #[must_use]
    pub fn has_link(&self, id: u64) -> bool {
        self.links.contains(&id)
    }

    /// Appends a line about a row, at `time` by Kisi's clock. It is on the disk when this returns.
    pub fn note(
        &mut self,
        subject: &Subject,
        time: Timestamp,
        (state, link): (State, Option<u64>),
        detail: &str,
    ) -> Result<(), ReportError> {
        let name: &'static str = state.into();
        let Subject { key, line, email, wanted } = subject;
        let text = |time: Option<Timestamp>| time.map(|it| it.to_string()).unwrap_or_default();
        let time = Timestamp::from_second(time.as_second()).unwrap_or(time);
        let cells = [
            time.to_string(),
            line.to_string(),
            wanted.name.clone(),
            email.clone(),
            wanted.group.to_string(),
            text(wanted.from),
            text(wanted.until),
            name.to_owned(),
            link.map(|id| id.to_string()).unwrap_or_default(),
            printable(detail),
            key.clone(),
        ];
        let written = append(&mut self.file, &cells);
        written.map_err(|error| ReportError::Io(self.path.clone(), error))?;
        self.links.extend(link);
        apply(&mut self.entries, subject.clone(), time, state, link);
        Ok(())
    }

    /// Its file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// Beside the file itself, if `csv` is a symbolic link.
fn path_of(csv: &Path) -> PathBuf {
    let csv = csv.canonicalize().unwrap_or_else(|_missing| csv.to_owned());
    let mut name = OsString::from(csv);
    name.push(".sent.csv");
    PathBuf::from(name)
}

/// Appends a line with one call, so that an interruption leaves at most one line cut off. It is on
/// the disk when this returns.
fn append(file: &mut File, cells: &[String; HEADER.len()]) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(cells)?;
    let line = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    file.write_all(&line)?;
    file.sync_data()
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

/// Makes sure that a new file is in its folder after the machine has lost its power.
fn sync_folder(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => File::open(folder)?.sync_all(),
        Some(_) | None => File::open(".")?.sync_all(),
    }
}

fn apply(
    entries: &mut BTreeMap<String, Entry>,
    subject: Subject,
    time: Timestamp,
    state: State,
    link: Option<u64>,
) {
    let entry = entries.entry(subject.key.clone()).or_insert_with(|| Entry::new(subject.clone()));
    entry.apply(subject, time, state, link);
}

/// What all lines say about each row, by the key of the row.
fn read(path: &Path, file: &File) -> Result<BTreeMap<String, Entry>, ReportError> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(file);
    let header =
        reader.headers().map_err(|error| ReportError::Io(path.to_owned(), error.into()))?;
    if !header.is_empty() && header.iter().ne(HEADER) {
        return Err(ReportError::Foreign(path.to_owned()));
    }
    let mut entries = BTreeMap::new();
    for (number, record) in (2..).zip(reader.records()) {
        let Some((subject, time, state, link)) = record.ok().as_ref().and_then(line) else {
            return Err(ReportError::Line(path.to_owned(), number));
        };
        apply(&mut entries, subject, time, state, link);
    }
    Ok(entries)
}

fn line(record: &csv::StringRecord) -> Option<(Subject, Timestamp, State, Option<u64>)> {
    fn optional<T: std::str::FromStr>(cell: &str) -> Result<Option<T>, T::Err> {
        if cell.is_empty() { Ok(None) } else { cell.parse().map(Some) }
    }
    let cells: Vec<_> = record.iter().collect();
    let [time, number, name, email, group, from, until, state, link, _, key] = cells[..] else {
        return None;
    };
    let wanted = Wanted {
        name: name.to_owned(),
        group: group.parse().ok()?,
        from: optional(from).ok()?,
        until: optional(until).ok()?,
    };
    let (key, email) = (key.to_owned(), email.to_owned());
    let subject = Subject { key, line: number.parse().ok()?, email, wanted };
    Some((subject, time.parse().ok()?, state.parse().ok()?, optional(link).ok()?))
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
        report.note(&Subject::of(&ada), NOW, (State::Making, None), "").unwrap();
        let path = report.path().to_owned();
        let whole = fs::metadata(&path).unwrap().len();
        report
            .note(
                &Subject::of(&ada),
                NOW,
                (State::Mailing, Some(7)),
                "a \"reason\",\nwith a line end",
            )
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
            report.note(&Subject::of(&bob), NOW, (State::Sent, Some(8)), "").unwrap();
            drop(report);
            let report = Report::open(&csv).unwrap();
            assert_eq!(report.entry(&bob).unwrap().link, Some(8), "{cut}");
        }
    }

    #[test]
    fn a_report_stands_beside_the_file_itself_and_only_its_owner_can_read_it() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};

        let folder = tempfile::tempdir().unwrap();
        let (csv, link) = (folder.path().join("guests.csv"), folder.path().join("link.csv"));
        fs::write(&csv, "").unwrap();
        symlink(&csv, &link).unwrap();
        let first = Report::open(&csv).unwrap();
        assert!(matches!(Report::open(&link), Err(ReportError::InUse(_))));
        let mode = fs::metadata(first.path()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_report_is_used_by_one_run_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let csv = folder.path().join("guests.csv");
        let _first = Report::open(&csv).unwrap();
        assert!(matches!(Report::open(&csv), Err(ReportError::InUse(_))));
    }

    #[test]
    fn a_call_without_an_answer_is_a_debt_until_it_is_settled() {
        let folder = tempfile::tempdir().unwrap();
        let csv = folder.path().join("guests.csv");
        let row = row(2, "Ada");
        let debts = |states: &[State]| {
            let mut report = Report::open(&csv).unwrap();
            for state in states {
                report.note(&Subject::of(&row), NOW, (*state, None), "").unwrap();
            }
            let entry = report.entry(&row).unwrap();
            (entry.debts.len(), entry.state)
        };
        assert_eq!(debts(&[State::Making, State::MakingAgain, State::Failed]), (0, State::Failed));
        // A run was killed; the next ones are answered.
        assert_eq!(debts(&[State::Making]), (1, State::Making));
        assert_eq!(debts(&[State::Making, State::Made, State::Failed]), (1, State::Failed));
        assert_eq!(debts(&[State::Making, State::Made, State::Sent]), (1, State::Sent));
        assert_eq!(debts(&[State::Settled]), (0, State::Sent));
    }

    #[test]
    fn a_line_that_was_changed_stops_the_run() {
        let folder = tempfile::tempdir().unwrap();
        let csv = folder.path().join("guests.csv");
        let mut report = Report::open(&csv).unwrap();
        report.note(&Subject::of(&row(2, "Ada")), NOW, (State::Sent, Some(7)), "").unwrap();
        let path = report.path().to_owned();
        drop(report);
        let content = fs::read_to_string(&path).unwrap();
        for (own, other) in [("1970-01-01T00:00:00Z", "1.1.1970"), ("sent", "done"), (",7,", ",x,")]
        {
            fs::write(&path, content.replace(own, other)).unwrap();
            let error = Report::open(&csv).unwrap_err().to_string();
            assert!(error.starts_with("line 2 of ") && Report::has_begun(&csv).is_err(), "{error}");
        }
    }

    #[test]
    fn a_file_that_is_not_a_report_is_not_touched() {
        let folder = tempfile::tempdir().unwrap();
        let csv = folder.path().join("guests.csv");
        let other = folder.path().join("guests.csv.sent.csv");
        fs::write(&other, "name,email\nAda,ada@example.com\n").unwrap();
        assert!(matches!(Report::open(&csv), Err(ReportError::Foreign(_))));
        assert!(Report::has_begun(&csv).is_err());
        assert_eq!(fs::read_to_string(&other).unwrap(), "name,email\nAda,ada@example.com\n");
    }
}
