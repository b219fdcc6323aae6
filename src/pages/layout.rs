//! The document around every page: head, logo, the result of the last tap, contact.

use std::sync::LazyLock;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{LastTap, Reader, page_state::PageState};
use crate::{
    access::{DoorId, Outcome, Problem, TapResult},
    assets::{Asset, csp_hash},
    language::{self, Language, Texts},
    theme::{Contact, Look, Scheme},
};

/// The script of every page, minified.
static SCRIPT: LazyLock<String> = LazyLock::new(|| {
    let source = include_str!("../../assets/page.js");
    minifier::js::minify(source).map_or_else(|_reason| source.to_owned(), |it| it.to_string())
});

/// The hash of the script for a Content-Security-Policy: `'sha256-…'`.
pub(super) static SCRIPT_HASH: LazyLock<String> = LazyLock::new(|| csp_hash(&SCRIPT));

/// Our own drawings. Beside style and script, they are the only markup that is not escaped.
macro_rules! icons {
    ($($name:ident = $file:literal),* $(,)?) => {$(
        pub(in crate::pages) fn $name() -> Markup {
            PreEscaped(include_str!(concat!("../../assets/icons/", $file, ".svg")).to_owned())
        }
    )*};
}

/// Icons, drawn in the colour of the text beside them.
pub(super) mod icon {
    use super::{Markup, PreEscaped};

    icons! {
        again = "again",
        alert = "alert",
        bike = "bike",
        check = "check",
        clock = "clock",
        cloud_off = "cloud-off",
        door = "door",
        envelope = "envelope",
        garage = "garage",
        gate = "gate",
        globe = "globe",
        key = "key",
        lift = "lift",
        link_off = "link-off",
        locker = "locker",
        parking = "parking",
        phone = "phone",
        pin = "pin",
        turnstile = "turnstile",
    }
}

/// A whole document. `state` names the page in `<body data-state>`, `title` in the browser's tab.
pub(super) fn document(
    reader: Reader<'_>,
    state: PageState,
    title: &str,
    last_tap: Option<&LastTap>,
    main: &Markup,
) -> Markup {
    let Reader { theme, texts } = reader;
    let language = texts.language();
    let announcement = last_tap.map(|tap| Announcement::new(reader, tap));
    let title = announcement.as_ref().map_or(title, |announcement| &announcement.title);
    html! {
        (DOCTYPE)
        html lang=(language.tag) dir=(language.direction()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover";
                title { (title) " · " (theme.name) }
                meta name="robots" content="noindex,nofollow";
                meta name="referrer" content="no-referrer";
                meta name="format-detection" content="telephone=no,email=no,address=no,date=no";
                (theme_color(&theme.look))
                (font(&theme.look))
                @if let Some(icon) = &theme.icon {
                    link rel="icon" href=(icon.path);
                    link rel="apple-touch-icon" href=(icon.path);
                }
                style { (PreEscaped(&theme.style)) }
            }
            body data-state=(state.as_str()) data-polls[state.can_change()] {
                @if let Some(image) = &theme.image {
                    img.image src=(image.source()) alt="" decoding="async" fetchpriority="low";
                }
                div.page {
                    header { (brand(reader)) }
                    div.status role="status" aria-live="polite" {
                        @if let Some(announcement) = &announcement { (announcement.show()) }
                    }
                    main { (main) }
                    @if state.can_change() { (validity(texts)) }
                    footer {
                        (contact(reader, &theme.contact))
                        (links(reader))
                        (languages(texts))
                    }
                }
                p.printed { (texts.say("printed")) }
                script { (PreEscaped(&*SCRIPT)) }
            }
        }
    }
}

/// Preloads the first file of the brand's font, which the browser would find only after the page
/// has arrived.
fn font(look: &Look) -> Markup {
    html! {
        @if let Some(file) = look.font.as_ref().and_then(|font| font.files.first()) {
            link rel="preload" as="font" type="font/woff2" crossorigin href=(file.asset.path);
        }
    }
}

fn theme_color(Look { scheme, light, dark, .. }: &Look) -> Markup {
    html! {
        @match scheme {
            Scheme::Light => { meta name="theme-color" content=(light.background); }
            Scheme::Dark => { meta name="theme-color" content=(dark.background); }
            Scheme::Auto => {
                meta name="theme-color" media="(prefers-color-scheme:light)" content=(light.background);
                meta name="theme-color" media="(prefers-color-scheme:dark)" content=(dark.background);
            }
        }
    }
}

/// The logo with the brand's name as its alternative text, or the name alone.
fn brand(reader: Reader<'_>) -> Markup {
    let theme = reader.theme;
    let logo = |asset: &Asset| html! { img.logo src=(asset.source()) alt=(theme.name); };
    html! {
        @match (&theme.logo, &theme.logo_dark, theme.look.scheme) {
            (None, None, _) => p.brand { (theme.name) },
            (Some(only), None, _) | (None, Some(only), _) => (logo(only)),
            (Some(light), Some(_), Scheme::Light) => (logo(light)),
            (Some(_), Some(dark), Scheme::Dark) => (logo(dark)),
            (Some(light), Some(dark), Scheme::Auto) => picture {
                source media="(prefers-color-scheme:dark)" srcset=(dark.source());
                (logo(light))
            },
        }
    }
}

/// The result of a tap in the visitor's language.
struct Announcement {
    /// The panel's class: `good`, `bad`, or `late` for a question.
    kind: &'static str,
    /// The page's title: the door and what happened.
    title: String,
    /// The door, if the headline does not name it.
    door: Option<String>,
    headline: String,
    lines: Vec<String>,
    /// The line with a code for the brand's support.
    reference: Option<String>,
    /// The buttons, if the visitor has to confirm.
    choice: Option<Markup>,
}

