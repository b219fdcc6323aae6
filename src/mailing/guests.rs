//! The guests in a CSV file, as spreadsheets write it: with commas, semicolons or tabs, with or
//! without a byte order mark.
//!
//! The whole file is checked before the first link is made. It is read row by row, twice, so that a
//! file of 100,000 rows takes little memory.

use std::{
    collections::HashMap,
    fmt,
    fs::File,
    io::{self, BufRead as _, BufReader, Read as _, Seek as _},
    path::{Path, PathBuf},
};

use csv::{ByteRecord, ReaderBuilder, Terminator, Trim};
use jiff::{Span, Timestamp, tz::TimeZone};
use lettre::Address;

use super::times::{after, moment};
use crate::{
    access::printable,
    did_you_mean::nearest,
    language::{self, Language},
    mail,
};

/// The columns. The first two are required.
const COLUMNS: [&str; 6] = ["name", "email", "from", "until", "lang", "group"];
/// The largest file, in bytes.
const LARGEST: u64 = 64 * 1024 * 1024;
/// The longest name, in characters.
const LONGEST_NAME: usize = 500;
/// The most errors that one check reports.
const MOST_ERRORS: usize = 100;

/// Who is invited.
#[derive(Clone, Debug)]
pub struct Guest {
    /// The visitor's name, which is also the name of the link.
    pub name: String,
    /// The visitor's address.
    pub email: Address,
    /// When the link begins to open doors.
    pub from: Option<Timestamp>,
    /// When it ends.
    pub until: Option<Timestamp>,
    /// The language of the mail; the brand's own if left out.
    pub language: Option<&'static Language>,
    /// Kisi's number of the group whose doors the link opens.
    pub group: u64,
}

/// What applies to rows that do not say otherwise.
#[derive(Clone, Debug)]
pub struct Defaults {
    /// `--group`
    pub group: Option<u64>,
    /// `--from`
    pub from: Option<Timestamp>,
    /// `--until`
    pub until: Option<Timestamp>,
    /// `--for`: how long a link is valid whose row has no `until`.
    pub duration: Option<Span>,
    /// `--lang`
    pub language: Option<&'static Language>,
    /// The zone of local times.
    pub zone: TimeZone,
    /// The current time: a link that has ended already is refused.
    pub now: Timestamp,
}

/// A mistake in a CSV file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuestError {
    /// The line, counted from 1; 0 for the whole file.
    pub line: u64,
    /// The name of the column, or nothing for the whole line.
    pub column: String,
    /// What is wrong, and what would be right.
    pub message: String,
}

impl fmt::Display for GuestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(f, "line {}", self.line)?;
        }
        if !self.column.is_empty() {
            write!(f, ", column `{}`", self.column)?;
        }
        if self.line > 0 {
            f.write_str(": ")?;
        }
        f.write_str(&self.message)
    }
}

/// All mistakes in a CSV file. Nothing was done.
#[derive(Debug)]
pub struct GuestErrors {
    file: PathBuf,
    /// The mistakes, at most 100, in the order of their lines.
    pub errors: Vec<GuestError>,
    /// Whether there are more.
    more: bool,
}

impl std::error::Error for GuestErrors {}

impl fmt::Display for GuestErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for error in &self.errors {
            let separator = if error.line > 0 { ", " } else { ": " };
            writeln!(f, "{}{separator}{error}", self.file.display())?;
        }
        if self.more {
            writeln!(f, "{}: there are more mistakes", self.file.display())?;
        }
        f.write_str("nothing was sent; correct the file and run the command again")
    }
}

/// A row of a CSV file.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its line in the file, counted from 1.
    pub line: u64,
    /// Stands for its content: the same in every run, wherever the row moves in the file.
    pub key: String,
    /// The guest in it.
    pub guest: Guest,
}

/// A CSV file that has been checked.
#[derive(Debug)]
pub struct Guests {
    path: PathBuf,
    file: File,
    defaults: Defaults,
    layout: Layout,
    /// The number of rows.
    pub count: usize,
}

/// Where a CSV file has its columns.
#[derive(Clone, Debug)]
struct Layout {
    delimiter: u8,
    /// The position of each of [`COLUMNS`].
    positions: [Option<usize>; COLUMNS.len()],
    /// The number of columns.
    columns: usize,
}

