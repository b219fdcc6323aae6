//! A brand's own font: checking its files, and reading their weights.

use ttf_parser::{Face, Tag};

use super::values::Family;
use crate::assets::Asset;

/// A font of the brand.
#[derive(Clone, Debug)]
pub struct Font {
    /// The name of the font.
    pub family: Family,
    /// Its files, which differ in weight, slant or letters.
    pub files: Vec<FontFile>,
}

/// One file of a font.
#[derive(Clone, Debug)]
pub struct FontFile {
    /// The WOFF2 file.
    pub asset: Asset,
    /// The lightest and the heaviest weight in it, 1 to 1000; equal if it has one weight.
    pub weights: [u16; 2],
    /// Whether it is slanted.
    pub italic: bool,
}

impl FontFile {
    /// The font in `content`, or what is wrong with it, as the end of a sentence that starts with
    /// the name of the file. The file is decompressed to check it and to read its weights.
    pub(super) fn read(content: Vec<u8>) -> Result<Self, &'static str> {
        let broken = "is a broken WOFF2 font; convert the original font to WOFF2 again";
        let unpacked = match content.get(..4) {
            Some(b"wOF2") => wuff::decompress_woff2(&content).map_err(|_no_detail| broken)?,
            Some(b"wOFF" | b"\0\x01\0\0" | b"OTTO" | b"true") => {
                return Err("is a font in another format; convert it to WOFF2, which is smaller");
            }
            _ => return Err("is not a font; use a WOFF2 file"),
        };
        let face = Face::parse(&unpacked, 0).map_err(|_no_detail| broken)?;
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

/// A weight of a variable font, for CSS: a whole number from 1 to 1000.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is between 1 and 1000, or NaN, which becomes 0"
)]
fn weight(value: f32) -> u16 {
    (value.clamp(1.0, 1000.0) as u16).max(1)
}
