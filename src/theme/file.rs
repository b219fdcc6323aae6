//! Every key of `theme.toml`, as the types it is deserialized into.
//!
//! The doc comments on keys are for brand teams: they become the descriptions in the schema, which
//! editors show beside a key.

use std::{collections::BTreeMap, ops::Range};

use schemars::JsonSchema;
use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, Visitor},
};

use super::{
    color::{Color, ColorKey, Colors},
    focus::Focus,
    phone::Phone,
    values::{Email, Family, FileName, Id, Line, Link, Passage, Placed, Words, choice},
};

/// A brand. Only `name` is required.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "theme.toml of doorstep")]
pub(super) struct ThemeFile {
    /// The name of the brand, for the browser's tab, and for the page if there is no logo.
    #[schemars(required)]
    pub(super) name: Option<Line>,
    /// The brand's own language: the one its words in this file are in, and the one that visitors
    /// see whose own language is not supported. English by default.
    #[serde(default)]
    #[schemars(schema_with = "super::subschemas::language")]
    pub(super) language: Option<Placed<String>>,
    /// The languages that visitors may choose among, such as `["de", "en"]`. By default all that
    /// there are.
    #[serde(default)]
    #[schemars(schema_with = "super::subschemas::languages")]
    pub(super) languages: Vec<Placed<String>>,
    /// The logo: an SVG, PNG, WebP or AVIF file in the theme's folder, at most 1 MiB. A logo of up
    /// to 4 KiB is part of the page itself, which is fastest for visitors.
    pub(super) logo: Option<Placed<FileName>>,
    /// The logo on dark pages. By default the same as on light pages.
    pub(super) logo_dark: Option<Placed<FileName>>,
    /// The icon in the browser's tab and on home screens.
    pub(super) icon: Option<Placed<FileName>>,
    /// A CSS file that is added after the page's own style. Use it as a last resort: an update of
    /// doorstep can change the page so that your CSS no longer fits.
    pub(super) css: Option<Placed<FileName>>,
    /// Colours: any colour of CSS, like "#0b6e4f", "rgb(11 110 79)" or "seagreen". Colours that you
    /// leave out are derived from the accent.
    #[serde(default)]
    pub(super) colors: ColorsTable,
    /// How the doors' buttons look, and whether they ask for confirmation.
    #[serde(default)]
    pub(super) buttons: Buttons,
    /// The brand's own font. Without it, the phone's font is used, which needs no loading.
    #[serde(default)]
    pub(super) font: FontTable,
    /// The page around the doors.
    #[serde(default)]
    pub(super) page: PageTable,
    /// The mail with an access link, which doorstep link send sends.
    #[serde(default)]
    pub(super) mail: MailTable,
    /// Whom visitors can ask for help.
    #[serde(default)]
    pub(super) contact: ContactTable,
    /// Links at the end of the page, such as privacy and imprint. At most 8.
    #[serde(default)]
    pub(super) footer: Vec<Placed<FooterTable>>,
    /// Your own words in place of ours, by the id of the text. Words in your own language stand in
    /// [text], words in other languages in [text.de] and so on.
    #[serde(default)]
    #[schemars(schema_with = "super::subschemas::text")]
    pub(super) text: BTreeMap<Placed<String>, Placed<TextEntry>>,
    /// Places (buildings), by their number in Kisi: [places.77].
    #[serde(default)]
    #[schemars(schema_with = "super::subschemas::numbered::<PlaceTable>")]
    pub(super) places: BTreeMap<Placed<Id>, PlaceTable>,
    /// Doors, by their number in Kisi: [doors.1234].
    #[serde(default)]
    #[schemars(schema_with = "super::subschemas::numbered::<DoorTable>")]
    pub(super) doors: BTreeMap<Placed<Id>, DoorTable>,
}

