//! Functions that read what comes from outside, for fuzzers and property tests.
//!
//! Each takes any bytes and panics if a promise is broken: nothing that is read is larger or of
//! another form than its type says, and no error shows a secret. `fuzz/` runs them with a
//! coverage-guided fuzzer on nightly Rust, the tests below with generated inputs on stable Rust.
//! They are compiled only for tests and with the feature `fuzzing`.

use crate::access::LinkSecret;
pub use crate::{
    kisi::fuzzing::{doors as kisi_doors, failure as kisi_failure},
    settings::fuzzing::settings,
    theme::fuzzing::{font, picture, theme},
    web::fuzzing::{cookie, form, forwarded},
};

/// The secret in the path of a request.
pub fn secret(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
    let well_formed = !["", ".", ".."].contains(&&*text)
        && text.chars().count() <= 256
        && text.chars().all(is_allowed);
    match LinkSecret::parse(&text) {
        Ok(secret) => {
            assert!(well_formed && secret.expose() == text);
            assert_eq!(format!("{secret:?}"), "LinkSecret(SecretBox<str>([REDACTED]))");
        }
        Err(_malformed) => assert!(!well_formed),
    }
}

#[cfg(test)]
mod tests {
    use proptest::{
        collection::vec,
        prelude::{Just, Strategy, any},
        prop_oneof,
        sample::select,
        test_runner::{Config, TestRunner},
    };

    /// Calls `target` with inputs that are made of these pieces and of random bytes: eight for each
    /// case of `DOORSTEP_TEST_CASES`, or 4,000.
    fn run(pieces: &'static [&'static str], target: fn(&[u8])) {
        run_times(8, pieces, target);
    }

    #[expect(clippy::disallowed_methods, reason = "tests have no settings")]
    fn run_times(times: u32, pieces: &'static [&'static str], target: fn(&[u8])) {
        let cases = std::env::var("DOORSTEP_TEST_CASES").map_or(500, |it| it.parse().unwrap());
        let config =
            Config { cases: cases * times, failure_persistence: None, ..Config::default() };
        let input = inputs(pieces);
        let check = |input: Vec<u8>| {
            target(&input);
            Ok(())
        };
        TestRunner::new(config).run(&input, check).unwrap();
    }

    fn inputs(pieces: &'static [&'static str]) -> impl Strategy<Value = Vec<u8>> {
        let known = select(pieces).prop_map(|piece| piece.as_bytes().to_vec());
        let piece = prop_oneof![
            6 => known,
            1 => vec(any::<u8>(), 0..4),
            1 => Just("ü\u{202e}\0\n".into()),
        ];
        vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    #[test]
    fn a_secret_is_one_to_256_plain_characters() {
        run(&["a", "Z9", "-._~", ".", "/", "%41", LONG], super::secret);
    }

    /// 100 letters.
    const LONG: &str = concat!(
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    );

    #[test]
    fn only_a_door_that_the_form_names_is_confirmed() {
        run(
            &["door", "confirmed", "=", "&", "12", "18446744073709551616", "%3", "+", "%2B"],
            super::form,
        );
    }

    #[test]
    fn no_tap_cookie_can_be_forged_or_altered() {
        run(&["unlocked", ".", "12", "-", "1795300000", "fad001", "0", "f"], super::cookie);
    }

    #[test]
    fn the_doors_of_kisi_are_bounded_and_printable() {
        run(
            &[
                "[",
                "]",
                "{",
                "}",
                ",",
                ":",
                "\"id\":7",
                "\"name\":\"Tor\"",
                "null",
                "1e400",
                "\"place\":{\"id\":1,\"name\":\"Hof\"}",
                "\"description\":\"a\\u202eb\\nc\"",
                "[{\"id\":1,\"online\":false},{\"id\":2,\"place_id\":3}]",
                "\"\\ud800\"",
            ],
            super::kisi_doors,
        );
    }

    #[test]
    fn a_code_of_kisi_is_short_and_plain() {
        run(
            &[
                "{",
                "}",
                "\"code\":",
                "\"f35ade\"",
                "\"fad124\"",
                "\"error\":null",
                ",",
                "{\"code\":\"fad110\"}",
                "{\"code\":\"<script>\"}",
                "5",
                "\u{1f600}",
            ],
            super::kisi_failure,
        );
    }

    #[test]
    fn a_client_counts_for_its_own_address_only() {
        run(
            &[
                "1.2.3.4",
                "for=",
                "\"",
                ";host=",
                "10.0.0.2",
                ", ",
                ",",
                "\n",
                "[2001:db8::1]:80",
                "::ffff:10.0.0.3",
                "1.2.3.4:99999",
                "unknown",
                "[",
                "]",
                ":",
                "10.",
                "256",
            ],
            super::forwarded,
        );
    }

    #[test]
    fn a_theme_is_valid_or_has_errors_at_places_in_the_file() {
        run_times(
            1,
            &[
                "name = \"Acme\"\n",
                "logo = \"logo.svg\"\n",
                "[colors]\n",
                "accent = \"#123\"\n",
                "[doors.7]\n",
                "[text.de]\n",
                "welcome = \"{ $x }\"\n",
                "[[footer]]\n",
                "=",
                "\"",
                "language = \"xx\"\n",
                "[buttons]\nshape = 3\n",
                "columns = 2\n",
                "[",
                "]",
                "é",
                "“",
                ": ",
                "{ de = \"Tor\", ",
                "}",
                "\"\"\"",
                "'",
                "\\",
                ";",
                "// ",
                " # ",
                "\n",
                "[[doors]]\nid = 7\n",
                "name = ",
                "yes",
                "<b>&amp;",
                "url(",
                "@import",
                "/*",
            ],
            super::theme,
        );
    }

    #[test]
    fn no_error_of_the_settings_shows_a_secret() {
        run_times(
            1,
            &[
                "kisi",
                "api_key",
                ".",
                "=",
                "\n",
                "\"",
                "[",
                "]",
                "timeout",
                "5s",
                "5",
                "__",
                "server",
                "https://a:b@c",
                "{",
                "}",
                "mail.smtp_url",
                "smtp://a:b@c",
                "'",
                "#",
            ],
            super::settings,
        );
    }
}
