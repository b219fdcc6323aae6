//! The finished bytes of pages.
//!
//! A page contains neither the secret nor anything about its visitor. So it is rendered and
//! compressed once for all visitors who get the same doors in the same theme, language and
//! encoding; after that, a visit costs one look-up. A page that shows the result of a tap is made
//! for its visitor and not cached.

use std::sync::Arc;

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{self, HeaderValue},
    },
};
use bytes::Bytes;
use jiff::{Timestamp, Unit};
use moka::sync::Cache;

use super::visit::Visit;
use crate::{
    directory::DoorList,
    encoding::{BROTLI_EACH, BROTLI_ONCE, Encoding},
    pages::{self, FramedBy, LastTap, Notice, Page},
};

/// How many bytes of finished pages are cached.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// Finished pages.
pub(super) struct Rendered {
    pages: Cache<Key, Arc<Finished>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    content: Content,
    theme: blake3::Hash,
    language: &'static str,
    encoding: Encoding,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Content {
    /// The digest of the doors, and the time of a stale list.
    Doors(blake3::Hash, Option<Timestamp>),
    Notice(Notice),
}

struct Finished {
    body: Bytes,
    policy: HeaderValue,
}

impl Rendered {
    pub(super) fn new() -> Self {
        let weight = |_: &Key, page: &Arc<Finished>| u32::try_from(page.body.len() + 512);
        let pages = Cache::builder()
            .weigher(move |key, page| weight(key, page).unwrap_or(u32::MAX))
            .max_capacity(MOST_BYTES)
            .build();
        Self { pages }
    }

    /// The page of a link with doors, or the notice of an empty list.
    pub(super) fn door_list(
        &self,
        request: &HttpRequest,
        visit: &Visit,
        list: &DoorList,
        last_tap: Option<&LastTap>,
    ) -> HttpResponse {
        if list.doors.is_empty() {
            return self.notice(request, StatusCode::OK, visit, &Notice::Empty, last_tap);
        }
        let as_of = list.is_stale().then(|| to_the_minute(list.as_of));
        let content = Content::Doors(list.digest, as_of);
        let render = || pages::door_list(visit.reader(), &list.doors, as_of, last_tap);
        self.answer(request, StatusCode::OK, visit, content, last_tap, render)
    }

    /// Any other page.
    pub(super) fn notice(
        &self,
        request: &HttpRequest,
        status: StatusCode,
        visit: &Visit,
        notice: &Notice,
        last_tap: Option<&LastTap>,
    ) -> HttpResponse {
        let render = || pages::notice(visit.reader(), notice, last_tap);
        self.answer(request, status, visit, Content::Notice(notice.clone()), last_tap, render)
    }

    fn answer(
        &self,
        request: &HttpRequest,
        status: StatusCode,
        visit: &Visit,
        content: Content,
        last_tap: Option<&LastTap>,
        render: impl FnOnce() -> Page,
    ) -> HttpResponse {
        let encoding = accepted_encoding(request);
        let page = if last_tap.is_some() {
            Arc::new(Finished::new(visit, encoding, BROTLI_EACH, render()))
        } else {
            let (theme, language) = (visit.theme.revision, visit.texts.language().tag);
            let key = Key { content, theme, language, encoding };
            let finish = || Arc::new(Finished::new(visit, encoding, BROTLI_ONCE, render()));
            self.pages.get_with(key, finish)
        };
        let mut answer = HttpResponse::build(status);
        answer
            .insert_header((header::CONTENT_TYPE, HTML))
            .insert_header((header::CONTENT_SECURITY_POLICY, page.policy.clone()));
        if let Some(encoding) = encoding.name() {
            answer.insert_header((header::CONTENT_ENCODING, encoding));
        }
        answer.body(page.body.clone())
    }
}

const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");

impl Finished {
    fn new(visit: &Visit, encoding: Encoding, quality: i32, page: Page) -> Self {
        let policy = page.policy(&visit.theme, FramedBy::NoSite);
        let policy = HeaderValue::try_from(policy);
        Self {
            body: encoding.encode(page.into_string().into(), quality),
            // A policy of ASCII text is always a valid header value; the fallback allows nothing.
            policy: policy.unwrap_or(HeaderValue::from_static("default-src 'none'")),
        }
    }
}

/// The time as pages show it, so that all lists of one minute share a page.
fn to_the_minute(time: Timestamp) -> Timestamp {
    // Fails only for times at the end of the calendar.
    time.round(Unit::Minute).unwrap_or(time)
}

/// The encoding that the request's `Accept-Encoding` allows.
pub(super) fn accepted_encoding(request: &HttpRequest) -> Encoding {
    let accepted = request.headers().get(header::ACCEPT_ENCODING);
    Encoding::accepted(accepted.and_then(|value| value.to_str().ok()).unwrap_or_default())
}
