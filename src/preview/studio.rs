//! The page around all pages: phones with every page in them, switches, errors, contrasts.
//!
//! It is made anew from the theme at every save, and its script puts the parts that are marked
//! `data-live` in place of the old ones. The phones stay where they are; what is in them is asked
//! for by the switches.

use std::path::Path;

use maud::{DOCTYPE, Markup, html};

use super::{doors::HOW, edition::Edition};
use crate::{
    access::{Outcome, Problem},
    language::{self, Language},
    pages::{
        Notice,
        samples::{Scene, Tapped},
    },
    theme::{Contrast, Flaw, Palette, Scheme},
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

/// By what a folder is known to hold a preview.
pub(super) const GENERATOR: &str = "doorstep theme preview";

/// The schemes there are switches for.
pub(super) const SCHEMES: [Scheme; 2] = [Scheme::Light, Scheme::Dark];

/// How wide phones are, how high, and which phones these are.
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
    /// By the program, which follows the file.
    Live,
    /// From a folder, with pages in the languages that were written down.
    Written,
}

/// What a scheme is called in names of pages.
pub(super) fn name_of(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::Dark => "dark",
        Scheme::Auto | Scheme::Light => "light",
    }
}

/// The name of the page with this scene.
pub(super) fn page_name(scene: &Scene, language: &Language, scheme: Scheme) -> String {
    format!("{}.{}.{}.html", scene.name(), language.tag, name_of(scheme))
}

/// The languages that there are pages in, those of the brand's words first.
pub(super) fn written(edition: &Edition, medium: Medium) -> Vec<&'static Language> {
    let mut written = edition.brand.spoken();
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
    let scenes = Scene::all();
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

fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

/// What can be chosen. The script keeps the choices in the address, so that they last.
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

/// Light or dark, where the brand leaves that to the phone.
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

fn label_of(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::Dark => "Dark",
        Scheme::Auto | Scheme::Light => "Light",
    }
}

/// The languages of the brand's own words, and the others below where there are any.
fn languages(edition: &Edition, medium: Medium) -> Markup {
    let spoken = edition.brand.spoken();
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

/// Every page by name, to jump to.
fn overview(scenes: &[Scene]) -> Markup {
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

/// What the phones are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    Doors,
    Told,
    Notices,
}

impl Group {
    const ALL: [Self; 3] = [Self::Doors, Self::Told, Self::Notices];

    fn of(scene: &Scene) -> Self {
        match scene {
            Scene::Doors | Scene::Old | Scene::One => Self::Doors,
            Scene::Told(_) => Self::Told,
            Scene::Notice(_) => Self::Notices,
        }
    }

    fn scenes(self, all: &[Scene]) -> impl Iterator<Item = &Scene> {
        all.iter().filter(move |scene| Self::of(scene) == self)
    }

    fn id(self) -> &'static str {
        match self {
            Self::Doors => "with-doors",
            Self::Told => "after-a-tap",
            Self::Notices => "notices",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Doors => "Doors",
            Self::Told => "After a tap",
            Self::Notices => "Notices",
        }
    }

    fn about(self) -> &'static str {
        match self {
            Self::Doors => "What visitors see who open a link that works.",
            Self::Told => "What visitors are told of a door they tapped.",
            Self::Notices => "What visitors see where there are no doors to show.",
        }
    }
}

