//! Colours: reading those of a brand, their contrast, and shades of them.
//!
//! Contrast is the ratio of WCAG 2.2, computed from the 8-bit values that pages use. Shades are
//! computed in OKLCH, where a step of lightness looks equally large in every hue.

use std::fmt;

use palette::{
    FromColor, IsWithinBounds as _, Mix as _, Oklab, Oklch, ShiftHue as _, Srgb,
    color_difference::{EuclideanDistance as _, Wcag21RelativeContrast},
};

use super::{
    values::written_as_text,
    wrong_values::{INVISIBLE, rgb_of},
};
use crate::did_you_mean::nearest;

/// The contrast that words need with their ground (WCAG 2.2, 1.4.3).
pub(super) const WORDS: f32 = 4.5;
/// The contrast that buttons and the focus ring need with their ground (WCAG 2.2, 1.4.11).
pub(super) const CONTROLS: f32 = 3.0;

/// An opaque sRGB colour; `Display` writes it as `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color(Srgb<u8>);

written_as_text!(Color: { "type": "string", "format": "color" });

/// Why a text cannot be used as a colour.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ColorError {
    /// CSS has no such colour.
    #[error("`{0}` is not a valid colour; write it like #0b6e4f, rgb(11 110 79) or seagreen")]
    Unknown(String),
    /// CSS has no such colour, but one with a similar name.
    #[error("`{0}` is not a valid colour; did you mean `{1}`?")]
    Misspelt(String, &'static str),
    /// A number with `#` that is too short, too long, or has other letters.
    #[error("`{0}` {1}; write 3 or 6 after the #, each 0 to 9 or a to f, like #0b6e4f")]
    Digits(String, String),
    /// Several colours, or one that is made up in the browser.
    #[error("`{0}` is not one colour; write one like #0b6e4f, rgb(11 110 79) or seagreen")]
    NotOne(String),
    /// The amounts of red, green and blue, written in another way than in CSS.
    #[error("`{0}` is not a valid colour; did you mean `{1}`?")]
    Amounts(String, String),
    /// A colour of print. Screens show it in different ways.
    #[error(
        "`{0}` is a colour of print; ask your brand for its colour on screens, and write it like \
         #c8102e"
    )]
    Print(String),
    /// A sign without a width, from a web page or a text document.
    #[error("there is an invisible sign in this colour; delete it: \"{0}\"")]
    Invisible(String),
    /// The contrast of a transparent colour depends on what is behind it.
    #[error("`{0}` is transparent; write it without transparency")]
    Transparent(String),
}

impl TryFrom<&str> for Color {
    type Error = ColorError;

    fn try_from(text: &str) -> Result<Self, ColorError> {
        match csscolorparser::parse(text) {
            Ok(color) if color.a < 1.0 => Err(ColorError::Transparent(text.to_owned())),
            Ok(color) => {
                let [r, g, b, _] = color.to_rgba8();
                Ok(Self::new(r, g, b))
            }
            Err(_names_no_remedy) if text.contains(INVISIBLE) => {
                Err(ColorError::Invisible(text.replace(INVISIBLE, "")))
            }
            Err(_names_no_remedy) if is_of_print(text) => Err(ColorError::Print(text.to_owned())),
            Err(_names_no_remedy) if text.contains("gradient(") || text.contains("var(") => {
                Err(ColorError::NotOne(text.to_owned()))
            }
            Err(_names_no_remedy) if text.starts_with('#') => {
                Err(ColorError::Digits(text.to_owned(), wrong_digits(&text[1..])))
            }
            Err(_names_no_remedy) => {
                let names = csscolorparser::NAMED_COLORS.keys().map(|name| name.as_str());
                Err(match (rgb_of(text), nearest(text, names)) {
                    (Some(right), _) => ColorError::Amounts(text.to_owned(), right),
                    (None, Some(name)) => ColorError::Misspelt(text.to_owned(), name),
                    (None, None) => ColorError::Unknown(text.to_owned()),
                })
            }
        }
    }
}

/// Whether a colour is one of a printing house: of Pantone, RAL or HKS, or in CMYK.
fn is_of_print(text: &str) -> bool {
    let text = text.to_lowercase();
    ["pantone", "pms ", "cmyk", "ral ", "hks "].iter().any(|begin| text.starts_with(begin))
}

/// What is wrong with the digits after a `#`.
fn wrong_digits(digits: &str) -> String {
    match digits.chars().find(|c| !c.is_ascii_hexdigit()) {
        Some(other) => format!("has `{other}` among its digits"),
        None if digits.len() == 1 => "has 1 digit".to_owned(),
        None => format!("has {} digits", digits.len()),
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0.red, self.0.green, self.0.blue)
    }
}

