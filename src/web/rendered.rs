//! The finished bytes of pages.
//!
//! A page contains neither the secret nor anything about its visitor, so all visitors who get the
//! same doors in the same theme, language and encoding get the same bytes. Most of them are the
//! same even for other doors: the [`Frame`] of a page is compressed once, on the blocking pool, and
//! shared by all lists with the same layout and the same hint. The part about the doors is rendered and
//! compressed once for each list, which takes some tens of microseconds. The list remembers the page
//! that was last made of it, so that a visitor with the same language and encoding needs no look-up
//! among the pages.
//!
//! A page that shows the result of a tap is made for its visitor and not cached.
//!
//! A future is as large as the largest of its branches, and actix copies it when a request begins. So
//! rare branches are boxed.

use std::{future::pending, panic::resume_unwind, sync::Arc, thread::available_parallelism};

use actix_web::{
    HttpResponse,
    body::BoxBody,
    http::{
        StatusCode,
        header::{self, HeaderValue},
    },
};
use arc_swap::ArcSwapWeak;
use jiff::{Timestamp, Unit};
use moka::future::Cache;
use rustc_hash::FxBuildHasher;
use tokio::{runtime::Handle, sync::Semaphore, task::JoinError};

use super::{pieces::Pieces, visit::Visit};
use crate::{
    directory::DoorList,
    encoding::{Around, BROTLI_EACH, Encoding, Part, WINDOW, pad},
    pages::{self, DoorPage, Frame, FramedBy, LastTap, Notice, Page},
    theme::Layout,
};

/// How many bytes of finished pages are cached, without their frames.
const MOST_BYTES: u64 = 48 * 1024 * 1024;
/// How many bytes of frames are cached.
const MOST_FRAME_BYTES: u64 = 16 * 1024 * 1024;
/// What a cached page takes besides its bytes: the page itself, and its entry in the cache.
const ENTRY: usize = 512;
/// The longest part about doors, in bytes, that is compressed on a serving thread.
const LONGEST_AT_ONCE: usize = 16 * 1024;

/// Finished pages.
pub(super) struct Rendered {
    pages: Cache<Key, Arc<Finished>, FxBuildHasher>,
    frames: Cache<FrameKey, Arc<FinishedFrame>, FxBuildHasher>,
    /// How many frames may be compressed at the same time. A client can ask for pages in all languages
    /// at once, and each frame takes a core for some tens of milliseconds.
    compressing: Semaphore,
    runtime: Handle,
}

