//! The style of a brand's pages: its colours and buttons as custom properties, its font, the rules
//! that all brands share, and the brand's own CSS.
//!
//! All values are typed, so that nothing a brand writes in `theme.toml` can end a rule early. The
//! brand's own CSS comes last, after all other rules are closed.

use std::{fmt::Write as _, sync::LazyLock};

use super::{
    file::{Buttons, Columns, Scheme, Shape, Style},
    font::Font,
    palette::{HOVER, PRESSED, Palette, touched},
};

/// The rules that all brands share, compact.
static PAGE: LazyLock<String> = LazyLock::new(|| compact(include_str!("../../assets/page.css")));

/// White space in `page.css` that has no meaning, each with its replacement.
const WHITE_SPACE: [(&str, &str); 6] =
    [(" {", "{"), (": ", ":"), (", ", ","), (" !", "!"), ("@media (", "@media("), (";}", "}")];

/// Removes comments and white space from the text of `page.css`. This is not a general minifier: no
/// string in the file may contain a comment or one of [`WHITE_SPACE`]. The `minifier` crate cannot
/// be used: it removes the spaces around `+` in `clamp()`, which makes the value invalid.
fn compact(source: &str) -> String {
    let mut css = String::with_capacity(source.len());
    for part in source.split("*/") {
        let rules = part.split_once("/*").map_or(part, |(rules, _comment)| rules);
        for line in rules.lines().map(str::trim).filter(|line| !line.is_empty()) {
            css.push_str(line);
            // The value continues on the next line.
            if !line.ends_with(['{', '}', ';', ',']) {
                css.push(' ');
            }
        }
    }
    WHITE_SPACE.iter().fold(css, |css, (written, compact)| css.replace(written, compact))
}

/// Everything that the style of a page depends on.
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
    /// How the doors' buttons look, and whether they ask for confirmation.
    pub buttons: Buttons,
    /// The brand's own CSS.
    pub extra: String,
}

impl Look {
    /// The palettes that visitors can see, each with the scheme of its pages.
    #[must_use]
    pub fn palettes(&self) -> Vec<(Scheme, &Palette)> {
        let (light, dark) = ((Scheme::Light, &self.light), (Scheme::Dark, &self.dark));
        match self.scheme {
            Scheme::Auto => vec![light, dark],
            Scheme::Light => vec![light],
            Scheme::Dark => vec![dark],
        }
    }

    /// The style of a page, as the content of a `style` element.
    #[must_use]
    pub fn style(&self) -> String {
        let font = self.font.as_ref().map(font_faces).unwrap_or_default();
        [&self.color_rules(), &self.button_rule(), &font, PAGE.as_str(), &self.extra].concat()
    }

    fn color_rules(&self) -> String {
        match self.scheme {
            Scheme::Light => self.color_rule("light", &self.light),
            Scheme::Dark => self.color_rule("dark", &self.dark),
            Scheme::Auto => format!(
                "{}@media(prefers-color-scheme:dark){{{}}}",
                self.color_rule("light dark", &self.light),
                self.color_rule("dark", &self.dark),
            ),
        }
    }

    fn color_rule(&self, scheme: &str, palette: &Palette) -> String {
        format!(":root{{color-scheme:{scheme};{}}}", properties(palette, self.buttons.style))
    }

    fn button_rule(&self) -> String {
        let radius = match self.buttons.shape {
            Shape::Rounded => "1.125rem",
            Shape::Pill => "2.375rem",
            Shape::Square => ".1875rem",
        };
        let columns = match self.buttons.columns {
            Columns::One => "1",
            // Smaller names, so that two fit side by side on a phone.
            Columns::Two => "2;--name:1.0625rem",
        };
        format!(":root{{--radius:{radius};--columns:{columns}}}")
    }
}

/// The rules that load a font and put its name in front of the phone's own fonts.
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

/// The custom properties for these colours, with buttons of this style.
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
    use crate::theme::color::Colors;

    #[test]
    fn pages_of_a_fixed_scheme_do_not_follow_the_phone() {
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

    #[test]
    fn compact_rules_keep_the_white_space_that_counts() {
        let css = "/* Why */\n.a .b,\n.c {\n  width: calc(1rem + 2%);\n  padding: max(1px, 2px)\n    \
                   3px; /* not 4 */\n  margin: 0 !important;\n}\n\n@media (a: b) {\n  p {\n    x: \
                   y;\n  }\n}\n";
        assert_eq!(
            compact(css),
            ".a .b,.c{width:calc(1rem + 2%);padding:max(1px,2px) 3px;margin:0!important}\
             @media(a:b){p{x:y}}"
        );
    }

    #[test]
    fn the_shared_rules_are_compact_and_whole() {
        assert!(!PAGE.contains(['\n', '\t']) && !PAGE.contains("/*") && !PAGE.contains("  "));
        assert_eq!(PAGE.matches('{').count(), PAGE.matches('}').count());
        assert!(PAGE.contains("clamp(1.625rem,1.3rem + 1.6vw,2rem)"));
        assert!(PAGE.ends_with("{display:block}}"), "{}", *PAGE);
    }
}