fn phones(group: Group, scenes: &[Scene]) -> Markup {
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

/// The phone for one page, which the script asks for.
fn phone(scene: &Scene) -> Markup {
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

/// What a scene is called, and when visitors see it.
fn title(scene: &Scene) -> [&'static str; 2] {
    match scene {
        Scene::Doors => ["All doors", "Every state that a door can be in."],
        Scene::Old => ["Doors from earlier", "Kisi does not answer right now."],
        Scene::One => ["One door", "The link opens no other."],
        Scene::Told(Tapped::Good(outcome)) => good(*outcome),
        Scene::Told(Tapped::Asked) => ["Asked once more", "The door has confirm = true."],
        Scene::Told(Tapped::Bad(problem)) | Scene::Notice(Notice::Problem(problem, _)) => {
            bad(*problem)
        }
        Scene::Notice(Notice::Empty) => ["No doors", "The link works and opens nothing."],
        Scene::Notice(Notice::NotFound) => ["Wrong address", "Nothing is at this address."],
        Scene::Notice(Notice::BadRequest) => ["Broken request", "No page of ours sends this."],
        Scene::Notice(Notice::Home) => ["Without a link", "Someone opened the host itself."],
    }
}

fn good(outcome: Outcome) -> [&'static str; 2] {
    match outcome {
        Outcome::Unlocked => ["Unlocked", "The tap went well."],
        Outcome::AlreadyUnlocked => ["Unlocked already", "It was so before the tap."],
        Outcome::AlreadyOpening => ["Opening already", "For a tap a moment ago."],
    }
}

fn bad(problem: Problem) -> [&'static str; 2] {
    match problem {
        Problem::UnknownLink => ["Unknown link", "Often a part of it is missing."],
        Problem::UnknownDoor => ["Unknown door", "The link does not open this door."],
        Problem::Expired => ["Link expired", "Its time is over."],
        Problem::Withdrawn => ["Link withdrawn", "The host took it back."],
        Problem::NotYetValid => ["Too early", "The link's time has not begun."],
        Problem::OutsideHours => ["Outside hours", "Not valid at this hour."],
        Problem::Refused => ["Refused", "Access is denied for another reason."],
        Problem::CrossSite => ["Tap from elsewhere", "Another web site sent it."],
        Problem::LockedDown => ["Locked down", "Locked for everyone right now."],
        Problem::NotSetUp => ["Not set up", "The door's hardware is not ready."],
        Problem::RateLimited => ["Too many tries", "More requests than are allowed."],
        Problem::Offline => ["Door offline", "Kisi cannot reach the door."],
        Problem::Busy => ["Door busy", "It cannot answer for some seconds."],
        Problem::Unavailable => ["Kisi unavailable", "Kisi cannot be reached, or failed."],
        Problem::Timeout => ["No answer in time", "It may have opened, or not."],
    }
}

/// What is wrong, over everything else, while the last pages that were right are still there.
fn errors(edition: &Edition) -> Markup {
    html! {
        @if !edition.flaws.is_empty() {
            h2 { (edition.file.display()) " has " (counted(edition.errors(), "error")) }
            p {
                @if edition.is_built_in {
                    "Until it is right, the phones show the built-in brand."
                } @else {
                    "The phones show the last version that was right."
                }
            }
            (reports("Errors", &edition.flaws))
        }
    }
}

/// Flaws in the words of `theme check`.
fn reports(label: &str, flaws: &[Flaw]) -> Markup {
    html! {
        div.reports tabindex="0" role="group" aria-label=(label) {
            @for flaw in flaws { pre { (flaw.report(false)) } }
        }
    }
}

/// What some visitors will have trouble with.
fn warnings(edition: &Edition) -> Markup {
    let warnings = &edition.brand.warnings;
    html! {
        details #warnings {
            summary #warned data-live {
                @if warnings.is_empty() { "No warnings" }
                @else { strong { (counted(warnings.len(), "warning")) } }
            }
            div #warning-reports data-live {
                @if warnings.is_empty() { p { "There is nothing that visitors have trouble with." } }
                @else { (reports("Warnings", warnings)) }
            }
        }
    }
}

/// Which colours can be told apart how well.
fn contrasts(edition: &Edition) -> Markup {
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

/// The colour on its ground, as lines of words or as a control. A policy without inline styles
/// leaves the attributes of drawings.
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

/// Whose doors are on the pages.
fn doors(edition: &Edition) -> Markup {
    html! {
        section #doors-shown aria-labelledby="doors-title" tabindex="-1" {
            header.lead { h2 #doors-title { "Doors shown" } }
            div #doors-told data-live {
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
            "They are made up: first those that the theme says something of, in every state that "
            "a door can be in. To see the doors of a link, and which numbers in the theme match "
            "none of them, save them and start again with " code { "--doors doors.json" } ":"
        }
        pre { (HOW) }
        p { "The log of the server tells of numbers that match no door, too." }
    }
}

fn unmatched(keys: &[String], file: &Path) -> Markup {
    html! {
        @if keys.is_empty() {
            p { "Every number in the theme matches one of them." }
        } @else {
            ul.unmatched {
                @for key in keys { li { code { (key) } " matches no door in " code { (file.display()) } } }
            }
            p { "Either another link leads there, or the number is mistyped." }
        }
    }
}