impl Announcement {
    fn new(reader: Reader<'_>, tap: &LastTap) -> Self {
        match (tap.result, &tap.door) {
            (TapResult::Success(outcome), _) => Self::success(reader, tap, outcome),
            (TapResult::Problem(Problem::Confirm), Some(door)) => {
                Self::question(reader, &door.name, door.id)
            }
            (TapResult::Problem(problem), _) => Self::problem(reader, tap, problem),
        }
    }

    fn success(reader: Reader<'_>, tap: &LastTap, outcome: Outcome) -> Self {
        let name = tap.door.as_ref().map_or(&reader.theme.name, |door| &door.name);
        let (headline, advice) = reader.texts.outcome(outcome, name);
        Self { lines: vec![advice], ..Self::named("good", headline) }
    }

    fn problem(reader: Reader<'_>, tap: &LastTap, problem: Problem) -> Self {
        let [headline, text, advice] = reader.texts.problem(problem);
        let door = tap.door.as_ref().map(|door| door.name.clone());
        let title = door.iter().chain([&headline]).cloned().collect::<Vec<_>>().join(": ");
        let code = tap.reference.as_deref();
        let reference = code.map(|code| reader.texts.say_of("reference", "code", code));
        let lines = vec![text, advice];
        Self { title, door, lines, reference, ..Self::named("bad", headline) }
    }

    /// Asks the visitor to confirm, with a button that unlocks without script, too.
    fn question(reader: Reader<'_>, name: &str, id: DoorId) -> Self {
        let texts = reader.texts;
        let choice = html! {
            div.choice {
                a href="" { (texts.say("confirm-no")) }
                button.yes form="doors" name="confirmed" value=(id) { (texts.say("confirm-yes")) }
            }
        };
        let headline = texts.say_of("confirm-question", "door", name);
        Self { choice: Some(choice), ..Self::named("late", headline) }
    }

    fn named(kind: &'static str, headline: String) -> Self {
        Self {
            kind,
            title: headline.clone(),
            door: None,
            headline,
            lines: Vec::new(),
            reference: None,
            choice: None,
        }
    }

    fn show(&self) -> Markup {
        html! {
            div.tap-result.(self.kind) {
                @if self.choice.is_none() {
                    span.sign { @if self.kind == "good" { (icon::check()) } @else { (icon::alert()) } }
                }
                div {
                    @if let Some(door) = &self.door { p.at { bdi { (door) } } }
                    p.what dir="auto" { (self.headline) }
                    @for line in &self.lines { p { (line) } }
                    @if let Some(reference) = &self.reference { p.reference { (reference) } }
                    @if let Some(choice) = &self.choice { (choice) }
                }
            }
        }
    }
}

/// Template that the script clones to show the result of a tap.
pub(super) fn tap_result_panel() -> Markup {
    html! {
        div.tap-result {
            span.sign { (icon::check()) (icon::alert()) }
            div { p.what dir="auto" {} }
        }
    }
}

/// Where the script shows when the link is valid. It replaces `{time}`.
fn validity(texts: &Texts) -> Markup {
    let say = |id| texts.say_of(id, "time", "{time}");
    html! {
        p.validity hidden
            data-from=(say("valid-from"))
            data-until=(say("valid-until"))
            data-begins=(say("begins"))
            data-ends=(say("ends")) {}
    }
}

/// Links to the same page in every other language. They consist of a query, so they do not contain
/// the secret.
fn languages(texts: &Texts) -> Markup {
    let own = texts.language();
    html! {
        details.languages {
            summary { (icon::globe()) span.spoken { (texts.say("language")) ": " } (own.name) }
            ul {
                @for language in language::ALL.iter().filter(|language| *language != own) {
                    li {
                        a href={ "?lang=" (language.tag) } lang=(language.tag)
                            dir=(language.direction()) { (language.name) }
                    }
                }
            }
        }
    }
}

/// The brand's own links.
fn links(reader: Reader<'_>) -> Markup {
    let language = reader.texts.language();
    let mut links = reader.theme.footer(language).peekable();
    html! {
        @if links.peek().is_some() {
            ul.links {
                @for ((label, of), link) in links {
                    li { a href=(link) rel="noreferrer" lang=[other(of, language)] { (label) } }
                }
            }
        }
    }
}

/// The tag of a language that is not the page's own (WCAG 2.2, 3.1.2).
pub(super) fn other(language: &Language, of_page: &Language) -> Option<&'static str> {
    (language != of_page).then_some(language.tag)
}

/// The brand's contact, if it has one.
fn contact(reader: Reader<'_>, contact: &Contact) -> Markup {
    if *contact == Contact::default() {
        return html! {};
    }
    html! {
        section.contact {
            h2 { (reader.texts.say("contact-title")) }
            @if let Some(name) = &contact.name { p { (name) } }
            p.ways {
                @if let Some(phone) = &contact.phone {
                    a href={ "tel:" (phone.dialled()) } { (icon::phone()) bdi { (phone) } }
                }
                @if let Some(email) = &contact.email {
                    a href={ "mailto:" (email) } { (icon::envelope()) bdi { (email) } }
                }
                @if let Some(url) = &contact.url {
                    a href=(url) rel="noreferrer" { (icon::globe()) bdi { (url.short()) } }
                }
            }
        }
    }
}
