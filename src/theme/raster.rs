//! The pixels of a brand's PNG, WebP and JPEG files: decoded within limits, upright, and in sRGB.

use std::io::Cursor;

use image::{
    DynamicImage, GenericImageView as _, ImageDecoder as _, ImageFormat, ImageReader, RgbImage,
    Rgba, RgbaImage,
    imageops::{self, FilterType},
    metadata::Orientation,
};
use moxcms::{ColorProfile, Layout, TransformOptions};

use super::color::Color;

/// The most bytes of each decoded pixel. A file can have 16 bits for each channel.
const BYTES_OF_PIXEL: u64 = 4;

/// The marker after the last scan of a JPEG (ITU T.81, table B.1).
const END_OF_IMAGE: u8 = 0xd9;

/// A decoded picture.
pub(super) struct Raster {
    /// If some of them are transparent, the colour of each is multiplied by its opacity. Otherwise
    /// scaling would mix the colour of pixels that are not seen, often black, into the edges.
    pixels: DynamicImage,
    /// The ICC profile of a camera or a screen, which says what its colours mean.
    profile: Option<Vec<u8>>,
}

/// Why the pixels of a picture cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum RasterError {
    /// The width and the height of a picture with too many pixels, and how many millions of them are
    /// allowed.
    #[error("has {0} x {1} pixels, and {2} megapixels are allowed; save it smaller")]
    TooLarge(u32, u32, u64),
    /// The file ends too early, or its content makes no sense.
    #[error("is broken, or it was not copied whole; save or copy it again")]
    Broken,
}

impl Raster {
    /// Decodes a file with at most this many pixels. This takes about a second for 100 million.
    pub(super) fn decode(content: &[u8], most_pixels: u64) -> Result<Self, RasterError> {
        let broken = |_| RasterError::Broken;
        let reader = ImageReader::new(Cursor::new(content)).with_guessed_format();
        let reader = reader.map_err(|_no_format| RasterError::Broken)?;
        let mut decoder = reader.into_decoder().map_err(broken)?;
        let (width, height) = decoder.dimensions();
        let pixels = u64::from(width) * u64::from(height);
        let is_deep = decoder.total_bytes() > BYTES_OF_PIXEL * most_pixels;
        if pixels > most_pixels || is_deep {
            return Err(RasterError::TooLarge(width, height, most_pixels / 1_000_000));
        }
        if is_cut_jpeg(content) {
            return Err(RasterError::Broken);
        }
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let profile = decoder.icc_profile().unwrap_or_default();
        let mut pixels = DynamicImage::from_decoder(decoder).map_err(broken)?;
        if pixels.color().has_alpha() {
            let mut transparent = pixels.into_rgba8();
            transparent.pixels_mut().for_each(multiply_by_opacity);
            pixels = transparent.into();
        }
        pixels.apply_orientation(orientation);
        Ok(Self { pixels, profile })
    }

    /// The width and the height in pixels.
    pub(super) fn size(&self) -> [u32; 2] {
        self.pixels.dimensions().into()
    }

    /// The part of this size at `corner`.
    pub(super) fn cut(self, [left, top]: [u32; 2], [width, height]: [u32; 2]) -> Self {
        Self { pixels: self.pixels.crop_imm(left, top, width, height), ..self }
    }

    /// The picture in this size.
    pub(super) fn scaled(&self, [width, height]: [u32; 2]) -> Self {
        let [own_width, own_height] = self.size();
        // A good filter is slow with millions of pixels, so groups of them are averaged first.
        let is_large = own_width / 3 > width && own_height / 3 > height;
        let averaged = is_large.then(|| self.pixels.thumbnail_exact(2 * width, 2 * height));
        let pixels = averaged.as_ref().unwrap_or(&self.pixels);
        let pixels = pixels.resize_exact(width, height, FilterType::Lanczos3);
        Self { pixels, profile: self.profile.clone() }
    }

    /// The picture, made smaller if its longer side has more pixels than this.
    pub(super) fn reduced(self, longest: u32) -> Self {
        let [width, height] = self.size();
        if width.max(height) <= longest {
            return self;
        }
        let scale = |side: u32| {
            let scaled = u64::from(side) * u64::from(longest) / u64::from(width.max(height));
            u32::try_from(scaled).unwrap_or(longest).max(1)
        };
        self.scaled([scale(width), scale(height)])
    }