impl Guests {
    /// Opens a file and checks every row. An earlier run has begun the rows whose key
    /// `is_begun`.
    pub fn open(
        path: &Path,
        defaults: Defaults,
        is_begun: impl Fn(&str) -> bool,
    ) -> Result<Self, GuestErrors> {
        let fail = |errors, more| GuestErrors { file: path.to_owned(), errors, more };
        let of_file = |message: String| {
            fail(vec![GuestError { line: 0, column: String::new(), message }], false)
        };
        let file =
            File::open(path).map_err(|error| of_file(format!("it cannot be read: {error}")))?;
        let size = file.metadata().map_err(|error| of_file(error.to_string()))?.len();
        if size > LARGEST {
            let largest = LARGEST / 1024 / 1024;
            return Err(of_file(format!("it is larger than {largest} MiB; divide it")));
        }
        let layout = Layout::read(&file).map_err(|error| fail(vec![error], false))?;
        let mut guests = Self { path: path.to_owned(), file, defaults, layout, count: 0 };
        let (mut errors, mut more) = (Vec::new(), false);
        let mut lines_by_key: HashMap<String, u64> = HashMap::new();
        let mut count = 0;
        for row in guests.rows_with(&is_begun).map_err(|error| of_file(error.to_string()))? {
            let mut wrong = match row {
                Err(wrong) => wrong,
                Ok(row) => {
                    count += 1;
                    let earlier = lines_by_key.insert(row.key, row.line);
                    earlier.map(|earlier| repeated(row.line, earlier)).into_iter().collect()
                }
            };
            errors.append(&mut wrong);
            if errors.len() > MOST_ERRORS {
                errors.truncate(MOST_ERRORS);
                more = true;
                break;
            }
        }
        if !errors.is_empty() {
            return Err(fail(errors, more));
        }
        if count == 0 {
            return Err(of_file("it has no rows below the line with the columns".to_owned()));
        }
        guests.count = count;
        Ok(guests)
    }

    /// All rows, read again. A row that was changed since the check may have mistakes, and its time
    /// may be over.
    pub fn rows(&self) -> io::Result<impl Iterator<Item = Result<Row, Vec<GuestError>>> + use<'_>> {
        self.rows_with(|_key| true)
    }

    fn rows_with<F: Fn(&str) -> bool>(
        &self,
        is_begun: F,
    ) -> io::Result<impl Iterator<Item = Result<Row, Vec<GuestError>>> + use<'_, F>> {
        let mut file = &self.file;
        file.rewind()?;
        let records = self.layout.reader(file).into_byte_records().skip(1);
        Ok(records.filter_map(move |record| match record {
            Ok(record) => {
                // Spreadsheets end a file with rows of nothing.
                let is_empty = record.iter().all(|cell| cell.trim_ascii().is_empty());
                (!is_empty).then(|| self.row(&record, &is_begun))
            }
            Err(error) => Some(Err(vec![unreadable(&error)])),
        }))
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn row(
        &self,
        record: &ByteRecord,
        is_begun: &impl Fn(&str) -> bool,
    ) -> Result<Row, Vec<GuestError>> {
        let line = record.position().map_or(0, csv::Position::line);
        let mut cells = Cells { line, record, layout: &self.layout, errors: Vec::new() };
        let name = cells.read("name", guest_name).unwrap_or_default();
        if cells.record.iter().any(|cell| cell.contains(&b'\n')) {
            cells.error(
                "",
                "a cell has more than one line, so a double quote may be missing or too many; every \
                 visitor needs a line"
                    .to_owned(),
            );
        }
        let mut extra = cells.record.iter().skip(self.layout.columns);
        if let Some(extra) = extra.find(|cell| !cell.trim_ascii().is_empty()) {
            let shown = printable(&String::from_utf8_lossy(extra));
            cells.error("", format!(
                "it has more cells than the first line has columns, beginning with `{shown}`; put \
                 a cell with a comma or a semicolon in it into double quotes"
            ));
        }
        let email =
            cells.read("email", |text| mail::recipient(text).map_err(|error| error.to_string()));
        let zone = &self.defaults.zone;
        let time = |text: &str| moment(text, zone).map_err(|error| error.to_string());
        let from = cells.read_optional("from", time).or(self.defaults.from);
        let until = cells
            .read_optional("until", time)
            .or(self.defaults.until)
            .or_else(|| after(from.unwrap_or(self.defaults.now), self.defaults.duration?, zone));
        let language = cells.read_optional("lang", language).or(self.defaults.language);
        let group = cells.read_optional("group", group).or(self.defaults.group);
        if group.is_none() && !cells.has_error("group") {
            cells
                .error("group", "it has no group; write its number here or add --group".to_owned());
        }
        let key = cells.key();
        // A row that was done, or begun, is no mistake when its time is over.
        let now = if is_begun(&key) { Timestamp::MIN } else { self.defaults.now };
        if let Some(wrong) = wrong_dates(from, until, now) {
            cells.error("until", wrong);
        }
        match (email, group, cells.errors) {
            (Some(email), Some(group), errors) if errors.is_empty() => {
                Ok(Row { line, key, guest: Guest { name, email, from, until, language, group } })
            }
            (_, _, errors) => Err(errors),
        }
    }
}

