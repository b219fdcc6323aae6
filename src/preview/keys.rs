//! The way from the page to the file: which key of `theme.toml` says what was clicked.
//!
//! The pages stay as visitors get them. What was clicked is compared with everything that the theme
//! says: the words of a door, of the contact, of places and links, and of every text.

use maud::{Markup, html};
use serde::Deserialize;
use toml_edit::{InlineTable, Value};

use super::{
    edition::Edition,
    editor::{place, snippet},
    swatches::{Origin, Swatch, swatches},
    written::{Key, Written, lines},
};
use crate::{
    language::{Language, Texts, texts_of},
    theme::Scheme,
};

/// What was clicked on a page.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Clicked {
    /// The page, in the words of its address.
    pub(super) page: String,
    pub(super) lang: String,
    pub(super) scheme: String,
    /// The words.
    #[serde(default)]
    words: String,
    /// The key, for what can be only one thing, such as the logo.
    key: Option<String>,
    /// The colour, as `#rrggbb`.
    color: Option<String>,
    /// Whether the colour is that of a sign, and not of a ground.
    #[serde(default)]
    sign: bool,
}

/// A key, and what is known about it.
struct Found {
    key: Key,
    /// What to write for the present state.
    value: Value,
    /// What it is, in a sentence.
    about: String,
}

/// Every variable of any text. A test compares this list with the texts.
const VARIABLES: [&str; 14] = [
    "brand", "code", "count", "day", "door", "duration", "email", "name", "number", "place",
    "problem", "time", "from", "until",
];
/// Stands for the value of a variable.
const HOLE: &str = "\u{1}";

/// What the click found, as a part of the studio.
pub(super) fn answer(
    edition: &Edition,
    language: &'static Language,
    scheme: Scheme,
    clicked: &Clicked,
) -> Markup {
    let found = match (&clicked.key, &clicked.color) {
        (Some(key), _) => Some(of_key(edition, language, scheme, key, &clicked.words)),
        (None, Some(color)) => of_color(edition, scheme, color, clicked.sign),
        (None, None) => of_words(edition, language, &clicked.page, &clicked.words),
    };
    html! {
        @match found {
            Some(found) => (report(edition, &found)),
            None => {
                p.about { "No key of the theme says this." }
                @if !clicked.words.is_empty() { p.now { "“" (clicked.words) "”" } }
            }
        }
    }
}

fn report(edition: &Edition, Found { key, value, about }: &Found) -> Markup {
    let written = edition.written.as_deref();
    let now = written.and_then(|written| written.value(key));
    html! {
        p.key { code { (key) } }
        p.about { (about) }
        p.now {
            @match (now, written.and_then(|written| written.place(key))) {
                (Some(now), Some((line, column))) => {
                    "Line " (line) " says " code { (now.to_string().trim()) } " "
                    (place(&edition.file, line, column))
                }
                _ => "Not written yet: this is what doorstep shows without it."
            }
        }
        (snippet(&lines(&[(key.clone(), value.clone())])))
    }
}

/// A key that is known, such as the logo's or that of a door's name.
fn of_key(
    edition: &Edition,
    language: &'static Language,
    scheme: Scheme,
    key: &str,
    words: &str,
) -> Found {
    let key = Key::parse(key);
    let written = edition.written.as_deref();
    let plain = |key: Key, otherwise: &str, about: &str| {
        let value = written.and_then(|written| written.value(&key)).cloned();
        let value = value.map_or_else(|| Value::from(otherwise), undecorated);
        Found { value, key, about: about.to_owned() }
    };
    match key.parts()[..] {
        ["logo"] if scheme == Scheme::Dark && edition.brand.logo_dark.is_some() => {
            plain(Key::new(["logo_dark"]), "logo-dark.svg", "The logo on dark pages.")
        }
        ["logo"] => plain(key, "logo.svg", "The logo, a file in the theme's folder."),
        ["page", "image"] => {
            plain(key, "picture.jpg", "The picture, a file in the theme's folder.")
        }
        ["doors", _, "icon"] => plain(key, "door", "The icon beside the name of this door."),
        _ => {
            let about = match key.parts()[..] {
                [_, _, "note"] => "The note below the name of this door.",
                _ => "The name of this door.",
            };
            let about = format!("{about} Here it is in {}.", language.name);
            let (key, value) = in_language(edition, key, language, words);
            Found { key, value, about }
        }
    }
}

