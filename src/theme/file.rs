//! `theme.toml` as brand teams write it: every key there is.
//!
//! The comments on keys are for brand teams: they are what an editor shows beside a key, by way
//! of the schema that is made of these types. Only `name` has to be there.

use std::{collections::BTreeMap, ops::Range};

use schemars::JsonSchema;
use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, Visitor},
};

use super::{
    color::Color,
    contrast::Key,
    palette::Colors,
    values::{Email, Family, FileName, Id, Line, Link, Passage, Phone, Placed, Words, choice},
};

/// A brand, as its team writes it. Only `name` has to be there.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "theme.toml of doorstep")]
pub(super) struct ThemeFile {
    /// What the brand is called: in the browser's tab, and where there is no logo.
    #[schemars(required)]
    pub(super) name: Option<Line>,
    /// The brand's own language: that of its words, and of visitors for whose own there is none.
    /// English where it is left out.
    #[serde(default)]
    #[schemars(schema_with = "super::schema::language")]
    pub(super) language: Option<Placed<String>>,
    /// The logo: an SVG, PNG, WebP or AVIF file in the theme's folder, at most 1 MiB. Up to 4 KiB
    /// travels inside the page, which is quickest for visitors.
    pub(super) logo: Option<Placed<FileName>>,
    /// The logo on dark pages, where it is another one.
    pub(super) logo_dark: Option<Placed<FileName>>,
    /// The icon in the browser's tab.
    pub(super) icon: Option<Placed<FileName>>,
    /// A file of CSS that is put after the page's own style: a last resort. It has to be redone
    /// when the page changes; everything else in this file has not.
    pub(super) css: Option<Placed<FileName>>,
    /// Colours: any that CSS knows, like "#0b6e4f", "rgb(11 110 79)" or "seagreen". Those that are
    /// left out are derived from the accent.
    #[serde(default)]
    pub(super) colors: ColorsTable,
    /// How the doors' buttons look, and whether they ask once more.
    #[serde(default)]
    pub(super) buttons: Buttons,
    /// The brand's own font. Without it, the phone's own is used, which costs no time.
    #[serde(default)]
    pub(super) font: FontTable,
    /// The page around the doors.
    #[serde(default)]
    pub(super) page: PageTable,
    /// Whom a visitor who is stuck can ask.
    #[serde(default)]
    pub(super) contact: Contact,
    /// Links at the end of the page, such as privacy and imprint: at most 8.
    #[serde(default)]
    pub(super) footer: Vec<Placed<FooterTable>>,
    /// The brand's own words in place of ours, by the id of the text: in the brand's language
    /// here, in others in [text.de] and so on.
    #[serde(default)]
    #[schemars(schema_with = "super::schema::text")]
    pub(super) text: BTreeMap<Placed<String>, Placed<TextEntry>>,
    /// Buildings, by Kisi's number of the place: [places.77].
    #[serde(default)]
    #[schemars(schema_with = "super::schema::numbered::<PlaceTable>")]
    pub(super) places: BTreeMap<Placed<Id>, PlaceTable>,
    /// Doors, by Kisi's number of the door: [doors.1234].
    #[serde(default)]
    #[schemars(schema_with = "super::schema::numbered::<DoorTable>")]
    pub(super) doors: BTreeMap<Placed<Id>, DoorTable>,
}

/// `[colors]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a table: [colors]")]
#[schemars(inline)]
pub(super) struct ColorsTable {
    /// The brand's colour, on buttons. It is never altered; the words on it are black or white,
    /// whichever can be read.
    accent: Option<Placed<Color>>,
    /// The page.
    background: Option<Placed<Color>>,
    /// What lies on the page.
    surface: Option<Placed<Color>>,
    /// Words.
    text: Option<Placed<Color>>,
    /// Whether pages are light or dark: auto (as the visitor's phone is), light or dark.
    pub(super) scheme: Option<Scheme>,
    /// The same colours on dark pages.
    #[serde(default)]
    pub(super) dark: ColorsWritten,
}

