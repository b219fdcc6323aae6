//! The document around every page: head, picture, logo, the result of the last tap, footer.
//!
//! The documents of all lists of doors in one brand and language are the same, except for the title
//! and the doors. So [`frame`] makes what stands around the doors, which is compressed once.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{
    Frame, LastTap, Reader,
    footer::footer,
    page_state::PageState,
    pictures::{brand, image},
    script::scripts,
    tap_result::{Announcement, sheet},
};
use crate::{
    assets::{Asset, Format},
    language::Texts,
    theme::{FontFile, HomeIcons, Layout, Look, Scheme},
};

/// What a page is called, and what is in it.
pub(super) struct Content<'a> {
    /// The page's name, in `<body data-state>`.
    pub(super) state: PageState,
    /// Which style and scripts it needs.
    pub(super) layout: Layout,
    /// The title in the browser's tab, unless a tap is more important.
    pub(super) title: &'a str,
    /// What the page is for, in a sentence.
    pub(super) description: &'a str,
    /// The element `main`, with [`SEAM`] where the doors follow.
    pub(super) main: Markup,
}

/// Where the doors follow. No text of a brand contains it, because markup is escaped.
pub(super) const SEAM: PreEscaped<&str> = PreEscaped("<!--doors-->");

/// The document without the doors.
pub(super) fn frame(
    reader: Reader<'_>,
    last_tap: Option<&LastTap>,
    content: &Content<'_>,
) -> Frame {
    let Reader { theme, texts } = reader;
    let Content { state, layout, title, description, .. } = content;
    let language = texts.language();
    let announcement = last_tap.map(|tap| Announcement::new(reader, tap));
    let title = announcement.as_ref().map_or(*title, |announcement| &announcement.title);
    let markup = html! {
        (DOCTYPE)
        html lang=(language.tag) dir=(language.direction()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover";
                title { (title) " · " (theme.name) }
                meta name="description" content=(description);
                meta name="format-detection" content="telephone=no,email=no,address=no,date=no";
                @if *state == PageState::Waiting { (coming_back(texts)) }
                (theme_color(&theme.look))
                (font(&theme.look, title))
                @if let Some(icon) = &theme.icon {
                    (icons(icon, theme.home_icons.as_ref()))
                }
                style { (PreEscaped(&theme.style(*layout).css)) }
            }
            (body(reader, content, announcement.as_ref()))
        }
    };
    // What follows the seam contains escaped texts and our own scripts.
    let (before, after) = markup.0.rsplit_once(SEAM.0).unwrap_or((&markup.0, ""));
    Frame { before: before.to_owned(), after: after.to_owned(), layout: *layout }
}

fn body(reader: Reader<'_>, content: &Content<'_>, announcement: Option<&Announcement>) -> Markup {
    let Reader { theme, texts } = reader;
    let Content { state, layout, ref main, .. } = *content;
    // The script says when a mailed link is valid, in these words.
    let is_early = state == PageState::NotYetValid;
    let from = is_early.then(|| when(texts, "from-when"));
    let until = (is_early || state == PageState::Doors).then(|| when(texts, "until-when"));
    let left = is_early.then(|| texts.say_of("in-duration", "duration", "{duration}"));
    html! {
        body data-state=(state.as_str()) data-polls[state.can_change()] data-from=[from]
            data-until=[until] data-in=[left] {
            div.page {
                (image(theme))
                header { (brand(reader)) }
                p.spoken role="status" aria-live="polite" {
                    @if let Some(announcement) = announcement { (announcement.spoken) }
                }
                (main)
                // Before the footer, so that its buttons are the next ones for a keyboard.
                @if state == PageState::Doors || announcement.is_some() {
                    (sheet(reader, announcement))
                }
                (footer(reader, state))
                p.printed { (texts.say("printed")) }
            }
            @for script in scripts(layout) { script { (PreEscaped(script.source)) } }
        }
    }
}

/// The icon in the browser's tab, and the icons on home screens.
fn icons(icon: &Asset, home_icons: Option<&HomeIcons>) -> Markup {
    let is_svg = icon.format == Format::Svg;
    html! {
        link rel="icon" sizes=[is_svg.then_some("any")] href=(icon.path);
        @if let Some(HomeIcons { apple, sized }) = home_icons {
            @for (side, icon) in sized {
                link rel="icon" sizes={ (side) "x" (side) } href=(icon.path);
            }
            link rel="apple-touch-icon" sizes="180x180" href=(apple.path);
        } @else if !is_svg {
            link rel="apple-touch-icon" href=(icon.path);
        }
    }
}

/// The words for a moment, in which the script replaces `{time}` and `{day}`.
fn when(texts: &Texts, id: &str) -> String {
    texts.say_with(id, &[("time", "{time}"), ("day", "{day}")])
}

/// Loads the waiting page again where there is no script. The header `Refresh` alone does not do so
/// for a mailed link: its address has a fragment, and browsers do not load anything when they go to
/// the same address with a fragment. The script keeps the fragment. No delay is needed, because the
/// server waits before it answers, and the page stays in view until then.
fn coming_back(texts: &Texts) -> Markup {
    let own_url = format!("0;url=?lang={}", texts.language().tag);
    html! { noscript { meta http-equiv="refresh" content=(own_url); } }
}

/// Preloads the file of the brand's font with the letters of the title, which the browser would find
/// only after the page has arrived.
fn font(look: &Look, title: &str) -> Markup {
    let is_needed = |file: &&FontFile| title.chars().next().is_some_and(|it| file.contains(it));
    html! {
        @if let Some(file) = look.font.iter().flat_map(|font| &font.files).find(is_needed) {
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
