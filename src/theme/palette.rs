//! The palette of a page, derived from the colours that a brand chose: tints, borders, quiet words,
//! and the dark page. Shades are computed in OKLCH from the accent. Colours that the brand chose
//! are never altered.

use super::{
    color::{CONTROLS, Color, Colors, WORDS},
    file::Style,
};

/// The accent of a brand that chose none.
pub(super) const ACCENT: Color = Color::new(11, 110, 79);
/// A colour with a meaning, and how it may be changed where the accent looks nearly the same. No
/// change makes it look like another one of these.
struct Meaning {
    color: Color,
    /// By how many degrees its hue may be turned.
    turns: [f32; 5],
    /// By how much it may be lighter.
    lighter: [f32; 4],
}

/// Good news.
const GOOD: Meaning = Meaning {
    color: Color::new(22, 122, 68),
    turns: [0.0, -14.0, 14.0, -28.0, 28.0],
    lighter: [0.0, -0.08, 0.08, -0.16],
};
/// A firm no.
const BAD: Meaning = Meaning {
    color: Color::new(186, 43, 36),
    turns: [0.0, -6.0, -12.0, -18.0, -24.0],
    lighter: [0.0, -0.08, 0.08, -0.16],
};
/// What may pass or is not known.
const WARN: Meaning = Meaning {
    color: Color::new(178, 112, 0),
    turns: [0.0, 6.0, 12.0, 18.0, 24.0],
    lighter: [0.0, 0.08, -0.08, -0.16],
};
/// Two colours that are this far from each other in `OKLab` are not taken for each other.
const APART: f32 = 0.09;

/// A colour with less chroma is a grey.
const GREY: f32 = 0.03;
/// The most chroma of a tint.
const TINT: f32 = 0.03;

/// All colours of light or of dark pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// The brand's colour, unaltered.
    pub accent: Color,
    /// Words on the accent.
    pub on_accent: Color,
    /// Small signs without a ground: the accent if it can be seen (3:1), else the colour of words.
    pub mark: Color,
    /// The background with a little of the accent in it, and words on it.
    pub tonal: [Color; 2],
    /// The accent, or the nearest shade of it with 3:1 on the background and on panels.
    pub edge: Color,
    /// The page.
    pub background: Color,
    /// Panels, which lie on the page.
    pub surface: Color,
    /// Words.
    pub text: Color,
    /// Less important words.
    pub muted: Color,
    /// Hairlines, which only decorate and need no contrast.
    pub line: Color,
    /// The rim of a door that is not ready (3:1).
    pub rim: Color,
    /// Good news: words and their ground.
    pub good: [Color; 2],
    /// A firm no: words and their ground.
    pub bad: [Color; 2],
    /// What may pass or is not known: words and their ground.
    pub warn: [Color; 2],
}

impl Palette {
    /// The palette of light pages.
    #[must_use]
    pub fn light(colors: &Colors) -> Self {
        let accent = colors.accent.unwrap_or(ACCENT);
        let background = colors.background.unwrap_or(Color::WHITE);
        Self::derive(colors, accent, background)
    }

    /// The palette of dark pages. Without an accent of its own, it has the light one, or the least
    /// light shade of it that can be seen there.
    #[must_use]
    pub fn dark(colors: &Colors, light: &Self) -> Self {
        let background = colors.background.unwrap_or_else(|| light.accent.shade(0.17, 0.012));
        let accent = colors.accent.unwrap_or_else(|| on_dark(light.accent, background));
        Self::derive(colors, accent, background)
    }

    /// Derives the colours that `colors` leaves out. Each is a shade of the accent, with one
    /// lightness for a light background and another for a dark one.
    fn derive(colors: &Colors, accent: Color, background: Color) -> Self {
        let is_dark = is_dark(background);
        let shade = |on_light: f32, on_dark: f32, chroma: f32| {
            accent.shade(if is_dark { on_dark } else { on_light }, chroma)
        };
        let surface = colors.surface.unwrap_or_else(|| match colors.background {
            Some(own) => panel_on(own),
            None => shade(0.965, 0.23, 0.012),
        });
        let grounds = [background, surface];
        let text = shade(0.24, 0.95, 0.025).readable_on(&grounds, WORDS);
        let muted = shade(0.48, 0.75, 0.02).readable_on(&grounds, WORDS);
        let rim = shade(0.7, 0.5, 0.015).readable_on(&grounds, CONTROLS);
        let text = colors.text.unwrap_or(text);
        let tonal = accent.mixed_into(background, if is_dark { 0.22 } else { 0.12 }, TINT);
        let on_tonal = text.readable_on(&[tonal], WORDS);
        let bad = news(&BAD, &[accent], is_dark);
        let is_seen = grounds.iter().all(|ground| accent.contrast(*ground) >= CONTROLS);
        Self {
            accent,
            on_accent: accent.label(),
            mark: if is_seen { accent } else { text },
            tonal: [tonal, on_tonal],
            edge: accent.readable_on(&grounds, CONTROLS),
            background,
            surface,
            text,
            muted,
            line: shade(0.88, 0.34, 0.012),
            rim,
            good: news(&GOOD, &[accent], is_dark),
            bad,
            warn: news(&WARN, &[accent, bad[0]], is_dark),
        }
    }

