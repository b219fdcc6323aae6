//! Why a value cannot be used, and what would be right in its place.

use url::Url;

use crate::did_you_mean::nearest;

/// Signs without a width.
pub(super) const INVISIBLE: [char; 4] = ['\u{200b}', '\u{2060}', '\u{feff}', '\u{ad}'];

/// Why a text cannot be the address of a link.
pub(super) fn wrong_link(text: &str) -> String {
    if text.trim().is_empty() {
        return "this is empty; write it like https://northwind.example/visit, or remove the key"
            .to_owned();
    }
    if text.starts_with("mailto:") || text.starts_with("tel:") {
        return format!(
            "`{text}` is not a web address; write an email address as email and a telephone number \
             as phone below [contact]"
        );
    }
    let host = text.split(['/', '?', '#']).next().unwrap_or_default();
    let is_host = host.contains('.') && !host.starts_with('.') && !host.ends_with('.');
    let with_scheme = format!("https://{text}");
    let is_plain = !text.contains([':', '@', ' ']) && Url::parse(&with_scheme).is_ok();
    if is_host && is_plain {
        return format!("the https:// is missing; did you mean `{with_scheme}`?");
    }
    format!("`{text}` is not a valid web address; write it like https://northwind.example/visit")
}

/// Why a text cannot be the name of a file in the theme's folder, if it cannot.
pub(super) fn wrong_file_name(text: &str) -> Option<String> {
    if text.trim().is_empty() || text.len() > 255 {
        return Some(
            "this is not a valid file name; write it like logo.svg, or remove the key".to_owned(),
        );
    }
    if let Some(font) = font_of_web(text) {
        return Some(format!(
            "nothing is loaded from the web; download the file of the font into the folder of the \
             theme, and write its name: \"{font}\""
        ));
    }
    if text.contains("://") || text.starts_with("//") || text.starts_with("data:") {
        let name = text.split(['?', '#']).next().and_then(|path| path.rsplit('/').next());
        let name = name.filter(|name| name.contains('.') && !name.contains(':'));
        return Some(format!(
            "nothing is loaded from the web; save the file in the folder of the theme, and write \
             its name: \"{}\"",
            name.unwrap_or("logo.svg")
        ));
    }
    if let Some(name) = file_of_path(text) {
        return Some(format!(
            "copy this file into the folder of the theme, and write its name alone: \"{name}\""
        ));
    }
    if text.contains('\\') {
        let right = text.replace('\\', "/");
        return Some(format!("write / in place of the backslash: \"{right}\""));
    }
    // In straight quotes, `\n` and `\b` are characters of their own.
    let message = "a backslash has a meaning of its own here; write / in a path, as in \
                   img/logo.svg";
    text.chars().any(char::is_control).then(|| message.to_owned())
}

/// The name of a file for the font that a service for fonts has at this address.
fn font_of_web(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    let services = ["fonts.googleapis.com", "fonts.bunny.net", "use.typekit.net"];
    if !services.contains(&url.host_str()?) {
        return None;
    }
    let (_, family) = url
        .query_pairs()
        .find(|(key, _)| key == "family")
        .unwrap_or(("family".into(), "inter".into()));
    let name = family.split([':', '|', ',']).next().unwrap_or_default().to_lowercase();
    Some(format!("{}.woff2", name.replace(|c: char| !c.is_alphanumeric(), "-")))
}

/// Whether these are the digits of a colour that begins with `#`.
pub(super) fn is_hexadecimal_color(digits: &str) -> bool {
    matches!(digits.len(), 3 | 6) && digits.chars().all(|c| c.is_ascii_hexdigit())
}

/// The colour with the amounts of red, green and blue that are written in another way than CSS has:
/// `200, 16, 46`, `rgb 200 16 46` or `[200, 16, 46]`.
pub(super) fn rgb_of(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    let numbers = text.strip_prefix("rgb").unwrap_or(&text);
    let parts = numbers.split([' ', ',', ';', '/', '(', ')', '[', ']', ':']);
    let parts: Vec<u8> =
        parts.filter(|it| !it.is_empty()).map(str::parse).collect::<Result<_, _>>().ok()?;
    let [red, green, blue] = parts[..] else { return None };
    Some(format!("rgb({red} {green} {blue})"))
}

