//! The pictures that a theme names: its logos, its icon, and the picture of the page. Each file is
//! read whole and decoded, so that no visitor sees a broken picture.

use super::{
    color::Color,
    css::Look,
    drawing::{self, Drawing, SHOWS_NOTHING, Trouble},
    file::{PageTable, Scheme},
    file_kind,
    focus::Focus,
    folder::Folder,
    home_icons::HomeIcons,
    load::Loading,
    photo::{self, Photo},
    raster::Raster,
    svg,
    values::{FileName, Placed},
};
use crate::assets::{self, Asset, Format};

/// A logo or an icon with a shorter side, in pixels, cannot be recognised.
const SMALLEST_SIDE: u32 = 8;
/// The size, in pixels, at which a logo is looked at.
const LOOKED_AT: [u32; 2] = [480, 96];
/// The most pixels of a logo or an icon. It is shown with a few hundred on each side.
pub(super) const MOST_PIXELS: u64 = 16_000_000;
/// The longest side, in pixels, with which a logo or an icon is worked on.
const LARGEST_SIDE: u32 = 512;
/// Below this contrast with the page, a part of a logo can hardly be seen.
const HARDLY_SEEN: f32 = 1.3;
/// What to do with a logo or an icon of another kind.
const REMEDY: &str = "save it as SVG or PNG";

/// The picture of a page.
#[derive(Clone, Debug)]
pub struct PageImage {
    /// The files to choose from, with their widths in pixels, the narrowest first. A picture that is
    /// shown as it is has only one, of width 0.
    pub files: Vec<(u32, Asset)>,
}

/// A logo or an icon that was read.
pub(super) struct Picture {
    name: Placed<FileName>,
    pub(super) asset: Asset,
    /// Its pixels, if it can be decoded or drawn here.
    raster: Option<Raster>,
}

impl Loading {
    /// The picture in the file `name`; its path contains `usage`.
    pub(super) fn picture(
        &mut self,
        usage: &str,
        name: Option<Placed<FileName>>,
    ) -> Option<Picture> {
        let name = name?;
        let content = self.content(&name, assets::LARGEST)?;
        match self.raster_of(&name, &content) {
            Ok(raster) => {
                self.warn_if_heavy(&name, content.len());
                let asset = Asset::picture(usage, content)?;
                Some(Picture { name, asset, raster })
            }
            Err(message) => {
                self.error(name.at(), message);
                None
            }
        }
    }

    /// The pixels of a logo or an icon. The error says why the file cannot be one.
    fn raster_of(
        &mut self,
        name: &Placed<FileName>,
        content: &[u8],
    ) -> Result<Option<Raster>, String> {
        let file = name.get();
        match format_of(file, content).ok_or_else(|| not_shown(file, content, REMEDY))? {
            Format::Svg => self.drawn(name, content),
            Format::Png | Format::Webp => {
                let raster = Raster::decode(content, MOST_PIXELS);
                let raster = raster.map_err(|error| format!("`{file}` {error}"))?;
                let [width, height] = raster.size();
                if width.min(height) < SMALLEST_SIDE {
                    return Err(format!("`{file}` has only {width} x {height} pixels"));
                }
                Ok(Some(raster.reduced(LARGEST_SIDE)))
            }
            Format::Avif => self.check_avif(name, content).map(|()| None),
            Format::Jpeg => Err(format!(
                "{}, which has no transparent parts and blurs edges; {REMEDY}",
                file_kind::named(file, content).unwrap_or_else(|| format!("`{file}` is a JPEG"))
            )),
            Format::Woff2 => Err(not_shown(file, content, REMEDY)),
        }
    }

