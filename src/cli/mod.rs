//! The command line: arguments, output, exit codes.
//!
//! Data goes to stdout, the log and errors to stderr. The exit code is 1 if a command fails, and 2
//! for wrong usage.

mod demo;
mod logging;
mod serve;
mod theme;

use std::{
    future::Future,
    io::{self, Write as _},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::Context as _;
use clap::{Args, Parser, Subcommand};

use crate::settings::{self, Settings, Sources};

/// Your own landing page for Kisi access links.
#[derive(Parser)]
#[command(name = "doorstep", version, after_help = settings::help())]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    given: Given,
}

#[derive(Subcommand)]
enum Command {
    /// Run the public server (also what a bare `doorstep` does).
    #[command(after_help = settings::help())]
    Serve {
        #[command(flatten)]
        given: Given,
    },
    /// Run the same server against a built-in simulated Kisi, to try everything without a door.
    #[command(after_help = demo::HELP)]
    Demo {
        /// Address and port; 0.0.0.0:8080 lets a phone in the same network try it.
        #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
        listen: std::net::SocketAddr,
    },
    /// Check, preview and complete the brand's file, theme.toml.
    Theme {
        #[command(subcommand)]
        command: theme::Command,
    },
}

/// Settings given on the command line.
#[derive(Args, Default)]
struct Given {
    /// The settings file [default: doorstep.toml, if it is there].
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// server.listen, the address and port of the public server.
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
    /// Any other setting, as in --set cache.fresh=30s; may be repeated.
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = key_and_value)]
    settings: Vec<(String, String)>,
}

fn key_and_value(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("write it as KEY=VALUE")?;
    Ok((key.trim().to_owned(), value.trim().to_owned()))
}

impl Given {
    fn load(self) -> Result<Settings, settings::Error> {
        let mut flags = self.settings;
        flags.extend(self.listen.map(|address| ("server.listen".to_owned(), address)));
        let (file, environment) = (self.config.as_deref(), settings::environment());
        settings::load(Sources { file, environment, flags, ..Sources::default() })
    }
}

/// Runs the command in the arguments of the process.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let done = match cli.command {
        None => serve::run(cli.given),
        Some(Command::Serve { given }) => serve::run(given),
        Some(Command::Demo { listen }) => demo::run(listen),
        Some(Command::Theme { command }) => theme::run(command),
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

/// Prints a line of data.
fn print(line: &str) -> anyhow::Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{line}").and_then(|()| stdout.flush()).context("cannot write to stdout")
}

/// Runs `work` on a new tokio runtime.
fn block_on(work: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .context("cannot start the runtime's threads")?;
    let done = runtime.block_on(work);
    // Abandon tasks that are still running.
    runtime.shutdown_background();
    done
}
