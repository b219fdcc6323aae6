//! What a fault looks like on the wire.

use std::convert::Infallible;
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::body::MessageBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream;
use serde_json::{Value, json};

use super::codes::Refusal;
use super::fault::{Alteration, Instead};
use super::http::COLLECTION_RANGE;
use super::wire;

/// How long a call that is never answered is kept.
const HANG: Duration = Duration::from_mins(1);

/// A door of a door list that is too long to be read.
const ONE_OF_MANY: &str = concat!(
    r#"{"id":4711,"name":"One of very many doors","description":null,"configured":true,"online":true,"#,
    r#""open":false,"unlocked":false,"unlocked_until":null,"locked_down":false,"locked_down_since":null,"#,
    r#""place_id":77,"place":{"id":77,"name":"Harbour House","latitude":null,"longitude":null}}"#,
);

/// Answers in Kisi's place.
pub(super) async fn answer(instead: Instead, retry_after: Option<u64>) -> HttpResponse {
    let mut answer = match instead {
        Instead::Error { status, code } => error(status_code(status), code.as_deref()),
        Instead::Body { status, content_type, bytes } => {
            HttpResponse::build(status_code(status)).content_type(content_type).body(bytes)
        }
        Instead::Hang => {
            tokio::time::sleep(HANG).await;
            lost()
        }
        Instead::Reset => lost(),
        Instead::Huge(bytes) => huge(bytes),
    };
    if let Some(seconds) = retry_after {
        answer.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    answer
}

/// Does to Kisi's answer what the faults want done to it.
pub(super) fn altered(answer: HttpResponse, alterations: &[Alteration]) -> HttpResponse {
    alterations.iter().fold(answer, alter)
}

fn alter(mut answer: HttpResponse, alteration: &Alteration) -> HttpResponse {
    let headers = answer.headers_mut();
    match alteration {
        Alteration::NoRangeHeader => {
            headers.remove(COLLECTION_RANGE);
        }
        Alteration::LyingTotal(total) => claim_total(headers, |_, _| *total),
        Alteration::ShrinkingTotal => {
            claim_total(headers, |start, total| total.saturating_sub(start));
        }
        Alteration::RawDoors(doors) if answer.status().is_success() => return raw_doors(doors),
        Alteration::RawDoors(_) => {}
        Alteration::Truncated => return truncated(answer),
        Alteration::Lost => return lost(),
    }
    answer
}

fn status_code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

fn error(status: StatusCode, code: Option<&str>) -> HttpResponse {
    let body = match code {
        Some(code) => wire::refusal(&Refusal::new(code)),
        None => json!({ "error": status.canonical_reason() }),
    };
    HttpResponse::build(status).json(body)
}

/// A connection that is closed without an answer: the server has promised a byte that it does not have, notices it
/// before anything was written, and gives up.
fn lost() -> HttpResponse {
    HttpResponse::Ok().no_chunking(1).streaming(stream::empty::<Result<Bytes, Infallible>>())
}

/// The first half of an answer is sent before the server notices that there is no second one.
fn truncated(answer: HttpResponse) -> HttpResponse {
    let (head, body) = answer.into_parts();
    let Ok(whole) = body.try_into_bytes() else {
        return lost();
    };
    let half = stream::once(std::future::ready(whole.slice(..whole.len() / 2)));
    let nothing = stream::once(async {
        tokio::task::yield_now().await;
        Bytes::new()
    });
    let mut cut = HttpResponse::build(head.status());
    for header in head.headers() {
        cut.insert_header(header);
    }
    cut.no_chunking(whole.len() as u64).streaming(half.chain(nothing).map(Ok::<_, Infallible>))
}

fn huge(bytes: usize) -> HttpResponse {
    let block = Bytes::from(format!("{ONE_OF_MANY},").repeat(64));
    let blocks = std::iter::repeat_n(block.clone(), bytes.div_ceil(block.len()));
    let list = std::iter::once(Bytes::from_static(b"["))
        .chain(blocks)
        .chain([Bytes::from_static(ONE_OF_MANY.as_bytes()), Bytes::from_static(b"]")]);
    HttpResponse::Ok()
        .content_type("application/json")
        .streaming(stream::iter(list.map(Ok::<_, Infallible>)))
}

fn raw_doors(doors: &Value) -> HttpResponse {
    let range = match doors.as_array().map_or(0, Vec::len) {
        0 => "*/0".to_owned(),
        total => format!("0-{}/{total}", total - 1),
    };
    HttpResponse::Ok().insert_header((COLLECTION_RANGE, range)).json(doors)
}

/// Rewrites the total of `start-end/total`; an empty page has no start, and keeps its range.
fn claim_total(headers: &mut HeaderMap, claim: impl FnOnce(u64, u64) -> u64) {
    let name = HeaderName::from_static(COLLECTION_RANGE);
    let claimed = headers.get(&name).and_then(|range| {
        let (span, total) = range.to_str().ok()?.split_once('/')?;
        let (start, _) = span.split_once('-')?;
        let total = claim(start.parse().ok()?, total.parse().ok()?);
        HeaderValue::from_str(&format!("{span}/{total}")).ok()
    });
    if let Some(claimed) = claimed {
        headers.insert(name, claimed);
    }
}
