//! A brand's own fonts: checking their files, and reading their weights and letters.

use std::{
    fmt::Write as _,
    sync::{Arc, LazyLock},
};

use moka::sync::Cache;
use ttf_parser::{Face, Tag};
use ttf2woff2::{BrotliQuality, encode_no_transform};

use super::values::Family;
use crate::assets::{self, Asset};

/// The largest file that is not WOFF2, in bytes. WOFF2 is less than half as large.
pub(super) const LARGEST_FILE: u64 = 4 * 1024 * 1024;
/// The most ranges of characters that are written in a style. A font with more is always loaded.
const MOST_RANGES: usize = 200;
/// The bytes of WOFF2 files that were made here and are kept.
const MOST_KEPT: u64 = 8 * 1024 * 1024;

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
    /// The characters in it, as first and last of each range, in order. Empty if they are too many
    /// ranges to be written.
    pub(super) ranges: Vec<[u32; 2]>,
}

/// WOFF2 files that were made of other fonts, by the hash of those.
static MADE: LazyLock<Cache<blake3::Hash, Arc<Vec<u8>>>> = LazyLock::new(|| {
    let weight = |_: &blake3::Hash, font: &Arc<Vec<u8>>| font.len().try_into().unwrap_or(u32::MAX);
    Cache::builder().weigher(weight).max_capacity(MOST_KEPT).build()
});

impl FontFile {
    /// The font in `content`, or what is wrong with it, as the end of a sentence that starts with
    /// the name of the file. WOFF2 is made of a TTF or OTF file, which takes up to some seconds.
    pub(super) fn read(content: Vec<u8>) -> Result<Self, &'static str> {
        match content.get(..4) {
            Some(b"wOF2") => Self::of_woff2(content),
            Some(b"\0\x01\0\0" | b"OTTO" | b"true") => {
                let broken = "is a broken font; save or copy it again";
                Face::parse(&content, 0).map_err(|_no_detail| broken)?;
                let key = blake3::hash(&content);
                let woff2 = MADE.try_get_with(key, || {
                    encode_no_transform(&content, BrotliQuality::from(9)).map(Arc::new)
                });
                // What was made is checked like the files of others.
                Self::of_woff2(woff2.map_err(|_no_detail| broken)?.to_vec())
            }
            Some(b"wOFF") => {
                Err("is a font in the older format WOFF; use its WOFF2, TTF or OTF file")
            }
            Some(b"ttcf") => Err("contains several fonts; save the one you need as TTF or OTF"),
            _ => Err("is not a font; use a WOFF2, TTF or OTF file"),
        }
    }

    fn of_woff2(content: Vec<u8>) -> Result<Self, &'static str> {
        let broken = "is a broken WOFF2 font; convert the original font to WOFF2 again";
        if content.len() as u64 > assets::LARGEST {
            return Err("is larger than 1 MiB as WOFF2; leave out letters that you do not need");
        }
        let unpacked = wuff::decompress_woff2(&content).map_err(|_no_detail| broken)?;
        let face = Face::parse(&unpacked, 0).map_err(|_no_detail| broken)?;
        let axis =
            face.variation_axes().into_iter().find(|axis| axis.tag == Tag::from_bytes(b"wght"));
        let weights = match axis {
            Some(axis) => [axis.min_value, axis.max_value].map(weight),
            None => [face.weight().to_number().clamp(1, 1000); 2],
        };
        let (italic, ranges) = (face.is_italic(), ranges(&face));
        Ok(Self { asset: Asset::font(content), weights, italic, ranges })
    }

    /// Whether the font has this character.
    #[must_use]
    pub fn contains(&self, character: char) -> bool {
        let code = u32::from(character);
        self.ranges.is_empty()
            || self.ranges.iter().any(|[first, last]| (*first..=*last).contains(&code))
    }

    /// The ranges as CSS writes them: `U+20-7e,U+a0`.
    pub(super) fn unicode_range(&self) -> String {
        let mut text = String::new();
        for [first, last] in &self.ranges {
            let comma = if text.is_empty() { "" } else { "," };
            // Writing to a String cannot fail.
            let _ = if first == last {
                write!(text, "{comma}U+{first:x}")
            } else {
                write!(text, "{comma}U+{first:x}-{last:x}")
            };
        }
        text
    }
}

/// The characters of a font, from its `cmap` table.
fn ranges(face: &Face<'_>) -> Vec<[u32; 2]> {
    let mut codes = Vec::new();
    for table in face.tables().cmap.into_iter().flat_map(|cmap| cmap.subtables) {
        if table.is_unicode() {
            table.codepoints(|code| codes.push(code));
        }
    }
    codes.sort_unstable();
    codes.dedup();
    let mut ranges: Vec<[u32; 2]> = Vec::new();
    for code in codes {
        if let Some([_, last]) = ranges.last_mut()
            && *last + 1 == code
        {
            *last = code;
        } else if ranges.len() == MOST_RANGES {
            return Vec::new();
        } else {
            ranges.push([code, code]);
        }
    }
    ranges
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
