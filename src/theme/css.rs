//! The style of a brand's pages: its colours and buttons as custom properties, its font, the rules
//! that all brands share, and the brand's own CSS.
//!
//! All values are typed, so that nothing a brand writes in `theme.toml` can end a rule early. The
//! brand's own CSS comes last, after all other rules are closed.

use std::{fmt::Write as _, sync::LazyLock};

use super::{
    file::{Buttons, Columns, Scheme, Shape, Style},
    focus::Focus,
    font::Font,
    palette::{HOVER, PRESSED, Palette, touched},
};
use crate::assets::csp_hash;

/// What is on a page decides which rules it needs. A page is sent with its rules, so it has no
/// others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Layout {
    /// One door, as a large card.
    One,
    /// A few doors, as cards or tiles.
    Few,
    /// Many doors, as rows with a field to search in.
    Many,
    /// A notice.
    Notice,
}

impl Layout {
    /// Every layout.
    pub const ALL: [Self; 4] = [Self::One, Self::Few, Self::Many, Self::Notice];

    /// The rules of this layout, in parts.
    fn parts(self, columns: Columns, asks: bool) -> Vec<&'static str> {
        let mut parts = match (self, columns) {
            (Self::One, _) => vec![&**BASE, &DOORS, &ONE],
            (Self::Few, Columns::One) => vec![&**BASE, &DOORS],
            (Self::Few, Columns::Two) => vec![&**BASE, &DOORS, &TILES],
            (Self::Many, _) => vec![&**BASE, &DOORS, &MANY],
            (Self::Notice, _) => vec![&**BASE, &NOTICE],
        };
        if asks {
            parts.push(&QUESTION);
        }
        parts
    }
}

/// The rules that all brands share, compact.
static BASE: LazyLock<String> =
    LazyLock::new(|| compact(include_str!("../../assets/page/base.css")));
static DOORS: LazyLock<String> =
    LazyLock::new(|| compact(include_str!("../../assets/page/doors.css")));
static ONE: LazyLock<String> = LazyLock::new(|| compact(include_str!("../../assets/page/one.css")));
static TILES: LazyLock<String> =
    LazyLock::new(|| compact(include_str!("../../assets/page/tiles.css")));
static MANY: LazyLock<String> =
    LazyLock::new(|| compact(include_str!("../../assets/page/many.css")));
static QUESTION: LazyLock<String> =
    LazyLock::new(|| compact(include_str!("../../assets/page/question.css")));
static IMAGE: LazyLock<String> =
    LazyLock::new(|| compact(include_str!("../../assets/page/image.css")));
static NOTICE: LazyLock<String> =
    LazyLock::new(|| compact(include_str!("../../assets/page/notice.css")));

/// The style of a page, and the source that allows it in a Content-Security-Policy.
#[derive(Clone, Debug)]
pub struct Stylesheet {
    /// The content of the `style` element.
    pub css: String,
    /// `'sha256-…'`
    pub hash: String,
}

/// White space in these files that has no meaning, each with its replacement.
const WHITE_SPACE: [(&str, &str); 6] =
    [(" {", "{"), (": ", ":"), (", ", ","), (" !", "!"), ("@media (", "@media("), (";}", "}")];

/// Removes comments and white space from the text of such a file. This is not a general minifier: no
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
    /// The brand's own font for headings.
    pub headings: Option<Font>,
    /// The point of the page's picture that stays in view, if there is a picture.
    pub focus: Option<Focus>,
    /// How the doors' buttons look, and whether they ask for confirmation.
    pub buttons: Buttons,
    /// Whether visitors have to confirm at any door.
    pub asks: bool,
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

    /// The style of pages of each layout, in the order of [`Layout::ALL`].
    #[must_use]
    pub fn styles(&self) -> [Stylesheet; 4] {
        let start = [self.color_rules(), self.shape_rule(), self.font_rules(), self.image_rules()];
        let start = start.concat();
        Layout::ALL.map(|layout| {
            let parts = layout.parts(self.buttons.columns, self.asks).concat();
            let css = [start.as_str(), &parts, &self.extra].concat();
            Stylesheet { hash: csp_hash(&css), css }
        })
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

    /// The rules that load the brand's fonts and put their names in front of the phone's own fonts.
    /// Numbers of rooms and telephones have figures of one height.
    fn font_rules(&self) -> String {
        let mut css = String::new();
        // Writing to a String cannot fail.
        if let Some(font) = &self.font {
            let _ = write!(css, "{}:root{{--font:\"{}\",}}", font_faces(font), font.family);
        }
        if let Some(font) = &self.headings {
            let is_other = self.font.as_ref().is_none_or(|texts| texts.family != font.family);
            let faces = if is_other { font_faces(font) } else { String::new() };
            let family = &font.family;
            let _ = write!(
                css,
                "{faces}h1,h2{{font-family:\"{family}\",var(--font,)system-ui,sans-serif}}"
            );
        }
        if !css.is_empty() {
            css.push_str("h1,bdi{font-variant-numeric:lining-nums}");
        }
        css
    }

    fn image_rules(&self) -> String {
        match self.focus {
            None => String::new(),
            Some(Focus { x, y }) => format!("{}.image{{object-position:{x}% {y}%}}", *IMAGE),
        }
    }

    fn shape_rule(&self) -> String {
        // The corners of cards, panels and buttons, and those of the signs in them.
        let [radius, disc] = match self.buttons.shape {
            Shape::Rounded => ["1.125rem", "50%"],
            Shape::Pill => ["2.5rem", "50%"],
            Shape::Square => [".1875rem", ".1875rem"],
        };
        // A filled door has no rim of its own. An outline is one; a tint needs only a hairline.
        let rim = if self.buttons.style == Style::Tonal { "1px" } else { "2px" };
        // A brand's own font is spaced as its designer meant it.
        let has_own = self.font.is_some() || self.headings.is_some();
        let tracking = if has_own { "normal" } else { "-.022em" };
        format!(":root{{--radius:{radius};--disc:{disc};--tracking:{tracking};--rim-width:{rim}}}")
    }
}

/// The rules that load the files of a font.
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
             font-weight:{weight};font-style:{style};font-display:fallback"
        );
        if !file.ranges.is_empty() {
            let _ = write!(css, ";unicode-range:{}", file.unicode_range());
        }
        css.push('}');
    }
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
        ("mark", palette.mark),
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
        ("warn", palette.warn[0]),
        ("warn-ground", palette.warn[1]),
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
            let look = Look {
                scheme,
                light,
                dark,
                font: None,
                headings: None,
                focus: None,
                buttons,
                asks: false,
                extra: String::new(),
            };
            look.styles()[0].css.clone()
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
        for part in [&BASE, &DOORS, &ONE, &TILES, &MANY, &QUESTION, &IMAGE, &NOTICE] {
            assert!(!part.contains(['\n', '\t']) && !part.contains("/*") && !part.contains("  "));
            assert_eq!(part.matches('{').count(), part.matches('}').count());
            assert!(part.ends_with('}'), "{}", **part);
        }
        assert!(BASE.contains("clamp(1.625rem,1.3rem + 1.6vw,2rem)"));
    }
}
