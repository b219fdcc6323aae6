//! Where settings come from: the file, the environment and flags, merged over the defaults.

use std::{
    collections::HashMap,
    io,
    path::{Path, PathBuf},
};

use config::{Config, Environment, File, FileFormat, Value, ValueKind};
use toml::Table;

use super::{
    error::Error,
    keys::{ENVIRONMENT_PREFIX, FILE, KEYS, Key, variable},
};
use crate::{
    did_you_mean::nearest,
    files::{is_exposed, read_bounded},
};

/// The largest settings file, in bytes.
const LARGEST_FILE: u64 = 1024 * 1024;
/// The name that `config` gives to the environment as the origin of a value.
const ENVIRONMENT: &str = "the environment";

/// The sources of the settings besides their defaults; later ones win. It has no `Debug`, because
/// the values may be secrets.
#[derive(Default)]
pub struct Sources<'a> {
    /// The settings file; if it is `None`, [`FILE`] is read if it exists.
    pub file: Option<&'a Path>,
    /// The environment; see [`environment`]. Variables that are not settings are ignored.
    pub environment: HashMap<String, String>,
    /// Settings from the command line, as key and value.
    pub flags: Vec<(String, String)>,
    /// Defaults of a command that replace those in [`KEYS`].
    pub defaults: Vec<(&'static str, String)>,
}

/// The environment of the process. Variables that are not valid Unicode are left out.
#[must_use]
pub fn environment() -> HashMap<String, String> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect()
}

/// Whether an environment variable is meant as a setting: it has our prefix, one of our sections
/// and a key, as in `DOORSTEP_KISI__BASE_URL`. All others are ignored, because other programs set
/// them: Kubernetes sets `DOORSTEP_PORT` and `DOORSTEP_SERVICE_HOST` for a Service `doorstep`.
fn is_setting(variable: &str) -> bool {
    let Some(name) = variable.strip_prefix(ENVIRONMENT_PREFIX) else { return false };
    let Some((section, _)) = name.split_once("__") else { return false };
    let mut sections = KEYS.iter().filter_map(|key| key.name.split('.').next());
    sections.any(|ours| ours.eq_ignore_ascii_case(section))
}

/// Reads the settings file and reports a syntax error. `config` would report it, too, but with the
/// whole line. `None` if the file does not exist.
fn read_file(file: &Path) -> Result<Option<Table>, Error> {
    let content = match read_bounded(file, LARGEST_FILE) {
        Ok(content) => content,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(Error::File { file: file.to_owned(), source }),
    };
    parse(file, &String::from_utf8_lossy(&content)).map(Some)
}

/// Parses the content of a settings file.
pub(super) fn parse(file: &Path, text: &str) -> Result<Table, Error> {
    toml::from_str(text).map_err(|error| {
        let at = text.floor_char_boundary(error.span().map_or(0, |span| span.start));
        let before = &text[..at];
        let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
        Error::Syntax {
            file: file.to_owned(),
            line: before.matches('\n').count() + 1,
            column,
            reason: error.message().trim().replace('\n', "; "),
        }
    })
}

/// All sources as one, later ones over earlier ones, and the settings file if it is exposed. Fails
/// if a key does not exist.
pub(super) fn merge(mut sources: Sources<'_>) -> Result<(Config, Option<PathBuf>), Error> {
    sources.environment.retain(|variable, _| is_setting(variable));
    let file = sources.file.unwrap_or(Path::new(FILE));
    let content = read_file(file)?;
    let exposed = content.is_some_and(|content| has_secret(&content)) && is_exposed(file);
    let mut builder = Config::builder();
    for Key { name, default, .. } in KEYS {
        if let Some(default) = default {
            builder = builder.set_default(*name, *default)?;
        }
    }
    for (name, default) in sources.defaults {
        builder = builder.set_default(name, default)?;
    }
    builder = builder
        .add_source(File::from(file).format(FileFormat::Toml).required(sources.file.is_some()));
    builder = builder.add_source(
        Environment::with_prefix(ENVIRONMENT_PREFIX.trim_end_matches('_'))
            .prefix_separator("_")
            .separator("__")
            .source(Some(sources.environment)),
    );
    for (name, value) in sources.flags {
        check_exists(&name, "the command line")?;
        refuse_secret(&name)?;
        builder = builder.set_override(name, value)?;
    }
    let merged = builder.build()?;
    check_kind_of_secrets(&merged.cache)?;
    refuse_unknown_keys(&merged.cache, "")?;
    Ok((merged, exposed.then(|| file.to_owned())))
}

