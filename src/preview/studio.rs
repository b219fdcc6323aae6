//! The page around all pages: phones with every page in them, switches, errors, contrasts.
//!
//! It is rendered again at every save, and its script replaces the parts that are marked
//! `data-live`. The phones stay where they are; the switches decide which pages they load.

use maud::{DOCTYPE, Markup, html};

use super::{
    diagnostics::{contrasts, doors, errors, warnings},
    edition::Edition,
    scenes::{Group, Shown, title},
    wording::{counted, label_of, name_of},
};
use crate::{
    language::{self, Language},
    theme::{Contrast, Scheme},
};

/// The studio's own files: name, media type, content.
pub(super) const FILES: [(&str, &str, &str); 2] = [
    ("preview.css", "text/css; charset=utf-8", include_str!("../../assets/preview/preview.css")),
    (
        "preview.js",
        "text/javascript; charset=utf-8",
        include_str!("../../assets/preview/preview.js"),
    ),
];

/// The `generator` of the index page, by which a folder is recognised as a preview.
pub(super) const GENERATOR: &str = "doorstep theme preview";

/// The schemes on the switches.
pub(super) const SCHEMES: [Scheme; 2] = [Scheme::Light, Scheme::Dark];

/// Width and height of phones in CSS pixels, and which phones have them.
const SCREENS: [(u16, u16, &str); 5] = [
    (320, 568, "the narrowest phones"),
    (360, 760, "small phones"),
    (390, 844, "most phones"),
    (430, 932, "large phones"),
    (768, 1024, "tablets"),
];
const USUAL_WIDTH: u16 = 390;
/// In percent.
const TEXT_SIZES: [u16; 3] = [100, 150, 200];
const ZOOMS: [u16; 3] = [50, 65, 100];
const USUAL_ZOOM: u16 = 65;

/// How the studio is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Medium {
    /// Served by the program, which follows the file.
    Live,
    /// Written to a folder, with pages in the brand's own languages.
    Written,
}

/// The name of the page with the scene of this name.
pub(super) fn page_name(scene: &str, language: &Language, scheme: Scheme) -> String {
    format!("{scene}.{}.{}.html", language.tag, name_of(scheme))
}

/// The languages of the pages, those of the brand's own texts first.
pub(super) fn written(edition: &Edition, medium: Medium) -> Vec<&'static Language> {
    let mut written = edition.brand.languages_with_own_words();
    let others = match medium {
        Medium::Live => language::ALL,
        Medium::Written => std::slice::from_ref(Language::english()),
    };
    for language in others {
        if !written.contains(&language) {
            written.push(language);
        }
    }
    written
}

/// The whole studio.
pub(super) fn studio(edition: &Edition, medium: Medium) -> Markup {
    let scenes = Shown::all();
    let version = (medium == Medium::Live).then(|| edition.version());
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                meta name="generator" content=(GENERATOR);
                meta name="color-scheme" content="light dark";
                title { (edition.brand.name) " · theme preview" }
                (icon(edition, medium))
                link rel="stylesheet" href="preview.css";
                script defer src="preview.js" {}
            }
            body data-version=[version] {
                a.skip href="#pages" { "Skip to the pages" }
                header.bar {
                    (heading(edition, medium))
                    (switches(edition, medium))
                }
                div.room {
                    (overview(&scenes))
                    main #pages tabindex="-1" {
                        noscript { p { "The phones need JavaScript to be switched on." } }
                        (warnings(edition))
                        @for group in Group::ALL { (phones(group, &scenes)) }
                        (contrasts(edition))
                        (doors(edition))
                    }
                }
                p #news role="status" {}
                div #errors role="alert" data-live { (errors(edition)) }
            }
        }
    }
}

fn icon(edition: &Edition, medium: Medium) -> Markup {
    html! {
        @match (medium, edition.icon()) {
            (Medium::Live, _) => link rel="icon" href="favicon.ico";,
            (Medium::Written, None) => {},
            (Medium::Written, Some(icon)) =>
                link rel="icon" href=(icon.path.trim_start_matches("../"));,
        }
    }
}