/// Why a link with these dates would never open a door.
#[must_use]
pub fn wrong_dates(
    from: Option<Timestamp>,
    until: Option<Timestamp>,
    now: Timestamp,
) -> Option<String> {
    let until = until?;
    if from.is_some_and(|from| until <= from) {
        return Some("the link would end before it begins; write a later time".to_owned());
    }
    (until <= now).then(|| "this time is over; write a time in the future".to_owned())
}

impl Layout {
    /// Reads the first line. The delimiter is the one with which it has most of our columns.
    fn read(file: &File) -> Result<Self, GuestError> {
        let error = |line, message| GuestError { line, column: String::new(), message };
        let mut first = Vec::new();
        let mut reader = BufReader::new(file.take(64 * 1024));
        let read = reader.read_until(b'\n', &mut first);
        read.map_err(|cause| error(0, format!("it cannot be read: {cause}")))?;
        let text = first.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&first);
        if text.starts_with(b"\xFF\xFE") || text.starts_with(b"\xFE\xFF") || text.contains(&0) {
            let message = "it is not UTF-8 text; save it as CSV UTF-8".to_owned();
            return Err(error(1, message));
        }
        let headers = |delimiter: u8| -> Vec<String> {
            let mut reader =
                ReaderBuilder::new().has_headers(false).delimiter(delimiter).from_reader(text);
            let first = reader.byte_records().next().and_then(Result::ok).unwrap_or_default();
            let header = |cell: &[u8]| printable(&String::from_utf8_lossy(cell)).to_lowercase();
            first.iter().map(header).collect()
        };
        let known = |headers: &Vec<String>| {
            headers.iter().filter(|header| COLUMNS.contains(&header.as_str())).count()
        };
        let layouts = [b',', b';', b'\t'].map(|delimiter| (delimiter, headers(delimiter)));
        let best = layouts.into_iter().max_by_key(|(_, headers)| known(headers));
        let (delimiter, headers) = best.unwrap_or_default();
        let all = COLUMNS.join(", ");
        for header in &headers {
            if !header.is_empty() && !COLUMNS.contains(&header.as_str()) {
                let near = nearest(header, COLUMNS.into_iter());
                let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
                let message = format!("there is no column `{header}`; there are {all}{near}");
                return Err(error(1, message));
            }
            if headers.iter().filter(|other| *other == header).count() > 1 && !header.is_empty() {
                return Err(error(1, format!("there are two columns `{header}`; remove one")));
            }
        }
        let positions = COLUMNS.map(|column| headers.iter().position(|header| header == column));
        if let Some(missing) =
            ["name", "email"].iter().find(|name| !headers.iter().any(|header| header == *name))
        {
            let message = format!(
                "the first line must name the columns, and `{missing}` is missing; there are {all}"
            );
            return Err(error(1, message));
        }
        Ok(Self { delimiter, positions, columns: headers.len() })
    }

    /// A reader of all lines. It removes the byte order mark by itself.
    fn reader<'a>(&self, file: &'a File) -> csv::Reader<BufReader<&'a File>> {
        let mut builder = ReaderBuilder::new();
        builder.has_headers(false).flexible(true).trim(Trim::All).delimiter(self.delimiter);
        // The carriage return before a line feed is trimmed from the last cell. A reader of both
        // counts the lines wrongly.
        builder.terminator(Terminator::Any(b'\n'));
        builder.from_reader(BufReader::new(file))
    }

    fn position(&self, column: &str) -> Option<usize> {
        self.positions[COLUMNS.iter().position(|name| *name == column)?]
    }
}

