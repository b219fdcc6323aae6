//! Access links as the operator sees them: what is asked for, and what exists.

use bytes::Bytes;
use jiff::Timestamp;
use strum::IntoStaticStr;

use crate::access::LinkSecret;

/// What the operator wants of a new link.
#[derive(Clone, Debug, Default)]
pub struct NewLink {
    /// What the operator calls the link: usually the name of the visitor.
    pub name: String,
    /// Kisi's number of the group whose doors the link opens.
    pub group: u64,
    /// When the link begins to open doors; at once if left out.
    pub from: Option<Timestamp>,
    /// When the link ends; never if left out.
    pub until: Option<Timestamp>,
    /// If set, Kisi sends its own message to this address.
    pub email: Option<String>,
    /// If set, Kisi sends its own text message to this number.
    pub phone: Option<String>,
    /// If set, Kisi also makes a code for the readers beside doors.
    pub qr: Option<ReaderCode>,
}

/// How a reader checks a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum ReaderCode {
    /// The reader asks Kisi.
    Online,
    /// The reader decides by itself.
    Offline,
}

/// A link that exists at Kisi, without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedLink {
    /// Kisi's number of the link.
    pub id: u64,
    /// What the operator calls the link.
    pub name: String,
    /// Kisi's number of the group whose doors the link opens.
    pub group: u64,
    /// The name of the group.
    pub group_name: Option<String>,
    /// The address that Kisi sent its own message to.
    pub email: Option<String>,
    /// The number that Kisi sent its own text message to.
    pub phone: Option<String>,
    /// When the link begins to open doors.
    pub from: Option<Timestamp>,
    /// When the link ends.
    pub until: Option<Timestamp>,
    /// Whether the link is switched on.
    pub enabled: bool,
    /// When a visitor last used it.
    pub last_used: Option<Timestamp>,
    /// When it was made.
    pub created: Option<Timestamp>,
}

/// A link that was just made.
#[derive(Clone, Debug)]
pub struct CreatedLink {
    /// The link.
    pub link: IssuedLink,
    /// Its secret, which Kisi shows only now, if it shows it.
    pub secret: Option<LinkSecret>,
    /// The code for readers, as PNG.
    pub reader_code: Option<Bytes>,
}
