//! The text of a theme file. It must be UTF-8; editors on Windows save other encodings, too.

use encoding_rs::WINDOWS_1252;

/// How to save a file as UTF-8.
const HOW: &str = "save it as UTF-8: in Notepad, choose Save as, and UTF-8 below Encoding";

/// Why the content of a file is not text in UTF-8.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NotUtf8 {
    /// It has no lines that could be shown.
    Whole(String),
    /// It is text in the encoding of Windows (ANSI), which was read as such, with its first letter
    /// that is not in ASCII at this byte.
    Ansi { text: String, at: usize, message: String },
}

/// The text of a file.
pub(super) fn decode(content: Vec<u8>) -> Result<String, NotUtf8> {
    if content.starts_with(b"\xff\xfe") || content.starts_with(b"\xfe\xff") {
        return Err(NotUtf8::Whole(format!("it is saved as UTF-16; {HOW}")));
    }
    // UTF-16 without the mark at its beginning has a zero beside each Latin letter.
    if content.contains(&0) {
        let message = format!("it is not a text, or saved in an unusual encoding; {HOW}");
        return Err(NotUtf8::Whole(message));
    }
    String::from_utf8(content).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        // Each byte of this encoding is a letter.
        let (text, _) = WINDOWS_1252.decode_without_bom_handling(error.as_bytes());
        if text.chars().any(|c| c.is_control() && !c.is_ascii_whitespace()) {
            return NotUtf8::Whole(format!(
                "it is not a text, or saved in an unusual encoding; {HOW}"
            ));
        }
        let at = WINDOWS_1252.decode_without_bom_handling(&error.as_bytes()[..at]).0.len();
        let letter = text[at..].chars().next().unwrap_or_default();
        let message = format!("this file is saved as ANSI, so `{letter}` cannot be read; {HOW}");
        NotUtf8::Ansi { text: text.into_owned(), at, message }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_in_utf_8_is_read() {
        assert_eq!(decode("name = \"Zürich\"".into()).unwrap(), "name = \"Zürich\"");
        assert_eq!(decode(Vec::new()).unwrap(), "");
    }

    #[test]
    fn a_text_in_another_encoding_says_which() {
        for utf_16 in [&b"\xff\xfen\0"[..], b"\xfe\xff\0n", b"n\0a\0"] {
            let Err(NotUtf8::Whole(message)) = decode(utf_16.to_vec()) else { panic!() };
            assert!(message.ends_with(HOW), "{message}");
        }
        let Err(NotUtf8::Ansi { text, at, message }) = decode(b"a\nna\xefve \x80".to_vec()) else {
            panic!()
        };
        assert_eq!((text.as_str(), &text[at..]), ("a\nnaïve €", "ïve €"));
        assert!(message.contains("`ï`"), "{message}");
    }
}
