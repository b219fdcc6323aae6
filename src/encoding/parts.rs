//! Bodies of which only the middle differs: the beginning and the end are compressed once, at the
//! best quality, and the middle on its own.
//!
//! Brotli (RFC 7932) and deflate (RFC 1951) are sequences of blocks, so blocks that were compressed
//! apart can be sent one after the other. Each part ends at a whole byte. A block of Brotli can also
//! repeat what came before it, by its distance in bytes, and words of a built-in dictionary, whose
//! distances follow the largest one possible. Both need the number of bytes before the block:
//!
//! - The middle follows the beginning directly, so it is compressed with the beginning as its
//!   dictionary, which costs some tens of microseconds and halves it.
//! - The end follows a middle of any length. [`pad`] rounds lengths up to a power of two, and the end
//!   is compressed once for each: with the beginning and with bytes in place of the middle that UTF-8
//!   does not contain, so that no block repeats them. The spaces cost nothing in a compressed page.
//!   One that is not compressed carries them, at most as many bytes as the middle has.
//!
//! A part also must not refer to "the last distances used", which differ by what came before. The
//! encoder's `catable` sees to that. Deflate needs none of this: its parts refer to themselves only.

use brotli::enc::{
    BrotliEncoderParams, StandardAlloc,
    backward_references::BrotliEncoderMode,
    encode::{BrotliEncoderOperation, BrotliEncoderStateStruct},
};
use bytes::Bytes;
use flate2::{Compress, Compression, Crc, FlushCompress, Status};

use super::Encoding;

/// How many bytes before a block of Brotli the block can repeat (RFC 7932, 9.1: `WBITS` is 16). A
/// phone needs as much memory to decode a page.
pub const WINDOW: usize = (1 << WINDOW_BITS) - 16;
const WINDOW_BITS: i32 = 16;
/// The shortest middle after [`pad`], in bytes.
const SHORTEST_MIDDLE: usize = 1024;
/// Brotli's quality for the middle. 4 takes a third longer, and saves some twenty bytes.
const QUALITY: i32 = 3;
const BEST_QUALITY: i32 = 11;
/// A byte that UTF-8 does not contain.
const NOT_TEXT: u8 = 0xFF;
/// The last block of a Brotli stream, which is empty.
const BROTLI_END: u8 = 0b11;
/// The head of a gzip file without a name, time and system (RFC 1952, 2.3).
const GZIP_HEAD: [u8; 10] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 255];

/// Adds spaces to the middle of a page until its length is one of a few.
pub fn pad(middle: &mut String) {
    let length = middle.len();
    if length < WINDOW {
        let padded = length.next_power_of_two().max(SHORTEST_MIDDLE);
        middle.extend(std::iter::repeat_n(' ', padded - length));
    }
}

/// What stands before and after the middle, as text and encoded.
#[derive(Debug)]
pub struct Around {
    encoding: Encoding,
    /// The texts of both, which are needed to compress a middle.
    texts: [String; 2],
    /// The encoded beginning.
    pub before: Bytes,
    /// The encoded end.
    pub after: Bytes,
}

/// The encoded middle.
#[derive(Clone, Debug)]
pub struct Part {
    /// What is sent between [`Around::before`] and [`Around::after`].
    pub middle: Bytes,
    /// What is sent last.
    pub end: Bytes,
}

impl Part {
    /// Its length in bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.middle.len() + self.end.len()
    }
}

impl Around {
    /// Encodes both for middles of `length` bytes, as [`pad`] makes them. Takes tens of
    /// milliseconds.
    #[must_use]
    pub fn new(encoding: Encoding, before: String, after: String, length: usize) -> Self {
        let (encoded_before, encoded_after) = match encoding {
            Encoding::Identity => {
                let texts = [String::new(), String::new()];
                return Self { encoding, texts, before: before.into(), after: after.into() };
            }
            Encoding::Gzip => {
                let mut head = GZIP_HEAD.to_vec();
                head.extend(deflate(&before, FlushCompress::Sync));
                (head.into(), deflate(&after, FlushCompress::Finish).into())
            }
            Encoding::Brotli => {
                let mut dictionary = before.clone().into_bytes();
                dictionary.extend(std::iter::repeat_n(NOT_TEXT, length.min(WINDOW)));
                let mut after = brotli(&after, BEST_QUALITY, Some(&dictionary));
                after.push(BROTLI_END);
                (brotli(&before, BEST_QUALITY, None).into(), after.into())
            }
        };
        Self { encoding, texts: [before, after], before: encoded_before, after: encoded_after }
    }

    /// Encodes a middle of the length that was passed to [`Self::new`].
    #[must_use]
    pub fn encode(&self, middle: String) -> Part {
        let [before, after] = &self.texts;
        match self.encoding {
            Encoding::Identity => Part { middle: middle.into(), end: Bytes::new() },
            Encoding::Gzip => {
                let mut checksum = Crc::new();
                for text in [before, &middle, after] {
                    checksum.update(text.as_bytes());
                }
                let end = [checksum.sum().to_le_bytes(), checksum.amount().to_le_bytes()];
                let mut part = deflate(&middle, FlushCompress::Sync);
                let length = part.len();
                part.extend(end.as_flattened());
                let mut middle = Bytes::from(part);
                let end = middle.split_off(length);
                Part { middle, end }
            }
            Encoding::Brotli => Part {
                middle: brotli(&middle, QUALITY, Some(before.as_bytes())).into(),
                end: Bytes::new(),
            },
        }
    }

