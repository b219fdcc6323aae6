//! The name of a page, and whether it may become another page by itself.

use strum::IntoStaticStr;

/// The page's name in `<body data-state>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum PageState {
    /// The doors of a link.
    Doors,
    /// Kisi has not answered yet.
    Waiting,
    /// The link works and opens no door.
    Empty,
    /// No access link has this secret.
    UnknownLink,
    /// The link's time is over.
    Expired,
    /// The link was taken back or switched off.
    Withdrawn,
    /// The link's time has not begun.
    NotYetValid,
    /// The link is valid, but not at this hour.
    OutsideHours,
    /// Access is denied.
    Refused,
    /// Too many requests.
    RateLimited,
    /// Kisi could not be reached, or failed.
    Unavailable,
    /// There is no such page.
    NotFound,
    /// The visitor came without a link.
    Home,
}

impl PageState {
    /// The name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Whether the same address may show another page later: the doors of a link change, and a
    /// link that is being looked up, early, outside its hours or out of reach can open doors. Such a page
    /// offers to check again, and its script does so by itself (`<body data-polls>`).
    #[must_use]
    pub fn can_change(self) -> bool {
        match self {
            Self::Doors
            | Self::Waiting
            | Self::Empty
            | Self::NotYetValid
            | Self::OutsideHours
            | Self::RateLimited
            | Self::Unavailable => true,
            Self::UnknownLink
            | Self::Expired
            | Self::Withdrawn
            | Self::Refused
            | Self::NotFound
            | Self::Home => false,
        }
    }
}
