//! Our own drawings, in the colour of the text beside them.
//!
//! Beside style and script, they are the only markup that is not escaped.

use maud::{Markup, PreEscaped};

use crate::theme::Icon;

macro_rules! icons {
    ($($name:ident = $file:literal),* $(,)?) => {$(
        pub(super) fn $name() -> Markup {
            PreEscaped(include_str!(concat!("../../assets/icons/", $file, ".svg")).to_owned())
        }
    )*};
}

icons! {
    again = "again",
    alert = "alert",
    bike = "bike",
    clock = "clock",
    close = "close",
    cloud_off = "cloud-off",
    door = "door",
    envelope = "envelope",
    garage = "garage",
    gate = "gate",
    globe = "globe",
    language = "language",
    lift = "lift",
    link_off = "link-off",
    locker = "locker",
    parking = "parking",
    phone = "phone",
    pin = "pin",
    search = "search",
    turnstile = "turnstile",
}

/// The icon that a brand chose for a door.
pub(super) fn of_door(icon: Icon) -> Markup {
    match icon {
        Icon::Door => door(),
        Icon::Gate => gate(),
        Icon::Garage => garage(),
        Icon::Lift => lift(),
        Icon::Turnstile => turnstile(),
        Icon::Parking => parking(),
        Icon::Bike => bike(),
        Icon::Locker => locker(),
    }
}
