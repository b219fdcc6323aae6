//! A whole palette of what a brand chose: tints, borders, quiet words, and the dark page, made in
//! OKLCH around the accent. What a brand chose itself is never altered.

use super::{
    Style,
    color::{CONTROLS, Color, WORDS},
};

/// The colours that a brand chose; what is left out is derived from the accent.
#[derive(Clone, Copy, Debug, Default)]
pub struct Colors {
    /// The brand's colour.
    pub accent: Option<Color>,
    /// The page.
    pub background: Option<Color>,
    /// What lies on the page.
    pub surface: Option<Color>,
    /// Words.
    pub text: Option<Color>,
}

/// One scheme's colours, all of them: what a brand wrote, and the rest derived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// The brand's colour, unaltered.
    pub accent: Color,
    /// What is written on the accent.
    pub on_accent: Color,
    /// A tint of the accent, and what is written on it.
    pub tonal: [Color; 2],
    /// The accent, or the shade nearest to it that can be made out on the background (3:1).
    pub edge: Color,
    /// The page.
    pub background: Color,
    /// What lies on the page.
    pub surface: Color,
    /// Words.
    pub text: Color,
    /// Less important words.
    pub muted: Color,
    /// Hairlines; they carry no meaning.
    pub line: Color,
    /// The rim of a door that is not ready (3:1).
    pub rim: Color,
    /// Good news: words and their ground.
    pub good: [Color; 2],
    /// Bad news: words and their ground.
    pub bad: [Color; 2],
}

const GREEN: Color = Color::new(22, 122, 68);
const RED: Color = Color::new(186, 43, 36);

impl Palette {
    /// The palette on a light page.
    #[must_use]
    pub fn light(colors: &Colors) -> Self {
        let accent = colors.accent.unwrap_or(super::ACCENT);
        Self::complete(colors, accent, Color::WHITE)
    }

    /// The palette on a dark page. An accent that was given for light pages alone is lightened
    /// until it can be made out.
    #[must_use]
    pub fn dark(colors: &Colors, light: &Self) -> Self {
        let ground = light.accent.shade(0.17, 0.012);
        let grounds = [colors.background.unwrap_or(ground)];
        let accent = colors.accent.unwrap_or_else(|| {
            let bright = light.accent.lightness().max(0.72);
            light.accent.shade(bright, 0.14).readable_on(&grounds, WORDS)
        });
        Self::complete(colors, accent, ground)
    }

    /// What `colors` says, and around it what it leaves out: tints of the accent at the lightness
    /// that the background asks for.
    fn complete(colors: &Colors, accent: Color, ground: Color) -> Self {
        let background = colors.background.unwrap_or(ground);
        let dark = background.lightness() < 0.5;
        let tint =
            |on_light, on_dark, chroma| accent.shade(if dark { on_dark } else { on_light }, chroma);
        let surface = colors.surface.unwrap_or_else(|| match colors.background {
            Some(own) => own.shade(own.lightness() + if dark { 0.06 } else { -0.035 }, 0.03),
            None => tint(0.965, 0.23, 0.012),
        });
        let grounds = [background, surface];
        let readable = |color: Color| color.readable_on(&grounds, WORDS);
        let news = |color: Color| {
            let ground = color.shade(if dark { 0.26 } else { 0.955 }, 0.035);
            let words = color.shade(if dark { 0.82 } else { 0.42 }, 0.14);
            [words.readable_on(&[ground], WORDS), ground]
        };
        let tonal = tint(0.9, 0.32, 0.06);
        Self {
            accent,
            on_accent: accent.label(),
            tonal: [tonal, tint(0.3, 0.93, 0.08).readable_on(&[tonal], WORDS)],
            edge: accent.readable_on(&grounds, CONTROLS),
            background,
            surface,
            text: colors.text.unwrap_or_else(|| readable(tint(0.24, 0.95, 0.025))),
            muted: readable(tint(0.48, 0.75, 0.02)),
            line: tint(0.88, 0.34, 0.012),
            rim: tint(0.7, 0.5, 0.015).readable_on(&grounds, CONTROLS),
            good: news(GREEN),
            bad: news(RED),
        }
    }

    /// The ground of a door's button, and what is written on it.
    pub(super) fn door(&self, style: Style) -> [Color; 2] {
        match style {
            Style::Filled => [self.accent, self.on_accent],
            Style::Tonal => self.tonal,
            Style::Outline => [self.background, self.text],
        }
    }
}

/// How much lighter or darker a button becomes under a pointer, and under a finger.
pub(super) const HOVER: f32 = 0.04;
pub(super) const PRESSED: f32 = 0.08;

/// A button's ground while it is touched: a little darker, or lighter where the words on it could
/// not be read otherwise.
pub(super) fn touched(ground: Color, words: Color, by: f32) -> Color {
    let lightness = ground.lightness();
    let shades =
        [lightness - by, lightness + by].map(|it| ground.shade(it.clamp(0.0, 1.0), f32::MAX));
    let readable = |shade: &Color| words.contrast(*shade) >= WORDS;
    shades.into_iter().find(readable).unwrap_or(ground)
}

#[cfg(test)]
mod tests {
    use proptest::{
        prelude::{Strategy as _, any},
        test_runner::{Config, TestRunner},
    };

    use super::*;

    fn palettes(accent: Color) -> [Palette; 2] {
        let light = Palette::light(&Colors { accent: Some(accent), ..Colors::default() });
        [light, Palette::dark(&Colors::default(), &light)]
    }

    /// All that a visitor has to tell apart on a page in these colours.
    fn check(palette: &Palette) {
        let Palette { accent, on_accent, tonal, edge, background, surface, text, .. } = *palette;
        let mut words = vec![
            (on_accent, accent),
            (tonal[1], tonal[0]),
            (text, background),
            (text, surface),
            (palette.muted, background),
            (palette.muted, surface),
            (palette.good[0], palette.good[1]),
            (palette.bad[0], palette.bad[1]),
        ];
        for style in [Style::Filled, Style::Tonal, Style::Outline] {
            let [door, on_door] = palette.door(style);
            words.extend([0.0, HOVER, PRESSED].map(|by| (on_door, touched(door, on_door, by))));
        }
        for (words, ground) in words {
            assert!(words.contrast(ground) >= WORDS, "{accent}: {words} on {ground}");
        }
        // The rim of a button, and the focus ring, which is of the same colour.
        for (border, ground) in [(edge, background), (edge, surface), (palette.rim, background)] {
            assert!(border.contrast(ground) >= CONTROLS, "{accent}: {border} on {ground}");
        }
    }

    #[test]
    fn derived_colours_can_be_read_and_made_out_for_every_accent() {
        let config = Config { cases: 10_000, failure_persistence: None, ..Config::default() };
        let accents = any::<[u8; 3]>().prop_map(|[red, green, blue]| Color::new(red, green, blue));
        let all_readable = |accent| {
            palettes(accent).iter().for_each(check);
            Ok(())
        };
        TestRunner::new(config).run(&accents, all_readable).unwrap();
    }

    #[test]
    fn the_corners_of_the_colour_cube_can_be_read_too() {
        let levels = [0_u8, 1, 64, 127, 128, 192, 254, 255];
        for (r, g, b) in levels.into_iter().flat_map(|r| {
            levels.into_iter().flat_map(move |g| levels.into_iter().map(move |b| (r, g, b)))
        }) {
            palettes(Color::new(r, g, b)).iter().for_each(check);
        }
    }

    #[test]
    fn the_brands_colour_is_never_altered() {
        let yellow = Color::new(255, 221, 0);
        assert_eq!(palettes(yellow)[0].accent, yellow);
    }
}
