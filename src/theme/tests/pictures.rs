//! Logos, icons and photos of a theme.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

use super::*;

fn encoded(pixels: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    pixels.into().write_to(&mut file, format).unwrap();
    file.into_inner()
}

fn photo(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        Rgb([x, y, 99].map(|level| u8::try_from(level % 256).unwrap()))
    })
}

/// Loads a theme with this line, whose file is `content`.
fn with(line: &str, name: &str, content: &[u8]) -> Result<Theme, String> {
    let toml = format!("name = \"Acme\"\n{line} = \"{name}\"\n");
    load(&[("theme.toml", toml.as_bytes()), (name, content)])
}

/// The warnings and notes of a theme, without the path of its folder.
fn warnings(theme: &Theme) -> String {
    let lines = theme.warnings.iter().map(|warning| warning.message.clone());
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_logo_that_browsers_cannot_show_is_an_error_that_names_its_kind() {
    let png = encoded(photo(40, 40), ImageFormat::Png);
    let jpeg = encoded(photo(40, 40), ImageFormat::Jpeg);
    let dot = encoded(photo(1, 1), ImageFormat::Png);
    let empty = b"<svg xmlns='http://www.w3.org/2000/svg'><g/></svg>";
    for (name, content, message) in [
        (
            "logo.png",
            &png[..png.len() / 2],
            "`logo.png` is broken, or it was not copied whole; save or copy it again",
        ),
        (
            "logo.png",
            &jpeg,
            "`logo.png` is a JPEG named .png, which has no transparent parts and blurs edges; save it as SVG or PNG",
        ),
        (
            "logo.ico",
            b"\0\0\x01\0\x01\0",
            "`logo.ico` is an ICO, which pages do not show; save it as SVG or PNG",
        ),
        ("logo.svg", b"", "`logo.svg` is empty; save or copy it again"),
        ("logo.png", &dot, "`logo.png` has only 1 x 1 pixels"),
        ("logo.svg", empty, "`logo.svg` is an SVG without any visible shape; export it again"),
        (
            "logo.avif",
            b"\0\0\0\x10ftypavif\0\0\0\0\0\0\x01\0meta",
            "`logo.avif` is a broken AVIF, or it was not copied whole; save or copy it again",
        ),
    ] {
        let error = with("logo", name, content).unwrap_err();
        assert_eq!(error, format!("theme.toml:2:8: {message}"));
    }
    // What is wrong is only the name, so visitors see it.
    let theme = with("logo", "logo.svg", &png).unwrap();
    assert_eq!(theme.logo.unwrap().format, Format::Png);
}

#[test]
fn an_svg_that_browsers_do_not_show_is_an_error_and_one_that_takes_them_long_a_warning() {
    let with_root = |root: &str, content: &str| {
        let svg = format!("<svg xmlns='http://www.w3.org/2000/svg' {root}>{content}</svg>");
        with("logo", "logo.svg", svg.as_bytes())
    };
    let path = "<path d='M0 0h9v9z'/>";
    let error = with_root("sketch:type='a'", path).unwrap_err();
    assert!(error.contains("`logo.svg` is a broken SVG: line 1: "), "{error}");
    let level = |level: usize| {
        let uses = format!("<use href='#l{}'/>", level + 1).repeat(10);
        format!("<g id='l{level}'>{uses}</g>")
    };
    let levels = (0..9).map(level).collect::<Vec<_>>().concat();
    let bomb = format!("<defs>{levels}<g id='l9'>{path}</g></defs><use href='#l0'/>");
    let warning = warnings(&with_root("", &bomb).unwrap());
    assert_eq!(
        warning,
        "`logo.svg` is so complicated that phones may not show it, because it draws more than 5000 \
         elements; simplify it, or save it as PNG"
    );
}

#[test]
fn a_logo_has_at_most_sixteen_megapixels() {
    let flat = RgbImage::from_pixel(5_000, 4_000, Rgb([9, 99, 99]));
    let error = with("logo", "logo.png", &encoded(flat, ImageFormat::Png)).unwrap_err();
    assert_eq!(
        error,
        "theme.toml:2:8: `logo.png` has 5000 x 4000 pixels, and 16 megapixels are allowed; save it \
         smaller"
    );
}

#[test]
fn metadata_in_an_avif_is_a_warning_because_it_is_sent_as_it_is() {
    let avif = |item: &str| {
        let meta = format!("\0\0\0\x10meta{item:8}");
        let file = ["\0\0\0\x10ftypavif\0\0\0\0", &meta, "\0\0\0\x0cmdat1234"].concat();
        warnings(&with("logo", "logo.avif", file.as_bytes()).unwrap())
    };
    assert_eq!(avif(""), "");
    assert!(avif("Exif").contains("such as the place"));
}

#[test]
fn a_logo_that_looks_otherwise_on_phones_is_a_warning() {
    let svg = |content: &str| {
        let svg =
            format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>{content}</svg>");
        warnings(&with("logo", "logo.svg", svg.as_bytes()).unwrap())
    };
    assert_eq!(
        svg("<path d='M0 0h9v9z'/><text font-family='Futura'>Acme</text>"),
        "`logo.svg` contains text, which each phone shows in another font; convert the text to \
         outlines, which the drawing program calls \"Create Outlines\" or \"Object to Path\""
    );
    assert_eq!(
        svg("<path d='M0 0h9v9z'/><image href='https://acme.example/logo.png'/>"),
        "`logo.svg` refers to https://acme.example/logo.png, which browsers do not load for a \
         picture; embed it in the file"
    );
    assert_eq!(
        svg("<path fill='#fff' d='M0 0h9v9z'/>"),
        "`logo.svg` can hardly be seen on the light page, whose background is #ffffff; write logo = \
         \"…\" with a file in other colours"
    );
    assert_eq!(svg("<path fill='#0b6e4f' d='M0 0h9v9z'/>"), "");
}

#[test]
fn a_logo_that_can_hardly_be_seen_is_a_warning_for_the_page_where_it_is_shown() {
    let white = encoded(
        RgbaImage::from_fn(60, 20, |x, _| Rgba([255, 255, 255, if x < 30 { 255 } else { 0 }])),
        ImageFormat::Png,
    );
    let green = encoded(RgbaImage::from_pixel(60, 20, Rgba([11, 110, 79, 255])), ImageFormat::Png);
    let warned = |toml: &str| {
        let toml = format!("name = \"Acme\"\n{toml}");
        let files = [("theme.toml", toml.as_bytes()), ("white.png", &white), ("green.png", &green)];
        warnings(&load(&files).unwrap())
    };
    assert_eq!(warned("logo = \"green.png\"\nlogo_dark = \"white.png\"\n"), "");
    assert_eq!(warned("logo = \"white.png\"\n[colors]\nscheme = \"dark\"\n"), "");
    let on_light = warned("logo = \"white.png\"\n");
    assert!(on_light.contains("`white.png` can hardly be seen on the light page"), "{on_light}");
}

#[test]
fn an_icon_of_pixels_becomes_icons_for_home_screens() {
    let sides = |side| {
        let theme =
            with("icon", "icon.png", &encoded(photo(side, side), ImageFormat::Png)).unwrap();
        let sized =
            |icons: HomeIcons| icons.sized.iter().map(|(side, _)| *side).collect::<Vec<_>>();
        (theme.home_icons.map(sized), theme.warnings.len())
    };
    assert_eq!(sides(512), (Some(vec![192, 512]), 0));
    assert_eq!(sides(200), (Some(vec![192]), 0));
    assert_eq!(sides(180), (Some(Vec::new()), 0));
    assert_eq!(sides(32), (None, 1));
}

#[test]
fn photos_are_taken_as_photographers_deliver_them() {
    let toml = |dark: &str| format!("name = \"Acme\"\n[page]\nimage = \"hero.jpg\"\n{dark}");
    let jpeg = encoded(photo(3_000, 2_000), ImageFormat::Jpeg);
    let webp = encoded(photo(900, 600), ImageFormat::WebP);
    let dark = toml("image_dark = \"night.webp\"\nimage_focus = \"left 30%\"\n");
    let files = [("theme.toml", dark.as_bytes()), ("hero.jpg", &jpeg), ("night.webp", &webp)];
    let theme = load(&files).unwrap();
    let widths = |image: Option<PageImage>| {
        image.unwrap().files.iter().map(|(width, _)| *width).collect::<Vec<_>>()
    };
    assert_eq!(widths(theme.image.clone()), [480, 720, 1080]);
    assert_eq!(widths(theme.image_dark.clone()), [480, 720, 900]);
    assert!(theme.style(Layout::One).css.contains(".image{object-position:0% 30%}"));
    assert_eq!(theme.assets().filter(|asset| asset.path.contains("image-")).count(), 6);
    let small = toml("");
    let narrow = encoded(photo(300, 200), ImageFormat::Jpeg);
    let theme = load(&[("theme.toml", small.as_bytes()), ("hero.jpg", &narrow)]).unwrap();
    assert_eq!(
        warnings(&theme),
        "`hero.jpg` shows only 300 pixels side by side and is blurred on most phones; 1080 or more \
         are sharp"
    );
}

#[test]
fn a_broken_photo_never_reaches_a_visitor() {
    let jpeg = encoded(photo(300, 200), ImageFormat::Jpeg);
    let toml = "name = \"Acme\"\n[page]\nimage = \"hero.jpg\"\n";
    let load = |content: &[u8]| load(&[("theme.toml", toml.as_bytes()), ("hero.jpg", content)]);
    let cut = load(&jpeg[..jpeg.len() - 9]).unwrap_err();
    assert_eq!(
        cut,
        "theme.toml:3:9: `hero.jpg` is broken, or it was not copied whole; save or copy it again"
    );
    let heic = load(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic").unwrap_err();
    assert_eq!(
        heic,
        "theme.toml:3:9: `hero.jpg` is an HEIC photo named .jpg, which pages do not show; save it as JPEG"
    );
}
