//! A brand: all that one `theme.toml` says, checked and ready to be shown.
//!
//! [`file`] reads what brand teams write, [`color`] and [`css`] make a whole palette of it, and a
//! [`Theme`] is the result: whatever it holds can be put on a page as it is.

mod color;
mod css;
mod file;
mod flaw;
mod themes;

use std::{
    fmt, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use toml::Spanned;

use self::file::{TextEntry, ThemeFile};
pub use self::{
    color::Color,
    css::Palette,
    file::{Buttons, Colors, Columns, Contact, Email, Line, Link, Phone, Scheme, Shape, Style},
    flaw::Flaw,
    themes::Themes,
};
use crate::{
    assets::{self, Asset},
    language::{self, Language, TextError, Texts},
};

/// The accent of a brand that names none.
const ACCENT: Color = Color::new(11, 110, 79);
/// The largest theme file, in bytes.
const LARGEST_FILE: u64 = 256 * 1024;

/// The default brand, and the files it names.
const DEFAULT: &str = include_str!("../../theme.toml");
const DEFAULT_FILES: &[(&str, &[u8])] = &[
    ("assets/logo.svg", include_bytes!("../../assets/logo.svg")),
    ("assets/logo-dark.svg", include_bytes!("../../assets/logo-dark.svg")),
    ("assets/icon.svg", include_bytes!("../../assets/icon.svg")),
];

/// A brand, ready to be shown.
#[derive(Debug)]
pub struct Theme {
    /// What the brand is called.
    pub name: String,
    /// The language of visitors for whose own there is none.
    pub language: &'static Language,
    /// The brand's logo on light pages.
    pub logo: Option<Asset>,
    /// The brand's logo on dark pages, where it is another.
    pub logo_dark: Option<Asset>,
    /// The brand's icon.
    pub icon: Option<Asset>,
    /// Whether pages are light or dark.
    pub scheme: Scheme,
    /// The colours of light pages.
    pub light: Palette,
    /// The colours of dark pages.
    pub dark: Palette,
    /// How the doors' buttons look, and whether they ask once more.
    pub buttons: Buttons,
    /// Whom a visitor who is stuck can ask.
    pub contact: Contact,
    /// The style of all pages.
    pub style: String,
    /// What allows `style` in a Content-Security-Policy: `'sha256-…'`.
    pub style_hash: String,
    /// Tells this theme from every other one that was loaded.
    pub revision: blake3::Hash,
    texts: Vec<Arc<Texts>>,
}

/// Why a theme cannot be used.
#[derive(Debug)]
pub enum Error {
    /// The file cannot be read.
    Unreadable(PathBuf, io::Error),
    /// The file can be read, and these things in it are wrong.
    Flawed(Vec<Flaw>),
}

impl std::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(path, error) => {
                write!(f, "the theme {} cannot be read: {error}", path.display())
            }
            Self::Flawed(flaws) => {
                let texts: Vec<_> = flaws.iter().map(Flaw::to_string).collect();
                f.write_str(&texts.join("\n\n"))
            }
        }
    }
}

impl Theme {
    /// The brand that `path` describes, with the files it names.
    pub fn load(path: &Path) -> Result<Self, Error> {
        let unreadable = |error| Error::Unreadable(path.to_owned(), error);
        let source = read_bounded(path, LARGEST_FILE).map_err(unreadable)?;
        let source = String::from_utf8(source).map_err(|error| {
            unreadable(io::Error::new(io::ErrorKind::InvalidData, error.utf8_error()))
        })?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = Folder::Disk(folder.unwrap_or(Path::new(".")));
        Reading::new(path, &source, folder).finish()
    }

    /// The brand that is built in.
    pub fn built_in() -> Result<Self, Error> {
        Reading::new(Path::new("theme.toml"), DEFAULT, Folder::BuiltIn).finish()
    }

    /// What the brand says in `language`.
    #[must_use]
    pub fn texts(&self, language: &Language) -> &Arc<Texts> {
        let theirs = self.texts.iter().find(|texts| texts.language() == language);
        // There is one for each of `language::ALL`, of which `language` is one.
        theirs.unwrap_or(&self.texts[0])
    }

    /// The files that pages of this brand can ask for.
    pub fn assets(&self) -> impl Iterator<Item = &Asset> {
        [&self.logo, &self.logo_dark, &self.icon].into_iter().flatten()
    }
}

/// Where the files are that a theme names.
enum Folder<'a> {
    Disk(&'a Path),
    BuiltIn,
}

impl Folder<'_> {
    /// The content of the file `name`, or what is wrong with it. Links are followed first, so
    /// that nothing outside of the folder is ever read.
    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        match self {
            Self::BuiltIn => {
                let file = DEFAULT_FILES.iter().find(|(known, _)| *known == name);
                file.map(|(_, content)| content.to_vec()).ok_or_else(|| format!("no file `{name}`"))
            }
            Self::Disk(folder) => {
                let missing = |error: io::Error| format!("`{name}` cannot be read: {error}");
                let folder = folder.canonicalize().map_err(missing)?;
                let path = folder.join(name).canonicalize().map_err(missing)?;
                if !path.starts_with(&folder) {
                    return Err(format!(
                        "`{name}` is outside of the theme's folder; move it there"
                    ));
                }
                read_bounded(&path, assets::LARGEST).map_err(missing)
            }
        }
    }
}

