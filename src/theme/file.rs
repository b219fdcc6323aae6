//! `theme.toml` as brand teams write it: what each key holds, and all that is wrong with it.
//!
//! Every value is checked where it is read, by its type. Reading stops at the first error, so
//! what is wrong is taken out and the rest read again, until nothing is wrong any more: a brand
//! team hears of everything at once.

use std::{collections::BTreeMap, fmt, ops::Range};

use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, Visitor},
};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};
use url::Url;

use super::color::Color;

/// How many errors are told at once.
const MOST_ERRORS: usize = 50;

/// All of `theme.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ThemeFile {
    pub(super) name: Option<Line>,
    pub(super) language: Option<Spanned<String>>,
    pub(super) logo: Option<Spanned<String>>,
    pub(super) logo_dark: Option<Spanned<String>>,
    pub(super) icon: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) colors: ColorsTable,
    #[serde(default)]
    pub(super) buttons: Buttons,
    #[serde(default)]
    pub(super) contact: Contact,
    #[serde(default)]
    pub(super) text: BTreeMap<Spanned<String>, Spanned<TextEntry>>,
}

/// `[colors]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ColorsTable {
    accent: Option<Color>,
    background: Option<Color>,
    surface: Option<Color>,
    text: Option<Color>,
    #[serde(default)]
    pub(super) scheme: Scheme,
    #[serde(default)]
    pub(super) dark: Colors,
}

impl ColorsTable {
    /// The colours of light pages.
    pub(super) fn light(&self) -> Colors {
        let Self { accent, background, surface, text, .. } = *self;
        Colors { accent, background, surface, text }
    }
}

/// The colours a brand can choose; what is left out is derived from the accent.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Colors {
    /// The brand's colour.
    pub accent: Option<Color>,
    /// The page.
    pub background: Option<Color>,
    /// What lies on the page.
    pub surface: Option<Color>,
    /// Words.
    pub text: Option<Color>,
}

impl Colors {
    /// These, and those of `others` where these say nothing.
    pub(super) fn over(self, others: Self) -> Self {
        Self {
            accent: self.accent.or(others.accent),
            background: self.background.or(others.background),
            surface: self.surface.or(others.surface),
            text: self.text.or(others.text),
        }
    }
}

/// Whether pages are light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scheme {
    /// As the visitor's device is.
    #[default]
    Auto,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// How the doors' buttons look, and whether they ask once more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Buttons {
    /// Their corners.
    #[serde(default)]
    pub shape: Shape,
    /// Their ground.
    #[serde(default)]
    pub style: Style,
    /// How many stand side by side.
    #[serde(default)]
    pub columns: Columns,
    /// Whether a door is unlocked only after the visitor was asked once more.
    #[serde(default)]
    pub confirm: bool,
}

/// The corners of a button.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Shape {
    #[default]
    Rounded,
    Pill,
    Square,
}

/// The ground of a button.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Style {
    /// The accent.
    #[default]
    Filled,
    /// A tint of the accent.
    Tonal,
    /// The page's own, with a rim in the accent.
    Outline,
}

/// How many buttons stand side by side: 1 or 2.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "u8")]
pub enum Columns {
    /// One on phones, two where there is room.
    #[default]
    One,
    /// Two wherever two fit.
    Two,
}

impl TryFrom<u8> for Columns {
    type Error = String;

    fn try_from(columns: u8) -> Result<Self, Self::Error> {
        match columns {
            1 => Ok(Self::One),
            2 => Ok(Self::Two),
            _ => Err(format!("{columns} columns do not fit on a phone; write 1 or 2")),
        }
    }
}

/// Whom a visitor who is stuck can ask.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Who that is.
    pub name: Option<Line>,
    /// Their email address.
    pub email: Option<Email>,
    /// Their telephone number.
    pub phone: Option<Phone>,
    /// Their web page.
    pub url: Option<Link>,
}

/// A short text: one line, not empty, at most 120 characters.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Line(String);

impl TryFrom<String> for Line {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.trim().is_empty() {
            Err("this is empty; write a few words or leave the key out")
        } else if text.chars().count() > 120 {
            Err("this is longer than 120 characters; write less")
        } else if text.chars().any(char::is_control) {
            Err("this has line breaks or control characters; write it on one line")
        } else {
            Ok(Self(text.trim().to_owned()))
        }
    }
}

/// An email address, as far as it can be told from its look.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Email(String);

impl TryFrom<String> for Email {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let plausible = text.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && !host.contains('@')
        });
        let plain = text.chars().all(|c| c.is_ascii_graphic() && !"<>\"?&#%".contains(c));
        if plausible && plain && text.len() <= 254 {
            Ok(Self(text))
        } else {
            Err(format!("`{text}` is no email address; write it like desk@northwind.example"))
        }
    }
}

