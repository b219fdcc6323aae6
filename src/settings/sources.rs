//! Where settings come from: the file, the environment and flags, merged over the defaults.

use std::{collections::HashMap, path::Path};

use config::{Config, Environment, File, FileFormat, Value, ValueKind};

use super::{
    error::Error,
    keys::{ENVIRONMENT_PREFIX, FILE, KEYS, Key, variable},
};
use crate::{did_you_mean::nearest, files::read_bounded};

/// The largest settings file, in bytes.
const LARGEST_FILE: u64 = 1024 * 1024;
/// The name that `config` gives to the environment as the origin of a value.
const ENVIRONMENT: &str = "the environment";

/// The sources of the settings besides their defaults; later ones win.
#[derive(Debug, Default)]
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

/// Reports a syntax error in the settings file, if the file exists. `config` would report it, too,
/// but with the whole line.
fn check_syntax(file: &Path) -> Result<(), Error> {
    let Ok(content) = read_bounded(file, LARGEST_FILE) else { return Ok(()) };
    let text = String::from_utf8_lossy(&content);
    let Err(error) = toml::from_str::<toml::Table>(&text) else { return Ok(()) };
    let at = text.floor_char_boundary(error.span().map_or(0, |span| span.start));
    let before = &text[..at];
    let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
    Err(Error::Syntax {
        file: file.to_owned(),
        line: before.matches('\n').count() + 1,
        column,
        reason: error.message().trim().replace('\n', "; "),
    })
}

/// All sources as one, later ones over earlier ones. Fails if a key does not exist.
pub(super) fn merge(mut sources: Sources<'_>) -> Result<Config, Error> {
    sources.environment.retain(|variable, _| is_setting(variable));
    check_syntax(sources.file.unwrap_or(Path::new(FILE)))?;
    let mut builder = Config::builder();
    for Key { name, default, .. } in KEYS {
        if let Some(default) = default {
            builder = builder.set_default(*name, *default)?;
        }
    }
    for (name, default) in sources.defaults {
        builder = builder.set_default(name, default)?;
    }
    builder = builder.add_source(match sources.file {
        Some(path) => File::from(path).format(FileFormat::Toml).required(true),
        None => File::from(Path::new(FILE)).format(FileFormat::Toml).required(false),
    });
    builder = builder.add_source(
        Environment::with_prefix(ENVIRONMENT_PREFIX.trim_end_matches('_'))
            .prefix_separator("_")
            .separator("__")
            .source(Some(sources.environment)),
    );
    for (name, value) in sources.flags {
        check_exists(&name, "the command line")?;
        builder = builder.set_override(name, value)?;
    }
    let merged = builder.build()?;
    refuse_unknown_keys(&merged.cache, "")?;
    Ok(merged)
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
    Err(Error::Unknown { key: spelt(name), origin: origin.to_owned(), hint })
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
