//! The headers of answers that actix makes before a request reaches our code: to a head that is
//! malformed, too large or too slow.

use bytes::{BufMut as _, Bytes, BytesMut};

/// Every answer of our own code has this header.
const OWN: &[u8] = b"\r\nx-frame-options: ";
/// How much of an answer is searched for it.
const LONGEST_HEAD: usize = 2 * 1024;
/// What every answer of our own code says, as far as it concerns an answer without a body.
pub(super) const HEADERS: [(&str, &str); 6] = [
    ("cache-control", "no-store"),
    ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("x-robots-tag", "noindex, nofollow, noarchive"),
];

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
    let mut answer = BytesMut::with_capacity(bytes.len() + 512);
    answer.put_slice(&bytes[..end_of_line]);
    for (name, value) in HEADERS {
        answer.put_slice(format!("{name}: {value}\r\n").as_bytes());
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
