//! Links that open a file in an editor, and buttons that copy.

use std::path::{Path, absolute};

use maud::{Markup, html};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What a path in a URL may contain as it is.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_');

/// A link that opens the file at this line and column (from 1) in VS Code and editors like it, and
/// a button that copies the place.
pub(super) fn place(file: &Path, line: usize, column: usize) -> Markup {
    let full = absolute(file).unwrap_or_else(|_no_folder| file.to_owned());
    let path = full.to_string_lossy();
    let address =
        format!("vscode://file{}:{line}:{column}", utf8_percent_encode(path.as_ref(), PATH));
    html! {
        span.actions {
            a href=(address) { "Open in editor" }
            (copy_button("Copy the place", &format!("{path}:{line}:{column}")))
        }
    }
}

/// A button that copies a text.
pub(super) fn copy_button(label: &str, text: &str) -> Markup {
    html! { button.copy type="button" data-copy=(text) { (label) } }
}

/// Lines to paste, with a button that copies them.
pub(super) fn snippet(lines: &str) -> Markup {
    html! {
        div.snippet {
            pre tabindex="0" { code { (lines) } }
            (copy_button("Copy", lines))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_opens_the_line_of_a_file_in_any_folder() {
        let link = place(Path::new("/brands/Café 1/theme.toml"), 3, 10).into_string();
        assert!(link.contains("\"vscode://file/brands/Caf%C3%A9%201/theme.toml:3:10\""), "{link}");
        assert!(link.contains("data-copy=\"/brands/Café 1/theme.toml:3:10\""), "{link}");
    }
}
