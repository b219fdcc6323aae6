//! The brand at the head of a mail: its logo as a PNG that is sent inside the mail, because mail
//! programs show neither SVG nor pictures from the web.
//!
//! The logo is drawn on the background of the page. A transparent one could not be seen where a
//! mail program turns the mail dark by itself.

use bytes::Bytes;

use super::{
    Scheme, Theme, color::Color, drawing::Drawing, palette::Palette, pictures::MOST_PIXELS,
    raster::Raster,
};
use crate::assets::{Asset, Format};

/// The largest logo in a mail, in CSS pixels. A higher or wider one is made smaller.
const LOGO: [u32; 2] = [240, 56];
/// The sides of the icon that stands for a logo that cannot be used.
const ICON: [u32; 2] = [48, 48];
/// Dense screens have this many pixels for each CSS pixel.
const DENSITY: u32 = 2;

/// What a mail shows at its head.
#[derive(Clone, Debug)]
pub struct MailHead {
    /// The picture for light mails, or for all if the brand is always dark.
    pub picture: MailPicture,
    /// The picture for mail programs that are set to dark, if the brand leaves that to them.
    pub dark: Option<MailPicture>,
    /// Whether it is the logo. If not, it is the icon, and the name has to stand beside it.
    pub is_logo: bool,
}

/// A picture in a mail.
#[derive(Clone, Debug)]
pub struct MailPicture {
    /// The file.
    pub png: Bytes,
    /// The width and the height in CSS pixels.
    pub size: [u32; 2],
}

impl Theme {
    /// What a mail shows at its head, if it can show any picture of the brand, and why it cannot
    /// show the logo, if it has one. This takes some milliseconds.
    #[must_use]
    pub fn mail_head(&self) -> (Option<MailHead>, Option<String>) {
        let problem = match self.logo.as_ref().map(|logo| self.head_with(logo, LOGO, true)) {
            Some(Ok(head)) => return (Some(head), None),
            Some(Err(problem)) => Some(problem),
            None => None,
        };
        let icon = self.icon.as_ref().and_then(|icon| self.head_with(icon, ICON, false).ok());
        (icon, problem)
    }

    fn head_with(
        &self,
        light: &Asset,
        largest: [u32; 2],
        is_logo: bool,
    ) -> Result<MailHead, String> {
        let dark = if is_logo { self.logo_dark.as_ref().unwrap_or(light) } else { light };
        let on = |asset, palette: &Palette| MailPicture::draw(asset, largest, palette.background);
        let (light, dark) = match self.look.scheme {
            Scheme::Auto => (on(light, &self.look.light)?, on(dark, &self.look.dark).ok()),
            Scheme::Light => (on(light, &self.look.light)?, None),
            Scheme::Dark => (on(dark, &self.look.dark)?, None),
        };
        Ok(MailHead { picture: light, dark, is_logo })
    }
}

impl MailPicture {
    /// Draws an SVG, PNG or WebP on `background`, as large as it fits into `largest`.
    fn draw(asset: &Asset, largest: [u32; 2], background: Color) -> Result<Self, String> {
        match asset.format {
            Format::Svg => {
                let drawing = Drawing::read(&asset.content())?;
                let size = fitting(drawing.ratio(), largest);
                let png = drawing.png(size.map(|side| side * DENSITY), 0.0, Some(background))?;
                Ok(Self { png: png.into(), size })
            }
            Format::Png | Format::Webp => Self::of_pixels(&asset.content(), largest, background),
            Format::Jpeg | Format::Avif | Format::Woff2 => {
                Err("mail programs do not show pictures of this kind".to_owned())
            }
        }
    }

    fn of_pixels(content: &[u8], largest: [u32; 2], background: Color) -> Result<Self, String> {
        let raster = Raster::decode(content, MOST_PIXELS).map_err(|error| format!("it {error}"))?;
        let [width, height] = raster.size();
        #[expect(clippy::cast_precision_loss, reason = "rounding does not change the size")]
        let size = fitting(width as f32 / height as f32, largest);
        let png = raster.scaled(size.map(|side| side * DENSITY)).into_png_on(background)?;
        Ok(Self { png: png.into(), size })
    }
}

