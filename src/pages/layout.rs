//! The document around every page: head, logo, what became of the last tap, contact.

use std::{borrow::Cow, sync::LazyLock};

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Reader, TapResult, Told};
use crate::{
    assets::{Asset, csp_hash},
    language::{self, Language, Texts},
    theme::{Contact, Look, Scheme},
};

/// The script of every page, without its comments.
static SCRIPT: LazyLock<String> = LazyLock::new(|| {
    let source = include_str!("../../assets/page.js");
    minifier::js::minify(source).map_or_else(|_reason| source.to_owned(), |it| it.to_string())
});

/// What allows the script in a Content-Security-Policy: `'sha256-…'`.
pub static SCRIPT_HASH: LazyLock<String> = LazyLock::new(|| csp_hash(&SCRIPT));

/// Our own drawings, beside style and script the only markup that is put on a page as it is.
macro_rules! icons {
    ($($name:ident = $file:literal),* $(,)?) => {$(
        pub(in crate::pages) fn $name() -> Markup {
            PreEscaped(include_str!(concat!("../../assets/icons/", $file, ".svg")).to_owned())
        }
    )*};
}

/// Icons, drawn in the colour of the words beside them.
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

/// A whole document. `state` names the page in `<body data-state>`, `title` in the tab.
pub(super) fn document(
    reader: Reader<'_>,
    state: &str,
    title: &str,
    told: Option<&Told>,
    main: &Markup,
) -> Markup {
    let Reader { theme, texts } = reader;
    let language = texts.language();
    let told = told.map(|told| Announcement::new(reader, told));
    let title = told.as_ref().map_or(title, |told| &told.title);
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
            body data-state=(state) {
                @if let Some(image) = &theme.image {
                    img.image src=(image.source()) alt="" decoding="async" fetchpriority="low";
                }
                div.page {
                    header { (brand(reader)) }
                    div.status role="status" aria-live="polite" {
                        @if let Some(told) = &told { (told.show()) }
                    }
                    main { (main) }
                    @if may_become_doors(state) { (validity(texts)) }
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

/// The first file of the brand's font is asked for while the page still arrives.
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

/// The logo with the brand's name as its words, or the name alone.
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

/// What became of a tap, in words.
struct Announcement {
    /// How it looks: `good`, `bad`, or `late` for what is neither.
    kind: &'static str,
    /// The page's title: what happened, at which door.
    title: String,
    /// The door, where the headline does not name it.
    door: Option<String>,
    headline: String,
    lines: Vec<String>,
    /// A code for the brand's support.
    reference: Option<String>,
    /// What is asked, where it is a question.
    choice: Option<Markup>,
}

impl Announcement {
    fn new(reader: Reader<'_>, told: &Told) -> Self {
        let texts = reader.texts;
        let name = told.door.as_deref().unwrap_or(&reader.theme.name);
        match told.result {
            TapResult::Good(outcome) => {
                let (headline, advice) = texts.outcome(outcome, name);
                let (title, lines) = (headline.clone(), vec![advice.into_owned()]);
                Self {
                    kind: "good",
                    title,
                    door: None,
                    headline,
                    lines,
                    reference: None,
                    choice: None,
                }
            }
            TapResult::Bad(problem) => {
                let [headline, text, advice] = texts.problem(problem).map(Cow::into_owned);
                let door = told.door.clone();
                let title = door.iter().chain([&headline]).cloned().collect::<Vec<_>>().join(": ");
                let lines = vec![text, advice];
                let code = told.reference.as_deref();
                let reference = code.map(|code| texts.say_of("reference", "code", code));
                Self { kind: "bad", title, door, headline, lines, reference, choice: None }
            }
            TapResult::Asked(id) => {
                let headline = texts.say_of("confirm-question", "door", name);
                let choice = html! {
                    div.choice {
                        a href="" { (texts.say("confirm-no")) }
                        button.yes form="doors" name="confirmed" value=(id) {
                            (texts.say("confirm-yes"))
                        }
                    }
                };
                let title = headline.clone();
                let (lines, choice) = (Vec::new(), Some(choice));
                Self { kind: "late", title, door: None, headline, lines, reference: None, choice }
            }
        }
    }

    fn show(&self) -> Markup {
        html! {
            div.told.(self.kind) {
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

/// What the script fills in when it tells of a tap.
pub(super) fn told_panel() -> Markup {
    html! {
        div.told {
            span.sign { (icon::check()) (icon::alert()) }
            div { p.what dir="auto" {} }
        }
    }
}

/// Whether a page belongs to a link that opens doors, now or at another time.
fn may_become_doors(state: &str) -> bool {
    ["doors", "empty", "not_yet_valid", "outside_hours", "unavailable"].contains(&state)
}

/// Where the script shows when the link is valid; `{time}` is for it to fill in.
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

/// The same page in every language. The links hold a query alone, so not the secret.
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

/// Whom to ask; nothing where the brand names nobody.
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