/// The key of the colour, or of the one from which it is derived.
fn of_color(edition: &Edition, scheme: Scheme, color: &str, is_sign: bool) -> Option<Found> {
    let swatches = swatches(edition, scheme);
    let of = |name: &str| swatches.iter().find(|swatch| swatch.name == name);
    // The colour of the page can also be that of words on buttons.
    let mut same: Vec<_> = swatches.iter().filter(|it| it.color.to_string() == color).collect();
    same.sort_by_key(|swatch| !is_sign && swatch.name.starts_with("Words on"));
    let swatch = same.first().copied();
    let Swatch { name, used, key, origin, why, .. } = swatch.or_else(|| of("Accent"))?;
    let how = match origin {
        Origin::Written => String::new(),
        Origin::Derived | Origin::Changed => format!(" It is {why}."),
    };
    let about = format!("{name}, {color}: {used}.{how}");
    // A derived colour has no key of its own; the key is that of the colour it comes from.
    let base = swatches.iter().find(|swatch| swatch.key == *key);
    let value = base.map_or_else(|| color.to_owned(), |swatch| swatch.color.to_string());
    Some(Found { key: key.clone(), value: Value::from(value), about })
}

/// The key of these words.
fn of_words(
    edition: &Edition,
    language: &'static Language,
    page: &str,
    words: &str,
) -> Option<Found> {
    let words = simplified(words);
    if words.is_empty() {
        return None;
    }
    let own = own_words(edition, language).into_iter().find(|(_, own, _)| simplified(own) == words);
    if let Some((key, own, about)) = own {
        let (key, value) = in_language(edition, key, language, &own);
        return Some(Found { key, value, about: about.to_owned() });
    }
    let id = text_id(edition.brand.texts(language), page, &words)?;
    let source = texts_of(language).find(|(known, _)| *known == id).map(|(_, source)| source);
    let (key, value) =
        in_language(edition, text_key(edition, id), language, &source.unwrap_or_default());
    let about = format!("The text {id} in {}.", language.name);
    Some(Found { key, value, about })
}

/// Some texts have a second, plainer key.
fn text_key(edition: &Edition, id: &'static str) -> Key {
    let text = Key::new(["text", id]);
    let is_text = edition.written.as_ref().is_some_and(|written| written.value(&text).is_some());
    match id {
        "mail-subject" | "mail-greeting" | "mail-signature" if !is_text => {
            Key::new(["mail", id.trim_start_matches("mail-")])
        }
        _ => text,
    }
}

/// What the theme says outside its texts: the key, the words, and what they are.
fn own_words(edition: &Edition, language: &'static Language) -> Vec<(Key, String, &'static str)> {
    let theme = &edition.brand;
    let contact = &theme.contact;
    let contact = [
        ("name", contact.name.as_ref().map(ToString::to_string)),
        ("phone", contact.phone.as_ref().map(ToString::to_string)),
        ("email", contact.email.as_ref().map(ToString::to_string)),
        ("url", contact.url.as_ref().map(|url| url.short().to_string())),
    ];
    let mut found = vec![(Key::new(["name"]), theme.name.clone(), "The name of the brand.")];
    found.extend(contact.into_iter().filter_map(|(name, words)| {
        Some((Key::new(["contact", name]), words?, "Whom visitors can ask for help."))
    }));
    for (index, ((label, _), _)) in theme.footer(language).enumerate() {
        let key = Key::new(["footer", &index.to_string(), "label"]);
        found.push((key, label.to_owned(), "A link at the end of the page."));
    }
    for place in edition.doors(language).iter().filter_map(|door| door.place.as_ref()) {
        let (id, shown) = (place.id.to_string(), theme.shown_place(place, language));
        let name = Key::new(["places", &id, "name"]);
        found.push((name, shown.name.to_owned(), "The name of the place."));
        if let Some((directions, _)) = shown.directions {
            let key = Key::new(["places", &id, "directions"]);
            found.push((key, directions.to_owned(), "How visitors find the place."));
        }
    }
    found
}

