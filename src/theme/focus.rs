//! The point of a picture that stays in view where the picture is cut.

use super::values::written_as_text;

/// The point in percent from the left and from the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Focus {
    /// From the left.
    pub x: u8,
    /// From the top.
    pub y: u8,
}

written_as_text!(Focus: { "type": "string", "examples": ["center 30%", "left", "70% top"] });

impl Default for Focus {
    /// The middle of the picture.
    fn default() -> Self {
        Self { x: 50, y: 50 }
    }
}

impl TryFrom<&str> for Focus {
    type Error = String;

    /// Reads one or two words of CSS's `object-position`: `center`, `left`, `right`, `top`, `bottom`
    /// and percentages, of which the first is from the left.
    fn try_from(text: &str) -> Result<Self, String> {
        let unknown =
            || format!("`{text}` is not a place in a picture; write it like \"center 30%\"");
        let (mut x, mut y) = (None, None);
        let words: Vec<_> = text.split_whitespace().collect();
        if words.is_empty() || words.len() > 2 {
            return Err(unknown());
        }
        for (index, word) in words.iter().enumerate() {
            let (is_vertical, percent) = match *word {
                "left" => (false, 0),
                "right" => (false, 100),
                "top" => (true, 0),
                "bottom" => (true, 100),
                // Both axes are in the middle unless another word moves them.
                "center" => continue,
                other => {
                    let number = other.strip_suffix('%').and_then(|number| number.parse().ok());
                    (index == 1, number.filter(|number| *number <= 100).ok_or_else(unknown)?)
                }
            };
            let axis = if is_vertical { &mut y } else { &mut x };
            if axis.replace(percent).is_some() {
                return Err(unknown());
            }
        }
        Ok(Self { x: x.unwrap_or(50), y: y.unwrap_or(50) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_focus_is_read_as_css_reads_it() {
        for (text, x, y) in [
            ("center 30%", 50, 30),
            ("left", 0, 50),
            ("top", 50, 0),
            ("bottom right", 100, 100),
            ("center", 50, 50),
            ("70% top", 70, 0),
            ("center left", 0, 50),
            ("25%", 25, 50),
        ] {
            assert_eq!(Focus::try_from(text), Ok(Focus { x, y }), "{text}");
        }
        for odd in ["", "middle", "10px 20px", "left right", "101%", "-1%", "1% 2% 3%"] {
            let error = Focus::try_from(odd).unwrap_err();
            assert!(error.ends_with("write it like \"center 30%\""), "{error}");
        }
    }
}
