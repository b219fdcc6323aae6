//! The brand's pictures at the top of a page: the logo, and the picture of the page.

use maud::{Markup, html};

use super::Reader;
use crate::theme::{PageImage, Scheme, Theme};

/// Devices that are set to dark.
const DARK: &str = "(prefers-color-scheme:dark)";
/// How wide the picture of the page is: the page without its margins (page/base.css).
const SIZES: &str = "min(100vw - min(2.5rem,10vw),29.5rem)";

/// The logo with the brand's name as its alternative text, or the name alone.
pub(super) fn brand(reader: Reader<'_>) -> Markup {
    let theme = reader.theme;
    let (logo, dark) = by_scheme(theme, theme.logo.as_ref(), theme.logo_dark.as_ref());
    html! {
        @match (logo, dark) {
            (None, _) => p.brand { (theme.name) },
            (Some(logo), None) => img.logo src=(logo.source()) alt=(theme.name);,
            (Some(logo), Some(dark)) => picture {
                source media=(DARK) srcset=(dark.source());
                img.logo src=(logo.source()) alt=(theme.name);
            },
        }
    }
}

/// The picture of the page, in the size that the screen needs.
pub(super) fn image(theme: &Theme) -> Markup {
    let (image, dark) = by_scheme(theme, theme.image.as_ref(), theme.image_dark.as_ref());
    let Some(image) = image else { return html! {} };
    // Browsers without `srcset` load the largest file.
    let largest = image.files.last().map(|(_, file)| &file.path);
    html! {
        picture {
            @if let Some(dark) = dark {
                source media=(DARK) srcset=(srcset(dark)) sizes=[sizes(dark)];
            }
            img.image src=[largest] srcset=(srcset(image)) sizes=[sizes(image)] alt=""
                decoding="async" fetchpriority="low";
        }
    }
}

/// The files with their widths, of which the browser loads one.
fn srcset(image: &PageImage) -> String {
    match &*image.files {
        [(_, only)] => only.path.clone(),
        several => {
            let several: Vec<_> =
                several.iter().map(|(width, file)| format!("{} {width}w", file.path)).collect();
            several.join(",")
        }
    }
}

fn sizes(image: &PageImage) -> Option<&'static str> {
    (image.files.len() > 1).then_some(SIZES)
}

/// Of a picture for light and one for dark pages, the one to show, and the one for visitors whose
/// device is set to dark, if it is another.
fn by_scheme<'a, T>(
    theme: &Theme,
    light: Option<&'a T>,
    dark: Option<&'a T>,
) -> (Option<&'a T>, Option<&'a T>) {
    match theme.look.scheme {
        Scheme::Light => (light.or(dark), None),
        Scheme::Dark => (dark.or(light), None),
        Scheme::Auto => (light.or(dark), light.and(dark)),
    }
}
