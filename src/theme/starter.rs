//! Starting a brand: a folder with a theme file in which every key is explained, and the logo.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use toml::Value;

use super::{Error, Theme, color::Color, file::Scheme, logo_colors, values::Line};
use crate::{
    assets::{Format, LARGEST},
    files::read_bounded,
};

/// The file that a brand starts from. In it, every key but `name` is switched off by a `#`.
const STARTER: &str = include_str!("../../assets/starter.toml");
/// The lines of the file that are replaced.
const NAME: &str = "\nname = \"Acme\"\n";
const LOGO: &str = "\n#logo = \"logo.svg\"\n";
const ACCENT: &str = "\n#accent = \"#0b6e4f\"\n";
const SCHEME: &str = "\n#scheme = \"auto\"\n";

/// A brand that was started.
#[derive(Debug)]
pub struct Started {
    /// The theme file.
    pub file: PathBuf,
    /// The copy of the logo, if there is one.
    pub logo: Option<StartedLogo>,
    /// The theme in the file.
    pub theme: Theme,
}

/// The logo of a brand that was started.
#[derive(Debug)]
pub struct StartedLogo {
    /// The copy of the logo.
    pub file: PathBuf,
    /// The accent that was chosen from its colours, or why there is none.
    pub accent: Result<Color, String>,
}