    /// The pixels of an SVG, if it is simple enough to be drawn here.
    fn drawn(&mut self, name: &Placed<FileName>, content: &[u8]) -> Result<Option<Raster>, String> {
        if matches!(self.folder, Folder::BuiltIn) {
            // Our own pictures are checked by tests, so that the server starts faster.
            return Ok(None);
        }
        let file = name.get();
        let contents =
            svg::check(content).map_err(|reason| format!("`{file}` is a broken SVG: {reason}"))?;
        if contents.has_text {
            let message = format!(
                "`{file}` contains text, which each phone shows in another font; convert the text to \
                 outlines, which the drawing program calls \"Create Outlines\" or \"Object to Path\""
            );
            self.warn(name.at(), message, None);
        }
        if let Some(address) = contents.remote {
            let message = format!(
                "`{file}` refers to {address}, which browsers do not load for a picture; embed it in \
                 the file"
            );
            self.warn(name.at(), message, None);
        }
        match str::from_utf8(content).ok().and_then(drawing::trouble) {
            Some(Trouble::Broken(reason)) => {
                return Err(format!("`{file}` is a broken SVG: {reason}"));
            }
            Some(Trouble::TooMuch(reason)) => {
                let message = format!(
                    "`{file}` is so complicated that phones may not show it, because {reason}; \
                     simplify it, or save it as PNG"
                );
                self.warn(name.at(), message, None);
                return Ok(None);
            }
            None => {}
        }
        let drawing = Drawing::read(content);
        match drawing.and_then(|drawing| drawing.png(LOOKED_AT, 0.0, None)) {
            Ok(png) => Ok(Raster::decode(&png, MOST_PIXELS).ok()),
            Err(reason) if reason == SHOWS_NOTHING => {
                Err(format!("`{file}` is an SVG without any visible shape; export it again"))
            }
            Err(_cannot_be_drawn_here) => Ok(None),
        }
    }

    /// Warns of logos that can hardly be seen on the pages where they are shown, and returns those
    /// pages.
    pub(super) fn check_logos(
        &mut self,
        look: &Look,
        light: Option<&Picture>,
        dark: Option<&Picture>,
    ) -> Vec<Scheme> {
        let mut hidden = Vec::new();
        for (scheme, palette) in look.palettes() {
            let shown = if scheme == Scheme::Dark { dark.or(light) } else { light.or(dark) };
            let Some(Picture { name, raster: Some(raster), .. }) = shown else { continue };
            if !is_hardly_seen(raster, palette.background) {
                continue;
            }
            let (page, key) =
                if scheme == Scheme::Dark { ("dark", "logo_dark") } else { ("light", "logo") };
            let message = format!(
                "`{}` can hardly be seen on the {page} page, whose background is {}; write {key} = \
                 \"…\" with a file in other colours",
                name.get(),
                palette.background
            );
            self.warn(name.at(), message, None);
            hidden.push(scheme);
        }
        hidden
    }

    /// The icons for home screens. Without them, phones show a part of the page or a letter.
    pub(super) fn home_icons(&mut self, icon: &Picture, look: &Look) -> Option<HomeIcons> {
        // Where a page can be light or dark, this is the light one.
        let background = look.palettes()[0].1.background;
        let Picture { name, asset, raster } = icon;
        let icons = match (asset.format, raster) {
            (Format::Svg, _) => HomeIcons::draw(&asset.content(), background),
            (_, Some(raster)) => HomeIcons::scale(raster, background),
            (_, None) => Err("it cannot be decoded here".to_owned()),
        };
        let reason = match icons {
            Ok(icons) => return Some(icons),
            Err(reason) => reason,
        };
        let remedy = if asset.format == Format::Svg { "simplify it, or use" } else { "use" };
        let message = format!(
            "no icon for home screens can be made of `{}`, because {reason}; {remedy} a PNG of 512 by \
             512 pixels",
            name.get()
        );
        self.warn(name.at(), message, None);
        None
    }

    /// The pictures of light and of dark pages.
    pub(super) fn page_images(
        &mut self,
        page: PageTable,
        focus: Focus,
        look: &Look,
    ) -> [Option<PageImage>; 2] {
        let [first, dark] = [look.palettes()[0].1.background, look.dark.background];
        let image = page.image.and_then(|name| self.page_image(&name, focus, first));
        let image_dark = page.image_dark.and_then(|name| self.page_image(&name, focus, dark));
        [image, image_dark]
    }

    fn page_image(
        &mut self,
        name: &Placed<FileName>,
        focus: Focus,
        background: Color,
    ) -> Option<PageImage> {
        let content = self.content(name, photo::LARGEST_FILE)?;
        match self.page_files(name, content, focus, background) {
            Ok(files) => Some(PageImage { files }),
            Err(message) => {
                self.error(name.at(), message);
                None
            }
        }
    }

