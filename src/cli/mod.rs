//! The command line: arguments, output, exit codes.
//!
//! Data goes to stdout, the log and errors to stderr. The exit code is 1 if a command fails, and 2
//! for wrong usage.

mod arguments;
mod completions;
mod demo;
mod existing;
mod link;
mod memory;
mod output;
mod runtime;
mod serve;
mod theme;

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

use clap::{CommandFactory as _, Parser, Subcommand};

use self::arguments::{GivenToServer, without_values};
use crate::settings;

/// Your own landing page for Kisi access links.
#[derive(Parser)]
#[command(name = "doorstep", version, after_help = settings::help())]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    given: GivenToServer,
}

#[derive(Subcommand)]
enum Command {
    /// Run the public server (also what a bare `doorstep` does).
    #[command(after_help = settings::help())]
    Serve {
        #[command(flatten)]
        given: GivenToServer,
    },
    /// Run the same server against a built-in simulated Kisi, to try everything without a door.
    #[command(after_help = demo::HELP)]
    Demo {
        /// Address and port; 0.0.0.0:8080 lets a phone in the same network try it.
        #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
        listen: std::net::SocketAddr,
    },
    /// Start, check, preview and complete the brand's file, theme.toml.
    Theme {
        #[command(subcommand)]
        command: theme::Command,
    },
    /// Make, mail, list and revoke access links.
    Link {
        #[command(subcommand)]
        command: link::Command,
    },
    /// Print the completions of this program for a shell.
    ///
    /// For bash: doorstep completions bash > ~/.local/share/bash-completion/completions/doorstep
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Write the manual pages of this program, doorstep.1 and one for each command.
    Man {
        /// The folder to write them to, for example ~/.local/share/man/man1.
        #[arg(default_value = ".")]
        folder: std::path::PathBuf,
    },
}

/// Runs the command in the arguments of the process.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::try_parse().unwrap_or_else(|error| without_values(error).exit());
    let done = match cli.command {
        None => serve::run(cli.given),
        Some(Command::Serve { given }) => serve::run(given),
        Some(Command::Demo { listen }) => demo::run(listen),
        Some(Command::Theme { command }) => theme::run(command),
        Some(Command::Link { command }) => link::run(command),
        Some(Command::Completions { shell }) => completions::print(shell, &mut Cli::command()),
        Some(Command::Man { folder }) => completions::write_manual(&folder, Cli::command()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let causes: Vec<_> = error.chain().map(ToString::to_string).collect();
            // If stderr is closed, the error cannot be reported.
            let _ = writeln!(io::stderr(), "doorstep: {}", causes.join(": "));
            ExitCode::FAILURE
        }
    }
}