impl Color {
    /// White.
    pub const WHITE: Self = Self::new(255, 255, 255);
    /// Black.
    pub const BLACK: Self = Self::new(0, 0, 0);

    /// The colour with these amounts of red, green and blue.
    #[must_use]
    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self(Srgb::new(red, green, blue))
    }

    /// The amounts of red, green and blue.
    #[must_use]
    pub fn channels(self) -> [u8; 3] {
        self.0.into()
    }

    /// The contrast ratio of two colours, 1 to 21 (WCAG 2.2, 1.4.3).
    #[must_use]
    pub fn contrast(self, other: Self) -> f32 {
        let (a, b): (Srgb<f32>, Srgb<f32>) = (self.0.into_format(), other.0.into_format());
        a.relative_contrast(b)
    }

    /// The colour with this lightness (0 to 1) and the same hue, and as much of its chroma as sRGB
    /// holds at this lightness, but at most this much.
    #[must_use]
    pub fn shade(self, lightness: f32, most_chroma: f32) -> Self {
        let own = Oklch::from_color(self.0.into_format::<f32>());
        let with = |chroma| Srgb::<f32>::from_color(Oklch { l: lightness, chroma, ..own });
        let most = own.chroma.min(most_chroma);
        if with(most).is_within_bounds() {
            return Self(with(most).into_format());
        }
        // Channels outside of sRGB would be cut, which changes the hue.
        let (mut inside, mut outside) = (0.0, most);
        for _ in 0..12 {
            let middle = f32::midpoint(inside, outside);
            if with(middle).is_within_bounds() {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        Self(with(inside).into_format())
    }

    /// The colour with its hue moved by some degrees, as far as sRGB holds it.
    #[must_use]
    pub fn turned(self, degrees: f32) -> Self {
        let own = Oklch::from_color(self.0.into_format::<f32>());
        let turned: Srgb<f32> = Srgb::from_color(own.shift_hue(degrees));
        Self(turned.into_format())
    }

    /// How different two colours look: their distance in `OKLab`. Below 0.02 they look the same.
    #[must_use]
    pub fn distance(self, other: Self) -> f32 {
        let [own, other] = [self, other].map(|it| Oklab::from_color(it.0.into_format::<f32>()));
        own.distance(other)
    }

    /// The colour mixed into `ground`, of which this part (0 to 1) is the colour, with at most this
    /// much chroma.
    #[must_use]
    pub fn mixed_into(self, ground: Self, part: f32, most_chroma: f32) -> Self {
        let [own, ground] = [self, ground].map(|it| Oklab::from_color(it.0.into_format::<f32>()));
        let mixed = Self(Srgb::<f32>::from_color(ground.mix(own, part)).into_format());
        mixed.shade(mixed.lightness(), most_chroma)
    }

    /// The hue in degrees, which greys do not have.
    #[cfg(test)]
    pub(super) fn hue(self) -> f32 {
        Oklch::from_color(self.0.into_format::<f32>()).hue.into_positive_degrees()
    }

    /// How colourful the colour is: 0 for greys, about 0.3 at most.
    #[must_use]
    pub fn chroma(self) -> f32 {
        Oklch::from_color(self.0.into_format::<f32>()).chroma
    }

    /// How light the colour looks, 0 to 1.
    #[must_use]
    pub fn lightness(self) -> f32 {
        Oklch::from_color(self.0.into_format::<f32>()).l
    }

    /// The shade nearest to this colour that has at least this contrast with all of `others`.
    /// Where no shade has, black or white, whichever has more contrast.
    #[must_use]
    pub fn readable_on(self, others: &[Self], ratio: f32) -> Self {
        self.nearest_shade(|shade| others.iter().all(|other| shade.contrast(*other) >= ratio))
            .unwrap_or_else(|| Self::label_on(others))
    }

    /// The colour itself if it passes, else the shade nearest to it that does. Black and white are
    /// tried last.
    pub(super) fn nearest_shade(self, passes: impl Fn(Self) -> bool) -> Option<Self> {
        let own = self.lightness();
        let lightnesses = (1..=400_u16).flat_map(|step| {
            let distance = f32::from(step) / 400.0;
            [own - distance, own + distance]
        });
        let shades = lightnesses
            .filter(|lightness| (0.0..=1.0).contains(lightness))
            .map(|lightness| self.shade(lightness, f32::MAX));
        let mut candidates = std::iter::once(self).chain(shades).chain([Self::WHITE, Self::BLACK]);
        candidates.find(|shade| passes(*shade))
    }

    /// The darkest shade from this lightness on that passes; white if none does.
    pub(super) fn lightened(self, from: f32, passes: impl Fn(Self) -> bool) -> Self {
        let shades = (0..=400_u16).map(|step| from + f32::from(step) / 400.0);
        let shades = shades.take_while(|lightness| *lightness <= 1.0);
        let mut shades = shades.map(|lightness| self.shade(lightness, f32::MAX));
        shades.find(|shade| passes(*shade)).unwrap_or(Self::WHITE)
    }

    /// Black or white, whichever is easier to read on all of `grounds`.
    fn label_on(grounds: &[Self]) -> Self {
        let lowest_contrast = |label: Self| {
            grounds.iter().map(|ground| label.contrast(*ground)).fold(f32::MAX, f32::min)
        };
        if lowest_contrast(Self::WHITE) >= lowest_contrast(Self::BLACK) {
            Self::WHITE
        } else {
            Self::BLACK
        }
    }

    /// The colour of words on a ground of this colour: white where it has 4.5:1, as brands expect,
    /// else black. One of the two always has 4.5:1.
    #[must_use]
    pub fn label(self) -> Self {
        if Self::WHITE.contrast(self) >= WORDS { Self::WHITE } else { Self::label_on(&[self]) }
    }
}

/// A key of `[colors]` that sets a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ColorKey {
    Accent,
    Background,
    Surface,
    Text,
}

