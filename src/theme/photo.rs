//! The picture of a page, made of a photo as photographers deliver it: turned upright, without
//! metadata such as the place, cut to what pages show, in several sizes, and encoded small.

use std::sync::{Arc, LazyLock};

use moka::sync::Cache;
use mozjpeg_rs::{Encoder, Subsampling};

use super::{
    color::Color,
    focus::Focus,
    raster::{Raster, RasterError},
};
use crate::assets::Asset;

/// The largest file of a photo, in bytes.
pub(super) const LARGEST_FILE: u64 = 20 * 1024 * 1024;
/// The most pixels of a photo.
pub(super) const MOST_PIXELS: u64 = 100_000_000;
/// The widths that are made, in pixels. The page is at most 30rem wide, and phones have two or three
/// pixels for each CSS pixel.
const WIDTHS: [u32; 3] = [480, 720, 1080];
/// A narrower photo is blurred on nearly all phones.
pub(super) const NARROW: u32 = 720;
/// The width divided by the height of what phones and of what wide windows show (page/base.css).
const ON_PHONES: f64 = 2.2;
const ON_WIDE: f64 = 3.0;
/// The qualities that are tried, and the largest file, in bytes: it takes about two seconds to load
/// on one bar of signal (400 kbit/s).
const QUALITIES: [u8; 6] = [76, 68, 60, 50, 40, 30];
const LARGEST_RESULT: usize = 79_000;
/// The bytes of photos that are kept, so that a theme is loaded again without decoding them again.
const MOST_KEPT: u64 = 8 * 1024 * 1024;

/// A photo in several sizes.
#[derive(Clone, Debug)]
pub(super) struct Photo {
    /// The files with their widths in pixels, the narrowest first. There is at least one.
    pub(super) files: Vec<(u32, Asset)>,
    /// The width of the photo before it was scaled, after it was cut.
    pub(super) own_width: u32,
}

/// Photos by a hash of everything that they are made of.
static MADE: LazyLock<Cache<blake3::Hash, Arc<Photo>>> = LazyLock::new(|| {
    let weight = |_: &blake3::Hash, photo: &Arc<Photo>| {
        let bytes: usize = photo.files.iter().map(|(_, file)| file.content().len()).sum();
        u32::try_from(bytes).unwrap_or(u32::MAX)
    };
    Cache::builder().weigher(weight).max_capacity(MOST_KEPT).build()
});

impl Photo {
    /// Makes the photo in this file, or returns it if it was made before. Transparent pixels show
    /// `background`. This takes up to some seconds, so it must not run on a serving thread.
    pub(super) fn make(
        content: &[u8],
        focus: Focus,
        background: Color,
    ) -> Result<Arc<Self>, RasterError> {
        let mut key = blake3::Hasher::new();
        key.update(&[focus.x, focus.y]).update(&background.channels()).update(content);
        let photo = MADE.try_get_with(key.finalize(), || {
            Self::of(&Raster::decode(content, MOST_PIXELS)?, focus, background).map(Arc::new)
        });
        photo.map_err(|error| RasterError::clone(&error))
    }

    fn of(raster: &Raster, focus: Focus, background: Color) -> Result<Self, RasterError> {
        let own_width = Cut::of(raster.size(), focus).size[0];
        let widest = own_width.min(WIDTHS[WIDTHS.len() - 1]);
        // Only the first step works on millions of pixels. The whole photo is scaled, because cutting
        // it before would need a copy of it.
        let raster = raster.scaled(scaled_size(raster.size(), own_width, widest));
        let cut = Cut::of(raster.size(), focus);
        let raster = raster.cut(cut.corner, cut.size);
        let widest = cut.size[0];
        let narrower = WIDTHS.into_iter().filter(|width| *width < widest);
        let mut files = Vec::new();
        for width in narrower.chain([widest]) {
            let size = scaled_size(cut.size, widest, width);
            let pixels = raster.scaled(size).into_rgb_on(background);
            // A larger size that stays too large is left out.
            if let Some(jpeg) = encode(pixels.as_raw(), size, files.is_empty())? {
                files.extend(Asset::picture("image", jpeg).map(|asset| (width, asset)));
            }
        }
        if files.is_empty() { Err(RasterError::Broken) } else { Ok(Self { files, own_width }) }
    }
}

/// The JPEG of these pixels with the best quality that is small enough. If none is, `None`, or the
/// smallest one if there has to be one.
fn encode(
    pixels: &[u8],
    [width, height]: [u32; 2],
    is_needed: bool,
) -> Result<Option<Vec<u8>>, RasterError> {
    let encoder = Encoder::max_compression().subsampling(Subsampling::S420);
    let mut smallest = None;
    for quality in QUALITIES {
        let jpeg = encoder.clone().quality(quality).encode_rgb(pixels, width, height);
        let jpeg = jpeg.map_err(|_no_detail| RasterError::Broken)?;
        if jpeg.len() <= LARGEST_RESULT {
            return Ok(Some(jpeg));
        }
        smallest = Some(jpeg);
    }
    Ok(smallest.filter(|_| is_needed))
}

