//! Theme and language of one request.

use std::sync::Arc;

use actix_web::{
    HttpRequest,
    http::{
        header::{self, AcceptLanguage, HeaderValue, Preference, from_comma_delimited},
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

/// How many bytes of `Accept-Language` are read. Browsers send less; parsing 100 kB would take a
/// worker 100 ms.
const LONGEST_ACCEPT_LANGUAGE: usize = 256;

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
        let language = requested_language(request.query_string())
            .unwrap_or_else(|| preferred_language(request, theme.language));
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

fn preferred_language(request: &HttpRequest, fallback: &'static Language) -> &'static Language {
    let Some(accepted) = request.headers().get(header::ACCEPT_LANGUAGE) else { return fallback };
    let accepted = accepted.as_bytes();
    let accepted =
        HeaderValue::from_bytes(&accepted[..accepted.len().min(LONGEST_ACCEPT_LANGUAGE)]);
    let accepted = accepted.map(|value| from_comma_delimited([&value].into_iter()));
    let Ok(Ok(accepted)) = accepted else { return fallback };
    let wanted: Vec<LanguageIdentifier> = AcceptLanguage(accepted)
        .ranked()
        .iter()
        .take(10)
        .filter_map(|tag| match tag {
            Preference::Specific(tag) => tag.to_string().parse().ok(),
            Preference::Any => None,
        })
        .collect();
    Language::choose(&wanted, fallback)
}