impl ColorsTable {
    /// The colours of light pages.
    pub(super) fn light(&self) -> ColorsWritten {
        let Self { accent, background, surface, text, .. } = self;
        ColorsWritten {
            accent: accent.clone(),
            background: background.clone(),
            surface: surface.clone(),
            text: text.clone(),
        }
    }
}

/// `[colors.dark]`, and the same keys of `[colors]`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a table: [colors.dark]")]
#[schemars(inline)]
pub(super) struct ColorsWritten {
    /// The brand's colour on dark pages, where it is another.
    pub(super) accent: Option<Placed<Color>>,
    /// The page.
    pub(super) background: Option<Placed<Color>>,
    /// What lies on the page.
    pub(super) surface: Option<Placed<Color>>,
    /// Words.
    pub(super) text: Option<Placed<Color>>,
}

impl ColorsWritten {
    /// These, and those of `others` where these say nothing.
    pub(super) fn over(self, others: Self) -> Self {
        Self {
            accent: self.accent.or(others.accent),
            background: self.background.or(others.background),
            surface: self.surface.or(others.surface),
            text: self.text.or(others.text),
        }
    }

    /// The colours alone.
    pub(super) fn colors(&self) -> Colors {
        let color = |written: &Option<Placed<Color>>| written.as_ref().map(|color| *color.get());
        Colors {
            accent: color(&self.accent),
            background: color(&self.background),
            surface: color(&self.surface),
            text: color(&self.text),
        }
    }

    /// Where the colour of this key is written, if it is.
    pub(super) fn place(&self, key: Key) -> Option<Range<usize>> {
        let written = match key {
            Key::Accent => &self.accent,
            Key::Background => &self.background,
            Key::Surface => &self.surface,
            Key::Text => &self.text,
        };
        written.as_ref().map(Placed::at)
    }
}

choice! {
    /// Whether pages are light or dark.
    #[derive(Default)]
    Scheme {
        /// As the visitor's device is.
        #[default]
        Auto = "auto",
        /// Always light.
        Light = "light",
        /// Always dark.
        Dark = "dark",
    }
}

choice! {
    /// The corners of a button.
    #[derive(Default)]
    Shape {
        /// A little round.
        #[default]
        Rounded = "rounded",
        /// As round as it gets.
        Pill = "pill",
        /// Sharp.
        Square = "square",
    }
}

choice! {
    /// The ground of a button.
    #[derive(Default)]
    Style {
        /// The accent.
        #[default]
        Filled = "filled",
        /// A tint of the accent.
        Tonal = "tonal",
        /// The page's own, with a rim in the accent.
        Outline = "outline",
    }
}

choice! {
    /// A drawing beside a door's name.
    Icon {
        /// A door.
        Door = "door",
        /// A gate in a fence.
        Gate = "gate",
        /// A garage.
        Garage = "garage",
        /// A lift.
        Lift = "lift",
        /// A turnstile.
        Turnstile = "turnstile",
        /// A car park.
        Parking = "parking",
        /// A room for bicycles.
        Bike = "bike",
        /// A locker.
        Locker = "locker",
    }
}

/// `[buttons]`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, expecting = "a table: [buttons]")]
#[schemars(inline)]
pub struct Buttons {
    /// Their corners: rounded, pill or square.
    pub shape: Shape,
    /// Their ground: filled with the accent, tonal (a tint of it) or outline.
    pub style: Style,
    /// How many stand side by side: 1 or 2. Wide screens always have room for two.
    #[schemars(with = "u8", range(min = 1, max = 2))]
    pub columns: Columns,
    /// Whether a door is unlocked only after the visitor was asked once more.
    pub confirm: bool,
}

/// How many buttons stand side by side: 1 or 2.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "i64")]
pub enum Columns {
    /// One on phones, two where there is room.
    #[default]
    One,
    /// Two wherever two fit.
    Two,
}

impl TryFrom<i64> for Columns {
    type Error = String;

