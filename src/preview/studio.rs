//! The page around all pages: phones with every page in them, switches, messages, colours.
//!
//! It is rendered again at every save, and its script replaces the parts that are marked
//! `data-live`. The phones stay where they are; the switches decide which pages they load.

use std::net::SocketAddr;

use maud::{DOCTYPE, Markup, html};

use super::{
    colors::colors,
    doors_shown::doors_shown,
    edition::Edition,
    entries::Group,
    medium::Medium,
    messages::{Status, chip, messages},
    panel::panel,
    stage::{contents, phones, try_it},
    wording::{label_of, name_of},
};
use crate::language::Language;

const CSS: &str = "text/css; charset=utf-8";
const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

/// A file of the studio: its name, its media type, and its content.
type File = (&'static str, &'static str, &'static str);

/// The studio's own files. The scripts run in this order, and a script uses those before it.
pub(super) const FILES: [File; 12] = [
    ("preview.css", CSS, include_str!("../../assets/preview/preview.css")),
    ("phones.css", CSS, include_str!("../../assets/preview/phones.css")),
    ("reports.css", CSS, include_str!("../../assets/preview/reports.css")),
    ("panel.css", CSS, include_str!("../../assets/preview/panel.css")),
    ("switches.js", JAVASCRIPT, include_str!("../../assets/preview/switches.js")),
    ("copy.js", JAVASCRIPT, include_str!("../../assets/preview/copy.js")),
    ("acts.js", JAVASCRIPT, include_str!("../../assets/preview/acts.js")),
    ("phones.js", JAVASCRIPT, include_str!("../../assets/preview/phones.js")),
    ("contents.js", JAVASCRIPT, include_str!("../../assets/preview/contents.js")),
    ("keys.js", JAVASCRIPT, include_str!("../../assets/preview/keys.js")),
    ("panel.js", JAVASCRIPT, include_str!("../../assets/preview/panel.js")),
    ("preview.js", JAVASCRIPT, include_str!("../../assets/preview/preview.js")),
];

/// The `generator` of the index page, by which a folder is recognised as a preview.
pub(super) const GENERATOR: &str = "doorstep theme preview";

/// Width and height of screens in CSS pixels, and which devices have them.
const SCREENS: [(u16, u16, &str); 7] = [
    (320, 568, "the narrowest phones"),
    (360, 760, "small phones"),
    (390, 844, "most phones"),
    (430, 932, "large phones"),
    (768, 1024, "tablets"),
    (1280, 800, "small computers"),
    (1440, 900, "computers"),
];
const USUAL_WIDTH: u16 = 390;
/// In percent.
const TEXT_SIZES: [u16; 3] = [100, 150, 200];
const ZOOMS: [u16; 4] = [50, 65, 80, 100];

/// The languages of the pages, those of the brand's own texts first.
pub(super) fn written(edition: &Edition, medium: &Medium) -> Vec<&'static Language> {
    let mut written = edition.brand.languages_with_own_words();
    let others = match medium {
        Medium::Live { .. } => edition.brand.languages.languages().to_vec(),
        Medium::Written => vec![Language::english()],
    };
    for language in others {
        if !written.contains(&language) && edition.brand.languages.contains(language) {
            written.push(language);
        }
    }
    written
}

/// The whole studio.
pub(super) fn studio(edition: &Edition, medium: &Medium) -> Markup {
    let is_live = medium.is_live();
    let version = is_live.then(|| edition.version());
    html! {
        (DOCTYPE)
        html lang="en" {
            (head(edition, medium))
            body data-version=[version] data-look=(edition.look()) {
                a.skip href="#pages" { "Skip to the pages" }
                header.bar {
                    (heading(edition, medium))
                    (switches(edition, medium))
                    div #messages role="alert" data-live { (messages(edition, medium.can_write())) }
                }
                div.room {
                    (contents(medium))
                    main #pages tabindex="-1" {
                        noscript { p { "The phones need JavaScript to be switched on." } }
                        @if is_live { (try_it()) }
                        @for group in Group::ALL { (phones(group, medium)) }
                        (colors(edition))
                        (doors_shown(edition))
                    }
                    @if is_live { (panel(edition)) }
                }
                @if is_live {
                    aside #key hidden aria-label="The key of what was clicked" {
                        button.close type="button" aria-label="Close" { "✕" }
                        div #key-found role="status" {}
                    }
                }
                p #news role="status" {}
            }
        }
    }
}

fn head(edition: &Edition, medium: &Medium) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width,initial-scale=1";
            meta name="generator" content=(GENERATOR);
            meta name="color-scheme" content="light dark";
            title { (Status::of(edition).title(&name(edition))) }
            (icon(edition, medium))
            @for (file, media_type, _) in FILES {
                @if media_type == CSS {
                    link rel="stylesheet" href=(file);
                } @else {
                    script defer src=(file) {}
                }
            }
        }
    }
}

/// The name of the brand, or of the file while the built-in brand stands in for it.
fn name(edition: &Edition) -> String {
    if edition.is_built_in() {
        let file = edition.file.file_name().unwrap_or(edition.file.as_os_str());
        file.to_string_lossy().into_owned()
    } else {
        edition.brand.name.clone()
    }
}

fn icon(edition: &Edition, medium: &Medium) -> Markup {
    let of_brand = match (medium, edition.icon()) {
        (Medium::Live { .. }, _) => Some("favicon.ico"),
        (Medium::Written, icon) => icon.map(|icon| icon.path.trim_start_matches("../")),
    };
    let sign = Status::of(edition).icon();
    html! {
        @if let Some(address) = sign.as_deref().or(of_brand) {
            link #icon rel="icon" href=(address);
        }
    }
}

