//! Which colours a visitor has to tell apart, and whether they can.

use std::fmt;

use super::{
    color::{CONTROLS, Color, WORDS},
    palette::Palette,
};

/// A colour that a brand can choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Accent,
    Background,
    Surface,
    Text,
}

/// One pair of colours.
#[derive(Clone, Copy, Debug)]
pub struct Contrast {
    /// What has to be told from what, in words.
    pub what: &'static str,
    /// The colour of the first.
    pub color: Color,
    /// The colour of the second.
    pub ground: Color,
    /// The ratio that is needed.
    pub needed: f32,
    /// Which keys of the theme the two colours come from, where they do.
    pub(super) keys: [Option<Key>; 2],
}

impl Contrast {
    /// Every pair of a palette.
    #[must_use]
    pub fn all(palette: &Palette) -> Vec<Self> {
        use Key::{Accent, Background, Surface, Text};
        let Palette { accent, on_accent, edge, background, surface, text, muted, .. } = *palette;
        let page = (background, Some(Background));
        let panel = (surface, Some(Surface));
        let pair = |what, color, key, (ground, ground_key), needed| Self {
            what,
            color,
            ground,
            needed,
            keys: [key, ground_key],
        };
        vec![
            pair("words on the page", text, Some(Text), page, WORDS),
            pair("words on panels", text, Some(Text), panel, WORDS),
            pair("quiet words on the page", muted, None, page, WORDS),
            pair("quiet words on panels", muted, None, panel, WORDS),
            pair("words on buttons", on_accent, None, (accent, None), WORDS),
            pair("buttons on the page", accent, Some(Accent), page, CONTROLS),
            pair("rims and the focus ring", edge, None, page, CONTROLS),
        ]
    }

    /// The ratio there is, 1 to 21.
    #[must_use]
    pub fn ratio(&self) -> f32 {
        self.color.contrast(self.ground)
    }

    /// Whether it is enough.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.ratio() >= self.needed
    }

    /// The shade nearest to the colour of `key` that passes.
    pub(super) fn nearest(&self, key: Key) -> Color {
        if self.keys[0] == Some(key) {
            self.color.readable_on(&[self.ground], self.needed)
        } else {
            self.ground.readable_on(&[self.color], self.needed)
        }
    }
}

/// `2.31:1`, rounded down, so that what is too little is never shown as what is needed.
impl fmt::Display for Contrast {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Black on white is 20.99998 in an f32.
        let ratio = self.ratio() + 0.0005;
        write!(f, "{:.2}:1", (ratio * 100.0).floor() / 100.0)
    }
}
