//! How a response body is compressed: which encoding a client accepts, and the encoders.
//!
//! [`Encoding::encode`] compresses a whole body; [`parts`] compresses bodies of which most is the
//! same for many visitors.

mod parts;

use std::io::Write as _;

use brotli::enc::{BrotliEncoderParams, backward_references::BrotliEncoderMode};
use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};

pub use self::parts::{Around, Part, WINDOW, pad};

/// Brotli's quality (0 to 11) for a body that is compressed once and sent often. 10 makes pages 6 %
/// smaller than 9.
pub const BROTLI_ONCE: i32 = 10;
/// Brotli's quality for a body that is made for one visitor.
pub const BROTLI_EACH: i32 = 5;

/// A content coding (RFC 9110, 8.4.1), the one that makes the smallest pages first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Encoding {
    /// `br`
    Brotli,
    /// `gzip`
    Gzip,
    /// Not compressed.
    Identity,
}

impl Encoding {
    /// The smallest encoding that this `Accept-Encoding` allows.
    #[must_use]
    pub fn accepted(header: &[u8]) -> Self {
        // Nearly all browsers send one of these, so they are not parsed.
        if matches!(header, b"gzip, deflate, br, zstd" | b"gzip, deflate, br") {
            return Self::Brotli;
        }
        let accepted = header.split(|byte| *byte == b',').filter_map(|item| {
            let mut parts = item.split(|byte| *byte == b';').map(<[u8]>::trim_ascii);
            let encoding = match parts.next()? {
                coding if coding.eq_ignore_ascii_case(b"br") => Self::Brotli,
                coding if coding.eq_ignore_ascii_case(b"gzip") => Self::Gzip,
                _ => return None,
            };
            let weight = parts.find_map(|it| it.strip_prefix(b"q=").or(it.strip_prefix(b"Q=")));
            let weight = weight.and_then(|weight| str::from_utf8(weight).ok()?.parse().ok());
            let is_refused = weight.is_some_and(|weight: f32| weight <= 0.0);
            (!is_refused).then_some(encoding)
        });
        accepted.min().unwrap_or(Self::Identity)
    }

    /// The value of `Content-Encoding`, where there is one.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }

    /// `text` in this encoding; `quality` is Brotli's.
    #[must_use]
    pub fn encode(self, text: Bytes, quality: i32) -> Bytes {
        // Writing to a Vec cannot fail.
        match self {
            Self::Identity => text,
            Self::Gzip => {
                let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
                let _ = encoder.write_all(&text);
                encoder.finish().unwrap_or_default().into()
            }
            Self::Brotli => {
                let mut body = Vec::new();
                let settings = BrotliEncoderParams {
                    quality,
                    mode: BrotliEncoderMode::BROTLI_MODE_TEXT,
                    ..BrotliEncoderParams::default()
                };
                let _ = brotli::BrotliCompress(&mut text.as_ref(), &mut body, &settings);
                body.into()
            }
        }
    }
}

/// The size of a page on its way to a phone, in bytes.
#[must_use]
pub fn compressed_size(page: String) -> usize {
    Encoding::Brotli.encode(page.into(), BROTLI_ONCE).len()
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn a_client_gets_the_smallest_encoding_that_it_accepts() {
        for (header, encoding) in [
            ("gzip, deflate, br, zstd", Encoding::Brotli),
            ("gzip, deflate, br", Encoding::Brotli),
            ("gzip, deflate, zstd", Encoding::Gzip),
            ("GZIP", Encoding::Gzip),
            ("br;q=0, gzip;q=0.5", Encoding::Gzip),
            ("br; q=0.1", Encoding::Brotli),
            ("br;Q=0, gzip ;q=1", Encoding::Gzip),
            ("br;q=x", Encoding::Brotli),
            ("identity", Encoding::Identity),
            ("", Encoding::Identity),
            ("brotli, x-gzip", Encoding::Identity),
            ("\u{e9}, br", Encoding::Brotli),
        ] {
            assert_eq!(Encoding::accepted(header.as_bytes()), encoding, "{header}");
        }
    }

    #[test]
    fn an_encoded_body_decodes_to_the_same_text() {
        let text = Bytes::from("Unlock the door. ".repeat(100));
        let (mut brotli, mut gzip) = (Vec::new(), Vec::new());
        let encoded = Encoding::Brotli.encode(text.clone(), BROTLI_ONCE);
        brotli::BrotliDecompress(&mut encoded.as_ref(), &mut brotli).unwrap();
        let encoded = Encoding::Gzip.encode(text.clone(), BROTLI_ONCE);
        flate2::read::GzDecoder::new(encoded.as_ref()).read_to_end(&mut gzip).unwrap();
        assert_eq!((brotli, gzip), (text.to_vec(), text.to_vec()));
    }
}
