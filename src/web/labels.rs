//! How a request is named in the log and in the metrics: by its route and its method, each of a
//! fixed set. A client can invent paths and methods, and a path can contain a secret.

use actix_web::http::Method as HttpMethod;
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
    /// The route of this path. It is found without actix, whose `match_pattern` allocates and goes
    /// through all routes; a test compares both.
    pub(super) fn of(path: &str) -> Self {
        match path {
            paths::HOME => Self::Home,
            paths::ROBOTS => Self::Robots,
            paths::FAVICON => Self::Favicon,
            _ => match path.rsplit_once('/') {
                Some((_, "")) => Self::Unmatched,
                Some(("/links", _)) => Self::Link,
                Some(("/grouplinks", _)) => Self::KisiLink,
                Some(("/assets", _)) => Self::Asset,
                _ => Self::Unmatched,
            },
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

    /// The pattern that actix finds for this path.
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

    proptest! {
        #[test]
        fn the_route_of_a_path_is_the_one_that_answers_it(
            path in "(/|/links|/grouplinks|/assets|/robots\\.txt|/favicon\\.ico|.{0,4}){0,2}/{0,2}\\PC{0,6}/{0,2}",
        ) {
            prop_assert_eq!(Route::of(&path).as_str(), pattern_of(&path), "{}", path);
        }
    }
}
