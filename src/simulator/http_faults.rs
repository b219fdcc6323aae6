//! The HTTP answers that faults produce.

use std::{convert::Infallible, future, iter, time::Duration};

use actix_web::{
    HttpResponse,
    body::MessageBody,
    http::{
        StatusCode,
        header::{HeaderMap, HeaderName, HeaderValue},
    },
};
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use serde_json::{Value, json};

use super::{
    codes::Refusal,
    fault::{Alteration, Replacement},
    paging::{COLLECTION_RANGE, collection_range},
    wire,
};

/// How long a call that is never answered stays open.
const HANG: Duration = Duration::from_mins(1);

/// One door of the door list that is too long to be read.
const ONE_OF_MANY: &str = concat!(
    r#"{"id":4711,"name":"One of very many doors","description":null,"#,
    r#""configured":true,"online":true,"open":false,"unlocked":false,"unlocked_until":null,"#,
    r#""locked_down":false,"locked_down_since":null,"place_id":77,"#,
    r#""place":{"id":77,"name":"Harbour House","latitude":null,"longitude":null}}"#,
);

/// Answers instead of Kisi.
pub(super) async fn replace(replacement: Replacement) -> HttpResponse {
    match replacement {
        Replacement::Error { status, code } => error(status_code(status), code.as_deref()),
        Replacement::Body { status, content_type, bytes } => {
            HttpResponse::build(status_code(status)).content_type(content_type).body(bytes)
        }
        Replacement::Hang => {
            tokio::time::sleep(HANG).await;
            lost()
        }
        Replacement::Reset => lost(),
        Replacement::Huge(bytes) => huge(bytes),
    }
}

/// Applies the alterations to Kisi's answer, in their order.
pub(super) fn alter(answer: HttpResponse, alterations: &[Alteration]) -> HttpResponse {
    alterations.iter().fold(answer, alter_once)
}

fn alter_once(mut answer: HttpResponse, alteration: &Alteration) -> HttpResponse {
    let headers = answer.headers_mut();
    match alteration {
        Alteration::NoRangeHeader => {
            headers.remove(COLLECTION_RANGE);
        }
        Alteration::WrongTotal(total) => change_total(headers, |_, _| *total),
        Alteration::ShrinkingTotal => {
            change_total(headers, |start, total| total.saturating_sub(start));
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

/// A connection that is closed without an answer. The server promises one byte and then has none,
/// which it notices before it has written anything, so it closes the connection.
fn lost() -> HttpResponse {
    HttpResponse::Ok().no_chunking(1).streaming(stream::empty::<Result<Bytes, Infallible>>())
}

/// The yield lets the server send the first half before it notices that the second is missing.
fn truncated(answer: HttpResponse) -> HttpResponse {
    let (head, body) = answer.into_parts();
    let Ok(whole) = body.try_into_bytes() else {
        return lost();
    };
    let half = stream::once(future::ready(whole.slice(..whole.len() / 2)));
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
    let blocks = iter::repeat_n(block.clone(), bytes.div_ceil(block.len()));
    let list = iter::once(Bytes::from_static(b"["))
        .chain(blocks)
        .chain([Bytes::from_static(ONE_OF_MANY.as_bytes()), Bytes::from_static(b"]")]);
    HttpResponse::Ok()
        .content_type("application/json")
        .streaming(stream::iter(list.map(Ok::<_, Infallible>)))
}

fn raw_doors(doors: &Value) -> HttpResponse {
    let count = doors.as_array().map_or(0, Vec::len);
    let range = collection_range(0, count, count);
    HttpResponse::Ok().insert_header((COLLECTION_RANGE, range)).json(doors)
}

/// Replaces the total of `start-end/total` by what `change` makes of start and total. The range of
/// an empty page has no start, and is not changed.
fn change_total(headers: &mut HeaderMap, change: impl FnOnce(u64, u64) -> u64) {
    let name = HeaderName::from_static(COLLECTION_RANGE);
    let changed = headers.get(&name).and_then(|range| {
        let (span, total) = range.to_str().ok()?.split_once('/')?;
        let (start, _) = span.split_once('-')?;
        let total = change(start.parse().ok()?, total.parse().ok()?);
        HeaderValue::from_str(&format!("{span}/{total}")).ok()
    });
    if let Some(changed) = changed {
        headers.insert(name, changed);
    }
}
