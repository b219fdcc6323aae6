//! The scripts of the pages, which `build.rs` has minified. A page works without them.

use std::sync::LazyLock;

use crate::{assets::csp_hash, theme::Layout};

/// A script, and the source that allows it in a Content-Security-Policy: `'sha256-…'`.
pub(super) struct Script {
    pub(super) source: &'static str,
    pub(super) hash: String,
}

static PAGE: LazyLock<Script> =
    LazyLock::new(|| Script::new(include_str!(concat!(env!("OUT_DIR"), "/page.js"))));
static SEARCH: LazyLock<Script> =
    LazyLock::new(|| Script::new(include_str!(concat!(env!("OUT_DIR"), "/search.js"))));

impl Script {
    fn new(source: &'static str) -> Self {
        Self { source, hash: csp_hash(source) }
    }
}

/// The scripts of a page with this layout, in their order.
pub(super) fn scripts(layout: Layout) -> impl Iterator<Item = &'static Script> {
    let search = (layout == Layout::Many).then_some(&SEARCH);
    [&PAGE].into_iter().chain(search).map(|script| &**script)
}
