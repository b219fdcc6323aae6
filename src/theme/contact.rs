//! Whom visitors can ask for help.

use super::{
    phone::Phone,
    values::{Email, Line, Link},
};

/// The contact of a brand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// The name, like "Front desk".
    pub name: Option<Line>,
    /// The email address.
    pub email: Option<Email>,
    /// The telephone number.
    pub phone: Option<Phone>,
    /// The web page.
    pub url: Option<Link>,
}
