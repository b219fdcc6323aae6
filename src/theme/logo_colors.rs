//! The accent of a new brand, chosen among the colours of its logo.
//!
//! A picture has many more colours than its designer chose, because edges are smoothed. So similar
//! colours are put into groups (k-means), and a group stands for the colour that most of its pixels
//! have. The accent is colourful and has a large part of the picture; of a logo in black, white and
//! greys, it is the most frequent one that is not white.

use std::collections::HashMap;

use image::{RgbaImage, imageops};
use kmeans_colors::get_kmeans;
use palette::{FromColor as _, Lab, Srgb};

use super::{color::Color, drawing::Drawing, pictures::MOST_PIXELS, raster::Raster};
use crate::assets::Format;

/// The sides of the picture when its colours are counted, in pixels.
const SIDE: u32 = 160;
/// A pixel with less opacity belongs to a smoothed edge, or to what is behind the logo.
const OPAQUE: u8 = 200;
/// A colour with less chroma is a grey.
const COLOURFUL: f32 = 0.04;
/// A lighter grey is white.
const WHITE: f32 = 0.95;
/// How many groups of colours there are at most, and how often they are improved.
const GROUPS: usize = 12;
const MOST_ROUNDS: usize = 20;
/// Groups are improved until their middles move less than this (CIELAB).
const CONVERGED: f32 = 0.5;
/// The same picture always has the same groups.
const SEED: u64 = 0;

/// The accent for a brand with this logo, or why the logo has none.
pub(super) fn accent(logo: &[u8]) -> Result<Color, String> {
    let groups = groups(&pixels(logo)?);
    if groups.is_empty() {
        return Err("it shows nothing".to_owned());
    }
    let colourful = groups.iter().filter(|group| group.color.chroma() >= COLOURFUL);
    let best = colourful.max_by(|a, b| a.weight().total_cmp(&b.weight()));
    let greys = groups.iter().filter(|group| group.color.lightness() < WHITE);
    let best = best.or_else(|| greys.max_by(|a, b| a.part.total_cmp(&b.part)));
    best.map(|group| group.color).ok_or_else(|| "it is white".to_owned())
}

/// Similar colours of a picture.
struct Group {
    /// The colour that most of its pixels have.
    color: Color,
    /// Which part of the picture it has, 0 to 1.
    part: f32,
}

impl Group {
    /// How much it is like the colour of a brand. The background of a logo has a large part of it,
    /// but less chroma than the logo itself.
    fn weight(&self) -> f32 {
        self.part.powf(2.0 / 3.0) * self.color.chroma().powi(2)
    }
}

/// The groups of the colours in this picture; none if all of it is transparent.
fn groups(picture: &RgbaImage) -> Vec<Group> {
    let opaque = picture.pixels().filter(|pixel| pixel[3] >= OPAQUE);
    let colors: Vec<[u8; 3]> = opaque.map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    if colors.is_empty() {
        return Vec::new();
    }
    let measured: Vec<Lab> = colors
        .iter()
        .map(|color| Lab::from_color(Srgb::from(*color).into_format::<f32>()))
        .collect();
    let found = get_kmeans(GROUPS, MOST_ROUNDS, CONVERGED, false, &measured, SEED);
    let mut counts = vec![HashMap::<[u8; 3], u32>::new(); found.centroids.len()];
    for (color, group) in colors.iter().zip(found.indices) {
        *counts[usize::from(group)].entry(*color).or_default() += 1;
    }
    let group = |counts: HashMap<[u8; 3], u32>| {
        // Of two colours that are equally frequent, always the same one.
        let most = counts.iter().max_by_key(|(color, count)| (**count, **color));
        let ([red, green, blue], _) = most?;
        #[expect(clippy::cast_precision_loss, reason = "there are at most SIDE * SIDE pixels")]
        let part = counts.values().sum::<u32>() as f32 / colors.len() as f32;
        Some(Group { color: Color::new(*red, *green, *blue), part })
    };
    counts.into_iter().filter_map(group).collect()
}

