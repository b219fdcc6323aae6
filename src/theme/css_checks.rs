//! Warnings about a brand's own CSS: what browsers do not load, and braces and comments that are
//! not closed, which make the rules after them useless.

/// What a browser would do with a CSS file in a way that the brand did not mean.
pub(super) fn problems(css: &str) -> Vec<String> {
    let Skeleton { text, unclosed } = skeleton(css);
    let lower = text.to_ascii_lowercase();
    let mut found = Vec::new();
    if let Some(at) = lower.find("@import") {
        found.push(format!(
            "@import in line {} loads nothing, because pages load no other styles; copy its rules \
             into this file",
            line(&text, at)
        ));
    }
    let remote = ["url(http:", "url(https:", "url(//"];
    let remote = remote.iter().filter_map(|begin| lower.find(begin)).min();
    if let Some(at) = remote.filter(|_| !lower.contains("@import")) {
        found.push(format!(
            "url(…) in line {} loads nothing, because pages load nothing from other servers; put \
             the file into the folder of the theme",
            line(&text, at)
        ));
    }
    found.extend(unclosed.or_else(|| braces(&text)));
    found
}

/// A style without its comments and the content of its texts in quotes. All other characters are
/// in the same lines.
struct Skeleton {
    text: String,
    /// A comment or a text that does not end.
    unclosed: Option<String>,
}

/// A comment ends with `*/`, and a text with its quote or at the end of its line (CSS Syntax 3,
/// 4.3.2 and 4.3.5).
fn skeleton(css: &str) -> Skeleton {
    let mut text = String::new();
    let mut rest = css;
    while let Some(at) = rest.find(['"', '\'', '/', '\\']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = match rest.as_bytes() {
            [b'/', b'*', ..] => {
                let Some(end) = rest[2..].find("*/") else {
                    let begin = line(&text, text.len());
                    let message =
                        format!("the comment of line {begin} is not closed: */ is missing");
                    return Skeleton { text, unclosed: Some(message) };
                };
                end + 4
            }
            [b'/', ..] => {
                text.push('/');
                1
            }
            [b'\\', ..] => rest.chars().take(2).map(char::len_utf8).sum(),
            [quote, ..] => {
                // The content of url("…") says where it is loaded from.
                let end = end_of_text(rest, *quote);
                if text.ends_with('(') {
                    text.push_str(&rest[1..end]);
                }
                if rest.as_bytes().get(end) != Some(quote) {
                    let begin = line(&text, text.len());
                    let quote = char::from(*quote);
                    let unclosed =
                        Some(format!("the text of line {begin} is not closed: {quote} is missing"));
                    return Skeleton { text, unclosed };
                }
                end + 1
            }
            [] => 0,
        };
        let skipped = &rest[..length];
        text.extend(skipped.chars().filter(|c| *c == '\n'));
        rest = &rest[length..];
    }
    text.push_str(rest);
    Skeleton { text, unclosed: None }
}

/// Where a text ends that begins with a quote: at the next one, or at the end of the line.
fn end_of_text(text: &str, quote: u8) -> usize {
    let mut is_escaped = false;
    let end = text.bytes().enumerate().skip(1).find(|(_, byte)| {
        let ends = !is_escaped && (*byte == quote || *byte == b'\n');
        is_escaped = !is_escaped && *byte == b'\\';
        ends
    });
    end.map_or(text.len(), |(at, _)| at)
}

/// A brace that has no other one.
fn braces(text: &str) -> Option<String> {
    let mut open = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '{' => open.push(at),
            '}' if open.pop().is_none() => {
                return Some(format!(
                    "the }} in line {} closes nothing, so the rule after it is not used",
                    line(text, at)
                ));
            }
            _ => {}
        }
    }
    let at = open.pop()?;
    Some(format!(
        "the {{ in line {} is not closed, so the rules after it do not work; \
         write }} after its last line",
        line(text, at)
    ))
}

fn line(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_that_is_right_has_no_problems() {
        for css in [
            "",
            ".a{color:red}\n@media (min-width: 1px) { .b { content: \"}\" } }",
            "/* { */ .a::after { content: '\\'{'; }",
            ".a { background: url(data:image/svg+xml,%3Csvg/%3E) }",
            ".a { background: url(\"data:image/svg+xml;base64,aGk=\") }",
            ".a\\{b { width: calc(1px / 2) }",
        ] {
            assert_eq!(problems(css), [""; 0], "{css}");
        }
    }

    #[test]
    fn what_is_not_loaded_and_what_is_not_closed_is_found_with_its_line() {
        for (css, begin) in [
            ("\n@IMPORT url(https://fonts.example/a.css);", "@import in line 2 loads nothing"),
            ("@import 'a.css';", "@import in line 1 loads nothing"),
            (".a{}\n.b{background:url('https://cdn.example/a.png')}", "url(…) in line 2 loads"),
            (".a {\n color: red;\n\n.b { color: blue }", "the { in line 1 is not closed"),
            (".a {}}\n.b {}", "the } in line 1 closes nothing"),
            (".a {}\n/* .b {}\n", "the comment of line 2 is not closed"),
            (".a { content: \"x;\n }", "the text of line 1 is not closed: \" is missing"),
        ] {
            let found = problems(css);
            assert!(found.len() == 1 && found[0].starts_with(begin), "{css}: {found:?}");
        }
    }
}
