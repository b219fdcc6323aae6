//! A telephone number, as people write it and as phones dial it.
//!
//! The numbering plans of all countries take four megabytes, and a brand has one number. So the plans
//! are loaded when a number is read, which takes about two milliseconds, and dropped again.

use std::fmt;

use rlibphonenumber::{PhoneNumberFormat, PhoneNumberUtil};

use super::values::{empty, written_as_text};

/// The most digits of a number that has no number of a country before it.
const LONGEST_SHORT_NUMBER: usize = 6;

/// A telephone number, as people write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    written: String,
    dialled: String,
    reach: Reach,
}

/// From where a number can be dialled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    Everywhere,
    OneCountry,
    /// No country has given this number to a telephone.
    Nowhere,
}

impl Phone {
    /// The number for a `tel:` link: digits and `+` alone. A `(0)` after the number of a country is
    /// left out, except where it is dialled from abroad, too, as in Italy.
    #[must_use]
    pub fn dialled(&self) -> &str {
        &self.dialled
    }

    /// Why the number cannot be dialled from everywhere, if it is so.
    pub(super) fn doubt(&self) -> Option<String> {
        match self.reach {
            Reach::Everywhere => None,
            Reach::Nowhere => {
                Some(format!("no telephone has the number `{self}`; check its digits"))
            }
            Reach::OneCountry => Some(format!(
                "phones from other countries cannot dial `{self}`; begin with + and the number of the \
                 country, like +49 30 1234567"
            )),
        }
    }

    fn new(written: &str) -> Self {
        let (dialled, reach) = international(written).unwrap_or_else(|| local(written));
        Self { written: written.to_owned(), dialled, reach }
    }
}

/// What a number with the number of its country is dialled as, and from where.
fn international(written: &str) -> Option<(String, Reach)> {
    let number = Some(written.trim()).filter(|number| number.starts_with('+'))?;
    let plans = PhoneNumberUtil::new().ok()?;
    let number = plans.parse(number, None).ok()?;
    let is_assigned = plans.is_valid_number(&number);
    let dialled = plans.format(&number, PhoneNumberFormat::E164).into_owned();
    Some((dialled, if is_assigned { Reach::Everywhere } else { Reach::Nowhere }))
}

fn local(written: &str) -> (String, Reach) {
    let dialled: String = written.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    // A short number, such as 112, is the same everywhere in a country.
    let digits = dialled.chars().filter(char::is_ascii_digit).count();
    let is_short = digits <= LONGEST_SHORT_NUMBER;
    (dialled, if is_short { Reach::Everywhere } else { Reach::OneCountry })
}

written_as_text! {
    Phone: { "type": "string", "maxLength": 40 },
}

impl TryFrom<&str> for Phone {
    type Error = String;

    fn try_from(text: &str) -> Result<Self, String> {
        if text.trim().is_empty() {
            return Err(empty("+49 30 1234567"));
        }
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let plain = text.chars().all(|c| c.is_ascii_digit() || "+ ()-./".contains(c));
        if plain && (3..=20).contains(&digits) && text.len() <= 40 {
            Ok(Self::new(text))
        } else {
            Err(format!("`{text}` is not a valid telephone number; write it like +49 30 1234567"))
        }
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}
