//! Files of a brand, served under names that change with their content.
//!
//! The kind of a file is decided by its content and not by its name. Text files such as SVG travel
//! compressed.

use std::{
    fmt,
    sync::{Arc, OnceLock},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use percent_encoding::{AsciiSet, CONTROLS, percent_encode};
use quick_xml::{Reader, events::Event};
use sha2::{Digest as _, Sha256};

use crate::{
    encoding::{BROTLI_ONCE, Encoding},
    paths,
};

/// The largest file of a brand, in bytes.
pub const LARGEST: u64 = 1024 * 1024;
/// What a drawing takes that is made later, in bytes.
const USUAL_DRAWING: usize = 32 * 1024;
/// The largest picture that is sent inside the page, in bytes.
const LARGEST_INLINE: usize = 4 * 1024;

/// The kind of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A vector drawing.
    Svg,
    /// A lossless picture.
    Png,
    /// A photo.
    Jpeg,
    /// A WebP picture.
    Webp,
    /// An AVIF picture.
    Avif,
    /// A font.
    Woff2,
}

impl Format {
    /// The format of the picture `content`, detected by how it begins.
    #[must_use]
    pub fn of_picture(content: &[u8]) -> Option<Self> {
        if content.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if content.starts_with(b"\xff\xd8\xff") {
            Some(Self::Jpeg)
        } else if content.starts_with(b"RIFF") && content.get(8..12) == Some(b"WEBP") {
            Some(Self::Webp)
        } else if matches!(content.get(4..12), Some(b"ftypavif" | b"ftypavis")) {
            Some(Self::Avif)
        } else if is_svg(content) {
            Some(Self::Svg)
        } else {
            None
        }
    }

    /// How the names of such files end.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Webp => "webp",
            Self::Avif => "avif",
            Self::Woff2 => "woff2",
        }
    }

    fn content_type(self) -> &'static str {
        match self {
            Self::Svg => "image/svg+xml",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
            Self::Avif => "image/avif",
            Self::Woff2 => "font/woff2",
        }
    }
}

/// Whether the first element of an XML text is `svg`. The rest of the file is not looked at.
fn is_svg(content: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(content) else { return false };
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(first) | Event::Empty(first)) => {
                return first.local_name().as_ref() == "svg";
            }
            Ok(Event::Eof) | Err(_) => return false,
            Ok(_) => {}
        }
    }
}

/// A file under its unchanging name.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Its path on the public server.
    pub path: String,
    /// Its kind.
    pub format: Format,
    content: Arc<Content>,
    compressed: Arc<Compressed>,
}

/// A content that is there, or that is made when it is needed for the first time.
struct Content {
    made: OnceLock<Bytes>,
    make: Box<dyn Fn() -> Bytes + Send + Sync>,
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Content({:?} bytes)", self.made.get().map(Bytes::len))
    }
}

/// The content in each encoding that was asked for, compressed once.
#[derive(Debug, Default)]
struct Compressed {
    brotli: OnceLock<Bytes>,
    gzip: OnceLock<Bytes>,
}

impl Asset {
    /// The picture `content` for the use `name`; `None` if it is not a picture that browsers show.
    #[must_use]
    pub fn picture(name: &str, content: Vec<u8>) -> Option<Self> {
        Some(Self::new(name, Format::of_picture(&content)?, content))
    }

    /// The font `content`, which the caller has checked to be WOFF2.
    #[must_use]
    pub fn font(content: Vec<u8>) -> Self {
        Self::new("font", Format::Woff2, content)
    }

    /// A picture of pixels for the use `name` that is made when it is asked for. `source` is a hash
    /// of everything that decides how it looks.
    #[must_use]
    pub fn drawn_later(
        name: &str,
        source: blake3::Hash,
        make: impl Fn() -> Bytes + Send + Sync + 'static,
    ) -> Self {
        let content = Content { made: OnceLock::new(), make: Box::new(make) };
        Self::named(name, Format::Png, source, content)
    }

    fn new(name: &str, format: Format, content: Vec<u8>) -> Self {
        let hash = blake3::hash(&content);
        let content =
            Content { made: OnceLock::from(Bytes::from(content)), make: Box::new(Bytes::new) };
        Self::named(name, format, hash, content)
    }

    fn named(name: &str, format: Format, hash: blake3::Hash, content: Content) -> Self {
        let path = paths::asset(name, &hash.to_hex()[..12], format.extension());
        Self { path, format, content: Arc::new(content), compressed: Arc::default() }
    }

    /// Its content, not compressed. Making a drawing may take a second, so this must not run on a
    /// serving thread unless [`Asset::is_ready`].
    #[must_use]
    pub fn content(&self) -> Bytes {
        self.content.made.get_or_init(|| (self.content.make)()).clone()
    }

