//! `doorstep`: your own landing page for Kisi access links.
//!
//! A visitor stands at a door with a link in their mail. The link's secret is all they have; this
//! server asks Kisi which doors it opens, shows them in the brand's own look, and unlocks the one
//! that is tapped.
//!
//! The modules below are in the order of their layers. A module may import only modules above it;
//! `tests/integration/house.rs` checks this.

// 0: basic types and tools; they import nothing above layer 0
pub mod access;
pub mod did_you_mean;
pub mod encoding;
pub mod files;
pub mod logging;
pub mod paths;
pub mod settings;

// 1: Kisi
pub mod kisi;

// 2: which doors a link opens, and unlocking them
pub mod directory;
pub mod unlocking;

// 3: look and language; nothing here depends on Kisi
pub mod assets;
pub mod language;
pub mod theme;

pub mod brands;

// 4: pages and mails
pub mod mail;
pub mod mailing;
pub mod pages;

// 5: servers
pub mod simulator;
pub mod web;

pub mod preview;

// 6: commands
pub mod cli;

// 7: for fuzzers and property tests only
#[cfg(any(test, feature = "fuzzing"))]
#[doc(hidden)]
pub mod fuzzing;
