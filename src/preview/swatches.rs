//! Every colour of a palette: its name, what it is used for, and where it comes from.

use super::{
    edition::Edition,
    written::{Key, Written},
};
use crate::theme::{Color, Palette, Scheme};

/// A colour with less chroma is a grey.
const GREY: f32 = 0.03;

/// Where a colour comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// It is written in the theme file.
    Written,
    /// It is derived from other colours.
    Derived,
    /// It is one of the brand's own colours, changed so that it can be seen.
    Changed,
}

/// A colour of a palette.
#[derive(Clone, Debug)]
pub(super) struct Swatch {
    pub(super) name: &'static str,
    pub(super) color: Color,
    /// What it is used for.
    pub(super) used: &'static str,
    /// The key that sets it, or from which it is derived.
    pub(super) key: Key,
    pub(super) origin: Origin,
    /// How it came to be, in a sentence.
    pub(super) why: String,
}

/// The key of a colour of light or of dark pages.
fn key_of(color: &str, scheme: Scheme, written: Option<&Written>) -> Key {
    let own = Key::new(["colors", "dark", color]);
    let shared = Key::new(["colors", color]);
    let is = |key: &Key| written.is_some_and(|written| written.value(key).is_some());
    let always_dark = written.and_then(|written| written.value(&Key::new(["colors", "scheme"])));
    let always_dark = always_dark.and_then(|value| value.as_str()) == Some("dark");
    match scheme {
        Scheme::Dark if is(&own) || !always_dark => own,
        Scheme::Auto | Scheme::Light | Scheme::Dark => shared,
    }
}

/// What the colours of one scheme are made from.
struct Making<'a> {
    scheme: Scheme,
    palette: &'a Palette,
    /// The palette of light pages.
    light: &'a Palette,
    written: Option<&'a Written>,
}

/// Every colour of the pages of this scheme, the most important first.
pub(super) fn swatches(edition: &Edition, scheme: Scheme) -> Vec<Swatch> {
    let look = &edition.brand.look;
    let palettes = look.palettes();
    let found = palettes.iter().find(|(of, _)| *of == scheme).or(palettes.first());
    let Some((scheme, palette)) = found else { return Vec::new() };
    let written = edition.written.as_deref();
    let making = Making { scheme: *scheme, palette, light: &look.light, written };
    [making.of_buttons(), making.of_the_page(), making.of_outcomes()].concat()
}

