//! Why a mail was not sent.

/// Why a message was not passed on, or may not have been.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// It was certainly not passed on.
    #[error("{0}")]
    NotSent(String),
    /// The connection was lost after the message and before the answer: it may have been sent.
    #[error("{0}")]
    Unknown(String),
}
