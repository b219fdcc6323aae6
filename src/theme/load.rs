//! From a theme file and the files it names to a brand that can be shown.

use std::{
    collections::BTreeMap,
    io,
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    Error, Theme,
    contrast::Contrast,
    css::Look,
    diagnostic::{Diagnostic, Severity, Source},
    doors::{DoorWords, Doors, LocalWords, PlaceWords},
    file::{
        Buttons, ColorsTable, ColorsWritten, DoorTable, FontTable, FooterTable, PlaceTable, Scheme,
        TextEntry, ThemeFile,
    },
    folder::Folder,
    font::{Font, FontFile},
    palette::Palette,
    parse::{Finding, parse},
    values::{FileName, Id, Link, Placed, Words},
};
use crate::{
    access::DoorId,
    assets::{self, Asset},
    did_you_mean::nearest,
    files::read_bounded,
    language::{self, Language, TextError, Texts},
};

/// The largest theme file, and the largest file of CSS, in bytes.
const LARGEST_FILE: u64 = 256 * 1024;
const LARGEST_CSS: u64 = 64 * 1024;
/// The most files of a font, and the most links at the end of the page.
const MOST_FONT_FILES: usize = 8;
const MOST_LINKS: usize = 8;
/// From which size on a file keeps a visitor on one bar of signal waiting, in bytes.
const HEAVY: usize = 200 * 1024;

/// The built-in brand.
const BUILT_IN: &str = include_str!("../../theme.toml");

/// What came of reading a theme.
#[derive(Debug)]
pub struct Loaded {
    /// The files that were read or looked for, the theme file first.
    pub files: Vec<PathBuf>,
    /// The brand, or all that is wrong.
    pub theme: Result<Theme, Error>,
}

/// The brand that `path` describes, with the files it names.
pub(super) fn load(path: &Path) -> Loaded {
    let text = read_bounded(path, LARGEST_FILE).and_then(|bytes| {
        let odd = |place| format!("it is no text from byte {place} on; save it as UTF-8");
        let invalid = |place| io::Error::new(io::ErrorKind::InvalidData, odd(place));
        String::from_utf8(bytes).map_err(|error| invalid(error.utf8_error().valid_up_to()))
    });
    match text {
        Ok(text) => of_text(path, text, Folder::of(path)),
        Err(error) => {
            let message = format!("this theme cannot be read: {error}");
            let diagnostic = Diagnostic::of_file(Severity::Error, path, message);
            Loaded { files: vec![path.to_owned()], theme: Err(Error(vec![diagnostic])) }
        }
    }
}

/// The brand that is built in.
pub(super) fn built_in() -> Result<Theme, Error> {
    of_text(Path::new("theme.toml"), BUILT_IN.to_owned(), Folder::BuiltIn).theme
}

fn of_text(path: &Path, text: String, folder: Folder) -> Loaded {
    let (file, findings) = parse(&text);
    Loading::new(path, text, folder, findings).finish(file)
}

/// A theme being read, and what has been found so far.
struct Loading {
    source: Arc<Source>,
    folder: Folder,
    diagnostics: Vec<Diagnostic>,
    files: Vec<PathBuf>,
    revision: blake3::Hasher,
    /// The brand's own.
    language: &'static Language,
}

impl Loading {
    fn new(path: &Path, text: String, folder: Folder, findings: Vec<Finding>) -> Self {
        let mut revision = blake3::Hasher::new();
        revision.update(text.as_bytes());
        let source = Arc::new(Source { file: path.to_owned(), text });
        let diagnostics = findings.into_iter().map(|finding| {
            let diagnostic = Diagnostic::new(Severity::Error, &source, finding.at, finding.message);
            diagnostic.suggesting(finding.suggestion)
        });
        Self {
            diagnostics: diagnostics.collect(),
            folder,
            files: vec![path.to_owned()],
            revision,
            language: Language::english(),
            source,
        }
    }

    fn finish(mut self, file: ThemeFile) -> Loaded {
        if let Some(own) = file.language.and_then(|tag| self.language_tagged(&tag)) {
            self.language = own;
        }
        // A missing name is an error that `parse` told.
        let name = file.name.map(|name| name.to_string()).unwrap_or_default();
        let texts = self.texts(file.text);
        let look = self.look(file.colors, file.buttons, file.font, file.css);
        let logo = self.picture("logo", file.logo);
        let logo_dark = self.picture("logo-dark", file.logo_dark);
        let icon = self.picture("icon", file.icon);
        let image = self.picture("image", file.page.image);
        let footer = self.footer(file.footer);
        let doors = self.doors(file.doors, file.places);
        self.diagnostics.sort_by_key(|diagnostic| (diagnostic.line(), diagnostic.column()));
        let (errors, warnings): (Vec<_>, Vec<_>) = self
            .diagnostics
            .into_iter()
            .partition(|diagnostic| diagnostic.severity == Severity::Error);
        if !errors.is_empty() {
            let all = errors.into_iter().chain(warnings).collect();
            return Loaded { files: self.files, theme: Err(Error(all)) };
        }
        let style = look.style();
        let theme = Theme {
            name,
            language: self.language,
            logo,
            logo_dark,
            icon,
            image,
            look,
            contact: file.contact,
            footer,
            doors,
            style_hash: assets::csp_hash(&style),
            style,
            revision: self.revision.finalize(),
            warnings,
            texts,
        };
        Loaded { files: self.files, theme: Ok(theme) }
    }