/// `[colors]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a table: [colors]")]
#[schemars(inline)]
pub(super) struct ColorsTable {
    /// The brand's colour, used for buttons. It is never altered. Words on it are black or white,
    /// whichever is readable.
    accent: Option<Placed<Color>>,
    /// The background of the page.
    background: Option<Placed<Color>>,
    /// The background of panels on the page.
    surface: Option<Placed<Color>>,
    /// The colour of words.
    text: Option<Placed<Color>>,
    /// Whether pages are light or dark: auto (as the visitor's phone is set), light or dark.
    pub(super) scheme: Option<Scheme>,
    /// The same keys for dark pages.
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
    /// The brand's colour on dark pages. By default the accent itself, or
    /// a lighter shade if it cannot be seen there.
    pub(super) accent: Option<Placed<Color>>,
    /// The background of the page.
    pub(super) background: Option<Placed<Color>>,
    /// The background of panels on the page.
    pub(super) surface: Option<Placed<Color>>,
    /// The colour of words.
    pub(super) text: Option<Placed<Color>>,
}

impl ColorsWritten {
    /// These colours, and those of `others` for the keys that are missing here.
    pub(super) fn over(self, others: Self) -> Self {
        Self {
            accent: self.accent.or(others.accent),
            background: self.background.or(others.background),
            surface: self.surface.or(others.surface),
            text: self.text.or(others.text),
        }
    }

    /// The colours without their places.
    pub(super) fn colors(&self) -> Colors {
        let color = |written: &Option<Placed<Color>>| written.as_ref().map(|color| *color.get());
        Colors {
            accent: color(&self.accent),
            background: color(&self.background),
            surface: color(&self.surface),
            text: color(&self.text),
        }
    }

    /// Where the colour of this key is written, if it is written.
    pub(super) fn place(&self, key: ColorKey) -> Option<Range<usize>> {
        let written = match key {
            ColorKey::Accent => &self.accent,
            ColorKey::Background => &self.background,
            ColorKey::Surface => &self.surface,
            ColorKey::Text => &self.text,
        };
        written.as_ref().map(Placed::at)
    }
}

choice! {
    /// Whether pages are light or dark.
    #[derive(Default)]
    Scheme {
        /// As the visitor's device is set.
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
        /// Slightly round.
        #[default]
        Rounded = "rounded",
        /// Half circles at both ends.
        Pill = "pill",
        /// Sharp corners.
        Square = "square",
    }
}

choice! {
    /// The background of a button.
    #[derive(Default)]
    Style {
        /// The accent.
        #[default]
        Filled = "filled",
        /// A tint of the accent.
        Tonal = "tonal",
        /// The background of the page, with a border in the accent.
        Outline = "outline",
    }
}

choice! {
    /// An icon beside a door's name.
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
        /// A bicycle room.
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
    /// The corners: rounded, pill or square.
    pub shape: Shape,
    /// The background: filled (with the accent), tonal (with a tint of it) or outline.
    pub style: Style,
    /// How many doors stand side by side: 1 or 2. The only door of a link is always one large card,
    /// and nine doors or more are always rows.
    #[schemars(with = "u8", range(min = 1, max = 2))]
    pub columns: Columns,
    /// Whether visitors must confirm before a door is unlocked.
    pub confirm: bool,
}

/// How many buttons stand side by side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "i64")]
pub enum Columns {
    /// One below the other.
    #[default]
    One,
    /// Two, except on very narrow phones.
    Two,
}

impl TryFrom<i64> for Columns {
    type Error = String;

    fn try_from(columns: i64) -> Result<Self, Self::Error> {
        match columns {
            1 => Ok(Self::One),
            2 => Ok(Self::Two),
            _ => Err(format!("`{columns}` is not a valid number of columns; write 1 or 2")),
        }
    }
}

/// `[font]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a table: [font]")]
#[schemars(inline, extend("dependencies" = { "files": ["family"] }))]
pub(super) struct FontTable {
    /// The name of the font, like "Inter".
    pub(super) family: Option<Placed<Family>>,
    /// At most 8 files in the theme's folder: WOFF2 of at most 1 MiB each, or TTF or OTF of at most
    /// 4 MiB each, of which WOFF2 is made. The page is readable before they are loaded; small files
    /// load sooner.
    #[serde(default)]
    pub(super) files: Vec<Placed<FileName>>,
    /// Another font for headings: `{ family = "Playfair", files = ["playfair.woff2"] }`.
    #[serde(default)]
    pub(super) headings: HeadingsTable,
}