/// The cells of one row.
struct Cells<'a> {
    line: u64,
    record: &'a ByteRecord,
    layout: &'a Layout,
    errors: Vec<GuestError>,
}

impl Cells<'_> {
    fn error(&mut self, column: &str, message: String) {
        self.errors.push(GuestError { line: self.line, column: column.to_owned(), message });
    }

    fn has_error(&self, column: &str) -> bool {
        self.errors.iter().any(|error| error.column == column)
    }

    /// The content of a cell; empty if there is none.
    fn cell(&self, column: &str) -> &[u8] {
        let cell = self.layout.position(column).and_then(|position| self.record.get(position));
        cell.unwrap_or_default().trim_ascii()
    }

    fn read<T>(&mut self, column: &str, read: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let result = match str::from_utf8(self.cell(column)) {
            Ok("") => Err("it is empty".to_owned()),
            Ok(text) => read(text),
            Err(_) => Err("it is not UTF-8 text; save the file as CSV UTF-8".to_owned()),
        };
        result.map_err(|message| self.error(column, message)).ok()
    }

    fn read_optional<T>(
        &mut self,
        column: &str,
        read: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        if self.cell(column).is_empty() { None } else { self.read(column, read) }
    }

    /// A hash of the cells as they are written, without those that only change the mail.
    fn key(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for column in ["name", "email", "from", "until", "group"] {
            let cell = self.cell(column).to_ascii_lowercase();
            // Hashes have a fixed length, so content cannot move from one cell to the next.
            hasher.update(blake3::hash(&cell).as_bytes());
        }
        hasher.finalize().to_hex()[..16].to_owned()
    }
}

/// Checks the name of a visitor, which is also the name of the link.
pub fn guest_name(text: &str) -> Result<String, String> {
    let name = printable(text);
    if name.chars().count() > LONGEST_NAME {
        return Err(format!("it is longer than {LONGEST_NAME} characters; shorten it"));
    }
    if name.is_empty() { Err("it is empty".to_owned()) } else { Ok(name) }
}

fn language(text: &str) -> Result<&'static Language, String> {
    let tags = || language::ALL.iter().map(|language| language.tag).collect::<Vec<_>>().join(", ");
    Language::tagged(text)
        .ok_or_else(|| format!("there is no language `{}`; there are {}", printable(text), tags()))
}

fn group(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_not_a_number| {
        format!("`{}` is not the number of a group; write its number at Kisi", printable(text))
    })
}

fn repeated(line: u64, earlier: u64) -> GuestError {
    let message = format!(
        "it repeats line {earlier}, so this visitor would get two mails; remove one of them"
    );
    GuestError { line, column: String::new(), message }
}