    /// Red, green, blue and opacity of all pixels, without regard to the profile.
    pub(super) fn rgba(&self) -> impl Iterator<Item = [u8; 4]> {
        self.pixels.pixels().map(|(_, _, mut pixel)| {
            divide_by_opacity(&mut pixel);
            pixel.0
        })
    }

    /// Red, green, blue and opacity of all pixels, row by row, in sRGB.
    pub(super) fn into_rgba(self) -> RgbaImage {
        let mut pixels = self.pixels.into_rgba8();
        pixels.pixels_mut().for_each(divide_by_opacity);
        // A profile that cannot be used is ignored, as browsers do.
        let transform = self.profile.and_then(|profile| {
            let (own, srgb) =
                (ColorProfile::new_from_slice(&profile).ok()?, ColorProfile::new_srgb());
            let options = TransformOptions::default();
            own.create_transform_8bit(Layout::Rgba, &srgb, Layout::Rgba, options).ok()
        });
        if let Some(transform) = transform {
            let own = pixels.clone();
            // It fails only for buffers of different lengths.
            let _ = transform.transform(&own, &mut pixels);
        }
        pixels
    }

    /// The picture in front of `background`, which is seen where it is transparent.
    pub(super) fn into_rgb_on(self, background: Color) -> RgbImage {
        let ([width, height], [red, green, blue]) = (self.size(), background.channels());
        let mut flat = RgbaImage::from_pixel(width, height, Rgba([red, green, blue, u8::MAX]));
        imageops::overlay(&mut flat, &self.into_rgba(), 0, 0);
        DynamicImage::from(flat).into_rgb8()
    }

    /// The same as a PNG file.
    pub(super) fn into_png_on(self, background: Color) -> Result<Vec<u8>, String> {
        let mut png = Cursor::new(Vec::new());
        let written = self.into_rgb_on(background).write_to(&mut png, ImageFormat::Png);
        written.map_err(|error| error.to_string())?;
        Ok(png.into_inner())
    }
}

fn multiply_by_opacity(Rgba([red, green, blue, opacity]): &mut Rgba<u8>) {
    for channel in [red, green, blue] {
        let product = u16::from(*channel) * u16::from(*opacity) + 127;
        *channel = u8::try_from(product / 255).unwrap_or(u8::MAX);
    }
}

fn divide_by_opacity(Rgba([red, green, blue, opacity]): &mut Rgba<u8>) {
    if matches!(*opacity, 0 | u8::MAX) {
        return;
    }
    for channel in [red, green, blue] {
        let original = (u16::from(*channel) * 255 + u16::from(*opacity) / 2) / u16::from(*opacity);
        *channel = u8::try_from(original).unwrap_or(u8::MAX);
    }
}

/// Whether a JPEG ends within its scans. The decoder fills what is missing with grey. Phones append
/// films and other data after the end of the picture, which is why this follows the segments: each
/// begins with a marker and its length (ITU T.81, B.1.1.4), and in a scan, 0xFF is followed by 0 or by
/// the number of a restart (B.1.1.2).
fn is_cut_jpeg(content: &[u8]) -> bool {
    if !content.starts_with(b"\xff\xd8") {
        return false;
    }
    let mut rest = &content[2..];
    loop {
        let is_marker =
            |bytes: &[u8]| bytes[0] == 0xff && !matches!(bytes[1], 0 | 0xd0..=0xd7 | 0xff);
        let Some(at) = rest.windows(2).position(is_marker) else { return true };
        let (kind, after) = (rest[at + 1], &rest[at + 2..]);
        if kind == END_OF_IMAGE {
            return false;
        }
        let Some((length, _)) = after.split_first_chunk() else { return true };
        let Some(next) = after.get(usize::from(u16::from_be_bytes(*length))..) else { return true };
        rest = next;
    }
}

#[cfg(test)]
mod tests {
    use image::{ExtendedColorType, ImageEncoder as _, codecs::jpeg::JpegEncoder};

    use super::*;

    const MOST_PIXELS: u64 = 100_000_000;