/// A file of at most `largest` bytes. Only plain files are read: a pipe would never end.
fn read_bounded(path: &Path, largest: u64) -> io::Result<Vec<u8>> {
    use io::Read as _;
    let odd = |text: String| io::Error::new(io::ErrorKind::InvalidInput, text);
    if !std::fs::metadata(path)?.is_file() {
        return Err(odd("it is not a file".to_owned()));
    }
    let mut content = Vec::new();
    std::fs::File::open(path)?.take(largest + 1).read_to_end(&mut content)?;
    if content.len() as u64 > largest {
        return Err(odd(format!("it is larger than {} KiB", largest / 1024)));
    }
    Ok(content)
}

/// A theme being read, and what has been found wrong so far.
struct Reading<'a> {
    path: &'a Path,
    source: &'a str,
    folder: Folder<'a>,
    file: ThemeFile,
    flaws: Vec<Flaw>,
    revision: blake3::Hasher,
}

impl<'a> Reading<'a> {
    fn new(path: &'a Path, source: &'a str, folder: Folder<'a>) -> Self {
        let (file, findings) = file::read(source);
        let mut revision = blake3::Hasher::new();
        revision.update(source.as_bytes());
        let mut reading = Self { path, source, folder, file, flaws: Vec::new(), revision };
        for (at, message) in findings {
            reading.flaw(at, message);
        }
        reading
    }

    fn flaw(&mut self, at: std::ops::Range<usize>, message: impl Into<String>) {
        self.flaws.push(Flaw::new(self.path.to_owned(), self.source, at, message));
    }

    fn finish(mut self) -> Result<Theme, Error> {
        let name = self.name();
        let language = self.language();
        let texts = self.texts(language);
        let file = std::mem::take(&mut self.file);
        let logo = self.picture("logo", file.logo);
        let logo_dark = self.picture("logo-dark", file.logo_dark);
        let icon = self.picture("icon", file.icon);
        if !self.flaws.is_empty() {
            self.flaws.sort_by_key(|flaw| (flaw.line, flaw.column));
            return Err(Error::Flawed(self.flaws));
        }
        let scheme = file.colors.scheme;
        let light = Palette::light(&file.colors.light());
        let dark = match scheme {
            // There are no light pages, so [colors] is about the dark ones.
            Scheme::Dark => Palette::dark(&file.colors.dark.over(file.colors.light()), &light),
            Scheme::Auto | Scheme::Light => Palette::dark(&file.colors.dark, &light),
        };
        let style = css::style(scheme, file.buttons, &light, &dark);
        Ok(Theme {
            name,
            language,
            logo,
            logo_dark,
            icon,
            scheme,
            light,
            dark,
            buttons: file.buttons,
            contact: file.contact,
            style_hash: assets::csp_hash(&style),
            style,
            revision: self.revision.finalize(),
            texts,
        })
    }

    fn name(&mut self) -> String {
        let name = self.file.name.as_ref().map(ToString::to_string);
        name.unwrap_or_else(|| {
            if self.flaws.is_empty() {
                self.flaw(0..0, "the brand's name is missing; write name = \"Northwind Offices\"");
            }
            String::new()
        })
    }

    fn language(&mut self) -> &'static Language {
        let Some(written) = self.file.language.clone() else { return Language::english() };
        known_language(written.get_ref()).unwrap_or_else(|message| {
            self.flaw(written.span(), message);
            Language::english()
        })
    }

    /// The texts of every language, with the brand's words over them.
    fn texts(&mut self, own: &'static Language) -> Vec<Arc<Texts>> {
        let mut all: Vec<Texts> = language::ALL.iter().map(Texts::new).collect();
        for (key, entry) in std::mem::take(&mut self.file.text) {
            let at = entry.span();
            match entry.into_inner() {
                TextEntry::Words(words) => {
                    self.put(&mut all, own, &key, &Spanned::new(at, words));
                }
                TextEntry::Language(texts) => match known_language(key.get_ref()) {
                    Ok(language) => {
                        for (id, words) in &texts {
                            self.put(&mut all, language, id, words);
                        }
                    }
                    Err(message) => self.flaw(key.span(), message),
                },
            }
        }
        all.into_iter().map(Arc::new).collect()
    }

    fn put(
        &mut self,
        all: &mut [Texts],
        language: &Language,
        id: &Spanned<String>,
        words: &Spanned<String>,
    ) {
        let theirs = all.iter_mut().find(|texts| texts.language() == language);
        let put = theirs.map_or(Ok(()), |texts| texts.put(id.get_ref(), words.get_ref()));
        if let Err(error) = put {
            let at = match error {
                TextError::UnknownId { .. } => id.span(),
                TextError::Syntax(_) | TextError::UnknownVariable { .. } => words.span(),
            };
            self.flaw(at, error.to_string());
        }
    }

    /// The picture in the file that was written for the use `name`.
    fn picture(&mut self, name: &str, written: Option<Spanned<String>>) -> Option<Asset> {
        let written = written?;
        let content = self.folder.read(written.get_ref());
        let picture = content.and_then(|content| {
            self.revision.update(&content);
            Asset::picture(name, content).ok_or_else(|| {
                let file = written.get_ref();
                format!("`{file}` is no picture; use an SVG, PNG, WebP or AVIF file")
            })
        });
        picture.map_err(|message| self.flaw(written.span(), message)).ok()
    }
}

fn known_language(tag: &str) -> Result<&'static Language, String> {
    Language::tagged(tag).ok_or_else(|| {
        let known: Vec<_> = language::ALL.iter().map(|language| language.tag).collect();
        format!("there is no language `{tag}`; there are {}", known.join(", "))
    })
}

#[cfg(test)]
mod tests;
