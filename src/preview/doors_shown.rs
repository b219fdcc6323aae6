//! Which doors the phones show, and which doors of the theme are not among them.

use std::path::Path;

use maud::{Markup, html};

use super::{doors::HOW, edition::Edition, wording::counted};

/// Which doors the pages show.
pub(super) fn doors_shown(edition: &Edition) -> Markup {
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
