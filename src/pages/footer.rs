//! The end of every page: whom to ask, the brand's own links, and the other languages.

use maud::{Markup, html};

use super::{Reader, contact::contact, foreign::other, icon};
use crate::{language::Language, pages::PageState};

/// The end of the page `state`. A notice names the contact itself, where it says what to do.
pub(super) fn footer(reader: Reader<'_>, state: PageState) -> Markup {
    html! {
        footer {
            @if state == PageState::Doors { (contact(reader, None)) }
            div.links {
                (links(reader))
                @if reader.theme.languages.languages().len() > 1 { (languages(reader)) }
            }
        }
    }
}

/// The brand's own links.
fn links(reader: Reader<'_>) -> Markup {
    let language = reader.texts.language();
    html! {
        @for ((label, of), link) in reader.theme.footer(language) {
            a href=(link) rel="noreferrer" lang=[other(of, language)] { (label) }
        }
    }
}

/// Links to the same page in every other language that the brand offers. They consist of a query, so they do not contain
/// the secret.
fn languages(reader: Reader<'_>) -> Markup {
    let Reader { theme, texts } = reader;
    let own = texts.language();
    let direction = |of: &Language| (of.direction() != own.direction()).then(|| of.direction());
    html! {
        details.languages {
            summary { (icon::language()) span.spoken { (texts.say("language")) ": " } (own.name) }
            ul {
                @for language in theme.languages.languages().iter().filter(|language| **language != own) {
                    li {
                        a href={ "?lang=" (language.tag) } lang=(language.tag)
                            dir=[direction(language)] { (language.name) }
                    }
                }
            }
        }
    }
}
