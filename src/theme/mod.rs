//! A brand: what one `theme.toml` and the files it names say, checked and ready to be shown.
//!
//! [`file`] defines the keys that brand teams write. [`parse`] reads a theme file and collects a
//! diagnostic for everything that is wrong in it. [`load`] reads the pictures, fonts and CSS that
//! it names, [`palette`] derives all colours from those that the brand chose, and [`css`] writes
//! the style of the pages. The result is a [`Theme`]; every value in it is checked, so pages use it
//! without further checks. [`shown`] applies it to the doors of an access link.

mod color;
mod contact;
mod contrast;
mod css;
mod css_checks;
mod decode;
mod diagnostic;
mod door_tables;
mod doors;
mod drawing;
mod file;
mod file_kind;
mod focus;
mod folder;
mod font;
#[cfg(any(test, feature = "fuzzing"))]
pub(crate) mod fuzzing;
mod home_icons;
mod keys;
mod load;
mod logo_colors;
mod mail_head;
mod outline;
mod overlaps;
mod palette;
mod parse;
mod phone;
mod photo;
mod pictures;
mod raster;
mod schema;
mod shown;
mod starter;
mod subschemas;
mod svg;
mod syntax;
mod syntax_errors;
mod syntax_of_values;
mod text_checks;
mod value_kinds;
mod values;
mod wrong_values;

use std::{fmt, sync::Arc};

use self::doors::{Doors, LocalWords};
pub use self::{
    color::{Color, Colors},
    contact::Contact,
    contrast::Contrast,
    css::{Layout, Look, Stylesheet},
    diagnostic::{Diagnostic, Severity},
    door_tables::door_tables,
    doors::Said,
    file::{Buttons, Columns, Icon, Scheme, Shape, Style},
    focus::Focus,
    font::{Font, FontFile},
    home_icons::HomeIcons,
    load::Loaded,
    mail_head::{MailHead, MailPicture},
    palette::Palette,
    phone::Phone,
    pictures::PageImage,
    schema::schema,
    shown::{ShownDoor, ShownPlace},
    starter::{StartError, Started, StartedLogo, start},
    values::{Email, Family, Line, Link},
};
use crate::{
    assets::Asset,
    language::{Language, Offered, Texts},
};

/// A brand, ready to be shown.
#[derive(Clone, Debug)]
pub struct Theme {
    /// What the brand is called.
    pub name: String,
    /// The language of visitors whose own language is not among ours.
    pub language: &'static Language,
    /// The languages that visitors may choose among. The brand's own is one of them.
    pub languages: Offered,
    /// The brand's logo on light pages.
    pub logo: Option<Asset>,
    /// The brand's logo on dark pages, if it has another one there.
    pub logo_dark: Option<Asset>,
    /// The pages on which the logo can hardly be seen.
    logo_is_hidden: Vec<Scheme>,
    /// The icon in the browser's tab. If it is not an SVG, also the one on home screens.
    pub icon: Option<Asset>,
    /// The icons on home screens, if they can be made of `icon`.
    pub home_icons: Option<HomeIcons>,
    /// A picture across the top of the page.
    pub image: Option<PageImage>,
    /// The picture of dark pages, if they have another one.
    pub image_dark: Option<PageImage>,
    /// Colours, font and buttons.
    pub look: Look,
    /// Whom visitors can ask for help.
    pub contact: Contact,
    contact_label: LocalWords,
    /// The name of the sender of mails.
    pub mail_from_name: Option<Line>,
    footer: Vec<(LocalWords, Link)>,
    doors: Doors,
    /// The style of the pages of each layout, in the order of [`Layout::ALL`].
    pub styles: [Stylesheet; 4],
    /// A hash of the theme file and all files it names.
    pub revision: blake3::Hash,
    /// Diagnostics that do not keep the theme from being used.
    pub warnings: Vec<Diagnostic>,
    /// Diagnostics that explain what visitors see.
    pub notes: Vec<Diagnostic>,
    /// One entry for each of `language::ALL`.
    texts: Vec<Arc<Texts>>,
}

