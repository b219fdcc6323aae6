//! Theme and language of one request.

use std::{
    convert::Infallible,
    future::{Ready, ready},
    sync::Arc,
};

use actix_web::{
    FromRequest, HttpMessage as _, HttpRequest,
    dev::Payload,
    http::{
        header::{self, AcceptLanguage, Header as _, Preference},
        uri::Authority,
    },
};
use unic_langid::LanguageIdentifier;
use url::form_urlencoded;

use super::state::State;
use crate::{
    language::{Language, Texts},
    pages::Reader,
    theme::Theme,
};

/// Which brand's page a visitor sees, and in which words.
#[derive(Clone, Debug)]
pub(super) struct Visit {
    pub(super) theme: Arc<Theme>,
    pub(super) texts: Arc<Texts>,
}

impl Visit {
    /// The host chooses the brand; `?lang=`, else what the browser prefers, the language.
    pub(super) fn of(request: &HttpRequest, state: &State) -> Self {
        let theme = state.brands.of_host(host(request));
        let language = asked_language(request.query_string())
            .unwrap_or_else(|| preferred_language(request, theme.language));
        let texts = Arc::clone(theme.texts(language));
        Self { theme, texts }
    }

    /// The same for pages.
    pub(super) fn reader(&self) -> Reader<'_> {
        Reader { theme: &self.theme, texts: &self.texts }
    }
}

impl FromRequest for Visit {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        // `trace::request` has found it out for every request.
        let known = request.extensions().get::<Self>().cloned();
        #[expect(clippy::expect_used, reason = "every route is below `trace::request`")]
        ready(Ok(known.expect("the visit of a request is known")))
    }
}

/// The host the visitor came to, by what the request says and not by what proxies claim.
pub(super) fn host(request: &HttpRequest) -> &str {
    let written = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    written.or_else(|| request.uri().authority().map(Authority::as_str)).unwrap_or_default()
}

fn asked_language(query: &str) -> Option<&'static Language> {
    if query.is_empty() {
        return None;
    }
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    let (_, tag) = pairs.find(|(key, _)| key == "lang")?;
    Language::tagged(&tag)
}

fn preferred_language(request: &HttpRequest, brands_own: &'static Language) -> &'static Language {
    let Ok(accepted) = AcceptLanguage::parse(request) else { return brands_own };
    let wanted: Vec<LanguageIdentifier> = accepted
        .ranked()
        .iter()
        .take(10)
        .filter_map(|tag| match tag {
            Preference::Specific(tag) => tag.to_string().parse().ok(),
            Preference::Any => None,
        })
        .collect();
    Language::choose(&wanted, brands_own)
}