    fn error(&mut self, at: Range<usize>, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::new(Severity::Error, &self.source, at, message));
    }

    fn error_with(&mut self, at: Range<usize>, message: String, suggestion: Option<&str>) {
        let diagnostic = Diagnostic::new(Severity::Error, &self.source, at, message);
        self.diagnostics.push(diagnostic.suggesting(suggestion));
    }

    fn warn(&mut self, at: Range<usize>, message: String, suggestion: Option<&str>) {
        let diagnostic = Diagnostic::new(Severity::Warning, &self.source, at, message);
        self.diagnostics.push(diagnostic.suggesting(suggestion));
    }

    fn language_tagged(&mut self, tag: &Placed<String>) -> Option<&'static Language> {
        let known = Language::tagged(tag.get());
        if known.is_none() {
            let tags = || language::ALL.iter().map(|language| language.tag);
            let all = tags().collect::<Vec<_>>().join(", ");
            let message = format!("there is no language `{}`; there are {all}", tag.get());
            self.error_with(tag.at(), message, nearest(tag.get(), tags()));
        }
        known
    }

    /// The texts of every language, with the brand's words over them.
    fn texts(&mut self, written: BTreeMap<Placed<String>, Placed<TextEntry>>) -> Vec<Arc<Texts>> {
        let mut own: BTreeMap<&'static str, Texts> = BTreeMap::new();
        for (key, entry) in written {
            let at = entry.at();
            match entry.into_inner() {
                TextEntry::Words(words) => {
                    self.text(&mut own, self.language, &key, &Placed::new(at, words));
                }
                TextEntry::Language(texts) => {
                    let Some(language) = self.language_tagged(&key) else { continue };
                    for (id, words) in &texts {
                        self.text(&mut own, language, id, words);
                    }
                }
            }
        }
        let plain = Texts::plain().iter();
        plain
            .map(|plain| match own.remove(plain.language().tag) {
                Some(texts) => Arc::new(texts),
                None => Arc::clone(plain),
            })
            .collect()
    }

    fn text(
        &mut self,
        own: &mut BTreeMap<&'static str, Texts>,
        language: &'static Language,
        id: &Placed<String>,
        words: &Placed<String>,
    ) {
        let texts = own.entry(language.tag).or_insert_with(|| Texts::new(language));
        let Err(error) = texts.put(id.get(), words.get()) else { return };
        match &error {
            TextError::UnknownId(unknown) => {
                let known = language::texts_of(Language::english()).map(|(known, _)| known);
                let near = nearest(unknown, known);
                let hint = match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "`doorstep theme schema` names them all".to_owned(),
                };
                self.error_with(id.at(), format!("{error}; {hint}"), near);
            }
            TextError::Syntax(_)
            | TextError::UnknownVariable { .. }
            | TextError::TooLong(_)
            | TextError::Unsayable { .. } => self.error(words.at(), error.to_string()),
        }
    }

    fn look(
        &mut self,
        colors: ColorsTable,
        buttons: Buttons,
        font: FontTable,
        css: Option<Placed<FileName>>,
    ) -> Look {
        let scheme = colors.scheme.unwrap_or_default();
        let of_light = colors.light();
        let light = Palette::light(&of_light.colors());
        let of_dark = match scheme {
            // There are no light pages, so [colors] is about the dark ones.
            Scheme::Dark => colors.dark.over(of_light.clone()),
            Scheme::Auto | Scheme::Light => colors.dark,
        };
        let dark = Palette::dark(&of_dark.colors(), &light);
        let font = self.font(font);
        let extra = css.map(|name| self.css(&name)).unwrap_or_default();
        let look = Look { scheme, light, dark, font, buttons, extra };
        for (scheme, palette) in look.palettes() {
            let written = if scheme == Scheme::Dark { &of_dark } else { &of_light };
            self.contrasts(palette, written);
        }
        look
    }

    /// Warns of colours of the brand's own that some visitors cannot tell apart.
    fn contrasts(&mut self, palette: &Palette, written: &ColorsWritten) {
        for contrast in Contrast::all(palette).into_iter().filter(|it| !it.passes()) {
            let mut places = contrast.keys.into_iter().flatten();
            let Some((key, at)) = places.find_map(|key| Some((key, written.place(key)?))) else {
                continue;
            };
            let Contrast { what, color, ground, needed, .. } = contrast;
            let nearest = contrast.nearest(key);
            let message = format!(
                "{what} have a contrast of {contrast} ({color} on {ground}) and need {needed}:1; \
                 the nearest colour that passes is {nearest}"
            );
            self.warn(at, message, Some(&nearest.to_string()));
        }
    }

    fn font(&mut self, written: FontTable) -> Option<Font> {
        let FontTable { family, files } = written;
        if let Some(one_too_many) = files.get(MOST_FONT_FILES) {
            let message = format!("these are more than {MOST_FONT_FILES} files; leave some out");
            self.error(one_too_many.at(), message);
        }
        let mut read = Vec::new();
        for name in files.iter().take(MOST_FONT_FILES) {
            let Some(content) = self.content(name, assets::LARGEST) else { continue };
            self.warn_if_heavy(name, content.len());
            match FontFile::read(content) {
                Ok(file) => read.push(file),
                Err(wrong) => self.error(name.at(), format!("`{}` {wrong}", name.get())),
            }
        }
        match (family, files.first()) {
            (Some(family), Some(_)) => Some(Font { family: family.into_inner(), files: read }),
            (Some(family), None) => {
                let message = format!(
                    "`{}` has no files, so the phone's own font is shown; write files = \
                     [\"{}.woff2\"]",
                    family.get(),
                    family.get().to_string().to_lowercase().replace(' ', "-")
                );
                self.warn(family.at(), message, None);
                None
            }
            // A missing family is an error that `parse` told.
            (None, _) => None,
        }
    }

    fn css(&mut self, name: &Placed<FileName>) -> String {
        let Some(content) = self.content(name, LARGEST_CSS) else { return String::new() };
        let file = name.get();
        match String::from_utf8(content) {
            // The one thing that ends a style before its end (HTML, 13.2.5.3).
            Ok(css) if css.to_ascii_lowercase().contains("</style") => {
                self.error(name.at(), format!("`{file}` contains `</style`; leave it out"));
                String::new()
            }
            Ok(css) => css,
            Err(_not_utf8) => {
                self.error(name.at(), format!("`{file}` is no text; save it as UTF-8"));
                String::new()
            }
        }
    }

    /// The picture in the file that was written for `usage`.
    fn picture(&mut self, usage: &str, name: Option<Placed<FileName>>) -> Option<Asset> {
        let name = name?;
        let content = self.content(&name, assets::LARGEST)?;
        self.warn_if_heavy(&name, content.len());
        let picture = Asset::picture(usage, content);
        if picture.is_none() {
            let message =
                format!("`{}` is no picture; use an SVG, PNG, WebP or AVIF file", name.get());
            self.error(name.at(), message);
        }
        picture
    }

    fn content(&mut self, name: &Placed<FileName>, largest: u64) -> Option<Vec<u8>> {
        self.files.extend(self.folder.path(name.get()));
        match self.folder.read(name.get(), largest) {
            Ok(content) => {
                // Its hash, so that two files cannot be taken for two others in a row.
                self.revision.update(blake3::hash(&content).as_bytes());
                Some(content)
            }
            Err(message) => {
                self.error(name.at(), message);
                None
            }
        }
    }

    fn warn_if_heavy(&mut self, name: &Placed<FileName>, size: usize) {
        if size > HEAVY {
            // One bar of signal is 400 kbit/s, which is 50 bytes a millisecond.
            let (kib, seconds) = (size / 1024, size / 50_000);
            let message = format!(
                "`{}` has {kib} KiB and arrives after {seconds} s on one bar of signal; below \
                 {} KiB would be better",
                name.get(),
                HEAVY / 1024
            );
            self.warn(name.at(), message, None);
        }
    }

    fn footer(&mut self, written: Vec<Placed<FooterTable>>) -> Vec<(LocalWords, Link)> {
        if let Some(one_too_many) = written.get(MOST_LINKS) {
            let message = format!("these are more than {MOST_LINKS} links; leave some out");
            self.error(one_too_many.at(), message);
        }
        let links = written.into_iter().map(Placed::into_inner);
        links.map(|link| (self.words(Some(link.label)), link.url)).collect()
    }

    fn doors(
        &mut self,
        doors: BTreeMap<Placed<Id>, DoorTable>,
        places: BTreeMap<Placed<Id>, PlaceTable>,
    ) -> Doors {
        let doors = doors.into_iter().map(|(id, written)| {
            let DoorTable { name, note, icon, order, hidden, confirm } = written;
            let (name, note) = (self.words(name), self.words(note));
            (DoorId(id.get().0), DoorWords { name, note, icon, order, hidden, confirm })
        });
        let doors = doors.collect();
        let places = places.into_iter().map(|(id, PlaceTable { name, directions })| {
            let (name, directions) = (self.words(name), self.words(directions));
            (id.get().0, PlaceWords { name, directions })
        });
        Doors { doors, places: places.collect() }
    }

    fn words<T: ToString>(&mut self, written: Option<Words<T>>) -> LocalWords {
        LocalWords(match written {
            None => Vec::new(),
            Some(Words::Own(words)) => vec![(self.language, words.to_string())],
            Some(Words::Each(each)) => each
                .iter()
                .filter_map(|(tag, words)| Some((self.language_tagged(tag)?, words.to_string())))
                .collect(),
        })
    }
}
