//! The whole style of a brand's pages: its colours as custom properties, its font, and what is the
//! same for every brand.
//!
//! Every value that gets here is typed, so nothing a brand writes can leave its rule; its own CSS
//! comes last, after everything else is closed.

use std::fmt::Write as _;

use super::{
    Buttons, Columns, Scheme, Shape, Style,
    font::Font,
    palette::{HOVER, PRESSED, Palette, touched},
};

/// The style of every page; it takes its colours from the custom properties. No line of it means
/// anything by its end.
const PAGE: &str = include_str!("../../assets/page.css");

/// All that the style of a page is made of.
#[derive(Clone, Debug)]
pub struct Look {
    /// Whether pages are light or dark.
    pub scheme: Scheme,
    /// The colours of light pages.
    pub light: Palette,
    /// The colours of dark pages.
    pub dark: Palette,
    /// The brand's own font.
    pub font: Option<Font>,
    /// How the doors' buttons look, and whether they ask once more.
    pub buttons: Buttons,
    /// The brand's own CSS.
    pub extra: String,
}

impl Look {
    /// The palettes that visitors see, and of which pages.
    #[must_use]
    pub fn palettes(&self) -> Vec<(Scheme, &Palette)> {
        let (light, dark) = ((Scheme::Light, &self.light), (Scheme::Dark, &self.dark));
        match self.scheme {
            Scheme::Auto => vec![light, dark],
            Scheme::Light => vec![light],
            Scheme::Dark => vec![dark],
        }
    }

    /// The whole style of a page.
    #[must_use]
    pub fn style(&self) -> String {
        let root = |scheme: &str, palette: &Palette| {
            format!(":root{{color-scheme:{scheme};{}}}", properties(palette, self.buttons.style))
        };
        let colors = match self.scheme {
            Scheme::Light => root("light", &self.light),
            Scheme::Dark => root("dark", &self.dark),
            Scheme::Auto => format!(
                "{}@media(prefers-color-scheme:dark){{{}}}",
                root("light dark", &self.light),
                root("dark", &self.dark),
            ),
        };
        let radius = match self.buttons.shape {
            Shape::Rounded => "1.125rem",
            Shape::Pill => "2.375rem",
            Shape::Square => ".1875rem",
        };
        let columns = match self.buttons.columns {
            Columns::One => "1",
            // Two names have to fit on one line of a phone.
            Columns::Two => "2;--name:1.0625rem",
        };
        let font = self.font.as_ref().map(font_faces).unwrap_or_default();
        let extra = &self.extra;
        let page = PAGE.replace('\n', "");
        format!("{colors}:root{{--radius:{radius};--columns:{columns}}}{font}{page}{extra}")
    }
}

/// The files of a font, and its name in front of the phone's own fonts.
fn font_faces(font: &Font) -> String {
    let family = &font.family;
    let mut css = String::new();
    for file in &font.files {
        let (path, [light, heavy]) = (&file.asset.path, file.weights);
        let style = if file.italic { "italic" } else { "normal" };
        let weight = if light == heavy { light.to_string() } else { format!("{light} {heavy}") };
        // Writing to a String cannot fail.
        let _ = write!(
            css,
            "@font-face{{font-family:\"{family}\";src:url({path})format(\"woff2\");\
             font-weight:{weight};font-style:{style};font-display:swap}}"
        );
    }
    let _ = write!(css, ":root{{--font:\"{family}\",}}");
    css
}

/// The custom properties of pages in these colours, with buttons of this style.
fn properties(palette: &Palette, style: Style) -> String {
    let mut css = String::new();
    let [door, on_door] = palette.door(style);
    for (name, color) in [
        ("accent", palette.accent),
        ("on-accent", palette.on_accent),
        ("accent-hover", touched(palette.accent, palette.on_accent, HOVER)),
        ("accent-pressed", touched(palette.accent, palette.on_accent, PRESSED)),
        ("door", door),
        ("on-door", on_door),
        ("door-hover", touched(door, on_door, HOVER)),
        ("door-pressed", touched(door, on_door, PRESSED)),
        ("edge", palette.edge),
        ("background", palette.background),
        ("surface", palette.surface),
        ("text", palette.text),
        ("muted", palette.muted),
        ("line", palette.line),
        ("rim", palette.rim),
        ("good", palette.good[0]),
        ("good-ground", palette.good[1]),
        ("bad", palette.bad[0]),
        ("bad-ground", palette.bad[1]),
    ] {
        // Writing to a String cannot fail.
        let _ = write!(css, "--{name}:{color};");
    }
    css
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::Colors;

    #[test]
    fn a_scheme_can_be_fixed() {
        let light = Palette::light(&Colors::default());
        let dark = Palette::dark(&Colors::default(), &light);
        let buttons = Buttons::default();
        let look = |scheme| {
            Look { scheme, light, dark, font: None, buttons, extra: String::new() }.style()
        };
        assert!(look(Scheme::Auto).contains("prefers-color-scheme"));
        let fixed = look(Scheme::Dark);
        assert!(fixed.starts_with(":root{color-scheme:dark;"), "{fixed}");
        assert!(!fixed.contains("prefers-color-scheme"), "{fixed}");
    }
}