/// `font.headings`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(
    deny_unknown_fields,
    expecting = "a family and files: { family = \"Playfair\", files = [\"playfair.woff2\"] }"
)]
#[schemars(inline, extend("dependencies" = { "files": ["family"] }))]
pub(super) struct HeadingsTable {
    /// The name of the font, like "Playfair".
    pub(super) family: Option<Placed<Family>>,
    /// At most 8 files, as for the font of texts.
    #[serde(default)]
    pub(super) files: Vec<Placed<FileName>>,
}

/// `[page]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a table: [page]")]
#[schemars(inline)]
pub(super) struct PageTable {
    /// A picture above the logo: a photo as the photographer delivers it (JPEG, PNG or WebP of at
    /// most 20 MiB and 100 megapixels), which is made small for phones, or an SVG or AVIF of at most
    /// 1 MiB, which is sent as it is. It is cut to 2.2:1 on phones, and to 3:1 in wide windows.
    pub(super) image: Option<Placed<FileName>>,
    /// The picture on dark pages. By default the same as on light pages.
    pub(super) image_dark: Option<Placed<FileName>>,
    /// The point of the picture that stays in view where it is cut, like "center 30%": from the
    /// left, and from the top.
    pub(super) image_focus: Option<Placed<Focus>>,
}

/// `[mail]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, expecting = "a table: [mail]")]
#[schemars(inline)]
pub(super) struct MailTable {
    /// The name of the sender, like "Northwind reception". By default the name in the server's
    /// setting mail.from, or else the name of the brand.
    pub(super) from_name: Option<Line>,
    /// The subject, in your own language, or in several. { $place } stands for the name of the
    /// building.
    pub(super) subject: Option<Placed<Words<Passage>>>,
    /// The first line, in your own language, or in several. { $name } stands for the name of the
    /// visitor.
    pub(super) greeting: Option<Placed<Words<Passage>>>,
    /// The last line, in your own language, or in several. By default the name of the brand.
    pub(super) signature: Option<Placed<Words<Passage>>>,
}

/// `[contact]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a table: [contact]")]
#[schemars(inline)]
pub(super) struct ContactTable {
    /// The name of the contact, like "Front desk".
    pub(super) name: Option<Line>,
    /// The email address.
    pub(super) email: Option<Email>,
    /// The telephone number, as people write it: "+49 30 1234567".
    pub(super) phone: Option<Placed<Phone>>,
    /// The web page: https://...
    pub(super) url: Option<Link>,
    /// The words of the link to the web page, like "How to find us", in your own language, or in
    /// several. By default its address.
    pub(super) url_label: Option<Placed<Words<Line>>>,
}

/// `[[footer]]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a table: [[footer]]")]
#[schemars(inline)]
pub(super) struct FooterTable {
    /// The words of the link, in your own language, or in several:
    /// { en = "Privacy", de = "Datenschutz" }.
    pub(super) label: Words<Line>,
    /// The address of the link: https://...
    pub(super) url: Link,
}

/// `[places.77]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, expecting = "a table: [places.77]")]
#[schemars(inline)]
pub(super) struct PlaceTable {
    /// The name that visitors see in place of Kisi's name, in your own language, or in several.
    pub(super) name: Option<Words<Line>>,
    /// How to find the place: a sentence or two, in your own language, or in several.
    pub(super) directions: Option<Words<Passage>>,
    /// The position: places with an order come first, the smallest number at the top.
    pub(super) order: Option<i32>,
}

/// `[doors.1234]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, expecting = "a table: [doors.1234]")]
#[schemars(inline)]
pub(super) struct DoorTable {
    /// The name that visitors see in place of Kisi's name, in your own language, or in several:
    /// { en = "Main entrance", de = "Haupteingang" }.
    pub(super) name: Option<Words<Line>>,
    /// A few words below the name, in place of Kisi's description.
    pub(super) note: Option<Words<Line>>,
    /// An icon beside the name: door, gate, garage, lift, turnstile, parking, bike or locker.
    pub(super) icon: Option<Icon>,
    /// The position: doors with an order come first, the smallest number at the top. The other
    /// doors follow in Kisi's order.
    pub(super) order: Option<i32>,
    /// Whether the door is hidden. A hidden door is not on the page and cannot be unlocked there.
    pub(super) hidden: bool,
    /// Whether visitors must confirm before this door is unlocked. By default as in [buttons].
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