    /// A JPEG of 40 by 20 pixels that is red at its left half and blue at its right half.
    fn jpeg(exif: Option<Vec<u8>>) -> Vec<u8> {
        let pixels = image::RgbImage::from_fn(40, 20, |x, _| {
            image::Rgb(if x < 20 { [255, 0, 0] } else { [0, 0, 255] })
        });
        let mut file = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut file, 100);
        if let Some(exif) = exif {
            encoder.set_exif_metadata(exif).unwrap();
        }
        encoder.write_image(&pixels, 40, 20, ExtendedColorType::Rgb8).unwrap();
        file
    }

    /// EXIF data that says that a photo is turned by this code (EXIF 2.3, tag 0x112).
    fn turned(code: u8) -> Vec<u8> {
        let head = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0";
        [head, &[code][..], b"\0\0\0\0\0\0"].concat()
    }

    fn is_red([red, _, blue, _]: [u8; 4]) -> bool {
        red > 200 && blue < 50
    }

    #[test]
    fn a_photo_is_turned_as_the_camera_says() {
        for (code, size, red_corner) in [
            (1, [40, 20], [0, 0]),
            (3, [40, 20], [39, 0]),
            (6, [20, 40], [0, 0]),
            (8, [20, 40], [0, 39]),
        ] {
            let raster = Raster::decode(&jpeg(Some(turned(code))), MOST_PIXELS).unwrap();
            assert_eq!(raster.size(), size, "{code}");
            let [x, y] = red_corner;
            assert!(is_red(raster.into_rgba().get_pixel(x, y).0), "{code}");
        }
    }

    #[test]
    fn a_file_that_is_cut_at_any_byte_is_broken() {
        let whole = jpeg(None);
        let cut =
            (0..whole.len() - 2).find(|&end| Raster::decode(&whole[..end], MOST_PIXELS).is_ok());
        assert_eq!(cut, None);
        let with_film = [&whole[..], b"\0\0ftypmp4\xff\xda\xff\xd8\xff\xda"].concat();
        assert!(Raster::decode(&with_film, MOST_PIXELS).is_ok());
        let mut png = Vec::new();
        let pixels = Raster::decode(&whole, MOST_PIXELS).unwrap().pixels;
        pixels.write_to(&mut Cursor::new(&mut png), image::ImageFormat::Png).unwrap();
        // After the pixels there are only the 12 bytes of the end chunk.
        assert!((0..png.len() - 16).all(|end| Raster::decode(&png[..end], MOST_PIXELS).is_err()));
        let mut webp = Vec::new();
        pixels.write_to(&mut Cursor::new(&mut webp), image::ImageFormat::WebP).unwrap();
        assert!((0..webp.len() - 2).all(|end| Raster::decode(&webp[..end], MOST_PIXELS).is_err()));
    }

    #[test]
    fn the_colour_of_pixels_that_are_not_seen_is_not_mixed_into_the_edges() {
        // White letters in front of transparent black, as drawing programs save them.
        let pixels = RgbaImage::from_fn(90, 90, |x, _| {
            Rgba(if (x / 9) % 2 == 0 { [255; 4] } else { [0; 4] })
        });
        let mut png = Cursor::new(Vec::new());
        pixels.write_to(&mut png, ImageFormat::Png).unwrap();
        let raster = Raster::decode(png.get_ref(), MOST_PIXELS).unwrap();
        for size in [[61, 61], [20, 20]] {
            let seen = raster.scaled(size).into_rgb_on(Color::WHITE);
            assert!(seen.pixels().all(|pixel| pixel.0 == [255; 3]), "{size:?}");
        }
    }

    #[test]
    fn a_picture_with_too_many_pixels_is_not_decoded() {
        let mut png =
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xff\xff\0\0\xff\xff\x08\x02\0\0\0".to_vec();
        let mut checksum = flate2::Crc::new();
        checksum.update(&png[12..]);
        png.extend(checksum.sum().to_be_bytes());
        png.extend(b"\0\0\0\0IDAT\x35\xaf\x06\x1e");
        let error = Raster::decode(&png, MOST_PIXELS).err().unwrap().to_string();
        assert_eq!(
            error,
            "has 65535 x 65535 pixels, and 100 megapixels are allowed; save it smaller"
        );
    }
}
