//! `doorstep`: your own landing page for Kisi access links.
//!
//! A visitor stands at a door with a link in their mail. The link's secret is all they have; this
//! server asks Kisi which doors it opens, shows them in the brand's own look, and unlocks the one
//! that is tapped.
//!
//! The modules below are in the order of their layers. Each may use those above it, and
//! `tests/integration/house.rs` fails where an import climbs.

// 0: words, no I/O
pub mod access;
pub mod did_you_mean;
pub mod encoding;
pub mod files;
pub mod paths;
pub mod settings;

// 1: Kisi
pub mod kisi;

// 2: what is behind a link
pub mod directory;
pub mod unlocking;

// 3: look and language; they know nothing of Kisi
pub mod assets;
pub mod language;
pub mod theme;

// the brands of a server
pub mod brands;

// 4: pages: pure functions
pub mod pages;

// 5: servers
pub mod simulator;
pub mod web;

pub mod preview;

// 6: commands
pub mod cli;