/// Why a theme cannot be used: all its diagnostics, the errors first.
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
    /// The style of pages with this layout.
    #[must_use]
    pub fn style(&self, layout: Layout) -> &Stylesheet {
        // The order of the variants is that of `Layout::ALL`.
        &self.styles[layout as usize]
    }

    /// The texts in `language`, with the brand's own words in them.
    #[must_use]
    pub fn texts(&self, language: &Language) -> &Arc<Texts> {
        let texts = self.texts.iter().find(|texts| texts.language() == language);
        // `texts` has an entry for each of `language::ALL`, so the fallback is never used.
        texts.unwrap_or(&self.texts[0])
    }

    /// The links at the end of the page, with their labels for readers of `language`.
    pub fn footer(&self, language: &Language) -> impl Iterator<Item = (Said<'_>, &Link)> {
        let links = self.footer.iter();
        links.filter_map(|(label, link)| Some((label.for_anyone(language, self.language)?, link)))
    }

    /// The words of the link to the web page of the contact, if the brand wrote any.
    #[must_use]
    pub fn contact_label(&self, language: &Language) -> Option<Said<'_>> {
        self.contact_label.for_anyone(language, self.language)
    }

    /// The brand's own language, followed by the other languages it has written any words in.
    #[must_use]
    pub fn languages_with_own_words(&self) -> Vec<&'static Language> {
        let plain = Texts::plain().iter().zip(&self.texts);
        // A language without words of the brand's own shares the plain texts.
        let own_texts = plain.filter(|(plain, texts)| !Arc::ptr_eq(plain, texts));
        let of_texts = own_texts.map(|(plain, _)| plain.language());
        let labels = self.footer.iter().map(|(label, _)| label);
        let labels = labels.chain([&self.contact_label]);
        let of_words = self.doors.words().chain(labels).flat_map(LocalWords::languages);
        let mut languages = vec![self.language];
        for language in of_texts.chain(of_words) {
            if !languages.contains(&language) && self.languages.contains(language) {
                languages.push(language);
            }
        }
        languages
    }

    /// A copy for the preview: pages that would follow the phone's setting are always `scheme`,
    /// and the paths of the brand's files start with the folder `assets`.
    #[must_use]
    pub fn with_fixed_scheme(&self, scheme: Scheme, assets: &str) -> Self {
        let mut theme = self.clone();
        if theme.look.scheme == Scheme::Auto {
            theme.look.scheme = scheme;
        }
        for asset in theme.assets_mut() {
            let name = asset.path.rsplit('/').next().unwrap_or_default();
            asset.path = format!("{assets}/{name}");
        }
        theme.styles = theme.look.styles();
        theme
    }

    fn assets_mut(&mut self) -> impl Iterator<Item = &mut Asset> {
        let Self { logo, logo_dark, icon, home_icons, image, image_dark, look, .. } = self;
        let pictures = [logo, logo_dark, icon];
        let images = [image, image_dark].into_iter().flatten().flat_map(|image| &mut image.files);
        let images = images.map(|(_, file)| file);
        let icons = home_icons.iter_mut().flat_map(HomeIcons::assets_mut);
        let fonts = [&mut look.font, &mut look.headings].into_iter().flatten();
        let fonts = fonts.flat_map(|font| &mut font.files);
        let fonts = fonts.map(|file| &mut file.asset);
        pictures.into_iter().flatten().chain(icons).chain(images).chain(fonts)
    }

    /// The files that pages of this brand load.
    pub fn assets(&self) -> impl Iterator<Item = &Asset> {
        let pictures = [&self.logo, &self.logo_dark, &self.icon];
        let images = [&self.image, &self.image_dark].into_iter().flatten();
        let images = images.flat_map(|image| &image.files).map(|(_, file)| file);
        let icons = self.home_icons.iter().flat_map(HomeIcons::assets);
        let fonts = [&self.look.font, &self.look.headings].into_iter().flatten();
        let fonts = fonts.flat_map(|font| &font.files);
        let fonts = fonts.map(|file| &file.asset);
        pictures.into_iter().flatten().chain(icons).chain(images).chain(fonts)
    }
}

#[cfg(test)]
mod tests;