fn heading(edition: &Edition, medium: Medium) -> Markup {
    let palettes = edition.brand.look.palettes();
    let contrasts: Vec<_> = palettes.into_iter().flat_map(|(_, of)| Contrast::all(of)).collect();
    let weak = contrasts.iter().filter(|contrast| !contrast.passes()).count();
    let warnings = edition.brand.warnings.len();
    html! {
        div.about {
            div #brand data-live {
                h1 { (edition.brand.name) }
                p.file { code { (edition.file.display()) } }
            }
            @if medium == Medium::Live { p.live #live { "Follows the file" } }
            ul #figures data-live {
                @if warnings > 0 {
                    li { a.chip.warn href="#warnings" { (counted(warnings, "warning")) } }
                }
                li {
                    @if weak > 0 {
                        a.chip.warn href="#contrasts" {
                            (weak) " of " (contrasts.len()) " contrasts too weak"
                        }
                    } @else {
                        a.chip.fine href="#contrasts" { "All " (contrasts.len()) " contrasts pass" }
                    }
                }
            }
        }
    }
}

/// The switches. The script keeps the choices in the address, so that they survive a reload.
fn switches(edition: &Edition, medium: Medium) -> Markup {
    html! {
        form #switches aria-label="How the pages are shown" {
            (schemes(edition))
            fieldset {
                legend { "Width" }
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
            (percent("text", "Text size", TEXT_SIZES, 100))
            div.field {
                label for="language" { "Language" }
                select #language name="language" data-live { (languages(edition, medium)) }
            }
            fieldset {
                legend { "Pages" }
                div.choices {
                    (choice("show", "all", "All", true))
                    @for group in Group::ALL { (choice("show", group.id(), group.title(), false)) }
                }
            }
            (percent("zoom", "Zoom", ZOOMS, USUAL_ZOOM))
        }
    }
}

/// Light or dark, if the brand leaves that to the phone.
fn schemes(edition: &Edition) -> Markup {
    let schemes: Vec<_> = edition.schemes().collect();
    let is_fixed = schemes.len() == 1;
    html! {
        fieldset {
            legend { "Colours" }
            div.choices #schemes data-live {
                @for scheme in &schemes {
                    (choice("scheme", name_of(*scheme), label_of(*scheme), *scheme == schemes[0]))
                }
                @if is_fixed { span.fixed { "only, by " code { "scheme" } } }
            }
        }
    }
}

fn percent(name: &str, legend: &str, values: [u16; 3], usual: u16) -> Markup {
    html! {
        fieldset.(name) {
            legend { (legend) }
            div.choices {
                @for value in values {
                    (choice(name, &value.to_string(), &format!("{value} %"), value == usual))
                }
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

/// The languages of the brand's own texts, and below them the others.
fn languages(edition: &Edition, medium: Medium) -> Markup {
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

/// A link to every page, by name.
fn overview(scenes: &[Shown]) -> Markup {
    html! {
        nav aria-label="All pages" {
            details #overview open {
                summary { "Contents" }
                @for group in Group::ALL {
                    div data-group=(group.id()) {
                        p { (group.title()) }
                        ul {
                            @for scene in group.scenes(scenes) {
                                li { a href={ "#" (scene.name()) } { (title(scene)[0]) } }
                            }
                        }
                    }
                }
                div {
                    p { "The theme" }
                    ul {
                        li { a href="#contrasts" { "Contrasts" } }
                        li { a href="#doors-shown" { "Doors shown" } }
                    }
                }
            }
        }
    }
}

fn phones(group: Group, scenes: &[Shown]) -> Markup {
    let heading = format!("{}-title", group.id());
    html! {
        section data-group=(group.id()) aria-labelledby=(heading) {
            header.lead {
                h2 id=(heading) { (group.title()) }
                p { (group.about()) }
            }
            div.phones { @for scene in group.scenes(scenes) { (phone(scene)) } }
        }
    }
}

/// The phone for one page, which the script loads.
fn phone(scene: &Shown) -> Markup {
    let [title, when] = title(scene);
    let name = scene.name();
    html! {
        article.phone id=(name) data-title=(title) tabindex="-1" {
            header {
                h3 { (title) }
                p { (when) }
            }
            div.case { div.screen {} }
            a.alone target="_blank" href="#" { "Open alone" span.spoken { " " (title) } }
        }
    }
}