/// For whom a page is made: theme, language and encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct For {
    theme: blake3::Hash,
    language: &'static str,
    encoding: Encoding,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    content: Content,
    of: For,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Content {
    /// The digest of the doors, and the time of a stale list.
    Doors(blake3::Hash, Option<Timestamp>),
    Notice(Notice),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct FrameKey {
    content: FrameContent,
    of: For,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum FrameContent {
    /// The layout, the hint, and for how many bytes about doors.
    Doors(Layout, String, usize),
    Notice(Notice),
}

/// A page that is ready to be sent.
struct Finished {
    of: For,
    frame: Arc<FinishedFrame>,
    part: Part,
}

struct FinishedFrame {
    around: Around,
    policy: HeaderValue,
}

/// The page that was last made of a list, unless the list was stale. It is weak, because [`Rendered`]
/// limits how many bytes of pages are kept.
#[derive(Default)]
struct LastMade(ArcSwapWeak<Finished>);

impl LastMade {
    fn get(&self, of: For) -> Option<Arc<Finished>> {
        self.0.load().upgrade().filter(|page| page.of == of)
    }

    fn set(&self, page: &Arc<Finished>) {
        self.0.store(Arc::downgrade(page));
    }

    fn is_dropped(&self) -> bool {
        self.0.load().strong_count() == 0
    }
}

impl Rendered {
    /// Without pages yet. Frames are compressed on the blocking pool of `runtime`.
    pub(super) fn new(runtime: Handle) -> Self {
        let weight = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX);
        Self {
            pages: Cache::builder()
                .weigher(move |_, page: &Arc<Finished>| weight(page.part.size() + ENTRY))
                .max_capacity(MOST_BYTES)
                .build_with_hasher(FxBuildHasher),
            frames: Cache::builder()
                .weigher(move |_, frame: &Arc<FinishedFrame>| weight(frame.around.size() + ENTRY))
                .max_capacity(MOST_FRAME_BYTES)
                .build_with_hasher(FxBuildHasher),
            compressing: Semaphore::new(available_parallelism().map_or(1, usize::from)),
            runtime,
        }
    }

    /// The page of a link with doors, or the notice of an empty list.
    pub(super) async fn door_list(
        &self,
        visit: &Visit,
        encoding: Encoding,
        list: &DoorList,
        last_tap: Option<&LastTap>,
    ) -> HttpResponse {
        let as_of = list.is_stale().then(|| to_the_minute(list.as_of()));
        if last_tap.is_some() {
            let page = pages::door_list(visit.reader(), list.doors(), as_of, last_tap);
            return Box::pin(self.for_one_visitor(StatusCode::OK, visit, encoding, page)).await;
        }
        let of = For::new(visit, encoding);
        let made = if as_of.is_none() { list.attached::<LastMade>() } else { None };
        if let Some(page) = made.and_then(|made| made.get(of)) {
            return page.answer(StatusCode::OK);
        }
        match Box::pin(self.doors(visit, of, list, as_of, made)).await {
            Some(page) => page.answer(StatusCode::OK),
            None => {
                Box::pin(self.notice(visit, encoding, StatusCode::OK, &Notice::Empty, None)).await
            }
        }
    }

    /// The page with the doors of `list`, from the cache or made now; `None` if no door is shown.
    async fn doors(
        &self,
        visit: &Visit,
        of: For,
        list: &DoorList,
        as_of: Option<Timestamp>,
        made: Option<&LastMade>,
    ) -> Option<Arc<Finished>> {
        let key = Key { content: Content::Doors(list.digest(), as_of), of };
        if let Some(page) = self.pages.get(&key).await {
            if let Some(made) = made.filter(|made| made.is_dropped()) {
                made.set(&page);
            }
            return Some(page);
        }
        let page = DoorPage::new(visit.reader(), list.doors())?;
        let page = self.pages.get_with(key, self.finish(visit, of, &page, as_of)).await;
        if let Some(made) = made {
            made.set(&page);
        }
        Some(page)
    }

    /// Any other page.
    pub(super) async fn notice(
        &self,
        visit: &Visit,
        encoding: Encoding,
        status: StatusCode,
        notice: &Notice,
        last_tap: Option<&LastTap>,
    ) -> HttpResponse {
        if last_tap.is_some() {
            let page = pages::notice(visit.reader(), notice, last_tap);
            return Box::pin(self.for_one_visitor(status, visit, encoding, page)).await;
        }
        let of = For::new(visit, encoding);
        let key = Key { content: Content::Notice(notice.clone()), of };
        if let Some(page) = self.pages.get(&key).await {
            return page.answer(status);
        }
        let finish = async {
            let content = FrameContent::Notice(notice.clone());
            let frame = || pages::notice(visit.reader(), notice, None).frame;
            let frame = self.frame(visit, encoding, content, 0, frame).await;
            let part = frame.around.encode(String::new());
            Arc::new(Finished { of, frame, part })
        };
        Box::pin(self.pages.get_with(key, finish)).await.answer(status)
    }

    async fn finish(
        &self,
        visit: &Visit,
        of: For,
        page: &DoorPage<'_>,
        as_of: Option<Timestamp>,
    ) -> Arc<Finished> {
        let encoding = of.encoding;
        let mut doors = page.doors(as_of, None);
        pad(&mut doors);
        // A frame fits all lengths, except in Brotli, and there all lengths above the window.
        let length = if encoding == Encoding::Brotli { doors.len().min(WINDOW) } else { 0 };
        let content = FrameContent::Doors(page.layout, page.hint.clone(), length);
        let frame = self.frame(visit, encoding, content, length, || page.frame(None)).await;
        let part = if doors.len() <= LONGEST_AT_ONCE {
            frame.around.encode(doors)
        } else {
            let frame = Arc::clone(&frame);
            self.blocking(move || frame.around.encode(doors)).await
        };
        Arc::new(Finished { of, frame, part })
    }

    /// The frame with this content, for parts about doors of `length` bytes.
    async fn frame(
        &self,
        visit: &Visit,
        encoding: Encoding,
        content: FrameContent,
        length: usize,
        render: impl FnOnce() -> Frame,
    ) -> Arc<FinishedFrame> {
        let key = FrameKey { content, of: For::new(visit, encoding) };
        if let Some(frame) = self.frames.get(&key).await {
            return frame;
        }
        let finish = async {
            let frame = render();
            let policy = policy(&frame, visit);
            let encode = move || Around::new(encoding, frame.before, frame.after, length);
            // The semaphore is never closed.
            let _permit = self.compressing.acquire().await;
            Arc::new(FinishedFrame { around: self.blocking(encode).await, policy })
        };
        self.frames.get_with(key, finish).await
    }

    /// A page with the result of a tap.
    async fn for_one_visitor(
        &self,
        status: StatusCode,
        visit: &Visit,
        encoding: Encoding,
        page: Page,
    ) -> HttpResponse {
        let policy = policy(&page.frame, visit);
        let encode = move || encoding.encode(page.into_string().into(), BROTLI_EACH);
        let body = self.blocking(encode).await;
        answer(status, encoding, &policy, [body])
    }

    /// Runs what takes over a millisecond, without holding up the other visitors of this thread.
    async fn blocking<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> T {
        match self.runtime.spawn_blocking(work).await.map_err(JoinError::try_into_panic) {
            Ok(done) => done,
            // The panic goes on in the request that it belongs to.
            Err(Ok(panic)) => resume_unwind(panic),
            // The pool ends only with the process, which ends the request, too.
            Err(Err(_cancelled)) => pending().await,
        }
    }
}

impl For {
    fn new(visit: &Visit, encoding: Encoding) -> Self {
        let language = visit.texts.language().tag;
        Self { theme: visit.theme.revision, language, encoding }
    }
}

impl Finished {
    fn answer(&self, status: StatusCode) -> HttpResponse {
        let Self { frame, part: Part { middle, end }, .. } = self;
        let Around { before, after, .. } = &frame.around;
        let pieces = [before, middle, after, end].map(Clone::clone);
        answer(status, self.of.encoding, &frame.policy, pieces)
    }
}

fn answer<const COUNT: usize>(
    status: StatusCode,
    encoding: Encoding,
    policy: &HeaderValue,
    pieces: [bytes::Bytes; COUNT],
) -> HttpResponse {
    let mut answer = HttpResponse::with_body(status, BoxBody::new(Pieces::new(pieces)));
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HTML);
    headers.insert(header::CONTENT_SECURITY_POLICY, policy.clone());
    if let Some(encoding) = encoding.name() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    answer
}

const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");

fn policy(frame: &Frame, visit: &Visit) -> HeaderValue {
    let policy = HeaderValue::try_from(frame.policy(&visit.theme, FramedBy::NoSite));
    // A policy of ASCII text is always a valid header value; the fallback allows nothing.
    policy.unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

/// The time as pages show it, so that all lists of one minute share a page.
fn to_the_minute(time: Timestamp) -> Timestamp {
    // Fails only for times at the end of the calendar.
    time.round(Unit::Minute).unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;
    use tokio::runtime::Runtime;

    use super::*;

    #[test]
    fn a_page_that_the_end_of_the_process_interrupts_is_not_a_panic() {
        let runtime = Runtime::new().unwrap();
        let rendered = Rendered::new(runtime.handle().clone());
        runtime.shutdown_background();
        assert_eq!(rendered.blocking(|| "a page").now_or_never(), None);
    }
}