    fn page_files(
        &mut self,
        name: &Placed<FileName>,
        content: Vec<u8>,
        focus: Focus,
        background: Color,
    ) -> Result<Vec<(u32, Asset)>, String> {
        let file = name.get();
        let not_shown = || not_shown(file, &content, "save it as JPEG");
        match format_of(file, &content).ok_or_else(not_shown)? {
            Format::Jpeg | Format::Png | Format::Webp => {
                let photo = Photo::make(&content, focus, background);
                let photo = photo.map_err(|error| format!("`{file}` {error}"))?;
                self.warn_if_narrow(name, photo.own_width);
                return Ok(photo.files.clone());
            }
            Format::Svg => drop(self.drawn(name, &content)?),
            Format::Avif => self.check_avif(name, &content)?,
            Format::Woff2 => return Err(not_shown()),
        }
        if content.len() as u64 > assets::LARGEST {
            return Err(format!(
                "`{file}` has {} KiB and is sent as it is, so {} KiB are allowed; save it smaller, or \
                 as JPEG",
                content.len() / 1024,
                assets::LARGEST / 1024
            ));
        }
        self.warn_if_heavy(name, content.len());
        Ok(Asset::picture("image", content).map(|asset| (0, asset)).into_iter().collect())
    }

    /// An AVIF is sent as it is: there is no decoder for it here.
    fn check_avif(&mut self, name: &Placed<FileName>, content: &[u8]) -> Result<(), String> {
        let file = name.get();
        if !is_whole_avif(content) {
            return Err(format!(
                "`{file}` is a broken AVIF, or it was not copied whole; save or copy it again"
            ));
        }
        if content.windows(4).any(|bytes| bytes == b"Exif") {
            let message = format!(
                "`{file}` contains what a camera has written, such as the place, and an AVIF is sent as \
                 it is; save it without metadata, or as JPEG"
            );
            self.warn(name.at(), message, None);
        }
        Ok(())
    }

    fn warn_if_narrow(&mut self, name: &Placed<FileName>, width: u32) {
        if width < photo::NARROW {
            let message = format!(
                "`{}` shows only {width} pixels side by side and is blurred on most phones; 1080 or \
                 more are sharp",
                name.get()
            );
            self.warn(name.at(), message, None);
        }
    }
}

/// The format of a picture, if pages can show it.
fn format_of(file: &FileName, content: &[u8]) -> Option<Format> {
    let is_named_svg = file.0.to_ascii_lowercase().ends_with(".svg");
    // What is named as an SVG and is text is checked as one, which says what is wrong in it.
    let is_broken_svg = is_named_svg && !content.is_empty() && std::str::from_utf8(content).is_ok();
    Format::of_picture(content).or(is_broken_svg.then_some(Format::Svg))
}

/// The message for a file that is empty or of another kind.
fn not_shown(file: &FileName, content: &[u8], remedy: &str) -> String {
    if content.is_empty() {
        return format!("`{file}` is empty; save or copy it again");
    }
    match file_kind::named(file, content) {
        Some(named) => format!("{named}, which pages do not show; {remedy}"),
        None => format!("`{file}` is not a picture that pages show; {remedy}"),
    }
}

/// Whether all of a picture is in nearly the colour of the page.
fn is_hardly_seen(raster: &Raster, background: Color) -> bool {
    let (mut visible, mut seen) = (0_u32, 0_u32);
    for [red, green, blue, opacity] in raster.rgba() {
        if opacity >= 128 {
            visible += 1;
            seen += u32::from(Color::new(red, green, blue).contrast(background) >= HARDLY_SEEN);
        }
    }
    visible > 0 && seen < visible / 20
}

/// Whether an AVIF was copied whole: its boxes, which begin with their lengths, fill the file
/// (ISO/IEC 14496-12, 4.2).
fn is_whole_avif(content: &[u8]) -> bool {
    let mut rest = content;
    let mut kinds = Vec::new();
    while let Some((head, _)) = rest.split_first_chunk::<8>() {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]);
        kinds.push([head[4], head[5], head[6], head[7]]);
        let length = if length == 0 { rest.len() } else { length as usize };
        let Some(after) = rest.get(length.max(8)..) else { break };
        rest = after;
    }
    rest.is_empty() && kinds.contains(b"meta") && kinds.contains(b"mdat")
}
