//! Theme and language of one request.
//!
//! Choosing a language takes microseconds: tags are parsed and compared with all languages of the
//! brand. A browser sends the same `Accept-Language` with each request, and there are a few thousand
//! different ones, so each thread remembers its choices by the header.

use std::{cell::RefCell, collections::HashMap, sync::Arc};

use actix_web::{
    HttpRequest,
    http::{
        header::{
            self, AcceptLanguage, Header as _, HeaderValue, Preference, from_comma_delimited,
        },
        uri::Authority,
    },
};
use unic_langid::LanguageIdentifier;
use url::form_urlencoded;

use crate::{
    brands::Brands,
    language::{Language, Texts},
    pages::Reader,
    theme::Theme,
};

/// How many bytes of `Accept-Language` are read. Browsers send less, and parsing takes time that
/// grows with the header.
const LONGEST_ACCEPT_LANGUAGE: usize = 256;
/// How many choices a worker thread remembers before it forgets them all. Each takes at most 350 bytes.
const MOST_CHOICES: usize = 5_000;

thread_local! {
    /// The languages that were chosen, by the revision of the theme and `Accept-Language`.
    static CHOICES: RefCell<HashMap<Box<[u8]>, &'static Language>> = RefCell::default();
}

/// The theme of the brand that the visitor sees, and the texts in the visitor's language.
#[derive(Clone, Debug)]
pub(super) struct Visit {
    pub(super) theme: Arc<Theme>,
    pub(super) texts: Arc<Texts>,
}

impl Visit {
    /// The host decides the brand; `?lang=`, else the browser's preference, the language.
    pub(super) fn new(request: &HttpRequest, brands: &Brands) -> Self {
        let theme = brands.of_host(host(request));
        let requested = requested_language(request.query_string());
        let language = requested
            .filter(|language| theme.languages.contains(language))
            .unwrap_or_else(|| remembered_language(request, &theme));
        let texts = Arc::clone(theme.texts(language));
        Self { theme, texts }
    }

    /// Theme and texts, as pages take them.
    pub(super) fn reader(&self) -> Reader<'_> {
        Reader { theme: &self.theme, texts: &self.texts }
    }
}

/// The host of the request: from `Host` (or `:authority`), never from `X-Forwarded-Host`.
pub(super) fn host(request: &HttpRequest) -> &str {
    let written = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    written.or_else(|| request.uri().authority().map(Authority::as_str)).unwrap_or_default()
}

fn requested_language(query: &str) -> Option<&'static Language> {
    if query.is_empty() {
        return None;
    }
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    let (_, tag) = pairs.find(|(key, _)| key == "lang")?;
    Language::tagged(&tag)
}

/// What [`preferred_language`] returns.
fn remembered_language(request: &HttpRequest, theme: &Theme) -> &'static Language {
    let mut lines = request.headers().get_all(header::ACCEPT_LANGUAGE);
    let Some(line) = lines.next() else { return theme.language };
    if lines.next().is_some() || line.len() > LONGEST_ACCEPT_LANGUAGE {
        return preferred_language(request, theme);
    }
    let mut key = [0; blake3::OUT_LEN + LONGEST_ACCEPT_LANGUAGE];
    let key = &mut key[..blake3::OUT_LEN + line.len()];
    let (revision, header) = key.split_at_mut(blake3::OUT_LEN);
    revision.copy_from_slice(theme.revision.as_bytes());
    header.copy_from_slice(line.as_bytes());
    CHOICES.with_borrow_mut(|choices| {
        if let Some(language) = choices.get(key) {
            return *language;
        }
        if choices.len() >= MOST_CHOICES {
            choices.clear();
        }
        let language = preferred_language(request, theme);
        choices.insert((&*key).into(), language);
        language
    })
}