fn heading(edition: &Edition, medium: &Medium) -> Markup {
    html! {
        div.about {
            div #brand data-live {
                h1 { (name(edition)) }
                p.file { code { (edition.file.display()) } }
            }
            div #status data-live { (chip(edition)) }
            @if let Medium::Live { address, phone } = medium {
                p #live {}
                div.tools {
                    p #hint {
                        "Click anything in a phone. Alt and a click work at any time."
                    }
                    label.tool {
                        input #finding type="checkbox";
                        span { "Find the key" }
                    }
                    button.tool #trying type="button" aria-expanded="false" aria-controls="panel" {
                        "Try changes"
                    }
                    (on_a_phone(edition, *address, phone.as_deref()))
                }
            }
        }
    }
}

/// How to look at the preview on a real phone.
fn on_a_phone(edition: &Edition, address: SocketAddr, phone: Option<&str>) -> Markup {
    html! {
        details.tool #on-a-phone {
            summary { "On a phone" }
            div.sheet {
                @if let Some(url) = phone {
                    img src="phone.svg" alt="QR code of this preview" width="176" height="176";
                    p { "Scan this with a phone in the same network, or open " code { (url) } "." }
                } @else {
                    p {
                        "This preview answers only on this computer. To look at it on a phone in "
                        "the same network, stop it and start it with:"
                    }
                    pre tabindex="0" {
                        code {
                            "doorstep theme preview " (edition.file.display())
                            " --listen 0.0.0.0:" (address.port())
                        }
                    }
                    p { "Then a QR code is here." }
                }
            }
        }
    }
}

/// The switches. The script keeps the choices in the address, so that they survive a reload.
fn switches(edition: &Edition, medium: &Medium) -> Markup {
    html! {
        form #switches aria-label="How the pages are shown" {
            (schemes(edition))
            fieldset {
                legend { "Screen" }
                div.choices {
                    @for (width, height, which) in SCREENS {
                        label title=(which) {
                            input type="radio" name="width" value=(width) data-height=(height)
                                checked[width == USUAL_WIDTH];
                            span { (width) }
                        }
                    }
                }
            }
            div.field {
                label for="language" { "Language" }
                select #language name="language" data-live { (languages(edition, medium)) }
            }
            (select("text", "Text size", &TEXT_SIZES.map(percent)))
            (select("show", "Pages", &pages()))
            (select("zoom", "Zoom", &zooms()))
            fieldset {
                legend { "Show" }
                div.choices {
                    @if medium.is_live() {
                        (toggle("full", "Full height"))
                        (toggle("plain", "No JavaScript"))
                    } @else {
                        span.fixed { "Pages without JavaScript" }
                    }
                }
            }
        }
    }
}

/// Light and dark side by side or one of them, if the brand leaves that to the phone.
fn schemes(edition: &Edition) -> Markup {
    let schemes: Vec<_> = edition.schemes().collect();
    let is_fixed = schemes.len() == 1;
    html! {
        fieldset {
            legend { "Colours" }
            div.choices #schemes data-live {
                @if !is_fixed { (choice("scheme", "both", "Both", true)) }
                @for scheme in &schemes {
                    (choice("scheme", name_of(*scheme), label_of(*scheme), is_fixed))
                }
                @if is_fixed { span.fixed { "only, by " code { "scheme" } } }
            }
        }
    }
}

fn percent(value: u16) -> (String, String) {
    (value.to_string(), format!("{value} %"))
}

fn zooms() -> Vec<(String, String)> {
    let fit = ("fit".to_owned(), "Fit".to_owned());
    std::iter::once(fit).chain(ZOOMS.map(percent)).collect()
}

fn pages() -> Vec<(String, String)> {
    let all = ("all".to_owned(), "All".to_owned());
    let groups = Group::ALL.map(|group| (group.id().to_owned(), group.title().to_owned()));
    std::iter::once(all).chain(groups).collect()
}

/// A list to choose from, of which the first is usual.
fn select(name: &str, label: &str, values: &[(String, String)]) -> Markup {
    html! {
        div.field.(name) {
            label for={ "of-" (name) } { (label) }
            select id={ "of-" (name) } name=(name) {
                @for (value, label) in values { option value=(value) { (label) } }
            }
        }
    }
}

fn choice(name: &str, value: &str, label: &str, checked: bool) -> Markup {
    html! {
        label {
            input type="radio" name=(name) value=(value) checked[checked];
            span { (label) }
        }
    }
}

fn toggle(name: &str, label: &str) -> Markup {
    html! {
        label {
            input type="checkbox" name=(name);
            span { (label) }
        }
    }
}

/// The languages of the brand's own texts, and below them the others.
fn languages(edition: &Edition, medium: &Medium) -> Markup {
    let spoken = edition.brand.languages_with_own_words();
    let written = written(edition, medium);
    let others: Vec<_> = written.into_iter().filter(|it| !spoken.contains(it)).collect();
    let options = |languages: &[&Language]| {
        html! {
            @for language in languages {
                option value=(language.tag) lang=(language.tag) { (language.name) }
            }
        }
    };
    html! {
        @if others.is_empty() { (options(&spoken)) }
        @else {
            optgroup label="In the theme" { (options(&spoken)) }
            optgroup label="Built in" { (options(&others)) }
        }
    }
}
