//! The types of the values that brand teams write. Each checks its value while it is deserialized:
//! a value that exists is short enough, has no control characters, and is safe to put on a page.

use std::{borrow::Cow, collections::BTreeMap, fmt, ops::Range};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, Visitor},
};
use toml::Spanned;
use url::Url;

use super::wrong_values::{wrong_file_name, wrong_link};
use crate::{access::printable, language};

/// A value with the bytes of the file where it stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Placed<T>(Spanned<T>);

impl<T> Placed<T> {
    pub(super) fn new(at: Range<usize>, value: T) -> Self {
        Self(Spanned::new(at, value))
    }

    pub(super) fn at(&self) -> Range<usize> {
        self.0.span()
    }

    pub(super) fn get(&self) -> &T {
        self.0.get_ref()
    }

    pub(super) fn into_inner(self) -> T {
        self.0.into_inner()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Placed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Spanned::deserialize(deserializer).map(Self)
    }
}

impl<T: JsonSchema> JsonSchema for Placed<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// Reads a text in quotes with a function; the first field names what was expected.
struct Expected<T>(&'static str, fn(&str) -> Result<T, String>);

impl<T> Visitor<'_> for Expected<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        (self.1)(text).map_err(E::custom)
    }
}

/// Implements `Deserialize` and `JsonSchema` for types that are written as a text in quotes.
macro_rules! written_as_text {
    ($($name:ty: $schema:tt),* $(,)?) => {$(
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let parse = |text: &str| Self::try_from(text).map_err(|error| error.to_string());
                $crate::theme::values::text(deserializer, parse)
            }
        }

        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!($schema)
            }
        }
    )*};
}
pub(super) use written_as_text;

written_as_text! {
    Line: { "type": "string", "minLength": 1, "maxLength": 120 },
    Passage: { "type": "string", "minLength": 1, "maxLength": 400 },
    Email: { "type": "string", "format": "email", "maxLength": 254 },
    Link: { "type": "string", "format": "uri", "pattern": "^https?://" },
    FileName: { "type": "string", "minLength": 1, "maxLength": 255 },
    Family: { "type": "string", "minLength": 1, "maxLength": 60 },
    Id: { "type": "string", "pattern": "^(0|[1-9][0-9]*)$" },
}

/// A short text: one line, not empty, at most 120 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line(String);

impl TryFrom<&str> for Line {
    type Error = String;

    fn try_from(text: &str) -> Result<Self, String> {
        words(text, 120).map(Self)
    }
}

/// A text of a few sentences: not empty, at most 400 characters. Line breaks become spaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Passage(String);

impl TryFrom<&str> for Passage {
    type Error = String;

    fn try_from(text: &str) -> Result<Self, String> {
        words(&text.split_whitespace().collect::<Vec<_>>().join(" "), 400).map(Self)
    }
}

fn words(text: &str, most: usize) -> Result<String, String> {
    if text.trim().is_empty() {
        Err("this is empty; write a few words, or remove the key".to_owned())
    } else if text.chars().count() > most {
        Err(format!("this is longer than {most} characters; shorten it"))
    } else if text.chars().any(char::is_control) {
        Err("this contains line breaks or control characters; write it on one line".to_owned())
    } else {
        Ok(printable(text))
    }
}

/// Why an empty text cannot be a value that is written like this.
pub(super) fn empty(like: &str) -> String {
    format!("this is empty; write it like {like}, or remove the key")
}

/// An email address. Only its form is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email(String);

impl TryFrom<&str> for Email {
    type Error = String;

    fn try_from(text: &str) -> Result<Self, String> {
        if text.trim().is_empty() {
            return Err(empty("desk@northwind.example"));
        }
        let plausible = text.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && !host.contains('@')
        });
        let plain = text.chars().all(|c| c.is_ascii_graphic() && !"<>\"?&#%".contains(c));
        if plausible && plain && text.len() <= 254 {
            Ok(Self(text.to_owned()))
        } else {
            Err(format!(
                "`{text}` is not a valid email address; write it like desk@northwind.example"
            ))
        }
    }
}

/// The address of a web page, http or https.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link(String);

impl Link {
    /// The address without `https://` and without a slash at its end.
    #[must_use]
    pub fn short(&self) -> &str {
        let host = self.0.split_once("://").map_or(self.0.as_str(), |(_, rest)| rest);
        host.trim_end_matches('/')
    }
}

