//! A brand: all that one `theme.toml` says, checked and ready to be shown.
//!
//! [`file`] is what brand teams write, [`parse`] reads it and finds all that is wrong, [`load`]
//! brings in the files it names, [`palette`] derives all colours from those that were chosen, and
//! [`css`] makes a style of them. A [`Theme`] is the result: whatever it holds can be put on a page
//! as it is.

mod color;
mod contrast;
mod css;
mod diagnostic;
mod doors;
mod file;
mod folder;
mod font;
mod load;
mod palette;
mod parse;
mod schema;
mod values;

use std::{fmt, path::Path, sync::Arc};

use self::doors::{Doors, LocalWords};
pub use self::{
    color::Color,
    contrast::Contrast,
    css::Look,
    diagnostic::{Diagnostic, Severity},
    doors::{Said, ShownDoor, ShownPlace},
    file::{Buttons, Columns, Contact, Icon, Scheme, Shape, Style},
    font::{Font, FontFile},
    load::Loaded,
    palette::{Colors, Palette},
    schema::schema,
    values::{Email, Family, Line, Link, Phone},
};
use crate::{
    assets::{self, Asset},
    language::{Language, Texts},
};

/// The accent of a brand that names none.
const ACCENT: Color = Color::new(11, 110, 79);

/// A brand, ready to be shown.
#[derive(Clone, Debug)]
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
    /// A picture across the top of the page.
    pub image: Option<Asset>,
    /// Colours, font and buttons.
    pub look: Look,
    /// Whom a visitor who is stuck can ask.
    pub contact: Contact,
    footer: Vec<(LocalWords, Link)>,
    doors: Doors,
    /// The style of all pages.
    pub style: String,
    /// What allows `style` in a Content-Security-Policy: `'sha256-…'`.
    pub style_hash: String,
    /// Tells this theme from every other one that was loaded.
    pub revision: blake3::Hash,
    /// What some visitors will have trouble with.
    pub warnings: Vec<Diagnostic>,
    texts: Vec<Arc<Texts>>,
}

/// Why a theme cannot be used: everything that is wrong with it, and what else was noticed.
#[derive(Debug)]
pub struct Error(pub Vec<Diagnostic>);

impl std::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reports: Vec<_> = self.0.iter().map(|diagnostic| diagnostic.report(false)).collect();
        write!(f, "the theme cannot be used\n\n{}", reports.join("\n\n"))
    }
}

impl Theme {
    /// The brand that `path` describes, with the files it names.
    pub fn load(path: &Path) -> Result<Self, Error> {
        load::load(path).theme
    }

    /// The same, and which files were read for it.
    #[must_use]
    pub fn load_with_files(path: &Path) -> Loaded {
        load::load(path)
    }

    /// The brand that is built in.
    pub fn built_in() -> Result<Self, Error> {
        load::built_in()
    }

    /// What the brand says in `language`.
    #[must_use]
    pub fn texts(&self, language: &Language) -> &Arc<Texts> {
        let theirs = self.texts.iter().find(|texts| texts.language() == language);
        // There is one for each of `language::ALL`, of which `language` is one.
        theirs.unwrap_or(&self.texts[0])
    }

    /// The links at the end of the page, for readers of `language`.
    pub fn footer(&self, language: &Language) -> impl Iterator<Item = (Said<'_>, &Link)> {
        let links = self.footer.iter();
        links.filter_map(|(label, link)| Some((label.for_anyone(language, self.language)?, link)))
    }

    /// The languages that the brand has words of its own in, its own language first.
    #[must_use]
    pub fn spoken(&self) -> Vec<&'static Language> {
        let plain = Texts::plain().iter().zip(&self.texts);
        let texts = plain.filter(|(plain, texts)| !Arc::ptr_eq(plain, texts));
        let texts = texts.map(|(plain, _)| plain.language());
        let labels = self.footer.iter().map(|(label, _)| label);
        let words = self.doors.words().chain(labels).flat_map(LocalWords::languages);
        let mut spoken = vec![self.language];
        for language in texts.chain(words) {
            if !spoken.contains(&language) {
                spoken.push(language);
            }
        }
        spoken
    }

    /// The same brand for someone who does not choose: where pages are light or dark as the phone
    /// is, they are always `scheme`. Its files are asked for in the folder `assets`.
    #[must_use]
    pub fn always(&self, scheme: Scheme, assets: &str) -> Self {
        let mut theme = self.clone();
        if theme.look.scheme == Scheme::Auto {
            theme.look.scheme = scheme;
        }
        for asset in theme.assets_mut() {
            let name = asset.path.rsplit('/').next().unwrap_or_default();
            asset.path = format!("{assets}/{name}");
        }
        theme.style = theme.look.style();
        theme.style_hash = assets::csp_hash(&theme.style);
        theme
    }

    fn assets_mut(&mut self) -> impl Iterator<Item = &mut Asset> {
        let Self { logo, logo_dark, icon, image, look, .. } = self;
        let pictures = [logo, logo_dark, icon, image];
        let fonts = look.font.iter_mut().flat_map(|font| &mut font.files);
        pictures.into_iter().flatten().chain(fonts.map(|file| &mut file.asset))
    }

    /// The files that pages of this brand can ask for.
    pub fn assets(&self) -> impl Iterator<Item = &Asset> {
        let pictures = [&self.logo, &self.logo_dark, &self.icon, &self.image];
        let fonts = self.look.font.iter().flat_map(|font| &font.files);
        pictures.into_iter().flatten().chain(fonts.map(|file| &file.asset))
    }
}

#[cfg(test)]
mod tests;
