//! The languages of the pages, and the choice of a language for a visitor.
//!
//! A visitor's browser sends the languages that the visitor reads. The best match among [`ALL`]
//! is chosen; if none matches, the brand's own language is. The texts are in [`texts`].

mod dates;
mod texts;

use std::sync::LazyLock;

use fluent_langneg::{NegotiationStrategy, negotiate_languages};
use unic_langid::{CharacterDirection, LanguageIdentifier};

pub use self::texts::{LONGEST, TextError, Texts, texts_of, wording};

/// A language of the pages.
#[derive(Debug)]
pub struct Language {
    /// Its BCP 47 tag, as in `<html lang>` and `?lang=`.
    pub tag: &'static str,
    /// Its name in the language itself.
    pub name: &'static str,
    /// The built-in texts, in Fluent syntax.
    pub(crate) source: &'static str,
}

/// Every language, English first.
pub const ALL: &[Language] = &[
    Language { tag: "en", name: "English", source: include_str!("../../assets/locales/en.ftl") },
    Language { tag: "de", name: "Deutsch", source: include_str!("../../assets/locales/de.ftl") },
    Language { tag: "fr", name: "Français", source: include_str!("../../assets/locales/fr.ftl") },
    Language { tag: "es", name: "Español", source: include_str!("../../assets/locales/es.ftl") },
    Language { tag: "it", name: "Italiano", source: include_str!("../../assets/locales/it.ftl") },
    Language { tag: "pt", name: "Português", source: include_str!("../../assets/locales/pt.ftl") },
    Language { tag: "nl", name: "Nederlands", source: include_str!("../../assets/locales/nl.ftl") },
    Language { tag: "pl", name: "Polski", source: include_str!("../../assets/locales/pl.ftl") },
    Language { tag: "sv", name: "Svenska", source: include_str!("../../assets/locales/sv.ftl") },
    Language { tag: "da", name: "Dansk", source: include_str!("../../assets/locales/da.ftl") },
    Language { tag: "cs", name: "Čeština", source: include_str!("../../assets/locales/cs.ftl") },
    Language { tag: "tr", name: "Türkçe", source: include_str!("../../assets/locales/tr.ftl") },
    Language {
        tag: "uk", name: "Українська", source: include_str!("../../assets/locales/uk.ftl")
    },
    Language { tag: "ja", name: "日本語", source: include_str!("../../assets/locales/ja.ftl") },
    Language {
        tag: "zh-Hans",
        name: "简体中文",
        source: include_str!("../../assets/locales/zh-Hans.ftl"),
    },
    Language {
        tag: "ar", name: "العربية", source: include_str!("../../assets/locales/ar.ftl")
    },
    Language { tag: "he", name: "עברית", source: include_str!("../../assets/locales/he.ftl") },
];

/// English names of the languages, and codes of countries that some take for those of languages.
const OTHER_NAMES: &[(&str, &[&str])] = &[
    ("en", &["english", "gb", "us", "eng"]),
    ("de", &["german", "at", "ch", "ger", "deu"]),
    ("fr", &["french", "be", "fra"]),
    ("es", &["spanish", "mx", "spa"]),
    ("it", &["italian", "ita"]),
    ("pt", &["portuguese", "br", "por"]),
    ("nl", &["dutch", "nld"]),
    ("pl", &["polish", "pol"]),
    ("sv", &["swedish", "se", "swe"]),
    ("da", &["danish", "dk", "dan"]),
    ("cs", &["czech", "cz", "ces"]),
    ("tr", &["turkish", "tur"]),
    ("uk", &["ukrainian", "ua", "ukr"]),
    ("ja", &["japanese", "jp", "jpn"]),
    ("zh-Hans", &["chinese", "simplified chinese", "cn", "zho", "zh-cn"]),
    ("ar", &["arabic", "ara"]),
    ("he", &["hebrew", "il", "iw", "heb"]),
];

/// The parsed tags of [`ALL`], in the same order.
static AVAILABLE: LazyLock<Vec<LanguageIdentifier>> =
    LazyLock::new(|| ALL.iter().map(Language::identifier).collect());

impl Language {
    /// English, which is the reference for the ids and the variables of all texts.
    #[must_use]
    pub fn english() -> &'static Self {
        &ALL[0]
    }

    /// The language with exactly this tag, in upper or lower case.
    #[must_use]
    pub fn tagged(tag: &str) -> Option<&'static Self> {
        ALL.iter().find(|language| language.tag.eq_ignore_ascii_case(tag))
    }

    /// The language that people mean who write its name or the code of a country, or a tag with a
    /// region: `german`, `gb`, `de-CH`.
    #[must_use]
    pub fn meant_by(text: &str) -> Option<&'static Self> {
        let lower = text.trim().to_lowercase().replace('_', "-");
        let named = ALL.iter().find(|language| language.name.to_lowercase() == lower);
        let other = OTHER_NAMES.iter().find(|(_, names)| names.contains(&lower.as_str()));
        let other = other.and_then(|(tag, _)| Self::tagged(tag));
        named.or(other).or_else(|| {
            let wanted: LanguageIdentifier = lower.parse().ok()?;
            let matching =
                negotiate_languages(&[wanted], &AVAILABLE, None, NegotiationStrategy::Filtering);
            Self::tagged(&matching.first()?.to_string())
        })
    }

    /// `ltr` or `rtl`, as in `<html dir>`.
    #[must_use]
    pub fn direction(&self) -> &'static str {
        match self.identifier().character_direction() {
            CharacterDirection::RTL => "rtl",
            CharacterDirection::LTR | CharacterDirection::TTB => "ltr",
        }
    }

    /// The sentences one after the other, with the space between them that the language is written
    /// with. Japanese and Chinese have none.
    #[must_use]
    pub fn join(&self, sentences: &[&str]) -> String {
        sentences.join(if matches!(self.tag, "ja" | "zh-Hans") { "" } else { " " })
    }

    fn identifier(&self) -> LanguageIdentifier {
        self.tag.parse().unwrap_or_default()
    }
}

