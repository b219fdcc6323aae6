//! The headers of answers that actix makes before a request reaches our code: to a head that is
//! malformed, too large or too slow.

use actix_web::http::header::{HeaderName, HeaderValue};
use bytes::{BufMut as _, Bytes, BytesMut};

use crate::web::security_headers::{ALWAYS, BY_DEFAULT};

/// Every answer of our own code has this header.
const OWN: &[u8] = b"\r\nx-frame-options: ";
/// How much of an answer is searched for it.
const LONGEST_HEAD: usize = 2 * 1024;
/// The headers of an answer that has none of ours.
pub(super) fn headers() -> impl Iterator<Item = &'static (HeaderName, HeaderValue)> {
    BY_DEFAULT.iter().chain(&ALWAYS)
}

/// The answer with our headers, if `bytes` begins with an answer that actix made.
pub(super) fn with_headers(bytes: &[u8]) -> Option<Bytes> {
    if !bytes.starts_with(b"HTTP/1.1 4") && !bytes.starts_with(b"HTTP/1.0 4") {
        return None;
    }
    let head = &bytes[..bytes.len().min(LONGEST_HEAD)];
    let is_own = head.windows(OWN.len()).any(|part| part.eq_ignore_ascii_case(OWN));
    let end_of_line = head.windows(2).position(|part| part == b"\r\n")? + 2;
    if is_own {
        return None;
    }
    let mut answer = BytesMut::with_capacity(bytes.len() + 1_024);
    answer.put_slice(&bytes[..end_of_line]);
    for (name, value) in headers() {
        for part in [name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"] {
            answer.put_slice(part);
        }
    }
    answer.put_slice(&bytes[end_of_line..]);
    Some(answer.freeze())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_of_actix_gets_our_headers() {
        let answer =
            with_headers(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").unwrap();
        let text = std::str::from_utf8(&answer).unwrap();
        assert!(
            text.starts_with("HTTP/1.1 400 Bad Request\r\ncache-control: no-store\r\n"),
            "{text}"
        );
        assert!(text.ends_with("\r\ncontent-length: 0\r\n\r\n"), "{text}");
    }

    #[test]
    fn our_own_answers_stay_as_they_are() {
        for own in [
            &b"HTTP/1.1 404 Not Found\r\nx-frame-options: DENY\r\n\r\n"[..],
            b"HTTP/1.1 200 OK\r\n\r\n",
            b"HTTP/1.1 4",
            b"the rest of a page",
        ] {
            assert_eq!(with_headers(own), None);
        }
    }
}
