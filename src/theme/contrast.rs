//! Which pairs of colours a visitor has to distinguish, and whether their contrast is enough.

use std::fmt;

use super::{
    color::{CONTROLS, Color, ColorKey, WORDS},
    palette::Palette,
};

/// Two colours of a palette, and the contrast they need.
#[derive(Clone, Copy, Debug)]
pub struct Contrast {
    /// What has to stand out from which ground, in words.
    pub what: &'static str,
    /// The colour in front.
    pub color: Color,
    /// The colour behind it.
    pub ground: Color,
    /// The ratio that is needed.
    pub needed: f32,
    /// The keys of the theme file that set `color` and `ground`; `None` for a derived colour.
    keys: [Option<ColorKey>; 2],
}

impl Contrast {
    /// Every pair of a palette.
    #[must_use]
    pub fn all(palette: &Palette) -> Vec<Self> {
        use ColorKey::{Background, Surface, Text};
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
            pair("edges of buttons and the focus ring", edge, None, page, CONTROLS),
        ]
    }

    /// The ratio of the two colours, 1 to 21.
    #[must_use]
    pub fn ratio(&self) -> f32 {
        self.color.contrast(self.ground)
    }

    /// Whether the ratio is at least the needed one.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.ratio() >= self.needed
    }

    /// The same pair with another colour for `key`.
    fn with(self, key: ColorKey, replacement: Color) -> Self {
        let [color_key, ground_key] = self.keys;
        let color = if color_key == Some(key) { replacement } else { self.color };
        let ground = if ground_key == Some(key) { replacement } else { self.ground };
        Self { color, ground, ..self }
    }
}

/// `2.31:1`, rounded down, so that a ratio that is too small never looks like the needed one.
impl fmt::Display for Contrast {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Black on white is 20.99998 in an f32.
        let ratio = self.ratio() + 0.0005;
        write!(f, "{:.2}:1", (ratio * 100.0).floor() / 100.0)
    }
}

/// A colour of the brand that is too weak in one pair or more.
///
/// `Display` is the whole warning, with one suggestion that passes in every pair of this colour.
#[derive(Debug)]
pub(super) struct WeakColor {
    /// The key to change.
    pub(super) key: ColorKey,
    /// The nearest shade that passes in all pairs, if there is one.
    pub(super) suggestion: Option<Color>,
    weak: Vec<Contrast>,
}

impl WeakColor {
    /// The weak colours of a palette, of which the brand has written those that `is_written` names.
    /// A pair of two written colours counts for the one in front.
    pub(super) fn all(palette: &Palette, is_written: impl Fn(ColorKey) -> bool) -> Vec<Self> {
        let contrasts = Contrast::all(palette);
        let mut found: Vec<Self> = Vec::new();
        for weak in contrasts.iter().copied().filter(|contrast| !contrast.passes()) {
            let key = weak.keys.into_iter().flatten().find(|key| is_written(*key));
            let Some(key) = key else { continue };
            if let Some(color) = found.iter_mut().find(|color| color.key == key) {
                color.weak.push(weak);
            } else {
                let suggestion = nearest_passing(palette, &contrasts, key);
                found.push(Self { key, suggestion, weak: vec![weak] });
            }
        }
        found
    }
}

/// The shade nearest to the colour of `key` that passes in every pair the key is part of.
fn nearest_passing(palette: &Palette, contrasts: &[Contrast], key: ColorKey) -> Option<Color> {
    let own = match key {
        ColorKey::Accent => palette.accent,
        ColorKey::Background => palette.background,
        ColorKey::Surface => palette.surface,
        ColorKey::Text => palette.text,
    };
    own.nearest_shade(|shade| {
        contrasts
            .iter()
            .filter(|contrast| contrast.keys.contains(&Some(key)))
            .all(|contrast| contrast.with(key, shade).passes())
    })
}

impl fmt::Display for WeakColor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, contrast) in self.weak.iter().enumerate() {
            let Contrast { what, color, ground, needed, .. } = contrast;
            let and = if index == 0 { "" } else { ", and " };
            write!(
                f,
                "{and}{what} have a contrast of {contrast} ({color} on {ground}) and need \
                 {needed}:1"
            )?;
        }
        match self.suggestion {
            Some(color) => write!(f, "; the nearest colour that passes is {color}"),
            None => f.write_str(
                "; no shade of this colour passes, so choose colours of the page and of panels \
                 that are nearer to each other",
            ),
        }
    }
}
