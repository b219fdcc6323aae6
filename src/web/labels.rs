//! How a request is named in the log and in the metrics: by its route and its method, each of a
//! fixed set. A client can invent paths and methods, and a path can contain a secret.

use std::borrow::Cow;

use actix_web::http::Method as HttpMethod;
use percent_encoding::percent_decode_str;
use strum::VariantArray;

use crate::paths;

/// The route of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub(super) enum Route {
    Link,
    KisiLink,
    Asset,
    Home,
    Robots,
    Favicon,
    Unmatched,
}

impl Route {
    /// The route of this path, which may be percent-encoded. What follows the last slash is a secret
    /// or the name of a file, so a slash that is encoded there does not begin a further part.
    pub(super) fn of(path: &str) -> Self {
        let Some((folder, name)) = path.rsplit_once('/') else { return Self::Unmatched };
        match &*decoded(folder) {
            "" => match &*decoded(path) {
                paths::HOME => Self::Home,
                paths::ROBOTS => Self::Robots,
                paths::FAVICON => Self::Favicon,
                _ => Self::Unmatched,
            },
            _ if name.is_empty() => Self::Unmatched,
            paths::LINKS => Self::Link,
            paths::KISI_LINKS => Self::KisiLink,
            paths::ASSETS => Self::Asset,
            _ => Self::Unmatched,
        }
    }

    /// Its pattern.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Link => paths::LINK,
            Self::KisiLink => paths::KISI_LINK,
            Self::Asset => paths::ASSET,
            Self::Home => paths::HOME,
            Self::Robots => paths::ROBOTS,
            Self::Favicon => paths::FAVICON,
            Self::Unmatched => "unmatched",
        }
    }
}

/// Without percent-encoding, which does not change the meaning of a path (RFC 3986, 6.2.2.2).
fn decoded(path: &str) -> Cow<'_, str> {
    if path.contains('%') {
        percent_decode_str(path).decode_utf8_lossy()
    } else {
        Cow::Borrowed(path)
    }
}

/// The method of a request: one of our routes, or any other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub(super) enum Method {
    Get,
    Head,
    Post,
    Other,
}

impl Method {
    pub(super) fn of(method: &HttpMethod) -> Self {
        match *method {
            HttpMethod::GET => Self::Get,
            HttpMethod::HEAD => Self::Head,
            HttpMethod::POST => Self::Post,
            _ => Self::Other,
        }
    }

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Other => "other",
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_web::dev::ResourceDef;
    use proptest::prelude::*;

    use super::*;

    /// The pattern that matches this path, by the rules of actix.
    fn pattern_of(path: &str) -> &'static str {
        let patterns = Route::VARIANTS.iter().map(|route| route.as_str());
        let mut patterns = patterns.filter(|pattern| pattern.starts_with('/'));
        patterns.find(|pattern| ResourceDef::new(*pattern).is_match(path)).unwrap_or("unmatched")
    }

    #[test]
    fn each_route_is_found() {
        for (path, pattern) in [
            ("/links/abc", "/links/{secret}"),
            ("/grouplinks/abc", "/grouplinks/{secret}"),
            ("/assets/logo-1.svg", "/assets/{file}"),
            ("/", "/"),
            ("/robots.txt", "/robots.txt"),
            ("/favicon.ico", "/favicon.ico"),
            ("/links", "unmatched"),
            ("/links/", "unmatched"),
            ("/links/a/b", "unmatched"),
            ("//links/a", "unmatched"),
            ("links/a", "unmatched"),
            ("", "unmatched"),
        ] {
            assert_eq!([Route::of(path).as_str(), pattern_of(path)], [pattern; 2], "{path}");
        }
    }

    #[test]
    fn a_percent_encoded_path_has_the_same_route() {
        for (path, pattern) in [
            ("/lin%6Bs/abc", "/links/{secret}"),
            ("/links/%61bc", "/links/{secret}"),
            ("/links/a%2Fb", "/links/{secret}"),
            ("/%67rouplinks/abc", "/grouplinks/{secret}"),
            ("/robots%2Etxt", "/robots.txt"),
            ("/favicon%2eico", "/favicon.ico"),
            ("/links%2Fabc", "unmatched"),
            ("/%2Flinks/abc", "unmatched"),
            ("/%ff/abc", "unmatched"),
        ] {
            assert_eq!(Route::of(path).as_str(), pattern, "{path}");
        }
    }

    proptest! {
        #[test]
        fn the_route_of_a_path_is_the_one_whose_pattern_matches_it(
            path in "(/|/links|/grouplinks|/assets|/robots\\.txt|/favicon\\.ico|.{0,4}){0,2}/{0,2}\\PC{0,6}/{0,2}",
        ) {
            let path = path.replace('%', "");
            prop_assert_eq!(Route::of(&path).as_str(), pattern_of(&path), "{}", path);
        }
    }
}
