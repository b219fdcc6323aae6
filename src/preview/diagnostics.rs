//! What the studio says about a theme: errors, warnings, contrasts, and which doors are shown.

use std::path::Path;

use maud::{Markup, html};

use super::{
    doors::HOW,
    edition::Edition,
    wording::{counted, label_of},
};
use crate::theme::{Contrast, Diagnostic, Palette, Scheme};

/// The errors of the file, shown above the pages of the last valid version.
pub(super) fn errors(edition: &Edition) -> Markup {
    html! {
        @if !edition.diagnostics.is_empty() {
            h2 { (edition.file.display()) " has " (counted(edition.errors(), "error")) }
            p {
                @if edition.is_built_in {
                    "Until the file is valid, the phones show the built-in brand."
                } @else {
                    "The phones show the last valid version."
                }
            }
            (reports("Errors", &edition.diagnostics))
        }
    }
}

/// Diagnostics in the words of `theme check`.
fn reports(label: &str, diagnostics: &[Diagnostic]) -> Markup {
    html! {
        div.reports tabindex="0" role="group" aria-label=(label) {
            @for diagnostic in diagnostics { pre { (diagnostic.report(false)) } }
        }
    }
}

/// The warnings: what some visitors will have trouble with. Below them the notes, which explain what
/// visitors see.
pub(super) fn warnings(edition: &Edition) -> Markup {
    let (warnings, notes) = (&edition.brand.warnings, &edition.brand.notes);
    html! {
        details #warnings {
            summary #warned data-live {
                @if !warnings.is_empty() {
                    strong { (counted(warnings.len(), "warning")) }
                } @else if !notes.is_empty() {
                    b { (counted(notes.len(), "note")) }
                } @else { "No warnings" }
            }
            div #warning-reports data-live {
                @if warnings.is_empty() { p { "The theme has no known problem for visitors." } }
                @else { (reports("Warnings", warnings)) }
                @if !notes.is_empty() { (reports("Notes", notes)) }
            }
        }
    }
}

/// The contrast of every pair of colours.
pub(super) fn contrasts(edition: &Edition) -> Markup {
    html! {
        section #contrasts aria-labelledby="contrasts-title" tabindex="-1" {
            header.lead {
                h2 #contrasts-title { "Contrasts" }
                p { "By WCAG 2.2: 4.5:1 for words, 3:1 for what is pressed or focused." }
            }
            div.tables #contrast-tables data-live {
                @for (scheme, palette) in edition.brand.look.palettes() {
                    (contrast_table(scheme, palette))
                }
            }
        }
    }
}

fn contrast_table(scheme: Scheme, palette: &Palette) -> Markup {
    let name = label_of(scheme);
    html! {
        div.table tabindex="0" role="group" aria-label={ "Contrasts of " (name) " pages" } {
            table {
                caption { (name) " pages" }
                thead {
                    tr {
                        th scope="col" { "What" }
                        th scope="col" { "Colours" }
                        th.number scope="col" { "Contrast" }
                        th.number scope="col" { "Needed" }
                        th scope="col" { "Result" }
                    }
                }
                tbody { @for contrast in Contrast::all(palette) { (contrast_row(&contrast)) } }
            }
        }
    }
}

fn contrast_row(contrast: &Contrast) -> Markup {
    let passes = contrast.passes();
    html! {
        tr.(if passes { "passes" } else { "fails" }) {
            th scope="row" { (contrast.what) }
            td { span.pair { (swatch(contrast)) (hex(contrast)) } }
            td.number { (contrast) }
            td.number { (contrast.needed) ":1" }
            td.result { @if passes { "✓ passes" } @else { "✕ too weak" } }
        }
    }
}

fn hex(contrast: &Contrast) -> Markup {
    html! {
        span.hex { code { (contrast.color) } " on " code { (contrast.ground) } }
    }
}

/// The colour on its ground, as text or as a control. It is a drawing, because the policy allows no
/// inline styles.
fn swatch(contrast: &Contrast) -> Markup {
    let is_words = contrast.needed > 4.0;
    html! {
        svg viewBox="0 0 44 28" width="44" height="28" aria-hidden="true" {
            rect width="44" height="28" rx="6" fill=(contrast.ground) {}
            @if is_words {
                path d="M9 20l4.5-12h2L20 20M10.7 16h7.6M33 13v7m0-3.5a3.6 3.6 0 1 0-7.2 0a3.6 3.6 0 1 0 7.2 0"
                    fill="none" stroke=(contrast.color) stroke-width="2" {}
            } @else {
                rect x="8" y="8" width="28" height="12" rx="4" fill=(contrast.color) {}
            }
        }
    }
}

/// Which doors the pages show.
pub(super) fn doors(edition: &Edition) -> Markup {
    html! {
        section #doors-shown aria-labelledby="doors-title" tabindex="-1" {
            header.lead { h2 #doors-title { "Doors shown" } }
            div #doors-shown-text data-live {
                @match &edition.given {
                    None => (made_up_doors()),
                    Some(given) => {
                        p {
                            (counted(given.doors.len(), "door")) " of "
                            code { (given.file.display()) } "."
                        }
                        (unmatched(&given.unmatched(&edition.brand), &given.file))
                    }
                }
            }
        }
    }
}

fn made_up_doors() -> Markup {
    html! {
        p {
            "These are samples: first the doors that the theme configures, in every state that a "
            "door can have. To see the doors of a link, and which ids in the theme match none of "
            "them, save them and start again with " code { "--doors doors.json" } ":"
        }
        pre { (HOW) }
        p { "The server logs ids that match no door, too, after an hour of traffic." }
    }
}

fn unmatched(keys: &[String], file: &Path) -> Markup {
    html! {
        @if keys.is_empty() {
            p { "Every id in the theme matches one of them." }
        } @else {
            ul.unmatched {
                @for key in keys { li { code { (key) } " matches no door in " code { (file.display()) } } }
            }
            p { "Either another link contains the door, or the id is mistyped." }
        }
    }
}
