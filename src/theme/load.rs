//! Loading a theme: its file is parsed, the files it names are read and checked, and the result is
//! a [`Theme`] or the diagnostics of everything that is wrong.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    Error, Theme,
    color::ColorKey,
    contact::Contact,
    contrast::WeakColor,
    css::Look,
    css_checks,
    decode::decode,
    diagnostic::{Diagnostic, Severity, Source},
    doors::{DoorOverrides, Doors, LocalWords, PlaceOverrides},
    file::{
        Buttons, ColorsTable, ColorsWritten, ContactTable, DoorTable, FontTable, FooterTable,
        HeadingsTable, MailTable, PageTable, PlaceTable, Scheme, Style, TextEntry, ThemeFile,
    },
    focus::Focus,
    folder::{Folder, read_theme},
    font::{self, Font, FontFile},
    palette::Palette,
    parse::{Parsed, in_other_encoding, parse},
    values::{Family, FileName, Id, Line, Link, Passage, Placed, Words},
};
use crate::{
    access::DoorId,
    did_you_mean::nearest,
    language::{self, Language, Offered, TextError, Texts},
};

/// The largest theme file, and the largest CSS file, in bytes.
pub(super) const LARGEST_FILE: u64 = 256 * 1024;
const LARGEST_CSS: u64 = 64 * 1024;
/// The most files of a font, and the most links at the end of a page.
const MOST_FONT_FILES: usize = 8;
const MOST_LINKS: usize = 8;
/// The most errors of a file that are reported, and the most warnings.
const MOST_DIAGNOSTICS: usize = 50;
/// A larger file, in bytes, loads slowly on one bar of signal, which is worth a warning.
const HEAVY: usize = 200 * 1024;

/// The built-in brand.
const BUILT_IN: &str = include_str!("../../theme.toml");

/// The result of loading a theme.
#[derive(Debug)]
pub struct Loaded {
    /// The files that were read or looked for, the theme file first.
    pub files: Vec<PathBuf>,
    /// The theme, or its diagnostics.
    pub theme: Result<Theme, Error>,
}

impl Loaded {
    fn failed(path: &Path, error: Diagnostic) -> Self {
        Self { files: vec![path.to_owned()], theme: Err(Error(vec![error])) }
    }
}

impl Theme {
    /// Loads the theme file `path` and the files it names.
    pub fn load(path: &Path) -> Result<Self, Error> {
        Self::load_with_files(path).theme
    }

    /// The theme that is written in `toml` and names no files, for tests of other modules.
    #[cfg(test)]
    pub(crate) fn for_tests(toml: &str) -> Self {
        Loading::new(Path::new("theme.toml"), toml.to_owned(), Folder::BuiltIn)
            .load()
            .theme
            .unwrap()
    }

    /// Loads the theme file `path`, and also returns which files were read for it.
    #[must_use]
    pub fn load_with_files(path: &Path) -> Loaded {
        match read_theme(path, LARGEST_FILE).map(decode) {
            Ok(Ok(text)) => Loading::new(path, text, Folder::of(path)).load(),
            Ok(Err(not_utf8)) => Loaded::failed(path, in_other_encoding(path, not_utf8)),
            Err(message) => {
                Loaded::failed(path, Diagnostic::of_file(Severity::Error, path, message))
            }
        }
    }

    /// The text of the theme file `path`; `None` if it cannot be read.
    #[must_use]
    pub fn read(path: &Path) -> Option<String> {
        decode(read_theme(path, LARGEST_FILE).ok()?).ok()
    }

    /// Loads the theme in `text`, as if it stood in the file `path`.
    #[must_use]
    pub fn load_text(path: &Path, text: String) -> Loaded {
        Loading::new(path, text, Folder::of(path)).load()
    }

    /// The theme that is part of the program.
    pub fn built_in() -> Result<Self, Error> {
        let path = Path::new("theme.toml");
        Loading::new(path, BUILT_IN.to_owned(), Folder::BuiltIn).load().theme
    }
}

/// A theme that is being loaded.
pub(super) struct Loading {
    source: Arc<Source>,
    pub(super) folder: Folder,
    diagnostics: Vec<Diagnostic>,
    files: Vec<PathBuf>,
    revision: blake3::Hasher,
    /// The brand's own language.
    language: &'static Language,
    /// The keys at the top of the file with a mistake in them.
    wrong: BTreeSet<String>,
}

impl Loading {
    pub(super) fn new(path: &Path, text: String, folder: Folder) -> Self {
        let mut revision = blake3::Hasher::new();
        revision.update(text.as_bytes());
        Self {
            source: Arc::new(Source { file: path.to_owned(), text }),
            folder,
            diagnostics: Vec::new(),
            files: vec![path.to_owned()],
            revision,
            language: Language::english(),
            wrong: BTreeSet::new(),
        }
    }

