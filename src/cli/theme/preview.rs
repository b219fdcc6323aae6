//! `doorstep theme preview`: every page of a theme, served or written to files.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use anyhow::bail;
use clap::Args;

use super::{
    file::theme_file,
    reports::{count, counted, print_reports},
};
use crate::{
    cli::{demo, output::print, runtime::block_on, serve},
    preview::{self, Doors, ExportError},
    theme,
};

#[derive(Args)]
pub(crate) struct Arguments {
    /// The theme file, or its folder.
    #[arg(default_value = "theme.toml")]
    file: PathBuf,
    /// Address and port; with 0.0.0.0:8090 a phone in the same network can open it, too.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8090")]
    listen: SocketAddr,
    /// Write the preview to this folder instead, for a review: open its index.html.
    #[arg(long, value_name = "DIR", conflicts_with = "listen")]
    out: Option<PathBuf>,
    /// Show the doors of a link, saved with
    /// curl -H 'Accept: application/json' LINK > doors.json
    #[arg(long, value_name = "FILE")]
    doors: Option<PathBuf>,
}

pub(super) fn run(arguments: Arguments) -> anyhow::Result<()> {
    let Arguments { file, listen, out, doors } = arguments;
    let file = theme_file(file);
    let doors = doors.map(|file| Doors::load(&file)).transpose()?;
    match out {
        Some(folder) => write(&file, doors, &folder),
        None => show(&file, doors, listen),
    }
}

fn show(file: &Path, doors: Option<Doors>, listen: SocketAddr) -> anyhow::Result<()> {
    block_on(async {
        let ending = serve::end()?;
        let server = preview::Server::bind(file, doors, listen)?;
        print(&format!("{}/", demo::base_url("http", server.address())))?;
        Ok(server.run(ending).await?)
    })
}

fn write(file: &Path, doors: Option<Doors>, folder: &Path) -> anyhow::Result<()> {
    match preview::export(file, doors, folder) {
        Ok(files) => print(&format!("{}: {files} files; open index.html", folder.display())),
        Err(ExportError::Theme(theme::Error(diagnostics))) => {
            print_reports(&diagnostics)?;
            let [errors, warnings] = count(&diagnostics);
            bail!("{} has {}; nothing was written", file.display(), counted(errors, warnings))
        }
        Err(other) => Err(other.into()),
    }
}
