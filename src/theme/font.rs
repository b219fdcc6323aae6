//! A brand's own font: whether its files are fonts, and which weights are in them.

use ttf_parser::{Face, Tag};

use super::values::Family;
use crate::assets::Asset;

/// A font of the brand.
#[derive(Clone, Debug)]
pub struct Font {
    /// What it is called.
    pub family: Family,
    /// Its files, each with other weights, or other letters.
    pub files: Vec<FontFile>,
}

/// One file of a font.
#[derive(Clone, Debug)]
pub struct FontFile {
    /// The WOFF2 file.
    pub asset: Asset,
    /// The lightest and the heaviest weight in it, 1 to 1000; the same where there is one.
    pub weights: [u16; 2],
    /// Whether it is slanted.
    pub italic: bool,
}

impl FontFile {
    /// The font in `content`, or what is wrong with it. What is in a font is known only once it is
    /// unpacked, which also shows that it can be.
    pub(super) fn read(content: Vec<u8>) -> Result<Self, &'static str> {
        let broken = "is no WOFF2 font that can be read; make it anew from the original";
        let unpacked = match content.get(..4) {
            Some(b"wOF2") => wuff::decompress_woff2(&content).map_err(|_no_detail| broken)?,
            Some(b"wOFF" | b"\0\x01\0\0" | b"OTTO" | b"true") => {
                return Err("is a font of another kind; convert it to WOFF2, which is smaller");
            }
            _ => return Err("is no font; use a WOFF2 file"),
        };
        let face = Face::parse(&unpacked, 0).map_err(|_no_remedy| broken)?;
        let axis =
            face.variation_axes().into_iter().find(|axis| axis.tag == Tag::from_bytes(b"wght"));
        let weights = match axis {
            Some(axis) => [axis.min_value, axis.max_value].map(weight),
            None => [face.weight().to_number().clamp(1, 1000); 2],
        };
        let italic = face.is_italic();
        Ok(Self { asset: Asset::font(content), weights, italic })
    }
}

/// A weight of a variable font as CSS has it: a whole number from 1 to 1000.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is between 1 and 1000, or not a number, which becomes 0"
)]
fn weight(value: f32) -> u16 {
    (value.clamp(1.0, 1000.0) as u16).max(1)
}
