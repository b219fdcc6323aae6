//! `doorstep link`: the operator's access links.

mod create;
mod list;
mod operator;
mod revoke;
mod send;
mod validity;

use clap::Subcommand;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Make an access link and print the address of its page.
    ///
    /// With --email or --phone, Kisi sends a message of its own, which leads to Kisi's page.
    Create(create::Arguments),
    /// Make access links and mail them in the words and the look of the brand.
    ///
    /// A link whose mail was not sent is revoked.
    Send(send::Arguments),
    /// List access links. Their secrets are not in it: Kisi shows a secret only once.
    List(list::Arguments),
    /// Revoke access links: they open nothing any more.
    Revoke(revoke::Arguments),
}

pub(super) fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Create(arguments) => create::run(arguments),
        Command::Send(arguments) => send::run(arguments),
        Command::List(arguments) => list::run(arguments),
        Command::Revoke(arguments) => revoke::run(arguments),
    }
}
