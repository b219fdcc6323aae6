//! The phones of the studio, and the list of all that is in them.

use maud::{Markup, html};

use super::{
    entries::{ENTRIES, Entry, Group},
    medium::Medium,
};

/// A link to every entry, by name.
pub(super) fn contents(medium: &Medium) -> Markup {
    html! {
        nav aria-label="Contents" {
            details #contents open {
                summary { "Contents" }
                input #find type="search" placeholder="Search" aria-label="Search in the contents"
                    autocomplete="off";
                @if medium.is_live() {
                    ul { li { a href="#try-it" { "Try it" } } }
                }
                @for group in Group::ALL {
                    div data-group=(group.id()) {
                        p { (group.title()) }
                        ul {
                            @for entry in shown(group, medium) {
                                li { a href={ "#" (entry.name) } { (entry.title) } }
                            }
                        }
                    }
                }
                div {
                    p { "The theme" }
                    ul {
                        li { a href="#colors" { "Colours" } }
                        li { a href="#contrasts" { "Contrasts" } }
                        li { a href="#doors-shown" { "Doors shown" } }
                    }
                }
                p #nothing-found hidden { "Nothing has this name." }
            }
        }
    }
}

/// The entries of a group. Those that need a script are left out where there is no server.
fn shown(group: Group, medium: &Medium) -> impl Iterator<Item = &'static Entry> {
    let is_live = medium.is_live();
    group.entries().filter(move |entry| is_live || entry.plain().is_some())
}

/// The phones of a group.
pub(super) fn phones(group: Group, medium: &Medium) -> Markup {
    let heading = format!("{}-title", group.id());
    let needs_server: Vec<_> = group.entries().filter(|entry| entry.plain().is_none()).collect();
    html! {
        section data-group=(group.id()) aria-labelledby=(heading) {
            header.lead {
                h2 id=(heading) { (group.title()) }
                p { (group.about()) }
                @if !medium.is_live() && !needs_server.is_empty() {
                    p.left-out {
                        "Left out, because it needs the running preview: "
                        @for (index, entry) in needs_server.iter().enumerate() {
                            @if index > 0 { ", " }
                            (entry.title)
                        }
                        "."
                    }
                }
            }
            div.phones { @for entry in shown(group, medium) { (phone(entry, medium)) } }
        }
    }
}

/// The phones for one entry, which the script loads: one for each scheme that is chosen.
fn phone(entry: &Entry, medium: &Medium) -> Markup {
    let Entry { name, title, when, .. } = entry;
    let (page, act) = if medium.is_live() {
        (entry.page(), entry.act())
    } else {
        (entry.plain().unwrap_or(entry.name), None)
    };
    html! {
        article.phone id=(name) data-title=(title) data-page=(page) data-act=[act]
            data-plain=[entry.plain()] tabindex="-1" {
            header {
                h3 { (title) }
                p { (when) }
                p.links {}
            }
            div.screens {}
        }
    }
}

/// The phone whose doors can be tapped, with a choice of what becomes of a tap.
pub(super) fn try_it() -> Markup {
    let failures = ENTRIES.iter().filter(|entry| {
        entry.act() == Some("tap")
            && !entry.name.starts_with("tap-already")
            && entry.name != "tap-unlocked"
    });
    html! {
        section #try-it-section aria-labelledby="try-it-title" {
            article.phone.play #try-it data-title="Try it" data-page="doors" data-act="play"
                data-plain="doors" tabindex="-1" {
                header {
                    h2 #try-it-title { "Try it" }
                    p.invitation { "Tap a door." }
                    p { "No real door is behind it." }
                    p.choose { "Choose what becomes of a tap:" }
                    form #play aria-label="What becomes of a tap" {
                        (play("ok", "It succeeds", true))
                        (play("slow", "It succeeds after 12 seconds", false))
                        (play("fail", "It fails:", false))
                        select name="failure" aria-label="The failure" {
                            @for entry in failures {
                                option value=(entry.name) { (entry.title) }
                            }
                        }
                        (play("silent", "No answer comes", false))
                        (play("offline", "The phone is offline", false))
                    }
                    p.links {}
                }
                div.screens {}
            }
        }
    }
}

fn play(value: &str, label: &str, checked: bool) -> Markup {
    html! {
        label { input type="radio" name="play" value=(value) checked[checked]; " " (label) }
    }
}
