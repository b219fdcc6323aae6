//! A QR code as a drawing.
//!
//! It is black on white in light and in dark pages, because many readers do not find a white one on
//! black.

use std::fmt::Write as _;

use qrcode::{Color, QrCode, types::QrError};

/// The width of the white border in modules. Readers need it to find the code (ISO/IEC 18004).
const QUIET_ZONE: usize = 4;

/// The QR code of `text` as SVG. Fails if the text is too long for one.
pub fn qr_code(text: &str) -> Result<String, QrError> {
    let code = QrCode::new(text)?;
    let width = code.width();
    let size = width + 2 * QUIET_ZONE;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\" \
         shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{size}v{size}H0z\"/><path d=\""
    );
    for (y, row) in code.to_colors().chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|left, right| left == right) {
            if run[0] == Color::Dark {
                let (left, top, length) = (x + QUIET_ZONE, y + QUIET_ZONE, run.len());
                // Writing to a String cannot fail.
                let _ = write!(svg, "M{left} {top}h{length}v1h-{length}z");
            }
            x += run.len();
        }
    }
    svg.push_str("\"/></svg>");
    Ok(svg)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_has_a_white_border_of_four_modules() {
        let svg = qr_code("http://visit.example.com/links/s3cret").unwrap();
        assert!(svg.contains("viewBox=\"0 0 37 37\""), "{svg}");
        assert!(svg.contains("d=\"M4 4h7v1h-7z"), "{svg}");
        assert!(!svg.contains("s3cret"));
    }
}