impl TryFrom<&str> for Link {
    type Error = String;

    fn try_from(text: &str) -> Result<Self, String> {
        match Url::parse(text) {
            Ok(url) if matches!(url.scheme(), "https" | "http") && url.has_host() => {
                Ok(Self(url.into()))
            }
            _ => Err(wrong_link(text)),
        }
    }
}

/// The path of a file in the theme's folder. `Folder` checks where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FileName(pub(super) String);

impl TryFrom<&str> for FileName {
    type Error = String;

    fn try_from(text: &str) -> Result<Self, Self::Error> {
        match wrong_file_name(text) {
            Some(reason) => Err(reason),
            None => Ok(Self(text.to_owned())),
        }
    }
}

/// The name of a font: letters, digits, spaces, `-` and `_`. Such a name cannot end the quotes that
/// it stands in in a style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family(String);

impl TryFrom<&str> for Family {
    type Error = String;

    fn try_from(text: &str) -> Result<Self, String> {
        if let Some((first, _)) = text.split_once(',') {
            let first = first.trim().trim_matches(['"', '\'']);
            return Err(format!("write the name of the first font alone: \"{first}\""));
        }
        let plain = text.chars().all(|c| c.is_alphanumeric() || " -_".contains(c));
        if plain && !text.trim().is_empty() && text.chars().count() <= 60 {
            Ok(Self(text.trim().to_owned()))
        } else {
            Err(format!("`{text}` is not a valid font name; use letters, digits, spaces, - and _"))
        }
    }
}

/// Kisi's number of a door or a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Id(pub(super) u64);

impl TryFrom<&str> for Id {
    type Error = String;

    fn try_from(text: &str) -> Result<Self, String> {
        let id = text.parse().ok().filter(|id: &u64| id.to_string() == text);
        id.map(Self).ok_or_else(|| {
            format!("`{text}` is not a valid number of a door or place; write it like [doors.1234]")
        })
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
shown_as_written!(Line, Passage, Email, Link, FileName, Family);

/// Defines a type whose value is one of a few words.
macro_rules! choice {
    ($(#[$about:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, schemars::JsonSchema)]
        #[schemars(inline)]
        pub enum $name {
            $($(#[$each])* #[schemars(rename = $word)] $variant,)*
        }

        impl TryFrom<&str> for $name {
            type Error = String;

            fn try_from(text: &str) -> Result<Self, String> {
                match text {
                    $($word => Ok(Self::$variant),)*
                    _ => Err($crate::theme::wrong_values::not_one_of(text, &[$($word),*])),
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::theme::values::text(deserializer, |text| Self::try_from(text))
            }
        }
    };
}
pub(super) use choice;

/// Deserializes a text in quotes with `parse`.
pub(super) fn text<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    parse: fn(&str) -> Result<T, String>,
) -> Result<T, D::Error> {
    deserializer.deserialize_str(Expected("a text in quotes", parse))
}

/// Words in the brand's own language alone, or in several:
/// `{ en = "Main entrance", de = "Haupteingang" }`.
#[derive(Debug)]
pub(super) enum Words<T> {
    Own(T),
    Each(BTreeMap<Placed<String>, T>),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Words<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either<T>(std::marker::PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Either<T> {
            type Value = Words<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(
                    "a text in quotes, or one for each language: { en = \"…\", de = \"…\" }",
                )
            }

            fn visit_str<E: de::Error>(self, words: &str) -> Result<Words<T>, E> {
                T::deserialize(de::value::StrDeserializer::new(words)).map(Words::Own)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Words<T>, A::Error> {
                let each = BTreeMap::deserialize(de::value::MapAccessDeserializer::new(map))?;
                Ok(Words::Each(each))
            }
        }

        deserializer.deserialize_any(Either(std::marker::PhantomData))
    }
}

impl<T: JsonSchema> JsonSchema for Words<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("{}InEachLanguage", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let words = generator.subschema_for::<T>();
        let tags: Vec<_> = language::ALL.iter().map(|language| language.tag).collect();
        json_schema!({
            "anyOf": [
                words,
                {
                    "type": "object",
                    "propertyNames": { "enum": tags },
                    "additionalProperties": words,
                },
            ],
        })
    }
}
