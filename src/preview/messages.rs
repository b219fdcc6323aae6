//! What the studio says about the theme file: one status, and a card for each message.

use maud::{Markup, html};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{
    edition::Edition,
    editor::{place, snippet},
    wording::counted,
};
use crate::theme::{Color, Diagnostic, Severity};

/// How the theme file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    /// There is no such file.
    Missing,
    /// It has this many errors.
    Wrong(usize),
    /// It has this many warnings.
    Warned(usize),
    /// All is well. There may be notes.
    Well,
}

impl Status {
    pub(super) fn of(edition: &Edition) -> Self {
        let [errors, warnings] = [Severity::Error, Severity::Warning].map(|it| edition.count(it));
        match (edition.is_missing, errors, warnings) {
            (true, ..) => Self::Missing,
            (_, 1.., _) => Self::Wrong(errors),
            (_, _, 1..) => Self::Warned(warnings),
            (_, 0, 0) => Self::Well,
        }
    }

    /// The class that chooses its colour.
    fn tone(self) -> &'static str {
        match self {
            Self::Missing | Self::Wrong(_) => "bad",
            Self::Warned(_) => "warn",
            Self::Well => "good",
        }
    }

    /// A sign that differs not only by its colour.
    fn sign(self) -> &'static str {
        match self {
            Self::Missing | Self::Wrong(_) => "✕",
            Self::Warned(_) => "▲",
            Self::Well => "✓",
        }
    }

    fn words(self) -> String {
        match self {
            Self::Missing => "No file yet".to_owned(),
            Self::Wrong(errors) => counted(errors, "error"),
            Self::Warned(warnings) => counted(warnings, "warning"),
            Self::Well => "All is well".to_owned(),
        }
    }

    /// The title of the tab: what is wrong comes first.
    pub(super) fn title(self, name: &str) -> String {
        match self {
            Self::Well => format!("{name} · theme preview"),
            Self::Missing | Self::Wrong(_) | Self::Warned(_) => {
                format!("{} {} · {name} · theme preview", self.sign(), self.words())
            }
        }
    }

    /// The icon of the tab, if it is not the brand's.
    pub(super) fn icon(self) -> Option<String> {
        let (color, sign) = match self {
            Self::Well => return None,
            Self::Warned(_) => ("#b26a00", "M16 4L30 28H2z"),
            Self::Missing | Self::Wrong(_) => ("#c4231b", "M16 2a14 14 0 1 0 .01 0z"),
        };
        let drawing = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\"><path fill=\"{color}\" \
             d=\"{sign}\"/><path d=\"M16 11v8m0 4v1\" stroke=\"#fff\" stroke-width=\"3\"/></svg>"
        );
        let drawing = utf8_percent_encode(&drawing, NON_ALPHANUMERIC);
        Some(format!("data:image/svg+xml,{drawing}"))
    }
}

/// The status, which leads to the messages.
pub(super) fn chip(edition: &Edition) -> Markup {
    let status = Status::of(edition);
    html! {
        p.chip.(status.tone()) {
            span.sign aria-hidden="true" { (status.sign()) }
            (status.words())
        }
    }
}

/// What stands in the way, or could be better: the first message in a line, which unfolds to the
/// cards of all.
/// `can_begin` says whether the studio can write the first line of a file that is not there.
pub(super) fn messages(edition: &Edition, can_begin: bool) -> Markup {
    let findings: Vec<_> = edition.findings().collect();
    html! {
        @match (Status::of(edition), findings.first()) {
            (Status::Missing, _) => (missing(edition, can_begin)),
            (_, None) => {},
            (status, Some(first)) => details.messages.(status.tone()) {
                summary {
                    strong { (headline(edition, status)) }
                    span.first { (with_code(&first.message)) }
                    span.more aria-hidden="true" {}
                }
                div.cards tabindex="0" role="group" aria-label="Messages" {
                    @if let Status::Wrong(_) = status { p.shown { (shown_meanwhile(edition)) } }
                    @for finding in findings { (card(finding)) }
                }
            },
        }
    }
}

fn headline(edition: &Edition, status: Status) -> String {
    match status {
        Status::Wrong(errors) => {
            let file = edition.file.file_name().unwrap_or(edition.file.as_os_str());
            format!("{} has {}", file.to_string_lossy(), counted(errors, "error"))
        }
        Status::Well => counted(edition.count(Severity::Note), "note"),
        Status::Missing | Status::Warned(_) => status.words(),
    }
}

fn shown_meanwhile(edition: &Edition) -> &'static str {
    if edition.is_built_in() {
        "Until the file is valid, the phones show the built-in brand."
    } else {
        "The phones show the last valid version."
    }
}

/// The first line of a theme.
pub(super) const FIRST_LINE: &str = "name = \"Your brand\"";

/// How to begin a theme.
fn missing(edition: &Edition, can_begin: bool) -> Markup {
    html! {
        div.messages.begin {
            strong { (edition.file.display()) " is not there yet" }
            p {
                "A theme is a text file. Save one under this name with the line below; only the "
                "name is required. This page shows it as soon as it is saved. Until then, the "
                "phones show the built-in brand."
            }
            (snippet(FIRST_LINE))
            @if can_begin { p { button #begin type="button" { "Write this file" } } }
        }
    }
}

fn card(diagnostic: &Diagnostic) -> Markup {
    let (tone, label) = match diagnostic.severity {
        Severity::Error => ("bad", "Error"),
        Severity::Warning => ("warn", "Warning"),
        Severity::Note => ("note", "Note"),
    };
    let (file, line, column) = (diagnostic.file(), diagnostic.line(), diagnostic.column());
    html! {
        article.card.(tone) {
            p.where { b { (label) } " " span { (file.display()) ":" (line) ":" (column) } }
            p.what { (with_code(&diagnostic.message)) }
            @if let Some([before, marked, after]) = diagnostic.excerpt() {
                pre tabindex="0" {
                    span.number aria-hidden="true" { (line) }
                    // Where something is missing, the mark is a space.
                    @let marked = if marked.is_empty() { " " } else { marked };
                    code { (before) mark { (marked) } (after) }
                }
            }
            div.end {
                @if let Some(suggestion) = &diagnostic.suggestion { (suggested(suggestion)) }
                (place(file, line, column))
            }
        }
    }
}

/// A message in which what stands between backticks is set as code.
pub(super) fn with_code(message: &str) -> Markup {
    html! {
        @for (index, part) in message.split('`').enumerate() {
            @if index % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

/// What to write instead, with a swatch if it is a colour.
fn suggested(suggestion: &str) -> Markup {
    html! {
        span.suggested {
            "Write "
            @if let Ok(color) = Color::try_from(suggestion) {
                svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" {
                    rect width="16" height="16" rx="4" fill=(color) {}
                }
            }
            code { (suggestion) }
        }
    }
}
