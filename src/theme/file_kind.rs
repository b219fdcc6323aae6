//! What kind of file a brand team has named, for diagnostics.

use super::values::FileName;
use crate::assets::Format;

/// The beginning of a sentence about a file that is of the wrong kind:
/// `` `logo.svg` is a JPEG named .svg ``.
pub(super) fn named(name: &FileName, content: &[u8]) -> String {
    let Some(kind) = kind(content) else {
        return format!("`{name}` is not a picture");
    };
    let extension = name.0.rsplit_once('.').map(|(_, extension)| extension.to_lowercase());
    let expected = [kind.to_lowercase(), kind.to_lowercase().replace("jpeg", "jpg")];
    match extension {
        Some(extension) if !expected.contains(&extension) => {
            format!("`{name}` is {} {kind} named .{extension}", article(kind))
        }
        _ => format!("`{name}` is {} {kind}", article(kind)),
    }
}

/// The kind of a file by how it begins.
fn kind(content: &[u8]) -> Option<&'static str> {
    match Format::of_picture(content) {
        Some(Format::Svg) => return Some("SVG"),
        Some(Format::Png) => return Some("PNG"),
        Some(Format::Jpeg) => return Some("JPEG"),
        Some(Format::Webp) => return Some("WebP"),
        Some(Format::Avif) => return Some("AVIF"),
        Some(Format::Woff2) | None => {}
    }
    let kind = infer::get(content)?;
    Some(match kind.extension() {
        "gif" => "GIF",
        "ico" => "ICO",
        "bmp" => "BMP",
        "tif" => "TIFF",
        "heif" => "HEIC photo",
        "pdf" => "PDF",
        "ps" => "EPS drawing",
        "psd" => "Photoshop file",
        "html" => "web page",
        "zip" => "ZIP archive",
        "jxl" => "JPEG XL",
        "woff" | "woff2" | "ttf" | "otf" => "font",
        "mp4" | "mov" | "webm" | "m4v" => "film",
        _ => return None,
    })
}

fn article(kind: &str) -> &'static str {
    // By its sound: "an SVG", "an HEIC photo".
    if kind.starts_with(['S', 'A', 'I', 'E']) || kind == "HEIC photo" { "an" } else { "a" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_of_a_file_is_named_beside_its_name() {
        for (name, content, expected) in [
            ("hero.webp", &b"\xff\xd8\xff\xe0\0\0\0\0"[..], "`hero.webp` is a JPEG named .webp"),
            ("hero.jpg", b"\xff\xd8\xff\xe0\0\0\0\0", "`hero.jpg` is a JPEG"),
            ("a.gif", b"GIF89a\0\0", "`a.gif` is a GIF"),
            ("icon.ico", b"\0\0\x01\0\0\0\0\0", "`icon.ico` is an ICO"),
            ("a.svg", b"%PDF-1.4", "`a.svg` is a PDF named .svg"),
            (
                "a.heic",
                b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
                "`a.heic` is an HEIC photo named .heic",
            ),
            ("a.svg", b"hello", "`a.svg` is not a picture"),
        ] {
            assert_eq!(named(&FileName(name.to_owned()), content), expected);
        }
    }
}