/// Languages that visitors may choose among, in the order of [`ALL`].
#[derive(Clone, Debug)]
pub struct Offered {
    languages: Vec<&'static Language>,
    /// Their parsed tags, in the same order.
    identifiers: Vec<LanguageIdentifier>,
}

impl Offered {
    /// The languages for which `is_offered` is true.
    #[must_use]
    pub fn new(is_offered: impl Fn(&Language) -> bool) -> Self {
        let languages: Vec<_> = ALL.iter().filter(|language| is_offered(language)).collect();
        let identifiers = languages.iter().map(|language| language.identifier()).collect();
        Self { languages, identifiers }
    }

    /// All of them.
    #[must_use]
    pub fn languages(&self) -> &[&'static Language] {
        &self.languages
    }

    /// Whether this language is among them.
    #[must_use]
    pub fn contains(&self, language: &Language) -> bool {
        self.languages.contains(&language)
    }

    /// The language that matches the first possible entry of `wanted`, or else `fallback`. `wanted`
    /// is sorted by preference, best first.
    #[must_use]
    pub fn choose(
        &self,
        wanted: &[LanguageIdentifier],
        fallback: &'static Language,
    ) -> &'static Language {
        let strategy = NegotiationStrategy::Filtering;
        let chosen = negotiate_languages(wanted, &self.identifiers, None, strategy);
        let position = |best| self.identifiers.iter().position(|identifier| identifier == best);
        chosen.first().and_then(|best| position(*best)).map_or(fallback, |at| self.languages[at])
    }
}

impl PartialEq for Language {
    fn eq(&self, other: &Self) -> bool {
        self.tag == other.tag
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(wanted: &[&str]) -> &'static str {
        let wanted: Vec<_> = wanted.iter().map(|tag| tag.parse().unwrap()).collect();
        Offered::new(|_| true).choose(&wanted, Language::english()).tag
    }

    #[test]
    fn a_visitor_gets_the_preferred_language_that_exists() {
        assert_eq!(chosen(&["de-AT", "en"]), "de");
        assert_eq!(chosen(&["tlh", "de"]), "de");
        assert_eq!(chosen(&["en-GB"]), "en");
        assert_eq!(chosen(&["tlh"]), "en");
        assert_eq!(chosen(&[]), "en");
    }

    #[test]
    fn a_tag_with_a_region_or_script_matches_its_language() {
        for simplified in ["zh", "zh-CN", "zh-Hans", "zh-Hans-CN"] {
            assert_eq!(chosen(&[simplified]), "zh-Hans", "{simplified}");
        }
        assert_eq!(chosen(&["pt-BR"]), "pt");
        assert_eq!(chosen(&["he-IL"]), "he");
        assert_eq!(chosen(&["ar-EG"]), "ar");
    }

    #[test]
    fn a_reader_of_traditional_chinese_does_not_get_simplified_chinese() {
        for traditional in ["zh-Hant", "zh-TW", "zh-HK"] {
            assert_eq!(chosen(&[traditional]), "en", "{traditional}");
        }
        assert_eq!(chosen(&["zh-Hant-TW", "ja"]), "ja");
    }

    #[test]
    fn only_arabic_and_hebrew_are_written_from_right_to_left() {
        for (tag, direction) in [("ar", "rtl"), ("he", "rtl"), ("en", "ltr"), ("ja", "ltr")] {
            assert_eq!(Language::tagged(tag).unwrap().direction(), direction, "{tag}");
        }
    }

    #[test]
    fn sentences_are_joined_by_a_space_except_in_japanese_and_chinese() {
        let joined = |tag, sentences| Language::tagged(tag).unwrap().join(sentences);
        assert_eq!(joined("en", &["It is locked.", "Ask."]), "It is locked. Ask.");
        assert_eq!(joined("ja", &["施錠中です。", "お待ちを。"]), "施錠中です。お待ちを。");
        assert_eq!(joined("zh-Hans", &["门已锁。", "请询问。"]), "门已锁。请询问。");
    }

    #[test]
    fn a_tag_is_found_in_upper_and_lower_case() {
        assert_eq!(Language::tagged("DE").unwrap().name, "Deutsch");
        assert!(Language::tagged("xx").is_none());
    }

    #[test]
    fn a_name_or_a_country_or_a_tag_with_a_region_means_a_language() {
        for (text, tag) in [
            ("German", "de"),
            ("deutsch", "de"),
            ("de-CH", "de"),
            ("de_AT", "de"),
            ("gb", "en"),
            ("en-US", "en"),
            ("zh", "zh-Hans"),
            ("Français", "fr"),
            ("cz", "cs"),
        ] {
            assert_eq!(Language::meant_by(text).unwrap().tag, tag, "{text}");
        }
        for text in ["", "klingon", "xx", "zh-Hant", "the"] {
            assert_eq!(Language::meant_by(text), None, "{text}");
        }
    }

    #[test]
    fn every_tag_is_a_valid_language_identifier() {
        for language in ALL {
            assert_eq!(language.identifier().to_string(), language.tag);
        }
    }
}
