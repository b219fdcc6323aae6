//! The Content-Security-Policy of a brand's pages.

use super::{Frame, script::scripts};
use crate::theme::Theme;

/// Which sites may show a page in a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FramedBy {
    /// None: a framed page could be made to unlock a door by a click that the visitor meant for
    /// something else.
    NoSite,
    /// The server that the page comes from: the preview shows pages in frames.
    ItsOwnSite,
}

impl Frame {
    /// The Content-Security-Policy of the page in `theme`, with which it was made. It allows the
    /// page's own style and scripts, pictures and fonts of the server, and the page's form. Injected
    /// markup could not execute.
    #[must_use]
    pub fn policy(&self, theme: &Theme, framed_by: FramedBy) -> String {
        let style = &theme.style(self.layout).hash;
        let scripts: Vec<_> = scripts(self.layout).map(|script| script.hash.as_str()).collect();
        let script = scripts.join(" ");
        let font = if theme.look.font.is_some() { " font-src 'self';" } else { "" };
        let ancestors = match framed_by {
            FramedBy::NoSite => "'none'",
            FramedBy::ItsOwnSite => "'self'",
        };
        format!(
            "default-src 'none'; style-src {style}; script-src {script}; img-src 'self' data:;{font} \
             connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {ancestors}"
        )
    }
}

/// The policy of a picture that is opened as a document: an SVG may style itself, and nothing else.
pub const PICTURE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