/// The id of the text that says these words on this page. Where two texts say the same, it is the
/// one that belongs to the page.
fn text_id(texts: &Texts, page: &str, words: &str) -> Option<&'static str> {
    let page = page.split_once('-').map_or(page, |(_, rest)| rest).replace('_', "-");
    let rank = |id: &str, literal: usize| (id.starts_with(&page), literal);
    let ids = texts_of(Language::english()).map(|(id, _)| id);
    let matching = ids.filter_map(|id| {
        let patterns = [pattern(texts, id), texts.count(id, 1)];
        let literal = patterns.iter().filter_map(|pattern| literal_match(pattern, words)).max()?;
        Some((rank(id, literal), id))
    });
    matching.max_by_key(|(rank, _)| *rank).map(|(_, id)| id)
}

/// The text with a hole in place of each variable.
fn pattern(texts: &Texts, id: &str) -> String {
    texts.say_with(id, &VARIABLES.map(|name| (name, HOLE)))
}

/// How many bytes of `words` stand in the pattern, if it says them. A pattern of holes alone says
/// nothing.
fn literal_match(pattern: &str, words: &str) -> Option<usize> {
    let pattern = simplified(pattern);
    let parts: Vec<_> = pattern.split(HOLE).collect();
    let [first, middle @ ..] = &parts[..] else { return None };
    let mut rest = words.strip_prefix(first)?;
    if let [middle @ .., last] = middle {
        for part in middle {
            rest = &rest[rest.find(part)? + part.len()..];
        }
        rest.ends_with(last).then_some(())?;
    } else if !rest.is_empty() {
        return None;
    }
    let literal: usize = parts.iter().map(|part| part.len()).sum();
    (literal > 0).then_some(literal)
}

/// Without the marks around names in right-to-left text, and with single spaces.
fn simplified(words: &str) -> String {
    let words = words.replace(['\u{2068}', '\u{2069}'], "");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The key and the value to write for words in `language`, beside what is written in others.
fn in_language(
    edition: &Edition,
    key: Key,
    language: &'static Language,
    words: &str,
) -> (Key, Value) {
    let own = edition.brand.language;
    let written = |key: &Key| edition.written.as_deref()?.value(key).cloned().map(undecorated);
    if let ["text", id] = key.parts()[..] {
        let tagged = Key::new(["text", language.tag, id]);
        let is_own = language == own && written(&tagged).is_none();
        let key = if is_own { key } else { tagged };
        let value = written(&key).unwrap_or_else(|| Value::from(words));
        return (key, value);
    }
    let inner = Key::parse(&format!("{}.{}", key.dotted(), language.tag));
    let has_table = |written: &Written| written.has_table(&key);
    if edition.written.as_deref().is_some_and(has_table) {
        let value = written(&inner).unwrap_or_else(|| Value::from(words));
        return (inner, value);
    }
    let value = match written(&key) {
        Some(Value::InlineTable(mut each)) => {
            each.entry(language.tag).or_insert_with(|| words.into());
            Value::from(each)
        }
        Some(own) if language == edition.brand.language => own,
        Some(of_own) => {
            Value::from(InlineTable::from_iter([(own.tag, of_own), (language.tag, words.into())]))
        }
        None if language == own => Value::from(words),
        None => Value::from(InlineTable::from_iter([(language.tag, Value::from(words))])),
    };
    (key, value)
}

/// The value without the white space and the comment that stand around it in the file.
fn undecorated(mut value: Value) -> Value {
    value.decor_mut().clear();
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_variable_of_a_text_is_known() {
        for language in crate::language::ALL {
            let texts = Texts::new(language);
            for (id, _) in texts_of(language) {
                let pattern = pattern(&texts, id);
                assert!(!pattern.contains("{$"), "{id} in {}: {pattern}", language.tag);
            }
        }
    }

    #[test]
    fn the_text_of_words_is_found() {
        let texts = Texts::new(Language::english());
        let id = |page, words| text_id(&texts, page, words);
        assert_eq!(id("doors", "Welcome"), Some("welcome"));
        assert_eq!(id("doors", "Tap the door in front of you."), Some("doors-hint"));
        assert_eq!(id("one", "Go to the door, then tap to unlock it."), Some("doors-hint"));
        assert_eq!(id("notice-offline", "This door is offline"), Some("offline-title"));
        assert_eq!(id("doors", "Call Front desk"), Some("call-name"));
        assert_eq!(id("tap-expired", "Ask whoever sent it for a new one."), Some("expired-advice"));
        assert_eq!(id("doors", "Nothing says this"), None);
    }
}