fn unreadable(error: &csv::Error) -> GuestError {
    let line = error.position().map_or(0, csv::Position::line);
    GuestError { line, column: String::new(), message: format!("it cannot be read: {error}") }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn defaults() -> Defaults {
        Defaults {
            group: Some(1),
            from: None,
            until: None,
            duration: None,
            language: None,
            zone: TimeZone::get("Europe/Berlin").unwrap(),
            now: "2026-11-22T12:00:00Z".parse().unwrap(),
        }
    }

    fn open(content: &[u8]) -> Result<Vec<Row>, String> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(content).unwrap();
        let guests = Guests::open(file.path(), defaults(), |_key| false).map_err(|errors| {
            let errors = errors.errors.iter().map(ToString::to_string);
            errors.collect::<Vec<_>>().join("\n")
        })?;
        let rows = guests.rows().unwrap().map(Result::unwrap).collect::<Vec<_>>();
        assert_eq!(rows.len(), guests.count);
        Ok(rows)
    }

    #[test]
    fn a_file_of_any_spreadsheet_is_read() {
        for content in [
            "name,email\nAda,ada@example.com\n",
            "\u{FEFF}Name;E-Mail\r\nAda;ada@example.com\r\n;\r\n",
            "email\tname\nada@example.com\t Ada \n\n",
            "name;email;;\nAda;ada@example.com;;;;\n",
            "\"name\",\"email\"\n\"Ada\",\"ada@example.com\"",
        ] {
            let content = content.replace("E-Mail", "email");
            let rows = open(content.as_bytes()).unwrap();
            assert_eq!(rows.len(), 1, "{content}");
            assert_eq!((rows[0].line, rows[0].guest.name.as_str()), (2, "Ada"), "{content}");
        }
    }

    #[test]
    fn every_column_is_read() {
        let rows = open(
            b"name,email,from,until,lang,group\n\
              \"Lovelace, Ada\",ada@example.com,2026-12-01 09:00,2026-12-01T17:00:00Z,de,7\n\
              Bob,bob@example.com,,,,\n",
        );
        let rows = rows.unwrap();
        let ada = &rows[0].guest;
        assert_eq!(ada.name, "Lovelace, Ada");
        assert_eq!(ada.from.unwrap().to_string(), "2026-12-01T08:00:00Z");
        assert_eq!(ada.until.unwrap().to_string(), "2026-12-01T17:00:00Z");
        assert_eq!((ada.language.unwrap().tag, ada.group), ("de", 7));
        assert_eq!((rows[1].line, rows[1].guest.group), (3, 1));
    }

    #[test]
    fn every_mistake_is_reported_with_its_line_and_column() {
        let errors = open(
            b"name,email,from,until,lang,group\n\
              ,bob,soon,,xx,one\n\
              Ada,ada@example.com,2026-12-02 09:00,2026-12-01 09:00,,\n\
              Bob,bob@example.com,,2026-11-01 09:00,,\n\
              Eve,eve@example.com\n\
              Eve,EVE@example.com\n\
              Joe,joe@example.com,,,,,extra\n\
              \xff,x@example.com,,,,\n",
        );
        let errors = errors.unwrap_err();
        for expected in [
            "line 2, column `name`: it is empty",
            "line 2, column `email`: `bob` is not a mail address",
            "line 2, column `from`: `soon` is not a time",
            "line 2, column `lang`: there is no language `xx`",
            "line 2, column `group`: `one` is not the number of a group",
            "line 3, column `until`: the link would end before it begins",
            "line 4, column `until`: this time is over",
            "line 6: it repeats line 5",
            "line 7: it has more cells than the first line has columns",
            "line 8, column `name`: it is not UTF-8 text",
        ] {
            assert!(errors.contains(expected), "{expected}\n\n{errors}");
        }
        assert_eq!(errors.lines().count(), 10, "{errors}");
    }

    #[test]
    fn a_quote_that_is_missing_swallows_no_visitor() {
        let errors =
            open(b"name,email\n\"Ada,a@example.com\nBob,b@example.com\n\"Carl\",c@example.com\n");
        assert!(errors.unwrap_err().contains("line 2: a cell has more than one line"));
    }

    #[test]
    fn a_wrong_first_line_says_which_columns_there_are() {
        for (content, expected) in [
            ("name,mail\n", "there is no column `mail`; there are name, email, from"),
            ("name\n", "`email` is missing"),
            ("name,email,email\n", "there are two columns `email`"),
            ("name,email\n", "it has no rows"),
            ("", "`name` is missing"),
            ("\u{FFFE}n\0a\0", "it is not UTF-8 text"),
        ] {
            let error = open(content.as_bytes()).unwrap_err();
            assert!(error.contains(expected), "{content:?}: {error}");
        }
        let utf_16 = b"\xFF\xFEn\0a\0m\0e\0";
        assert!(open(utf_16).unwrap_err().contains("CSV UTF-8"));
    }

    #[test]
    fn the_errors_are_bounded() {
        let rows = "x,y\n".repeat(10_000);
        let errors = open(format!("name,email\n{rows}").as_bytes()).unwrap_err();
        assert_eq!(errors.lines().count(), MOST_ERRORS);
    }

    #[test]
    fn a_row_is_the_same_wherever_it_moves() {
        let first = open(b"name,email\nAda,ada@example.com\nBob,bob@example.com\n").unwrap();
        let moved =
            open(b"email;lang;name\nbob@example.com;de;Bob\nADA@example.com;;Ada\n").unwrap();
        assert_eq!((&first[0].key, &first[1].key), (&moved[1].key, &moved[0].key));
    }
}
