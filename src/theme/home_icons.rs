//! The icons of a page that a visitor keeps on the home screen: PNG files, made of the brand's icon.
//!
//! Phones show no SVG on their home screens. There is no web app manifest, which would be the other
//! way to name these icons: its `start_url` would have to contain the secret of the link, and
//! browsers may hand a manifest to third parties that make an app of it.

use std::io::Cursor;

use bytes::Bytes;
use image::{ImageFormat, Rgba, RgbaImage, imageops};

use super::{
    color::Color,
    drawing::{Drawing, NOT_DRAWN},
    raster::Raster,
};
use crate::assets::Asset;

/// The side of the icon for Apple's home screens, in pixels.
const APPLE: u32 = 180;
/// Which part of that icon is left free on each side: a drawing that fills its file would touch the
/// rounded corners.
const APPLE_PADDING: f32 = 0.1;
/// The sides of the icons for all other phones.
const SIDES: [u32; 2] = [192, 512];

/// The icons for home screens.
#[derive(Clone, Debug)]
pub struct HomeIcons {
    /// For Apple's home screens, which show transparent pixels black: the drawing on the background
    /// of the page.
    pub apple: Asset,
    /// For all others: the side in pixels, and the drawing on nothing.
    pub sized: Vec<(u32, Asset)>,
}

impl HomeIcons {
    /// The icons with the drawing `svg`, on `background` where they must not be transparent. They are
    /// drawn when a phone asks for them. The error says why they cannot be drawn.
    pub(super) fn draw(svg: &Bytes, background: Color) -> Result<Self, String> {
        Drawing::read(svg)?;
        let sized = SIDES.map(|side| (side, drawn_later(svg, side, 0.0, None)));
        let apple = drawn_later(svg, APPLE, APPLE_PADDING, Some(background));
        Ok(Self { apple, sized: sized.into() })
    }

    /// The icons made of a picture of pixels, which is not made larger where that can be avoided.
    pub(super) fn scale(raster: &Raster, background: Color) -> Result<Self, String> {
        let [width, height] = raster.size();
        if width.max(height) < APPLE {
            return Err(format!("it has only {width} x {height} pixels"));
        }
        let icon = |side: u32, padding: u32, ground: Rgba<u8>| {
            let free = f64::from(side - 2 * padding);
            let factor = free / f64::from(width.max(height));
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "at most the side of the icon"
            )]
            let size = [width, height].map(|own| ((f64::from(own) * factor).round() as u32).max(1));
            let mut pixels = RgbaImage::from_pixel(side, side, ground);
            let [left, top] = size.map(|length| i64::from((side - length) / 2));
            imageops::overlay(&mut pixels, &raster.scaled(size).into_rgba(), left, top);
            let mut png = Cursor::new(Vec::new());
            let written = pixels.write_to(&mut png, ImageFormat::Png);
            written.map_err(|error| error.to_string())?;
            Asset::picture("icon", png.into_inner()).ok_or_else(|| NOT_DRAWN.to_owned())
        };
        let [red, green, blue] = background.channels();
        let nothing = Rgba([0; 4]);
        let sized = SIDES.into_iter().filter(|side| *side <= width.max(height));
        let sized = sized.map(|side| Ok((side, icon(side, 0, nothing)?)));
        Ok(Self {
            apple: icon(APPLE, 0, Rgba([red, green, blue, u8::MAX]))?,
            sized: sized.collect::<Result<_, String>>()?,
        })
    }

    /// All icons.
    pub fn assets(&self) -> impl Iterator<Item = &Asset> {
        self.sized.iter().map(|(_, icon)| icon).chain([&self.apple])
    }

    pub(super) fn assets_mut(&mut self) -> impl Iterator<Item = &mut Asset> {
        self.sized.iter_mut().map(|(_, icon)| icon).chain([&mut self.apple])
    }
}

/// The icon of this size with the drawing `svg`, which can be read.
fn drawn_later(svg: &Bytes, side: u32, padding: f32, background: Option<Color>) -> Asset {
    let mut source = blake3::Hasher::new();
    source.update(svg);
    // Another version of the program may draw it in another way.
    let how = (side, padding, background.map(Color::channels), env!("CARGO_PKG_VERSION"));
    source.update(format!("{how:?}").as_bytes());
    let svg = svg.clone();
    Asset::drawn_later("icon", source.finalize(), move || {
        let drawing = Drawing::read(&svg);
        let png = drawing.and_then(|drawing| drawing.png([side, side], padding, background));
        png.map_or_else(
            |reason| {
                tracing::error!(reason, "an icon for home screens cannot be drawn");
                Bytes::new()
            },
            Bytes::from,
        )
    })
}

#[cfg(test)]
mod tests {
    use resvg::tiny_skia::Pixmap;

    use super::*;

    const SVG: &str = "http://www.w3.org/2000/svg";
    const GREEN: Color = Color::new(0, 128, 0);

    fn draw(content: &str) -> Result<HomeIcons, String> {
        let svg = format!("<svg xmlns='{SVG}' viewBox='0 0 10 10'>{content}</svg>");
        HomeIcons::draw(&svg.into(), GREEN)
    }

    /// Red, green, blue and opacity of a pixel.
    fn pixel(icon: &Asset, x: u32, y: u32) -> [u8; 4] {
        let pixels = Pixmap::decode_png(&icon.content()).unwrap();
        let pixel = pixels.pixel(x, y).unwrap();
        [pixel.red(), pixel.green(), pixel.blue(), pixel.alpha()]
    }

    #[test]
    fn an_svg_becomes_an_opaque_icon_with_padding_and_transparent_ones_without() {
        let icons = draw("<rect width='10' height='10' fill='red'/>").unwrap();
        let (red, green) = ([255, 0, 0, 255], [0, 128, 0, 255]);
        assert_eq!([pixel(&icons.apple, 17, 90), pixel(&icons.apple, 18, 90)], [green, red]);
        assert_eq!([pixel(&icons.apple, 161, 90), pixel(&icons.apple, 179, 179)], [red, green]);
        for (side, icon) in &icons.sized {
            assert_eq!([pixel(icon, 0, 0), pixel(icon, side - 1, side - 1)], [red, red]);
            assert!(icon.path.starts_with("/assets/icon-"));
        }
        assert_eq!(icons.assets().count(), 3);
    }

    #[test]
    fn a_wide_drawing_is_whole_and_in_the_middle() {
        let wide = format!(
            "<svg xmlns='{SVG}' width='40' height='20'><rect width='40' height='20'/></svg>"
        );
        let icons = HomeIcons::draw(&wide.into(), GREEN).unwrap();
        let (_, icon) = &icons.sized[0];
        let opacity = |x, y| pixel(icon, x, y)[3];
        assert_eq!(
            [opacity(0, 96), opacity(191, 96), opacity(96, 47), opacity(96, 144)],
            [255, 255, 0, 0]
        );
    }
}
