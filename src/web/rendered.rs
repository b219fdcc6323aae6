//! The finished bytes of pages.
//!
//! A page holds neither secret nor visitor, so it is rendered and compressed once for everyone
//! who gets the same doors in the same theme, language and encoding, and afterwards a visit costs
//! a look-up and a write. A page that tells an outcome is made for its visitor alone.

use std::{io::Write as _, sync::Arc};

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{self, HeaderValue},
    },
};
use brotli::enc::{BrotliEncoderParams, backward_references::BrotliEncoderMode};
use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use maud::Markup;
use moka::sync::Cache;

use super::{seen::Seen, visit::Visit};
use crate::{
    directory::DoorList,
    pages::{self, Notice, Told},
};

/// How many bytes of finished pages are kept.
const MOST_BYTES: u64 = 64 * 1024 * 1024;
/// Brotli's effort for a page that many will get, and for one that is made for one visitor.
const BROTLI_KEPT: i32 = 9;
const BROTLI_ONCE: i32 = 5;

/// Finished pages.
pub(super) struct Rendered {
    pages: Cache<Key, Arc<Finished>>,
    seen: Seen,
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
    /// These doors, and since when if they should be newer.
    Doors(blake3::Hash, Option<String>),
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
        Self { pages, seen: Seen::default() }
    }

    /// The page of a link that Kisi accepts.
    pub(super) fn door_list(
        &self,
        request: &HttpRequest,
        visit: &Visit,
        list: &DoorList,
        told: Option<&Told>,
    ) -> HttpResponse {
        if list.doors.is_empty() {
            return self.notice(request, StatusCode::OK, visit, &Notice::Empty, told);
        }
        let as_of = list.is_overdue().then(|| list.as_of.strftime("%H:%M UTC").to_string());
        let content = Content::Doors(list.digest, as_of.clone());
        let render = || {
            self.seen.note(&visit.theme, &list.doors);
            pages::door_list(visit.reader(), &list.doors, as_of.as_deref(), told)
        };
        self.answer(request, StatusCode::OK, visit, content, told, render)
    }

    /// Any other page.
    pub(super) fn notice(
        &self,
        request: &HttpRequest,
        status: StatusCode,
        visit: &Visit,
        notice: &Notice,
        told: Option<&Told>,
    ) -> HttpResponse {
        let render = || pages::notice(visit.reader(), notice, told);
        self.answer(request, status, visit, Content::Notice(notice.clone()), told, render)
    }

    fn answer(
        &self,
        request: &HttpRequest,
        status: StatusCode,
        visit: &Visit,
        content: Content,
        told: Option<&Told>,
        render: impl FnOnce() -> Markup,
    ) -> HttpResponse {
        let encoding = Encoding::of(request);
        let page = if told.is_some() {
            Arc::new(Finished::new(visit, encoding, BROTLI_ONCE, render()))
        } else {
            let (theme, language) = (visit.theme.revision, visit.texts.language().tag);
            let key = Key { content, theme, language, encoding };
            let finish = || Arc::new(Finished::new(visit, encoding, BROTLI_KEPT, render()));
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
    fn new(visit: &Visit, encoding: Encoding, effort: i32, page: Markup) -> Self {
        let policy = HeaderValue::try_from(super::headers::page_policy(&visit.theme));
        Self {
            body: encoding.encode(page.into_string(), effort),
            // A base64 hash is always a valid header; without one, nothing would be allowed.
            policy: policy.unwrap_or(HeaderValue::from_static("default-src 'none'")),
        }
    }
}

/// How many bytes a visitor's phone loads for this page.
#[must_use]
pub fn travelling_size(page: Markup) -> usize {
    Encoding::Brotli.encode(page.into_string(), BROTLI_KEPT).len()
}

/// How a body travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Encoding {
    Brotli,
    Gzip,
    Identity,
}

impl Encoding {
    /// The smallest encoding that the client takes.
    fn of(request: &HttpRequest) -> Self {
        let accepted = request.headers().get(header::ACCEPT_ENCODING);
        let accepted = accepted.and_then(|value| value.to_str().ok()).unwrap_or_default();
        let takes = |name: &str| {
            accepted.split(',').any(|item| {
                let mut parts = item.split(';').map(str::trim);
                let named = parts.next().is_some_and(|coding| coding.eq_ignore_ascii_case(name));
                let weight = parts.find_map(|part| part.strip_prefix("q="));
                named && weight.and_then(|q| q.parse::<f32>().ok()).is_none_or(|q| q > 0.0)
            })
        };
        if takes("br") {
            Self::Brotli
        } else if takes("gzip") {
            Self::Gzip
        } else {
            Self::Identity
        }
    }

    fn name(self) -> Option<HeaderValue> {
        match self {
            Self::Brotli => Some(HeaderValue::from_static("br")),
            Self::Gzip => Some(HeaderValue::from_static("gzip")),
            Self::Identity => None,
        }
    }

    fn encode(self, page: String, effort: i32) -> Bytes {
        // Writing to a Vec cannot fail.
        match self {
            Self::Identity => page.into(),
            Self::Gzip => {
                let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
                let _ = encoder.write_all(page.as_bytes());
                encoder.finish().unwrap_or_default().into()
            }
            Self::Brotli => {
                let mut body = Vec::new();
                let settings = BrotliEncoderParams {
                    quality: effort,
                    mode: BrotliEncoderMode::BROTLI_MODE_TEXT,
                    ..BrotliEncoderParams::default()
                };
                let _ = brotli::BrotliCompress(&mut page.as_bytes(), &mut body, &settings);
                body.into()
            }
        }
    }
}
