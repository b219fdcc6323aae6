//! `doorstep completions` and `doorstep man`, made from the definitions of the command line.

use std::{fs, io, path::Path};

use anyhow::Context as _;
use clap_complete::Shell;

use super::output;

pub(super) fn print(shell: Shell, command: &mut clap::Command) -> anyhow::Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(shell, command, "doorstep", &mut script);
    output::print(String::from_utf8_lossy(&script).trim_end())
}

pub(super) fn write_manual(folder: &Path, command: clap::Command) -> anyhow::Result<()> {
    let written: io::Result<()> =
        fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(command, folder));
    written.with_context(|| format!("{} cannot be written", folder.display()))
}