/// The largest sides with this ratio of width to height that fit into `largest`.
fn fitting(ratio: f32, [width, height]: [u32; 2]) -> [u32; 2] {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "the result is between 1 and the largest side"
    )]
    let scaled = |side: u32, by: f32, most: u32| ((side as f32 * by).round() as u32).clamp(1, most);
    let wide = scaled(height, ratio, u32::MAX);
    if wide <= width { [wide, height] } else { [width, scaled(width, 1.0 / ratio, height)] }
}

#[cfg(test)]
mod tests {
    use resvg::tiny_skia::{self, Pixmap, Transform};

    use super::*;

    fn asset(content: &[u8]) -> Asset {
        Asset::picture("logo", content.to_vec()).unwrap()
    }

    fn draw(content: &[u8]) -> Result<MailPicture, String> {
        MailPicture::draw(&asset(content), LOGO, Color::WHITE)
    }

    fn svg(width: u32, height: u32) -> String {
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}'>\
             <rect width='{width}' height='{height}' fill='#00f'/></svg>"
        )
    }

    #[test]
    fn a_logo_is_drawn_twice_as_large_as_it_is_shown() {
        for (width, height, shown) in
            [(200, 50, [224, 56]), (1000, 50, [240, 12]), (10, 1000, [1, 56]), (20, 20, [56, 56])]
        {
            let picture = draw(svg(width, height).as_bytes()).unwrap();
            assert_eq!(picture.size, shown, "{width} x {height}");
            let pixels = Pixmap::decode_png(&picture.png).unwrap();
            assert_eq!([pixels.width(), pixels.height()], shown.map(|side| 2 * side));
        }
    }

    #[test]
    fn a_png_is_scaled_and_its_transparent_pixels_have_the_background() {
        let mut pixels = Pixmap::new(448, 112).unwrap();
        let left = tiny_skia::Rect::from_xywh(0.0, 0.0, 224.0, 112.0).unwrap();
        let mut blue = tiny_skia::Paint::default();
        blue.set_color_rgba8(0, 0, 255, 255);
        pixels.fill_rect(left, &blue, Transform::identity(), None);
        let picture = draw(&pixels.encode_png().unwrap()).unwrap();
        assert_eq!(picture.size, [224, 56]);
        let drawn = Pixmap::decode_png(&picture.png).unwrap();
        let pixel = |x| drawn.pixel(x, 50).map(|it| [it.red(), it.green(), it.blue(), it.alpha()]);
        assert_eq!(pixel(10), Some([0, 0, 255, 255]));
        assert_eq!(pixel(440), Some([255, 255, 255, 255]));
    }

    #[test]
    fn a_picture_that_mails_cannot_show_is_refused_with_a_reason() {
        let cut = draw(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").unwrap_err();
        assert_eq!(cut, "it is broken, or it was not copied whole; save or copy it again");
        let avif = draw(b"\0\0\0\x20ftypavif").unwrap_err();
        assert_eq!(avif, "mail programs do not show pictures of this kind");
    }

    #[test]
    fn a_logo_with_text_gives_way_to_the_icon_and_the_name() {
        let mut theme = Theme::for_tests("name = \"Acme\"");
        assert!(theme.mail_head().0.is_none());
        theme.icon = Some(asset(svg(9, 9).as_bytes()));
        let text =
            "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><text>A</text></svg>";
        theme.logo = Some(asset(text.as_bytes()));
        let (head, problem) = theme.mail_head();
        let head = head.unwrap();
        assert!(!head.is_logo && head.dark.is_some());
        assert_eq!(head.picture.size, ICON);
        assert_eq!(problem.unwrap(), "it contains `<text>`");
    }
}
