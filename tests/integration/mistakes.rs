//! Mistakes that brand teams make in a theme, each in a folder of `tests/mistakes` as a real file,
//! and what `doorstep theme check` says about it.
//!
//! Beside `theme.toml`, `expected.txt` has a line for each diagnostic: its severity, line, column
//! and message. A theme that is right has the line `valid`. A new folder is checked without more.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use crate::program::run_in;

/// Words of programmers that no message says.
const JARGON: [&str; 15] = [
    "string",
    "map",
    "sequence",
    "literal",
    "i64",
    "i32",
    "boolean",
    "integer",
    "array",
    "float",
    "parse",
    "token",
    "unexpected",
    "os error",
    "invalid",
];

/// The folders of all mistakes, by their names, such as `07-curly-quotes`.
fn mistakes() -> BTreeMap<String, PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mistakes");
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let all = entries.map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), path));
    all.collect()
}

/// What `theme check` says about the theme in a folder, in the form of `expected.txt`.
async fn checked(folder: &Path) -> String {
    let arguments = ["theme", "check", "theme.toml", "--format", "json"];
    let (code, stdout, stderr) = run_in(folder, &arguments, &[]).await;
    let diagnostics: Vec<serde_json::Value> = serde_json::from_str(&stdout).unwrap();
    let has_errors = diagnostics.iter().any(|it| it["severity"] == "error");
    assert_eq!(code, i32::from(has_errors), "{}: {stderr}", folder.display());
    let mut lines = String::new();
    for it in diagnostics {
        let text = |key: &str| it[key].as_str().unwrap().to_owned();
        let (severity, message) = (text("severity"), text("message"));
        assert_eq!(text("file"), "theme.toml");
        writeln!(lines, "{severity} {}:{} {message}", it["line"], it["column"]).unwrap();
    }
    if lines.is_empty() { "valid\n".to_owned() } else { lines }
}

#[tokio::test]
async fn every_mistake_gets_the_message_its_reader_needs() {
    let mut wrong = String::new();
    for (name, folder) in mistakes() {
        let expected = fs::read_to_string(folder.join("expected.txt"));
        let expected = expected.unwrap_or_else(|error| panic!("{name}/expected.txt: {error}"));
        let checked = checked(&folder).await;
        if checked != expected {
            write!(wrong, "{name}\nexpected:\n{expected}but it is:\n{checked}\n").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn no_message_about_a_mistake_uses_words_of_programmers() {
    for (name, folder) in mistakes() {
        let messages = fs::read_to_string(folder.join("expected.txt")).unwrap();
        let words = messages.split(|c: char| !c.is_alphanumeric() && c != ' ');
        for jargon in JARGON {
            let is_said = |part: &str| format!(" {part} ").contains(&format!(" {jargon} "));
            assert!(!words.clone().any(is_said), "{name} says {jargon}: {messages}");
        }
    }
}

#[test]
fn each_number_of_a_mistake_is_used_once() {
    let names = mistakes();
    assert!(names.len() >= 78, "the mistakes were found: {}", names.len());
    let mut numbers: Vec<u32> =
        names.keys().map(|name| name.split_once('-').unwrap().0.parse().unwrap()).collect();
    numbers.dedup();
    assert_eq!(numbers.len(), names.len());
}