/// Why a brand cannot be started. Nothing is left behind.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Files are never overwritten.
    #[error("{0} is not empty; write the name of a new folder")]
    NotEmpty(PathBuf),
    /// A file has the name of the folder.
    #[error("{0} is a file; write the name of a new folder")]
    NotFolder(PathBuf),
    /// The folder cannot be made, or a file in it.
    #[error("{path} cannot be written")]
    Unwritable {
        /// The folder or the file.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// The logo does not exist.
    #[error("there is no file {0}; write where the logo is")]
    NoLogo(PathBuf),
    /// The logo cannot be read, or is larger than 1 MiB.
    #[error("the logo {path} cannot be read")]
    Unreadable {
        /// The logo.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// The logo cannot be used.
    #[error("the logo {path} cannot be used: {reason}")]
    Unusable {
        /// The logo.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
}

/// Makes `folder`, which must not exist or be empty, with a theme file for the brand `name`, and a
/// copy of the file `logo`.
pub fn start(folder: &Path, name: &Line, logo: Option<&Path>) -> Result<Started, StartError> {
    let logo = logo.map(Logo::read).transpose()?;
    let is_new = prepare(folder)?;
    let mut written = Vec::new();
    let started = write(folder, name, logo.as_ref(), &mut written);
    if started.is_err() {
        // The error is reported. If a file cannot be removed either, there is nothing left to do.
        for file in written {
            let _ = fs::remove_file(file);
        }
        if is_new {
            let _ = fs::remove_dir(folder);
        }
    }
    started
}

/// Makes the folder if it does not exist. Returns whether it is new.
fn prepare(folder: &Path) -> Result<bool, StartError> {
    let unwritable = |source| StartError::Unwritable { path: folder.to_owned(), source };
    match fs::read_dir(folder) {
        Ok(mut entries) => match entries.next() {
            Some(_) => Err(StartError::NotEmpty(folder.to_owned())),
            None => Ok(false),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(folder).map_err(unwritable)?;
            Ok(true)
        }
        Err(_not_a_folder) if folder.is_file() => Err(StartError::NotFolder(folder.to_owned())),
        Err(error) => Err(unwritable(error)),
    }
}

/// Writes the files, and adds their paths to `written`.
fn write(
    folder: &Path,
    name: &Line,
    logo: Option<&Logo<'_>>,
    written: &mut Vec<PathBuf>,
) -> Result<Started, StartError> {
    let mut save = |name: &str, content: &[u8]| {
        let path = folder.join(name);
        let unwritable = |source| StartError::Unwritable { path: path.clone(), source };
        let mut file = File::create_new(&path).map_err(unwritable)?;
        written.push(path.clone());
        file.write_all(content).map_err(unwritable)?;
        Ok(path)
    };
    let logo = match logo {
        Some(logo) => {
            let file = save(&logo.name, &logo.content)?;
            Some((logo, StartedLogo { file, accent: logo_colors::accent(&logo.content) }))
        }
        None => None,
    };
    let accent = logo.as_ref().and_then(|(_, copy)| copy.accent.as_ref().ok());
    let text = theme_file(name, logo.as_ref().map(|(logo, _)| logo.name.as_str()), accent);
    let file = save("theme.toml", text.as_bytes())?;
    match (with_visible_logo(&file, &text), logo) {
        (Ok(theme), logo) => Ok(Started { file, logo: logo.map(|(_, copy)| copy), theme }),
        (Err(Error(diagnostics)), logo) => {
            // Only the logo comes from outside, so only the logo can be wrong.
            let reasons: Vec<_> = diagnostics.iter().map(|it| it.message.as_str()).collect();
            let path = logo.map_or_else(|| file.clone(), |(logo, _)| logo.path.to_owned());
            Err(StartError::Unusable { path, reason: reasons.join("; ") })
        }
    }
}

/// Loads the theme file that contains `text`. Where the logo can be seen only on light or only on
/// dark pages, all pages become so.
fn with_visible_logo(file: &Path, text: &str) -> Result<Theme, Error> {
    let theme = Theme::load(file)?;
    let visible = match *theme.logo_is_hidden {
        [Scheme::Dark] => "light",
        [Scheme::Light] => "dark",
        _ => return Ok(theme),
    };
    let fixed = text.replacen(SCHEME, &format!("\nscheme = \"{visible}\"\n"), 1);
    // If it cannot be written, the file stays as it is, with a warning.
    if fs::write(file, fixed).is_err() { Ok(theme) } else { Theme::load(file) }
}

/// The content of the theme file.
fn theme_file(name: &Line, logo: Option<&str>, accent: Option<&Color>) -> String {
    let line = |key: &str, value: String| format!("\n{key} = {}\n", Value::String(value));
    let mut text = STARTER.replacen(NAME, &line("name", name.to_string()), 1);
    if let Some(logo) = logo {
        text = text.replacen(LOGO, &line("logo", logo.to_owned()), 1);
    }
    if let Some(accent) = accent {
        text = text.replacen(ACCENT, &line("accent", accent.to_string()), 1);
    }
    text
}

/// A logo that is to be copied.
struct Logo<'a> {
    path: &'a Path,
    content: Vec<u8>,
    /// The name of the copy.
    name: String,
}

impl<'a> Logo<'a> {
    fn read(path: &'a Path) -> Result<Self, StartError> {
        let content = read_bounded(path, LARGEST).map_err(|source| {
            if source.kind() == io::ErrorKind::NotFound {
                StartError::NoLogo(path.to_owned())
            } else {
                StartError::Unreadable { path: path.to_owned(), source }
            }
        })?;
        // The content decides. Of a file that is not a picture, the theme says what is wrong.
        let extension = match Format::of_picture(&content) {
            Some(format) => format.extension().to_owned(),
            None => path
                .extension()
                .and_then(|it| it.to_str())
                .filter(|it| it.len() <= 5 && it.bytes().all(|byte| byte.is_ascii_alphanumeric()))
                .unwrap_or("file")
                .to_ascii_lowercase(),
        };
        Ok(Self { path, content, name: format!("logo.{extension}") })
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, sync::Arc};

    use super::*;
    use crate::theme::{diagnostic::Source, parse::parse, schema::SCHEMA};

    /// The starter with every key switched on.
    fn switched_on() -> String {
        let lines = STARTER.lines().map(|line| match line.strip_prefix('#') {
            Some(key) if !key.starts_with(' ') => key,
            _ => line,
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn every_line_that_is_switched_on_is_valid() {
        let text = switched_on();
        assert!(text.contains("\n[doors.1234]\nname = "), "{text}");
        let source = Arc::new(Source { file: "theme.toml".into(), text });
        let errors = parse(&source).diagnostics;
        let errors: Vec<_> = errors.iter().map(|error| error.report(false)).collect();
        assert!(errors.is_empty(), "{}", errors.join("\n"));
    }

    #[test]
    fn the_starter_has_every_key_of_a_theme() {
        fn collect(table: &serde_json::Value, path: &str, found: &mut BTreeSet<String>) {
            for (key, value) in table["properties"].as_object().into_iter().flatten() {
                let path = format!("{path}{key}");
                found.insert(path.clone());
                let numbered = &value["additionalProperties"];
                collect(value, &format!("{path}."), found);
                collect(&value["items"], &format!("{path}."), found);
                collect(numbered, &format!("{path}."), found);
            }
        }
        let mut schema = SCHEMA.clone();
        schema["properties"]["text"] = serde_json::Value::Null;
        let (mut all, mut there) = (BTreeSet::new(), BTreeSet::new());
        collect(&schema, "", &mut all);
        let starter: toml::Table = switched_on().parse().unwrap();
        for (key, value) in &starter {
            there.insert(key.clone());
            let inner = match (key.as_str(), value) {
                ("doors" | "places", Value::Table(numbered)) => numbered.values().next().unwrap(),
                (_, Value::Array(list)) => &list[0],
                (_, value) => value,
            };
            for (below, value) in inner.as_table().into_iter().flatten() {
                there.insert(format!("{key}.{below}"));
                let deeper = value.as_table().into_iter().flatten();
                there.extend(deeper.map(|(deepest, _)| format!("{key}.{below}.{deepest}")));
            }
        }
        let missing: Vec<_> = all.difference(&there).collect();
        assert!(missing.is_empty(), "assets/starter.toml explains {missing:?}");
    }

    #[test]
    fn only_what_is_set_is_switched_on() {
        let name = Line::try_from("A \"quoted\" \\ name").unwrap();
        let text = theme_file(&name, Some("logo.png"), Some(&Color::new(200, 16, 46)));
        let theme: toml::Table = text.parse().unwrap();
        assert_eq!(theme["name"].as_str(), Some("A \"quoted\" \\ name"));
        assert_eq!(theme["logo"].as_str(), Some("logo.png"));
        assert_eq!(theme["colors"]["accent"].as_str(), Some("#c8102e"));
        let set =
            |value: &Value| value.as_table().is_none_or(|table| table.values().any(Value::is_str));
        let set = theme.iter().filter(|(_, value)| set(value)).map(|(key, _)| key.as_str());
        assert_eq!(set.collect::<BTreeSet<_>>(), BTreeSet::from(["colors", "logo", "name"]));
        assert_eq!(
            text.lines().filter(|line| line.contains('=') && !line.starts_with('#')).count(),
            3
        );
    }
}