    pub(super) fn load(mut self) -> Loaded {
        let Parsed { file, diagnostics, wrong } = parse(&self.source);
        self.diagnostics = diagnostics;
        self.wrong = wrong;
        self.build(file)
    }

    fn build(mut self, file: ThemeFile) -> Loaded {
        let languages = self.languages(file.language, &file.languages);
        // `parse` has reported a missing name as an error.
        let name = file.name.map(|name| name.to_string()).unwrap_or_default();
        let (mail_from_name, mail_words) = mail_words(file.mail);
        let texts = self.texts(file.text, mail_words);
        let mut look = self.look(file.colors, file.buttons, file.font, file.css);
        let logo = self.picture("logo", file.logo);
        let logo_dark = self.picture("logo-dark", file.logo_dark);
        let logo_is_hidden = self.check_logos(&look, logo.as_ref(), logo_dark.as_ref());
        let icon = self.picture("icon", file.icon);
        let home_icons = icon.as_ref().and_then(|icon| self.home_icons(icon, &look));
        let focus = self.focus(&file.page);
        let [image, image_dark] = self.page_images(file.page, focus, &look);
        look.focus = image.as_ref().or(image_dark.as_ref()).map(|_| focus);
        let (contact, contact_label) = self.contact(file.contact);
        let footer = self.footer(file.footer);
        let doors = self.doors(file.doors, file.places);
        look.asks = look.buttons.confirm || doors.doors.values().any(|it| it.confirm == Some(true));
        self.diagnostics.sort_by_key(Diagnostic::start);
        let of = |severity| {
            let all = self.diagnostics.iter().filter(move |it| it.severity == severity);
            all.take(MOST_DIAGNOSTICS).cloned().collect::<Vec<_>>()
        };
        let [errors, warnings, notes] =
            [of(Severity::Error), of(Severity::Warning), of(Severity::Note)];
        if !errors.is_empty() {
            let all = errors.into_iter().chain(warnings).collect();
            return Loaded { files: self.files, theme: Err(Error(all)) };
        }
        let theme = Theme {
            name,
            language: self.language,
            languages,
            logo: logo.map(|logo| logo.asset),
            logo_dark: logo_dark.map(|logo| logo.asset),
            logo_is_hidden,
            icon: icon.map(|icon| icon.asset),
            home_icons,
            image,
            image_dark,
            styles: look.styles(),
            look,
            contact,
            contact_label,
            mail_from_name,
            footer,
            doors,
            revision: self.revision.finalize(),
            warnings,
            notes,
            texts,
        };
        Loaded { files: self.files, theme: Ok(theme) }
    }

    /// Which part of the page's picture is always shown.
    fn focus(&mut self, page: &PageTable) -> Focus {
        let Some(focus) = &page.image_focus else { return Focus::default() };
        if page.image.is_none() && page.image_dark.is_none() {
            let message = "this is not used, because there is no image; add it".to_owned();
            self.warn(focus.at(), message, None);
        }
        *focus.get()
    }

    /// The contact, and the words for its web page.
    fn contact(&mut self, table: ContactTable) -> (Contact, LocalWords) {
        let ContactTable { name, email, phone, url, url_label } = table;
        if let (Some(label), None) = (&url_label, &url) {
            let message = "these words are not shown, because there is no url; add it".to_owned();
            self.warn(label.at(), message, None);
        }
        if let Some(phone) = &phone
            && let Some(doubt) = phone.get().doubt()
        {
            self.warn(phone.at(), doubt, None);
        }
        let contact = Contact { name, email, phone: phone.map(Placed::into_inner), url };
        (contact, self.words(url_label.map(Placed::into_inner)))
    }

