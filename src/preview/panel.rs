//! The panel in which colours, buttons and words are tried without saving them.

use maud::{Markup, html};
use toml_edit::Value;

use super::{
    edition::Edition,
    editor::snippet,
    messages::with_code,
    swatches::{Swatch, swatches},
    trials::Trial,
    wording::{counted, label_of},
    written::{Key, lines},
};
use crate::{
    language::texts_of,
    theme::{Columns, Diagnostic, Scheme, Shape, Style},
};

/// The colours that a brand can write, as the list of all colours names them.
const CHOSEN: [&str; 4] = ["Accent", "Page", "Panels", "Words"];
/// The texts in the panel: the id, and what it is.
const TEXTS: [(&str, &str); 3] =
    [("welcome", "Headline"), ("doors-hint", "Below it"), ("unlock", "On a door")];

/// The panel. Its script opens it, and sends what was changed.
pub(super) fn panel(edition: &Edition) -> Markup {
    html! {
        aside #panel hidden aria-labelledby="panel-title" {
            header {
                h2 #panel-title tabindex="-1" { "Try changes" }
                button.close type="button" aria-label="Close" { "✕" }
            }
            div #panel-fields data-live {
                @if edition.is_built_in() {
                    p { "Changes can be tried as soon as the theme file is valid." }
                } @else {
                    p.about { "Nothing is saved. Paste the lines that you like into your theme." }
                    form #trial { (fields(edition)) }
                }
            }
            div.outcome {
                div #trial-result role="status" {}
                button #trial-reset type="button" hidden { "Back to what is saved" }
            }
        }
    }
}

fn fields(edition: &Edition) -> Markup {
    let buttons = edition.brand.look.buttons;
    html! {
        @for (scheme, _) in edition.brand.look.palettes() { (colors(edition, scheme)) }
        fieldset {
            legend { "Doors" }
            (choices("shape", "Corners", [
                ("rounded", buttons.shape == Shape::Rounded),
                ("pill", buttons.shape == Shape::Pill),
                ("square", buttons.shape == Shape::Square),
            ]))
            (choices("style", "Style", [
                ("filled", buttons.style == Style::Filled),
                ("tonal", buttons.style == Style::Tonal),
                ("outline", buttons.style == Style::Outline),
            ]))
            (choices("columns", "Columns", [
                ("1", buttons.columns == Columns::One),
                ("2", buttons.columns == Columns::Two),
            ]))
        }
        (texts(edition))
    }
}

fn colors(edition: &Edition, scheme: Scheme) -> Markup {
    let swatches = swatches(edition, scheme);
    let chosen = swatches.iter().filter(|swatch| CHOSEN.contains(&swatch.name));
    html! {
        fieldset {
            legend { (label_of(scheme)) " colours" }
            @for Swatch { name, color, key, .. } in chosen {
                label.color {
                    input type="color" name={ "try." (key.dotted()) } value=(color)
                        data-saved=(color);
                    span { (name) }
                    output { (color) }
                }
            }
        }
    }
}

fn choices<const N: usize>(key: &str, label: &str, values: [(&str, bool); N]) -> Markup {
    let saved = values.iter().find(|(_, is_saved)| *is_saved).map(|(value, _)| *value);
    html! {
        label.choice {
            span { (label) }
            select name={ "try.buttons." (key) } data-saved=[saved] {
                @for (value, is_saved) in values {
                    option value=(value) selected[is_saved] { (value) }
                }
            }
        }
    }
}

/// Some texts in the brand's own language, as they are written: with variables.
fn texts(edition: &Edition) -> Markup {
    let language = edition.brand.language;
    let saved = |id: &str| {
        let written = edition.written.as_deref();
        let own = written.and_then(|it| it.value(&Key::new(["text", id]))?.as_str());
        let built_in = || texts_of(language).find(|(known, _)| *known == id);
        own.map(str::to_owned).or_else(|| built_in().map(|(_, words)| words)).unwrap_or_default()
    };
    html! {
        fieldset {
            legend { "Words · " bdi lang=(language.tag) { (language.name) } }
            @for (id, label) in TEXTS {
                @let saved = saved(id);
                label.text {
                    span { (label) }
                    input type="text" name={ "try.text." (id) } value=(saved) data-saved=(saved)
                        autocomplete="off" maxlength="600";
                }
            }
        }
    }
}

/// The lines for these changes, or why they are not valid.
pub(super) fn result(edition: &Edition, changes: &[(Key, Value)], trial: &Trial) -> Markup {
    html! {
        @match trial {
            _ if changes.is_empty() => {},
            Err(diagnostics) => {
                p.verdict.bad { "This cannot be used, so the phones show what is saved." }
                (reasons(diagnostics.iter()))
            },
            Ok(tried) => {
                @let warnings = &tried.brand.warnings;
                @if warnings.is_empty() {
                    p.verdict.good { "✓ All is well with these changes." }
                } @else {
                    @let warnings_of_it = counted(warnings.len(), "warning");
                    p.verdict.warn { "▲ " (warnings_of_it) " with these changes" }
                    (reasons(warnings.iter()))
                }
                (snippet(&lines(changes)))
                (replaced(edition, changes))
            },
        }
    }
}

fn reasons<'a>(diagnostics: impl Iterator<Item = &'a Diagnostic>) -> Markup {
    html! {
        ul.reasons { @for diagnostic in diagnostics { li { (with_code(&diagnostic.message)) } } }
    }
}

/// Which lines of the file say the same keys already.
fn replaced(edition: &Edition, changes: &[(Key, Value)]) -> Markup {
    let written = edition.written.as_deref();
    let place = |key: &Key| written.and_then(|written| written.place(key));
    let places: Vec<_> = changes.iter().filter_map(|(key, _)| Some((key, place(key)?.0))).collect();
    html! {
        @if !places.is_empty() {
            p.replaced {
                "Put them in place of "
                @for (index, (key, line)) in places.iter().enumerate() {
                    @if index > 0 { ", " }
                    "line " (line) " (" code { (key) } ")"
                }
                "."
            }
        }
    }
}
