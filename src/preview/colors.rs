//! The colours of a brand as the studio lists them: all of them, and their contrasts.

use maud::{Markup, html};

use super::{
    edition::Edition,
    swatches::{Origin, Swatch, swatches},
    wording::label_of,
};
use crate::theme::{Contrast, Palette, Scheme};

/// Every colour, and whether visitors can distinguish those that lie on each other.
pub(super) fn colors(edition: &Edition) -> Markup {
    html! {
        section #colors aria-labelledby="colors-title" tabindex="-1" {
            header.lead {
                h2 #colors-title { "Colours" }
                p {
                    "All colours of the pages. You write up to four; the others are derived from "
                    "them, so that everything can be read."
                }
            }
            div.palettes #palettes data-live {
                @for (scheme, _) in edition.brand.look.palettes() { (palette(edition, scheme)) }
            }
        }
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

fn palette(edition: &Edition, scheme: Scheme) -> Markup {
    html! {
        div.palette {
            h3 { (label_of(scheme)) " pages" }
            ul {
                @for swatch in swatches(edition, scheme) {
                    li {
                        svg viewBox="0 0 48 48" width="48" height="48" aria-hidden="true" {
                            rect width="48" height="48" rx="10" fill=(swatch.color) {}
                        }
                        div {
                            p.name { (swatch.name) " " code { (swatch.color) } }
                            p.used { (swatch.used) }
                        }
                        p.origin { (origin(&swatch)) }
                    }
                }
            }
        }
    }
}

fn origin(swatch: &Swatch) -> Markup {
    html! {
        @match swatch.origin {
            Origin::Written => { b.written { "written" } " as " code { (swatch.key) } }
            Origin::Derived => { b { "derived" } ": " (swatch.why) }
            Origin::Changed => { b.changed { "changed" } ": " (swatch.why) }
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
            td { span.pair { (sample(contrast)) (hex(contrast)) } }
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
fn sample(contrast: &Contrast) -> Markup {
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