fn preferred_language(request: &HttpRequest, theme: &Theme) -> &'static Language {
    let Some(accepted) = accepted_languages(request) else { return theme.language };
    let wanted: Vec<LanguageIdentifier> = accepted
        .ranked()
        .iter()
        .take(10)
        .filter_map(|tag| match tag {
            Preference::Specific(tag) => tag.to_string().parse().ok(),
            Preference::Any => None,
        })
        .collect();
    theme.languages.choose(&wanted, theme.language)
}

/// The visitor's languages. Of a header that is too long, the tags at its beginning.
fn accepted_languages(request: &HttpRequest) -> Option<AcceptLanguage> {
    let lines = || request.headers().get_all(header::ACCEPT_LANGUAGE);
    if lines().map(HeaderValue::len).sum::<usize>() <= LONGEST_ACCEPT_LANGUAGE {
        return AcceptLanguage::parse(request).ok();
    }
    let text = lines().next()?.to_str().ok()?;
    let beginning = text.get(..LONGEST_ACCEPT_LANGUAGE).unwrap_or(text);
    let (whole_tags, _) = beginning.rsplit_once(',')?;
    let value = HeaderValue::from_str(whole_tags).ok()?;
    from_comma_delimited([&value].into_iter()).ok().map(AcceptLanguage)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;
    use proptest::{collection::vec, prelude::*};

    use super::*;

    fn preferred(accepted: &str) -> &'static str {
        let request = TestRequest::get().insert_header(("accept-language", accepted));
        let theme = Theme::for_tests("name = \"Acme\"");
        preferred_language(&request.to_http_request(), &theme).tag
    }

    #[test]
    fn the_browsers_first_supported_language_is_chosen() {
        assert_eq!(preferred("tlh;q=0.9, de-CH;q=0.8, fr;q=0.7"), "de");
        assert_eq!(preferred("*"), "en");
        assert_eq!(preferred(""), "en");
    }

    #[test]
    fn only_whole_tags_at_the_beginning_of_a_long_header_are_read() {
        let long = |first: &str| format!("{first}{}", ",tlh".repeat(30_000));
        assert_eq!(preferred(&long("de")), "de");
        assert_eq!(preferred(&format!("{},de", "tlh,".repeat(100))), "en");
        let cut = format!("{}zh-Hant", "x,".repeat((LONGEST_ACCEPT_LANGUAGE - 2) / 2));
        assert_eq!(preferred(&cut), "en", "zh is not a whole tag");
    }

    #[test]
    fn a_flood_of_languages_does_not_fill_the_memory() {
        let theme = Theme::for_tests("name = \"Acme\"");
        for number in 0..=MOST_CHOICES {
            let request =
                TestRequest::get().insert_header(("accept-language", format!("x-{number}, de")));
            assert_eq!(remembered_language(&request.to_http_request(), &theme).tag, "de");
        }
        assert!(CHOICES.with_borrow(HashMap::len) <= MOST_CHOICES);
    }

    proptest! {
        #[test]
        fn a_remembered_choice_is_the_choice_of_the_same_header(
            headers in vec(vec(header_of_a_browser(), 1..3), 1..8),
        ) {
            let themes = ["name = \"Acme\"", "name = \"B\"\nlanguage = \"fr\"\nlanguages = [\"fr\", \"de\"]"];
            let themes = themes.map(Theme::for_tests);
            for lines in headers.iter().chain(&headers) {
                let mut request = TestRequest::get();
                for line in lines {
                    request = request.append_header(("accept-language", line.as_str()));
                }
                let request = request.to_http_request();
                for theme in &themes {
                    let expected = preferred_language(&request, theme).tag;
                    prop_assert_eq!(remembered_language(&request, theme).tag, expected);
                }
            }
        }
    }

    /// Tags with and without weights, and anything else.
    fn header_of_a_browser() -> impl Strategy<Value = String> {
        let tag = "(de|fr|en|uk|zh|ar|tlh|\\*)(-(AT|CH|Hans|US))?(;q=(0\\.[0-9]|1|x))?";
        let tags = vec(tag, 0..90).prop_map(|tags| tags.join(","));
        prop_oneof![4 => tags, 1 => "[ -~]{0,300}"]
    }
}