    /// How many bytes of memory it takes.
    #[must_use]
    pub fn size(&self) -> usize {
        let texts: usize = self.texts.iter().map(String::len).sum();
        texts + self.before.len() + self.after.len()
    }
}

/// Whole deflate blocks with `text`.
fn deflate(text: &str, flush: FlushCompress) -> Vec<u8> {
    let mut encoder = Compress::new(Compression::default(), false);
    let (text, mut blocks) = (text.as_bytes(), Vec::with_capacity(text.len() / 2 + 64));
    loop {
        let read = usize::try_from(encoder.total_in()).unwrap_or(text.len());
        // Compressing to a Vec cannot fail.
        let status = encoder.compress_vec(&text[read..], &mut blocks, flush);
        let is_full = blocks.len() == blocks.capacity();
        if !is_full || matches!(status, Ok(Status::StreamEnd) | Err(_)) {
            return blocks;
        }
        blocks.reserve(blocks.capacity());
    }
}

/// Whole Brotli blocks with `text`: the first ones of a stream, or those that follow `dictionary`.
fn brotli(text: &str, quality: i32, dictionary: Option<&[u8]>) -> Vec<u8> {
    let mut encoder = BrotliEncoderStateStruct::new(StandardAlloc::default());
    encoder.params = BrotliEncoderParams {
        quality,
        lgwin: WINDOW_BITS,
        mode: BrotliEncoderMode::BROTLI_MODE_TEXT,
        size_hint: text.len(),
        appendable: true,
        bare_stream: true,
        catable: dictionary.is_some(),
        ..BrotliEncoderParams::default()
    };
    if let Some(dictionary) = dictionary {
        encoder.set_custom_dictionary(dictionary.len(), dictionary);
        // The encoder cannot know that `dictionary` is all that comes before `text`.
        encoder.params.use_dictionary = true;
    }
    let (text, mut left, mut read) = (text.as_bytes(), text.len(), 0);
    let (mut blocks, mut piece) = (Vec::with_capacity(text.len() / 2 + 64), [0; 4096]);
    while !encoder.is_finished() {
        let (mut room, mut written) = (piece.len(), 0);
        let finish = BrotliEncoderOperation::BROTLI_OPERATION_FINISH;
        encoder.compress_stream(
            finish,
            &mut left,
            text,
            &mut read,
            &mut room,
            &mut piece,
            &mut written,
            &mut None,
            &mut |_, _, _, _| (),
        );
        blocks.extend_from_slice(&piece[..written]);
    }
    blocks
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use proptest::prelude::*;

    use super::*;

    fn decode(encoding: Encoding, body: &[u8]) -> String {
        let mut text = Vec::new();
        match encoding {
            Encoding::Identity => text.extend(body),
            Encoding::Gzip => {
                flate2::read::GzDecoder::new(body).read_to_end(&mut text).unwrap();
            }
            Encoding::Brotli => brotli::BrotliDecompress(&mut &*body, &mut text).unwrap(),
        }
        String::from_utf8(text).unwrap()
    }

    fn assert_decodes(before: &str, middles: &[&str], after: &str) {
        for encoding in [Encoding::Identity, Encoding::Gzip, Encoding::Brotli] {
            for middle in middles {
                let mut middle = (*middle).to_owned();
                pad(&mut middle);
                let text = format!("{before}{middle}{after}");
                let around =
                    Around::new(encoding, before.to_owned(), after.to_owned(), middle.len());
                let Part { middle, end } = around.encode(middle);
                let body = [around.before, middle, around.after, end].concat();
                assert_eq!(decode(encoding, &body), text);
            }
        }
    }

    #[test]
    fn a_middle_is_padded_to_one_of_a_few_lengths() {
        let padded = |length| {
            let mut middle = "x".repeat(length);
            pad(&mut middle);
            middle.len()
        };
        assert_eq!([0, 1, 1_024, 1_025].map(padded), [1_024, 1_024, 1_024, 2_048]);
        assert_eq!([40_000, 65_519, 65_520, 70_001].map(padded), [65_536, 65_536, 65_520, 70_001]);
    }

    #[test]
    fn a_page_in_parts_decodes_to_the_same_text_whatever_its_length() {
        let style = "p { color: red } ".repeat(700);
        let script = "document.querySelector('main').textContent = 'Welcome'; ".repeat(200);
        let long = "Main entrance ".repeat(9_000);
        let middles = [0, 1, 2, 3, 1_023, 1_024, 1_025, 16_000, 65_519, 65_520, 65_537, 120_000];
        let middles = middles.map(|length| &long[..length]);
        assert_decodes(&style, &middles, &script);
        assert_decodes("", &middles, "");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_page_in_parts_decodes_to_the_same_text_whatever_it_says(
            words in prop::collection::vec("<[a-z]{1,9} data-unlock=|the |\\PC{0,9}", 0..200),
            cuts in (0_usize..200, 0_usize..200),
        ) {
            let (first, second) = (cuts.0.min(words.len()), cuts.1.min(words.len()));
            let (first, second) = (first.min(second), first.max(second));
            let [before, middle, after] =
                [&words[..first], &words[first..second], &words[second..]].map(<[_]>::concat);
            assert_decodes(&before, &[&middle], &after);
        }
    }
}