/// The part of a photo that pages show, in pixels of the photo. Pages cut it once more to the shape
/// that they need, at the same focus.
#[derive(Debug, PartialEq)]
struct Cut {
    corner: [u32; 2],
    size: [u32; 2],
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sides of photos are positive and below the limit of pixels"
)]
impl Cut {
    fn of([width, height]: [u32; 2], focus: Focus) -> Self {
        let ratio = (f64::from(width) / f64::from(height)).clamp(ON_PHONES, ON_WIDE);
        let wide = width.min((f64::from(height) * ratio).round() as u32).max(1);
        let high = height.min((f64::from(width) / ratio).round() as u32).max(1);
        let at = |free: u32, percent: u8| (f64::from(free) * f64::from(percent) / 100.0) as u32;
        Self { corner: [at(width - wide, focus.x), at(height - high, focus.y)], size: [wide, high] }
    }
}

/// The size of a picture that is scaled so that `own_width` pixels of it become `width`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sides are positive and become smaller"
)]
fn scaled_size(size: [u32; 2], own_width: u32, width: u32) -> [u32; 2] {
    let factor = f64::from(width) / f64::from(own_width);
    size.map(|side| ((f64::from(side) * factor).round() as u32).max(1))
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, Rgb, RgbImage};

    use super::*;

    fn png(pixels: RgbImage) -> Vec<u8> {
        let mut file = std::io::Cursor::new(Vec::new());
        DynamicImage::from(pixels).write_to(&mut file, image::ImageFormat::Png).unwrap();
        file.into_inner()
    }

    fn photo(content: &[u8], focus: Focus) -> Arc<Photo> {
        Photo::make(content, focus, Color::WHITE).unwrap()
    }

    fn size_of(asset: &Asset) -> [u32; 2] {
        Raster::decode(&asset.content(), MOST_PIXELS).unwrap().size()
    }

    #[test]
    fn a_photo_is_made_in_the_sizes_of_phones_and_small_enough_for_one_bar_of_signal() {
        let mut random = fastrand::Rng::with_seed(1);
        // Noise cannot be compressed, so this is the worst photo.
        let noise = RgbImage::from_fn(2_000, 1_500, |_, _| Rgb([0; 3].map(|_: u8| random.u8(..))));
        let calm = RgbImage::from_fn(4_000, 3_000, |x, y| {
            Rgb([x / 16, y / 12, (x + y) / 28].map(|level| u8::try_from(level).unwrap()))
        });
        for (pixels, least) in [(noise, 1), (calm, 3)] {
            let photo = photo(&png(pixels), Focus::default());
            assert!(photo.files.len() >= least, "{}", photo.files.len());
            for (width, file) in &photo.files {
                assert!(file.content().len() < 80_000, "{width}: {}", file.content().len());
                let [wide, high] = size_of(file);
                assert_eq!(wide, *width);
                assert!(
                    (f64::from(wide) / f64::from(high) - ON_PHONES).abs() < 0.02,
                    "{wide}x{high}"
                );
                assert!(file.path.starts_with("/assets/image-"));
            }
        }
    }

    #[test]
    fn a_small_photo_is_not_made_larger() {
        let small = RgbImage::from_pixel(300, 200, Rgb([9, 99, 199]));
        let photo = photo(&png(small), Focus::default());
        assert_eq!(photo.files.iter().map(|(width, _)| *width).collect::<Vec<_>>(), [300]);
        assert_eq!(size_of(&photo.files[0].1), [300, 136]);
    }

    #[test]
    fn what_is_in_focus_stays_in_the_picture() {
        let line =
            RgbImage::from_fn(
                400,
                1_000,
                |_, y| {
                    if y < 100 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 0]) }
                },
            );
        let is_red_at = |y| {
            let photo = photo(&png(line.clone()), Focus { x: 50, y });
            let pixels =
                Raster::decode(&photo.files[0].1.content(), MOST_PIXELS).unwrap().into_rgba();
            pixels.get_pixel(200, 20).0[0] > 200
        };
        assert_eq!([is_red_at(0), is_red_at(50)], [true, false]);
    }

    #[test]
    fn photos_of_every_shape_are_cut_to_what_pages_show() {
        for (size, corner, cut) in [
            ([1_000, 1_000], [0, 272], [1_000, 455]),
            ([2_500, 1_000], [0, 0], [2_500, 1_000]),
            ([6_000, 1_000], [1_500, 0], [3_000, 1_000]),
            ([1, 4_000], [0, 1_999], [1, 1]),
            ([4_000, 1], [1_998, 0], [3, 1]),
        ] {
            assert_eq!(Cut::of(size, Focus::default()), Cut { corner, size: cut }, "{size:?}");
        }
    }

    #[test]
    fn metadata_of_a_photo_is_not_published() {
        let exif = [b"MM\0\x2a\0\0\0\x08\0\0\0\0\0\0", &b"52.5200 N 13.4050 E"[..]].concat();
        let pixels = RgbImage::from_pixel(40, 20, Rgb([9, 99, 199]));
        let mut file = Vec::new();
        let mut encoder = image::codecs::jpeg::JpegEncoder::new(&mut file);
        image::ImageEncoder::set_exif_metadata(&mut encoder, exif).unwrap();
        encoder.encode_image(&pixels).unwrap();
        let has_place = |content: &[u8]| content.windows(7).any(|bytes| bytes == b"13.4050");
        assert!(has_place(&file));
        assert!(!has_place(&photo(&file, Focus::default()).files[0].1.content()));
    }
}
