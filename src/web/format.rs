//! In which format an answer is wanted.

use actix_web::{
    HttpRequest,
    http::header::{self, Accept, Header as _},
};

/// A longer `Accept` is not parsed.
const LONGEST_ACCEPT: usize = 1024;

/// The format of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// A page, for people.
    Page,
    /// JSON, for scripts.
    Json,
}

impl Format {
    /// JSON if `Accept` prefers it to a page.
    pub(super) fn of(request: &HttpRequest) -> Self {
        let Some(accept) = request.headers().get(header::ACCEPT) else { return Self::Page };
        if accept.len() > LONGEST_ACCEPT {
            return Self::Page;
        }
        // JSON has a J. The Accept header of a browser that loads a page has none, so it is not
        // parsed.
        if !accept.as_bytes().contains(&b'j') && !accept.as_bytes().contains(&b'J') {
            return Self::Page;
        }
        let ranked = Accept::parse(request).map(|accept| accept.ranked()).unwrap_or_default();
        let formats = ranked.iter().filter_map(|media| {
            match (media.type_().as_str(), media.subtype().as_str()) {
                ("application", "json" | "problem+json") => Some(Self::Json),
                ("text", "html" | "*") | ("application", "xhtml+xml" | "*") | ("*", "*") => {
                    Some(Self::Page)
                }
                _ => match media.suffix() {
                    Some(suffix) if suffix == "json" => Some(Self::Json),
                    _ => None,
                },
            }
        });
        formats.into_iter().next().unwrap_or(Self::Page)
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn json_is_sent_only_to_clients_that_prefer_it() {
        let format = |accept: &str| {
            Format::of(&TestRequest::get().insert_header(("Accept", accept)).to_http_request())
        };
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";
        for page in [browser, "*/*", "text/html, application/json", "application/json;q=0.1, */*"] {
            assert_eq!(format(page), Format::Page, "{page}");
        }
        for json in ["application/json", "application/json, */*;q=0.1", "application/problem+json"]
        {
            assert_eq!(format(json), Format::Json, "{json}");
        }
        assert_eq!(Format::of(&TestRequest::get().to_http_request()), Format::Page);
        let too_long = format!("application/json{}", ", text/plain".repeat(1_000));
        assert_eq!(format(&too_long), Format::Page);
    }
}
