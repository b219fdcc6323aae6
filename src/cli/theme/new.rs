//! `doorstep theme new`: the folder of a new brand.

use std::{
    io::{self, IsTerminal as _},
    path::{self, Path, PathBuf},
};

use anyhow::anyhow;
use clap::Args;
use dialoguer::Input;

use super::reports::print_reports;
use crate::{
    cli::output::print,
    theme::{self, Line, Scheme, Started},
};

#[derive(Args)]
pub(crate) struct Arguments {
    /// The folder to make. It must not exist, or be empty.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The name of the brand. Without it, you are asked, or it is the name of the folder.
    #[arg(long)]
    name: Option<String>,
    /// The logo: an SVG, PNG, WebP or AVIF file. It is copied into the folder.
    #[arg(long, value_name = "FILE")]
    logo: Option<PathBuf>,
}

pub(super) fn run(arguments: Arguments) -> anyhow::Result<()> {
    let Arguments { folder, name, logo } = arguments;
    let name = match name {
        Some(name) => name,
        None if io::stdin().is_terminal() => {
            let question = Input::new().with_prompt("Name of the brand");
            question.default(folder_name(&folder)).interact_text()?
        }
        None => folder_name(&folder),
    };
    let name = Line::try_from(name.trim()).map_err(|reason| {
        // Each other text of a theme belongs to a key.
        let reason = reason.replace(", or remove the key", "");
        anyhow!("this name of the brand cannot be used; write another with --name: {reason}")
    })?;
    let started = theme::start(&folder, &name, logo.as_deref())?;
    print_reports(&started.theme.warnings)?;
    print_reports(&started.theme.notes)?;
    print(&what_was_made(&started))?;
    print(&next_steps(&folder, &started.file))
}

/// The last part of the path, also of `.`; empty if it has none.
fn folder_name(folder: &Path) -> String {
    let whole = path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    whole.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn what_was_made(started: &Started) -> String {
    let Started { file, logo, theme } = started;
    let file = format!("{} is the file of the brand {}.", file.display(), theme.name);
    let Some(logo) = logo else { return file };
    let accent = match &logo.accent {
        Ok(accent) => format!("The accent {accent} is the colour of buttons; it is from the logo."),
        Err(reason) => format!(
            "No accent can be taken from the logo, because {reason}: buttons have our green until \
             you write your own colour."
        ),
    };
    let scheme = match theme.look.scheme {
        Scheme::Auto => "",
        Scheme::Light => {
            " The logo can hardly be seen on a dark page, so all pages are light; for dark ones, add \
             a logo_dark."
        }
        Scheme::Dark => {
            " The logo can hardly be seen on a light page, so all pages are dark; for light ones, \
             replace it."
        }
    };
    format!("{file}\n{} is a copy of the logo. {accent}{scheme}", logo.file.display())
}

fn next_steps(folder: &Path, file: &Path) -> String {
    let (folder, file) = (quoted(folder), quoted(file));
    format!(
        "\nNext:\n  \
         doorstep theme preview {folder}\n      \
         shows every page. Open the address that it prints, then edit {file}.\n  \
         doorstep theme doors\n      \
         asks for a link and prints its doors and buildings, to paste at the end of the file.\n  \
         doorstep theme check {folder}\n      \
         lists all errors and warnings, with suggestions.\n  \
         doorstep serve --set theme.path={file}\n      \
         shows the brand to visitors, on the server."
    )
}

/// A path as it is written in a terminal.
fn quoted(path: &Path) -> String {
    shell_words::quote(&path.display().to_string()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_can_be_pasted_into_a_terminal() {
        for (path, pasted) in [
            ("brands/acme", "brands/acme"),
            ("our brand", "'our brand'"),
            ("Anna's", "'Anna'\\''s'"),
            ("a;b$(c)", "'a;b$(c)'"),
        ] {
            assert_eq!(quoted(Path::new(path)), pasted);
        }
    }
}