    /// The ground of a door's button, and the words on it.
    pub(super) fn door(&self, style: Style) -> [Color; 2] {
        match style {
            Style::Filled => [self.accent, self.on_accent],
            Style::Tonal => self.tonal,
            Style::Outline => [self.background, self.text],
        }
    }
}

/// A brand's accent on a dark background: itself if it can be seen there, else the least light shade
/// that can. Black and greys have no hue by which they could be recognised, so they are inverted.
fn on_dark(accent: Color, background: Color) -> Color {
    let is_seen = |shade: Color| shade.contrast(background) >= CONTROLS;
    if is_seen(accent) {
        return accent;
    }
    let own = accent.lightness();
    accent.lightened(if accent.chroma() < GREY { 1.0 - own } else { own }, is_seen)
}

fn is_dark(background: Color) -> bool {
    background.lightness() < 0.5
}

/// The colour of panels on a background that the brand chose: a little darker, or lighter if the
/// background is dark.
fn panel_on(background: Color) -> Color {
    let step = if is_dark(background) { 0.06 } else { -0.035 };
    background.shade(background.lightness() + step, 0.03)
}

/// Words with this meaning, and a ground of the same hue. The words are the least changed ones that
/// are not taken for any of `others`.
fn news(meaning: &Meaning, others: &[Color], is_dark: bool) -> [Color; 2] {
    let (words, ground) = if is_dark { (0.82, 0.26) } else { (0.42, 0.955) };
    let pair = |turn: f32, lighter: f32| {
        let hue = meaning.color.turned(turn);
        let ground = hue.shade(ground, 0.035);
        [hue.shade(words + lighter, 0.14).readable_on(&[ground], WORDS), ground]
    };
    let pairs = meaning.lighter.into_iter();
    let pairs = pairs.flat_map(|lighter| meaning.turns.map(|turn| pair(turn, lighter)));
    let distance = |pair: &[Color; 2]| {
        others.iter().map(|other| pair[0].distance(*other)).fold(f32::MAX, f32::min)
    };
    let found = pairs.clone().find(|pair| distance(pair) >= APART);
    let farthest = || pairs.max_by(|one, other| distance(one).total_cmp(&distance(other)));
    found.or_else(farthest).unwrap_or_else(|| pair(0.0, 0.0))
}

/// How much the lightness of a button changes under a pointer, and under a finger.
pub(super) const HOVER: f32 = 0.04;
pub(super) const PRESSED: f32 = 0.08;