impl Making<'_> {
    fn key(&self, color: &str) -> Key {
        key_of(color, self.scheme, self.written)
    }

    fn is_written(&self, color: &str) -> bool {
        self.written.is_some_and(|written| written.value(&self.key(color)).is_some())
    }

    /// A colour that the brand can write.
    fn chosen(&self, name: &'static str, color: Color, used: &'static str, key: &str) -> Swatch {
        let origin = if self.is_written(key) { Origin::Written } else { Origin::Derived };
        Swatch { name, color, used, key: self.key(key), origin, why: String::new() }
    }

    /// A colour that is derived from the accent.
    fn derived(&self, name: &'static str, color: Color, used: &'static str, why: &str) -> Swatch {
        let (key, origin) = (self.key("accent"), Origin::Derived);
        Swatch { name, color, used, key, origin, why: why.to_owned() }
    }

    fn of_buttons(&self) -> Vec<Swatch> {
        let Palette { accent, on_accent, edge, tonal, .. } = *self.palette;
        let accent_from = if self.scheme == Scheme::Dark && !self.is_written("accent") {
            accent_on_dark(self.light.accent, self.palette)
        } else {
            (self.chosen("", accent, "", "accent").origin, "the built-in green".to_owned())
        };
        let buttons = "buttons, and what invites a tap";
        let on_accent_why = "black or white, whichever can be read";
        let on_tonal_why = "the colour of words, so that it can be read";
        let (tint, page) = ("doors with style = \"tonal\"", "a little of the accent in the page");
        vec![
            self.chosen("Accent", accent, buttons, "accent").from(accent_from),
            self.derived(
                "Words on the accent",
                on_accent,
                "words on filled buttons",
                on_accent_why,
            ),
            self.derived("Edge", edge, "rims of buttons, the ring of the focus", "")
                .from(self.edge_from()),
            self.derived("Signs", self.palette.mark, "pins and other small signs", "")
                .from(self.mark_from()),
            self.derived("Tint", tonal[0], tint, page),
            self.derived("Words on the tint", tonal[1], "words on tonal doors", on_tonal_why),
        ]
    }

    fn edge_from(&self) -> (Origin, String) {
        let Palette { accent, edge, .. } = *self.palette;
        if edge == accent {
            return (Origin::Derived, "the accent itself".to_owned());
        }
        let why = format!(
            "a shade of the accent, because the accent has {} with the page, and 3:1 shows where a \
             button is",
            self.accent_on_page()
        );
        (Origin::Changed, why)
    }

    fn mark_from(&self) -> (Origin, String) {
        let Palette { accent, mark, text, .. } = *self.palette;
        if mark == accent {
            return (Origin::Derived, "the accent itself".to_owned());
        }
        let other = if mark == text { "the colour of words" } else { "a shade of the accent" };
        let accent = self.accent_on_page();
        (Origin::Changed, format!("{other}, because the accent has {accent} with the page"))
    }

    fn accent_on_page(&self) -> String {
        format!("{:.1}:1", self.palette.accent.contrast(self.palette.background))
    }

    fn of_the_page(&self) -> Vec<Swatch> {
        let Palette { background, surface, text, muted, line, rim, .. } = *self.palette;
        let page_why = "white, or nearly black in the hue of the accent";
        let panels = "doors that are not ready, pictures that still load";
        let panels_why = "the page with a little of the accent";
        let words = "headlines, names, and all other words";
        let words_why = "nearly black or nearly white, in the hue of the accent";
        let resting = "the rim of a door that is not ready";
        let resting_why = "a grey in the hue of the accent, 3:1 with the page";
        vec![
            self.chosen("Page", background, "the background of the page", "background")
                .because(page_why),
            self.chosen("Panels", surface, panels, "surface").because(panels_why),
            self.chosen("Words", text, words, "text").because(words_why),
            self.derived("Quiet words", muted, "hints and details", "as quiet as 4.5:1 allows"),
            self.derived("Hairlines", line, "lines that only decorate", "a grey near the page"),
            self.derived("Rim of a resting door", rim, resting, resting_why),
        ]
    }

    fn of_outcomes(&self) -> Vec<Swatch> {
        let Palette { good, bad, warn, .. } = self.palette;
        let pale = "the same colour, pale";
        let good_why = "a green that is not taken for your colour";
        let bad_why = "a red that is not taken for your colour";
        let warn_why = "an amber that is not taken for your colour or for a firm no";
        vec![
            self.derived("Good news", good[0], "“Unlocked”: words and signs", good_why),
            self.derived("Ground of good news", good[1], "behind good news", pale),
            self.derived("A firm no", bad[0], "“No access”: words and signs", bad_why),
            self.derived("Ground of a firm no", bad[1], "behind a firm no", pale),
            self.derived("What may pass", warn[0], "“Try again”: words and signs", warn_why),
            self.derived("Ground of what may pass", warn[1], "behind what may pass", pale),
        ]
    }
}

impl Swatch {
    fn because(self, why: &str) -> Self {
        Self { why: why.to_owned(), ..self }
    }

    fn from(self, (origin, why): (Origin, String)) -> Self {
        Self { origin, why, ..self }
    }
}

/// Where the accent of dark pages comes from, if it is not written.
fn accent_on_dark(light: Color, palette: &Palette) -> (Origin, String) {
    if light == palette.accent {
        return (Origin::Derived, "the accent of light pages, which can be seen here".to_owned());
    }
    let how = if light.chroma() < GREY {
        "black and greys are inverted"
    } else {
        "it is lightened only as far as it can be seen (3:1)"
    };
    let why =
        format!("{light} has {:.1}:1 with dark pages; {how}", light.contrast(palette.background));
    (Origin::Changed, why)
}