    fn try_from(columns: i64) -> Result<Self, Self::Error> {
        match columns {
            1 => Ok(Self::One),
            2 => Ok(Self::Two),
            _ => Err(format!("{columns} columns do not fit on a phone; write 1 or 2")),
        }
    }
}

/// `[font]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a table: [font]")]
#[schemars(inline, extend("dependencies" = { "files": ["family"] }))]
pub(super) struct FontTable {
    /// What the font is called, like "Inter".
    pub(super) family: Option<Placed<Family>>,
    /// Its files in the theme's folder: WOFF2, at most 1 MiB each and 8 of them. Visitors wait for
    /// none of them; small ones arrive sooner.
    #[serde(default)]
    pub(super) files: Vec<Placed<FileName>>,
}

/// `[page]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a table: [page]")]
#[schemars(inline)]
pub(super) struct PageTable {
    /// A picture across the top of the page: an SVG, PNG, WebP or AVIF file in the theme's folder,
    /// at most 1 MiB. Visitors do not wait for it.
    pub(super) image: Option<Placed<FileName>>,
}

/// Whom a visitor who is stuck can ask.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a table: [contact]")]
#[schemars(inline)]
pub struct Contact {
    /// Who that is, like "Front desk".
    pub name: Option<Line>,
    /// Their email address.
    pub email: Option<Email>,
    /// Their telephone number, as people write it: "+49 30 1234567".
    pub phone: Option<Phone>,
    /// Their web page: https://...
    pub url: Option<Link>,
}

/// `[[footer]]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a table: [[footer]]")]
#[schemars(inline)]
pub(super) struct FooterTable {
    /// What the link is called: in the brand's language, or in several:
    /// { en = "Privacy", de = "Datenschutz" }.
    pub(super) label: Words<Line>,
    /// Where it leads: https://...
    pub(super) url: Link,
}

/// `[places.77]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, expecting = "a table: [places.77]")]
#[schemars(inline)]
pub(super) struct PlaceTable {
    /// What visitors call it, in place of Kisi's name: in the brand's language, or in several.
    pub(super) name: Option<Words<Line>>,
    /// How to find it: a sentence or two, in the brand's language, or in several.
    pub(super) directions: Option<Words<Passage>>,
}

/// `[doors.1234]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, expecting = "a table: [doors.1234]")]
#[schemars(inline)]
pub(super) struct DoorTable {
    /// What visitors call it, in place of Kisi's name: in the brand's language, or in several:
    /// { en = "Main entrance", de = "Haupteingang" }.
    pub(super) name: Option<Words<Line>>,
    /// A few words below the name, in place of Kisi's description.
    pub(super) note: Option<Words<Line>>,
    /// A drawing beside the name: door, gate, garage, lift, turnstile, parking, bike or locker.
    pub(super) icon: Option<Icon>,
    /// Where it stands: doors with an order come first, the smallest at the top; the others follow
    /// as Kisi has them.
    pub(super) order: Option<i32>,
    /// Whether it is left out of the page, and cannot be unlocked there.
    pub(super) hidden: bool,
    /// Whether visitors are asked once more before this door is unlocked; as in [buttons] where it
    /// is left out.
    pub(super) confirm: Option<bool>,
}

/// A value of `[text]`: words in the brand's language, or a table of them in another.
#[derive(Debug)]
pub(super) enum TextEntry {
    Words(String),
    Language(BTreeMap<Placed<String>, Placed<String>>),
}

impl<'de> Deserialize<'de> for TextEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = TextEntry;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a text in quotes, or a table of texts like [text.de]")
            }

            fn visit_str<E: de::Error>(self, words: &str) -> Result<TextEntry, E> {
                Ok(TextEntry::Words(words.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<TextEntry, A::Error> {
                let texts = BTreeMap::deserialize(de::value::MapAccessDeserializer::new(map))?;
                Ok(TextEntry::Language(texts))
            }
        }

        deserializer.deserialize_any(Either)
    }
}
