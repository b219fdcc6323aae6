//! Reads values of which an error has to say more than their type.

use std::{
    fmt,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use ipnet::IpNet;
use serde::{Deserialize, Deserializer, de};
use url::Url;

/// Reads a list of networks, or one text with networks separated by commas, as in an environment
/// variable. A single address is a network of one address.
pub(super) fn networks<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<IpNet>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Many(Vec<String>),
        One(String),
    }
    let texts = match Written::deserialize(deserializer)? {
        Written::Many(texts) => texts,
        Written::One(text) => text.split(',').map(str::to_owned).collect(),
    };
    let texts = texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty());
    texts.map(|text| network(text).map_err(de::Error::custom)).collect()
}

/// A URL. The error does not repeat the text, which may contain a password.
pub(super) fn url_that_is_not_shown<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Url, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(|error: url::ParseError| {
        de::Error::custom(format!("this is not a valid URL: {error}"))
    })
}

fn network(text: &str) -> Result<IpNet, String> {
    let parsed = text.parse().or_else(|error| {
        text.parse::<std::net::IpAddr>().map(IpNet::from).map_err(|_not_an_address| error)
    });
    parsed.map_err(|error| format!("`{text}` is not a network such as 10.0.0.0/8: {error}"))
}

/// What the public server listens on.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Listen {
    /// An address and a port.
    Tcp(SocketAddr),
    /// The absolute path of a Unix socket, written `unix:/run/doorstep/doorstep.sock`.
    Unix(PathBuf),
}

impl TryFrom<String> for Listen {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let Some(path) = text.strip_prefix("unix:") else {
            return parse_address(&text).map(Self::Tcp);
        };
        if Path::new(path).is_absolute() {
            return Ok(Self::Unix(path.into()));
        }
        Err(format!(
            "`{text}` has no absolute path; write it like unix:/run/doorstep/doorstep.sock"
        ))
    }
}

impl fmt::Display for Listen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) => address.fmt(f),
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
        }
    }
}

/// An address and a port.
pub(super) fn address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SocketAddr, D::Error> {
    parse_address(&String::deserialize(deserializer)?).map_err(de::Error::custom)
}

/// An address and a port, or nothing.
pub(super) fn optional_address<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<SocketAddr>, D::Error> {
    address(deserializer).map(Some)
}

fn parse_address(text: &str) -> Result<SocketAddr, String> {
    let hint = "is not an address with a port; write it like 127.0.0.1:8080";
    text.parse().map_err(|_names_no_example| format!("`{text}` {hint}"))
}
