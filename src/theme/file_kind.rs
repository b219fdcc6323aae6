//! What kind of file a brand team has named, for diagnostics.

use super::values::FileName;
use crate::assets::Format;

/// The beginning of a sentence about a file that is of the wrong kind, if the kind can be named:
/// `` `logo.svg` is a JPEG named .svg ``.
pub(super) fn named(name: &FileName, content: &[u8]) -> Option<String> {
    let (kind, extensions) = kind(content)?;
    let article = if "AEIS".contains(&kind[..1]) || kind == "HEIC photo" { "an" } else { "a" };
    let extension = name.0.rsplit_once('.').map(|(_, extension)| extension.to_lowercase());
    Some(match extension {
        Some(extension) if !extensions.contains(&extension.as_str()) => {
            format!("`{name}` is {article} {kind} named .{extension}")
        }
        _ => format!("`{name}` is {article} {kind}"),
    })
}

/// The kind of a file by how it begins, and the extensions of such files.
fn kind(content: &[u8]) -> Option<(&'static str, &'static [&'static str])> {
    match Format::of_picture(content) {
        Some(Format::Svg) => return Some(("SVG", &["svg"])),
        Some(Format::Png) => return Some(("PNG", &["png"])),
        Some(Format::Jpeg) => return Some(("JPEG", &["jpg", "jpeg"])),
        Some(Format::Webp) => return Some(("WebP", &["webp"])),
        Some(Format::Avif) => return Some(("AVIF", &["avif"])),
        Some(Format::Woff2) | None => {}
    }
    Some(match infer::get(content)?.extension() {
        "gif" => ("GIF", &["gif"]),
        "ico" => ("ICO", &["ico"]),
        "bmp" => ("BMP", &["bmp"]),
        "tif" => ("TIFF", &["tif", "tiff"]),
        "heif" => ("HEIC photo", &["heic", "heif"]),
        "pdf" => ("PDF", &["pdf", "ai"]),
        "ps" => ("EPS drawing", &["eps", "ps"]),
        "psd" => ("Photoshop file", &["psd"]),
        "html" => ("web page", &["html", "htm"]),
        "zip" => ("ZIP archive", &["zip"]),
        "gz" => ("compressed file", &["gz", "svgz"]),
        "jp2" => ("JPEG 2000 photo", &["jp2"]),
        "jxl" => ("JPEG XL photo", &["jxl"]),
        "woff" | "woff2" | "ttf" | "otf" => ("font", &["woff", "woff2", "ttf", "otf"]),
        "mp4" | "mov" | "webm" | "m4v" => ("film", &["mp4", "mov", "webm", "m4v"]),
        _ => return None,
    })
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
            ("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "`a.heic` is an HEIC photo"),
            ("a.tif", b"II*\0\x08\0\0\0\0\0\0\0", "`a.tif` is a TIFF"),
        ] {
            assert_eq!(named(&FileName(name.to_owned()), content).as_deref(), Some(expected));
        }
    }
}