    pub(super) fn error(&mut self, at: Range<usize>, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::new(Severity::Error, &self.source, at, message));
    }

    fn error_with(&mut self, at: Range<usize>, message: String, suggestion: Option<&str>) {
        let diagnostic = Diagnostic::new(Severity::Error, &self.source, at, message);
        self.diagnostics.push(diagnostic.suggesting(suggestion));
    }

    pub(super) fn warn(&mut self, at: Range<usize>, message: String, suggestion: Option<&str>) {
        let diagnostic = Diagnostic::new(Severity::Warning, &self.source, at, message);
        self.diagnostics.push(diagnostic.suggesting(suggestion));
    }

    fn language_tagged(&mut self, tag: &Placed<String>) -> Option<&'static Language> {
        let language = Language::tagged(tag.get());
        if language.is_none() {
            let tags = language::ALL.iter().map(|language| language.tag);
            let meant = Language::meant_by(tag.get()).map(|language| language.tag);
            let hint = match meant {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("there are {}", tags.collect::<Vec<_>>().join(", ")),
            };
            let message = format!("there is no language `{}`; {hint}", tag.get());
            self.error_with(tag.at(), message, meant);
        }
        language
    }

    /// Finds the brand's own language, and returns those that visitors may choose among.
    fn languages(&mut self, own: Option<Placed<String>>, offered: &[Placed<String>]) -> Offered {
        let listed: Vec<_> = offered.iter().filter_map(|tag| self.language_tagged(tag)).collect();
        let own_at = own.as_ref().map(Placed::at);
        if let Some(own) = own.and_then(|tag| self.language_tagged(&tag)) {
            self.language = own;
        }
        if let (Some(first), false) = (listed.first(), listed.contains(&self.language)) {
            let message = format!(
                "your own language is `{}`, which is not among these languages, and it is offered, \
                 too; add it, or write language = \"{}\"",
                self.language.tag, first.tag
            );
            self.warn(own_at.unwrap_or_else(|| offered[0].at()), message, None);
        }
        Offered::new(|language| {
            listed.is_empty() || language == self.language || listed.contains(&language)
        })
    }

    /// The texts of every language, with the brand's own words in them.
    fn texts(
        &mut self,
        written: BTreeMap<Placed<String>, Placed<TextEntry>>,
        mail: Vec<MailWords>,
    ) -> Vec<Arc<Texts>> {
        let mut own: BTreeMap<&'static str, Texts> = BTreeMap::new();
        // [text] comes last, so that it is used if [text.de] has the same text for the brand's own
        // language, too.
        let is_of_language = |entry: &TextEntry| matches!(entry, TextEntry::Language(_));
        let (others, texts): (Vec<_>, Vec<_>) =
            written.into_iter().partition(|(_, entry)| is_of_language(entry.get()));
        for (key, entry) in others.into_iter().chain(texts) {
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
        for (id, words) in mail {
            let (at, id) = (words.at(), Placed::new(words.at(), id.to_owned()));
            for (language, words) in self.words(Some(words.into_inner())).0 {
                self.text(&mut own, language, &id, &Placed::new(at.clone(), words));
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
                let ids = language::texts_of(Language::english()).map(|(id, _)| id);
                let near = nearest(unknown, ids);
                let hint = match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "the guide, docs/texts.md, lists all of them".to_owned(),
                };
                self.error_with(id.at(), format!("{error}; {hint}"), near);
            }
            TextError::Syntax(_)
            | TextError::Empty(_)
            | TextError::WithoutDollar { .. }
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
            // Without light pages, [colors] sets the colours of the dark ones.
            Scheme::Dark => colors.dark.over(of_light.clone()),
            Scheme::Auto | Scheme::Light => colors.dark,
        };
        let dark = Palette::dark(&of_dark.colors(), &light);
        let FontTable { family, files, headings } = font;
        let HeadingsTable { family: for_headings, files: files_for_headings } = headings;
        let font = self.font(family, &files);
        let headings = self.font(for_headings, &files_for_headings);
        let extra = css.map(|name| self.css(&name)).unwrap_or_default();
        let look =
            Look { scheme, light, dark, font, headings, focus: None, buttons, asks: false, extra };
        for (scheme, palette) in look.palettes() {
            if self.wrong.contains("colors") {
                // The contrasts would be those of colours that the brand did not mean.
                break;
            }
            let written = if scheme == Scheme::Dark { &of_dark } else { &of_light };
            self.contrasts(palette, written);
            if buttons.style == Style::Filled {
                self.pale_accent(palette, written);
            }
        }
        look
    }

    /// Warns of colours of the brand that are too weak, once for each.
    fn contrasts(&mut self, palette: &Palette, written: &ColorsWritten) {
        for weak in WeakColor::all(palette, |key| written.place(key).is_some()) {
            let Some(at) = written.place(weak.key) else { continue };
            let suggestion = weak.suggestion.map(|color| color.to_string());
            self.warn(at, weak.to_string(), suggestion.as_deref());
        }
    }

    /// Explains the rim of buttons whose colour can hardly be seen on the page.
    fn pale_accent(&mut self, palette: &Palette, written: &ColorsWritten) {
        let Some(at) = written.place(ColorKey::Accent) else { return };
        let Palette { accent, edge, background, .. } = palette;
        if accent == edge {
            return;
        }
        let message = format!(
            "buttons in {accent} get a rim in {edge}, because the accent alone has a contrast of \
             {:.2}:1 with {background}, and 3:1 shows where a button is; small signs have the \
             colour of words",
            accent.contrast(*background)
        );
        self.diagnostics.push(Diagnostic::new(Severity::Note, &self.source, at, message));
    }

    fn font(&mut self, family: Option<Placed<Family>>, files: &[Placed<FileName>]) -> Option<Font> {
        if let Some(one_too_many) = files.get(MOST_FONT_FILES) {
            let message = format!("there are more than {MOST_FONT_FILES} files; remove some");
            self.error(one_too_many.at(), message);
        }
        let mut read = Vec::new();
        for name in files.iter().take(MOST_FONT_FILES) {
            let Some(content) = self.content(name, font::LARGEST_FILE) else { continue };
            match FontFile::read(content) {
                Ok(file) => {
                    self.warn_if_heavy(name, file.asset.size());
                    read.push(file);
                }
                Err(wrong) => self.error(name.at(), format!("`{}` {wrong}", name.get())),
            }
        }
        match (family, files.first()) {
            (Some(family), Some(_)) => Some(Font { family: family.into_inner(), files: read }),
            (Some(family), None) => {
                let message = format!(
                    "`{}` has no files, so the phone's own font is used; write files = \
                     [\"{}.woff2\"]",
                    family.get(),
                    family.get().to_string().to_lowercase().replace(' ', "-")
                );
                self.warn(family.at(), message, None);
                None
            }
            // `parse` has reported a missing family as an error.
            (None, _) => None,
        }
    }

    fn css(&mut self, name: &Placed<FileName>) -> String {
        let Some(content) = self.content(name, LARGEST_CSS) else { return String::new() };
        let file = name.get();
        match String::from_utf8(content) {
            // Nothing else can end a style element early (HTML, 13.2.5.3).
            Ok(css) if css.to_ascii_lowercase().contains("</style") => {
                self.error(name.at(), format!("`{file}` contains `</style`; remove it"));
                String::new()
            }
            Ok(css) => {
                for problem in css_checks::problems(&css) {
                    self.warn(name.at(), format!("`{file}`: {problem}"), None);
                }
                css
            }
            Err(_not_utf8) => {
                self.error(name.at(), format!("`{file}` is not UTF-8 text; save it as UTF-8"));
                String::new()
            }
        }
    }

    pub(super) fn content(&mut self, name: &Placed<FileName>, largest: u64) -> Option<Vec<u8>> {
        self.files.extend(self.folder.path(name.get()));
        match self.folder.read(name.get(), largest) {
            Ok(content) => {
                // Hashes have a fixed length, so content cannot move from one file to the next
                // without a change of the revision.
                self.revision.update(blake3::hash(&content).as_bytes());
                Some(content)
            }
            Err(message) => {
                self.error(name.at(), message);
                None
            }
        }
    }

    pub(super) fn warn_if_heavy(&mut self, name: &Placed<FileName>, size: usize) {
        if size > HEAVY {
            // One bar of signal is 400 kbit/s, which is 50 bytes a millisecond.
            let (kib, seconds) = (size / 1024, size / 50_000);
            let message = format!(
                "`{}` has {kib} KiB and takes {seconds} s to load on one bar of signal; make it \
                 smaller than {} KiB",
                name.get(),
                HEAVY / 1024
            );
            self.warn(name.at(), message, None);
        }
    }

    fn footer(&mut self, written: Vec<Placed<FooterTable>>) -> Vec<(LocalWords, Link)> {
        if let Some(one_too_many) = written.get(MOST_LINKS) {
            let message = format!("there are more than {MOST_LINKS} links; remove some");
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
            (DoorId(id.get().0), DoorOverrides { name, note, icon, order, hidden, confirm })
        });
        let doors = doors.collect();
        let places = places.into_iter().map(|(id, PlaceTable { name, directions, order })| {
            let (name, directions) = (self.words(name), self.words(directions));
            (id.get().0, PlaceOverrides { name, directions, order })
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

/// A text of `[mail]` and its id.
type MailWords = (&'static str, Placed<Words<Passage>>);

/// The name of the sender of mails, and the texts of `[mail]` by their ids.
fn mail_words(written: MailTable) -> (Option<Line>, Vec<MailWords>) {
    let MailTable { from_name, subject, greeting, signature } = written;
    let texts =
        [("mail-subject", subject), ("mail-greeting", greeting), ("mail-signature", signature)];
    let texts = texts.into_iter().filter_map(|(id, words)| Some((id, words?)));
    (from_name, texts.collect())
}