/// The ground of a button that is pointed at or pressed: darker by this much, or lighter where the
/// words on a darker one are not readable, or the same where neither is.
pub(super) fn touched(ground: Color, words: Color, by: f32) -> Color {
    let with_lightness = |lightness: f32| ground.shade(lightness.clamp(0.0, 1.0), f32::MAX);
    let darker = with_lightness(ground.lightness() - by);
    let lighter = with_lightness(ground.lightness() + by);
    let is_readable = |shade: &Color| words.contrast(*shade) >= WORDS;
    [darker, lighter].into_iter().find(is_readable).unwrap_or(ground)
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

    /// Checks every contrast on a page in these colours.
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
            (palette.warn[0], palette.warn[1]),
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

    /// How many random accents are tried: `DOORSTEP_TEST_CASES`, or 500.
    #[expect(clippy::disallowed_methods, reason = "tests have no settings")]
    fn cases() -> u32 {
        std::env::var("DOORSTEP_TEST_CASES").map_or(500, |cases| cases.parse().unwrap())
    }

    #[test]
    fn derived_colours_have_enough_contrast_for_every_accent() {
        let config = Config { cases: cases(), failure_persistence: None, ..Config::default() };
        let accents = any::<[u8; 3]>().prop_map(|[red, green, blue]| Color::new(red, green, blue));
        let all_readable = |accent| {
            palettes(accent).iter().for_each(check);
            Ok(())
        };
        TestRunner::new(config).run(&accents, all_readable).unwrap();
    }

    #[test]
    fn success_failure_and_warning_are_not_taken_for_the_accent_or_for_each_other() {
        let config = Config { cases: cases(), failure_persistence: None, ..Config::default() };
        let accents = any::<[u8; 3]>().prop_map(|[red, green, blue]| Color::new(red, green, blue));
        let are_apart = |accent| {
            for palette in palettes(accent) {
                let news = [palette.good[0], palette.bad[0], palette.warn[0]];
                for color in news {
                    assert!(color.distance(palette.accent) >= APART, "{}: {color}", palette.accent);
                }
                let [good, bad, warn] = news;
                for (one, other) in [(good, bad), (bad, warn), (warn, good)] {
                    assert!(one.distance(other) >= APART, "{accent}: {one} {other}");
                }
            }
            Ok(())
        };
        TestRunner::new(config).run(&accents, are_apart).unwrap();
    }

    #[test]
    fn derived_colours_have_enough_contrast_at_the_corners_of_the_colour_cube() {
        let levels = [0_u8, 1, 64, 127, 128, 192, 254, 255];
        for (r, g, b) in levels.into_iter().flat_map(|r| {
            levels.into_iter().flat_map(move |g| levels.into_iter().map(move |b| (r, g, b)))
        }) {
            palettes(Color::new(r, g, b)).iter().for_each(check);
        }
    }

    #[test]
    fn the_accent_of_a_brand_is_never_altered_on_light_pages() {
        let yellow = Color::new(255, 221, 0);
        assert_eq!(palettes(yellow)[0].accent, yellow);
    }

    fn color(hex: &str) -> Color {
        Color::try_from(hex).unwrap()
    }

    #[test]
    fn dark_pages_keep_every_accent_that_can_be_seen_on_them() {
        let dark = |accent| palettes(color(accent))[1].accent.to_string();
        for seen in ["#c8102e", "#ff6600", "#c6ff00", "#ffd400", "#ffffff"] {
            assert_eq!(dark(seen), seen);
        }
        assert_eq!(dark("#000000"), "#ffffff");
        insta::assert_snapshot!(["#5b1a2b", "#0b6e4f", "#002b7f", "#333333"].map(dark).join(" "), @"#904a58 #0b6e4f #2e5cb3 #989898");
    }

    #[test]
    fn an_accent_is_lightened_on_dark_pages_only_as_far_as_it_has_to() {
        let config = Config { cases: cases(), failure_persistence: None, ..Config::default() };
        let accents = any::<[u8; 3]>().prop_map(|[red, green, blue]| Color::new(red, green, blue));
        let least = |accent: Color| {
            let Palette { accent: dark, background, .. } = palettes(accent)[1];
            let is_seen = |color: Color| color.contrast(background) >= CONTROLS;
            assert!(is_seen(dark), "{accent}: {dark}");
            if is_seen(accent) {
                assert_eq!(dark, accent);
            } else if accent.chroma() >= GREY {
                // A shade that is a little darker cannot be seen, and the hue is the same.
                let darker = accent.shade(dark.lightness() - 0.01, f32::MAX);
                assert!(!is_seen(darker), "{accent}: {dark}, and {darker} would do");
                let turned = (dark.hue() - accent.hue()).abs();
                assert!(turned.min(360.0 - turned) < 6.0, "{accent}: {dark} by {turned} degrees");
            }
            Ok(())
        };
        TestRunner::new(config).run(&accents, least).unwrap();
    }

    #[test]
    fn a_tint_is_the_background_with_a_little_of_the_accent() {
        let colors = |background| Colors {
            accent: Some(color("#5b1a2b")),
            background: Some(color(background)),
            ..Colors::default()
        };
        let tints =
            ["#fbf6ee", "#ffffff", "#1c1416"].map(|it| Palette::light(&colors(it)).tonal[0]);
        insta::assert_snapshot!(tints.map(|it| it.to_string()).join(" "), @"#e8dad4 #ece1e3 #29171a");
    }
}
