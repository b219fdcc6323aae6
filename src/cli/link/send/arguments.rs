//! The arguments of `doorstep link send`.

use std::path::PathBuf;

use clap::Args;

use crate::cli::{
    arguments::Given,
    link::{operator::Qr, validity::Validity},
};

#[derive(Args)]
#[command(after_help = "\
Settings: kisi.api_key or kisi.api_key_file, mail.smtp_url or mail.smtp_url_file, mail.from,
server.public_url and theme.path.

A CSV file has a first line with its columns: name,email[,from,until,lang,group]. All rows are
checked before the first link is made. What happened to each row is in FILE.sent.csv; run the same
command again, and it does only the rows that are not done yet.")]
pub(crate) struct Arguments {
    /// Kisi's number of the group whose doors the links open.
    #[arg(long, value_name = "ID", required_unless_present_any = ["csv", "existing"])]
    pub(super) group: Option<u64>,
    /// The name of the visitor, which is also the name of the link at Kisi.
    #[arg(long, required_unless_present = "csv")]
    pub(super) name: Option<String>,
    /// The visitor's address.
    #[arg(long, value_name = "ADDRESS", required_unless_present = "csv")]
    pub(super) to: Option<String>,
    /// Invite every visitor in this file.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["name", "to", "eml", "existing"])]
    pub(super) csv: Option<PathBuf>,
    #[command(flatten)]
    pub(super) validity: Validity,
    /// The language of the mail, such as de [default: the brand's own].
    #[arg(long, value_name = "LANGUAGE")]
    pub(super) lang: Option<String>,
    /// Also make a code for the readers beside doors, and show it in the mail.
    #[arg(long, value_enum, value_name = "TYPE", conflicts_with = "existing")]
    pub(super) qr: Option<Qr>,
    /// Kisi's number of the place, for its name, directions and time zone in the mail. It is found
    /// by itself if the link is valid already.
    #[arg(long, value_name = "ID")]
    pub(super) place: Option<u64>,
    /// Write the message to this new file, instead of sending it. It contains the secret.
    #[arg(long, value_name = "FILE")]
    pub(super) eml: Option<PathBuf>,
    /// If the mail cannot be sent, keep the link and print the address of its page.
    #[arg(long)]
    pub(super) keep: bool,
    /// Mail a link that exists already, for example one that --keep has kept. The address of its
    /// page is read from standard input.
    #[arg(long)]
    pub(super) existing: bool,
    /// Print JSON.
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) given: Given,
}