/// The settings whose value is a secret, as section and key.
fn secrets() -> impl Iterator<Item = (&'static Key, &'static str, &'static str)> {
    KEYS.iter()
        .filter(|key| key.secret)
        .filter_map(|key| key.name.split_once('.').map(|(section, name)| (key, section, name)))
}

fn has_secret(file: &Table) -> bool {
    secrets().any(|(_, section, name)| file.get(section).is_some_and(|it| it.get(name).is_some()))
}

/// Refuses a secret on the command line, which all users of the machine can read.
fn refuse_secret(name: &str) -> Result<(), Error> {
    secrets().find(|(key, ..)| key.name == name).map_or(Ok(()), |(key, ..)| {
        let reason = format!(
            "is refused on the command line, which other users of this machine can read; use \
             `{}_file` or the environment variable {}",
            key.name,
            variable(key.name)
        );
        Err(Error::Invalid { key: key.name, reason })
    })
}

/// Refuses a secret that is not a text. `config` would show a number in its error.
fn check_kind_of_secrets(merged: &Value) -> Result<(), Error> {
    for (key, section, name) in secrets() {
        let value = entry(merged, section).and_then(|section| entry(section, name));
        if value.is_some_and(|value| !matches!(value.kind, ValueKind::String(_))) {
            let reason = "must be a text in quotes".to_owned();
            return Err(Error::Invalid { key: key.name, reason });
        }
    }
    Ok(())
}

fn entry<'a>(table: &'a Value, name: &str) -> Option<&'a Value> {
    let ValueKind::Table(entries) = &table.kind else { return None };
    entries.get(name)
}

fn refuse_unknown_keys(value: &Value, path: &str) -> Result<(), Error> {
    let ValueKind::Table(table) = &value.kind else {
        return check_exists(path, value.origin().unwrap_or("the settings"));
    };
    table.iter().try_for_each(|(name, value)| {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        refuse_unknown_keys(value, &path)
    })
}

/// Refuses a setting that does not exist, and suggests the most similar one that exists.
fn check_exists(name: &str, origin: &str) -> Result<(), Error> {
    if KEYS.iter().any(|key| key.name == name) {
        return Ok(());
    }
    let spelt = |name: &str| if origin == ENVIRONMENT { variable(name) } else { name.to_owned() };
    let hint = match nearest_key(name) {
        Some(near) => format!("did you mean `{}`?", spelt(&near)),
        None => "`doorstep serve --help` lists all settings".to_owned(),
    };
    Err(Error::Unknown { key: spelt(&shown(name)), origin: origin.to_owned(), hint })
}

/// An unknown name as an error shows it. What follows the name of a secret setting, or a character
/// that no name has, is left out: it may be the secret, as in `kisi.api_key:SECRET`.
fn shown(name: &str) -> String {
    let in_name = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    let after_secret = secrets().find_map(|(key, ..)| name.strip_prefix(key.name));
    let begin = match after_secret {
        Some(rest) => &name[..name.len() - rest.len()],
        None => name.split(|c| !in_name(c)).next().unwrap_or_default(),
    };
    if begin.len() == name.len() { name.to_owned() } else { format!("{begin}…") }
}

/// The setting that is most similar to `name`. Within a section, only the keys are compared:
/// with the section's name before them, any two keys would be similar.
fn nearest_key(name: &str) -> Option<String> {
    let keys = || KEYS.iter().map(|key| key.name);
    let (section, key) = name.split_once('.').unwrap_or(("", name));
    let mut in_section = keys()
        .filter_map(|name| name.split_once('.'))
        .filter(|(own, _)| *own == section)
        .peekable();
    if in_section.peek().is_none() {
        return nearest(name, keys()).map(str::to_owned);
    }
    nearest(key, in_section.map(|(_, key)| key)).map(|key| format!("{section}.{key}"))
}
