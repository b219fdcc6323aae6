//! Theme files, pictures and fonts, for fuzzers.
#![expect(clippy::missing_panics_doc, reason = "a panic is how a fuzzer finds a bug")]

use std::path::Path;

use super::{
    Error,
    color::Color,
    css_checks,
    decode::decode,
    drawing::Drawing,
    focus::Focus,
    folder::Folder,
    font::FontFile,
    load::{LARGEST_FILE, Loading},
    parse::in_other_encoding,
    photo::{MOST_PIXELS, Photo},
    raster::Raster,
    svg,
};

/// The content of a theme file that names no files on the disk.
pub fn theme(data: &[u8]) {
    if data.len() as u64 > LARGEST_FILE {
        return;
    }
    let text = match decode(data.to_vec()) {
        Ok(text) => text,
        Err(not_utf8) => {
            let error = in_other_encoding(Path::new("theme.toml"), not_utf8);
            assert!(!error.report(false).is_empty());
            return;
        }
    };
    assert!(css_checks::problems(&text).iter().all(|problem| !problem.is_empty()));
    let loaded = Loading::new(Path::new("theme.toml"), text.clone(), Folder::BuiltIn).load();
    let diagnostics = match loaded.theme {
        Ok(theme) => {
            assert!(!theme.name.is_empty() && theme.name.chars().count() <= 120);
            assert!(theme.styles.iter().all(|style| !style.css.contains("</style")));
            theme.warnings
        }
        Err(Error(diagnostics)) => {
            assert!(!diagnostics.is_empty());
            diagnostics
        }
    };
    let lines = text.matches('\n').count() + 1;
    for diagnostic in diagnostics {
        assert!((1..=lines).contains(&diagnostic.line()));
        assert!(!diagnostic.report(false).is_empty());
    }
}

/// The content of a picture: a photo, a logo of pixels, or a drawing.
pub fn picture(data: &[u8]) {
    let is_decoded = Raster::decode(data, MOST_PIXELS).is_ok();
    match Photo::make(data, Focus::default(), Color::WHITE) {
        Ok(photo) => {
            assert!(is_decoded && !photo.files.is_empty());
            for (width, file) in &photo.files {
                assert!(file.content().len() < 80_000);
                // What visitors get is whole.
                assert_eq!(
                    Raster::decode(&file.content(), MOST_PIXELS).map(|it| it.size()[0]),
                    Ok(*width)
                );
            }
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    if let Err(reason) = svg::check(data) {
        assert!(reason.starts_with("line "), "{reason}");
    }
    if let Ok(drawing) = Drawing::read(data) {
        // A drawing that shows nothing is an error.
        let _ = drawing.png([64, 64], 0.0, None);
    }
}

/// The content of a font file.
pub fn font(data: &[u8]) {
    match FontFile::read(data.to_vec()) {
        Ok(font) => {
            assert!(font.asset.content().starts_with(b"wOF2"));
            let range = font.unicode_range();
            assert!(range.bytes().all(|byte| byte.is_ascii_hexdigit() || b"U+-,".contains(&byte)));
        }
        Err(wrong) => assert!(!wrong.is_empty()),
    }
}