    /// Whether the content was made before.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.content.made.get().is_some()
    }

    /// How many bytes of memory the content takes, for limits. A drawing that was not made yet counts
    /// as one that was.
    #[must_use]
    pub fn size(&self) -> usize {
        self.content.made.get().map_or(USUAL_DRAWING, Bytes::len)
    }

    /// Its media type.
    #[must_use]
    pub fn content_type(&self) -> &'static str {
        self.format.content_type()
    }

    /// Whether the content becomes smaller by compression: pictures of pixels and fonts are
    /// compressed already.
    #[must_use]
    pub fn is_text(&self) -> bool {
        match self.format {
            Format::Svg => true,
            Format::Png | Format::Jpeg | Format::Webp | Format::Avif | Format::Woff2 => false,
        }
    }

    /// The content in this encoding if it was compressed before.
    #[must_use]
    pub fn encoded(&self, encoding: Encoding) -> Option<Bytes> {
        match encoding {
            Encoding::Identity => Some(self.content()),
            Encoding::Brotli => self.compressed.brotli.get().cloned(),
            Encoding::Gzip => self.compressed.gzip.get().cloned(),
        }
    }

    /// The content in this encoding, compressed on the first call. This may take 100 ms for a file
    /// of 1 MiB, so it must not run on a serving thread.
    #[must_use]
    pub fn encode(&self, encoding: Encoding) -> Bytes {
        let encode = || encoding.encode(self.content(), BROTLI_ONCE);
        match encoding {
            Encoding::Identity => self.content(),
            Encoding::Brotli => self.compressed.brotli.get_or_init(encode).clone(),
            Encoding::Gzip => self.compressed.gzip.get_or_init(encode).clone(),
        }
    }

    /// The `src` of the picture: a `data:` URL if the picture is small, which saves a second
    /// request on a weak signal, else its path. Browsers run no script of an SVG in an `img`.
    #[must_use]
    pub fn source(&self) -> String {
        // What is made later is too large.
        if !self.is_ready() || self.content().len() > LARGEST_INLINE {
            return self.path.clone();
        }
        let content = self.content();
        match self.format {
            Format::Svg => {
                format!("data:image/svg+xml,{}", percent_encode(&content, UNSAFE_IN_DATA))
            }
            Format::Png | Format::Jpeg | Format::Webp | Format::Avif | Format::Woff2 => {
                format!("data:{};base64,{}", self.content_type(), STANDARD.encode(&content))
            }
        }
    }
}

/// The source expression that allows this inline style or script in a Content-Security-Policy
/// (CSP 3, 2.3.1).
#[must_use]
pub fn csp_hash(content: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(content)))
}

/// The characters to encode in a `data:` URL of text that is also used in a `srcset`, whose URLs
/// end at a space.
const UNSAFE_IN_DATA: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn the_kind_of_a_picture_is_found_in_its_content() {
        assert_eq!(Format::of_picture(b"\x89PNG\r\n\x1a\n..."), Some(Format::Png));
        assert_eq!(Format::of_picture(b"\xff\xd8\xff\xe1"), Some(Format::Jpeg));
        assert_eq!(Format::of_picture(b"RIFF\0\0\0\0WEBPVP8 "), Some(Format::Webp));
        assert_eq!(Format::of_picture(b"\0\0\0\x20ftypavif"), Some(Format::Avif));
        for svg in [
            "<svg/>",
            "<?xml version='1.0'?>\n<!-- a --><!-- b --><svg xmlns=''/>",
            "\u{FEFF}<!DOCTYPE svg [<!ENTITY ns \"http://a.example/\">]>\n<?a?><?b?><svg:svg>",
        ] {
            assert_eq!(Format::of_picture(svg.as_bytes()), Some(Format::Svg), "{svg}");
        }
        for odd in [&b"<html><svg></svg></html>"[..], b"GIF89a", b"", b"<svgx>", b"<?xml", b"\xff"]
        {
            assert_eq!(Format::of_picture(odd), None);
        }
    }

    #[test]
    fn a_changed_file_gets_a_new_path() {
        let path = |content: &str| Asset::picture("logo", content.into()).unwrap().path;
        assert_ne!(path("<svg/>"), path("<svg />"));
        assert!(path("<svg/>").starts_with("/assets/logo-"));
        assert_eq!(path("<svg/>").rsplit_once('.').unwrap().1, "svg");
    }

    #[test]
    fn a_drawing_is_made_once_when_it_is_asked_for() {
        let times = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&times);
        let asset = Asset::drawn_later("icon", blake3::hash(b"a drawing"), move || {
            counted.fetch_add(1, Ordering::Relaxed);
            Bytes::from_static(b"pixels")
        });
        let copy = asset.clone();
        assert_eq!((asset.is_ready(), asset.source()), (false, asset.path.clone()));
        assert_eq!([asset.content(), copy.content()], ["pixels"; 2]);
        assert_eq!((copy.is_ready(), copy.size(), times.load(Ordering::Relaxed)), (true, 6, 1));
    }

    #[test]
    fn a_small_picture_is_sent_inside_the_page() {
        let small = Asset::picture("logo", b"<svg fill=\"#fff\"/>".to_vec()).unwrap();
        assert_eq!(small.source(), "data:image/svg+xml,%3Csvg%20fill=%22%23fff%22/%3E");
        let large = format!("<svg>{}</svg>", " ".repeat(LARGEST_INLINE));
        let large = Asset::picture("logo", large.into()).unwrap();
        assert_eq!(large.source(), large.path);
    }
}
