//! The answer to every failure: a page in the visitor's theme and language, or a problem document
//! (RFC 9457) if JSON was requested.

use actix_web::{HttpResponse, http::header};
use serde::Serialize;

use super::{error::Error, format::Format, qr, request::Request, tap_cookie};
use crate::{access::Problem, language::Texts, pages::Notice};

/// The answer to a request that failed.
pub(super) async fn answer(request: &Request, error: &Error) -> HttpResponse {
    let mut response = match request.format() {
        Format::Json => problem_document(&request.visit().texts, error),
        Format::Page => {
            // The head of a bad request may be too large to be parsed.
            let is_page_of_a_link =
                matches!(error, Error::Problem { .. }) && !qr::is_wanted(request);
            let last_tap = is_page_of_a_link.then(|| tap_cookie::read(request, None)).flatten();
            let (status, notice) = (error.status(), notice(error));
            let mut page = request.notice(status, &notice, last_tap.as_ref()).await;
            if is_page_of_a_link {
                tap_cookie::remove(request, &mut page);
            }
            page
        }
    };
    if let Some(seconds) = error.retry_after() {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

fn notice(error: &Error) -> Notice {
    match error {
        Error::Problem { problem, .. } => Notice::Problem(*problem, error.reference()),
        Error::NotFound => Notice::NotFound,
        Error::BadRequest(_) => Notice::BadRequest,
        Error::Internal => Notice::Problem(Problem::Unavailable, None),
    }
}

/// RFC 9457. `paragraphs`, `code` and `reference` are our extensions; a document without `type` is described by its status.
#[derive(Serialize)]
struct ProblemDocument<'a> {
    title: &'a str,
    status: u16,
    detail: String,
    /// The parts of `detail`: what happened, and what to do now.
    paragraphs: [&'a str; 2],
    code: String,
    /// Kisi's own code, for the brand's support.
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
}

fn problem_document(texts: &Texts, error: &Error) -> HttpResponse {
    let [title, text, advice] = match error {
        Error::Problem { problem, .. } => texts.problem(*problem),
        Error::NotFound => texts.notice("not-found"),
        Error::BadRequest(_) => texts.notice("bad-request"),
        Error::Internal => texts.problem(Problem::Unavailable),
    };
    let document = ProblemDocument {
        title: &title,
        status: error.status().as_u16(),
        detail: texts.language().join(&[&text, &advice]),
        paragraphs: [&text, &advice],
        code: error.to_string(),
        reference: error.reference(),
    };
    let body = serde_json::to_string(&document).unwrap_or_default();
    HttpResponse::build(error.status()).content_type("application/problem+json").body(body)
}