/// A telephone number as people write it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Phone(String);

impl Phone {
    /// The number as a phone dials it.
    #[must_use]
    pub fn dialled(&self) -> String {
        self.0.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
    }
}

impl TryFrom<String> for Phone {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let plain = text.chars().all(|c| c.is_ascii_digit() || "+ ()-./".contains(c));
        if plain && (3..=20).contains(&digits) && text.len() <= 40 {
            Ok(Self(text))
        } else {
            Err(format!("`{text}` is no telephone number; write it like +49 30 1234567"))
        }
    }
}

/// The address of a web page, http or https.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Link(String);

impl Link {
    /// The address as people say it, without what every one begins with.
    #[must_use]
    pub fn short(&self) -> &str {
        let host = self.0.split_once("://").map_or(self.0.as_str(), |(_, rest)| rest);
        host.trim_end_matches('/')
    }
}

impl TryFrom<String> for Link {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match Url::parse(&text) {
            Ok(url) if matches!(url.scheme(), "https" | "http") && url.has_host() => {
                Ok(Self(url.into()))
            }
            _ => Err(format!(
                "`{text}` is no web address; write it like https://northwind.example/visit"
            )),
        }
    }
}

macro_rules! shown_as_written {
    ($($name:ty),*) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}
shown_as_written!(Line, Email, Phone, Link);

/// A value of `[text]`: words in the brand's language, or a table of them in another.
#[derive(Debug)]
pub(super) enum TextEntry {
    Words(String),
    Language(BTreeMap<Spanned<String>, Spanned<String>>),
}

impl<'de> Deserialize<'de> for TextEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = TextEntry;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, or a table of texts like [text.de]")
            }

            fn visit_str<E: de::Error>(self, words: &str) -> Result<TextEntry, E> {
                Ok(TextEntry::Words(words.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<TextEntry, A::Error> {
                let mut texts = BTreeMap::new();
                while let Some((id, words)) = map.next_entry()? {
                    texts.insert(id, words);
                }
                Ok(TextEntry::Language(texts))
            }
        }

        deserializer.deserialize_any(Either)
    }
}

/// Something wrong, and the bytes of the file where it stands.
pub(super) type Finding = (Range<usize>, String);

/// All that can be read of `source`, and all that is wrong with it.
pub(super) fn read(source: &str) -> (ThemeFile, Vec<Finding>) {
    let (mut table, syntax) = DeTable::parse_recoverable(source);
    let mut findings: Vec<Finding> = syntax.iter().map(finding).collect();
    if !findings.is_empty() {
        return (ThemeFile::default(), findings);
    }
    while findings.len() < MOST_ERRORS {
        match ThemeFile::deserialize(toml::Deserializer::from(table.clone())) {
            Ok(file) => return (file, findings),
            Err(error) => {
                let (at, message) = finding(&error);
                let taken_out = take_out(table.get_mut(), at.start);
                findings.push((at, message));
                if !taken_out {
                    break;
                }
            }
        }
    }
    (ThemeFile::default(), findings)
}

fn finding(error: &toml::de::Error) -> Finding {
    (error.span().unwrap_or_default(), error.message().trim().replace('\n', "; "))
}

/// Removes the innermost entry that stands at this byte; whether there was one.
fn take_out(table: &mut DeTable<'_>, at: usize) -> bool {
    let found = table.iter_mut().find_map(|(key, value)| {
        let on_key = key.span().contains(&at);
        if on_key || holds(value, at) {
            let inside = !on_key && take_out_of_value(value.get_mut(), at);
            Some((key.get_ref().clone(), inside))
        } else {
            None
        }
    });
    match found {
        None => false,
        Some((_, true)) => true,
        Some((key, false)) => table.remove(key.as_ref()).is_some(),
    }
}

fn take_out_of_value(value: &mut DeValue<'_>, at: usize) -> bool {
    if let DeValue::Table(table) = value {
        take_out(table, at)
    } else if let DeValue::Array(array) = value {
        array.iter_mut().any(|element| take_out_of_value(element.get_mut(), at))
    } else {
        false
    }
}

/// Whether a value stands at this byte. What `[a.b]` opens stands outside of `[a]`, so a table is
/// where its entries are, too.
fn holds(value: &Spanned<DeValue<'_>>, at: usize) -> bool {
    if value.span().contains(&at) {
        true
    } else if let DeValue::Table(table) = value.get_ref() {
        table.iter().any(|(key, value)| key.span().contains(&at) || holds(value, at))
    } else if let DeValue::Array(array) = value.get_ref() {
        array.iter().any(|element| holds(element, at))
    } else {
        false
    }
}