/// The name of the file, if the text is a path that begins with a drive of Windows or with the
/// folder of a person on another system.
pub(super) fn file_of_path(text: &str) -> Option<&str> {
    let is_drive = |text: &str| text.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_path = is_drive(text) && matches!(text.get(1..3), Some(":\\" | ":/"));
    let name = text.rsplit(['\\', '/']).next().filter(|name| !name.is_empty());
    name.filter(|_| is_path || ["\\\\", "/", "~/"].iter().any(|it| text.starts_with(it)))
}

/// Other words for some of ours, which are not similar to them.
const SYNONYMS: [(&str, &str); 18] = [
    ("elevator", "lift"),
    ("car", "parking"),
    ("car park", "parking"),
    ("bicycle", "bike"),
    ("entrance", "door"),
    ("barrier", "gate"),
    ("round", "rounded"),
    ("circle", "pill"),
    ("sharp", "square"),
    ("solid", "filled"),
    ("full", "filled"),
    ("border", "outline"),
    ("ghost", "outline"),
    ("tint", "tonal"),
    ("soft", "tonal"),
    ("system", "auto"),
    ("black", "dark"),
    ("white", "light"),
];

/// The error for a text that is not one of `words`.
pub(super) fn not_one_of(text: &str, words: &[&str]) -> String {
    let all = words.join(", ");
    let lower = text.to_lowercase();
    let meant = SYNONYMS.iter().filter(|(other, _)| *other == lower).map(|(_, ours)| *ours);
    let meant = meant.into_iter().find(|ours| words.contains(ours));
    match meant.or_else(|| nearest(text, words.iter().copied())) {
        Some(near) => format!("`{text}` is not one of {all}; did you mean `{near}`?"),
        None => format!("`{text}` is not one of {all}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_a_computer_or_of_the_web_says_what_to_do() {
        for (text, right) in [
            ("C:\\Users\\anna\\logo.svg", "write its name alone: \"logo.svg\""),
            ("c:/logo.svg", "write its name alone: \"logo.svg\""),
            ("/Users/anna/logo.svg", "write its name alone: \"logo.svg\""),
            ("~/logo.svg", "write its name alone: \"logo.svg\""),
            (
                "https://fonts.googleapis.com/css2?family=Open+Sans:wght@400",
                "write its name: \"open-sans.woff2\"",
            ),
            ("\\\\server\\brand\\logo.svg", "write its name alone: \"logo.svg\""),
            ("https://a.example/img/logo.png?v=2", "write its name: \"logo.png\""),
            ("https://a.example", "write its name: \"a.example\""),
            ("data:image/png;base64,aGk=", "write its name: \"logo.svg\""),
            ("img\\logo.svg", "write / in place of the backslash: \"img/logo.svg\""),
            ("img\u{8}g.svg", "write / in a path, as in img/logo.svg"),
        ] {
            let reason = wrong_file_name(text).unwrap();
            assert!(reason.ends_with(right), "{text}: {reason}");
        }
        for right in ["logo.svg", "img/logo.svg", "c.svg", "../logo.svg", "Logo: 2.svg"] {
            assert_eq!(wrong_file_name(right), None);
        }
    }

    #[test]
    fn an_address_without_https_is_completed() {
        for (text, right) in [
            ("www.a.example", "did you mean `https://www.a.example`?"),
            ("a.example/visit?x=1", "did you mean `https://a.example/visit?x=1`?"),
            ("mailto:a@b.example", "as phone below [contact]"),
            ("a@b.example", "write it like https://northwind.example/visit"),
            ("visit us", "write it like https://northwind.example/visit"),
            ("javascript:alert(1)", "write it like https://northwind.example/visit"),
            (" ", "or remove the key"),
        ] {
            assert!(wrong_link(text).ends_with(right), "{text}: {}", wrong_link(text));
        }
    }

    #[test]
    fn another_word_for_one_of_ours_is_understood() {
        let icons = ["door", "gate", "lift"];
        assert!(not_one_of("Elevator", &icons).ends_with("did you mean `lift`?"));
        assert!(not_one_of("black", &icons).ends_with("door, gate, lift"));
    }
}
