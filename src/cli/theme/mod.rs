//! `doorstep theme`: start, check, preview and complete a `theme.toml`.

mod check;
mod doors;
mod file;
mod new;
mod preview;
mod reports;

use clap::Subcommand;

use super::output::print;
use crate::theme;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Start a brand: make a folder with a theme.toml in which every key is explained.
    ///
    /// With --logo, the colour of the buttons is taken from the logo.
    New(new::Arguments),
    /// Check a theme: every error and warning, with its line and what would be right.
    Check(check::Arguments),
    /// Show every page of a theme on a local page that updates when the file is saved.
    ///
    /// It needs neither Kisi nor a network. Errors appear above the pages in the words of
    /// doorstep theme check, and the last valid pages stay. Changes can be tried without saving.
    Preview(preview::Arguments),
    /// Print the doors and places of an access link, to paste into theme.toml.
    ///
    /// It asks for the address of the link, which is not shown. It is never an argument, because
    /// shells keep those. Or pass a door list on standard input:
    /// doorstep theme doors < doors.json
    Doors(doors::Arguments),
    /// Print the JSON Schema of theme.toml, for completion in editors.
    ///
    /// Save it beside your theme, doorstep theme schema > theme.schema.json, and begin the theme
    /// with the line #:schema theme.schema.json
    Schema,
}

pub(super) fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::New(arguments) => new::run(arguments),
        Command::Check(arguments) => check::run(arguments),
        Command::Preview(arguments) => preview::run(arguments),
        Command::Doors(arguments) => doors::run(arguments),
        Command::Schema => print(theme::schema().trim_end()),
    }
}