/// The picture, in a square: only its colours count. No colours are mixed.
fn pixels(logo: &[u8]) -> Result<RgbaImage, String> {
    let raster = match Format::of_picture(logo) {
        Some(Format::Svg) => {
            // The shapes have the colour, also where the name of the brand is text.
            let png = Drawing::read_without_text(logo)?.png([SIDE, SIDE], 0.0, None);
            Raster::decode(
                &png.map_err(|_nothing| "it has no shapes that can be drawn")?,
                MOST_PIXELS,
            )
        }
        Some(Format::Png | Format::Webp) => Raster::decode(logo, MOST_PIXELS),
        Some(Format::Avif) => return Err("colours cannot be read from AVIF files".to_owned()),
        Some(Format::Jpeg | Format::Woff2) | None => return Err("it is not a logo".to_owned()),
    };
    let decoded = raster.map_err(|error| format!("it {error}"))?.into_rgba();
    Ok(imageops::resize(&decoded, SIDE, SIDE, imageops::FilterType::Nearest))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::ImageFormat;

    use super::*;

    fn svg(shapes: &str) -> Result<String, String> {
        let svg =
            format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 200 100'>{shapes}</svg>");
        accent(svg.as_bytes()).map(|color| color.to_string())
    }

    fn letters(color: &str) -> String {
        format!(
            "<circle cx='50' cy='50' r='40' fill='{color}'/>\
             <path d='M110 20h30l30 60h-30z' fill='{color}'/>"
        )
    }

    #[test]
    fn the_colour_of_a_logo_is_found_exactly() {
        for color in ["#c8102e", "#ff6600", "#c6ff00", "#ffd400", "#5b1a2b", "#0b6e4f", "#224488"] {
            assert_eq!(svg(&letters(color)).unwrap(), color);
            let on_white =
                format!("<rect width='200' height='100' fill='#fff'/>{}", letters(color));
            assert_eq!(svg(&on_white).unwrap(), color);
        }
    }

    #[test]
    fn the_background_of_a_logo_is_not_its_accent() {
        for background in ["#000000", "#f3f3f3", "#fdf6e9"] {
            let logo = format!(
                "<rect width='200' height='100' fill='{background}'/>{}",
                letters("#b24a1c")
            );
            assert_eq!(svg(&logo).unwrap(), "#b24a1c", "{background}");
        }
    }

    #[test]
    fn a_colour_wins_over_black_letters() {
        let logo = "<path d='M60 10h130v80h-130z' fill='#111'/><path d='M5 30h40v40h-40z' \
                    fill='#e4572e'/>";
        assert_eq!(svg(logo).unwrap(), "#e4572e");
    }

    #[test]
    fn a_monochrome_logo_has_its_grey_and_a_white_one_nothing() {
        assert_eq!(svg(&letters("#000000")).unwrap(), "#000000");
        let on_white =
            format!("<rect width='200' height='100' fill='#fff'/>{}", letters("#222222"));
        assert_eq!(svg(&on_white).unwrap(), "#222222");
        assert_eq!(svg(&letters("#ffffff")).unwrap_err(), "it is white");
    }

    #[test]
    fn a_logo_that_cannot_be_drawn_has_no_accent_and_a_reason() {
        let text = "<text fill='#c8102e' y='50'>Acme</text>";
        assert_eq!(svg(text).unwrap_err(), "it has no shapes that can be drawn");
        assert_eq!(svg(&(letters("#ff6600") + text)).unwrap(), "#ff6600");
        assert_eq!(svg("<image href='a.png'/>").unwrap_err(), "it contains `<image>`");
        let avif = b"\0\0\0\x1cftypavif\0\0\0\0";
        assert_eq!(accent(avif).unwrap_err(), "colours cannot be read from AVIF files");
        let cut = accent(b"\x89PNG\r\n\x1a\n\0\0").unwrap_err();
        assert!(cut.starts_with("it is broken, or "), "{cut}");
    }

    #[test]
    fn pictures_of_every_size_are_read() {
        for (width, height) in [(1, 1), (3, 900), (900, 3), (2_000, 1_000)] {
            let picture = RgbaImage::from_pixel(width, height, image::Rgba([200, 16, 46, 255]));
            for format in [ImageFormat::Png, ImageFormat::WebP] {
                let mut file = Cursor::new(Vec::new());
                picture.write_to(&mut file, format).unwrap();
                let found = accent(file.get_ref()).map(|color| color.to_string());
                assert_eq!(found.as_deref(), Ok("#c8102e"), "{width} x {height}, {format:?}");
            }
        }
    }

    #[test]
    fn a_damaged_picture_has_an_accent_or_a_reason() {
        let picture = RgbaImage::from_fn(40, 20, |x, y| {
            let channel = |factor: u32| u8::try_from((x * factor + y) % 256).unwrap();
            image::Rgba([channel(3), channel(7), channel(11), 255])
        });
        let mut random = fastrand::Rng::with_seed(7);
        for format in [ImageFormat::Png, ImageFormat::WebP].into_iter().cycle().take(60) {
            let mut file = Cursor::new(Vec::new());
            picture.write_to(&mut file, format).unwrap();
            let mut file = file.into_inner();
            for _ in 0..random.usize(1..4) {
                let at = random.usize(..file.len());
                file[at] ^= 1 << random.u8(..8);
            }
            file.truncate(random.usize(file.len() / 2..=file.len()));
            if let Err(reason) = accent(&file) {
                assert!(!reason.is_empty());
            }
        }
    }
}