/// The colours that a brand chose for light or for dark pages. The others are derived.
#[derive(Clone, Copy, Debug, Default)]
pub struct Colors {
    /// The brand's colour.
    pub accent: Option<Color>,
    /// The page.
    pub background: Option<Color>,
    /// Panels, which lie on the page.
    pub surface: Option<Color>,
    /// Words.
    pub text: Option<Color>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn color(text: &str) -> Color {
        Color::try_from(text).unwrap()
    }

    #[test]
    fn every_css_colour_is_read_exactly() {
        for (written, hex) in [
            ("#0b6e4f", "#0b6e4f"),
            ("#FFF", "#ffffff"),
            ("rgb(11 110 79)", "#0b6e4f"),
            ("seagreen", "#2e8b57"),
            ("hsl(0 100% 50%)", "#ff0000"),
        ] {
            assert_eq!(color(written).to_string(), hex);
        }
    }

    #[test]
    fn a_text_that_is_not_a_colour_is_refused_with_what_would_be_right() {
        for odd in ["", "red;} body{display:none", "url(x)", "linear-gradient(red, blue)"] {
            let error = Color::try_from(odd).unwrap_err();
            assert!(error.to_string().ends_with("or seagreen"), "{error}");
        }
        for (odd, wrong) in [("#12", "has 2 digits"), ("#0b6e4o", "has `o` among its digits")] {
            let error = Color::try_from(odd).unwrap_err();
            assert_eq!(error, ColorError::Digits(odd.to_owned(), wrong.to_owned()));
        }
        let error = Color::try_from("grren").unwrap_err();
        assert_eq!(error, ColorError::Misspelt("grren".to_owned(), "green"));
        let error = Color::try_from("#0b6e4f80").unwrap_err();
        assert_eq!(error, ColorError::Transparent("#0b6e4f80".to_owned()));
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((Color::WHITE.contrast(Color::BLACK) - 21.0).abs() < 0.01);
        assert!((color("#777").contrast(Color::WHITE) - 4.48).abs() < 0.01);
    }

    #[test]
    fn a_readable_shade_is_found_for_every_pair() {
        let levels = [0_u8, 51, 102, 153, 204, 255];
        for (r, g, b) in levels.into_iter().flat_map(|r| {
            levels.into_iter().flat_map(move |g| levels.into_iter().map(move |b| (r, g, b)))
        }) {
            let any = Color::new(r, g, b);
            assert!(any.label().contrast(any) >= 4.5, "label on {any}");
            for ground in [Color::WHITE, Color::BLACK, color("#777")] {
                let shade = any.readable_on(&[ground], 4.5);
                assert!(shade.contrast(ground) >= 4.4, "{any} on {ground}: {shade}");
            }
        }
    }

    #[test]
    fn a_colour_that_is_readable_is_not_changed() {
        let green = color("#0b6e4f");
        assert_eq!(green.readable_on(&[Color::WHITE], 4.5), green);
    }
}
