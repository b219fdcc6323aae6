//! The `doorstep` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    doorstep::cli::run()
}
