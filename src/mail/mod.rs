//! Mail to visitors: the [`Invitation`] with an access link, and sending it.
//!
//! [`invitation`] writes subject, text and HTML, without any I/O. [`message`] makes a message of
//! them that mail servers accept. [`Mailer`] passes it on: to a mail server ([`smtp`]), or to a
//! file. The error of a mail says whether the mail can have been sent, because a link whose mail was
//! certainly not sent has to be revoked.

mod error;
mod invitation;
mod message;
mod smtp;

use std::{
    fs::{self, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

pub use self::{
    error::MailError,
    invitation::{Invitation, LARGEST_HTML, Mail, Picture},
    message::{AddressError, Message, Sender, recipient},
    smtp::{Server, Smtp, UrlError},
};

/// Passes messages on.
#[derive(Debug)]
pub enum Mailer {
    /// To a mail server.
    Smtp(Box<Smtp>),
    /// To a new file, which only its owner can read.
    File(PathBuf),
    /// To a list, for tests.
    Memory(Arc<Mutex<Vec<Message>>>),
}

impl Mailer {
    /// Makes sure that the mail server can be reached and accepts mails of ours, so that the next
    /// message can be sent at once.
    pub async fn prepare(&mut self) -> Result<(), MailError> {
        match self {
            Self::Smtp(smtp) => smtp.prepare().await.map_err(MailError::NotSent),
            Self::File(path) if path.exists() => Err(MailError::NotSent(format!(
                "{} exists already; name a new file",
                path.display()
            ))),
            Self::File(_) | Self::Memory(_) => Ok(()),
        }
    }

    /// Passes on one message.
    pub async fn send(&mut self, message: &Message) -> Result<(), MailError> {
        match self {
            Self::Smtp(smtp) => smtp.send(message).await,
            Self::File(path) => {
                let file =
                    || OpenOptions::new().write(true).create_new(true).mode(0o600).open(&*path);
                let written: io::Result<()> = file().and_then(|mut file| {
                    file.write_all(message.content())?;
                    file.sync_all()
                });
                written.map_err(|error| {
                    if error.kind() != io::ErrorKind::AlreadyExists {
                        // A half of the mail is of no use. It may not exist.
                        let _ = fs::remove_file(&*path);
                    }
                    MailError::NotSent(format!("{} cannot be written: {error}", path.display()))
                })
            }
            Self::Memory(sent) => {
                sent.lock().unwrap_or_else(PoisonError::into_inner).push(message.clone());
                Ok(())
            }
        }
    }

    /// Says goodbye to the mail server.
    pub async fn close(&mut self) {
        if let Self::Smtp(smtp) = self {
            smtp.close().await;
        }
    }
}
